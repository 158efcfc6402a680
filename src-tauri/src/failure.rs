//! What the window receives when something cannot be done.

use std::io::Write as _;
use std::path::Path;

use colophon_engine::Error;
use colophon_engine::report::model::Skipped;
use colophon_engine::report::{self, Advice, Code, Language};
use serde::Serialize;

use crate::said::Said;

/// A failure as the window shows it: a code, what happened, what to do.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Failure {
    pub(crate) code: Code,
    /// What happened, in more detail than the code's own sentence.
    pub(crate) message: Box<Said>,
    /// What can be done; empty if there is nothing to do.
    pub(crate) hint: Box<Said>,
    pub(crate) path: Option<String>,
}

impl Failure {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self::from(&Error::new(code, message))
    }

    /// Gives it better advice than the code's.
    pub(crate) fn advise(mut self, advice: Advice) -> Self {
        self.hint = Box::new(Said::of(|language| {
            advice.phrase().say(language).to_owned()
        }));
        self
    }

    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.path = Some(path.display().to_string());
        self
    }

    /// Makes the failure of writing to a place.
    pub(crate) fn unwritable(error: &std::io::Error, path: &Path) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Code::DiskFull,
            _ => Code::Unwritable,
        };
        Self::new(code, format!("cannot be written: {}", error.kind())).at(path)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let failure = Self {
            code: error.code(),
            message: Box::new(Said::of(|language: Language| {
                report::message(language, error.code(), error.message()).into_owned()
            })),
            hint: Box::new(Said::of(|language| error.hint(language).to_owned())),
            path: None,
        };
        match error.path() {
            Some(path) => failure.at(path),
            None => failure,
        }
    }
}

impl From<&Skipped> for Failure {
    fn from(skipped: &Skipped) -> Self {
        Self {
            code: skipped.code,
            message: Box::new(Said::of(|language| {
                report::message(language, skipped.code, &skipped.message).into_owned()
            })),
            hint: Box::new(Said::of(|language| report::hint(language, skipped))),
            path: Some(skipped.path.clone()),
        }
    }
}

impl From<report::Refused> for Failure {
    fn from(refused: report::Refused) -> Self {
        Self::from(Error::from(refused))
    }
}

/// Says on standard error why there is no window.
pub(crate) fn tell(error: &dyn std::fmt::Display) -> std::io::Result<()> {
    writeln!(
        std::io::stderr().lock(),
        "colophon-desktop: the window cannot be opened: {error}"
    )
}
