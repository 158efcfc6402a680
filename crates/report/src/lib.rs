//! Reports: the values of a check, the words for them in every language, and
//! their JSON, text, CSV, HTML and Excel views.
//!
//! ```text
//! model ──> figures ──> words ──> text, html, xlsx, clients, lookup
//!   │                     ↑
//!   │      phrases, code, advice, message (the tables of sentences)
//!   └─────> json, csv
//! ```
//!
//! [`model`] holds the values, [`Code`] every stable word for what went wrong.
//! Each view shows all of the values, or says where the rest is. Every sentence
//! has one home, in the tables, in all languages; `order` has the order in which
//! a person reads, `safe` what is done to words from documents and indexes.
//!
//! Nothing here computes a verdict: this crate does not know the ones that do.

pub mod model;

mod advice;
mod books;
mod claims;
mod clients;
mod code;
mod csv;
mod cutoff;
mod digest;
mod doubt;
mod error;
mod figures;
mod folder;
mod guessed;
mod handed;
mod html;
mod invalid;
mod json;
mod language;
mod lookup;
mod message;
mod order;
mod own;
mod phrase;
mod phrases;
mod reason;
mod safe;
mod seal;
mod strip;
mod text;
mod unread;
mod words;
mod xlsx;

#[cfg(test)]
mod fixture;

pub use self::advice::Advice;
pub use self::books::{BookKeys, count_books, number_books};
pub use self::claims::{
    KeptClaim, KeptClaims, KeptFile, NotKept, SheetRow, claim_sheet_of, read_claims,
};
pub use self::code::{Code, UnknownCode};
pub use self::csv::{CSV_COLUMNS, Delimiter, UnknownDelimiter, to_csv};
pub use self::cutoff::CutoffSource;
pub use self::doubt::Doubt;
pub use self::error::Refused;
pub use self::figures::{Figures, Hundred, Place, ShareFigure, Stretch, Sure};
pub use self::folder::{FolderWritten, JOURNAL, Writer, prepare_folder, untouched, write_folder};
pub use self::html::to_html;
pub use self::invalid::Invalid;
pub use self::json::{localised, to_json};
pub use self::language::{Language, UnknownLanguage};
pub use self::lookup::{
    LOOKUP_COLUMNS, lookup_records, lookup_to_bibtex, lookup_to_csv, lookup_to_html,
    lookup_to_json, lookup_to_list, lookup_to_text,
};
pub use self::message::{Fragment, Message, Reason, hint, message};
pub use self::order::{Counts, client_of};
pub use self::own::{is_report, would_destroy};
pub use self::phrase::{Forms, Phrase, number};
pub use self::phrases::{kinds_of_indexes, limits, numbers_only, shared as shared_phrases};
pub use self::safe::{escaped, harmless};
pub use self::seal::{
    MAX_SEAL, SEAL, SEAL_ENDING, Seal, SealCheck, SealFlaw, SealSeen, SealedFile, Signature,
    Signed, Signer, check_list, seal_to_json, seal_to_text,
};
pub use self::text::{TextStyle, to_text};
pub use self::unread::{FileKind, Unread};
pub use self::words::{one_books, passed_over, summary};
pub use self::xlsx::to_xlsx;
