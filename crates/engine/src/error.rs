//! What can go wrong: a code, a sentence and advice.
//!
//! The libraries below have kinds; each kind gets its [`Code`] here, in one
//! place, exhaustively. The advice names no flag of the command line: the
//! command adds its own.

use std::fmt;
use std::path::{Path, PathBuf};

use colophon_catalogue as catalogue;
use colophon_clients as clients;
use colophon_extract as extract;
use colophon_fingerprint::FileDigests;
use colophon_index as index;

use crate::codes;
use crate::report::{Advice, Code, Language, Refused};

/// Why the engine could not do something.
#[derive(Debug)]
pub struct Error {
    code: Code,
    message: String,
    advice: Option<Advice>,
    path: Option<PathBuf>,
    digests: Option<Box<FileDigests>>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Makes an error from a code and a sentence; its advice is that of the
    /// code.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            advice: None,
            path: None,
            digests: None,
            source: None,
        }
    }

    /// Makes the error of work that the user stopped.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::new(Code::Cancelled, "stopped before it was finished")
    }

    /// Makes the error of a file operation that failed: `disk-full`,
    /// `machine-short`, else `unreadable`.
    #[must_use]
    pub fn from_io(error: std::io::Error, message: &str, path: &Path) -> Self {
        let made = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::new(Code::DiskFull, message)
            }
            _ if colophon_worker::is_short(&error) => Self::new(Code::MachineShort, message),
            _ => Self::new(Code::Unreadable, message).advise(Advice::CheckNameAndRights),
        };
        Self {
            source: Some(Box::new(error)),
            ..made.at(path)
        }
    }

    /// Gives it better advice than that of its code.
    #[must_use]
    pub fn advise(mut self, advice: Advice) -> Self {
        self.advice = Some(advice);
        self
    }

    /// Names the file or folder it is about.
    #[must_use]
    pub fn at(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Adds the digests of the file that could not be read.
    #[must_use]
    pub(crate) fn with_digests(mut self, digests: Option<FileDigests>) -> Self {
        self.digests = digests.map(Box::new);
        self
    }

    /// Returns the code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// Returns whether the user stopped the work.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.code == Code::Cancelled
    }

    /// Returns what happened: a sentence without the path, in English.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the advice that is better than that of the code.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        self.advice
    }

    /// Returns what the user can do about it; empty if there is nothing to do.
    #[must_use]
    pub fn hint(&self, language: Language) -> &'static str {
        match self.advice {
            Some(advice) => advice.phrase().say(language),
            None => self.code.hint(language),
        }
    }

    /// Returns the file or folder it is about.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the digests of the file that could not be read, if it could be
    /// read to its end.
    pub(crate) fn digests(&self) -> Option<&FileDigests> {
        self.digests.as_deref()
    }

    /// Returns the same error without its cause, to report it a second time.
    #[must_use]
    pub fn again(&self) -> Self {
        Self {
            code: self.code,
            message: self.message.clone(),
            advice: self.advice,
            path: self.path.clone(),
            digests: self.digests.clone(),
            source: None,
        }
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

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::new(Code::InvalidArgument, refused.message())
            .advise(refused.advice())
            .at(refused.path())
    }
}

impl From<extract::Error> for Error {
    fn from(error: extract::Error) -> Self {
        let code = codes::of_document(error.kind());
        let made = Self::new(code, error.message());
        let made = match code {
            Code::Cancelled => return Self::cancelled(),
            Code::Unreadable => made.advise(Advice::CheckNameAndRights),
            Code::LimitExceeded | Code::TimedOut => made.advise(Advice::SplitDocument),
            _ => made,
        };
        Self {
            path: error.path().map(Path::to_owned),
            ..made
        }
    }
}

impl From<clients::Error> for Error {
    fn from(error: clients::Error) -> Self {
        if error.kind() == clients::ErrorKind::Cancelled {
            return Self::cancelled();
        }
        let (code, advice) = codes::of_list(error.kind());
        Self {
            advice,
            path: error.path().map(Path::to_owned),
            ..Self::new(code, error.message())
        }
    }
}

/// Returns the error of a machine that is short of something, if that is why
/// `error` happened: it says nothing about the file.
fn of_machine(error: &(dyn std::error::Error + 'static), path: Option<&Path>) -> Option<Error> {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut system = causes.filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    // An index is built and searched in threads, which may have failed to start.
    system.find(|cause| colophon_worker::is_short_to_start(cause))?;
    let message = "this computer is short of memory, processes or open files";
    Some(Error {
        path: path.map(Path::to_owned),
        ..Error::new(Code::MachineShort, message)
    })
}

impl From<catalogue::Error> for Error {
    fn from(error: catalogue::Error) -> Self {
        use catalogue::ErrorKind as Kind;
        if let Some(error) = of_machine(&error, error.path()) {
            return error;
        }
        let (code, advice) = match error.kind() {
            Kind::Unreadable | Kind::Unwritable => {
                (Code::Unreadable, Some(Advice::CheckNameAndRights))
            }
            Kind::DiskFull => (Code::DiskFull, None),
            Kind::Unsupported => (Code::Unsupported, Some(Advice::UnpackDump)),
            Kind::Truncated => (Code::Truncated, Some(Advice::CompleteDump)),
            Kind::Damaged => (Code::DumpDamaged, None),
            Kind::NothingKnown | Kind::MissingColumn => (Code::DumpUnknown, None),
            Kind::LimitExceeded => (Code::LimitExceeded, Some(Advice::DumpLimit)),
            Kind::InvalidOption => (Code::InvalidArgument, Some(Advice::ChooseKind)),
            Kind::Cancelled => return Self::cancelled(),
        };
        let mut message = error.message().to_owned();
        if let Some(offset) = error.offset() {
            message = format!("{message}, at byte {offset}");
        }
        Self {
            advice,
            path: error.path().map(Path::to_owned),
            ..Self::new(code, message)
        }
    }
}

impl From<index::Error> for Error {
    fn from(error: index::Error) -> Self {
        use index::ErrorKind as Kind;
        if let Some(error) = of_machine(&error, error.path()) {
            return error;
        }
        let (code, advice) = match error.kind() {
            Kind::Unreadable | Kind::TooManyRecords | Kind::InvalidWork | Kind::InvalidRecord => {
                (Code::Unreadable, Some(Advice::CheckNameAndRights))
            }
            Kind::NotRegularFile => (Code::Unreadable, Some(Advice::NameIndexItself)),
            Kind::NotAnIndex => (Code::IndexIncompatible, Some(Advice::ChooseIndexFile)),
            Kind::NewerFormat => (Code::IndexIncompatible, Some(Advice::NewerProgram)),
            Kind::OlderFormat | Kind::OtherKind => {
                (Code::IndexIncompatible, Some(Advice::MatchingVersion))
            }
            Kind::Damaged | Kind::NotRemovals => (Code::IndexDamaged, None),
            Kind::NotInSet => (Code::MixedVersions, None),
            Kind::OutOfMemory => (Code::MemoryLimit, None),
            Kind::DiskFull => (Code::DiskFull, None),
            Kind::TooManyWorks => (Code::LimitExceeded, Some(Advice::TwoIndexes)),
            Kind::InvalidOption => (Code::InvalidArgument, Some(Advice::ChooseValue)),
            Kind::Cancelled => return Self::cancelled(),
        };
        Self {
            advice,
            path: error.path().map(Path::to_owned),
            ..Self::new(code, error.message())
        }
    }
}

impl From<colophon_supply::Error> for Error {
    fn from(error: colophon_supply::Error) -> Self {
        use colophon_supply::ErrorKind as Kind;
        let code = match error.kind() {
            Kind::FingerprintDiffers => Code::FingerprintDiffers,
            Kind::SignatureInvalid => Code::SignatureInvalid,
            Kind::ThresholdNotMet => Code::ThresholdNotMet,
            Kind::RolledBack => Code::RolledBack,
            Kind::MixedVersions => Code::MixedVersions,
            Kind::TooLarge => Code::TooLarge,
            Kind::Incomplete => Code::SourceIncomplete,
            Kind::Host => Code::Unreadable,
            Kind::Memory => Code::ReadOnly,
            Kind::Key => Code::InvalidArgument,
            _ => Code::NotASource,
        };
        let mut message = error.message().to_owned();
        if matches!(code, Code::Unreadable | Code::ReadOnly)
            && let Some(cause) = error.into_cause()
        {
            message = format!("{message}: {cause}");
        }
        Self::new(code, message)
    }
}
