//! The catalogue part of an index: records, and the terms they are found by.
//!
//! ```text
//! Record -> coding -> sorter -> block -> page  -> `records`
//!                                     -> terms -> sorter -> term -> `terms`, `term_lists`
//! ```
//!
//! Records are sorted by title and author before they are numbered, so that the
//! listings of one work are neighbours: they compress to a fraction, a work is
//! read with one page, and in the lists of records that terms have, neighbours
//! cost a bit. Every layout stands with its reader and its writer in one module:
//! [`page`] has records, [`term`] terms, [`digests`] further digests of files.
//!
//! Nothing here decides whether a record is somebody's book. A term's answer may
//! hold records that lack the term (two terms may have the same 32 bits), never
//! the other way round: whoever asks compares the record itself.

pub(crate) mod block;
pub(crate) mod build;
pub(crate) mod coding;
pub(crate) mod day;
pub(crate) mod digests;
pub(crate) mod page;
pub(crate) mod plain;
pub(crate) mod read;
pub(crate) mod source;
pub(crate) mod term;
pub(crate) mod verify;
pub(crate) mod write;

use std::fmt;

/// The number of a record in one index.
///
/// Records are numbered from 0 in an order that the builder chooses: listings of
/// one work are neighbours. The number means nothing outside its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordNumber(u32);

impl RecordNumber {
    /// Makes the number of the record at place `n`, counted from 0.
    pub fn new(n: u32) -> Self {
        Self(n)
    }

    /// Returns the number, counted from 0.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for RecordNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Further digests of the file that a record lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordDigests {
    /// The SHA-1, where a dump gave it.
    pub sha1: Option<[u8; 20]>,
    /// The SHA-256, where a dump gave it.
    pub sha256: Option<[u8; 32]>,
}
