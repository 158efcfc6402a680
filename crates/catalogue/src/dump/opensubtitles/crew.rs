//! Bringing together the subtitles, and what `IMDb` says of their films.
//!
//! ```text
//! title.crew + name.basics, by person -> writers, by title
//! subtitles + writers + title.basics, by title -> records
//! episodes without writers + writers of series, by series -> records
//! ```
//!
//! Every arrow is a sort in bounded memory.

use super::super::collect::Collector;
use super::super::container::{Company, Whole};
use super::super::join::Join;
use super::super::model::{Memory, OnPiece};
use super::super::sql::Packed;
use super::film;
use super::filter::Filter;
use super::rows::{self, Column, KEPT, Values};
use super::sheets::{Sheet, Sheets, number};
use crate::error::Error;
use crate::record::{Form, Record};

/// How many writers of a title are kept: a bound on memory. A series has thousands.
const MAX_WRITERS: usize = 200;

/// The order of what is known of a title.
const TAG_WRITER: u8 = 0;
const TAG_BASICS: u8 = 1;
const TAG_ROW: u8 = 2;

/// The order of what is known of a person: the name, what the person wrote.
const TAG_NAME: u8 = 0;
const TAG_WORK: u8 = 1;

/// Reads the subtitles and `IMDb`'s tables.
pub(super) fn read(
    whole: Whole<'_>,
    company: Company<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let counter = whole.counter();
    let mut sheets = Sheets::find(company, memory, on_piece)?;
    let mut films = Films {
        by_title: Join::new(memory, 4)?,
        by_series: Join::new(memory, 4)?,
        titles: Filter::new(memory.n_bytes / 16),
        series: Filter::new(memory.n_bytes / 16),
        packed: Vec::new(),
    };
    let whole = sheets.company().lend(whole);
    rows::read(
        whole,
        memory,
        collector,
        on_piece,
        &mut |values, collector| films.row(&values, collector),
    )?;
    let mut by_person = Join::new(memory, 4)?;
    let mut people = Filter::new(memory.n_bytes / 16);
    let mut n_further = 0;
    sheets.read(
        Sheet::Crew,
        memory,
        &counter,
        collector,
        on_piece,
        &mut |title, values| {
            if !films.titles.may_have(title) {
                return Ok(());
            }
            let writers = values[0].split(|byte| *byte == b',').filter_map(number);
            for (place, writer) in (0_u32..).zip(writers) {
                if place as usize == MAX_WRITERS {
                    n_further += 1;
                    break;
                }
                people.add(writer);
                let work = [&title.to_be_bytes()[..], &place.to_be_bytes()].concat();
                by_person.push(writer, TAG_WORK, &work)?;
            }
            Ok(())
        },
    )?;
    collector.skip(
        "lists of writers that were cut after two hundred, of titles that were kept",
        n_further,
    );
    sheets.read(
        Sheet::Names,
        memory,
        &counter,
        collector,
        on_piece,
        &mut |person, values| {
            if people.may_have(person) && !values[0].is_empty() {
                by_person.push(person, TAG_NAME, values[0])?;
            }
            Ok(())
        },
    )?;
    films.writers(by_person, collector, on_piece)?;
    sheets.read(
        Sheet::Basics,
        memory,
        &counter,
        collector,
        on_piece,
        &mut |title, values| {
            if films.titles.may_have(title) {
                films
                    .by_title
                    .push(title, TAG_BASICS, &values.join(&b'\t'))?;
            }
            Ok(())
        },
    )?;
    films.join(collector, on_piece)
}

/// What is known of the films.
struct Films {
    by_title: Join,
    by_series: Join,
    /// The titles that there are subtitles of, and the series of these.
    titles: Filter,
    series: Filter,
    packed: Vec<u8>,
}

impl Films {
    /// Takes a row of the subtitles.
    fn row(&mut self, values: &Values<'_>, collector: &mut Collector<'_>) -> Result<(), Error> {
        film::count_broken(values, collector);
        let title = film::of_imdb(values, Column::Imdb);
        let series = film::of_imdb(values, Column::SeriesImdb);
        if let Some(series) = series {
            self.titles.add(series);
            self.series.add(series);
        }
        pack(values, &mut self.packed, collector);
        match (title, series) {
            (Some(title), _) => {
                self.titles.add(title);
                self.by_title.push(title, TAG_ROW, &self.packed)
            }
            (None, Some(series)) => self.by_series.push(series, TAG_ROW, &self.packed),
            (None, None) => {
                let record = film::record(values, collector);
                collector.record(record)
            }
        }
    }

    /// Takes the names of the writers.
    fn writers(
        &mut self,
        by_person: Join,
        collector: &mut Collector<'_>,
        on_piece: OnPiece<'_>,
    ) -> Result<(), Error> {
        let mut named = None;
        let mut name = Vec::new();
        by_person.for_each(on_piece, &mut |person, tag, row| {
            if tag == TAG_NAME {
                named = Some(person);
                name.clear();
                name.extend_from_slice(row);
            } else if named != Some(person) {
                collector.skip("writers without a name in name.basics", 1);
            } else if let Some((title, place)) = row.split_first_chunk() {
                let writer = [place, &name].concat();
                self.by_title
                    .push(u64::from_be_bytes(*title), TAG_WRITER, &writer)?;
            }
            Ok(())
        })
    }

    /// Passes on all records.
    fn join(self, collector: &mut Collector<'_>, on_piece: OnPiece<'_>) -> Result<(), Error> {
        let Self {
            by_title,
            mut by_series,
            series,
            ..
        } = self;
        let mut film = Film::default();
        by_title.for_each(on_piece, &mut |title, tag, row| {
            if film.number != title {
                film.close(&series, &mut by_series)?;
                film = Film {
                    number: title,
                    ..Film::default()
                };
            }
            match tag {
                TAG_WRITER => film.writer(row, collector),
                TAG_BASICS => film.basics(row, collector),
                _ => {
                    film.close(&series, &mut by_series)?;
                    return film.record(row, collector, &mut by_series);
                }
            }
            Ok(())
        })?;
        film.close(&series, &mut by_series)?;
        let mut of_series = (0, String::new());
        by_series.for_each(on_piece, &mut |series, tag, row| {
            if of_series.0 != series {
                of_series = (series, String::new());
            }
            if tag == TAG_WRITER {
                of_series.1 = collector.text(row);
                return Ok(());
            }
            let mut record = unpack(row, collector);
            if series_of(&record).is_some() {
                record.author.clone_from(&of_series.1);
            }
            collector.record(record)
        })
    }
}

/// Returns the series of an episode.
fn series_of(record: &Record) -> Option<u64> {
    let is_episode = record.form == Form::Episode;
    record.series_imdb.filter(|_| is_episode)
}

/// What is known of a title.
#[derive(Default)]
struct Film {
    number: u64,
    /// The names of the writers, and their places in the list.
    writers: Vec<(u32, String)>,
    titles: Vec<String>,
    /// The writers, once all are known.
    author: Option<String>,
}

impl Film {
    fn writer(&mut self, row: &[u8], collector: &mut Collector<'_>) {
        if let Some((place, name)) = row.split_first_chunk() {
            let name = collector.text(name);
            self.writers.push((u32::from_be_bytes(*place), name));
        }
    }

    fn basics(&mut self, row: &[u8], collector: &mut Collector<'_>) {
        for title in row.split(|byte| *byte == b'\t') {
            let title = collector.text(title);
            if !title.is_empty() && !self.titles.contains(&title) {
                self.titles.push(title);
            }
        }
    }

    /// Notes that all writers have come, and passes them on if it is a series.
    fn close(&mut self, series: &Filter, by_series: &mut Join) -> Result<(), Error> {
        if self.author.is_some() {
            return Ok(());
        }
        self.writers.sort_unstable();
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in &self.writers {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let author = names.join("; ");
        if !author.is_empty() && series.may_have(self.number) {
            by_series.push(self.number, TAG_WRITER, author.as_bytes())?;
        }
        self.author = Some(author);
        Ok(())
    }

    /// Passes on a record, or has it wait for the writers of its series.
    fn record(
        &self,
        row: &[u8],
        collector: &mut Collector<'_>,
        by_series: &mut Join,
    ) -> Result<(), Error> {
        let mut record = unpack(row, collector);
        let others = self.titles.iter().filter(|title| **title != record.title);
        record.other_titles = others.cloned().collect();
        let author = self.author.as_deref().unwrap_or_default();
        if let Some(series) = series_of(&record).filter(|_| author.is_empty()) {
            let mut row = row.to_vec();
            for title in &record.other_titles {
                put(title.as_bytes(), &mut row);
            }
            return by_series.push(series, TAG_ROW, &row);
        }
        author.clone_into(&mut record.author);
        collector.record(record)
    }
}

/// Writes the values of a row in the form that [`Packed`] reads. What is not UTF-8 is
/// repaired and counted here, since some rows are read again.
fn pack(values: &Values<'_>, into: &mut Vec<u8>, collector: &mut Collector<'_>) {
    into.clear();
    for value in values.0 {
        match std::str::from_utf8(value) {
            Ok(_) => put(value, into),
            Err(_) => put(collector.text(value).as_bytes(), into),
        }
    }
}

fn put(value: &[u8], into: &mut Vec<u8>) {
    let len = u32::try_from(value.len()).unwrap_or(0);
    into.extend_from_slice(&len.to_le_bytes());
    into.extend_from_slice(value);
}

/// Reads the values of a row, and the other titles after them.
fn unpack(row: &[u8], collector: &mut Collector<'_>) -> Record {
    let packed = Packed(row);
    let mut values: [&[u8]; KEPT.len()] = [&[]; KEPT.len()];
    for (slot, value) in values.iter_mut().enumerate() {
        *value = packed.bytes(slot);
    }
    let mut record = film::record(&Values(values), collector);
    let others = KEPT.len()..packed.len();
    record.other_titles = others
        .map(|slot| collector.text(packed.bytes(slot)))
        .collect();
    record
}
