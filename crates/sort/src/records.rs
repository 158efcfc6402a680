//! Sorting records that all have the same size.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use crate::MIN_BUFFER_BYTES;

/// The largest chunk; four million packed postings sort in about 0.1 s.
const MAX_CHUNK_BYTES: usize = 32 << 20;

/// A record of a fixed size, which can be written to a temporary file.
pub trait Fixed: Copy + Ord {
    /// The number of bytes of a record.
    const N_BYTES: usize;
    /// Appends the record's [`Fixed::N_BYTES`] bytes.
    fn write(self, out: &mut Vec<u8>);
    /// Reads a record from exactly [`Fixed::N_BYTES`] bytes.
    fn read(bytes: &[u8]) -> Self;
}

macro_rules! fixed_integer {
    ($type:ty) => {
        impl Fixed for $type {
            const N_BYTES: usize = size_of::<$type>();
            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn read(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default())
            }
        }
    };
}
fixed_integer!(u64);
fixed_integer!(u128);

impl<const N: usize> Fixed for [u8; N] {
    const N_BYTES: usize = N;
    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self);
    }
    fn read(bytes: &[u8]) -> Self {
        bytes.first_chunk().copied().unwrap_or([0; N])
    }
}

/// Takes records in any order.
pub struct Sorter<R> {
    path: PathBuf,
    allowance: usize,
    chunk_len: usize,
    chunk: Vec<R>,
    in_memory: Vec<Vec<R>>,
    in_file: Vec<(u64, usize)>,
    file: Option<File>,
    file_len: u64,
    len: u64,
}

impl<R: Fixed> Sorter<R> {
    /// Makes a sorter that uses about `allowance` bytes of memory and, if that is not
    /// enough, a new file at `path`.
    ///
    /// The file must not exist yet.
    pub fn new(path: PathBuf, allowance: usize) -> Self {
        Self {
            path,
            allowance,
            chunk_len: ((allowance / 4).min(MAX_CHUNK_BYTES) / size_of::<R>()).max(16),
            chunk: Vec::new(),
            in_memory: Vec::new(),
            in_file: Vec::new(),
            file: None,
            file_len: 0,
            len: 0,
        }
    }

    /// Returns the number of records pushed.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Returns whether nothing was pushed.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Takes a record.
    ///
    /// # Errors
    ///
    /// Those of writing to the temporary file, after which the sorter can no longer
    /// be used.
    pub fn push(&mut self, record: R) -> io::Result<()> {
        if self.chunk.len() == self.chunk_len {
            self.end_chunk()?;
        }
        if self.chunk.capacity() == 0 {
            self.chunk.reserve_exact(self.chunk_len.min(1 << 16));
        }
        self.chunk.push(record);
        self.len += 1;
        Ok(())
    }

    fn end_chunk(&mut self) -> io::Result<()> {
        self.chunk.sort_unstable();
        let n_kept = self.in_memory.len() + 1;
        if n_kept * self.chunk_len * size_of::<R>() <= self.allowance / 2 {
            self.in_memory.push(std::mem::take(&mut self.chunk));
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(crate::create(&self.path)?),
        };
        let mut bytes = Vec::with_capacity(R::N_BYTES * self.chunk.len().min(1 << 14));
        for part in self.chunk.chunks(1 << 14) {
            bytes.clear();
            for record in part {
                record.write(&mut bytes);
            }
            file.write_all(&bytes)?;
        }
        self.in_file.push((self.file_len, self.chunk.len()));
        self.file_len += (self.chunk.len() * R::N_BYTES) as u64;
        self.chunk.clear();
        Ok(())
    }

    /// Returns all records in order, equal ones as often as they were pushed.
    ///
    /// # Errors
    ///
    /// Those of reading the temporary file.
    pub fn merge(mut self) -> io::Result<Merge<R>> {
        self.chunk.sort_unstable();
        let mut runs: Vec<Run<R>> = Vec::new();
        self.in_memory.push(std::mem::take(&mut self.chunk));
        runs.extend(self.in_memory.drain(..).map(|records| Run::Memory {
            records: records.into_iter(),
        }));
        let buffer = (self.allowance / 4)
            .checked_div(self.in_file.len())
            .unwrap_or(0)
            .max(MIN_BUFFER_BYTES)
            / R::N_BYTES;
        runs.extend(self.in_file.iter().map(|&(at, n_left)| Run::File {
            at,
            n_left,
            buffer_len: buffer.max(1),
            records: Vec::new(),
            next: 0,
        }));
        let mut merge = Merge {
            file: self.file,
            heap: BinaryHeap::with_capacity(runs.len()),
            runs,
        };
        for (n, run) in merge.runs.iter_mut().enumerate() {
            if let Some(record) = run.next(&mut merge.file)? {
                merge.heap.push(Reverse((record, n)));
            }
        }
        Ok(merge)
    }
}

/// All records of a [`Sorter`] in order.
pub struct Merge<R> {
    file: Option<File>,
    runs: Vec<Run<R>>,
    heap: BinaryHeap<Reverse<(R, usize)>>,
}

impl<R: Fixed> Merge<R> {
    /// Returns the next record, or `None` after the last.
    ///
    /// # Errors
    ///
    /// Those of reading the temporary file.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator of results would continue after an error"
    )]
    pub fn next(&mut self) -> io::Result<Option<R>> {
        let Some(mut top) = self.heap.peek_mut() else {
            return Ok(None);
        };
        let Reverse((record, n)) = *top;
        let following = match self.runs.get_mut(n) {
            Some(run) => run.next(&mut self.file)?,
            None => None,
        };
        match following {
            Some(following) => *top = Reverse((following, n)),
            None => {
                PeekMut::pop(top);
            }
        }
        Ok(Some(record))
    }
}

enum Run<R> {
    Memory {
        records: std::vec::IntoIter<R>,
    },
    File {
        at: u64,
        n_left: usize,
        buffer_len: usize,
        records: Vec<R>,
        next: usize,
    },
}

impl<R: Fixed> Run<R> {
    #[inline]
    fn next(&mut self, file: &mut Option<File>) -> io::Result<Option<R>> {
        match self {
            Self::Memory { records } => Ok(records.next()),
            Self::File {
                at,
                n_left,
                buffer_len,
                records,
                next,
            } => {
                if *next == records.len() {
                    let (Some(file), true) = (file, *n_left > 0) else {
                        return Ok(None);
                    };
                    let n = (*n_left).min(*buffer_len);
                    let mut bytes = vec![0; n * R::N_BYTES];
                    file.seek(SeekFrom::Start(*at))?;
                    file.read_exact(&mut bytes)?;
                    records.clear();
                    records.extend(bytes.chunks_exact(R::N_BYTES).map(R::read));
                    *at += bytes.len() as u64;
                    *n_left -= n;
                    *next = 0;
                }
                let record = records.get(*next).copied();
                *next += 1;
                Ok(record)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted<R: Fixed>(records: &[R], allowance: usize) -> Vec<R> {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::new(folder.path().join("runs"), allowance);
        for &record in records {
            sorter.push(record).unwrap();
        }
        assert_eq!(sorter.len(), records.len() as u64);
        let mut merge = sorter.merge().unwrap();
        let mut out = Vec::new();
        while let Some(record) = merge.next().unwrap() {
            out.push(record);
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_result_is_sorted_whatever_the_allowance(
            records in prop::collection::vec(any::<u64>(), 0..5_000),
            allowance in prop::sample::select(vec![0_usize, 1_000, 20_000, 1 << 20]),
        ) {
            let mut expected = records.clone();
            expected.sort_unstable();
            prop_assert_eq!(sorted(&records, allowance), expected);
        }

        #[test]
        fn byte_records_survive_the_file(
            records in prop::collection::vec(any::<[u8; 37]>(), 0..300),
        ) {
            let mut expected = records.clone();
            expected.sort_unstable();
            prop_assert_eq!(sorted(&records, 0), expected);
        }
    }
}
