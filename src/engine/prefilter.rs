//! Finds every occurrence of many keywords in one pass over a text, without regard to ASCII case.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// A set of keywords made ready for searching.
pub struct Prefilter {
    automaton: AhoCorasick,
    longest: usize,
}

impl Prefilter {
    /// The shortest keyword that is allowed, in bytes.
    pub const SHORTEST: usize = 3;

    /// Makes the keywords ready; a keyword's number is its position, and the same keyword may stand there twice.
    ///
    /// # Panics
    ///
    /// If a keyword is shorter than [`Prefilter::SHORTEST`]: keywords come from rules, which are checked before.
    #[must_use]
    pub fn new(keywords: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Self {
        let keywords: Vec<Vec<u8>> = keywords.into_iter().map(|keyword| keyword.as_ref().to_vec()).collect();
        assert!(keywords.iter().all(|keyword| keyword.len() >= Self::SHORTEST), "a keyword is too short");
        let longest = keywords.iter().map(Vec::len).max().unwrap_or(0);
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(keywords)
            .expect("keywords of rules are few and short");
        Self { automaton, longest }
    }

    /// How many bytes two neighbouring windows of a text must share for no occurrence to be lost between them.
    #[must_use]
    pub fn overlap(&self) -> usize {
        self.longest.saturating_sub(1)
    }

    /// Reports all occurrences of all keywords, also overlapping ones, each once: the occurrence's first byte in
    /// `text`, and the keyword's number.
    ///
    /// The order depends on text and keywords alone, but is not sorted: a hit may come after one that
    /// starts up to the longest keyword's length further on.
    pub fn scan(&self, text: &[u8], mut hit: impl FnMut(usize, u32)) {
        for found in self.automaton.find_overlapping_iter(text) {
            hit(found.start(), found.pattern().as_u32());
        }
    }
}
