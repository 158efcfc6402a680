//! The error of this crate.
//!
//! A kind is a stable word that reports and settings may store; the message
//! is for people. Neither ever quotes the document.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Why a document could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// The file cannot be opened or read, or is not a regular file.
    Unreadable,
    /// The file or its text has no content.
    Empty,
    /// The file is of a kind that is not read.
    Unsupported,
    /// The file is locked by a password or by digital rights management.
    Encrypted,
    /// The document shows pictures of pages and holds no text.
    NoTextLayer,
    /// The end of the file is missing.
    Truncated,
    /// The file breaks the rules of its format.
    Damaged,
    /// The document is larger, nested deeper or expands more than is allowed.
    LimitExceeded,
    /// Reading took longer than is allowed.
    TimedOut,
    /// The parser crashed.
    ParserCrashed,
    /// The process that reads documents could not be started.
    NotStarted,
    /// The machine is short of memory, processes or open files.
    MachineShort,
    /// The caller asked to stop.
    Cancelled,
}

impl ErrorKind {
    /// Returns the stable word for this kind, such as `no-text-layer`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Empty => "empty",
            Self::Unsupported => "unsupported",
            Self::Encrypted => "encrypted",
            Self::NoTextLayer => "no-text-layer",
            Self::Truncated => "truncated",
            Self::Damaged => "damaged",
            Self::LimitExceeded => "limit-exceeded",
            Self::TimedOut => "timed-out",
            Self::ParserCrashed => "parser-crashed",
            Self::NotStarted => "not-started",
            Self::MachineShort => "machine-short",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which file could not be read, and why.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    source: Option<std::io::Error>,
}

impl Error {
    /// Makes an error of `kind` with a message for people.
    #[doc(hidden)]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            path: None,
            source: None,
        }
    }

    /// Makes an error of `kind`, unless the system says that it is short of
    /// something: that says nothing about the file.
    pub(crate) fn from_io(kind: ErrorKind, message: &str, source: std::io::Error) -> Self {
        let made = if colophon_worker::is_short(&source) {
            Self::new(
                ErrorKind::MachineShort,
                "this computer is short of memory, processes or open files",
            )
        } else {
            Self::new(kind, message)
        };
        Self {
            source: Some(source),
            ..made
        }
    }

    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the path of the file; none if the bytes came from memory.
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

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|e| e as _)
    }
}
