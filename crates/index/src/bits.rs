//! Streams of bits, and the codes of numbers in them.
//!
//! The first bit of a byte is its least significant. *Binary*: a number in a
//! width that the reader knows, least significant bit first. *Rice* with the
//! parameter `k`: `n >> k` bits 0, a bit 1, and the `k` low bits of `n` (Rice and
//! Plaunt 1971). *Gamma*, of numbers from 1: as many bits 0 as the number has
//! bits after its first, a bit 1, and those bits (Elias 1975). The last byte is
//! padded with bits 0. Every code but the binary one contains a 1, so a stream of
//! such codes ends where no 1 is left.

use std::ops::Deref;

use crate::error::Error;

/// The largest width of a binary number.
pub(crate) const MAX_WIDTH: u32 = 56;

/// The largest Rice parameter: numbers in Rice codes are below 2^63.
pub(crate) const MAX_RICE: u32 = 62;

/// The longest run of 0 that a code may begin with. No stream is longer; it bounds
/// the work that a hostile one can cause.
const MAX_ZEROS: u64 = 1 << 20;

/// Returns the number of bits that `n` needs, 0 for 0.
pub(crate) fn width(n: u64) -> u32 {
    64 - n.leading_zeros()
}

/// Returns the number of bits of a gamma code.
pub(crate) fn gamma_bits(n: u64) -> u64 {
    u64::from(width(n)) * 2 - 1
}

/// Returns the number of bits of a Rice code.
pub(crate) fn rice_bits(n: u64, k: u32) -> u64 {
    (n >> k) + 1 + u64::from(k)
}

/// Returns the Rice parameter with the lowest `cost`, the smallest of equals. The
/// cost has one minimum, at or below `start`.
pub(crate) fn cheapest_rice(start: u32, cost: impl Fn(u32) -> u64) -> u32 {
    let mut k = start.min(MAX_RICE);
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

/// Writes codes to a buffer that is used again for the next stream.
#[derive(Default)]
pub(crate) struct BitWriter {
    pub(crate) bytes: Vec<u8>,
    /// The bits that do not fill a byte yet, at the low end.
    partial: u64,
    n_partial: u32,
}

impl BitWriter {
    /// Returns the number of bits written so far.
    pub(crate) fn n_bits(&self) -> u64 {
        self.bytes.len() as u64 * 8 + u64::from(self.n_partial)
    }

    /// Appends the `n` low bits of `bits`, at most [`MAX_WIDTH`]; all bits above
    /// them are 0.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "only the low byte is taken"
    )]
    pub(crate) fn binary(&mut self, bits: u64, n: u32) {
        self.partial |= bits << self.n_partial;
        self.n_partial += n;
        while self.n_partial >= 8 {
            self.bytes.push(self.partial as u8);
            self.partial >>= 8;
            self.n_partial -= 8;
        }
    }

    /// Appends the Rice code of a number with a parameter up to [`MAX_RICE`].
    pub(crate) fn rice(&mut self, n: u64, k: u32) {
        self.unary(n >> k);
        let low = k.min(32);
        let rest = n & ((1 << k) - 1);
        self.binary(rest & ((1 << low) - 1), low);
        self.binary(rest >> low, k - low);
    }

    /// Appends a number from 1 to 2^56.
    pub(crate) fn gamma(&mut self, n: u64) {
        let low = width(n).saturating_sub(1);
        self.unary(low.into());
        self.binary(n & !(1 << low), low);
    }

    /// Appends `n` bits 0 and a bit 1.
    fn unary(&mut self, mut n: u64) {
        while n >= 32 {
            self.binary(0, 32);
            n -= 32;
        }
        self.binary(1 << n, u32::try_from(n).unwrap_or(0) + 1);
    }

    /// Pads the last byte.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "fewer than 8 bits are left"
    )]
    pub(crate) fn align(&mut self) {
        if self.n_partial > 0 {
            self.bytes.push(self.partial as u8);
            self.partial = 0;
            self.n_partial = 0;
        }
    }

    /// Discards everything.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.partial = 0;
        self.n_partial = 0;
    }
}

/// Reads codes from bytes that are not trusted, either owned or borrowed.
#[derive(Clone, Copy, Default)]
pub(crate) struct BitReader<B> {
    bytes: B,
    bit: usize,
}

impl<'a> BitReader<&'a [u8]> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, bit: 0 }
    }

    /// Returns the bytes that follow, after [`BitReader::align`].
    pub(crate) fn rest(self) -> &'a [u8] {
        self.bytes.get(self.bit.div_ceil(8)..).unwrap_or_default()
    }
}

impl BitReader<Vec<u8>> {
    /// Starts over with a copy of other bytes.
    pub(crate) fn load(&mut self, bytes: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
        self.bit = 0;
    }
}

impl<B: Deref<Target = [u8]>> BitReader<B> {
    /// Returns the next bits, at least 57 of them, with bits 0 after the end.
    #[inline]
    fn window(&self) -> u64 {
        let at = self.bit / 8;
        let word = match self.bytes.get(at..at + 8).and_then(<[u8]>::first_chunk) {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => self.last_word(at),
        };
        word >> (self.bit % 8)
    }

    #[cold]
    fn last_word(&self, at: usize) -> u64 {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(rest) {
            *to = *from;
        }
        u64::from_le_bytes(bytes)
    }

    /// Reads a binary number of `width` bits that begins at a bit of the stream.
    pub(crate) fn binary_at(&mut self, bit: usize, width: u32) -> Result<u64, Error> {
        self.bit = bit;
        self.binary(width)
    }

    /// Returns the number of bits in the whole stream.
    pub(crate) fn n_bits(&self) -> usize {
        self.bytes.len() * 8
    }

    /// Returns the number of bits that no code has used.
    pub(crate) fn n_left(&self) -> usize {
        self.n_bits().saturating_sub(self.bit)
    }

    /// Moves on by `n` bits.
    #[inline]
    fn skip(&mut self, n: u32) -> Result<(), Error> {
        self.bit += n as usize;
        if self.bit > self.n_bits() {
            return Err(Error::damaged("a code that leads out of its page"));
        }
        Ok(())
    }

    #[inline]
    pub(crate) fn binary(&mut self, n: u32) -> Result<u64, Error> {
        let value = self.window() & ((1 << n.min(MAX_WIDTH)) - 1);
        self.skip(n)?;
        Ok(value)
    }

    /// Reads a run of 0 and the 1 after it; `None` if no 1 is left, and then the
    /// position stays.
    #[inline]
    fn unary(&mut self) -> Result<Option<u64>, Error> {
        let start = self.bit;
        let mut zeros = 0_u64;
        loop {
            let n = self.window().trailing_zeros();
            if n < 57 {
                self.skip(n + 1)?;
                return Ok(Some(zeros + u64::from(n)));
            }
            if self.n_left() <= 57 {
                self.bit = start;
                return Ok(None);
            }
            self.bit += 57;
            zeros += 57;
            if zeros > MAX_ZEROS {
                return Err(Error::damaged("a code without an end"));
            }
        }
    }

    /// Reads a Rice code with a parameter up to [`MAX_RICE`]; `None` at the end of
    /// the stream.
    #[inline]
    pub(crate) fn next_rice(&mut self, k: u32) -> Result<Option<u64>, Error> {
        let window = self.window();
        let zeros = window.trailing_zeros();
        let n_bits = zeros + 1 + k;
        // At least 57 bits of the window are bits of the stream.
        if n_bits > 57 {
            return self.long_rice(k);
        }
        self.skip(n_bits)?;
        let low = (window >> (zeros + 1)) & ((1 << k) - 1);
        Ok(Some(u64::from(zeros) << k | low))
    }

    /// Reads a code that is too long for one window, or finds the end.
    #[cold]
    fn long_rice(&mut self, k: u32) -> Result<Option<u64>, Error> {
        let Some(high) = self.unary()? else {
            return Ok(None);
        };
        if high >> (63 - k) != 0 {
            return Err(Error::damaged("a number out of all bounds"));
        }
        let n_low = k.min(32);
        let low = self.binary(n_low)?;
        Ok(Some(high << k | self.binary(k - n_low)? << n_low | low))
    }

    /// Reads the code of a gap in a page of near keys: a bit 1 and a gamma code of the gap
    /// plus 1, or a Rice code of the gap plus 2^k, which begins with a 0; `None` at the
    /// end of the stream.
    #[inline]
    pub(crate) fn next_gap(&mut self, k: u32) -> Result<Option<u64>, Error> {
        let window = self.window();
        if window & 1 == 0 {
            // The quotient is at least 1, so the number is at least 2^k.
            return Ok(self.next_rice(k)?.map(|n| n - (1 << k)));
        }
        let rest = window >> 1;
        let low = rest.trailing_zeros();
        // At least 57 bits of the window are bits of the stream.
        if 2 * low + 2 > 57 {
            self.skip(1)?;
            return Ok(Some(self.gamma()? - 1));
        }
        self.skip(2 * low + 2)?;
        let bits = (rest >> (low + 1)) & ((1 << low) - 1);
        Ok(Some((1 << low | bits) - 1))
    }

    #[inline]
    pub(crate) fn rice(&mut self, k: u32) -> Result<u64, Error> {
        self.next_rice(k)?.ok_or_else(cut_short)
    }

    /// Reads a gamma code.
    #[inline]
    pub(crate) fn gamma(&mut self) -> Result<u64, Error> {
        let low = self.unary()?.ok_or_else(cut_short)?;
        match u32::try_from(low) {
            Ok(low) if low <= MAX_WIDTH => Ok(1 << low | self.binary(low)?),
            _ => Err(Error::damaged("a number out of all bounds")),
        }
    }

    /// Moves on to the next whole byte; the bits in between have to be 0.
    pub(crate) fn align(&mut self) -> Result<(), Error> {
        let n = (8 - self.bit % 8) % 8;
        if self.window() & ((1 << n) - 1) != 0 {
            return Err(Error::damaged("padding bits are not zero"));
        }
        self.skip(u32::try_from(n).unwrap_or(0))
    }

    /// Returns whether fewer than eight bits are left, all of them 0.
    pub(crate) fn is_at_end(&self) -> bool {
        self.n_left() < 8 && self.window() == 0
    }
}

fn cut_short() -> Error {
    Error::damaged("a code that is cut short")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn codes_come_back(
            numbers in prop::collection::vec((0_u64..1 << 40, 0_u32..=MAX_RICE), 0..60),
        ) {
            let mut bits = BitWriter::default();
            for &(n, k) in &numbers {
                let n = n >> (k % 40);
                let k = k.max(width(n).saturating_sub(8));
                let before = bits.n_bits();
                bits.rice(n, k);
                prop_assert_eq!(bits.n_bits() - before, rice_bits(n, k));
                bits.gamma(n + 1);
                prop_assert_eq!(bits.n_bits() - before, rice_bits(n, k) + gamma_bits(n + 1));
                bits.binary(n, width(n));
            }
            bits.align();
            let mut reader = BitReader::new(bits.bytes.as_slice());
            for &(n, k) in &numbers {
                let n = n >> (k % 40);
                let k = k.max(width(n).saturating_sub(8));
                prop_assert_eq!(reader.next_rice(k).unwrap(), Some(n));
                prop_assert_eq!(reader.gamma().unwrap(), n + 1);
                prop_assert_eq!(reader.binary(width(n)).unwrap(), n);
            }
            prop_assert!(reader.is_at_end());
            reader.align().unwrap();
            prop_assert!(reader.rest().is_empty());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(0_u8..4, 0..40), k in 0_u32..57) {
            let mut reader = BitReader::new(bytes.as_slice());
            while let Ok(Some(_)) = reader.next_rice(k) {
                if reader.gamma().is_err() {
                    break;
                }
            }
        }
    }

    #[test]
    fn the_largest_numbers_come_back() {
        let mut bits = BitWriter::default();
        let numbers = [(u64::MAX >> 1, 62), (1 << 62, 62), (u64::MAX >> 1, 56)];
        for (n, k) in numbers {
            bits.rice(n, k);
        }
        bits.align();
        let mut reader = BitReader::new(bits.bytes.as_slice());
        for (n, k) in numbers {
            assert_eq!(reader.next_rice(k).unwrap(), Some(n));
        }
        assert_eq!(reader.next_rice(3).unwrap(), None);
        // Three zeros and 62 bits would be a number from 2^63 on.
        let mut reader = BitReader::new(&[8, 0, 0, 0, 0, 0, 0, 0, 0][..]);
        assert!(reader.next_rice(62).is_err());
    }

    #[test]
    fn whole_bytes_after_the_last_code_are_not_padding() {
        for n_bytes in 0..40 {
            let mut bytes = vec![0b0011_0001];
            bytes.resize(1 + n_bytes, 0);
            let mut reader = BitReader::new(bytes.as_slice());
            assert_eq!(reader.next_rice(3).unwrap(), Some(0));
            assert_eq!(reader.next_rice(3).unwrap(), Some(1));
            assert_eq!(reader.next_rice(3).unwrap(), None);
            assert_eq!(reader.n_left(), 8 * n_bytes);
            assert_eq!(reader.is_at_end(), n_bytes == 0);
        }
    }
}
