//! Identifiers of the United States.

use super::tools::*;

/// A Social Security number: the areas 000, 666 and 9xx, the group 00 and the serial 0000 are not issued
/// (SSA, POMS RM 10201.035; "Social Security number randomization").
pub(crate) fn us_ssn(value: &[u8]) -> Judged {
    /// Numbers that were printed on sample cards, and those that documentation is full of.
    const EXAMPLES: [u64; 8] = [78051120, 219099999, 457555462, 123456780, 111223333, 12345678, 1010001, 123121234];
    let ssn = number(&digits::<9>(value)?);
    unpublished(&ssn, &EXAMPLES)?;
    require(!(987654320..=987654329).contains(&ssn), Verdict::Example("a range kept for advertisements"))?;
    let (area, group, serial) = (ssn / 1000000, ssn / 10000 % 100, ssn % 10000);
    require(!matches!(area, 0 | 666 | 900..), RANGE)?;
    require(group != 0 && serial != 0, RANGE)?;
    Ok(Verdict::Plausible)
}

/// An individual taxpayer number: 9, and a group of 50-65, 70-88, 90-92 or 94-99 (IRS, Internal Revenue Manual 3.21.263).
pub(crate) fn us_itin(value: &[u8]) -> Judged {
    let itin = number(&digits::<9>(value)?);
    unpublished(&itin, &[900700000, 912345678, 999887777])?;
    let group = itin / 10000 % 100;
    require(itin / 100000000 == 9 && matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99), RANGE)?;
    Ok(Verdict::Plausible)
}

/// An adoption taxpayer number: an individual's with the group 93 (IRS, Form W-7A).
pub(crate) fn us_atin(value: &[u8]) -> Judged {
    let atin = number(&digits::<9>(value)?);
    require(atin / 100000000 == 9 && atin / 10000 % 100 == 93, RANGE)?;
    Ok(Verdict::Plausible)
}

/// A preparer's number: P and eight digits (IRS, Form W-12).
pub(crate) fn us_ptin(value: &[u8]) -> Judged {
    let ptin = text::<9>(value)?;
    require(ptin[0] == b'P', FORMAT)?;
    digits_in::<8>(&ptin[1..])?;
    Ok(Verdict::Plausible)
}

/// An employer's number: its first two digits name the office that assigned it (IRS, "How EINs are assigned").
pub(crate) fn us_ein(value: &[u8]) -> Judged {
    const UNASSIGNED: [u64; 17] = [0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97];
    let ein = number(&digits::<9>(value)?);
    require(!UNASSIGNED.contains(&(ein / 10000000)), RANGE)?;
    Ok(Verdict::Plausible)
}

/// Any of the numbers by which the IRS knows a taxpayer: SSN, ITIN, ATIN or EIN.
pub(crate) fn us_tin(value: &[u8]) -> Judged {
    let kinds = [us_ssn, us_itin, us_atin, us_ein];
    let verdicts = kinds.map(|kind| kind(value));
    let example =
        verdicts.iter().flat_map(|judged| judged.as_ref().err()).find(|early| matches!(early, Verdict::Example(_)));
    match example {
        Some(example) => Err(example.clone()),
        None => verdicts.into_iter().find(Result::is_ok).unwrap_or(Err(RANGE)),
    }
}

/// A bank's routing number: weights 3, 7, 1, and the prefixes of the Federal Reserve's districts, thrifts, electronic
/// transactions and traveller's cheques (ABA, "Routing number policy").
pub(crate) fn us_rtn(value: &[u8]) -> Judged {
    /// Numbers that the sandboxes of payment processors accept.
    const SANDBOX: [u64; 8] = [110000000, 123456780, 111000025, 21000021, 122105155, 11401533, 91000019, 322271627];
    let digits = digits::<9>(value)?;
    require(matches!(digits[0] * 10 + digits[1], 0..=12 | 21..=32 | 61..=72 | 80), RANGE)?;
    checksum(weighted::sum(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0)?;
    require(!SANDBOX.contains(&number(&digits)), Verdict::Example("a payment sandbox's number"))?;
    Ok(Verdict::Valid)
}
