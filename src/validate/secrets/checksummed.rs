//! Tokens that end in a CRC-32 of what stands before it.

use super::super::judge::{FORMAT, Judged, checksum, require};
use super::super::{Verdict, crc, radix};

/// GitHub: `ghp_`, `gho_`, `ghu_`, `ghs_` or `ghr_`, thirty characters, and their CRC-32 in six digits of base 62
/// ("Behind GitHub's new authentication token formats"). What `github_pat_` tokens end in is not documented.
pub(crate) fn github_crc32(value: &[u8]) -> Judged {
    if let Some(body) = value.strip_prefix(b"github_pat_") {
        require(body.len() == 82 && body[22] == b'_' && is_base62(&body[..22]) && is_base62(&body[23..]), FORMAT)?;
        return Ok(Verdict::Plausible);
    }
    let (prefix, body) = value.split_at_checked(4).ok_or(FORMAT)?;
    require(matches!(prefix, b"ghp_" | b"gho_" | b"ghu_" | b"ghs_" | b"ghr_"), FORMAT)?;
    ends_in_base62(body)
}

/// npm: `npm_`, thirty characters, and their CRC-32 in six digits of base 62 ("npm has a new access token format").
pub(crate) fn npm_crc32(value: &[u8]) -> Judged {
    ends_in_base62(value.strip_prefix(b"npm_").ok_or(FORMAT)?)
}

/// GitLab: a routable token is `<prefix><base64 payload>.<version>.<length><CRC-32>`, the numbers in base 36 with
/// leading zeros and the checksum over all before it (GitLab handbook, "Routable tokens"); older ones have twenty
/// characters or more after the prefix, and nothing to prove them by.
pub(crate) fn gitlab_routable(value: &[u8]) -> Judged {
    let prefix = value.iter().position(|&byte| byte == b'-').ok_or(FORMAT)? + 1;
    let body = &value[prefix..];
    let Some(dot) = body.iter().position(|&byte| byte == b'.') else {
        require(body.len() >= 20 && body.iter().all(|&byte| is_url_safe(byte)), FORMAT)?;
        return Ok(Verdict::Plausible);
    };
    let holder = body.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    require(body[..dot].iter().all(|&byte| is_url_safe(byte)) && holder.len() == 9, FORMAT)?;
    require(radix::base(36, &holder[..2]) == Some(dot as u64), Verdict::Invalid("its length field does not match"))?;
    let (covered, check) = value.split_at(value.len() - 7);
    checksum(radix::base(36, check) == Some(u64::from(crc::crc32(covered))))?;
    Ok(Verdict::Valid)
}

/// Grafana: `glsa_`, 32 characters, and the CRC-32 of both as eight digits of hexadecimal, least significant byte first
/// (Grafana's own `satokengen`).
pub(crate) fn grafana_crc32(value: &[u8]) -> Judged {
    let (covered, check) = value.split_at_checked(37).ok_or(FORMAT)?;
    require(covered.starts_with(b"glsa_") && is_base62(&covered[5..]), FORMAT)?;
    let check = check.strip_prefix(b"_").filter(|check| check.len() == 8).ok_or(FORMAT)?;
    let check = radix::base(16, check).ok_or(FORMAT)?;
    checksum(check == u64::from(crc::crc32(covered).swap_bytes()))?;
    Ok(Verdict::Valid)
}

/// Atlassian: `ATATT3…` or `ATCTT3…` up to an equals sign, and the CRC-32 of it all as eight digits of hexadecimal.
pub(crate) fn atlassian_crc32(value: &[u8]) -> Judged {
    let (covered, check) = value.split_at_checked(value.len().saturating_sub(8)).ok_or(FORMAT)?;
    require(covered.starts_with(b"AT") && covered.ends_with(b"=") && covered.len() > 40, FORMAT)?;
    let check = radix::base(16, check).ok_or(FORMAT)?;
    checksum(check == u64::from(crc::crc32(covered)))?;
    Ok(Verdict::Valid)
}

/// Thirty characters and their CRC-32, in base 62 with leading zeros.
fn ends_in_base62(body: &[u8]) -> Judged {
    require(body.len() == 36 && is_base62(body), FORMAT)?;
    let (random, check) = body.split_at(30);
    checksum(radix::base62(check) == Some(u64::from(crc::crc32(random))))?;
    Ok(Verdict::Valid)
}

fn is_base62(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_alphanumeric)
}

fn is_url_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::{CHECKSUM, settle};
    use super::*;

    /// The digits of a number in a base, most significant first, with leading zeros.
    fn in_base(base: u32, width: usize, mut number: u32) -> String {
        const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let mut digits = vec![b'0'; width];
        for digit in digits.iter_mut().rev() {
            *digit = DIGITS[(number % base) as usize];
            number /= base;
        }
        String::from_utf8(digits).expect("ASCII")
    }

    #[test]
    fn github_and_npm_count_the_body_alone() {
        let body = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ";
        let token = format!("{body}{}", in_base(62, 6, crc::crc32(body.as_bytes())));
        assert!(token.ends_with("0mLq17"));
        for prefix in ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"] {
            assert_eq!(settle(github_crc32(format!("{prefix}{token}").as_bytes())), Verdict::Valid);
        }
        assert_eq!(settle(npm_crc32(format!("npm_{token}").as_bytes())), Verdict::Valid);
        assert_eq!(settle(npm_crc32(format!("npm_{}", token.replace('Q', "R")).as_bytes())), CHECKSUM);
        assert_eq!(settle(github_crc32(format!("ghp_{}", &token[1..]).as_bytes())), FORMAT);
        assert_eq!(settle(github_crc32("ghx_\u{e9}".as_bytes())), FORMAT);
        let fine = format!("github_pat_{}_{}", "a".repeat(22), "b".repeat(59));
        assert_eq!(settle(github_crc32(fine.as_bytes())), Verdict::Plausible);
    }

    #[test]
    fn gitlab_counts_everything_before() {
        let payload = "MmE3ZThkNTBmNDlhYzQ4bzoxCnU6MQl";
        let covered = format!("glpat-{payload}.01.{}", in_base(36, 2, payload.len() as u32).to_lowercase());
        let token = format!("{covered}{}", in_base(36, 7, crc::crc32(covered.as_bytes())).to_lowercase());
        assert_eq!(settle(gitlab_routable(token.as_bytes())), Verdict::Valid);
        assert_eq!(settle(gitlab_routable(token.replace("MmE", "MmF").as_bytes())), CHECKSUM);
        assert!(matches!(settle(gitlab_routable(token.replace("MmE", "MmEA").as_bytes())), Verdict::Invalid(_)));
        assert_eq!(settle(gitlab_routable(format!("glpat-{}", "x-yz".repeat(5)).as_bytes())), Verdict::Plausible);
        assert_eq!(settle(gitlab_routable(b"glpat-.")), FORMAT);
    }

    #[test]
    fn grafana_and_atlassian_write_hexadecimal() {
        let covered = format!("glsa_{}", "aB3".repeat(11).split_off(1));
        let check = crc::crc32(covered.as_bytes()).swap_bytes();
        assert_eq!(settle(grafana_crc32(format!("{covered}_{check:08x}").as_bytes())), Verdict::Valid);
        assert_eq!(settle(grafana_crc32(format!("{covered}_{:08x}", check ^ 1).as_bytes())), CHECKSUM);
        let covered = format!("ATATT3xFfGF0{}=", "a-B_3".repeat(34));
        let check = crc::crc32(covered.as_bytes());
        assert_eq!(settle(atlassian_crc32(format!("{covered}{check:08X}").as_bytes())), Verdict::Valid);
        assert_eq!(settle(atlassian_crc32(format!("{covered}{:08X}", check ^ 1).as_bytes())), CHECKSUM);
        assert_eq!(settle(atlassian_crc32(b"=")), FORMAT);
    }
}
