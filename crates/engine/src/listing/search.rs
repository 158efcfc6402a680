//! Candidates: from a book to the records that may list it.
//!
//! The surest questions come first. A question names the rarest thing that is
//! known, a word of the title together with a surname, so a title of common
//! words costs no more than another; every answer is cut at a few hundred
//! records.
//!
//! The bounds below limit the work for one book. They are not fitted to
//! anything; the measurements of decision 6 were made with them.

use std::collections::BTreeSet;

use colophon_catalogue::name::People;
use colophon_catalogue::roman::{is_beyond_latin, romanisations, romanised, transliterations};
use colophon_catalogue::terms::{NOBODY, TermKind, filed_key, romanised_key, title_key, words};
use colophon_catalogue::{Form, asins};
use colophon_index::{RecordDigests, RecordId};

use super::book::Book;
use super::films;
use super::group::{self, Found, Listing, MAX_REVIEW};
use super::records::Records;
use super::register;
use super::tier::{Sibling, Wanted};
use super::title::Title;

/// The most records that one question fetches.
const MAX_ANSWER: usize = 300;

/// The most files of a film or a series of one title that are read.
const MAX_FILES: usize = 200_000;

/// The most records that a title alone or an author alone fetches.
const MAX_ALONE: usize = 60;

/// The most records that are compared.
const MAX_COMPARED: usize = 600;

/// The most words of a title that are searched for, the longest ones.
const MAX_WORDS: usize = 6;

/// The most names with which a title is searched for.
const MAX_NAMES: usize = 8;

/// How much of what only a person can judge is listed.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// The most records that a title alone fetches.
    alone: usize,
    /// The most records that are compared.
    compared: usize,
    /// The most records for a person to look at.
    review: usize,
}

/// For a check, which shows a few of them next to a manuscript or a title.
const FEW: Bounds = Bounds {
    alone: MAX_ALONE,
    compared: MAX_COMPARED,
    review: MAX_REVIEW,
};

/// For a person who asked for nothing but a title.
const MANY: Bounds = Bounds {
    alone: 5_000,
    compared: 6_000,
    review: 5_000,
};

/// The listings of a book that was looked up by itself.
#[derive(Debug)]
pub struct Listings {
    /// The listings, each of one work, the surest first.
    pub listings: Vec<Listing>,
    /// Whether there may be more records for a person to look at.
    pub more: bool,
}

/// Returns the listings of a book, each of one work, the surest first, with the first
/// [`MAX_REVIEW`] of those that a person must look at.
///
/// # Errors
///
/// Those of `store`.
pub fn listings<S: Records>(book: &Book, store: &S) -> Result<Vec<Listing>, S::Error> {
    Ok(within(book, store, FEW)?.listings)
}

/// Returns the listings of a book with all that a person must look at, up to a few
/// thousand.
///
/// # Errors
///
/// Those of `store`.
pub fn all_listings<S: Records>(book: &Book, store: &S) -> Result<Listings, S::Error> {
    within(book, store, MANY)
}

/// Returns the copyright registrations of a book, those that a person must look at
/// included.
///
/// # Errors
///
/// Those of `store`.
pub fn registrations<S: Records>(book: &Book, store: &S) -> Result<Vec<Listing>, S::Error> {
    Ok(search(book, store, FEW, true)?.listings)
}

fn within<S: Records>(book: &Book, store: &S, bounds: Bounds) -> Result<Listings, S::Error> {
    search(book, store, bounds, false)
}

fn search<S: Records>(
    book: &Book,
    store: &S,
    bounds: Bounds,
    in_register: bool,
) -> Result<Listings, S::Error> {
    let mut wanted = Wanted::new(book);
    wanted.in_register = in_register;
    let mut search = Search {
        wanted: &wanted,
        store,
        bounds,
        more: false,
        asked: BTreeSet::new(),
        found: Vec::new(),
        siblings: Vec::new(),
    };
    search.by_numbers()?;
    if wanted.is_film() {
        search.by_film()?;
    }
    search.by_words()?;
    if !search.is_found() {
        search.by_other_forms()?;
    }
    if search.found.is_empty() {
        search.alone()?;
    }
    for found in &mut search.found {
        found.judged.doubt(&found.record, &search.siblings);
    }
    films::doubt(&mut search.found);
    register::doubt(&mut search.found);
    let n_review = search.found.iter().filter(|it| !it.judged.tier.is_found());
    let more = search.more || n_review.count() > bounds.review;
    Ok(Listings {
        listings: group::group(search.found, bounds.review, store)?,
        more,
    })
}

struct Search<'a, S> {
    wanted: &'a Wanted<'a>,
    store: &'a S,
    bounds: Bounds,
    /// Whether a search for a title alone was cut.
    more: bool,
    /// The records that were compared.
    asked: BTreeSet<RecordId>,
    found: Vec<Found>,
    siblings: Vec<Sibling>,
}

impl<S: Records> Search<'_, S> {
    fn is_found(&self) -> bool {
        self.found.iter().any(|found| found.judged.tier.is_found())
    }

    /// Compares records that were not compared yet. Their other digests are
    /// read only if the question was a digest.
    fn compare(&mut self, ids: Vec<RecordId>, by_digest: bool) -> Result<(), S::Error> {
        let room = self.bounds.compared.saturating_sub(self.asked.len());
        let fresh: BTreeSet<RecordId> = ids
            .into_iter()
            .filter(|id| !self.asked.contains(id))
            .take(room)
            .collect();
        if fresh.is_empty() {
            return Ok(());
        }
        let fresh: Vec<RecordId> = fresh.into_iter().collect();
        let records = self.store.records(&fresh)?;
        for (id, mut record) in fresh.into_iter().zip(records) {
            self.wanted.name_listed(&mut record);
            let digests = if by_digest {
                self.store.digests(&id)?
            } else {
                RecordDigests::default()
            };
            if let Some(judged) = self.wanted.judge(&record, &digests, &mut self.siblings) {
                self.found.push(Found {
                    id: id.clone(),
                    record,
                    judged,
                });
            }
            self.asked.insert(id);
        }
        Ok(())
    }

    fn by_numbers(&mut self) -> Result<(), S::Error> {
        let book = self.wanted.book;
        for digests in &book.digests {
            let terms = [
                (
                    TermKind::Md5,
                    digests.md5.as_ref().map(<[u8; 16]>::as_slice),
                ),
                (
                    TermKind::Sha1,
                    digests.sha1.as_ref().map(<[u8; 20]>::as_slice),
                ),
                (
                    TermKind::Sha256,
                    digests.sha256.as_ref().map(<[u8; 32]>::as_slice),
                ),
            ];
            for (kind, bytes) in terms {
                if let Some(bytes) = bytes {
                    let numbers = self.store.find(kind, bytes, MAX_ALONE)?;
                    self.compare(numbers, true)?;
                }
            }
        }
        let imdb = book.imdb.map(|number| number.to_string());
        let numbers = book.dois.iter().map(|doi| (TermKind::Doi, doi));
        let numbers = numbers.chain(imdb.iter().map(|number| (TermKind::Imdb, number)));
        let registered = book.registrations.iter();
        let numbers = numbers.chain(registered.map(|number| (TermKind::Registration, number)));
        for (kind, number) in numbers {
            let found = self.store.find(kind, number.as_bytes(), MAX_ANSWER)?;
            self.compare(found, false)?;
        }
        for isbn in &book.isbns {
            let numbers =
                self.store
                    .find(TermKind::Isbn, isbn.to_string().as_bytes(), MAX_ANSWER)?;
            self.compare(numbers, false)?;
        }
        for asin in book.asins.iter().flat_map(|asin| asins(asin)) {
            let numbers = self
                .store
                .find(TermKind::Asin, asin.as_bytes(), MAX_ANSWER)?;
            self.compare(numbers, false)?;
        }
        Ok(())
    }

    /// Searches for films and episodes by their title or series alone: a collection has
    /// many files of each, next to one another, and may not name the writers.
    fn by_film(&mut self) -> Result<(), S::Error> {
        let wanted = self.wanted;
        let series = title_key(&wanted.book.series);
        let titles = wanted.titles.iter().map(|title| title.key.clone());
        let keys: BTreeSet<String> = titles
            .chain([series])
            .map(|key| filed_key(&key))
            .filter(|key| !key.is_empty())
            .collect();
        for key in keys {
            let ids = self
                .store
                .find(TermKind::TitleKey, key.as_bytes(), MAX_FILES)?;
            for ids in ids.chunks(MAX_ANSWER) {
                let records = self.store.records(ids)?;
                for (id, record) in ids.iter().zip(records) {
                    if !matches!(record.form, Form::Film | Form::Episode)
                        || !self.asked.insert(id.clone())
                    {
                        continue;
                    }
                    let none = RecordDigests::default();
                    let judged = wanted.judge(&record, &none, &mut self.siblings);
                    self.found.extend(judged.map(|judged| Found {
                        id: id.clone(),
                        record,
                        judged,
                    }));
                }
                if self.found.len() > MAX_ANSWER {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Searches for every title with every surname.
    fn by_words(&mut self) -> Result<(), S::Error> {
        let wanted = self.wanted;
        let surnames = names(wanted.names.iter().flat_map(|name| name.people.surnames()));
        let joined: Vec<String> = wanted
            .names
            .iter()
            .flat_map(|name| name.people.joined_surnames())
            .take(MAX_NAMES)
            .collect();
        for title in &wanted.titles {
            for surname in surnames
                .iter()
                .copied()
                .chain(joined.iter().map(String::as_str))
            {
                self.title_with(title, surname)?;
            }
        }
        Ok(())
    }

    fn title_with(&mut self, title: &Title, surname: &str) -> Result<(), S::Error> {
        let telling = telling(title);
        let mut numbers = Vec::new();
        if !telling.is_empty() {
            numbers = self.all_of(&telling, surname)?;
        }
        // The key finds other spellings of the title, too.
        if numbers.is_empty() || numbers.len() >= MAX_ANSWER {
            numbers.extend(self.key_with(&title.key, surname)?);
        }
        self.compare(numbers, false)
    }

    fn all_of(&self, telling: &[&str], surname: &str) -> Result<Vec<RecordId>, S::Error> {
        let mut terms: Vec<(TermKind, &[u8])> = telling
            .iter()
            .map(|word| (TermKind::TitleWord, word.as_bytes()))
            .collect();
        // A Chinese or Japanese name is filed under each of its characters.
        let names = words(surname);
        terms.extend(
            names
                .iter()
                .map(|name| (TermKind::AuthorWord, name.as_bytes())),
        );
        self.store.find_all(&terms, MAX_ANSWER)
    }

    fn key_with(&self, key: &str, surname: &str) -> Result<Vec<RecordId>, S::Error> {
        // The word of records without an author is not a name.
        let names = if surname == NOBODY {
            vec![NOBODY.to_owned()]
        } else {
            words(surname)
        };
        let names = names
            .iter()
            .map(|name| (TermKind::AuthorWord, name.as_bytes()));
        let key = filed_key(key);
        let terms: Vec<(TermKind, &[u8])> = std::iter::once((TermKind::TitleKey, key.as_bytes()))
            .chain(names)
            .collect();
        self.store.find_all(&terms, MAX_ANSWER)
    }

    /// Searches for forms that the record may have instead: another alphabet,
    /// the family name first, one word, or a misspelling.
    fn by_other_forms(&mut self) -> Result<(), S::Error> {
        let wanted = self.wanted;
        let people = || wanted.names.iter().map(|name| &name.people);
        let first_words = names(people().flat_map(People::first_words));
        let surnames = names(people().flat_map(People::surnames));
        let given = names(people().flat_map(People::given_names));
        for title in &wanted.titles {
            for word in &first_words {
                self.title_with(title, word)?;
            }
            // The surname may be written in another way.
            for name in &given {
                let numbers = self.key_with(&title.key, name)?;
                self.compare(numbers, false)?;
            }
            let telling = telling(title);
            for surname in &surnames {
                for key in title.other_keys() {
                    let numbers = self.key_with(&key, surname)?;
                    self.compare(numbers, false)?;
                }
                if telling.len() > 1 {
                    for word in telling.iter().take(2) {
                        let mut numbers = self.all_of(&[word], surname)?;
                        numbers.truncate(MAX_ALONE);
                        self.compare(numbers, false)?;
                    }
                }
            }
            // "Bruecke" for "Brücke".
            for key in title.respelt_keys() {
                let key = filed_key(&key);
                let numbers = self
                    .store
                    .find(TermKind::TitleKey, key.as_bytes(), MAX_ANSWER)?;
                self.compare(numbers, false)?;
            }
            self.without_author(title, &telling, &surnames)?;
            // A Latin title may be filed in its own alphabet.
            let key = romanised_key(&title.key);
            let is_foreign = is_beyond_latin(&title.key);
            for surname in &surnames {
                for form in romanisations(surname).iter().take(2) {
                    if key != title.key || form != surname {
                        let numbers = self.key_with(&key, form)?;
                        self.compare(numbers, false)?;
                        let words: Vec<String> =
                            telling.iter().map(|word| romanised(word)).collect();
                        let words: Vec<&str> = words.iter().map(String::as_str).collect();
                        if !words.is_empty() {
                            let numbers = self.all_of(&words, form)?;
                            self.compare(numbers, false)?;
                        }
                    }
                }
            }
            if !is_foreign {
                let key = filed_key(&title.key);
                let limit = if wanted.names.is_empty() {
                    self.bounds.alone
                } else {
                    MAX_ALONE
                };
                let numbers = self.store.find(TermKind::TitleKey, key.as_bytes(), limit)?;
                self.more |= wanted.names.is_empty() && numbers.len() == limit;
                self.compare(numbers, false)?;
            }
        }
        self.in_other_fields()?;
        let book = wanted.book;
        for title in std::iter::once(&book.title).chain(&book.other_titles) {
            for form in transliterations(title) {
                let key = filed_key(&title_key(&form));
                let numbers = self
                    .store
                    .find(TermKind::TitleKey, key.as_bytes(), MAX_ANSWER)?;
                self.compare(numbers, false)?;
            }
        }
        Ok(())
    }

    /// Searches for records that leave open who wrote the book: they may name the
    /// author in the title.
    fn without_author(
        &mut self,
        title: &Title,
        telling: &[&str],
        surnames: &[&str],
    ) -> Result<(), S::Error> {
        let mut numbers = self.key_with(&title.key, NOBODY)?;
        let nobody = (TermKind::AuthorWord, NOBODY.as_bytes());
        let words = || {
            let words = telling.iter();
            words.map(|word| (TermKind::TitleWord, word.as_bytes()))
        };
        match telling {
            [] => {}
            // A single word is in many titles.
            [_] => {
                for surname in surnames {
                    let name = (TermKind::TitleWord, surname.as_bytes());
                    let terms: Vec<(TermKind, &[u8])> =
                        [name].into_iter().chain(words()).chain([nobody]).collect();
                    numbers.extend(self.store.find_all(&terms, MAX_ALONE)?);
                }
            }
            _ => {
                let terms: Vec<(TermKind, &[u8])> = words().chain([nobody]).collect();
                numbers.extend(self.store.find_all(&terms, MAX_ALONE)?);
            }
        }
        self.compare(numbers, false)
    }

    /// Searches for records that have the author in the place of the title, and the
    /// title in that of the author.
    fn in_other_fields(&mut self) -> Result<(), S::Error> {
        let wanted = self.wanted;
        for title in &wanted.titles {
            let Some(word) = telling(title).first().copied() else {
                continue;
            };
            let key = filed_key(&title_key(&wanted.book.author));
            let terms = [
                (TermKind::TitleKey, key.as_bytes()),
                (TermKind::AuthorWord, word.as_bytes()),
            ];
            let numbers = self.store.find_all(&terms, MAX_ALONE)?;
            self.compare(numbers, false)?;
        }
        Ok(())
    }

    /// Searches by the title alone or the author alone, whichever is known:
    /// what else could a person look through?
    fn alone(&mut self) -> Result<(), S::Error> {
        let wanted = self.wanted;
        if wanted.titles.is_empty() {
            let book = wanted.book;
            for written in std::iter::once(&book.author).chain(&book.pen_names) {
                self.by_author(written)?;
            }
        } else if wanted.names.is_empty() {
            for title in &wanted.titles {
                let terms: Vec<(TermKind, &[u8])> = telling(title)
                    .into_iter()
                    .map(|word| (TermKind::TitleWord, word.as_bytes()))
                    .collect();
                if !terms.is_empty() {
                    let numbers = self.store.find_all(&terms, MAX_ALONE)?;
                    self.compare(numbers, false)?;
                }
            }
        }
        Ok(())
    }

    /// Searches for an author by surname and first name, and by the surname
    /// alone if that is all there is or nobody was found.
    fn by_author(&mut self, written: &str) -> Result<(), S::Error> {
        let people = People::parse(written);
        let (surnames, given) = (people.surnames(), words(written));
        // A Chinese name is also read in Latin letters.
        let is_written = |surname: &&&str| words(surname).iter().all(|it| given.contains(it));
        let Some(&surname) = surnames.iter().find(is_written).or(surnames.first()) else {
            return Ok(());
        };
        let is_first_name = |word: &&String| {
            *word != surname && word.chars().nth(1).is_some() && people.has_word(word)
        };
        let first_name = given.iter().find(is_first_name).cloned();
        let n_before = self.found.len();
        for more in [first_name, None] {
            if self.found.len() > n_before {
                break;
            }
            let names: Vec<String> = words(surname).into_iter().chain(more).collect();
            let terms: Vec<(TermKind, &[u8])> = names
                .iter()
                .map(|name| (TermKind::AuthorWord, name.as_bytes()))
                .collect();
            let numbers = self.store.find_all(&terms, MAX_ALONE)?;
            self.compare(numbers, false)?;
        }
        Ok(())
    }
}

/// Returns the telling words of a title, the longest first: which words narrow
/// a search most?
fn telling(title: &Title) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for word in title.telling() {
        if !words.contains(&word.as_str()) {
            words.push(word);
        }
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.truncate(MAX_WORDS);
    words
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for name in all {
        if !names.contains(&name) && names.len() < MAX_NAMES {
            names.push(name);
        }
    }
    names
}
