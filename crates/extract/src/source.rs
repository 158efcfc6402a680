//! The opened file.
//!
//! A document is opened once, here, and handed on as a descriptor, so that
//! digests and text come from the same file even when its name is given to
//! another one meanwhile. A FIFO, a device or a terminal is refused before a
//! byte is read and cannot make the opening hang.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::{Error, ErrorKind};

/// Holds one opened regular file.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    len: u64,
    file: File,
}

impl Source {
    /// Opens the regular file at `path`, following symbolic links.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreadable`] when it cannot be opened or is a folder, a
    /// FIFO or a device.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let unreadable =
            |message: &str, e| Error::from_io(ErrorKind::Unreadable, message, e).at(path);
        let refuse = |message: &str| Error::new(ErrorKind::Unreadable, message).at(path);
        let mut options = File::options();
        options.read(true);
        #[cfg(unix)]
        {
            use rustix::fs::OFlags;
            use std::os::unix::fs::OpenOptionsExt;
            let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
            options.custom_flags(flags.bits().cast_signed());
        }
        let file = options.open(path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => unreadable("there is no such file", e),
            io::ErrorKind::PermissionDenied => {
                unreadable("you have no permission to read this file", e)
            }
            _ => unreadable("the file cannot be opened", e),
        })?;
        let meta = file
            .metadata()
            .map_err(|e| unreadable("the file cannot be examined", e))?;
        if meta.is_dir() {
            return Err(refuse("this is a folder, not a document"));
        }
        if !meta.is_file() {
            return Err(refuse("this is a pipe or a device, not a document"));
        }
        Ok(Self {
            path: path.to_owned(),
            len: meta.len(),
            file,
        })
    }

    /// Returns the path that the file was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the size in bytes at the time of opening.
    #[expect(
        clippy::len_without_is_empty,
        reason = "an empty file is an error of read()"
    )]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Returns a reader of the whole file from its start.
    ///
    /// It keeps an offset of its own: any number of readers, and the worker,
    /// read the same file without disturbing each other.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreadable`] when the system has no descriptor left.
    pub fn reader(&self) -> Result<impl Read + use<>, Error> {
        Ok(AtOffset {
            file: self.duplicate()?,
            offset: 0,
        })
    }

    pub(crate) fn duplicate(&self) -> Result<File, Error> {
        self.file.try_clone().map_err(|e| {
            Error::from_io(ErrorKind::Unreadable, "the file cannot be opened twice", e)
                .at(&self.path)
        })
    }
}

/// Reads a file at an offset of its own.
pub(crate) struct AtOffset {
    pub(crate) file: File,
    pub(crate) offset: u64,
}

impl Read for AtOffset {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let n = std::os::unix::fs::FileExt::read_at(&self.file, buf, self.offset)?;
        #[cfg(windows)]
        let n = std::os::windows::fs::FileExt::seek_read(&self.file, buf, self.offset)?;
        self.offset += n as u64;
        Ok(n)
    }
}
