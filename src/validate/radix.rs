//! Bytes and numbers written in letters: base64, base64url, base32, base58 and numbers in base 36 and 62.

/// The bytes of base64 or base64url text; white space is passed over, padding is optional and ends it.
///
/// `None` where another character occurs or the length is impossible.
pub(super) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut held) = (0u32, 0);
    let mut padded = false;
    for &character in text {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'\n' | b'\r' | b' ' | b'\t' => continue,
            b'=' => {
                padded = true;
                continue;
            }
            _ => return None,
        };
        if padded {
            return None;
        }
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    (held < 6).then_some(bytes)
}

/// The bytes of base32 text in the alphabet of RFC 4648, without padding; left-over bits are dropped.
pub(super) fn base32(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut held) = (0u32, 0);
    for &character in text {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'2'..=b'7' => character - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    Some(bytes)
}

/// The bytes of base58 text in Bitcoin's alphabet; `None` where it is longer than any key.
pub(super) fn base58(text: &[u8]) -> Option<Vec<u8>> {
    const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    const LONGEST: usize = 128;
    if text.len() > LONGEST {
        return None;
    }
    let mut bytes: Vec<u8> = Vec::with_capacity(LONGEST);
    for character in text {
        let mut carry = ALPHABET.iter().position(|known| known == character)?;
        for byte in &mut bytes {
            carry += usize::from(*byte) * 58;
            *byte = carry as u8;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push(carry as u8);
            carry >>= 8;
        }
    }
    bytes.extend(text.iter().take_while(|&&character| character == b'1').map(|_| 0));
    bytes.reverse();
    Some(bytes)
}

/// The number that digits make in base 62 (`0-9A-Za-z`); `None` where it does not fit 64 bits.
pub(super) fn base62(text: &[u8]) -> Option<u64> {
    text.iter().try_fold(0u64, |number, &character| {
        let value = match character {
            b'0'..=b'9' => character - b'0',
            b'A'..=b'Z' => character - b'A' + 10,
            b'a'..=b'z' => character - b'a' + 36,
            _ => return None,
        };
        number.checked_mul(62)?.checked_add(u64::from(value))
    })
}

/// The number that digits make in a base of up to 36, of either case; `None` where it does not fit 64 bits.
pub(super) fn base(radix: u32, text: &[u8]) -> Option<u64> {
    text.iter().try_fold(0u64, |number, &character| {
        let value = char::from(character).to_digit(radix)?;
        number.checked_mul(u64::from(radix))?.checked_add(u64::from(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decode_the_vectors_of_the_rfc() {
        assert_eq!(base64(b"Zm9vYmFy").as_deref(), Some(&b"foobar"[..]));
        assert_eq!(base64(b"Zm9v\nYg==").as_deref(), Some(&b"foob"[..]));
        assert_eq!(base64(b"_-8").as_deref(), Some(&[0xFF, 0xEF][..]));
        assert_eq!(base64(b"Zm9vY"), None);
        assert_eq!(base64(b"Zg==Zg=="), None);
        assert_eq!(base64(b"Zm9*"), None);
        assert_eq!(base32(b"MZXW6YTBOI").as_deref(), Some(&b"foobar"[..]));
        assert_eq!(base32(b"MZ1"), None);
        assert_eq!(base58(b"StV1DL6CwTryKyV").as_deref(), Some(&b"hello world"[..]));
        assert_eq!(base58(b"11").as_deref(), Some(&[0, 0][..]));
        assert_eq!(base58(b"0OIl"), None);
        assert_eq!(base62(b"0000zz"), Some(61 * 62 + 61));
        assert_eq!(base62(&[b'z'; 40]), None);
        assert_eq!(base(36, b"Zz"), Some(35 * 36 + 35));
        assert_eq!(base(16, b"fg"), None);
    }
}
