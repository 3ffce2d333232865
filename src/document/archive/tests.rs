//! Every format, made in code, whole and damaged.

#![allow(clippy::unwrap_used)]

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use proptest::prelude::*;

use super::*;
use crate::document;

/// What was handed over: the texts with the way to each, and the problems.
#[derive(Debug, Default)]
pub(super) struct Opened {
    pub(super) texts: Vec<(String, Vec<u8>)>,
    pub(super) places: Vec<Range<u64>>,
    pub(super) problems: Vec<(ProblemKind, String)>,
}

impl Opened {
    pub(super) fn of(name: &str, bytes: &[u8]) -> Self {
        let mut opened = Self::default();
        document::open(name.as_bytes(), bytes, &mut |item| match item {
            Item::Text(region) | Item::Tables(region, _) => {
                let place = region.locate(0..region.text.len());
                opened.texts.push((region.part.member.clone().unwrap_or_default(), region.text.to_vec()));
                opened.places.push(place.start..place.end);
            }
            Item::Problem(kind, message) => opened.problems.push((kind, message)),
        });
        opened
    }

    /// The ways to the texts that hold `value`.
    pub(super) fn members_with(&self, value: &str) -> Vec<&str> {
        let holds = |text: &[u8]| memchr::memmem::find(text, value.as_bytes()).is_some();
        let mut ways: Vec<&str> =
            self.texts.iter().filter(|(_, text)| holds(text)).map(|(member, _)| member.as_str()).collect();
        // A text may be handed over once more without its control characters; findings in both are one.
        ways.dedup();
        ways
    }

    pub(super) fn kinds(&self) -> Vec<ProblemKind> {
        self.problems.iter().map(|(kind, _)| *kind).collect()
    }
}

/// A member as it is packed: name, method, content packed, length of the content.
type Member = (&'static str, u16, Vec<u8>, usize);

pub(super) fn deflated(name: &'static str, text: &[u8]) -> Member {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text).unwrap();
    (name, 8, packer.finish().unwrap(), text.len())
}

pub(super) fn stored(name: &'static str, text: &[u8]) -> Member {
    (name, 0, text.to_vec(), text.len())
}

/// A zip of the members, with flags and a comment.
fn zip_with(members: &[Member], flags: u16, comment: &str) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, method, packed, length) in members {
        let offset = u32::try_from(zip.len()).unwrap();
        let sizes = [packed.len(), *length].map(|size| u32::try_from(size).unwrap().to_le_bytes()).concat();
        let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let common =
            [&[20, 0][..], &flags.to_le_bytes(), &method.to_le_bytes(), &[0; 8], &sizes, &name_length, &[0, 0]];
        let common = common.concat();
        zip.extend([b"PK\x03\x04", &common[..], name.as_bytes(), packed].concat());
        let entry = [b"PK\x01\x02\x14\0", &common[..], &[0; 10], &offset.to_le_bytes(), name.as_bytes()];
        directory.extend(entry.concat());
    }
    let count = u16::try_from(members.len()).unwrap().to_le_bytes();
    let numbers = [directory.len(), zip.len()].map(|number| u32::try_from(number).unwrap().to_le_bytes()).concat();
    let length = u16::try_from(comment.len()).unwrap().to_le_bytes();
    let end = [b"PK\x05\x06\0\0\0\0", &count[..], &count, &numbers, &length, comment.as_bytes()].concat();
    [zip, directory, end].concat()
}

pub(super) fn zip(members: &[Member]) -> Vec<u8> {
    zip_with(members, 0, "")
}

pub(super) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text).unwrap();
    packer.finish().unwrap()
}

fn bzip2(text: &[u8]) -> Vec<u8> {
    let mut packer = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
    packer.write_all(text).unwrap();
    packer.finish().unwrap()
}

fn xz(text: &[u8]) -> Vec<u8> {
    let mut packer = liblzma::write::XzEncoder::new(Vec::new(), 1);
    packer.write_all(text).unwrap();
    packer.finish().unwrap()
}

fn lzma_alone(text: &[u8]) -> Vec<u8> {
    let options = liblzma::stream::LzmaOptions::new_preset(1).unwrap();
    let stream = liblzma::stream::Stream::new_lzma_encoder(&options).unwrap();
    let mut packer = liblzma::write::XzEncoder::new_stream(Vec::new(), stream);
    packer.write_all(text).unwrap();
    packer.finish().unwrap()
}

fn zstandard(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

fn tar_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = ::tar::Builder::new(Vec::new());
    for (name, text) in members {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *text).unwrap();
    }
    tar.into_inner().unwrap()
}

const TEXT: &[u8] = b"first line\nkey = the value\n";
const VALUE: &str = "key = the value";

fn holds_once(name: &str, bytes: &[u8], member: &str) {
    let opened = Opened::of(name, bytes);
    assert_eq!(opened.members_with(VALUE), [member], "{name}");
    assert!(opened.problems.is_empty(), "{name}: {:?}", opened.problems);
}

#[test]
fn every_method_of_zip() {
    holds_once("a.zip", &zip(&[deflated("d/b.env", TEXT)]), "a.zip!/d/b.env");
    holds_once("a.zip", &zip(&[stored("b.env", TEXT)]), "a.zip!/b.env");
    holds_once("a.zip", &zip(&[("b.env", 12, bzip2(TEXT), TEXT.len())]), "a.zip!/b.env");
    holds_once("a.zip", &zip(&[("b.env", 95, xz(TEXT), TEXT.len())]), "a.zip!/b.env");
    holds_once("a.zip", &zip(&[("b.env", 93, zstandard(TEXT), TEXT.len())]), "a.zip!/b.env");
    let alone = lzma_alone(TEXT);
    let lzma = [&[9, 20, 5, 0], &alone[..5], &alone[13..]].concat();
    holds_once("a.zip", &zip(&[("b.env", 14, lzma, TEXT.len())]), "a.zip!/b.env");
}

#[test]
fn a_zip_is_told_by_its_content() {
    let whole = zip(&[deflated("b.env", TEXT)]);
    for name in ["noextension", "a.jar", "pkg-1.0-py3-none-any.whl"] {
        holds_once(name, &whole, &format!("{name}!/b.env"));
    }
    let prefixed = [b"#!/bin/sh\nthe prefix\n", &whole[..]].concat();
    holds_once("run", &prefixed, "run!/b.env");
    assert_eq!(Opened::of("run", &prefixed).members_with("the prefix"), [""]);
    let commented = zip_with(&[stored("b.env", TEXT)], 0, "what is commented");
    holds_once("a.zip", &commented, "a.zip!/b.env");
    assert_eq!(Opened::of("a.zip", &commented).members_with("what is commented"), [""]);
    assert_eq!(Opened::of("a.zip", &commented).members_with("b.env"), [""]);
}

#[test]
fn zips_of_others_are_read() {
    let mut writer = ::zip::ZipWriter::new_stream(Vec::new());
    writer.start_file("b.env", ::zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(TEXT).unwrap();
    let streamed = writer.finish().unwrap().into_inner();
    holds_once("a.zip", &streamed, "a.zip!/b.env");
    let cut = &streamed[..streamed.len() - 30];
    let opened = Opened::of("a.zip", cut);
    assert_eq!((opened.members_with(VALUE), opened.kinds()), (vec!["a.zip!/b.env"], vec![ProblemKind::Malformed]));
}

#[test]
fn what_is_wrong_with_a_zip_is_told() {
    let whole = zip(&[deflated("a", &TEXT.repeat(50)), deflated("b.env", TEXT)]);
    let cut = Opened::of("a.zip", &whole[..whole.len() * 2 / 5]);
    assert_eq!(cut.members_with(VALUE), ["a.zip!/a"]);
    assert!(cut.kinds().contains(&ProblemKind::Malformed));
    let encrypted = Opened::of("a.zip", &zip_with(&[stored("b.env", TEXT)], 1, ""));
    assert_eq!(encrypted.kinds(), [ProblemKind::Encrypted]);
    let bomb = Opened::of("a.zip", &zip(&[deflated("zeros", &vec![0; 17 << 20]), deflated("b.env", TEXT)]));
    assert_eq!(bomb.kinds(), [ProblemKind::Limit, ProblemKind::Limit]);
    assert!(bomb.problems[0].1.starts_with("a.zip!/zeros: "));
    let slip = Opened::of("a.zip", &zip(&[deflated("../../etc/passwd\n", TEXT)]));
    assert_eq!(slip.members_with(VALUE), ["a.zip!/../../etc/passwd\u{fffd}"]);
    let twice = Opened::of("a.zip", &zip(&[deflated("b.env", b"harmless"), deflated("b.env", TEXT)]));
    assert_eq!(twice.members_with(VALUE), ["a.zip!/b.env (2)"]);
    let unknown = Opened::of("a.zip", &zip(&[("b.env", 98, TEXT.to_vec(), TEXT.len())]));
    assert_eq!(unknown.kinds(), [ProblemKind::Malformed]);
}

#[test]
fn a_member_that_the_directory_does_not_tell_of_is_read() {
    let hidden = zip(&[stored("hidden", TEXT)]);
    let local = &hidden[..30 + 6 + TEXT.len()];
    let bytes = [local, &zip(&[stored("a", b"told")])].concat();
    let opened = Opened::of("a.zip", &bytes);
    assert_eq!((opened.members_with(VALUE), opened.members_with("told")), (vec!["a.zip!/hidden"], vec!["a.zip!/a"]));
}

#[test]
fn tar_and_what_it_is_packed_in() {
    let long = "d/".repeat(80) + "b.env";
    let tar = tar_of(&[("d/b.env", TEXT), (&long, b"in a deep folder")]);
    holds_once("a.tar", &tar, "a.tar!/d/b.env");
    assert_eq!(Opened::of("a.tar", &tar).members_with("in a deep folder"), [format!("a.tar!/{long}")]);
    holds_once("a.tgz", &gzip(&tar), "a.tgz!/d/b.env");
    holds_once("a.tar.bz2", &bzip2(&tar), "a.tar.bz2!/d/b.env");
    holds_once("a.tar.xz", &xz(&tar), "a.tar.xz!/d/b.env");
    holds_once("a.tar.zst", &zstandard(&tar), "a.tar.zst!/d/b.env");
    let cut = Opened::of("a.tar", &tar[..512 + 26]);
    assert_eq!((cut.members_with(VALUE), cut.kinds()), (vec!["a.tar!/d/b.env"], vec![ProblemKind::Malformed]));
}

#[test]
fn a_stored_text_is_told_by_its_place_in_the_file() {
    let tar = tar_of(&[("b.env", TEXT)]);
    let opened = Opened::of("a.tar", &tar);
    assert_eq!((opened.texts[0].0.as_str(), opened.places[0].clone()), ("a.tar!/b.env", 512..512 + TEXT.len() as u64));
}

#[test]
fn one_text_compressed() {
    holds_once("b.log.gz", &gzip(TEXT), "b.log.gz!/b.log");
    holds_once("b.bz2", &bzip2(TEXT), "b.bz2!/b");
    holds_once("b.xz", &xz(TEXT), "b.xz!/b");
    holds_once("b.lzma", &lzma_alone(TEXT), "b.lzma!/b");
    holds_once("b.zst", &zstandard(TEXT), "b.zst!/b");
    let members = [gzip(b"before"), gzip(TEXT)].concat();
    holds_once("b.gz", &members, "b.gz!/b");
    let frames = [zstandard(b"before"), b"\x50\x2a\x4d\x18\x02\0\0\0xx".to_vec(), zstandard(TEXT)].concat();
    holds_once("b.zst", &frames, "b.zst!/b");
    let text: Vec<u8> =
        (0..3000_u32).flat_map(|number| format!("{:x}\n", number.wrapping_mul(2_654_435_761)).into_bytes()).collect();
    let whole = gzip(&[TEXT, &text].concat());
    let cut = Opened::of("b.gz", &whole[..whole.len() / 2]);
    assert_eq!((cut.members_with(VALUE), cut.kinds()), (vec!["b.gz!/b"], vec![ProblemKind::Malformed]));
}

#[test]
fn containers_in_containers() {
    let mut bytes = zip(&[deflated("b.env", TEXT)]);
    for _ in 0..4 {
        bytes = zip(&[deflated("in.zip", &bytes)]);
    }
    let way = "a.zip!/in.zip!/in.zip!/in.zip!/in.zip!/b.env";
    holds_once("a.zip", &bytes, way);
    let deeper = Opened::of("a.zip", &zip(&[deflated("in.zip", &bytes)]));
    assert_eq!((deeper.members_with(VALUE).len(), deeper.kinds()), (0, vec![ProblemKind::Limit]));
    let mixed = zip(&[stored("x.tgz", &gzip(&tar_of(&[("y.zip", &zip(&[stored("b.env", TEXT)]))])))]);
    holds_once("a.zip", &mixed, "a.zip!/x.tgz!/y.zip!/b.env");
}

#[test]
fn a_container_in_base64_is_opened() {
    use crate::document::picture::tests::encode_base64;
    for packed in [gzip(TEXT), zip(&[deflated("b.env", TEXT)])] {
        let text = format!("data: {}\n", encode_base64(&packed));
        let opened = Opened::of("a.txt", text.as_bytes());
        assert_eq!(opened.members_with(VALUE).len(), 1, "{:?}", opened);
        assert!(opened.problems.is_empty());
    }
}

#[test]
fn text_in_utf16_and_a_notebook_are_opened_as_files_are() {
    let wide: Vec<u8> = "\u{feff}key = the value\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    holds_once("a.zip", &zip(&[deflated("b.txt", &wide)]), "a.zip!/b.txt");
    let notebook = br#"{"cells":[{"cell_type":"code","source":["key = ","the value"]}],"nbformat":4}"#;
    let opened = Opened::of("a.zip", &zip(&[deflated("b.ipynb", notebook)]));
    assert_eq!(opened.members_with(VALUE), ["a.zip!/b.ipynb"]);
}

#[test]
fn a_text_too_large_to_be_held_is_read_in_pieces() {
    let mut text = b"0123456789abcde\n".repeat((PIECE + (1 << 20)) / 16);
    text.extend_from_slice(TEXT);
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(&text).unwrap();
    let packed = packer.finish().unwrap();
    // Something that does not compress makes the ratio an honest one.
    let ballast: Vec<u8> = (0..200_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let bytes = zip(&[("big.txt", 8, packed, text.len()), stored("ballast", &ballast)]);
    let mut found = Vec::new();
    document::open(b"a.zip", &bytes, &mut |item| match item {
        Item::Text(region) | Item::Tables(region, _) => {
            let at = memchr::memmem::find(region.text, VALUE.as_bytes()).filter(|at| region.core.contains(at));
            found.extend(at.map(|at| region.locate(at..at + 3).line));
        }
        Item::Problem(kind, message) => panic!("{kind:?} {message}"),
    });
    assert_eq!(found, [(text.len() - TEXT.len()) as u64 / 16 + 2]);
}

const TYPES: &[u8] = b"<Types/>";

#[test]
fn a_paragraph_in_runs_is_one_text() {
    let document = b"<?xml version='1.0'?><w:document><w:body><w:p><w:r><w:t>key = </w:t></w:r><w:r><w:rPr/>\
        <w:t xml:space='preserve'>the val</w:t></w:r><w:r><w:t>ue</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r>\
        <w:t>a &amp; b</w:t></w:r></w:p></w:tc><w:tc><w:p><w:t>c</w:t></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let docx = zip(&[deflated("[Content_Types].xml", TYPES), deflated("word/document.xml", document)]);
    holds_once("a.docx", &docx, "a.docx!/word/document.xml");
    assert_eq!(Opened::of("a.docx", &docx).members_with("a & b \tc \t\n").len(), 1);
}

/// A workbook with a header row of shared strings, and a row of numbers in three styles.
pub(super) fn workbook() -> Vec<u8> {
    let sheet = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
        <c r="D1" t="inlineStr"><is><t>born</t></is></c></row>
        <row r="2"><c r="A2" t="str"><f>"Jo"&amp;"An"</f><v>JoAn</v></c><c r="B2" s="1"><v>12345678</v></c>
        <c r="C2"><v>1.23456789E8</v></c><c r="D2" s="2"><v>32874</v></c></row></sheetData>
        <headerFooter><oddHeader>the header</oddHeader></headerFooter></worksheet>"#;
    let workbook = br#"<workbook><sheets><sheet name="Pay &amp; Roll" sheetId="1" r:id="rId7"/></sheets></workbook>"#;
    let relations = br#"<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let strings =
        b"<sst><si><t>name</t></si><si><r><t>s</t></r><r><t>sn</t></r></si><si><t>key = the value</t></si></sst>";
    let styles = br#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000\-00\-0000"/></numFmts>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    zip(&[
        deflated("[Content_Types].xml", TYPES),
        deflated("xl/workbook.xml", workbook),
        deflated("xl/_rels/workbook.xml.rels", relations),
        deflated("xl/worksheets/sheet1.xml", sheet),
        deflated("xl/sharedStrings.xml", strings),
        deflated("xl/styles.xml", styles),
    ])
}

#[test]
fn a_sheet_is_a_table() {
    let opened = Opened::of("a.xlsx", &workbook());
    assert!(opened.problems.is_empty(), "{:?}", opened.problems);
    let sheet = opened.texts.iter().find(|(member, _)| member == "a.xlsx!/Pay & Roll").unwrap();
    assert_eq!(String::from_utf8_lossy(&sheet.1), "name\tssn\t\tborn\nJoAn\t012-34-5678\t123456789\t1990-01-01\n");
    assert_eq!(opened.members_with(VALUE), ["a.xlsx!/xl/sharedStrings.xml"]);
    assert_eq!(opened.members_with("the header"), ["a.xlsx!/xl/worksheets/sheet1.xml"]);
    assert_eq!(opened.members_with("=\"Jo\"&\"An\""), ["a.xlsx!/xl/worksheets/sheet1.xml"]);
}

#[test]
fn what_a_pdf_shows() {
    let pdf = |filter: &str, stream: &[u8]| {
        let head = format!("%PDF-1.4\n1 0 obj\n<< {filter} /Length {} >>\nstream\n", stream.len());
        [head.as_bytes(), stream, b"\nendstream\nendobj\ntrailer << /Info (in the trailer) >>\n"].concat()
    };
    let page = b"BT /F1 12 Tf 72 700 Td [(key) -250 (= t) 20 (he \\166) -5 (alue)] TJ 0 -14 Td <6f746865722077> Tj ET";
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(page).unwrap();
    let packed = packer.finish().unwrap();
    for bytes in [pdf("", page), pdf("/Filter /FlateDecode", &packed)] {
        holds_once("a.pdf", &bytes, "a.pdf!/stream 1");
        assert_eq!(Opened::of("a.pdf", &bytes).members_with("the value\nother w").len(), 1);
        assert_eq!(Opened::of("a.pdf", &bytes).members_with("in the trailer"), [""]);
    }
    let text = b"BT (key = the value) Tj ET";
    let digits: String = text.iter().map(|byte| format!("{byte:02x}")).collect();
    holds_once("a.pdf", &pdf("/Filter [/ASCIIHexDecode]", (digits + ">").as_bytes()), "a.pdf!/stream 1");
    let secret = Opened::of("a.pdf", &[&pdf("", page)[..], b"/Encrypt 5 0 R"].concat());
    assert_eq!(secret.kinds(), [ProblemKind::Encrypted]);
}

#[test]
fn the_texts_of_pictures() {
    let png = crate::document::picture::tests::sample_png();
    let opened = Opened::of("a.png", &png);
    for text in ["Comment:plain words", "packed words", "behind the end"] {
        assert_eq!(opened.members_with(text), [""], "{text}");
    }
    let both = [&png[..], &zip(&[deflated("b.env", TEXT)])].concat();
    holds_once("a.png", &both, "a.png!/b.env");
}

#[test]
fn the_strings_of_python() {
    let pickle = b"\x80\x04\x95\x20\0\0\0\0\0\0\0}\x94\x8c\x03key\x94\x8c\x41";
    let value = "v".repeat(0x41);
    let pickle = [&pickle[..], value.as_bytes(), b"\x94s."].concat();
    assert_eq!(Opened::of("a.pickle", &pickle).texts.last().unwrap().1, format!("{value}\n").as_bytes());
    let module = [b"\xcb\r\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3\xda\x41", value.as_bytes(), b"N"].concat();
    assert_eq!(Opened::of("a.pyc", &module).texts.last().unwrap().1, format!("{value}\n").as_bytes());
}

#[test]
fn attachments_are_opened() {
    use crate::document::picture::tests::encode_base64;
    let packed = encode_base64(&zip(&[deflated("b.env", &[TEXT, &TEXT.repeat(9)].concat())]));
    let wrapped: Vec<&str> = packed.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let mail = format!(
        "From a@b Thu\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n{}\n\n--b--\n",
        wrapped.join("\n")
    );
    for name in ["a.eml", "a.mbox"] {
        assert_eq!(Opened::of(name, mail.as_bytes()).members_with(VALUE), ["base64!/b.env"]);
    }
    let notebook = format!(
        r#"{{"cells":[{{"cell_type":"markdown","source":[],"attachments":{{"a.zip":{{"application/zip":"{packed}"}}}}}}]}}"#
    );
    assert_eq!(Opened::of("a.ipynb", notebook.as_bytes()).members_with(VALUE), ["base64!/b.env"]);
}

#[test]
fn what_is_not_decoded_is_told() {
    let opened = Opened::of("a.parquet", b"PAR1\x15\x04 key = the value PAR1");
    assert_eq!((opened.members_with(VALUE), opened.kinds()), (vec![""], vec![ProblemKind::Malformed]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_damaged_is_a_danger(which in 0_usize..11, flips in prop::collection::vec((any::<u16>(), any::<u8>()), 0..6), cut in any::<u16>()) {
        let tar = tar_of(&[("d/b.env", TEXT), ("c", b"more")]);
        let mut bytes = match which {
            0 => zip(&[deflated("b.env", TEXT), stored("c", TEXT), ("d", 12, bzip2(TEXT), TEXT.len())]),
            1 => tar.clone(),
            2 => gzip(&tar),
            3 => bzip2(&tar),
            4 => xz(&tar),
            5 => zstandard(&tar),
            6 => lzma_alone(&tar),
            7 => workbook(),
            8 => [&b"%PDF-1.4\n1 0 obj\n<</Length 9>>\nstream\nBT [(a) -200 (b\\0)] TJ <61>Tj ET\nendstream"[..], &tar].concat(),
            9 => crate::document::picture::tests::sample_png(),
            _ => zip(&[stored("in.zip", &zip(&[deflated("x", TEXT)]))]),
        };
        for (at, value) in flips {
            let at = usize::from(at) % bytes.len();
            bytes[at] ^= value;
        }
        bytes.truncate(bytes.len() - usize::from(cut) % bytes.len() / 4);
        Opened::of("a", &bytes);
    }
}
