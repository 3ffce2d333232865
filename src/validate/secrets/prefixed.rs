//! Tokens that a prefix names, and that hold a marker, a fixed ending, or parts of known size.

use serde_json::{Map, Value};

use super::super::entropy::{entropy, is_made_up};
use super::super::judge::{FORMAT, Judged, PUBLISHED, require};
use super::super::{Verdict, radix};

/// Any token of which only the alphabet is known: what people write in place of one is an example.
pub(crate) fn random_token(value: &[u8]) -> Judged {
    require(value.len() >= 8, FORMAT)?;
    require(!is_made_up(value) && entropy(value) > 2.2, Verdict::Example("it is made up"))?;
    Ok(Verdict::Plausible)
}

/// Anthropic: `sk-ant-`, the kind, 93 characters and `AA`, the end of an encoding whose last bits are zero.
pub(crate) fn anthropic_key(value: &[u8]) -> Judged {
    let rest = value.strip_prefix(b"sk-ant-").ok_or(FORMAT)?;
    let secret = rest.iter().position(|&byte| byte == b'-').map(|at| &rest[at + 1..]).ok_or(FORMAT)?;
    require(secret.len() >= 80 && secret.iter().all(|&byte| is_url_safe(byte)), FORMAT)?;
    require(!is_made_up(secret), PUBLISHED)?;
    Ok(if secret.len() == 95 && secret.ends_with(b"AA") { Verdict::Valid } else { Verdict::Plausible })
}

/// OpenAI: `sk-`, a kind or none, and in the middle of the secret the base64 of the issuer's name.
pub(crate) fn openai_key(value: &[u8]) -> Judged {
    const MARKER: &[u8] = b"T3BlbkFJ";
    let secret = value.strip_prefix(b"sk-").ok_or(FORMAT)?;
    require(secret.len() >= 40 && secret.iter().all(|&byte| is_url_safe(byte)), FORMAT)?;
    require(!is_made_up(secret), PUBLISHED)?;
    let has_marker = secret.windows(MARKER.len()).any(|window| window == MARKER);
    Ok(if has_marker { Verdict::Valid } else { Verdict::Plausible })
}

/// SendGrid: `SG.`, sixteen bytes and 32 bytes in base64url.
pub(crate) fn sendgrid(value: &[u8]) -> Judged {
    let (id, secret) = value.strip_prefix(b"SG.").and_then(|rest| rest.split_at_checked(22)).ok_or(FORMAT)?;
    let secret = secret.strip_prefix(b".").filter(|secret| secret.len() == 43).ok_or(FORMAT)?;
    require([id, secret].iter().all(|part| part.iter().all(|&byte| is_url_safe(byte))), FORMAT)?;
    require(!is_made_up(id) && !is_made_up(secret), PUBLISHED)?;
    Ok(Verdict::Plausible)
}

/// Stripe: `sk` or `rk`, the mode, and the secret; the keys of the documentation's own account are public.
pub(crate) fn stripe_key(value: &[u8]) -> Judged {
    const DOCUMENTED: [&[u8]; 3] =
        [b"4eC39HqLyjWDarjtT1zdp7dc", b"BQokikJOvBiI2HlWgH4olfQ2", b"26PHem9AhJZvU623DfE1x4sd"];
    let mut parts = value.splitn(3, |&byte| byte == b'_');
    let (kind, mode, secret) = (parts.next(), parts.next(), parts.next().ok_or(FORMAT)?);
    require(matches!(kind, Some(b"sk" | b"rk")) && matches!(mode, Some(b"live" | b"test" | b"prod")), FORMAT)?;
    require(secret.len() >= 10 && secret.iter().all(u8::is_ascii_alphanumeric), FORMAT)?;
    require(!DOCUMENTED.contains(&secret) && !is_made_up(secret), PUBLISHED)?;
    Ok(Verdict::Plausible)
}

/// Sentry: `sntrys_`, a JSON object in base64 that names the organisation, and a secret.
pub(crate) fn sentry(value: &[u8]) -> Judged {
    let rest = value.strip_prefix(b"sntrys_").ok_or(FORMAT)?;
    let end = rest.iter().position(|&byte| byte == b'_').ok_or(FORMAT)?;
    let bytes = radix::base64(&rest[..end]).ok_or(FORMAT)?;
    let object: Map<String, Value> =
        serde_json::from_slice(&bytes).map_err(|_| Verdict::Invalid("it holds no JSON object"))?;
    require(object.contains_key("iat") && rest.len() > end + 30, FORMAT)?;
    let is_plain = |text: &&str| text.len() <= 64 && text.bytes().all(is_url_safe);
    Ok(match object.get("org").and_then(Value::as_str).filter(is_plain) {
        Some(organisation) => Verdict::ValidWith(format!("organisation {organisation}")),
        None => Verdict::Valid,
    })
}

fn is_url_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::super::encode;
    use super::*;

    // tightlip:allow generic-secret a made-up token
    const SECRET: &str = "k3Jd82mQpZ0aVbN4tRw9XyLu7Hs";

    #[test]
    fn tell_a_token_from_what_stands_for_one() {
        let judge = |value: String| settle(random_token(value.as_bytes()));
        assert_eq!(judge(format!("shpat_{SECRET}")), Verdict::Plausible);
        assert!(matches!(judge("hf_your_token_here_please".into()), Verdict::Example(_)));
        assert!(matches!(judge(format!("dapi{}", "0".repeat(32))), Verdict::Example(_)));
        assert_eq!(judge("a_b".into()), FORMAT);
    }

    #[test]
    fn know_the_issuers_marks() {
        let long = SECRET.repeat(4);
        let anthropic = |end: &str| settle(anthropic_key(format!("sk-ant-api03-{}{end}", &long[..93]).as_bytes()));
        assert_eq!(anthropic("AA"), Verdict::Valid);
        assert_eq!(anthropic("BB"), Verdict::Plausible);
        let openai =
            |middle: &str| settle(openai_key(format!("sk-{}{middle}{}", &SECRET[..20], &SECRET[4..24]).as_bytes()));
        assert_eq!(openai(concat!("T3Bl", "bkFJ")), Verdict::Valid);
        assert_eq!(openai("abqdefgh"), Verdict::Plausible);
        let grid = format!("SG.{}.{}", &SECRET[..22], &long[..43]);
        assert_eq!(settle(sendgrid(grid.as_bytes())), Verdict::Plausible);
        assert_eq!(settle(sendgrid(b"SG.a.b")), FORMAT);
        assert_eq!(settle(stripe_key(format!("sk_live_{SECRET}").as_bytes())), Verdict::Plausible);
        assert_eq!(settle(stripe_key(format!("sk_test_{}{}", "4eC39HqLyjWD", "arjtT1zdp7dc").as_bytes())), PUBLISHED);
        assert_eq!(settle(stripe_key(b"pk_live_1")), FORMAT);
    }

    #[test]
    fn sentry_names_the_organisation() {
        let judge =
            |json: &str| settle(sentry(format!("sntrys_{}_{SECRET}{SECRET}", encode(json.as_bytes())).as_bytes()));
        assert_eq!(judge(r#"{"iat":1700000000.1,"org":"acme-co"}"#), Verdict::ValidWith("organisation acme-co".into()));
        assert_eq!(judge(r#"{"iat":1}"#), Verdict::Valid);
        assert!(matches!(judge("no"), Verdict::Invalid(_)));
    }
}
