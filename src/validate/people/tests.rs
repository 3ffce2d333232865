//! A valid number of every kind, and what becomes of it where a digit differs.
//!
//! The numbers are random; `~` is dropped from them, so that no scanner takes them for somebody's.

use super::super::{Verdict, find, names};

/// Numbers in which any other digit in any place is refused.
const EVERY_DIGIT_COUNTS: [(&str, &str); 81] = [
    ("ar_cbu", "36447815446~78110255397"),
    ("at_tin", "8145~56536"),
    ("at_uid", "U471~90427"),
    ("at_vnr", "15651~30552"),
    ("au_abn", "20955~517981"),
    ("au_tfn", "2599~23464"),
    ("be_vat", "03681~07377"),
    ("bg_pnf", "10972~72831"),
    ("ca_bc_phn", "96458~27798"),
    ("ca_bn", "3906~24112"),
    ("ca_sin", "4810~55655"),
    ("ch_ssn", "756866~7064948"),
    ("ch_uid", "CHE553~589278"),
    ("cl_rut", "6938~62574"),
    ("cn_ric", "110101188~00219668X"),
    ("cn_uscc", "27779605X~2981AL2PF"),
    ("cy_vat", "2631~4416M"),
    ("de_idnr", "62918~570944"),
    ("de_kvnr", "K8758~55737"),
    ("de_svnr", "217911~73P833"),
    ("de_vat", "9963~83338"),
    ("dk_cvr", "9070~9550"),
    ("do_cedula", "97288~689512"),
    ("ec_ci", "03647~39870"),
    ("es_cif", "C805~4255H"),
    ("es_dni", "2370~2895S"),
    ("es_nie", "X798~5928Y"),
    ("es_nif", "G824~55056"),
    ("es_nss", "137861~601018"),
    ("fi_ytunnus", "0050~7223"),
    ("fr_nif", "020193~6452494"),
    ("fr_nir", "1567564~59606375"),
    ("fr_siren", "1850~81445"),
    ("fr_siret", "8193003~3650383"),
    ("fr_tva", "69032~458838"),
    ("gb_chi", "27040~43140"),
    ("gh_tin", "C0031~160093"),
    ("gr_amka", "14049~479398"),
    ("gt_nit", "4617~897K"),
    ("hk_hkid", "G424~7425"),
    ("hr_oib", "08629~636368"),
    ("hu_anum", "1829~0543"),
    ("hu_taj", "0422~69535"),
    ("hu_tax", "88675~10576"),
    ("ie_pps", "9142~127V"),
    ("il_idnr", "2548~77608"),
    ("imei", "2595003~70095900"),
    ("in_aadhaar", "226163~891705"),
    ("in_gstin", "27SCMPM~6687A1ZS"),
    ("in_vid", "42640227~00378024"),
    ("it_codicefiscale", "YYLPVG78~L49P359D"),
    ("it_iva", "41068~000599"),
    ("kr_brn", "81044~45072"),
    ("lei", "11423497HJ~S99WCR1342"),
    ("lu_tva", "5689~5769"),
    ("mt_vat", "2130~7647"),
    ("mx_clabe", "541334270~060117260"),
    ("mx_nss", "26498~790414"),
    ("mx_rfc", "XSOT29~0517AX1"),
    ("nl_bsn", "5991~52126"),
    ("no_fodselsnummer", "69487~407534"),
    ("no_kontonr", "83472~326611"),
    ("no_orgnr", "1092~04080"),
    ("nz_nhi", "QQC~35VX"),
    ("pl_nip", "58705~81609"),
    ("pl_pesel", "73420~689393"),
    ("pt_cc", "721458~225C41"),
    ("sa_id", "13649~08424"),
    ("se_orgnr", "31071~24590"),
    ("se_personnummer", "29061~8-2353"),
    ("sg_nric", "T381~2748E"),
    ("sg_uen", "9451~3364B"),
    ("si_ddv", "5847~6822"),
    ("tr_tckimlik", "48949~395528"),
    ("tr_vkn", "26714~96200"),
    ("us_npi", "10003~73302"),
    ("us_rtn", "0062~53097"),
    ("uy_rut", "216941~180017"),
    ("vn_mst", "19335~02930"),
    ("za_idnr", "390514~8614065"),
    ("za_tin", "94830~38197"),
];

/// Numbers in which any other check character is refused, and most other digits.
const CHECK_DIGIT_COUNTS: [(&str, &str); 42] = [
    ("ar_cuit", "27203~181952"),
    ("au_acn", "5914~76158"),
    ("be_bis", "58211~254374"),
    ("be_nn", "21031~584540"),
    ("be_ssn", "08442~631886"),
    ("bg_egn", "60300~11179"),
    ("br_cnpj", "DP75NYL~D216050"),
    ("br_cpf", "00299~940985"),
    ("br_pis", "67858~596521"),
    ("co_nit", "69578~57290"),
    ("cz_bankaccount", "931681-9433~997011/0100"),
    ("cz_dic", "7330~6631"),
    ("cz_rc", "77950~45467"),
    ("ee_ik", "69202~012716"),
    ("es_ccc", "1756086546~8259462129"),
    ("fi_hetu", "18065~8-408K"),
    ("gb_nhs", "23646~47606"),
    ("gb_vat", "7594~23459"),
    ("gr_vat", "8001~88080"),
    ("ie_vat", "6291~899N"),
    ("jp_cn", "581046~2787442"),
    ("jp_my_number", "025360~538934"),
    ("lt_asmens", "93044~555013"),
    ("lv_pvn", "92755~173863"),
    ("mx_curp", "TRNO58080~9HDFQIF67"),
    ("nz_ird", "1273~4484"),
    ("pe_cui", "6268~22628"),
    ("pe_ruc", "17038~589008"),
    ("pl_regon", "0086~06104"),
    ("pt_nif", "1092~62530"),
    ("pt_niss", "18100~179052"),
    ("py_ruc", "9669~1611"),
    ("ro_cnp", "750102~3327022"),
    ("ru_inn", "20894~15380"),
    ("si_emso", "131223~2948855"),
    ("sk_rc", "45761~40360"),
    ("th_pin", "834604~4365134"),
    ("tw_natid", "V2587~60830"),
    ("tw_ubn", "1195~1168"),
    ("ua_rntrc", "15988~03363"),
    ("us_dea", "CO21~81775"),
    ("ve_rif", "G0431~40673"),
];

/// Numbers of which little more than the format can be judged.
const FORMAT_COUNTS: [(&str, &str); 43] = [
    ("ae_id", "7841983~42342171"),
    ("ar_dni", "1532~5922"),
    ("au_medicare", "67639~21801"),
    ("bic", "XGFZ~KHM7"),
    ("cr_cpf", "04602~09983"),
    ("de_stnr", "27594~11549"),
    ("dk_cpr", "25041~02346"),
    ("eg_nid", "2030509~1959235"),
    ("eg_tn", "7444~27927"),
    ("fi_veronumero", "356286~381014"),
    ("gb_nino", "YL54~1749D"),
    ("gb_sortcode", "884~721"),
    ("gb_utr", "15758~87166"),
    ("id_nik", "51575601~12675105"),
    ("id_npwp", "7033282~78277224"),
    ("in_epic", "ZDW12~29475"),
    ("in_ifsc", "RPCJ0~L834NZ"),
    ("in_pan", "JZQGL~6723G"),
    ("in_uan", "100887~853370"),
    ("is_kennitala", "11069~11819"),
    ("ke_pin", "A3399~08874F"),
    ("kr_frn", "356902~6962741"),
    ("kr_rrn", "151216~4322214"),
    ("my_nric", "470321~539331"),
    ("ng_nin", "92617~708544"),
    ("nl_btw", "154706~176B21"),
    ("nz_bankaccount", "17336836~46397464"),
    ("ph_sss", "94934~76737"),
    ("ph_tin", "2528~81041"),
    ("pk_cnic", "329692~9875355"),
    ("qa_qid", "21125~549176"),
    ("us_a_number", "A9409~35053"),
    ("us_atin", "9299~37380"),
    ("us_ein", "0421~94528"),
    ("us_i94", "79545~3811L3"),
    ("us_itin", "9015~72683"),
    ("us_mbi", "5YQ7J~76YJ01"),
    ("us_passport", "U098~80917"),
    ("us_ptin", "P772~07499"),
    ("us_receipt", "IOE735~4471322"),
    ("us_ssn", "0630~60058"),
    ("us_tin", "4058~17880"),
    ("vn_cccd", "061368~457425"),
];

fn judge(name: &str, value: &str) -> Verdict {
    find(name).expect("a validator of that name")(value.as_bytes())
}

/// The values with another character of the same kind at the place.
fn changed_at(value: &str, place: usize) -> impl Iterator<Item = String> {
    let alphabet = if value.as_bytes()[place].is_ascii_digit() { "0123456789" } else { "ABCDEFGHJKLMNPQRSTUVWXYZ" };
    let (head, tail) = (value[..place].to_owned(), value[place + 1..].to_owned());
    let before = char::from(value.as_bytes()[place]);
    alphabet.chars().filter(move |&other| other != before).map(move |other| format!("{head}{other}{tail}"))
}

#[test]
fn valid_numbers_are_accepted() {
    for (name, value) in EVERY_DIGIT_COUNTS.iter().chain(&CHECK_DIGIT_COUNTS) {
        let verdict = judge(name, &value.replace('~', ""));
        assert!(matches!(verdict, Verdict::Valid | Verdict::ValidWith(_)), "{name} {value} {verdict:?}");
    }
    for (name, value) in FORMAT_COUNTS {
        let verdict = judge(name, &value.replace('~', ""));
        assert!(!matches!(verdict, Verdict::Invalid(_) | Verdict::Example(_)), "{name} {value} {verdict:?}");
    }
}

#[test]
fn changed_numbers_are_refused() {
    for (name, value) in EVERY_DIGIT_COUNTS {
        let value = value.replace('~', "");
        let digits = (0..value.len()).filter(|&place| value.as_bytes()[place].is_ascii_digit());
        for changed in digits.flat_map(|place| changed_at(&value, place)) {
            assert!(matches!(judge(name, &changed), Verdict::Invalid(_)), "{name} {changed}");
        }
    }
    for (name, value) in CHECK_DIGIT_COUNTS {
        let value = value.replace('~', "");
        for changed in changed_at(&value, value.len() - 1) {
            assert!(matches!(judge(name, &changed), Verdict::Invalid(_)), "{name} {changed}");
        }
    }
}

#[test]
fn separators_are_passed_over_and_other_lengths_are_refused() {
    for (name, value) in EVERY_DIGIT_COUNTS {
        if name == "cz_bankaccount" || name == "fi_hetu" {
            continue;
        }
        let value = value.replace('~', "");
        let spaced = format!("{} {}", &value[..4], &value[4..]);
        assert_eq!(judge(name, &spaced), judge(name, &value), "{name} {value}");
        assert!(matches!(judge(name, &value.repeat(4)), Verdict::Invalid(_)), "{name}");
        assert!(matches!(judge(name, "12"), Verdict::Invalid(_)), "{name}");
    }
}

#[test]
fn published_and_reserved_numbers_are_examples() {
    let examples = [
        ("us_ssn", "078-05-1120"),
        ("us_ssn", "987-65-4325"),
        ("us_ssn", "123-45-6789"),
        ("us_ssn", "000-00-0000"),
        ("us_itin", "900-70-0000"),
        ("us_ein", "12-3456789"),
        ("us_rtn", "021000021"),
        ("us_npi", "1234567893"),
        ("us_mbi", "1EG4-TE5-MK73"),
        ("us_dea", "AB1234563"),
        ("gb_nino", "QQ 12 34 56 C"),
        ("gb_nhs", "999 123 4560"),
        ("ca_sin", "046 454 286"),
        ("au_tfn", "123 456 782"),
        ("nz_nhi", "ZZZ0016"),
        ("in_aadhaar", "9999 4105 7058"),
        ("in_pan", "ABCDE1234F"),
        ("in_gstin", "22AAAAA0000A1Z5"),
        ("de_idnr", "02476291358"),
        ("fi_hetu", "010190-999P"),
        ("no_fodselsnummer", "15108695088"),
        ("dk_cpr", "010101-0101"),
        ("br_cpf", "111.111.111-11"),
        ("mx_rfc", "XAXX010101000"),
        ("kr_rrn", "900101-1234567"),
        ("hk_hkid", "A123456(3)"),
        ("es_dni", "00000000T"),
        ("se_personnummer", "19121212+1212"),
        ("lei", "213800KUD8LAJWSQ9D15"),
        ("bic", "DEUTDEFF"),
    ];
    for (name, value) in examples {
        assert!(matches!(judge(name, value), Verdict::Example(_)), "{name} {value}");
    }
}

#[test]
fn ranges_that_are_not_issued_are_refused() {
    let refused = [
        ("us_ssn", "666-12-3456"),
        ("us_ssn", "912-45-6781"),
        ("us_ssn", "512-00-6781"),
        ("us_ssn", "512-45-0000"),
        ("us_itin", "912-66-4567"),
        ("us_ein", "07-1234598"),
        ("ca_sin", "800 000 002"),
        ("gb_nino", "GB123457C"),
        ("in_aadhaar", "1903 5678 9017"),
        ("pl_pesel", "99023012347"),
        ("th_pin", "9101700230708"),
        ("ee_ik", "0"),
    ];
    for (name, value) in refused {
        assert!(matches!(judge(name, value), Verdict::Invalid(_)), "{name} {value}");
    }
    assert_eq!(judge("us_itin", "912-50-4567"), Verdict::Plausible);
    assert_eq!(judge("br_cnpj", "12.ABC.345/01DF-16"), judge("br_cnpj", "12ABC34501DF16"));
}

#[test]
fn every_number_of_people_is_tried() {
    let tried = |name: &str| {
        EVERY_DIGIT_COUNTS.iter().chain(&CHECK_DIGIT_COUNTS).chain(&FORMAT_COUNTS).any(|(known, _)| *known == name)
    };
    let regional = names().filter(|name| name.as_bytes().get(2) == Some(&b'_'));
    assert_eq!(regional.filter(|name| !tried(name)).collect::<Vec<_>>(), ["us_bank_account"]);
}
