//! Going through posting pages with rising targets.
//!
//! A lookup seeks the page that a hash's first posting would be on and decodes
//! it up to there. Hashes are looked up in order, so the next one is often on
//! the same page, or there is none between the two: then nothing is read again.

use rusqlite::{CachedStatement, Connection};

use crate::error::Error;
use crate::posting::{KeySpace, PageReader};

/// A place among the postings of one segment.
pub(crate) struct Cursor<'db> {
    /// Finds the last page that begins at or before a key.
    seek: CachedStatement<'db>,
    /// Finds the first page that begins after a key.
    next: CachedStatement<'db>,
    space: KeySpace,
    max_hits: u32,
    page: PageReader,
    place: Place,
    /// The slot that was asked for last, and its works.
    slot: Option<u64>,
    works: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// No page was read yet.
    Nowhere,
    /// At a key of the page; keys up to this one may be on it.
    InPage { reach: u64 },
    /// All postings lie before.
    End,
}

impl<'db> Cursor<'db> {
    /// Makes a cursor over one of the two posting tables.
    pub(crate) fn new(
        db: &'db Connection,
        table: &str,
        space: KeySpace,
        max_hits: u32,
    ) -> Result<Self, Error> {
        let seek = format!(
            "SELECT first, data FROM {table} WHERE first <= ?1 ORDER BY first DESC LIMIT 1"
        );
        let next =
            format!("SELECT first, data FROM {table} WHERE first > ?1 ORDER BY first LIMIT 1");
        Ok(Self {
            seek: db.prepare_cached(&seek)?,
            next: db.prepare_cached(&next)?,
            space,
            max_hits,
            page: PageReader::default(),
            place: Place::Nowhere,
            slot: None,
            works: Vec::new(),
        })
    }

    /// Returns the works of a slot, which is not below the one asked for before.
    pub(crate) fn find(&mut self, slot: u64) -> Result<&[u32], Error> {
        if self.slot != Some(slot) {
            self.slot = Some(slot);
            self.works.clear();
            self.read(slot)?;
        }
        Ok(&self.works)
    }

    fn read(&mut self, slot: u64) -> Result<(), Error> {
        let (from, end) = self.space.range(slot);
        match self.place {
            Place::End => return Ok(()),
            Place::InPage { reach } if from <= reach => {
                if !self.page.seek(from)? {
                    self.next_page(self.page.key())?;
                }
            }
            _ => self.seek_page(from)?,
        }
        while self.place != Place::End && self.page.key() < end {
            if self.page.key() < from {
                return Err(Error::damaged("posting pages out of order"));
            }
            if self.works.len() >= self.max_hits as usize {
                return Err(Error::damaged("more works a hash than the index allows"));
            }
            let work = u32::try_from(self.page.key() - from)
                .map_err(|_| Error::damaged("a posting of an impossible work"))?;
            self.works.push(work);
            if !self.page.advance()? {
                self.next_page(self.page.key())?;
            }
        }
        Ok(())
    }

    /// Goes to the first key that is not below `target`, wherever it is.
    fn seek_page(&mut self, target: u64) -> Result<(), Error> {
        if !load(&mut self.seek, target, &mut self.page)? {
            // All pages begin after it.
            return self.next_page(target);
        }
        if self.page.key() > target {
            return Err(Error::damaged("posting pages out of order"));
        }
        self.place = Place::InPage {
            reach: self.page.reach(),
        };
        if self.page.seek(target)? {
            return Ok(());
        }
        self.next_page(self.page.key())
    }

    /// Goes to the first key of the first page that begins after `key`.
    fn next_page(&mut self, key: u64) -> Result<(), Error> {
        if !load(&mut self.next, key, &mut self.page)? {
            self.place = Place::End;
            return Ok(());
        }
        if self.page.key() <= key {
            return Err(Error::damaged("posting pages out of order"));
        }
        self.place = Place::InPage {
            reach: self.page.reach(),
        };
        Ok(())
    }
}

/// Loads the page that a statement finds for a key, if there is one.
fn load(
    statement: &mut CachedStatement<'_>,
    key: u64,
    page: &mut PageReader,
) -> Result<bool, Error> {
    let mut rows = statement.query([key.cast_signed()])?;
    let Some(row) = rows.next()? else {
        return Ok(false);
    };
    let first = row.get::<_, i64>(0)?.cast_unsigned();
    let blob = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
    page.load(first, blob)?;
    Ok(true)
}
