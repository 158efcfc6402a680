//! Groups records: first by work, within a work by edition, within an edition
//! by file.

use std::collections::BTreeMap;

use colophon_catalogue::Record;
use colophon_catalogue::name::People;
use colophon_catalogue::terms::title_key;
use colophon_catalogue::volume::Volumes;
use colophon_index::RecordId;

use super::records::Records;
use super::tier::Judged;
use crate::report::model::{Tier, WorkSummary};

/// The most records of an index that a person is asked to look at; a bound, no
/// record that counts as found is left out.
pub const MAX_REVIEW: usize = 20;

/// The records of one work, as the collections list it.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The work, named by its surest record; the id is `source:id`.
    pub work: WorkSummary,
    /// Its records, at least one: the surest edition first, the files of an
    /// edition together.
    pub records: Vec<Listed>,
    /// The volumes of the book, if this is surely the one that was asked for, whatever
    /// its title there.
    pub volumes_of_asked: Option<String>,
}

/// A record that lists the book, or may.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Where it is in the index.
    pub id: RecordId,
    /// The record.
    pub record: Record,
    /// How sure that is.
    pub tier: Tier,
    /// Why, in a sentence.
    pub reason: String,
    /// The edition: records of one work with the same number belong to one
    /// edition.
    pub edition: usize,
}

impl Listing {
    /// Returns the tier of the surest record.
    pub fn tier(&self) -> Tier {
        let tiers = self.records.iter().map(|listed| listed.tier);
        tiers.min().unwrap_or(Tier::Review)
    }
}

/// A record that was found and judged.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) id: RecordId,
    pub(super) record: Record,
    pub(super) judged: Judged,
}

/// Groups records by work, edition and file.
///
/// # Errors
///
/// Those of `store`.
pub(super) fn group<S: Records>(
    mut found: Vec<Found>,
    most_review: usize,
    store: &S,
) -> Result<Vec<Listing>, S::Error> {
    found.sort_by(|a, b| (a.judged.tier, &a.id).cmp(&(b.judged.tier, &b.id)));
    let n_found = found
        .iter()
        .filter(|found| found.judged.tier.is_found())
        .count();
    found.truncate(n_found + most_review);
    let mut works: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for found in found {
        works.entry(work_key(&found)).or_default().push(found);
    }
    let mut listings = Vec::with_capacity(works.len());
    for (key, records) in works {
        listings.push(Listing {
            volumes_of_asked: key.strip_prefix('\0').map(str::to_owned),
            ..listing(records, store)?
        });
    }
    listings.sort_by_cached_key(|listing| {
        let first = listing.records.first().map(|listed| listed.id.clone());
        (listing.tier(), first)
    });
    Ok(listings)
}

/// Returns the key that records of one work share: the title and volumes of the
/// book if the record has them, else its own.
fn work_key(found: &Found) -> String {
    let record = &found.record;
    let mut volumes = Volumes::in_field(&record.volume);
    volumes.add(&Volumes::in_title(&record.title));
    if found.judged.same_title && found.judged.tier.is_found() {
        return format!("\0{}", volumes.key());
    }
    let people = People::parse(&record.author);
    let surname = people
        .surnames()
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned();
    format!("{}\0{surname}\0{}", title_key(&record.title), volumes.key())
}

/// Makes the listing of one work's records, which are sorted by tier.
fn listing<S: Records>(records: Vec<Found>, store: &S) -> Result<Listing, S::Error> {
    let mut work = WorkSummary {
        id: String::new(),
        title: String::new(),
        author: String::new(),
    };
    if let Some(best) = records.first() {
        let source = store.source_name(best.record.source)?;
        work = WorkSummary {
            id: format!("{source}:{}", best.record.id),
            title: best.record.title.clone(),
            author: best.record.author.clone(),
        };
    }
    let mut editions: Vec<String> = Vec::new();
    let mut listed: Vec<Listed> = Vec::with_capacity(records.len());
    for found in records {
        let key = edition_key(&found.record);
        // The surest record of an edition comes first and decides its place.
        let edition = editions
            .iter()
            .position(|own| *own == key)
            .unwrap_or_else(|| {
                editions.push(key);
                editions.len() - 1
            });
        listed.push(Listed {
            id: found.id,
            record: found.record,
            tier: found.judged.tier,
            reason: found.judged.reason,
            edition,
        });
    }
    listed.sort_by(|a, b| (a.edition, a.tier, &a.id).cmp(&(b.edition, b.tier, &b.id)));
    Ok(Listing {
        work,
        records: listed,
        volumes_of_asked: None,
    })
}

/// Returns the key that files of one edition share: the first ISBN, else year,
/// imprint, edition and language.
fn edition_key(record: &Record) -> String {
    match record.isbns().first() {
        Some(isbn) => isbn.to_string(),
        None => [
            &record.year,
            &record.imprint,
            &record.edition,
            &record.language,
        ]
        .map(|field| field.to_lowercase())
        .join("\0"),
    }
}
