//! A roll that is there: what it was made of, and what its files' numbers became.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_fingerprint::unhex;
use colophon_index::{Index, Removal, Removals, RemovedOfSource};
use serde::{Deserialize, Serialize};

use super::manifest::{Manifest, Role, SetFile};
use crate::error::Error;
use crate::report::Code;

/// The merged index in the folder of a roll.
pub(super) const FILE: &str = "roll.colophon";

/// The other files there.
pub(super) const ABOUT: &str = "roll.json";
pub(super) const REMOVED: &str = "removed";
pub(super) const NUMBERS: &str = "numbers";

/// What the name of a roll's folder begins with.
pub(crate) const PREFIX: &str = "roll-";

/// The longest `roll.json`, in bytes.
const LONGEST: u64 = 1 << 20;

/// The version of a roll's description.
pub(super) const VERSION: u32 = 1;

/// What `roll.json` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) colophon_roll: u32,
    /// The content digest of the merged index.
    pub(super) content_sha256: String,
    /// The files that it was made of, in order.
    pub(super) of: Vec<Input>,
}

/// A file that a roll was made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Input {
    pub(super) content_sha256: String,
    pub(super) n_works: u64,
    pub(super) n_records: u64,
    /// The places in the roll of its sources.
    pub(super) sources: Vec<u16>,
}

/// A roll that is there.
#[derive(Debug)]
pub(super) struct Roll {
    pub(super) name: String,
    pub(super) made: Made,
}

impl Roll {
    /// Returns the roll of the most deltas of the set.
    pub(super) fn find(folder: &Path, manifest: &Manifest) -> Option<Self> {
        let names = fs::read_dir(folder).ok()?.flatten();
        let rolls = names.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let roll = Self::read(folder, &name)?;
            let ways = manifest.ways();
            ways.iter().any(|way| roll.fits(way)).then_some(roll)
        });
        rolls.max_by(|a, b| {
            let n = |roll: &Self| roll.made.of.len();
            n(a).cmp(&n(b)).then_with(|| b.name.cmp(&a.name))
        })
    }

    fn read(folder: &Path, name: &str) -> Option<Self> {
        name.strip_prefix(PREFIX)?;
        let path = folder.join(name).join(ABOUT);
        let is_short = fs::metadata(&path).is_ok_and(|it| it.is_file() && it.len() <= LONGEST);
        let text = is_short.then(|| fs::read(&path).ok()).flatten()?;
        let made: Made = serde_json::from_slice(&text).ok()?;
        let is_there = folder.join(name).join(FILE).is_file();
        let is_known = made.colophon_roll == VERSION && !made.of.is_empty();
        (is_known && is_there).then(|| Self {
            name: name.to_owned(),
            made,
        })
    }

    /// Returns whether it was made of the first deltas of a way.
    pub(super) fn fits(&self, way: &[&SetFile]) -> bool {
        let mut deltas = way.iter().filter(|file| file.role == Role::Delta);
        self.made.of.iter().all(|input| {
            deltas
                .next()
                .is_some_and(|delta| delta.content_sha256 == input.content_sha256)
        })
    }

    /// Returns whether it was made of the file with this content digest.
    pub(super) fn has(&self, content_sha256: &str) -> bool {
        self.place(content_sha256).is_some()
    }

    fn place(&self, content_sha256: &str) -> Option<usize> {
        let mut of = self.made.of.iter();
        of.position(|input| input.content_sha256 == content_sha256)
    }

    pub(super) fn path(&self, folder: &Path) -> PathBuf {
        folder.join(&self.name).join(FILE)
    }

    fn stale(&self, folder: &Path) -> Error {
        let message = "this merged file does not fit the set any more; delete its folder";
        Error::new(Code::MixedVersions, message).at(&folder.join(&self.name))
    }

    /// Returns what is taken out of the roll, from what is taken out of its files.
    pub(super) fn translate(
        &self,
        folder: &Path,
        index: &Index,
        removed: &[(String, Removal)],
    ) -> Result<Removal, Error> {
        if index.info().content_sha256_hex() != self.made.content_sha256 {
            return Err(self.stale(folder));
        }
        let applied = self.applied(folder)?;
        let mut all = Removal::default();
        let mut numbers: Option<Vec<u32>> = None;
        let (mut first_work, mut first_record) = (0_u64, 0_usize);
        for input in &self.made.of {
            let before = unhex(&input.content_sha256)
                .and_then(|digest| applied.of(digest.first_chunk()?))
                .cloned()
                .unwrap_or_default();
            let now = removed
                .iter()
                .find(|(hex, _)| *hex == input.content_sha256)
                .map(|(_, removal)| removal.clone())
                .unwrap_or_default();
            let works = later(&before.works, &now.works).ok_or_else(|| self.stale(folder))?;
            let records = later(&before.records, &now.records).ok_or_else(|| self.stale(folder))?;
            for number in works {
                let rank = before.works.partition_point(|it| *it < number);
                let own = first_work + u64::from(number) - rank as u64;
                all.works.push(u32::try_from(own).unwrap_or(u32::MAX));
            }
            if !records.is_empty() && numbers.is_none() {
                numbers = Some(self.numbers(folder)?);
            }
            for number in records {
                let at = first_record + number as usize;
                let known = numbers.as_ref().and_then(|numbers| numbers.get(at));
                let known = known.filter(|known| **known != u32::MAX);
                all.records.push(*known.ok_or_else(|| self.stale(folder))?);
            }
            for (place, now) in &now.of_sources {
                let before = before.of_sources.get(place).copied().unwrap_or_default();
                let at = input.sources.get(usize::from(*place));
                let more = (
                    now.n_records.checked_sub(before.n_records),
                    now.n_titles.checked_sub(before.n_titles),
                );
                let (Some(at), (Some(n_records), Some(n_titles))) = (at, more) else {
                    return Err(self.stale(folder));
                };
                if n_records > 0 {
                    let sum: &mut RemovedOfSource = all.of_sources.entry(*at).or_default();
                    sum.n_records += n_records;
                    sum.n_titles += n_titles;
                }
            }
            first_work += input.n_works.saturating_sub(before.works.len() as u64);
            first_record += usize::try_from(input.n_records).unwrap_or(0);
        }
        all.records.sort_unstable();
        Ok(all)
    }

    /// Returns what had been taken out when it was made.
    fn applied(&self, folder: &Path) -> Result<Removals, Error> {
        Ok(Removals::read(&folder.join(&self.name).join(REMOVED))?)
    }

    /// Returns the number in the roll of each record of its files.
    pub(super) fn numbers(&self, folder: &Path) -> Result<Vec<u32>, Error> {
        read_numbers(&folder.join(&self.name).join(NUMBERS), self.n_records())
            .ok_or_else(|| self.stale(folder))
    }

    fn n_records(&self) -> u64 {
        self.made.of.iter().map(|input| input.n_records).sum()
    }
}

pub(super) fn read_numbers(path: &Path, n: u64) -> Option<Vec<u32>> {
    let bytes = fs::read(path).ok()?;
    let (numbers, rest) = bytes.as_chunks::<4>();
    let numbers: Vec<u32> = numbers.iter().map(|it| u32::from_le_bytes(*it)).collect();
    (rest.is_empty() && numbers.len() as u64 == n).then_some(numbers)
}

/// Returns the numbers that are in `now` and were not in `before`; `None` if some are
/// no longer there. Both are in ascending order.
fn later(before: &[u32], now: &[u32]) -> Option<Vec<u32>> {
    let known: BTreeSet<u32> = before.iter().copied().collect();
    let new: Vec<u32> = now
        .iter()
        .copied()
        .filter(|it| !known.contains(it))
        .collect();
    (new.len() + before.len() == now.len()).then_some(new)
}
