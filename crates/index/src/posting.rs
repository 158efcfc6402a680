//! Posting pages: which hash occurs in which work, as coded gaps.
//!
//! A posting is a pair of a hash and a work. Both are packed into one number,
//! the *key* `slot * n_works + work`, where the *slot* is a few leading bits of
//! the hash ([`KeySpace`]). The sorted keys are cut into pages. A page holds its
//! first key as it is, as the row's number, and every further key as the gap to
//! the one before, less one, in a Golomb-Rice code.
//!
//! Why: hashes are evenly spread, so gaps between sorted keys follow a geometric
//! distribution, for which this code is within half a per cent of the entropy
//! (Golomb 1966; Rice and Plaunt 1971), and decoding a page takes about a
//! nanosecond a key. Writer and reader are in one file, so that one does not
//! change without the other.
//!
//! A page's blob, of at most [`MAX_BLOB`](crate::schema::MAX_BLOB) bytes:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | `k`, the Rice parameter, at most [`MAX_RICE`] |
//! | rest | codes, from each byte's least significant bit upwards |
//!
//! A code is the gap's quotient by 2^k in unary (that many 0 bits, then a 1) and
//! the remainder in `k` bits, least significant first. The last byte is padded
//! with 0 bits. Every code has a 1, so no count is needed.

use std::collections::VecDeque;

use crate::bits::{BitReader, BitWriter, MAX_RICE, cheapest_rice, rice_bits, width};
use crate::error::Error;
use crate::schema::MAX_BLOB;

/// Every key is below this.
const KEY_END: u64 = 1 << 63;

/// The number of gaps that a page's Rice parameter is chosen from; a page of an
/// ordinary index holds about 600.
const LOOK_AHEAD: usize = 512;

/// The number of bits of a slot of very short works.
///
/// Keys stay below 2^63 for any number of works that an index can have, so slots
/// have the same length in every index: indexes can be merged without the hashes.
pub(crate) const SHORT_BITS: u32 = 36;

/// How the hashes of one segment become keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeySpace {
    /// The number of leading bits that are 0 in every hash of the segment.
    shift: u32,
    /// The number of bits of a slot.
    bits: u32,
    n_works: u64,
}

impl KeySpace {
    /// Returns the key space of the hashes below the index threshold: the 32
    /// bits that follow the zero bits of the scale.
    pub(crate) fn main(scale: u32, n_works: u64) -> Self {
        Self {
            shift: scale.trailing_zeros(),
            bits: 32,
            n_works,
        }
    }

    /// Returns the key space of very short works' hashes: their first bits.
    pub(crate) fn short(n_works: u64) -> Self {
        Self {
            shift: 0,
            bits: SHORT_BITS,
            n_works,
        }
    }

    /// Returns the slot of `hash`.
    pub(crate) fn slot(self, hash: u64) -> u64 {
        (hash << self.shift) >> (64 - self.bits)
    }

    pub(crate) fn key(self, slot: u64, work: u32) -> u64 {
        slot * self.n_works + u64::from(work)
    }

    /// Returns the keys that `slot` can have: from the first number to below the
    /// second.
    pub(crate) fn range(self, slot: u64) -> (u64, u64) {
        let from = slot * self.n_works;
        (from, from + self.n_works)
    }

    /// Returns the slot and the work of a key.
    pub(crate) fn split(self, key: u64) -> (u64, u64) {
        (key / self.n_works, key % self.n_works)
    }

    /// Returns the number above every key.
    pub(crate) fn end(self) -> u64 {
        self.n_works << self.bits
    }

    /// Returns the number of bits of a slot.
    pub(crate) fn bits(self) -> u32 {
        self.bits
    }
}

/// Cuts a rising sequence of keys into pages.
pub(crate) struct PageWriter {
    ahead: VecDeque<u64>,
    page: Option<OpenPage>,
}

struct OpenPage {
    first: u64,
    last: u64,
    k: u32,
    bits: BitWriter,
}

impl OpenPage {
    fn hand_out<E>(&mut self, sink: &mut impl FnMut(u64, &[u8]) -> Result<(), E>) -> Result<(), E> {
        self.bits.align();
        sink(self.first, &self.bits.bytes)
    }
}

impl PageWriter {
    pub(crate) fn new() -> Self {
        Self {
            ahead: VecDeque::with_capacity(LOOK_AHEAD + 1),
            page: None,
        }
    }

    /// Takes the next key, which is above the one before. A page that is full goes
    /// to `sink`: its first key and its blob.
    pub(crate) fn push<E>(
        &mut self,
        key: u64,
        sink: &mut impl FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.ahead.push_back(key);
        if self.ahead.len() > LOOK_AHEAD {
            self.encode_next(sink)?;
        }
        Ok(())
    }

    /// Hands the last pages to the sink.
    pub(crate) fn finish<E>(
        mut self,
        sink: &mut impl FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        while !self.ahead.is_empty() {
            self.encode_next(sink)?;
        }
        match &mut self.page {
            Some(page) => page.hand_out(sink),
            None => Ok(()),
        }
    }

    fn encode_next<E>(
        &mut self,
        sink: &mut impl FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(key) = self.ahead.pop_front() else {
            return Ok(());
        };
        if let Some(page) = &mut self.page {
            let gap = key - page.last - 1;
            if page.bits.n_bits() + rice_bits(gap, page.k) <= MAX_BLOB as u64 * 8 {
                page.bits.rice(gap, page.k);
                page.last = key;
                return Ok(());
            }
            page.hand_out(sink)?;
        }
        let k = rice_parameter(key, &self.ahead);
        // The last page's buffer is used again.
        let mut bits = self.page.take().map(|page| page.bits).unwrap_or_default();
        bits.clear();
        bits.binary(k.into(), 8);
        self.page = Some(OpenPage {
            first: key,
            last: key,
            k,
            bits,
        });
        Ok(())
    }
}

/// Returns the parameter that codes the gaps from `first` through `keys` in the
/// fewest bits, the smallest of equals.
fn rice_parameter(first: u64, keys: &VecDeque<u64>) -> u32 {
    let Some(&last) = keys.back() else { return 0 };
    let n = keys.len() as u64;
    let cost = |k: u32| {
        let mut before = first;
        keys.iter().fold(0_u64, |sum, &key| {
            let gap = key - before - 1;
            before = key;
            sum.saturating_add(rice_bits(gap, k))
        })
    };
    // The cost has one minimum, which for gaps of any distribution is at or below
    // the width of their mean. Whole numbers make it the same on every machine.
    let mean = (last - first) / n;
    cheapest_rice(width(mean), cost)
}

/// A page that is being read, at one of its keys.
#[derive(Default)]
pub(crate) struct PageReader {
    bits: BitReader<Vec<u8>>,
    k: u32,
    key: u64,
}

impl PageReader {
    /// Starts at the first key of a page.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if the blob is too long or empty, or
    /// its parameter is too large.
    pub(crate) fn load(&mut self, first: u64, blob: &[u8]) -> Result<(), Error> {
        let k = *blob
            .first()
            .ok_or_else(|| Error::damaged("an empty posting page"))?;
        if blob.len() > MAX_BLOB || u32::from(k) > MAX_RICE || first >= KEY_END {
            return Err(Error::damaged("a posting page with impossible figures"));
        }
        self.bits.load(blob);
        self.bits.binary(8)?;
        self.k = k.into();
        self.key = first;
        Ok(())
    }

    /// Returns the current key.
    pub(crate) fn key(&self) -> u64 {
        self.key
    }

    /// Returns a rough bound for the page's last key: twice the mean span of pages
    /// with this parameter.
    pub(crate) fn reach(&self) -> u64 {
        let n = self.bits.n_bits() as u64 / u64::from(self.k + 1);
        self.key.saturating_add((2 * n) << self.k)
    }

    /// Moves on to the first key that is not below `target`; returns false at the
    /// end of the page.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if a code is cut short or leads beyond
    /// all keys.
    pub(crate) fn seek(&mut self, target: u64) -> Result<bool, Error> {
        while self.key < target {
            if !self.advance()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Moves on to the next key; returns false at the end of the page.
    ///
    /// # Errors
    ///
    /// As [`PageReader::seek`].
    #[inline]
    pub(crate) fn advance(&mut self) -> Result<bool, Error> {
        let Some(gap) = self.bits.next_rice(self.k)? else {
            return Ok(false);
        };
        // Both are below 2^63.
        let key = self.key + gap + 1;
        if key >= KEY_END {
            return Err(Error::damaged("a posting beyond all keys"));
        }
        self.key = key;
        Ok(true)
    }

    /// Returns the number of bits of the blob that no code has used.
    pub(crate) fn unused_bits(&self) -> usize {
        self.bits.n_left()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pages(keys: &[u64]) -> Vec<(u64, Vec<u8>)> {
        let mut pages = Vec::new();
        let mut sink = |first, blob: &[u8]| {
            pages.push((first, blob.to_vec()));
            Ok::<(), ()>(())
        };
        let mut writer = PageWriter::new();
        for &key in keys {
            writer.push(key, &mut sink).unwrap();
        }
        writer.finish(&mut sink).unwrap();
        pages
    }

    fn keys(pages: &[(u64, Vec<u8>)]) -> Vec<u64> {
        let mut keys = Vec::new();
        for (first, blob) in pages {
            assert!(blob.len() <= MAX_BLOB);
            let mut page = PageReader::default();
            page.load(*first, blob).unwrap();
            keys.push(page.key());
            while page.advance().unwrap() {
                keys.push(page.key());
            }
            assert!(page.unused_bits() < 8);
        }
        keys
    }

    proptest! {
        #[test]
        fn keys_come_back(
            shift in 0_u32..60,
            gaps in prop::collection::vec(any::<u64>(), 0..6000),
        ) {
            let mut key = 0_u64;
            let mut expected = Vec::new();
            for gap in gaps {
                // Some gaps are far larger than all others.
                let gap = if gap % 501 == 0 { gap >> 8 } else { gap >> (4 + shift) };
                match key.checked_add(gap + 1) {
                    Some(next) if next < KEY_END => key = next,
                    _ => break,
                }
                expected.push(key);
            }
            prop_assert_eq!(keys(&pages(&expected)), expected);
        }

        #[test]
        fn seek_finds_the_first_key_not_below(
            set in prop::collection::btree_set(0_u64..5_000, 1..400),
            target in 0_u64..5_100,
        ) {
            let list: Vec<u64> = set.iter().copied().collect();
            let pages = pages(&list);
            prop_assert_eq!(pages.len(), 1);
            let mut page = PageReader::default();
            page.load(pages[0].0, &pages[0].1).unwrap();
            let found = page.seek(target).unwrap().then(|| page.key());
            prop_assert_eq!(found, set.range(target..).next().copied());
        }

        #[test]
        fn any_bytes_are_read_or_refused(
            first in any::<u64>(),
            blob in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let mut page = PageReader::default();
            if page.load(first, &blob).is_ok() {
                let mut before = page.key();
                let mut n = 0;
                while matches!(page.advance(), Ok(true)) {
                    prop_assert!(page.key() > before);
                    before = page.key();
                    n += 1;
                }
                prop_assert!(n <= blob.len() * 8);
            }
        }
    }

    #[test]
    fn nothing_becomes_no_page() {
        assert!(pages(&[]).is_empty());
    }

    #[test]
    fn pages_are_filled_to_the_brim() {
        let keys: Vec<u64> = (0..100_000).map(|n| n * 1_000_003).collect();
        let pages = pages(&keys);
        for (_, blob) in &pages[..pages.len() - 1] {
            assert!(blob.len() >= MAX_BLOB - 3);
        }
    }

    #[test]
    fn keys_stay_below_the_limit_for_any_number_of_works() {
        for n_works in [0, 1, 7_500_000, u64::from(crate::schema::MAX_WORKS)] {
            for space in [KeySpace::main(65_536, n_works), KeySpace::short(n_works)] {
                assert!(space.bits >= 32);
                assert!(u128::from(n_works) << space.bits <= 1 << 63);
            }
        }
    }

    #[test]
    fn a_slot_is_the_bits_after_the_zero_bits() {
        let hash = 0x000a_bcde_f012_3456;
        assert_eq!(KeySpace::main(4096, 10).slot(hash), 0xabcd_ef01);
        assert_eq!(KeySpace::short(10).slot(hash), 0x00ab_cdef);
    }
}
