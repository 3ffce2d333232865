//! Inflating zlib streams whose size is known.

use sirocco::Format;
use sirocco::inflate::{Decoder, Error};

/// A reusable decoder.
#[derive(Debug)]
pub(super) struct Inflate {
    decoder: Box<Decoder>,
}

/// No stream of zlib holds more than 1,032 times its own length.
const MOST_EXPANSION: u64 = 1032;

/// Whether `compressed` bytes can hold `size` inflated ones. To be asked before anything of that size is allocated.
pub(super) fn can_hold(compressed: u64, size: u64) -> bool {
    size <= compressed.saturating_mul(MOST_EXPANSION)
}

impl Default for Inflate {
    fn default() -> Self {
        Self { decoder: Box::new(Decoder::new(Format::Zlib)) }
    }
}

impl Inflate {
    /// Inflates the stream at the start of `input` into `output`, which is left with exactly `size` bytes.
    /// Says how long the stream is.
    pub(super) fn whole(&mut self, input: &[u8], output: &mut Vec<u8>, size: usize) -> Result<usize, &'static str> {
        output.resize(size, 0);
        self.decoder.reset();
        let progress = self.decoder.decompress(input, output, true).map_err(explain)?;
        match (progress.done, progress.output.len() == size) {
            (true, true) => Ok(progress.consumed),
            (true, false) => Err("it is shorter than its header says"),
            (false, _) => Err("it is longer than its header says"),
        }
    }

    /// Begins a stream that is fed in pieces.
    pub(super) fn begin(&mut self) {
        self.decoder.reset();
    }

    /// Inflates a piece of a stream into `buffer`, which must start with what was inflated before (at least the last
    /// 32 KiB of it, see [`Inflate::make_room`]). Says how much of the input was used, how much was inflated, and whether
    /// the stream ended, its checksum right. All zero and false means that there is no room.
    pub(super) fn piece(
        &mut self,
        input: &[u8],
        buffer: &mut [u8],
        end: bool,
    ) -> Result<(usize, usize, bool), &'static str> {
        match self.decoder.decompress(input, buffer, end) {
            Ok(progress) => Ok((progress.consumed, progress.output.len(), progress.done)),
            Err(Error::BufferFull) => Ok((0, 0, false)),
            Err(error) => Err(explain(error)),
        }
    }

    /// Moves the last 32 KiB that were inflated to the front of the buffer; says by how much.
    pub(super) fn make_room(&mut self, buffer: &mut [u8]) -> usize {
        self.decoder.make_room(buffer)
    }
}

fn explain(error: Error) -> &'static str {
    match error {
        Error::ChecksumMismatch => "the checksum of its compressed data is wrong",
        Error::Truncated => "its compressed data ends early",
        Error::BufferFull => "it is longer than its header says",
        _ => "its compressed data is not valid",
    }
}
