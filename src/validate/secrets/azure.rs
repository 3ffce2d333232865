//! Microsoft Azure.

use super::super::entropy::entropy;
use super::super::judge::{FORMAT, Judged, require};
use super::super::{Verdict, radix};

/// The key of a storage, Cosmos DB or Batch account: base64 of 64 bytes.
pub(crate) fn azure_storage_key(value: &[u8]) -> Judged {
    require(value.len() == 88 && value.ends_with(b"=="), FORMAT)?;
    require(
        !value.starts_with(b"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu"),
        Verdict::Example("the emulator's key"),
    )?;
    require(
        !value.starts_with(b"C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nD"),
        Verdict::Example("the emulator's key"),
    )?;
    let bytes = radix::base64(value).ok_or(FORMAT)?;
    require(bytes.len() == 64, FORMAT)?;
    require(entropy(&bytes) > 4.0 && !bytes.is_ascii(), Verdict::Invalid("it does not look random"))?;
    Ok(Verdict::Valid)
}
