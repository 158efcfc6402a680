//! A part of an answer: the works that a person wants to see, in the order that they
//! want, a page of them.

use serde::{Deserialize, Serialize};

use super::answer::year;
use super::language::{code, languages};
use crate::report::model::{AskedBy, ListedWork, Lookup, Record};

/// What to keep of an answer. Empty fields keep everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Narrow {
    /// Languages, by code or name; an empty one stands for records that do not say.
    pub languages: Vec<String>,
    /// Formats; an empty one stands for records that do not say.
    pub formats: Vec<String>,
    /// Collections.
    pub sources: Vec<String>,
    /// The first year of publication.
    pub from_year: Option<u16>,
    /// The last year of publication.
    pub to_year: Option<u16>,
    /// The people, by [`Namesake::key`](crate::report::model::Namesake).
    pub names: Vec<String>,
    /// What the question was taken for.
    pub by: Option<AskedBy>,
    /// Words that are in a title.
    pub words: String,
    /// Only texts that an index holds.
    pub texts: bool,
    /// The works, by their ids.
    pub ids: Vec<usize>,
}

/// The order of the works of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The surest first, then by title.
    #[default]
    Best,
    /// By title.
    Title,
    /// By author.
    Author,
    /// By the first year of publication.
    Year,
    /// By the first date on which it was added.
    Added,
    /// By the number of records, the most first.
    Records,
}

/// Returns the works of a whole answer that are wanted, in an order, from `offset` on
/// and at most `limit`; with their records, and the counts of all that are wanted.
///
/// A record that is not of a wanted language, format, collection or year is left out of
/// its work.
pub fn narrowed(
    whole: &Lookup,
    narrow: &Narrow,
    (order, descending): (Order, bool),
    offset: usize,
    limit: usize,
) -> Lookup {
    let wanted = Wanted::new(narrow);
    let mut works: Vec<(&ListedWork, Vec<usize>)> = whole
        .works
        .iter()
        .filter(|work| wanted.has_work(work))
        .filter_map(|work| {
            let has = |place: &usize| {
                let record = whole.records.get(*place);
                record.is_some_and(|record| wanted.has_record(record))
            };
            let records: Vec<usize> = work.records.iter().copied().filter(has).collect();
            (!records.is_empty()).then_some((work, records))
        })
        .collect();
    sort(&mut works, order);
    if descending {
        works.reverse();
    }
    let total_works = works.len() as u64;
    let total_records = works.iter().map(|(_, records)| records.len() as u64).sum();
    let mut records: Vec<Record> = Vec::new();
    let mut page = Vec::new();
    for (work, places) in works.into_iter().skip(offset).take(limit) {
        let first = records.len();
        records.extend(places.iter().map(|&place| whole.records[place].clone()));
        page.push(ListedWork {
            records: (first..records.len()).collect(),
            ..work.clone()
        });
    }
    Lookup {
        indexes: whole.indexes.clone(),
        cutoff: whole.cutoff.clone(),
        records,
        more: whole.more,
        asked: whole.asked.clone(),
        works: page,
        names: whole.names.clone(),
        near: whole.near.clone(),
        choices: whole.choices.clone(),
        total_works,
        total_records,
        offset: offset as u64,
        numbers_of: whole.numbers_of.clone(),
        registrations: whole.registrations.clone(),
        not_searched: whole.not_searched.clone(),
        created: whole.created.clone(),
    }
}

fn sort(works: &mut [(&ListedWork, Vec<usize>)], order: Order) {
    // Ids follow the order of the whole answer, and decide between equals.
    let title = |work: &ListedWork| colophon_catalogue::terms::title_key(&work.title);
    match order {
        Order::Best => {}
        Order::Title => works.sort_by_cached_key(|(work, _)| (title(work), work.id)),
        Order::Author => {
            works.sort_by_cached_key(|(work, _)| {
                let people = colophon_catalogue::name::People::parse(&work.author);
                let surname = people.surnames().first().map(|it| (*it).to_owned());
                (surname.is_none(), surname, people.folded(), work.id)
            });
        }
        Order::Year => {
            works.sort_by_key(|(work, _)| (work.first_year.is_none(), work.first_year, work.id));
        }
        Order::Added => works.sort_by(|(a, _), (b, _)| {
            let key = |work: &ListedWork| (work.first_added.is_none(), work.id);
            (a.first_added.is_none(), &a.first_added, key(a)).cmp(&(
                b.first_added.is_none(),
                &b.first_added,
                key(b),
            ))
        }),
        Order::Records => {
            works.sort_by_key(|(work, records)| (std::cmp::Reverse(records.len()), work.id));
        }
    }
}

/// What is wanted, in the form in which it is compared.
struct Wanted<'a> {
    narrow: &'a Narrow,
    languages: Vec<String>,
    formats: Vec<String>,
    words: Vec<String>,
}

impl<'a> Wanted<'a> {
    fn new(narrow: &'a Narrow) -> Self {
        let language = |word: &String| {
            let word = word.trim().to_lowercase();
            code(&word).map_or(word, str::to_owned)
        };
        let small = |word: &String| word.trim().to_lowercase();
        Self {
            narrow,
            languages: narrow.languages.iter().map(language).collect(),
            formats: narrow.formats.iter().map(small).collect(),
            words: colophon_catalogue::terms::words(&narrow.words),
        }
    }

    fn has_work(&self, work: &ListedWork) -> bool {
        let narrow = self.narrow;
        let is_named = narrow.names.is_empty()
            || work
                .namesake
                .as_ref()
                .is_some_and(|key| narrow.names.contains(key));
        let has_words = self.words.is_empty() || {
            let title = colophon_catalogue::terms::words(&work.title);
            self.words
                .iter()
                .all(|word| title.iter().any(|own| own.starts_with(word)))
        };
        is_named
            && has_words
            && narrow.by.is_none_or(|by| work.by == by)
            && (!narrow.texts || work.text)
            && (narrow.ids.is_empty() || narrow.ids.contains(&work.id))
    }

    fn has_record(&self, record: &Record) -> bool {
        let narrow = self.narrow;
        let says = |wanted: &[String], own: &[String]| {
            wanted.is_empty()
                || own.iter().any(|own| wanted.contains(own))
                || own.is_empty() && wanted.iter().any(String::is_empty)
        };
        let own = languages(record.language.as_deref().unwrap_or_default());
        let format: Vec<String> = record
            .format
            .iter()
            .map(|format| format.trim().to_lowercase())
            .collect();
        let year = record.year.as_deref().and_then(year);
        says(&self.languages, &own)
            && says(&self.formats, &format)
            && (narrow.sources.is_empty() || narrow.sources.contains(&record.source))
            && (!narrow.texts || record.text)
            && narrow
                .from_year
                .is_none_or(|from| year.is_some_and(|year| year >= from))
            && narrow
                .to_year
                .is_none_or(|to| year.is_some_and(|year| year <= to))
    }
}
