//! Private keys in PuTTY's own format ("Appendix C: PPK file format" of its manual).

use super::super::judge::{FORMAT, Judged, require};
use super::super::{Verdict, radix};

const NO_KEY: Verdict = Verdict::Invalid("its body is no key");

/// A whole key file: its headers, the public key, which begins with the algorithm's name, and as many private lines as said.
pub(crate) fn putty_key(value: &[u8]) -> Judged {
    let text = String::from_utf8_lossy(value).replace("\\n", "\n");
    let mut lines = text.lines().map(str::trim);
    let algorithm = lines.find_map(|line| line.strip_prefix("PuTTY-User-Key-File-")?.split_once(": ")).ok_or(FORMAT)?.1;
    let encryption = lines.find_map(|line| line.strip_prefix("Encryption: ")).ok_or(FORMAT)?;
    let public = block(&mut lines, "Public-Lines: ").ok_or(NO_KEY)?;
    let private = block(&mut lines, "Private-Lines: ").ok_or(NO_KEY)?;
    let named = public.get(4..).is_some_and(|rest| rest.starts_with(algorithm.as_bytes()));
    require(named && private.len() >= 32, NO_KEY)?;
    Ok(if encryption == "none" { Verdict::Valid } else { Verdict::ValidWith("encrypted with a passphrase".to_owned()) })
}

/// The bytes of the lines after a header that says how many there are.
fn block<'a>(lines: &mut impl Iterator<Item = &'a str>, header: &str) -> Option<Vec<u8>> {
    let count: usize = lines.find_map(|line| line.strip_prefix(header))?.parse().ok()?;
    let body: String = lines.take(count.min(1000)).collect();
    radix::base64(body.as_bytes()).filter(|bytes| !bytes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::super::judge::settle;
    use super::super::encode;
    use super::*;

    #[test]
    fn reads_a_whole_file() {
        let public = encode(&[&[0, 0, 0, 7][..], b"ssh-rsa", &[1; 40]].concat());
        let file = |encryption: &str, algorithm: &str, private: &str| {
            format!(
                "PuTTY-User-Key-File-3: {algorithm}\nEncryption: {encryption}\nComment: c\nPublic-Lines: 1\n{public}\nPrivate-Lines: 1\n{private}\nPrivate-MAC: 00\n"
            )
        };
        let private = encode(&[7; 48]);
        let judge = |text: String| settle(putty_key(text.as_bytes()));
        assert_eq!(judge(file("none", "ssh-rsa", &private)), Verdict::Valid);
        assert!(matches!(judge(file("aes256-cbc", "ssh-rsa", &private)), Verdict::ValidWith(_)));
        assert_eq!(judge(file("none", "ssh-dss", &private)), NO_KEY);
        assert_eq!(judge(file("none", "ssh-rsa", "...")), NO_KEY);
        assert_eq!(judge("PuTTY-User-Key-File-2: ".into()), FORMAT);
    }
}
