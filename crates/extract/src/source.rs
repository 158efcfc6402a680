//! The opened file.
//!
//! A document is opened once, here, and handed on as a descriptor, so that
//! digests and text come from the same file even when its name is given to
//! another one meanwhile. A FIFO, a device or a terminal is refused before a
//! byte is read and cannot make the opening hang. What is named inside an
//! archive is the archive opened, and unpacked by the worker only; a Scrivener
//! project, which is a folder, is gathered in memory.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::{Error, ErrorKind, project, worker};

/// Holds one opened document.
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
    /// archive with the name of one of its [`members`](crate::members) after it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreadable`] when it cannot be opened or is another folder,
    /// a FIFO or a device.
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

    /// Returns the path that the document was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the size in bytes at the time of opening; for a document in an
    /// archive, that of the archive.
    #[expect(
        clippy::len_without_is_empty,
        reason = "an empty file is an error of read()"
    )]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Returns whether the document is a file by itself or in an archive, and
    /// so has a digest; a project of many files has none.
    pub fn is_file(&self) -> bool {
        match &self.content {
            Content::File(_) => true,
            Content::Member(_, name) => !name.to_ascii_lowercase().ends_with(".scriv"),
            Content::Project(_) => false,
        }
    }

    /// Returns a reader of the whole document from its start.
    ///
    /// It keeps an offset of its own: any number of readers, and the worker,
    /// read the same file without disturbing each other. A document in an
    /// archive is unpacked in a worker, and an error of reading it is that
    /// worker's.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreadable`] when the system has no descriptor left.
    pub fn reader(&self) -> Result<impl Read + use<>, Error> {
        let reader: Box<dyn Read> = match &self.content {
            Content::File(file) => Box::new(AtOffset::new(self.duplicate(file)?)),
            Content::Member(_, name) => Box::new(worker::Unpacked::start(self, name)?),
            Content::Project(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        };
        Ok(reader)
    }

    /// Returns the name inside the archive that the document lies in.
    pub(crate) fn member(&self) -> Option<&str> {
        match &self.content {
            Content::Member(_, name) => Some(name),
            Content::File(_) | Content::Project(_) => None,
        }
    }

    /// Returns the document that is in memory.
    pub(crate) fn packed(&self) -> Option<Arc<[u8]>> {
        match &self.content {
            Content::Project(bytes) => Some(Arc::clone(bytes)),
            Content::File(_) | Content::Member(..) => None,
        }
    }

    /// Returns another descriptor of the file; none when there is no one file.
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

/// Cuts a path that leads into a file in two: the file, and what follows.
fn split(path: &Path) -> Option<(&Path, String)> {
    let archive = path.ancestors().skip(1).find(|p| p.is_file())?;
    let parts = path.strip_prefix(archive).ok()?.components();
    let parts: Vec<_> = parts.map(|p| p.as_os_str().to_string_lossy()).collect();
    Some((archive, parts.join("/")))
}

/// Opens a regular file without waiting for anything.
pub(crate) fn open_file(path: &Path) -> Result<(File, u64), Error> {
    let unreadable = |message: &str, e| Error::from_io(ErrorKind::Unreadable, message, e);
    let refuse = |message: &str| Error::new(ErrorKind::Unreadable, message);
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
    Ok((file, meta.len()))
}

/// Reads a file at an offset of its own.
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
            // A worker may not ask for more about a file than where it ends.
            SeekFrom::End(by) => (self.file.borrow().seek(SeekFrom::End(0))?, by),
        };
        self.offset = from
            .checked_add_signed(by)
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.offset)
    }
}
