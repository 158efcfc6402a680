//! A block of records, and its pages and terms.
//!
//! The sorted records are cut into blocks of a fixed number. Each block is worked
//! on alone, so several can be worked on at the same time, and the result is the
//! same whichever is first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use colophon_catalogue::terms;

use super::build::ORIGIN_BYTES;
use super::listed::{self, Listed};
use super::page::{MAX_PAGE_RECORDS, MAX_PAGE_TEXT, PageWriter};
use super::plain::{N_TEXTS, PlainRecord};
use super::{RecordDigests, coding};
use crate::counts::{Counted, RecordCounts};
use crate::error::Error;
use crate::schema::USABLE_BYTES;

/// The number of records of a block. Not fitted; pages end with a block, so an
/// index's bytes depend on it.
pub(crate) const BLOCK_RECORDS: usize = 1 << 15;

/// The number of whole SQLite pages that a page of records fills, besides its part
/// of a leaf.
const N_OVERFLOW: usize = 2;

/// The length of a page of records that wastes nothing: of a row of this length,
/// SQLite (file format, section 1.6) keeps the first 489 bytes in a leaf and fills
/// whole pages with the rest. If a row is a little longer, the excess is in the
/// leaf too, whose cells are then still short enough to fill it well.
const LEAST_BYTES: usize = N_OVERFLOW * (USABLE_BYTES - 4) + 489;

/// The longest page of records that fits well. Not fitted; an index's bytes depend
/// on it.
const MOST_BYTES: usize = LEAST_BYTES + 650;

/// How often a page is written to find the number of records that fit. Not fitted;
/// an index's bytes depend on it.
const MAX_TRIES: usize = 4;

/// The largest number of records in one [`pack`]ed run.
const MAX_RUN: u64 = 32;

/// Records of a block, as [`coding`] has them.
#[derive(Default)]
pub(crate) struct Block {
    /// The number of the first record.
    pub(crate) first: u64,
    pub(crate) n: usize,
    pub(crate) bytes: Vec<u8>,
    /// Whether each record is followed by its former number.
    pub(crate) has_origins: bool,
}

/// What a block is made into.
pub(crate) struct Finished {
    pub(crate) n: u64,
    /// The former numbers of the records, if they are kept.
    pub(crate) origins: Vec<u32>,
    /// Pages, each with the number of its first record.
    pub(crate) pages: Vec<(u64, Vec<u8>)>,
    /// Runs of records with a term, sorted; see [`pack`].
    pub(crate) terms: Vec<u64>,
    /// The MD5 of each record's file with the record's number (see [`join_key`]), if
    /// digests are to be joined.
    pub(crate) md5s: Vec<[u8; 20]>,
    /// Further digests of files without an MD5.
    pub(crate) further: Vec<JoinedRow>,
    pub(crate) sources: BTreeMap<u16, OfSource>,
    pub(crate) counts: RecordCounts,
}

/// What a block has of one source.
#[derive(Default)]
pub(crate) struct OfSource {
    pub(crate) n_records: u64,
    pub(crate) n_titles: u64,
    /// The last date on which a record was added.
    pub(crate) last_day: u32,
}

/// Packs a slot and a run of records with that slot into a number that sorts like
/// them.
pub(crate) fn pack(slot: u64, first: u64, n: u64) -> u64 {
    slot << 32 | first << 5 | (n - 1)
}

/// Returns slot, first record and number of records of a packed run.
pub(crate) fn unpack(packed: u64) -> (u64, u64, u64) {
    (
        packed >> 32,
        packed >> 5 & ((1 << 27) - 1),
        (packed & (MAX_RUN - 1)) + 1,
    )
}

/// Returns the slot of a term's hash.
pub(crate) fn slot(hash: u64) -> u64 {
    hash >> 32
}

/// Makes pages and terms of a block.
///
/// # Errors
///
/// [`Cancelled`](crate::ErrorKind::Cancelled) if `stop` is set meanwhile.
pub(crate) fn finish(
    block: &Block,
    writer: &mut PageWriter,
    with_md5s: bool,
    stop: &AtomicBool,
) -> Result<Finished, Error> {
    let mut rest = block.bytes.as_slice();
    let changed = || Error::damaged("a temporary file was changed");
    let mut records = Vec::with_capacity(block.n);
    let mut origins = Vec::new();
    for _ in 0..block.n {
        let record = coding::decode(&mut rest);
        records.push(record.ok_or_else(changed)?);
        if block.has_origins {
            let origin = rest.split_off(..ORIGIN_BYTES).and_then(<[u8]>::first_chunk);
            origins.push(u32::from_le_bytes(*origin.ok_or_else(changed)?));
        }
    }
    let mut finished = Finished {
        n: block.n as u64,
        origins,
        pages: Vec::new(),
        terms: Vec::new(),
        md5s: Vec::new(),
        further: Vec::new(),
        sources: BTreeMap::new(),
        counts: RecordCounts::part(),
    };
    let mut packed = Vec::with_capacity(block.n * 16);
    for (number, record) in (block.first..).zip(&records) {
        check(stop, number)?;
        if let (None, Some(row)) = (record.md5, further(number, record)) {
            finished.further.push(row);
        }
        terms::of_texts(&record.termed()?, &mut |hash| {
            packed.push(pack(slot(hash), number, 1));
        });
        if let (true, Some(md5)) = (with_md5s, record.md5) {
            finished.md5s.push(join_key(md5, number));
        }
        let counted = Counted::plain(record)?;
        finished.counts.add(&counted);
        let of_source = finished.sources.entry(record.source).or_default();
        of_source.n_records += 1;
        of_source.n_titles += u64::from(counted.has_title());
        of_source.last_day = of_source.last_day.max(record.added.unwrap_or(0));
    }
    finished.terms = into_runs(packed);

    // Those that are a DOI alone come last.
    let n_full = records.partition_point(|record| record.listed.is_none());
    let listed: Vec<Listed> = records
        .split_off(n_full)
        .into_iter()
        .filter_map(|record| Some((record.listed?, record.source)))
        .collect();
    let mut n_text_bytes = 0;
    let ends: Vec<usize> = records
        .iter()
        .map(|record| {
            n_text_bytes += N_TEXTS + record.texts.iter().map(|text| text.len()).sum::<usize>();
            n_text_bytes
        })
        .collect();
    let mut ratio = 0.5;
    let mut at = 0;
    while at < records.len() {
        check(stop, 0)?;
        let before = at.checked_sub(1).map_or(0, |last| ends[last]);
        let texts = |n: usize| ends[at + n - 1] - before;
        let (n, page) = fill(&records[at..], &texts, writer, &mut ratio)?;
        finished.pages.push((block.first + at as u64, page));
        at += n;
    }
    let mut at = 0;
    while at < listed.len() {
        check(stop, 0)?;
        let (n, page) = listed::write(&listed[at..], LEAST_BYTES);
        finished
            .pages
            .push((block.first + (n_full + at) as u64, page));
        at += n;
    }
    Ok(finished)
}

fn check(stop: &AtomicBool, number: u64) -> Result<(), Error> {
    if number.is_multiple_of(256) && stop.load(Ordering::Relaxed) {
        return Err(Error::interrupted());
    }
    Ok(())
}

/// Returns a digest and the number of its record as bytes that sort like them.
pub(crate) fn join_key(md5: [u8; 16], number: u64) -> [u8; 20] {
    let mut key = [0; 20];
    key[..16].copy_from_slice(&md5);
    key[16..].copy_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
    key
}

/// A record's number in big-endian bytes, then flags for SHA-1 and SHA-256 as in
/// [`super::digests`], then the two, with zeros for a missing one.
pub(crate) type JoinedRow = [u8; 57];

/// Returns the row of a record's further digests.
pub(crate) fn joined_row(number: u64, digests: &RecordDigests) -> JoinedRow {
    let mut row: JoinedRow = [0; 57];
    row[..4].copy_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
    row[4] = u8::from(digests.sha1.is_some()) | u8::from(digests.sha256.is_some()) << 1;
    row[5..25].copy_from_slice(&digests.sha1.unwrap_or_default());
    row[25..].copy_from_slice(&digests.sha256.unwrap_or_default());
    row
}

fn further(number: u64, record: &PlainRecord<'_>) -> Option<JoinedRow> {
    let digests = RecordDigests {
        sha1: record.sha1,
        sha256: record.sha256,
    };
    (digests != RecordDigests::default()).then(|| joined_row(number, &digests))
}

/// Sorts packed runs of one record, and joins those of neighbours.
pub(crate) fn into_runs(mut packed: Vec<u64>) -> Vec<u64> {
    packed.sort_unstable();
    packed.dedup();
    let mut runs: Vec<u64> = Vec::with_capacity(packed.len() / 2);
    for item in packed {
        let (slot, number, _) = unpack(item);
        if let Some(last) = runs.last_mut() {
            let (same, first, n) = unpack(*last);
            if same == slot && first + n == number && n < MAX_RUN {
                *last = pack(slot, first, n + 1);
                continue;
            }
        }
        runs.push(item);
    }
    runs
}

/// About how many bytes the numbers of a record take in a page. Not fitted; an index's
/// bytes depend on it.
const NUMBER_BYTES: usize = 10;

/// The length of a digest in a page.
const DIGEST_BYTES: usize = 16;

/// Writes a page of as many of the records as fit well, and returns their number.
///
/// `texts` returns the length of the texts of the first `n` records. `ratio` is
/// the share of that length which is left after compression: the page before gives
/// the first guess.
fn fill(
    records: &[PlainRecord<'_>],
    texts: &dyn Fn(usize) -> usize,
    writer: &mut PageWriter,
    ratio: &mut f64,
) -> Result<(usize, Vec<u8>), Error> {
    let aim = LEAST_BYTES.midpoint(MOST_BYTES) as f64;
    let digests: Vec<usize> = records
        .iter()
        .take(MAX_PAGE_RECORDS)
        .scan(0, |n_digests, record| {
            *n_digests += [record.md5, record.md5_reported].iter().flatten().count();
            Some(*n_digests)
        })
        .collect();
    let length_of = |n: usize, ratio: f64| {
        let n_digests = n.checked_sub(1).and_then(|last| digests.get(last));
        let numbers = n * NUMBER_BYTES + n_digests.map_or(0, |n| n * DIGEST_BYTES);
        numbers as f64 + texts(n) as f64 * ratio
    };
    let most = first_beyond(1, records.len().min(MAX_PAGE_RECORDS) + 1, |n| {
        texts(n) > MAX_PAGE_TEXT
    });
    let (mut above, mut below) = (0, most);
    let mut best: Option<(usize, Vec<u8>)> = None;
    for _ in 0..MAX_TRIES {
        if above + 1 >= below {
            break;
        }
        let n = first_beyond(above + 1, below, |n| length_of(n, *ratio) > aim) - 1;
        let page = writer.write(&records[..n])?;
        let length = page.len();
        let of_texts = length as f64 - length_of(n, 0.0);
        // Below 0 if the numbers take less than was thought.
        *ratio = (of_texts / texts(n) as f64).clamp(-1.0, 1.5);
        if length > MOST_BYTES {
            below = n;
        } else {
            above = n;
        }
        let distance = |length: usize| (length as f64 - aim).abs();
        if best
            .as_ref()
            .is_none_or(|(_, page)| distance(length) < distance(page.len()))
        {
            best = Some((n, page));
        }
        if (LEAST_BYTES..=MOST_BYTES).contains(&length) {
            break;
        }
    }
    best.ok_or_else(|| Error::damaged("a page without records"))
}

/// Returns the first number above `from` and below `to` that is too much, else
/// `to`. Every larger number is too much as well.
fn first_beyond(mut from: usize, mut to: usize, is_too_much: impl Fn(usize) -> bool) -> usize {
    while from + 1 < to {
        let middle = from.midpoint(to);
        if is_too_much(middle) {
            to = middle;
        } else {
            from = middle;
        }
    }
    to
}
