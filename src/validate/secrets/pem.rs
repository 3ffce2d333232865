//! Private keys in textual armour: PEM (RFC 7468, RFC 1421), OpenSSH's format, and OpenPGP (RFC 9580).

use super::super::judge::{CHECKSUM, Judged, require};
use super::super::{Verdict, crc, radix};

const NO_ARMOUR: Verdict = Verdict::Invalid("its armour is not whole");
const NO_KEY: Verdict = Verdict::Invalid("its body is no key");
const OPENSSH: &[u8] = b"openssh-key-v1\0";
/// A body that decodes to no known structure is believed from this length on, in bytes; the shortest key has 48.
const LONG_ENOUGH: usize = 100;

/// A private key in armour whose header and footer agree and whose body is that of a key.
///
/// The text may stand in another file's syntax: indented, quoted, or on one line with `\n` written out.
pub(crate) fn pem_private_key(value: &[u8]) -> Judged {
    let (label, inside) = armour(value).ok_or(NO_ARMOUR)?;
    require(label.windows(11).any(|window| window == b"PRIVATE KEY"), Verdict::Invalid("it is no private key"))?;
    let Body { base64, check, encrypted } = body(inside);
    let bytes = radix::base64(&base64).ok_or(NO_KEY)?;
    if label.starts_with(b"PGP") {
        return pgp(&bytes, check.as_deref());
    }
    if let Some(rest) = bytes.strip_prefix(OPENSSH) {
        return openssh(rest);
    }
    if encrypted {
        require(bytes.len() >= 16 && bytes.len() % 8 == 0, NO_KEY)?;
        return Ok(Verdict::ValidWith("encrypted with a passphrase".to_owned()));
    }
    if is_sequence(&bytes) {
        let locked = label.starts_with(b"ENCRYPTED");
        return Ok(if locked { Verdict::ValidWith("encrypted with a passphrase".to_owned()) } else { Verdict::Valid });
    }
    require(bytes.len() >= LONG_ENOUGH && !bytes.is_ascii(), NO_KEY)?;
    Ok(Verdict::Plausible)
}

/// The label, and what stands between header and footer where both have that label.
fn armour(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let find = |text: &[u8], what: &[u8]| text.windows(what.len()).position(|window| window == what);
    let after_begin = &value[find(value, b"-----BEGIN ")? + 11..];
    let label_length = find(after_begin.get(..64).unwrap_or(after_begin), b"-----")?;
    let (label, inside) = (&after_begin[..label_length], &after_begin[label_length + 5..]);
    let end = find(inside, b"-----END ")?;
    let footer = inside[end + 9..].strip_prefix(label)?;
    footer.starts_with(b"-----").then_some((label, &inside[..end]))
}

/// What stands in armour.
struct Body {
    base64: Vec<u8>,
    /// The checksum line of OpenPGP, without its equals sign.
    check: Option<Vec<u8>>,
    /// Whether a header says that the body is encrypted.
    encrypted: bool,
}

/// The lines of armour, freed from the syntax around them, without headers.
fn body(inside: &[u8]) -> Body {
    let text = with_line_feeds(inside);
    let mut body = Body { base64: Vec::with_capacity(text.len()), check: None, encrypted: false };
    for line in text.split(|&byte| byte == b'\n' || byte == b'\r').map(without_syntax) {
        if line.contains(&b':') {
            body.encrypted |= line.windows(9).any(|window| window == b"ENCRYPTED");
        } else if let (true, Some(check)) = (line.len() == 5, line.strip_prefix(b"=")) {
            body.check = Some(check.to_owned());
        } else {
            body.base64.extend_from_slice(line);
        }
    }
    body
}

/// The text with line feeds in place of `\n` and `\r` written out.
fn with_line_feeds(inside: &[u8]) -> Vec<u8> {
    let mut text = inside.to_owned();
    for at in 1..text.len() {
        if text[at - 1] == b'\\' && matches!(text[at], b'n' | b'r') {
            text[at - 1..=at].fill(b'\n');
        }
    }
    text
}

/// The line without white space, quotes, commas, comment signs and concatenation around it.
fn without_syntax(line: &[u8]) -> &[u8] {
    let around = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`,;\\#*>|".contains(byte);
    let line = line.trim_ascii_end();
    let line = line.strip_suffix(b" +").unwrap_or(line);
    let start = line.iter().position(|byte| !around(byte)).unwrap_or(line.len());
    let end = line.iter().rposition(|byte| !around(byte)).map_or(start, |last| last + 1);
    &line[start..end]
}

/// Whether the bytes are one DER SEQUENCE and nothing more.
pub(super) fn is_sequence(bytes: &[u8]) -> bool {
    let length = match bytes {
        [0x30, short @ 0..=0x7F, rest @ ..] => rest.len() == usize::from(*short),
        [0x30, 0x81, length, rest @ ..] => rest.len() == usize::from(*length),
        [0x30, 0x82, high, low, rest @ ..] => rest.len() == usize::from(*high) << 8 | usize::from(*low),
        _ => false,
    };
    length && bytes.len() >= 40
}

/// OpenSSH: the name of the cipher comes first, as a string with its length.
fn openssh(rest: &[u8]) -> Judged {
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(NO_KEY)?;
    let cipher = rest.get(..u32::from_be_bytes(*length) as usize).ok_or(NO_KEY)?;
    require(rest.len() > 100 && cipher.iter().all(u8::is_ascii_graphic), NO_KEY)?;
    Ok(if cipher == b"none" { Verdict::Valid } else { Verdict::ValidWith("encrypted with a passphrase".to_owned()) })
}

/// OpenPGP: a secret-key packet comes first, and the checksum holds where there is one.
fn pgp(bytes: &[u8], check: Option<&[u8]>) -> Judged {
    require(matches!(bytes.first(), Some(0x94..=0x97 | 0xC5)), NO_KEY)?;
    if let Some(check) = check {
        let check = radix::base64(check).ok_or(CHECKSUM)?;
        require(check[..] == crc::crc24(bytes).to_be_bytes()[1..], CHECKSUM)?;
    }
    Ok(Verdict::Valid)
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::super::encode;
    use super::*;

    fn judge(label: &str, body: &str) -> Verdict {
        settle(pem_private_key(format!("-----BEGIN {label}-----{body}-----END {label}-----").as_bytes()))
    }

    fn der() -> String {
        encode(&[&[0x30, 0x81, 200][..], &[0xA5; 200]].concat())
    }

    #[test]
    fn believes_a_sequence_however_it_is_quoted() {
        let wrapped =
            der().as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect::<Vec<_>>();
        for (between, start, end) in [
            ("\n", "\n", "\n"),
            ("\\n", "\\n", "\\n"),
            ("\r\n    ", "\r\n   ", "\r\n"),
            ("\\n\" +\n  \"", "\\n\" +\n \"", "\\n"),
        ] {
            assert_eq!(
                judge("RSA PRIVATE KEY", &format!("{start}{}{end}", wrapped.join(between))),
                Verdict::Valid,
                "{between:?}"
            );
        }
        assert_eq!(judge("ENCRYPTED PRIVATE KEY", &der()), Verdict::ValidWith("encrypted with a passphrase".into()));
        let headers = "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n";
        assert!(matches!(judge("RSA PRIVATE KEY", &format!("{headers}{}\n", encode(&[7; 64]))), Verdict::ValidWith(_)));
    }

    #[test]
    fn refuses_headers_public_keys_and_other_bodies() {
        assert_eq!(settle(pem_private_key(b"-----BEGIN PRIVATE KEY-----")), NO_ARMOUR);
        assert_eq!(settle(pem_private_key(b"-----BEGIN PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----")), NO_ARMOUR);
        assert!(matches!(judge("PUBLIC KEY", &der()), Verdict::Invalid(_)));
        for body in ["", "\n...\n", "\nMIIE\n", "\nnot a key at all\n"] {
            assert_eq!(judge("PRIVATE KEY", body), NO_KEY, "{body}");
        }
        assert_eq!(judge("EC PRIVATE KEY", &encode(&[0xA5; 120])), Verdict::Plausible);
    }

    #[test]
    fn knows_openssh_and_openpgp() {
        let key = |cipher: &[u8]| [OPENSSH, &(cipher.len() as u32).to_be_bytes(), cipher, &[1; 200]].concat();
        assert_eq!(judge("OPENSSH PRIVATE KEY", &encode(&key(b"none"))), Verdict::Valid);
        assert!(matches!(judge("OPENSSH PRIVATE KEY", &encode(&key(b"aes256-ctr"))), Verdict::ValidWith(_)));
        assert_eq!(judge("OPENSSH PRIVATE KEY", &encode(&[OPENSSH, &[0xFF; 8]].concat())), NO_KEY);
        let packet = [&[0x95][..], &[3; 98]].concat();
        let check = |offset: u32| encode(&(crc::crc24(&packet) ^ offset).to_be_bytes()[1..]);
        let armoured = |offset| format!("\nVersion: X\n\n{}\n={}\n", encode(&packet), check(offset));
        assert_eq!(judge("PGP PRIVATE KEY BLOCK", &armoured(0)), Verdict::Valid);
        assert_eq!(judge("PGP PRIVATE KEY BLOCK", &armoured(1)), CHECKSUM);
    }
}
