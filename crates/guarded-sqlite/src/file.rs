//! The file before SQLite sees it.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::guard::{Guarded, Limits, Readable, Unread};

/// The number of bytes of an SQLite file's header; see section 1.3 of SQLite's
/// file format.
const HEADER_BYTES: u64 = 100;

/// A regular file whose first bytes were read, and which SQLite has not seen.
pub struct ForeignFile {
    path: PathBuf,
    file: File,
    header: Vec<u8>,
    size_bytes: u64,
}

impl ForeignFile {
    /// Looks at the file at `path`.
    ///
    /// A link in the file's own place is refused, and so is all that is not a
    /// regular file; links among the folders that lead to it are followed.
    ///
    /// # Errors
    ///
    /// [`Error::Link`], [`Error::NotRegularFile`], [`Error::System`].
    pub fn find(path: &Path) -> Result<Self, Error> {
        let kind = fs::symlink_metadata(path)?.file_type();
        if kind.is_symlink() {
            return Err(Error::Link);
        }
        if !kind.is_file() {
            return Err(Error::NotRegularFile);
        }
        let mut file = open_without_waiting(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(Error::NotRegularFile);
        }
        let mut header = Vec::new();
        file.by_ref().take(HEADER_BYTES).read_to_end(&mut header)?;
        Ok(Self {
            path: path.to_path_buf(),
            file,
            header,
            size_bytes: metadata.len(),
        })
    }

    /// Returns the first 100 bytes, or all bytes of a shorter file.
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// Returns the length of the file in bytes.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Returns the open file, for a caller that reads it without SQLite.
    pub fn into_file(self) -> File {
        self.file
    }

    /// Has SQLite open the file, and read no more of it than the header.
    ///
    /// After this, reading asks the system for no other file.
    ///
    /// # Errors
    ///
    /// [`Error::System`], [`Error::Sqlite`].
    pub fn open(self) -> Result<Unread, Error> {
        Unread::open(&self.path)
    }
}

/// Opens the file at `path`, and shuts it but for what `readable` names.
///
/// The clock runs: the caller has [`Limits::time`] from now on.
///
/// # Errors
///
/// Those of [`ForeignFile::find`], and [`Error::Sqlite`].
pub fn open_stranger(
    path: &Path,
    limits: &Limits,
    readable: &'static Readable,
) -> Result<Guarded, Error> {
    ForeignFile::find(path)?
        .open()?
        .guard(limits)?
        .allow(readable)
}

/// Opens a file so that neither a pipe nor a link put in its place since the
/// last look does any harm.
fn open_without_waiting(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_link_put_in_the_files_place_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "x").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert!(open_without_waiting(&file).is_ok());
        assert!(open_without_waiting(&link).is_err());
    }

    #[test]
    fn a_pipe_put_in_the_files_place_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let (sender, opened) = mpsc::channel();
        std::thread::spawn(move || sender.send(open_without_waiting(&pipe).is_ok()));
        assert_eq!(opened.recv_timeout(Duration::from_secs(10)), Ok(true));
    }
}
