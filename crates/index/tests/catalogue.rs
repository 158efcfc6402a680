//! Records that go into an index come out of it, and are found by every term.
#![expect(clippy::unwrap_used, reason = "a failing step fails the test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use colophon_catalogue::terms::{self, TermKind};
use colophon_catalogue::{Form, Record, Source};
use colophon_index::{
    About, BuildOptions, BuildPhase, Builder, ErrorKind, Index, RecordDigests, RecordNumber,
    Summary, WorkId,
};
use common::catalogue::{add, digests_of, records, source};
use common::{options, samples, scramble, verify};
use proptest::prelude::*;

fn build(path: &Path, records: &[Record], options: BuildOptions) -> Summary {
    let mut builder = Builder::create(path, options).unwrap();
    add(&mut builder, records);
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

/// Looks up every term and pairs of terms, and compares with the records.
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
                n_titles: own.clone().filter(|it| !it.title.is_empty()).count() as u64,
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

#[test]
fn works_and_records_are_counted_and_read_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let mut builder = Builder::create(&path, options(1024)).unwrap();
    let samples = samples(40, 64);
    for sample in &samples {
        builder
            .add(&sample.work, &sample.hashes, sample.threshold)
            .unwrap();
    }
    // More than a block, so that parts are counted by themselves.
    let records = records(40_000);
    add(&mut builder, &records);
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    let index = Index::open(&path).unwrap();
    let counts = index.counts().unwrap();
    let is_title = |record: &&Record| !record.title.is_empty();
    let n_titles = records.iter().filter(is_title).count() as u64;
    assert_eq!(counts.given("title"), n_titles);
    let mut languages = BTreeMap::new();
    let mut years = BTreeMap::new();
    for record in &records {
        let language = colophon_index::counted_value(&record.language).into_owned();
        *languages.entry(language).or_insert(0_u64) += 1;
        if let Some(year) = colophon_index::counted_year(&record.year) {
            *years.entry(year.to_owned()).or_insert(0_u64) += 1;
        }
    }
    languages.remove("");
    assert!(languages.len() > 1 && years.len() > 1);
    assert_eq!(counts.languages, Vec::from_iter(languages));
    assert_eq!(counts.years, Vec::from_iter(years));
    let n_of_works: u64 = counts.work_languages.iter().map(|(_, n)| n).sum();
    let with_language = samples.iter().filter(|it| it.work.language.is_some());
    assert_eq!(n_of_works, with_language.count() as u64);
    assert!(verify(&index).is_intact());

    for first in [0, 1, 777, 39_999] {
        let mut numbers = Vec::new();
        index
            .records_from(RecordNumber::new(first), &mut |number, record| {
                assert_eq!(index.record(number).unwrap(), record);
                numbers.push(number.get());
                if numbers.len() == 300 {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            })
            .unwrap();
        let end = 40_000.min(first + 300);
        assert_eq!(numbers, (first..end).collect::<Vec<_>>());
    }
    for first in [0, 1, 39] {
        let mut titles = Vec::new();
        index
            .works_from(WorkId::new(first), &mut |id, work| {
                assert_eq!(index.work(id).unwrap(), work);
                titles.push(work.title);
                ControlFlow::Continue(())
            })
            .unwrap();
        let expected = samples.iter().skip(first as usize);
        let expected: Vec<&str> = expected.map(|it| it.work.title.as_str()).collect();
        assert_eq!(titles, expected);
    }
}

#[test]
fn what_the_publisher_says_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let about = About {
        description: "é".repeat(2048),
        publisher: "A society".to_owned(),
        contact: "post@example.org".to_owned(),
        licence: "CC0".to_owned(),
    };
    let with = |about: &About| BuildOptions {
        about: about.clone(),
        ..options(1024)
    };
    build(&path, &records(10), with(&about));
    let index = Index::open(&path).unwrap();
    assert_eq!(index.info().about, about);
    assert!(verify(&index).is_intact());
    let long = About {
        description: "x".repeat(4097),
        ..About::default()
    };
    let refused = Builder::create(&path, with(&long)).err().unwrap();
    assert_eq!(refused.kind(), ErrorKind::InvalidOption);
}

#[test]
fn the_order_of_records_and_the_memory_make_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let mut records = records(40_000);
    let mut files = Vec::new();
    for (n, memory_bytes) in [256 << 20, 3_000_000, 0].into_iter().enumerate() {
        let options = BuildOptions {
            memory_bytes,
            ..options(1024)
        };
        build(&path, &records, options);
        files.push(std::fs::read(&path).unwrap());
        if n == 0 {
            let index = Index::open(&path).unwrap();
            assert!(verify(&index).is_intact());
            let back = all(&index);
            assert_eq!(sorted(&back), sorted(&records));
        }
        records.sort_by_key(|record| {
            scramble(n as u64 + record.id.len() as u64) ^ record.size_bytes.unwrap_or(0)
        });
    }
    assert!(files.iter().all(|file| *file == files[0]), "builds differ");
}

#[test]
fn long_and_odd_fields_are_kept_up_to_their_limits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let long = "é".repeat(700);
    let record = Record {
        title: format!("x{long}"),
        author: long.clone(),
        id: "18014398509481984000".to_owned(),
        other_titles: (0..40).map(|n| format!("{n} {long}")).collect(),
        size_bytes: Some(1 << 55),
        ..Record::default()
    };
    build(&path, &[record.clone(), Record::default()], options(1024));
    let index = Index::open(&path).unwrap();
    let back = all(&index);
    assert_eq!(back[0], Record::default());
    assert_eq!(back[1].title, format!("x{}", "é".repeat(511)));
    assert_eq!(back[1].author, "é".repeat(512));
    assert_eq!(back[1].id, record.id);
    assert_eq!(back[1].other_titles.len(), 32);
    assert_eq!(back[1].other_titles[31], format!("31 {}", "é".repeat(510)));
    assert_eq!(back[1].size_bytes, None);
    assert!(verify(&index).is_intact());
}

#[test]
fn what_cannot_be_added_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let of_source = |source| Record {
        source,
        ..Record::default()
    };
    let mut builder = Builder::create(&path, options(1024)).unwrap();
    let error = builder.add_record(&of_source(1024)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRecord);
    builder.add_record(&of_source(1)).unwrap();
    builder.add_source(source(0)).unwrap();
    let result = builder.finish(&mut |_| ControlFlow::Continue(()));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::InvalidRecord);
    assert!(!path.exists());
    let mut builder = Builder::create(&path, options(1024)).unwrap();
    for _ in 0..1024 {
        builder.add_source(source(0)).unwrap();
    }
    let error = builder.add_source(source(0)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooManyRecords);
    builder.add_digests([1; 16], Some([2; 20]), None).unwrap();
    let summary = builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(summary.n_dropped_digests, 1);
    let index = Index::open(&path).unwrap();
    let error = index.record(RecordNumber::new(0)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidOption);
    assert_eq!(index.sources().unwrap().len(), 1024);
}

#[test]
fn a_cancelled_build_of_records_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let records = records(40_000);
    let build = |stop: &mut dyn FnMut(BuildPhase) -> bool| {
        let mut builder = Builder::create(&path, options(1024)).unwrap();
        add(&mut builder, &records);
        builder.finish(&mut |progress| {
            assert!(progress.done <= progress.total);
            if stop(progress.phase) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    };
    let mut calls = Vec::new();
    build(&mut |phase| {
        calls.push(phase);
        false
    })
    .unwrap();
    std::fs::remove_file(&path).unwrap();
    for phase in [
        BuildPhase::Records,
        BuildPhase::RecordDigests,
        BuildPhase::Terms,
    ] {
        let n_calls = calls.iter().filter(|call| **call == phase).count();
        assert!(n_calls > 0, "{phase:?}");
        for at in BTreeSet::from([0, n_calls / 2, n_calls - 1]) {
            let (mut n_own, mut n_stops) = (0, 0);
            let result = build(&mut |now| {
                // How often it calls depends on time, so it is stopped after the
                // phase as well.
                let stop = n_own > 0 && now != phase || now == phase && n_own == at;
                n_own += usize::from(now == phase);
                n_stops += usize::from(stop || n_stops > 0);
                stop || n_stops > 0
            });
            assert_eq!(result.unwrap_err().kind(), ErrorKind::Cancelled);
            assert_eq!(
                n_stops, 1,
                "{phase:?}: called again after it was asked to stop"
            );
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_strings_come_back(
        fields in prop::collection::vec(prop::collection::vec("\\PC{0,40}|[a-c]{0,3}", 16), 1..60),
        numbers in prop::collection::vec(any::<(Option<[u8; 16]>, u64, u32)>(), 60),
    ) {
        let records: Vec<Record> = fields
            .into_iter()
            .zip(numbers)
            .map(|(mut fields, (md5, size, source))| {
                let mut next = || fields.pop().unwrap_or_default();
                Record {
                    source: u16::try_from(source % 3).unwrap(),
                    id: next(),
                    title: next(),
                    other_titles: (0..source % 4).map(|_| next()).collect(),
                    author: next(),
                    volume: next(),
                    series: next(),
                    imprint: next(),
                    edition: next(),
                    year: next(),
                    language: next(),
                    identifiers: next(),
                    asin: next(),
                    md5,
                    md5_reported: md5.filter(|md5| md5[0] < 30),
                    format: next(),
                    size_bytes: Some(size >> (9 + source % 55)),
                    added: None,
                    hidden: next(),
                    form: Form::of_code(u64::from(source / 4 % 8)).unwrap(),
                    doi: next(),
                    issn: next(),
                    journal: next(),
                    issue: next(),
                    imdb: Some(size >> 9),
                    season: Some(source),
                    registration: next(),
                    claimant: next(),
                    note: next(),
                    ..Record::default()
                }
            })
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.colophon");
        build(&path, &records, options(1024));
        let index = Index::open(&path).unwrap();
        let back = all(&index);
        prop_assert_eq!(sorted(&back), sorted(&records));
        check_terms(&index, &back);
        prop_assert_eq!(verify(&index).problems, Vec::<String>::new());
    }
}
