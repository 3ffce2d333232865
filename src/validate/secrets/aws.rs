//! Amazon Web Services.

use super::super::entropy::entropy;
use super::super::judge::{FORMAT, Judged, PUBLISHED, require};
use super::super::{Verdict, radix};

/// The prefixes of unique identifiers ("IAM identifiers").
const PREFIXES: [&[u8; 4]; 12] =
    [b"ABIA", b"ACCA", b"AGPA", b"AIDA", b"AIPA", b"AKIA", b"ANPA", b"ANVA", b"APKA", b"AROA", b"ASCA", b"ASIA"];

/// An access key's id or another unique identifier: a prefix and base32, which in keys made since about 2019 holds the
/// number of the account (the first bit is set, and the next 39 are the number).
pub(crate) fn aws_access_key_id(value: &[u8]) -> Judged {
    let (prefix, body) = value.split_first_chunk::<4>().ok_or(FORMAT)?;
    require(PREFIXES.contains(&prefix) && (16..=17).contains(&body.len()), FORMAT)?;
    require(!body.ends_with(b"EXAMPLE"), PUBLISHED)?;
    let bytes = radix::base32(body).ok_or(Verdict::Invalid("it is not base32"))?;
    require(entropy(body) > 2.0, Verdict::Example("made up of a few characters"))?;
    let account = bytes.iter().take(6).fold(0u64, |number, &byte| number << 8 | u64::from(byte)) >> 7;
    let has_account = account >> 40 == 1;
    Ok(if has_account {
        Verdict::ValidWith(format!("account {:012}", account & 0x7F_FFFF_FFFF))
    } else {
        Verdict::Plausible
    })
}

/// A secret access key: forty characters of base64 that look random, and neither hexadecimal, a path nor words.
pub(crate) fn aws_secret_access_key(value: &[u8]) -> Judged {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'+' || *byte == b'/';
    require(value.len() == 40 && value.iter().all(is_base64), FORMAT)?;
    require(!value.windows(7).any(|window| window == b"EXAMPLE"), PUBLISHED)?;
    let classes: [fn(&u8) -> bool; 3] = [u8::is_ascii_uppercase, u8::is_ascii_lowercase, u8::is_ascii_digit];
    let mixed = classes.iter().all(|class| value.iter().any(class));
    require(mixed && entropy(value) >= 4.3, Verdict::Invalid("it does not look random"))?;
    let longest_word = value.split(|byte| !byte.is_ascii_lowercase()).map(<[u8]>::len).max();
    require(longest_word < Some(11), Verdict::Invalid("it is made of words"))?;
    Ok(Verdict::Plausible)
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::*;

    fn id(value: String) -> Verdict {
        settle(aws_access_key_id(value.as_bytes()))
    }

    #[test]
    fn reads_the_account_of_an_id() {
        assert_eq!(id(format!("ASIA{}", "QNZGKIQY56JQ7WML")), Verdict::ValidWith("account 029608264753".into()));
        assert_eq!(id(format!("AKIA{}", "BQRIRJWZ2ZPUSF34")), Verdict::Plausible);
        assert_eq!(id(format!("AKIA{}", "IOSFODNN7EXAMPLE")), PUBLISHED);
        assert!(matches!(id(format!("AKIA{}", "Q1Z8KIQY56JQ7WML")), Verdict::Invalid(_)));
        assert!(matches!(id(format!("AKIA{}", "X".repeat(16))), Verdict::Example(_)));
        assert_eq!(id(format!("AKIB{}", "QNZGKIQY56JQ7WML")), FORMAT);
        assert_eq!(id("AKIA".into()), FORMAT);
    }

    #[test]
    fn wants_a_secret_to_look_random() {
        let judge = |value: &str| settle(aws_secret_access_key(value.as_bytes()));
        assert_eq!(judge(&format!("{}{}", "kWcrlUX5JEDGM/LtmEENI", "/aVmYvHNif5zB+d9+ct")), Verdict::Plausible);
        assert_eq!(judge(&format!("{}{}", "wJalrXUtnFEMI/K7MDENG", "/bPxRfiCYEXAMPLEKEY")), PUBLISHED);
        assert!(matches!(judge("da39a3ee5e6b4b0d3255bfef95601890afd80709"), Verdict::Invalid(_)));
        assert!(matches!(judge("com/Acme/Internationalization2/Messages0"), Verdict::Invalid(_)));
        assert_eq!(judge("short"), FORMAT);
    }
}
