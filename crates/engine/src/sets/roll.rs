//! The roll: the deltas of a set, merged into one file on this computer.
//!
//! A roll is a folder `roll-...` in the folder of the set: the merged index, which
//! files it was made of, what had been taken out of them by then, and the numbers that
//! their records have in it. It is made aside and gets its name when it is complete,
//! so there is always a whole one or none. The files of the publisher are not
//! touched; a roll can be thrown away and made again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use colophon_fingerprint::hex;
use colophon_index::{About, MergeOptions, Removal, Removals, Set};
use serde::Serialize;

use super::made::{
    ABOUT, FILE, Input, Made, NUMBERS, PREFIX, REMOVED, Roll, VERSION, read_numbers,
};
use super::manifest::{SetFile, other_version};
use super::merge::{MEMORY_BYTES, merge};
use super::open::Plan;
use crate::clock::now;
use crate::durable::sync_folder;
use crate::error::Error;
use crate::job::Job;
use crate::report::{Advice, Code};

/// What the name of a folder begins with in which a roll is being made.
const ASIDE: &str = ".colophon-roll-";

/// With more deltas than this, or longer ones, they are merged.
const MAX_DELTAS: usize = 4;
const MAX_DELTA_BYTES: u64 = 64 << 20;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rolled {
    /// Whether deltas were merged; otherwise there are few.
    pub merged: bool,
    /// How many files a search reads now.
    pub files: usize,
    /// The length of the merged file, if there is one.
    pub size_bytes: u64,
}

/// Merges the deltas of the set in a folder if there are many or long ones, or in any
/// case if `always` says so.
///
/// # Errors
///
/// Those of the files, `disk-full`, `unwritable`, `cancelled`. The set is as it was
/// then.
pub fn roll(folder: &Path, always: bool, job: &Job) -> Result<Rolled, Error> {
    remove_leftovers(folder);
    let plan = Plan::of(folder)?;
    let deltas = plan.deltas();
    let size: u64 = deltas.iter().map(|(_, file)| file.size_bytes).sum();
    let wanted = deltas.len() > MAX_DELTAS || size > MAX_DELTA_BYTES;
    if !(wanted || always && !deltas.is_empty()) {
        return Ok(Rolled {
            merged: false,
            files: plan.n_indexes(),
            size_bytes: plan.roll_bytes(),
        });
    }
    if job.is_cancelled() {
        return Err(Error::cancelled());
    }
    let removals = plan.removals()?;
    // The roll, if there is one, and the deltas that it lacks.
    let set = plan.join(plan.open_files(1)?, &removals)?;
    let aside = Aside::make(folder)?;
    let at = |name: &str| aside.0.join(name);
    let options = MergeOptions {
        name: format!("{} (merged updates)", plan.manifest.name),
        about: About::default(),
        created: now(),
        memory_bytes: MEMORY_BYTES,
        numbers: Some(at(NUMBERS)),
        is_roll: true,
        hides_id: None,
    };
    let summary = merge(&set, &at(FILE), options, job)?;
    let made = plan.made(&set, &summary.sha256, &at(NUMBERS))?;
    write_synced(&at(REMOVED), &removed_of(&made.of, &removals).to_bytes())?;
    let text = serde_json::to_string_pretty(&made).unwrap_or_default();
    write_synced(&at(ABOUT), text.as_bytes())?;
    drop(set);
    let name = format!("{PREFIX}{}", summary.sha256.get(..16).unwrap_or_default());
    let old = plan.roll_folder();
    aside.keep_as(&folder.join(&name))?;
    if let Some(old) = old.filter(|old| *old != folder.join(&name)) {
        // Somebody may still read it; then a later roll removes it.
        let _ = fs::remove_dir_all(old);
    }
    Ok(Rolled {
        merged: true,
        files: 2,
        size_bytes: summary.size_bytes,
    })
}

impl Plan {
    /// Returns the deltas that are not in the roll.
    fn deltas(&self) -> Vec<(&Path, &SetFile)> {
        let files = self.indexes.iter().skip(1);
        files
            .filter_map(|(path, file)| Some((path.as_path(), file.as_ref()?)))
            .collect()
    }

    fn roll_folder(&self) -> Option<PathBuf> {
        self.roll.as_ref().map(|roll| self.folder.join(&roll.name))
    }

    fn roll_bytes(&self) -> u64 {
        let path = self.roll.as_ref().map(|roll| roll.path(&self.folder));
        path.and_then(|path| Some(fs::metadata(path).ok()?.len()))
            .unwrap_or(0)
    }

    /// Describes a roll of everything but the base; its numbers are made those of the
    /// records of all deltas.
    fn made(&self, set: &Set, sha256: &str, numbers: &Path) -> Result<Made, Error> {
        let mut of: Vec<Input> = Vec::new();
        let mut of_files = Vec::new();
        for (place, index) in set.files().enumerate() {
            let info = index.info();
            let sources = set.places_of_sources(place).to_vec();
            match &self.roll {
                Some(roll) if info.content_sha256_hex() == roll.made.content_sha256 => {
                    for input in &roll.made.of {
                        let places = input.sources.iter();
                        let place = |at: &u16| sources.get(usize::from(*at)).copied();
                        of.push(Input {
                            sources: places.filter_map(place).collect(),
                            ..input.clone()
                        });
                    }
                    of_files.push((info.n_records, Some(roll)));
                }
                _ => {
                    of.push(Input {
                        content_sha256: info.content_sha256_hex(),
                        n_works: info.n_works,
                        n_records: info.n_records,
                        sources,
                    });
                    of_files.push((info.n_records, None));
                }
            }
        }
        self.compose(numbers, &of_files)?;
        Ok(Made {
            colophon_roll: VERSION,
            content_sha256: sha256.to_owned(),
            of,
        })
    }

    /// Replaces the numbers of a former roll's records by those of the records of the
    /// files that it was made of.
    fn compose(&self, numbers: &Path, of_files: &[(u64, Option<&Roll>)]) -> Result<(), Error> {
        if of_files.iter().all(|(_, roll)| roll.is_none()) {
            return Ok(());
        }
        let n = of_files.iter().map(|(n, _)| n).sum();
        let own = read_numbers(numbers, n).ok_or_else(|| other_version(numbers))?;
        let mut rest = &own[..];
        let mut composed: Vec<u32> = Vec::with_capacity(own.len());
        for (n, roll) in of_files {
            let (of_file, others) = rest.split_at(usize::try_from(*n).unwrap_or(0).min(rest.len()));
            rest = others;
            match roll {
                None => composed.extend(of_file),
                Some(roll) => {
                    let former = roll.numbers(&self.folder)?;
                    let now = |before: &u32| of_file.get(*before as usize).copied();
                    composed.extend(former.iter().map(|it| now(it).unwrap_or(u32::MAX)));
                }
            }
        }
        let bytes: Vec<u8> = composed.iter().flat_map(|it| it.to_le_bytes()).collect();
        fs::remove_file(numbers).map_err(|e| unwritable(numbers, &e))?;
        write_synced(numbers, &bytes)
    }
}

/// Returns what is taken out of these files now.
fn removed_of(of: &[Input], all: &BTreeMap<[u8; 32], Removal>) -> Removals {
    let mut removals = Removals::default();
    for (digest, removal) in all {
        let hex = hex(digest);
        if of.iter().any(|input| input.content_sha256 == hex) {
            *removals.entry(*digest) = removal.clone();
        }
    }
    removals
}

/// A folder that is removed unless it is kept.
struct Aside(PathBuf);

impl Aside {
    fn make(folder: &Path) -> Result<Self, Error> {
        let made = tempfile::Builder::new()
            .prefix(&format!("{ASIDE}{}-", std::process::id()))
            .tempdir_in(folder)
            .map_err(|e| unwritable(folder, &e))?;
        Ok(Self(made.keep()))
    }

    /// Gives the folder its name.
    fn keep_as(self, to: &Path) -> Result<(), Error> {
        sync_folder(&self.0);
        match fs::rename(&self.0, to) {
            // The same roll was made meanwhile.
            Err(_) if to.join(ABOUT).is_file() => {}
            Err(e) => return Err(unwritable(to, &e)),
            Ok(()) => {}
        }
        if let Some(folder) = to.parent() {
            sync_folder(folder);
        }
        Ok(())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let write = || {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|e| unwritable(path, &e))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    use std::io::ErrorKind as Io;
    if matches!(error.kind(), Io::StorageFull | Io::QuotaExceeded) {
        return Error::new(Code::DiskFull, "no space is left on the disk").at(path);
    }
    let message = format!("the merged file cannot be written: {error}");
    Error::new(Code::Unwritable, message)
        .advise(Advice::WritableFolder)
        .at(path)
}

/// Removes what rolls left behind whose process has ended.
fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let id = name
            .strip_prefix(ASIDE)
            .and_then(|rest| rest.split('-').next());
        let Some(id) = id.and_then(|id| id.parse::<u32>().ok()) else {
            continue;
        };
        if id != std::process::id() && !is_running(id) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Returns whether a process with this id may be running.
fn is_running(id: u32) -> bool {
    if cfg!(target_os = "linux") {
        return Path::new("/proc").join(id.to_string()).exists();
    }
    // Elsewhere, what is a day old is not being written any more.
    false
}
