//! What a reader of a published index would get, tried out.

use std::fs;
use std::path::Path;

use serde::Serialize;

use super::get::{GetOptions, get_as_publisher};
use super::got::Got;
use super::link::From;
use crate::error::Error;
use crate::job::Job;
use crate::sets::{MANIFEST, Manifest};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rehearsed {
    /// What somebody gets who has nothing yet.
    pub got: Got,
    /// What somebody gets who has the state before: its number, and how many bytes of
    /// files are new. None if that state is not in the folder any more.
    pub update: Option<(u64, u64)>,
}

/// Gets an index as a reader would who has nothing, and works out what a reader gets who
/// has the state before. Call [`crate::keep_files_in`] first: the index is kept.
///
/// # Errors
///
/// Those of [`crate::get_index`].
pub fn rehearse(from: &From, job: &Job) -> Result<Rehearsed, Error> {
    let mut options = GetOptions::default();
    let mut got = get_as_publisher(from, &options, job);
    if got
        .as_ref()
        .is_err_and(|error| error.code() == crate::report::Code::FingerprintUnknown)
    {
        // Whose it is, the publisher knows.
        options.dry_run = true;
        options.confirmed = Some(get_as_publisher(from, &options, job)?.fingerprint);
        options.dry_run = false;
        got = get_as_publisher(from, &options, job);
    }
    let got = got?;
    let update = match from {
        From::Folder(folder) => before(folder, &got),
        From::File(_) | From::Link(_) => None,
    };
    Ok(Rehearsed { got, update })
}

/// Compares a state with the one before it in a publisher's folder.
fn before(folder: &Path, got: &Got) -> Option<(u64, u64)> {
    let now = Manifest::read(&Path::new(got.file.as_deref()?).join(MANIFEST)).ok()?;
    let names = fs::read_dir(folder).ok()?.flatten();
    let former = names
        .filter(|entry| {
            let name = entry.file_name();
            name.to_string_lossy().ends_with(&format!(".{MANIFEST}"))
        })
        .filter_map(|entry| Manifest::read(&entry.path()).ok())
        .filter(|manifest| manifest.id == now.id && manifest.set < now.set)
        .max_by_key(|manifest| manifest.set)?;
    let is_there = |content: &str| {
        let mut files = former.files.iter();
        files.any(|file| file.content_sha256 == content)
    };
    let ways = now.ways();
    let new = ways.iter().map(|way| {
        let missing = way.iter().filter(|file| !is_there(&file.content_sha256));
        missing.map(|file| file.size_bytes).sum::<u64>()
    });
    Some((former.set, new.min()?))
}
