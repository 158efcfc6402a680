//! Writing so that a power cut leaves the old file or the new one.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use serde::Serialize;

/// Writes a file aside and gives it its name once it is on the disk, in place of what
/// was there.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut aside = tempfile::Builder::new()
        .prefix(".colophon-")
        .tempfile_in(folder)?;
    aside.write_all(bytes)?;
    aside.as_file().sync_all()?;
    aside.persist(path)?;
    sync_folder(folder);
    Ok(())
}

/// Writes a value as JSON, as [`write_whole`] does.
pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    write_whole(path, text.as_bytes())
}

/// Puts the names in a folder on the disk.
pub(crate) fn sync_folder(folder: &Path) {
    // Windows cannot; it journals renames.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Makes a folder that nobody else can read, and those above it.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Reads a file that is at most `longest` bytes long; none if it is not there, is
/// longer, or is not a file.
pub(crate) fn read_short(path: &Path, longest: u64) -> Option<Vec<u8>> {
    let is_short = fs::metadata(path).is_ok_and(|it| it.is_file() && it.len() <= longest);
    is_short.then(|| fs::read(path).ok()).flatten()
}

/// Reads a file up to one byte more than `max`; none if it is not there.
pub(crate) fn read_bounded(path: &Path, max: u64) -> io::Result<Option<Vec<u8>>> {
    // Opening a pipe would wait for somebody who writes to it.
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(io::Error::other("it is not a regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(max + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Locks a file, which is made if it is missing, until the returned file is dropped.
pub(crate) fn lock(path: &Path) -> Result<File, TryLockError> {
    let mut options = File::options();
    let file = options.create(true).truncate(false).write(true).open(path);
    let file = file.map_err(TryLockError::Error)?;
    file.try_lock()?;
    Ok(file)
}
