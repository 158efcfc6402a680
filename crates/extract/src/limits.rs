//! How much one document may cost.
//!
//! Exceeding a limit is a named error or a warning, never a crash. The limits on
//! counts and sizes stop the known bombs early; those on memory and time stop
//! the rest. Decision 5 lists the defaults, which are bounds.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind};

/// Limits on what reading one document may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Limits {
    /// The size of the file, in bytes.
    pub max_file_bytes: u64,
    /// All text together, in bytes of UTF-8.
    pub max_text_bytes: u64,
    /// The number of files inside a packed document.
    pub max_entries: u64,
    /// One unpacked file inside a packed document, in bytes.
    pub max_entry_bytes: u64,
    /// How many times its packed size a file above 1 MiB may unpack to.
    pub max_ratio: u64,
    /// How deep elements may be nested.
    pub max_depth: u32,
    /// The number of pages or chapters.
    pub max_pages: u32,
    /// Address space of the worker, in bytes, beyond its stack.
    pub memory_bytes: u64,
    /// Processor time of the worker, in seconds.
    pub cpu_seconds: u64,
    /// Wall-clock time for the whole document.
    pub deadline: Duration,
    /// Wall-clock time without any new section.
    pub stall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 512 << 20,
            max_text_bytes: 64 << 20,
            max_entries: 20_000,
            max_entry_bytes: 64 << 20,
            max_ratio: 300,
            max_depth: 512,
            max_pages: 20_000,
            memory_bytes: 1 << 30,
            cpu_seconds: 60,
            deadline: Duration::from_secs(90),
            stall: Duration::from_secs(10),
        }
    }
}

impl Limits {
    /// Checks the size of a file, in bytes.
    ///
    /// # Errors
    ///
    /// `Empty`, `LimitExceeded`.
    pub(crate) fn check_size(&self, len: u64) -> Result<(), Error> {
        if len == 0 {
            return Err(Error::new(ErrorKind::Empty, "the file is empty"));
        }
        if len > self.max_file_bytes {
            return Err(Error::new(
                ErrorKind::LimitExceeded,
                format!("the file is larger than {} MiB", self.max_file_bytes >> 20),
            ));
        }
        Ok(())
    }
}
