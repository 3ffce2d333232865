//! Keys of wallets and of files: Bitcoin's wallet import format, BIP-39 phrases, and age.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::super::judge::{FORMAT, Judged, checksum, require};
use super::super::{Verdict, bech32, radix};

/// A private key of age: Bech32 with the prefix `age-secret-key-`, in capitals (age-encryption.org/v1).
pub(crate) fn age_key(value: &[u8]) -> Judged {
    require(value.len() == 74 && value.starts_with(b"AGE-SECRET-KEY-1"), FORMAT)?;
    checksum(bech32::holds(value, b"age-secret-key-"))?;
    Ok(Verdict::Valid)
}

/// A private key in Bitcoin's wallet import format: base58 of a version, 32 bytes, a mark of compression or none, and the
/// first four bytes of the double SHA-256.
pub(crate) fn wif(value: &[u8]) -> Judged {
    require((51..=52).contains(&value.len()), FORMAT)?;
    let bytes = radix::base58(value).ok_or(FORMAT)?;
    let (payload, check) = bytes.split_last_chunk::<4>().ok_or(FORMAT)?;
    require(
        matches!(payload, [0x80 | 0xEF, rest @ ..] if rest.len() == 32 || rest.len() == 33 && rest[32] == 1),
        FORMAT,
    )?;
    checksum(Sha256::digest(Sha256::digest(payload))[..4] == check[..])?;
    Ok(Verdict::Valid)
}

/// The words of BIP-39 in English, in their order, which is that of the alphabet.
static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("bip39_english.txt").lines().collect());

/// A recovery phrase of 12, 15, 18, 21 or 24 words, eleven bits each, the last bits of which are those of the SHA-256 of
/// the rest (BIP-39).
pub(crate) fn bip39(value: &[u8]) -> Judged {
    let text = std::str::from_utf8(value).map_err(|_| FORMAT)?;
    let words = text.split(|character: char| !character.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let mut bits = Vec::with_capacity(24 * 11);
    for word in words {
        require(bits.len() < 24 * 11, FORMAT)?;
        let lower = word.to_ascii_lowercase();
        let index = WORDS.binary_search(&lower.as_str()).map_err(|_| Verdict::Invalid("a word is not of the list"))?;
        bits.extend((0..11).rev().map(|bit| index >> bit & 1 == 1));
    }
    require(matches!(bits.len() / 11, 12 | 15 | 18 | 21 | 24), FORMAT)?;
    let (entropy, check) = bits.split_at(bits.len() / 33 * 32);
    let entropy: Vec<u8> =
        entropy.chunks(8).map(|byte| byte.iter().fold(0, |byte, &bit| byte << 1 | u8::from(bit))).collect();
    let is_filler = entropy.windows(2).all(|pair| pair[0] == pair[1]);
    require(!is_filler && !text.contains("test test test"), Verdict::Example("the words of a test"))?;
    let digest = Sha256::digest(&entropy)[0];
    checksum(check.iter().enumerate().all(|(index, &bit)| (digest >> (7 - index) & 1 == 1) == bit))?;
    Ok(Verdict::Valid)
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::{CHECKSUM, settle};
    use super::*;

    #[test]
    fn judges_a_recovery_phrase() {
        let judge = |value: &str| settle(bip39(value.as_bytes()));
        assert_eq!(WORDS.len(), 2048);
        assert!(WORDS.is_sorted());
        let phrase = ["scheme spot photo card baby mountain", "device kick cradle pace always borrow"];
        assert!(matches!(judge(&phrase.join(" ")), Verdict::Invalid(_)));
        let phrase = ["scheme spot photo card baby mountain", "device kick cradle pact join borrow"];
        assert_eq!(judge(&phrase.join(", ")), Verdict::Valid);
        assert_eq!(judge(&phrase.join(" ").replace("spot", "spray")), CHECKSUM);
        assert!(matches!(judge(&format!("{}about", "abandon ".repeat(11))), Verdict::Example(_)));
        assert!(matches!(judge(&format!("{}junk", "test ".repeat(11))), Verdict::Example(_)));
        assert_eq!(judge("abandon about"), FORMAT);
        assert_eq!(judge(&"abandon ".repeat(100)), FORMAT);
    }

    #[test]
    fn judges_keys_by_their_checksums() {
        let wallet = format!("{}{}", "5HueCGU8rMjxEXxiPuD5BDku4", "MkFqeZyd4dZ1jvhTVqvbTLvyTJ");
        assert_eq!(settle(wif(wallet.as_bytes())), Verdict::Valid);
        assert_eq!(settle(wif(wallet.replace("Hue", "Huf").as_bytes())), CHECKSUM);
        assert_eq!(settle(wif(b"5Hue")), FORMAT);
        let key = format!("AGE-SECRET-KEY-1{}", "Q".repeat(58));
        assert_eq!(settle(age_key(key.as_bytes())), CHECKSUM);
        assert_eq!(settle(age_key(b"AGE-SECRET-KEY-1")), FORMAT);
    }
}
