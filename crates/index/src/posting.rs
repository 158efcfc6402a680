//! Posting pages: which hash occurs in which work, as coded gaps.
//!
//! A posting is a pair of a hash and a work. Both are packed into one number,
//! the *key* `slot * n_works + place`, where the *slot* is a few leading bits of
//! the hash ([`KeySpace`]), and works have *places* in which editions of one work are
//! neighbours ([`places`](crate::places)). The sorted keys are cut into pages. A page holds its
//! first key as it is, as the row's number, and every further key as the gap to
//! the one before, less one, in a Golomb-Rice code.
//!
//! Why: hashes are evenly spread, so gaps between sorted keys follow a geometric
//! distribution, for which this code is within half a per cent of the entropy
//! (Golomb 1966; Rice and Plaunt 1971), and decoding a page takes about a
//! nanosecond a key. A hash that two editions share has two keys next to each other,
//! so a page where many gaps are small says of each whether it is, and those take a
//! few bits. Writer and reader are in one file, so that one does not change without the
//! other.
//!
//! A page's blob, of at most [`MAX_BLOB`](crate::schema::MAX_BLOB) bytes:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | `k`, the Rice parameter, at most [`MAX_RICE`]; plus [`NEAR`] in a page of near keys |
//! | rest | codes, from each byte's least significant bit upwards |
//!
//! A code is the gap's quotient by 2^k in unary (that many 0 bits, then a 1) and
//! the remainder in `k` bits, least significant first. In a page of near keys the
//! quotient is one more, and a 1 at once says that a gamma code of the gap plus 1
//! follows. The last byte is padded with 0 bits. Every code has a 1, so no count is
//! needed.

use std::collections::VecDeque;

use crate::bits::{BitReader, BitWriter, MAX_RICE, cheapest_rice, gamma_bits, rice_bits, width};
use crate::error::Error;
use crate::schema::{MAX_BLOB, MAX_NEAR_BLOB};

/// Every key is below this.
const KEY_END: u64 = 1 << 63;

/// What the first byte of a page of near keys has besides the Rice parameter.
const NEAR: u8 = 0x40;

/// In a page of near keys, gaps are below this, and the Rice parameter is below that of a
/// plain page, so that all sums stay below 2^63.
const NEAR_END: u64 = 1 << 62;
const MAX_NEAR_RICE: u32 = 56;

/// The widest gap that has a gamma code.
const MAX_GAMMA_WIDTH: u32 = 48;

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

    pub(crate) fn key(self, slot: u64, place: u32) -> u64 {
        slot * self.n_works + u64::from(place)
    }

    /// Returns the keys that `slot` can have: from the first number to below the
    /// second.
    pub(crate) fn range(self, slot: u64) -> (u64, u64) {
        let from = slot * self.n_works;
        (from, from + self.n_works)
    }

    /// Returns the slot and the place of a key.
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
    coding: Coding,
    bits: BitWriter,
}

/// How the gaps of a page are coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Coding {
    k: u32,
    is_near: bool,
}

impl Coding {
    /// Returns the coding that takes the fewest bits for the gaps from `first` through
    /// `keys`, the plain one of equals.
    fn of(first: u64, keys: &VecDeque<u64>) -> Self {
        let Some(&last) = keys.back() else {
            return Self::default();
        };
        let mut before = first;
        let gaps: Vec<u64> = keys
            .iter()
            .map(|&key| {
                let gap = key - before - 1;
                before = key;
                gap
            })
            .collect();
        let mean = (last - first) / gaps.len() as u64;
        let plain = Self::cheapest(false, mean, &gaps);
        // Near keys are much nearer than the mean; the others are spread as in a plain
        // page.
        let far = || gaps.iter().filter(|gap| **gap > mean >> 4);
        let n_far = far().count() as u64;
        let is_possible = far().all(|gap| *gap < NEAR_END);
        if !is_possible || n_far == gaps.len() as u64 {
            return plain;
        }
        // The mean is not less than one of the gaps, so some gap is far.
        let near = Self::cheapest(true, (last - first) / n_far.max(1), &gaps);
        if near.cost(&gaps) < plain.cost(&gaps) {
            near
        } else {
            plain
        }
    }

    /// Returns the coding with the Rice parameter that takes the fewest bits, the smallest
    /// of equals. The cost has one minimum, which for gaps of any distribution is at or
    /// below the width of their mean. Whole numbers make it the same on every machine.
    fn cheapest(is_near: bool, mean: u64, gaps: &[u64]) -> Self {
        let most = if is_near { MAX_NEAR_RICE } else { MAX_RICE };
        let cost = |k| Self { k, is_near }.cost(gaps);
        let k = cheapest_rice(width(mean).min(most), cost);
        Self { k, is_near }
    }

    fn cost(self, gaps: &[u64]) -> u64 {
        gaps.iter()
            .fold(0, |sum: u64, gap| sum.saturating_add(self.bits(*gap)))
    }

    /// Returns the number of bits of a code.
    fn bits(self, gap: u64) -> u64 {
        let far = rice_bits(gap, self.k);
        if !self.is_near {
            return far;
        }
        1 + Self::near_bits(gap).map_or(far, |near| near.min(far))
    }

    fn near_bits(gap: u64) -> Option<u64> {
        (width(gap) < MAX_GAMMA_WIDTH).then(|| gamma_bits(gap + 1))
    }

    /// Returns how many bits a page has.
    fn room(self) -> u64 {
        let bytes = if self.is_near {
            MAX_NEAR_BLOB
        } else {
            MAX_BLOB
        };
        bytes as u64 * 8
    }

    /// Returns whether the page may have this gap.
    fn takes(self, gap: u64) -> bool {
        !self.is_near || gap < NEAR_END
    }

    fn write(self, gap: u64, bits: &mut BitWriter) {
        if !self.is_near {
            bits.rice(gap, self.k);
        } else if Self::near_bits(gap).is_some_and(|near| near < rice_bits(gap, self.k)) {
            bits.binary(1, 1);
            bits.gamma(gap + 1);
        } else {
            bits.rice(gap + (1 << self.k), self.k);
        }
    }

    fn to_byte(self) -> u64 {
        u64::from(self.k) | if self.is_near { NEAR.into() } else { 0 }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        let is_near = byte & NEAR != 0;
        let k = u32::from(byte & !NEAR);
        let most = if is_near { MAX_NEAR_RICE } else { MAX_RICE };
        (k <= most).then_some(Self { k, is_near })
    }
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
            let n_bits = page.bits.n_bits() + page.coding.bits(gap);
            if page.coding.takes(gap) && n_bits <= page.coding.room() {
                page.coding.write(gap, &mut page.bits);
                page.last = key;
                return Ok(());
            }
            page.hand_out(sink)?;
        }
        let coding = Coding::of(key, &self.ahead);
        // The last page's buffer is used again.
        let mut bits = self.page.take().map(|page| page.bits).unwrap_or_default();
        bits.clear();
        bits.binary(coding.to_byte(), 8);
        self.page = Some(OpenPage {
            first: key,
            last: key,
            coding,
            bits,
        });
        Ok(())
    }
}

/// A page that is being read, at one of its keys.
#[derive(Default)]
pub(crate) struct PageReader {
    bits: BitReader<Vec<u8>>,
    coding: Coding,
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
        let byte = *blob
            .first()
            .ok_or_else(|| Error::damaged("an empty posting page"))?;
        let coding = Coding::from_byte(byte)
            .filter(|_| blob.len() <= MAX_BLOB && first < KEY_END)
            .ok_or_else(|| Error::damaged("a posting page with impossible figures"))?;
        self.bits.load(blob);
        self.bits.binary(8)?;
        self.coding = coding;
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
        let n = self.bits.n_bits() as u64 / u64::from(self.coding.k + 1);
        self.key.saturating_add((2 * n) << self.coding.k)
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
        let gap = if self.coding.is_near {
            self.bits.next_gap(self.coding.k)?
        } else {
            self.bits.next_rice(self.coding.k)?
        };
        let Some(gap) = gap else {
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
        fn near_keys_come_back(
            groups in prop::collection::vec((1_u64..1 << 40, prop::collection::vec(0_u64..9, 0..6)), 1..1500),
        ) {
            let mut key = 0;
            let mut expected = Vec::new();
            for (far, near) in groups {
                for gap in std::iter::once(far).chain(near) {
                    key += gap + 1;
                    expected.push(key);
                }
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

    /// Half of the keys are next to another one: they take a few bits.
    #[test]
    fn near_keys_take_few_bits() {
        let mut seed = 7_u64;
        let mut key = 0;
        let mut random = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            seed >> 40
        };
        let (mut single, mut double) = (Vec::new(), Vec::new());
        for _ in 0..20_000 {
            key += 1 + random();
            single.push(key);
            double.extend([key, key + 1]);
            key += 1;
        }
        let bytes = |keys: &[u64]| pages(keys).iter().map(|(_, it)| it.len()).sum::<usize>();
        // Two bits for each second key, and one for the others.
        assert!(bytes(&double) < bytes(&single) + 20_000 * 3 / 8 + 500);
        assert_eq!(keys(&pages(&double)), double);
        let plain = pages(&single);
        assert!(plain.iter().all(|(_, blob)| blob[0] & NEAR == 0));
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
