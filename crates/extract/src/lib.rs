//! Reads documents: bytes in, ordered sections of text out.
//!
//! [`read`] hands an opened file to its own worker process, which gives up its
//! rights and parses the file; what comes back over a pipe is checked frame by
//! frame. If a parser panics, overflows its stack, runs forever or uses up
//! memory, the result is an error or a warning about one document, and the
//! sections read before that are kept. [`read_here`] does the same work in the
//! calling process, for the worker itself and for fuzzers.
//!
//! The content of a file decides what it is, never its name; the name only
//! decides between Markdown, HTML and plain text.
//!
//! A ZIP archive of documents is not a document: [`members`] lists what is in
//! it, and [`Source::open`] opens each one as `archive.zip/name`.
//!
//! Nothing here prints, opens a network socket, writes a file or reads anything
//! but the one document that it was given.

mod archive;
mod bundle;
mod coded;
mod defaults;
mod document;
mod encoding;
mod error;
mod format;
mod limits;
mod markup;
mod mime;
mod names;
mod open;
mod progress;
mod project;
mod read;
mod reader;
mod sink;
mod sniff;
mod source;
pub mod worker;

pub use defaults::{is_default_author, is_default_title};
pub use document::{Document, Format, Section, Warning, WarningCode};
pub use error::{Error, ErrorKind};
pub use limits::Limits;
pub use names::{DOCUMENT_ENDINGS, is_archive_name, is_document_name};
pub use progress::Progress;
pub use project::is_project;
pub use read::{members, read, read_here};
#[doc(hidden)]
pub use sink::{Metadata, Sink};
pub use source::Source;
