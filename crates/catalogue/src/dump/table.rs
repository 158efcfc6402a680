//! Reading a text table row by row, in memory that does not grow with it.

use std::io::Read;

use memchr::memchr_iter;

use super::model::OnPiece;
use crate::error::{Error, ErrorKind};
use crate::rows::{Cells, Row, State, Style, next_row};

/// How many bytes a row may have: a bound on memory. A quotation mark that is not
/// closed within them is taken for one that is never closed.
const MAX_ROW: usize = 1 << 20;

/// How many bytes are read at once.
const PIECE: usize = 256 << 10;

/// The rows of a table that is read piece by piece.
pub(super) struct Table<'r, 'p> {
    text: &'r mut dyn Read,
    on_piece: OnPiece<'p>,
    buffer: Vec<u8>,
    /// Where the next row begins in the buffer.
    at: usize,
    /// How many bytes came before the buffer.
    before: u64,
    is_over: bool,
    style: Style,
    /// The values of the row that was read last.
    pub(super) cells: Cells,
    /// Where that row begins in the whole text.
    row_at: u64,
}

impl<'r, 'p> Table<'r, 'p> {
    /// Makes the table before its first row. Without a delimiter, it is the one that is
    /// most frequent in the first line.
    pub(super) fn new(
        text: &'r mut dyn Read,
        on_piece: OnPiece<'p>,
        known: Option<u8>,
    ) -> Result<Self, Error> {
        let mut table = Self {
            text,
            on_piece,
            buffer: Vec::new(),
            at: 0,
            before: 0,
            is_over: false,
            style: Style {
                delimiter: known,
                quote: b'"',
            },
            cells: Cells::default(),
            row_at: 0,
        };
        table.fill()?;
        if known.is_none() {
            table.style.delimiter = Some(delimiter(&table.buffer));
        }
        Ok(table)
    }

    /// Makes the error for a table that ends within `row`, which was read last: it has no
    /// line end, and fewer than `expected` values or an open mark. `None` if it does not.
    pub(super) fn truncated(&self, row: Row, expected: usize) -> Option<Error> {
        let is_last = self.is_over && self.at == self.buffer.len();
        let is_ended = self.buffer.last() == Some(&b'\n');
        let is_whole = self.cells.len() >= expected && row.state == State::Sound;
        (is_last && !is_ended && !is_whole).then(|| {
            let message = "the table ends in the middle of a row";
            Error::new(ErrorKind::Truncated, message).at_byte(self.row_at)
        })
    }

    /// Reads until the buffer holds the longest row from here on, or all there is.
    fn fill(&mut self) -> Result<(), Error> {
        if self.is_over || self.buffer.len() - self.at > MAX_ROW {
            return Ok(());
        }
        self.before += self.at as u64;
        self.buffer.drain(..self.at);
        self.at = 0;
        while !self.is_over && self.buffer.len() < 4 * MAX_ROW {
            if (self.on_piece)().is_break() {
                return Err(Error::cancelled());
            }
            let start = self.buffer.len();
            let read = (&mut *self.text)
                .take(PIECE as u64)
                .read_to_end(&mut self.buffer);
            let end = self.before + self.buffer.len() as u64;
            read.map_err(|error| Error::from(error).at_byte(end))?;
            self.is_over = self.buffer.len() - start < PIECE;
            end_with_feeds(&mut self.buffer, start, self.is_over);
        }
        Ok(())
    }

    /// Splits the next row into [`Self::cells`].
    pub(super) fn next(&mut self, expected: Option<usize>) -> Result<Option<Row>, Error> {
        self.fill()?;
        if self.at == self.buffer.len() {
            return Ok(None);
        }
        self.row_at = self.before + self.at as u64;
        let end = self.buffer.len().min(self.at + MAX_ROW);
        let text = &self.buffer[..end];
        let row = next_row(text, self.at, self.style, expected, &mut self.cells);
        let is_cut = row.end == end && text.last() != Some(&b'\n');
        if is_cut && end < self.buffer.len() {
            let message = format!("a row is longer than {MAX_ROW} bytes");
            let error = Error::new(ErrorKind::LimitExceeded, message);
            return Err(error.at_byte(self.row_at));
        }
        self.at = row.end;
        Ok(Some(row))
    }
}

/// Ends lines that end with a carriage return alone with a line feed, from
/// `start` on.
fn end_with_feeds(buffer: &mut [u8], start: usize, is_over: bool) {
    // The last byte of the piece before may be half of a line end.
    let start = start.saturating_sub(1);
    let returns: Vec<usize> = memchr_iter(b'\r', &buffer[start..]).collect();
    for at in returns {
        let is_alone = match buffer.get(start + at + 1) {
            Some(next) => *next != b'\n',
            None => is_over,
        };
        if is_alone {
            buffer[start + at] = b'\n';
        }
    }
}

/// Returns the letters and digits of a column's name, in lower case.
pub(super) fn bare(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns the delimiter that is most frequent in the first line, outside of
/// quotes.
fn delimiter(head: &[u8]) -> u8 {
    let mut counts = [(0, b','), (0, b';'), (0, b'\t'), (0, b'|')];
    let mut is_quoted = false;
    for &byte in head.trim_ascii_start() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                for (n, delimiter) in &mut counts {
                    *n += usize::from(byte == *delimiter);
                }
            }
        }
    }
    let mut best = counts[0];
    for count in counts {
        if count.0 > best.0 {
            best = count;
        }
    }
    best.1
}
