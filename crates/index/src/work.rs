//! Work pages: what an index says about each work.
//!
//! Works are numbered without gaps, so their records follow each other in
//! pages, and a page is found by the number of its first work: the row's
//! number. With millions of works, a row for each would cost more than the record
//! itself. A record:
//!
//! | bytes | what |
//! |---|---|
//! | varint | `n_letters * 2`, plus 1 if there is more than the two numbers |
//! | varint | `n_hashes` |
//! | 1 | flags, only if there is more, and then not 0: [`THRESHOLD`], [`ID`], [`TITLE`], [`AUTHOR`], [`LANGUAGE`], [`OF_FILE`] |
//! | 8 | the work's own threshold, least significant byte first, if flagged |
//! | varint, bytes | each flagged string: its length, not 0, and its UTF-8 |
//!
//! A varint has seven bits a byte, the least significant first, and the high bit
//! set in all bytes but the last (LEB128).

use colophon_catalogue::terms::Termed;

use crate::error::Error;
use crate::model::{NewWork, Work};
use crate::schema::{MAX_BLOB, MAX_STRING_BYTES};

const THRESHOLD: u8 = 1;
const ID: u8 = 2;
const TITLE: u8 = 4;
const AUTHOR: u8 = 8;
const LANGUAGE: u8 = 16;
/// The id is the name of a file; only with [`ID`].
const OF_FILE: u8 = 32;

/// A record with strings borrowed from a page or from a [`NewWork`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    pub(crate) n_letters: u64,
    pub(crate) n_hashes: u64,
    /// The work's own threshold, if it has one.
    pub(crate) threshold: Option<u64>,
    id: &'a str,
    is_id_of_file: bool,
    title: &'a str,
    author: &'a str,
    language: &'a str,
}

impl<'a> Record<'a> {
    pub(crate) fn new(work: &'a NewWork, n_hashes: u64, threshold: Option<u64>) -> Self {
        Self {
            n_letters: work.n_letters,
            n_hashes,
            threshold,
            id: cut(&work.id),
            is_id_of_file: work.is_id_of_file && !work.id.is_empty(),
            title: cut(&work.title),
            author: cut(&work.author),
            language: work.language.as_deref().map_or("", cut),
        }
    }

    /// Returns the strings that the work is found by, as far as they are kept.
    pub(crate) fn termed(&self) -> Termed<'a> {
        Termed {
            titles: vec![self.title],
            author: self.author,
            ..Termed::default()
        }
    }

    pub(crate) fn id(&self) -> &'a str {
        self.id
    }

    /// Returns whether the id is the name of a file.
    pub(crate) fn is_id_of_file(&self) -> bool {
        self.is_id_of_file
    }

    /// Returns the record with another id, which is not the name of a file.
    pub(crate) fn with_id(self, id: &'a str) -> Self {
        Self {
            id,
            is_id_of_file: false,
            ..self
        }
    }

    pub(crate) fn language(&self) -> &'a str {
        self.language
    }

    /// Appends the record's bytes.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let strings = [
            (ID, self.id),
            (TITLE, self.title),
            (AUTHOR, self.author),
            (LANGUAGE, self.language),
        ];
        let mut flags = 0;
        if self.threshold.is_some() {
            flags |= THRESHOLD;
        }
        if self.is_id_of_file {
            flags |= OF_FILE;
        }
        for (flag, text) in strings {
            if !text.is_empty() {
                flags |= flag;
            }
        }
        put_varint(self.n_letters << 1 | u64::from(flags != 0), out);
        put_varint(self.n_hashes, out);
        if flags == 0 {
            return;
        }
        out.push(flags);
        if let Some(threshold) = self.threshold {
            out.extend_from_slice(&threshold.to_le_bytes());
        }
        for (_, text) in strings {
            if !text.is_empty() {
                put_varint(text.len() as u64, out);
                out.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// Takes a record off the front of `bytes`.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if it is cut short or not in the form
    /// that [`Record::write`] gives it.
    pub(crate) fn read(bytes: &mut &'a [u8]) -> Result<Self, Error> {
        Self::take(bytes).ok_or_else(|| Error::damaged("a malformed record of a work"))
    }

    fn take(bytes: &mut &'a [u8]) -> Option<Self> {
        let head = take_varint(bytes)?;
        let mut record = Self {
            n_letters: head >> 1,
            n_hashes: take_varint(bytes)?,
            ..Self::default()
        };
        if head & 1 == 0 {
            return Some(record);
        }
        let flags = *bytes.split_off_first()?;
        if flags == 0 || flags > OF_FILE * 2 - 1 || flags & (ID | OF_FILE) == OF_FILE {
            return None;
        }
        record.is_id_of_file = flags & OF_FILE != 0;
        if flags & THRESHOLD != 0 {
            let threshold = bytes.split_off(..8)?;
            record.threshold = Some(u64::from_le_bytes(*threshold.first_chunk()?));
        }
        for (flag, text) in [
            (ID, &mut record.id),
            (TITLE, &mut record.title),
            (AUTHOR, &mut record.author),
            (LANGUAGE, &mut record.language),
        ] {
            if flags & flag != 0 {
                let n = usize::try_from(take_varint(bytes)?).ok()?;
                if n == 0 || n > MAX_STRING_BYTES {
                    return None;
                }
                *text = std::str::from_utf8(bytes.split_off(..n)?).ok()?;
            }
        }
        Some(record)
    }

    /// Returns the work that the record describes, in an index with the given
    /// threshold.
    pub(crate) fn to_work(self, index_threshold: u64) -> Work {
        Work {
            id: self.id.to_owned(),
            is_id_of_file: self.is_id_of_file,
            title: self.title.to_owned(),
            author: self.author.to_owned(),
            language: (!self.language.is_empty()).then(|| self.language.to_owned()),
            n_letters: self.n_letters,
            n_hashes: self.n_hashes,
            threshold: self.threshold.unwrap_or(index_threshold),
        }
    }
}

/// Gathers records in pages.
#[derive(Default)]
pub(crate) struct WorkPages {
    first: u64,
    n: u64,
    page: Vec<u8>,
    record: Vec<u8>,
}

impl WorkPages {
    /// Takes the next work's record. A page that is full goes to `sink`: the number
    /// of its first work and its blob.
    pub(crate) fn push<E>(
        &mut self,
        record: &Record<'_>,
        sink: &mut impl FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.record.clear();
        record.write(&mut self.record);
        if self.page.len() + self.record.len() > MAX_BLOB && !self.page.is_empty() {
            sink(self.first, &self.page)?;
            self.page.clear();
            self.first = self.n;
        }
        self.page.extend_from_slice(&self.record);
        self.n += 1;
        Ok(())
    }

    /// Hands the last page to the sink.
    pub(crate) fn finish<E>(
        self,
        sink: &mut impl FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.page.is_empty() {
            return Ok(());
        }
        sink(self.first, &self.page)
    }
}

/// Cuts a string at the limit, at a character.
pub(crate) fn cut(text: &str) -> &str {
    let end = text.floor_char_boundary(MAX_STRING_BYTES);
    text.get(..end).unwrap_or_default()
}

pub(crate) fn put_varint(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    out.push((n & 0x7f) as u8);
}

/// Takes a varint in its shortest form.
pub(crate) fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut n = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.split_off_first()?;
        let bits = u64::from(byte & 0x7f);
        if bits << shift >> shift != bits || (byte == 0 && shift > 0) {
            return None;
        }
        n |= bits << shift;
        if byte < 0x80 {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn records_come_back(
            n_letters in 0_u64..1 << 63,
            n_hashes in any::<u64>(),
            threshold in any::<Option<u64>>(),
            (id, title, author) in (".{0,20}", ".{0,80}", ".{0,20}"),
            language in prop::option::of("[a-z]{2,3}"),
            is_id_of_file in any::<bool>(),
        ) {
            let is_id_of_file = is_id_of_file && !id.is_empty();
            let work = NewWork { id, is_id_of_file, title, author, language, n_letters, digests: vec![] };
            let record = Record::new(&work, n_hashes, threshold);
            let mut bytes = Vec::new();
            record.write(&mut bytes);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(Record::read(&mut rest).unwrap(), record);
            prop_assert!(rest.is_empty());
            let back = record.to_work(7);
            prop_assert_eq!(back.is_id_of_file, work.is_id_of_file);
            prop_assert_eq!((back.id, back.title, back.author, back.language),
                (work.id, work.title, work.author, work.language));
            prop_assert_eq!(back.threshold, threshold.unwrap_or(7));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut rest = bytes.as_slice();
            if let Ok(record) = Record::read(&mut rest) {
                // What is accepted has one spelling only.
                let mut again = Vec::new();
                record.write(&mut again);
                prop_assert_eq!(&again[..], &bytes[..bytes.len() - rest.len()]);
            }
        }
    }

    #[test]
    fn a_plain_record_is_two_varints() {
        let work = NewWork {
            n_letters: 410_000,
            ..NewWork::default()
        };
        let mut bytes = Vec::new();
        Record::new(&work, 100, None).write(&mut bytes);
        assert_eq!(bytes.len(), 4);
    }

    #[test]
    fn long_strings_are_cut_at_a_character() {
        let work = NewWork {
            title: "é".repeat(2_000),
            id: format!("x{}", "é".repeat(2_000)),
            ..NewWork::default()
        };
        let record = Record::new(&work, 0, None);
        assert_eq!(record.title.len(), MAX_STRING_BYTES);
        assert_eq!(record.id.len(), MAX_STRING_BYTES - 1);
    }
}
