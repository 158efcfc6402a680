//! A set of files answers as one index of what remains in them, rolled or not.
//!
//! `COLOPHON_SPLITS` is the number of random splits; a few by default.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use colophon_catalogue::Record;
use colophon_engine::{
    self as engine, CheckRequest, ClientsRequest, Job, LookupRequest, MergeRequest, Role, SetFile,
    check, check_clients, lookup, merge_indexes,
};
use colophon_index::{Index, RecordNumber, Removals, RemovedOfSource};
use colophon_tests::dumps;
use colophon_tests::sets::{self, Dice, SCALE, Work, World, build, plain, world};
use serde_json::Value;

/// A file of a set that is being made.
struct Part {
    file: SetFile,
    digest: [u8; 32],
    removed: (Vec<u32>, Vec<u32>, BTreeMap<u16, RemovedOfSource>),
}

/// Writes `index.json` of the first files of a set, and what was taken out of them if
/// `with_removals` says so.
fn write_state(folder: &Path, parts: &[Part], state: u64, with_removals: bool) {
    let mut files: Vec<SetFile> = parts.iter().map(|part| part.file.clone()).collect();
    let mut removals = Removals::default();
    for part in parts {
        let (works, records, of_sources) = &part.removed;
        if !(works.is_empty() && records.is_empty()) {
            let removal = removals.entry(part.digest);
            removal.works.clone_from(works);
            removal.records.clone_from(records);
            removal.of_sources.clone_from(of_sources);
        }
    }
    if with_removals && !removals.is_empty() {
        files.push(sets::removed_file(
            folder,
            &format!("gone-{state}"),
            &removals,
        ));
    }
    sets::describe(folder, state, SCALE, files);
}

/// Returns everything that an index answers, but for its name and its files.
fn answers(world: &World, index: &Path) -> Vec<Value> {
    let job = Job::default();
    let indexes = vec![index.to_owned()];
    let request = CheckRequest {
        jobs: 1,
        ..CheckRequest::new(world.prints.clone(), indexes.clone())
    };
    let report = check(&request, &job).unwrap();
    let request = ClientsRequest {
        jobs: 1,
        ..ClientsRequest::new(world.list.clone(), indexes.clone())
    };
    let clients = check_clients(&request, &job).unwrap().report;
    let mut all = vec![
        serde_json::to_value(report).unwrap(),
        serde_json::to_value(clients).unwrap(),
    ];
    for n in [0, 5] {
        let question = Some(dumps::book(n).1);
        let request = LookupRequest {
            question,
            indexes: indexes.clone(),
            ..LookupRequest::default()
        };
        all.push(serde_json::to_value(lookup(&request, &job).unwrap()).unwrap());
    }
    for one in &mut all {
        plain(one);
    }
    all
}

/// Makes a random split, and compares its answers; returns whether it had boilerplate.
fn one_split(world: &World, seed: u64) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(seed);
    let n_files = 1 + dice.below(7);
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    let (mut parts, mut works_left, mut records_left) = (Vec::new(), Vec::new(), Vec::new());
    let of_works: Vec<usize> = world.works.iter().map(|_| dice.below(n_files)).collect();
    let of_records: Vec<usize> = world.records.iter().map(|_| dice.below(n_files)).collect();
    let mut has_boilerplate = false;
    for n in 0..n_files {
        let works: Vec<&Work> = world
            .works
            .iter()
            .zip(&of_works)
            .filter(|(_, of)| **of == n)
            .map(|(it, _)| it)
            .collect();
        let records: Vec<&Record> = world
            .records
            .iter()
            .zip(&of_records)
            .filter(|(_, of)| **of == n)
            .map(|(it, _)| it)
            .collect();
        let name = if n == 0 {
            "base".to_owned()
        } else {
            format!("delta-{n}")
        };
        let index = build(&set.join(format!("{name}.colophon")), &works, &records);
        let info = index.info().clone();
        has_boilerplate |= info.n_boilerplate > 0;
        let mut removed = (Vec::new(), Vec::new(), BTreeMap::new());
        for (place, work) in works.iter().enumerate() {
            if dice.is_one_in(6) {
                removed.0.push(u32::try_from(place).unwrap());
            } else {
                works_left.push(*work);
            }
        }
        index
            .records_from(RecordNumber::new(0), &mut |number, record| {
                if dice.is_one_in(6) {
                    removed.1.push(number.get());
                    let of: &mut RemovedOfSource = removed.2.entry(record.source).or_default();
                    of.n_records += 1;
                    of.n_titles += u64::from(!record.title.is_empty());
                } else {
                    records_left.push(record);
                }
                ControlFlow::Continue(())
            })
            .unwrap();
        parts.push(Part {
            file: sets::file_of(&set, &name, if n == 0 { Role::Base } else { Role::Delta }),
            digest: info.content_sha256,
            removed,
        });
    }
    // A state with fewer deltas and nothing taken out is rolled first.
    let job = Job::default();
    let n_first = 1 + dice.below(n_files);
    if dice.is_one_in(2) {
        let with_removals = dice.is_one_in(2);
        write_state(&set, &parts[..n_first], 1, with_removals);
        let rolled = engine::roll(&set, true, &job).unwrap();
        assert_eq!(rolled.merged, n_first > 1);
    }
    write_state(&set, &parts, 2, true);
    let merged = folder.path().join("merged.colophon");
    let request = MergeRequest {
        indexes: vec![set.clone()],
        out: merged.clone(),
        ..MergeRequest::default()
    };
    merge_indexes(&request, &job).unwrap();
    let expected = answers(world, &merged);
    assert_eq!(answers(world, &set), expected, "seed {seed}");
    engine::roll(&set, true, &job).unwrap();
    assert_eq!(answers(world, &set), expected, "seed {seed}, rolled");
    if !has_boilerplate {
        let one = folder.path().join("one.colophon");
        let records: Vec<&Record> = records_left.iter().collect();
        let built = build(&one, &works_left, &records);
        let joined = Index::open(&merged).unwrap();
        assert_eq!(
            built.info().content_sha256_hex(),
            joined.info().content_sha256_hex(),
            "seed {seed}"
        );
        assert_eq!(answers(world, &one), expected, "seed {seed}, one index");
    }
    has_boilerplate
}

#[test]
fn a_set_may_have_as_many_files_as_its_description_may_name() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path());
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    let files = (0..64).map(|n| {
        let name = format!("f{n}");
        let own: Vec<&Work> = world.works.iter().skip(n).take(1).collect();
        build(&set.join(format!("{name}.colophon")), &own, &[]);
        let role = if n == 0 { Role::Base } else { Role::Delta };
        sets::file_of(&set, &name, role)
    });
    sets::describe(&set, 1, SCALE, files.collect());
    let info = engine::index_info(&set).unwrap();
    assert_eq!(info.works, world.works.len() as u64);
}

#[test]
fn a_set_answers_as_one_index() {
    let n: u64 = std::env::var("COLOPHON_SPLITS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(12);
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path());
    let only = std::env::var("COLOPHON_SPLIT")
        .ok()
        .and_then(|n| n.parse().ok());
    if let Some(seed) = only {
        one_split(&world, seed);
        return;
    }
    let n_without = (0..n).filter(|seed| !one_split(&world, *seed)).count();
    assert!(
        n_without > 0,
        "no split could be compared with an index that was built at once"
    );
}
