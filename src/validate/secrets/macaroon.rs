//! Macaroons: bearer tokens of an identifier, caveats and a signature, in the binary formats of libmacaroons.

use super::super::judge::{FORMAT, Judged, proven_if, require};
use super::super::{Verdict, radix};

const LOCATION: u8 = 1;
const IDENTIFIER: u8 = 2;
const VERIFICATION: u8 = 4;
const SIGNATURE: u8 = 6;
const SIGNATURE_LENGTH: usize = 32;

/// PyPI: `pypi-` and a macaroon whose location is that of an index of packages (PyPI, "API tokens"). One that begins like
/// that and breaks off is plausible.
pub(crate) fn pypi_macaroon(value: &[u8]) -> Judged {
    const LOCATIONS: [&[u8]; 2] = [b"\x02\x01\x08pypi.org", b"\x02\x01\x0dtest.pypi.org"];
    /// How much base64 holds the longer location.
    const HEAD: usize = 24;
    let body = value.strip_prefix(b"pypi-").ok_or(FORMAT)?;
    let head = body.get(..HEAD).and_then(radix::base64).ok_or(FORMAT)?;
    require(
        LOCATIONS.iter().any(|location| head.starts_with(location)),
        Verdict::Invalid("it is of another location"),
    )?;
    let is_whole = radix::base64(body).is_some_and(|bytes| parse(&bytes).is_some());
    proven_if(is_whole)
}

/// Any macaroon in base64.
pub(crate) fn macaroon(value: &[u8]) -> Judged {
    let bytes = radix::base64(value).ok_or(FORMAT)?;
    parse(&bytes).ok_or(Verdict::Invalid("its structure is broken"))?;
    Ok(Verdict::Valid)
}

/// The location of a macaroon whose every packet is as it must be, empty where it has none.
fn parse(bytes: &[u8]) -> Option<&[u8]> {
    match bytes.split_first()? {
        (2, rest) => parse_second(rest),
        _ => parse_first(bytes),
    }
}

/// Version 2: sections of fields, each of which is a type, a length and its content; a type of 0 ends the section.
fn parse_second(mut rest: &[u8]) -> Option<&[u8]> {
    let header = section(&mut rest)?;
    let location = match header.as_slice() {
        [(LOCATION, location), (IDENTIFIER, _)] => *location,
        [(IDENTIFIER, _)] => &[],
        _ => return None,
    };
    loop {
        let caveat = section(&mut rest)?;
        match caveat.iter().map(|(kind, _)| *kind).collect::<Vec<_>>().as_slice() {
            [] => break,
            [IDENTIFIER]
            | [LOCATION, IDENTIFIER]
            | [IDENTIFIER, VERIFICATION]
            | [LOCATION, IDENTIFIER, VERIFICATION] => {}
            _ => return None,
        }
    }
    let (kind, signature) = field(&mut rest)?;
    (kind == SIGNATURE && signature.len() == SIGNATURE_LENGTH && rest.is_empty()).then_some(location)
}

/// The fields up to the end of a section; there are never more than three.
fn section<'a>(rest: &mut &'a [u8]) -> Option<Vec<(u8, &'a [u8])>> {
    let mut fields = Vec::new();
    loop {
        if let Some((0, tail)) = rest.split_first() {
            *rest = tail;
            return Some(fields);
        }
        if fields.len() == 3 {
            return None;
        }
        fields.push(field(rest)?);
    }
}

fn field<'a>(rest: &mut &'a [u8]) -> Option<(u8, &'a [u8])> {
    let (&kind, tail) = rest.split_first()?;
    *rest = tail;
    let length = variable_length(rest)?;
    let (content, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some((kind, content))
}

/// A length in seven bits a byte, the least significant first; more than three bytes would be no token.
fn variable_length(rest: &mut &[u8]) -> Option<usize> {
    let mut length = 0;
    for place in 0..3 {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        length |= usize::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            return Some(length);
        }
    }
    None
}

/// Version 1: lines, each of which begins with its length in four digits of hexadecimal and its name.
fn parse_first(mut rest: &[u8]) -> Option<&[u8]> {
    let location = packet(&mut rest)?.strip_prefix(b"location ")?;
    packet(&mut rest)?.strip_prefix(b"identifier ")?;
    loop {
        let line = packet(&mut rest)?;
        if let Some(signature) = line.strip_prefix(b"signature ") {
            return (signature.len() == SIGNATURE_LENGTH && rest.is_empty()).then_some(location);
        }
        [&b"cid "[..], b"vid ", b"cl "].iter().find(|name| line.starts_with(name))?;
    }
}

fn packet<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = radix::base(16, rest.get(..4)?)? as usize;
    let (line, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    line.get(4..)?.strip_suffix(b"\n")
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::super::encode;
    use super::*;

    fn second(location: &[u8], caveat: &[u8], signature: &[u8]) -> Vec<u8> {
        let field = |kind: u8, content: &[u8]| [&[kind, content.len() as u8][..], content].concat();
        let parts = [
            vec![2],
            field(LOCATION, location),
            field(IDENTIFIER, b"c0ffee"),
            vec![0],
            field(IDENTIFIER, caveat),
            vec![0, 0],
            field(SIGNATURE, signature),
        ];
        parts.concat()
    }

    #[test]
    fn pypi_s_tokens_name_their_index() {
        let judge = |bytes: &[u8]| settle(pypi_macaroon(format!("pypi-{}", encode(bytes)).as_bytes()));
        let whole = second(b"pypi.org", b"[2]", &[7; 32]);
        assert_eq!(judge(&whole), Verdict::Valid);
        assert_eq!(judge(&whole[..whole.len() - 3]), Verdict::Plausible);
        assert!(matches!(judge(&second(b"other.org", b"[2]", &[7; 32])), Verdict::Invalid(_)));
        assert_eq!(settle(pypi_macaroon(b"pypi-AgEI")), FORMAT);
    }

    #[test]
    fn parses_the_second_version() {
        assert_eq!(parse(&second(b"pypi.org", b"[2]", &[7; 32])), Some(&b"pypi.org"[..]));
        assert_eq!(parse(&second(b"pypi.org", b"[2]", &[7; 31])), None);
        let whole = second(b"pypi.org", b"[2]", &[7; 32]);
        assert!((0..whole.len()).all(|end| parse(&whole[..end]).is_none()));
        assert_eq!(parse(&[&whole[..], b"x"].concat()), None);
        assert_eq!(parse(&[2, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), None);
    }

    #[test]
    fn parses_the_first_version() {
        let line = |name: &str, content: &[u8]| {
            [format!("{:04x}{name} ", name.len() + content.len() + 6).as_bytes(), content, b"\n"].concat()
        };
        let whole =
            [line("location", b"x.org"), line("identifier", b"id"), line("cid", b"a = b"), line("signature", &[9; 32])]
                .concat();
        assert_eq!(parse(&whole), Some(&b"x.org"[..]));
        assert!((0..whole.len()).all(|end| parse(&whole[..end]).is_none()));
        assert_eq!(parse(b"0000"), None);
        assert_eq!(parse(b"ffff"), None);
    }
}
