//! What can go wrong with a whole list, by kind. What is wrong with one row
//! never comes here: it is a [`Problem`](crate::Problem).

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

/// Says why a list could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file cannot be opened or read, or is no regular file.
    Unreadable,
    /// The file holds nothing.
    Empty,
    /// The file is of a kind that is not read as a list.
    Unsupported,
    /// The file is locked by a password.
    Encrypted,
    /// The file breaks its own format's rules before the first row.
    Damaged,
    /// The file is larger or more expansive than is allowed.
    LimitExceeded,
    /// The parser crashed.
    ParserCrashed,
    /// No column could be taken for the title.
    ColumnsUnknown,
    /// A mapping names a field or a column that there is not.
    InvalidMapping,
    /// The caller asked to stop.
    Cancelled,
}

impl ErrorKind {
    /// Returns the stable word for this kind, such as `columns-unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Empty => "empty",
            Self::Unsupported => "unsupported",
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::LimitExceeded => "limit-exceeded",
            Self::ParserCrashed => "parser-crashed",
            Self::ColumnsUnknown => "columns-unknown",
            Self::InvalidMapping => "invalid-mapping",
            Self::Cancelled => "cancelled",
        }
    }
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

    pub(crate) fn unsupported(what: &str) -> Self {
        Self::new(
            ErrorKind::Unsupported,
            format!("this is {what}, which is not read as a list"),
        )
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "stopped on request")
    }

    pub(crate) fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.path.get_or_insert_with(|| path.to_path_buf());
        self
    }

    /// Returns the kind of the failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the list concerned; none for a mapping.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the sentence for people, without the path.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what the user can do about it, where something helps.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self.kind {
            ErrorKind::Unsupported => {
                "Save the list as XLSX, ODS or CSV, or export it as ONIX, BibTeX or RIS."
            }
            ErrorKind::Encrypted => "Save a copy without a password and use that one.",
            ErrorKind::Damaged | ErrorKind::ParserCrashed => {
                "Open it in the program that made it and save it anew, best as XLSX or CSV."
            }
            ErrorKind::LimitExceeded => "Split the list.",
            ErrorKind::ColumnsUnknown => {
                "Write a heading over each column, such as client, title, author, isbn, or say which \
                 column is which: --map title=COLUMN --map author=COLUMN, by heading or by number."
            }
            ErrorKind::InvalidMapping => {
                "Write --map FIELD=COLUMN, such as --map title=Werk or --map title=2."
            }
            ErrorKind::Unreadable | ErrorKind::Empty | ErrorKind::Cancelled => return None,
        })
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
