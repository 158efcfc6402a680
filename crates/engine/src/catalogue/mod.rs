//! A book against the records of a catalogue: which listings are of it, how
//! sure that is, and why.
//!
//! ```text
//! Book -> search -> records -> tier (title, names, noise) -> group -> Listing
//! ```
//!
//! A record that is shown as found must be the book. Everything that a sequel, a
//! companion, a namesake or another volume would satisfy too is at most a
//! [`Tier::Review`], which counts as nothing found and asks a person to look.
//! Who shares nothing but the title of a book is not listed at all.
//!
//! Nothing here reads a manuscript or compares text; records come from
//! whatever implements [`Records`].

mod book;
mod convert;
mod group;
mod noise;
mod search;
mod tier;
mod title;

#[cfg(test)]
mod memory;
#[cfg(test)]
mod tests;

pub use book::{Book, BookDigests};
pub use group::{Listed, Listing, MAX_REVIEW};
pub use search::{Records, listings};
pub use tier::{Tier, tier_of};
