//! A rule's regular expression: how it is made, and where a match of it can begin.

use regex_automata::meta::{BuildError, Config, Regex};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::literal::Extractor;
use std::ops::Range;

use super::anchor::{keywords_of_name, words_of};
use super::file::RuleSpec;

/// How far a rule looks from its keyword where it does not say.
const USUAL_REACH: usize = 256;
/// How far a rule may look at most.
pub(super) const GREATEST_REACH: usize = 16 * 1024;
/// What a lazily built automaton may hold, so that hundreds of rules stay small.
const CACHE_CAPACITY: usize = 256 * 1024;

/// A compiled expression, with what is needed to run it around a keyword only.
pub(crate) struct Expression {
    regex: Regex,
    secret: usize,
    reach: usize,
    begins_with_keyword: bool,
}

/// Where an expression matched.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Match {
    /// All of it, the name and the operator included.
    pub(crate) whole: Range<usize>,
    /// The value.
    pub(crate) secret: Range<usize>,
}

impl Expression {
    /// The expression of a rule; none for a rule of shapes.
    pub(super) fn of(spec: &RuleSpec) -> Result<Option<Self>, Box<BuildError>> {
        let pattern = match (spec.names.is_empty(), spec.regex.is_empty()) {
            (false, _) => assignment(&spec.names, &spec.value),
            (true, false) => spec.regex.to_string(),
            (true, true) => return Ok(None),
        };
        let regex = Regex::builder()
            .configure(Config::new().utf8_empty(false).hybrid_cache_capacity(CACHE_CAPACITY))
            .syntax(syntax())
            .build(&pattern)
            .map_err(Box::new)?;
        let secret = regex.group_info().to_index(regex_automata::PatternID::ZERO, "secret").unwrap_or(0);
        let reach = if spec.reach == 0 { USUAL_REACH } else { spec.reach.min(GREATEST_REACH) };
        let begins_with_keyword = spec.names.is_empty() && begins_with_one_of(&pattern, &spec.keywords);
        Ok(Some(Self { regex, secret, reach, begins_with_keyword }))
    }

    /// The match that covers the keyword at `keyword`, or else the next after it, or the last before it, within reach. A
    /// function of the text within reach alone.
    pub(crate) fn find(&self, text: &[u8], keyword: Range<usize>) -> Option<Match> {
        let start = if self.begins_with_keyword { keyword.start } else { keyword.start.saturating_sub(self.reach) };
        let end = end_of_token(text, keyword.end.saturating_add(self.reach));
        self.find_in(text, &keyword, start..end)
    }

    fn find_in(&self, text: &[u8], keyword: &Range<usize>, window: Range<usize>) -> Option<Match> {
        let anchored = if self.begins_with_keyword { Anchored::Yes } else { Anchored::No };
        let mut input = Input::new(text).span(window.clone()).anchored(anchored);
        let mut best = None;
        while let Some(found) = self.regex.search(&input) {
            let found = found.range();
            input.set_start(found.end.max(found.start + 1).min(window.end));
            let is_before = found.end <= keyword.start;
            best = Some(found);
            if !is_before || self.begins_with_keyword {
                break;
            }
        }
        best.map(|whole| self.with_secret(text, whole, window))
    }

    fn with_secret(&self, text: &[u8], whole: Range<usize>, window: Range<usize>) -> Match {
        let mut captures = self.regex.create_captures();
        self.regex
            .search_captures(&Input::new(text).span(whole.start..window.end).anchored(Anchored::Yes), &mut captures);
        let secret = captures.get_group(self.secret).map_or(whole.clone(), |span| span.range());
        Match { whole, secret }
    }
}

/// The end of the first byte from `at` on that belongs to no token, so that no value is cut by the end of what is looked
/// at, and what must follow a value is seen.
fn end_of_token(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default().iter().take(GREATEST_REACH);
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=' | b'.');
    (at.min(text.len()) + rest.take_while(|byte| is_token(**byte)).count() + 1).min(text.len())
}

/// The dialect of all rules: bytes, so that `.` and `\b` cost no decoding and match in any encoding.
fn syntax() -> syntax::Config {
    syntax::Config::new().unicode(false).utf8(false)
}

/// Whether each match begins with one of the keywords, so that it need not be looked for before it.
fn begins_with_one_of(pattern: &str, keywords: &[super::file::Text]) -> bool {
    let Ok(hir) = syntax::parse_with(pattern, &syntax()) else { return false };
    let prefixes = Extractor::new().extract(&hir);
    let Some(literals) = prefixes.literals() else { return false };
    !literals.is_empty()
        && literals.iter().all(|literal| {
            keywords.iter().any(|keyword| {
                let length = keyword.len();
                literal.len() >= length && literal.as_bytes()[..length].eq_ignore_ascii_case(keyword.as_bytes())
            })
        })
}

/// The expression of a value given to a variable of one of the names, in the ways that languages have of it. A name
/// begins where a word does: after what is no letter, or with a capital after a small letter.
fn assignment(names: &[super::file::Text], value: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| words_of(name).collect::<Vec<_>>().join("[ _.-]?")).collect();
    let capital: Vec<String> = names.iter().map(|name| capitalised(name)).collect();
    format!(
        concat!(
            r#"(?:(?:\b|[_0-9])(?i:{})|[a-z](?:{}))[A-Za-z0-9_.\- ]{{0,32}}["'\\\])]{{0,4}}[ \t]{{0,8}}"#,
            r#"(?:>\s{{0,40}}|(?::[ \t]{{0,3}}[A-Za-z&\[\]<>?]{{1,24}}[ \t]{{0,3}}=|[?:+]{{1,3}}=|=>|->|==|\|\||[=:,>(]|[ \t]|"#,
            r#",?\r?\n[ \t]{{0,40}}["']?(?i:value)["']?[ \t]{{0,3}}[:=])[ \t]{{0,8}}(?:\r?\n[ \t]{{0,40}}["'`])?)"#,
            r#"(?:["']?(?i:value)["']?[ \t]{{0,3}}[:=][ \t]{{0,3}})?"#,
            r#"(?:[A-Za-z]{{1,12}}\()?(?:[bruf]{{1,2}}["'`])?["'`\\(>]{{0,4}}(?<secret>{})(?:[^A-Za-z0-9_+/=-]|$)"#,
        ),
        names.join("|"),
        capital.join("|"),
        value,
    )
}

fn capitalised(name: &str) -> String {
    let (first, rest) = name.split_at_checked(1).unwrap_or((name, ""));
    format!("{}(?i:{rest})", first.to_ascii_uppercase())
}

/// Whether a name has keywords that the prefilter can take.
pub(super) fn name_has_anchor(name: &str) -> bool {
    keywords_of_name(name).iter().all(|keyword| keyword.len() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(pattern: &'static str, keyword: &'static str) -> Expression {
        let text = format!(
            "id = 'x'\nname = 'x'\nkind = 'secret'\nseverity = 'low'\nkeywords = ['{keyword}']\nregex = '''{pattern}'''\n\
             why = ''\nfix = ''\nsource = ''"
        );
        let spec: RuleSpec = toml::from_str(&text).expect("the test's rule is well-formed");
        Expression::of(&spec).expect("the test's expression compiles").expect("and is there")
    }

    #[test]
    fn a_prefix_is_known_as_one() {
        assert!(expression(r"\b(?<secret>tok_[a-z]{4})\b", "tok_").begins_with_keyword);
        assert!(!expression(r"[^a](?<secret>tok_[a-z]{4})\b", "tok_").begins_with_keyword);
    }

    #[test]
    fn a_name_begins_where_a_word_does() {
        let regex = Regex::new(&assignment(&["okta token".into()], "[a-z]{4}")).expect("it compiles");
        for text in ["okta_token = abcd", "MY_OKTA_TOKEN=abcd", "myOktaToken: 'abcd'", "x.okta.token = \"abcd\""] {
            assert!(regex.is_match(text), "{text}");
        }
        for text in ["rookTaToken = abcd", "bookta_token = abcd"] {
            assert!(!regex.is_match(text), "{text}");
        }
    }

    #[test]
    fn a_match_covers_its_keyword() {
        let found = expression(r"key\s*=\s*(?<secret>[a-z]+)", "key").find(b"akey = abc key = def", 11..14);
        assert_eq!(found, Some(Match { whole: 11..20, secret: 17..20 }));
    }

    #[test]
    fn a_value_is_assigned_in_many_ways() {
        let regex = Regex::builder()
            .syntax(syntax())
            .build(&assignment(&["acme api key".into()], "[a-z0-9]{8}"))
            .expect("it compiles");
        let value = "k2p8w4x6";
        for before in [
            "ACME_API_KEY=",
            "acme-api-key: \"",
            "const acmeApiKey: string = '",
            "$acme_api_key .= \"",
            "ACME_API_KEY ?= ",
            "acme.api.key ::= '",
            "<acmeApiKey>\n    ",
            "setenv(\"ACME_API_KEY\", \"",
            "process.env.ACME_API_KEY || '",
            "- name: ACME_API_KEY\n  value: \"",
            "<add key=\"AcmeApiKey\" value=\"",
            "{\"name\": \"ACME_API_KEY\", \"value\": \"",
            "acme_api_key = b\"",
            "acme_api_key =\n    \"",
        ] {
            let text = [before, value, "\"\n"].concat();
            assert!(regex.is_match(text.as_bytes()), "{before}");
        }
        assert!(!regex.is_match(format!("acme_api_key =\n{value}\n").as_bytes()), "the next line is another matter");
        assert!(!regex.is_match(format!("acme_api_key = {value}/{value}\n").as_bytes()), "a part of a longer value");
    }

    #[test]
    fn a_short_first_word_begins_the_name() {
        let regex = Regex::builder().syntax(syntax()).build(&assignment(&["gh token".into()], "[a-z0-9]{8}"));
        let regex = regex.expect("it compiles");
        assert!(regex.is_match(b"MY_GH_TOKEN=k2p8w4x6"));
        assert!(!regex.is_match(b"highToken=k2p8w4x6"));
    }

    #[test]
    fn a_long_value_is_not_cut_at_the_window() {
        let text = ["tok_", &"a".repeat(3000), " "].concat();
        let found = expression(r"\b(?<secret>tok_[a-z]+)\b", "tok_").find(text.as_bytes(), 0..4);
        assert_eq!(found.map(|found| found.secret), Some(0..3004));
    }
}
