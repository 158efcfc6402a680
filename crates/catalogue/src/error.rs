//! What can go wrong while a dump is read, by kind.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Names what went wrong, for a program to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorKind {
    /// The input cannot be opened or read, or is a folder.
    Unreadable,
    /// A temporary file cannot be made, written or read back.
    Unwritable,
    /// There is no space left for the temporary files.
    DiskFull,
    /// The input is packed in a format that is not read: RAR, 7-Zip, xz, bzip2,
    /// an encrypted archive.
    Unsupported,
    /// The input ends before it should: in a statement, in a string, in a
    /// compressed stream, before the last line of a dump.
    Truncated,
    /// The input is damaged: a compressed stream with wrong checksums, SQL that no
    /// dump contains.
    Damaged,
    /// The input holds none of the tables, or none of the columns, that its kind
    /// is read from.
    NothingKnown,
    /// A table lacks a column that its kind needs.
    MissingColumn,
    /// Something in the input exceeds what is read, such as the number of columns
    /// of a table.
    LimitExceeded,
    /// The name is not that of a kind of dump.
    InvalidOption,
    /// The caller asked to stop.
    Cancelled,
}

/// A failure to read a dump.
pub struct Error {
    kind: ErrorKind,
    path: Option<PathBuf>,
    offset: Option<u64>,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            path: None,
            offset: None,
            message: message.into(),
            source: None,
        }
    }

    /// Makes an error that another process has reported.
    #[must_use]
    pub fn told(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            // So that it is not taken for a fault of the SQL.
            source: Some("another process reported it".into()),
            ..Self::new(kind, message)
        }
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "stopped on request")
    }

    /// Makes the error for a temporary file.
    pub(crate) fn of_scratch(error: io::Error) -> Self {
        let mut error = Self::from(error);
        if error.kind == ErrorKind::Unreadable {
            error.kind = ErrorKind::Unwritable;
        }
        error
    }

    /// Adds the path the failure is about, unless one is named already.
    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.path.get_or_insert_with(|| path.to_path_buf());
        self
    }

    /// Adds the byte at which the failure was noticed, unless one is set.
    pub(crate) fn at_byte(mut self, offset: u64) -> Self {
        self.offset.get_or_insert(offset);
        self
    }

    /// Names the member of an archive in which the failure occurred.
    pub(crate) fn within(mut self, member: &str) -> Self {
        self.message = format!("{member}: {}", self.message);
        self
    }

    /// Returns whether the failure is in the SQL, and not in reading it.
    pub(crate) fn is_about_sql(&self) -> bool {
        self.source.is_none() && self.offset.is_some()
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the file the failure is about; `None` for standard input.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the byte at which the failure was noticed, counted in the
    /// unpacked input, where there is such a place.
    pub fn offset(&self) -> Option<u64> {
        self.offset
    }

    /// Returns the description of the failure without path and offset.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}: ", path.display())?;
        }
        f.write_str(&self.message)?;
        if let Some(offset) = self.offset {
            write!(f, " (byte {offset} of the unpacked input)")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind)
            .field("path", &self.path)
            .field("offset", &self.offset)
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

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Io;
        // What unpacks elsewhere has said what went wrong.
        let error = match error.downcast::<Self>() {
            Ok(own) => return own,
            Err(error) => error,
        };
        let kind = match error.kind() {
            Io::StorageFull | Io::QuotaExceeded | Io::FileTooLarge => ErrorKind::DiskFull,
            Io::UnexpectedEof => ErrorKind::Truncated,
            // The decompressors report what they cannot unpack by these kinds.
            Io::InvalidData | Io::InvalidInput => ErrorKind::Damaged,
            Io::Unsupported => ErrorKind::Unsupported,
            _ => ErrorKind::Unreadable,
        };
        Self {
            kind,
            path: None,
            offset: None,
            message: error.to_string(),
            source: Some(Box::new(error)),
        }
    }
}
