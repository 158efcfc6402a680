//! Writing so that a file is complete or not there.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::failure::unwritable;
use crate::durable::sync_folder;
use crate::error::Error;

/// What the name of a file ends in while it is being written.
pub(super) const ASIDE: &str = ".new";

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Everybody, as the system's settings have it.
    All,
    /// The user alone.
    Owner,
}

/// Returns the name of a file while it is being written. Who writes holds the lock, so
/// nobody else writes there.
pub(super) fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ASIDE);
    path.with_file_name(name)
}

/// Opens a file aside, empty.
pub(super) fn create(path: &Path, readers: For) -> Result<File, Error> {
    // What a killed run left may be readable for others.
    let _ = fs::remove_file(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == For::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let _ = readers;
    options.open(path).map_err(|e| unwritable(e, path))
}

/// Writes a file aside and renames it once it is on the disk.
pub(super) fn write_whole(path: &Path, bytes: &[u8], readers: For) -> Result<(), Error> {
    let new = aside(path);
    let mut file = create(&new, readers)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|e| unwritable(e, path))?;
    rename(&new, path)
}

/// Gives a file or folder its name, and waits until the disk has it.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(|e| unwritable(e, to))?;
    sync_folder(to.parent().unwrap_or(Path::new(".")));
    Ok(())
}
