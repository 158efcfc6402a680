//! The Copyright Office's records as MARC 21 in its exchange format.
//!
//! Source: ISO 2709, and MARC 21 Specifications for Record Structure (Library of Congress):
//! a leader of 24 bytes, a directory of 12 for each field, the fields. Every number is
//! checked before it is used: a record whose directory does not fit is skipped and counted.

use super::ansel;
use super::work::Work;
use crate::dump::collect::Collector;
use crate::dump::sql::Window;
use crate::error::{Error, ErrorKind};

const LEADER: usize = 24;

/// The length of an entry of the directory.
const ENTRY: usize = 12;

const END_OF_RECORD: u8 = 0x1D;
const END_OF_FIELD: u8 = 0x1E;
const SUBFIELD: u8 = 0x1F;

/// The place in the leader that says whether the text is UTF-8.
const CODING: usize = 9;

/// Returns whether bytes begin with the leader of a record.
pub(super) fn is_leader(head: &[u8]) -> bool {
    let Some(leader) = head.first_chunk::<LEADER>() else {
        return false;
    };
    let is_number = |digits: &[u8]| digits.iter().all(u8::is_ascii_digit);
    is_number(&leader[..5]) && is_number(&leader[12..17]) && &leader[10..12] == b"22"
}

/// Reads records.
pub(super) fn read(
    window: &mut Window<'_>,
    source: u16,
    collector: &mut Collector<'_>,
) -> Result<(), Error> {
    loop {
        let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
        let piece = window.piece()?;
        if piece.is_empty() {
            return Ok(());
        }
        let n_blank = piece.iter().take_while(|byte| blank(byte)).count();
        if n_blank > 0 {
            window.pass(n_blank);
            continue;
        }
        let head = window.ahead(LEADER)?;
        let len = len_of(head).filter(|_| is_leader(head));
        let Some(len) = len.filter(|len| *len > LEADER) else {
            if head.len() < LEADER && head.iter().take(5).all(u8::is_ascii_digit) {
                return Err(window.truncated("a record"));
            }
            collector.skip("damaged MARC records", 1);
            pass_record(window)?;
            continue;
        };
        let bytes = window.ahead(len)?;
        match bytes.get(..len) {
            Some(record) if record.last() == Some(&END_OF_RECORD) => {
                match work(record, collector) {
                    Some(work) => work.pass(source, collector)?,
                    None => collector.skip("damaged MARC records", 1),
                }
                window.pass(len);
            }
            None if !bytes.contains(&END_OF_RECORD) => {
                let message = format!(
                    "the file ends in the middle of a MARC record: {} of {len} bytes are there",
                    bytes.len()
                );
                let error = Error::new(ErrorKind::Truncated, message);
                return Err(error.at_byte(window.offset()));
            }
            _ => {
                // Its length is wrong.
                collector.skip("damaged MARC records", 1);
                pass_record(window)?;
            }
        }
    }
}

/// Returns the length that a leader states.
fn len_of(leader: &[u8]) -> Option<usize> {
    digits(leader.get(..5)?)
}

fn digits(digits: &[u8]) -> Option<usize> {
    digits.iter().try_fold(0, |n: usize, digit| {
        let is_digit = digit.is_ascii_digit();
        is_digit.then(|| n * 10 + usize::from(digit - b'0'))
    })
}

/// Passes everything up to the end of a record.
fn pass_record(window: &mut Window<'_>) -> Result<(), Error> {
    loop {
        let piece = window.piece()?;
        let (n, is_end) = match memchr::memchr(END_OF_RECORD, piece) {
            Some(end) => (end + 1, true),
            None => (piece.len(), piece.is_empty()),
        };
        window.pass(n);
        if is_end {
            return Ok(());
        }
    }
}

/// Reads a record; `None` if its parts do not fit together.
fn work(record: &[u8], collector: &mut Collector<'_>) -> Option<Work> {
    let base = digits(record.get(12..17)?)?;
    let directory = record.get(LEADER..base)?;
    let directory = directory.strip_suffix(&[END_OF_FIELD])?;
    let fields = record.get(base..)?;
    let is_utf8 = record.get(CODING) == Some(&b'a');
    let mut work = Work::default();
    let mut text = |bytes: &[u8]| {
        if is_utf8 || bytes.is_ascii() || std::str::from_utf8(bytes).is_ok() {
            collector.text(bytes)
        } else {
            ansel::decoded(bytes).trim().to_owned()
        }
    };
    if directory.len() % ENTRY != 0 {
        return None;
    }
    for entry in directory.chunks_exact(ENTRY) {
        let tag = *entry.first_chunk::<3>()?;
        let (len, start) = (digits(&entry[3..7])?, digits(&entry[7..])?);
        let field = fields.get(start..start.checked_add(len)?)?;
        let field = field.strip_suffix(&[END_OF_FIELD]).unwrap_or(field);
        if !Work::takes(tag) {
            continue;
        }
        if tag < *b"010" {
            work.field(tag, 0, &text(field));
            continue;
        }
        // What is before the first subfield is two indicators.
        for subfield in field.split(|byte| *byte == SUBFIELD).skip(1) {
            if let Some((sub, value)) = subfield.split_first() {
                work.field(tag, *sub, &text(value));
            }
        }
    }
    Some(work)
}
