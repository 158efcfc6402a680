//! Opens an SQLite file that may have been made to do harm.
//!
//! SQLite reads hostile files without crashing, but a database can also bring
//! views, triggers and expressions along that run when it is read, or numbers that
//! make it slow. So a file is opened in steps, each with its own type:
//!
//! ```text
//! ForeignFile -> Unread -> Unchecked -> Guarded
//!    regular,     open,     shut, its     reads the tables
//!    its header   unread    schema only   that the caller names
//! ```
//!
//! A caller that checks nothing in between calls [`open_stranger`]. See "Defense
//! Against The Dark Arts" in SQLite's documentation.
//!
//! The file is never written, locked or followed through a link, and no journal
//! next to it is looked at. The caller's [`Limits`] say what a statement may cost,
//! its [`Readable`] says what a statement may touch. One limit belongs to the
//! process and not to a connection: SQLite's memory may not grow beyond
//! [`HEAP_BYTES`].
//!
//! This crate knows nothing of the tables that are read; it never prints.

mod error;
mod file;
mod guard;
mod uri;

pub use error::Error;
pub use file::{ForeignFile, open_stranger};
pub use guard::{Guarded, HEAP_BYTES, Limits, Readable, Unchecked, Unread};
