//! Streams of bits, and the codes of numbers in them.
//!
//! The first bit of a byte is its least significant. *Binary*: a number in a
//! width that the reader knows, least significant bit first. *Rice* with the
//! parameter `k`: `n >> k` bits 0, a bit 1, and the `k` low bits of `n` (Rice and
//! Plaunt 1971). *Gamma*, of numbers from 1: as many bits 0 as the number has
//! bits after its first, a bit 1, and those bits (Elias 1975). The last byte is
//! filled up with bits 0, and since every code but the binary one holds a 1, a
//! stream of such codes ends where no 1 is left.

use crate::error::Error;

/// The largest Rice parameter and the largest width of a binary number.
pub(crate) const MAX_WIDTH: u32 = 56;

/// The longest run of 0 that a code may begin with; it bounds what a hostile
/// stream can make of a reader, and no stream is longer.
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

/// Writes codes to a buffer that is kept from stream to stream.
#[derive(Default)]
pub(crate) struct BitWriter {
    pub(crate) bytes: Vec<u8>,
    /// Bits that do not fill a byte yet, at the low end.
    partial: u64,
    n_partial: u32,
}

impl BitWriter {
    /// Returns the number of bits so far.
    pub(crate) fn n_bits(&self) -> u64 {
        self.bytes.len() as u64 * 8 + u64::from(self.n_partial)
    }

    /// Appends the `n` low bits of `bits`, at most [`MAX_WIDTH`], with nothing
    /// above them.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the low byte is what is meant"
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

    pub(crate) fn rice(&mut self, n: u64, k: u32) {
        self.zeros(n >> k);
        self.binary(1, 1);
        self.binary(n & ((1 << k) - 1), k);
    }

    /// Appends a number from 1 to 2^56.
    pub(crate) fn gamma(&mut self, n: u64) {
        let low = width(n).saturating_sub(1);
        self.zeros(low.into());
        self.binary(1, 1);
        self.binary(n & !(1 << low), low);
    }

    fn zeros(&mut self, mut n: u64) {
        while n > 0 {
            let now = n.min(48);
            self.binary(0, u32::try_from(now).unwrap_or(0));
            n -= now;
        }
    }

    /// Fills up the last byte.
    #[allow(
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

    /// Throws everything away.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.partial = 0;
        self.n_partial = 0;
    }
}

/// Reads codes from bytes that are not trusted.
#[derive(Clone, Copy)]
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    bit: usize,
}

impl<'a> BitReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, bit: 0 }
    }

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

    fn n_left(&self) -> usize {
        (self.bytes.len() * 8).saturating_sub(self.bit)
    }

    /// Goes `n` bits on.
    #[inline]
    fn skip(&mut self, n: u32) -> Result<(), Error> {
        self.bit += n as usize;
        if self.bit > self.bytes.len() * 8 {
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

    /// Reads the run of 0 and the 1 after it; `None` when no 1 is left.
    #[inline]
    fn unary(&mut self) -> Result<Option<u64>, Error> {
        let mut zeros = 0_u64;
        loop {
            let n = self.window().trailing_zeros();
            if n < 57 {
                self.skip(n + 1)?;
                return Ok(Some(zeros + u64::from(n)));
            }
            if self.n_left() <= 57 {
                return Ok(None);
            }
            self.bit += 57;
            zeros += 57;
            if zeros > MAX_ZEROS {
                return Err(Error::damaged("a code without an end"));
            }
        }
    }

    /// Reads a Rice code; `None` at the end of the stream.
    #[inline]
    pub(crate) fn next_rice(&mut self, k: u32) -> Result<Option<u64>, Error> {
        match self.unary()? {
            Some(high) => Ok(Some(high << k | self.binary(k)?)),
            None => Ok(None),
        }
    }

    #[inline]
    pub(crate) fn rice(&mut self, k: u32) -> Result<u64, Error> {
        self.next_rice(k)?.ok_or_else(cut_short)
    }

    /// Reads a gamma code; `None` at the end of the stream.
    #[inline]
    pub(crate) fn gamma(&mut self) -> Result<u64, Error> {
        let low = self.unary()?.ok_or_else(cut_short)?;
        match u32::try_from(low) {
            Ok(low) if low <= MAX_WIDTH => Ok(1 << low | self.binary(low)?),
            _ => Err(Error::damaged("a number out of all bounds")),
        }
    }

    /// Goes to the next whole byte, over bits that are all 0.
    pub(crate) fn align(&mut self) -> Result<(), Error> {
        let n = (8 - self.bit % 8) % 8;
        if self.window() & ((1 << n) - 1) != 0 {
            return Err(Error::damaged("a filling that is none"));
        }
        self.skip(u32::try_from(n).unwrap_or(0))
    }

    /// Says whether fewer than eight bits are left, all of them 0.
    pub(crate) fn is_at_end(&self) -> bool {
        self.n_left() < 8 && self.window() == 0
    }

    /// Returns the bytes that follow, after [`BitReader::align`].
    pub(crate) fn rest(self) -> &'a [u8] {
        self.bytes.get(self.bit.div_ceil(8)..).unwrap_or_default()
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
            numbers in prop::collection::vec((0_u64..1 << 40, 0_u32..57), 0..60),
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
            let mut reader = BitReader::new(&bits.bytes);
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
            let mut reader = BitReader::new(&bytes);
            while let Ok(Some(_)) = reader.next_rice(k) {
                if reader.gamma().is_err() {
                    break;
                }
            }
        }
    }
}
