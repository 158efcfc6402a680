//! Tables with a line of column names.
//!
//! Columns are recognised by their names. The delimiter is whichever of comma,
//! semicolon, tab and vertical bar is most frequent in the first line.

mod columns;

use std::collections::BTreeMap;
use std::io::Read;

use super::collect::{Collector, append, day, format, hex, size};
use super::container::Whole;
use super::dates::partial;
use super::encoding::decoded;
use super::isbn_list::is_text;
use super::model::{Memory, OnPiece};
use super::scimag::place;
use super::table::{Table, bare};
use crate::doi;
use crate::error::{Error, ErrorKind};
use crate::isbn::Isbn;
use crate::number;
use crate::record::{DateKind, Form, Record};
use crate::rows::{Cells, State};
use columns::{Column, Field};

/// How many sources a table may name: a bound on the list of sources in an
/// index. More means that the column holds something else.
const MAX_SOURCES: u16 = 1000;

/// Reads a table.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    whole.read_watched(memory.scratch, on_piece, is_text, &mut |part, on_piece| {
        let mut text = decoded(part)?;
        read_table(&mut *text, collector, on_piece)
    })
}

fn read_table(
    text: &mut dyn Read,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut table = Table::new(text, on_piece, None)?;
    let mut columns = None;
    let mut source = None;
    let mut n_rows = 0_u64;
    while let Some(row) = table.next(
        columns
            .as_ref()
            .map(|columns: &Columns| columns.columns.len()),
    )? {
        let values = &table.cells;
        if values.iter().all(|value| value.trim_ascii().is_empty()) {
            continue;
        }
        let Some(columns) = &columns else {
            // Excel's way to name the delimiter.
            let is_sep = values
                .get(0)
                .is_some_and(|it| it.eq_ignore_ascii_case(b"sep="));
            if !is_sep {
                columns = Some(Columns::find(values)?);
            }
            continue;
        };
        n_rows += 1;
        // Values beyond the last column mean that a quote or a delimiter is
        // missing, and that everything after it is in the wrong column.
        let has_more = values
            .iter()
            .skip(columns.columns.len())
            .any(|value| !value.trim_ascii().is_empty());
        if row.state == State::Malformed {
            collector.skip("rows with a misplaced quotation mark", 1);
            continue;
        }
        if has_more {
            collector.skip("rows with more values than there are columns", 1);
            continue;
        }
        if row.state == State::Repaired {
            collector.requoted();
        }
        let mut record = columns.record(values, collector);
        let mut name = columns.text(values, Field::Source, collector);
        if name.is_empty() {
            name = collector.stem();
        }
        record.source = match &source {
            Some((known, place)) if *known == name => *place,
            _ => {
                let place = collector.source(&name);
                if place >= MAX_SOURCES {
                    let message = format!("the table names more than {MAX_SOURCES} sources");
                    return Err(Error::new(ErrorKind::LimitExceeded, message));
                }
                if !columns.dated_by.is_empty() {
                    collector.dated(place, &columns.dated_by, DateKind::Added);
                }
                source = Some((name, place));
                place
            }
        };
        if record.id.is_empty() {
            record.id = n_rows.to_string();
        }
        let md5 = columns.bytes(values, Field::Md5);
        let sha1 = columns.bytes(values, Field::Sha1);
        let sha256 = columns.bytes(values, Field::Sha256);
        collector.record(record)?;
        if !sha1.is_empty() || !sha256.is_empty() {
            collector.digests(md5, sha1, sha256)?;
        }
    }
    match columns {
        Some(_) => Ok(()),
        None => Columns::find(&Cells::default()).map(drop),
    }
}

/// What the columns of a table hold.
struct Columns {
    columns: Vec<Option<Column>>,
    /// The name of the column that dates a record; empty if there is none.
    dated_by: String,
}

impl Columns {
    fn find(header: &Cells) -> Result<Self, Error> {
        let names: Vec<String> = header.iter().map(bare).collect();
        let columns = columns::find(&names);
        let identifies = [
            Field::Title,
            Field::Isbn,
            Field::Asin,
            Field::Md5,
            Field::Registration,
            Field::Doi,
            Field::Imdb,
        ];
        let place = |field| {
            let is_it = |it: &Option<Column>| it.is_some_and(|it| it.field == field);
            columns.iter().position(is_it)
        };
        if identifies.into_iter().any(|field| place(field).is_some()) {
            let dated_by = place(Field::Added).and_then(|place| header.get(place));
            let dated_by = dated_by.map(|name| String::from_utf8_lossy(name).trim().to_owned());
            return Ok(Self {
                columns,
                dated_by: dated_by.unwrap_or_default(),
            });
        }
        let header: Vec<_> = header
            .iter()
            .take(20)
            .map(String::from_utf8_lossy)
            .collect();
        let message = format!(
            "no column is named title, isbn, asin, md5, doi, imdb or registration number; the first line reads: {:.300}",
            header.join(", ")
        );
        Err(Error::new(ErrorKind::NothingKnown, message))
    }

    /// Returns the value of the first column of a field.
    fn bytes<'r>(&self, row: &'r Cells, field: Field) -> &'r [u8] {
        let is_it = |own: &Option<Column>| own.is_some_and(|own| own.field == field);
        let column = self.columns.iter().position(is_it);
        column
            .and_then(|column| row.get(column))
            .unwrap_or_default()
    }

    fn text(&self, row: &Cells, field: Field, collector: &mut Collector<'_>) -> String {
        collector.text(self.bytes(row, field))
    }

    /// Returns the values of all columns of a field that hold something, each
    /// once.
    fn texts(&self, row: &Cells, field: Field, collector: &mut Collector<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        for (column, value) in self.columns.iter().zip(row.iter()) {
            if column.is_some_and(|own| own.field == field) {
                let text = collector.text(value);
                if !text.is_empty() && !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
        texts
    }

    /// Returns the names of the authors, each once: whole names, and those in two
    /// columns.
    fn authors(&self, row: &Cells, collector: &mut Collector<'_>) -> Vec<String> {
        let mut people: BTreeMap<u32, [Vec<String>; 3]> = BTreeMap::new();
        for (column, value) in self.columns.iter().zip(row.iter()) {
            let Some(column) = column else { continue };
            let part = match column.field {
                Field::Author => 0,
                Field::AuthorFirst => 1,
                Field::AuthorLast => 2,
                _ => continue,
            };
            let text = collector.text(value);
            if !text.is_empty() {
                people.entry(column.number).or_default()[part].push(text);
            }
        }
        let mut authors: Vec<String> = Vec::new();
        for [whole, first, last] in people.into_values() {
            let in_two = || vec![[first, last].concat().join(" ")];
            let names = if whole.is_empty() { in_two() } else { whole };
            for name in names {
                if !authors.contains(&name) {
                    authors.push(name);
                }
            }
        }
        authors
    }

    fn record(&self, row: &Cells, collector: &mut Collector<'_>) -> Record {
        let mut titles = self.texts(row, Field::Title, collector).into_iter();
        let mut title = titles.next().unwrap_or_default();
        let subtitle = self.text(row, Field::Subtitle, collector);
        if !title.contains(&subtitle) {
            append(&mut title, ": ", &subtitle);
        }
        let mut other_titles: Vec<String> = titles.collect();
        other_titles.extend(self.texts(row, Field::OtherTitle, collector));
        other_titles.retain(|other| *other != title);
        let author = self.authors(row, collector).join("; ");
        let identifiers = self.texts(row, Field::Isbn, collector);
        let identifiers: Vec<String> = identifiers.into_iter().map(with_zeros).collect();
        let identifiers = identifiers.join(",");
        let asin = self.texts(row, Field::Asin, collector).join(",");
        let issn = self.texts(row, Field::Issn, collector).join(",");
        let mut text = |field| self.text(row, field, collector);
        // What is not a DOI is found by nobody, and may be a remark.
        let doi = doi::parse(&text(Field::Doi)).unwrap_or_default();
        let journal = text(Field::Journal);
        let is_paper =
            identifiers.is_empty() && !(doi.is_empty() && journal.is_empty() && issn.is_empty());
        let imdb = number::imdb(&whole_number(text(Field::Imdb)));
        let count = |text: String| whole_number(text).parse().ok();
        let (season, episode) = (count(text(Field::Season)), count(text(Field::Episode)));
        let (mut volume, mut issue) = (text(Field::Volume), text(Field::Issue));
        if is_paper {
            issue = place(&volume, &issue, &text(Field::FirstPage));
            volume.clear();
        }
        let published = whole_number(text(Field::Published));
        let year = if self.bytes(row, Field::Year).is_empty() {
            Field::Published
        } else {
            Field::Year
        };
        Record {
            source: 0,
            id: text(Field::Id),
            form: match imdb {
                Some(_) if season.is_some() || episode.is_some() => Form::Episode,
                Some(_) => Form::Film,
                None if is_paper => Form::Paper,
                None => Form::Book,
            },
            doi,
            issn,
            journal,
            imdb,
            series_imdb: number::imdb(&whole_number(text(Field::SeriesImdb))),
            season,
            episode,
            registration: text(Field::Registration),
            registered: partial(&text(Field::Registered)),
            published: partial(&published),
            claimant: text(Field::Claimant),
            title,
            other_titles,
            author,
            volume,
            issue,
            series: text(Field::Series),
            imprint: text(Field::Imprint),
            edition: text(Field::Edition),
            year: whole_number(text(year)),
            language: text(Field::Language),
            identifiers,
            asin,
            md5: hex(self.bytes(row, Field::Md5)),
            md5_reported: None,
            format: format(text(Field::Format)),
            size_bytes: size(self.bytes(row, Field::Size)),
            added: day(self.bytes(row, Field::Added)),
            hidden: text(Field::Hidden),
            ..Record::default()
        }
    }
}

/// Returns a number without the `.0` that a spreadsheet or a program appended.
fn whole_number(mut text: String) -> String {
    if let Some(digits) = text.strip_suffix(".0")
        && !digits.is_empty()
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        text.truncate(digits.len());
    }
    text
}

/// Returns an ISBN of ten digits with the leading zeros that it lost when it was
/// taken for a number; any other text unchanged. The check digit decides.
fn with_zeros(text: String) -> String {
    let text = whole_number(text);
    let is_short = (6..10).contains(&text.len());
    let padded = format!("{text:0>10}");
    if is_short && text.is_ascii() && Isbn::parse(&padded).is_some() {
        padded
    } else {
        text
    }
}
