//! Bringing together rows that belong together, in bounded memory.

use std::io;

use colophon_sort::{StringMerge, StringSorter};
use tempfile::TempDir;

use super::model::{Memory, OnPiece};
use crate::error::Error;

/// After how many rows the caller is asked again whether to continue.
const N_BETWEEN: u64 = 1024;

/// Called with a row: its number, its tag, and the bytes that were pushed.
type OnRow<'r> = &'r mut dyn FnMut(u64, u8, &[u8]) -> Result<(), Error>;

/// Takes rows in any order and returns them by number; rows of one number are
/// ordered by tag, and then as they came.
pub(super) struct Join {
    sorter: StringSorter,
    /// Holds the sorter's files, and is removed after it.
    folder: TempDir,
}

impl Join {
    /// Makes an empty one that may use one of `n_shares` shares of the memory.
    pub(super) fn new(memory: Memory<'_>, n_shares: usize) -> Result<Self, Error> {
        let folder = tempfile::Builder::new()
            .prefix("rows-")
            .tempdir_in(memory.scratch)
            .map_err(Error::of_scratch)?;
        let path = folder.path().join("sorted");
        Ok(Self {
            sorter: StringSorter::new(path, memory.n_bytes / n_shares),
            folder,
        })
    }

    /// Takes a row.
    pub(super) fn push(&mut self, number: u64, tag: u8, row: &[u8]) -> Result<(), Error> {
        let mut key = [0; 9];
        key[..8].copy_from_slice(&number.to_be_bytes());
        key[8] = tag;
        self.sorter.push(&key, row).map_err(Error::of_scratch)
    }

    /// Calls `on_row` with every row in order.
    pub(super) fn for_each(self, on_piece: OnPiece<'_>, on_row: OnRow<'_>) -> Result<(), Error> {
        let Self { sorter, folder } = self;
        let mut rows: StringMerge = sorter.merge().map_err(Error::of_scratch)?;
        let mut n = 0_u64;
        while let Some((key, row)) = rows.next().map_err(Error::of_scratch)? {
            let Some((&number, &[tag])) = key.split_first_chunk() else {
                return Err(io::Error::from(io::ErrorKind::InvalidData).into());
            };
            on_row(u64::from_be_bytes(number), tag, row)?;
            n += 1;
            if n.is_multiple_of(N_BETWEEN) && on_piece().is_break() {
                return Err(Error::cancelled());
            }
        }
        drop(rows);
        folder.close().map_err(Error::of_scratch)
    }
}
