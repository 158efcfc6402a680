//! The folder of a client list's report, and what an earlier report left in it.
//!
//! A list changes, and the page of a client who is no longer on it would stay
//! in the folder and be passed on with the others. So the seal of the folder lists
//! what was written, with digests, and the next report removes what it does not
//! write again. While a report is written, a journal lists what may be there of the
//! earlier report and of this one. The seal is written last, and then the journal
//! goes: a folder with a journal is not complete.
//!
//! Only files that these lists name, and that are still as they were written,
//! are ever removed: no file of somebody else's, and none that was changed.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use colophon_fingerprint::{hex, sha256};
use serde::{Deserialize, Serialize};

use crate::advice::Advice;
use crate::claims::{KeptClaims, is_claim_sheet};
use crate::clients::{OF_ALL, Sheet, to_folder};
use crate::csv::Delimiter;
use crate::error::Refused;
use crate::language::Language;
use crate::model::Report;
use crate::safe::escaped;
use crate::seal::{MAX_SEAL, SEAL, Seal, SealedFile, Signer};

/// The name of the journal.
pub const JOURNAL: &str = ".colophon-report";

/// The version of the journal.
const VERSION: u32 = 1;

/// The longest journal that is read.
const MAX_JOURNAL: u64 = 64 << 20;

/// What happened to a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FolderWritten {
    /// How many files the report has.
    pub n_files: usize,
    /// The files of an earlier report that were removed, in order.
    pub removed: Vec<String>,
    /// The pages in the folder that are not part of this report and were left
    /// alone, in order.
    pub others: Vec<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Written {
    /// The version of the journal, [`VERSION`].
    colophon_report: u32,
    files: Vec<File>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct File {
    name: String,
    n_bytes: u64,
    sha256: String,
}

/// What puts the files of a report on the disk, in their order.
pub trait Writer<E> {
    /// Writes a file, complete or not at all, now or together with later ones.
    ///
    /// # Errors
    ///
    /// Those of the system.
    fn write(&mut self, path: &Path, contents: &[u8]) -> Result<(), E>;

    /// Returns once every file is there.
    ///
    /// # Errors
    ///
    /// Those of the system.
    fn finish(&mut self) -> Result<(), E>;
}

/// A function that writes each file at once.
impl<E, F: FnMut(&Path, &[u8]) -> Result<(), E>> Writer<E> for F {
    fn write(&mut self, path: &Path, contents: &[u8]) -> Result<(), E> {
        self(path, contents)
    }

    fn finish(&mut self) -> Result<(), E> {
        Ok(())
    }
}

/// Writes `report` into `folder`, client by client, in a language and with a
/// delimiter of its tables, sealed, and removes
/// the files of an earlier report that this one does not have. Files in `read`
/// are not replaced, and neither is a file that differs from what an earlier
/// report wrote.
///
/// With `kept`, which must be of this folder, each client gets a claim sheet with the
/// entries that earlier sheets have. A claim sheet that a user has changed is replaced
/// if it is as it was read. Without `kept`, claim sheets of an earlier report stay, and
/// stay sealed as they were.
///
/// # Errors
///
/// [`Refused`] when a file of the report would replace such a file, before
/// anything is written; and those of `writer`.
pub fn write_folder<'a, E: From<Refused>>(
    report: &Report,
    kept: Option<&KeptClaims>,
    how: (Language, Delimiter),
    folder: &Path,
    read: impl IntoIterator<Item = &'a Path>,
    signer: Option<&dyn Signer>,
    writer: &mut dyn Writer<E>,
) -> Result<FolderWritten, E> {
    let mut earlier = read_earlier(folder);
    let mut staying = Vec::new();
    if kept.is_none() {
        let is_claims = |file: &File| is_claim_sheet(&file.name);
        (staying, earlier) = earlier.into_iter().partition(is_claims);
    }
    let sealed = staying.iter().filter_map(File::sealed).collect();
    let sheets = to_folder(report, kept, how, sealed, signer);
    // If the seal was changed, it is the one to name, and not a file that it lists.
    let names = sheets.iter().rev().map(|sheet| sheet.name.as_str());
    let replaceable = with_kept(&earlier, kept);
    refuse_to_replace(names, folder, &replaceable, read)?;
    let mut files: Vec<File> = sheets.iter().map(file_of).collect();
    files.append(&mut staying);
    let journal = folder.join(JOURNAL);
    // If anything ends this early, all that was written is in the journal.
    let both = Written::json([&earlier[..], &files].concat());
    writer.write(&journal, both.as_bytes())?;
    let (seals, others): (Vec<&Sheet>, Vec<&Sheet>) =
        sheets.iter().partition(|sheet| sheet.name == SEAL);
    for sheet in others {
        writer.write(&folder.join(&sheet.name), &sheet.contents)?;
    }
    writer.finish()?;
    let (removed, mut others) = clear(folder, &sheets, &replaceable);
    others.retain(|name| !files.iter().any(|file| file.name == *name));
    for seal in seals {
        writer.write(&folder.join(&seal.name), &seal.contents)?;
    }
    writer.finish()?;
    // If it stays, the folder counts as incomplete until the next report.
    let _ = fs::remove_file(&journal);
    Ok(FolderWritten {
        n_files: sheets.len(),
        removed,
        others,
    })
}

/// Returns the files that may be replaced: those that an earlier report wrote, and the
/// claim sheets that were read.
fn with_kept(earlier: &[File], kept: Option<&KeptClaims>) -> Vec<File> {
    let read = kept.into_iter().flat_map(KeptClaims::files);
    let read = read.map(|file| File {
        name: file.name.clone(),
        n_bytes: file.n_bytes,
        sha256: file.sha256.clone(),
    });
    earlier.iter().cloned().chain(read).collect()
}

/// Returns the names of the files in `folder` that are as an earlier report wrote them.
#[must_use]
pub fn untouched(folder: &Path) -> BTreeSet<String> {
    // If writing was interrupted, some files are of one report and some of another, and
    // what is as one of them wrote it may lack an entry that the other took over.
    if fs::symlink_metadata(folder.join(JOURNAL)).is_ok() {
        return BTreeSet::new();
    }
    let written = read_earlier(folder).into_iter();
    let as_written = written.filter(|file| is_as_written(&folder.join(&file.name), file));
    as_written.map(|file| file.name).collect()
}

impl File {
    /// Returns its entry in a seal.
    fn sealed(&self) -> Option<SealedFile> {
        Some(SealedFile {
            path: self.name.clone(),
            sha256: self.sha256.parse().ok()?,
            size_bytes: self.n_bytes,
        })
    }
}

impl Written {
    fn json(files: Vec<File>) -> String {
        let written = Self {
            colophon_report: VERSION,
            files,
        };
        // Strings and numbers always serialise.
        escaped(serde_json::to_string_pretty(&written).unwrap_or_default()) + "\n"
    }
}

fn file_of(sheet: &Sheet) -> File {
    let bytes = &sheet.contents;
    File {
        name: sheet.name.clone(),
        n_bytes: bytes.len() as u64,
        sha256: hex(&sha256(bytes)),
    }
}

/// Finds out, before any long work, whether a report in `folder` would replace
/// one of the files in `read` or somebody else's file, as far as that can be
/// known without the clients.
///
/// # Errors
///
/// [`Refused`] names the first of them.
pub fn prepare_folder<'a>(
    folder: &Path,
    read: impl IntoIterator<Item = &'a Path>,
) -> Result<(), Refused> {
    let names: Vec<String> = OF_ALL
        .iter()
        .rev()
        .map(|(name, ending)| format!("{name}.{ending}"))
        .collect();
    let names = names.iter().map(String::as_str);
    refuse_to_replace(names, folder, &read_earlier(folder), read)
}

fn refuse_to_replace<'a, 'b>(
    names: impl Iterator<Item = &'b str>,
    folder: &Path,
    earlier: &[File],
    read: impl IntoIterator<Item = &'a Path>,
) -> Result<(), Refused> {
    let read: HashSet<_> = read
        .into_iter()
        .filter_map(|path| fs::canonicalize(path).ok())
        .collect();
    // If case makes no difference, a name in another case is the same file.
    let mut written: HashMap<String, Vec<&File>> = HashMap::new();
    for file in earlier {
        written
            .entry(file.name.to_lowercase())
            .or_default()
            .push(file);
    }
    for name in names {
        let path = folder.join(name);
        let Ok(place) = fs::canonicalize(&path) else {
            continue;
        };
        if read.contains(&place) {
            let message = "the report would replace a file that is read for it";
            return Err(Refused::new(message, Advice::AnotherFolder, &path));
        }
        let mut written = written.get(&name.to_lowercase()).into_iter().flatten();
        if !written.any(|file| is_as_written(&path, file)) {
            let message = if path.is_dir() {
                "there is a folder of this name, and the report needs it for a file"
            } else {
                "there is a file already, and it is not as a report wrote it"
            };
            return Err(Refused::new(message, Advice::MoveAway, &path));
        }
    }
    Ok(())
}

/// Returns what an earlier report wrote, or began to write; nothing if there is no
/// list of it.
fn read_earlier(folder: &Path) -> Vec<File> {
    let journal = read_bounded(&folder.join(JOURNAL), MAX_JOURNAL);
    let written: Written = journal
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let mut files = written.files;
    if written.colophon_report != VERSION {
        files.clear();
    }
    if let Some(bytes) = read_bounded(&folder.join(SEAL), MAX_SEAL)
        && let Ok(seal) = Seal::read(&bytes)
    {
        files.extend(seal.files.into_iter().map(|file| File {
            name: file.path,
            n_bytes: file.size_bytes,
            sha256: file.sha256.to_string(),
        }));
        files.push(File {
            name: SEAL.to_owned(),
            n_bytes: bytes.len() as u64,
            sha256: hex(&sha256(&bytes)),
        });
    }
    // Anyone may have made the lists: they can only name files of this folder.
    let is_here = |file: &File| Path::new(&file.name).file_name() == Some(file.name.as_ref());
    files.retain(is_here);
    files
}

/// Reads a regular file that is not too long.
fn read_bounded(path: &Path, max: u64) -> Option<Vec<u8>> {
    // Opening a pipe would wait for somebody who writes to it.
    fs::symlink_metadata(path)
        .ok()
        .filter(fs::Metadata::is_file)?;
    let mut bytes = Vec::new();
    let file = fs::File::open(path).ok()?;
    file.take(max + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= max).then_some(bytes)
}

/// Removes what an earlier report left behind; returns it, and the pages that
/// are not part of this report.
fn clear(folder: &Path, sheets: &[Sheet], earlier: &[File]) -> (Vec<String>, Vec<String>) {
    // If case makes no difference, a name in another case is the same file.
    let names = sheets
        .iter()
        .map(|it| (it.name.to_lowercase(), it.name.as_str()));
    let own: HashMap<String, &str> = names.collect();
    let (mut removed, mut others) = (BTreeSet::new(), BTreeSet::new());
    for file in earlier {
        let path = folder.join(&file.name);
        let same = own.get(&file.name.to_lowercase());
        if same.is_some_and(|name| is_same_file(folder, name, &file.name))
            || fs::symlink_metadata(&path).is_err()
        {
            continue;
        }
        if is_as_written(&path, file) && fs::remove_file(&path).is_ok() {
            removed.insert(file.name.clone());
        } else {
            others.insert(file.name.clone());
        }
    }
    others.retain(|name| !removed.contains(name));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let lower = name.to_lowercase();
        let is_page = Path::new(&lower).extension().is_some_and(|it| it == "html");
        if is_page && !own.contains_key(&lower) {
            others.insert(name);
        }
    }
    (removed.into_iter().collect(), others.into_iter().collect())
}

/// Returns whether two names that differ at most in case are those of one file.
fn is_same_file(folder: &Path, one: &str, other: &str) -> bool {
    let place = |name: &str| fs::canonicalize(folder.join(name)).ok();
    one == other || place(one).is_some_and(|own| place(other) == Some(own))
}

/// Returns whether a file is exactly what was written.
fn is_as_written(path: &Path, file: &File) -> bool {
    let is_alike = fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == file.n_bytes);
    is_alike && fs::read(path).is_ok_and(|bytes| hex(&sha256(&bytes)) == file.sha256)
}

#[cfg(test)]
mod tests;
