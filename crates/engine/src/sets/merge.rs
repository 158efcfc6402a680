//! Merging indexes into one.

use std::path::{Path, PathBuf};

use colophon_index::{About as IndexAbout, Index, MergeOptions, Removals, Set};

use crate::clock::now;
use crate::error::Error;
use crate::indexes::{self, About};
use crate::ingest;
use crate::job::Job;
use crate::report::{Advice, Code};

/// The memory for sorting.
pub(super) const MEMORY_BYTES: usize = 256 << 20;

/// What to merge.
#[derive(Debug, Clone, Default)]
pub struct MergeRequest {
    /// The indexes, files or sets, in the order in which their works are numbered.
    pub indexes: Vec<PathBuf>,
    /// Lists of what is left out.
    pub removed: Vec<PathBuf>,
    /// The index to write; an existing one is replaced at the very end.
    pub out: PathBuf,
    /// Its name; that of the first index if empty.
    pub name: String,
    /// What its publisher says about it; what the first index says if nothing.
    pub about: Option<About>,
    /// Returns whether an id is replaced by one from the work's text; it is told whether
    /// the id is the name of a file.
    pub hides_id: Option<fn(&str, bool) -> bool>,
}

/// What a merge made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeSummary {
    /// How many works there are.
    pub works: u64,
    /// How many records there are.
    pub records: u64,
    /// How many postings there are.
    pub postings: u64,
    /// How many works and records were left out.
    pub removed: u64,
    /// The length of the file.
    pub size_bytes: u64,
    /// The content digest.
    pub sha256: String,
}

/// Merges indexes into one that answers as all of them together.
///
/// # Errors
///
/// `index-incompatible` if they do not belong together, `mixed-versions` if something
/// is left out of an index that is not there, those of the files, `invalid-argument`,
/// `disk-full`, `unwritable`, `cancelled`.
pub fn merge_indexes(request: &MergeRequest, job: &Job) -> Result<MergeSummary, Error> {
    let (mut files, mut removals): (Vec<Index>, _) = (Vec::new(), Removals::default());
    let (mut first, mut rolls, mut paths) = (None, Vec::new(), Vec::new());
    for path in &request.indexes {
        let parts = indexes::parts_of(path, job)?;
        let digests: Vec<[u8; 32]> = parts.files.iter().map(digest_of).collect();
        if let Some(same) = files
            .iter()
            .find(|index| digests.contains(&digest_of(index)))
        {
            let message = format!("it has the same content as {}", same.path().display());
            return Err(Error::new(Code::InvalidArgument, message)
                .advise(Advice::ChooseValue)
                .at(path));
        }
        paths.extend(parts.paths);
        first.get_or_insert((parts.name, parts.about));
        rolls.extend(parts.rolls.iter().map(|place| files.len() + place));
        files.extend(parts.files);
        add_all(&mut removals, &parts.removals, path)?;
    }
    for path in &request.removed {
        let listed = Removals::read(path)?;
        for digest in listed.files() {
            let is_there = files
                .iter()
                .any(|index: &Index| index.info().content_sha256 == *digest);
            if !is_there {
                let message = "it speaks of an index that is not one of those to merge";
                return Err(Error::new(Code::MixedVersions, message).at(path));
            }
        }
        add_all(&mut removals, &listed, path)?;
    }
    let (name, about) = first.unwrap_or_default();
    ingest::refuse_to_replace_index(&request.out, paths.iter().map(PathBuf::as_path))?;
    let n_before: u64 = files
        .iter()
        .map(|index| index.info().n_works + index.info().n_records)
        .sum();
    let set = Set::join_rolled(files, &rolls, &removals)?;
    let about = request.about.clone().unwrap_or(about);
    let options = MergeOptions {
        name: if request.name.is_empty() {
            name
        } else {
            request.name.clone()
        },
        about: IndexAbout {
            description: about.description,
            publisher: about.publisher,
            contact: about.contact,
            licence: about.licence,
        },
        created: now(),
        memory_bytes: MEMORY_BYTES,
        numbers: None,
        is_roll: false,
        hides_id: request.hides_id,
    };
    let mut summary = merge(&set, &request.out, options, job)?;
    summary.removed = n_before.saturating_sub(summary.works + summary.records);
    Ok(summary)
}

fn digest_of(index: &Index) -> [u8; 32] {
    index.info().content_sha256
}

/// Adds what a list takes out; no two lists may speak of one file.
fn add_all(removals: &mut Removals, more: &Removals, path: &Path) -> Result<(), Error> {
    let digests: Vec<[u8; 32]> = more.files().copied().collect();
    for digest in digests {
        if removals.of(&digest).is_some() {
            let message = "two lists speak of what was taken out of the same file";
            return Err(Error::new(Code::MixedVersions, message)
                .advise(Advice::ChooseValue)
                .at(path));
        }
        *removals.entry(digest) = more.of(&digest).cloned().unwrap_or_default();
    }
    Ok(())
}

/// Writes the index of a set.
pub(super) fn merge(
    set: &Set,
    out: &Path,
    options: MergeOptions,
    job: &Job,
) -> Result<MergeSummary, Error> {
    let merged = set.merge(out, options, &mut ingest::tell(job));
    let merged = merged.map_err(|e| ingest::cannot_be_made(out, e))?;
    let info = merged.info;
    Ok(MergeSummary {
        works: info.n_works,
        records: info.n_records,
        postings: info.n_postings + info.n_short_postings,
        removed: 0,
        size_bytes: info.size_bytes,
        sha256: info.content_sha256_hex(),
    })
}
