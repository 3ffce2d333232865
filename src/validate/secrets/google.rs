//! Google.

use serde_json::{Map, Value};

use super::super::Verdict;
use super::super::entropy::is_made_up;
use super::super::judge::{FORMAT, Judged, require};
use super::pem::pem_private_key;

/// An API key: `AIza` and 35 characters.
pub(crate) fn google_api_key(value: &[u8]) -> Judged {
    let body = value.strip_prefix(b"AIza").ok_or(FORMAT)?;
    require(
        body.len() == 35 && body.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'),
        FORMAT,
    )?;
    require(!is_made_up(body), Verdict::Example("it is made up"))?;
    Ok(Verdict::Plausible)
}

/// A service account's credentials: a JSON object of that type with its address and a private key ("Create and delete
/// service account keys").
pub(crate) fn google_service_account(value: &[u8]) -> Judged {
    let account: Map<String, Value> =
        serde_json::from_slice(value).map_err(|_| Verdict::Invalid("it is no JSON object"))?;
    let text = |name: &str| account.get(name).and_then(Value::as_str);
    require(text("type") == Some("service_account"), Verdict::Invalid("it is of another type"))?;
    let key = text("private_key").ok_or(Verdict::Invalid("it has no private key"))?;
    pem_private_key(key.as_bytes())?;
    let project = text("project_id")
        .filter(|id| id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-:.".contains(&byte)));
    Ok(match project {
        Some(project) => Verdict::ValidWith(format!("project {project}")),
        None => Verdict::Valid,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::super::encode;
    use super::*;

    #[test]
    fn reads_a_service_account() {
        let der = encode(&[&[0x30, 0x81, 200][..], &[0xA5; 200]].concat());
        let json = |kind: &str, key: &str| format!(r#"{{"type":"{kind}","project_id":"pay-1","private_key":"{key}"}}"#);
        let key = format!("-----BEGIN PRIVATE KEY-----\\n{der}\\n-----END PRIVATE KEY-----\\n");
        let judge = |text: String| settle(google_service_account(text.as_bytes()));
        assert_eq!(judge(json("service_account", &key)), Verdict::ValidWith("project pay-1".into()));
        for wrong in [json("authorized_user", &key), json("service_account", "..."), "{}".into(), "[".repeat(9999)] {
            assert!(matches!(judge(wrong), Verdict::Invalid(_)));
        }
    }

    #[test]
    fn wants_an_api_key_to_be_none_of_the_made_up_ones() {
        let judge = |body: &str| settle(google_api_key(format!("AIza{body}").as_bytes()));
        assert_eq!(judge("SyD3kVq9_wT7mZ2-xR5bN8cJ1fL6hP4gKaY"), Verdict::Plausible);
        assert!(matches!(judge(&"x".repeat(35)), Verdict::Example(_)));
        assert_eq!(judge("short"), FORMAT);
    }
}
