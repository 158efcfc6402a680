//! Splitting the table into rows.
//!
//! Names of films and of releases hold tabs and line ends, and nothing is quoted. So a
//! row ends only with a line whose last value is an address, and a row with too many
//! tabs is split in the one way in which every other column holds what it should.

use std::ops::Range;

use memchr::{memchr_iter, memrchr};

use super::super::collect::Collector;
use super::super::container::Whole;
use super::super::encoding::unicode;
use super::super::isbn_list::is_text;
use super::super::lines::{End, Ends, Lines};
use super::super::model::{Memory, OnPiece};
use super::super::sql::Window;
use crate::error::{Error, ErrorKind};

/// How many bytes a row may have: a bound on memory.
const MAX_ROW: usize = 64 * 1024;

/// How many lines a row may have.
const MAX_LINES: usize = 16;

/// The columns, in the order in which the collection writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Name,
    Year,
    LanguageName,
    Language,
    Added,
    Imdb,
    Format,
    Discs,
    Release,
    Fps,
    Season,
    Episode,
    SeriesImdb,
    Kind,
    Url,
}

use Column::{
    Added, Discs, Episode, Format, Fps, Id, Imdb, Kind, Language, LanguageName, Name, Release,
    Season, SeriesImdb, Url, Year,
};

/// The columns and their names.
const COLUMNS: [(Column, &str); 16] = [
    (Id, "IDSubtitle"),
    (Name, "MovieName"),
    (Year, "MovieYear"),
    (LanguageName, "LanguageName"),
    (Language, "ISO639"),
    (Added, "SubAddDate"),
    (Imdb, "ImdbID"),
    (Format, "SubFormat"),
    (Discs, "SubSumCD"),
    (Release, "MovieReleaseName"),
    (Fps, "MovieFPS"),
    (Season, "SeriesSeason"),
    (Episode, "SeriesEpisode"),
    (SeriesImdb, "SeriesIMDBParent"),
    (Kind, "MovieKind"),
    (Url, "URL"),
];

/// The columns without which nothing is read. The last one ends a row.
const NEEDED: [Column; 5] = [Id, Name, Imdb, Kind, Url];

/// The columns that a record is made from, in the order in which [`Values`] has them.
pub(super) const KEPT: [Column; 12] = [
    Id,
    Name,
    Year,
    LanguageName,
    Language,
    Added,
    Imdb,
    Format,
    Season,
    Episode,
    SeriesImdb,
    Kind,
];

/// The values of a row, in the order of [`KEPT`].
#[derive(Clone, Copy)]
pub(super) struct Values<'r>(pub(super) [&'r [u8]; KEPT.len()]);

impl<'r> Values<'r> {
    /// Returns the value of a column; empty for one that is not kept or not there.
    pub(super) fn get(&self, column: Column) -> &'r [u8] {
        let place = KEPT.iter().position(|own| *own == column);
        place.map_or(&[], |place| self.0[place])
    }
}

/// Which column is where.
pub(super) struct Header {
    /// The columns in order; `None` for one that is not known.
    columns: Vec<Option<Column>>,
    /// The places of the columns that may hold tabs, of which the second may be
    /// missing.
    name: usize,
    release: Option<usize>,
}

impl Header {
    fn of(columns: Vec<Option<Column>>) -> Self {
        let place = |wanted| columns.iter().position(|own| *own == Some(wanted));
        Self {
            name: place(Name).unwrap_or_default(),
            release: place(Release),
            columns,
        }
    }

    /// Reads the first line, and returns whether it is the header. Without one, the
    /// line must be a row of the known columns in the known order.
    pub(super) fn find(line: &[u8]) -> Result<(Self, bool), Error> {
        let known = Self::of(COLUMNS.iter().map(|(column, _)| Some(*column)).collect());
        let columns: Vec<Option<Column>> = line
            .split(|byte| *byte == b'\t')
            .map(|name| {
                let name = name.trim_ascii();
                let mut known = COLUMNS.iter();
                let found = known.find(|(_, own)| own.as_bytes().eq_ignore_ascii_case(name));
                found.map(|(column, _)| *column)
            })
            .collect();
        if columns.iter().flatten().count() < 3 {
            let mut starts = Vec::new();
            if ends_row(line) && matches!(known.split(line, &mut starts), Fit::One(_)) {
                return Ok((known, false));
            }
            let message = format!(
                "this is not the table of OpenSubtitles, whose first line begins with \
                 IDSubtitle and MovieName; it reads: {:.200}",
                String::from_utf8_lossy(&line[..line.len().min(800)])
            );
            return Err(Error::new(ErrorKind::NothingKnown, message));
        }
        for (column, name) in COLUMNS {
            let n = columns.iter().filter(|own| **own == Some(column)).count();
            if n == 0 && NEEDED.contains(&column) {
                let message = format!("the table has no column `{name}`");
                return Err(Error::new(ErrorKind::MissingColumn, message));
            }
            if n > 1 {
                let message = format!("the table has {n} columns `{name}`");
                return Err(Error::new(ErrorKind::Damaged, message));
            }
        }
        if columns.last() != Some(&Some(Url)) {
            let message = "the column `URL` is not the last one, so that it is not clear \
                           where a row ends";
            return Err(Error::new(ErrorKind::MissingColumn, message));
        }
        Ok((Self::of(columns), true))
    }

    /// Splits a row in the one way in which all columns hold what they should.
    fn split(&self, row: &[u8], tabs: &mut Vec<usize>) -> Fit {
        tabs.clear();
        tabs.extend(memchr_iter(b'\t', row));
        let Some(n_more) = (tabs.len() + 1).checked_sub(self.columns.len()) else {
            return Fit::None;
        };
        let mut found = Fit::None;
        for of_name in 0..=n_more {
            // Without a release, the name has all tabs that are too many.
            if self.release.is_none() && of_name < n_more {
                continue;
            }
            if let Some(values) = self.values(row, tabs, of_name, n_more) {
                if matches!(found, Fit::One(_)) {
                    return Fit::Several;
                }
                found = Fit::One(values);
            }
        }
        found
    }

    /// Splits a row of which `n_more` tabs are too many, `of_name` of them in the name.
    fn values(&self, row: &[u8], tabs: &[usize], of_name: usize, n_more: usize) -> Option<Ranges> {
        let of_release = n_more - of_name;
        let mut values = Ranges::default();
        let mut n_passed = 0;
        let mut start = 0;
        for (place, column) in self.columns.iter().enumerate() {
            n_passed += if place == self.name {
                of_name
            } else if Some(place) == self.release {
                of_release
            } else {
                0
            };
            let end = tabs.get(place + n_passed).copied().unwrap_or(row.len());
            let value = row.get(start..end)?;
            if let Some(column) = *column {
                if !is_right(column, value) {
                    return None;
                }
                if let Some(kept) = KEPT.iter().position(|own| *own == column) {
                    values.0[kept] = start..end;
                }
            }
            start = end + 1;
        }
        Some(values)
    }
}

#[derive(Default)]
struct Ranges([Range<usize>; KEPT.len()]);

/// In how many ways a row can be split.
enum Fit {
    None,
    One(Ranges),
    Several,
}

/// Returns whether a line is the last one of a row.
fn ends_row(line: &[u8]) -> bool {
    let last = memrchr(b'\t', line).map(|tab| &line[tab + 1..]);
    last.is_some_and(|last| last.starts_with(b"http"))
}

/// Returns whether a column may hold a value.
fn is_right(column: Column, value: &[u8]) -> bool {
    let digits = |value: &[u8]| value.iter().all(u8::is_ascii_digit);
    match column {
        Id => (1..=18).contains(&value.len()) && digits(value),
        Year => value.len() <= 4 && digits(value),
        Language => {
            let is_of_code = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'-';
            value.len() <= 7 && value.iter().all(is_of_code)
        }
        Added => {
            let is_of_time = |byte: &u8| byte.is_ascii_digit() || b"-: ".contains(byte);
            value.is_empty()
                || value.len() >= 10 && value[4] == b'-' && value.iter().all(is_of_time)
        }
        Imdb | Discs | SeriesImdb => digits(value),
        // Some are -1.
        Season | Episode => digits(value.strip_prefix(b"-").unwrap_or(value)),
        Fps => value
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'.'),
        Format | Kind => value.len() <= 12 && value.iter().all(u8::is_ascii_alphanumeric),
        Url => value.starts_with(b"http"),
        Name | LanguageName | Release => true,
    }
}

/// Returns whether a file in an archive is one of the tables: tabs separate the values of
/// its first line.
pub(in crate::dump) fn is_part(head: &[u8]) -> bool {
    let first = head.split(|byte| *byte == b'\n').next();
    is_text(head) && first.is_some_and(|first| first.contains(&b'\t'))
}

/// Called with a row.
type OnRow<'r> = &'r mut dyn FnMut(Values<'_>, &mut Collector<'_>) -> Result<(), Error>;

/// Calls `on_row` with the values of every row, and counts what belongs to none.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
    on_row: OnRow<'_>,
) -> Result<(), Error> {
    whole.read_watched(memory.scratch, on_piece, is_part, &mut |part, on_piece| {
        let mut text = unicode(part)?;
        let mut window = Window::new(&mut *text, 0, on_piece);
        let lines = Lines::new(&mut window, Ends::Feed, MAX_ROW);
        for_each(lines, collector, on_row)
    })
}

fn for_each(
    mut lines: Lines<'_, '_>,
    collector: &mut Collector<'_>,
    on_row: OnRow<'_>,
) -> Result<(), Error> {
    let mut text = Vec::new();
    let mut at = lines.offset();
    let end = lines.append(&mut text)?;
    let (header, is_header) = Header::find(&text).map_err(|error| error.at_byte(at))?;
    if end != Some(End::Ended) {
        return Err(truncated(at));
    }
    let mut rows = Pending {
        header,
        text: Vec::new(),
        starts: Vec::new(),
        tabs: Vec::new(),
    };
    if !is_header {
        rows.text = text;
        rows.starts.push(0);
        rows.take(collector, on_row)?;
    }
    // Where what is not yet a row begins.
    at = lines.offset();
    loop {
        let start = rows.begin(collector);
        match lines.append(&mut rows.text)? {
            None => break,
            Some(End::Over) => return Err(truncated(at)),
            Some(End::Ended) => rows.starts.push(start),
        }
        if ends_row(&rows.text[start..]) {
            rows.take(collector, on_row)?;
            at = lines.offset();
        }
    }
    if at < lines.offset() {
        return Err(truncated(at));
    }
    rows.drop_lines(rows.starts.len(), collector);
    Ok(())
}

fn truncated(at: u64) -> Error {
    let message = "the table ends in the middle of a row";
    Error::new(ErrorKind::Truncated, message).at_byte(at)
}

/// The lines that are not yet a row.
struct Pending {
    header: Header,
    text: Vec<u8>,
    /// Where each line begins.
    starts: Vec<usize>,
    tabs: Vec<usize>,
}

impl Pending {
    /// Begins a line, and returns its place. A row has a bound on its lines: the first
    /// one is dropped if there are more.
    fn begin(&mut self, collector: &mut Collector<'_>) -> usize {
        let next = self.starts.get(1).copied();
        if let Some(next) = next.filter(|_| self.starts.len() >= MAX_LINES) {
            self.text.drain(..next);
            self.starts.remove(0);
            for start in &mut self.starts {
                *start -= next;
            }
            collector.skip(OUTSIDE, 1);
        }
        if !self.starts.is_empty() {
            self.text.push(b'\n');
        }
        self.text.len()
    }

    /// Takes the row that ends with the last line: the fewest lines that are one, so
    /// that a broken row takes no other with it. Without a row the lines stay.
    fn take(&mut self, collector: &mut Collector<'_>, on_row: OnRow<'_>) -> Result<(), Error> {
        for n_before in (0..self.starts.len()).rev() {
            let row = &self.text[self.starts[n_before]..];
            match self.header.split(row, &mut self.tabs) {
                Fit::None => {}
                Fit::Several => {
                    collector.skip("rows with tabs that can be split in several ways", 1);
                    self.drop_lines(n_before, collector);
                    break;
                }
                Fit::One(ranges) => {
                    let values = ranges.0.map(|range| row.get(range).unwrap_or_default());
                    on_row(Values(values), collector)?;
                    self.drop_lines(n_before, collector);
                    break;
                }
            }
        }
        Ok(())
    }

    /// Drops all lines, of which `n` belong to no row.
    fn drop_lines(&mut self, n: usize, collector: &mut Collector<'_>) {
        collector.skip(OUTSIDE, n as u64);
        self.text.clear();
        self.starts.clear();
    }
}

const OUTSIDE: &str = "lines that belong to no row with the columns of the table";
