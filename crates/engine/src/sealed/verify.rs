//! Whether a report is as it was sealed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read as _};
use std::path::Path;

use colophon_fingerprint::Sha256;
use colophon_supply::PublicKey;
use serde::Deserialize;

use super::key::bytes_of;
use super::list::{Entries, open};
use crate::error::Error;
use crate::job::Job;
use crate::report::model::Hex;
use crate::report::{
    Code, JOURNAL, MAX_SEAL, SEAL, SEAL_ENDING, Seal, SealCheck, SealFlaw, SealSeen, SealedFile,
    Signed, check_list,
};

/// The JSON report, whose list is used if there is no seal.
const REPORT: &str = "report.json";

/// The longest JSON report whose list is read.
const MAX_REPORT: u64 = 256 << 20;

/// How much of a file is in memory.
const CHUNK: usize = 64 << 10;

/// What a check leaves in the folder of its report while it is not finished.
const UNFINISHED: &str = ".unfinished";

/// The list in the JSON report.
#[derive(Deserialize)]
struct Listed {
    files: Vec<SealedFile>,
}

/// How a file is.
enum State {
    AsSealed,
    Changed,
    Missing,
    Unreadable,
}

/// Finds out whether a report is as it was sealed: `place` is its folder, or the seal of
/// the files to look at. With a key, the report has to be signed with it.
///
/// # Errors
///
/// `not-sealed` if there is no seal, or one that no report has; `unreadable`,
/// `limit-exceeded`, `cancelled`.
pub fn verify_report(place: &Path, key: Option<&PublicKey>, job: &Job) -> Result<SealCheck, Error> {
    let is_folder = std::fs::metadata(place)
        .map_err(|error| Error::from_io(error, "it cannot be read", place))?
        .is_dir();
    let (folder, alone) = if is_folder {
        (place, None)
    } else {
        let folder = place.parent().filter(|it| !it.as_os_str().is_empty());
        let ending = format!(".{SEAL_ENDING}");
        let name = place.file_name().and_then(|name| name.to_str());
        let name = name.filter(|name| name.ends_with(&ending));
        let name = name.ok_or_else(|| not_sealed("it is not a seal", place))?;
        (folder.unwrap_or(Path::new(".")), Some(name))
    };
    let mut verifying = Verifying {
        folder,
        entries: Entries::of(folder)?,
        files: BTreeMap::new(),
        check: SealCheck {
            is_alone: alone.is_some(),
            given: key.map(|key| Hex(bytes_of(key))),
            ..SealCheck::default()
        },
        job,
    };
    verifying.find_unfinished(alone);
    for seal in verifying.seals(alone)? {
        verifying.read_seal(&seal)?;
    }
    verifying.compare()?;
    let mut check = verifying.check;
    if !check.is_alone {
        check.unexpected = verifying.entries.rest().collect();
    }
    Ok(check)
}

fn not_sealed(why: impl Into<String>, path: &Path) -> Error {
    Error::new(Code::NotSealed, why).at(path)
}

struct Verifying<'a> {
    folder: &'a Path,
    entries: Entries,
    /// The files that seals list.
    files: BTreeMap<String, SealedFile>,
    check: SealCheck,
    job: &'a Job,
}

impl Verifying<'_> {
    /// Takes what a check leaves that is not finished.
    fn find_unfinished(&mut self, alone: Option<&str>) {
        let is_of_client = alone.is_some_and(|seal| seal != SEAL);
        let is_left = |name: &str| {
            let is_aside = name.strip_prefix(".colophon-");
            let is_aside = is_aside.is_some_and(|rest| rest.strip_suffix(".part").is_some());
            !is_of_client && (name == JOURNAL || name == UNFINISHED || is_aside)
        };
        for name in self.entries.named(is_left) {
            self.entries.take(&name);
            self.check.unfinished.insert(name);
        }
    }

    /// Returns the names of the seals to read: that of all files, else those of clients.
    fn seals(&self, alone: Option<&str>) -> Result<Vec<String>, Error> {
        if let Some(alone) = alone {
            return Ok(vec![alone.to_owned()]);
        }
        let is_begun = self.check.unfinished.contains(JOURNAL);
        if self.entries.has(SEAL) || is_begun {
            return Ok(vec![SEAL.to_owned()]);
        }
        // A seal that is gone must not be taken for one that never was.
        if self.listed_by_report()?.is_some() {
            return Ok(vec![SEAL.to_owned()]);
        }
        let ending = format!(".{SEAL_ENDING}");
        let seals = self.entries.named(|name| name.ends_with(&ending));
        if seals.is_empty() {
            return Err(not_sealed("there is no seal in this folder", self.folder));
        }
        Ok(seals)
    }

    /// Reads a seal, and takes in its list.
    fn read_seal(&mut self, name: &str) -> Result<(), Error> {
        self.check.n_files += 1;
        let Some(taken) = self.entries.take(name) else {
            self.check.missing.insert(name.to_owned());
            return self.list_by_report(name);
        };
        let path = self.folder.join(taken);
        let bytes = match open(&path) {
            Ok(Some((file, length))) if length <= MAX_SEAL => {
                let mut bytes = Vec::new();
                let read = file.take(MAX_SEAL + 1).read_to_end(&mut bytes);
                read.map_err(|error| Error::from_io(error, "the seal cannot be read", &path))?;
                bytes
            }
            // What is not a file, or is longer than any seal, is not what was written.
            Ok(_) => Vec::new(),
            Err(error) => return Err(Error::from_io(error, "the seal cannot be read", &path)),
        };
        match Seal::read(&bytes) {
            Ok(seal) => {
                if seal.files.iter().any(|file| file.path == name) {
                    return Err(not_sealed("it lists itself", &path));
                }
                let signed = signed(&seal);
                self.check.seals.push(SealSeen {
                    name: name.to_owned(),
                    signed,
                });
                self.take_in(seal.files);
                Ok(())
            }
            Err(SealFlaw::Changed) => {
                self.check.changed.insert(name.to_owned());
                self.list_by_report(name)
            }
            Err(SealFlaw::Newer) => {
                let message = "a newer version of Colophon sealed this report";
                Err(not_sealed(message, &path))
            }
            Err(SealFlaw::Odd(why)) => Err(not_sealed(why, &path)),
        }
    }

    /// Takes in the list of the JSON report, if the seal that is damaged or missing is that
    /// of the whole.
    fn list_by_report(&mut self, seal: &str) -> Result<(), Error> {
        if seal != SEAL {
            return Ok(());
        }
        if let Some(files) = self.listed_by_report()? {
            self.check.is_by_report = true;
            // Nothing says how this file should be.
            self.entries.take(REPORT);
            self.take_in(files);
        }
        Ok(())
    }

    /// Returns the list in the JSON report; none if it has none.
    fn listed_by_report(&self) -> Result<Option<Vec<SealedFile>>, Error> {
        let Ok(Some((file, length))) = open(&self.folder.join(REPORT)) else {
            return Ok(None);
        };
        if length > MAX_REPORT {
            return Ok(None);
        }
        let reader = BufReader::with_capacity(CHUNK, file.take(MAX_REPORT));
        let listed: Option<Listed> = serde_json::from_reader(reader).ok();
        if self.job.is_cancelled() {
            return Err(Error::cancelled());
        }
        let files = listed.map(|listed| listed.files);
        Ok(files.filter(|files| check_list(files).is_ok()))
    }

    fn take_in(&mut self, files: Vec<SealedFile>) {
        for file in files {
            // Two seals that say different things about a file cannot both be right.
            if let Some(known) = self.files.get(&file.path)
                && *known != file
            {
                self.check.changed.insert(file.path.clone());
            }
            self.files.insert(file.path.clone(), file);
        }
    }

    /// Compares every file with what the seals say of it.
    fn compare(&mut self) -> Result<(), Error> {
        let mut chunk = vec![0; CHUNK];
        let files = std::mem::take(&mut self.files);
        self.check.n_files += files.len();
        for (name, file) in files {
            let state = match self.entries.take(&name) {
                Some(taken) => self.look_at(&self.folder.join(taken), &file, &mut chunk)?,
                None => State::Missing,
            };
            let group = match state {
                State::AsSealed => continue,
                State::Changed => &mut self.check.changed,
                State::Missing => &mut self.check.missing,
                State::Unreadable => &mut self.check.unreadable,
            };
            group.insert(name);
        }
        Ok(())
    }

    fn look_at(&self, path: &Path, sealed: &SealedFile, chunk: &mut [u8]) -> Result<State, Error> {
        match open(path) {
            Ok(Some((file, length))) if length == sealed.size_bytes => {
                self.digest(file, sealed, chunk)
            }
            Ok(_) => Ok(State::Changed),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(State::Missing),
            Err(_) => Ok(State::Unreadable),
        }
    }

    /// Reads a file to its end, or to where it is longer than it should be.
    fn digest(&self, file: File, sealed: &SealedFile, chunk: &mut [u8]) -> Result<State, Error> {
        let mut file = file.take(sealed.size_bytes + 1);
        let (mut digest, mut length) = (Sha256::default(), 0);
        loop {
            if self.job.is_cancelled() {
                return Err(Error::cancelled());
            }
            match file.read(chunk) {
                Ok(0) => break,
                Ok(n) => {
                    digest.update(&chunk[..n]);
                    length += n as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Ok(State::Unreadable),
            }
        }
        let is_same = length == sealed.size_bytes && digest.finish() == sealed.sha256.0;
        Ok(if is_same {
            State::AsSealed
        } else {
            State::Changed
        })
    }
}

/// Returns who signed a seal.
fn signed(seal: &Seal) -> Signed {
    let Some(signature) = seal.signature else {
        return Signed::Not;
    };
    let key = PublicKey::from_bytes(&signature.key.0);
    if key.has_signed_report(&seal.signed_bytes(), &signature.signature.0) {
        Signed::By(signature.key)
    } else {
        Signed::Wrongly(signature.key)
    }
}
