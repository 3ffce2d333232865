//! The credentials of HTTP's Basic scheme (RFC 7617).

use super::super::entropy::is_made_up;
use super::super::judge::{FORMAT, Judged, require};
use super::super::{Verdict, radix};

/// Base64 of `user:password`, both of printable characters.
pub(crate) fn base64_basic_auth(value: &[u8]) -> Judged {
    const PLACEHOLDERS: [&[u8]; 12] = [
        b"password",
        b"pass",
        b"passwd",
        b"secret",
        b"test",
        b"user",
        b"username",
        b"example",
        b"token",
        b"api_key",
        b"open sesame",
        b"<password>",
    ];
    let bytes = radix::base64(value).ok_or(FORMAT)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Verdict::Invalid("it holds no text"))?;
    let (user, password) = text.split_once(':').ok_or(Verdict::Invalid("it holds no user and password"))?;
    require(
        !text.chars().any(char::is_control) && text.len() <= 512,
        Verdict::Invalid("it holds no user and password"),
    )?;
    require(!(user.is_empty() && password.is_empty()), Verdict::Invalid("it holds no user and password"))?;
    let is_placeholder = PLACEHOLDERS.iter().any(|word| password.as_bytes().eq_ignore_ascii_case(word))
        || password.starts_with(['$', '{', '<', '%'])
        || is_made_up(password.as_bytes());
    require(!is_placeholder, Verdict::Example("its password is a placeholder"))?;
    Ok(Verdict::Valid)
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::*;

    #[test]
    fn decodes_user_and_password() {
        let judge = |value: &str| settle(base64_basic_auth(value.as_bytes()));
        assert_eq!(judge("bWFyaWE6aHVudGVyMg=="), Verdict::Valid);
        assert!(matches!(judge("dXNlcjpwYXNzd29yZA=="), Verdict::Example(_)));
        assert!(matches!(judge("QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), Verdict::Example(_)));
        for value in ["aGVsbG8=", "Og==", "/////w==", "*", ""] {
            assert!(matches!(judge(value), Verdict::Invalid(_)), "{value}");
        }
    }
}
