//! Reports: the values of a check and their JSON, text, CSV and HTML views.
//!
//! [`model`] holds the values. Each view shows all of them, or says where the
//! rest stands; `words` holds the sentences that the text and the HTML view
//! share, `order` the order in which a person reads, `safe` what is done to
//! words that come from documents and indexes.

pub mod model;

mod clients;
mod csv;
mod digest;
mod folder;
mod html;
mod json;
mod lookup;
mod order;
mod own;
mod safe;
mod strip;
mod text;
mod words;

#[cfg(test)]
mod fixture;

pub use self::csv::{CSV_COLUMNS, to_csv};
pub use self::folder::{FolderWritten, prepare_folder, write_folder};
pub use self::html::to_html;
pub use self::json::to_json;
pub use self::lookup::{lookup_to_json, lookup_to_text};
pub use self::own::{is_report, would_destroy};
pub use self::safe::harmless;
pub use self::text::{TextStyle, to_text};
pub(crate) use self::words::plural;
