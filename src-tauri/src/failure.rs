//! What the window is told when something cannot be done.

use std::io::Write as _;
use std::path::Path;

use colophon_engine::Error;
use serde::Serialize;

/// A failure as the window shows it: a stable word, a sentence, what to do.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) hint: String,
    pub(crate) path: Option<String>,
}

impl Failure {
    pub(crate) fn new(code: &str, message: impl Into<String>, hint: &str) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            hint: hint.to_owned(),
            path: None,
        }
    }

    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.path = Some(path.display().to_string());
        self
    }

    /// The failure of writing to a place.
    pub(crate) fn unwritable(error: &std::io::Error, path: &Path) -> Self {
        let (code, hint) = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => (
                "disk-full",
                "Free some space, or choose a place on another disk.",
            ),
            _ => ("unwritable", "Choose another place."),
        };
        Self::new(code, format!("cannot be written: {}", error.kind()), hint).at(path)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let failure = Self::new(error.code(), error.message(), error.hint());
        match error.path() {
            Some(path) => failure.at(path),
            None => failure,
        }
    }
}

/// Says on standard error why there is no window.
pub(crate) fn tell(error: &dyn std::fmt::Display) -> std::io::Result<()> {
    writeln!(
        std::io::stderr().lock(),
        "colophon-desktop: the window cannot be opened: {error}"
    )
}
