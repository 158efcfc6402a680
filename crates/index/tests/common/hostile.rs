//! A small index, what to do to it, and everything that can be asked of it.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_catalogue::terms::{self, TermKind};
use colophon_index::{BuildOptions, Builder, ErrorKind, Index, RecordNumber, WorkId, seal_again};
use rusqlite::Connection;
use tempfile::TempDir;

use super::catalogue::{self, records};
use super::{options, samples, scramble, verify};

/// Enough records for a term with a long list.
pub const N_RECORDS: u64 = 500;

/// Builds a small index with rows in every table except that of the dictionary,
/// which takes many more records.
pub fn small_index() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let options = BuildOptions {
        max_works_per_hash: 1,
        ..options(64)
    };
    let mut builder = Builder::create(&path, options).unwrap();
    for sample in &samples(36, 64) {
        builder
            .add(&sample.work, &sample.hashes, sample.threshold)
            .unwrap();
    }
    catalogue::add(&mut builder, &records(N_RECORDS));
    let summary = builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    let info = summary.info;
    assert!(info.n_boilerplate > 0 && info.n_digests > 0 && info.n_short_postings > 0);
    let n_lists: i64 = Connection::open(&path)
        .unwrap()
        .query_row("SELECT count(*) FROM term_lists", [], |row| row.get(0))
        .unwrap();
    assert!(n_lists > 0);
    (folder, path)
}

pub fn kind_of(path: &Path) -> ErrorKind {
    match Index::open(path) {
        Ok(index) => panic!("{index:?} was opened"),
        Err(e) => {
            assert_eq!(e.path(), Some(path));
            e.kind()
        }
    }
}

/// Runs statements on an index as somebody else's program would, which knows
/// nothing of checksums.
pub fn alter_only(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

/// Runs statements on an index as somebody would who wants to be believed: with
/// the right checksums.
pub fn alter(path: &Path, sql: &str) {
    let mark = mark_of(&fs::read(path).unwrap());
    alter_only(path, sql);
    seal(path, mark);
}

/// Returns what the checksums of an index depend on.
pub fn mark_of(file: &[u8]) -> [u8; 4] {
    *file[40..].first_chunk().unwrap()
}

/// Makes the checksums of a file that SQLite has written to, which counts up the
/// mark when it changes the schema.
pub fn seal(path: &Path, mark: [u8; 4]) {
    let mut bytes = fs::read(path).unwrap();
    bytes[40..44].copy_from_slice(&mark);
    fs::write(path, bytes).unwrap();
    seal_again(path).unwrap();
}

/// Runs every kind of query; returns whether the index was refused or found
/// damaged.
pub fn is_found_out(path: &Path) -> bool {
    let Ok(index) = Index::open(path) else {
        return true;
    };
    ask(&index);
    !verify(&index).is_intact()
}

pub fn ask(index: &Index) {
    let n_works = index.info().n_works;
    let mut hashes: Vec<u64> = (0..200)
        .map(|n| scramble(n) >> (n % 16))
        .chain([0, u64::MAX])
        .chain(samples(12, 64).iter().flat_map(|s| s.hashes.clone()))
        .collect();
    hashes.sort_unstable();
    // Right or wrong, an answer is about works that exist.
    let _ = index.lookup(&hashes, &mut |n, work: WorkId| {
        assert!(n < hashes.len() && u64::from(work.get()) < n_works);
    });
    let _ = index.boilerplate(&hashes);
    ask_records(index);
    for n in (0..40).chain([u32::MAX]) {
        if let Ok(work) = index.work(WorkId::new(n)) {
            assert!(u64::from(n) < n_works && work.title.len() <= 1024);
        }
    }
    let _ = index.works_from(WorkId::new(3), &mut |id, _| {
        assert!(u64::from(id.get()) <= n_works);
        ControlFlow::Continue(())
    });
    for sample in samples(36, 64) {
        let title = terms::words(&sample.work.title);
        for word in &title {
            let word = (TermKind::TitleWord, word.as_bytes());
            for work in index.find_works(&[word], 1_000).unwrap_or_default() {
                assert!(u64::from(work.get()) < n_works);
            }
            let _ = index.count_works(word.0, word.1);
        }
        for digest in &sample.work.digests {
            for work in index.find_digest(digest).unwrap_or_default() {
                assert!(u64::from(work.get()) < n_works);
            }
        }
    }
}

/// Runs every kind of query about records.
pub fn ask_records(index: &Index) {
    let n_records = index.info().n_records;
    let is_there = |number: &RecordNumber| u64::from(number.get()) < n_records;
    for n in (0..400).chain([u32::MAX]) {
        let number = RecordNumber::new(n);
        if let Ok(record) = index.record(number) {
            assert!(is_there(&number) && record.title.len() <= 65_536);
        }
        let _ = index.record_digests(number);
    }
    let _ = index.sources();
    let _ = index.counts();
    let mut n = 0;
    let _ = index.records_from(RecordNumber::new(3), &mut |number, _| {
        assert!(is_there(&number));
        n += 1;
        if n < 600 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    for record in records(60) {
        let mut all: Vec<(TermKind, Vec<u8>)> = Vec::new();
        terms::of_record(&record, &mut |kind, bytes| all.push((kind, bytes.to_vec())));
        let all: Vec<(TermKind, &[u8])> = all.iter().map(|(kind, b)| (*kind, &b[..])).collect();
        for term in &all {
            let found = index.find(term.0, term.1, 1_000).unwrap_or_default();
            assert!(found.iter().all(is_there) && found.is_sorted_by(|a, b| a < b));
            let _ = index.count(term.0, term.1);
        }
        let found = index.find_all(&all, 10).unwrap_or_default();
        assert!(found.iter().all(is_there));
        let _ = index.records(&found);
    }
}
