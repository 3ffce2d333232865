//! Where a name is given a value: the syntaxes in which people assign.

use std::ops::Range;

use super::quote::{self, Quoted};
use super::{Setting, Syntax};

/// How a value is given to its name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// `name = "value"`, `name: value` and their like.
    Assignment,
    /// `name == "value"`.
    Comparison,
    /// `f("name", "value")`, `("name", "value")`.
    Pair,
    /// `setName("value")`.
    Call,
    /// `name = f("value")`.
    Wrapped,
    /// `auth = ("user", "value")`.
    Login,
    /// `<name>value</name>`, `<x name="name" value="value">` and what says the same in YAML and JSON.
    Element,
    /// `?name=value&` of a URL.
    Query,
    /// `name=value` and `name: value` inside a string.
    Inside,
    /// An option of a command, or its input.
    Command,
    /// `--name value`.
    Flag,
    /// `${NAME:-value}`.
    Default,
    /// `the name is value`, and whatever stands in a comment.
    Prose,
}

/// A name and its value, as ranges of the text looked at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Site {
    /// The name, without quotes.
    pub(super) name: Range<usize>,
    /// The value, without quotes.
    pub(super) value: Range<usize>,
    /// How the value is given.
    pub(super) form: Form,
    /// Whether the value stands in quotes of its own.
    pub(super) quoted: bool,
    /// Whether something is added to the value, or put into it, when the program runs.
    pub(super) dynamic: bool,
}

/// The longest name that is read, in bytes.
const NAME: usize = 96;
/// The longest bare value that is read, in bytes.
const BARE: usize = 512;

/// Finds the assignment whose name holds the keyword at `hit`.
pub(super) fn locate(text: &[u8], hit: Range<usize>, setting: Setting) -> Option<Site> {
    let name = name_around(text, hit)?;
    let reader = Reader { text, setting, name };
    reader.site()
}

/// The identifier around the hit, which may reach over the operator behind it.
fn name_around(text: &[u8], hit: Range<usize>) -> Option<Range<usize>> {
    let inner = |at: usize| text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    if text[hit.clone()].eq_ignore_ascii_case(b"identified by") {
        return Some(hit);
    }
    let mut end = hit.start;
    let joined = |end: usize| matches!(text.get(end), Some(b'-' | b'.')) && inner(end + 1);
    while end - hit.start < NAME && (inner(end) || joined(end)) {
        end += 1;
    }
    let mut start = hit.start;
    while start > 0 && end - start < NAME && (inner(start - 1) || matches!(text[start - 1], b'-' | b'.')) {
        start -= 1;
    }
    if end - start >= NAME || end == start {
        return None;
    }
    while start < end && !inner(start) {
        start += 1;
    }
    (start <= hit.start).then_some(start..end)
}

/// Reads what stands around a name.
struct Reader<'t> {
    text: &'t [u8],
    setting: Setting,
    name: Range<usize>,
}

/// A value that was read.
struct Value {
    range: Range<usize>,
    quoted: bool,
    dynamic: bool,
}

impl Reader<'_> {
    /// The byte at `at`, 0 beyond the end.
    fn at(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    /// The byte `back` places before `at`, 0 beyond the beginning.
    fn before(&self, at: usize, back: usize) -> u8 {
        at.checked_sub(back).map_or(0, |at| self.text[at])
    }

    /// The first place from `at` on that holds no space or tab, at most 60 further.
    fn blanks(&self, at: usize) -> usize {
        (at..at + 60).find(|at| !matches!(self.at(*at), b' ' | b'\t')).unwrap_or(at + 60)
    }

    /// The first place from `at` on that holds no space, tab or line break, at most 80 further.
    fn space(&self, at: usize) -> usize {
        (at..at + 80).find(|at| !matches!(self.at(*at), b' ' | b'\t' | b'\n' | b'\r')).unwrap_or(at + 80)
    }

    /// Puts name and value together.
    fn found(&self, value: Value, form: Form) -> Option<Site> {
        let Value { range, quoted, dynamic } = value;
        Some(Site { name: self.name.clone(), value: range, form, quoted, dynamic })
    }

    /// The assignment of the name, in whatever syntax.
    fn site(mut self) -> Option<Site> {
        let end = self.name.end;
        match self.at(end) {
            b'"' | b'\'' | b'`' | b'\\' => {
                let closed = self.closing_quote()?;
                self.after_quoted(closed)
            }
            b'=' | b':' | b' ' | b'\t' | b'!' | b'?' | b'*' | b')' => self.after_bare(end),
            b'(' => self.call(end),
            b'[' => self.array(end),
            b']' => self.operator(self.blanks(end + 1)),
            b'>' => self.element(end),
            b'<' => self.named_element(end),
            b'\n' | b'\r' | b',' => self.paired_key(end, self.name.start),
            b'}' => None,
            _ => None,
        }
    }

    /// Where the quote ends that closes the name, which is stretched to all that the quotes hold.
    fn closing_quote(&mut self) -> Option<usize> {
        let (quote, closed) = quote::run(self.text, self.name.end)?;
        let start = self.name.start;
        let opened = (start.saturating_sub(40)..start).rev().find(|at| {
            let byte = self.text[*at];
            byte == quote || !(byte.is_ascii_alphanumeric() || b"_ .-:/$@<>#".contains(&byte))
        })?;
        if self.text[opened] != quote {
            return None;
        }
        self.name.start = opened + 1;
        Some(closed)
    }

    /// What follows a name in quotes: an operator, a second argument, a second attribute.
    fn after_quoted(&self, closed: usize) -> Option<Site> {
        if let Some(site) = self.paired_key(closed, self.quote_start()) {
            return Some(site);
        }
        let next = self.blanks(closed);
        match self.at(next) {
            b'{' => self.object(next + 1),
            b',' => self.pair(next + 1),
            b']' => self.operator(self.blanks(next + 1)).or_else(|| self.entered(next)),
            b')' => self.entered(next),
            b'>' if self.before(self.quote_start(), 1) == b'=' => self.element(next),
            b'=' | b':' => self.operator(next),
            _ => None,
        }
    }

    /// Where the quote begins that opens the name.
    fn quote_start(&self) -> usize {
        let mut at = self.name.start.saturating_sub(1);
        while at > 0 && self.text[at - 1] == b'\\' {
            at -= 1;
        }
        at
    }

    /// `"name", "value"` among the arguments of a call or in a tuple.
    fn pair(&self, at: usize) -> Option<Site> {
        if self.text[at.min(self.text.len())..].starts_with(b" with: ") {
            let value = self.quoted(at + 7)?;
            return self.found(value, Form::Pair);
        }
        let opened =
            (0..self.quote_start()).rev().take(80).find(|at| !matches!(self.text[*at], b' ' | b'\t' | b'@'))?;
        if !matches!(self.text[opened], b'(' | b'{' | b'[' | b',') {
            return None;
        }
        let value = self.quoted(self.space(at))?;
        self.found(value, Form::Pair)
    }

    /// `"value" == name`.
    fn compared_before(&self) -> Option<Site> {
        let lead = self.text[..self.name.start].trim_ascii_end();
        let lead = lead.strip_suffix(b"==").or_else(|| lead.strip_suffix(b"!="))?;
        let lead = lead.strip_suffix(b"=").or_else(|| lead.strip_suffix(b"!")).unwrap_or(lead).trim_ascii_end();
        let (quote, inner) = lead.split_last()?;
        let start = inner.iter().rev().take(120).position(|byte| byte == quote).map(|back| inner.len() - back)?;
        let quotes = matches!(quote, b'"' | b'\'') && !inner[start..].contains(&b'\n');
        quotes
            .then(|| self.found(Value { range: start..inner.len(), quoted: true, dynamic: false }, Form::Comparison))?
    }

    /// `fill("#name", "value")`, `get("[name='name']").type("value")`: what a test enters into a field; `at` is behind the
    /// name and its quotes.
    fn entered(&self, at: usize) -> Option<Site> {
        const VERBS: [&[u8]; 6] = [b".type(", b".fill(", b".send_keys(", b".sendKeys(", b".setValue(", b".val("];
        let end = (at..at + 4).find(|at| !matches!(self.at(*at), b']' | b')' | b'"' | b'\'' | b'`'))?;
        let rest = &self.text[end.min(self.text.len())..];
        let start = match VERBS.iter().find(|verb| rest.starts_with(verb)) {
            Some(verb) => end + verb.len(),
            None if self.at(end) == b',' => self.blanks(end + 1),
            None => return None,
        };
        let value = self.quoted(start)?;
        self.found(value, Form::Pair)
    }

    /// `{ "value": "…" }`, `{ default = "…" }` from behind the brace on: the value among the settings of a name.
    fn object(&self, at: usize) -> Option<Site> {
        let end = (at..at + 300).find(|at| matches!(self.at(*at), b'{' | b'}' | 0))?;
        let inner = &self.text[at.min(end)..end.min(self.text.len())];
        let (found, key) = [&b"value"[..], b"default"]
            .iter()
            .find_map(|key| crate::engine::words::find(inner, key).map(|found| (found, key.len())))?;
        let closed = at + found + key;
        let operator = self.blanks(closed + usize::from(matches!(self.at(closed), b'"' | b'\'')));
        if !matches!(self.at(operator), b'=' | b':') {
            return None;
        }
        let value = self.quoted(self.blanks(operator + 1))?;
        self.found(value, Form::Element)
    }

    /// What follows a name without quotes.
    fn after_bare(&self, end: usize) -> Option<Site> {
        if matches!(self.before(self.name.start, 1), b' ' | b'=')
            && let Some(site) = self.compared_before()
        {
            return Some(site);
        }
        if self.at(end) == b')' {
            return if self.before(self.name.start, 1) == b'(' { None } else { self.operator(self.blanks(end + 1)) };
        }
        if let Some(site) = self.is_flag().then(|| self.flag(end)).flatten() {
            return Some(site);
        }
        let mut at = end;
        while matches!(self.at(at), b'*') && at < end + 2 {
            at += 1;
        }
        if matches!(self.at(at), b'?' | b'!') && self.at(at + 1) == b':' {
            at += 1;
        }
        self.operator(self.blanks(at))
    }

    /// The operator at `at`, and the value after it.
    fn operator(&self, at: usize) -> Option<Site> {
        let byte = self.at(at);
        let next = self.at(at + 1);
        match (byte, next) {
            (b'=', b'=') => self.compared(at + if self.at(at + 2) == b'=' { 3 } else { 2 }),
            (b'!', b'=') => self.compared(at + if self.at(at + 2) == b'=' { 3 } else { 2 }),
            (b'=', b'~') => None,
            (b':', b':') => {
                let end = (at..at + 4).find(|at| self.at(*at) != b':')?;
                if self.at(end) == b'=' { self.assigned(end + 1, b'=') } else { None }
            }
            (b'=', b'>') | (b':' | b'?' | b'+' | b'.', b'=') => self.assigned(at + 2, b'='),
            (b'|', b'|') if self.at(at + 2) == b'=' => self.assigned(at + 3, b'='),
            (b'=', _) => self.assigned(at + 1, b'='),
            (b':', b'-') if self.opens_default() => self.default(at + 2),
            (b':', _) => self.colon(at + 1),
            (b'"' | b'\'', _) if at > self.name.end => self.juxtaposed(at),
            (b'i' | b'I' | b'a' | b'A' | b'w', _) if at > self.name.end => self.phrase(at),
            _ if at > self.name.end => self.typed(at).or_else(|| self.instruction(at)),
            _ => None,
        }
    }

    /// After `:`, which may begin a type rather than a value.
    fn colon(&self, at: usize) -> Option<Site> {
        let start = self.blanks(at);
        if self.setting.syntax.is_code()
            && !quote::opens(self.text, start)
            && (self.at(start).is_ascii_alphanumeric() || self.at(start) == b'&')
            && let Some(site) = self.typed(start)
        {
            return Some(site);
        }
        self.assigned(at, b':')
    }

    /// `type = value` from `at` on, the type being a few words at most.
    fn typed(&self, at: usize) -> Option<Site> {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"_.<>[]&?*'| :,".contains(&byte);
        let end = (at..at + 40).find(|at| !inner(self.at(*at)))?;
        if self.at(end) != b'=' || matches!(self.at(end + 1), b'=' | b'>') {
            return None;
        }
        let value = self.quoted(self.space(end + 1))?;
        self.found(value, Form::Assignment)
    }

    /// `is value`, `As type = value`.
    fn phrase(&self, at: usize) -> Option<Site> {
        for verb in [&b"is "[..], b"is: ", b"was "] {
            if self.text[at..].starts_with(verb) {
                let start = self.blanks(at + verb.len());
                let value = self.quoted(start).or_else(|| self.bare(start, Stop::Token))?;
                return self.found(value, Form::Prose);
            }
        }
        self.typed(at).or_else(|| self.instruction(at))
    }

    /// `name[] = value`, `name[64] = value`.
    fn array(&self, at: usize) -> Option<Site> {
        let closed = (at + 1..at + 20).find(|at| self.at(*at) == b']')?;
        let inner = &self.text[at + 1..closed];
        let sized = inner.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_+ ".contains(byte));
        sized.then(|| self.operator(self.blanks(closed + 1)))?
    }

    /// A value directly after the name: `#define NAME "value"`, SQL's `PASSWORD 'value'`, Lisp's `(setq name "value")`.
    fn juxtaposed(&self, at: usize) -> Option<Site> {
        if !matches!(self.at(self.name.end), b' ' | b'\t') {
            return None;
        }
        let value = self.quoted(at)?;
        let lead = self.line_before();
        let known = [&b"define"[..], b"env ", b"arg ", b"setq", b"def ", b"defvar", b"set ", b"setx "];
        let told = known.iter().any(|word| crate::engine::words::find(lead, word).is_some());
        let name = &self.text[self.name.clone()];
        let sql = [&b"password"[..], b"identified by"].iter().any(|word| name.eq_ignore_ascii_case(word));
        let keyed = self.before(self.name.start, 1) == b':';
        (told || sql || keyed).then(|| self.found(value, Form::Assignment))?
    }

    /// `ENV NAME value` of a Dockerfile; `name value` of a properties file.
    fn instruction(&self, at: usize) -> Option<Site> {
        let lead = self.line_before();
        let told = match self.setting.syntax {
            Syntax::Dockerfile => crate::engine::words::starts_with(lead, b"env "),
            Syntax::Properties => lead.is_empty(),
            _ => lead.is_empty() && self.text[self.name.clone()].eq_ignore_ascii_case(b"requirepass"),
        };
        told.then(|| self.bare(at, Stop::Line).and_then(|value| self.found(value, Form::Assignment)))?
    }

    /// What stands on the line before the name, without the blanks it begins with.
    fn line_before(&self) -> &[u8] {
        let start = memchr::memrchr(b'\n', &self.text[..self.name.start]).map_or(0, |at| at + 1);
        self.text[start..self.name.start].trim_ascii_start()
    }

    /// The value after a comparison.
    fn compared(&self, at: usize) -> Option<Site> {
        let value = self.quoted(self.blanks(at))?;
        self.found(value, Form::Comparison)
    }

    /// The value after an operator.
    fn assigned(&self, at: usize, operator: u8) -> Option<Site> {
        if self.before(self.name.start, 1) == b'{' && self.before(self.name.start, 2) == b'{' {
            return None;
        }
        let mut start = self.blanks(at);
        if self.at(start) == b'{' {
            return self.object(start + 1);
        }
        if self.text[start.min(self.text.len())..].starts_with(b"**") {
            start = self.blanks(start + 2);
        }
        if let Some(value) = self.quoted(start) {
            return self.found(value, Form::Assignment);
        }
        if matches!(self.at(start), b'\n' | b'\r' | b'(' | b'\\') {
            return self.continued(start);
        }
        if let Some(site) = self.login(start).or_else(|| self.wrapped(start)) {
            return Some(site);
        }
        let scheme = super::scheme(&self.text[start.min(self.text.len())..]);
        self.bare_assigned(if scheme > 0 { start + scheme } else { at }, operator)
    }

    /// A value in quotes on the next line, or in brackets.
    fn continued(&self, at: usize) -> Option<Site> {
        if let Some(site) = self.login(at) {
            return Some(site);
        }
        let skipped = at + usize::from(matches!(self.at(at), b'(' | b'\\'));
        let value = self.quoted(self.space(skipped))?;
        let config = matches!(self.setting.syntax, Syntax::Yaml | Syntax::Ini | Syntax::Properties | Syntax::DotEnv);
        (!config).then(|| self.found(value, Form::Assignment))?
    }

    /// `("user", "value")` from `at` on: the second is the value.
    fn login(&self, at: usize) -> Option<Site> {
        if !matches!(self.at(at), b'(' | b'[') {
            return None;
        }
        let user = self.quoted(self.space(at + 1))?;
        let comma = self.blanks(quote::after(self.text, user.range.end));
        if self.at(comma) != b',' {
            return None;
        }
        let value = self.quoted(self.space(comma + 1))?;
        let closed = self.space(quote::after(self.text, value.range.end));
        matches!(self.at(closed), b')' | b']').then(|| self.found(value, Form::Login))?
    }

    /// `f("value")` from `at` on, one call deep.
    fn wrapped(&self, at: usize) -> Option<Site> {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:".contains(&byte);
        let at = at + if self.text[at.min(self.text.len())..].starts_with(b"new ") { 4 } else { 0 };
        let open = (at..at + 48).find(|at| !inner(self.at(*at)))?;
        if self.at(open) != b'(' || open == at {
            return None;
        }
        let value = self.quoted(self.blanks(open + 1))?;
        let closed = self.blanks(quote::after(self.text, value.range.end));
        (self.at(closed) == b')').then(|| self.found(value, Form::Wrapped))?
    }

    /// `setName("value")`, `setName(Base64.decode("value"))`, `NameAuth("user", "value")`.
    fn call(&self, at: usize) -> Option<Site> {
        if let Some(site) = self.login(at) {
            return Some(site);
        }
        let start = self.blanks(at + 1);
        if let Some(value) = self.quoted(start) {
            let closed = self.blanks(quote::after(self.text, value.range.end));
            return (self.at(closed) == b')').then(|| self.found(value, Form::Call))?;
        }
        self.wrapped(start)
    }

    /// `${NAME:-value}`.
    fn opens_default(&self) -> bool {
        self.before(self.name.start, 1) == b'{' && self.before(self.name.start, 2) == b'$'
    }

    /// The default of a variable in a shell or a compose file.
    fn default(&self, at: usize) -> Option<Site> {
        let end = (at..at + BARE).find(|at| matches!(self.at(*at), b'}' | b'\n' | 0))?;
        let range = trimmed(self.text, at..end, b"\"'");
        (self.at(end) == b'}').then(|| self.found(Value { range, quoted: false, dynamic: false }, Form::Default))?
    }

    /// Whether the name is an option of a command line.
    fn is_flag(&self) -> bool {
        let start = self.name.start;
        self.before(start, 1) == b'-' && matches!(self.before(start, 2), b'-' | b' ' | b'\t' | b'"' | b'\'')
    }

    /// `--name value`, `--name=value`.
    fn flag(&self, end: usize) -> Option<Site> {
        let at = match self.at(end) {
            b'=' => end + 1,
            b' ' | b'\t' => self.blanks(end),
            _ => return None,
        };
        let value = self.quoted(at).or_else(|| self.bare(at, Stop::Token))?;
        (self.at(value.range.start) != b'-').then(|| self.found(value, Form::Flag))?
    }

    /// `<name>value<`, `<x name="name">value<`; `at` is where the start tag closes.
    fn element(&self, at: usize) -> Option<Site> {
        let mut start = self.name.start;
        while start > 0 && matches!(self.text[start - 1], b':') | self.text[start - 1].is_ascii_alphanumeric() {
            start -= 1;
        }
        let generic_type = self.before(start, 2).is_ascii_alphanumeric();
        let tag = (self.before(start, 1) == b'<' && !generic_type) || self.before(self.quote_start(), 1) == b'=';
        tag.then(|| self.content(at + 1).and_then(|value| self.found(value, Form::Element)))?
    }

    /// `<key>name</key><string>value</string>`, `<name>name</name> <value>value</value>`.
    fn named_element(&self, at: usize) -> Option<Site> {
        let known = [&b"</key>"[..], b"</name>", b"</id>", b"</property>"];
        let close = known.iter().find(|close| self.text[at..].starts_with(close))?;
        let open = self.space(at + close.len());
        if self.at(open) != b'<' || self.before(self.name.start, 1) != b'>' {
            return None;
        }
        let start = (open..open + 40).find(|at| self.at(*at) == b'>')?;
        self.content(start + 1).and_then(|value| self.found(value, Form::Element))
    }

    /// The text of an element from `at` on.
    fn content(&self, at: usize) -> Option<Value> {
        let at = self.space(at);
        let at = at + if self.text[at.min(self.text.len())..].starts_with(b"<![CDATA[") { 9 } else { 0 };
        let end = (at..at + BARE).find(|at| matches!(self.at(*at), b'<' | b']' | 0))?;
        let range = trimmed(self.text, at..end, b" \t\r\n");
        (self.at(end) != 0 && !range.is_empty()).then_some(Value { range, quoted: true, dynamic: false })
    }

    /// A name that is itself the value of a key `name`, `key` or `id`, and the `value` beside it; `after` is behind the name
    /// with its quotes, `start` before it.
    fn paired_key(&self, after: usize, start: usize) -> Option<Site> {
        let lead = self.text[..start].trim_ascii_end();
        let lead = lead.strip_suffix(b"=").or_else(|| lead.strip_suffix(b":")).or_else(|| lead.strip_suffix(b"=>"))?;
        let lead = lead.trim_ascii_end();
        let lead = lead.strip_suffix(b"\"").or_else(|| lead.strip_suffix(b"'")).unwrap_or(lead);
        let names = [&b"name"[..], b"key", b"id", b"property"];
        if !names.iter().any(|name| crate::engine::words::ends_with(lead, name)) {
            return None;
        }
        let mut at = self.space(after);
        at = self.space(at + usize::from(self.at(at) == b','));
        at += usize::from(matches!(self.at(at), b'"' | b'\''));
        if !self.text[at.min(self.text.len())..].get(..5)?.eq_ignore_ascii_case(b"value") {
            return None;
        }
        at += 5;
        at = self.blanks(at + usize::from(matches!(self.at(at), b'"' | b'\'')));
        if !matches!(self.at(at), b'=' | b':') {
            return None;
        }
        let start = self.blanks(at + 1);
        let value = self.quoted(start).or_else(|| self.bare_line(start))?;
        self.found(value, Form::Element)
    }

    /// A value in quotes that begins at `at`.
    fn quoted(&self, at: usize) -> Option<Value> {
        if self.closes_string(at) {
            return None;
        }
        let Quoted { range, interpolates, after } = quote::read(self.text, at)?;
        let next = self.blanks(after);
        let added = match self.at(next) {
            b'+' => true,
            b'.' => {
                self.at(next + 1) == b' ' || self.at(next + 1) == b'$' || self.text[next..].starts_with(b".format(")
            }
            b'%' => self.setting.syntax.is_code(),
            _ => false,
        };
        Some(Value { range, quoted: true, dynamic: interpolates || added })
    }

    /// Whether the quote at `at` ends a string in which the name stands (`"--password=" + x`) rather than beginning one.
    fn closes_string(&self, at: usize) -> bool {
        let name_quoted = matches!(self.at(self.name.end), b'"' | b'\'' | b'`' | b'\\');
        let attached = matches!(self.before(at, 1), b'=' | b':');
        attached && !name_quoted && quote::opens(self.text, at) && quote::open_at_end(self.line_before()) == self.at(at)
    }

    /// A value without quotes after an operator; `at` is right behind the operator.
    fn bare_assigned(&self, at: usize, operator: u8) -> Option<Site> {
        let start = self.blanks(at);
        if matches!(self.before(self.name.start, 1), b'?' | b'&') && operator == b'=' {
            let value = self.bare(at, Stop::Query)?;
            return self.found(value, Form::Query);
        }
        if self.setting.syntax.quotes_values() || self.in_string() {
            return if self.in_comment() {
                self.bare(start, Stop::Token).and_then(|value| self.found(value, Form::Prose))
            } else if self.in_string() {
                self.bare(start, Stop::Query).and_then(|value| self.found(value, Form::Inside))
            } else {
                None
            };
        }
        if self.in_comment() && !matches!(self.setting.syntax, Syntax::Markdown) {
            return self.bare(start, Stop::Token).and_then(|value| self.found(value, Form::Prose));
        }
        if operator == b'=' && start == at && self.in_connection_string() {
            return self.bare(start, Stop::Query).and_then(|value| self.found(value, Form::Inside));
        }
        let value = match self.setting.syntax {
            Syntax::Shell | Syntax::Dockerfile if operator == b'=' && start == at => self.bare(at, Stop::Word),
            Syntax::Shell if operator == b':' && start > at => {
                return self.bare(start, Stop::Token).and_then(|value| self.found(value, Form::Prose));
            }
            Syntax::Shell if operator == b':' && self.line_before().ends_with(b"-passin ") => self.bare(at, Stop::Word),
            Syntax::Shell | Syntax::Dockerfile => None,
            Syntax::Yaml => return self.yaml(start, operator),
            Syntax::Ini | Syntax::Properties | Syntax::DotEnv => self.bare_line(start),
            _ => return self.bare(start, Stop::Token).and_then(|value| self.found(value, Form::Prose)),
        }?;
        self.found(value, Form::Assignment)
    }

    /// A plain scalar of YAML, or the line after a block indicator.
    fn yaml(&self, start: usize, operator: u8) -> Option<Site> {
        if operator == b'=' {
            return self.bare(start, Stop::Word).and_then(|value| self.found(value, Form::Inside));
        }
        if matches!(self.at(start), b'|' | b'>') {
            let line = (start..start + 4).find(|at| matches!(self.at(*at), b'\n' | b'\r'))?;
            return self.bare_line(self.space(line)).and_then(|value| self.found(value, Form::Assignment));
        }
        let flow = self.line_before().contains(&b'{');
        let value = if flow { self.bare(start, Stop::Token) } else { self.bare_line(start) }?;
        self.found(value, Form::Assignment)
    }

    /// The rest of the line from `at` on, without a comment after it.
    fn bare_line(&self, at: usize) -> Option<Value> {
        self.bare(at, Stop::Line)
    }

    /// A value without quotes, up to where its syntax ends it.
    fn bare(&self, at: usize, stop: Stop) -> Option<Value> {
        let end = (at..at + BARE).find(|&place| self.stops(at, place, stop))?;
        let range = trimmed(self.text, at..end, b" \t\r");
        let dynamic = stop != Stop::Line && matches!(self.at(range.end), b'(' | b'[');
        (!range.is_empty()).then_some(Value { range, quoted: false, dynamic })
    }

    /// Whether a bare value that began at `start` ends at `at`.
    fn stops(&self, start: usize, at: usize, stop: Stop) -> bool {
        let byte = self.at(at);
        if matches!(byte, b'\n' | b'\r' | 0) {
            return true;
        }
        match stop {
            Stop::Line => byte == b'#' && at > start && self.text[at - 1] == b' ',
            Stop::Word => byte.is_ascii_whitespace() || b"\"'`;|&".contains(&byte),
            Stop::Token => byte.is_ascii_whitespace() || b"\"'`,;)]}<([{|".contains(&byte),
            Stop::Query => byte.is_ascii_whitespace() || b"\"'`,;&)]}<>\\([{|".contains(&byte),
        }
    }

    /// Whether the name stands inside a string that began earlier on its line.
    fn in_string(&self) -> bool {
        quote::open_at_end(self.line_before()) != 0
    }

    /// Whether the name is one of several settings in a bare connection string (`dsn=host=db password=…`, `Server=db;Pwd=…`).
    fn in_connection_string(&self) -> bool {
        let line = self.line_before();
        let parted = line.ends_with(b";") || line.ends_with(b" ");
        parted && line.iter().filter(|byte| **byte == b'=').count() > 1 && !self.in_comment()
    }

    /// Whether the name stands in a comment.
    fn in_comment(&self) -> bool {
        let line = self.line_before();
        let starts = [&b"#"[..], b"//", b"*", b"--", b";", b"/*", b"<!--", b"%", b"\"\"\""];
        starts.iter().any(|start| line.starts_with(start))
            || memchr::memmem::find(line, b" // ").is_some()
            || memchr::memmem::find(line, b" # ").is_some()
    }
}

/// Where a bare value ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stop {
    /// At the line's end, or a comment.
    Line,
    /// At a blank or what ends a word in a shell.
    Word,
    /// At a blank or a punctuation mark.
    Token,
    /// At what ends a parameter in a query or a connection string.
    Query,
}

/// The range without the given bytes at both ends.
fn trimmed(text: &[u8], range: Range<usize>, cut: &[u8]) -> Range<usize> {
    let (mut start, mut end) = (range.start.min(text.len()), range.end.min(text.len()));
    while start < end && cut.contains(&text[start]) {
        start += 1;
    }
    while start < end && cut.contains(&text[end - 1]) {
        end -= 1;
    }
    start..end
}
