//! From the path of an index to its files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use colophon_index::{Index, Removal, Removals, Set};

use super::made::Roll;
use super::manifest::{MANIFEST, Manifest, Role, SetFile, other_version};
use crate::error::Error;
use crate::report::{Advice, Code};

/// Where an index is: in one file, or in those of a set.
#[derive(Debug)]
pub(crate) enum Located {
    /// A single file.
    File(PathBuf),
    /// A folder with an `index.json`.
    Folder(PathBuf),
}

/// Returns where the index is that a path names: a file, the folder of a set, or the
/// `index.json` in it.
pub(crate) fn locate(path: &Path) -> Located {
    if path.is_dir() {
        return Located::Folder(path.to_owned());
    }
    if path.file_name().is_some_and(|name| name == MANIFEST) {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        return Located::Folder(folder.unwrap_or(Path::new(".")).to_owned());
    }
    Located::File(path.to_owned())
}

/// The files of a set, before they are read.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) manifest: Manifest,
    pub(super) folder: PathBuf,
    /// The indexes: the base, then the deltas, or the roll and those that it lacks.
    pub(super) indexes: Vec<(PathBuf, Option<SetFile>)>,
    removals: Vec<(PathBuf, SetFile)>,
    pub(super) roll: Option<Roll>,
}

impl Plan {
    /// Chooses the files of the set in a folder.
    ///
    /// # Errors
    ///
    /// `unreadable` without an `index.json`; `source-incomplete` if a file is missing;
    /// those of [`Manifest::read`].
    pub(crate) fn of(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(MANIFEST);
        if !path.exists() {
            let message = format!("this folder has no {MANIFEST}, so it is not an index");
            return Err(Error::new(Code::Unreadable, message)
                .advise(Advice::NameIndexItself)
                .at(folder));
        }
        let manifest = Manifest::read(&path)?;
        let roll = Roll::find(folder, &manifest);
        let mut missing = None;
        for way in manifest.ways() {
            match Self::along(folder, &way, roll.as_ref()) {
                Ok((indexes, removals, uses_roll)) => {
                    return Ok(Self {
                        folder: folder.to_owned(),
                        indexes,
                        removals,
                        roll: roll.filter(|_| uses_roll),
                        manifest,
                    });
                }
                Err(name) => missing = missing.or(Some(name)),
            }
        }
        let name = missing.unwrap_or_default();
        let message = format!("the file {name} of the set is missing");
        Err(Error::new(Code::SourceIncomplete, message).at(folder))
    }

    /// Returns the files of a way if all are there; otherwise the name of one that is
    /// not.
    #[expect(clippy::type_complexity, reason = "three lists for one caller")]
    fn along(
        folder: &Path,
        way: &[&SetFile],
        roll: Option<&Roll>,
    ) -> Result<
        (
            Vec<(PathBuf, Option<SetFile>)>,
            Vec<(PathBuf, SetFile)>,
            bool,
        ),
        String,
    > {
        let (mut indexes, mut removals) = (Vec::new(), Vec::new());
        // The roll stands for the deltas that it was made of if this way has them all,
        // one after another, behind the base.
        let rolled = roll.filter(|roll| roll.fits(way));
        for file in way {
            let name = file.file_name();
            let path = folder.join(&name);
            let is_rolled = rolled.is_some_and(|roll| roll.has(&file.content_sha256));
            if file.role != Role::Removed && is_rolled {
                let roll = rolled.map(|roll| roll.path(folder)).unwrap_or_default();
                if !indexes.iter().any(|(known, _)| *known == roll) {
                    indexes.push((roll, None));
                }
                continue;
            }
            if !path.is_file() {
                return Err(name);
            }
            match file.role {
                Role::Removed => removals.push((path, (*file).clone())),
                _ => indexes.push((path, Some((*file).clone()))),
            }
        }
        Ok((indexes, removals, rolled.is_some()))
    }

    /// Returns the files that are read, for a trial.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        let indexes = self.indexes.iter().map(|(path, _)| path);
        indexes
            .chain(self.removals.iter().map(|(path, _)| path))
            .map(PathBuf::as_path)
    }

    /// Returns the paths of all files that `index.json` names, whether they are read or
    /// not.
    pub(crate) fn named(&self) -> impl Iterator<Item = PathBuf> {
        let files = self.manifest.files.iter();
        files.map(|file| self.folder.join(file.file_name()))
    }

    /// Returns how many indexes there are; they are the first of [`Plan::paths`].
    pub(crate) fn n_indexes(&self) -> usize {
        self.indexes.len()
    }

    /// Opens all files as one set.
    ///
    /// # Errors
    ///
    /// `mixed-versions` if a file is not the one that `index.json` describes; those of
    /// the files.
    pub(crate) fn open(&self) -> Result<Set, Error> {
        self.join(self.open_files(0)?, &self.removals()?)
    }

    /// Opens the indexes but the first `n_skipped`.
    ///
    /// # Errors
    ///
    /// As [`Plan::open`].
    pub(super) fn open_files(&self, n_skipped: usize) -> Result<Vec<Index>, Error> {
        let open = |(path, file): &(PathBuf, Option<SetFile>)| {
            let index = Index::open(path)?;
            if let Some(file) = file {
                file.is(&index)?;
            }
            Ok(index)
        };
        self.indexes.iter().skip(n_skipped).map(open).collect()
    }

    /// Returns what was taken out, by the digests of the files in `index.json`.
    pub(super) fn removals(&self) -> Result<BTreeMap<[u8; 32], Removal>, Error> {
        let known: Vec<&str> = self
            .manifest
            .files
            .iter()
            .map(|file| &*file.content_sha256)
            .collect();
        let mut all = BTreeMap::new();
        for (path, file) in &self.removals {
            let (removals, sha256, size) = read_removals(path)?;
            if sha256 != file.content_sha256 || size != file.size_bytes {
                return Err(other_version(path));
            }
            for digest in removals.files() {
                let hex = colophon_fingerprint::hex(digest);
                let removal = removals.of(digest).cloned().unwrap_or_default();
                if !known.contains(&&*hex) || all.insert(*digest, removal).is_some() {
                    let message = "it speaks of a file that is not one of the set, or that another list speaks of";
                    return Err(Error::new(Code::MixedVersions, message).at(path));
                }
            }
        }
        Ok(all)
    }

    /// Joins indexes of the set, whatever is taken out of them.
    pub(super) fn join(
        &self,
        files: Vec<Index>,
        removed: &BTreeMap<[u8; 32], Removal>,
    ) -> Result<Set, Error> {
        let mut removals = Removals::default();
        let mut of_roll = Vec::new();
        for (digest, removal) in removed {
            let hex = colophon_fingerprint::hex(digest);
            if self.roll.as_ref().is_some_and(|roll| roll.has(&hex)) {
                of_roll.push((hex, removal.clone()));
            } else {
                *removals.entry(*digest) = removal.clone();
            }
        }
        let mut rolls = Vec::new();
        if let Some(roll) = &self.roll {
            let at = roll.path(&self.folder);
            let place = files.iter().position(|index| index.path() == at);
            let place = place.ok_or_else(|| other_version(&at))?;
            let index = &files[place];
            let removal = roll.translate(&self.folder, index, &of_roll)?;
            *removals.entry(index.info().content_sha256) = removal;
            rolls.push(place);
        }
        let set = Set::join_rolled(files, &rolls, &removals)?;
        if set.scale() != self.manifest.scale {
            let message = "its files have another scale than index.json says";
            return Err(Error::new(Code::IndexIncompatible, message)
                .advise(Advice::MatchingVersion)
                .at(&self.folder));
        }
        Ok(set)
    }
}

/// Reads a list of what was taken out, with the SHA-256 and the length of its file.
fn read_removals(path: &Path) -> Result<(Removals, String, u64), Error> {
    let bytes = Removals::bytes_of(path)?;
    let sha256 = colophon_fingerprint::sha256(&bytes);
    let removals = Removals::parse(&bytes).map_err(|e| Error::from(e).at(path))?;
    Ok((
        removals,
        colophon_fingerprint::hex(&sha256),
        bytes.len() as u64,
    ))
}
