//! The publisher's folder as a host, and what was trusted last on the disk.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use colophon_supply::{Host, HostError, MAX_TARGETS_BYTES, Memory};

use crate::durable;

/// A folder that holds what a publisher wrote, or a copy of a part of it.
#[derive(Debug)]
pub(super) struct Folder(pub(super) PathBuf);

impl Host for Folder {
    fn get(&self, name: &str, max: u64) -> Result<Option<Vec<u8>>, HostError> {
        read(&self.0.join(name), max).map_err(Into::into)
    }
}

/// Reads a file up to one byte more than `max`; none if it is not there.
fn read(path: &Path, max: u64) -> io::Result<Option<Vec<u8>>> {
    // Opening a pipe would wait for somebody who writes to it.
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(io::Error::other("it is not a regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(max + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
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
