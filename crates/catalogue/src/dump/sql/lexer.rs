//! What statements are made of: white space, comments, strings, names.

use memchr::{memchr, memchr2};

use super::table::Row;
use super::window::Window;
use crate::error::{Error, ErrorKind};

/// The longest name, and how much of a comment is read, in bytes. A name in
/// `MySQL` has at most 64 characters, and a character at most four bytes.
const MAX_NAME: usize = 256;

/// What the comments of a dump say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Remarks {
    /// Whether the comment with which a dump begins was seen.
    pub(crate) has_begun: bool,
    /// Whether the comment with which a dump ends was seen.
    pub(crate) has_ended: bool,
    /// The text after "Dump completed on".
    pub(crate) completed: String,
}

impl Remarks {
    fn note(&mut self, comment: &[u8]) {
        let comment = String::from_utf8_lossy(comment);
        let comment = comment.trim();
        if comment.starts_with("MySQL dump") || comment.starts_with("MariaDB dump") {
            self.has_begun = true;
            self.has_ended = false;
        } else if let Some(rest) = comment.strip_prefix("Dump completed") {
            self.has_ended = true;
            let day = rest.trim().trim_start_matches("on").trim();
            day.clone_into(&mut self.completed);
        }
    }
}

/// Reads the parts of statements.
pub(super) struct Lexer<'w, 'a> {
    pub(super) window: &'w mut Window<'a>,
    pub(super) remarks: Remarks,
    /// Whether a conditional comment is open, whose content is read.
    pub(super) is_in_condition: bool,
}

impl Lexer<'_, '_> {
    /// Passes white space, comments, and the marks around the content of
    /// conditional comments, which the server executes.
    pub(super) fn skip_space(&mut self) -> Result<(), Error> {
        loop {
            let piece = self.window.piece()?;
            let n = piece
                .iter()
                .position(|byte| !byte.is_ascii_whitespace())
                .unwrap_or(piece.len());
            let next = piece.get(n).copied();
            let is_over = piece.is_empty();
            self.window.pass(n);
            match next {
                None if is_over => return Ok(()),
                None => {}
                Some(b'#' | b'-' | b'/') if self.skip_comment()? => {}
                Some(b'*') if self.end_condition()? => {}
                Some(_) => return Ok(()),
            }
        }
    }

    /// Passes the end of a conditional comment if it is here, and returns whether
    /// it was.
    pub(super) fn end_condition(&mut self) -> Result<bool, Error> {
        let is_end = self.is_in_condition && self.window.ahead(2)?.starts_with(b"*/");
        if is_end {
            self.window.pass(2);
            self.is_in_condition = false;
        }
        Ok(is_end)
    }

    /// Passes a comment, or the beginning of a conditional one, if it is here, and
    /// returns whether it was.
    pub(super) fn skip_comment(&mut self) -> Result<bool, Error> {
        let ahead = self.window.ahead(4)?;
        match *ahead {
            [b'#', ..] => self.line_comment(1)?,
            // Two dashes without a space are not a comment but a double minus.
            [b'-', b'-'] => self.line_comment(2)?,
            [b'-', b'-', next, ..] if next.is_ascii_whitespace() || next.is_ascii_control() => {
                self.line_comment(2)?;
            }
            [b'/', b'*', b'!', ..] | [b'/', b'*', b'M', b'!', ..] => self.conditional()?,
            [b'/', b'*', ..] => self.block_comment()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn line_comment(&mut self, n_marks: usize) -> Result<(), Error> {
        self.window.pass(n_marks);
        let mut start = Vec::new();
        loop {
            let piece = self.window.piece()?;
            let n = memchr(b'\n', piece).unwrap_or(piece.len());
            let room = MAX_NAME - start.len();
            start.extend_from_slice(&piece[..n.min(room)]);
            let is_end = n < piece.len() || piece.is_empty();
            self.window.pass(n);
            if is_end {
                self.remarks.note(&start);
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) -> Result<(), Error> {
        self.window.pass(2);
        self.rest_of_comment()
    }

    fn rest_of_comment(&mut self) -> Result<(), Error> {
        loop {
            let piece = self.window.piece()?;
            if piece.is_empty() {
                return Err(self.window.truncated("a comment"));
            }
            let n = memchr(b'*', piece).unwrap_or(piece.len());
            self.window.pass(n);
            let ahead = self.window.ahead(2)?;
            if ahead.starts_with(b"*/") {
                self.window.pass(2);
                return Ok(());
            }
            if ahead.first() == Some(&b'*') {
                self.window.pass(1);
            }
        }
    }

    /// Passes the beginning of `/*!50003 ... */`, whose content is read as if the
    /// marks were white space: servers execute it. A version that no server has
    /// makes it a comment.
    fn conditional(&mut self) -> Result<(), Error> {
        let is_maria = self.window.ahead(3)?.get(2) == Some(&b'M');
        self.window.pass(if is_maria { 4 } else { 3 });
        let ahead = self.window.ahead(6)?;
        let digits = ahead
            .iter()
            .take(6)
            .take_while(|byte| byte.is_ascii_digit());
        let digits: Vec<u8> = digits.copied().collect();
        if digits.len() > 4 && digits.starts_with(b"99") {
            return self.rest_of_comment();
        }
        self.window.pass(digits.len());
        self.is_in_condition = true;
        Ok(())
    }

    /// Passes a string or a quoted name; the next byte is its first quote.
    pub(super) fn skip_quoted(&mut self, quote: u8) -> Result<(), Error> {
        self.window.pass(1);
        if quote != b'`' {
            return self.string(quote, None);
        }
        loop {
            let piece = self.window.piece()?;
            if piece.is_empty() {
                return Err(self.window.truncated("a name"));
            }
            let found = memchr(quote, piece);
            let n = found.map_or(piece.len(), |n| n + 1);
            self.window.pass(n);
            if found.is_some() {
                return Ok(());
            }
        }
    }

    /// Passes the rest of a string after its first quote, and appends what it
    /// means to the value that was begun in `row`.
    #[inline]
    pub(super) fn string(&mut self, quote: u8, mut row: Option<&mut Row>) -> Result<(), Error> {
        loop {
            let piece = self.window.piece()?;
            let Some(n) = find(quote, piece) else {
                if piece.is_empty() {
                    return Err(self.window.truncated("a string"));
                }
                if let Some(row) = &mut row {
                    row.push(piece);
                }
                let n = piece.len();
                self.window.pass(n);
                continue;
            };
            if let Some(row) = &mut row {
                row.push(&piece[..n]);
            }
            // What follows is nearly always in memory.
            let pair = piece.get(n..n + 2);
            let mut pair = pair.and_then(|pair| pair.first_chunk().copied());
            self.window.pass(n);
            if pair.is_none() {
                pair = match *self.window.ahead(2)? {
                    [mark, next, ..] => Some([mark, next]),
                    [mark] if mark == quote => {
                        self.window.pass(1);
                        return Ok(());
                    }
                    _ => None,
                };
            }
            let Some([mark, next]) = pair else {
                self.window.pass(1);
                return Err(self.window.truncated("a string"));
            };
            self.step(quote, mark, next, &mut row);
            if mark == quote && next != quote {
                return Ok(());
            }
        }
    }

    /// Passes a quote, two quotes, or a backslash and the byte after it.
    #[inline]
    fn step(&mut self, quote: u8, mark: u8, next: u8, row: &mut Option<&mut Row>) {
        if mark == quote && next != quote {
            self.window.pass(1);
            return;
        }
        self.window.pass(2);
        if let Some(row) = row {
            match (mark, next) {
                // The wildcards of patterns keep their backslash.
                (b'\\', b'%') => row.push(b"\\%"),
                (b'\\', b'_') => row.push(b"\\_"),
                (b'\\', _) => row.push(&[unescaped(next)]),
                _ => row.push(&[next]),
            }
        }
    }

    /// Reads a name, quoted or bare, without the name of its database; empty if
    /// the next token is not a name.
    pub(super) fn name(&mut self) -> Result<String, Error> {
        loop {
            let name = self.simple_name()?;
            if self.window.peek()? != Some(b'.') {
                return Ok(name);
            }
            self.window.pass(1);
        }
    }

    fn simple_name(&mut self) -> Result<String, Error> {
        let mut name = Vec::new();
        let quote = match self.window.peek()? {
            Some(quote @ (b'`' | b'"' | b'\'')) => Some(quote),
            _ => None,
        };
        self.window.pass(usize::from(quote.is_some()));
        loop {
            let Some(byte) = self.window.peek()? else {
                if quote.is_some() {
                    return Err(self.window.truncated("a name"));
                }
                break;
            };
            if quote == Some(byte) {
                self.window.pass(1);
                // Two quotes in a quoted name are one.
                if self.window.peek()? != quote {
                    break;
                }
            } else if quote.is_none() && !is_of_name(byte) {
                break;
            }
            if name.len() == MAX_NAME {
                let message = format!("a name is longer than {MAX_NAME} bytes");
                return Err(
                    Error::new(ErrorKind::LimitExceeded, message).at_byte(self.window.offset())
                );
            }
            name.push(byte);
            self.window.pass(1);
        }
        Ok(String::from_utf8_lossy(&name).into_owned())
    }

    /// Reads a bare word and returns it in capitals; empty if the next token
    /// is not a word.
    pub(super) fn word(&mut self) -> Result<String, Error> {
        let ahead = self.window.ahead(32)?;
        let n = ahead
            .iter()
            .take(32)
            .position(|&byte| !is_of_name(byte))
            .unwrap_or(ahead.len().min(32));
        let word = String::from_utf8_lossy(&ahead[..n]).to_ascii_uppercase();
        self.window.pass(n);
        Ok(word)
    }
}

/// Returns the place of the first quote or backslash.
#[inline]
pub(super) fn find(quote: u8, bytes: &[u8]) -> Option<usize> {
    // Most values of a dump are too short for the setup of a search to pay.
    let near = bytes.len().min(12);
    bytes[..near]
        .iter()
        .position(|&byte| byte == quote || byte == b'\\')
        .or_else(|| memchr2(quote, b'\\', &bytes[near..]).map(|n| near + n))
}

/// Returns the byte that a backslash and this byte mean.
fn unescaped(byte: u8) -> u8 {
    match byte {
        b'0' => 0,
        b'b' => 8,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'Z' => 0x1A,
        other => other,
    }
}

/// Returns whether a byte may be part of a bare name.
pub(super) fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}
