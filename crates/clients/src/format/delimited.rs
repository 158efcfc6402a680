//! Text tables: values separated by commas, tabs, semicolons or bars.
//!
//! The usual readers of such tables end a value only at the closing quotation
//! mark, so one forgotten mark silently swallows the rows up to the next mark.
//! Here a mark that does not close properly affects only its own row: the row is
//! read again without regard to marks, and kept if it then has as many values as
//! there are columns.

use memchr::{memchr, memchr2};

use crate::encoding::Decoded;
use crate::error::{Error, ErrorKind};
use crate::header::Mapping;
use crate::model::{Column, List};
use crate::progress::Progress;
use crate::table::{self, Header, Row, State, Table};

/// How many rows are read to find the delimiter and the headings.
const SAMPLE: usize = 60;
/// How many bytes a value in quotation marks may have; beyond that the mark is
/// taken for one that is never closed.
const LONGEST_QUOTED: usize = 1 << 17;
/// How many lines it may have.
const MOST_QUOTED_LINES: usize = 200;

/// Reads a text table into `list`.
///
/// # Errors
///
/// `ColumnsUnknown`, `Empty`, `LimitExceeded`, `Cancelled`.
pub(crate) fn read(
    decoded: &Decoded<'_>,
    mapping: &Mapping,
    list: &mut List,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let text = with_line_feeds(&decoded.text);
    let (delimiter, header) = analyse(&text, mapping);
    let Some(header) = header else {
        let is_empty = text.trim().is_empty();
        return Err(if is_empty {
            Error::new(ErrorKind::Empty, "the list is empty")
        } else {
            table::columns_unknown(&first_row(&text, delimiter))
        });
    };
    let (n_above, expected) = (header.n_rows, header.n_columns());
    let mut table = Table::new(header, None, Some(decoded), list);
    let mut rows = Rows::new(&text, delimiter);
    while let Some(row) = rows.next(Some(expected)) {
        if row.number as usize > n_above {
            progress.row()?;
            table.row(&row);
        }
    }
    Ok(())
}

/// Returns the columns of a text table; if none is known, the values of its first
/// row.
pub(crate) fn columns(decoded: &Decoded<'_>, mapping: &Mapping) -> Vec<Column> {
    let text = with_line_feeds(&decoded.text);
    let (delimiter, header) = analyse(&text, mapping);
    header.map_or_else(
        || table::unknown_columns(&first_row(&text, delimiter)),
        |header| header.columns(),
    )
}

fn first_row(text: &str, delimiter: Option<u8>) -> Vec<String> {
    let mut rows = Rows::new(text, delimiter);
    std::iter::from_fn(|| rows.next(None))
        .map(|row| row.cells)
        .find(|cells| !table::is_blank(cells))
        .unwrap_or_default()
}

/// Returns a text with line feeds: old Macintosh files have carriage returns.
fn with_line_feeds(text: &str) -> std::borrow::Cow<'_, str> {
    if memchr(b'\n', text.as_bytes()).is_none() && text.contains('\r') {
        text.replace('\r', "\n").into()
    } else {
        text.into()
    }
}

/// Finds the delimiter (`None` for a table with one column) and the headings.
fn analyse(text: &str, mapping: &Mapping) -> (Option<u8>, Option<Header>) {
    let declared = text.get(..5).and_then(|start| {
        start
            .to_ascii_lowercase()
            .strip_prefix("sep=")
            .map(str::to_owned)
    });
    let candidates: Vec<u8> = match declared.as_deref().map(str::as_bytes) {
        Some(&[delimiter]) if delimiter.is_ascii_punctuation() || delimiter == b'\t' => {
            vec![delimiter]
        }
        _ => vec![b',', b';', b'\t', b'|'],
    };
    let mut best = (0, false, 0);
    let mut found = (None, None);
    for delimiter in candidates {
        let mut rows = Rows::new(text, Some(delimiter));
        let sample: Vec<Row> = std::iter::from_fn(|| rows.next(None))
            .take(SAMPLE)
            .collect();
        let header = table::find_header(&sample, mapping);
        // Most rows of a table have the same number of columns, two or more.
        let n_alike = (2..=64)
            .map(|n| sample.iter().filter(|row| row.cells.len() == n).count())
            .max()
            .unwrap_or(0);
        let n_known = header.as_ref().map_or(0, |header| header.score);
        let score = (n_known, header.is_some(), n_alike);
        if score > best || found.0.is_none() {
            best = score;
            found = (Some(delimiter), header);
        }
    }
    // With one column, every separator is part of a title.
    if found
        .1
        .as_ref()
        .is_some_and(|header| header.n_columns() == 1)
    {
        found.0 = None;
    }
    found
}

/// The rows of a text table, including the lines above the headings.
struct Rows<'a> {
    text: &'a str,
    at: usize,
    number: u32,
    delimiter: Option<u8>,
}

/// One way to read the row at a place.
struct Reading {
    cells: Vec<String>,
    /// Where the next row begins.
    end: usize,
    trouble: Trouble,
}

/// What is wrong with the quotation marks of a row, the worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    None,
    /// A mark is inside a value in marks.
    Stray,
    /// So is a delimiter: there may be two values.
    Joined,
    /// So is a line end: there may be two rows.
    Spread,
    /// A mark is not closed.
    Open,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str, delimiter: Option<u8>) -> Self {
        Self {
            text,
            at: 0,
            number: 0,
            delimiter,
        }
    }

    /// Returns the next row, which may be blank; `expected` is the number of
    /// columns, once it is known.
    fn next(&mut self, expected: Option<usize>) -> Option<Row> {
        if self.at >= self.text.len() {
            return None;
        }
        self.number = self.number.saturating_add(1);
        let quoted = self.reading(true);
        if quoted.trouble == Trouble::None {
            return Some(self.take(quoted, State::Sound));
        }
        let fits = |cells: &[String]| expected.is_none_or(|n| cells.len() == n);
        if quoted.trouble == Trouble::Stray && fits(&quoted.cells) {
            return Some(self.take(quoted, State::Repaired));
        }
        let mut plain = self.reading(false);
        if fits(&plain.cells) {
            for cell in &mut plain.cells {
                *cell = cell.trim().trim_matches('"').to_owned();
            }
            return Some(self.take(plain, State::Repaired));
        }
        if quoted.trouble == Trouble::Joined && fits(&quoted.cells) {
            return Some(self.take(quoted, State::Repaired));
        }
        Some(self.take(plain, State::Malformed))
    }

    fn take(&mut self, reading: Reading, state: State) -> Row {
        self.at = reading.end;
        Row {
            number: self.number,
            cells: reading.cells,
            state,
        }
    }

    /// Reads the row at the current place, with or without regard to quotation
    /// marks.
    fn reading(&self, with_marks: bool) -> Reading {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        let mut reading = Reading {
            cells: Vec::new(),
            end: bytes.len(),
            trouble: Trouble::None,
        };
        loop {
            let mark = at + bytes[at..].iter().take_while(|b| **b == b' ').count();
            if with_marks && bytes.get(mark) == Some(&b'"') {
                at = self.quoted(mark + 1, &mut reading);
            } else {
                let end = self.end_of_value(at);
                let cell = &self.text[at..end];
                reading
                    .cells
                    .push(cell.strip_suffix('\r').unwrap_or(cell).to_owned());
                at = end;
            }
            match bytes.get(at) {
                None => return reading,
                Some(b'\n') => {
                    reading.end = at + 1;
                    return reading;
                }
                Some(_) => at += 1,
            }
        }
    }

    fn end_of_value(&self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        let end = match self.delimiter {
            Some(delimiter) => memchr2(delimiter, b'\n', rest),
            None => memchr(b'\n', rest),
        };
        end.map_or(self.text.len(), |end| at + end)
    }

    /// Reads a value whose opening mark is before `at`, and returns the place of
    /// its delimiter or line end.
    fn quoted(&self, mut at: usize, reading: &mut Reading) -> usize {
        let bytes = self.text.as_bytes();
        let start = at;
        let mut cell = String::new();
        let mut is_stray = false;
        loop {
            let Some(mark) = memchr(b'"', &bytes[at..]).map(|n| at + n) else {
                reading.trouble = Trouble::Open;
                return bytes.len();
            };
            cell.push_str(&self.text[at..mark]);
            let after = mark + 1;
            if bytes.get(after) == Some(&b'"') {
                cell.push('"');
                at = after + 1;
                continue;
            }
            let padding = bytes[after..]
                .iter()
                .take_while(|b| b" \r".contains(b))
                .count();
            let end = after + padding;
            if bytes
                .get(end)
                .is_none_or(|b| *b == b'\n' || Some(*b) == self.delimiter)
            {
                let has = |byte| memchr(byte, cell.as_bytes()).is_some();
                let trouble = match (is_stray, has(b'\n')) {
                    (false, _) => Trouble::None,
                    (true, true) => Trouble::Spread,
                    (true, false) if self.delimiter.is_some_and(has) => Trouble::Joined,
                    (true, false) => Trouble::Stray,
                };
                reading.trouble = reading.trouble.max(trouble);
                reading.cells.push(cell);
                return end;
            }
            is_stray = true;
            cell.push('"');
            at = after;
            let n_lines = || memchr::memchr_iter(b'\n', cell.as_bytes()).count();
            if at - start > LONGEST_QUOTED || n_lines() > MOST_QUOTED_LINES {
                reading.trouble = Trouble::Open;
                return bytes.len();
            }
        }
    }
}
