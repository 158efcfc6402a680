//! Checking the catalogue's tables.
//!
//! The terms of every record are made again, and compared with those in the index
//! as sets, by two sums of hashes: nothing is sorted, and no memory is needed.

use std::collections::VecDeque;

use colophon_catalogue::terms;

use super::page::Page;
use super::read::check_dictionary;
use super::term::{self, List, Run, TermPage};
use super::write::digest_terms;
use super::{RecordDigests, block, digests, source};
use crate::content::{TableDigest, Value};
use crate::counts::Counted;
use crate::error::Error;
use crate::pairs::PairSet;
use crate::reader::Index;
use crate::schema::Table;
use crate::tree::Rows;
use crate::verify::Check;

/// What is filed under terms, and what the index says about that.
struct Filed {
    /// The table of terms, and that of the long lists.
    terms: Table,
    lists: Table,
    n_items: u64,
    n_terms: u64,
    what: &'static str,
}

impl Check<'_> {
    /// Checks all tables of the catalogue.
    pub(crate) fn catalogue(&mut self, index: &Index) -> Result<(), Error> {
        let result = self.sources();
        let expected = self.tolerate("sources", result)?;
        let result = self.dictionary();
        self.tolerate("record dictionary", result)?;
        let mut counts = vec![[0; 2]; expected.as_ref().map_or(0, Vec::len)];
        let result = self.records(index, &mut counts);
        let by_records = self.tolerate("records", result)?;
        if let Some(expected) = expected
            && by_records.is_some()
            && expected != counts
        {
            self.problems
                .push("sources: a number of records is wrong".to_owned());
        }
        self.has_records = by_records.is_some();
        let filed = Filed {
            terms: Table::Terms,
            lists: Table::TermLists,
            n_items: self.info.n_records,
            n_terms: self.info.n_terms,
            what: "the records",
        };
        self.filed(&filed, "terms", by_records)
    }

    /// Checks the terms of the works, whose pairs were made from what they say.
    pub(crate) fn work_terms(&mut self, by_works: Option<PairSet>) -> Result<(), Error> {
        let filed = Filed {
            terms: Table::WorkTerms,
            lists: Table::WorkTermLists,
            n_items: self.info.n_works,
            n_terms: self.info.n_work_terms,
            what: "the works",
        };
        self.filed(&filed, "terms of works", by_works)
    }

    fn filed(&mut self, filed: &Filed, name: &str, expected: Option<PairSet>) -> Result<(), Error> {
        let result = self.terms(filed);
        if let (Some(expected), Some(found)) = (expected, self.tolerate(name, result)?)
            && expected != found
        {
            self.problems
                .push(format!("{name}: they do not match {}", filed.what));
        }
        Ok(())
    }

    /// Returns the digests of the two tables of terms.
    fn digests_of(&mut self, filed: &Filed) -> (&mut TableDigest, &mut TableDigest) {
        let content = &mut self.content;
        match filed.terms {
            Table::WorkTerms => (&mut content.work_terms, &mut content.work_term_lists),
            _ => (&mut content.terms, &mut content.term_lists),
        }
    }

    /// Returns the number of records that each source should have, and of those with
    /// a title.
    fn sources(&mut self) -> Result<Vec<[u64; 2]>, Error> {
        let sources = source::read(
            &mut self.rows(Table::Sources),
            self.info.n_records,
            &mut self.content.sources,
        )?;
        let numbers = sources.iter().map(|it| [it.n_records, it.n_titles]);
        Ok(numbers.collect())
    }

    fn dictionary(&mut self) -> Result<(), Error> {
        let mut rows = self.rows(Table::RecordDictionary);
        let mut n = 0;
        while let Some(row) = rows.next()? {
            let values = [Value::Integer(row.number), Value::Blob(row.blob()?)];
            self.content.record_dictionary.row(&values);
            if n > 0 {
                return Err(Error::damaged("more than one dictionary"));
            }
            check_dictionary(&row)?;
            n += 1;
        }
        Ok(())
    }

    /// Checks records and their digests, and returns the pairs of all their terms.
    fn records(&mut self, index: &Index, counts: &mut [[u64; 2]]) -> Result<PairSet, Error> {
        let mut zstd = zstd::bulk::Decompressor::with_prepared_dictionary(index.dictionary()?)?;
        let mut rows = self.rows(Table::Records);
        let mut digests = DigestRows {
            rows: self.rows(Table::RecordDigests),
            n_records: self.info.n_records,
            pending: VecDeque::new(),
            last: None,
        };
        let mut pairs = PairSet::default();
        let mut slots = Vec::new();
        let mut number = 0;
        let mut n_listed = 0;
        let mut last_listed = None;
        while let Some(row) = rows.next()? {
            let (first, blob) = (row.number, row.blob()?);
            self.content
                .records
                .row(&[Value::Integer(first), Value::Blob(blob)]);
            if first != number {
                return Err(Error::damaged("a gap between two pages"));
            }
            let page = Page::read(blob, &mut zstd)?;
            for place in 0..page.n_records() {
                let record = page.record(place)?;
                if record.listed_doi.is_some() {
                    let own = (record.listed_doi, record.source);
                    if last_listed > Some(own) {
                        return Err(Error::damaged("DOIs out of order"));
                    }
                    last_listed = Some(own);
                    n_listed += 1;
                } else if n_listed > 0 {
                    return Err(Error::damaged("a DOI before other records"));
                }
                let counted = Counted::from(&record);
                self.record_counts.add(&counted);
                match counts.get_mut(usize::from(record.source)) {
                    Some([n_records, n_titles]) => {
                        *n_records += 1;
                        *n_titles += u64::from(counted.has_title());
                    }
                    None => return Err(Error::damaged("a record without a source")),
                }
                slots.clear();
                terms::of_record(&record, &mut |kind, bytes| {
                    slots.push(block::slot(terms::hash(kind, bytes)));
                });
                if let Some(found) = digests.of(number, &mut self.content.record_digests)? {
                    digest_terms(&found, &mut |slot| {
                        slots.push(slot);
                        Ok(())
                    })?;
                }
                pairs.add_all(&mut slots, number);
                number += 1;
            }
            self.advance(blob.len())?;
        }
        if number != self.info.n_records {
            return Err(Error::damaged(format!(
                "there are {number}; there should be {}",
                self.info.n_records
            )));
        }
        if n_listed != self.info.n_listed {
            return Err(Error::damaged("the number of DOIs is wrong"));
        }
        if digests
            .of(u64::MAX, &mut self.content.record_digests)?
            .is_some()
            || !digests.pending.is_empty()
        {
            return Err(Error::damaged("digests without a record"));
        }
        Ok(pairs)
    }

    /// Checks terms and long lists, and returns all pairs in them.
    fn terms(&mut self, filed: &Filed) -> Result<PairSet, Error> {
        let n_records = filed.n_items;
        let mut rows = self.rows(filed.terms);
        let mut lists = ListRows {
            rows: self.rows(filed.lists),
            n_records,
            next: None,
        };
        lists.advance(self.digests_of(filed).1)?;
        let mut pairs = PairSet::default();
        let mut before = None;
        let mut n_terms = 0_u64;
        while let Some(row) = rows.next()? {
            let (first, blob) = (row.number, row.blob()?);
            self.digests_of(filed)
                .0
                .row(&[Value::Integer(first), Value::Blob(blob)]);
            let mut page = TermPage::new(first, blob, n_records)?;
            while let Some((slot, list)) = page.next()? {
                if before >= Some(slot) {
                    return Err(Error::damaged("terms out of order"));
                }
                before = Some(slot);
                n_terms += 1;
                match list {
                    List::Runs(runs) => {
                        for run in runs {
                            pairs.add_run(slot, run);
                        }
                    }
                    List::Long(n) => {
                        let found = lists.take(slot, &mut pairs, self.digests_of(filed).1)?;
                        if found != n {
                            return Err(Error::damaged("a list with a wrong number of records"));
                        }
                        // Reading through a list counts as well.
                        self.advance(usize::try_from(n / 8).unwrap_or(0))?;
                    }
                }
            }
            if !page.is_at_end() {
                return Err(Error::damaged("a page of terms with unused bytes"));
            }
            self.advance(blob.len())?;
        }
        if lists.next.is_some() {
            return Err(Error::damaged("a list without a term"));
        }
        if n_terms != filed.n_terms {
            return Err(Error::damaged(format!(
                "there are {n_terms}; there should be {}",
                filed.n_terms
            )));
        }
        Ok(pairs)
    }
}

/// The rows of `record_digests` in order.
struct DigestRows<'a> {
    rows: Rows<'a>,
    n_records: u64,
    pending: VecDeque<(u64, RecordDigests)>,
    last: Option<u64>,
}

impl DigestRows<'_> {
    /// Returns the digests of a record, whose number is above those before. Digests
    /// of a record that was skipped stay.
    fn of(
        &mut self,
        number: u64,
        digest: &mut TableDigest,
    ) -> Result<Option<RecordDigests>, Error> {
        if self.pending.is_empty()
            && self.last.is_none_or(|last| last < number)
            && let Some(row) = self.rows.next()?
        {
            let (first, blob) = (row.number, row.blob()?);
            digest.row(&[Value::Integer(first), Value::Blob(blob)]);
            if self.last >= Some(first) {
                return Err(Error::damaged("digests out of order"));
            }
            digests::read_page(first, blob, self.n_records, &mut |at, found| {
                self.pending.push_back((at, found));
                Ok(())
            })?;
            self.last = self.pending.back().map(|(at, _)| *at);
        }
        match self.pending.front() {
            Some(&(at, found)) if at == number => {
                self.pending.pop_front();
                Ok(Some(found))
            }
            _ => Ok(None),
        }
    }
}

/// The rows of `term_lists` in order.
struct ListRows<'a> {
    rows: Rows<'a>,
    n_records: u64,
    /// The current row: its slot and its runs.
    next: Option<(u64, Vec<Run>)>,
}

impl ListRows<'_> {
    fn advance(&mut self, digest: &mut TableDigest) -> Result<(), Error> {
        self.next = None;
        if let Some(row) = self.rows.next()? {
            let (first, blob) = (row.number, row.blob()?);
            digest.row(&[Value::Integer(first), Value::Blob(blob)]);
            let mut runs = Vec::new();
            let slot = term::read_row(first, blob, self.n_records, &mut runs)?;
            self.next = Some((slot, runs));
        }
        Ok(())
    }

    /// Adds all runs of a slot, and returns the number of their records.
    fn take(
        &mut self,
        slot: u64,
        pairs: &mut PairSet,
        digest: &mut TableDigest,
    ) -> Result<u64, Error> {
        let mut n = 0;
        let mut end = None;
        while let Some((_, runs)) = self.next.take_if(|(at, _)| *at == slot) {
            for run in runs {
                if end >= Some(run.start) {
                    return Err(Error::damaged("a list out of order"));
                }
                end = Some(run.end);
                n += u64::from(run.end - run.start);
                pairs.add_run(slot, run);
            }
            self.advance(digest)?;
        }
        Ok(n)
    }
}
