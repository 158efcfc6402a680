//! Collecting records: a thread sorts them while the caller reads on.
//!
//! Records are handed over in batches, as bytes. The thread works out each sort
//! key, which is most of the work, and keeps a sample of the records for the
//! dictionary: those with the smallest hashes, so the sample does not depend on the
//! order of the records.

use std::collections::BinaryHeap;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use colophon_catalogue::{Record, Source};
use colophon_sort::{Sorter, StringSorter};

use super::source::MAX_SOURCES;
use super::{RecordDigests, coding};
use crate::error::{Error, ErrorKind};
use crate::schema::MAX_RECORDS;
use crate::scratch::{self, Scratch};

/// The number of bytes that are handed over at a time, and of batches that may
/// wait; bounds, on which no figure depends.
const BATCH_BYTES: usize = 1 << 18;
const N_BATCHES: usize = 4;

/// The least and the largest number of records that a dictionary is made from, and the
/// number of all records for each of them in between. A larger dictionary pays only in
/// a larger index (decision 14). An index's bytes depend on them.
const LEAST_SAMPLE: usize = 6_000;
const MOST_SAMPLE: usize = 24_000;
const FOR_EACH: usize = 32;

/// The length of a record's former number.
pub(crate) const ORIGIN_BYTES: usize = 4;

/// A file's MD5, and other digests of the same file: flags as in
/// [`super::digests`], SHA-1, SHA-256, with zeros for a missing one.
pub(crate) type DigestRow = [u8; 69];

/// The part of a catalogue that was collected.
pub(crate) struct Catalogue {
    pub(crate) sources: Vec<Source>,
    pub(crate) n_records: u64,
    /// The number of records that are a DOI alone.
    pub(crate) n_listed: u64,
    /// One more than the largest number by which a record names a source.
    n_named: usize,
    /// Whether every record comes with its former number.
    has_origins: bool,
    pub(crate) digests: Sorter<DigestRow>,
    intake: Intake,
}

/// The records, in sorted chunks.
pub(crate) struct Sorted {
    pub(crate) records: StringSorter,
    /// A sample of the records as [`coding`] has them.
    pub(crate) sample: Vec<Vec<u8>>,
    /// Whether each record is followed by its former number, in four bytes.
    pub(crate) has_origins: bool,
}

impl Catalogue {
    /// Makes an empty catalogue, which uses about `allowance` bytes of memory.
    pub(crate) fn new(scratch: &Scratch, allowance: usize) -> Self {
        let digests = Sorter::new(scratch.path(scratch::RECORD_DIGESTS), allowance / 4);
        Self {
            sources: Vec::new(),
            n_records: 0,
            n_listed: 0,
            n_named: 0,
            has_origins: false,
            digests,
            intake: Intake::new(&scratch.path(scratch::RECORDS), allowance / 4 * 3),
        }
    }

    pub(crate) fn add_source(&mut self, source: Source) -> Result<u16, Error> {
        if self.sources.len() >= MAX_SOURCES {
            return Err(Error::new(
                ErrorKind::TooManyRecords,
                format!("an index holds at most {MAX_SOURCES} sources"),
            ));
        }
        self.sources.push(source);
        u16::try_from(self.sources.len() - 1)
            .map_err(|_| Error::new(ErrorKind::TooManyRecords, "too many sources"))
    }

    pub(crate) fn set_source(&mut self, place: usize, source: Source) -> Result<(), Error> {
        // A dump without a single record has sources as well.
        if place == self.sources.len() {
            return self.add_source(source).map(drop);
        }
        match self.sources.get_mut(place) {
            Some(known) => *known = source,
            None => {
                return Err(Error::new(
                    ErrorKind::InvalidRecord,
                    "there is no such source",
                ));
            }
        }
        Ok(())
    }

    pub(crate) fn add_record(&mut self, record: &Record) -> Result<(), Error> {
        if usize::from(record.source) >= MAX_SOURCES {
            return Err(no_source());
        }
        self.n_named = self.n_named.max(usize::from(record.source) + 1);
        if self.n_records == MAX_RECORDS {
            return Err(Error::new(
                ErrorKind::TooManyRecords,
                format!("an index holds at most {MAX_RECORDS} records"),
            ));
        }
        self.intake.push(record, None)?;
        self.n_records += 1;
        self.n_listed += u64::from(record.listed_doi.is_some());
        Ok(())
    }

    /// Has the records' former numbers kept, which come with [`Self::adopt_record`].
    pub(crate) fn keep_origins(&mut self) {
        self.has_origins = true;
    }

    /// Takes a record of another index, whose number in its set is `origin`.
    pub(crate) fn adopt_record(&mut self, record: &Record, origin: u32) -> Result<(), Error> {
        if !self.has_origins {
            return self.add_record(record);
        }
        self.n_named = self.n_named.max(usize::from(record.source) + 1);
        self.intake.push(record, Some(origin))?;
        self.n_records += 1;
        self.n_listed += u64::from(record.listed_doi.is_some());
        Ok(())
    }

    pub(crate) fn add_digests(
        &mut self,
        md5: [u8; 16],
        digests: &RecordDigests,
    ) -> Result<(), Error> {
        let mut row: DigestRow = [0; 69];
        row[..16].copy_from_slice(&md5);
        if let Some(sha1) = digests.sha1 {
            row[16] |= 1;
            row[17..37].copy_from_slice(&sha1);
        }
        if let Some(sha256) = digests.sha256 {
            row[16] |= 2;
            row[37..].copy_from_slice(&sha256);
        }
        if row[16] != 0 {
            self.digests.push(row)?;
        }
        Ok(())
    }

    /// Waits for the thread, and returns the sources, the sorted records and the
    /// digests.
    pub(crate) fn close(mut self) -> Result<(Vec<Source>, Sorted, Sorter<DigestRow>), Error> {
        if self.n_named > self.sources.len() {
            return Err(no_source());
        }
        let mut sorted = self.intake.close()?;
        sorted.has_origins = self.has_origins;
        Ok((self.sources, sorted, self.digests))
    }
}

fn no_source() -> Error {
    Error::new(
        ErrorKind::InvalidRecord,
        "a record names a source that was not added",
    )
}

/// Returns the MD5 and the digests of a row.
pub(crate) fn split_row(row: &DigestRow) -> ([u8; 16], RecordDigests) {
    let mut digests = RecordDigests::default();
    if row[16] & 1 != 0 {
        digests.sha1 = row[17..].first_chunk().copied();
    }
    if row[16] & 2 != 0 {
        digests.sha256 = row[37..].first_chunk().copied();
    }
    (row.first_chunk().copied().unwrap_or_default(), digests)
}

/// A thread, and the channel that gives it batches.
type Thread = (SyncSender<Vec<u8>>, JoinHandle<Result<Sorting, Error>>);

/// Hands records to the thread that sorts them.
struct Intake {
    batch: Vec<u8>,
    /// Until the first batch is full there is no thread.
    sorting: Option<Sorting>,
    thread: Option<Thread>,
}

impl Intake {
    fn new(path: &Path, allowance: usize) -> Self {
        Self {
            batch: Vec::new(),
            sorting: Some(Sorting {
                records: StringSorter::new(path.to_path_buf(), allowance),
                sample: Sample::default(),
                key: Vec::new(),
            }),
            thread: None,
        }
    }

    fn push(&mut self, record: &Record, origin: Option<u32>) -> Result<(), Error> {
        coding::encode(record, &mut self.batch);
        self.batch.push(u8::from(origin.is_some()));
        if let Some(origin) = origin {
            self.batch.extend_from_slice(&origin.to_le_bytes());
        }
        if self.batch.len() < BATCH_BYTES {
            return Ok(());
        }
        if let Some(sorting) = self.sorting.take() {
            let (sender, receiver) = sync_channel(N_BATCHES);
            let thread = std::thread::Builder::new().spawn(move || sorting.run(&receiver))?;
            self.thread = Some((sender, thread));
        }
        let next = Vec::with_capacity(BATCH_BYTES + 4096);
        let batch = std::mem::replace(&mut self.batch, next);
        let is_taken = match &self.thread {
            Some((sender, _)) => sender.send(batch).is_ok(),
            None => false,
        };
        if is_taken {
            return Ok(());
        }
        // The thread ends early only with an error.
        match self.join() {
            Err(e) => Err(e),
            Ok(_) => Err(ended_early()),
        }
    }

    fn join(&mut self) -> Result<Sorting, Error> {
        match self.thread.take() {
            Some((sender, thread)) => {
                drop(sender);
                thread.join().map_err(|_| ended_early())?
            }
            None => self.sorting.take().ok_or_else(ended_early),
        }
    }

    fn close(&mut self) -> Result<Sorted, Error> {
        let mut sorting = self.join()?;
        sorting.take(&std::mem::take(&mut self.batch))?;
        Ok(Sorted {
            records: sorting.records,
            sample: sorting.sample.finish(),
            has_origins: false,
        })
    }
}

impl Drop for Intake {
    /// Waits for the thread, so that it writes no file afterwards.
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.thread.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

fn ended_early() -> Error {
    Error::new(ErrorKind::Unreadable, "sorting the records ended early")
}

/// What the thread works with.
struct Sorting {
    records: StringSorter,
    sample: Sample,
    key: Vec<u8>,
}

impl Sorting {
    fn run(mut self, receiver: &Receiver<Vec<u8>>) -> Result<Self, Error> {
        for batch in receiver {
            self.take(&batch)?;
        }
        Ok(self)
    }

    fn take(&mut self, batch: &[u8]) -> Result<(), Error> {
        let mut rest = batch;
        while !rest.is_empty() {
            let before = rest;
            let record = coding::decode(&mut rest).ok_or_else(ended_early)?;
            let bytes = &before[..before.len() - rest.len()];
            let has_origin = rest.split_off_first().ok_or_else(ended_early)?;
            let n_origin = usize::from(*has_origin) * ORIGIN_BYTES;
            let origin = rest.split_off(..n_origin).ok_or_else(ended_early)?;
            self.key.clear();
            coding::sort_key(&record, &mut self.key);
            let n = u32::try_from(self.key.len()).unwrap_or(u32::MAX);
            self.key.extend_from_slice(bytes);
            self.key.extend_from_slice(origin);
            self.records.push(&self.key, &n.to_le_bytes())?;
            // A DOI alone has no texts.
            if record.listed.is_none() {
                self.sample.offer(bytes);
            }
        }
        Ok(())
    }
}

/// The records with the smallest hashes.
#[derive(Default)]
struct Sample {
    n_offered: usize,
    chosen: BinaryHeap<(u64, Vec<u8>)>,
}

impl Sample {
    fn offer(&mut self, bytes: &[u8]) {
        let hash = colophon_catalogue::terms::hash(colophon_catalogue::terms::TermKind::Md5, bytes);
        self.n_offered += 1;
        if self.chosen.len() >= MOST_SAMPLE {
            if self.chosen.peek().is_some_and(|(most, _)| hash >= *most) {
                return;
            }
            self.chosen.pop();
        }
        self.chosen.push((hash, bytes.to_vec()));
    }

    /// Returns the sample, or nothing if there are fewer records than it needs.
    fn finish(self) -> Vec<Vec<u8>> {
        if self.n_offered < LEAST_SAMPLE {
            return Vec::new();
        }
        let n = (self.n_offered / FOR_EACH).clamp(LEAST_SAMPLE, MOST_SAMPLE);
        let chosen = self.chosen.into_sorted_vec().into_iter().take(n);
        chosen.map(|(_, bytes)| bytes).collect()
    }
}
