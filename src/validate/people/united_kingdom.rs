//! Identifiers of the United Kingdom and of Ireland.

use super::tools::*;

/// A National Insurance number: letters and prefixes that are not allocated are refused (HMRC, NIM39110). The suffix
/// may be missing.
pub(crate) fn gb_nino(value: &[u8]) -> Judged {
    const NEVER_FIRST: &[u8] = b"DFIQUV";
    const NEVER_SECOND: &[u8] = b"DFIQUVO";
    const UNUSED: [&[u8]; 15] =
        [b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ", b"CR", b"FY", b"MW", b"NC", b"PP", b"PY", b"PZ", b"OO"];
    const EXAMPLES: [(&[u8], u64); 5] =
        [(b"QQ", 123456), (b"AB", 123456), (b"AA", 123456), (b"JG", 103759), (b"BN", 102966)];
    let nino = text_between(value, 8, 9)?;
    let prefix = &nino[..2];
    let serial = number(&digits_in::<6>(&nino[2..8])?);
    require(prefix.iter().all(u8::is_ascii_uppercase), FORMAT)?;
    require(nino[8..].iter().all(|suffix| (b'A'..=b'D').contains(suffix)), FORMAT)?;
    unpublished(&(prefix, serial), &EXAMPLES)?;
    let allocated = !NEVER_FIRST.contains(&prefix[0]) && !NEVER_SECOND.contains(&prefix[1]);
    require(allocated && !UNUSED.contains(&prefix), RANGE)?;
    Ok(Verdict::Plausible)
}
