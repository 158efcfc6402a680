//! The use cases of Colophon: check manuscripts, build and inspect indexes.
//!
//! ```text
//! find -> files (extract, fingerprint) -> manuscript -> matching -> judge -> report
//!                                  title, author -> listing -/
//! books, dumps -> ingest -> index
//! ```
//!
//! Front ends parse what the user entered, call this crate, and show the
//! outcome. Nothing here prints or asks. The text of a manuscript is sketched
//! and dropped; only hashes, counts, digests and places are passed on.

mod about;
mod affected;
mod batch;
mod check;
mod clients;
mod clock;
mod codes;
mod coverage;
mod cutoff;
mod durable;
mod editions;
mod endings;
mod error;
mod evidence;
pub mod excerpt;
mod fenced;
mod files;
mod find;
mod folder;
mod guess;
mod indexes;
mod ingest;
mod job;
mod judge;
mod language;
mod length;
pub mod library;
pub mod listing;
mod lookup;
mod manuscript;
mod matching;
mod one_book;
mod print;
pub mod proof;
pub mod publish;
mod registrations;
pub mod sealed;
mod sets;
mod shipped;
mod sign;
mod supply;
mod trial;
mod verified;

pub use about::{MAX_DESCRIPTION, MAX_FIELD, read_about};
pub use affected::affected;
pub use batch::each;
pub use check::{CheckRequest, Checker, check, skipped};
pub use clients::{
    ClientsChecked, ClientsPreview, ClientsRequest, PreviewColumn, check_clients, has_claims,
    kept_claims, preview_clients, try_claims,
};
pub use codes::code_of;
pub use colophon_clients::Field as ClientField;
pub use colophon_confine::{close_to_others, forbid_core_files, forbid_network};
pub use colophon_extract::{Document, Limits, Section, is_document_name};
pub use colophon_report as report;
pub use coverage::{BrowseQuery, Browsed, Counted, Coverage, Entry, Facet, IndexDetail, IndexView};
pub use cutoff::{Cutoff, PRESETS, Preset};
pub use endings::{FileKind, INDEX_ENDING};
pub use error::Error;
pub use files::{Fingerprinted, extract_text, fingerprint};
pub use find::{Found, FoundPath};
pub use folder::{data_folder, keep_files_in};
pub use indexes::{About, IndexInfo, index_info, verify_index};
pub use ingest::{BuildRequest, BuildSummary, CatalogueInput, build_index};
pub use job::{Job, Phase, Snapshot};
pub use judge::Naming;
pub use language::language_name;
pub use length::needed_words;
pub use lookup::{LookupRequest, Narrow, Order, lookup, narrowed};
pub use matching::share;
pub use one_book::Whole;
pub use print::Print;
pub use report::model::Lookup;
pub use sets::{
    MANIFEST, Manifest, MergeRequest, MergeSummary, Mirror, Removed, Role, Rolled, SetFile,
    merge_indexes, roll,
};
pub use shipped::{
    DEMONSTRATION_NAME, SHIPPED_FILES, STARTER_FILE, default_indexes, demonstration, index_folder,
    indexes_for, samples,
};
pub use supply::{
    Fetch, From as SourceFrom, GetOptions, Got, Outcome, Rehearsed, SourceInfo, Warned,
    end_fetcher, fetches, find_source, forget as forget_source, get as get_index, has_fetcher,
    rehearse as rehearse_index, sources, start_fetcher, update as update_index,
    what_is as what_is_source,
};
pub use trial::{read_with, serve_if_asked};
