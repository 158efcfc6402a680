//! What went wrong, told on standard error.
//!
//! The engine knows the stable word, the sentence and the hint. This module
//! adds what only a command line can get wrong, and makes names in messages
//! harmless to a terminal.

use std::error::Error as _;
use std::fmt::Display;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use colophon_engine as engine;
use colophon_engine::report::harmless;

use crate::exit;
use crate::stop::Stop;

/// A command that was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It went wrong.
    Wrong {
        /// A stable word.
        code: &'static str,
        /// What happened, with the path it happened to.
        message: String,
        /// What the user can do about it.
        hint: String,
    },
    /// Its user stopped it.
    Interrupted,
}

impl Failure {
    /// Makes a failure of a stable word, a sentence and something to do.
    pub(crate) fn new(code: &'static str, message: impl Into<String>, hint: &str) -> Self {
        Self::Wrong {
            code,
            message: message.into(),
            hint: hint.to_owned(),
        }
    }

    /// Tells it on standard error and returns the exit code.
    pub(crate) fn tell(&self, stop: &Stop) -> ExitCode {
        match self {
            Self::Interrupted => {
                stop.tell();
                ExitCode::from(exit::INTERRUPTED)
            }
            Self::Wrong {
                code,
                message,
                hint,
            } => {
                say(&format!("error[{code}]: {message}"));
                if !hint.is_empty() {
                    say(&format!("hint: {hint}"));
                }
                ExitCode::from(exit::NOT_DONE)
            }
        }
    }
}

impl Failure {
    /// Makes a failure of what went wrong with `path`.
    pub(crate) fn at(path: &Path, error: engine::Error) -> Self {
        let named = error.path().is_some();
        match Self::from(error) {
            Self::Wrong {
                code,
                message,
                hint,
            } if !named => Self::Wrong {
                code,
                message: format!("{}: {message}", path.display()),
                hint,
            },
            failure => failure,
        }
    }
}

impl From<engine::Error> for Failure {
    fn from(error: engine::Error) -> Self {
        if error.code() == "cancelled" {
            return Self::Interrupted;
        }
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            message.push_str(": ");
            message.push_str(&cause.to_string());
            source = cause.source();
        }
        Self::Wrong {
            code: error.code(),
            message,
            hint: error.hint().to_owned(),
        }
    }
}

/// Writes a warning to standard error.
pub(crate) fn warn(code: &str, message: impl Display) {
    say(&format!("warning[{code}]: {message}"));
}

/// Writes a line to standard error, which may be closed or gone.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", harmless(line));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use colophon_engine as engine;

    use super::Failure;

    #[test]
    fn a_cancelled_engine_is_an_interruption() {
        assert!(matches!(
            Failure::from(engine::Error::cancelled()),
            Failure::Interrupted
        ));
    }

    #[test]
    fn an_engine_error_keeps_its_words() {
        let failure = engine::Error::new("index-damaged", "is damaged", "Get it again.").into();
        let Failure::Wrong {
            code,
            message,
            hint,
        } = failure
        else {
            panic!("wrong")
        };
        assert_eq!((code, message.as_str()), ("index-damaged", "is damaged"));
        assert_eq!(hint, "Get it again.");
        let error = engine::Error::new("encrypted", "is locked", "Save a copy.");
        let failure = Failure::at(Path::new("novel.pdf"), error);
        let Failure::Wrong { message, .. } = failure else {
            panic!("wrong")
        };
        assert_eq!(message, "novel.pdf: is locked");
    }
}
