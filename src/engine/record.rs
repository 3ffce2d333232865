//! Records: what the rest of a line says of a form that says little itself.
//!
//! An e-mail address, a telephone number or a name is told at low confidence where nothing labels it. In one line with an
//! identifier it belongs to a person's record; in one line with the word "author" it is a signature.

use std::ops::Range;

/// How far from a form its line is read, in bytes, to either side.
const REACH: usize = 256;
/// Words of lines that name who made something.
const MAKERS: &[&[u8]] = &[
    b"author",
    b"maintainer",
    b"copyright",
    b"signed-off",
    b"co-authored",
    b"committer",
    b"license",
    b"contributor",
    b"(c)",
    b"__email__",
    b"packager",
    b"reviewed-by",
    b"reported-by",
    b"tested-by",
    b"acked-by",
];

/// How far before a value the beginning of a list of makers is looked for, in bytes.
const LIST_REACH: usize = 600;
/// Words that begin a list of makers in a package's description.
const LISTS: &[&[u8]] = &[b"authors", b"maintainers", b"contributors", b"developers>", b"<developer", b"\"author\""];

/// The line that the value stands in, as far as it counts as one record.
pub(super) fn line_around(text: &[u8], value: &Range<usize>) -> Range<usize> {
    let earliest = value.start.saturating_sub(REACH);
    let latest = (value.end + REACH).min(text.len());
    let start = memchr::memrchr(b'\n', &text[earliest..value.start]).map_or(earliest, |at| earliest + at + 1);
    let end = memchr::memchr(b'\n', &text[value.end..latest]).map_or(latest, |at| value.end + at);
    start..end
}

/// Whether the text before the value names who made something: its line, or a list of makers that it is in.
pub(super) fn names_a_maker(text: &[u8], value: &Range<usize>) -> bool {
    let line = text[line_around(text, value).start..value.start].to_ascii_lowercase();
    let before = text[value.start.saturating_sub(LIST_REACH)..value.start].to_ascii_lowercase();
    let says = |text: &[u8], words: &[&[u8]]| words.iter().any(|word| memchr::memmem::find(text, word).is_some());
    says(&line, MAKERS) || says(&before, LISTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_its_line_breaks() {
        assert_eq!(line_around(b"a\nbc 12 d\ne", &(5..7)), 2..9);
        assert_eq!(line_around(&[b'x'; 1000], &(500..510)), 244..766);
    }

    #[test]
    fn a_signature_names_a_maker() {
        assert!(names_a_maker(b"Signed-off-by: A <a@b.de>", &(18..24)));
        // tightlip:allow email-address a made-up address
        assert!(!names_a_maker(b"author: x\nemail: a@b.de", &(17..23)));
    }
}
