//! Client lists: the titles of an agency, in the forms in which agencies keep
//! them.
//!
//! ```text
//! file -> format -> rows -> ClientTitle | Problem
//! ```
//!
//! [`read`] recognises a file by its content and reads it into a [`List`]. Lists
//! are made by hand and altered by spreadsheets, so a row that cannot be used
//! never ends the list: it becomes a [`Problem`] with a reason, and what was
//! repaired or left out of a title is in its [`Note`]s. [`columns`] shows what
//! the columns of a table were taken for, and a [`Mapping`] corrects that.
//!
//! Nothing here writes a file, follows a reference out of one, or judges
//! whether a title is in a collection.

mod draft;
mod encoding;
mod error;
mod format;
mod header;
mod isbn;
mod markup;
mod model;
mod other_titles;
mod progress;
mod read;
mod sniff;
mod table;
mod value;
mod xml;

pub use error::{Error, ErrorKind};
pub use header::Mapping;
pub use model::{
    ClientTitle, Column, Field, Format, Line, List, Note, NoteKind, Problem, ProblemKind,
    Registration, WorkKind,
};
pub use read::{Unread, columns, file_of, lines, read};
