//! What a publisher offers: the signed files, `index.json`, and what is missing here.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use colophon_fingerprint::{hex, sha256};
use colophon_supply::{
    Host, MAX_INDEX_BYTES, MAX_PART_BYTES, MAX_PARTS, SourceFile, Target, Verified, part_name,
    refresh,
};
use jiff::{SignedDuration, Timestamp};

use super::memory::{Trusted, refused};
use super::place::Place;
use super::state::State;
use crate::error::Error;
use crate::report::{Advice, Code};
use crate::sets::{MANIFEST, Manifest, SetFile};

/// How wrong a clock may be.
const TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// Whether the publisher's word is of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    /// It holds.
    Fresh,
    /// It held until then.
    Expired,
    /// The computer's clock is earlier than it can be, so nobody can say.
    ClockWrong,
}

/// What a publisher offers, verified.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) verified: Verified,
    pub(super) manifest: Manifest,
    /// The bytes of `index.json`, as they were signed.
    pub(super) bytes: Vec<u8>,
    pub(super) freshness: Freshness,
}

impl Offer {
    /// Verifies what a host has.
    ///
    /// # Errors
    ///
    /// Those of [`colophon_supply::ErrorKind`], `mixed-versions`, `rolled-back`,
    /// `newer-format`, `index-incompatible`, `disk-full`, `read-only`.
    pub(super) fn look(
        place: &Place,
        source: &SourceFile,
        state: &State,
        host: &Arc<dyn Host>,
    ) -> Result<Self, Error> {
        let memory = Arc::new(Trusted(place.memory()));
        let verified = refresh(source.root.as_bytes(), Arc::clone(host), memory)
            .map_err(|error| refused(error, &place.memory()))?;
        let bytes = index_json(&verified, host.as_ref())?;
        let manifest = Manifest::parse(&bytes).map_err(newer)?;
        if manifest.id != source.id().as_str() {
            let message = "its index.json is that of another source";
            return Err(Error::new(Code::MixedVersions, message));
        }
        if manifest.set < state.oldest(&verified.targets_keys) {
            let message = format!(
                "it offers state {}, and state {} was there before",
                manifest.set, state.set
            );
            return Err(Error::new(Code::RolledBack, message));
        }
        check_parts(&manifest, &verified)?;
        let freshness = freshness(
            &verified,
            state,
            crate::clock::timestamp(std::time::SystemTime::now()),
        );
        Ok(Self {
            verified,
            manifest,
            bytes,
            freshness,
        })
    }

    /// Returns the files to get along each way, that which misses the fewest bytes first.
    pub(super) fn plans(&self, have: &Have) -> Vec<Planned> {
        let ways = self.manifest.ways();
        let planned = ways.into_iter().map(|way| {
            let (there, missing): (Vec<&SetFile>, Vec<&SetFile>) =
                way.into_iter().partition(|file| have.path(file).is_some());
            let bytes: u64 = missing.iter().map(|file| file.size_bytes).sum();
            Planned {
                there: there.into_iter().cloned().collect(),
                missing: missing.into_iter().cloned().collect(),
                bytes,
            }
        });
        let mut plans: Vec<Planned> = planned.collect();
        plans.sort_by_key(|planned| planned.bytes);
        plans
    }

    /// Returns the bits of files in `index.json`, as the fetcher takes them.
    pub(super) fn mask(&self, files: &[SetFile]) -> u64 {
        let all = self.manifest.files.iter().enumerate();
        all.filter(|(_, file)| files.iter().any(|it| it.name == file.name))
            .fold(0, |mask, (n, _)| mask | 1 << (n % 64))
    }
}

/// What is there and what is missing.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub(super) there: Vec<SetFile>,
    pub(super) missing: Vec<SetFile>,
    /// How many bytes are missing.
    pub(super) bytes: u64,
}

/// The files of the state that is installed.
#[derive(Debug, Default)]
pub(super) struct Have {
    folder: PathBuf,
    files: Vec<SetFile>,
}

impl Have {
    /// Returns the files in the folder of a state.
    pub(super) fn of(folder: Option<PathBuf>) -> Self {
        let Some(folder) = folder else {
            return Self::default();
        };
        let files = Manifest::read(&folder.join(MANIFEST)).map(|manifest| manifest.files);
        Self {
            files: files.unwrap_or_default(),
            folder,
        }
    }

    /// Returns where the content of a file is, if it is there.
    pub(super) fn path(&self, file: &SetFile) -> Option<PathBuf> {
        let same = |own: &&SetFile| {
            own.content_sha256 == file.content_sha256
                && own.size_bytes == file.size_bytes
                && own.role == file.role
                && own.parts == file.parts
        };
        let own = self.files.iter().find(same)?;
        let path = self.folder.join(own.file_name());
        let is_whole =
            fs::metadata(&path).is_ok_and(|it| it.is_file() && it.len() == own.size_bytes);
        is_whole.then_some(path)
    }
}

/// Returns the bytes of `index.json`, as the publisher vouches for them.
fn index_json(verified: &Verified, host: &dyn Host) -> Result<Vec<u8>, Error> {
    let missing = || Error::new(Code::SourceIncomplete, "its index.json is missing");
    let target = verified.targets.get(MANIFEST).ok_or_else(missing)?;
    let name = target.name_on_host(MANIFEST);
    let bytes = host.get(&name, target.length.min(MAX_INDEX_BYTES));
    let bytes = bytes
        .map_err(|error| {
            let message = format!("its index.json cannot be read: {error}");
            Error::new(Code::Unreadable, message).advise(Advice::CheckNameAndRights)
        })?
        .ok_or_else(missing)?;
    if bytes.len() as u64 != target.length || hex(&sha256(&bytes)) != target.sha256 {
        let message = "its index.json is not the one that was signed";
        return Err(Error::new(Code::SignatureInvalid, message));
    }
    Ok(bytes)
}

/// Names the code of an index that is newer than the program.
fn newer(error: Error) -> Error {
    if error.advice() == Some(Advice::NewerProgram) {
        return Error::new(Code::NewerFormat, error.message());
    }
    error
}

/// Checks that each file is cut into parts that the publisher vouches for.
fn check_parts(manifest: &Manifest, verified: &Verified) -> Result<(), Error> {
    let n: usize = manifest.files.iter().map(|file| file.parts.len()).sum();
    if n > MAX_PARTS {
        return Err(Error::new(Code::TooLarge, "it has too many parts"));
    }
    for file in &manifest.files {
        let is_possible = (1..=MAX_PART_BYTES).contains(&file.part_bytes)
            && file.size_bytes.div_ceil(file.part_bytes) == file.parts.len() as u64;
        if !is_possible {
            let message = format!("the parts of {} do not fit its length", file.name);
            return Err(Error::new(Code::MixedVersions, message));
        }
        for (n, part) in file.parts.iter().enumerate() {
            let listed = verified.targets.get(&target_of(file, n));
            let wanted = Target {
                length: length_of_part(file, n),
                sha256: part.clone(),
            };
            if listed != Some(&wanted) {
                let message = format!("part {n} of {} is not the one that was signed", file.name);
                return Err(Error::new(Code::MixedVersions, message));
            }
        }
    }
    Ok(())
}

/// Returns the path of the target that part `n` of a file is.
pub(super) fn target_of(file: &SetFile, n: usize) -> String {
    format!("parts/{}", part_name(&file.name, n))
}

/// Returns the length of part `n` of a file.
pub(super) fn length_of_part(file: &SetFile, n: usize) -> u64 {
    let from = file.part_bytes.saturating_mul(n as u64);
    file.size_bytes.saturating_sub(from).min(file.part_bytes)
}

/// Compares the dates with the clock.
fn freshness(verified: &Verified, state: &State, now: Timestamp) -> Freshness {
    let known = verified.published.max(state.seen);
    let is_early = known
        .and_then(|known| known.checked_sub(TOLERANCE).ok())
        .is_some_and(|earliest| now < earliest);
    if is_early {
        Freshness::ClockWrong
    } else if verified.expires <= now {
        Freshness::Expired
    } else {
        Freshness::Fresh
    }
}
