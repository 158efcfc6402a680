//! The part of the input that is in memory: a buffer that slides over it.

use std::io::{ErrorKind as ErrorKindOfIo, Read};
use std::ops::ControlFlow;

use crate::error::{Error, ErrorKind};

/// How many bytes are in memory at most. The callback is asked after each piece,
/// at least once for this many bytes.
const SIZE: usize = 256 * 1024;

/// A buffer that slides over the unpacked input.
///
/// The buffer never grows: anything longer is read piece by piece.
pub(crate) struct Window<'a> {
    source: &'a mut dyn Read,
    /// Called after each piece that was read; its answer says whether to continue.
    on_piece: &'a mut dyn FnMut() -> ControlFlow<()>,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    /// How many bytes of the input came before the buffer.
    before: u64,
    is_over: bool,
}

impl<'a> Window<'a> {
    /// Makes an empty window before the first byte of `source`, which is byte
    /// `before` of the whole input.
    pub(crate) fn new(
        source: &'a mut dyn Read,
        before: u64,
        on_piece: &'a mut dyn FnMut() -> ControlFlow<()>,
    ) -> Self {
        Self {
            source,
            on_piece,
            buffer: vec![0; SIZE],
            at: 0,
            end: 0,
            before,
            is_over: false,
        }
    }

    /// Returns how many bytes of the input were passed.
    pub(crate) fn offset(&self) -> u64 {
        self.before + self.at as u64
    }

    /// Returns the bytes that are in memory; empty only at the end of the input.
    #[inline]
    pub(crate) fn piece(&mut self) -> Result<&[u8], Error> {
        if self.at == self.end {
            self.fill(1)?;
        }
        Ok(&self.buffer[self.at..self.end])
    }

    /// Returns the next byte without passing it; `None` at the end of the input.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<Option<u8>, Error> {
        if self.at == self.end {
            self.fill(1)?;
        }
        Ok(self.buffer[self.at..self.end].first().copied())
    }

    /// Returns the next bytes without passing them: `n` of them, fewer at the
    /// end of the input, more if they are in memory.
    pub(crate) fn ahead(&mut self, n: usize) -> Result<&[u8], Error> {
        if self.end - self.at < n {
            self.fill(n)?;
        }
        Ok(&self.buffer[self.at..self.end])
    }

    /// Passes `n` bytes of those that are in memory.
    #[inline]
    pub(crate) fn pass(&mut self, n: usize) {
        self.at = (self.at + n).min(self.end);
    }

    #[cold]
    fn fill(&mut self, n: usize) -> Result<(), Error> {
        self.buffer.copy_within(self.at..self.end, 0);
        self.before += self.at as u64;
        self.end -= self.at;
        self.at = 0;
        while self.end < n.min(SIZE) && !self.is_over {
            let room = &mut self.buffer[self.end..];
            let n_read = match self.source.read(room) {
                Ok(n_read) => n_read.min(room.len()),
                Err(error) if error.kind() == ErrorKindOfIo::Interrupted => continue,
                Err(error) => {
                    let error = Error::from(error).at_byte(self.before + self.end as u64);
                    return Err(error);
                }
            };
            self.is_over = n_read == 0;
            self.end += n_read;
            if (self.on_piece)().is_break() {
                return Err(Error::cancelled());
            }
        }
        Ok(())
    }

    /// Makes the error for an input that ends in the middle of something.
    pub(crate) fn truncated(&self, within: &str) -> Error {
        let message = format!("the dump ends in the middle of {within}");
        Error::new(ErrorKind::Truncated, message).at_byte(self.offset())
    }

    /// Makes the error for SQL that no dump contains.
    pub(crate) fn damaged(&self, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Damaged, message).at_byte(self.offset())
    }
}
