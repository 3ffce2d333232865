//! Credentials: what their issuers built into them, such as checksums, signatures of a file format and parts.

pub(super) mod aws;
pub(super) mod azure;
pub(super) mod basic_auth;
pub(super) mod chat;
pub(super) mod checksummed;
pub(super) mod google;
pub(super) mod hash;
pub(super) mod jwt;
pub(super) mod macaroon;
pub(super) mod pem;
pub(super) mod prefixed;
pub(super) mod putty;
pub(super) mod wallet;

/// The bytes in padded base64, which tests make their values of.
#[cfg(test)]
fn encode(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |index: usize| bytes.get(index / 8).map_or(0, |byte| byte >> (7 - index % 8) & 1);
    let value = |start: usize| (0..6).fold(0, |value, offset| value << 1 | usize::from(bit(start + offset)));
    let text: String = (0..bytes.len() * 8).step_by(6).map(|start| char::from(ALPHABET[value(start)])).collect();
    let padding = "=".repeat((4 - text.len() % 4) % 4);
    format!("{text}{padding}")
}
