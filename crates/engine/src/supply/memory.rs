//! The publisher's folder as a host, and what was trusted last on the disk.

use std::io;
use std::path::{Path, PathBuf};

use colophon_supply::{ErrorKind, Host, HostError, MAX_TARGETS_BYTES, Memory};

use super::place::cannot_write;
use crate::durable;
use crate::error::Error;

/// A folder that holds what a publisher wrote, or a copy of a part of it.
#[derive(Debug)]
pub(super) struct Folder(pub(super) PathBuf);

impl Host for Folder {
    fn get(&self, name: &str, max: u64) -> Result<Option<Vec<u8>>, HostError> {
        Ok(durable::read_bounded(&self.0.join(name), max)?)
    }
}

/// What was trusted last, in a folder of the program's own.
#[derive(Debug)]
pub(super) struct Trusted(pub(super) PathBuf);

impl Memory for Trusted {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        durable::read_short(&self.0.join(name), MAX_TARGETS_BYTES)
    }

    fn store(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.0.join(name);
        if durable::read_short(&path, MAX_TARGETS_BYTES).is_some_and(|known| known == bytes) {
            return Ok(());
        }
        durable::make_private(path.parent().unwrap_or(&self.0))?;
        durable::write_whole(&path, bytes)
    }
}

/// Returns the error of a source that was refused, or, if what is trusted now could not
/// be kept in this folder, that of the disk.
pub(super) fn refused(error: colophon_supply::Error, folder: &Path) -> Error {
    if error.kind() != ErrorKind::Memory {
        return error.into();
    }
    let message = error.message().to_owned();
    let cause = error
        .into_cause()
        .and_then(|cause| cause.downcast::<io::Error>().ok())
        .map_or_else(|| io::Error::other(message), |cause| *cause);
    cannot_write(folder, &cause)
}
