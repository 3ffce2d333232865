//! Where a report goes: standard output, or a file that is there as a whole or not at all.

use std::fs;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::exit::{Exit, Failure};

/// Writes to standard output. That nobody reads on is no error.
pub(crate) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Exit, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            drop(out.into_parts());
            Err(Failure::new(format!("the output cannot be written: {error}")))
        }
        _ => {
            drop(out.into_parts());
            Ok(Exit::Clean)
        }
    }
}

/// Writes to a file, which keeps its old content until the new one is complete. What is no regular file, such as a pipe,
/// is written to as it is. A `private` file can be read by its owner only.
pub(crate) fn to_file(
    path: &Path,
    private: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let written = if is_special(path) {
        fs::OpenOptions::new().write(true).open(path).and_then(|file| {
            let mut out = BufWriter::new(file);
            write(&mut out).and_then(|()| out.flush())
        })
    } else {
        replace(path, private, write)
    };
    written.map_err(|error| Failure::new(format!("{} cannot be written: {error}", path.display())))
}

/// Whether values may be shown: to a terminal, or in a file that this program makes for its owner only.
pub(crate) fn may_show_secrets(output: Option<&Path>) -> Result<(), Failure> {
    let allowed = match output {
        Some(path) => cfg!(unix) && !is_special(path),
        None => io::stdout().is_terminal(),
    };
    if allowed {
        return Ok(());
    }
    Err(Failure::new("--show-secrets is refused: the output is neither a terminal nor a file of its own")
        .hint("add --output FILE: the file is made readable for its owner only"))
}

fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
}

fn replace(path: &Path, private: bool, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tightlip-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(if private { 0o600 } else { 0o666 }));
    let mut out = BufWriter::new(builder.tempfile_in(folder)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}
