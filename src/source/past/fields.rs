//! What a repository says beside its files: messages, names of people, refs and their logs.

use std::collections::HashMap;
use std::sync::Arc;

use bstr::BString;

use crate::engine::Engine;
use crate::finding::{self, Finding, Origin};
use crate::scan::{self, Options, Outcome};
use crate::source::history::{Commit, Kind, LogEntry, Refs, Signature, Tag};

/// Rules that find what a signature is there for.
const OF_A_PERSON: [&str; 2] = ["email-address", "person-name"];

/// Scans a commit or a tag: its message, who made it, and its name.
pub(super) fn scan_object(
    engine: &Engine,
    options: &Options,
    origin: &Arc<Origin>,
    (kind, content): (Kind, &[u8]),
    outcome: &mut Outcome,
) {
    let mut own = Outcome::default();
    let mut scan = |field, text: &[u8]| scan::scan_message(engine, options, origin, (field, text), &mut own);
    if kind == Kind::Tag {
        let tag = Tag::parse(content);
        scan("message", &content[tag.message.clone()]);
        scan("tag", tag.name);
        scan("author", &person(&tag.tagger));
    } else {
        let commit = Commit::parse(content);
        scan("message", &decoded(&content[commit.message.clone()], commit.encoding));
        scan("author", &decoded(&person(&commit.author), commit.encoding));
        if person(&commit.committer) != person(&commit.author) {
            scan("committer", &decoded(&person(&commit.committer), commit.encoding));
        }
        scan("header", headers(content));
    }
    own.findings.retain(|finding| !is_a_signature(finding));
    own.problems.clear();
    own.files = 0;
    own.bytes = 0;
    outcome.merge(own);
}

/// Scans the names of refs, and what their logs say.
pub(super) fn scan_refs(engine: &Engine, options: &Options, refs: &Refs, outcome: &mut Outcome) {
    let mut own = Outcome::default();
    let mut names = HashMap::new();
    let logged = refs.logs.iter().map(|entry| &entry.name);
    for name in refs.targets.keys().chain(logged) {
        names.entry(name).or_insert_with(|| {
            let origin = Arc::new(Origin { path: name.as_slice().into(), ..Origin::default() });
            scan::scan_name(engine, options, origin, &mut own).path.clone()
        });
    }
    own.findings.iter_mut().for_each(|finding| finding.part.field = Some("ref"));
    let mut seen = std::collections::HashSet::new();
    for entry in refs.logs.iter().filter(|entry| seen.insert(&entry.message)) {
        let name = names.get(&entry.name).cloned().unwrap_or_default();
        scan_log(engine, options, (name, entry), &mut own);
    }
    own.problems.clear();
    outcome.merge(own);
}

fn scan_log(engine: &Engine, options: &Options, (name, entry): (BString, &LogEntry), outcome: &mut Outcome) {
    let commit = finding::Commit { id: entry.new.to_string(), ..finding::Commit::default() };
    let commit = (!entry.new.is_null()).then(|| Arc::new(commit));
    let origin = Arc::new(Origin { path: name, commit, object: None });
    scan::scan_field(engine, options, &origin, ("reflog", &entry.message), outcome);
    let by = person(&Signature::parse(&entry.by));
    outcome.findings.extend(in_signature(engine, options, &origin, ("author", &by)));
}

/// What is found in a name and address that is not what they are there for.
fn in_signature(engine: &Engine, options: &Options, origin: &Arc<Origin>, text: (&'static str, &[u8])) -> Vec<Finding> {
    let mut own = Outcome::default();
    scan::scan_field(engine, options, origin, text, &mut own);
    own.findings.retain(|finding| !is_a_signature(finding));
    own.findings
}

/// Names and addresses as they may be shown.
pub(super) struct People<'p> {
    engine: &'p Engine,
    options: &'p Options,
    known: HashMap<Vec<u8>, String>,
}

impl<'p> People<'p> {
    pub(super) fn new(engine: &'p Engine, options: &'p Options) -> Self {
        Self { engine, options, known: HashMap::new() }
    }

    /// `Name <address>`, with what stands for a value where there is one.
    pub(super) fn shown(&mut self, name: &[u8], email: &[u8]) -> String {
        let text = [name, b" <", email, b">"].concat();
        let (engine, options) = (self.engine, self.options);
        let shown = self.known.entry(text).or_insert_with_key(|text| {
            let found = in_signature(engine, options, &Arc::default(), ("author", text));
            String::from_utf8_lossy(&scan::masked(text, &found)).into_owned()
        });
        shown.clone()
    }
}

fn is_a_signature(finding: &Finding) -> bool {
    matches!(finding.part.field, Some("author" | "committer")) && OF_A_PERSON.contains(&finding.rule.id())
}

fn person(signature: &Signature<'_>) -> Vec<u8> {
    [signature.name, b" <", signature.email, b">"].concat()
}

/// The headers that are none of the usual ones.
fn headers(content: &[u8]) -> &[u8] {
    let committer = memchr::memmem::find(content, b"\ncommitter ").map_or(0, |at| at + 1);
    let line = memchr::memchr(b'\n', &content[committer..]).map_or(content.len(), |at| committer + at);
    let end = memchr::memmem::find(content, b"\n\n").unwrap_or(content.len());
    content.get(line..end).unwrap_or_default()
}

/// A text in the encoding that a commit names.
fn decoded<'t>(text: &'t [u8], encoding: Option<&[u8]>) -> std::borrow::Cow<'t, [u8]> {
    match encoding.and_then(encoding_rs::Encoding::for_label) {
        Some(encoding) if encoding != encoding_rs::UTF_8 => {
            std::borrow::Cow::Owned(encoding.decode_without_bom_handling(text).0.into_owned().into_bytes())
        }
        _ => text.into(),
    }
}
