//! Queries about records.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use colophon_catalogue::terms::{self, TermKind};
use colophon_catalogue::{Record, Source};
use rusqlite::{CachedStatement, Connection};

use super::page::Page;
use super::term::{self, List, RECORD_BITS, Run, TermPage};
use super::{RecordDigests, RecordNumber, block, digests, source};
use crate::content::TableDigest;
use crate::error::{Error, ErrorKind};
use crate::reader::Index;

/// The number of pages of records that are kept for the next query; a bound, on
/// which no figure depends.
const MAX_CACHED: usize = 16;

/// What an open index keeps of its catalogue.
#[derive(Default)]
pub(crate) struct Kept {
    /// The dictionary that records are decompressed with; empty if there is none.
    dictionary: OnceLock<zstd::dict::DecoderDictionary<'static>>,
    pages: Mutex<VecDeque<(u64, Arc<Page>)>>,
}

impl Index {
    /// Returns the collections whose records are in the index, in the order of
    /// [`Record::source`].
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn sources(&self) -> Result<Vec<Source>, Error> {
        self.with(|guarded| {
            source::read(
                guarded.db(),
                self.info().n_records,
                &mut TableDigest::default(),
            )
        })
    }

    /// Returns a record.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](ErrorKind::InvalidOption) if there is no such record;
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn record(&self, number: RecordNumber) -> Result<Record, Error> {
        let mut records = self.records(&[number])?;
        records
            .pop()
            .ok_or_else(|| Error::damaged("a record is missing").at(self.path()))
    }

    /// Returns the records with the given numbers, in the same order.
    ///
    /// Numbers that follow each other are read together, so sort the numbers if
    /// there are many.
    ///
    /// # Errors
    ///
    /// As [`Index::record`].
    pub fn records(&self, numbers: &[RecordNumber]) -> Result<Vec<Record>, Error> {
        let n_records = self.info().n_records;
        if numbers.iter().any(|n| u64::from(n.get()) >= n_records) {
            return Err(Error::new(
                ErrorKind::InvalidOption,
                "there is no record with that number",
            )
            .at(self.path()));
        }
        self.with(|guarded| {
            let mut reader = Records {
                index: self,
                db: guarded.db(),
                zstd: None,
                page: None,
            };
            numbers
                .iter()
                .map(|number| reader.read(number.get().into()))
                .collect()
        })
    }

    /// Returns the records that have a term, sorted, at most `limit` of them.
    ///
    /// `bytes` are those of [`colophon_catalogue::terms`]. A few records may lack
    /// the term: compare what they say.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn find(
        &self,
        kind: TermKind,
        bytes: &[u8],
        limit: usize,
    ) -> Result<Vec<RecordNumber>, Error> {
        self.find_all(&[(kind, bytes)], limit)
    }

    /// Returns the records that have all of the given terms, sorted, at most `limit`
    /// of them. Without a term there are none.
    ///
    /// As with [`Index::find`], a few may lack one of the terms. Lists are entered
    /// only where the others have records, so a rare term makes a common one cheap.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn find_all(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
    ) -> Result<Vec<RecordNumber>, Error> {
        if self.info().n_records == 0 || terms.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        self.with(|guarded| {
            let mut lists = Vec::with_capacity(terms.len());
            for (kind, bytes) in terms {
                let slot = block::slot(terms::hash(*kind, bytes));
                match self.list(guarded.db(), slot)? {
                    Some(list) => lists.push((slot, list)),
                    None => return Ok(Vec::new()),
                }
            }
            lists.sort_by_key(|(_, list)| list.n_records());
            lists.dedup_by_key(|(slot, _)| *slot);
            let n_records = self.info().n_records;
            let mut cursors = lists
                .into_iter()
                .map(|(slot, list)| Cursor::new(guarded.db(), slot, list, n_records))
                .collect::<Result<Vec<_>, _>>()?;
            intersect(&mut cursors, limit)
        })
    }

    /// Returns the number of records that have a term, without reading them; see
    /// [`Index::find`].
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn count(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Error> {
        if self.info().n_records == 0 {
            return Ok(0);
        }
        self.with(|guarded| {
            let list = self.list(guarded.db(), block::slot(terms::hash(kind, bytes)))?;
            Ok(list.map_or(0, |list| list.n_records()))
        })
    }

    /// Returns the further digests of a record's file.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn record_digests(&self, number: RecordNumber) -> Result<RecordDigests, Error> {
        let number = u64::from(number.get());
        self.with(|guarded| {
            let mut statement = guarded.db().prepare_cached(
                "SELECT first, data FROM record_digests WHERE first <= ?1 ORDER BY first DESC LIMIT 1",
            )?;
            let mut found = RecordDigests::default();
            with_row(&mut statement, number, &mut |first, blob| {
                digests::read_page(first, blob, self.info().n_records, &mut |at, digests| {
                    if at == number {
                        found = digests;
                    }
                    Ok(())
                })
            })?;
            Ok(found)
        })
    }

    /// Returns the list of a slot; `None` if no record has it.
    fn list(&self, db: &Connection, slot: u64) -> Result<Option<List>, Error> {
        let mut statement = db.prepare_cached(
            "SELECT first, data FROM terms WHERE first <= ?1 ORDER BY first DESC LIMIT 1",
        )?;
        let mut found = None;
        with_row(&mut statement, slot, &mut |first, blob| {
            let mut page = TermPage::new(first, blob, self.info().n_records)?;
            while let Some((at, list)) = page.next()? {
                if at >= slot {
                    found = (at == slot).then_some(list);
                    break;
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Returns the dictionary, which is read the first time.
    pub(crate) fn dictionary(
        &self,
        db: &Connection,
    ) -> Result<&zstd::dict::DecoderDictionary<'static>, Error> {
        let kept = &self.catalogue().dictionary;
        if let Some(dictionary) = kept.get() {
            return Ok(dictionary);
        }
        let mut bytes = Vec::new();
        let mut statement =
            db.prepare("SELECT first, data FROM record_dictionary WHERE first <= ?1 ORDER BY first DESC LIMIT 1")?;
        with_row(&mut statement, 0, &mut |_, blob| {
            bytes.extend_from_slice(blob);
            Ok(())
        })?;
        Ok(kept.get_or_init(|| zstd::dict::DecoderDictionary::copy(&bytes)))
    }
}

/// Takes the first two columns of a row: a number and a blob.
type TakeRow<'a> = dyn FnMut(u64, &[u8]) -> Result<(), Error> + 'a;

/// Calls `take` with the row that a statement finds for a key, if there is one.
fn with_row(
    statement: &mut rusqlite::Statement<'_>,
    key: u64,
    take: &mut TakeRow<'_>,
) -> Result<bool, Error> {
    let mut rows = statement.query([key.cast_signed()])?;
    let Some(row) = rows.next()? else {
        return Ok(false);
    };
    let first = u64::try_from(row.get::<_, i64>(0)?)
        .map_err(|_| Error::damaged("a page before the first"))?;
    take(
        first,
        row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?,
    )?;
    Ok(true)
}

/// Reads records over one connection.
struct Records<'a> {
    index: &'a Index,
    db: &'a Connection,
    zstd: Option<zstd::bulk::Decompressor<'a>>,
    /// The page read last, and the number of its first record.
    page: Option<(u64, Arc<Page>)>,
}

impl Records<'_> {
    fn read(&mut self, number: u64) -> Result<Record, Error> {
        let has = |(first, page): &(u64, Arc<Page>)| {
            number
                .checked_sub(*first)
                .is_some_and(|n| n < page.n_records() as u64)
        };
        if !self.page.as_ref().is_some_and(has) {
            let kept = &self.index.catalogue().pages;
            let known = kept
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .iter()
                .find(|page| has(page))
                .cloned();
            self.page = Some(match known {
                Some(page) => page,
                None => self.load(number)?,
            });
        }
        let missing = || Error::damaged("a record is missing");
        let (first, page) = self.page.as_ref().ok_or_else(missing)?;
        let place = usize::try_from(number - first).map_err(|_| missing())?;
        page.record(place)
    }

    /// Reads the page that has a record.
    fn load(&mut self, number: u64) -> Result<(u64, Arc<Page>), Error> {
        if self.zstd.is_none() {
            let dictionary = self.index.dictionary(self.db)?;
            self.zstd = Some(zstd::bulk::Decompressor::with_prepared_dictionary(
                dictionary,
            )?);
        }
        let Some(zstd) = &mut self.zstd else {
            return Err(Error::damaged("a record is missing"));
        };
        let mut statement = self.db.prepare_cached(
            "SELECT first, data FROM records WHERE first <= ?1 ORDER BY first DESC LIMIT 1",
        )?;
        let mut found = None;
        with_row(&mut statement, number, &mut |first, blob| {
            found = Some((first, Arc::new(Page::read(blob, zstd)?)));
            Ok(())
        })?;
        let Some((first, page)) =
            found.filter(|(first, page)| number - first < page.n_records() as u64)
        else {
            return Err(Error::damaged("a record is missing"));
        };
        let mut kept = self
            .index
            .catalogue()
            .pages
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_CACHED {
            kept.pop_front();
        }
        kept.push_back((first, Arc::clone(&page)));
        Ok((first, page))
    }
}

/// A position in the list of a term.
struct Cursor<'db> {
    slot: u64,
    n_records: u64,
    /// The current runs: all of a short list, a row of a long one.
    runs: Vec<Run>,
    at: usize,
    /// The statements that find the row at or before a key, and the one after;
    /// `None` for a short list.
    rows: Option<[CachedStatement<'db>; 2]>,
}

impl<'db> Cursor<'db> {
    fn new(db: &'db Connection, slot: u64, list: List, n_records: u64) -> Result<Self, Error> {
        let (runs, rows) = match list {
            List::Runs(runs) => (runs, None),
            List::Long(_) => (
                Vec::new(),
                Some([
                    db.prepare_cached("SELECT first, data FROM term_lists WHERE first <= ?1 ORDER BY first DESC LIMIT 1")?,
                    db.prepare_cached("SELECT first, data FROM term_lists WHERE first > ?1 ORDER BY first LIMIT 1")?,
                ]),
            ),
        };
        Ok(Self {
            slot,
            n_records,
            runs,
            at: 0,
            rows,
        })
    }

    /// Moves on to the first run that ends after `record`, which is not below the one
    /// before; `None` if there is none.
    fn seek(&mut self, record: u32) -> Result<Option<Run>, Error> {
        if self.runs.last().is_none_or(|last| last.end <= record) && !self.seek_row(record)? {
            return Ok(None);
        }
        while let Some(&run) = self.runs.get(self.at) {
            if run.end > record {
                return Ok(Some(run));
            }
            self.at += 1;
        }
        Ok(None)
    }

    /// Reads the row of a long list with the first run after `record`.
    fn seek_row(&mut self, record: u32) -> Result<bool, Error> {
        let Some([before, after]) = &mut self.rows else {
            return Ok(false);
        };
        self.at = 0;
        let (slot, n_records, runs) = (self.slot, self.n_records, &mut self.runs);
        let mut read = |first: u64, blob: &[u8]| {
            runs.clear();
            if first >> RECORD_BITS == slot {
                term::read_row(first, blob, n_records, runs)?;
            }
            Ok(())
        };
        let key = slot << RECORD_BITS | u64::from(record);
        with_row(before, key, &mut read)?;
        if self.runs.last().is_some_and(|last| last.end > record) {
            return Ok(true);
        }
        let (slot, n_records, runs) = (self.slot, self.n_records, &mut self.runs);
        with_row(after, key, &mut |first, blob| {
            runs.clear();
            if first >> RECORD_BITS == slot {
                term::read_row(first, blob, n_records, runs)?;
            }
            Ok(())
        })?;
        Ok(self.runs.last().is_some_and(|last| last.end > record))
    }
}

/// Returns the records that are in all lists. The shortest list comes first.
fn intersect(cursors: &mut [Cursor<'_>], limit: usize) -> Result<Vec<RecordNumber>, Error> {
    let mut found = Vec::new();
    let mut target = 0_u32;
    'search: while found.len() < limit {
        let mut end = u32::MAX;
        for cursor in cursors.iter_mut() {
            let Some(run) = cursor.seek(target)? else {
                break 'search;
            };
            if run.start > target {
                target = run.start;
                continue 'search;
            }
            end = end.min(run.end);
        }
        while target < end && found.len() < limit {
            found.push(RecordNumber::new(target));
            target += 1;
        }
    }
    Ok(found)
}
