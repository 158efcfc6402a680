//! The offline index: one SQLite file of text hashes and the works they
//! belong to.
//!
//! A publisher's machine turns the sketches of many works into a file whose
//! name ends in `.colophon` ([`Builder`]); a reader's machine looks up in that
//! file which works hold the hashes of a manuscript ([`Index`]). The file holds
//! facts only: hashes, titles, authors, file digests. `docs/FORMAT.md`
//! describes every byte of it, so that somebody else can write another reader
//! or another builder; the modules here repeat each layout next to the code that
//! reads and writes it.
//!
//! Why a format of our own inside SQLite: a table of (hash, work) rows costs 17
//! bytes a posting, and seven million books do not fit on a laptop that way.
//! Sorted, and coded as gaps, a posting costs less than 3.5 bytes, with
//! everything included, and 2 where works have editions; a lookup still reads a single
//! page a hash.
//!
//! An index comes from strangers. Opening one never writes to it, never runs
//! anything it brings along, and never trusts a number in it: every value is
//! checked where it is read, and anything wrong is an [`Error`] of kind
//! [`ErrorKind::Damaged`]. A build writes to a temporary folder and renames: a
//! half-written index is never seen under its final name. This crate knows nothing
//! of text, of how hashes are made, or of verdicts; it never prints.

mod bits;
mod build;
mod catalogue;
mod content;
mod counts;
mod ends;
mod error;
mod hex;
mod lookup;
mod meta;
mod model;
mod open;
mod pages;
mod pairs;
mod places;
mod posting;
mod progress;
mod public;
mod reader;
mod row;
mod scale;
mod schema;
mod scratch;
mod seal;
mod set;
mod tree;
mod verify;
mod work;
mod write;

pub use build::{BuildOptions, Builder, Summary};
pub use catalogue::{RecordDigests, RecordNumber};
pub use counts::{Count, Counts, counted_value, counted_year};
pub use error::{Error, ErrorKind};
pub use model::{About, Digest, DigestKind, Info, NewWork, Work, WorkId};
pub use progress::{BuildPhase, BuildProgress};
pub use public::PublicIds;
pub use reader::{Index, Unread};
pub use schema::{
    APPLICATION_ID, FORMAT_VERSION, MAX_DESCRIPTION_BYTES, MAX_SCALE, MAX_WORKS, MIN_HASHES,
    MIN_SCALE,
};
#[doc(hidden)]
pub use seal::seal_again;
pub use set::Holders;
pub use set::{MAX_REMOVED_BYTES, MergeOptions, RecordId, Removal, Removals, RemovedOfSource, Set};
pub use verify::{VerifyProgress, VerifyReport};
