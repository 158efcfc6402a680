//! The error of writing a folder of reports.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::advice::Advice;

/// Says that a report would replace a file that Colophon did not write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    message: &'static str,
    advice: Advice,
    path: PathBuf,
}

impl Refused {
    pub(crate) fn new(message: &'static str, advice: Advice, path: &Path) -> Self {
        Self {
            message,
            advice,
            path: path.to_owned(),
        }
    }

    /// Returns why: a sentence without the path, in English.
    #[must_use]
    pub fn message(&self) -> &'static str {
        self.message
    }

    /// Returns what the user can do about it.
    #[must_use]
    pub fn advice(&self) -> Advice {
        self.advice
    }

    /// Returns what would be replaced.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for Refused {}
