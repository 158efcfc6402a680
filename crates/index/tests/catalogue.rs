//! Records that go into an index come out of it, and are found by every term.
#![allow(clippy::unwrap_used, reason = "a failing step fails the test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use colophon_catalogue::terms::{self, TermKind};
use colophon_catalogue::{Record, Source};
use colophon_index::{BuildOptions, Builder, Index, RecordDigests, RecordNumber, Summary};
use common::catalogue::{digests_of, records, source};
use common::{options, scramble, verify};

fn build(path: &Path, records: &[Record], options: BuildOptions) -> Summary {
    let mut builder = Builder::create(path, options).unwrap();
    for place in 0..3 {
        assert_eq!(builder.add_source(source(place)).unwrap(), place);
    }
    for (n, record) in records.iter().enumerate() {
        let digests = record.md5.and_then(digests_of);
        if let (Some(md5), Some((sha1, sha256)), true) = (record.md5, digests, n % 2 == 0) {
            builder.add_digests(md5, sha1, sha256).unwrap();
        }
        builder.add_record(record).unwrap();
        if let (Some(md5), Some((sha1, sha256)), true) = (record.md5, digests, n % 2 == 1) {
            builder.add_digests(md5, sha1, sha256).unwrap();
        }
    }
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap()
}

/// Returns all records of an index, in their order.
fn all(index: &Index) -> Vec<Record> {
    let n = u32::try_from(index.info().n_records).unwrap();
    let numbers: Vec<RecordNumber> = (0..n).map(RecordNumber::new).collect();
    index.records(&numbers).unwrap()
}

fn sorted(records: &[Record]) -> Vec<String> {
    let mut all: Vec<String> = records.iter().map(|record| format!("{record:?}")).collect();
    all.sort();
    all
}

/// Asks for every term and for pairs of them, and compares with the records.
fn check_terms(index: &Index, records: &[Record]) {
    let mut by_term: BTreeMap<(TermKind, Vec<u8>), BTreeSet<u32>> = BTreeMap::new();
    for (number, record) in (0..).zip(records) {
        terms::of_record(record, &mut |kind, bytes| {
            let numbers = by_term.entry((kind, bytes.to_vec())).or_default();
            numbers.insert(number);
        });
        let digests = index.record_digests(RecordNumber::new(number)).unwrap();
        if let Some(sha1) = digests.sha1 {
            let numbers = by_term.entry((TermKind::Sha1, sha1.to_vec())).or_default();
            numbers.insert(number);
        }
        if let Some(sha256) = digests.sha256 {
            let numbers = by_term
                .entry((TermKind::Sha256, sha256.to_vec()))
                .or_default();
            numbers.insert(number);
        }
    }
    let find = |terms: &[(TermKind, &[u8])], limit| -> Vec<u32> {
        let found = index.find_all(terms, limit).unwrap();
        found.into_iter().map(RecordNumber::get).collect()
    };
    let terms: Vec<_> = by_term.iter().collect();
    for (n, ((kind, bytes), numbers)) in terms.iter().enumerate() {
        let expected: Vec<u32> = numbers.iter().copied().collect();
        assert_eq!(find(&[(*kind, bytes)], usize::MAX), expected);
        assert_eq!(
            find(&[(*kind, bytes)], 2),
            expected[..2.min(expected.len())]
        );
        assert_eq!(index.count(*kind, bytes).unwrap(), numbers.len() as u64);
        let other = usize::try_from(scramble(n as u64)).unwrap() % terms.len();
        let ((other_kind, other_bytes), other_numbers) = &terms[other];
        let both: Vec<u32> = numbers.intersection(other_numbers).copied().collect();
        let pair = [
            (*kind, bytes.as_slice()),
            (*other_kind, other_bytes.as_slice()),
        ];
        assert_eq!(find(&pair, usize::MAX), both);
    }
    assert_eq!(index.info().n_terms, terms.len() as u64);
    assert_eq!(find(&[(TermKind::TitleWord, b"nowhere at all")], 9), [0; 0]);
    assert_eq!(find(&[], 9), [0; 0]);
}

#[test]
fn records_come_back_and_are_found() {
    let folder = tempfile::tempdir().unwrap();
    for n in [0, 1, 2, 70, 5_000] {
        let path = folder.path().join("a.colophon");
        let records = records(n);
        let info = build(&path, &records, options(1024)).info;
        assert_eq!(info.n_records, n);
        let index = Index::open(&path).unwrap();
        assert_eq!(index.info(), &info);
        let back = all(&index);
        assert_eq!(sorted(&back), sorted(&records));
        check_terms(&index, &back);
        let report = verify(&index);
        assert_eq!(report.problems, [""; 0]);
        let sources = index.sources().unwrap();
        for (place, found) in (0..).zip(&sources) {
            let own = records.iter().filter(|record| record.source == place);
            let expected = Source {
                n_records: own.clone().count() as u64,
                snapshot: source(place)
                    .snapshot
                    .or_else(|| own.filter_map(|record| record.added).max()),
                ..source(place)
            };
            assert_eq!(found, &expected);
        }
        for (number, record) in (0..).zip(&back) {
            let digests = index.record_digests(RecordNumber::new(number)).unwrap();
            let (sha1, sha256) = record.md5.and_then(digests_of).unwrap_or_default();
            assert_eq!(digests, RecordDigests { sha1, sha256 });
        }
    }
}
