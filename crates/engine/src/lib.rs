//! The use cases of Colophon: check manuscripts, build and inspect indexes.
//!
//! ```text
//! find -> manuscript (extract, fingerprint) -> matching  -> judge -> report
//!                                title, author -> catalogue -/
//! books, dumps -> ingest -> index
//! ```
//!
//! Front ends parse what the user said, call this crate, and show what comes
//! back. Nothing here prints or asks. The text of a manuscript is sketched and
//! dropped; only hashes, counts, digests and places go on.

pub mod catalogue;
mod check;
mod clients;
mod cutoff;
mod error;
mod evidence;
pub mod excerpt;
mod find;
mod indexes;
mod ingest;
mod job;
mod judge;
mod language;
pub mod library;
mod lookup;
mod manuscript;
mod matching;
mod print;
pub mod proof;
pub mod report;
mod trial;

use std::path::{Path, PathBuf};

pub use check::{CheckRequest, Checker, check, skipped_entry};
pub use clients::{
    ClientsChecked, ClientsPreview, ClientsRequest, PreviewColumn, check_clients, preview_clients,
};
pub use colophon_confine::forbid_network;
pub use colophon_extract::{Document, Limits, Section, is_document_name};
pub use cutoff::{Cutoff, PRESETS, Preset};
pub use error::Error;
pub use indexes::{
    DEMONSTRATION_NAME, IndexInfo, STARTER_FILE, data_folder, default_indexes, index_folder,
    index_info, verify_index,
};
pub use ingest::{BuildRequest, BuildSummary, CatalogueInput, build_index};
pub use job::{Job, Phase, Snapshot};
pub use lookup::{Lookup, LookupRequest, lookup};
pub use matching::share;
pub use print::Print;
pub use trial::{read_with, serve_if_asked};

/// Reads a document and returns its text, as Colophon reads it.
///
/// # Errors
///
/// The stable words of the extraction, `unsupported` for a `.print` file, and
/// `cancelled`.
pub fn extract_text(path: &Path, job: &Job) -> Result<Document, Error> {
    if print::is_print_name(path) {
        let message = "a fingerprint holds no text";
        let hint = "Name the document that it was made of.";
        return Err(Error::new("unsupported", message, hint).at(path));
    }
    let source = colophon_extract::Source::open(path)?;
    Ok(colophon_extract::read(
        &source,
        &Limits::default(),
        &mut |_| job.go_on(),
    )?)
}

/// A document's path, and its fingerprint or the reason why there is none.
pub type Fingerprinted = (PathBuf, Result<Print, Error>);

/// Fingerprints documents, and folders of them, in order.
///
/// A document that cannot be read is an error in its place.
///
/// # Errors
///
/// `cancelled` only.
pub fn fingerprint(paths: &[PathBuf], job: &Job) -> Result<Vec<Fingerprinted>, Error> {
    let found = find::documents(paths, colophon_extract::is_document_name, job)?;
    job.begin(Phase::Reading, found.iter().map(check::size_bytes).sum());
    let prints = check::in_parallel(&found, 0, job, |found| match found {
        Ok(path) => manuscript::read(path, &Limits::default(), job).map(Print::from),
        Err(error) => {
            let again = Error::new(error.code(), error.message(), error.hint());
            Err(match error.path() {
                Some(path) => again.at(path),
                None => again,
            })
        }
    })?;
    let path_of = |found: find::Found| {
        found.unwrap_or_else(|error| error.path().map(Path::to_owned).unwrap_or_default())
    };
    Ok(found.into_iter().map(path_of).zip(prints).collect())
}
