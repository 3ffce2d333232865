//! One text, compressed: gzip (RFC 1952), bzip2, xz and lzma, Zstandard (RFC 8878).

use std::io::{self, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::GzDecoder;
use liblzma::bufread::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::{Container, file_name, tar};
use crate::error::ProblemKind;

/// How much memory undoing xz may take.
const XZ_MEMORY: u64 = 128 << 20;

/// How a text is compressed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Packing {
    Gzip,
    Bzip2,
    Xz,
    Lzma,
    Zstandard,
}

impl Packing {
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            [b'B', b'Z', b'h', b'1'..=b'9', b'1', b'A', b'Y', b'&', ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, ..] => Some(Self::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            [0x5d, 0, 0, _, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ..] => Some(Self::Lzma),
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// A reader of what comes out of `packed`.
    pub(super) fn reader<'p>(self, packed: &'p [u8]) -> io::Result<Box<dyn Read + 'p>> {
        Ok(match self {
            Self::Gzip => Box::new(Gzip { member: GzDecoder::new(packed) }),
            Self::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
            Self::Xz => Box::new(XzDecoder::new_stream(packed, Stream::new_stream_decoder(XZ_MEMORY, CONCATENATED)?)),
            Self::Lzma => Box::new(lzma(packed)?),
            Self::Zstandard => Box::new(Zstandard { packed, frame: None }),
        })
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Gzip => &[".gz", ".gzip", ".tgz", ".svgz", ".z"],
            Self::Bzip2 => &[".bz2", ".tbz2", ".tbz"],
            Self::Xz => &[".xz", ".txz"],
            Self::Lzma => &[".lzma"],
            Self::Zstandard => &[".zst", ".zstd", ".tzst"],
        }
    }
}

/// A reader of LZMA that begins with its properties and its length.
pub(super) fn lzma<'p, R: io::BufRead + 'p>(packed: R) -> io::Result<XzDecoder<R>> {
    Ok(XzDecoder::new_stream(packed, Stream::new_lzma_decoder(XZ_MEMORY)?))
}

/// Hands over the text, or the members of the tar that it is.
pub(super) fn read(container: &mut Container<'_, '_, '_>, packing: Packing) {
    let whole = container.whole;
    let packed = whole.text;
    if !container.admits() {
        return;
    }
    let stem = stem(file_name(container.name), packing).to_vec();
    let is_tar = packing.reader(packed).is_ok_and(|mut reader| begins_tar(&mut *reader));
    match packing.reader(packed) {
        Ok(mut reader) if is_tar => {
            // The way to a member of a packed tar does not tell of the tar.
            container.packed_as(&stem, container.label.clone(), &mut *reader, 0..packed.len(), None);
        }
        Ok(mut reader) => container.packed(&stem, &mut *reader, 0..packed.len(), None),
        Err(_) => container.tell(ProblemKind::Malformed, "is compressed in a way that cannot be undone"),
    }
    if packing == Packing::Gzip {
        let body = gzip_header(packed)..packed.len();
        container.rest(Vec::from([body]));
    }
}

fn begins_tar(reader: &mut dyn Read) -> bool {
    let mut head = Vec::new();
    // What cannot be read here is told when it is read for good.
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        reader.take(tar::BLOCK as u64).read_to_end(&mut head).is_ok()
    }));
    read.is_ok() && tar::is_header(&head)
}

/// The name of what is compressed.
fn stem(name: &[u8], packing: Packing) -> &[u8] {
    let is_end = |ending: &&&str| {
        name.len() > ending.len() && name[name.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
    };
    packing.endings().iter().find(is_end).map_or(name, |ending| &name[..name.len() - ending.len()])
}

/// How long the header of a gzip member is, which may hold a name and a comment.
fn gzip_header(packed: &[u8]) -> usize {
    let flags = packed.get(3).copied().unwrap_or(0);
    let mut at: usize = 10;
    if flags & 4 != 0 {
        at += 2 + super::little(packed, at, 2).unwrap_or(0) as usize;
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let rest = packed.get(at..).unwrap_or_default();
            at += memchr::memchr(0, rest).map_or(rest.len(), |end| end + 1);
        }
    }
    at.min(packed.len())
}

/// Members of gzip one after the other; what follows them is left.
struct Gzip<'p> {
    member: GzDecoder<&'p [u8]>,
}

impl Read for Gzip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.member.read(buffer)?;
            let rest: &[u8] = self.member.get_ref();
            if read > 0 || buffer.is_empty() || !rest.starts_with(&[0x1f, 0x8b]) {
                return Ok(read);
            }
            self.member = GzDecoder::new(rest);
        }
    }
}

/// Frames of Zstandard one after the other, those to be skipped among them.
struct Zstandard<'p> {
    packed: &'p [u8],
    frame: Option<StreamingDecoder<&'p [u8], FrameDecoder>>,
}

impl Read for Zstandard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let read = frame.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                self.packed = frame.get_ref();
                self.frame = None;
            }
            match self.packed {
                [] => return Ok(0),
                [0x50..=0x5f, 0x2a, 0x4d, 0x18, rest @ ..] => {
                    let length = super::little(rest, 0, 4).unwrap_or(u64::MAX);
                    let end = usize::try_from(length).unwrap_or(usize::MAX).saturating_add(4);
                    self.packed = rest.get(end..).unwrap_or_default();
                }
                packed => {
                    let frame = StreamingDecoder::new(packed);
                    self.frame = Some(frame.map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?);
                }
            }
        }
    }
}
