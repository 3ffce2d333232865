//! E-mail addresses: the common subset of RFC 5321, and the domains that RFC 2606 and RFC 6761 reserve.

use super::Verdict;
use super::judge::{FORMAT, Judged, require};

/// Top-level domains that are reserved (RFC 2606, RFC 6761), with what documentation uses likewise.
const RESERVED_TOPS: [&[u8]; 7] =
    [b"example", b"invalid", b"local", b"localhost", b"localdomain", b"test", b"internal"];
/// Second-level names that documentation uses whatever the top-level domain.
const PLACEHOLDER_NAMES: [&[u8]; 14] = [
    b"example",
    b"test",
    b"domain",
    b"yourdomain",
    b"mydomain",
    b"company",
    b"yourcompany",
    b"mycompany",
    b"foo",
    b"bar",
    b"foobar",
    b"email",
    b"yoursite",
    b"acme",
];
/// Mailboxes that no person reads.
const ROBOTS: [&[u8]; 12] = [
    b"noreply",
    b"no-reply",
    b"no_reply",
    b"donotreply",
    b"do-not-reply",
    b"mailer-daemon",
    b"postmaster",
    b"hostmaster",
    b"abuse",
    b"git",
    b"root",
    b"bot",
];

/// An address of a person: reserved domains and mailboxes of programs are examples.
pub(super) fn email(value: &[u8]) -> Judged {
    let at = value.iter().rposition(|&byte| byte == b'@').ok_or(FORMAT)?;
    let (local, domain) = (&value[..at], &value[at + 1..]);
    require(is_local(local) && is_domain(domain), FORMAT)?;
    let mut names = domain.rsplit(|&byte| byte == b'.');
    let top = names.next().unwrap_or_default();
    let second = names.next().unwrap_or_default();
    require(!is_one_of(top, &RESERVED_TOPS), Verdict::Example("a reserved domain"))?;
    require(!is_one_of(second, &PLACEHOLDER_NAMES), Verdict::Example("a domain of examples"))?;
    require(!second.is_empty() && top.len() >= 2 && !top.iter().any(u8::is_ascii_digit), FORMAT)?;
    require(!is_one_of(local, &ROBOTS), Verdict::Example("no person's mailbox"))?;
    require(!is_made_up(local), Verdict::Example("the name of an example"))?;
    Ok(Verdict::Plausible)
}

/// Whether the mailbox is `test`, `example`, `exampleUser2` or the like.
fn is_made_up(local: &[u8]) -> bool {
    let local = local.to_ascii_lowercase();
    local.starts_with(b"example")
        || is_one_of(&local, &[b"test", b"testuser", b"user", b"username", b"someone", b"foo"])
}

fn is_one_of(word: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether dots stand only between characters of a dot-atom.
fn is_local(local: &[u8]) -> bool {
    let atom = |part: &[u8]| {
        !part.is_empty()
            && part
                .iter()
                .all(|&byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte) || byte >= 0x80)
    };
    local.len() <= 64 && local.split(|&byte| byte == b'.').all(atom)
}

/// Whether every label has one to 63 letters, digits and hyphens inside.
fn is_domain(domain: &[u8]) -> bool {
    let label = |part: &[u8]| {
        (1..=63).contains(&part.len())
            && part.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte >= 0x80)
            && part[0] != b'-'
            && part[part.len() - 1] != b'-'
    };
    domain.len() <= 253 && domain.split(|&byte| byte == b'.').all(label)
}

#[cfg(test)]
mod tests {
    use super::super::judge::settle;
    use super::*;

    #[test]
    fn judges_addresses() {
        let judge = |value: &str| settle(email(value.as_bytes()));
        // tightlip:allow email-address made-up addresses
        for person in ["maria.sato@gmail.com", "J.O'Neil+hr@mail.co.uk", "jörg@firma.de", "a@x-y.museum"] {
            assert_eq!(judge(person), Verdict::Plausible, "{person}");
        }
        for example in [
            "user@example.com",
            "x@mail.example.org",
            "a@b.test",
            "x@y.invalid",
            "me@localhost",
            "test@test.com",
            "noreply@github.com",
            "git@github.com",
        ] {
            assert!(matches!(judge(example), Verdict::Example(_)), "{example}");
        }
        for wrong in [
            "",
            "@",
            "a@",
            "@b.de",
            "a..b@c.de",
            "a@b",
            "a@b..de",
            "a@-b.de",
            "a@b.c",
            "a@1.2.3.4",
            "logo@2x.p7g",
            "a b@c.de",
        ] {
            assert!(matches!(judge(wrong), Verdict::Invalid(_)), "{wrong}");
        }
    }
}
