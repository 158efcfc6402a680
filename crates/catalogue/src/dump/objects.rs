//! Lines of JSON, one object each, in memory that does not grow with the input.
//!
//! ```text
//! part -> Lines -> one line -> typed values that borrow from it
//! ```
//!
//! A line that is not JSON affects no other and is counted. A last line that ends in the
//! middle means that the rest of the dump is missing.

use std::io::Read;
use std::ops::Range;

use memchr::memchr;

use super::collect::Collector;
use super::model::OnPiece;
use crate::error::{Error, ErrorKind};

/// How many bytes a line may have: a bound on memory.
const MAX_LINE: usize = 16 << 20;

/// How many bytes are read at once.
const PIECE: usize = 256 << 10;

/// The lines of a text.
struct Lines<'r, 'p> {
    text: &'r mut dyn Read,
    on_piece: OnPiece<'p>,
    buffer: Vec<u8>,
    /// Where the next line begins in the buffer.
    at: usize,
    /// How far a line end was looked for.
    searched: usize,
    /// How many bytes came before the buffer.
    before: u64,
    is_over: bool,
}

impl Lines<'_, '_> {
    /// Returns where the next line is in the buffer, without its end.
    fn next(&mut self) -> Result<Option<Range<usize>>, Error> {
        loop {
            if let Some(n) = memchr(b'\n', &self.buffer[self.searched..]) {
                let end = self.searched + n;
                let line = self.at..end;
                self.at = end + 1;
                self.searched = self.at;
                return Ok(Some(line));
            }
            self.searched = self.buffer.len();
            if self.is_over {
                let line = self.at..self.buffer.len();
                self.at = self.buffer.len();
                return Ok((!line.is_empty()).then_some(line));
            }
            if self.buffer.len() - self.at > MAX_LINE {
                let message = format!("a line is longer than {MAX_LINE} bytes");
                let error = Error::new(ErrorKind::LimitExceeded, message);
                return Err(error.at_byte(self.before + self.at as u64));
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> Result<(), Error> {
        if (self.on_piece)().is_break() {
            return Err(Error::cancelled());
        }
        self.buffer.drain(..self.at);
        self.before += self.at as u64;
        self.searched -= self.at;
        self.at = 0;
        let start = self.buffer.len();
        let read = (&mut *self.text)
            .take(PIECE as u64)
            .read_to_end(&mut self.buffer);
        let end = self.before + self.buffer.len() as u64;
        read.map_err(|error| Error::from(error).at_byte(end))?;
        self.is_over = self.buffer.len() - start < PIECE;
        Ok(())
    }
}

/// Called with a line. Returns the error of the JSON if it cannot be read.
pub(super) type OnLine<'l, 'c> =
    &'l mut dyn FnMut(&[u8], &mut Collector<'c>) -> Result<Result<(), serde_json::Error>, Error>;

/// Calls `on_line` with every line that begins an object.
pub(super) fn read_objects<'c>(
    text: &mut dyn Read,
    on_piece: OnPiece<'_>,
    collector: &mut Collector<'c>,
    on_line: OnLine<'_, 'c>,
) -> Result<(), Error> {
    let mut lines = Lines {
        text,
        on_piece,
        buffer: Vec::new(),
        at: 0,
        searched: 0,
        before: 0,
        is_over: false,
    };
    // Where a line began that ended in the middle; it may be the last.
    let mut cut = None;
    while let Some(line) = lines.next()? {
        let at = lines.before + line.start as u64;
        let line = lines.buffer[line].trim_ascii();
        if line.is_empty() {
            continue;
        }
        collector.skip(DAMAGED, u64::from(cut.take().is_some()));
        if line.first() != Some(&b'{') {
            collector.skip("lines that are not JSON objects", 1);
            continue;
        }
        let Err(error) = on_line(line, collector)? else {
            continue;
        };
        if error.is_eof() {
            cut = Some(at);
            continue;
        }
        match mended(line) {
            Some(mended) if on_line(&mended, collector)?.is_ok() => collector.mended(),
            _ => collector.skip(DAMAGED, 1),
        }
    }
    match cut {
        Some(at) => {
            let message = "the dump ends in the middle of a line of JSON";
            Err(Error::new(ErrorKind::Truncated, message).at_byte(at))
        }
        None => Ok(()),
    }
}

const DAMAGED: &str = "lines of damaged JSON";

/// Returns a line in which what is not UTF-8, and half a pair of surrogates, are the sign
/// for a letter that cannot be read; `None` if there is nothing of the kind.
fn mended(line: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(line);
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some(at) = memchr(b'\\', rest) {
        let (before, escape) = rest.split_at(at);
        out.extend_from_slice(before);
        let len = match (surrogate(escape), surrogate(escape.get(6..).unwrap_or(&[]))) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(_), _) => {
                out.extend_from_slice(b"\\uFFFD");
                rest = &escape[6..];
                continue;
            }
            _ => 2.min(escape.len()),
        };
        out.extend_from_slice(&escape[..len]);
        rest = &escape[len..];
    }
    out.extend_from_slice(rest);
    (out != line).then_some(out)
}

/// Returns the surrogate that an escape at the beginning of `text` stands for.
fn surrogate(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.first_chunk::<4>()?;
    let digits = std::str::from_utf8(digits).ok()?;
    let value = u16::from_str_radix(digits, 16).ok()?;
    (0xD800..=0xDFFF).contains(&value).then_some(value)
}

/// Returns whether a file in an archive holds lines of JSON.
pub(super) fn is_part(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let is_wide = matches!(head, [b'{' | 0 | 0xFE | 0xFF, ..]) && head.contains(&0);
    head.trim_ascii_start().starts_with(b"{") || is_wide
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_does_not_allow_is_mended() {
        let mend = |line: &[u8]| mended(line).map(|line| String::from_utf8(line).unwrap());
        assert_eq!(mend(br#"{"a":"\\ud83d \ud83d\ude00 \n"}"#), None);
        assert_eq!(
            mend(br#"{"a":"\ud83d x \ude00\ud83d"}"#).as_deref(),
            Some(r#"{"a":"\uFFFD x \uFFFD\uFFFD"}"#)
        );
        assert_eq!(
            mend(b"{\"a\":\"x\xFF\\").as_deref(),
            Some("{\"a\":\"x\u{FFFD}\\")
        );
    }
}
