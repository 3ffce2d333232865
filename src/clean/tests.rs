//! What cleaning takes out, and what it keeps.

use super::*;

const VALUE: &str = "12-34-5678-9";
const MASK: &str = "[NUMBER]";

/// A notebook in the writers' usual form, with these outputs of its first cell.
fn notebook_of(outputs: &str) -> String {
    format!(
        "{{\n \"cells\": [\n  {{\n   \"cell_type\": \"code\",\n   \"execution_count\": 3,\n   \"id\": \"ab12\",\n   \"metadata\": {{}},\n   \
         \"outputs\": [{outputs}],\n   \"source\": [\n    \"print(1)\"\n   ]\n  }}\n ],\n \"metadata\": {{}},\n \"nbformat\": 4,\n \
         \"nbformat_minor\": 5\n}}\n"
    )
}

/// Every place in which a value stands as it is.
fn spans<'a>(bytes: &str, value: &'a str, mask: &'a str) -> Vec<Span<'a>> {
    let span = |(start, found): (usize, &str)| Span { start, end: start + found.len(), value: value.as_bytes(), mask };
    bytes.match_indices(value).map(span).collect()
}

fn cleaned(text: &str, spans: &[Span<'_>], options: &Options) -> (String, Report) {
    let cleaned = notebook(text.as_bytes(), spans, options).expect("the test's notebook is one");
    let bytes = cleaned.bytes.unwrap_or_else(|| text.as_bytes().to_vec());
    (String::from_utf8(bytes).expect("masks are UTF-8"), cleaned.report)
}

fn stripped(text: &str, strip: Strip) -> String {
    let options = Options { strip: Some(strip), ..Options::default() };
    let (once, _) = cleaned(text, &[], &options);
    let (twice, report) = cleaned(&once, &[], &options);
    assert_eq!(once, twice);
    assert_eq!(report, Report::default());
    once
}

#[test]
fn only_the_value_changes() {
    let text = notebook_of(r#"{"data":{"text/plain":["a\t\u00e9 ","12-34-5678-9!\n"]},"output_type":"display_data"}"#);
    let text = text.replace('\n', "\r\n") + " ";
    let (result, report) = cleaned(&text, &spans(&text, VALUE, MASK), &Options::default());
    assert_eq!(result, text.replace(VALUE, MASK));
    assert_eq!(report.masked, 1);
}

#[test]
fn nothing_found_is_nothing_changed() {
    let text = notebook_of("");
    let cleaned = notebook(text.as_bytes(), &[], &Options::default()).expect("the test's notebook is one");
    assert!(cleaned.bytes.is_none());
}

#[test]
fn copies_go_in_every_form() {
    let value = "it's <a> \"key\" & more";
    let html = "it&#x27;s &lt;a&gt; &quot;key&quot; &amp; more";
    let outputs = [
        r#"{"data":{"text/plain":"it's <a> \"key\" & more"},"output_type":"display_data"}"#.to_owned(),
        format!(r#"{{"data":{{"text/html":["<td>{html}</td>"]}},"output_type":"display_data"}}"#),
        r#"{"data":{"application/json":{"k":"it\u0027s <a> \"key\" & more"}},"output_type":"display_data"}"#.to_owned(),
        r#"{"name":"stdout","output_type":"stream","text":["it's <a> ","\"key\" & more\n"]}"#.to_owned(),
        r#"{"name":"stderr","output_type":"stream","text":"\u001b[31mit's\u001b[0m <a> \"key\" & more"}"#.to_owned(),
    ];
    let text = notebook_of(&outputs.join(","));
    let start = text.find("it's").expect("it is there");
    let span = Span { start, end: start + value.len() + 2, value: value.as_bytes(), mask: MASK };
    let (result, report) = cleaned(&text, &[span], &Options::default());
    assert_eq!(report.masked, 5);
    assert_eq!(result.matches(MASK).count(), 5);
    assert!(!result.contains("key") && !result.contains("more"));
}

#[test]
fn a_short_value_goes_only_in_its_own_output() {
    let output =
        r#"{"data":{"text/plain":"4711","text/html":"<td>4711</td><td>14711</td>"},"output_type":"display_data"}"#;
    let text = notebook_of(&format!("{output},{output}"));
    let (result, _) = cleaned(&text, &spans(&text, "4711", MASK)[..1], &Options::default());
    assert!(result.contains(r#"{"text/plain":"[NUMBER]","text/html":"<td>[NUMBER]</td><td>14711</td>"}"#));
    assert!(result.contains(output));
}

#[test]
fn a_column_keeps_its_width() {
    let text = notebook_of(
        r#"{"data":{"text/plain":"   name        number\n0  Ann  12-34-5678-9\n1  Bob             7\n","text/x":"| 12-34-5678-9 | x |\n 123"},"output_type":"display_data"}"#,
    );
    let (result, _) = cleaned(&text, &spans(&text, VALUE, MASK), &Options::default());
    assert!(result.contains(r"0  Ann      [NUMBER]\n1  Bob"));
    assert!(result.contains(r"|     [NUMBER] | x |"));
    let (result, _) = cleaned(&text, &spans(&text, VALUE, "[A_VERY_LONG_MASK]"), &Options::default());
    assert!(result.contains(r"0  Ann  [**********]\n1  Bob"));
}

#[test]
fn a_number_becomes_a_string() {
    let text = notebook_of(r#"{"data":{"application/json":{"n": 123456789, "m": [1]}},"output_type":"display_data"}"#);
    let (result, _) = cleaned(&text, &spans(&text, "123456789", MASK), &Options::default());
    assert!(result.contains(r#"{"n": "[NUMBER]", "m": [1]}"#));
}

#[test]
fn a_value_over_many_lines_leaves_their_ends() {
    let text = notebook_of(r#"{"name":"stdout","output_type":"stream","text":["first\n","second\n", "third\n","x"]}"#);
    let start = text.find("first").expect("it is there");
    let end = text.find("rd\\n").expect("it is there");
    let span = Span { start, end, value: b"first\nsecond\nthi", mask: MASK };
    let (result, _) = cleaned(&text, &[span], &Options::default());
    assert!(result.contains(r#""text":["[NUMBER]\n","\n", "rd\n","x"]"#));
}

#[test]
fn base64_stays_base64() {
    let encoded = "aWQgMTItMzQtNTY3OC05IGVuZA==";
    let text = notebook_of(&format!(r#"{{"data":{{"text/plain":"{encoded}"}},"output_type":"display_data"}}"#));
    let start = text.find(encoded).expect("it is there") + 4;
    let span = Span { start, end: start + 20, value: VALUE.as_bytes(), mask: MASK };
    let (result, _) = cleaned(&text, &[span], &Options::default());
    assert_eq!(result.len(), text.len());
    assert!(result.contains("aWQgKioqKioqKioqKioqIGVuZA=="));
}

#[test]
fn source_is_told_and_not_touched() {
    let text = notebook_of("").replace("print(1)", "key = 'token12345'");
    let (result, report) = cleaned(&text, &spans(&text, "token12345", MASK), &Options::default());
    assert_eq!(result, text);
    assert_eq!(report.in_source, [InSource { cell: 0, span: 0 }]);
}

#[test]
fn source_becomes_a_look_up_when_asked() {
    let options = Options { source: Source::LookUp, ..Options::default() };
    for (before, after) in [
        ("api_key = 'token12345'", r#"api_key = os.environ[\"API_KEY\"]"#),
        (r#"f(secret=\"token12345\")"#, r#"f(secret=os.environ[\"SECRET\"])"#),
        (r#"{'the key': 'token12345'}"#, r#"{'the key': os.environ[\"KEY\"]}"#),
        ("g('token12345')", r#"g(os.environ[\"NUMBER\"])"#),
        ("x = f'token12345'", "x = f'token12345'"),
        ("x = 'Bearer token12345'", "x = 'Bearer token12345'"),
    ] {
        let text = notebook_of("").replace("print(1)", before);
        let (result, report) = cleaned(&text, &spans(&text, "token12345", MASK), &options);
        assert_eq!(result, notebook_of("").replace("print(1)", after));
        assert_eq!(report.replaced + report.in_source.len(), 1);
    }
}

#[test]
fn an_output_is_dropped_when_asked() {
    let outputs = r#"{"a":"12-34-5678-9"}, {"b":2},{"c":"x"}"#;
    let text = notebook_of(outputs);
    let options = Options { drop: true, ..Options::default() };
    let (result, report) = cleaned(&text, &spans(&text, VALUE, MASK), &options);
    assert_eq!(result, notebook_of(r#"{"b":2},{"c":"x"}"#));
    assert_eq!((report.dropped, report.masked), (1, 0));
}

#[test]
fn metadata_and_widgets_are_masked() {
    let text = notebook_of("").replace("\"metadata\": {},\n \"nb", "\"metadata\": {\"p\": \"12-34-5678-9\"},\n \"nb");
    let (result, _) = cleaned(&text, &spans(&text, VALUE, MASK), &Options::default());
    assert_eq!(result, text.replace(VALUE, MASK));
}

#[test]
fn stripping_cuts_and_changes_nothing_else() {
    let text = notebook_of("\n    {\"output_type\":\"stream\"}\n   ").replace("\"nbformat_minor\": 5", "\"x\":\t1.50");
    let expected = notebook_of("").replace("\"nbformat_minor\": 5", "\"x\":\t1.50");
    let without_count = expected.replace("\"execution_count\": 3", "\"execution_count\": null");
    assert_eq!(stripped(&text, Strip::default()), without_count);
    assert_eq!(stripped(&text, Strip { keep_count: true, ..Strip::default() }), expected);
    let all = Strip { extent: Extent::All, ..Strip::default() };
    assert_eq!(stripped(&text, all), without_count.replace("ab12", "0"));
}

#[test]
fn stripping_keeps_what_it_is_told_to() {
    let kept_by_tag = notebook_of(r#"{"output_type":"stream"}"#)
        .replace("\"metadata\": {},\n   \"outputs", "\"metadata\": {\"tags\": [\"keep_output\"]},\n   \"outputs");
    assert_eq!(stripped(&kept_by_tag, Strip { keep_count: true, ..Strip::default() }), kept_by_tag);
    let outputs = r#"{"data":{"image/png":"aa", "text/plain":"b"},"output_type":"display_data"}, {"output_type":"stream","text":"abc"}"#;
    let text = notebook_of(outputs);
    let strip = Strip { keep_mime: vec!["image/png".into()], keep_count: true, ..Strip::default() };
    let expected = notebook_of(r#"{"data":{"image/png":"aa"},"output_type":"display_data"}"#);
    assert_eq!(stripped(&text, strip), expected);
    let strip = Strip { keep_size: Some(45), keep_count: true, ..Strip::default() };
    assert_eq!(stripped(&text, strip), notebook_of(r#"{"output_type":"stream","text":"abc"}"#));
}

#[test]
fn metadata_keys_are_cut_by_path() {
    let text = notebook_of("").replace(
        "\"metadata\": {},\n \"nb",
        "\"metadata\": {\"widgets\": {\"a\": []}, \"b\": {\"c\": 1, \"d\": 2}, \"signature\": \"s\"},\n \"nb",
    );
    let strip = Strip {
        extent: Extent::All,
        keep_id: true,
        keep_count: true,
        extra_keys: vec!["metadata.b.c".into()],
        keep_keys: vec!["metadata.signature".into()],
        ..Strip::default()
    };
    let expected = "\"metadata\": {\"b\": {\"d\": 2}, \"signature\": \"s\"},\n \"nb";
    assert_eq!(stripped(&text, strip), notebook_of("").replace("\"metadata\": {},\n \"nb", expected));
}

#[test]
fn what_is_not_understood_is_refused() {
    let text = notebook_of("");
    assert!(notebook(&text.as_bytes()[..50], &[], &Options::default()).is_err());
    assert!(notebook(b"{}", &[], &Options::default()).is_err());
    let span = Span { start: 10, end: 1 << 40, value: b"x", mask: MASK };
    assert!(notebook(text.as_bytes(), &[span], &Options::default()).is_err());
    let between = Span { start: 0, end: 1, value: b"{", mask: MASK };
    assert!(notebook(text.as_bytes(), &[between], &Options::default()).is_err());
}

#[test]
fn a_repeated_clean_changes_nothing() {
    let text = notebook_of(r#"{"data":{"text/plain":"0  Ann  12-34-5678-9\n"},"output_type":"display_data"}"#);
    let (once, _) = cleaned(&text, &spans(&text, VALUE, MASK), &Options::default());
    let (twice, _) = cleaned(&once, &spans(&once, VALUE, MASK), &Options::default());
    assert_eq!(once, twice);
}

#[test]
fn tables_and_text_are_masked() {
    let csv = "name,number\r\nAnn,12-34-5678-9\r\n\"B\",\"12-34-5678-9\"\r\n";
    let result = text(csv.as_bytes(), &spans(csv, VALUE, MASK)).expect("the spans are in the file");
    assert_eq!(result.bytes.as_deref(), Some(csv.replace(VALUE, MASK).as_bytes()));
    let json = "[{\"number\": 123456789}]\n";
    let result = text(json.as_bytes(), &spans(json, "123456789", MASK)).expect("the spans are in the file");
    assert_eq!(result.bytes.as_deref(), Some(&b"[{\"number\": \"[NUMBER]\"}]\n"[..]));
}

#[test]
fn a_wide_text_is_masked_in_its_encoding_and_an_archive_refused() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let bytes = wide("a 12-34-5678-9 b");
    let span = Span { start: 4, end: 28, value: VALUE.as_bytes(), mask: MASK };
    let result = text(&bytes, &[span]).expect("the span is in the file");
    assert_eq!(result.bytes, Some(wide("a [NUMBER] b")));
    let packed = [b"PK\x03\x04\0\0".as_slice(), &[7; 300]].concat();
    let span = Span { start: 0, end: 306, value: VALUE.as_bytes(), mask: MASK };
    assert!(text(&packed, &[span]).is_err());
}

#[test]
fn no_value_is_shown() {
    let span = Span { start: 1, end: 2, value: b"hidden", mask: MASK };
    assert!(!format!("{span:?}").contains("hidden"));
}
