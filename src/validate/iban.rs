//! International bank account numbers: ISO 13616 and the structures of the SWIFT IBAN registry.

use super::Verdict;
use super::compact::text_between;
use super::judge::{FORMAT, Judged, PUBLISHED, RANGE, checksum, require};
use super::{luhn, mod97, weighted};

/// The national part (BBAN) as runs of `n` digits, `a` letters or `c` either, each with its length.
type Structure = &'static [(u8, usize)];

/// Countries and their structures, sorted by country.
const STRUCTURES: [(&[u8; 2], Structure); 111] = [
    (b"AD", &[(b'n', 8), (b'c', 12)]),
    (b"AE", &[(b'n', 19)]),
    (b"AL", &[(b'n', 8), (b'c', 16)]),
    (b"AO", &[(b'n', 21)]),
    (b"AT", &[(b'n', 16)]),
    (b"AZ", &[(b'a', 4), (b'c', 20)]),
    (b"BA", &[(b'n', 16)]),
    (b"BE", &[(b'n', 12)]),
    (b"BF", &[(b'c', 2), (b'n', 22)]),
    (b"BG", &[(b'a', 4), (b'n', 6), (b'c', 8)]),
    (b"BH", &[(b'a', 4), (b'c', 14)]),
    (b"BI", &[(b'n', 23)]),
    (b"BJ", &[(b'c', 2), (b'n', 22)]),
    (b"BR", &[(b'n', 23), (b'a', 1), (b'c', 1)]),
    (b"BY", &[(b'c', 4), (b'n', 4), (b'c', 16)]),
    (b"CF", &[(b'n', 23)]),
    (b"CG", &[(b'n', 23)]),
    (b"CH", &[(b'n', 5), (b'c', 12)]),
    (b"CI", &[(b'a', 1), (b'c', 1), (b'n', 22)]),
    (b"CM", &[(b'n', 23)]),
    (b"CR", &[(b'n', 18)]),
    (b"CV", &[(b'n', 21)]),
    (b"CY", &[(b'n', 8), (b'c', 16)]),
    (b"CZ", &[(b'n', 20)]),
    (b"DE", &[(b'n', 18)]),
    (b"DJ", &[(b'n', 23)]),
    (b"DK", &[(b'n', 14)]),
    (b"DO", &[(b'c', 4), (b'n', 20)]),
    (b"DZ", &[(b'n', 22)]),
    (b"EE", &[(b'n', 16)]),
    (b"EG", &[(b'n', 25)]),
    (b"ES", &[(b'n', 20)]),
    (b"FI", &[(b'n', 14)]),
    (b"FK", &[(b'a', 2), (b'n', 12)]),
    (b"FO", &[(b'n', 14)]),
    (b"FR", &[(b'n', 10), (b'c', 11), (b'n', 2)]),
    (b"GA", &[(b'n', 23)]),
    (b"GB", &[(b'a', 4), (b'n', 14)]),
    (b"GE", &[(b'a', 2), (b'n', 16)]),
    (b"GI", &[(b'a', 4), (b'c', 15)]),
    (b"GL", &[(b'n', 14)]),
    (b"GQ", &[(b'n', 23)]),
    (b"GR", &[(b'n', 7), (b'c', 16)]),
    (b"GT", &[(b'c', 24)]),
    (b"GW", &[(b'c', 2), (b'n', 19)]),
    (b"HN", &[(b'a', 4), (b'n', 20)]),
    (b"HR", &[(b'n', 17)]),
    (b"HU", &[(b'n', 24)]),
    (b"IE", &[(b'a', 4), (b'n', 14)]),
    (b"IL", &[(b'n', 19)]),
    (b"IQ", &[(b'a', 4), (b'n', 15)]),
    (b"IR", &[(b'n', 22)]),
    (b"IS", &[(b'n', 22)]),
    (b"IT", &[(b'a', 1), (b'n', 10), (b'c', 12)]),
    (b"JO", &[(b'a', 4), (b'n', 4), (b'c', 18)]),
    (b"KM", &[(b'n', 23)]),
    (b"KW", &[(b'a', 4), (b'c', 22)]),
    (b"KZ", &[(b'n', 3), (b'c', 13)]),
    (b"LB", &[(b'n', 4), (b'c', 20)]),
    (b"LC", &[(b'a', 4), (b'c', 24)]),
    (b"LI", &[(b'n', 5), (b'c', 12)]),
    (b"LT", &[(b'n', 16)]),
    (b"LU", &[(b'n', 3), (b'c', 13)]),
    (b"LV", &[(b'a', 4), (b'c', 13)]),
    (b"LY", &[(b'n', 21)]),
    (b"MA", &[(b'n', 24)]),
    (b"MC", &[(b'n', 10), (b'c', 11), (b'n', 2)]),
    (b"MD", &[(b'c', 20)]),
    (b"ME", &[(b'n', 18)]),
    (b"MG", &[(b'n', 23)]),
    (b"MK", &[(b'n', 3), (b'c', 10), (b'n', 2)]),
    (b"ML", &[(b'c', 2), (b'n', 22)]),
    (b"MN", &[(b'n', 16)]),
    (b"MR", &[(b'n', 23)]),
    (b"MT", &[(b'a', 4), (b'n', 5), (b'c', 18)]),
    (b"MU", &[(b'a', 4), (b'n', 19), (b'a', 3)]),
    (b"MZ", &[(b'n', 21)]),
    (b"NE", &[(b'a', 2), (b'n', 22)]),
    (b"NI", &[(b'a', 4), (b'n', 20)]),
    (b"NL", &[(b'a', 4), (b'n', 10)]),
    (b"NO", &[(b'n', 11)]),
    (b"OM", &[(b'n', 3), (b'c', 16)]),
    (b"PK", &[(b'a', 4), (b'c', 16)]),
    (b"PL", &[(b'n', 24)]),
    (b"PS", &[(b'a', 4), (b'c', 21)]),
    (b"PT", &[(b'n', 21)]),
    (b"QA", &[(b'a', 4), (b'c', 21)]),
    (b"RO", &[(b'a', 4), (b'c', 16)]),
    (b"RS", &[(b'n', 18)]),
    (b"RU", &[(b'n', 14), (b'c', 15)]),
    (b"SA", &[(b'n', 2), (b'c', 18)]),
    (b"SC", &[(b'a', 4), (b'n', 20), (b'a', 3)]),
    (b"SD", &[(b'n', 18)]),
    (b"SE", &[(b'n', 20)]),
    (b"SI", &[(b'n', 15)]),
    (b"SK", &[(b'n', 20)]),
    (b"SM", &[(b'a', 1), (b'n', 10), (b'c', 12)]),
    (b"SN", &[(b'a', 2), (b'n', 22)]),
    (b"SO", &[(b'n', 19)]),
    (b"ST", &[(b'n', 21)]),
    (b"SV", &[(b'a', 4), (b'n', 20)]),
    (b"TD", &[(b'n', 23)]),
    (b"TG", &[(b'a', 2), (b'n', 22)]),
    (b"TL", &[(b'n', 19)]),
    (b"TN", &[(b'n', 20)]),
    (b"TR", &[(b'n', 6), (b'c', 16)]),
    (b"UA", &[(b'n', 6), (b'c', 19)]),
    (b"VA", &[(b'n', 18)]),
    (b"VG", &[(b'a', 4), (b'n', 16)]),
    (b"XK", &[(b'n', 16)]),
    (b"YE", &[(b'a', 4), (b'n', 4), (b'c', 18)]),
];

/// The registry's own examples and those of payment processors' sandboxes, sorted.
const EXAMPLES: [&[u8]; 50] = [
    b"AE070331234567890123456",
    b"AT483200000012345864",
    b"AT611904300234573201",
    b"BE68539007547034",
    b"BE71096123456769",
    b"BG80BNBG96611020345678",
    b"BR1500000000000010932840814P2",
    b"BR1800360305000010009795493C1",
    b"CH9300762011623852957",
    b"CY17002001280000001200527600",
    b"CZ6508000000192000145399",
    b"DE75512108001245126199",
    b"DE89370400440532013000",
    b"DE91100000000123456789",
    b"DK5000400440116243",
    b"EE382200221020145685",
    b"ES7921000813610123456789",
    b"ES9121000418450200051332",
    b"FI2112345600000785",
    b"FR1420041010050500013M02606",
    b"FR7630006000011234567890189",
    b"GB29NWBK60161331926819",
    b"GB33BUKB20201555555555",
    b"GB82WEST12345698765432",
    b"GB94BARC10201530093459",
    b"GR1601101250000000012300695",
    b"HR1210010051863000160",
    b"HU42117730161111101800000000",
    b"IE29AIBK93115212345678",
    b"IE64IRCE92050112345678",
    b"IL620108000000099999999",
    b"IS140159260076545510730339",
    b"IT60X0542811101000000123456",
    b"LT121000011101001000",
    b"LU280019400644750000",
    b"LV80BANK0000435195001",
    b"MT84MALT011000012345MTLCAST001S",
    b"NL02ABNA0123456789",
    b"NL91ABNA0417164300",
    b"NO8330001234567",
    b"NO9386011117947",
    b"PL10105000997603123456789123",
    b"PL61109010140000071219812874",
    b"PT50000201231234567890154",
    b"RO49AAAA1B31007593840000",
    b"SA0380000000608010167519",
    b"SE4550000000058398257466",
    b"SI56263300012039086",
    b"SK3112000000198742637541",
    b"TR330006100519786457841326",
];

/// An international bank account number: the country's length and alphabet, and ISO 7064 mod 97-10.
///
/// National check digits are looked at too, and said where they differ; many systems issue numbers without them.
pub(super) fn iban(value: &[u8]) -> Judged {
    let iban = text_between(value, 15, 34)?;
    let (head, bban) = iban.split_at(4);
    require(head[..2].iter().all(u8::is_ascii_uppercase) && head[2..].iter().all(u8::is_ascii_digit), FORMAT)?;
    let index = STRUCTURES.binary_search_by(|(country, _)| country[..].cmp(&head[..2])).map_err(|_| RANGE)?;
    require(has_structure(bban, STRUCTURES[index].1), FORMAT)?;
    checksum(mod97::remainder(bban.iter().chain(head)) == Some(1) && (b"02"..=b"98").contains(&&[head[2], head[3]]))?;
    require(EXAMPLES.binary_search(&&iban[..]).is_err(), PUBLISHED)?;
    require(!is_filled(bban), Verdict::Example("made of one character, as test accounts are"))?;
    if national_digits_hold(&head[..2], bban) {
        Ok(Verdict::Valid)
    } else {
        Ok(Verdict::ValidWith("without the country's own check digits".to_owned()))
    }
}

/// Whether the runs of a structure cover the national part exactly.
fn has_structure(bban: &[u8], structure: &[(u8, usize)]) -> bool {
    let mut rest = bban;
    for &(class, length) in structure {
        let Some((run, tail)) = rest.split_at_checked(length) else {
            return false;
        };
        let fits = match class {
            b'n' => run.iter().all(u8::is_ascii_digit),
            b'a' => run.iter().all(u8::is_ascii_uppercase),
            _ => true,
        };
        if !fits {
            return false;
        }
        rest = tail;
    }
    rest.is_empty()
}

/// Whether all but four characters at the most are the same.
fn is_filled(bban: &[u8]) -> bool {
    bban.iter().filter(|&&character| character == bban[bban.len() / 2]).count() + 4 >= bban.len()
}

/// Whether the country's own check digits inside the national part hold; true where it has none that are public.
fn national_digits_hold(country: &[u8], bban: &[u8]) -> bool {
    let value = |character: &u8| if character.is_ascii_digit() { character - b'0' } else { character - b'A' + 10 };
    let mut values = [0; 30];
    for (slot, character) in values.iter_mut().zip(bban) {
        *slot = value(character);
    }
    let values = &values[..bban.len().min(30)];
    match country {
        b"BA" | b"ME" | b"MK" | b"PT" | b"RS" | b"SI" | b"TL" | b"XK" => mod97::holds(bban),
        b"BE" => belgian(values),
        b"ES" => spanish(values),
        b"FI" => luhn::holds(values),
        b"FR" | b"MC" => french(bban),
        b"NO" => weighted::sum(values, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        b"PL" => weighted::sum(values, &[3, 9, 7, 1, 3, 9, 7, 1]).is_multiple_of(10),
        _ => true,
    }
}

/// Belgium: the last two digits are the remainder of the rest by 97, which is written 97 for 0.
fn belgian(values: &[u8]) -> bool {
    let (account, check) = values.split_at(10);
    let remainder = super::compact::number(account) % 97;
    super::compact::number(check) == if remainder == 0 { 97 } else { remainder }
}

/// Spain (Código Cuenta Cliente): a digit for bank and branch, and one for the account, each mod 11.
pub(super) fn spanish(values: &[u8]) -> bool {
    const WEIGHTS: [u8; 10] = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];
    let digit = |values: &[u8], weights: &[u8]| match weighted::complement(values, weights, 11) {
        10 => 1,
        digit => digit,
    };
    values.len() == 20
        && digit(&values[..8], &WEIGHTS[2..]) == u32::from(values[8])
        && digit(&values[10..], &WEIGHTS) == u32::from(values[9])
}

/// France (relevé d'identité bancaire): mod 97 over digits, in which A, J are 1, B, K, S are 2, and so on to I, R, Z, 9.
fn french(bban: &[u8]) -> bool {
    let digit = |character: &u8| match character {
        b'0'..=b'9' => *character,
        b'A'..=b'I' => character - b'A' + b'1',
        b'J'..=b'R' => character - b'J' + b'1',
        _ => character - b'S' + b'2',
    };
    let mut digits = [b'0'; 23];
    for (slot, character) in digits.iter_mut().zip(bban) {
        *slot = digit(character);
    }
    mod97::remainder(&digits) == Some(0)
}

#[cfg(test)]
mod tests {
    use super::super::judge::{CHECKSUM, settle};
    use super::*;

    fn judge(value: &str) -> Verdict {
        settle(iban(value.as_bytes()))
    }

    /// The IBAN of a national part.
    fn of(country: &str, bban: &str) -> String {
        let rest = mod97::remainder(format!("{bban}{country}00").as_bytes()).expect("letters and digits");
        format!("{country}{:02}{bban}", 98 - rest)
    }

    #[test]
    fn judges_country_length_and_checksum() {
        let german = of("DE", "500105175407324931");
        assert_eq!(judge(&german), Verdict::Valid);
        assert_eq!(judge(&german.replacen("5001", "5002", 1)), CHECKSUM);
        assert_eq!(judge(&german[..21]), FORMAT);
        assert_eq!(judge(&of("ZZ", "500105175407324931")), RANGE);
        assert_eq!(judge("de89 3704 0044 0532 0130 00"), PUBLISHED);
        assert_eq!(judge(&of("GB", "WEST12345698765432")), PUBLISHED);
        assert!(matches!(judge(&of("AT", "1111111111111111")), Verdict::Example(_)));
    }

    #[test]
    fn tells_where_the_country_s_digits_differ() {
        assert!(matches!(judge(&of("ES", "21000418450200051333")), Verdict::ValidWith(_)));
        assert!(spanish(&[2, 1, 0, 0, 0, 4, 1, 8, 4, 5, 0, 2, 0, 0, 0, 5, 1, 3, 3, 2]));
        assert!(french(b"20041010050500013M02606"));
        assert!(belgian(&[5, 3, 9, 0, 0, 7, 5, 4, 7, 0, 3, 4]));
    }

    #[test]
    fn tables_are_sorted() {
        assert!(STRUCTURES.is_sorted_by_key(|(country, _)| *country) && EXAMPLES.is_sorted());
    }

    #[test]
    fn every_example_of_the_registry_has_its_country_s_structure_and_digits() {
        for example in EXAMPLES {
            let (head, bban) = example.split_at(4);
            let (_, structure) = STRUCTURES.iter().find(|(country, _)| country[..] == head[..2]).expect("a country");
            assert!(has_structure(bban, structure), "{}", example.escape_ascii());
            assert_eq!(mod97::remainder(bban.iter().chain(head)), Some(1), "{}", example.escape_ascii());
        }
    }
}
