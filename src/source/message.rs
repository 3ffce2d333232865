//! A commit's message while it is written: what git will take away is no part of it.
//!
//! <https://git-scm.com/docs/git-commit>, `--cleanup` and `--verbose`.

/// What git writes into the line from which on nothing is kept.
const SCISSORS: &[u8] = b" ------------------------ >8 ------------------------";

/// The message without comment lines, where `comment` begins one, and without what follows the scissors. Lines keep their
/// numbers.
#[must_use]
pub fn content(text: &[u8], comment: Option<&[u8]>) -> Vec<u8> {
    let mut kept = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        // The mark of comments may be one that git chose by itself, of up to a few bytes.
        if line.trim_ascii_end().strip_suffix(SCISSORS).is_some_and(|mark| mark.len() < 8) {
            break;
        }
        if comment.is_some_and(|comment| !comment.is_empty() && line.starts_with(comment)) {
            kept.push(b'\n');
        } else {
            kept.extend_from_slice(line);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_what_is_cut_off_are_left_out() {
        let text = b"one\n# two\nthree\n# ------------------------ >8 ------------------------\ndiff\n";
        assert_eq!(content(text, Some(b"#")), b"one\n\nthree\n");
        assert_eq!(content(text, None), b"one\n# two\nthree\n");
        assert_eq!(content(b"#", Some(b";")), b"#");
    }
}
