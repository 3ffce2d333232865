//! Texts in every encoding, with values at every place.

use std::fmt::Write as _;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS, WINDOWS_1252};

use crate::sandbox::{Sandbox, findings, number};
use crate::values::token;

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

fn utf32(text: &str, little: bool) -> Vec<u8> {
    text.chars().map(u32::from).flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

fn in_encoding(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

/// Texts that hold one token each, by the name of their state.
fn texts(token: &str) -> Vec<(&'static str, Vec<u8>)> {
    let plain = format!("# settings\ntoken = \"{token}\"\nend = 1\n");
    let japanese = format!("設定です\nトークン\ntoken = \"{token}\"\n終わり\n");
    let western = format!("caf\u{e9} d\u{e9}j\u{e0}\ntoken = \"{token}\"\n\u{fc}ber\n");
    let with = |prefix: &[u8], text: Vec<u8>| [prefix, &text].concat();
    vec![
        ("utf8-bom", with(b"\xef\xbb\xbf", plain.clone().into_bytes())),
        ("utf16le-bom", with(b"\xff\xfe", utf16(&plain, true))),
        ("utf16be-bom", with(b"\xfe\xff", utf16(&plain, false))),
        ("utf16le", utf16(&plain, true)),
        ("utf16be", utf16(&plain, false)),
        ("utf16le-crlf", with(b"\xff\xfe", utf16(&plain.replace('\n', "\r\n"), true))),
        ("utf32le-bom", with(b"\xff\xfe\0\0", utf32(&plain, true))),
        ("utf32be", utf32(&plain, false)),
        ("latin1", in_encoding(&western, WINDOWS_1252)),
        ("sjis", in_encoding(&japanese, SHIFT_JIS)),
        ("gb18030", in_encoding("设定\n", GB18030).into_iter().chain(plain.bytes()).collect()),
        ("iso2022jp", in_encoding(&japanese, ISO_2022_JP)),
        ("euc-jp", in_encoding(&japanese, EUC_JP)),
        ("euc-kr", in_encoding(&format!("설정\n{plain}"), EUC_KR)),
        ("big5", in_encoding(&format!("設定\n{plain}"), BIG5)),
        ("sjis-adjacent", in_encoding(&format!("トークン{token}です\n"), SHIFT_JIS)),
        ("cjk-adjacent", format!("令牌{token}。设定\n").into_bytes()),
        ("crlf", plain.replace('\n', "\r\n").into_bytes()),
        ("cr", plain.replace('\n', "\r").into_bytes()),
        ("nul-mixed", plain.replace(' ', "\0").into_bytes()),
        ("nul-first", format!("\0{plain}").into_bytes()),
        ("nul-separated", format!("a=1\0token={token}\0b=2\0").into_bytes()),
        ("nul-late", format!("{}{plain}\0", "text\n".repeat(4000)).into_bytes()),
        ("nul-early-value-late", format!("\0\x01\x02{}{plain}", "text\n".repeat(20_000)).into_bytes()),
        ("no-final-newline", format!("token = \"{token}\"").into_bytes()),
        ("ansi-log", format!("\x1b[32mINFO\x1b[0m token=\x1b[1m{token}\x1b[0m\n").into_bytes()),
        ("nbsp", format!("token\u{a0}=\u{a0}{token}\u{a0}\n").into_bytes()),
        ("smart-quotes", format!("token = \u{201c}{token}\u{201d}\n").into_bytes()),
        ("bom-mid", format!("a\n\u{feff}token = {token}\u{feff}\n").into_bytes()),
        ("mixed-utf8-utf16", with("# utf-8 caf\u{e9}\n".as_bytes(), utf16(&plain, true))),
        ("u2028", format!("a\u{2028}token = {token}\u{2028}b\n").into_bytes()),
        ("invalid-utf8", [b"\xc3\x28\xff ", plain.as_bytes(), b"\xf0\x28\x8c"].concat()),
        ("backspace", format!("x\x08token = {token}\x08\n").into_bytes()),
        ("byte0", format!("{token}\nmore\n").into_bytes()),
        ("only-value", token.as_bytes().to_vec()),
        ("very-end", format!("{}{token}", "line of text\n".repeat(1000)).into_bytes()),
    ]
}

#[test]
fn a_token_is_found_in_every_encoding() {
    let sandbox = Sandbox::new();
    let texts = texts(&token(1));
    for (name, text) in &texts {
        sandbox.write(&format!("{name}.txt"), text);
    }
    let output = sandbox.tightlip(&["scan", "--format", "jsonl"]);
    let found = findings(&output);
    let missing: Vec<&str> = texts
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !found.iter().any(|one| one["path"] == format!("{name}.txt")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn places_are_those_of_the_file_on_disk() {
    let sandbox = Sandbox::new();
    let token = token(2);
    let plain = format!("a\ncaf\u{e9} = {token}\n");
    sandbox.write("a.txt", &plain);
    sandbox.write("b.txt", [b"\xff\xfe".to_vec(), utf16(&plain, true)].concat());
    sandbox.write("c.txt", plain.replace('\n', "\r\n"));
    for one in findings(&sandbox.tightlip(&["scan", "--format", "jsonl"])) {
        let bytes = sandbox.bytes(one["path"].as_str().unwrap_or_default());
        let offset = |key: &str| one[key].as_u64().unwrap_or_default() as usize;
        let value = &bytes[offset("start")..offset("end")];
        let is_wide = one["path"] == "b.txt";
        let value = if is_wide { value.iter().copied().filter(|byte| *byte != 0).collect() } else { value.to_vec() };
        assert_eq!(value, token.as_bytes(), "{one}");
        assert_eq!((&one["line"], &one["column"]), (&2.into(), &8.into()), "{one}");
    }
}

#[test]
fn a_value_across_any_boundary_is_found_once() {
    let sandbox = Sandbox::new();
    let sizes = [4096, 8192, 1 << 16, 1 << 20, 2 << 20, 8 << 20, 16 << 20];
    for size in sizes {
        let value = format!("\ntoken = {}\n", token(size));
        let filler = b"some words of text\n".iter().copied().cycle().take(size as usize - 20);
        sandbox.write(&format!("{size}.txt"), filler.chain(value.bytes()).chain(*b"the end\n").collect::<Vec<u8>>());
    }
    let found = findings(&sandbox.tightlip(&["scan", "--format", "jsonl"]));
    for size in sizes {
        let count = found.iter().filter(|one| one["path"] == format!("{size}.txt")).count();
        assert_eq!(count, 1, "{size}");
    }
}

#[test]
fn long_lines_and_many_values_are_read_to_their_end() {
    let sandbox = Sandbox::new();
    sandbox.write("line.js", "x=1;".repeat(1 << 19) + &format!("t=\"{}\";", token(1)));
    let mut many = String::new();
    for seed in 0..2000 {
        // Writing to a `String` cannot fail.
        let _ = write!(many, "t{seed}=\"{}\"{}", token(seed), if seed % 2 == 0 { "\n" } else { ";" });
    }
    sandbox.write("many.txt", many);
    let found = findings(&sandbox.tightlip(&["scan", "--format", "jsonl"]));
    assert_eq!(found.iter().filter(|one| one["path"] == "line.js").count(), 1);
    assert_eq!(found.iter().filter(|one| one["path"] == "many.txt").count(), 2000);
}

#[test]
fn a_person_is_found_in_wide_text_too() {
    let sandbox = Sandbox::new();
    let text = format!("name,ssn\nBob,{}\n", number());
    sandbox.write("a.csv", [b"\xff\xfe".to_vec(), utf16(&text, true)].concat());
    let found = findings(&sandbox.tightlip(&["scan", "--format", "jsonl"]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["rule"], "us-ssn");
}
