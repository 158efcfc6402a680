//! Compares a book with the records of a catalogue: which listings are of it,
//! how sure that is, and why.
//!
//! ```text
//! Book -> search -> records -> tier (title, names, noise) -> group -> Listing
//! ```
//!
//! A record that is shown as found must be the book. A match that would also
//! fit a sequel, a companion, a namesake or another volume is at most of the
//! tier `review`, which does not count as found and asks a person to look.
//! Records that share nothing but a book's title are not listed at all.
//!
//! Nothing here reads a manuscript or compares text; records come from
//! anything that implements [`Records`].

mod book;
mod convert;
mod films;
mod group;
mod noise;
mod numbers;
mod papers;
mod people;
mod records;
mod register;
mod search;
mod texts;
mod tier;
mod title;
mod works;

#[cfg(test)]
mod memory;
#[cfg(test)]
mod tests;

pub use book::{Book, BookDigests};
pub use group::{Listed, Listing, MAX_REVIEW};
pub use people::{Named, NamedBy, Names, of_names};
pub use records::Records;
pub use search::{Listings, all_listings, listings, registrations};
pub use texts::Texts;
pub use tier::tier_of;
pub use works::by_work;
