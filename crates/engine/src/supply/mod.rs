//! Getting an index from its publisher, and keeping it up to date.
//!
//! ```text
//! source file, link, folder -> look (signed files) -> verify -> plan -> parts -> verify -> install
//! ```
//!
//! This program has no network. What comes over one is brought by `colophon-fetch`
//! into a folder of its own, as a copy of a part of the publisher's folder; a folder on
//! a disk or a USB stick is read where it is. Both are verified alike, here: the keys
//! and what was trusted before are where the fetcher cannot write.

mod broker;
mod get;
mod got;
mod held;
mod incoming;
mod install;
mod link;
mod list;
mod memory;
mod offer;
mod parts;
mod place;
mod rehearse;
mod state;

pub(crate) use broker::prove_fetcher;
pub use broker::{Fetch, end_fetcher, fetches, has_fetcher, start_fetcher};
pub use get::{GetOptions, get, update};
pub use got::{Got, Outcome, Warned};
pub(crate) use held::{current, hold};
pub use link::{From, what_is};
pub use list::{SourceInfo, find_source, forget, sources};
pub use rehearse::{Rehearsed, rehearse};
pub(crate) use state::last_word;
