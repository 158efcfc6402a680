//! What went wrong, reported on standard error.
//!
//! The engine knows the code, the sentence and the advice. This module adds the
//! flags of the command line to the advice that a flag carries out.

use std::error::Error as _;
use std::path::Path;
use std::process::ExitCode;

use colophon_engine as engine;
use colophon_engine::report::{Advice, Code, Language};

use crate::exit;
use crate::stop::Stop;
use crate::terminal::say;

/// Why a command was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something went wrong.
    Wrong {
        /// The stable word for it.
        code: Code,
        /// What happened, with the path it happened to.
        message: String,
        /// What the user can do about it.
        hint: String,
    },
    /// The user stopped it.
    Interrupted,
}

impl Failure {
    /// Makes a failure from a code, a sentence and something to do.
    pub(crate) fn new(code: Code, message: impl Into<String>, hint: &str) -> Self {
        Self::Wrong {
            code,
            message: message.into(),
            hint: hint.to_owned(),
        }
    }

    /// Reports it on standard error and returns the exit code.
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
    /// Makes a failure from what went wrong with `path`.
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
        if error.is_cancelled() {
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
            hint: hint(&error).to_owned(),
        }
    }
}

impl From<engine::report::Refused> for Failure {
    fn from(refused: engine::report::Refused) -> Self {
        engine::Error::from(refused).into()
    }
}

/// Returns what the user can do about an error, with the flag that does it.
pub(crate) fn hint(error: &engine::Error) -> &'static str {
    match (error.advice(), error.code()) {
        (Some(Advice::NameOne), _) => {
            "Name one document, or leave out --title, --author and --isbn; --as-one makes a folder of chapters one."
        }
        (Some(Advice::AnotherFolder), _) => "Name another folder with --out.",
        (Some(Advice::MoveAway), _) => "Move it, or name another folder with --out.",
        (Some(Advice::MoveFileAway), _) => "Move the file, or name another place with --out.",
        (Some(Advice::MapColumns), _) => {
            "Write --map FIELD=COLUMN, such as --map title=Work or --map title=2."
        }
        (Some(Advice::ChooseKind), _) => "Run the command with --help for the kinds of dumps.",
        (Some(Advice::ChooseValue), _) => "Run the command with --help for the possible values.",
        (Some(Advice::NameBooks), _) => {
            "Name documents, or a folder that holds some, with --books."
        }
        (Some(Advice::NameIndexOut), _) => {
            "Name another file with --out; indexes end in .colophon."
        }
        (Some(Advice::MakeFolder), _) => "Create the folder first, or name another with --out.",
        (Some(Advice::PrintAgain), _) => "Ask for the file again. `colophon fingerprint` makes it.",
        (Some(Advice::LookUpIsbn), _) => {
            "Look up the book's ISBN with --isbn, or name an index that lists titles with --index."
        }
        (Some(Advice::DateForm), _) => {
            "Write a day as in 2021-06-30, a month as in 2021-06, a year, a period as in 2021-06-01..2021-07-31, \
             or a name: bartz-libgen, bartz-pilimi."
        }
        (Some(Advice::CorrectTitles), _) => {
            "Correct them and build the index again, or add --as-is if they are meant."
        }
        (Some(Advice::IndexNotSource), _) => {
            "Name it with --index where you check something, or put it in your index folder."
        }
        (None, Code::IndexExpired) => {
            "Ask the publisher whether there is a newer state, and check that this computer’s date is right. \
             To take the index all the same, add --accept-expired."
        }
        (Some(Advice::KeysBack), _) => {
            "Restore it from your backup. Without a backup, take the paper: \
             `colophon publish rotate DIR --drop KEYID --paper`; `colophon publish status DIR` shows the id of the everyday key."
        }
        (Some(Advice::RenewKeysBack), _) => {
            "Restore it from your backup, or make a new one with the everyday key: \
             `colophon publish rotate DIR --role timestamp --no-passphrase`."
        }
        (Some(Advice::MoreProof), _) => {
            "Add --paper and type the words of a paper key (twice for two of them), or let the change wait for \
             the others with `colophon publish rotate … --pending`. Nothing was changed."
        }
        (Some(Advice::OtherProof), _) => {
            "Add --paper and type the words of a paper key. If the key is neither lost nor stolen, run \
             `colophon publish rotate` without --drop. Nothing was changed."
        }
        (Some(Advice::RhythmProof), _) => {
            "Use the file with the everyday key, or add --paper and type the words of a paper key (twice for two of them)."
        }
        (Some(Advice::WhichPaper), _) => "Add --drop KEYID for the one that is lost or was seen.",
        (Some(Advice::SetClock), _) => {
            "Set the date of this computer and try again. If it is right and the folder was signed by mistake \
             with a date in the future, add --clock-is-right."
        }
        (Some(Advice::SignPending), _) => {
            "Add the signatures that it lacks with `colophon publish sign`. To give it up, delete the folder whose \
             name ends in .pending, and nothing else."
        }
        (Some(Advice::MakeKey), _) => {
            "Name the file that holds the key. `colophon verify-report --new-key FILE` makes a new key."
        }
        (Some(Advice::KeyPassphrase), _) => {
            "Name a file with the passphrase of the key with --passphrase-file, or run this on a terminal."
        }
        (Some(Advice::AddFirst), _) => {
            "Publish an index first: `colophon publish add DIR FILE.colophon`."
        }
        (None, Code::KeyMissing) => {
            "Name the file of keys with --keys-file and a file with its passphrase with --passphrase-file, or run this on a terminal."
        }
        (None, Code::NoIndex) => {
            "Name one with --index, get one from its publisher with `colophon index get`, or put one in your \
             index folder. `colophon index` says which kinds there are, whom to ask, and how to make one."
        }
        (None, Code::NoCatalogue) => {
            "Name an index with a catalogue, or compare the text: colophon check FILE."
        }
        (None, Code::ColumnsUnknown) => {
            "Give each column a heading, such as client, title, author or isbn, or name the columns by \
             heading or number: --map title=COLUMN --map author=COLUMN."
        }
        (None, Code::DumpUnknown) => {
            "Check that the kind before the colon is the right one for this dump."
        }
        (None, Code::InUse) => "Wait until it is finished, or name another place with --out.",
        _ => error.hint(Language::English),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use colophon_engine as engine;
    use colophon_engine::report::{Advice, Code};

    use super::Failure;

    fn parts(failure: Failure) -> (Code, String, String) {
        match failure {
            Failure::Wrong {
                code,
                message,
                hint,
            } => (code, message, hint),
            Failure::Interrupted => panic!("interrupted"),
        }
    }

    #[test]
    fn a_cancelled_engine_is_an_interruption() {
        assert!(matches!(
            Failure::from(engine::Error::cancelled()),
            Failure::Interrupted
        ));
    }

    #[test]
    fn an_engine_error_keeps_its_words() {
        let error = engine::Error::new(Code::IndexDamaged, "is damaged");
        let (code, message, hint) = parts(error.into());
        assert_eq!((code, message.as_str()), (Code::IndexDamaged, "is damaged"));
        assert_eq!(hint, "Get the index again.");
        let error = engine::Error::new(Code::Encrypted, "is locked");
        let (_, message, _) = parts(Failure::at(Path::new("novel.pdf"), error));
        assert_eq!(message, "novel.pdf: is locked");
    }

    #[test]
    fn the_command_adds_its_flags_and_the_engine_has_none() {
        let error = engine::Error::new(Code::NoIndex, "there is none");
        assert!(!error.hint(engine::report::Language::English).contains("--"));
        let hint = parts(error.into()).2;
        assert!(hint.contains("--index") && hint.contains("colophon index get"));
        let error = engine::Error::new(Code::InvalidArgument, "x").advise(Advice::MapColumns);
        assert!(parts(error.into()).2.contains("--map"));
    }
}
