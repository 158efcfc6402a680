//! The catalogue part of an index: records, and the terms that find them.
//!
//! ```text
//! Record -> coding -> sorter -> block -> page  -> `records`
//!                                     -> terms -> sorter -> term -> `terms`, `term_lists`
//! ```
//!
//! Records are sorted by title and author before they are numbered, so that the
//! listings of one work are neighbours: they compress to a fraction, one page has
//! a whole work, and in a term's list of records a neighbour costs a bit. Each
//! layout is in one module with its reader and its writer: [`page`] has records,
//! [`term`] terms, [`digests`] further digests of files, and [`listed`] the records that
//! are a DOI alone, which have no terms.
//!
//! Nothing here decides whether a record is somebody's book. What a term finds may
//! include records without the term (two terms may have the same 32 bits), but
//! never leaves out one that has it: the caller compares the record itself.

pub(crate) mod block;
pub(crate) mod build;
pub(crate) mod coding;
pub(crate) mod cursor;
pub(crate) mod day;
pub(crate) mod digests;
pub(crate) mod listed;
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
/// one work are neighbours. The number has no meaning outside its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordNumber(u32);

impl RecordNumber {
    /// Makes the number of the record at position `n`, counted from 0.
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

/// Further digests of the file of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordDigests {
    /// The SHA-1, if a dump gave it.
    pub sha1: Option<[u8; 20]>,
    /// The SHA-256, if a dump gave it.
    pub sha256: Option<[u8; 32]>,
}
