//! Names of objects: their ids, kinds and the hash that makes the ids.

use std::fmt;

/// The hash that names a repository's objects (`extensions.objectFormat`).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Format {
    /// Ids of 20 bytes.
    #[default]
    Sha1,
    /// Ids of 32 bytes.
    Sha256,
}

impl Format {
    /// The length of an id in bytes.
    #[must_use]
    pub fn width(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// The format whose ids have that many bytes.
    #[must_use]
    pub fn of_width(width: usize) -> Option<Self> {
        [Self::Sha1, Self::Sha256].into_iter().find(|format| format.width() == width)
    }
}

/// An object's id: 20 bytes of SHA-1 or 32 of SHA-256, ordered as bytes. Its `Display` and `Debug` are the hex digits.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Oid {
    bytes: [u8; 32],
    width: u8,
}

impl Oid {
    /// The id of these bytes; `None` unless there are 20 or 32.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Format::of_width(bytes.len())?;
        let mut padded = [0; 32];
        padded[..bytes.len()].copy_from_slice(bytes);
        Some(Self { bytes: padded, width: if bytes.len() == 20 { 20 } else { 32 } })
    }

    /// The id of these 40 or 64 hex digits, in either case.
    #[must_use]
    pub fn from_hex(digits: &[u8]) -> Option<Self> {
        if !matches!(digits.len(), 40 | 64) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Self::from_bytes(&bytes[..digits.len() / 2])
    }

    /// Its bytes, 20 or 32.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.width)]
    }

    /// Whether it is all zeros, which stands for "no object".
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.bytes == [0; 32]
    }

    /// Its first eight bytes, evenly spread as a hash's are.
    #[must_use]
    pub fn prefix(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.bytes;
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// What an object is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// A commit.
    Commit,
    /// A directory.
    Tree,
    /// A file's content.
    Blob,
    /// An annotated tag.
    Tag,
}

impl Kind {
    /// The name that stands in a loose object's header.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
            Self::Tag => "tag",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn of_name(name: &[u8]) -> Option<Self> {
        [Self::Commit, Self::Tree, Self::Blob, Self::Tag].into_iter().find(|kind| kind.name().as_bytes() == name)
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Kinds(u8);

impl Kinds {
    /// Every kind.
    pub const ALL: Self = Self(0b1111);
    /// Blobs only.
    pub const BLOBS: Self = Self::of(Kind::Blob);

    /// The set of one kind.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

    /// This set with one kind more.
    #[must_use]
    pub const fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// Whether the kind is in it.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u8 != 0
    }
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_and_bytes_agree() {
        let hex = "00ff10".repeat(7)[..40].to_owned();
        let id = Oid::from_hex(hex.as_bytes()).expect("forty digits");
        assert_eq!(id.to_string(), hex);
        assert_eq!(Oid::from_bytes(id.as_bytes()), Some(id));
        assert_eq!(Oid::from_hex(b"xyz"), None);
        assert_eq!(Oid::from_hex("g".repeat(40).as_bytes()), None);
        assert!(Oid::from_bytes(&[0; 32]).expect("32 bytes").is_null());
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set = Kinds::of(Kind::Commit).with(Kind::Tag);
        assert!(set.contains(Kind::Tag) && set.contains(Kind::Commit) && !set.contains(Kind::Blob));
        assert!(Kinds::ALL.contains(Kind::Tree));
    }
}
