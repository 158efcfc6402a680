//! Text tables: values separated by commas, tabs, semicolons or bars.
//!
//! [`colophon_catalogue::rows`] splits them.

use std::borrow::Cow;

use colophon_catalogue::rows::{Cells, State, Style, next_row};
use memchr::{memchr, memchr2};

use crate::encoding::Decoded;
use crate::error::{Error, ErrorKind};
use crate::header::Mapping;
use crate::model::{Column, Line, List};
use crate::progress::Progress;
use crate::table::{self, Header, Row, Table};

/// How many rows are read to find the delimiter and the headings.
const SAMPLE: usize = 60;
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
    let (style, header) = analyse(&text, mapping);
    let Some(header) = header else {
        let is_empty = text.trim().is_empty();
        return Err(if is_empty {
            Error::new(ErrorKind::Empty, "the list is empty")
        } else {
            table::columns_unknown(&first_row(&text, style))
        });
    };
    let (n_above, expected) = (header.n_rows, header.n_columns());
    let mut table = Table::new(header, mapping, None, Some(decoded), list);
    let mut rows = Rows::new(&text, style);
    while let Some(row) = rows.next(Some(expected)) {
        progress.row()?;
        if row.number as usize > n_above {
            table.row(&row);
        } else {
            table.above(&row);
        }
    }
    table.finish();
    Ok(())
}

/// Returns the rows of a text table as they are.
///
/// # Errors
///
/// `Damaged` for a row with a misplaced quotation mark, `LimitExceeded`, `Cancelled`.
pub(crate) fn lines(
    decoded: &Decoded<'_>,
    progress: &mut Progress<'_>,
) -> Result<Vec<Line>, Error> {
    let text = with_line_feeds(&decoded.text);
    let (style, header) = analyse(&text, &Mapping::default());
    let expected = header.map(|header| header.n_columns());
    let mut rows = Rows::new(&text, style);
    let mut lines = Vec::new();
    while let Some(row) = rows.next(expected) {
        progress.row()?;
        // What a list may guess, an entry of a user must not be.
        if row.state != State::Sound {
            let message = format!(
                "a quotation mark in row {} is not closed, or is in the wrong place",
                row.number
            );
            return Err(Error::new(ErrorKind::Damaged, message));
        }
        lines.push(Line {
            sheet: String::new(),
            number: row.number,
            cells: row.cells,
        });
    }
    Ok(lines)
}

/// Returns the columns of a text table; if none is known, the values of its first
/// row.
pub(crate) fn columns(decoded: &Decoded<'_>, mapping: &Mapping) -> Vec<Column> {
    let text = with_line_feeds(&decoded.text);
    let (style, header) = analyse(&text, mapping);
    header.map_or_else(
        || {
            let mut rows = Rows::new(&text, style);
            let sample: Vec<Row> = std::iter::from_fn(|| rows.next(None))
                .take(SAMPLE)
                .collect();
            table::unknown_columns(&sample)
        },
        |header| header.columns(),
    )
}

fn first_row(text: &str, style: Style) -> Vec<String> {
    let mut rows = Rows::new(text, style);
    std::iter::from_fn(|| rows.next(None))
        .map(|row| row.cells)
        .find(|cells| !table::is_blank(cells))
        .unwrap_or_default()
}

/// Returns a text whose rows end with a line feed. Old Macintosh programs end
/// them with a carriage return, and leave the line feeds within values; a text
/// that was converted twice has two carriage returns before each line feed.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return text.into();
    }
    let has_feed = memchr(b'\n', text.as_bytes()).is_some();
    // If the marks do not match, nothing is known to be within a value.
    let n_marks = || memchr::memchr_iter(b'"', text.as_bytes()).count();
    let has_pairs = has_feed && n_marks().is_multiple_of(2);
    let mut out = String::with_capacity(text.len());
    let mut is_quoted = false;
    let mut rest = text;
    while let Some(at) = memchr2(b'\r', b'"', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let after = tail.trim_start_matches('\r');
        if after.len() == tail.len() {
            is_quoted = has_pairs && !is_quoted;
            out.push('"');
            rest = &tail[1..];
        } else if let Some(after) = after.strip_prefix('\n') {
            out.push('\n');
            rest = after;
        } else {
            let n = tail.len() - after.len();
            let end = if is_quoted { "\r" } else { "\n" };
            out.push_str(&end.repeat(n));
            rest = after;
        }
    }
    out.push_str(rest);
    out.into()
}

/// Finds how the table is written, and the headings.
fn analyse(text: &str, mapping: &Mapping) -> (Style, Option<Header>) {
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
    let mut best_score = None;
    let mut best = None;
    for delimiter in candidates {
        let style = Style {
            delimiter: Some(delimiter),
            quote: quote(text, delimiter),
        };
        let mut rows = Rows::new(text, style);
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
        if best_score.is_none_or(|known| score > known) {
            best_score = Some(score);
            best = Some((style, header));
        }
    }
    let none = Style {
        delimiter: None,
        quote: b'"',
    };
    match best {
        // With one column, every separator is part of a title.
        Some((style, Some(header))) if header.n_columns() == 1 => {
            let delimiter = None;
            (Style { delimiter, ..style }, Some(header))
        }
        Some((style, header)) => (style, header),
        None => (none, None),
    }
}

/// Returns the mark that quotes values: the apostrophe if most lines have it
/// around their values, else the quotation mark.
fn quote(text: &str, delimiter: u8) -> u8 {
    let delimiter = char::from(delimiter);
    let between = format!("'{delimiter}'");
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let (mut n, mut n_single) = (0, 0);
    // The headings need not be quoted.
    for line in lines.skip(1).take(SAMPLE) {
        let line = line.trim();
        let is_around = line.len() > 1 && line.starts_with('\'') && line.ends_with('\'');
        n += 1;
        n_single += usize::from(is_around || line.contains(&between));
    }
    if n > 0 && n_single * 2 > n {
        b'\''
    } else {
        b'"'
    }
}

/// The rows of a text table, including the lines above the headings.
struct Rows<'a> {
    text: &'a str,
    at: usize,
    number: u32,
    style: Style,
    cells: Cells,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str, style: Style) -> Self {
        Self {
            text,
            at: 0,
            number: 0,
            style,
            cells: Cells::default(),
        }
    }

    /// Returns the next row, which may be blank; `expected` is the number of
    /// columns, once it is known.
    fn next(&mut self, expected: Option<usize>) -> Option<Row> {
        if self.at >= self.text.len() {
            return None;
        }
        self.number = self.number.saturating_add(1);
        let text = self.text.as_bytes();
        let row = next_row(text, self.at, self.style, expected, &mut self.cells);
        self.at = row.end;
        let cells = self.cells.iter().map(String::from_utf8_lossy);
        Some(Row {
            number: self.number,
            cells: cells.map(Cow::into_owned).collect(),
            state: row.state,
        })
    }
}
