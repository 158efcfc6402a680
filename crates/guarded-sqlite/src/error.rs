//! Why a stranger's file was not opened.

use std::fmt;
use std::io;

/// A failure to open a file. The caller adds the path, and translates the variants
/// into its own kinds.
#[derive(Debug)]
pub enum Error {
    /// The path names a symbolic link.
    Link,
    /// The path names a folder, a pipe or a device.
    NotRegularFile,
    /// The system refused to look at the file, to open it or to read it.
    System(io::Error),
    /// SQLite refused to open the file or to read it.
    Sqlite(rusqlite::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link => f.write_str("is a link; name the file that it leads to"),
            Self::NotRegularFile => f.write_str("is not a regular file"),
            Self::System(error) => error.fmt(f),
            Self::Sqlite(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Link | Self::NotRegularFile => None,
            Self::System(error) => Some(error),
            Self::Sqlite(error) => Some(error),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}
