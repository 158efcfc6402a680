//! The opened file.
//!
//! A document is opened once, here, and passed on as a descriptor: digests and
//! text come from the same file, even if another file takes its name meanwhile.
//! A FIFO, a device or a terminal is refused before a byte is read, and opening
//! one does not block. For a document in an archive the archive is opened, and
//! only the worker unpacks it. A Scrivener project, which is a folder, is packed
//! in memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::open::open_file;
use crate::{Error, ErrorKind, project};

/// An opened document.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    len: u64,
    content: Content,
}

#[derive(Debug)]
enum Content {
    File(File),
    /// The archive, and the name of the document in it.
    Member(File, String),
    /// A project's files, packed.
    Project(Arc<[u8]>),
}

impl Source {
    /// Opens the document at `path`, following symbolic links.
    ///
    /// The path is that of a regular file, of a Scrivener project, or of a ZIP
    /// archive followed by the name of one of its [`members`](crate::members).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreadable`] if it cannot be opened or is any other folder, a
    /// FIFO or a device.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if project::is_project(path) {
            let bytes = project::gather(path).map_err(|e| e.at(path))?;
            return Ok(Self {
                path: path.to_owned(),
                len: bytes.len() as u64,
                content: Content::Project(bytes.into()),
            });
        }
        match open_file(path) {
            Ok((file, len)) => Ok(Self {
                path: path.to_owned(),
                len,
                content: Content::File(file),
            }),
            Err(error) => {
                let Some((archive, member)) = split(path) else {
                    return Err(error.at(path));
                };
                let (file, len) = open_file(archive).map_err(|e| e.at(archive))?;
                Ok(Self {
                    path: path.to_owned(),
                    len,
                    content: Content::Member(file, member),
                })
            }
        }
    }

    /// Returns the path by which the document was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the size in bytes when it was opened; for a document in an
    /// archive, that of the archive.
    #[expect(
        clippy::len_without_is_empty,
        reason = "an empty file is an error of read()"
    )]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Returns whether the document is a single file, on disk or in an archive,
    /// and so has a digest; a project of many files has none.
    pub fn is_file(&self) -> bool {
        match &self.content {
            Content::File(_) => true,
            Content::Member(_, name) => !name.to_ascii_lowercase().ends_with(".scriv"),
            Content::Project(_) => false,
        }
    }

    /// Returns the document's name in the archive, if it is in one.
    pub(crate) fn member(&self) -> Option<&str> {
        match &self.content {
            Content::Member(_, name) => Some(name),
            Content::File(_) | Content::Project(_) => None,
        }
    }

    /// Returns the packed project, which is in memory.
    pub(crate) fn packed(&self) -> Option<Arc<[u8]>> {
        match &self.content {
            Content::Project(bytes) => Some(Arc::clone(bytes)),
            Content::File(_) | Content::Member(..) => None,
        }
    }

    /// Returns another descriptor of the file or archive; none for a project.
    pub(crate) fn file(&self) -> Result<Option<File>, Error> {
        match &self.content {
            Content::File(file) | Content::Member(file, _) => self.duplicate(file).map(Some),
            Content::Project(_) => Ok(None),
        }
    }

    fn duplicate(&self, file: &File) -> Result<File, Error> {
        file.try_clone().map_err(|e| {
            Error::from_io(ErrorKind::Unreadable, "the file cannot be opened twice", e)
                .at(&self.path)
        })
    }
}

/// Splits a path that leads into a file: the file, and the rest.
fn split(path: &Path) -> Option<(&Path, String)> {
    let archive = path.ancestors().skip(1).find(|p| p.is_file())?;
    let parts = path.strip_prefix(archive).ok()?.components();
    let parts: Vec<_> = parts.map(|p| p.as_os_str().to_string_lossy()).collect();
    Some((archive, parts.join("/")))
}

/// Reads a file at its own offset.
pub(crate) struct AtOffset<F> {
    file: F,
    offset: u64,
}

impl<F> AtOffset<F> {
    pub(crate) fn new(file: F) -> Self {
        Self { file, offset: 0 }
    }
}

impl<F: std::borrow::Borrow<File>> Read for AtOffset<F> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let file = self.file.borrow();
        #[cfg(unix)]
        let n = std::os::unix::fs::FileExt::read_at(file, buf, self.offset)?;
        #[cfg(windows)]
        let n = std::os::windows::fs::FileExt::seek_read(file, buf, self.offset)?;
        self.offset += n as u64;
        Ok(n)
    }
}

impl<F: std::borrow::Borrow<File>> Seek for AtOffset<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(offset) => (offset, 0),
            SeekFrom::Current(by) => (self.offset, by),
            // The only thing that a worker may ask about a file is where it ends.
            SeekFrom::End(by) => (self.file.borrow().seek(SeekFrom::End(0))?, by),
        };
        self.offset = from
            .checked_add_signed(by)
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.offset)
    }
}
