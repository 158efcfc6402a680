//! Turns text into a fingerprint.
//!
//! ```text
//! text -> normalise -> units -> shingle -> 64-bit hashes -> sketch
//! ```
//!
//! A fingerprint is a small, fair sample of the shingles of a text. Two
//! fingerprints of the same recipe show how much of one text occurs in the other,
//! without the texts themselves. Each module says how its step works, and why; the
//! exact bytes are in docs/FORMAT.md, section Recipe.
//!
//! This crate is pure: it opens no file, reads no clock, starts no thread, and
//! gives the same result on every platform. Text goes in; only hashes,
//! counts and digests come out.

mod digest;
mod fold;
mod normalise;
mod recipe;
mod shingle;
mod sketch;

pub use digest::{FileDigester, FileDigests, Sha256, hex, sha256, unhex};
pub use normalise::{fold_onto, fold_text};
pub use recipe::{FINEST_SCALE, MIN_HASHES, RECIPE, Scale};
pub use sketch::{Error, ErrorKind, Fingerprint, Sketch, Sketcher};
