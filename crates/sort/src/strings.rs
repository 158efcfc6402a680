//! Sorting byte strings of any length, each with a payload.
//!
//! A chunk is one buffer of bytes and a list of places in it. The list has the
//! first eight bytes of each key, so most comparisons touch nothing else. In the
//! temporary file an entry is the length of its key, the length of its payload,
//! each in four bytes, and then the bytes of both.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use crate::MIN_BUFFER_BYTES;

/// The largest chunk; a bound, on which no figure depends.
const MAX_CHUNK_BYTES: usize = 32 << 20;

/// The largest number of entries in a chunk, which are sorted in about 0.1 s.
const MAX_CHUNK_LEN: usize = 400_000;

/// The number of bytes before those of an entry in the file.
const HEAD_BYTES: usize = 8;

/// An entry of a chunk.
#[derive(Clone, Copy)]
struct Place {
    /// The first eight bytes of the key, as a number that sorts like them.
    prefix: u64,
    at: u32,
    key_len: u32,
    payload_len: u32,
}

/// Entries, and the bytes of their keys and payloads.
#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

impl Chunk {
    fn n_bytes(&self) -> usize {
        self.bytes.len() + self.places.len() * size_of::<Place>()
    }

    fn key(&self, place: &Place) -> &[u8] {
        let at = place.at as usize;
        self.bytes
            .get(at..at + place.key_len as usize)
            .unwrap_or_default()
    }

    fn payload(&self, place: &Place) -> &[u8] {
        let at = place.at as usize + place.key_len as usize;
        self.bytes
            .get(at..at + place.payload_len as usize)
            .unwrap_or_default()
    }

    /// Sorts by key, and entries with the same key in the order in which they came.
    fn sort(&mut self) {
        let mut places = std::mem::take(&mut self.places);
        places.sort_unstable_by(|a, b| {
            a.prefix
                .cmp(&b.prefix)
                .then_with(|| self.key(a).cmp(self.key(b)))
                .then_with(|| {
                    (a.at, a.key_len, a.payload_len).cmp(&(b.at, b.key_len, b.payload_len))
                })
        });
        self.places = places;
    }
}

/// Returns the first eight bytes of a key as a number that sorts like them.
fn prefix(key: &[u8]) -> u64 {
    if let Some(bytes) = key.first_chunk() {
        return u64::from_be_bytes(*bytes);
    }
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(key) {
        *to = *from;
    }
    u64::from_be_bytes(bytes)
}

/// Takes byte strings in any order, each with a payload.
///
/// They come back ordered by key, as bytes compare; entries with the same key come
/// in the order in which they were pushed. For an order that does not depend on
/// that, put everything into the key.
pub struct StringSorter {
    path: PathBuf,
    allowance: usize,
    chunk_bytes: usize,
    chunk: Chunk,
    in_memory: Vec<Chunk>,
    memory_bytes: usize,
    /// The start and end of each sorted chunk in the file. Chunks in memory are older.
    in_file: Vec<(u64, u64)>,
    file: Option<File>,
    file_len: u64,
    len: u64,
}

impl StringSorter {
    /// Makes a sorter that uses about `allowance` bytes of memory and, if that is not
    /// enough, a new file at `path`.
    ///
    /// The file must not exist yet. A string that is longer than the allowance is
    /// still accepted.
    pub fn new(path: PathBuf, allowance: usize) -> Self {
        Self {
            path,
            allowance,
            chunk_bytes: (allowance / 4).min(MAX_CHUNK_BYTES),
            chunk: Chunk::default(),
            in_memory: Vec::new(),
            memory_bytes: 0,
            in_file: Vec::new(),
            file: None,
            file_len: 0,
            len: 0,
        }
    }

    /// Returns the number of entries pushed.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Returns whether nothing was pushed.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Takes a key and its payload; either may be empty.
    ///
    /// # Errors
    ///
    /// Those of writing to the temporary file, after which the sorter can no longer
    /// be used; [`InvalidInput`](io::ErrorKind::InvalidInput) if the two are 1 GiB
    /// long or more.
    pub fn push(&mut self, key: &[u8], payload: &[u8]) -> io::Result<()> {
        if key.len().saturating_add(payload.len()) >= 1 << 30 {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let n_bytes = key.len() + payload.len() + size_of::<Place>();
        let is_full = self.chunk.places.len() >= MAX_CHUNK_LEN
            || self.chunk.n_bytes() + n_bytes > self.chunk_bytes;
        if is_full && !self.chunk.places.is_empty() {
            self.end_chunk()?;
        }
        // A chunk is at most MAX_CHUNK_BYTES long, or is a single entry.
        let at = u32::try_from(self.chunk.bytes.len()).map_err(io::Error::other)?;
        self.chunk.bytes.extend_from_slice(key);
        self.chunk.bytes.extend_from_slice(payload);
        self.chunk.places.push(Place {
            prefix: prefix(key),
            at,
            key_len: u32::try_from(key.len()).map_err(io::Error::other)?,
            payload_len: u32::try_from(payload.len()).map_err(io::Error::other)?,
        });
        self.len += 1;
        Ok(())
    }

    fn end_chunk(&mut self) -> io::Result<()> {
        self.chunk.sort();
        // Once a chunk is in the file all later ones go there, so the runs are in
        // the order of their entries.
        let n_bytes = self.chunk.n_bytes();
        if self.file.is_none() && self.memory_bytes + n_bytes <= self.allowance / 2 {
            self.memory_bytes += n_bytes;
            self.in_memory.push(std::mem::take(&mut self.chunk));
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(crate::create(&self.path)?),
        };
        let start = self.file_len;
        let mut out = Vec::with_capacity(1 << 16);
        for place in &self.chunk.places {
            out.extend_from_slice(&place.key_len.to_le_bytes());
            out.extend_from_slice(&place.payload_len.to_le_bytes());
            out.extend_from_slice(self.chunk.key(place));
            out.extend_from_slice(self.chunk.payload(place));
            if out.len() >= 1 << 16 {
                file.write_all(&out)?;
                self.file_len += out.len() as u64;
                out.clear();
            }
        }
        file.write_all(&out)?;
        self.file_len += out.len() as u64;
        self.in_file.push((start, self.file_len));
        self.chunk.bytes.clear();
        self.chunk.places.clear();
        Ok(())
    }

    /// Returns all entries in order.
    ///
    /// # Errors
    ///
    /// Those of reading the temporary file.
    pub fn merge(mut self) -> io::Result<StringMerge> {
        self.chunk.sort();
        let buffer_len = (self.allowance / 4)
            .checked_div(self.in_file.len())
            .unwrap_or(0)
            .max(MIN_BUFFER_BYTES);
        let mut runs: Vec<Run> = self.in_memory.drain(..).map(Run::memory).collect();
        runs.extend(self.in_file.iter().map(|&(at, end)| Run {
            source: Source::File(Stored {
                at,
                end,
                buffer: Vec::new(),
                buffer_len,
                next: 0,
            }),
            ..Run::default()
        }));
        runs.push(Run::memory(std::mem::take(&mut self.chunk)));
        let mut merge = StringMerge {
            file: self.file,
            heap: Vec::with_capacity(runs.len()),
            runs,
            is_started: false,
        };
        for n in 0..merge.runs.len() {
            if merge.runs[n].advance(&mut merge.file)? {
                merge.heap.push(n);
            }
        }
        for n in (0..merge.heap.len() / 2).rev() {
            merge.sift_down(n);
        }
        Ok(merge)
    }
}

/// All entries of a [`StringSorter`] in order.
pub struct StringMerge {
    file: Option<File>,
    runs: Vec<Run>,
    /// The numbers of the runs that are not at their end, as a binary heap: the run
    /// with the smallest key is at the front, and the key at `n` is not above those
    /// at `2 * n + 1` and `2 * n + 2`.
    heap: Vec<usize>,
    is_started: bool,
}

impl StringMerge {
    /// Returns the next key and its payload, or `None` after the last.
    ///
    /// # Errors
    ///
    /// Those of reading the temporary file.
    #[expect(
        clippy::should_implement_trait,
        reason = "the result is borrowed until the next call"
    )]
    pub fn next(&mut self) -> io::Result<Option<(&[u8], &[u8])>> {
        if self.is_started
            && let Some(&n) = self.heap.first()
        {
            if !self.runs[n].advance(&mut self.file)? {
                self.heap.swap_remove(0);
            }
            self.sift_down(0);
        }
        self.is_started = true;
        Ok(self.heap.first().map(|&n| self.runs[n].entry()))
    }

    /// Moves the run at a position of the heap down to where it belongs.
    fn sift_down(&mut self, mut at: usize) {
        loop {
            let mut least = at;
            for child in [2 * at + 1, 2 * at + 2] {
                if child < self.heap.len() && self.compare(child, least) == Ordering::Less {
                    least = child;
                }
            }
            if least == at {
                return;
            }
            self.heap.swap(at, least);
            at = least;
        }
    }

    fn compare(&self, a: usize, b: usize) -> Ordering {
        let (a, b) = (self.heap[a], self.heap[b]);
        let (run_a, run_b) = (&self.runs[a], &self.runs[b]);
        run_a
            .prefix
            .cmp(&run_b.prefix)
            .then_with(|| run_a.entry().0.cmp(run_b.entry().0))
            .then(a.cmp(&b))
    }
}

/// A sorted chunk, at one of its entries.
#[derive(Default)]
struct Run {
    source: Source,
    prefix: u64,
    /// The start and the end of the entry's key in the current bytes, and the end of
    /// its payload.
    entry: (usize, usize, usize),
}

enum Source {
    Memory { chunk: Chunk, next: usize },
    File(Stored),
}

impl Default for Source {
    fn default() -> Self {
        Self::Memory {
            chunk: Chunk::default(),
            next: 0,
        }
    }
}

impl Run {
    fn memory(chunk: Chunk) -> Self {
        Self {
            source: Source::Memory { chunk, next: 0 },
            ..Self::default()
        }
    }

    fn entry(&self) -> (&[u8], &[u8]) {
        let bytes = match &self.source {
            Source::Memory { chunk, .. } => &chunk.bytes,
            Source::File(stored) => &stored.buffer,
        };
        let (start, middle, end) = self.entry;
        (
            bytes.get(start..middle).unwrap_or_default(),
            bytes.get(middle..end).unwrap_or_default(),
        )
    }

    /// Moves on to the next entry; returns false if there is none.
    fn advance(&mut self, file: &mut Option<File>) -> io::Result<bool> {
        let (start, key_len, payload_len) = match (&mut self.source, file) {
            (Source::Memory { chunk, next }, _) => {
                let Some(place) = chunk.places.get(*next) else {
                    return Ok(false);
                };
                *next += 1;
                (
                    place.at as usize,
                    place.key_len as usize,
                    place.payload_len as usize,
                )
            }
            (Source::File(stored), Some(file)) => match stored.advance(file)? {
                Some(lengths) => lengths,
                None => return Ok(false),
            },
            (Source::File(_), None) => return Ok(false),
        };
        self.entry = (start, start + key_len, start + key_len + payload_len);
        self.prefix = prefix(self.entry().0);
        Ok(true)
    }
}

/// A sorted chunk in the file.
struct Stored {
    /// The position in the file of the first byte that is not in the buffer.
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    buffer_len: usize,
    /// The position in the buffer of the next entry.
    next: usize,
}

impl Stored {
    /// Moves on to the next entry, and returns the start of its key in the buffer and
    /// the lengths of key and payload.
    fn advance(&mut self, file: &mut File) -> io::Result<Option<(usize, usize, usize)>> {
        if self.at == self.end && self.next == self.buffer.len() {
            return Ok(None);
        }
        self.fill(file, HEAD_BYTES)?;
        let length = |from: usize| {
            let bytes = self.buffer.get(from..).and_then(<[u8]>::first_chunk);
            bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize)
        };
        let (key_len, payload_len) = (length(self.next), length(self.next + 4));
        self.fill(file, HEAD_BYTES + key_len + payload_len)?;
        let start = self.next + HEAD_BYTES;
        self.next = start + key_len + payload_len;
        Ok(Some((start, key_len, payload_len)))
    }

    /// Makes sure that `n` bytes of the next entry are in the buffer.
    fn fill(&mut self, file: &mut File, n: usize) -> io::Result<()> {
        if self.buffer.len() - self.next >= n {
            return Ok(());
        }
        self.buffer.drain(..self.next);
        self.next = 0;
        let have = self.buffer.len();
        let left = usize::try_from(self.end - self.at).map_err(io::Error::other)?;
        let wanted = (self.buffer_len.max(n) - have).min(left);
        self.buffer.resize(have + wanted, 0);
        file.seek(SeekFrom::Start(self.at))?;
        file.read_exact(&mut self.buffer[have..])?;
        self.at += wanted as u64;
        if self.buffer.len() < n {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Entry = (Vec<u8>, Vec<u8>);

    fn sorted(entries: &[Entry], allowance: usize) -> Vec<Entry> {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = StringSorter::new(folder.path().join("runs"), allowance);
        for (key, payload) in entries {
            sorter.push(key, payload).unwrap();
        }
        assert_eq!(sorter.len(), entries.len() as u64);
        let mut merge = sorter.merge().unwrap();
        let mut out = Vec::new();
        while let Some((key, payload)) = merge.next().unwrap() {
            out.push((key.to_vec(), payload.to_vec()));
        }
        assert!(merge.next().unwrap().is_none());
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn equal_keys_keep_their_order_whatever_the_allowance(
            // Few different bytes, so that keys repeat and are prefixes of others.
            keys in prop::collection::vec(prop::collection::vec(0_u8..3, 0..12), 0..600),
            allowance in prop::sample::select(vec![0_usize, 1_000, 20_000, 1 << 20]),
        ) {
            let entries: Vec<Entry> = keys
                .into_iter()
                .enumerate()
                .map(|(n, key)| (key, n.to_string().into_bytes()))
                .collect();
            let mut expected = entries.clone();
            expected.sort_by(|a, b| a.0.cmp(&b.0));
            prop_assert_eq!(sorted(&entries, allowance), expected);
        }

        #[test]
        fn long_strings_survive_the_file(
            lengths in prop::collection::vec((0_usize..20_000, 0_usize..9_000), 0..20),
        ) {
            let entries: Vec<Entry> = lengths
                .iter()
                .map(|&(key, payload)| (vec![key.to_le_bytes()[0]; key], vec![7; payload]))
                .collect();
            let mut expected = entries.clone();
            expected.sort_by(|a, b| a.0.cmp(&b.0));
            prop_assert_eq!(sorted(&entries, 0), expected);
        }
    }
}
