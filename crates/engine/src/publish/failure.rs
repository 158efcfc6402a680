//! What can go wrong when something is published, as errors of the engine.

use std::path::Path;

use colophon_supply as supply;

use crate::error::Error;
use crate::report::{Advice, Code};

/// Returns the error of what is signed, or has to be.
pub(super) fn of_supply(error: &supply::Error) -> Error {
    use supply::ErrorKind as Kind;
    let (code, advice) = match error.kind() {
        Kind::SignatureInvalid => (Code::SignatureInvalid, Advice::RestoreFolder),
        Kind::ThresholdNotMet => (Code::ThresholdNotMet, Advice::RestoreFolder),
        Kind::MixedVersions | Kind::RolledBack => (Code::MixedVersions, Advice::RestoreFolder),
        Kind::Incomplete => (Code::SourceIncomplete, Advice::RestoreFolder),
        Kind::TooLarge => (Code::LimitExceeded, Advice::MakeNewBase),
        Kind::Host | Kind::Memory => (Code::Unreadable, Advice::CheckNameAndRights),
        _ => (Code::NotASource, Advice::PublishedFolder),
    };
    Error::new(code, error.message()).advise(advice)
}

/// Returns the error of a key or of words that cannot be read.
pub(super) fn of_words(error: &supply::Error) -> Error {
    Error::new(Code::InvalidArgument, error.message()).advise(Advice::PaperWords)
}

/// Returns the error of a file that cannot be read.
pub(super) fn unreadable(error: std::io::Error, path: &Path) -> Error {
    Error::from_io(error, "it cannot be read", path)
}

/// Returns the error of a file that cannot be written.
pub(super) fn unwritable(error: std::io::Error, path: &Path) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Error::from_io(error, "it cannot be written", path)
        }
        _ => Error::new(Code::Unwritable, format!("it cannot be written: {error}"))
            .advise(Advice::WritableFolder)
            .at(path),
    }
}

/// Returns the error of a request that makes no sense.
pub(super) fn invalid(message: impl Into<String>, advice: Advice) -> Error {
    Error::new(Code::InvalidArgument, message).advise(advice)
}
