//! What an index covers: counts by source, language, year and format, and the
//! works and records themselves, a page at a time.
//!
//! The counts were made when the index was built. A page is read within a fixed
//! time, however large the index is: if that was not enough, the answer says from
//! where to continue.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use colophon_catalogue::terms::{TermKind, words};
use colophon_catalogue::{Isbn, Record};
use colophon_index::{Count, RecordId, Set, Work, WorkId, counted_value, counted_year};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::indexes::{self, IndexInfo};
use crate::language;
use crate::length::MIN_COMPARABLE;

/// How many values of a facet are named; the others are counted together.
const MAX_NAMED: usize = 12;

/// The first decade that is counted by itself.
const FIRST_DECADE: u16 = 1900;

/// How long a page may be looked for.
const PATIENCE: Duration = Duration::from_millis(150);

/// The most rows of a page.
const MAX_PAGE: usize = 200;

/// How many records a search looks through; a bound, which the answer reports.
const MAX_FOUND: usize = 5_000;

/// How many words of a search are looked up, the longest ones; all are compared.
const MAX_WORDS: usize = 3;

/// A value, and how many works or records have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Counted {
    /// The value: a decade such as `1990`, a language, a format, a kind of fact.
    pub value: String,
    /// How many have it.
    pub n: u64,
}

/// How works or records are divided by one of their properties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Facet {
    /// The values, the most frequent first; decades in their order.
    pub values: Vec<Counted>,
    /// How many have a value that is not among these.
    pub others: u64,
    /// How many have none.
    pub unknown: u64,
}

/// What an index covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Coverage {
    /// How many records give a `title`, an `author`, a `number`, the `digest` of a
    /// file, and the date on which they were `added`.
    pub given: Vec<Counted>,
    /// The records by language: an ISO 639 code, else the collection's own word.
    pub languages: Facet,
    /// The records by decade: `0` for all before 1900.
    pub decades: Facet,
    /// The records by format.
    pub formats: Facet,
    /// The works by language.
    pub work_languages: Facet,
}

/// An index as it describes itself, and what it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IndexDetail {
    /// What it says about itself.
    #[serde(flatten)]
    pub info: IndexInfo,
    /// What it covers.
    pub coverage: Coverage,
}

/// Which works or records of an index are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BrowseQuery {
    /// Whether works are shown, and not records.
    pub works: bool,
    /// Words of title and author, or an ISBN; empty for all.
    pub search: String,
    /// The place of the source.
    pub source: Option<u16>,
    /// The language, as [`Coverage`] has it.
    pub language: Option<String>,
    /// The decade, as [`Coverage`] has it.
    pub decade: Option<String>,
    /// The format, as [`Coverage`] has it.
    pub format: Option<String>,
    /// Whether only works are shown that are too short to be compared well.
    pub short: bool,
    /// The number from which on works or records are read.
    pub from: u32,
    /// How many rows the page may have.
    pub limit: u32,
}

/// A work or a record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Entry {
    /// Its id: the publisher's own, or the collection's.
    pub id: String,
    /// The title; empty if it is not known.
    pub title: String,
    /// The author; empty if not known.
    pub author: String,
    /// The collection; none for a work.
    pub source: Option<String>,
    /// The year, as listed.
    pub year: String,
    /// The language, as [`Coverage`] has it.
    pub language: String,
    /// The format, as listed.
    pub format: String,
    /// The ISBNs.
    pub isbn: Vec<String>,
    /// The date on which the record was added.
    pub added: Option<String>,
    /// How many letters a work has.
    pub letters: u64,
    /// Whether a work is too short to be compared well.
    pub short: bool,
}

/// A page of works or records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Browsed {
    /// The rows.
    pub entries: Vec<Entry>,
    /// From where to continue; none at the end.
    pub next: Option<u32>,
    /// Whether a search has more results than are looked through.
    pub cut: bool,
}

/// An open index, to be looked through.
#[derive(Debug)]
pub struct IndexView {
    index: Set,
    info: IndexInfo,
}

impl IndexView {
    /// Opens an index.
    ///
    /// # Errors
    ///
    /// `index-incompatible`, `index-damaged`, `unreadable`.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let (index, info) = indexes::look_at(path)?;
        Ok(Self { index, info })
    }

    /// Returns what the index says about itself and what it covers.
    ///
    /// # Errors
    ///
    /// `index-damaged`, `unreadable`.
    pub fn detail(&self) -> Result<IndexDetail, Error> {
        let counts = self.index.counts()?;
        let (works, records) = (self.info.works, self.info.records);
        let unknown = |what: &str| records.saturating_sub(counts.given(what));
        let given = ["title", "author", "number", "digest", "added"];
        let given = given.into_iter().map(|what| Counted {
            value: what.to_owned(),
            n: counts.given(what),
        });
        let n_work_languages: u64 = counts.work_languages.iter().map(|(_, n)| n).sum();
        Ok(IndexDetail {
            info: self.info.clone(),
            coverage: Coverage {
                given: given.collect(),
                languages: facet(
                    &counts.languages,
                    records,
                    unknown("language"),
                    language::known,
                ),
                decades: decades(&counts.years, records, unknown("year")),
                formats: facet(&counts.formats, records, unknown("format"), str::to_owned),
                work_languages: facet(
                    &counts.work_languages,
                    works,
                    works.saturating_sub(n_work_languages),
                    language::known,
                ),
            },
        })
    }

    /// Returns a page of works or records.
    ///
    /// # Errors
    ///
    /// `index-damaged`, `unreadable`.
    pub fn browse(&self, query: &BrowseQuery) -> Result<Browsed, Error> {
        let mut page = Page::new(query);
        if query.works {
            self.works(query, &mut page)?;
        } else if query.search.trim().is_empty() {
            self.records(query, &mut page)?;
        } else {
            self.found(query, &mut page)?;
        }
        Ok(page.browsed)
    }

    fn works(&self, query: &BrowseQuery, page: &mut Page<'_>) -> Result<(), Error> {
        let n_works = self.info.works;
        if u64::from(query.from) >= n_works {
            return Ok(());
        }
        self.index
            .works_from(WorkId::new(query.from), &mut |id, work| {
                let entry = of_work(work);
                page.take(id.get(), entry)
            })?;
        Ok(())
    }

    fn records(&self, query: &BrowseQuery, page: &mut Page<'_>) -> Result<(), Error> {
        if u64::from(query.from) >= self.info.records {
            return Ok(());
        }
        self.index.records_from(query.from, &mut |number, record| {
            if page.is_of_other_source(record.source) {
                return page.pass(number);
            }
            let entry = self.of_record(&record);
            page.take(number, entry)
        })?;
        Ok(())
    }

    /// Looks the words of a search up, each as one of a title or of an author.
    fn found(&self, query: &BrowseQuery, page: &mut Page<'_>) -> Result<(), Error> {
        let mut ids = Vec::new();
        if let Some(isbn) = Isbn::parse(&query.search) {
            ids = self
                .index
                .find(TermKind::Isbn, isbn.to_string().as_bytes(), MAX_FOUND)?;
        } else {
            let mut asked = words(&query.search);
            asked.sort_by_key(|word| Reverse(word.len()));
            asked.dedup();
            asked.truncate(MAX_WORDS);
            for choice in 0..1_u32 << asked.len() {
                let kind = |place: usize| match choice >> place & 1 {
                    0 => TermKind::TitleWord,
                    _ => TermKind::AuthorWord,
                };
                let terms: Vec<(TermKind, &[u8])> = asked
                    .iter()
                    .enumerate()
                    .map(|(place, word)| (kind(place), word.as_bytes()))
                    .collect();
                let found = self.index.find_all(&terms, MAX_FOUND)?;
                page.browsed.cut |= found.len() == MAX_FOUND;
                ids.extend(found);
            }
        }
        // File by file, as all records are shown.
        ids.sort_unstable_by_key(RecordId::number);
        ids.dedup();
        ids.retain(|id| id.number() >= query.from);
        for some in ids.chunks(MAX_PAGE) {
            for (id, record) in some.iter().zip(self.index.records(some)?) {
                let is_other = page.is_of_other_source(record.source);
                let flow = if is_other {
                    page.pass(id.number())
                } else {
                    page.take(id.number(), self.of_record(&record))
                };
                if flow.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn of_record(&self, record: &Record) -> Entry {
        let source = self.index.sources().get(usize::from(record.source));
        Entry {
            id: record.id.clone(),
            title: record.title.clone(),
            author: record.author.clone(),
            source: source.map(|source| source.name.clone()),
            year: record.year.clone(),
            language: language::known(&record.language),
            format: record.format.clone(),
            isbn: record.isbns().iter().map(ToString::to_string).collect(),
            added: record.added.map(|day| day.to_string()),
            letters: 0,
            short: false,
        }
    }
}

fn of_work(work: Work) -> Entry {
    let language = work.language.unwrap_or_default();
    Entry {
        short: work.n_hashes < MIN_COMPARABLE as u64,
        letters: work.n_letters,
        language: language::known(&language),
        id: work.id,
        title: work.title,
        author: work.author,
        source: None,
        year: String::new(),
        format: String::new(),
        isbn: Vec::new(),
        added: None,
    }
}

/// A page in the making.
struct Page<'a> {
    query: &'a BrowseQuery,
    /// The words of the search.
    asked: Vec<String>,
    limit: usize,
    started: Instant,
    browsed: Browsed,
}

impl<'a> Page<'a> {
    fn new(query: &'a BrowseQuery) -> Self {
        let is_number = Isbn::parse(&query.search).is_some();
        Self {
            query,
            asked: if is_number {
                Vec::new()
            } else {
                words(&query.search)
            },
            limit: usize::try_from(query.limit)
                .unwrap_or(MAX_PAGE)
                .clamp(1, MAX_PAGE),
            started: Instant::now(),
            browsed: Browsed::default(),
        }
    }

    fn is_of_other_source(&self, source: u16) -> bool {
        self.query.source.is_some_and(|wanted| wanted != source)
    }

    /// Takes the work or record with a number if it is one of those wanted.
    fn take(&mut self, number: u32, entry: Entry) -> ControlFlow<()> {
        if self.browsed.entries.len() >= self.limit {
            self.browsed.next = Some(number);
            return ControlFlow::Break(());
        }
        if self.is_wanted(&entry) {
            self.browsed.entries.push(entry);
        }
        self.pass(number)
    }

    /// Passes over the work or record with a number.
    fn pass(&mut self, number: u32) -> ControlFlow<()> {
        // Reading the clock costs more than looking at a record.
        if number.is_multiple_of(64) && self.started.elapsed() > PATIENCE {
            self.browsed.next = number.checked_add(1);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn is_wanted(&self, entry: &Entry) -> bool {
        let query = self.query;
        let is_it = |wanted: &Option<String>, value: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted == value)
        };
        let is_of_decade = || {
            let decade = counted_year(&entry.year).map(|year| decade(year).to_string());
            is_it(&query.decade, &decade.unwrap_or_default())
        };
        (!query.short || entry.short)
            && is_it(&query.language, &entry.language)
            && is_it(&query.format, &counted_value(&entry.format))
            && (query.decade.is_none() || is_of_decade())
            && self.has_words(entry)
    }

    fn has_words(&self, entry: &Entry) -> bool {
        if self.asked.is_empty() {
            return true;
        }
        let mut own = words(&entry.title);
        own.extend(words(&entry.author));
        self.asked
            .iter()
            .all(|word| own.iter().any(|own| own.starts_with(word.as_str())))
    }
}

/// Returns the first year of the decade of a year; 0 for all before 1900.
fn decade(year: &str) -> u16 {
    match year.parse().unwrap_or(0) {
        ..FIRST_DECADE => 0,
        year => year / 10 * 10,
    }
}

/// Returns a facet of counted values, some of which are other spellings of one.
fn facet(counts: &[Count], total: u64, unknown: u64, plain: impl Fn(&str) -> String) -> Facet {
    let mut by_value: BTreeMap<String, u64> = BTreeMap::new();
    for (value, n) in counts {
        *by_value.entry(plain(value)).or_default() += n;
    }
    let counted = by_value.into_iter().map(|(value, n)| Counted { value, n });
    let mut values: Vec<Counted> = counted.collect();
    values.sort_by_key(|counted| Reverse(counted.n));
    values.truncate(MAX_NAMED);
    let named: u64 = values.iter().map(|counted| counted.n).sum();
    Facet {
        values,
        others: total.saturating_sub(unknown).saturating_sub(named),
        unknown,
    }
}

fn decades(years: &[Count], total: u64, unknown: u64) -> Facet {
    let mut by_decade: BTreeMap<u16, u64> = BTreeMap::new();
    for (year, n) in years {
        *by_decade.entry(decade(year)).or_default() += n;
    }
    let named: u64 = by_decade.values().sum();
    let counted = by_decade.into_iter().map(|(first, n)| Counted {
        value: first.to_string(),
        n,
    });
    Facet {
        values: counted.collect(),
        others: total.saturating_sub(unknown).saturating_sub(named),
        unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_meaning_are_counted_together() {
        let counts: Vec<Count> = [
            ("en", 5),
            ("english", 7),
            ("eng", 1),
            ("klingon", 2),
            ("de", 3),
        ]
        .map(|(value, n)| (value.to_owned(), n))
        .into();
        let facet = facet(&counts, 30, 10, language::known);
        let values: Vec<(&str, u64)> = facet.values.iter().map(|it| (&*it.value, it.n)).collect();
        assert_eq!(values, [("en", 13), ("de", 3), ("klingon", 2)]);
        assert_eq!((facet.others, facet.unknown), (2, 10));
    }

    #[test]
    fn decades_are_in_their_order() {
        let counts: Vec<Count> = [
            ("1815", 2),
            ("1899", 1),
            ("1991", 4),
            ("1999", 5),
            ("2020", 1),
        ]
        .map(|(value, n)| (value.to_owned(), n))
        .into();
        let facet = decades(&counts, 20, 7);
        let values: Vec<(&str, u64)> = facet.values.iter().map(|it| (&*it.value, it.n)).collect();
        assert_eq!(values, [("0", 3), ("1990", 9), ("2020", 1)]);
        assert_eq!((facet.others, facet.unknown), (0, 7));
        assert_eq!(counted_year("c1999-2001").map(decade), Some(1990));
    }
}
