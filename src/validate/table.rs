//! Every validator by the name that pattern files use.

use super::people::{
    africa, asia, baltic, benelux, canada, central_europe, china, france, german, iberia, india, italy, latin_america,
    mexico, nordic, oceania, south_east_europe, united_kingdom, united_states,
};
use super::secrets::{
    aws, azure, basic_auth, chat, checksummed, google, hash, jwt, macaroon, pem, prefixed, putty, wallet,
};
use super::{Validator, bank, birth, card, device, email, iban, judge, phone};

/// A validator and what is known of it.
pub(super) struct Entry {
    /// The name that pattern files use.
    pub(super) name: &'static str,
    /// Judges a value.
    pub(super) judge: Validator,
    /// The share of random strings of the shape that it does not refuse.
    pub(super) chance: Option<f32>,
}

/// Makes the table from `name: function, chance;` where the chance is `-` for none.
macro_rules! validators {
    ($($name:ident: $function:path, $chance:tt;)*) => {
        &[$(Entry { name: stringify!($name), judge: |value| judge::settle($function(value)), chance: chance!($chance) },)*]
    };
}

macro_rules! chance {
    (-) => {
        None
    };
    ($share:literal) => {
        Some($share)
    };
}

/// Sorted by name.
pub(super) const VALIDATORS: &[Entry] = validators! {
    ae_id: africa::ae_id, 2e-05;
    age_key: wallet::age_key, -;
    anthropic_key: prefixed::anthropic_key, -;
    ar_cbu: latin_america::ar_cbu, 0.0095;
    ar_cuit: latin_america::ar_cuit, 0.0093;
    ar_dni: latin_america::ar_dni, 1.0;
    at_tin: german::at_tin, 0.0382;
    at_uid: german::at_uid, 0.004;
    at_vnr: german::at_vnr, 0.0813;
    atlassian_crc32: checksummed::atlassian_crc32, -;
    au_abn: oceania::au_abn, 0.0112;
    au_acn: oceania::au_acn, 0.0989;
    au_medicare: oceania::au_medicare, 0.0514;
    au_tfn: oceania::au_tfn, 0.0928;
    aws_access_key_id: aws::aws_access_key_id, -;
    aws_secret_access_key: aws::aws_secret_access_key, -;
    azure_client_secret: azure::azure_client_secret, -;
    azure_sas: azure::azure_sas, -;
    azure_storage_key: azure::azure_storage_key, -;
    base64_basic_auth: basic_auth::base64_basic_auth, -;
    be_bis: benelux::be_bis, 0.0032;
    be_nn: benelux::be_nn, 0.0015;
    be_ssn: benelux::be_ssn, 0.0055;
    be_vat: benelux::be_vat, 0.0017;
    bg_egn: south_east_europe::bg_egn, 0.0114;
    bg_pnf: south_east_europe::bg_pnf, 0.101;
    bic: bank::bic, 0.37;
    bip39: wallet::bip39, -;
    br_cnpj: latin_america::br_cnpj, 0.0097;
    br_cpf: latin_america::br_cpf, 0.0096;
    br_pis: latin_america::br_pis, 0.1021;
    ca_bc_phn: canada::ca_bc_phn, 0.0086;
    ca_bn: canada::ca_bn, 0.053;
    ca_sin: canada::ca_sin, 0.0798;
    ch_ssn: german::ch_ssn, 0.0001;
    ch_uid: german::ch_uid, 1e-05;
    cl_rut: latin_america::cl_rut, 0.048;
    cn_ric: china::cn_ric, 1e-05;
    cn_uscc: china::cn_uscc, 0.008;
    co_nit: latin_america::co_nit, 0.0964;
    cr_cpf: latin_america::cr_cpf, 0.1012;
    credit_card: card::credit_card, 0.02;
    cy_vat: south_east_europe::cy_vat, 0.0377;
    cz_bankaccount: central_europe::cz_bankaccount, 0.0003;
    cz_dic: central_europe::cz_dic, 0.1268;
    cz_rc: central_europe::cz_rc, 0.0205;
    date_of_birth: birth::date_of_birth, -;
    de_idnr: german::de_idnr, 0.0038;
    de_kvnr: german::de_kvnr, 0.0988;
    de_stnr: german::de_stnr, 0.9904;
    de_svnr: german::de_svnr, 0.0093;
    de_vat: german::de_vat, 0.0929;
    discord_token: chat::discord_token, -;
    dk_cpr: nordic::dk_cpr, 0.0297;
    dk_cvr: nordic::dk_cvr, 0.0847;
    do_cedula: latin_america::do_cedula, 0.1014;
    ec_ci: latin_america::ec_ci, 0.0189;
    ee_ik: baltic::ee_ik, 0.0024;
    eg_nid: africa::eg_nid, 0.0022;
    eg_tn: africa::eg_tn, 1.0;
    email: email::email, -;
    es_ccc: iberia::es_ccc, 0.0089;
    es_cif: iberia::es_cif, 0.0476;
    es_dni: iberia::es_dni, 0.0373;
    es_nie: iberia::es_nie, 0.0045;
    es_nif: iberia::es_nif, 0.0436;
    es_nss: iberia::es_nss, 0.0118;
    fi_hetu: nordic::fi_hetu, 0.0018;
    fi_veronumero: nordic::fi_veronumero, 1.0;
    fi_ytunnus: nordic::fi_ytunnus, 0.0906;
    fr_nif: france::fr_nif, 0.0002;
    fr_nir: france::fr_nir, 0.0053;
    fr_siren: france::fr_siren, 0.0995;
    fr_siret: france::fr_siret, 0.0103;
    fr_tva: france::fr_tva, 0.0008;
    gb_chi: united_kingdom::gb_chi, 0.0032;
    gb_nhs: united_kingdom::gb_nhs, 0.092;
    gb_nino: united_kingdom::gb_nino, 0.0859;
    gb_sortcode: united_kingdom::gb_sortcode, 1.0;
    gb_utr: united_kingdom::gb_utr, 0.1035;
    gb_vat: united_kingdom::gb_vat, 0.0292;
    gh_tin: africa::gh_tin, 0.0001;
    github_crc32: checksummed::github_crc32, -;
    gitlab_routable: checksummed::gitlab_routable, -;
    google_api_key: google::google_api_key, -;
    google_service_account: google::google_service_account, -;
    gr_amka: south_east_europe::gr_amka, 0.0039;
    gr_vat: south_east_europe::gr_vat, 0.0978;
    grafana_crc32: checksummed::grafana_crc32, -;
    gt_nit: latin_america::gt_nit, 0.047;
    hk_hkid: china::hk_hkid, 0.048;
    hr_oib: south_east_europe::hr_oib, 0.0964;
    htpasswd: hash::htpasswd, -;
    hu_anum: central_europe::hu_anum, 0.0988;
    hu_taj: central_europe::hu_taj, 0.1;
    hu_tax: central_europe::hu_tax, 0.0092;
    iban: iban::iban, 0.0001;
    id_nik: asia::id_nik, 0.0335;
    id_npwp: asia::id_npwp, 0.0859;
    ie_pps: united_kingdom::ie_pps, 0.024;
    ie_vat: united_kingdom::ie_vat, 0.0406;
    il_idnr: africa::il_idnr, 0.1038;
    imei: device::imei, 0.1;
    in_aadhaar: india::in_aadhaar, 0.0801;
    in_epic: india::in_epic, 1.0;
    in_gstin: india::in_gstin, 0.0002;
    in_ifsc: india::in_ifsc, 0.1014;
    in_pan: india::in_pan, 0.4178;
    in_uan: india::in_uan, 0.01;
    in_vid: india::in_vid, 0.0801;
    is_kennitala: nordic::is_kennitala, 0.0022;
    it_codicefiscale: italy::it_codicefiscale, 0.0137;
    it_iva: italy::it_iva, 0.0098;
    jp_cn: asia::jp_cn, 0.1033;
    jp_my_number: asia::jp_my_number, 0.1001;
    jwt: jwt::jwt, -;
    ke_pin: africa::ke_pin, 0.079;
    kr_brn: asia::kr_brn, 0.0894;
    kr_frn: asia::kr_frn, 0.18;
    kr_rrn: asia::kr_rrn, 0.037;
    lei: bank::lei, 0.01;
    lt_asmens: baltic::lt_asmens, 0.0136;
    lu_tva: benelux::lu_tva, 0.0095;
    lv_pvn: baltic::lv_pvn, 0.058;
    macaroon: macaroon::macaroon, -;
    mt_vat: south_east_europe::mt_vat, 0.0253;
    mx_clabe: mexico::mx_clabe, 0.0995;
    mx_curp: mexico::mx_curp, 1e-05;
    mx_nss: mexico::mx_nss, 0.1019;
    mx_rfc: mexico::mx_rfc, 0.0001;
    my_nric: asia::my_nric, 0.0308;
    ng_nin: africa::ng_nin, 1.0;
    nl_bsn: benelux::nl_bsn, 0.0913;
    nl_btw: benelux::nl_btw, 0.0043;
    no_fodselsnummer: nordic::no_fodselsnummer, 0.0019;
    no_kontonr: nordic::no_kontonr, 0.091;
    no_orgnr: nordic::no_orgnr, 0.093;
    npm_crc32: checksummed::npm_crc32, -;
    nz_bankaccount: oceania::nz_bankaccount, 0.00098;
    nz_ird: oceania::nz_ird, 0.0615;
    nz_nhi: oceania::nz_nhi, 0.078;
    openai_key: prefixed::openai_key, -;
    pe_cui: latin_america::pe_cui, 0.072;
    pe_ruc: latin_america::pe_ruc, 0.0042;
    pem_private_key: pem::pem_private_key, -;
    ph_sss: asia::ph_sss, 1.0;
    ph_tin: asia::ph_tin, 1.0;
    phone: phone::phone, -;
    phone_e164: phone::phone_e164, -;
    phone_nanp: phone::phone_nanp, -;
    pk_cnic: asia::pk_cnic, 0.628;
    pl_nip: central_europe::pl_nip, 0.0891;
    pl_pesel: central_europe::pl_pesel, 0.0179;
    pl_regon: central_europe::pl_regon, 0.1008;
    plain_number: device::plain_number, 1.0;
    pt_cc: iberia::pt_cc, 0.102;
    pt_nif: iberia::pt_nif, 0.092;
    pt_niss: iberia::pt_niss, 0.02;
    putty_key: putty::putty_key, -;
    py_ruc: latin_america::py_ruc, 0.1004;
    pypi_macaroon: macaroon::pypi_macaroon, -;
    qa_qid: africa::qa_qid, 0.18;
    random_token: prefixed::random_token, -;
    ro_cnp: south_east_europe::ro_cnp, 0.0021;
    ru_inn: south_east_europe::ru_inn, 0.056;
    sa_id: africa::sa_id, 0.02;
    se_orgnr: nordic::se_orgnr, 0.0961;
    se_personnummer: nordic::se_personnummer, 0.0069;
    sendgrid: prefixed::sendgrid, -;
    sentry: prefixed::sentry, -;
    sg_nric: asia::sg_nric, 0.0067;
    sg_uen: asia::sg_uen, 0.024;
    si_ddv: south_east_europe::si_ddv, 0.0774;
    si_emso: south_east_europe::si_emso, 0.0032;
    sk_rc: central_europe::cz_rc, 0.0181;
    slack_token: chat::slack_token, -;
    stripe_key: prefixed::stripe_key, -;
    telegram_bot: chat::telegram_bot, -;
    th_pin: asia::th_pin, 0.081;
    tr_tckimlik: south_east_europe::tr_tckimlik, 0.0097;
    tr_vkn: south_east_europe::tr_vkn, 0.1018;
    tw_natid: china::tw_natid, 0.0413;
    tw_ubn: china::tw_ubn, 0.1091;
    ua_rntrc: south_east_europe::ua_rntrc, 0.0984;
    us_a_number: united_states::us_a_number, 1.0;
    us_atin: united_states::us_atin, 0.00092;
    us_bank_account: bank::us_bank_account, 1.0;
    us_dea: united_states::us_dea, 0.038;
    us_ein: united_states::us_ein, 0.8289;
    us_i94: united_states::us_i94, 1.0;
    us_itin: united_states::us_itin, 0.0416;
    us_mbi: united_states::us_mbi, 0.2206;
    us_npi: united_states::us_npi, 0.0187;
    us_passport: united_states::us_passport, 1.0;
    us_ptin: united_states::us_ptin, 0.0396;
    us_receipt: united_states::us_receipt, 0.00075;
    us_rtn: united_states::us_rtn, 0.038;
    us_ssn: united_states::us_ssn, 0.8902;
    us_tin: united_states::us_tin, 1.0;
    uy_rut: latin_america::uy_rut, 1e-05;
    ve_rif: latin_america::ve_rif, 0.02;
    vn_cccd: asia::vn_cccd, 0.038;
    vn_mst: asia::vn_mst, 0.0932;
    wif: wallet::wif, -;
    za_idnr: africa::za_idnr, 0.0011;
    za_tin: africa::za_tin, 0.0481;
};
