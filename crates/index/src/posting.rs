//! Posting pages: which hash occurs in which work, as coded gaps.
//!
//! A posting is a pair of a hash and a work. Both are packed into one number,
//! the *key* `slot * n_works + work`, where the *slot* is a few leading bits of
//! the hash ([`KeySpace`]). The sorted keys are cut into pages, and a page holds
//! its first key in the clear, as the row's number, and every further key as
//! the gap to the one before, less one, in a Golomb-Rice code.
//!
//! Why: hashes are evenly spread, so gaps between sorted keys follow a geometric
//! distribution, for which this code is within half a per cent of the entropy
//! (Golomb 1966; Rice and Plaunt 1971), and a page is decoded at about a
//! nanosecond a key. Writer and reader stand together here, so that one cannot
//! change without the other.
//!
//! A page's blob, of at most [`MAX_BLOB`](crate::schema::MAX_BLOB) bytes:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | `k`, the Rice parameter, at most [`MAX_K`] |
//! | rest | codes, filled from each byte's least significant bit upwards |
//!
//! A code is the gap's quotient by 2^k in unary (that many 0 bits, then a 1) and
//! the remainder in `k` bits, least significant first. The last byte is padded
//! with 0 bits, which no code ends in; there is no count.

use std::collections::VecDeque;

use crate::error::Error;
use crate::schema::MAX_BLOB;

/// The largest Rice parameter; a key has no more bits than 63.
pub(crate) const MAX_K: u32 = 62;

/// Every key is below this.
const KEY_END: u64 = 1 << 63;

/// The number of gaps from which a page's Rice parameter is chosen; a page of
/// an ordinary index holds about 600.
const LOOK_AHEAD: usize = 512;

/// How the hashes of one segment become keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeySpace {
    /// Leading bits that every hash of the segment has as 0.
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

    /// Returns the key space of very short works' hashes: the first 48 bits, or
    /// fewer where keys would not stay below 2^63.
    pub(crate) fn short(n_works: u64) -> Self {
        let work_bits = 64 - n_works.leading_zeros();
        Self {
            shift: 0,
            bits: 48.min(63_u32.saturating_sub(work_bits)),
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

    /// Returns the keys that `slot` can have: from the first to below the second.
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

impl PageWriter {
    pub(crate) fn new() -> Self {
        Self {
            ahead: VecDeque::with_capacity(LOOK_AHEAD + 1),
            page: None,
        }
    }

    /// Takes the next key, which is above the one before, and hands a page that
    /// became full to `sink`: its first key and its blob.
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

    /// Hands out what is left.
    pub(crate) fn finish<E>(
        mut self,
        sink: &mut impl FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        while !self.ahead.is_empty() {
            self.encode_next(sink)?;
        }
        match self.page.take() {
            Some(mut page) => sink(page.first, page.bits.finish()),
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
            if page.bits.has_room_for(gap, page.k) {
                page.bits.put(gap, page.k);
                page.last = key;
                return Ok(());
            }
            sink(page.first, page.bits.finish())?;
        }
        let k = rice_parameter(key, &self.ahead);
        // The buffer of the page that was handed out is used again.
        let mut bits = self
            .page
            .take()
            .map_or_else(BitWriter::new, |page| page.bits);
        bits.start(k);
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
        keys.iter().fold(n * u64::from(k), |sum, &key| {
            let gap = key - before - 1;
            before = key;
            sum.saturating_add(gap >> k)
        })
    };
    // The cost has one minimum, and for gaps of any distribution it lies at or
    // below the mean; whole numbers make it the same on every machine.
    let mean = (last - first) / n;
    let mut k = (64 - mean.leading_zeros()).min(MAX_K);
    let mut best = cost(k);
    while k > 0 {
        let less = cost(k - 1);
        if less > best {
            break;
        }
        best = less;
        k -= 1;
    }
    k
}

struct BitWriter {
    bytes: Vec<u8>,
    /// Bits that do not fill a byte yet, at the low end.
    partial: u64,
    n_partial: u32,
}

impl BitWriter {
    fn new() -> Self {
        Self {
            bytes: Vec::with_capacity(MAX_BLOB),
            partial: 0,
            n_partial: 0,
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "k is at most MAX_K")]
    fn start(&mut self, k: u32) {
        self.bytes.clear();
        self.bytes.push(k as u8);
        self.partial = 0;
        self.n_partial = 0;
    }

    fn has_room_for(&self, gap: u64, k: u32) -> bool {
        let used = self.bytes.len() as u64 * 8 + u64::from(self.n_partial);
        let room = MAX_BLOB as u64 * 8 - used;
        (gap >> k) < room && (gap >> k) + 1 + u64::from(k) <= room
    }

    fn put(&mut self, gap: u64, k: u32) {
        let mut zeros = gap >> k;
        while zeros >= 32 {
            self.push_bits(0, 32);
            zeros -= 32;
        }
        self.push_bits(1 << zeros, u32::try_from(zeros).unwrap_or(0) + 1);
        let remainder = gap & ((1 << k) - 1);
        let low = k.min(32);
        self.push_bits(remainder & ((1 << low) - 1), low);
        self.push_bits(remainder >> low, k - low);
    }

    /// Appends the `n` low bits of `bits`; at most 33, with nothing above them.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the low byte is what is meant"
    )]
    fn push_bits(&mut self, bits: u64, n: u32) {
        self.partial |= bits << self.n_partial;
        self.n_partial += n;
        while self.n_partial >= 8 {
            self.bytes.push(self.partial as u8);
            self.partial >>= 8;
            self.n_partial -= 8;
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "fewer than 8 bits are left"
    )]
    fn finish(&mut self) -> &[u8] {
        if self.n_partial > 0 {
            self.bytes.push(self.partial as u8);
            self.partial = 0;
            self.n_partial = 0;
        }
        &self.bytes
    }
}

/// A page that is being read, standing at one of its keys.
#[derive(Default)]
pub(crate) struct PageReader {
    /// The blob and eight more bytes, so that eight bytes can be read at any
    /// bit of it.
    bytes: Vec<u8>,
    /// The number of bits of the blob.
    end: usize,
    /// The first bit that is not read.
    bit: usize,
    k: u32,
    key: u64,
}

impl PageReader {
    /// Stands at the first key of a page.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) when the blob is too long or empty,
    /// or its parameter is none.
    pub(crate) fn load(&mut self, first: u64, blob: &[u8]) -> Result<(), Error> {
        let k = *blob
            .first()
            .ok_or_else(|| Error::damaged("an empty posting page"))?;
        if blob.len() > MAX_BLOB || u32::from(k) > MAX_K || first >= KEY_END {
            return Err(Error::damaged("a posting page with impossible figures"));
        }
        self.bytes.clear();
        self.bytes.extend_from_slice(blob);
        self.bytes.extend_from_slice(&[0; 8]);
        self.end = blob.len() * 8;
        self.bit = 8;
        self.k = k.into();
        self.key = first;
        Ok(())
    }

    /// Returns the key that the page stands at.
    pub(crate) fn key(&self) -> u64 {
        self.key
    }

    /// Returns a key that the page ends below, roughly: twice the mean of what
    /// pages with this parameter span.
    pub(crate) fn reach(&self) -> u64 {
        let n = self.end as u64 / u64::from(self.k + 1);
        self.key.saturating_add((2 * n) << self.k)
    }

    /// Goes to the first key that is not below `target`, or returns false at the
    /// end of the page.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) when a code is cut short or leads
    /// out of all keys.
    pub(crate) fn seek(&mut self, target: u64) -> Result<bool, Error> {
        while self.key < target {
            if !self.advance()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Goes to the next key, or returns false at the end of the page.
    ///
    /// # Errors
    ///
    /// As [`PageReader::seek`].
    #[inline]
    pub(crate) fn advance(&mut self) -> Result<bool, Error> {
        let window = self.window(self.bit);
        let zeros = window.trailing_zeros();
        let n_bits = zeros + 1 + self.k;
        // At least 57 bits of the window are bits of the page.
        let gap = if n_bits <= 57 {
            self.bit += n_bits as usize;
            u64::from(zeros) << self.k | (window >> (zeros + 1)) & ((1 << self.k) - 1)
        } else {
            match self.long_gap()? {
                Some(gap) => gap,
                None => return Ok(false),
            }
        };
        // Both are below 2^63.
        let key = self.key + gap + 1;
        if self.bit > self.end || key >= KEY_END {
            return Err(Error::damaged("a posting that leads out of its page"));
        }
        self.key = key;
        Ok(true)
    }

    #[inline]
    fn window(&self, bit: usize) -> u64 {
        let at = bit / 8;
        let bytes = self
            .bytes
            .get(at..at + 8)
            .and_then(|bytes| bytes.first_chunk())
            .copied()
            .unwrap_or_default();
        u64::from_le_bytes(bytes) >> (bit % 8)
    }

    /// Reads a code that is too long for one window, or finds the end.
    #[cold]
    fn long_gap(&mut self) -> Result<Option<u64>, Error> {
        let mut bit = self.bit;
        let mut zeros = 0_u64;
        loop {
            if bit >= self.end {
                return Ok(None);
            }
            let n = self.window(bit).trailing_zeros().min(57);
            bit += n as usize;
            zeros += u64::from(n);
            if n < 57 {
                break;
            }
        }
        if bit >= self.end {
            return Ok(None);
        }
        bit += 1;
        let low = self.k.min(32);
        let high = self.k - low;
        let mut remainder = self.window(bit) & ((1 << low) - 1);
        bit += low as usize;
        remainder |= (self.window(bit) & ((1 << high) - 1)) << low;
        bit += high as usize;
        self.bit = bit;
        let quotient = zeros << self.k;
        if quotient >> self.k != zeros || quotient >= KEY_END {
            return Err(Error::damaged("a gap beyond all keys"));
        }
        Ok(Some(quotient | remainder))
    }

    /// Returns how many bits of the blob no code has used.
    pub(crate) fn unused_bits(&self) -> usize {
        self.end.saturating_sub(self.bit)
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
                // Sometimes a gap is far above all others.
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
        for n_works in [0, 1, 2, 32_767, 32_768, 7_500_000, (1 << 31) - 1] {
            for space in [KeySpace::main(65_536, n_works), KeySpace::short(n_works)] {
                assert!(space.bits >= 32);
                assert!(u128::from(n_works) << space.bits < 1 << 63);
            }
        }
        assert_eq!(KeySpace::short(32_767).bits, 48);
        assert_eq!(KeySpace::short(7_500_000).bits, 40);
    }

    #[test]
    fn a_slot_is_the_bits_after_the_zero_bits() {
        let hash = 0x000a_bcde_f012_3456;
        assert_eq!(KeySpace::main(4096, 10).slot(hash), 0xabcd_ef01);
        assert_eq!(KeySpace::short(10).slot(hash), 0x000a_bcde_f012);
    }
}
