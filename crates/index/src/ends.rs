//! Whether the tables of an index end where it says.
//!
//! Read whenever an index is opened: the first and the last row of each table, which
//! have to agree with the numbers that the index gives. Tables that were swapped,
//! emptied or cut, and numbers that belong to another index, are found at once; what
//! is wrong in between is found where it is read.

use crate::catalogue::digests;
use crate::catalogue::term::{self, TermPage};
use crate::error::Error;
use crate::places::Layout;
use crate::posting::{KeySpace, PageReader};
use crate::reader::Index;
use crate::schema::Table;
use crate::tree::Row;
use crate::work::Record;

impl Index {
    /// Checks the ends of all tables.
    pub(crate) fn check_ends(&self) -> Result<(), Error> {
        let info = self.info();
        let lowest = self.short().slot(info.threshold());
        self.check_postings(Table::Postings, info.n_postings, self.main(), 0)?;
        self.check_postings(
            Table::ShortPostings,
            info.n_short_postings,
            self.short(),
            lowest,
        )?;
        for (table, n) in [
            (Table::Boilerplate, info.n_boilerplate),
            (Table::Crowded, info.n_crowded),
            (Table::Digests, info.n_digests),
        ] {
            agree(table, n, self.tables().keys(table).next()?.is_some())?;
        }
        self.check_places()?;
        self.check_works()?;
        self.check_catalogue()
    }

    /// Returns the first and the last row of a table; nothing if it is empty, which
    /// it is just if `n` is 0.
    fn ends(&self, table: Table, n: u64) -> Result<Option<(Row, Row)>, Error> {
        let first = self.tables().rows(table).next()?;
        let last = self.tables().rows(table).at_or_before(i64::MAX as u64)?;
        let ends = first.zip(last);
        agree(table, n, ends.is_some())?;
        Ok(ends)
    }

    fn check_postings(
        &self,
        table: Table,
        n: u64,
        space: KeySpace,
        lowest: u64,
    ) -> Result<(), Error> {
        let Some((first, last)) = self.ends(table, n)? else {
            return Ok(());
        };
        let mut page = PageReader::default();
        page.load(last.number, last.blob()?)?;
        while page.advance()? {}
        if page.key() >= space.end() || space.split(first.number).0 < lowest {
            return Err(Error::damaged("postings of works that are not there"));
        }
        Ok(())
    }

    fn check_places(&self) -> Result<(), Error> {
        let n_works = self.info().n_works;
        let Some((first, last)) = self.ends(Table::Places, n_works)? else {
            return Ok(());
        };
        let mut end = last.number;
        Layout::new(n_works).read(last.number, last.blob()?, &mut |_| end += 1)?;
        if first.number != 0 || end != n_works {
            return Err(Error::damaged("the number of places is wrong"));
        }
        Ok(())
    }

    fn check_works(&self) -> Result<(), Error> {
        let n_works = self.info().n_works;
        let Some((first, last)) = self.ends(Table::Works, n_works)? else {
            return Ok(());
        };
        let mut page = last.blob()?;
        let mut end = last.number;
        while !page.is_empty() {
            Record::read(&mut page)?;
            end += 1;
        }
        if first.number != 0 || end != n_works {
            return Err(Error::damaged("the number of works is wrong"));
        }
        Ok(())
    }

    fn check_catalogue(&self) -> Result<(), Error> {
        let info = self.info();
        let n_records = info.n_records;
        if let Some((first, last)) = self.ends(Table::Records, n_records)? {
            let mut zstd = zstd::bulk::Decompressor::with_prepared_dictionary(self.dictionary()?)?;
            let page = crate::catalogue::page::Page::read(last.blob()?, &mut zstd)?;
            if first.number != 0 || last.number + page.n_records() as u64 != n_records {
                return Err(Error::damaged("the number of records is wrong"));
            }
        }
        self.sources()?;
        // Records that are a DOI alone have no terms.
        let n_named = [n_records - info.n_listed, info.n_works];
        let tables = [
            (Table::Terms, Table::TermLists, info.n_terms, n_records),
            (
                Table::WorkTerms,
                Table::WorkTermLists,
                info.n_work_terms,
                info.n_works,
            ),
        ];
        for ((terms, lists, n_terms, n_items), n_named) in tables.into_iter().zip(n_named) {
            if n_terms == 0 && n_named > 0 {
                return Err(Error::damaged("records or works without a term"));
            }
            self.check_terms(terms, lists, n_terms, n_items)?;
        }
        let last = i64::MAX as u64;
        if let Some(row) = self
            .tables()
            .rows(Table::RecordDigests)
            .at_or_before(last)?
        {
            digests::read_page(row.number, row.blob()?, n_records, &mut |_, _| Ok(()))?;
        }
        Ok(())
    }

    /// Checks the terms of `n_items` records or works.
    fn check_terms(
        &self,
        terms: Table,
        lists: Table,
        n_terms: u64,
        n_items: u64,
    ) -> Result<(), Error> {
        if let Some((first, last)) = self.ends(terms, n_terms)? {
            for row in [first, last] {
                let mut page = TermPage::new(row.number, row.blob()?, n_items)?;
                while page.next()?.is_some() {}
            }
        }
        let last = i64::MAX as u64;
        if let Some(row) = self.tables().rows(lists).at_or_before(last)? {
            term::read_row(row.number, row.blob()?, n_items, &mut Vec::new())?;
        }
        Ok(())
    }
}

/// Returns an error unless a table has rows just if it should have some.
fn agree(table: Table, n: u64, has_rows: bool) -> Result<(), Error> {
    match (n > 0, has_rows) {
        (true, false) => Err(Error::damaged(format!(
            "the table {} is empty",
            table.name()
        ))),
        (false, true) => Err(Error::damaged(format!(
            "the table {} has rows that the index does not count",
            table.name()
        ))),
        _ => Ok(()),
    }
}
