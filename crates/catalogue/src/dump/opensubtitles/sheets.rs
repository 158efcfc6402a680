//! `IMDb`'s tables: which is which, and their rows.
//!
//! Values are separated by tabs, nothing is quoted, and `\N` means that there is none.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::super::collect::Collector;
use super::super::container::Company;
use super::super::lines::{End, Ends, Lines};
use super::super::model::{Memory, OnPiece};
use super::super::sql::Window;
use super::rows::is_part;
use crate::error::{Error, ErrorKind};

/// How many bytes a row may have: a series has thousands of writers, of eleven bytes
/// each.
const MAX_ROW: usize = 1 << 20;

/// Called with the number and the values of a row.
type OnRow<'r> = &'r mut dyn FnMut(u64, &[&[u8]]) -> Result<(), Error>;

/// One of `IMDb`'s tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sheet {
    /// The titles of films, series and episodes.
    Basics,
    /// Who wrote and directed them.
    Crew,
    /// The names of people.
    Names,
}

impl Sheet {
    /// All of them, in the order in which [`Sheets`] has their files.
    const ALL: [Self; 3] = [Self::Basics, Self::Crew, Self::Names];

    fn name(self) -> &'static str {
        match self {
            Self::Basics => "title.basics",
            Self::Crew => "title.crew",
            Self::Names => "name.basics",
        }
    }

    /// The columns that are read: the number first.
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Basics => &["tconst", "primaryTitle", "originalTitle"],
            Self::Crew => &["tconst", "writers"],
            Self::Names => &["nconst", "primaryName"],
        }
    }

    /// Returns the places of the columns in a first line; `None` if one is missing.
    fn places(self, header: &[u8]) -> Option<Vec<usize>> {
        let names: Vec<&[u8]> = header.split(|byte| *byte == b'\t').collect();
        let place = |column: &&str| {
            let is_it = |name: &&[u8]| name.trim_ascii() == column.as_bytes();
            names.iter().position(is_it)
        };
        self.columns().iter().map(place).collect()
    }
}

/// `IMDb`'s tables, and what unpacks them.
pub(super) struct Sheets<'u> {
    /// The files, in the order of [`Sheet::ALL`].
    paths: [PathBuf; 3],
    company: Company<'u>,
}

impl<'u> Sheets<'u> {
    /// Finds out which file is which.
    pub(super) fn find(
        mut company: Company<'u>,
        memory: Memory<'_>,
        on_piece: OnPiece<'_>,
    ) -> Result<Self, Error> {
        let mut found: [Option<PathBuf>; 3] = [None, None, None];
        let refused = |message: String| Error::new(ErrorKind::NothingKnown, message);
        for path in std::mem::take(&mut company.paths) {
            let sheet = which(&path, &mut company, memory, on_piece).map_err(|e| e.at(&path))?;
            let place = sheet as usize;
            if let Some(other) = &found[place] {
                let message = format!(
                    "{} is there twice: the other one is {}",
                    sheet.name(),
                    other.display()
                );
                return Err(refused(message).at(&path));
            }
            found[place] = Some(path);
        }
        let missing: Vec<&str> = Sheet::ALL
            .into_iter()
            .filter(|sheet| found[*sheet as usize].is_none())
            .map(Sheet::name)
            .collect();
        let [Some(basics), Some(crew), Some(names)] = found else {
            let message = format!(
                "writers are looked up in title.basics, title.crew and name.basics of IMDb; \
                 missing: {}",
                missing.join(", ")
            );
            return Err(refused(message));
        };
        Ok(Self {
            paths: [basics, crew, names],
            company,
        })
    }

    /// Lends what unpacks the files.
    pub(super) fn company(&mut self) -> &mut Company<'u> {
        &mut self.company
    }

    /// Calls `on_row` with the number and the values of every row of a table; a value
    /// that is not there is empty. Bytes are counted in `counter`.
    pub(super) fn read(
        &mut self,
        sheet: Sheet,
        memory: Memory<'_>,
        counter: &Cell<u64>,
        collector: &mut Collector<'_>,
        on_piece: OnPiece<'_>,
        on_row: OnRow<'_>,
    ) -> Result<(), Error> {
        let path = &self.paths[sheet as usize];
        let own = Rc::new(Cell::new(0));
        let before = counter.get();
        let mut watched = || {
            counter.set(before + own.get());
            on_piece()
        };
        let whole = self.company.open(path, Rc::clone(&own));
        let read = whole.and_then(|whole| {
            whole.read_watched(
                memory.scratch,
                &mut watched,
                is_part,
                &mut |part, on_piece| {
                    let mut window = Window::new(part, 0, on_piece);
                    let lines = Lines::new(&mut window, Ends::Feed, MAX_ROW);
                    read_lines(sheet, lines, collector, on_row)
                },
            )
        });
        read.map_err(|error| error.at(path))
    }
}

/// Returns which of the tables a file is, by its first line.
fn which(
    path: &Path,
    company: &mut Company<'_>,
    memory: Memory<'_>,
    on_piece: OnPiece<'_>,
) -> Result<Sheet, Error> {
    let whole = company.open(path, Rc::default())?;
    let mut found = None;
    let mut first = Vec::new();
    let read = whole.read_watched(memory.scratch, on_piece, is_part, &mut |part, on_piece| {
        let mut window = Window::new(part, 0, on_piece);
        Lines::new(&mut window, Ends::Feed, MAX_ROW).append(&mut first)?;
        let mut sheets = Sheet::ALL.into_iter();
        found = sheets.find(|sheet| sheet.places(without_mark(&first)).is_some());
        // Nothing else is read now.
        Err(Error::cancelled())
    });
    match (found, read) {
        (Some(sheet), _) => Ok(sheet),
        (None, Err(error)) if error.kind() != ErrorKind::Cancelled => Err(error),
        (None, _) if first.is_empty() && on_piece().is_break() => Err(Error::cancelled()),
        (None, _) => {
            let message = format!(
                "this file is not title.basics, title.crew or name.basics of IMDb; its first \
                 line reads: {:.200}",
                String::from_utf8_lossy(&first[..first.len().min(800)])
            );
            Err(Error::new(ErrorKind::NothingKnown, message))
        }
    }
}

fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line)
}

fn read_lines(
    sheet: Sheet,
    mut lines: Lines<'_, '_>,
    collector: &mut Collector<'_>,
    on_row: OnRow<'_>,
) -> Result<(), Error> {
    let mut line = Vec::new();
    lines.append(&mut line)?;
    let header = without_mark(&line);
    let n_columns = header.split(|byte| *byte == b'\t').count();
    let Some(places) = sheet.places(header) else {
        let message = format!("this part is not of the table {}", sheet.name());
        return Err(Error::new(ErrorKind::NothingKnown, message));
    };
    let mut ends: Vec<usize> = Vec::new();
    loop {
        line.clear();
        let at = lines.offset();
        let Some(end) = lines.append(&mut line)? else {
            return Ok(());
        };
        if end == End::Over {
            let message = "the table ends in the middle of a row";
            return Err(Error::new(ErrorKind::Truncated, message).at_byte(at));
        }
        let row = line.strip_suffix(b"\r").unwrap_or(&line);
        ends.clear();
        ends.extend(memchr::memchr_iter(b'\t', row));
        ends.push(row.len());
        let value = |place: usize| -> &[u8] {
            let start = place.checked_sub(1).map_or(0, |before| ends[before] + 1);
            let value = &row[start..ends[place]];
            if value == br"\N" { &[] } else { value }
        };
        let number = (ends.len() == n_columns).then(|| number(value(places[0])));
        let Some(number) = number.flatten() else {
            if !row.is_empty() {
                collector.skip("rows of IMDb's tables that do not fit their columns", 1);
            }
            continue;
        };
        match *places.as_slice() {
            [_, one] => on_row(number, &[value(one)])?,
            [_, one, two] => on_row(number, &[value(one), value(two)])?,
            _ => {}
        }
    }
}

/// Reads a number of a title or of a person: `tt0000001`, `nm0000001`.
pub(super) fn number(text: &[u8]) -> Option<u64> {
    let digits = text
        .strip_prefix(b"tt")
        .or_else(|| text.strip_prefix(b"nm"))?;
    let is_number = (1..=17).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_number)?;
    digits.parse().ok().filter(|number| *number > 0)
}
