//! What can go wrong, as a stable word, a sentence and something to do.
//!
//! The libraries below know kinds; the words of the contract, and what an
//! author can do about each, are given here, in one place.

use std::fmt;
use std::path::{Path, PathBuf};

use colophon_catalogue as catalogue;
use colophon_clients as clients;
use colophon_extract as extract;
use colophon_index as index;

use crate::clients::kinds;

/// A failure that ends what was asked for.
#[derive(Debug)]
pub struct Error {
    code: &'static str,
    message: String,
    hint: &'static str,
    path: Option<PathBuf>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Makes an error of a stable word, a sentence and something to do.
    pub fn new(code: &'static str, message: impl Into<String>, hint: &'static str) -> Self {
        Self {
            code,
            message: message.into(),
            hint,
            path: None,
            source: None,
        }
    }

    /// The error of work that was stopped by its user.
    pub fn cancelled() -> Self {
        Self::new(
            "cancelled",
            "stopped before it was done",
            "Start it again to do the rest.",
        )
    }

    pub(crate) fn with_hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    pub(crate) fn from_io(error: std::io::Error, message: &str, path: &Path) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "disk-full",
            _ => "unreadable",
        };
        let hint = match code {
            "disk-full" => "Free some space, or name a place on another disk.",
            _ => "Check the name, and that you may open it.",
        };
        Self {
            source: Some(Box::new(error)),
            ..Self::new(code, message, hint).at(path)
        }
    }

    /// Returns the stable word: `unreadable`, `encrypted`, `index-damaged`, ...
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Returns what happened, a sentence without the path.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what the user can do about it.
    pub fn hint(&self) -> &'static str {
        self.hint
    }

    /// Returns the file or folder it is about.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
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
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<extract::Error> for Error {
    fn from(error: extract::Error) -> Self {
        let hint = match error.kind() {
            extract::ErrorKind::Unreadable => "Check the name, and that you may open it.",
            _ => error
                .hint()
                .unwrap_or("Open it in the program that made it, and save it again."),
        };
        Self {
            path: error.path().map(Path::to_owned),
            ..Self::new(error.kind().as_str(), error.message().to_owned(), hint)
        }
    }
}

impl From<clients::Error> for Error {
    fn from(error: clients::Error) -> Self {
        if error.kind() == clients::ErrorKind::Cancelled {
            return Self::cancelled();
        }
        let (code, hint) = kinds::of_error(error.kind());
        Self {
            path: error.path().map(Path::to_owned),
            ..Self::new(code, error.message().to_owned(), hint)
        }
    }
}

impl From<catalogue::Error> for Error {
    fn from(error: catalogue::Error) -> Self {
        use catalogue::ErrorKind as Kind;
        let (code, hint) = match error.kind() {
            Kind::DiskFull => (
                "disk-full",
                "Free some space, or name a place on another disk.",
            ),
            Kind::Unsupported => (
                "unsupported",
                "Unpack it, and name the .sql file itself, or pack it as .gz, .zst or .zip.",
            ),
            Kind::Truncated => ("truncated", "Get a complete copy of the dump."),
            Kind::Damaged => (
                "dump-damaged",
                "Get the dump again; it is not what its kind looks like.",
            ),
            Kind::NothingKnown | Kind::MissingColumn => (
                "dump-unknown",
                "Check that the kind before the colon is the right one for this dump.",
            ),
            Kind::LimitExceeded => (
                "limit-exceeded",
                "No dump of this kind is like that; get it again.",
            ),
            Kind::InvalidOption => ("invalid-argument", "See --help for the kinds of dumps."),
            Kind::Cancelled => return Self::cancelled(),
            Kind::Unreadable | Kind::Unwritable => {
                ("unreadable", "Check the name, and that you may open it.")
            }
        };
        let mut message = error.message().to_owned();
        if let Some(offset) = error.offset() {
            message = format!("{message}, at byte {offset}");
        }
        Self {
            path: error.path().map(Path::to_owned),
            ..Self::new(code, message, hint)
        }
    }
}

impl From<index::Error> for Error {
    fn from(error: index::Error) -> Self {
        use index::ErrorKind as Kind;
        let (code, hint) = match error.kind() {
            Kind::NotAnIndex => (
                "index-incompatible",
                "Choose a file that ends in .colophon.",
            ),
            Kind::NewerFormat => ("index-incompatible", "Install a newer version of Colophon."),
            Kind::Damaged | Kind::Replaced => ("index-damaged", "Download the index again."),
            Kind::NotRegularFile => ("unreadable", "Name the index file itself."),
            Kind::DiskFull => (
                "disk-full",
                "Free some space, or name a place on another disk.",
            ),
            Kind::TooManyWorks => ("limit-exceeded", "Make two indexes; a check can ask both."),
            Kind::InvalidOption => ("invalid-argument", "See --help for the values it can have."),
            Kind::Interrupted => return Self::cancelled(),
            _ => ("unreadable", "Check the name, and that you may open it."),
        };
        Self {
            path: error.path().map(Path::to_owned),
            ..Self::new(code, error.detail().to_owned(), hint)
        }
    }
}
