//! Identifiers of South and Central America and the Caribbean.

use super::tools::*;

/// A person's taxpayer number (CPF) of Brazil: eleven digits, two of which are mod 11 (Receita Federal).
pub(crate) fn br_cpf(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[11144477735, 12345678909, 52998224725, 93541134780])?;
    let first = eleven_or_zero(&digits[..9], &[10, 9, 8, 7, 6, 5, 4, 3, 2]);
    let second = eleven_or_zero(&digits[..10], &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    checksum(first == u32::from(digits[9]) && second == u32::from(digits[10]))?;
    Ok(Valid)
}

/// A company's number (CNPJ) of Brazil: twelve characters, which since July 2026 may be letters worth their ASCII code less
/// 48, and two digits mod 11 (IN RFB 2.229/2024).
pub(crate) fn br_cnpj(value: &[u8]) -> Judged {
    const EXAMPLES: [&[u8; 14]; 4] = [b"11222333000181", b"12ABC34501DE35", b"00000000000191", b"16727230000197"];
    let cnpj = text::<14>(value)?;
    require(cnpj[12..].iter().all(u8::is_ascii_digit), FORMAT)?;
    unpublished(&&cnpj, &EXAMPLES)?;
    require(cnpj[..12].iter().any(|&character| character != cnpj[0]), Verdict::Example("the same digit throughout"))?;
    let values = cnpj.map(|character| character - b'0');
    let first = eleven_or_zero(&values[..12], &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
    let second = eleven_or_zero(&values[..13], &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
    checksum(first == u32::from(values[12]) && second == u32::from(values[13]))?;
    Ok(Valid)
}

/// A worker's number (PIS, PASEP, NIS, NIT) of Brazil: eleven digits mod 11 (Caixa).
pub(crate) fn br_pis(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[12056412847, 12345678900])?;
    checksum(eleven_or_zero(&digits[..10], &[3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == u32::from(digits[10]))?;
    Ok(Valid)
}

/// A taxpayer's or worker's number (CUIT, CUIL) of Argentina: kind, document and a check digit mod 11 (ARCA).
pub(crate) fn ar_cuit(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[20055361682, 20123456786, 30500010912, 20111111112])?;
    require(matches!(date::two(&digits), 20 | 23 | 24 | 27 | 30 | 33 | 34 | 50 | 51 | 55), RANGE)?;
    let check = match complement(&digits[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11) {
        10 => 9,
        check => check,
    };
    checksum(check == u32::from(digits[10]))?;
    Ok(Valid)
}

/// A document number (DNI) of Argentina: seven or eight digits without a check (RENAPER).
pub(crate) fn ar_dni(value: &[u8]) -> Judged {
    digits_between(value, 7, 8)?;
    Ok(Plausible)
}

/// A bank account (CBU) or wallet (CVU) of Argentina: two blocks with a check digit each (BCRA).
pub(crate) fn ar_cbu(value: &[u8]) -> Judged {
    let digits = digits::<22>(value)?;
    unpublished(&number(&digits[8..]), &[40090418135201])?;
    let first = complement(&digits[..7], &[7, 1, 3, 9, 7, 1, 3], 10);
    let second = complement(&digits[8..21], &[3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3], 10);
    checksum(first == u32::from(digits[7]) && second == u32::from(digits[21]))?;
    Ok(Valid)
}

/// The remainder by 11 of digits weighed 2, 3, 4 and on from the right, the weights beginning anew after `last`.
fn from_the_right(digits: &[u8], last: u32) -> u32 {
    digits.iter().rev().zip((2..=last).cycle()).map(|(&digit, weight)| u32::from(digit) * weight).sum::<u32>() % 11
}

/// Digits, all but the last, with the last character of a value.
fn body_and_check(value: &[u8], least: usize, most: usize) -> Judged<(super::super::compact::Compact, u8)> {
    let text = text_between(value, least + 1, most + 1)?;
    let (&check, body) = text.split_last().ok_or(FORMAT)?;
    Ok((digits_between(body, least, most)?, check))
}

/// A national number (RUT, RUN) of Chile: seven or eight digits and a digit or K mod 11 (SII).
pub(crate) fn cl_rut(value: &[u8]) -> Judged {
    let (digits, check) = body_and_check(value, 7, 8)?;
    unpublished(&number(&digits), &[12531909, 76086428, 12345678, 30686957])?;
    checksum(b"0123456789K"[((11 - from_the_right(&digits, 7)) % 11) as usize] == check)?;
    Ok(Valid)
}

/// A tax number (NIT) of Colombia: digits weighed by primes and a check digit mod 11 (DIAN).
pub(crate) fn co_nit(value: &[u8]) -> Judged {
    const PRIMES: [u8; 15] = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];
    let digits = digits_between(value, 8, 16)?;
    unpublished(&number(&digits), &[2131234321, 8600029644])?;
    let (&check, body) = digits.split_last().ok_or(FORMAT)?;
    let total: u32 = body.iter().rev().zip(PRIMES).map(|(&digit, prime)| u32::from(digit) * u32::from(prime)).sum();
    checksum([0, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1][(total % 11) as usize] == check)?;
    Ok(Valid)
}

/// An identity number of Peru: eight digits and a digit or letter mod 11, which may be missing (RENIEC).
pub(crate) fn pe_cui(value: &[u8]) -> Judged {
    let cui = text_between(value, 8, 9)?;
    let digits = digits_in::<8>(&cui[..8])?;
    let Some(&check) = cui.get(8) else {
        return Ok(Plausible);
    };
    let remainder = (sum(&digits, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11) as usize;
    checksum(b"65432110987"[remainder] == check || b"KJIHGFEDCBA"[remainder] == check)?;
    Ok(Valid)
}

/// A taxpayer's number (RUC) of Peru: kind, number and a check digit mod 11 (SUNAT).
pub(crate) fn pe_ruc(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[20512333797, 20100070970])?;
    require(matches!(date::two(&digits), 10 | 15 | 17 | 20), RANGE)?;
    checksum((11 - sum(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 10 == u32::from(digits[10]))?;
    Ok(Valid)
}

/// A taxpayer's number (RUT) of Uruguay: twelve digits mod 11 (DGI).
pub(crate) fn uy_rut(value: &[u8]) -> Judged {
    let digits = digits::<12>(without_country(value, b"UY"))?;
    require(matches!(date::two(&digits), 1..=22) && number(&digits[2..8]) > 0 && digits[8..11] == [0, 0, 1], RANGE)?;
    checksum(complement(&digits[..11], &[4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], 11) == u32::from(digits[11]))?;
    Ok(Valid)
}

/// An identity card of Ecuador: province, ten digits altogether, by Luhn (Registro Civil).
pub(crate) fn ec_ci(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    require(matches!(date::two(&digits), 1..=24 | 30 | 50) && digits[2] <= 6, RANGE)?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}

/// An identity card of Costa Rica: nine digits, with a 0 before them or not, without a check (TSE).
pub(crate) fn cr_cpf(value: &[u8]) -> Judged {
    let digits = digits_between(value, 9, 10)?;
    require(digits.len() == 9 || digits[0] == 0, RANGE)?;
    Ok(Plausible)
}

/// An identity card of the Dominican Republic: eleven digits by Luhn (JCE).
pub(crate) fn do_cedula(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}

/// A tax number (NIT) of Guatemala: digits and a digit or K mod 11 (SAT).
pub(crate) fn gt_nit(value: &[u8]) -> Judged {
    let (digits, check) = body_and_check(value, 1, 11)?;
    checksum(b"0123456789K"[((11 - from_the_right(&digits, 12)) % 11) as usize] == check)?;
    Ok(Valid)
}

/// A tax number (RIF) of Venezuela: the kind's letter and nine digits mod 11 (SENIAT).
pub(crate) fn ve_rif(value: &[u8]) -> Judged {
    let rif = text::<10>(value)?;
    let digits = digits_in::<9>(&rif[1..])?;
    let kind = match rif[0] {
        b'V' => 4,
        b'E' => 8,
        b'J' | b'C' => 12,
        b'P' => 16,
        b'G' => 20,
        _ => return Err(FORMAT),
    };
    let check = (11 - (kind + sum(&digits[..8], &[3, 2, 7, 6, 5, 4, 3, 2])) % 11) % 11 % 10;
    checksum(check == u32::from(digits[8]))?;
    Ok(Valid)
}

/// A taxpayer's number (RUC) of Paraguay: up to eight digits and a check digit mod 11 (SET).
pub(crate) fn py_ruc(value: &[u8]) -> Judged {
    let digits = digits_between(value, 5, 9)?;
    let (&check, body) = digits.split_last().ok_or(FORMAT)?;
    checksum((11 - from_the_right(body, 11)) % 11 % 10 == u32::from(check))?;
    Ok(Valid)
}
