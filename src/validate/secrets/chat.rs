//! Tokens of chat services.

use super::super::Verdict;
use super::super::entropy::is_made_up;
use super::super::judge::{FORMAT, Judged, PUBLISHED, require};

/// Slack: `xoxb-`, `xoxp-`, `xapp-` and the like, and numbers of the workspace and the user before the secret itself
/// (Slack, "Tokens").
pub(crate) fn slack_token(value: &[u8]) -> Judged {
    let parts: Vec<&[u8]> = value.splitn(8, |&byte| byte == b'-').collect();
    let (kind, secret) = (parts[0], parts[parts.len() - 1]);
    let is_known = [&b"xox"[..], b"xapp", b"xwfp"].iter().any(|start| kind.starts_with(start));
    require(is_known && parts.len() >= 2 && !secret.is_empty(), FORMAT)?;
    require(!is_made_up(secret) && !secret.starts_with(b"4mt0t4l1y"), PUBLISHED)?;
    let is_whole = match (kind, &parts[1..parts.len() - 1]) {
        (b"xoxb", [team, bot]) => is_id(team) && is_id(bot) && is_secret(secret, 24),
        (b"xoxb", [bot]) => is_id(bot) && is_secret(secret, 24),
        (b"xoxp" | b"xoxs" | b"xoxo", [team, user, app]) => {
            is_id(team) && is_id(user) && is_id(app) && (is_hex(secret, 32) || is_hex(secret, 64) || is_hex(secret, 10))
        }
        (b"xapp", [version, app, team]) => {
            version.len() == 1 && app.starts_with(b"A") && is_id(team) && is_hex(secret, 64)
        }
        _ => false,
    };
    Ok(if is_whole { Verdict::Valid } else { Verdict::Plausible })
}

fn is_id(part: &[u8]) -> bool {
    (9..=14).contains(&part.len()) && part.iter().all(u8::is_ascii_digit)
}

fn is_secret(part: &[u8], length: usize) -> bool {
    part.len() == length && part.iter().all(u8::is_ascii_alphanumeric)
}

fn is_hex(part: &[u8], length: usize) -> bool {
    part.len() == length && part.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::*;

    #[test]
    fn knows_slack_s_parts() {
        let judge = |value: String| settle(slack_token(value.as_bytes()));
        let secret = "k3Jd82mQpZ0aVbN4tRw9XyLu";
        assert_eq!(judge(format!("xoxb-{}-{}-{secret}", "263594206564", "2343594206574")), Verdict::Valid);
        assert_eq!(judge(format!("xoxb-{}-{secret}", "263594206564")), Verdict::Valid);
        assert_eq!(judge(format!("xoxb-12-{secret}")), Verdict::Plausible);
        assert!(matches!(judge(format!("xoxb-1-2-{}", "x".repeat(24))), Verdict::Example(_)));
        for wrong in ["", "xoxb", "xoxb-", "xyz-1-2"] {
            assert_eq!(judge(wrong.into()), FORMAT, "{wrong}");
        }
    }
}
