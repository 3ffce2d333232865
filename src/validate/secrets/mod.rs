//! Credentials: what their issuers built into them, such as checksums, signatures of a file format and parts.

pub(super) mod aws;
pub(super) mod azure;
pub(super) mod basic_auth;
pub(super) mod chat;
pub(super) mod checksummed;
pub(super) mod jwt;
pub(super) mod macaroon;
pub(super) mod pem;
