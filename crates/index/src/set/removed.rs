//! The `.removed` file: which works and records of which files no longer count.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `COLR` |
//! | 1 | version, 1 |
//! | ... | parts, in ascending order of their first 33 bytes |
//! | 32 | SHA-256 of all bytes before |
//!
//! A part:
//!
//! | bytes | what |
//! |---|---|
//! | 32 | the content digest of the file |
//! | 1 | kind: 1 works, 2 records |
//! | varint | how many numbers there are, at least 1 |
//! | 1 | `k`, the Rice parameter, at most 30 |
//! | varint, varints | of records only: the number of sources that they are from; for each, in ascending order, its place, how many of the records are from it, and how many of these have a title |
//! | varint | the number of bytes that follow |
//! | ... | the first number, and for each further number the difference from the one before, minus 1, in Rice codes |
//!
//! The file comes from the publisher of the set, and is read without trust: what it
//! says of sources is compared with the records when the set is verified.

use std::collections::BTreeMap;
use std::io::{Read as _, Seek as _};
use std::path::Path;

use colophon_guarded_sqlite::ForeignFile;
use sha2::{Digest as _, Sha256};

use super::numbers::Numbers;
use crate::bits::{BitReader, BitWriter, cheapest_rice, rice_bits, width};
use crate::catalogue::source::MAX_SOURCES;
use crate::error::{Error, ErrorKind};
use crate::schema::{MAX_RECORDS, MAX_SET_FILES};
use crate::work::{put_varint, take_varint};

const MAGIC: &[u8; 4] = b"COLR";
const VERSION: u8 = 1;
const DIGEST_BYTES: usize = 32;
const MAX_K: u8 = 30;

/// The longest file; a bound, on which no figure depends.
pub const MAX_REMOVED_BYTES: u64 = 64 << 20;

/// What was taken out of files of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removals {
    files: BTreeMap<[u8; 32], Removal>,
}

/// What was taken out of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removal {
    /// The numbers of the works, in ascending order.
    pub works: Vec<u32>,
    /// The numbers of the records, in ascending order.
    pub records: Vec<u32>,
    /// How many of the records are from which source, by its place.
    pub of_sources: BTreeMap<u16, RemovedOfSource>,
}

/// How many records of a source were taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RemovedOfSource {
    /// All of them.
    pub n_records: u64,
    /// Those with a title.
    pub n_titles: u64,
}

/// The two kinds of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Works = 1,
    Records = 2,
}

impl Removals {
    /// Returns what was taken out of the file with this content digest.
    pub fn of(&self, content_sha256: &[u8; 32]) -> Option<&Removal> {
        self.files.get(content_sha256)
    }

    /// Returns the content digests of all files from which something was taken out.
    pub fn files(&self) -> impl Iterator<Item = &[u8; 32]> {
        self.files.keys()
    }

    /// Returns what was taken out of a file, to add to it.
    pub fn entry(&mut self, content_sha256: [u8; 32]) -> &mut Removal {
        self.files.entry(content_sha256).or_default()
    }

    /// Returns whether nothing was taken out.
    pub fn is_empty(&self) -> bool {
        self.files
            .values()
            .all(|removal| removal.works.is_empty() && removal.records.is_empty())
    }

    /// Reads a `.removed` file from a stranger.
    ///
    /// # Errors
    ///
    /// [`NotRemovals`](ErrorKind::NotRemovals), [`NewerFormat`](ErrorKind::NewerFormat),
    /// [`Damaged`](ErrorKind::Damaged), [`NotRegularFile`](ErrorKind::NotRegularFile),
    /// [`Unreadable`](ErrorKind::Unreadable).
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::parse(&Self::bytes_of(path)?).map_err(|e: Error| e.at(path))
    }

    /// Returns the bytes of a `.removed` file, of which nothing is known but that it is
    /// not too long.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`NotRegularFile`](ErrorKind::NotRegularFile),
    /// [`Unreadable`](ErrorKind::Unreadable).
    pub fn bytes_of(path: &Path) -> Result<Vec<u8>, Error> {
        let read = || {
            let file = ForeignFile::find(path)?;
            let is_long = file.size_bytes() > MAX_REMOVED_BYTES;
            let mut bytes = Vec::new();
            if !is_long {
                let mut file = file.into_file();
                // Its header was read already, and it may grow meanwhile.
                file.rewind()?;
                file.take(MAX_REMOVED_BYTES + 1).read_to_end(&mut bytes)?;
            }
            if is_long || bytes.len() as u64 > MAX_REMOVED_BYTES {
                return Err(Error::damaged("it is too long"));
            }
            Ok(bytes)
        };
        read().map_err(|e: Error| e.at(path))
    }

    /// Reads the bytes of a `.removed` file.
    ///
    /// # Errors
    ///
    /// As [`Removals::read`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let Some((head, rest)) = bytes.split_first_chunk::<5>() else {
            return Err(not_removals());
        };
        if head[..4] != *MAGIC {
            return Err(not_removals());
        }
        if head[4] > VERSION {
            return Err(Error::new(
                ErrorKind::NewerFormat,
                format!("has version {}; this program knows {VERSION}", head[4]),
            ));
        }
        let Some((mut parts, sum)) = rest.split_last_chunk::<DIGEST_BYTES>() else {
            return Err(cut_short());
        };
        let covered = &bytes[..bytes.len() - DIGEST_BYTES];
        if head[4] != VERSION || Sha256::digest(covered).as_slice() != sum {
            return Err(Error::damaged(
                "its checksum is wrong; it may have been cut short",
            ));
        }
        let mut removals = Self::default();
        let mut before: Option<([u8; 32], u8)> = None;
        while !parts.is_empty() {
            let (digest, rest) = parts
                .split_first_chunk::<DIGEST_BYTES>()
                .ok_or_else(cut_short)?;
            let (&kind, rest) = rest.split_first().ok_or_else(cut_short)?;
            if before >= Some((*digest, kind)) || removals.files.len() > MAX_SET_FILES {
                return Err(Error::damaged("parts out of order"));
            }
            before = Some((*digest, kind));
            parts = rest;
            let removal = removals.entry(*digest);
            match kind {
                1 => removal.works = numbers(&mut parts, None)?,
                2 => removal.records = numbers(&mut parts, Some(&mut removal.of_sources))?,
                _ => return Err(Error::damaged("an unknown kind of part")),
            }
        }
        Ok(removals)
    }

    /// Returns the bytes of the `.removed` file.
    ///
    /// The numbers have to be in ascending order, and the numbers of sources those of
    /// the records.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::from(MAGIC);
        out.push(VERSION);
        for (digest, removal) in &self.files {
            for (kind, numbers) in [
                (Kind::Works, &removal.works),
                (Kind::Records, &removal.records),
            ] {
                if numbers.is_empty() {
                    continue;
                }
                out.extend_from_slice(digest);
                out.push(kind as u8);
                let sources = (kind == Kind::Records).then_some(&removal.of_sources);
                put_numbers(numbers, sources, &mut out);
            }
        }
        let sum = Sha256::digest(&out);
        out.extend_from_slice(&sum);
        out
    }
}

impl Removal {
    /// Returns the works and the records as sets of numbers of a file.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged) if one of them is not there.
    pub(crate) fn of_file(&self, n_works: u64, n_records: u64) -> Result<[Numbers; 2], Error> {
        let missing =
            |what: &str| Error::damaged(format!("it takes out a {what} that is not there"));
        let works = Numbers::collect(n_works, self.works.iter().copied());
        let records = Numbers::collect(n_records, self.records.iter().copied());
        Ok([
            works.ok_or_else(|| missing("work"))?,
            records.ok_or_else(|| missing("record"))?,
        ])
    }
}

fn not_removals() -> Error {
    Error::new(
        ErrorKind::NotRemovals,
        "is not a list of what was taken out of a set",
    )
}

fn cut_short() -> Error {
    Error::damaged("it is cut short")
}

/// Reads the rest of a part, with what it says of sources if it has that.
fn numbers(
    bytes: &mut &[u8],
    sources: Option<&mut BTreeMap<u16, RemovedOfSource>>,
) -> Result<Vec<u32>, Error> {
    let n = take_varint(bytes).ok_or_else(cut_short)?;
    let k = *bytes.split_off_first().ok_or_else(cut_short)?;
    if n == 0 || n > MAX_RECORDS || k > MAX_K {
        return Err(Error::damaged("a part with impossible numbers"));
    }
    if let Some(sources) = sources {
        *sources = read_sources(bytes, n)?;
    }
    let n_bytes = take_varint(bytes).ok_or_else(cut_short)?;
    let n_bytes = usize::try_from(n_bytes).map_err(|_| cut_short())?;
    let codes = bytes.split_off(..n_bytes).ok_or_else(cut_short)?;
    // A code has at least one bit.
    if n > codes.len() as u64 * 8 {
        return Err(cut_short());
    }
    let mut reader = BitReader::new(codes);
    let mut numbers = Vec::with_capacity(usize::try_from(n).unwrap_or(0));
    let mut next = 0_u64;
    for _ in 0..n {
        next += reader.rice(k.into())?;
        let number = u32::try_from(next).ok().filter(|_| next < MAX_RECORDS);
        numbers.push(number.ok_or_else(|| Error::damaged("a number out of all bounds"))?);
        next += 1;
    }
    if !reader.is_at_end() {
        return Err(Error::damaged("a part with unused bytes"));
    }
    Ok(numbers)
}

fn read_sources(bytes: &mut &[u8], n: u64) -> Result<BTreeMap<u16, RemovedOfSource>, Error> {
    let malformed = || Error::damaged("malformed numbers of sources");
    let n_sources = take_varint(bytes).ok_or_else(cut_short)?;
    let mut sources = BTreeMap::new();
    let mut n_left = n;
    for _ in 0..n_sources {
        let mut number = || take_varint(bytes).ok_or_else(cut_short);
        let (place, n_records, n_titles) = (number()?, number()?, number()?);
        let place = u16::try_from(place).map_err(|_| malformed())?;
        if usize::from(place) >= MAX_SOURCES
            || sources
                .last_key_value()
                .is_some_and(|(last, _)| *last >= place)
            || n_records == 0
            || n_records > n_left
            || n_titles > n_records
        {
            return Err(malformed());
        }
        n_left -= n_records;
        let of_source = RemovedOfSource {
            n_records,
            n_titles,
        };
        sources.insert(place, of_source);
    }
    if n_left > 0 {
        return Err(malformed());
    }
    Ok(sources)
}

fn put_numbers(
    numbers: &[u32],
    sources: Option<&BTreeMap<u16, RemovedOfSource>>,
    out: &mut Vec<u8>,
) {
    let gaps = || {
        let before = std::iter::once(0).chain(numbers.iter().map(|n| u64::from(*n) + 1));
        numbers
            .iter()
            .zip(before)
            .map(|(n, before)| u64::from(*n) - before)
    };
    let mean = numbers
        .last()
        .map_or(0, |last| u64::from(*last) / numbers.len() as u64);
    let k = cheapest_rice(width(mean), |k| {
        gaps().fold(0_u64, |sum, gap| sum.saturating_add(rice_bits(gap, k)))
    });
    let k = k.min(MAX_K.into());
    put_varint(numbers.len() as u64, out);
    out.push(u8::try_from(k).unwrap_or(MAX_K));
    if let Some(sources) = sources {
        put_varint(sources.len() as u64, out);
        for (place, removed) in sources {
            for n in [(*place).into(), removed.n_records, removed.n_titles] {
                put_varint(n, out);
            }
        }
    }
    let mut bits = BitWriter::default();
    gaps().for_each(|gap| bits.rice(gap, k));
    bits.align();
    put_varint(bits.bytes.len() as u64, out);
    out.extend_from_slice(&bits.bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn removals() -> impl Strategy<Value = Removals> {
        let numbers = || prop::collection::btree_set(0_u32..200_000, 0..60);
        let file = (any::<[u8; 32]>(), numbers(), numbers());
        prop::collection::vec(file, 0..4).prop_map(|files| {
            let mut removals = Removals::default();
            for (digest, works, records) in files {
                if works.is_empty() && records.is_empty() {
                    continue;
                }
                let removal = removals.entry(digest);
                removal.works = works.into_iter().collect();
                removal.records = records.into_iter().collect();
                let n = removal.records.len() as u64;
                for (place, n_records) in [(3, n / 2), (7, n - n / 2)] {
                    if n_records > 0 {
                        let n_titles = n_records / 3;
                        let of_source = RemovedOfSource {
                            n_records,
                            n_titles,
                        };
                        removal.of_sources.insert(place, of_source);
                    }
                }
            }
            removals
        })
    }

    proptest! {
        #[test]
        fn what_was_written_comes_back(removals in removals()) {
            let bytes = removals.to_bytes();
            prop_assert_eq!(Removals::parse(&bytes).unwrap(), removals);
        }

        #[test]
        fn any_bytes_are_read_or_refused(
            removals in removals(),
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
            cut in any::<prop::sample::Index>(),
        ) {
            let bytes = removals.to_bytes();
            let mut changed = bytes.clone();
            let at = at.index(changed.len());
            changed[at] = byte;
            let read = Removals::parse(&changed);
            prop_assert!(read.is_err() || changed == bytes);
            prop_assert!(Removals::parse(&bytes[..cut.index(bytes.len())]).is_err());
            // With a right checksum, whatever the bytes are.
            let covered = changed.len() - DIGEST_BYTES;
            let sum = Sha256::digest(&changed[..covered]);
            changed[covered..].copy_from_slice(&sum);
            if let Ok(read) = Removals::parse(&changed) {
                prop_assert_eq!(Removals::parse(&read.to_bytes()).unwrap(), read);
            }
        }
    }

    #[test]
    fn a_thousand_numbers_of_millions_take_about_two_bytes_each() {
        let mut removals = Removals::default();
        removals.entry([1; 32]).works = (0..1_000).map(|n| n * 7_501).collect();
        assert!(removals.to_bytes().len() < 2_100);
    }
}
