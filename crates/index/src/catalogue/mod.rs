//! The catalogue part of an index: records, and the terms they are found by.
//!
//! ```text
//! Record -> coding -> sorter -> block -> page  -> `records`
//!                                     -> terms -> sorter -> term -> `terms`, `term_lists`
//! ```
//!
//! Records are sorted by title and author before they are numbered, so that the
//! listings of one work are neighbours: they compress to a fraction, a work is
//! read with one page, and in the lists of records that terms have, neighbours
//! cost a bit. Every layout stands with its reader and its writer in one module:
//! [`page`] has records, [`term`] terms, [`digests`] further digests of files.
//!
//! Nothing here decides whether a record is somebody's book. A term's answer may
//! hold records that lack the term (two terms may have the same 32 bits), never
//! the other way round: whoever asks compares the record itself.

pub(crate) mod block;
pub(crate) mod build;
pub(crate) mod coding;
pub(crate) mod digests;
pub(crate) mod page;
pub(crate) mod read;
pub(crate) mod source;
pub(crate) mod term;
pub(crate) mod verify;
pub(crate) mod write;

use std::fmt;

use colophon_catalogue::Record;
use colophon_catalogue::terms::Termed;

use crate::error::Error;

/// The number of text columns of a record.
pub(crate) const N_TEXTS: usize = 14;

/// The number of other titles of a record that are kept.
pub(crate) const MAX_OTHER_TITLES: usize = 32;

/// Numbers of bytes of a file, and ids that are numbers, are below this; a
/// record's larger size is taken for none.
pub(crate) const MAX_NUMBER: u64 = 1 << 55;

/// The largest number of records of an index.
pub(crate) const MAX_RECORDS: u64 = 1 << 27;

/// The number of a record in one index.
///
/// Records are numbered from 0 in an order that the builder chooses: listings of
/// one work are neighbours. The number means nothing outside its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordNumber(u32);

impl RecordNumber {
    /// Makes the number of the record at place `n`, counted from 0.
    pub fn new(n: u32) -> Self {
        Self(n)
    }

    /// Returns the number, counted from 0.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for RecordNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Further digests of the file that a record lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordDigests {
    /// The SHA-1, where a dump gave it.
    pub sha1: Option<[u8; 20]>,
    /// The SHA-256, where a dump gave it.
    pub sha256: Option<[u8; 32]>,
}

/// A record whose texts are borrowed, not yet checked to be UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PlainRecord<'a> {
    pub(crate) source: u16,
    pub(crate) md5: Option<[u8; 16]>,
    pub(crate) md5_reported: Option<[u8; 16]>,
    pub(crate) size_bytes: Option<u64>,
    /// The number of the day, see [`coding::day_number`].
    pub(crate) added: Option<u32>,
    /// Id, title, author, volume, series, imprint, edition, year, language,
    /// identifiers, ASIN, format, hidden, other titles, each of which
    /// [`coding::LIST_END`] ends.
    pub(crate) texts: [&'a [u8]; N_TEXTS],
}

impl PlainRecord<'_> {
    /// Returns what of the record its terms are made of.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) when a text is no UTF-8.
    pub(crate) fn termed(&self) -> Result<Termed<'_>, Error> {
        let text = |bytes| {
            std::str::from_utf8(bytes)
                .map_err(|_| Error::damaged("a record's text that is no UTF-8"))
        };
        let [
            _,
            title,
            author,
            _,
            _,
            _,
            _,
            _,
            _,
            identifiers,
            asin,
            _,
            _,
            others,
        ] = self.texts;
        let others = others
            .split(|&byte| byte == coding::LIST_END)
            .filter(|title| !title.is_empty());
        Ok(Termed {
            titles: std::iter::once(title)
                .chain(others)
                .map(text)
                .collect::<Result<_, _>>()?,
            author: text(author)?,
            identifiers: text(identifiers)?,
            asin: text(asin)?,
            md5s: [self.md5, self.md5_reported],
        })
    }

    /// Returns the record with texts of its own.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) when a text is no UTF-8, or the day
    /// none.
    pub(crate) fn to_record(self) -> Result<Record, Error> {
        let text = |bytes: &[u8]| match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(Error::damaged("a record's text that is no UTF-8")),
        };
        let [
            id,
            title,
            author,
            volume,
            series,
            imprint,
            edition,
            year,
            language,
            identifiers,
            asin,
            format,
            hidden,
            others,
        ] = self.texts;
        let added = match self.added {
            Some(n) => Some(
                coding::day_of(n).ok_or_else(|| Error::damaged("a record of no day there is"))?,
            ),
            None => None,
        };
        let mut other_titles = Vec::new();
        let mut rest = others;
        while !rest.is_empty() {
            let n = rest
                .iter()
                .position(|&byte| byte == coding::LIST_END)
                .ok_or_else(|| Error::damaged("a list of titles without an end"))?;
            other_titles.push(text(&rest[..n])?);
            rest = &rest[n + 1..];
        }
        Ok(Record {
            source: self.source,
            id: text(id)?,
            title: text(title)?,
            other_titles,
            author: text(author)?,
            volume: text(volume)?,
            series: text(series)?,
            imprint: text(imprint)?,
            edition: text(edition)?,
            year: text(year)?,
            language: text(language)?,
            identifiers: text(identifiers)?,
            asin: text(asin)?,
            md5: self.md5,
            md5_reported: self.md5_reported,
            format: text(format)?,
            size_bytes: self.size_bytes,
            added,
            hidden: text(hidden)?,
        })
    }
}
