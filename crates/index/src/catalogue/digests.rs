//! Further digests of the files that records list.
//!
//! Few dumps have them, so they have their own table. A row of `record_digests` is
//! a page: `first` is the number of its first record, and its blob, at most
//! [`MAX_BLOB`] bytes, holds for each record: a varint of 4 times the number of
//! records since the one before (0 for the first) plus 1 if there is a SHA-1 and 2
//! if there is a SHA-256, and the digests in that order.

use super::RecordDigests;
use crate::error::Error;
use crate::schema::MAX_BLOB;
use crate::work::{put_varint, take_varint};

/// Gathers digests in pages.
#[derive(Default)]
pub(crate) struct DigestPages {
    first: u64,
    last: u64,
    page: Vec<u8>,
    entry: Vec<u8>,
}

impl DigestPages {
    /// Takes the digests of a record, whose number is above the one before.
    pub(crate) fn push(
        &mut self,
        number: u64,
        digests: &RecordDigests,
        sink: &mut impl FnMut(u64, &[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let flags = u64::from(digests.sha1.is_some()) | u64::from(digests.sha256.is_some()) << 1;
        self.entry.clear();
        if let Some(sha1) = digests.sha1 {
            self.entry.extend_from_slice(&sha1);
        }
        if let Some(sha256) = digests.sha256 {
            self.entry.extend_from_slice(&sha256);
        }
        // A varint of a number of records has at most five bytes.
        if self.page.len() + 5 + self.entry.len() > MAX_BLOB && !self.page.is_empty() {
            sink(self.first, &self.page)?;
            self.page.clear();
        }
        let mut gap = 0;
        if self.page.is_empty() {
            self.first = number;
        } else {
            gap = number - self.last;
        }
        put_varint(gap << 2 | flags, &mut self.page);
        self.page.extend_from_slice(&self.entry);
        self.last = number;
        Ok(())
    }

    /// Hands the last page to the sink.
    pub(crate) fn finish(
        self,
        sink: &mut impl FnMut(u64, &[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.page.is_empty() {
            return Ok(());
        }
        sink(self.first, &self.page)
    }
}

/// Reads a page, and calls `each` with the number and the digests of every
/// record.
pub(crate) fn read_page(
    first: u64,
    mut page: &[u8],
    n_records: u64,
    each: &mut dyn FnMut(u64, RecordDigests) -> Result<(), Error>,
) -> Result<(), Error> {
    let damaged = || Error::damaged("a malformed page of digests");
    if page.is_empty() || page.len() > MAX_BLOB {
        return Err(damaged());
    }
    let mut number = first;
    let mut is_first = true;
    while !page.is_empty() {
        let head = take_varint(&mut page).ok_or_else(damaged)?;
        number = number.saturating_add(head >> 2);
        if is_first != (head >> 2 == 0) || head.trailing_zeros() >= 2 || number >= n_records {
            return Err(damaged());
        }
        is_first = false;
        let mut digests = RecordDigests::default();
        if head & 1 != 0 {
            let bytes = page.split_off(..20).and_then(|bytes| bytes.first_chunk());
            digests.sha1 = Some(*bytes.ok_or_else(damaged)?);
        }
        if head & 2 != 0 {
            let bytes = page.split_off(..32).and_then(|bytes| bytes.first_chunk());
            digests.sha256 = Some(*bytes.ok_or_else(damaged)?);
        }
        each(number, digests)?;
    }
    Ok(())
}
