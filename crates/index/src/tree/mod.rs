//! SQLite's trees, as far as an index has them, read from checked pages.
//!
//! An index is an SQLite file, and SQLite's file format (its documentation's
//! section 1.6) is what this module reads: trees of rows under rising numbers, and
//! trees of rows that are their own keys. SQLite itself is not asked: a file from
//! strangers meets no parser of SQL, no setting of the file counts, and every page
//! is checked before anything in it is believed ([`crate::pages`]).
//!
//! Nothing here trusts a page because its checksum is right: a file may have been
//! made to do harm. Every number is checked against the page, a way down has at
//! most [`MAX_DEPTH`] pages, and keys rise wherever rows are read one after another,
//! so no walk is longer than the file.

mod record;
mod walk;

use std::cell::RefCell;
use std::sync::Arc;

pub(crate) use record::{Column, Record};
pub(crate) use walk::{Keys, Row, Rows};

use crate::error::Error;
use crate::pages::{Page, PageFile};
use crate::schema::{MAX_ROW_BYTES, USABLE_BYTES};
use record::{Bytes, varint};

/// The most pages on the way from a tree's root to a row. Two billion rows of a
/// tree need six.
const MAX_DEPTH: usize = 16;

/// The length of the header that the file's first page begins with.
const FILE_HEADER: usize = 100;

const INNER_KEYS: u8 = 2;
const INNER_ROWS: u8 = 5;
const LEAF_KEYS: u8 = 10;
const LEAF_ROWS: u8 = 13;

/// The least number of bytes of a long row that are in its tree's page.
const LEAST_LOCAL: usize = (USABLE_BYTES - 12) * 32 / 255 - 23;
/// The most bytes of a row in a page of rows, and of keys.
const MOST_LOCAL_ROW: usize = USABLE_BYTES - 35;
const MOST_LOCAL_KEY: usize = (USABLE_BYTES - 12) * 64 / 255 - 23;

fn wrong() -> Error {
    Error::damaged("a page of the file is not what it should be")
}

/// The pages that a full check has come across.
pub(crate) struct Census {
    bits: Vec<u64>,
    n: u32,
}

impl Census {
    pub(crate) fn new(n_pages: u32) -> RefCell<Self> {
        let bits = vec![0; n_pages as usize / 64 + 1];
        RefCell::new(Self { bits, n: 0 })
    }

    /// Returns the number of pages so far.
    pub(crate) fn n(&self) -> u32 {
        self.n
    }

    fn add(&mut self, number: u32) -> Result<(), Error> {
        let bit = 1 << (number % 64);
        match self.bits.get_mut(number as usize / 64) {
            Some(word) if *word & bit == 0 => *word |= bit,
            _ => return Err(Error::damaged("a page of the file that is used twice")),
        }
        self.n += 1;
        Ok(())
    }
}

/// Where pages come from: the file, and a census if all of them are to be
/// counted, which also bypasses what is kept.
#[derive(Clone, Copy)]
pub(crate) struct Source<'f> {
    pub(crate) file: &'f PageFile,
    pub(crate) census: Option<&'f RefCell<Census>>,
}

impl<'f> Source<'f> {
    pub(crate) fn new(file: &'f PageFile) -> Self {
        Self { file, census: None }
    }

    fn page(self, number: u32) -> Result<Page, Error> {
        match self.census {
            None => self.file.page(number),
            Some(census) => {
                let page = self.file.read(number)?;
                census.borrow_mut().add(number)?;
                Ok(page)
            }
        }
    }

    fn node(self, number: u32) -> Result<Node, Error> {
        Node::new(self.page(number)?, number)
    }
}

/// A page of a tree.
#[derive(Clone)]
struct Node {
    page: Page,
    kind: u8,
    n_cells: usize,
    /// Where the places of the cells begin.
    cells: usize,
    right: u32,
}

impl Node {
    fn new(page: Page, number: u32) -> Result<Self, Error> {
        let start = if number == 1 { FILE_HEADER } else { 0 };
        let kind = page[start];
        let n_cells = usize::from(short(&page, start + 3));
        let (cells, right) = match kind {
            INNER_KEYS | INNER_ROWS => (start + 12, word(&page[..], start + 8).ok_or_else(wrong)?),
            LEAF_KEYS | LEAF_ROWS => (start + 8, 0),
            _ => return Err(wrong()),
        };
        let is_inner = matches!(kind, INNER_KEYS | INNER_ROWS);
        if cells + 2 * n_cells > USABLE_BYTES || (is_inner && n_cells == 0) {
            return Err(wrong());
        }
        Ok(Self {
            page,
            kind,
            n_cells,
            cells,
            right,
        })
    }

    fn is_leaf(&self) -> bool {
        matches!(self.kind, LEAF_KEYS | LEAF_ROWS)
    }

    /// Returns where a cell begins; `n` is below the number of cells.
    fn cell(&self, n: usize) -> Result<usize, Error> {
        let at = usize::from(short(&self.page, self.cells + 2 * n));
        if at < self.cells + 2 * self.n_cells || at >= USABLE_BYTES {
            return Err(wrong());
        }
        Ok(at)
    }

    /// Returns the child before a cell, or the last one.
    fn child(&self, n: usize) -> Result<u32, Error> {
        if n >= self.n_cells {
            return Ok(self.right);
        }
        word(&self.page[..USABLE_BYTES], self.cell(n)?).ok_or_else(wrong)
    }

    /// Reads a varint of SQLite's, and moves on.
    fn varint(&self, at: &mut usize) -> Result<u64, Error> {
        varint(self.page.get(..USABLE_BYTES).unwrap_or_default(), at).ok_or_else(wrong)
    }

    /// Returns the number of a row: of a leaf's own, or the largest below an inner
    /// page's child.
    fn number(&self, n: usize) -> Result<u64, Error> {
        let mut at = self.cell(n)?;
        if self.is_leaf() {
            self.varint(&mut at)?;
        } else {
            at += 4;
        }
        let number = self.varint(&mut at)?;
        if number > i64::MAX as u64 {
            return Err(Error::damaged("a number below 0"));
        }
        Ok(number)
    }

    /// Returns the first cell whose number is not below `target`, or is above it.
    fn partition(&self, is_before: impl Fn(u64) -> bool) -> Result<usize, Error> {
        let (mut low, mut high) = (0, self.n_cells);
        while low < high {
            let middle = usize::midpoint(low, high);
            if is_before(self.number(middle)?) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// Returns the content of a cell that has one.
    fn content(&self, n: usize, source: Source<'_>) -> Result<Record, Error> {
        let mut at = self.cell(n)?;
        if self.kind == INNER_KEYS {
            at += 4;
        }
        let length = usize::try_from(self.varint(&mut at)?).map_err(|_| wrong())?;
        let most = match self.kind {
            LEAF_ROWS => {
                self.varint(&mut at)?;
                MOST_LOCAL_ROW
            }
            INNER_KEYS | LEAF_KEYS => MOST_LOCAL_KEY,
            _ => return Err(wrong()),
        };
        if length > MAX_ROW_BYTES {
            return Err(Error::damaged("a row that is longer than any"));
        }
        if length <= most {
            if at + length > USABLE_BYTES {
                return Err(wrong());
            }
            let bytes = Bytes::InPage(Arc::clone(&self.page), at..at + length);
            return Record::new(bytes);
        }
        let chunk = USABLE_BYTES - 4;
        let rest = LEAST_LOCAL + (length - LEAST_LOCAL) % chunk;
        let local = if rest <= most { rest } else { LEAST_LOCAL };
        let mut bytes = Vec::with_capacity(length);
        let in_page = self.page[..USABLE_BYTES].get(at..at + local);
        bytes.extend_from_slice(in_page.ok_or_else(wrong)?);
        let mut next = word(&self.page[..USABLE_BYTES], at + local).ok_or_else(wrong)?;
        while bytes.len() < length {
            let page = source.page(next)?;
            let n = chunk.min(length - bytes.len());
            bytes.extend_from_slice(&page[4..4 + n]);
            next = word(&page[..], 0).ok_or_else(wrong)?;
        }
        if next != 0 {
            return Err(wrong());
        }
        Record::new(Bytes::Own(bytes))
    }
}

fn short(page: &Page, at: usize) -> u16 {
    page.get(at..)
        .and_then(<[u8]>::first_chunk)
        .map_or(0, |bytes| u16::from_be_bytes(*bytes))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_be_bytes(*bytes))
}
