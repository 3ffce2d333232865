//! What is no Python in a code cell: shell lines, magics, and cells that a first line gives to another language.

use std::ops::Range;

use crate::document::map::OffsetMap;
use crate::document::region::{Region, Syntax};
use crate::document::{Emit, Item};

/// The language of a whole cell, by its `%%` line; code when it has none.
pub(super) fn cell_syntax(text: &[u8]) -> Syntax {
    let first = text.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut words = first.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    match words.next() {
        Some(b"%%bash" | b"%%sh" | b"%%script" | b"%%shell" | b"%%system" | b"%%sx" | b"%%!" | b"%%cmd") => {
            Syntax::Shell
        }
        Some(b"%%sql" | b"%%bigquery") => Syntax::Sql,
        Some(b"%%html" | b"%%HTML") => Syntax::Html,
        Some(b"%%svg" | b"%%SVG") => Syntax::Xml,
        Some(b"%%markdown") => Syntax::Markdown,
        Some(b"%%writefile" | b"%%file") => words.next_back().map_or(Syntax::Unknown, file_syntax),
        _ => Syntax::Code,
    }
}

/// The language of a paragraph of Zeppelin or a command of Databricks, by its `%` line.
pub(super) fn paragraph_syntax(text: &[u8]) -> Syntax {
    let first = text.trim_ascii_start().split(u8::is_ascii_whitespace).next().unwrap_or_default();
    match first.rsplit(|byte| *byte == b'.').next().unwrap_or_default() {
        b"%sh" | b"sh" | b"%shell" => Syntax::Shell,
        b"%sql" | b"sql" | b"%jdbc" => Syntax::Sql,
        b"%md" | b"md" | b"%markdown" => Syntax::Markdown,
        b"%html" | b"%angular" => Syntax::Html,
        _ => Syntax::Code,
    }
}

fn file_syntax(name: &[u8]) -> Syntax {
    let base = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let extension = base.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    if base.starts_with(b".env") {
        return Syntax::DotEnv;
    }
    match extension {
        b"env" => Syntax::DotEnv,
        b"sh" | b"bash" => Syntax::Shell,
        b"yml" | b"yaml" => Syntax::Yaml,
        b"json" => Syntax::Json,
        b"toml" => Syntax::Toml,
        b"ini" | b"cfg" | b"conf" => Syntax::Ini,
        b"properties" => Syntax::Properties,
        b"tf" | b"tfvars" => Syntax::Hcl,
        b"sql" => Syntax::Sql,
        b"py" | b"r" | b"R" | b"jl" | b"js" | b"ts" | b"scala" | b"java" | b"go" | b"rs" => Syntax::Code,
        _ => Syntax::Unknown,
    }
}

/// Hands over a cell's region, its shell lines and magics apart from its code.
pub(super) fn emit_by_syntax(cell: &Region<'_>, emit: &mut Emit<'_>) {
    if cell.setting.syntax != Syntax::Code || !has_magic(&cell.text[cell.core.clone()]) {
        return emit(Item::Text(cell));
    }
    let mut before = newlines(&cell.text[..cell.core.start]);
    for (syntax, range) in runs(cell.text, cell.core.clone()) {
        let map = OffsetMap::identity(range.start, range.len());
        let mut run = cell.child(&cell.text[range.clone()], &map);
        run.setting.syntax = syntax;
        run.first_line = cell.first_line + before;
        before += newlines(&cell.text[range]);
        emit(Item::Text(&run));
    }
}

fn newlines(text: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', text).count() as u64
}

fn has_magic(text: &[u8]) -> bool {
    memchr::memchr2_iter(b'!', b'%', text).any(|at| {
        let line = memchr::memrchr(b'\n', &text[..at]).map_or(0, |before| before + 1);
        text[line..at].iter().all(u8::is_ascii_whitespace)
    })
}

/// Stretches of whole lines of one language.
fn runs(text: &[u8], core: Range<usize>) -> Vec<(Syntax, Range<usize>)> {
    let mut runs: Vec<(Syntax, Range<usize>)> = Vec::new();
    let mut at = core.start;
    let mut continued = None;
    for line in text[core].split_inclusive(|byte| *byte == b'\n') {
        let syntax = continued.unwrap_or_else(|| line_syntax(line));
        continued = line.trim_ascii_end().ends_with(b"\\").then_some(syntax);
        match runs.last_mut() {
            Some((last, range)) if *last == syntax => range.end += line.len(),
            _ => runs.push((syntax, at..at + line.len())),
        }
        at += line.len();
    }
    runs
}

fn line_syntax(line: &[u8]) -> Syntax {
    let line = line.trim_ascii_start();
    let first = line.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    match first {
        [b'!', ..] => Syntax::Shell,
        b"%env" | b"%set_env" | b"%sx" | b"%system" | b"%pip" | b"%conda" | b"%sh" | b"%bash" => Syntax::Shell,
        b"%sql" => Syntax::Sql,
        _ => Syntax::Code,
    }
}
