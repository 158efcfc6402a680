//! All records of a name, whatever their titles.
//!
//! Who is the same person is decided as it is for a book with a title: a namesake with
//! another given name or another initial is left out. A record that gives only the
//! surname, or a question that does, leaves that open, and each record says so.
//!
//! A rare surname is read as a whole. Of a common one, the records are read that have
//! one of the forms of the given name as well, so a name costs no more because
//! thousands share its last word.

use std::collections::{BTreeSet, HashMap};
use std::num::NonZero;
use std::thread;

use colophon_catalogue::Record;
use colophon_catalogue::name::{Agreement, People};
use colophon_catalogue::roman::{romanisations, with_english_ending};
use colophon_catalogue::terms::{TermKind, words};
use colophon_catalogue::{mended, name};
use colophon_index::RecordId;

use super::records::Records;

/// The most records of a surname that are all read, whatever given names they have;
/// a bound on the work, no figure depends on it.
const MAX_OF_SURNAME: u64 = 4_000;

/// The most records of a name that are read; a bound.
const MAX_OF_NAME: usize = 50_000;

/// How many records a thread reads at a time, after which it may be stopped.
const BATCH: usize = 256;

/// The most threads that read; a bound.
const MAX_THREADS: usize = 8;

/// The most forms of a surname in Latin letters that are searched for.
const MAX_FORMS: usize = 3;

/// The names that are looked up: an author's, and the pen names that belong to it.
#[derive(Debug)]
pub struct Names {
    names: Vec<(String, People)>,
}

/// A record by somebody of that name.
#[derive(Debug)]
pub struct Named {
    /// Where it is in the store.
    pub id: RecordId,
    /// The record.
    pub record: Record,
    /// Whose it is.
    pub by: NamedBy,
}

/// Who among the authors of a record has the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedBy {
    /// How well the names agree.
    pub agreement: Agreement,
    /// Which of the names it is, from 0; the first is not a pen name.
    pub name: usize,
    /// The name as the record writes it.
    pub shown: String,
    /// The same, as names are compared: two records with one value name the same
    /// person as far as anyone can see.
    pub folded: String,
    /// The other names in the field.
    pub with: Vec<String>,
}

impl Names {
    /// Reads names, each in any form.
    pub fn read<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names = names
            .into_iter()
            .map(|name| (name.to_owned(), People::parse(&mended(name))))
            .filter(|(_, people)| !people.is_empty())
            .collect();
        Self { names }
    }

    /// Returns whether there is nobody to look for.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns whether only surnames are known.
    pub fn are_surnames(&self) -> bool {
        self.names
            .iter()
            .all(|(_, people)| people.is_surname_alone())
    }

    /// Returns a name as it was written.
    pub fn written(&self, place: usize) -> &str {
        self.names.get(place).map_or("", |(name, _)| name)
    }

    /// Returns who in an author field has one of the names; `None` if nobody does.
    pub fn among(&self, field: &str) -> Option<NamedBy> {
        let all = People::parse(field);
        let fits = self.names.iter().enumerate();
        let (place, agreement) = fits
            .map(|(place, (_, people))| (place, all.agreement(people)))
            .rev()
            .max_by_key(|(_, agreement)| *agreement)?;
        if agreement == Agreement::None {
            return None;
        }
        let wanted = &self.names.get(place)?.1;
        let mut written = name::written(field);
        let best = (0..written.len())
            .rev()
            .max_by_key(|&at| written[at].people.agreement(wanted))
            .filter(|&at| written[at].people.agreement(wanted) > Agreement::None);
        // A name that is only in brackets is shown as the whole field.
        let own = best.map(|at| written.remove(at));
        let (shown, mut folded) = match own {
            Some(own) => (own.shown, own.people.folded()),
            None => (field.trim().to_owned(), all.folded()),
        };
        // "Smith John" is the name that was asked for, in another order.
        let set = |text: &str| {
            let words: BTreeSet<String> = text.split(' ').map(str::to_owned).collect();
            words
        };
        let asked = wanted.folded();
        if set(&asked) == set(&folded) {
            folded = asked;
        }
        Some(NamedBy {
            agreement,
            name: place,
            shown,
            folded,
            with: written.into_iter().map(|other| other.shown).collect(),
        })
    }
}

/// Returns all records by people of these names, in their order, and
/// whether there may be more.
///
/// `go_on` is asked often, and `on_read` is told how many records were read; if
/// `go_on` says no, the answer is incomplete.
///
/// # Errors
///
/// Those of `store`.
pub fn of_names<S>(
    names: &Names,
    store: &S,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<(Vec<Named>, bool), S::Error>
where
    S: Records + Sync,
    S::Error: Send,
{
    let mut ids = BTreeSet::new();
    let mut more = false;
    for (written, people) in &names.names {
        more |= search(written, people, store, go_on, &mut ids)?;
    }
    let ids: Vec<RecordId> = ids.into_iter().collect();
    Ok((read(names, &ids, store, go_on)?, more))
}

/// Adds the ids of the records that may be of a name; returns whether there may
/// be more.
fn search<S: Records>(
    written: &str,
    people: &People,
    store: &S,
    go_on: &(dyn Fn() -> bool + Sync),
    ids: &mut BTreeSet<RecordId>,
) -> Result<bool, S::Error> {
    let given = people.words_with_surname();
    let mut more = false;
    for surname in surnames(written, people) {
        // A Chinese or Japanese name is filed under each of its characters.
        let surname = words(&surname);
        let terms: Vec<(TermKind, &[u8])> = surname
            .iter()
            .map(|word| (TermKind::AuthorWord, word.as_bytes()))
            .collect();
        let mut rarest = u64::MAX;
        for (kind, bytes) in &terms {
            rarest = rarest.min(store.count(*kind, bytes)?);
        }
        let mut ask = |terms: &[(TermKind, &[u8])]| {
            let found = store.find_all(terms, MAX_OF_NAME)?;
            more |= found.len() == MAX_OF_NAME;
            ids.extend(found);
            Ok::<_, S::Error>(())
        };
        if given.is_empty() || rarest <= MAX_OF_SURNAME {
            ask(&terms)?;
            continue;
        }
        for word in &given {
            if !go_on() {
                return Ok(more);
            }
            let word = (TermKind::AuthorWord, word.as_bytes());
            ask(&[&terms[..], &[word]].concat())?;
        }
    }
    Ok(more)
}

/// Returns the surnames under which a name may be filed.
fn surnames(written: &str, people: &People) -> Vec<String> {
    let mut surnames: Vec<String> = Vec::new();
    let own = words(&mended(written));
    let mut add = |surname: String| {
        if !surname.is_empty() && !surnames.contains(&surname) {
            surnames.push(surname);
        }
    };
    for surname in people.surnames() {
        add(surname.to_owned());
        if own.iter().any(|word| word == surname) {
            let forms = romanisations(surname);
            forms.into_iter().take(MAX_FORMS).for_each(&mut add);
            with_english_ending(surname).into_iter().for_each(&mut add);
        }
    }
    people.joined_surnames().into_iter().for_each(add);
    surnames
}

/// Reads records, and keeps those that are of one of the names.
fn read<S>(
    names: &Names,
    ids: &[RecordId],
    store: &S,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Named>, S::Error>
where
    S: Records + Sync,
    S::Error: Send,
{
    let n_threads = thread::available_parallelism().map_or(1, NonZero::get);
    let n_threads = n_threads
        .min(MAX_THREADS)
        .min(ids.len().div_ceil(BATCH))
        .max(1);
    // Neighbours are read together, so each thread has a stretch of its own.
    let part = ids.len().div_ceil(n_threads).max(1);
    let read = |ids: &[RecordId]| {
        let mut kept = Vec::new();
        let mut known: HashMap<String, Option<NamedBy>> = HashMap::new();
        for batch in ids.chunks(BATCH) {
            if !go_on() {
                break;
            }
            for (id, record) in batch.iter().zip(store.records(batch)?) {
                let by = if let Some(by) = known.get(&record.author) {
                    by.clone()
                } else {
                    let by = names.among(&record.author);
                    known.insert(record.author.clone(), by.clone());
                    by
                };
                if let Some(by) = by {
                    let id = id.clone();
                    kept.push(Named { id, record, by });
                }
            }
        }
        Ok(kept)
    };
    if n_threads == 1 {
        return read(ids);
    }
    thread::scope(|scope| {
        let parts: Vec<_> = ids
            .chunks(part)
            .map(|part| scope.spawn(move || read(part)))
            .collect();
        let mut all = Vec::new();
        for part in parts {
            match part.join() {
                Ok(kept) => all.extend(kept?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(all)
    })
}
