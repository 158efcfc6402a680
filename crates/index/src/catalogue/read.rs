//! Queries about records.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use colophon_catalogue::terms::{self, TermKind};
use colophon_catalogue::{Record, Source, doi};

use super::cursor::{Cursor, intersect};
use super::page::Page;
use super::term::{List, TermPage};
use super::{RecordDigests, RecordNumber, block, digests, listed, source};
use crate::content::TableDigest;
use crate::counts::{self, Counts};
use crate::error::{Error, ErrorKind};
use crate::model::WorkId;
use crate::reader::Index;
use crate::schema::{MAX_DICTIONARY, Table};
use crate::tree::Row;

/// The number of pages of records that are kept for the next query; a bound, on
/// which no figure depends.
const MAX_CACHED: usize = 16;

/// The first bytes of a dictionary of Zstandard's (RFC 8878, section 5).
const DICTIONARY_MAGIC: [u8; 4] = 0xec30_a437_u32.to_le_bytes();

/// What is filed under terms: records or works.
struct Filed {
    /// The table of their terms, and that of the long lists.
    terms: Table,
    lists: Table,
    /// How many there are.
    n: u64,
}

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
        let mut rows = self.tables().rows(Table::Sources);
        source::read(
            &mut rows,
            self.info().n_records,
            &mut TableDigest::default(),
        )
        .map_err(|e| e.at(self.path()))
    }

    /// Returns how many records and works have which year, language and format.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn counts(&self) -> Result<Counts, Error> {
        let mut keys = self.tables().keys(Table::Counts);
        counts::read(&mut keys, &mut TableDigest::default()).map_err(|e| e.at(self.path()))
    }

    /// Hands over the records from `first` on, in order, until `on_record` returns
    /// `Break`.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn records_from(
        &self,
        first: RecordNumber,
        on_record: &mut dyn FnMut(RecordNumber, Record) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut read = || {
            let mut zstd = zstd::bulk::Decompressor::with_prepared_dictionary(self.dictionary()?)?;
            let mut rows = self.tables().rows(Table::Records);
            let mut next = u64::from(first.get());
            let mut row = rows.at_or_before(next)?;
            while let Some(found) = row {
                let page = Page::read(found.blob()?, &mut zstd)?;
                let start = usize::try_from(next.saturating_sub(found.number)).unwrap_or(0);
                for place in start..page.n_records() {
                    let number = u32::try_from(found.number + place as u64);
                    let number = RecordNumber::new(number.unwrap_or(u32::MAX));
                    if on_record(number, page.record(place)?).is_break() {
                        return Ok(());
                    }
                }
                next = found.number + page.n_records() as u64;
                row = rows.next()?;
            }
            Ok(())
        };
        read().map_err(|e: Error| e.at(self.path()))
    }

    /// Returns a record.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](ErrorKind::InvalidOption) if no record has that number;
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
            return Err(
                Error::new(ErrorKind::InvalidOption, "no record has that number").at(self.path()),
            );
        }
        let mut reader = self.record_reader();
        let numbers = numbers.iter().copied();
        numbers.map(|number| reader.record(number)).collect()
    }

    /// Makes a reader of records, which is quickest for rising numbers.
    pub(crate) fn record_reader(&self) -> Records<'_> {
        Records {
            index: self,
            zstd: None,
            page: None,
        }
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
        let found = self.records_with(terms, limit, &|_| true)?;
        Ok(found.into_iter().map(RecordNumber::new).collect())
    }

    /// Returns the numbers of the first records that have all of the terms and that
    /// are wanted.
    pub(crate) fn records_with(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
        is_wanted: &dyn Fn(u32) -> bool,
    ) -> Result<Vec<u32>, Error> {
        let found = || {
            let mut found = self.in_all(&self.of_records(), terms, limit, is_wanted)?;
            if let [(TermKind::Doi, doi)] = terms {
                let listed = self.listed(doi)?.filter(|&number| is_wanted(number));
                found.extend(listed.take(limit - found.len()));
            }
            Ok(found)
        };
        found().map_err(|e: Error| e.at(self.path()))
    }

    /// Returns the numbers of the first works that have all of the terms and that are
    /// wanted.
    pub(crate) fn works_with(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
        is_wanted: &dyn Fn(u32) -> bool,
    ) -> Result<Vec<u32>, Error> {
        let found = self.in_all(&self.of_works(), terms, limit, is_wanted);
        found.map_err(|e| e.at(self.path()))
    }

    /// Returns how many records have a term.
    pub(crate) fn n_records_with(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Error> {
        let n = self.n_with(&self.of_records(), kind, bytes)?;
        match kind {
            TermKind::Doi => Ok(n + self.n_listed(bytes, &|_| true)?),
            _ => Ok(n),
        }
    }

    /// Returns how many of these records, in ascending order, have a term.
    pub(crate) fn n_records_among(
        &self,
        kind: TermKind,
        bytes: &[u8],
        numbers: &mut dyn Iterator<Item = u32>,
    ) -> Result<u64, Error> {
        if kind == TermKind::Doi {
            let numbers: Vec<u32> = numbers.collect();
            let n = self.n_among(
                &self.of_records(),
                kind,
                bytes,
                &mut numbers.iter().copied(),
            )?;
            let is_one = |number| numbers.binary_search(&number).is_ok();
            return Ok(n + self.n_listed(bytes, &is_one)?);
        }
        self.n_among(&self.of_records(), kind, bytes, numbers)
    }

    /// Returns how many of these works, in ascending order, have a term.
    pub(crate) fn n_works_among(
        &self,
        kind: TermKind,
        bytes: &[u8],
        numbers: &mut dyn Iterator<Item = u32>,
    ) -> Result<u64, Error> {
        self.n_among(&self.of_works(), kind, bytes, numbers)
    }

    /// Returns the works that have all of the given terms, sorted, at most `limit` of
    /// them. Without a term there are none.
    ///
    /// Works have terms of titles and authors only; see [`Index::find_digest`] for
    /// digests. As with [`Index::find`], a few may lack one of the terms.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn find_works(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
    ) -> Result<Vec<WorkId>, Error> {
        let found = self.works_with(terms, limit, &|_| true)?;
        Ok(found.into_iter().map(WorkId::new).collect())
    }

    /// Returns the number of works that have a term, without reading them; see
    /// [`Index::find`].
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn count_works(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Error> {
        self.n_with(&self.of_works(), kind, bytes)
    }

    fn n_listed(&self, doi: &[u8], is_wanted: &dyn Fn(u32) -> bool) -> Result<u64, Error> {
        let listed = self.listed(doi).map_err(|e| e.at(self.path()))?;
        Ok(listed.filter(|&number| is_wanted(number)).count() as u64)
    }

    /// Returns the records that are this DOI alone.
    fn listed(&self, doi: &[u8]) -> Result<std::ops::Range<u32>, Error> {
        let info = self.info();
        let hash = doi::hash(&String::from_utf8_lossy(doi));
        let mut rows = self.tables().rows(Table::Records);
        listed::find(
            info.n_records - info.n_listed..info.n_records,
            hash,
            &mut |number| {
                let row = rows.at_or_before(number)?;
                let row = row.ok_or_else(|| Error::damaged("a record is missing"))?;
                Ok((row.number, listed::read(row.blob()?)?))
            },
        )
    }

    fn of_records(&self) -> Filed {
        Filed {
            terms: Table::Terms,
            lists: Table::TermLists,
            n: self.info().n_records,
        }
    }

    fn of_works(&self) -> Filed {
        Filed {
            terms: Table::WorkTerms,
            lists: Table::WorkTermLists,
            n: self.info().n_works,
        }
    }

    fn in_all(
        &self,
        filed: &Filed,
        terms: &[(TermKind, &[u8])],
        limit: usize,
        is_wanted: &dyn Fn(u32) -> bool,
    ) -> Result<Vec<u32>, Error> {
        if filed.n == 0 || terms.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let mut lists = Vec::with_capacity(terms.len());
        for (kind, bytes) in terms {
            let slot = block::slot(terms::hash(*kind, bytes));
            match self.list(filed, slot)? {
                Some(list) => lists.push((slot, list)),
                None => return Ok(Vec::new()),
            }
        }
        lists.sort_by_key(|(_, list)| list.n_records());
        lists.dedup_by_key(|(slot, _)| *slot);
        let rows = || self.tables().rows(filed.lists);
        let mut cursors: Vec<_> = lists
            .into_iter()
            .map(|(slot, list)| Cursor::new(rows(), slot, list, filed.n))
            .collect();
        intersect(&mut cursors, limit, is_wanted)
    }

    fn n_among(
        &self,
        filed: &Filed,
        kind: TermKind,
        bytes: &[u8],
        numbers: &mut dyn Iterator<Item = u32>,
    ) -> Result<u64, Error> {
        let slot = block::slot(terms::hash(kind, bytes));
        let mut count = || {
            let Some(list) = self.list(filed, slot)? else {
                return Ok(0);
            };
            let mut cursor = Cursor::new(self.tables().rows(filed.lists), slot, list, filed.n);
            let mut n = 0;
            for number in &mut *numbers {
                match cursor.seek(number)? {
                    Some(run) => n += u64::from(run.start <= number),
                    None => break,
                }
            }
            Ok(n)
        };
        count().map_err(|e: Error| e.at(self.path()))
    }

    fn n_with(&self, filed: &Filed, kind: TermKind, bytes: &[u8]) -> Result<u64, Error> {
        if filed.n == 0 {
            return Ok(0);
        }
        let list = self.list(filed, block::slot(terms::hash(kind, bytes)));
        let list = list.map_err(|e| e.at(self.path()))?;
        Ok(list.map_or(0, |list| list.n_records()))
    }

    /// Returns the number of records that have a term, without reading them; see
    /// [`Index::find`].
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn count(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Error> {
        self.n_records_with(kind, bytes)
    }

    /// Returns the further digests of a record's file.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn record_digests(&self, number: RecordNumber) -> Result<RecordDigests, Error> {
        let number = u64::from(number.get());
        let read = || {
            let mut found = RecordDigests::default();
            let mut rows = self.tables().rows(Table::RecordDigests);
            if let Some(row) = rows.at_or_before(number)? {
                let n_records = self.info().n_records;
                digests::read_page(row.number, row.blob()?, n_records, &mut |at, digests| {
                    if at == number {
                        found = digests;
                    }
                    Ok(())
                })?;
            }
            Ok(found)
        };
        read().map_err(|e: Error| e.at(self.path()))
    }

    /// Returns the list of a slot; `None` if no record has it.
    fn list(&self, filed: &Filed, slot: u64) -> Result<Option<List>, Error> {
        let Some(row) = self.tables().rows(filed.terms).at_or_before(slot)? else {
            return Ok(None);
        };
        let mut page = TermPage::new(row.number, row.blob()?, filed.n)?;
        while let Some((at, list)) = page.next()? {
            if at >= slot {
                return Ok((at == slot).then_some(list));
            }
        }
        Ok(None)
    }

    /// Returns the dictionary, which is read the first time.
    pub(crate) fn dictionary(&self) -> Result<&zstd::dict::DecoderDictionary<'static>, Error> {
        let kept = &self.catalogue().dictionary;
        if let Some(dictionary) = kept.get() {
            return Ok(dictionary);
        }
        let row = self.tables().rows(Table::RecordDictionary).next()?;
        let bytes = match &row {
            Some(row) => {
                check_dictionary(row)?;
                row.blob()?
            }
            None => b"",
        };
        Ok(kept.get_or_init(|| zstd::dict::DecoderDictionary::copy(bytes)))
    }
}

/// Checks that a row has a dictionary that records can be decompressed with.
pub(crate) fn check_dictionary(row: &Row) -> Result<(), Error> {
    let wrong = || Error::damaged("a malformed dictionary");
    let bytes = row.blob()?;
    let is_right = row.number == 0
        && bytes.len() <= MAX_DICTIONARY
        && bytes.starts_with(&DICTIONARY_MAGIC)
        && zstd::zstd_safe::get_dict_id_from_dict(bytes).is_some();
    if !is_right {
        return Err(wrong());
    }
    // Making the dictionary that is kept has no way to say that it failed.
    let mut tried = zstd::zstd_safe::DCtx::create();
    tried.load_dictionary(bytes).map_err(|_| wrong())?;
    Ok(())
}

/// Reads records.
pub(crate) struct Records<'a> {
    index: &'a Index,
    zstd: Option<zstd::bulk::Decompressor<'a>>,
    /// The page read last, and the number of its first record.
    page: Option<(u64, Arc<Page>)>,
}

impl Records<'_> {
    /// Returns a record.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub(crate) fn record(&mut self, number: RecordNumber) -> Result<Record, Error> {
        let record = self.read(number.get().into());
        record.map_err(|e| e.at(self.index.path()))
    }

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
            let dictionary = self.index.dictionary()?;
            self.zstd = Some(zstd::bulk::Decompressor::with_prepared_dictionary(
                dictionary,
            )?);
        }
        let Some(zstd) = &mut self.zstd else {
            return Err(Error::damaged("a record is missing"));
        };
        let mut found = None;
        if let Some(row) = self
            .index
            .tables()
            .rows(Table::Records)
            .at_or_before(number)?
        {
            found = Some((row.number, Arc::new(Page::read(row.blob()?, zstd)?)));
        }
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
