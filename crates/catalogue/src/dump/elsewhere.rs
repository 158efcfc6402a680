//! Unpacking a dump in another process.
//!
//! Decompressors are the parts of reading a dump that were not written here, and
//! the only ones that see bytes nobody has checked. The caller may let another
//! process unpack, which can do nothing else: it calls
//! [`unpack`](super::unpack), and the caller gives what arrives to
//! [`read_with`](super::read_with).

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};

use super::model::Kind;
use crate::error::Error;

/// A dump that is packed.
pub enum Packed {
    /// A file, at its beginning, and its length in bytes.
    File(File, u64),
    /// An input that can be read only once.
    Stream(Box<dyn Read + Send>),
}

/// Unpacks dumps elsewhere.
pub trait Unpacker {
    /// Begins to unpack a dump of this kind.
    ///
    /// # Errors
    ///
    /// Any.
    fn start(&mut self, kind: Kind, packed: Packed) -> Result<Box<dyn Parts + '_>, Error>;
}

/// The parts of a dump that is unpacked elsewhere.
pub trait Parts {
    /// Goes to the next part, over what is left of this one; false if there is
    /// none.
    ///
    /// # Errors
    ///
    /// Those of [`unpack`](super::unpack), and any.
    fn next_part(&mut self) -> Result<bool, Error>;

    /// Reads bytes of the part; none at its end.
    ///
    /// # Errors
    ///
    /// Those of [`unpack`](super::unpack), and any.
    fn read(&mut self, room: &mut [u8]) -> Result<usize, Error>;

    /// Returns how many packed bytes were read so far.
    fn n_bytes(&self) -> u64;
}

/// Reads a part that is unpacked elsewhere.
pub(super) struct Part<'p> {
    pub(super) parts: &'p mut dyn Parts,
    pub(super) n_bytes: &'p Cell<u64>,
}

impl Read for Part<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let n = self.parts.read(room).map_err(io::Error::other)?;
        self.n_bytes.set(self.parts.n_bytes());
        Ok(n)
    }
}
