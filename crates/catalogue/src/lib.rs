//! Catalogue records: what public metadata dumps say about a book.
//!
//! ```text
//! dump -> Record -> terms -> index
//! ```
//!
//! A [`Record`] is one listing in a collection: title, author, ISBNs, the
//! digest of a file, the day it was added. [`terms`] says under which words,
//! keys and numbers a record is filed, so that the builder of an index and
//! whoever asks it agree. Nothing here judges whether a record is somebody's
//! book, knows of text or of SQLite, or prints.

mod dump;
mod error;
mod isbn;
pub mod name;
mod record;
pub mod roman;
pub mod terms;
pub mod title;
pub mod volume;
mod words;

pub use dump::{Input, Item, Kind, Progress, Skipped, Summary, read};
pub use error::{Error, ErrorKind};
pub use isbn::Isbn;
pub use record::{Date, Record, Source};
