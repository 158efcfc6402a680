//! Record pages: columns of records, their texts compressed.
//!
//! A page holds the records from a number on, in columns. What repeats in a
//! column is written once: every text column is a list of distinct values and,
//! unless all records have different ones, an index for each record. What cannot
//! be compressed (digests, sizes, numbers of records) takes as many bits as it
//! needs, and Zstandard (RFC 8878) compresses all texts of the page together, with
//! a dictionary that a large index makes from its own records.
//!
//! | part | what |
//! |---|---|
//! | varint | number of records, from 1 to [`MAX_PAGE_RECORDS`] |
//! | 12 × (varint, byte) | each number column's least value and its width in bits |
//! | 21 × varint | the number of distinct values of each text column |
//! | varint | the length of the texts |
//! | bits | the number columns, each value less the least in that width; then the indexes of the text columns in the width of the largest; padded to a byte |
//! | 16 bytes each | MD5s, then reported MD5s, of the records that have them |
//! | rest | the texts, as they are if the rest has their length, else as a Zstandard frame |
//!
//! A page that begins with a byte 0 is one of [`listed`].
//!
//! Number columns: source; the id plus 1 if it is a number in plain decimal
//! digits, else 0; the size plus 1, or 0; the date's number, or 0; 1 for an MD5
//! plus 2 for a reported one; the code of the form; IMDb's number, that of the series,
//! season, episode, and the codes of the dates of registration and publication, each plus
//! 1, or 0. The texts are the values of all columns, in order of
//! their first appearance, each followed by a byte [`VALUE_END`], which no UTF-8
//! has.

use std::collections::HashMap;

use colophon_catalogue::Record;
use foldhash::fast::RandomState;

use super::coding::MAX_TEXT_BYTES;
use super::listed::{self, Listed};
use super::plain::{MAX_NUMBER, N_MORE, N_TEXTS, PlainRecord};
use crate::bits::{BitReader, BitWriter, MAX_WIDTH, width};
use crate::error::Error;
use crate::work::{put_varint, take_varint};

/// The largest number of records of a page.
pub(crate) const MAX_PAGE_RECORDS: usize = 1024;

/// The most bytes that the texts of a page have; a reader makes room for no more.
pub(crate) const MAX_PAGE_TEXT: usize = 1 << 16;
const _: () = assert!(MAX_TEXT_BYTES <= MAX_PAGE_TEXT);

/// Ends each value of a text column.
pub(crate) const VALUE_END: u8 = 0xff;

/// The place of the identifiers among the text columns.
const IDENTIFIERS: usize = 9;

/// The value of identifiers that are the record's own id, which is a number: in a list
/// of ISBNs all are. No UTF-8 has this byte.
const SAME_AS_ID: &[u8] = &[0xfe];

/// Texts shorter than this are not compressed. Not fitted; an index's bytes depend
/// on it.
const MIN_COMPRESSED: usize = 512;

/// The effort of the compressor: against level 1 it saves a tenth of an index of papers
/// and costs no time, since other threads are waited for; higher levels save a hundredth
/// more (decision 14). An index's bytes depend on it.
const LEVEL: i32 = 6;

const N_NUMBERS: usize = 6 + N_MORE;
const SOURCE: usize = 0;
const ID: usize = 1;
const SIZE: usize = 2;
const ADDED: usize = 3;
const DIGESTS: usize = 4;
const FORM: usize = 5;
const MORE: usize = 6;

/// Writes pages of records.
pub(crate) struct PageWriter {
    zstd: zstd::bulk::Compressor<'static>,
    bits: BitWriter,
    values: Vec<u64>,
    texts: Vec<u8>,
    compressed: Vec<u8>,
    indexes: [Vec<u32>; N_TEXTS],
}

impl PageWriter {
    /// Makes a writer that compresses with a dictionary; without one if it is empty.
    pub(crate) fn new(dictionary: &[u8]) -> Result<Self, Error> {
        use zstd::zstd_safe::CParameter;
        let mut zstd = zstd::bulk::Compressor::with_dictionary(LEVEL, dictionary)?;
        // The page has its own length, and its dictionary is known.
        for parameter in [
            CParameter::ContentSizeFlag(false),
            CParameter::ChecksumFlag(false),
            CParameter::DictIdFlag(false),
        ] {
            zstd.set_parameter(parameter)?;
        }
        Ok(Self {
            zstd,
            bits: BitWriter::default(),
            values: Vec::new(),
            texts: Vec::new(),
            compressed: Vec::new(),
            indexes: [const { Vec::new() }; N_TEXTS],
        })
    }

    /// Writes all `records` as one page. Their texts have at most [`MAX_PAGE_TEXT`]
    /// bytes.
    pub(crate) fn write(&mut self, records: &[PlainRecord<'_>]) -> Result<Vec<u8>, Error> {
        let mut page = Vec::with_capacity(8192);
        put_varint(records.len() as u64, &mut page);
        self.bits.clear();
        for column in 0..N_NUMBERS {
            self.values.clear();
            self.values
                .extend(records.iter().map(|record| number(record, column)));
            let least = self.values.iter().copied().min().unwrap_or(0);
            let most = self.values.iter().copied().max().unwrap_or(0);
            let width = width(most - least);
            put_varint(least, &mut page);
            page.push(width.to_le_bytes()[0]);
            for value in &self.values {
                self.bits.binary(value - least, width);
            }
        }
        collect(records, &mut self.texts, &mut self.indexes, &mut page);
        put_varint(self.texts.len() as u64, &mut page);
        for indexes in &self.indexes {
            let width = width(indexes.iter().copied().max().unwrap_or(0).into());
            for &index in indexes {
                self.bits.binary(index.into(), width);
            }
        }
        self.bits.align();
        page.extend_from_slice(&self.bits.bytes);
        for md5 in records.iter().filter_map(|record| record.md5) {
            page.extend_from_slice(&md5);
        }
        for md5 in records.iter().filter_map(|record| record.md5_reported) {
            page.extend_from_slice(&md5);
        }
        if self.texts.len() >= MIN_COMPRESSED {
            self.compressed.clear();
            let bound = zstd::zstd_safe::compress_bound(self.texts.len());
            self.compressed.reserve(bound);
            self.zstd
                .compress_to_buffer(&self.texts, &mut self.compressed)?;
            if self.compressed.len() < self.texts.len() {
                page.extend_from_slice(&self.compressed);
                return Ok(page);
            }
        }
        page.extend_from_slice(&self.texts);
        Ok(page)
    }
}

/// Collects the distinct values of all text columns, appends their numbers to the
/// page, and notes each record's index in columns that need one.
fn collect<'a>(
    records: &[PlainRecord<'a>],
    texts: &mut Vec<u8>,
    indexes: &mut [Vec<u32>; N_TEXTS],
    page: &mut Vec<u8>,
) {
    texts.clear();
    let mut known: HashMap<&'a [u8], u32, RandomState> = HashMap::default();
    for (column, indexes) in indexes.iter_mut().enumerate() {
        known.clear();
        indexes.clear();
        let mut before: Option<(&[u8], u32)> = None;
        for record in records {
            let value = stored(record, column);
            let index = match before {
                Some((same, index)) if same == value => index,
                _ => {
                    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                    *known.entry(value).or_insert_with(|| {
                        texts.extend_from_slice(value);
                        texts.push(VALUE_END);
                        next
                    })
                }
            };
            before = Some((value, index));
            indexes.push(index);
        }
        put_varint(known.len() as u64, page);
        if known.len() == records.len() {
            indexes.clear();
        }
    }
}

/// Returns a record's value in a text column as a page has it. An id that is a number
/// is in the number columns, and identifiers that repeat it are [`SAME_AS_ID`].
pub(crate) fn stored<'a>(record: &PlainRecord<'a>, column: usize) -> &'a [u8] {
    let value = record.texts.get(column).copied().unwrap_or_default();
    let [id, ..] = record.texts;
    match column {
        0 if plain_number(id).is_some() => b"",
        IDENTIFIERS if value == id && plain_number(id).is_some() => SAME_AS_ID,
        _ => value,
    }
}

/// Returns a record's value in a number column.
fn number(record: &PlainRecord<'_>, column: usize) -> u64 {
    match column {
        SOURCE => record.source.into(),
        ID => plain_number(record.texts[0]).map_or(0, |n| n + 1),
        SIZE => record
            .size_bytes
            .filter(|&size| size < MAX_NUMBER)
            .map_or(0, |size| size + 1),
        ADDED => record.added.unwrap_or(0).into(),
        DIGESTS => u64::from(record.md5.is_some()) | u64::from(record.md5_reported.is_some()) << 1,
        FORM => record.form.into(),
        _ => {
            let more = record.more.get(column - MORE).copied().flatten();
            more.map_or(0, |n| n + 1)
        }
    }
}

/// Reads a number below [`MAX_NUMBER`] from its one plain spelling in digits.
fn plain_number(digits: &[u8]) -> Option<u64> {
    let is_plain = match digits {
        [b'0'] => true,
        [] | [b'0', ..] => false,
        _ => digits.len() <= 17 && digits.iter().all(u8::is_ascii_digit),
    };
    let text = std::str::from_utf8(digits).ok().filter(|_| is_plain)?;
    text.parse().ok().filter(|&n| n < MAX_NUMBER)
}

/// A page that was read.
pub(crate) enum Page {
    /// Records in columns.
    Columns(Box<Columns>),
    /// Records that are a DOI alone.
    Listed(Vec<Listed>),
}

impl Page {
    /// Reads a page.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if it is not in the form that a builder
    /// gives it. Whether texts are UTF-8 is checked where they are used.
    pub(crate) fn read(
        page: &[u8],
        zstd: &mut zstd::bulk::Decompressor<'_>,
    ) -> Result<Self, Error> {
        if listed::is_listed(page) {
            return Ok(Self::Listed(listed::read(page)?));
        }
        Ok(Self::Columns(Box::new(Columns::read(page, zstd)?)))
    }

    /// Returns the number of records, at least 1.
    pub(crate) fn n_records(&self) -> usize {
        match self {
            Self::Columns(columns) => columns.n,
            Self::Listed(records) => records.len(),
        }
    }

    /// Returns the record at a position in the page, counted from 0.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if there is none, one of its texts is
    /// not UTF-8, or its date does not exist.
    pub(crate) fn record(&self, n: usize) -> Result<Record, Error> {
        match self {
            Self::Columns(columns) => columns.record(n),
            Self::Listed(records) => {
                let missing = || Error::damaged("a record is missing");
                let &(hash, source) = records.get(n).ok_or_else(missing)?;
                Ok(Record {
                    source,
                    listed_doi: Some(hash),
                    ..Record::default()
                })
            }
        }
    }
}

/// A page of records in columns.
pub(crate) struct Columns {
    n: usize,
    numbers: [Vec<u64>; N_NUMBERS],
    md5s: Vec<Option<[u8; 16]>>,
    reported: Vec<Option<[u8; 16]>>,
    /// For each text column the position of its first value among all, and the
    /// indexes unless all records have different values.
    by_column: [(usize, Option<Vec<u32>>); N_TEXTS],
    texts: Vec<u8>,
    /// The end of each value in the texts.
    ends: Vec<u32>,
}

impl Columns {
    fn read(mut page: &[u8], zstd: &mut zstd::bulk::Decompressor<'_>) -> Result<Self, Error> {
        let varint =
            |page: &mut &[u8]| take_varint(page).ok_or_else(|| wrong("with a number cut short"));
        let n = small(varint(&mut page)?, MAX_PAGE_RECORDS)?;
        if n == 0 {
            return Err(wrong("without records"));
        }
        let mut heads = [(0, 0); N_NUMBERS];
        for (least, width) in &mut heads {
            *least = varint(&mut page)?;
            *width = (*page
                .split_off_first()
                .ok_or_else(|| wrong("that is cut short"))?)
            .into();
            if *least > MAX_NUMBER || *width > MAX_WIDTH {
                return Err(wrong("with impossible numbers"));
            }
        }
        let mut n_values = [0; N_TEXTS];
        for column in &mut n_values {
            *column = small(varint(&mut page)?, n)?;
            if *column == 0 {
                return Err(wrong("with a column without values"));
            }
        }
        let n_text_bytes = small(varint(&mut page)?, MAX_PAGE_TEXT)?;

        let mut bits = BitReader::new(page);
        let mut numbers = [const { Vec::new() }; N_NUMBERS];
        for (column, (least, width)) in numbers.iter_mut().zip(heads) {
            column.reserve_exact(n);
            for _ in 0..n {
                column.push(least + bits.binary(width)?);
            }
        }
        let mut by_column = [const { (0, None) }; N_TEXTS];
        let mut n_all = 0;
        for (column, n_values) in by_column.iter_mut().zip(n_values) {
            column.0 = n_all;
            n_all += n_values;
            if n_values < n {
                column.1 = Some(read_indexes(&mut bits, n, n_values)?);
            }
        }
        bits.align()?;
        let mut rest = bits.rest();
        let md5s = read_digests(&mut rest, &numbers[DIGESTS], 1)?;
        let reported = read_digests(&mut rest, &numbers[DIGESTS], 2)?;
        let texts = if rest.len() == n_text_bytes {
            rest.to_vec()
        } else {
            let mut texts = Vec::with_capacity(n_text_bytes);
            // Only as much as the capacity is written.
            zstd.decompress_to_buffer(rest, &mut texts)
                .map_err(|_| wrong("whose texts cannot be decompressed"))?;
            texts
        };
        let mut ends = Vec::with_capacity(n_all);
        for (at, &byte) in (0..).zip(&texts) {
            if byte == VALUE_END {
                ends.push(at);
            }
        }
        if texts.len() != n_text_bytes || ends.len() != n_all || texts.last() != Some(&VALUE_END) {
            return Err(wrong("whose texts do not match its header"));
        }
        let page = Self {
            n,
            numbers,
            md5s,
            reported,
            by_column,
            texts,
            ends,
        };
        page.check()?;
        Ok(page)
    }

    /// Checks what every record relies on.
    fn check(&self) -> Result<(), Error> {
        let is_right = self.numbers[SOURCE].iter().all(|&n| n <= u16::MAX.into())
            && self.numbers[ID].iter().all(|&n| n <= MAX_NUMBER)
            && self.numbers[SIZE].iter().all(|&n| n <= MAX_NUMBER)
            && self.numbers[ADDED].iter().all(|&n| n <= u32::MAX.into())
            && self.numbers[DIGESTS].iter().all(|&n| n <= 3)
            && self.numbers[FORM].iter().all(|&n| n <= u8::MAX.into())
            && self.numbers[MORE..]
                .iter()
                .all(|column| column.iter().all(|&n| n <= MAX_NUMBER))
            && (0..self.n).all(|n| self.numbers[ID][n] == 0 || self.value(0, n).is_empty());
        if is_right {
            Ok(())
        } else {
            Err(wrong("with impossible numbers"))
        }
    }

    fn value(&self, column: usize, n: usize) -> &[u8] {
        let Some((first, indexes)) = self.by_column.get(column) else {
            return b"";
        };
        let at = first
            + match indexes {
                Some(indexes) => indexes.get(n).map_or(0, |&index| index as usize),
                None => n,
            };
        let start = match at.checked_sub(1).and_then(|before| self.ends.get(before)) {
            Some(&end) => end as usize + 1,
            None => 0,
        };
        let end = self.ends.get(at).map_or(0, |&end| end as usize);
        self.texts.get(start..end).unwrap_or_default()
    }

    fn record(&self, n: usize) -> Result<Record, Error> {
        if n >= self.n {
            return Err(Error::damaged("a record is missing"));
        }
        let mut texts = [&b""[..]; N_TEXTS];
        for (column, text) in texts.iter_mut().enumerate() {
            *text = self.value(column, n);
        }
        let id = self.numbers[ID][n].checked_sub(1).map(|id| id.to_string());
        if let Some(id) = &id {
            texts[0] = id.as_bytes();
            if texts[IDENTIFIERS] == SAME_AS_ID {
                texts[IDENTIFIERS] = id.as_bytes();
            }
        }
        PlainRecord {
            source: u16::try_from(self.numbers[SOURCE][n]).unwrap_or(u16::MAX),
            md5: self.md5s[n],
            md5_reported: self.reported[n],
            size_bytes: self.numbers[SIZE][n].checked_sub(1),
            added: u32::try_from(self.numbers[ADDED][n])
                .ok()
                .filter(|&day| day > 0),
            form: u8::try_from(self.numbers[FORM][n]).unwrap_or(u8::MAX),
            more: std::array::from_fn(|column| self.numbers[MORE + column][n].checked_sub(1)),
            texts,
            ..PlainRecord::default()
        }
        .to_record()
    }
}

fn read_indexes(bits: &mut BitReader<&[u8]>, n: usize, n_values: usize) -> Result<Vec<u32>, Error> {
    let width = width(n_values as u64 - 1);
    let mut indexes = Vec::with_capacity(n);
    for _ in 0..n {
        let index = bits.binary(width)?;
        if index >= n_values as u64 {
            return Err(wrong("with a value that is not there"));
        }
        indexes.push(u32::try_from(index).unwrap_or(0));
    }
    Ok(indexes)
}

fn read_digests(
    rest: &mut &[u8],
    flags: &[u64],
    flag: u64,
) -> Result<Vec<Option<[u8; 16]>>, Error> {
    flags
        .iter()
        .map(|flags| {
            if flags & flag == 0 {
                return Ok(None);
            }
            let bytes = rest.split_off(..16).and_then(|bytes| bytes.first_chunk());
            match bytes {
                Some(bytes) => Ok(Some(*bytes)),
                None => Err(wrong("that is cut short")),
            }
        })
        .collect()
}

fn small(n: u64, max: usize) -> Result<usize, Error> {
    match usize::try_from(n) {
        Ok(n) if n <= max => Ok(n),
        _ => Err(wrong("with impossible numbers")),
    }
}

fn wrong(how: &str) -> Error {
    Error::damaged(format!("a page of records {how}"))
}
