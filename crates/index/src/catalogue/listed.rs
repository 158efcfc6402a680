//! Pages of records that are a DOI alone, and finding one.
//!
//! A list of a hundred million DOIs has nothing to show but that a DOI is on it. Of each,
//! a page keeps [`HASH_BITS`] bits of its hash and the source. These records are the last
//! of an index, in the order of the hashes, so the page of a hash is found by where it
//! must be, in a step or two, without a term.
//!
//! | part | what |
//! |---|---|
//! | byte | 0, which no other page of records begins with |
//! | varint | the number of records, from 1 to [`MAX_LISTED`] |
//! | varint, byte | the least source, and the width in bits of the sources less it |
//! | 8 bytes | the hash of the first record, least significant first |
//! | byte | `k`, a Rice parameter |
//! | bits | the sources in that width; then for each further record the Rice code with `k` of its hash less the one before; padded to a byte |

use std::ops::Range;

use colophon_catalogue::doi::HASH_BITS;

use crate::bits::{BitReader, BitWriter, rice_bits, width};
use crate::error::Error;
use crate::work::{put_varint, take_varint};

/// The largest number of records of such a page.
pub(crate) const MAX_LISTED: usize = 1 << 15;

/// The largest Rice parameter: that of two hashes as far apart as can be.
const MAX_K: u32 = HASH_BITS;

/// A record that is a DOI alone: the hash of the DOI and the source.
pub(crate) type Listed = (u64, u16);

/// Writes a page of as many of the records as fit into `most` bytes, at least one, and
/// returns their number. The records are in the order of their hashes.
pub(crate) fn write(records: &[Listed], most: usize) -> (usize, Vec<u8>) {
    let Some(&(first, _)) = records.first() else {
        return (0, Vec::new());
    };
    let records = &records[..records.len().min(MAX_LISTED)];
    let sources = records.iter().map(|(_, source)| u64::from(*source));
    let least = sources.clone().min().unwrap_or(0);
    let source_bits = width(sources.max().unwrap_or(0) - least);
    let range = records.last().map_or(0, |(last, _)| last - first);
    let k = width((range / records.len() as u64 * 177) >> 8).saturating_sub(1);
    // The head has at most 19 bytes.
    let room = (most as u64).saturating_sub(19) * 8;
    let mut n_bits = 0;
    let mut before = first;
    let mut n = 0;
    for (hash, _) in records {
        n_bits += rice_bits(hash - before, k) + u64::from(source_bits);
        if n > 0 && n_bits > room {
            break;
        }
        before = *hash;
        n += 1;
    }
    let mut page = vec![0];
    put_varint(n as u64, &mut page);
    put_varint(least, &mut page);
    page.push(source_bits.to_le_bytes()[0]);
    page.extend_from_slice(&first.to_le_bytes());
    page.push(k.to_le_bytes()[0]);
    let mut bits = BitWriter::default();
    for (_, source) in &records[..n] {
        bits.binary(u64::from(*source) - least, source_bits);
    }
    for pair in records[..n].windows(2) {
        bits.rice(pair[1].0 - pair[0].0, k);
    }
    bits.align();
    page.extend_from_slice(&bits.bytes);
    (n, page)
}

/// Returns whether a page has records of this kind.
pub(crate) fn is_listed(page: &[u8]) -> bool {
    page.first() == Some(&0)
}

/// Reads a page.
///
/// # Errors
///
/// [`Damaged`](crate::ErrorKind::Damaged) if it is not in the form that a builder gives
/// it, its hashes fall, or one is too large.
pub(crate) fn read(page: &[u8]) -> Result<Vec<Listed>, Error> {
    let wrong = || Error::damaged("a malformed page of DOIs");
    let mut rest = page.strip_prefix(&[0]).ok_or_else(wrong)?;
    let varint = |rest: &mut &[u8]| take_varint(rest).ok_or_else(wrong);
    let n = usize::try_from(varint(&mut rest)?).unwrap_or(usize::MAX);
    let least = varint(&mut rest)?;
    let source_bits = u32::from(*rest.split_off_first().ok_or_else(wrong)?);
    let first = rest.split_off(..8).and_then(<[u8]>::first_chunk);
    let mut hash = u64::from_le_bytes(*first.ok_or_else(wrong)?);
    let k = u32::from(*rest.split_off_first().ok_or_else(wrong)?);
    if !(1..=MAX_LISTED).contains(&n) || source_bits > 16 || k > MAX_K {
        return Err(wrong());
    }
    let mut bits = BitReader::new(rest);
    let mut records = Vec::with_capacity(n);
    for _ in 0..n {
        let source = least.saturating_add(bits.binary(source_bits)?);
        records.push((hash, u16::try_from(source).map_err(|_| wrong())?));
    }
    for (own, _) in records.iter_mut().skip(1) {
        hash = hash.saturating_add(bits.rice(k)?);
        *own = hash;
    }
    if hash >> HASH_BITS != 0 || !bits.is_at_end() {
        return Err(wrong());
    }
    Ok(records)
}

/// Returns the numbers of the records with a hash, among those from `numbers.start` to
/// `numbers.end`, which are all that are a DOI alone.
///
/// `page_at` returns the page with a record: the number of its first record, and its
/// records.
///
/// # Errors
///
/// Those of `page_at`, and [`Damaged`](crate::ErrorKind::Damaged) if pages are not in
/// order.
pub(crate) fn find(
    numbers: Range<u64>,
    hash: u64,
    page_at: &mut dyn FnMut(u64) -> Result<(u64, Vec<Listed>), Error>,
) -> Result<Range<u32>, Error> {
    // Records before `low` have lower hashes, those from `high` on have higher ones.
    let (mut low, mut high) = (numbers.start, numbers.end);
    let (mut least, mut most) = (0, 1_u64 << HASH_BITS);
    let mut n_steps = 0_u32;
    while low < high {
        // Hashes are spread evenly; if those of a strange index are not, halving ends it.
        let n_bisected = (high - low) >> 1;
        let share = u128::from(high - low) * u128::from(hash.saturating_sub(least))
            / u128::from((most - least).max(1));
        let guess = match n_steps {
            0..8 => u64::try_from(share).unwrap_or(n_bisected),
            _ => n_bisected,
        };
        n_steps += 1;
        let (first, page) = page_at(low + guess.min(high - low - 1))?;
        let end = first.saturating_add(page.len() as u64);
        let is_in = first >= numbers.start && end <= numbers.end && first < high && end > low;
        let (Some((from, _)), Some((to, _)), true) = (page.first(), page.last(), is_in) else {
            return Err(Error::damaged("a malformed page of DOIs"));
        };
        if *to < hash {
            (low, least) = (end, *to);
        } else if *from > hash {
            (high, most) = (first, *from);
        } else {
            return found(first, &page, hash, numbers, page_at);
        }
    }
    Ok(0..0)
}

/// Returns the records with a hash around a page that has it, or would have it.
fn found(
    first: u64,
    page: &[Listed],
    hash: u64,
    numbers: Range<u64>,
    page_at: &mut dyn FnMut(u64) -> Result<(u64, Vec<Listed>), Error>,
) -> Result<Range<u32>, Error> {
    let places = |page: &[Listed]| {
        page.partition_point(|(own, _)| *own < hash)..page.partition_point(|(own, _)| *own <= hash)
    };
    let own = places(page);
    let (mut start, mut end) = (first + own.start as u64, first + own.end as u64);
    if own.is_empty() {
        return Ok(0..0);
    }
    // Several sources may list it, and a page may end between them.
    let mut begin = first;
    while start == begin && start > numbers.start {
        let (before, page) = page_at(start - 1)?;
        let own = places(&page);
        if own.is_empty() || before >= start {
            break;
        }
        (begin, start) = (before, before + own.start as u64);
    }
    let mut page_end = first + page.len() as u64;
    while end == page_end && end < numbers.end {
        let (next, page) = page_at(end)?;
        let own = places(&page);
        if own.is_empty() || next != end {
            break;
        }
        (end, page_end) = (next + own.end as u64, next + page.len() as u64);
    }
    let small = |n: u64| u32::try_from(n).map_err(|_| Error::damaged("too many records"));
    Ok(small(start)?..small(end)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_what_was_written() {
        let hashes = |n: u64| (0..n).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 6);
        for n in [1, 2, 3, 50_000] {
            for n_sources in [1, 2, 1024] {
                let mut records: Vec<Listed> = hashes(n)
                    .map(|hash| (hash, u16::try_from(hash % n_sources).unwrap()))
                    .collect();
                records.sort_unstable();
                let mut at = 0;
                while at < records.len() {
                    let (n, page) = write(&records[at..], 8665);
                    assert!(page.len() <= 8665 && is_listed(&page));
                    assert_eq!(read(&page).unwrap(), records[at..at + n]);
                    at += n;
                }
            }
        }
        // The same DOI in two sources.
        let twice = [(7, 0), (7, 1)];
        assert_eq!(read(&write(&twice, 100).1).unwrap(), twice);
    }

    #[test]
    fn a_damaged_page_is_an_error() {
        let (_, page) = write(&[(5, 0), (9, 1), (1 << 57, 0)], 100);
        assert!(read(&page).is_ok());
        for n in 0..page.len() {
            assert!(read(&page[..n]).is_err(), "{n}");
        }
        assert!(read(&[&page[..], &[0]].concat()).is_err());
        let (_, beyond) = write(&[(1 << 58, 0)], 100);
        assert!(read(&beyond).is_err());
    }
}
