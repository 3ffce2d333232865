//! Notebooks of every form, and what is found of them.

use super::*;
use crate::document::picture::tests::{encode_base64, sample_png};
use crate::document::{Item, OffsetMap, Setting};

#[derive(Debug)]
struct Seen {
    cell: Option<usize>,
    output: Option<usize>,
    syntax: Syntax,
    text: String,
    core: String,
    first_line: u64,
}

fn regions(notebook: &[u8], check: &mut dyn FnMut(&Region<'_>)) -> Result<Vec<Seen>, NotANotebook> {
    let map = OffsetMap::identity(0, notebook.len());
    let root = Region::root(notebook, &map, Setting::default());
    let mut seen = Vec::new();
    read(&root, &mut |item| {
        let Item::Text(region) = item else { return };
        check(region);
        seen.push(Seen {
            cell: region.part.cell,
            output: region.part.output,
            syntax: region.setting.syntax,
            text: String::from_utf8_lossy(region.text).into_owned(),
            core: String::from_utf8_lossy(&region.text[region.core.clone()]).into_owned(),
            first_line: region.first_line,
        });
    })?;
    Ok(seen)
}

fn read_all(notebook: &str) -> Vec<Seen> {
    regions(notebook.as_bytes(), &mut |_| {}).expect("the test's notebook is one")
}

/// A notebook of one code cell with these outputs.
fn with_outputs(outputs: &str) -> String {
    format!(
        r#"{{"cells":[{{"cell_type":"code","execution_count":1,"id":"a1b2c3d4","metadata":{{}},"outputs":[{outputs}],"source":[]}}],"metadata":{{}},"nbformat":4,"nbformat_minor":5}}"#
    )
}

fn text_of(seen: &[Seen], cell: Option<usize>, output: Option<usize>) -> Vec<&str> {
    let here = |seen: &&Seen| seen.cell == cell && seen.output == output && seen.text != "\"metadata\":{}\n";
    seen.iter().filter(here).map(|seen| seen.text.as_str()).collect()
}

#[test]
fn a_source_split_over_lines_is_one_text_that_leads_back() {
    let notebook = concat!(
        "{\r\n\t\"cells\": [\r\n\t\t{\"cell_type\": \"code\",\r\n\t\t\"source\": [\"a = \\\"one\\\"\\n\",\r\n\t\t\"b = \\u00e9",
        "two\"]}\r\n\t],\r\n\t\"nbformat\": 4\r\n}"
    );
    let mut places = Vec::new();
    let seen = regions(notebook.as_bytes(), &mut |region| {
        let at = memchr::memmem::find(region.text, "étwo".as_bytes()).expect("it is there");
        places.push((region.locate(at..at + 5), region.own_line(at)));
    });
    assert_eq!(seen.map(|seen| seen[0].text.clone()), Ok("a = \"one\"\nb = étwo".to_owned()));
    let (place, line) = &places[0];
    assert_eq!(&notebook[place.start as usize..place.end as usize], "\\u00e9two");
    assert_eq!((place.line, place.column, *line), (5, 8, 2));
}

#[test]
fn cells_tell_their_language() {
    let cell = |kind: &str, source: &str| format!(r#"{{"source": "{source}", "cell_type": "{kind}"}}"#);
    let cells = [
        cell("code", "x = 1"),
        cell("markdown", "# Title"),
        cell("raw", "anything"),
        cell("code", r"%%bash\nexport A=b"),
        cell("code", r"%%writefile conf/.env\nA=b"),
        cell("code", r"import os\n!export A=b \\\n  C=d\n%env E=f\ny = 2"),
    ];
    let seen = read_all(&format!("{{\"cells\": [{}]}}", cells.join(",")));
    let found: Vec<_> = seen.iter().map(|seen| (seen.cell, seen.syntax, seen.text.as_str(), seen.first_line)).collect();
    let expected = [
        (Some(0), Syntax::Code, "x = 1", 1),
        (Some(1), Syntax::Markdown, "# Title", 1),
        (Some(2), Syntax::Unknown, "anything", 1),
        (Some(3), Syntax::Shell, "%%bash\nexport A=b", 1),
        (Some(4), Syntax::DotEnv, "%%writefile conf/.env\nA=b", 1),
        (Some(5), Syntax::Code, "import os\n", 1),
        (Some(5), Syntax::Shell, "!export A=b \\\n  C=d\n%env E=f\n", 2),
        (Some(5), Syntax::Code, "y = 2", 5),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_value_split_over_two_streams_is_seen_from_the_first() {
    let stream = |name: &str, text: &str| format!(r#"{{"name":"{name}","output_type":"stream","text":["{text}"]}}"#);
    let outputs = [stream("stdout", "key=abc"), stream("stdout", r"def\nmore"), stream("stderr", "other")].join(",");
    let notebook = with_outputs(&outputs);
    let mut place = None;
    let seen = regions(notebook.as_bytes(), &mut |region| {
        if region.part.output == Some(0) {
            let location = region.locate(4..10);
            place = Some(notebook[location.start as usize..location.end as usize].to_owned());
        }
    });
    let seen = seen.expect("the test's notebook is one");
    assert_eq!(seen[0].text, "key=abcdef\nmore");
    assert_eq!(seen[0].core, "key=abc");
    assert_eq!(seen[1].core, "def\nmore");
    assert_eq!(seen[2].text, "other");
    let place = place.expect("the first output is there");
    assert!(place.starts_with("abc\"") && place.ends_with("[\"def"));
}

#[test]
fn tracebacks_are_joined_without_their_colours() {
    let notebook = with_outputs(
        r#"{"output_type":"error","ename":"ValueError","evalue":"bad key","traceback":["\u001b[0;31mValueError\u001b[0m: bad","  at \u001b[1;32mx\u001b[0m"]}"#,
    );
    let seen = read_all(&notebook);
    let texts = text_of(&seen, Some(0), Some(0));
    assert_eq!(texts, ["ValueError", "bad key", "ValueError: bad\n  at x"]);
}

#[test]
fn every_mime_type_is_read_as_what_it_is() {
    let notebook = with_outputs(
        r#"{"output_type":"execute_result","data":{"text/plain":["  ssn\n","0 x"],"text/html":"<b title=\"t\">x</b>",
        "application/json":{"a":[1,"q\"\u0041"]},"text/latex":"$x$","application/vnd.plotly.v1+json":{"data":[]},
        "image/svg+xml":"<svg/>"},"metadata":{"note":"kept"}}"#,
    );
    let seen = read_all(&notebook);
    let found: Vec<_> = seen.iter().filter(|seen| seen.output.is_some()).map(|s| (s.syntax, s.text.as_str())).collect();
    let expected = [
        (Syntax::Log, "  ssn\n0 x"),
        (Syntax::Html, "<b title=\"t\">x</b>"),
        (Syntax::Json, "{\"a\":[1,\"q\"A\"]}"),
        (Syntax::Unknown, "$x$"),
        (Syntax::Json, "{\"data\":[]}"),
        (Syntax::Xml, "<svg/>"),
        (Syntax::Json, "\"metadata\":{\"note\":\"kept\"}\n"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn pictures_are_passed_over_but_for_their_texts() {
    let base64 = encode_base64(&sample_png());
    let broken: Vec<_> = base64.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    let outputs = [
        format!(r#"{{"output_type":"display_data","data":{{"image/png":"{base64}"}}}}"#),
        format!(r#"{{"output_type":"display_data","data":{{"image/png":"{}\n"}}}}"#, broken.join("\\n")),
        format!(
            r#"{{"output_type":"display_data","data":{{"text/html":"<img src=\"data:image/png;base64,{base64}\"/>after"}}}}"#
        ),
        format!(r#"{{"output_type":"display_data","data":{{"image/png":["{}"]}}}}"#, broken.join("\\n\",\n\"")),
    ];
    let seen = read_all(&with_outputs(&outputs.join(",")));
    for output in 0..4 {
        let texts = text_of(&seen, Some(0), Some(output));
        assert_eq!(
            texts.iter().filter(|text| text.contains("words") || text.contains("behind")).count(),
            3,
            "{output}"
        );
        assert!(texts.iter().all(|text| !text.contains(&base64[8..40])), "{output}");
    }
    assert!(text_of(&seen, Some(0), Some(2)).contains(&"<img src=\"data:image/png;base64,\"/>after"));
}

#[test]
fn what_else_is_in_it_is_read_too() {
    let attached = encode_base64(b"a file's words, long enough");
    let notebook = format!(
        r#"{{"metadata":{{"kernelspec":{{"name":"python3"}},"papermill":{{"parameters":{{"user":"somebody"}}}},
        "widgets":{{"application/vnd.jupyter.widget-state+json":{{"state":{{"x":{{"value":"typed"}}}}}}}}}},"other":["kept"],
        "cells":[{{"cell_type":"markdown","id":"{}","source":"","attachments":{{"notes.zip":{{"application/zip":"{attached}"}}}},
        "metadata":{{"tags":["tagged"]}},"source":"second source"}}, "no cell"]}}"#,
        "x".repeat(40)
    );
    let seen = read_all(&notebook);
    let all: String = seen.iter().map(|seen| seen.text.as_str()).collect();
    let kept =
        ["somebody", "typed", "kept", "tagged", "a file's words", "second source", "no cell", "notes.zip", "xxxx"];
    for words in kept {
        assert!(all.contains(words), "{words}");
    }
    assert!(seen.iter().any(|seen| seen.cell == Some(0) && seen.text.contains("tagged")));
}

#[test]
fn format_3_is_read() {
    let notebook = r#"{"metadata":{"name":""},"nbformat":3,"worksheets":[{"cells":[
        {"cell_type":"heading","level":1,"source":["Title"]},
        {"cell_type":"code","collapsed":false,"input":["print(1)"],"language":"python","outputs":[
          {"output_type":"stream","stream":"stdout","text":["1\n"]},
          {"output_type":"pyout","prompt_number":2,"text":["plain"],"html":["<b>"]},
          {"output_type":"pyerr","ename":"E","evalue":"v","traceback":["t"]}],"prompt_number":2}]},
        {"cells":[{"cell_type":"raw","source":"third"}]}]}"#;
    let seen = read_all(notebook);
    assert_eq!(text_of(&seen, Some(0), None), ["Title"]);
    assert_eq!(text_of(&seen, Some(1), None), ["print(1)"]);
    assert_eq!(text_of(&seen, Some(1), Some(0)), ["1\n"]);
    assert_eq!(text_of(&seen, Some(1), Some(1)), ["plain", "<b>"]);
    assert_eq!(text_of(&seen, Some(1), Some(2)), ["E", "v", "t"]);
    assert_eq!(text_of(&seen, Some(2), None), ["third"]);
}

#[test]
fn what_is_no_notebook_leaves_nothing_behind() {
    let whole = with_outputs(r#"{"output_type":"stream","name":"stdout","text":"seen"}"#);
    let mut handed_over = 0;
    for (text, offset) in [
        (whole[..whole.len() - 1].to_owned(), whole.len() - 1),
        (format!("<<<<<<< ours\n{whole}"), 0),
        ("[1, 2]".to_owned(), 0),
        (r#"{"a":{"cells":[]}}"#.to_owned(), 0),
    ] {
        let result = regions(text.as_bytes(), &mut |_| handed_over += 1);
        assert!(result.is_err_and(|error| error.offset.abs_diff(offset) < 3));
    }
    assert_eq!(handed_over, 0);
    assert!(regions(format!("\u{feff}{whole}\r\n").as_bytes(), &mut |_| {}).is_ok());
}

#[test]
fn deep_nesting_and_repeated_keys_are_read() {
    let deep = format!("{}\"bottom\"{}", "[".repeat(100_000), "]".repeat(100_000));
    let notebook = format!(
        r#"{{"cells":[{{"cell_type":"code","source":{deep},"outputs":[{{"data":{{"text/plain":{deep}}}}}]}}],"cells":[{{"source":"twice"}}]}}"#
    );
    let seen = read_all(&notebook);
    assert_eq!(seen.iter().filter(|seen| seen.text.contains("bottom")).count(), 2);
    assert_eq!(text_of(&seen, Some(1), None), ["twice"]);
}

#[test]
fn a_large_output_leaves_in_windows_that_miss_nothing() {
    let lines: Vec<String> = (0..700_000).map(|number| format!(r"line {number}\n")).collect();
    let notebook = with_outputs(&format!(r#"{{"output_type":"stream","name":"stdout","text":"{}"}}"#, lines.concat()));
    let mut last = 0;
    let seen = regions(notebook.as_bytes(), &mut |region| {
        if region.part.output.is_none() {
            return;
        }
        let start = region.core.start;
        let number = region.own_line(start) - 1;
        assert!(region.text[start..].starts_with(format!("line {number}\n").as_bytes()));
        let place = region.locate(start..start + 5);
        assert_eq!(&notebook[place.start as usize..place.end as usize], "line ");
        last = number;
    });
    let seen = seen.expect("the test's notebook is one");
    let all: String = seen.iter().filter(|seen| seen.output.is_some()).map(|seen| seen.core.as_str()).collect();
    assert!(last > 100_000);
    assert_eq!(all, lines.concat().replace(r"\n", "\n"));
}
