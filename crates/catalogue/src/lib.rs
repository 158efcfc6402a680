//! Catalogue records: what public metadata dumps say about a book.
//!
//! ```text
//! dump -> Record -> terms -> index
//! ```
//!
//! A [`Record`] is one listing in a collection: title, author, ISBNs, the
//! digest of a file, the date it was added. [`terms`] makes the words, keys and
//! numbers under which a record is filed, for the builder of an index and for
//! its reader. Nothing here judges whether a record is somebody's book, knows
//! about texts or SQLite, or prints.

mod asin;
pub mod doi;
mod dump;
mod error;
mod isbn;
mod mend;
pub mod name;
pub mod number;
pub mod plain;
mod record;
pub mod roman;
pub mod rows;
pub mod terms;
pub mod title;
pub mod volume;
mod words;

pub use asin::{asins, is_asin};
pub use dump::{
    Input, Item, Kind, Packed, Parts, Piece, Progress, Skipped, Summary, Unpacker, read, read_with,
    unpack,
};
pub use error::{Error, ErrorKind};
pub use isbn::Isbn;
pub use mend::mended;
pub use record::{Date, DateKind, Form, NoDate, PartialDate, Record, Source};
