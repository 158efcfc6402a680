//! What can go wrong with a whole list, by kind. What is wrong with a single row
//! is a [`Problem`](crate::Problem) instead.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Says why a list could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorKind {
    /// The file cannot be opened or read, is not a regular file, or is being
    /// written.
    Unreadable,
    /// The file holds nothing.
    Empty,
    /// The file is of a kind that is not read as a list.
    Unsupported,
    /// The file is locked by a password.
    Encrypted,
    /// The file breaks its own format's rules before the first row.
    Damaged,
    /// The file is larger, or unpacks to more, than is allowed.
    LimitExceeded,
    /// Reading took longer than is allowed.
    TimedOut,
    /// The parser crashed.
    ParserCrashed,
    /// The machine is short of memory or open files.
    MachineShort,
    /// No column could be recognised as the title, or the mapping names a column
    /// that the list does not have.
    ColumnsUnknown,
    /// A pair of a mapping is malformed or names an unknown field.
    InvalidOption,
    /// The caller asked to stop.
    Cancelled,
}

/// A failure to read a list.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            path: None,
            source: None,
        }
    }

    /// Makes an error that another process has reported.
    #[must_use]
    pub fn told(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::new(kind, message)
    }

    /// Makes the error of a system call on the list.
    pub(crate) fn of_system(error: &std::io::Error, message: &str) -> Self {
        // EMFILE and ENFILE have no kind of their own.
        let is_out_of_files = cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24));
        if is_out_of_files || error.kind() == std::io::ErrorKind::OutOfMemory {
            return Self::new(
                ErrorKind::MachineShort,
                "this computer is short of memory, processes or open files",
            );
        }
        Self::new(ErrorKind::Unreadable, message)
    }

    pub(crate) fn unsupported(what: &str) -> Self {
        Self::new(
            ErrorKind::Unsupported,
            format!("this is {what}, which cannot be read as a list"),
        )
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "stopped on request")
    }

    pub(crate) fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Names the list, unless one is named already.
    #[must_use]
    pub fn at(mut self, path: &Path) -> Self {
        self.path.get_or_insert_with(|| path.to_path_buf());
        self
    }

    /// Returns the kind of the failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the path of the list; `None` for an error in a mapping.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the sentence for people, without the path.
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

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|e| &**e as _)
    }
}
