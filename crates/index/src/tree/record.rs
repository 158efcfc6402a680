//! The values of a row (SQLite's file format, section 2.1).

use std::ops::{Deref, Range};

use super::wrong;
use crate::error::Error;
use crate::pages::Page;

/// Reads a varint: seven bits a byte, the most significant first, and eight in a
/// ninth byte.
#[inline]
pub(super) fn varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut n = 0;
    for place in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if place == 8 {
            return Some(n << 8 | u64::from(byte));
        }
        n = n << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            break;
        }
    }
    Some(n)
}

/// Some bytes, in a page or of their own.
#[derive(Clone)]
pub(super) enum Bytes {
    InPage(Page, Range<usize>),
    Own(Vec<u8>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::InPage(page, range) => page.get(range.clone()).unwrap_or_default(),
            Self::Own(bytes) => bytes,
        }
    }
}

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column<'a> {
    Null,
    Integer(i64),
    Text(&'a str),
    Blob(&'a [u8]),
}

impl<'a> Column<'a> {
    pub(crate) fn integer(self) -> Result<u64, Error> {
        match self {
            Self::Integer(n) => u64::try_from(n).map_err(|_| Error::damaged("a number below 0")),
            _ => Err(wrong_type()),
        }
    }

    pub(crate) fn text(self) -> Result<&'a str, Error> {
        match self {
            Self::Text(text) => Ok(text),
            _ => Err(wrong_type()),
        }
    }

    pub(crate) fn blob(self) -> Result<&'a [u8], Error> {
        match self {
            Self::Blob(bytes) => Ok(bytes),
            _ => Err(wrong_type()),
        }
    }
}

pub(super) fn wrong_type() -> Error {
    Error::damaged("a value of a wrong type")
}

/// The values of a row, as the file has them.
pub(crate) struct Record {
    bytes: Bytes,
    /// The length of the head, which says of what types the values are.
    head: usize,
    /// Where the types begin.
    types: usize,
}

impl Record {
    pub(super) fn new(bytes: Bytes) -> Result<Self, Error> {
        let mut types = 0;
        let head = varint(&bytes, &mut types)
            .and_then(|head| usize::try_from(head).ok())
            .filter(|&head| types <= head && head <= bytes.len())
            .ok_or_else(wrong)?;
        Ok(Self { bytes, head, types })
    }

    /// Returns the first `N` values.
    pub(crate) fn columns<const N: usize>(&self) -> Result<[Column<'_>; N], Error> {
        let mut columns = [Column::Null; N];
        let (mut at, mut end) = (self.types, self.head);
        let head = self.bytes.get(..self.head).unwrap_or_default();
        for column in &mut columns {
            let kind = varint(head, &mut at).ok_or_else(wrong)?;
            let start = end;
            let length = match kind {
                0 | 8 | 9 => 0,
                1..=4 => kind,
                5 => 6,
                6 => 8,
                12.. => (kind - 12) / 2,
                _ => return Err(wrong_type()),
            };
            end = usize::try_from(length)
                .ok()
                .and_then(|length| start.checked_add(length))
                .ok_or_else(wrong)?;
            let bytes = self.bytes.get(start..end).ok_or_else(wrong)?;
            *column = match kind {
                0 => Column::Null,
                1..=6 => Column::Integer(integer(bytes)),
                8 => Column::Integer(0),
                9 => Column::Integer(1),
                _ if kind % 2 == 0 => Column::Blob(bytes),
                _ => Column::Text(
                    std::str::from_utf8(bytes)
                        .map_err(|_| Error::damaged("a text that is not UTF-8"))?,
                ),
            };
        }
        if at != self.head || end != self.bytes.len() {
            return Err(Error::damaged("a row with another number of values"));
        }
        Ok(columns)
    }
}

/// Reads a big-endian number with a sign.
fn integer(bytes: &[u8]) -> i64 {
    let sign = bytes.first().is_some_and(|&byte| byte >= 0x80);
    let start = if sign { -1 } else { 0 };
    bytes
        .iter()
        .fold(start, |n: i64, &byte| n << 8 | i64::from(byte))
}
