//! What can go wrong with an index, by kind.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use colophon_guarded_sqlite as guarded_sqlite;
use rusqlite::ErrorCode;

/// Names what went wrong, for a program to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The file is not a Colophon index.
    NotAnIndex,
    /// The file is an index in a format that this version does not know.
    NewerFormat,
    /// The file is an index as it was made before the format was final.
    OlderFormat,
    /// The file is an index with something wrong in it: it was cut short, altered,
    /// or made by a faulty builder.
    Damaged,
    /// The path names a folder, a link, a pipe or a device.
    NotRegularFile,
    /// The system refused to read or write.
    Unreadable,
    /// No space is left for the index or its temporary files.
    DiskFull,
    /// The index holds as many works as it can.
    TooManyWorks,
    /// The index holds as many records, or sources of records, as it can.
    TooManyRecords,
    /// The file is not a list of what was taken out of a set.
    NotRemovals,
    /// The files of a set do not belong together: another recipe, another scale.
    OtherKind,
    /// A list of what was taken out speaks of a file that is not in the set, or of a
    /// work or record that is not in its file.
    NotInSet,
    /// The system has no more memory for it.
    OutOfMemory,
    /// A build option has a value that it cannot have.
    InvalidOption,
    /// A work's hashes are not sorted, not distinct, not below their
    /// threshold, or not fine enough for the index; or one of its digests has the
    /// wrong length.
    InvalidWork,
    /// A record names a source that was not added.
    InvalidRecord,
    /// The caller's progress callback asked to stop.
    Cancelled,
}

/// A failure to build, open or read an index.
pub struct Error {
    kind: ErrorKind,
    path: Option<PathBuf>,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            path: None,
            message: message.into(),
            source: None,
        }
    }

    /// Makes an error that another process reported.
    #[doc(hidden)]
    pub fn told(kind: ErrorKind, message: String, path: &Path) -> Self {
        Self::new(kind, message).at(path)
    }

    pub(crate) fn damaged(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Damaged, message)
    }

    pub(crate) fn interrupted() -> Self {
        Self::new(ErrorKind::Cancelled, "stopped on request")
    }

    /// Adds the path that the failure is about, unless it has one.
    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.path.get_or_insert_with(|| path.to_path_buf());
        self
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the file or folder that the failure is about, if any.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the description of the failure without the path.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}: ", path.display())?;
        }
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind)
            .field("path", &self.path)
            .field("message", &self.message)
            .field("source", &self.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_ref()
            .map(|e| &**e as &(dyn StdError + 'static))
    }
}

impl From<guarded_sqlite::Error> for Error {
    fn from(error: guarded_sqlite::Error) -> Self {
        match error {
            guarded_sqlite::Error::Link | guarded_sqlite::Error::NotRegularFile => {
                Self::new(ErrorKind::NotRegularFile, error.to_string())
            }
            guarded_sqlite::Error::System(error) => error.into(),
            guarded_sqlite::Error::Sqlite(error) => error.into(),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Io;
        let kind = match error.kind() {
            Io::StorageFull | Io::QuotaExceeded | Io::FileTooLarge => ErrorKind::DiskFull,
            _ => ErrorKind::Unreadable,
        };
        Self {
            kind,
            path: None,
            message: error.to_string(),
            source: Some(Box::new(error)),
        }
    }
}

/// For the builder: only it asks SQLite.
impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let (kind, message) = match &error {
            rusqlite::Error::SqliteFailure(failure, _) if failure.code == ErrorCode::DiskFull => {
                (ErrorKind::DiskFull, "no space is left on the disk")
            }
            _ => (ErrorKind::Unreadable, "the index could not be written"),
        };
        Self {
            kind,
            path: None,
            message: message.to_owned(),
            source: Some(Box::new(error)),
        }
    }
}
