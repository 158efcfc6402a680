//! Indexes: where they are, what they say about themselves, whether they are
//! undamaged.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_catalogue::Source;
use colophon_fingerprint::RECIPE;
use colophon_index::Index;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::job::{Job, Phase};
use crate::length::needed_words;
use crate::report::model::{IndexSummary, SourceSummary};
use crate::report::{Advice, Code};
use crate::shipped::{DEMONSTRATION_NAME, index_folder};
use crate::{trial, verified};

/// What an index says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IndexInfo {
    /// The path, as given.
    pub file: String,
    /// The name that its publisher gave it.
    pub name: String,
    /// When it was built: RFC 3339, UTC.
    pub created: String,
    /// The digest of its content, lower-case hexadecimal.
    pub sha256: String,
    /// The version of the file format.
    pub format_version: u32,
    /// The name of the fingerprint's recipe.
    pub recipe: String,
    /// About one hash in this many is kept.
    pub scale: u32,
    /// How many words a text should have to be compared with it.
    pub needed_words: u64,
    /// How many works can be compared by text.
    pub works: u64,
    /// How many catalogue records it lists.
    pub records: u64,
    /// How many (hash, work) pairs it holds.
    pub postings: u64,
    /// The length of the file.
    pub size_bytes: u64,
    /// Whether this is the index that comes with the program.
    pub demonstration: bool,
    /// Whether its catalogue lists book numbers only, without a title.
    pub numbers_only: bool,
    /// What its publisher says about it.
    pub about: About,
    /// The collections whose records it lists.
    pub sources: Vec<SourceSummary>,
}

/// What the publisher of an index says about it, in words of a stranger's; whatever
/// is not said is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct About {
    /// What the index holds, and where it is from.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
    /// How the publisher can be reached.
    pub contact: String,
    /// Under which terms it may be used.
    pub licence: String,
}

/// An index that can be searched, with its summary for the report.
pub(crate) struct Opened {
    pub(crate) index: Index,
    pub(crate) sources: Vec<Source>,
    pub(crate) summary: IndexSummary,
}

impl Opened {
    /// Returns whether a source lists titles, so that a book can be looked up by its
    /// title and author.
    pub(crate) fn lists_titles(&self) -> bool {
        self.sources.iter().any(|source| source.n_titles > 0)
    }

    /// Returns the names of the sources that list book numbers and no title: a book
    /// can be looked up there by its ISBN alone.
    pub(crate) fn number_lists(&self) -> impl Iterator<Item = &String> {
        let sources = self.sources.iter().filter(|source| is_of_numbers(source));
        sources.map(|source| &source.name)
    }
}

/// Returns whether a source has records, and none of them a title.
fn is_of_numbers(source: &Source) -> bool {
    source.n_records > 0 && source.n_titles == 0
}

/// Opens the indexes that a check searches, each once, even if it is named
/// several times. One that this computer has not verified yet is verified first.
///
/// # Errors
///
/// `no-index` if there is none, `index-incompatible`, `index-damaged`,
/// `unreadable`, `cancelled`.
pub(crate) fn open_all(paths: &[PathBuf], job: &Job) -> Result<Vec<Opened>, Error> {
    if paths.is_empty() {
        let message = "there is no index to compare with";
        return Err(Error::new(Code::NoIndex, message));
    }
    let (mut opened, mut seen) = (Vec::new(), HashSet::new());
    for path in paths {
        let index = open(path, job).map_err(|error| error_of(path, error))?;
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        if seen.insert(place) {
            opened.push(index);
        }
    }
    Ok(opened)
}

/// Adds what to do about an index that nobody named.
fn error_of(path: &Path, error: Error) -> Error {
    if index_folder().is_some_and(|folder| path.parent() == Some(&*folder)) {
        return error.advise(Advice::RemoveFromFolder);
    }
    error
}

fn open(path: &Path, job: &Job) -> Result<Opened, Error> {
    let index = trial::open(path)?;
    let info = info_of(path, &index)?;
    if info.recipe != RECIPE {
        let message = format!(
            "its fingerprints follow recipe {}, and this program uses {RECIPE}",
            info.recipe
        );
        return Err(Error::new(Code::IndexIncompatible, message)
            .advise(Advice::MatchingVersion)
            .at(path));
    }
    if !verified::knows(&index) {
        verify(&index, job)?;
    }
    let sources = index.sources()?;
    let summary = IndexSummary {
        file: info.file,
        name: info.name,
        sha256: info.sha256,
        created: info.created,
        works: info.works,
        records: info.records,
        scale: info.scale,
        recipe: info.recipe,
        demonstration: info.demonstration,
        numbers_only: info.numbers_only,
        sources: info.sources,
    };
    Ok(Opened {
        index,
        sources,
        summary,
    })
}

fn summary_of(source: &Source) -> SourceSummary {
    SourceSummary {
        name: source.name.clone(),
        snapshot: source.snapshot.map(|day| day.to_string()),
        records: source.n_records,
        numbers_only: is_of_numbers(source),
    }
}

/// Returns what an open index says about itself.
pub(crate) fn info_of(path: &Path, index: &Index) -> Result<IndexInfo, Error> {
    let info = index.info();
    let sources = index.sources()?;
    let about = &info.about;
    Ok(IndexInfo {
        file: path.display().to_string(),
        name: info.name.clone(),
        created: info.created.clone(),
        sha256: info.content_sha256_hex(),
        format_version: info.format_version,
        recipe: info.recipe.clone(),
        scale: info.scale,
        needed_words: needed_words(info.scale),
        works: info.n_works,
        records: info.n_records,
        postings: info.n_postings + info.n_short_postings,
        size_bytes: info.size_bytes,
        demonstration: info.name == DEMONSTRATION_NAME,
        numbers_only: info.n_records > 0 && sources.iter().all(|source| source.n_titles == 0),
        about: About {
            description: about.description.clone(),
            publisher: about.publisher.clone(),
            contact: about.contact.clone(),
            licence: about.licence.clone(),
        },
        sources: sources.iter().map(summary_of).collect(),
    })
}

/// Returns what an index says about itself.
///
/// # Errors
///
/// `index-incompatible`, `index-damaged`, `unreadable`.
pub fn index_info(path: &Path) -> Result<IndexInfo, Error> {
    info_of(path, &trial::open(path)?)
}

/// Reads a whole index and checks all of it.
///
/// # Errors
///
/// `index-damaged` names the first problems; `index-incompatible`,
/// `unreadable`, `cancelled`.
pub fn verify_index(path: &Path, job: &Job) -> Result<IndexInfo, Error> {
    let index = trial::open(path)?;
    verify(&index, job)?;
    info_of(path, &index)
}

/// Reads a whole index, checks all of it, and notes that it was undamaged.
fn verify(index: &Index, job: &Job) -> Result<(), Error> {
    job.begin(Phase::Verifying, index.info().size_bytes);
    let mut seen = 0;
    let report = index.verify(&mut |progress| {
        job.advance(progress.done.saturating_sub(seen));
        seen = progress.done.max(seen);
        job.go_on()
    })?;
    if report.is_intact() {
        verified::note(index);
        return Ok(());
    }
    let n = report.problems.len();
    let first = report.problems[..n.min(3)].join("; ");
    let message = if n > 3 {
        format!("{first}; and {} more", n - 3)
    } else {
        first
    };
    Err(Error::new(Code::IndexDamaged, message).at(index.path()))
}
