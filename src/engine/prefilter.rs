//! Finds every occurrence of many keywords in one pass over a text, without regard to ASCII case.
//!
//! The text is taken two bytes at a time. Each keyword is looked for by two windows of four bytes, one at an even and one
//! at an odd place in the keyword, of which one starts at an even place of the text wherever the keyword stands. A table
//! tells for any two bytes in which of 16 groups there is a window that starts with them, and in which there is one that
//! ends with them; a second table tells for a hash of all four which groups have a window with that hash. Only where the
//! three agree on a group are keywords compared. Windows are chosen to be rare in source code, and groups so that few
//! other texts pass. No step depends on the one before, which is why this is several times as fast as an automaton, which
//! has to wait for each next state.

/// How many groups the windows are spread over: one for each bit of a table's entry.
const GROUPS: usize = 16;

/// How many bytes are tested before looking whether there is a hit.
const STRIDE: usize = 8;

/// The bytes tested together, and those after them that their windows reach into.
const REACH: usize = STRIDE + 2;

/// How many such stretches are tested before the hits are looked at: one for each bit of a mask.
const BATCH: usize = 64;

/// How many bytes before a window are compared first, together with those of the window and after it.
const BEFORE: usize = 2;

/// Makes letters lower case, and other bytes into others.
const SPACES: u64 = 0x2020_2020_2020_2020;

/// How many hashes there are.
const HASHES: usize = 1 << 13;

/// How many different pairs of bytes there are.
const PAIRS: usize = 1 << 16;

/// The bytes of a window that are known, all bits of them set: all four, all but the first, or all but the last.
const KNOWN: [u32; 3] = [0xffff_ffff, 0xffff_ff00, 0x00ff_ffff];

/// A set of keywords made ready for searching.
pub struct Prefilter {
    /// In lower case.
    keywords: Vec<Vec<u8>>,
    tables: Tables,
    /// The windows of each of [`KNOWN`].
    places: [Places; KNOWN.len()],
}

impl Prefilter {
    /// The length of the shortest keyword that is allowed, in bytes.
    pub const SHORTEST: usize = 3;

    /// Makes the keywords ready; a keyword's number is its position, and the same keyword may stand there twice.
    ///
    /// # Panics
    ///
    /// If a keyword is shorter than [`Prefilter::SHORTEST`]: keywords come from rules, which are checked before.
    #[must_use]
    pub fn new(keywords: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Self {
        let keywords: Vec<Vec<u8>> =
            keywords.into_iter().map(|keyword| keyword.as_ref().to_ascii_lowercase()).collect();
        assert!(keywords.iter().all(|keyword| keyword.len() >= Self::SHORTEST), "a keyword is too short");
        let commonness = Commonness::new();
        let mut windows: Vec<Window> = Vec::with_capacity(2 * keywords.len());
        for (number, keyword) in keywords.iter().enumerate() {
            windows.extend([0, 1].map(|parity| rarest_window(number as u32, keyword, parity, &commonness)));
        }
        windows.sort_by(|one, other| other.rate().total_cmp(&one.rate()));
        let tables = Tables::new(&windows);
        let places = KNOWN.map(|known| Places::new(&windows, known));
        Self { keywords, tables, places }
    }

    /// How many bytes two neighbouring windows of a text must share for no occurrence to be lost between them.
    #[must_use]
    pub fn overlap(&self) -> usize {
        self.keywords.iter().map(|keyword| keyword.len() - 1).max().unwrap_or(0)
    }

    /// Reports all occurrences of all keywords, also overlapping ones, each once: the occurrence's first byte in
    /// `text`, and the keyword's number.
    ///
    /// The order depends on text and keywords alone, but is not sorted: a hit may come after one that
    /// starts up to the longest keyword's length further on.
    pub fn scan(&self, text: &[u8], mut hit: impl FnMut(usize, u32)) {
        if self.keywords.is_empty() || text.len() < Self::SHORTEST {
            return;
        }
        let stretches = (text.len() - 2) / STRIDE;
        for first in (0..stretches).step_by(BATCH) {
            let mut flagged = self.flag(text, first, stretches.min(first + BATCH));
            while flagged != 0 {
                let at = (first + flagged.trailing_zeros() as usize) * STRIDE;
                flagged &= flagged - 1;
                if let Some(stretch) = text[at..].first_chunk() {
                    self.look(text, at, stretch, &mut hit);
                }
            }
        }
        let at = stretches * STRIDE;
        let mut rest = [0; STRIDE + REACH];
        rest[..text.len() - at].copy_from_slice(&text[at..]);
        for start in [0, STRIDE] {
            if let Some(stretch) = rest[start..].first_chunk() {
                self.look(text, at + start, stretch, &mut hit);
            }
        }
    }

    /// Which of the stretches may have a hit: bit 0 for the first one.
    #[inline(never)]
    fn flag(&self, text: &[u8], first: usize, end: usize) -> u64 {
        let mut flagged = 0;
        let Some([one, other]) = text[first * STRIDE..].first_chunk() else { return 0 };
        let mut starting = self.tables.pair(u16::from_le_bytes([*one, *other]));
        for number in first..end {
            let Some(stretch) = text[number * STRIDE..].first_chunk() else { break };
            let mut any = 0;
            for index in (0..STRIDE).step_by(2) {
                let window = window_at(stretch, index);
                let ending = self.tables.pair((window >> 16) as u16);
                any |= starting & (ending >> GROUPS) & self.tables.hashed(hash(window));
                starting = ending;
            }
            flagged |= u64::from(any != 0) << (number - first);
        }
        flagged
    }

    /// Tests each window of a stretch of the text, and compares the keywords where the test holds.
    #[inline(never)]
    fn look(&self, text: &[u8], at: usize, stretch: &[u8; REACH], hit: &mut impl FnMut(usize, u32)) {
        let mut flagged = 0_u32;
        for index in 0..STRIDE / 2 {
            flagged |= u32::from(self.tables.may_match(window_at(stretch, 2 * index))) << index;
        }
        while flagged != 0 {
            let index = 2 * flagged.trailing_zeros() as usize;
            flagged &= flagged - 1;
            let window = window_at(stretch, index);
            for (places, known) in self.places.iter().zip(KNOWN) {
                self.compare(text, at + index, places.of(hash(window & known)), hit);
            }
        }
    }

    fn compare(&self, text: &[u8], at: usize, places: &[Place], hit: &mut impl FnMut(usize, u32)) {
        let around =
            text.get(at.wrapping_sub(BEFORE)..).and_then(|from| from.first_chunk()).map(|a| u64::from_le_bytes(*a));
        for place in places {
            if around.is_some_and(|around| (around | SPACES) & place.known != place.around) {
                continue;
            }
            let keyword = &self.keywords[place.keyword as usize];
            let Some(start) = at.checked_add_signed(-place.offset) else { continue };
            let there = text.get(start..).and_then(|from| from.get(..keyword.len()));
            if there.is_some_and(|there| there.eq_ignore_ascii_case(keyword)) {
                hit(start, place.keyword);
            }
        }
    }
}

/// The four bytes of a window at `index`, the first one lowest.
#[inline(always)]
fn window_at(stretch: &[u8; REACH], index: usize) -> u32 {
    stretch[index..].first_chunk().map_or(0, |four| u32::from_le_bytes(*four))
}

/// A hash of a window without case. Of the last byte, which may be any byte in some windows, it depends on five bits.
#[inline(always)]
const fn hash(window: u32) -> usize {
    let folded = window | 0x2020_2020;
    (folded.wrapping_mul(0x9e37_79b1 << 3) >> (u32::BITS - HASHES.trailing_zeros())) as usize
}

/// Four bytes by which one keyword is found, at the even or at the odd places.
#[derive(Clone, Copy)]
struct Window {
    place: Place,
    /// In lower case; `None` may be any byte. Of those only the first or the last one is `None`.
    bytes: [Option<u8>; 4],
    /// How often its first and its last two bytes come, as parts of 1.
    rates: [f32; 2],
}

impl Window {
    /// How often it comes if its halves have nothing to do with each other.
    fn rate(&self) -> f32 {
        self.rates[0] * self.rates[1]
    }

    /// Its bytes as a number, 0 for those that may be any, and all bits of the others set.
    fn number_and_known(&self) -> (u32, u32) {
        let number = u32::from_le_bytes(self.bytes.map(|byte| byte.unwrap_or(0)));
        (number, u32::from_le_bytes(self.bytes.map(|byte| if byte.is_some() { u8::MAX } else { 0 })))
    }
}

/// Where a window stands in a keyword.
#[derive(Clone, Copy)]
struct Place {
    keyword: u32,
    /// How many bytes after the keyword's start: -1 if the window starts with the byte before it.
    offset: isize,
    /// The keyword's part of the 8 bytes that start [`BEFORE`] the window, combined with [`SPACES`].
    around: u64,
    /// Which of these bytes are the keyword's: all bits of those.
    known: u64,
}

impl Place {
    fn new(number: u32, keyword: &[u8], offset: isize) -> Self {
        let byte = |index: usize| {
            let place = (offset + index as isize).checked_sub_unsigned(BEFORE)?;
            usize::try_from(place).ok().and_then(|place| keyword.get(place))
        };
        let around: [u8; 8] = std::array::from_fn(|index| byte(index).map_or(0, |byte| byte | 0x20));
        let known: [u8; 8] = std::array::from_fn(|index| byte(index).map_or(0, |_| u8::MAX));
        Self { keyword: number, offset, around: u64::from_le_bytes(around), known: u64::from_le_bytes(known) }
    }
}

/// The rarest window of the keyword among those that start at an even (`parity` 0) or odd place in it. A keyword of four
/// bytes needs one that ends after it, one of three bytes also one that starts before it.
fn rarest_window(number: u32, keyword: &[u8], parity: isize, commonness: &Commonness) -> Window {
    let (first, last) = match keyword.len() as isize {
        ..4 => (-parity, -parity),
        4 => (parity, parity),
        length => (parity, length - 4),
    };
    let byte = |index: isize| usize::try_from(index).ok().and_then(|index| keyword.get(index)).copied();
    let bytes_at = |offset: isize| [byte(offset), byte(offset + 1), byte(offset + 2), byte(offset + 3)];
    let rate_at = |offset: &isize| commonness.of(&bytes_at(*offset));
    let rarest = (first..=last).step_by(2).min_by(|one, other| rate_at(one).total_cmp(&rate_at(other)));
    let offset = rarest.unwrap_or(first);
    let bytes = bytes_at(offset);
    let rates = [commonness.of(&bytes[..2]), commonness.of(&bytes[2..])];
    Window { place: Place::new(number, keyword, offset), bytes, rates }
}

/// The two tables that tell where keywords need to be compared.
struct Tables {
    /// By the number that two bytes are when the first is the lower one: the groups with a window that starts with the
    /// two in the lower half, and those with one that ends with them in the upper half.
    pairs: Box<[u32; PAIRS]>,
    /// By hash, the groups with a window that has it.
    hashes: Box<[u16; HASHES]>,
}

impl Tables {
    fn new(windows: &[Window]) -> Self {
        let mut tables = Self { pairs: Box::new([0; PAIRS]), hashes: Box::new([0; HASHES]) };
        let mut loads = [[0.0; 3]; GROUPS];
        for window in windows {
            let group = tables.best_group(window, &mut loads);
            tables.enter(window, group);
        }
        tables
    }

    /// The group in which the window adds least to the chance that the tables agree on some text: the product of how
    /// often the starts and the ends of its windows come, and of the part of the hashes that it has.
    fn best_group(&self, window: &Window, loads: &mut [[f32; 3]; GROUPS]) -> usize {
        let [first, second, third, fourth] = window.bytes;
        let entry = |one: Option<u8>, other: Option<u8>| {
            one.zip(other).map_or(0, |(one, other)| self.pair(u16::from_le_bytes([one, other])))
        };
        let present = [entry(first, second), entry(third, fourth) >> GROUPS];
        let hashes = match (first, fourth) {
            (None, _) => 128.0,
            (_, None) => 32.0,
            _ => 1.0,
        };
        let loaded = |group: usize| {
            let grown = |half: usize| {
                let is_new = present[half] >> group & 1 == 0;
                (loads[group][half] + if is_new { window.rates[half] } else { 0.0 }).min(1.0)
            };
            [grown(0), grown(1), loads[group][2] + hashes / HASHES as f32]
        };
        let cost = |group: usize| loaded(group).iter().product::<f32>() - loads[group].iter().product::<f32>();
        let costs: [f32; GROUPS] = std::array::from_fn(cost);
        let best = (0..GROUPS).min_by(|&one, &other| costs[one].total_cmp(&costs[other])).unwrap_or(0);
        loads[best] = loaded(best);
        best
    }

    fn enter(&mut self, window: &Window, group: usize) {
        let [first, second, third, fourth] = window.bytes;
        for (one, other, bit) in [(first, second, 1 << group), (third, fourth, 1 << (group + GROUPS))] {
            for low in both_cases(one) {
                for high in both_cases(other) {
                    self.pairs[usize::from(u16::from_le_bytes([low, high]))] |= bit;
                }
            }
        }
        let (number, _) = window.number_and_known();
        let any = |byte: Option<u8>| if byte.is_none() { 0..=u32::from(u8::MAX) } else { 0..=0 };
        for first in any(first) {
            for last in any(fourth) {
                self.hashes[hash(number | first | last << 24)] |= 1 << group;
            }
        }
    }

    /// The entry for two bytes, the first of which is the lower one.
    #[inline(always)]
    fn pair(&self, pair: u16) -> u32 {
        self.pairs[usize::from(pair)]
    }

    #[inline(always)]
    fn hashed(&self, hash: usize) -> u32 {
        u32::from(self.hashes[hash])
    }

    #[inline(always)]
    fn may_match(&self, window: u32) -> bool {
        self.pair(window as u16) & (self.pair((window >> 16) as u16) >> GROUPS) & self.hashed(hash(window)) != 0
    }
}

/// The byte in both cases, or all bytes for one that may be any.
fn both_cases(byte: Option<u8>) -> impl Iterator<Item = u8> {
    let all = byte.is_none().then_some(0..=u8::MAX).into_iter().flatten();
    let upper = byte.filter(u8::is_ascii_lowercase).map(|byte| byte.to_ascii_uppercase());
    byte.into_iter().chain(upper).chain(all)
}

/// Places in keywords by the hash of the windows there.
struct Places {
    /// Where the places of each hash start; one more than there are hashes.
    starts: Vec<u32>,
    places: Vec<Place>,
}

impl Places {
    /// Of those windows that have just these bytes known; the hash is that of these bytes, with 0 for the others.
    fn new(windows: &[Window], known: u32) -> Self {
        let of_kind = windows.iter().map(|window| (window.number_and_known(), window.place));
        let mut hashed: Vec<(usize, Place)> =
            of_kind.filter(|((_, its), _)| *its == known).map(|((number, _), place)| (hash(number), place)).collect();
        hashed.sort_by_key(|&(hash, place)| (hash, place.keyword, place.offset));
        let mut starts = vec![0; HASHES + 1];
        hashed.iter().for_each(|&(hash, _)| starts[hash + 1] += 1);
        for hash in 0..HASHES {
            starts[hash + 1] += starts[hash];
        }
        Self { starts, places: hashed.into_iter().map(|(_, place)| place).collect() }
    }

    fn of(&self, hash: usize) -> &[Place] {
        &self.places[self.starts[hash] as usize..self.starts[hash + 1] as usize]
    }
}

/// How often bytes follow each other in source code, as far as a list of its commonest words tells.
struct Commonness {
    bytes: [f32; 128],
    pairs: Vec<f32>,
    fours: Vec<u8>,
    total: f32,
}

impl Commonness {
    fn new() -> Self {
        let mut sample = Vec::with_capacity(2 * WORDS.len());
        for (word, separator) in WORDS.split_ascii_whitespace().zip(SEPARATORS.iter().cycle()) {
            sample.push(*separator);
            sample.extend_from_slice(word.as_bytes());
        }
        let mut this = Self {
            bytes: [UNSEEN; 128],
            pairs: vec![UNSEEN / 10.0; 1 << 14],
            fours: vec![0; PAIRS],
            total: sample.len() as f32,
        };
        sample.iter().for_each(|&byte| this.bytes[usize::from(byte & 0x7f)] += 1.0);
        sample.windows(2).for_each(|two| this.pairs[pair_index(two[0], two[1])] += 1.0);
        for four in sample.array_windows::<4>() {
            let count = &mut this.fours[four_index(*four)];
            *count = count.saturating_add(1);
        }
        this
    }

    /// The share of places at which the bytes stand; `None` for those that may be any, at the start or the end.
    fn of(&self, bytes: &[Option<u8>]) -> f32 {
        if let [Some(one), Some(two), Some(three), Some(four)] = *bytes {
            let count = self.fours[four_index([one, two, three, four])];
            if count > 0 {
                return f32::from(count) / self.total;
            }
        }
        let known = bytes.iter().flatten().copied();
        let chances = known
            .clone()
            .zip(known.clone().skip(1))
            .map(|(one, two)| self.pairs[pair_index(one, two)] / self.byte(one));
        known.take(1).map(|first| self.byte(first) / self.total).chain(chances).product()
    }

    fn byte(&self, byte: u8) -> f32 {
        self.bytes[usize::from(byte & 0x7f)]
    }
}

/// The count of what the sample does not have.
const UNSEEN: f32 = 0.3;

fn pair_index(first: u8, second: u8) -> usize {
    usize::from(first & 0x7f) << 7 | usize::from(second & 0x7f)
}

fn four_index(four: [u8; 4]) -> usize {
    (u32::from_le_bytes(four).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

/// What stands between words, in about the shares of source code.
const SEPARATORS: &[u8] = b" _.  (\"\n =_ -, /:_1 )0\n '.;2 <>";

/// The commonest words of source code, markup and settings in many languages.
const WORDS: &str = "\
the self for return this value type and class key function error name string let str test from index get path new \
data int with set not else const none default code node object target that item var bool true use version file json \
size false root impl map pub length void add location array are html ctx struct only core text null start slice ref \
result end div input href schema parse number try any len document all body will assert span can match source crate \
left https state must options case call std join valid instance next ion when items char static arguments max mut \
header container iterator split bytes width other current has content replace values define elements check format \
out def list context copy first clone one should script required while element returns module attr which push \
invalid title method url some block time range files debug integer meta each feature license fields used config \
remove iter option into filter src output create mode expected but position super find search you load hash read \
empty write nodes after offset init arch uint com line top enum display css info table convert link ignore status \
where matches buffer have head description base import resource opt expand prototype stream since vec types right \
param main contains arg entry validator parent last window using utils keys before api val may found run errors see \
typeof doc names given cst raw reference pos break section draft expression then non symbol prefix cache style \
copyright example settings docs more pattern update extend tuple cannot like inline trait continue does handle group \
open label because sort message user than child github store float action instead also attribute resolve pointer \
without count every either unsafe configuration tree print checked include long typeerror always properties same \
details sync returned relative been just async image specified delete change note whitespace token datetime absolute \
single merge compile need once make kind stack padding done skip request second cast build namespace multiple \
warning lines parser insert keyword template available unsupported usize bits equal process under definitions \
defined duration directory client full leaf alloc shift these variable limit math union apply tests global lookup \
they operation zero button undefined encoding boolean unique flags most property would custom results memory missing \
part registry unknown information event complete implementation order foreach failed pipeline args optional public \
generated following lang send pass keywords append opts regex attributes assign children callback exception possible \
added could clipboard unstable close role queue finish dict unit called windows about throw openssl least them \
annotation enabled reset instruction suffix methods otherwise internal show literal pending local sequence platform \
level timestamp application unsigned rules mark paths entries member hidden access toggle lazy original emit mask \
address whether already normalize deprecated their fixed regular inner initial extern stop register hint special \
exec lower parsed protocol exports round precision simple objects your existing language were clear unused what \
private members disabled borrow shared strong extra align macro linux uses strict catch system timeout parts changes \
maximum yield auto stylesheet reason licensed both between dependencies minimum handler rest doesn small removed \
specific patterns collect diff scope comment cases unwrap raise step logo bound prev year branch constant chunk dest \
click usage different headers escape character fold zone chain free python such progress corresponding repr provided \
sets summary previous select changed parsing being identifier until filters translation parameter compare matcher \
keep messages wrapper might command binary want primitive post verify success above means validation double take \
vector identity standard await nested generic constructor loop flush resolver likely seconds automatical marker \
repository scalar regexp stats actual tags engine decode override service server network email account phone region \
project manager monitor admin \
";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hits(keywords: &[Vec<u8>], text: &[u8]) -> Vec<(usize, u32)> {
        let mut hits = Vec::new();
        Prefilter::new(keywords).scan(text, |start, keyword| hits.push((start, keyword)));
        hits.sort_unstable();
        hits
    }

    fn naive(keywords: &[Vec<u8>], text: &[u8]) -> Vec<(usize, u32)> {
        let is_at = |start: usize, keyword: &[u8]| {
            text[start..].get(..keyword.len()).is_some_and(|there| there.eq_ignore_ascii_case(keyword))
        };
        let at =
            |start| (0..).zip(keywords).filter(move |(_, k)| is_at(start, k)).map(move |(number, _)| (start, number));
        (0..text.len()).flat_map(at).collect()
    }

    fn owned(keywords: &[&str]) -> Vec<Vec<u8>> {
        keywords.iter().map(|keyword| keyword.as_bytes().to_vec()).collect()
    }

    #[test]
    fn finds_overlapping_keywords_in_any_case() {
        let keywords = owned(&["abab", "bab", "BABA", "bab"]);
        assert_eq!(hits(&keywords, b"xABABAb"), [(1, 0), (2, 1), (2, 2), (2, 3), (3, 0), (4, 1), (4, 3)]);
    }

    #[test]
    fn no_keywords_and_no_text_are_no_hits() {
        assert_eq!(hits(&[], b"a text"), []);
        for text in [&b""[..], b"a", b"to"] {
            assert_eq!(hits(&owned(&["tok"]), text), []);
        }
    }

    #[test]
    #[should_panic(expected = "too short")]
    fn short_keywords_are_refused() {
        let _ = Prefilter::new(["ab"]);
    }

    #[test]
    fn keywords_stand_anywhere_in_texts_of_any_length() {
        let keywords =
            owned(&["key", "_key", "api_key", "password", "pass", "assw", "word", "SG.", "eyJ", "token", "ken="]);
        for keyword in &keywords {
            for length in 0..200 {
                let mut text: Vec<u8> = b"kpatsE_ ".iter().copied().cycle().take(length).collect();
                for place in [
                    0,
                    1,
                    length / 3,
                    length / 2,
                    length.saturating_sub(keyword.len() + 1),
                    length.saturating_sub(keyword.len()),
                ] {
                    if let Some(there) = text.get_mut(place..place + keyword.len()) {
                        there.copy_from_slice(keyword);
                    }
                }
                assert_eq!(hits(&keywords, &text), naive(&keywords, &text));
            }
        }
    }

    #[test]
    fn repeated_bytes_match_at_every_place() {
        let keywords = owned(&["aaa", "aaaa", "aaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]);
        for length in 0..200 {
            let text = vec![b'A'; length];
            assert_eq!(hits(&keywords, &text), naive(&keywords, &text));
        }
    }

    #[test]
    fn bytes_that_differ_from_others_only_by_the_bit_of_case_are_not_letters() {
        let keywords = owned(&["[{@`", "a\u{e9}b", "k_\u{7f}", "\0\0\0\0"]);
        let text = "[{@` {{@` [[@` [{`@ A\u{e9}B a\u{c9}b K_\u{7f} k\u{7f}_ \0\0\0\0\0 \0\0 \0".as_bytes();
        assert_eq!(hits(&keywords, text), naive(&keywords, text));
        assert_eq!(hits(&keywords, text).len(), 5);
    }

    #[test]
    fn two_thousand_keywords() {
        let keywords: Vec<Vec<u8>> = (0..2000).map(|number| format!("k{:x}", number * 37 + 256).into_bytes()).collect();
        let text: Vec<u8> = (0..500).flat_map(|number| format!("K{:X}k", number * 149).into_bytes()).collect();
        assert_eq!(hits(&keywords, &text), naive(&keywords, &text));
    }

    fn bytes_of(alphabet: &'static [u8], length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(prop::sample::select(alphabet), length)
    }

    proptest! {
        #[test]
        fn equals_the_naive_search(
            keywords in prop::collection::vec(bytes_of(b"aAbB_\xff.", 3..9), 0..40),
            text in bytes_of(b"aAbB_\xff.", 0..400),
        ) {
            prop_assert_eq!(hits(&keywords, &text), naive(&keywords, &text));
        }

        #[test]
        fn equals_the_naive_search_on_any_bytes(
            keywords in prop::collection::vec(prop::collection::vec(any::<u8>(), 3..20), 1..20),
            order in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), prop::collection::vec(any::<u8>(), 0..5)), 0..30),
        ) {
            let mut text = Vec::new();
            for (index, upper, between) in order {
                let keyword = index.get(&keywords);
                text.extend(if upper { keyword.to_ascii_uppercase() } else { keyword.clone() });
                text.extend(between);
            }
            prop_assert_eq!(hits(&keywords, &text), naive(&keywords, &text));
        }

        #[test]
        fn windows_that_overlap_lose_nothing(text in bytes_of(b"abAB", 0..300), size in 1..100_usize) {
            let keywords = owned(&["abab", "bab", "aabba", "bbbbbbb"]);
            let overlap = Prefilter::new(&keywords).overlap();
            let mut joined: Vec<(usize, u32)> = Vec::new();
            for start in (0..text.len()).step_by(size) {
                let window = &text[start..text.len().min(start + size + overlap)];
                let inside = hits(&keywords, window).into_iter().filter(|&(at, _)| at < size);
                joined.extend(inside.map(|(at, keyword)| (start + at, keyword)));
            }
            prop_assert_eq!(joined, naive(&keywords, &text));
        }
    }
}
