//! Hashed passwords as files of users hold them.

use super::super::judge::{FORMAT, Judged, require};
use super::super::{Verdict, radix};

/// A hash of htpasswd, shadow and the like, with the user before it or not: bcrypt, MD5, SHA-256 or SHA-512 as `crypt`
/// writes them, Apache's MD5, or a digest in braces.
pub(crate) fn htpasswd(value: &[u8]) -> Judged {
    let hash = value
        .rsplit(|&byte| byte == b':')
        .find(|part| part.starts_with(b"$") || part.starts_with(b"{"))
        .ok_or(FORMAT)?;
    if let Some(digest) = hash.strip_prefix(b"{SHA}") {
        let bytes = radix::base64(digest).ok_or(FORMAT)?;
        require(bytes.len() == 20, Verdict::Invalid("its digest has not twenty bytes"))?;
        return Ok(Verdict::Valid);
    }
    if let Some(digest) = hash.strip_prefix(b"{SSHA}") {
        let bytes = radix::base64(digest).ok_or(FORMAT)?;
        require((24..=52).contains(&bytes.len()), Verdict::Invalid("its digest has not twenty bytes"))?;
        return Ok(Verdict::Valid);
    }
    let parts: Vec<&[u8]> = hash.splitn(6, |&byte| byte == b'$').collect();
    let is_whole = match parts.as_slice() {
        [b"", b"2a" | b"2b" | b"2x" | b"2y", cost, digest] => {
            matches!(radix::base(10, cost), Some(4..=31)) && is_digest(digest, 53)
        }
        [b"", b"1" | b"apr1", salt, digest] => salt.len() <= 8 && is_digest(digest, 22),
        [b"", b"5", .., digest] => is_digest(digest, 43),
        [b"", b"6", .., digest] => is_digest(digest, 86),
        [b"", b"y" | b"7" | b"gy", .., digest] => is_digest(digest, 43),
        _ => false,
    };
    require(is_whole, FORMAT)?;
    Ok(Verdict::Valid)
}

/// Whether the digest has that length in the alphabet of `crypt`.
fn is_digest(digest: &[u8], length: usize) -> bool {
    digest.len() == length && digest.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'/')
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::super::encode;
    use super::*;

    #[test]
    fn knows_the_ways_of_hashing() {
        let judge = |value: String| settle(htpasswd(value.as_bytes()));
        let digest = |length: usize| "a./B1".repeat(20)[..length].to_owned();
        assert_eq!(judge(format!("maria:$2y$10${}", digest(53))), Verdict::Valid);
        assert_eq!(judge(format!("$apr1$salt$.{}", digest(21))), Verdict::Valid);
        assert_eq!(judge(format!("$6$rounds=5000$salt${}", digest(86))), Verdict::Valid);
        assert_eq!(judge(format!("x:{{SHA}}{}", encode(&[9; 20]))), Verdict::Valid);
        assert!(matches!(judge(format!("x:{{SHA}}{}", encode(&[9; 19]))), Verdict::Invalid(_)));
        for wrong in [format!("$2y$99${}", digest(53)), format!("$5$salt${}", digest(42)), "$".into(), "maria:x".into()]
        {
            assert_eq!(judge(wrong.clone()), FORMAT, "{wrong}");
        }
    }
}
