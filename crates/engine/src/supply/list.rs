//! The sources that were added, and forgetting one.

use std::fs;
use std::path::Path;

use colophon_supply::SourceId;
use serde::Serialize;

use super::held::{current, is_unread};
use super::place::{Place, cannot_write};
use super::state::{State, is_over};
use crate::error::Error;
use crate::report::Code;
use crate::sets::{MANIFEST, Manifest, Role};

/// A source that was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SourceInfo {
    /// Its id.
    pub id: String,
    /// The name that the publisher gave the index.
    pub name: String,
    /// How the publisher can be reached; may be empty.
    pub contact: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Where it is got from; empty if from a folder.
    pub urls: Vec<String>,
    /// The folder that it was got from.
    pub folder: Option<String>,
    /// The number of the state that is installed.
    pub set: Option<u64>,
    /// Where that is.
    pub file: Option<String>,
    /// How many bytes it takes up.
    pub size_bytes: u64,
    /// When the publisher last said which state is the newest.
    pub published: Option<String>,
    /// Until when that holds.
    pub expires: Option<String>,
    /// Whether that time is over.
    pub expired: bool,
    /// When it was last looked at.
    pub checked: Option<String>,
}

/// Returns the sources that were added.
///
/// # Errors
///
/// `read-only` without a folder of the program's own.
pub fn sources() -> Result<Vec<SourceInfo>, Error> {
    let mut sources: Vec<SourceInfo> = Place::all()?.iter().filter_map(describe).collect();
    sources.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    Ok(sources)
}

fn describe(place: &Place) -> Option<SourceInfo> {
    let source = place.source().ok()?;
    let state = State::read(place);
    let folder = current(&place.sets());
    let manifest = folder
        .as_ref()
        .and_then(|folder| Manifest::read(&folder.join(MANIFEST)).ok());
    let size = |folder: &Path| {
        let files = manifest.iter().flat_map(|manifest| &manifest.files);
        files
            .filter_map(|file| fs::metadata(folder.join(file.file_name())).ok())
            .map(|metadata| metadata.len())
            .sum()
    };
    let name = if state.name.is_empty() {
        source.name.clone()
    } else {
        state.name.clone()
    };
    Some(SourceInfo {
        id: place.id().to_string(),
        name,
        contact: state.contact.clone(),
        fingerprint: source.fingerprint().to_string(),
        urls: source.urls,
        folder: state.folder.as_ref().map(|it| it.display().to_string()),
        set: manifest.as_ref().map(|manifest| manifest.set),
        size_bytes: folder.as_deref().map_or(0, size),
        file: folder.map(|folder| folder.display().to_string()),
        published: state.published.map(|it| it.to_string()),
        expires: state.expires.map(|it| it.to_string()),
        expired: is_over(&state),
        checked: state.checked.map(|it| it.to_string()),
    })
}

/// Returns the source that somebody names: by its id, the beginning of it, or its name.
///
/// # Errors
///
/// `source-unknown`; also if several fit.
pub fn find_source(named: &str) -> Result<SourceInfo, Error> {
    let all = sources()?;
    let exact = |source: &&SourceInfo| source.id == named || source.name == named;
    let near = |source: &&SourceInfo| {
        (named.len() >= 4 && source.id.starts_with(named))
            || source.name.to_lowercase() == named.to_lowercase()
    };
    let mut found: Vec<&SourceInfo> = all.iter().filter(exact).collect();
    if found.is_empty() {
        found = all.iter().filter(near).collect();
    }
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let message = format!("no source has the name or id {named}");
            Err(Error::new(Code::SourceUnknown, message))
        }
        _ => {
            let message = format!("{} sources fit {named}", found.len());
            Err(Error::new(Code::SourceUnknown, message))
        }
    }
}

/// Returns the folders of a source that was found.
pub(super) fn place_of(source: &SourceInfo) -> Result<Place, Error> {
    let id = SourceId::parse(&source.id);
    let id = id.ok_or_else(|| Error::new(Code::SourceUnknown, "it is not there any more"))?;
    Place::of(&id)
}

/// Removes a source, its index and what was being fetched. What was trusted is kept
/// (about a kilobyte), so that adding the source again accepts nothing older.
///
/// # Errors
///
/// `source-unknown`, `busy`, `in-use` if a check reads the index, `read-only`.
pub fn forget(id: &str) -> Result<SourceInfo, Error> {
    let source = find_source(id)?;
    let place = place_of(&source)?;
    let lock = place.lock()?;
    if current(&place.sets()).is_some_and(|set| !is_unread(&set)) {
        let message = "a check is reading this index";
        return Err(Error::new(Code::InUse, message));
    }
    // First the source: without it, what is left is not used and goes the next time.
    for file in [place.source_file(), place.mirrors_file()] {
        remove(fs::remove_file(&file), &file)?;
    }
    for folder in [place.sets(), place.incoming()] {
        remove(fs::remove_dir_all(&folder), &folder)?;
    }
    drop(lock);
    Ok(source)
}

fn remove(done: std::io::Result<()>, path: &Path) -> Result<(), Error> {
    match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(cannot_write(path, &error))
        }
        _ => Ok(()),
    }
}

/// Counts the works and records of the indexes among the files of a set.
pub(super) fn content_of(manifest: &Manifest) -> (u64, u64) {
    let ways = manifest.ways();
    let files = ways.first().into_iter().flatten();
    let indexes = files.filter(|file| file.role != Role::Removed);
    let (works, records) = indexes.fold((0_u64, 0_u64), |(works, records), file| {
        (
            works.saturating_add(file.n_works),
            records.saturating_add(file.n_records),
        )
    });
    (
        works.saturating_sub(manifest.removed.works),
        records.saturating_sub(manifest.removed.records),
    )
}
