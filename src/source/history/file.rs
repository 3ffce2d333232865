//! Reading at an offset, through a window.
//!
//! Packs are read with positioned reads rather than through a memory map: a pack that another process truncates while it
//! is read is then an error and not a signal that ends the program, resident memory is what this crate allocates, and
//! the cost is a copy from the page cache.

use std::fs::File;
use std::io;
use std::path::Path;

/// A file opened for reading at offsets.
#[derive(Debug)]
pub(super) struct Bytes {
    file: File,
    len: u64,
}

impl Bytes {
    /// Opens a regular file. It is asked what it is before it is opened, since opening a pipe may never end.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Ok(Self { file, len })
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Fills the buffer from that offset on, or fails.
    pub(super) fn read_exact_at(&self, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
        while !buffer.is_empty() {
            match read_at(&self.file, buffer, offset) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => {
                    buffer = &mut buffer[count..];
                    offset += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// That many bytes from that offset on. Checked against the file's length before anything is allocated.
    pub(super) fn read_vec(&self, offset: u64, len: u64) -> io::Result<Vec<u8>> {
        if offset.checked_add(len).is_none_or(|end| end > self.len) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let len = usize::try_from(len).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
        let mut bytes = vec![0; len];
        self.read_exact_at(&mut bytes, offset)?;
        Ok(bytes)
    }
}

/// The content of a regular file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = Bytes::open(path)?;
    file.read_vec(0, file.len())
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// How much is read at once where reads follow one another.
const RUN: usize = 64 << 10;
/// How much is read at once after a jump.
const JUMP: usize = 8 << 10;

/// The part of one file that was read last. Reads that follow one another are answered from it.
#[derive(Debug, Default)]
pub(super) struct Window {
    buffer: Vec<u8>,
    start: u64,
    filled: usize,
}

impl Window {
    /// Forgets what it holds: to be called before another file is read.
    pub(super) fn clear(&mut self) {
        self.filled = 0;
    }

    /// The bytes of `file` from `offset` on, `len` of them or as many as there are.
    pub(super) fn get(&mut self, file: &Bytes, offset: u64, len: usize) -> io::Result<&[u8]> {
        let len = usize::try_from(file.len().saturating_sub(offset)).map_or(len, |rest| rest.min(len));
        let end = self.start + self.filled as u64;
        if offset < self.start || offset.saturating_add(len as u64) > end {
            let ahead = offset >= self.start && offset < end + RUN as u64;
            self.fill(file, offset, len.max(if ahead { RUN } else { JUMP }))?;
        }
        let at = usize::try_from(offset - self.start).unwrap_or(usize::MAX);
        self.buffer[..self.filled].get(at..at.saturating_add(len)).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn fill(&mut self, file: &Bytes, offset: u64, len: usize) -> io::Result<()> {
        self.filled = 0;
        let len = usize::try_from(file.len().saturating_sub(offset)).map_or(len, |rest| rest.min(len));
        if self.buffer.len() < len {
            self.buffer.resize(len, 0);
        }
        file.read_exact_at(&mut self.buffer[..len], offset)?;
        (self.start, self.filled) = (offset, len);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_answers_anywhere_and_stops_at_the_end() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("bytes");
        let content: Vec<u8> = (0..200_000u32).map(|value| (value % 251) as u8).collect();
        std::fs::write(&path, &content).expect("written");
        let file = Bytes::open(&path).expect("opened");
        let mut window = Window::default();
        for (offset, len) in [(0, 10), (5, 70_000), (199_990, 10), (199_990, 50), (3, 3), (100_000, 1), (200_000, 5)] {
            let end = (offset + len).min(content.len());
            assert_eq!(window.get(&file, offset as u64, len).expect("read"), &content[offset..end], "{offset}+{len}");
        }
        assert!(window.get(&file, u64::MAX, 4).is_ok_and(<[u8]>::is_empty));
        assert!(file.read_vec(u64::MAX, 2).is_err());
        assert!(Bytes::open(directory.path()).is_err());
    }
}
