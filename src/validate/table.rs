//! Every validator by the name that pattern files use.

use super::people::{canada, india, united_kingdom, united_states};
use super::secrets::{aws, azure, basic_auth, chat, checksummed, jwt, macaroon, pem};
use super::{Validator, bank, birth, card, email, iban, judge, phone};

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
    atlassian_crc32: checksummed::atlassian_crc32, -;
    aws_access_key_id: aws::aws_access_key_id, -;
    aws_secret_access_key: aws::aws_secret_access_key, -;
    azure_storage_key: azure::azure_storage_key, -;
    base64_basic_auth: basic_auth::base64_basic_auth, -;
    bic: bank::bic, 0.37;
    ca_sin: canada::ca_sin, 0.08;
    credit_card: card::credit_card, 0.03;
    date_of_birth: birth::date_of_birth, -;
    email: email::email, -;
    gb_nino: united_kingdom::gb_nino, 0.09;
    github_crc32: checksummed::github_crc32, -;
    gitlab_routable: checksummed::gitlab_routable, -;
    grafana_crc32: checksummed::grafana_crc32, -;
    iban: iban::iban, 0.0001;
    in_aadhaar: india::in_aadhaar, 0.08;
    in_ifsc: india::in_ifsc, 0.1;
    in_pan: india::in_pan, 0.42;
    in_vid: india::in_vid, 0.08;
    jwt: jwt::jwt, -;
    lei: bank::lei, 0.01;
    macaroon: macaroon::macaroon, -;
    npm_crc32: checksummed::npm_crc32, -;
    pem_private_key: pem::pem_private_key, -;
    phone: phone::phone, -;
    pypi_macaroon: macaroon::pypi_macaroon, -;
    slack_token: chat::slack_token, -;
    us_atin: united_states::us_atin, 0.001;
    us_bank_account: bank::us_bank_account, 1.0;
    us_ein: united_states::us_ein, 0.83;
    us_itin: united_states::us_itin, 0.04;
    us_ptin: united_states::us_ptin, 0.04;
    us_rtn: united_states::us_rtn, 0.04;
    us_ssn: united_states::us_ssn, 0.89;
    us_tin: united_states::us_tin, 1.0;
};
