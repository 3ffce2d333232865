//! A literal in a code cell, turned into a look-up in the environment: a suggestion, made only when asked for.

use std::ops::Range;

use super::edit::Edit;
use super::layout::{Layout, members};
use super::mask::json_escaped;
use super::pieces::Piece;

/// The edit that replaces the string literal whose whole content is the piece. None where the piece is no whole
/// literal, or the language is not known.
pub(super) fn look_up<'a>(bytes: &[u8], layout: &Layout, cell: usize, piece: &Piece, mask: &str) -> Option<Edit<'a>> {
    let is_code = layout.cells.get(cell)?.value(bytes, b"cell_type").is_some_and(|kind| &bytes[kind] == b"\"code\"");
    let before = &bytes[piece.token.start..piece.range.start];
    let after = &bytes[piece.range.end..piece.token.end];
    let quote: &[u8] =
        [&b"\\\""[..], b"'"].into_iter().find(|quote| before.ends_with(quote) && after.starts_with(quote))?;
    let opening = &before[..before.len() - quote.len()];
    let is_prefixed = opening.last().is_some_and(u8::is_ascii_alphanumeric);
    let is_command = opening.trim_ascii_start().starts_with(b"%") || opening.trim_ascii_start().starts_with(b"!");
    if !is_code || is_prefixed || is_command || opening.ends_with(quote) || after[quote.len()..].starts_with(quote) {
        return None;
    }
    let name = assigned_name(opening).unwrap_or_else(|| mask.trim_matches(['[', ']']).to_owned());
    let call = json_escaped(&environment(language(bytes, layout), &name)?);
    let range = piece.range.start - quote.len()..piece.range.end + quote.len();
    Some(Edit::new(range, call.into_bytes()))
}

fn environment(language: &[u8], name: &str) -> Option<String> {
    match language.to_ascii_lowercase().as_slice() {
        b"python" | b"ipython" | b"" => Some(format!("os.environ[\"{name}\"]")),
        b"r" => Some(format!("Sys.getenv(\"{name}\")")),
        b"julia" => Some(format!("ENV[\"{name}\"]")),
        b"javascript" | b"typescript" => Some(format!("process.env.{name}")),
        _ => None,
    }
}

/// The name to the left of `=`, `:` or `<-`, in capitals.
fn assigned_name(before: &[u8]) -> Option<String> {
    let before = before.trim_ascii_end();
    let target = [&b"<-"[..], b"=", b":"].iter().find_map(|operator| before.strip_suffix(*operator))?.trim_ascii_end();
    let target = target.strip_suffix(b"]").unwrap_or(target);
    let target = target.strip_suffix(b"\\\"").or_else(|| target.strip_suffix(b"'")).unwrap_or(target);
    let len = target.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let name = std::str::from_utf8(&target[target.len() - len..]).ok()?.to_ascii_uppercase();
    let begins_well = name.starts_with(|first: char| !first.is_ascii_digit());
    begins_well.then_some(name)
}

/// The notebook's language, empty when it tells none.
fn language<'b>(bytes: &'b [u8], layout: &Layout) -> &'b [u8] {
    let member = |object: Range<usize>, key: &[u8]| {
        let members = members(bytes, object).ok()?;
        members.into_iter().find(|member| &bytes[member.key.clone()] == key).map(|member| member.value)
    };
    let metadata = layout.top.iter().find(|member| &bytes[member.key.clone()] == b"metadata");
    let told = metadata.map(|metadata| metadata.value.clone()).and_then(|metadata| {
        let kernel = member(metadata.clone(), b"kernelspec").and_then(|kernel| member(kernel, b"language"));
        kernel.or_else(|| member(metadata, b"language_info").and_then(|language| member(language, b"name")))
    });
    told.map_or(&b""[..], |told| unquoted(&bytes[told]))
}

fn unquoted(string: &[u8]) -> &[u8] {
    string.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(string)
}
