//! The two-letter country codes of ISO 3166-1.

/// Every assigned code and XK (Kosovo, which banks use), without separators between them, in order.
const CODES: &[u8] = b"ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCO\
CRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJM\
JOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPF\
PGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVE\
VGVIVNVUWFWSXKYEYTZAZMZW";

/// Whether the capitals are a country's code.
pub(super) fn exists(code: &[u8]) -> bool {
    CODES.as_chunks::<2>().0.binary_search_by(|known| known[..].cmp(code)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_codes() {
        assert_eq!(CODES.len(), 2 * 250);
        assert!(CODES.as_chunks::<2>().0.is_sorted());
        assert!(exists(b"US") && exists(b"AD") && exists(b"ZW") && !exists(b"XX") && !exists(b"U"));
    }
}
