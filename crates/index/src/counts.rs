//! The `counts` table: how many records and works have which year, language or
//! format, and how many records say anything of each kind.
//!
//! It is counted while an index is built, so that a reader shows what an index
//! covers without reading all of it. A full check counts again. Values are
//! counted separately in the order of records and works until there are
//! [`MAX_VALUES`] of a facet; further ones are left out, so that no dump and no
//! stranger's index can make the table large.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use colophon_catalogue::Record;
use foldhash::fast::RandomState;
use rusqlite::{Connection, params};

use crate::catalogue::plain::{PlainRecord, text};
use crate::content::{TableDigest, Value};
use crate::error::Error;
use crate::model::Work;
use crate::tree::Keys;

/// The most different values of a facet that are counted; a bound, on which no
/// figure depends.
pub(crate) const MAX_VALUES: usize = 4096;

/// The length in bytes at which a value is cut, at a character.
const MAX_VALUE_BYTES: usize = 40;

/// The number of facets.
const N_FACETS: usize = 5;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Facet {
    Given,
    Years,
    Languages,
    Formats,
    WorkLanguages,
}

impl Facet {
    /// Returns the number that stands for it in the file.
    fn code(self) -> u64 {
        self as u64 + 1
    }
}

/// The words of [`Facet::Given`]: what a record may say.
const TITLE: &str = "title";
const AUTHOR: &str = "author";
const NUMBER: &str = "number";
const DIGEST: &str = "digest";
const ADDED: &str = "added";
const YEAR: &str = "year";
const LANGUAGE: &str = "language";
const FORMAT: &str = "format";
const DOI: &str = "doi";
const IMDB: &str = "imdb";
const ISBN: &str = "isbn";

/// The words in the order in which they are counted.
const GIVEN: [&str; N_GIVEN] = [
    TITLE, AUTHOR, NUMBER, DIGEST, ADDED, YEAR, LANGUAGE, FORMAT, DOI, IMDB, ISBN,
];
const N_GIVEN: usize = 11;

/// A value, and how many records or works have it.
pub type Count = (String, u64);

/// How many records and works of an index have what; see `docs/FORMAT.md`. Every
/// list is in the order of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// How many records say something of a kind: `title`, `author`, `number`,
    /// `digest`, `added`, `year`, `language`, `format`, `doi`, `imdb`, `isbn`.
    pub given: Vec<Count>,
    /// How many records are of a year.
    pub years: Vec<Count>,
    /// How many records are in a language, in the words of their collections, in
    /// small letters.
    pub languages: Vec<Count>,
    /// How many records are of a format, in small letters.
    pub formats: Vec<Count>,
    /// How many works are in a language.
    pub work_languages: Vec<Count>,
}

impl Counts {
    /// Returns how many records say something of a kind.
    pub fn given(&self, what: &str) -> u64 {
        let found = self.given.iter().find(|(value, _)| value == what);
        found.map_or(0, |(_, n)| *n)
    }

    /// Adds those of another file, less what was taken out of it.
    pub(crate) fn join(&mut self, more: &Self, removed: &Uncounted) {
        let lists = [
            (&mut self.given, &more.given, removed.records.given()),
            (&mut self.years, &more.years, removed.records.years.sorted()),
            (
                &mut self.languages,
                &more.languages,
                removed.records.languages.sorted(),
            ),
            (
                &mut self.formats,
                &more.formats,
                removed.records.formats.sorted(),
            ),
            (
                &mut self.work_languages,
                &more.work_languages,
                removed.work_languages.sorted(),
            ),
        ];
        for (own, more, removed) in lists {
            let mut counts: BTreeMap<String, u64> = own.drain(..).collect();
            for (value, n) in more {
                *counts.entry(value.clone()).or_insert(0) += n;
            }
            for (value, n) in removed {
                if let Some(count) = counts.get_mut(value) {
                    *count = count.saturating_sub(n);
                }
            }
            counts.retain(|_, n| *n > 0);
            own.extend(counts);
        }
    }

    fn list(&mut self, code: u64) -> Option<&mut Vec<Count>> {
        let lists = [
            &mut self.given,
            &mut self.years,
            &mut self.languages,
            &mut self.formats,
            &mut self.work_languages,
        ];
        let place = usize::try_from(code.checked_sub(1)?).ok()?;
        lists.into_iter().nth(place)
    }
}

/// Values in the order of their first appearance, and how often each was there.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    places: HashMap<Box<str>, usize, RandomState>,
    values: Vec<(Box<str>, u64)>,
    /// How many different values there may be.
    most: usize,
}

impl Tally {
    /// Makes a tally of all that there is.
    pub(crate) fn whole() -> Self {
        Self::new(MAX_VALUES)
    }

    /// Makes a tally of a part. No value may be left out of it, because the whole may
    /// have that value already.
    fn part() -> Self {
        Self::new(usize::MAX)
    }

    fn new(most: usize) -> Self {
        Self {
            places: HashMap::default(),
            values: Vec::new(),
            most,
        }
    }

    fn add(&mut self, value: &str, n: u64) {
        if value.is_empty() {
            return;
        }
        if let Some(&place) = self.places.get(value) {
            if let Some((_, count)) = self.values.get_mut(place) {
                *count += n;
            }
        } else if self.values.len() < self.most {
            self.places.insert(value.into(), self.values.len());
            self.values.push((value.into(), n));
        }
    }

    /// Adds what was counted later.
    fn join(&mut self, later: &Self) {
        for (value, n) in &later.values {
            self.add(value, *n);
        }
    }

    /// Adds the language of the next work.
    pub(crate) fn work(&mut self, language: &str) {
        self.add(&counted_value(language), 1);
    }

    fn sorted(&self) -> Vec<(&str, u64)> {
        let mut sorted: Vec<(&str, u64)> = self.values.iter().map(|(v, n)| (&**v, *n)).collect();
        sorted.sort_unstable();
        sorted
    }
}

/// What was counted of works and records that were taken out.
pub(crate) struct Uncounted {
    records: RecordCounts,
    work_languages: Tally,
}

impl Default for Uncounted {
    fn default() -> Self {
        Self {
            records: RecordCounts::part(),
            work_languages: Tally::part(),
        }
    }
}

impl Uncounted {
    pub(crate) fn record(&mut self, record: &Record) {
        self.records.add(&record.into());
    }

    pub(crate) fn work(&mut self, work: &Work) {
        let language = work.language.as_deref().unwrap_or_default();
        self.work_languages.work(language);
    }
}

/// What is counted of a record.
#[derive(Clone, Copy)]
pub(crate) struct Counted<'a> {
    title: &'a str,
    author: &'a str,
    identifiers: &'a str,
    asin: &'a str,
    year: &'a str,
    language: &'a str,
    format: &'a str,
    has_digest: bool,
    has_date: bool,
    numbers: Numbers,
}

/// Which numbers besides ISBN and ASIN a record has.
#[derive(Clone, Copy)]
struct Numbers {
    doi: bool,
    imdb: bool,
    registration: bool,
}

impl<'a> Counted<'a> {
    /// Takes what is counted of a record in a build.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if a text is not UTF-8.
    pub(crate) fn plain(record: &PlainRecord<'a>) -> Result<Self, Error> {
        let [
            _,
            title,
            author,
            _,
            _,
            _,
            _,
            year,
            language,
            identifiers,
            asin,
            format,
            _,
            _,
            doi,
            _,
            _,
            _,
            registration,
            _,
            _,
        ] = record.texts;
        Ok(Self {
            title: text(title)?,
            author: text(author)?,
            identifiers: text(identifiers)?,
            asin: text(asin)?,
            year: text(year)?,
            language: text(language)?,
            format: text(format)?,
            has_digest: record.md5.or(record.md5_reported).is_some(),
            has_date: record.added.is_some(),
            numbers: Numbers {
                doi: record.listed.is_some() || !doi.is_empty(),
                imdb: record.more[0].is_some(),
                registration: !registration.is_empty(),
            },
        })
    }

    /// Returns whether the record gives a title.
    pub(crate) fn has_title(&self) -> bool {
        !self.title.is_empty()
    }

    fn has_number(&self) -> bool {
        !(self.identifiers.is_empty() && self.asin.is_empty())
            || self.numbers.doi
            || self.numbers.imdb
            || self.numbers.registration
    }
}

impl<'a> From<&'a Record> for Counted<'a> {
    fn from(record: &'a Record) -> Self {
        Self {
            title: &record.title,
            author: &record.author,
            identifiers: &record.identifiers,
            asin: &record.asin,
            year: &record.year,
            language: &record.language,
            format: &record.format,
            has_digest: record.md5.or(record.md5_reported).is_some(),
            has_date: record.added.is_some(),
            numbers: Numbers {
                doi: record.listed_doi.is_some() || !record.doi.is_empty(),
                imdb: record.imdb.is_some(),
                registration: !record.registration.is_empty(),
            },
        }
    }
}

/// What was counted of records.
#[derive(Clone, Debug)]
pub(crate) struct RecordCounts {
    given: [u64; N_GIVEN],
    years: Tally,
    languages: Tally,
    formats: Tally,
}

impl RecordCounts {
    /// Counts all records there are.
    pub(crate) fn whole() -> Self {
        Self::new(Tally::whole)
    }

    /// Counts a part of the records, to be joined to the others.
    pub(crate) fn part() -> Self {
        Self::new(Tally::part)
    }

    fn new(tally: fn() -> Tally) -> Self {
        Self {
            given: [0; N_GIVEN],
            years: tally(),
            languages: tally(),
            formats: tally(),
        }
    }

    pub(crate) fn add(&mut self, record: &Counted<'_>) {
        let (year, language, format) = (
            counted_year(record.year),
            counted_value(record.language),
            counted_value(record.format),
        );
        let given = [
            record.has_title(),
            !record.author.is_empty(),
            record.has_number(),
            record.has_digest,
            record.has_date,
            year.is_some(),
            !language.is_empty(),
            !format.is_empty(),
            record.numbers.doi,
            record.numbers.imdb,
            !(record.identifiers.is_empty() && record.asin.is_empty()),
        ];
        for (n, is_given) in self.given.iter_mut().zip(given) {
            *n += u64::from(is_given);
        }
        self.years.add(year.unwrap_or_default(), 1);
        self.languages.add(&language, 1);
        self.formats.add(&format, 1);
    }

    /// Returns how many say something of a kind.
    fn given(&self) -> Vec<(&str, u64)> {
        let mut given: Vec<(&str, u64)> = GIVEN.into_iter().zip(self.given).collect();
        given.retain(|(_, n)| *n > 0);
        given.sort_unstable();
        given
    }

    /// Adds those of the records that follow, which were counted by themselves.
    pub(crate) fn join(&mut self, later: &Self) {
        for (n, more) in self.given.iter_mut().zip(later.given) {
            *n += more;
        }
        self.years.join(&later.years);
        self.languages.join(&later.languages);
        self.formats.join(&later.formats);
    }
}

/// Returns a value as it is counted: without spaces around it, its ASCII letters
/// small, and cut.
pub fn counted_value(value: &str) -> Cow<'_, str> {
    let value = value.trim_ascii();
    let end = value.floor_char_boundary(MAX_VALUE_BYTES);
    let value = value.get(..end).unwrap_or_default();
    if value.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(value.to_ascii_lowercase())
    } else {
        Cow::Borrowed(value)
    }
}

/// Returns the year in a free text: its first four digits in a row, neither more
/// nor fewer, that begin with 1 or 2.
pub fn counted_year(text: &str) -> Option<&str> {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    let mut years = runs.filter(|run| run.len() == 4 && run.starts_with(['1', '2']));
    years.next()
}

/// Writes the table.
pub(crate) fn write(
    db: &Connection,
    records: &RecordCounts,
    work_languages: &Tally,
    digest: &mut TableDigest,
) -> Result<(), Error> {
    let mut insert = db.prepare("INSERT INTO counts VALUES (?1, ?2, ?3)")?;
    for (facet, value, n) in rows(records, work_languages) {
        insert.execute(params![facet.cast_signed(), value, n.cast_signed()])?;
        add(digest, facet, value, n);
    }
    Ok(())
}

fn add(digest: &mut TableDigest, facet: u64, value: &str, n: u64) {
    digest.row(&[Value::Integer(facet), Value::Text(value), Value::Integer(n)]);
}

/// Returns all rows in the order of their keys.
fn rows<'a>(records: &'a RecordCounts, work_languages: &'a Tally) -> Vec<(u64, &'a str, u64)> {
    let lists = [
        (Facet::Given, records.given()),
        (Facet::Years, records.years.sorted()),
        (Facet::Languages, records.languages.sorted()),
        (Facet::Formats, records.formats.sorted()),
        (Facet::WorkLanguages, work_languages.sorted()),
    ];
    let rows = lists.into_iter().flat_map(|(facet, list)| {
        let of_facet = move |(value, n)| (facet.code(), value, n);
        list.into_iter().map(of_facet)
    });
    rows.collect()
}

/// Reads all rows.
pub(crate) fn read(keys: &mut Keys<'_>, digest: &mut TableDigest) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    let mut before: Option<(u64, String)> = None;
    let mut n_rows = 0;
    while let Some(row) = keys.next()? {
        let [facet, value, n] = row.columns()?;
        let (facet, value, n) = (facet.integer()?, value.text()?, n.integer()?);
        add(digest, facet, value, n);
        n_rows += 1;
        let is_next = before
            .as_ref()
            .is_none_or(|(last_facet, last)| (*last_facet, last.as_str()) < (facet, value));
        let is_right = is_next
            && n > 0
            && !value.is_empty()
            && value.len() <= MAX_VALUE_BYTES
            && n_rows <= N_FACETS * MAX_VALUES;
        let list = counts.list(facet).filter(|_| is_right);
        let list = list.ok_or_else(|| Error::damaged("a malformed count"))?;
        list.push((value.to_owned(), n));
        before = Some((facet, value.to_owned()));
    }
    Ok(counts)
}

/// Checks that the rows are those of the records and works.
pub(crate) fn check(
    keys: &mut Keys<'_>,
    digest: &mut TableDigest,
    records: Option<&RecordCounts>,
    work_languages: Option<&Tally>,
) -> Result<(), Error> {
    let mut found = read(keys, digest)?;
    // What could not be read cannot be compared.
    let (Some(records), Some(work_languages)) = (records, work_languages) else {
        return Ok(());
    };
    let mut counted = Counts::default();
    for (facet, value, n) in rows(records, work_languages) {
        if let Some(list) = counted.list(facet) {
            list.push((value.to_owned(), n));
        }
    }
    if std::mem::take(&mut found) != counted {
        return Err(Error::damaged("they do not match the records and works"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_four_digits_in_a_row() {
        for (text, expected) in [
            ("1815", Some("1815")),
            ("c1999", Some("1999")),
            ("1999-2001", Some("1999")),
            ("[19]85, 2004", Some("2004")),
            ("20190302", None),
            ("0000", None),
            ("9999", None),
            ("", None),
        ] {
            assert_eq!(counted_year(text), expected, "{text}");
        }
    }

    #[test]
    fn parts_count_as_much_as_the_whole() {
        let n = MAX_VALUES + 300;
        let records: Vec<Record> = (0..2 * n)
            .map(|i| Record {
                language: format!("L{}", i * 7919 % n),
                format: ["EPUB", "pdf "][i % 2].to_owned(),
                ..Record::default()
            })
            .collect();
        let mut whole = RecordCounts::whole();
        for record in &records {
            whole.add(&record.into());
        }
        let none = Tally::whole();
        for size in [1, 100, n] {
            let mut joined = RecordCounts::whole();
            for part in records.chunks(size) {
                let mut counts = RecordCounts::part();
                for record in part {
                    counts.add(&record.into());
                }
                joined.join(&counts);
            }
            assert_eq!(rows(&joined, &none), rows(&whole, &none));
        }
        assert_eq!(whole.languages.values.len(), MAX_VALUES);
        assert_eq!(
            whole.formats.sorted(),
            [("epub", n as u64), ("pdf", n as u64)]
        );
    }
}
