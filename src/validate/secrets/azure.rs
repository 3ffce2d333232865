//! Microsoft Azure.

use super::super::entropy::{entropy, is_made_up};
use super::super::judge::{FORMAT, Judged, require};
use super::super::{Verdict, radix};

/// The key of a storage, Cosmos DB or Batch account: base64 of 64 bytes.
pub(crate) fn azure_storage_key(value: &[u8]) -> Judged {
    require(value.len() == 88 && value.ends_with(b"=="), FORMAT)?;
    require(
        !value.starts_with(b"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu"),
        Verdict::Example("the emulator's key"),
    )?;
    require(
        !value.starts_with(b"C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nD"),
        Verdict::Example("the emulator's key"),
    )?;
    let bytes = radix::base64(value).ok_or(FORMAT)?;
    require(bytes.len() == 64, FORMAT)?;
    require(entropy(&bytes) > 4.0 && !bytes.is_ascii(), Verdict::Invalid("it does not look random"))?;
    Ok(Verdict::Valid)
}

/// The secret of an application: three characters, a digit, `Q~`, and 31 to 34 characters (Microsoft Entra ID).
pub(crate) fn azure_client_secret(value: &[u8]) -> Judged {
    let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"_~.-".contains(byte);
    require((37..=40).contains(&value.len()) && value.iter().all(is_allowed), FORMAT)?;
    require(value[3].is_ascii_digit() && value[4..6] == *b"Q~", FORMAT)?;
    require(!is_made_up(&value[6..]), Verdict::Example("it is made up"))?;
    Ok(Verdict::Plausible)
}

/// A shared access signature: a query with the version's date, permissions, and a signature of 32 bytes in base64
/// ("Create a service SAS").
pub(crate) fn azure_sas(value: &[u8]) -> Judged {
    let query = value.rsplit(|&byte| byte == b'?').next().unwrap_or_default();
    let field = |name: &[u8]| {
        let mut pairs = query.split(|&byte| byte == b'&').map(|pair| pair.strip_prefix(b"amp;").unwrap_or(pair));
        pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix(b"="))
    };
    let signature = field(b"sig").ok_or(FORMAT)?;
    require(field(b"sv").is_some() || field(b"se").is_some(), FORMAT)?;
    let bytes = radix::base64(&percent_decoded(signature)).ok_or(FORMAT)?;
    require(bytes.len() == 32, Verdict::Invalid("its signature has not 32 bytes"))?;
    let expiry = field(b"se")
        .and_then(|expiry| expiry.get(..10))
        .filter(|day| day.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-'));
    Ok(match expiry {
        Some(day) => Verdict::ValidWith(format!("expires {}", day.escape_ascii())),
        None => Verdict::Valid,
    })
}

/// The text with `%2B` and the like as the bytes that they stand for.
fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        let code = tail.get(..2).filter(|_| byte == b'%').and_then(|digits| radix::base(16, digits));
        rest = if code.is_some() { &tail[2..] } else { tail };
        bytes.push(code.map_or(byte, |code| code as u8));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::super::encode;
    use super::*;

    fn bytes(length: u32) -> Vec<u8> {
        (0..length).map(|index| (index * index * 31 + index * 97 + 200) as u8).collect()
    }

    #[test]
    fn wants_the_bytes_of_a_storage_key() {
        let judge = |value: String| settle(azure_storage_key(value.as_bytes()));
        assert_eq!(judge(encode(&bytes(64))), Verdict::Valid);
        assert!(matches!(judge(encode(&[65; 64])), Verdict::Invalid(_)));
        assert_eq!(judge(encode(&bytes(63))), FORMAT);
        let emulator = format!(
            "{}{}",
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu", "Fq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
        );
        assert!(matches!(judge(emulator), Verdict::Example(_)));
    }

    #[test]
    fn reads_an_access_signature() {
        let signature = encode(&bytes(32)).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let judge = |query: String| settle(azure_sas(query.as_bytes()));
        assert_eq!(judge(format!("?sv=2022-11-02&sig={signature}")), Verdict::Valid);
        let dated = format!("https://x.net/c?sv=2022-11-02&amp;se=2030-01-02T00%3A00%3A00Z&amp;sig={signature}");
        assert_eq!(judge(dated), Verdict::ValidWith("expires 2030-01-02".into()));
        assert!(matches!(judge("?sv=2022-11-02&sig=c2ln".into()), Verdict::Invalid(_)));
        assert_eq!(judge("%".into()), FORMAT);
    }

    #[test]
    fn knows_a_client_secret_s_marker() {
        let judge = |value: String| settle(azure_client_secret(value.as_bytes()));
        assert_eq!(judge(format!("qWt{}{}", "8Q~", "zT4mK0vN2rXyL9sDfGh1JbC3eV5nM7pQa.")), Verdict::Plausible);
        assert!(matches!(judge(format!("abc{}{}", "8Q~", "x".repeat(34))), Verdict::Example(_)));
        assert_eq!(judge("abcdQ~".into()), FORMAT);
    }
}
