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
    checksum(sum(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10))?;
    require(!SANDBOX.contains(&number(&digits)), Verdict::Example("a payment sandbox's number"))?;
    Ok(Verdict::Valid)
}

/// A Medicare beneficiary's identifier: a fixed pattern of digits and of letters without S, L, O, I, B and Z
/// (CMS, "Understanding the Medicare Beneficiary Identifier format").
pub(crate) fn us_mbi(value: &[u8]) -> Judged {
    const PATTERN: &[u8; 11] = b"1AXNAXNAANN";
    const EXAMPLES: [&[u8; 11]; 3] = [b"1EG4TE5MK73", b"1EG4TE5MK72", b"1AC2HJ3RT4Y"];
    let mbi = text::<11>(value)?;
    unpublished(&&mbi, &EXAMPLES)?;
    let is_letter = |character: u8| character.is_ascii_uppercase() && !b"SLOIBZ".contains(&character);
    let fits = |(&character, &class): (&u8, &u8)| match class {
        b'1' => (b'1'..=b'9').contains(&character),
        b'N' => character.is_ascii_digit(),
        b'A' => is_letter(character),
        _ => character.is_ascii_digit() || is_letter(character),
    };
    require(mbi.iter().zip(PATTERN).all(fits), FORMAT)?;
    Ok(Plausible)
}

/// A provider's number: ten digits from 1 or 2 on, with Luhn's check digit over 80840 and them
/// (CMS, "Requirements for NPI check digit").
pub(crate) fn us_npi(value: &[u8]) -> Judged {
    /// What 80840 adds to Luhn's sum.
    const PREFIX_SUM: u32 = 24;
    let digits = digits::<10>(value)?;
    unpublished(&number(&digits), &[1234567893, 1245319599, 1003000126])?;
    require(matches!(digits[0], 1 | 2), RANGE)?;
    checksum((luhn::sum(&digits, 10) + PREFIX_SUM).is_multiple_of(10))?;
    Ok(Valid)
}

/// A registration of the Drug Enforcement Administration: a letter for the kind, the initial or 9, and seven digits, the
/// last of which ends the sum of the odd ones and twice the even ones (DEA, Diversion Control Division).
pub(crate) fn us_dea(value: &[u8]) -> Judged {
    let dea = text::<9>(value)?;
    let digits = digits_in::<7>(&dea[2..])?;
    require(b"ABCDEFGHJKLMPRSTUX".contains(&dea[0]) && (dea[1].is_ascii_uppercase() || dea[1] == b'9'), FORMAT)?;
    unpublished(&&dea, &[b"AB1234563", b"F91234563"])?;
    checksum(sum(&digits, &[1, 2, 1, 2, 1, 2]) % 10 == u32::from(digits[6]))?;
    Ok(Valid)
}

/// A passport's number: nine digits, or a letter and eight (Department of State, "Next generation passport").
pub(crate) fn us_passport(value: &[u8]) -> Judged {
    let passport = text::<9>(value)?;
    unpublished(&&passport, &[b"C03005988", b"E00009349", b"A00000000"])?;
    if passport[0].is_ascii_digit() {
        digits_in::<9>(&passport)?;
    } else {
        digits_in::<8>(&passport[1..])?;
    }
    Ok(Plausible)
}

/// An alien registration (USCIS) number: seven to nine digits, with or without an A before them (USCIS, glossary).
pub(crate) fn us_a_number(value: &[u8]) -> Judged {
    let value = value.trim_ascii();
    let digits = digits_between(value.strip_prefix(b"A").or(value.strip_prefix(b"a")).unwrap_or(value), 7, 9)?;
    unpublished(&number(&digits), &[811])?;
    Ok(Plausible)
}

/// An I-94 admission number: eleven digits, the tenth of which is a letter since 2019 (CBP, "I-94 numbers").
pub(crate) fn us_i94(value: &[u8]) -> Judged {
    let admission = text::<11>(value)?;
    digits_in::<9>(&admission[..9])?;
    require(admission[10].is_ascii_digit(), FORMAT)?;
    Ok(Plausible)
}

/// A receipt number of USCIS: three letters of the place that received the case, and ten digits (USCIS, glossary).
pub(crate) fn us_receipt(value: &[u8]) -> Judged {
    const PLACES: [&[u8]; 14] = [
        b"EAC", b"VSC", b"WAC", b"CSC", b"LIN", b"NSC", b"SRC", b"TSC", b"MSC", b"NBC", b"IOE", b"YSC", b"PSC", b"ZAR",
    ];
    let receipt = text::<13>(value)?;
    digits_in::<10>(&receipt[3..])?;
    require(PLACES.contains(&&receipt[..3]), RANGE)?;
    Ok(Plausible)
}
