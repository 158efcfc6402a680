//! Indexes: where they are, what they say about themselves, whether they are
//! undamaged.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_catalogue::{Kind, Source};
use colophon_fingerprint::RECIPE;
use colophon_index::Index;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::folder::data_folder;
use crate::job::{Job, Phase};
use crate::length::needed_words;
use crate::listing::Book;
use crate::report::model::{IndexSummary, SourceSummary};
use crate::report::{Advice, Code};
use crate::{trial, verified};

/// The name by which the index that comes with the program is recognised.
pub const DEMONSTRATION_NAME: &str = "Colophon demonstration";

/// The file name of the index that comes with the program.
pub const STARTER_FILE: &str = "starter.colophon";

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
    /// The collections whose records it lists.
    pub sources: Vec<SourceSummary>,
}

/// An index that can be searched, with its summary for the report.
pub(crate) struct Opened {
    pub(crate) index: Index,
    pub(crate) sources: Vec<Source>,
    pub(crate) summary: IndexSummary,
}

impl Opened {
    /// Returns whether the catalogue can be asked for this book: by its title and
    /// author, or by a number. Lists of ISBNs know neither titles nor authors.
    pub(crate) fn can_be_asked(&self, book: &Book) -> bool {
        if self.lists_numbers_alone() {
            book.has_number()
        } else {
            book.can_be_looked_up()
        }
    }

    /// Returns whether the catalogue holds numbers and nothing else.
    pub(crate) fn lists_numbers_alone(&self) -> bool {
        let listed = self.sources.iter().filter(|source| source.n_records > 0);
        let mut kinds = listed.map(|source| source.kind.as_str()).peekable();
        kinds.peek().is_some() && kinds.all(|kind| kind == Kind::IsbnList.name())
    }
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
    }
}

fn info_of(path: &Path, index: &Index) -> Result<IndexInfo, Error> {
    let info = index.info();
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
        sources: index.sources()?.iter().map(summary_of).collect(),
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

/// Returns the indexes to search when none is named: every index in the user's
/// index folder, else the one that comes with the program, else none.
pub fn default_indexes() -> Vec<PathBuf> {
    let own = index_folder()
        .map(|folder| indexes_in(&folder))
        .unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    starter_places()
        .into_iter()
        .filter(|path| path.is_file())
        .take(1)
        .collect()
}

/// Returns the folder in which a user keeps indexes.
pub fn index_folder() -> Option<PathBuf> {
    Some(data_folder()?.join("indexes"))
}

fn indexes_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "colophon")
        })
        // What an interrupted build left is not an index.
        .filter(|path| {
            !path
                .file_name()
                .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
        })
        .collect();
    paths.sort();
    paths
}

/// Where the starter index can be: next to the program, or where a package puts
/// it.
fn starter_places() -> Vec<PathBuf> {
    let Some(folder) = std::env::current_exe()
        .ok()
        .and_then(|exe| exe.parent().map(Path::to_owned))
    else {
        return Vec::new();
    };
    vec![
        folder.join(STARTER_FILE),
        folder.join("../share/colophon").join(STARTER_FILE),
        folder.join("../Resources").join(STARTER_FILE),
    ]
}
