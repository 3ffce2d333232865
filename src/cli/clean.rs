//! `tightlip clean` and `tightlip redact`: values taken out of files.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use bstr::{BStr, ByteSlice};
use clap::ValueEnum;
use tightlip::clean::redact::{Key, Style};
use tightlip::clean::{self, CleanedFile, Extent, Options, Report, Source, Strip};
use tightlip::engine::Engine;
use tightlip::scan;

use super::exit::Exit;

/// How much of a line is shown on either side of a change.
const SHOWN: usize = 60;

/// Takes credentials and personal data out of notebooks, tables and text files, in place. Every other byte stays.
#[derive(clap::Args, Debug)]
pub(crate) struct Clean {
    /// Files; `-` is standard input, whose cleaned content goes to standard output.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Changes nothing; the exit status is 1 if something would be changed.
    #[arg(long)]
    pub(crate) check: bool,
    /// Changes nothing; shows what would be changed, with every value redacted.
    #[arg(long)]
    pub(crate) diff: bool,
    /// Keeps the file as it was beside the new one, under its name and this suffix. It holds the values.
    #[arg(long, value_name = "SUFFIX")]
    pub(crate) backup: Option<String>,
    /// Replaces a literal in a code cell by a look-up in the environment.
    #[arg(long)]
    pub(crate) source: bool,
    /// The name by which standard input is judged.
    #[arg(long, value_name = "NAME", default_value = "stdin.ipynb")]
    pub(crate) stdin_name: PathBuf,
    #[command(flatten)]
    pub(crate) what: What,
}

/// What is taken out, and how; the same for `clean` and the filter.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct What {
    /// Removes an output that holds a value, instead of masking the value.
    #[arg(long)]
    pub(crate) drop: bool,
    /// Removes all outputs and execution counts, or volatile metadata and cells' ids too, as nbstripout does.
    #[arg(long, value_name = "WHAT")]
    pub(crate) strip: Option<StripArg>,
    /// With --strip: keeps execution counts.
    #[arg(long, requires = "strip")]
    pub(crate) keep_count: bool,
    /// With --strip: keeps cells' ids.
    #[arg(long, requires = "strip")]
    pub(crate) keep_id: bool,
    /// With --strip: keeps what has this MIME type; `stream` and `error` are kinds of output.
    #[arg(long, value_name = "TYPE", requires = "strip")]
    pub(crate) keep_mime: Vec<String>,
    /// With --strip: keeps outputs of at most so many bytes.
    #[arg(long, value_name = "BYTES", requires = "strip")]
    pub(crate) keep_size: Option<usize>,
    /// With --strip all: removes this metadata too, such as `cell.metadata.vscode`.
    #[arg(long, value_name = "PATH", requires = "strip")]
    pub(crate) extra_key: Vec<String>,
    /// With --strip all: keeps this metadata.
    #[arg(long, value_name = "PATH", requires = "strip")]
    pub(crate) keep_key: Vec<String>,
    /// What is written in a value's place.
    #[arg(long, value_name = "STYLE", default_value = "label")]
    pub(crate) mask: MaskArg,
    /// With --mask pseudonym: the file that holds the key. Keep it outside of the repository.
    #[arg(long, value_name = "FILE", required_if_eq("mask", "pseudonym"))]
    pub(crate) key_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum StripArg {
    /// Outputs and execution counts.
    Outputs,
    /// Volatile metadata and cells' ids too.
    All,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum MaskArg {
    /// The kind in brackets: `[US_SSN]`.
    #[default]
    Label,
    /// All but the last four letters and digits.
    Partial,
    /// The kind and a keyed pseudonym, the same for the same value.
    Pseudonym,
}

/// Writes a file's content with every value masked, source included.
#[derive(clap::Args, Debug)]
pub(crate) struct Redact {
    /// The file; `-` is standard input.
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    /// The name by which standard input is judged.
    #[arg(long, value_name = "NAME", default_value = "stdin.txt")]
    pub(crate) stdin_name: PathBuf,
    /// What is written in a value's place.
    #[arg(long, value_name = "STYLE", default_value = "label")]
    pub(crate) mask: MaskArg,
    /// With --mask pseudonym: the file that holds the key.
    #[arg(long, value_name = "FILE", required_if_eq("mask", "pseudonym"))]
    pub(crate) key_file: Option<PathBuf>,
}

/// What a run came to, the worst last.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Status {
    /// Nothing is left to do.
    #[default]
    Clean,
    /// Something would be changed, or stands in source.
    Found,
    /// A file could not be read, understood or written.
    Failed,
}

impl From<Status> for Exit {
    fn from(status: Status) -> Self {
        match status {
            Status::Clean => Self::Clean,
            Status::Found => Self::Findings,
            Status::Failed => Self::Unfinished,
        }
    }
}

/// What cleaning goes by.
pub(crate) struct Cleaner<'c> {
    pub(crate) engine: &'c Engine,
    pub(crate) scan: &'c scan::Options,
    pub(crate) style: Style,
    pub(crate) options: Options,
}

impl<'c> Cleaner<'c> {
    /// Reads the key, if one is asked for.
    pub(crate) fn new(engine: &'c Engine, scan: &'c scan::Options, what: &What, source: Source) -> io::Result<Self> {
        let style = style(what.mask, what.key_file.as_deref())?;
        let strip = what.strip.map(|extent| Strip {
            extent: match extent {
                StripArg::Outputs => Extent::Outputs,
                StripArg::All => Extent::All,
            },
            keep_count: what.keep_count,
            keep_id: what.keep_id,
            keep_mime: what.keep_mime.clone(),
            keep_size: what.keep_size,
            extra_keys: what.extra_key.clone(),
            keep_keys: what.keep_key.clone(),
        });
        Ok(Self { engine, scan, style, options: Options { source, drop: what.drop, strip } })
    }

    /// Cleans the bytes of the file of that name.
    pub(crate) fn clean(&self, name: &BStr, bytes: &[u8]) -> Result<CleanedFile, String> {
        clean::file(self.engine, self.scan, name, bytes, &self.style, &self.options).map_err(|error| error.to_string())
    }
}

fn style(mask: MaskArg, key_file: Option<&Path>) -> io::Result<Style> {
    Ok(match (mask, key_file) {
        (MaskArg::Pseudonym, Some(path)) => Style::Pseudonym(Key::new(fs::read(path)?.trim_ascii().to_vec())),
        (MaskArg::Partial, _) => Style::Partial,
        _ => Style::Label,
    })
}

/// Cleans every file; a bad one does not stop the others.
pub(crate) fn run(args: &Clean, engine: &Engine, scan: &scan::Options) -> Status {
    let source = if args.source { Source::LookUp } else { Source::Keep };
    let cleaner = match Cleaner::new(engine, scan, &args.what, source) {
        Ok(cleaner) => cleaner,
        Err(error) => return failed("the key", &error.to_string()),
    };
    args.files.iter().map(|file| clean_file(args, &cleaner, file)).max().unwrap_or_default()
}

/// Writes the file to standard output with every value masked.
pub(crate) fn redact(args: &Redact, engine: &Engine, scan: &scan::Options) -> Status {
    let what = What { mask: args.mask, key_file: args.key_file.clone(), ..What::default() };
    let result =
        Cleaner::new(engine, scan, &what, Source::Mask).map_err(|error| error.to_string()).and_then(|cleaner| {
            let (name, bytes) = read(&args.file, &args.stdin_name)?;
            let cleaned = cleaner.clean(name_of(&name).as_bstr(), &bytes)?.cleaned;
            write_out(cleaned.bytes.as_deref().unwrap_or(&bytes))
        });
    result.map_or_else(|error| failed(&args.file.display().to_string(), &error), |()| Status::Clean)
}

fn clean_file(args: &Clean, cleaner: &Cleaner<'_>, file: &Path) -> Status {
    let shown = file.display().to_string();
    let result = read(file, &args.stdin_name).and_then(|(name, bytes)| {
        let cleaned = cleaner.clean(name_of(&name).as_bstr(), &bytes)?;
        if args.diff {
            write_out(&diff(&shown, &bytes, &cleaned))?;
        } else if file == Path::new("-") && !args.check {
            write_out(cleaned.cleaned.bytes.as_deref().unwrap_or(&bytes))?;
        } else if let Some(new) = cleaned.cleaned.bytes.as_deref().filter(|_| !args.check) {
            replace(file, &bytes, new, args.backup.as_deref()).map_err(|error| error.to_string())?;
        }
        Ok(cleaned)
    });
    match result {
        Ok(cleaned) => {
            tell(&shown, &cleaned, args.check || args.diff);
            let would_change = cleaned.cleaned.bytes.is_some() && (args.check || args.diff);
            let in_source = !cleaned.cleaned.report.in_source.is_empty();
            if would_change || in_source { Status::Found } else { Status::Clean }
        }
        Err(error) => failed(&shown, &error),
    }
}

/// Tells on standard error what was done, and which values stay where they are.
pub(crate) fn tell(shown: &str, cleaned: &CleanedFile, would: bool) {
    let Report { masked, dropped, stripped, replaced, ref in_source } = cleaned.cleaned.report;
    if cleaned.cleaned.bytes.is_some() {
        let done = if would { "would be" } else { "were" };
        let counts = [
            (masked, "values masked"),
            (dropped, "outputs dropped"),
            (stripped, "parts stripped"),
            (replaced, "literals replaced"),
        ];
        let counts: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        anstream::eprintln!("{shown}: {done} cleaned ({})", counts.join(", "));
    }
    for left in in_source {
        let Some(finding) = cleaned.findings.get(left.span) else { continue };
        let (line, rule) = (finding.location.line, &finding.rule.spec().name);
        anstream::eprintln!("{shown}:{line}: {rule} in the source of cell {}: take it out by hand", left.cell);
    }
}

fn failed(shown: &str, error: &str) -> Status {
    anstream::eprintln!("{shown}: {error}; left as it is");
    Status::Failed
}

fn read(file: &Path, stdin_name: &Path) -> Result<(PathBuf, Vec<u8>), String> {
    let read = |mut from: Box<dyn Read>| {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).map(|_| bytes).map_err(|error| error.to_string())
    };
    if file == Path::new("-") {
        return Ok((stdin_name.to_owned(), read(Box::new(io::stdin().lock()))?));
    }
    let metadata = fs::metadata(file).map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("not a regular file".to_owned());
    }
    let opened = File::open(file).map_err(|error| error.to_string())?;
    Ok((file.to_owned(), read(Box::new(opened))?))
}

fn name_of(path: &Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}

fn write_out(bytes: &[u8]) -> Result<(), String> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| error.to_string())
}

/// Puts new content in a file's place: written whole beside it, with its permissions, and then renamed, so that at every
/// moment the old or the new file is there.
fn replace(file: &Path, old: &[u8], new: &[u8], backup: Option<&str>) -> io::Result<()> {
    let target = fs::canonicalize(file)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    if let Some(suffix) = backup {
        let mut name = target.clone().into_os_string();
        name.push(suffix);
        write_beside(folder, old, &target)?.persist_noclobber(name).map_err(|error| error.error)?;
    }
    let written = write_beside(folder, new, &target)?;
    if fs::read(&target)? != old {
        return Err(io::Error::other("it was changed by somebody else in the meantime"));
    }
    written.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

fn write_beside(folder: &Path, bytes: &[u8], like: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut written = tempfile::Builder::new().prefix(".tightlip-").tempfile_in(folder)?;
    written.write_all(bytes)?;
    written.as_file().set_permissions(fs::metadata(like)?.permissions())?;
    written.as_file().sync_all()?;
    Ok(written)
}

/// The changes as a person reads them: the lines around each before and after, every value in them redacted.
fn diff(shown: &str, bytes: &[u8], cleaned: &CleanedFile) -> Vec<u8> {
    let changes = &cleaned.cleaned.changes;
    let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
    let values = cleaned.findings.iter().map(|finding| place(finding.location.start)..place(finding.location.end));
    let mut hidden: Vec<Range<usize>> = values.chain(changes.iter().map(|change| change.range.clone())).collect();
    hidden.sort_by_key(|range| (range.start, range.end));
    let mut lines = Vec::new();
    if !changes.is_empty() {
        lines.extend_from_slice(format!("--- {shown}\n+++ {shown}\n").as_bytes());
    }
    let (mut line, mut counted) = (1, 0);
    for change in changes {
        line += bytes[counted..change.range.start].iter().filter(|byte| **byte == b'\n').count();
        counted = change.range.start;
        let before = window_start(bytes, change.range.start)..change.range.start;
        let after = change.range.end..window_end(bytes, change.range.end);
        let (before, after) = (shown_bytes(bytes, before, &hidden), shown_bytes(bytes, after, &hidden));
        lines.extend_from_slice(format!("@@ line {line}, {} bytes @@\n", change.range.len()).as_bytes());
        for (sign, middle) in [("-", "…".as_bytes()), ("+", &change.with)] {
            lines.extend_from_slice(&[sign.as_bytes(), &before, middle, &after, b"\n"].concat());
        }
    }
    lines
}

fn window_start(bytes: &[u8], at: usize) -> usize {
    let earliest = at.saturating_sub(SHOWN);
    let line = bytes[earliest..at].rfind_byte(b'\n').map_or(earliest, |end| earliest + end + 1);
    (line..at).find(|at| !matches!(bytes[*at], 0x80..=0xbf)).unwrap_or(at)
}

fn window_end(bytes: &[u8], at: usize) -> usize {
    let latest = bytes.len().min(at.saturating_add(SHOWN));
    let line = bytes[at..latest].find_byteset(b"\r\n").map_or(latest, |end| at + end);
    (at..line).rev().find(|at| !matches!(bytes[*at], 0x80..=0xff)).map_or(at, |last| last + 1)
}

/// The bytes of a range with `…` for what is hidden; control characters are left out.
fn shown_bytes(bytes: &[u8], range: Range<usize>, hidden: &[Range<usize>]) -> Vec<u8> {
    let mut shown = Vec::new();
    let mut at = range.start;
    for hidden in hidden.iter().filter(|hidden| hidden.start < range.end && hidden.end > range.start) {
        shown.extend_from_slice(&bytes[at..hidden.start.max(at)]);
        if hidden.end > at {
            shown.extend_from_slice("…".as_bytes());
        }
        at = at.max(hidden.end.min(range.end));
    }
    shown.extend_from_slice(&bytes[at..range.end]);
    shown.retain(|byte| !byte.is_ascii_control());
    shown
}
