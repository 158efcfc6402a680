//! Writing the catalogue's tables of an index.
//!
//! One thread puts the records in order while another makes the dictionary. Then
//! the first merges them into blocks, two more make pages and terms of the blocks,
//! and the calling thread, which has the database, writes these in order. Then
//! digests are joined to records, and terms are written. The result does not depend
//! on how the threads are scheduled.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use colophon_catalogue::Source;
use colophon_catalogue::terms::{self, TermKind};
use colophon_sort::{Sorter, StringSorter};
use rusqlite::Connection;

use super::block::{self, BLOCK_RECORDS, Block, Finished, JoinedRow};
use super::build::{Catalogue, DigestRow, Sorted, split_row};
use super::digests::DigestPages;
use super::page::{PageWriter, VALUE_END, stored};
use super::plain::N_TEXTS;
use super::term::{Table, TermWriter};
use super::{RecordDigests, coding, day, source};
use crate::content::{ContentDigest, TableDigest};
use crate::counts::RecordCounts;
use crate::error::{Error, ErrorKind};
use crate::progress::{BuildPhase, Progress};
use crate::row::insert_page;
use crate::scratch::{self, Scratch};

/// The number of threads that make pages; the memory of a build depends on it.
const N_WORKERS: usize = 2;

/// The time between two calls of the progress callback while nothing is finished.
const POLL: Duration = Duration::from_millis(50);

/// The length of a dictionary in bytes, for each record of the sample that it is made
/// from. Not fitted; an index's bytes depend on it.
const DICTIONARY_BYTES: usize = 11;

/// The number of records whose texts come together while a dictionary is made. Not
/// fitted; an index's bytes depend on it.
const SAMPLE_LEN: usize = 8;

/// What was counted while a catalogue was written.
pub(crate) struct Written {
    pub(crate) n_terms: u64,
    pub(crate) n_dropped_digests: u64,
    pub(crate) records: RecordCounts,
    /// The former number of each record, if these were kept.
    pub(crate) origins: Vec<u32>,
}

/// Writes all of a catalogue.
pub(crate) fn write(
    db: &Connection,
    scratch: &Scratch,
    catalogue: Catalogue,
    allowance: usize,
    content: &mut ContentDigest,
    progress: &mut Progress<'_>,
) -> Result<Written, Error> {
    let n_records = catalogue.n_records;
    let (mut sources, sorted, digests) = catalogue.close()?;
    for source in &mut sources {
        source.n_records = 0;
        source.n_titles = 0;
    }
    if n_records == 0 {
        let n_dropped_digests = digests.len();
        source::write(db, &sources, &mut content.sources)?;
        return Ok(Written {
            n_terms: 0,
            n_dropped_digests,
            records: RecordCounts::whole(),
            origins: Vec::new(),
        });
    }
    progress.start(BuildPhase::Records, n_records)?;
    let mut gather = Gather {
        db,
        last_days: vec![0; sources.len()],
        sources: &mut sources,
        counts: RecordCounts::whole(),
        origins: Vec::new(),
        terms: Sorter::new(scratch.path(scratch::TERMS), allowance / 2),
        md5s: (!digests.is_empty())
            .then(|| Sorter::new(scratch.path(scratch::MD5S), allowance / 8)),
        joined: Sorter::new(scratch.path(scratch::JOINED), allowance / 8),
    };
    gather.records(sorted, content, progress)?;
    let Gather {
        mut terms,
        md5s,
        joined,
        counts,
        origins,
        ..
    } = gather;
    source::write(db, &sources, &mut content.sources)?;
    let mut n_dropped_digests = 0;
    if md5s.is_some() || !joined.is_empty() {
        n_dropped_digests = write_digests(
            db,
            digests,
            md5s,
            joined,
            &mut terms,
            &mut content.record_digests,
            progress,
        )?;
    }
    progress.start(BuildPhase::Terms, terms.len())?;
    let tables = TermTables {
        terms: ("terms", &mut content.terms),
        lists: ("term_lists", &mut content.term_lists),
    };
    let n_terms = write_terms(db, n_records, terms, tables, progress)?;
    Ok(Written {
        n_terms,
        n_dropped_digests,
        records: counts,
        origins,
    })
}

/// Makes a dictionary in a thread while the progress callback is called. The thread
/// has only the sample, so nobody has to wait for it after a cancel.
fn train_aside(sample: Vec<Vec<u8>>, progress: &mut Progress<'_>) -> Result<Vec<u8>, Error> {
    if sample.is_empty() {
        return Ok(Vec::new());
    }
    let (sender, receiver) = sync_channel(1);
    thread::Builder::new().spawn(move || sender.send(train(&sample)))?;
    loop {
        match receiver.recv_timeout(POLL) {
            Ok(dictionary) => return Ok(dictionary),
            Err(RecvTimeoutError::Timeout) => progress.call()?,
            Err(RecvTimeoutError::Disconnected) => return Err(ended_early()),
        }
    }
}

/// Makes a dictionary from a sample of records; empty if that fails.
fn train(sample: &[Vec<u8>]) -> Vec<u8> {
    let mut texts = Vec::new();
    let mut lengths = Vec::new();
    for group in sample.chunks(SAMPLE_LEN) {
        let before = texts.len();
        let records: Vec<_> = group
            .iter()
            .filter_map(|bytes| coding::decode(&mut bytes.as_slice()))
            .collect();
        for column in 0..N_TEXTS {
            for record in &records {
                texts.extend_from_slice(stored(record, column));
                texts.push(VALUE_END);
            }
        }
        lengths.push(texts.len() - before);
    }
    // A sample with too little variety for a dictionary is not an error.
    let n_bytes = sample.len() * DICTIONARY_BYTES;
    zstd::dict::from_continuous(&texts, &lengths, n_bytes).unwrap_or_default()
}

/// Collects what is made of the blocks, and writes it.
struct Gather<'a> {
    db: &'a Connection,
    sources: &'a mut [Source],
    /// The number of each source's last date.
    last_days: Vec<u32>,
    counts: RecordCounts,
    origins: Vec<u32>,
    terms: Sorter<u64>,
    md5s: Option<Sorter<[u8; 20]>>,
    joined: Sorter<JoinedRow>,
}

impl Gather<'_> {
    /// Writes all records.
    fn records(
        &mut self,
        sorted: Sorted,
        content: &mut ContentDigest,
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        let stop = &AtomicBool::new(false);
        thread::scope(|scope| {
            let (blocks, todo) = sync_channel(N_WORKERS);
            let (records, has_origins) = (sorted.records, sorted.has_origins);
            // Records are put in order while the dictionary is made.
            let merging = thread::Builder::new().spawn_scoped(scope, move || {
                make_blocks(records, has_origins, &blocks, stop)
            })?;
            let written = train_aside(sorted.sample, progress).and_then(|dictionary| {
                self.write_dictionary(&dictionary, &mut content.record_dictionary)?;
                self.pages(todo, &dictionary, &mut content.records, stop, progress)
            });
            // Threads that are still at work find that nobody takes their results.
            stop.store(true, Ordering::Relaxed);
            let merged = merging.join().unwrap_or_else(|_| Err(ended_early()));
            written.and(merged)
        })?;
        for (source, &last_day) in self.sources.iter_mut().zip(&self.last_days) {
            source.snapshot = source.snapshot.or_else(|| day::of(last_day));
        }
        Ok(())
    }

    fn write_dictionary(&self, dictionary: &[u8], digest: &mut TableDigest) -> Result<(), Error> {
        if dictionary.is_empty() {
            return Ok(());
        }
        let mut insert = self
            .db
            .prepare("INSERT INTO record_dictionary VALUES (?1, ?2)")?;
        insert_page(&mut insert, digest, 0, dictionary)
    }

    /// Has the blocks made into pages, and writes these.
    fn pages(
        &mut self,
        todo: Receiver<(u64, Block)>,
        dictionary: &[u8],
        digest: &mut TableDigest,
        stop: &AtomicBool,
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        let with_md5s = self.md5s.is_some();
        let todo = Arc::new(Mutex::new(todo));
        thread::scope(|scope| {
            let (results, done) = sync_channel(N_WORKERS);
            for _ in 0..N_WORKERS {
                let (todo, results) = (Arc::clone(&todo), results.clone());
                thread::Builder::new().spawn_scoped(scope, move || {
                    work(&todo, &results, dictionary, with_md5s, stop);
                })?;
            }
            // Only the threads hold the channels now: when one side ends, so does
            // the other.
            drop((todo, results));
            let received = self.receive(&done, digest, progress);
            if received.is_err() {
                stop.store(true, Ordering::Relaxed);
            }
            received
        })
    }

    /// Takes the workers' results, in the order of the blocks.
    fn receive(
        &mut self,
        done: &Receiver<(u64, Result<Finished, Error>)>,
        digest: &mut TableDigest,
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        let mut insert = self.db.prepare("INSERT INTO records VALUES (?1, ?2)")?;
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        loop {
            match done.recv_timeout(POLL) {
                Ok((n, finished)) => {
                    waiting.insert(n, finished?);
                }
                Err(RecvTimeoutError::Timeout) => progress.call()?,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            while let Some(finished) = waiting.remove(&next) {
                for (first, page) in &finished.pages {
                    insert_page(&mut insert, digest, *first, page)?;
                }
                progress.advance(finished.n)?;
                self.take(finished, progress)?;
                next += 1;
            }
        }
    }

    fn take(&mut self, finished: Finished, progress: &mut Progress<'_>) -> Result<(), Error> {
        for part in finished.terms.chunks(1 << 16) {
            for &item in part {
                self.terms.push(item)?;
            }
            progress.call()?;
        }
        if let Some(md5s) = &mut self.md5s {
            for md5 in finished.md5s {
                md5s.push(md5)?;
            }
        }
        for row in finished.further {
            self.joined.push(row)?;
        }
        self.origins.extend(finished.origins);
        self.counts.join(&finished.counts);
        for (place, found) in finished.sources {
            let place = usize::from(place);
            if let (Some(source), Some(before)) =
                (self.sources.get_mut(place), self.last_days.get_mut(place))
            {
                source.n_records += found.n_records;
                source.n_titles += found.n_titles;
                *before = found.last_day.max(*before);
            }
        }
        Ok(())
    }
}

/// Merges records, and hands them over in blocks, until they end or nobody takes
/// them.
fn make_blocks(
    records: StringSorter,
    has_origins: bool,
    blocks: &SyncSender<(u64, Block)>,
    stop: &AtomicBool,
) -> Result<(), Error> {
    let mut merge = records.merge()?;
    let mut block = Block {
        has_origins,
        ..Block::default()
    };
    let (mut n, mut first) = (0, 0);
    while let Some((key, prefix)) = merge.next()? {
        let start = prefix
            .first_chunk()
            .map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize);
        block
            .bytes
            .extend_from_slice(key.get(start..).unwrap_or_default());
        block.n += 1;
        if block.n < BLOCK_RECORDS {
            continue;
        }
        first += block.n as u64;
        let next = Block {
            first,
            has_origins,
            ..Block::default()
        };
        let full = std::mem::replace(&mut block, next);
        if stop.load(Ordering::Relaxed) || blocks.send((n, full)).is_err() {
            return Ok(());
        }
        n += 1;
    }
    if block.n > 0 {
        // After an error, which is reported elsewhere, nobody takes it.
        let _ = blocks.send((n, block));
    }
    Ok(())
}

/// Makes pages and terms of blocks until there are none left.
fn work(
    todo: &Mutex<Receiver<(u64, Block)>>,
    results: &SyncSender<(u64, Result<Finished, Error>)>,
    dictionary: &[u8],
    with_md5s: bool,
    stop: &AtomicBool,
) {
    let mut writer = PageWriter::new(dictionary);
    loop {
        let next = todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((n, block)) = next else { return };
        let finished = match &mut writer {
            Ok(writer) => block::finish(&block, writer, with_md5s, stop),
            Err(_) => Err(ended_early()),
        };
        let is_failed = finished.is_err();
        if results.send((n, finished)).is_err() || is_failed {
            return;
        }
    }
}

fn ended_early() -> Error {
    Error::new(ErrorKind::Unreadable, "writing the records ended early")
}

/// Joins digests to records by the MD5, writes them, and adds their terms. Returns
/// the number of those that belong to no record or are not the first of a file.
fn write_digests(
    db: &Connection,
    digests: Sorter<DigestRow>,
    md5s: Option<Sorter<[u8; 20]>>,
    mut joined: Sorter<JoinedRow>,
    terms: &mut Sorter<u64>,
    table: &mut TableDigest,
    progress: &mut Progress<'_>,
) -> Result<u64, Error> {
    progress.start(BuildPhase::RecordDigests, digests.len())?;
    let mut n_dropped = 0;
    let mut digests = digests.merge()?;
    let mut md5s = md5s.map(Sorter::merge).transpose()?;
    let mut next_md5 = || match &mut md5s {
        Some(md5s) => md5s.next(),
        None => Ok(None),
    };
    let mut md5_ahead = next_md5()?;
    let mut next_row = digests.next()?;
    while let Some(row) = next_row {
        let (md5, mut found) = split_row(&row);
        progress.advance(1)?;
        // Two tables may each have some of a file's digests. If two contradict each
        // other, the smaller one is kept.
        next_row = digests.next()?;
        while let Some((_, more)) = next_row
            .map(|row| split_row(&row))
            .filter(|row| row.0 == md5)
        {
            let is_new = found.sha1.is_none() && more.sha1.is_some()
                || found.sha256.is_none() && more.sha256.is_some();
            n_dropped += u64::from(!is_new && more != found);
            found.sha1 = found.sha1.or(more.sha1);
            found.sha256 = found.sha256.or(more.sha256);
            progress.advance(1)?;
            next_row = digests.next()?;
        }
        while md5_ahead.is_some_and(|key| key[..16] < md5[..]) {
            md5_ahead = next_md5()?;
        }
        if md5_ahead.is_none_or(|key| key[..16] != md5[..]) {
            n_dropped += 1;
        }
        while let Some(key) = md5_ahead.filter(|key| key[..16] == md5[..]) {
            let number = key[16..]
                .first_chunk()
                .map_or(0, |n| u32::from_be_bytes(*n));
            joined.push(block::joined_row(number.into(), &found))?;
            md5_ahead = next_md5()?;
        }
    }
    let mut insert = db.prepare("INSERT INTO record_digests VALUES (?1, ?2)")?;
    let mut sink = |first: u64, blob: &[u8]| insert_page(&mut insert, table, first, blob);
    let mut pages = DigestPages::default();
    progress.start(BuildPhase::RecordDigests, joined.len())?;
    let mut joined = joined.merge()?;
    while let Some(row) = joined.next()? {
        progress.advance(1)?;
        let number = u64::from(row.first_chunk().map_or(0, |n| u32::from_be_bytes(*n)));
        let digests = RecordDigests {
            sha1: row[5..].first_chunk().copied().filter(|_| row[4] & 1 != 0),
            sha256: row[25..].first_chunk().copied().filter(|_| row[4] & 2 != 0),
        };
        pages.push(number, &digests, &mut sink)?;
        digest_terms(&digests, &mut |slot| {
            Ok(terms.push(block::pack(slot, number, 1))?)
        })?;
    }
    pages.finish(&mut sink)?;
    Ok(n_dropped)
}

/// Calls `each` with the slot of every digest.
pub(crate) fn digest_terms(
    digests: &RecordDigests,
    each: &mut dyn FnMut(u64) -> Result<(), Error>,
) -> Result<(), Error> {
    if let Some(sha1) = digests.sha1 {
        each(block::slot(terms::hash(TermKind::Sha1, &sha1)))?;
    }
    if let Some(sha256) = digests.sha256 {
        each(block::slot(terms::hash(TermKind::Sha256, &sha256)))?;
    }
    Ok(())
}

/// A table of terms and that of its long lists: their names and digests.
pub(crate) struct TermTables<'a> {
    pub(crate) terms: (&'static str, &'a mut TableDigest),
    pub(crate) lists: (&'static str, &'a mut TableDigest),
}

/// Writes all terms of `n_items` records or works, and returns the number of terms.
pub(crate) fn write_terms(
    db: &Connection,
    n_items: u64,
    terms: Sorter<u64>,
    tables: TermTables<'_>,
    progress: &mut Progress<'_>,
) -> Result<u64, Error> {
    let insert = |table: &str| db.prepare(&format!("INSERT INTO {table} VALUES (?1, ?2)"));
    let (mut into_terms, mut into_lists) = (insert(tables.terms.0)?, insert(tables.lists.0)?);
    let (terms_digest, lists_digest) = (tables.terms.1, tables.lists.1);
    let mut sink = |table: Table, first: u64, blob: &[u8]| match table {
        Table::Terms => insert_page(&mut into_terms, terms_digest, first, blob),
        Table::Lists => insert_page(&mut into_lists, lists_digest, first, blob),
    };
    let mut writer = TermWriter::new(n_items);
    let mut merge = terms.merge()?;
    while let Some(item) = merge.next()? {
        let (slot, first, n) = block::unpack(item);
        writer.push(slot, first, n, &mut sink)?;
        progress.advance(1)?;
    }
    writer.finish(&mut sink)?;
    Ok(writer.n_terms)
}
