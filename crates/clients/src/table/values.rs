//! What the values of a column say: samples of them, and which columns hold ISBNs
//! under a heading that does not say so.
//!
//! "13-digit no.", "13-stellige Nr." and "Artikelnummer" may be anything. If most of
//! the values below are valid ISBNs, that is what the column holds.

use super::{Header, Row, is_blank};
use crate::header::{self, Mapping, Use};
use crate::isbn;
use crate::model::{Column, Field};
use crate::value::date;

/// How many values of a column are shown.
const N_SAMPLES: usize = 3;
/// The longest value that is shown, in characters.
const LONGEST_SAMPLE: usize = 80;
/// How many values must be valid if none has 13 digits: one in eleven numbers has a
/// right check digit by chance.
const FEWEST_SHORT: usize = 3;

/// Returns some values of each column, from the rows below the headings.
pub(super) fn samples(rows: &[Row], n_columns: usize) -> Vec<Vec<String>> {
    let of = |at: usize| {
        let mut samples: Vec<String> = Vec::new();
        for cell in rows.iter().filter_map(|row| row.cells.get(at)) {
            let sample: String = cell.trim().chars().take(LONGEST_SAMPLE).collect();
            if !sample.is_empty() && !samples.contains(&sample) {
                samples.push(sample);
            }
            if samples.len() == N_SAMPLES {
                break;
            }
        }
        samples
    };
    (0..n_columns).map(of).collect()
}

/// Returns the columns of a table without known headings, none of them used: its
/// first row may be headings, and what is below it are values.
pub(crate) fn unknown_columns(rows: &[Row]) -> Vec<Column> {
    let Some(first) = rows.iter().position(|row| !is_blank(&row.cells)) else {
        return Vec::new();
    };
    let cells = &rows[first].cells;
    let samples = samples(&rows[first + 1..], cells.len());
    cells
        .iter()
        .zip(samples)
        .map(|(cell, samples)| Column {
            header: cell.trim().to_owned(),
            field: None,
            samples,
        })
        .collect()
}

/// Completes the headings with what the values below them say.
pub(super) fn complete(header: &mut Header, rows: &[Row], mapping: &Mapping) {
    let rows = rows.get(header.n_rows..).unwrap_or_default();
    header.samples = samples(rows, header.fields.len());
    for (at, own) in header.fields.iter_mut().enumerate() {
        if let Some(own) = own
            && matches!(
                own.field,
                Field::Year | Field::Registration | Field::RegistrationDate | Field::Deadline
            )
        {
            own.order = date::order(values(rows, at));
        }
    }
    let is_of_several = header
        .fields
        .iter()
        .flatten()
        .any(|own| own.entry.is_some());
    if is_of_several || mapping.names(Field::Isbn) {
        return;
    }
    drop_other_numbers(header, rows, mapping);
    let is_isbn = |own: &Option<Use>| own.is_some_and(|own| own.field == Field::Isbn);
    let has_isbns = header.fields.iter().any(is_isbn);
    for at in 0..header.fields.len() {
        let heading = header.cells.get(at).map_or("", String::as_str);
        let may_be = match header.fields[at].map(|own| own.field) {
            None => {
                !header::is_of_other_book(heading) && (!has_isbns || header::says_number(heading))
            }
            // "Book no." is a volume, unless the numbers are ISBNs.
            Some(Field::Volume | Field::Series) => !has_isbns && mapping.is_empty(),
            Some(_) => false,
        };
        if may_be && holds_isbns(rows, at) {
            header.fields[at] = Some(Use::only(Field::Isbn));
        }
    }
}

/// Leaves out a column of barcodes or the like that was taken for the ISBNs only for
/// want of another, if none of its values is one.
fn drop_other_numbers(header: &mut Header, rows: &[Row], mapping: &Mapping) {
    let has_title = header.position(Field::Title).is_some();
    if !has_title || !mapping.is_empty() {
        return;
    }
    for at in 0..header.fields.len() {
        let heading = header.cells.get(at).map_or("", String::as_str);
        let is_isbn = header.fields[at].is_some_and(|own| own.field == Field::Isbn);
        if !is_isbn || header::is_heading(heading) {
            continue;
        }
        let mut values = values(rows, at).peekable();
        if values.peek().is_some() && !values.any(|value| !isbn::find(value).is_empty()) {
            header.fields[at] = None;
        }
    }
}

/// Returns the headings of a table that names no title, by its ISBNs alone: they are
/// in the row above the first of them.
pub(super) fn by_numbers(rows: &[Row], mapping: &Mapping) -> Option<Header> {
    if !mapping.is_empty() {
        return None;
    }
    let n_columns = rows.iter().map(|row| row.cells.len()).max()?;
    // A list in one column may have no heading.
    for column in 0..n_columns.min(super::MOST_HEADINGS) {
        let is_isbn = |row: &Row| {
            row.cells
                .get(column)
                .is_some_and(|cell| kind(cell).is_some())
        };
        let Some(first) = rows.iter().position(is_isbn) else {
            continue;
        };
        let Some(at) = rows[..first].iter().rposition(|row| !is_blank(&row.cells)) else {
            continue;
        };
        let heading = rows[at].cells.get(column).map_or("", |cell| cell.trim());
        let n_digits = heading.chars().filter(char::is_ascii_digit).count();
        let is_heading = heading.chars().any(char::is_alphabetic)
            && n_digits < 5
            && !header::is_of_other_book(heading);
        if !is_heading || !holds_isbns(&rows[at + 1..], column) {
            continue;
        }
        let mut meant = Mapping::default();
        meant.set(Field::Isbn, heading);
        let cells = rows[at].cells.clone();
        let (fields, score) = header::fields(&cells, &meant);
        if score > 0 {
            return Some(Header::new(
                cells.clone(),
                vec![cells],
                fields,
                score,
                at + 1,
            ));
        }
    }
    None
}

fn values(rows: &[Row], at: usize) -> impl Iterator<Item = &str> {
    let cells = rows.iter().filter_map(move |row| row.cells.get(at));
    cells
        .map(|cell| cell.trim())
        .filter(|cell| !isbn::is_none(cell))
}

/// Returns whether most values of a column are valid ISBNs.
fn holds_isbns(rows: &[Row], at: usize) -> bool {
    let (mut n, mut n_short, mut n_long) = (0, 0, 0);
    for value in values(rows, at) {
        n += 1;
        match kind(value) {
            Some(Length::Thirteen) => n_long += 1,
            Some(Length::Ten) => n_short += 1,
            None => {}
        }
    }
    (n_short + n_long) * 2 > n && (n_long > 0 || n_short >= FEWEST_SHORT)
}

/// How an ISBN is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    Ten,
    Thirteen,
}

/// Returns which kind of ISBN a value is; `None` if it is not nothing but valid ISBNs.
fn kind(value: &str) -> Option<Length> {
    // Excel appends ".0" to a number, and drops a leading zero.
    let value = value.strip_suffix(".0").unwrap_or(value);
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let length = if digits >= 13 {
        Length::Thirteen
    } else {
        Length::Ten
    };
    (digits >= 9 && isbn::is_list(value)).then_some(length)
}
