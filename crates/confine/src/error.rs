//! Why a process could not be confined.

use std::fmt;
use std::io;

/// The error of a process that could not give up what it had to.
///
/// It must not go on to read what a stranger made.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    source: Option<io::Error>,
}

/// What could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The process is a worker already.
    Entered,
    /// Files that were open when the process began could not be closed.
    Inherited,
    /// A bound on memory, time or files was not accepted.
    Bounds,
    /// The process that started this one is gone.
    Orphaned,
    /// The system has a fence around files but did not put it up.
    Files,
    /// The system has a system call filter but did not put it up.
    Calls,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self { kind, source: None }
    }

    #[cfg(unix)]
    pub(crate) fn from_io(kind: ErrorKind, source: impl Into<io::Error>) -> Self {
        Self {
            kind,
            source: Some(source.into()),
        }
    }

    /// Returns what could not be done.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ErrorKind::Entered => "the process is a worker already",
            ErrorKind::Inherited => "files that were open could not be closed",
            ErrorKind::Bounds => "memory, time or files could not be limited",
            ErrorKind::Orphaned => "the process that started this one is gone",
            ErrorKind::Files => "files could not be put out of reach",
            ErrorKind::Calls => "system calls could not be filtered",
        })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|error| error as _)
    }
}
