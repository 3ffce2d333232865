//! Tokens of chat services.

use super::super::entropy::is_made_up;
use super::super::judge::{FORMAT, Judged, PUBLISHED, require};
use super::super::{Verdict, radix};

/// Slack: `xoxb-`, `xoxp-`, `xapp-` and the like, and numbers of the workspace and the user before the secret itself
/// (Slack, "Tokens").
pub(crate) fn slack_token(value: &[u8]) -> Judged {
    let parts: Vec<&[u8]> = value.splitn(8, |&byte| byte == b'-').collect();
    let (kind, secret) = (parts[0], parts[parts.len() - 1]);
    let is_known = [&b"xox"[..], b"xapp", b"xwfp"].iter().any(|start| kind.starts_with(start));
    require(is_known && parts.len() >= 2 && !secret.is_empty(), FORMAT)?;
    // tightlip:allow generic-secret an example that its issuer publishes
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

/// Discord: the base64 of a user's number, the time, and a signature, between dots (Discord, "Authentication").
pub(crate) fn discord_token(value: &[u8]) -> Judged {
    let parts: Vec<&[u8]> = value.splitn(4, |&byte| byte == b'.').collect();
    let &[user, time, signature] = parts.as_slice() else {
        return Err(FORMAT);
    };
    require((5..=7).contains(&time.len()) && signature.len() >= 25, FORMAT)?;
    let user = radix::base64(user).ok_or(FORMAT)?;
    let is_number = (17..=20).contains(&user.len()) && user.iter().all(u8::is_ascii_digit);
    require(is_number, Verdict::Invalid("its first part is no user's number"))?;
    require(!is_made_up(signature), PUBLISHED)?;
    Ok(Verdict::Valid)
}

/// Telegram: a bot's number, a colon, and 35 characters that begin with AA ("Bot API").
pub(crate) fn telegram_bot(value: &[u8]) -> Judged {
    let colon = value.iter().position(|&byte| byte == b':').ok_or(FORMAT)?;
    let (bot, secret) = (&value[..colon], &value[colon + 1..]);
    require((8..=10).contains(&bot.len()) && bot.iter().all(u8::is_ascii_digit), FORMAT)?;
    require(
        secret.len() == 35 && secret.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'),
        FORMAT,
    )?;
    require(value != b"123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11" && !is_made_up(secret), PUBLISHED)?;
    Ok(if secret.starts_with(b"AA") { Verdict::Valid } else { Verdict::Plausible })
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
        // tightlip:allow generic-secret a made-up token
        let secret = "k3Jd82mQpZ0aVbN4tRw9XyLu";
        assert_eq!(judge(format!("xoxb-{}-{}-{secret}", "263594206564", "2343594206574")), Verdict::Valid);
        assert_eq!(judge(format!("xoxb-{}-{secret}", "263594206564")), Verdict::Valid);
        assert_eq!(judge(format!("xoxb-12-{secret}")), Verdict::Plausible);
        assert!(matches!(judge(format!("xoxb-1-2-{}", "x".repeat(24))), Verdict::Example(_)));
        for wrong in ["", "xoxb", "xoxb-", "xyz-1-2"] {
            assert_eq!(judge(wrong.into()), FORMAT, "{wrong}");
        }
    }

    #[test]
    fn knows_discord_s_and_telegram_s_parts() {
        let judge = |value: String| settle(discord_token(value.as_bytes()));
        let signature = "k3Jd82mQpZ0aVbN4tRw9XyLu7Hs";
        assert_eq!(judge(format!("{}.GcLmNo.{signature}", "MTk4NjIyNDgzNDcxOTI1MjQ4")), Verdict::Valid);
        assert!(matches!(judge(format!("{}.GcLmNo.{signature}", "TUpYUGxhY2Vob2xkZXJVc2Vy")), Verdict::Invalid(_)));
        assert_eq!(judge("a.b.c.d".into()), FORMAT);
        let judge = |value: String| settle(telegram_bot(value.as_bytes()));
        assert_eq!(judge(format!("4839574812:AA{}", "k3Jd82mQpZ0aVbN4tRw9XyLu7Hs-_qWzE")), Verdict::Valid);
        assert_eq!(judge(format!("4839574812:zA{}", "k3Jd82mQpZ0aVbN4tRw9XyLu7Hs-_qWzE")), Verdict::Plausible);
        assert_eq!(judge("12:AA".into()), FORMAT);
    }
}
