//! Text in UTF-16 inside something else: a program's strings, a half-converted file.

use super::Found;
use crate::document::map::OffsetMap;

/// How many characters in a row are no chance.
const LEAST: usize = 8;

/// Hands over every run of ASCII characters with a zero between each two.
pub(super) fn find(text: &[u8], found: &mut Found<'_>) {
    let mut from = 0;
    while let Some(zero) = memchr::memchr(0, &text[from..]).map(|at| from + at) {
        let start = zero.saturating_sub(1).max(from);
        let run = if zero > start && is_character(text[start]) { start } else { zero + 1 };
        let characters = text[run..].chunks_exact(2).take_while(|pair| is_character(pair[0]) && pair[1] == 0).count();
        let last = run + 2 * characters;
        let characters = characters + usize::from(text.get(last).copied().is_some_and(is_character));
        if characters >= LEAST {
            let mut map = OffsetMap::default();
            let seen: Vec<u8> = text[run..].iter().step_by(2).take(characters).copied().collect();
            map.push(seen.len() - 1, run, 1, 2);
            map.push(1, run + 2 * (seen.len() - 1), 1, 1);
            found(seen, map);
        }
        from = (run + 2 * characters).max(zero + 1).min(text.len());
    }
}

fn is_character(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::super::all;
    use super::*;

    #[test]
    fn both_orders_and_nothing_else() {
        assert_eq!(all(find, "x\u{1}k\0e\0y\0 \0=\0 \0a\0b\0c\0\u{2}\u{2}"), ["key = abc"]);
        assert_eq!(all(find, "\u{1}\0k\0e\0y\0 \0=\0 \0a\0b\0c"), ["key = abc"]);
        assert!(all(find, "a\0b\0\0\0c\0separated\0by\0zeros\0").is_empty());
    }
}
