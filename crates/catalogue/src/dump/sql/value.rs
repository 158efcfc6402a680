//! The values of a row.

use super::lexer::find;
use super::script::Statements;
use super::table::NO_SLOT;
use crate::error::Error;

/// Whether a row can be used.
pub(super) enum Shape {
    /// It has as many values as there are columns.
    Fits,
    /// It has more or fewer.
    Misshapen,
    /// It holds something that is not a literal value.
    NotValues,
}

impl Statements<'_, '_, '_> {
    /// Reads the values of a row and the bracket that closes it.
    pub(super) fn values(&mut self, slots: &[u8]) -> Result<Shape, Error> {
        let mut n = 0;
        loop {
            // Nearly all values are plain and in memory: those are taken from
            // there in a row, and others one by one.
            let piece = self.lexer.window.piece()?;
            let mut at = 0;
            let mut is_end = false;
            while !is_end && let Some((value, len)) = plain_value(&piece[at..]) {
                let slot = slots.get(n).copied().unwrap_or(NO_SLOT);
                if slot != NO_SLOT {
                    self.script.row.begin();
                    self.script.row.push(value);
                    self.script.row.end(slot);
                }
                n += 1;
                at += len;
                is_end = piece[at] == b')';
                at += 1;
            }
            self.lexer.window.pass(at);
            if is_end {
                return Ok(shape(n, slots));
            }
            let slot = slots.get(n).copied().unwrap_or(NO_SLOT);
            if !self.value(slot)? {
                return Ok(Shape::NotValues);
            }
            n += 1;
            if !matches!(self.lexer.window.peek()?, Some(b',' | b')')) {
                self.lexer.skip_space()?;
            }
            match self.lexer.window.peek()? {
                Some(b',') => self.lexer.window.pass(1),
                Some(b')') => {
                    self.lexer.window.pass(1);
                    return Ok(shape(n, slots));
                }
                None => return Err(self.lexer.window.truncated("a row")),
                Some(_) => return Ok(Shape::NotValues),
            }
        }
    }

    /// Reads one value; `false` if the next token is not a value.
    #[inline]
    fn value(&mut self, slot: u8) -> Result<bool, Error> {
        let quote = self.lexer.window.peek()?;
        if let Some(quote @ (b'\'' | b'"')) = quote {
            self.lexer.window.pass(1);
            if slot == NO_SLOT {
                self.lexer.string(quote, None)?;
            } else {
                self.script.row.begin();
                self.lexer.string(quote, Some(&mut self.script.row))?;
                self.script.row.end(slot);
            }
            return Ok(true);
        }
        self.bare_value(slot)
    }

    /// Reads a value that does not begin with a quote: a number, NULL, a hex
    /// literal, a string with its character set.
    fn bare_value(&mut self, slot: u8) -> Result<bool, Error> {
        self.lexer.skip_space()?;
        if let Some(b'\'' | b'"') = self.lexer.window.peek()? {
            return self.value(slot);
        }
        self.script.row.begin();
        loop {
            let piece = self.lexer.window.piece()?;
            let n = piece
                .iter()
                .position(|&byte| !matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'+' | b'-' | b'.'))
                .unwrap_or(piece.len());
            self.script.row.push(&piece[..n]);
            let is_end = n < piece.len() || piece.is_empty();
            self.lexer.window.pass(n);
            if is_end {
                break;
            }
        }
        if self.lexer.window.peek()?.is_none() {
            return Err(self.lexer.window.truncated("a row"));
        }
        let row = &mut self.script.row;
        let is_value = match row.pending() {
            [b'0'..=b'9', b'x' | b'X', digits @ ..] => {
                let bytes = unhex(digits);
                row.drop_pending();
                bytes.map(|bytes| row.push(&bytes)).is_some()
            }
            [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => true,
            word => match word.to_ascii_uppercase().as_slice() {
                b"NULL" | b"DEFAULT" => {
                    row.drop_pending();
                    true
                }
                b"TRUE" => {
                    row.drop_pending();
                    row.push(b"1");
                    true
                }
                b"FALSE" => {
                    row.drop_pending();
                    row.push(b"0");
                    true
                }
                word => {
                    let is_hex = word == b"X";
                    let may_precede = is_hex || matches!(word, [b'_', ..] | b"N" | b"B");
                    row.drop_pending();
                    return Ok(may_precede && self.marked_string(slot, is_hex)?);
                }
            },
        };
        self.script.row.end(slot);
        Ok(is_value)
    }

    /// Reads the string after `_binary`, `X` and the like.
    fn marked_string(&mut self, slot: u8, is_hex: bool) -> Result<bool, Error> {
        self.lexer.skip_space()?;
        let Some(quote @ (b'\'' | b'"')) = self.lexer.window.peek()? else {
            return Ok(false);
        };
        self.lexer.window.pass(1);
        self.script.row.begin();
        self.lexer.string(quote, Some(&mut self.script.row))?;
        if is_hex {
            let Some(bytes) = unhex(self.script.row.pending()) else {
                return Ok(false);
            };
            self.script.row.drop_pending();
            self.script.row.push(&bytes);
        }
        self.script.row.end(slot);
        Ok(true)
    }
}

fn shape(n_values: usize, slots: &[u8]) -> Shape {
    if n_values == slots.len() {
        Shape::Fits
    } else {
        Shape::Misshapen
    }
}

/// Returns the value at the beginning, and the length of its literal, if it is a
/// number or a string in which nothing is escaped, and a comma or a bracket
/// follows.
#[inline]
fn plain_value(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let (value, len) = match *bytes.first()? {
        quote @ (b'\'' | b'"') => {
            let rest = &bytes[1..];
            let n = find(quote, rest)?;
            if rest[n] != quote {
                return None;
            }
            (&rest[..n], n + 2)
        }
        b'0'..=b'9' => {
            let n = bytes.iter().position(|byte| !byte.is_ascii_digit())?;
            (&bytes[..n], n)
        }
        _ => return None,
    };
    matches!(bytes.get(len), Some(b',' | b')')).then_some((value, len))
}

/// Returns the bytes that hex digits stand for; a missing first digit is zero.
fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    // An odd number of digits lacks a zero in front.
    let (odd, pairs) = digits.split_at(digits.len() % 2);
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|n| u8::try_from(n).ok())
    };
    let mut bytes = Vec::with_capacity(digits.len().div_ceil(2));
    for &byte in odd {
        bytes.push(digit(byte)?);
    }
    for pair in pairs.chunks_exact(2) {
        bytes.push(digit(pair[0])? << 4 | digit(pair[1])?);
    }
    Some(bytes)
}
