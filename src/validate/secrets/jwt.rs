//! JSON Web Tokens (RFC 7515, 7516 and 7519).

use serde_json::{Map, Value};

use super::super::judge::{FORMAT, Judged, require};
use super::super::{Verdict, radix};

/// Three parts of base64url, or five where it is encrypted: a header that names the algorithm, claims and a signature.
pub(crate) fn jwt(value: &[u8]) -> Judged {
    let parts: Vec<&[u8]> = value.splitn(6, |&byte| byte == b'.').collect();
    require(parts.len() == 3 || parts.len() == 5, FORMAT)?;
    let header = object(parts[0]).ok_or(Verdict::Invalid("its header is no JSON object"))?;
    let algorithm = header.get("alg").and_then(word).ok_or(Verdict::Invalid("its header names no algorithm"))?;
    if parts.len() == 5 {
        require(header.contains_key("enc"), FORMAT)?;
        return Ok(Verdict::ValidWith(format!("alg {algorithm}, encrypted")));
    }
    require(!parts[2].is_empty() && !algorithm.eq_ignore_ascii_case("none"), Verdict::Invalid("it is not signed"))?;
    radix::base64(parts[2]).ok_or(FORMAT)?;
    let claims = object(parts[1]).ok_or(Verdict::Invalid("its claims are no JSON object"))?;
    let is_sample = claims.get("sub").is_some_and(|subject| subject == "1234567890");
    require(!is_sample, Verdict::Example("the claims of the standard's introduction"))?;
    Ok(Verdict::ValidWith(describe(algorithm, &claims)))
}

/// The algorithm, and the issuer, role and end of validity where the claims name them.
fn describe(algorithm: &str, claims: &Map<String, Value>) -> String {
    let mut text = format!("alg {algorithm}");
    for (claim, name) in [("iss", "issuer"), ("role", "role")] {
        if let Some(word) = claims.get(claim).and_then(word) {
            text.push_str(&format!(", {name} {word}"));
        }
    }
    let expiry = claims
        .get("exp")
        .and_then(|seconds| seconds.as_i64().or_else(|| seconds.as_f64().map(|seconds| seconds as i64)));
    if let Some(moment) = expiry.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()) {
        text.push_str(&format!(", expires {}", moment.strftime("%Y-%m-%d")));
    }
    text
}

/// A short text without anything that would need quoting or could be a person's.
fn word(value: &Value) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b":/._-".contains(&byte);
    value.as_str().filter(|text| (1..=80).contains(&text.len()) && text.bytes().all(is_plain))
}

fn object(part: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(&radix::base64(part)?).ok()
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::*;

    fn encode(bytes: &[u8]) -> String {
        super::super::encode(bytes).replace('+', "-").replace('/', "_").replace('=', "")
    }

    fn judge(header: &str, claims: &str, signature: &str) -> Verdict {
        settle(jwt(format!("{}.{}.{signature}", encode(header.as_bytes()), encode(claims.as_bytes())).as_bytes()))
    }

    #[test]
    fn tells_algorithm_issuer_and_expiry() {
        let verdict =
            // tightlip:allow email-address a made-up address
            judge(r#"{"alg":"HS256"}"#, r#"{"iss":"https://id.corp","exp":1700000000,"email":"a@b.de"}"#, "c2ln");
        assert_eq!(verdict, Verdict::ValidWith("alg HS256, issuer https://id.corp, expires 2023-11-14".into()));
        assert_eq!(
            judge(r#"{"alg":"RS256"}"#, r#"{"iss":"a b","exp":1e300}"#, "c2ln"),
            Verdict::ValidWith("alg RS256".into())
        );
    }

    #[test]
    fn refuses_what_is_no_token() {
        assert!(matches!(judge(r#"{"alg":"none"}"#, "{}", ""), Verdict::Invalid(_)));
        assert!(matches!(judge(r#"{"typ":"JWT"}"#, "{}", "c2ln"), Verdict::Invalid(_)));
        assert!(matches!(judge(r#"{"alg":"HS256"}"#, "[1]", "c2ln"), Verdict::Invalid(_)));
        assert!(matches!(judge(r#"{"alg":"HS256"}"#, r#"{"sub":"1234567890"}"#, "c2ln"), Verdict::Example(_)));
        for value in ["", ".", "..", "a.b.c", "....", "a.b.c.d.e.f.g"] {
            assert!(matches!(settle(jwt(value.as_bytes())), Verdict::Invalid(_)), "{value}");
        }
        assert!(matches!(judge(&"[".repeat(100_000), "{}", "c2ln"), Verdict::Invalid(_)));
    }
}
