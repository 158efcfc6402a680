//! Indexes: where they are, what they say about themselves, whether they are
//! undamaged.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_catalogue::{Kind, Source};
use colophon_fingerprint::{RECIPE, hex, sha256};
use colophon_index::{Index, Info, Removals, Set};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::job::{Job, Phase};
use crate::length::needed_words;
use crate::report::model::{IndexSummary, Notice, SetFileSummary, SetSummary, SourceSummary};
use crate::report::{Advice, Code, Message};
use crate::sets::{self, Located, Manifest, Plan};
use crate::shipped::{DEMONSTRATION_NAME, index_folder};
use crate::{supply, trial, verified};

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
    /// Which state of which set it is, and its files; none for a single file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub set: Option<SetSummary>,
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
    pub(crate) index: Set,
    pub(crate) summary: IndexSummary,
    /// The day of its publisher's last word, if that does not hold any more.
    last_word: Option<String>,
}

impl Opened {
    /// Returns the sources that are collections, and not registers of copyright.
    fn collections(&self) -> impl Iterator<Item = &Source> {
        let sources = self.index.sources().iter();
        sources.filter(|source| !is_register(source))
    }

    /// Returns whether it lists what is in a collection: a register says nothing of that.
    pub(crate) fn is_catalogue(&self) -> bool {
        self.collections().any(|source| source.n_records > 0)
    }

    /// Returns whether it has copyright registrations.
    pub(crate) fn is_register(&self) -> bool {
        let mut sources = self.index.sources().iter();
        sources.any(|source| is_register(source) && source.n_records > 0)
    }

    /// Returns whether a collection lists titles, so that a book can be looked up by its
    /// title and author.
    pub(crate) fn lists_titles(&self) -> bool {
        self.collections().any(|source| source.n_titles > 0)
    }

    /// Returns whether a record says something of a kind: `doi`, `imdb`.
    ///
    /// # Errors
    ///
    /// Those of reading the index.
    pub(crate) fn lists(&self, what: &str) -> Result<bool, Error> {
        Ok(self.index.counts()?.given(what) > 0)
    }

    /// Returns what everybody who uses it should know.
    pub(crate) fn notice(&self) -> Option<Notice> {
        let date = self.last_word.as_deref()?;
        Some(Notice {
            code: Code::IndexExpired,
            message: Message::IndexExpired.with(&[("name", &self.summary.name), ("date", date)]),
        })
    }

    /// Returns the names of the sources that list book numbers and no title: a book
    /// can be looked up there by its ISBN alone.
    pub(crate) fn number_lists(&self) -> impl Iterator<Item = &String> {
        let sources = self.collections();
        let sources = sources.filter(|source| is_of_numbers(source) && !is_of_dois(source));
        sources.map(|source| &source.name)
    }

    /// Returns the names of the sources that list DOIs and nothing else.
    pub(crate) fn doi_lists(&self) -> impl Iterator<Item = &String> {
        let sources = self.collections();
        let sources = sources.filter(|source| is_of_numbers(source) && is_of_dois(source));
        sources.map(|source| &source.name)
    }
}

fn is_of_dois(source: &Source) -> bool {
    source.kind == Kind::Dois.name()
}

fn is_register(source: &Source) -> bool {
    source.kind.parse::<Kind>().is_ok_and(Kind::is_register)
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
        let place = match sets::locate(path) {
            Located::File(place) | Located::Folder(place) => place,
        };
        let place = fs::canonicalize(&place).unwrap_or(place);
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
    let (index, info) = look_at(path)?;
    if info.recipe != RECIPE {
        let message = format!(
            "its fingerprints follow recipe {}, and this program uses {RECIPE}",
            info.recipe
        );
        return Err(Error::new(Code::IndexIncompatible, message)
            .advise(Advice::MatchingVersion)
            .at(path));
    }
    verify_once(&index, job)?;
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
        set: info.set,
    };
    Ok(Opened {
        index,
        summary,
        last_word: supply::last_word(path),
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
fn info_of(path: &Path, index: &Set, manifest: Option<&Manifest>) -> IndexInfo {
    let mut infos = index.files().map(Index::info);
    let sum = |of: fn(&Info) -> u64| index.files().map(|file| of(file.info())).sum();
    // A set has a file at least.
    let first = infos.next().cloned();
    let (name, created, sha256, about) = match (manifest, &first) {
        (Some(manifest), _) => (
            manifest.name.clone(),
            manifest.published.clone(),
            digest_of(manifest),
            About {
                description: manifest.description.clone(),
                contact: manifest.contact.clone(),
                licence: manifest.licence.clone(),
                publisher: String::new(),
            },
        ),
        (None, Some(info)) => (
            info.name.clone(),
            info.created.clone(),
            info.content_sha256_hex(),
            About {
                description: info.about.description.clone(),
                publisher: info.about.publisher.clone(),
                contact: info.about.contact.clone(),
                licence: info.about.licence.clone(),
            },
        ),
        (None, None) => Default::default(),
    };
    let sources = index.sources();
    IndexInfo {
        file: path.display().to_string(),
        demonstration: name == DEMONSTRATION_NAME,
        name,
        created,
        sha256,
        format_version: first.as_ref().map_or(0, |info| info.format_version),
        recipe: first.map(|info| info.recipe).unwrap_or_default(),
        scale: index.scale(),
        needed_words: needed_words(index.scale()),
        works: index.n_works(),
        records: index.n_records(),
        postings: sum(|info| info.n_postings + info.n_short_postings),
        size_bytes: sum(|info| info.size_bytes),
        numbers_only: index.n_records() > 0 && sources.iter().all(|source| source.n_titles == 0),
        about,
        sources: sources.iter().map(summary_of).collect(),
        set: manifest.map(|manifest| set_of(index, manifest)),
    }
}

fn set_of(index: &Set, manifest: &Manifest) -> SetSummary {
    let files = index.files().map(|file| SetFileSummary {
        file: file_name(file.path()),
        sha256: file.info().content_sha256_hex(),
    });
    SetSummary {
        id: manifest.id.clone(),
        number: manifest.set,
        files: files.collect(),
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Returns what identifies the content of a set: a digest of what its files are,
/// whether they were merged here or not.
fn digest_of(manifest: &Manifest) -> String {
    let mut text = String::from("colophon set 1\n");
    for file in &manifest.files {
        text.push_str(&file.content_sha256);
        text.push('\n');
    }
    hex(&sha256(text.as_bytes()))
}

/// Returns what an index says about itself.
///
/// # Errors
///
/// `index-incompatible`, `index-damaged`, `unreadable`.
pub fn index_info(path: &Path) -> Result<IndexInfo, Error> {
    Ok(look_at(path)?.1)
}

/// Opens an index, a file or a set, after a trial, and returns what it says about
/// itself.
///
/// # Errors
///
/// `index-incompatible`, `index-damaged`, `mixed-versions`, `source-incomplete`,
/// `unreadable`.
pub(crate) fn look_at(path: &Path) -> Result<(Set, IndexInfo), Error> {
    let (index, info, _) = planned(path)?;
    Ok((index, info))
}

/// As [`look_at`], with the plan of a set.
fn planned(path: &Path) -> Result<(Set, IndexInfo, Option<Plan>), Error> {
    match sets::locate(path) {
        Located::File(file) => {
            let index = Set::of(trial::open(&file)?)?;
            let info = info_of(path, &index, None);
            Ok((index, info, None))
        }
        Located::Folder(folder) => {
            // While it is read, no update removes it.
            let held = supply::hold(&folder);
            let plan = Plan::of(&folder)?;
            trial::try_set(&plan)?;
            let mut index = plan.open()?;
            index.hold(held);
            let info = info_of(path, &index, Some(&plan.manifest));
            Ok((index, info, Some(plan)))
        }
    }
}

/// The files of an index, to be merged with others.
pub(crate) struct Parts {
    /// Every file that belongs to it, whether it is read or not.
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) name: String,
    pub(crate) about: About,
    pub(crate) files: Vec<Index>,
    /// The places of those that are merges of some.
    pub(crate) rolls: Vec<usize>,
    pub(crate) removals: Removals,
}

/// Returns the files of an index, verified.
///
/// # Errors
///
/// Those of [`verify_index`].
pub(crate) fn parts_of(path: &Path, job: &Job) -> Result<Parts, Error> {
    let (index, info, plan) = planned(path)?;
    verify_once(&index, job)?;
    let removals = index.removals();
    let mut paths: Vec<PathBuf> = index.files().map(|it| it.path().to_owned()).collect();
    paths.extend(plan.iter().flat_map(Plan::named));
    Ok(Parts {
        paths,
        name: info.name,
        about: info.about,
        rolls: index.rolls(),
        files: index.into_files(),
        removals,
    })
}

/// Reads a whole index and checks all of it.
///
/// # Errors
///
/// `index-damaged` names the first problems; `index-incompatible`,
/// `unreadable`, `cancelled`.
pub fn verify_index(path: &Path, job: &Job) -> Result<IndexInfo, Error> {
    let (index, info) = look_at(path)?;
    verify(&index, job)?;
    Ok(info)
}

/// Verifies the files of an index that this computer has not verified yet.
///
/// # Errors
///
/// Those of [`verify_index`].
pub(crate) fn verify_new(path: &Path, job: &Job) -> Result<(), Error> {
    let (index, _) = look_at(path)?;
    for file in index.files().filter(|file| !verified::knows(file)) {
        verify_file(file, job)?;
    }
    index.verify_removals(&mut || job.go_on())?;
    verified::note_removals(&index);
    Ok(())
}

/// Verifies an index that this computer has not verified yet.
fn verify_once(index: &Set, job: &Job) -> Result<(), Error> {
    if index.files().all(verified::knows) && verified::knows_removals(index) {
        return Ok(());
    }
    verify(index, job)
}

/// Reads all files of an index, checks all of them, and notes that they were
/// undamaged.
///
/// # Errors
///
/// Those of [`verify_index`].
pub(crate) fn verify(index: &Set, job: &Job) -> Result<(), Error> {
    for file in index.files() {
        verify_file(file, job)?;
    }
    // What the lists of removals say is compared with what they speak of.
    index.verify_removals(&mut || job.go_on())?;
    verified::note_removals(index);
    Ok(())
}

fn verify_file(index: &Index, job: &Job) -> Result<(), Error> {
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
