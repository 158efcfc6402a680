//! A set that was changed, or whose files do not belong together, is refused by name.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::Path;

use colophon_catalogue::Record;
use colophon_engine::{self as engine, CheckRequest, Job, Role, SetFile, check};
use colophon_index::{RecordNumber, Removals, RemovedOfSource};
use colophon_tests::colophon;
use colophon_tests::sets::{self, Dice, SCALE, Work, World, build, plain, world};

/// The codes that a set may be refused with.
const REFUSALS: [&str; 6] = [
    "index-damaged",
    "index-incompatible",
    "mixed-versions",
    "source-incomplete",
    "limit-exceeded",
    "unreadable",
];

/// Changes bytes: one, several, a cut, a stretch twice, a number that is too large.
fn mutate(dice: &mut Dice, bytes: &mut Vec<u8>) {
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len().max(1));
        let byte = u8::try_from(dice.below(256)).unwrap();
        match dice.below(7) {
            0 if at < bytes.len() => bytes[at] = byte,
            1 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            2 => bytes.truncate(at),
            3 if at < bytes.len() => {
                let end = (at + 1 + dice.below(40)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            4 if at < bytes.len() => drop(bytes.remove(at)),
            5 => bytes.insert(at, byte),
            _ => {
                // A number becomes another one, a large one or none.
                let text = String::from_utf8_lossy(bytes).into_owned();
                let digits: Vec<usize> = text
                    .char_indices()
                    .filter(|(_, c)| c.is_ascii_digit())
                    .map(|(at, _)| at)
                    .collect();
                if !digits.is_empty() && text.len() == bytes.len() {
                    let at = digits[dice.below(digits.len())];
                    let new: &[u8] = [
                        &b"0"[..],
                        b"7",
                        b"-1",
                        b"99999999999999999999",
                        b"1e9",
                        b"null",
                    ][dice.below(6)];
                    bytes.splice(at..=at, new.iter().copied());
                }
            }
        }
    }
}

/// `COLOPHON_MUTANTS` is how many are tried; a few by default.
#[test]
fn what_was_changed_in_a_set_is_refused_or_makes_no_difference() {
    let n: u64 = std::env::var("COLOPHON_MUTANTS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(400);
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path());
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    let (works, records): (Vec<&Work>, Vec<&Record>) =
        (world.works.iter().collect(), world.records.iter().collect());
    let index = build(&set.join("base.colophon"), &works[..20], &records[..30]);
    build(&set.join("delta-1.colophon"), &works[20..], &records[30..]);
    let mut removals = Removals::default();
    let removal = removals.entry(index.info().content_sha256);
    removal.works = vec![1, 4, 5];
    let files = vec![
        sets::file_of(&set, "base", Role::Base),
        sets::file_of(&set, "delta-1", Role::Delta),
        sets::removed_file(&set, "gone", &removals),
    ];
    let manifest = sets::describe(&set, 1, SCALE, files);
    let (json, gone) = (set.join("index.json"), set.join("gone.removed"));
    let (json_bytes, gone_bytes) = (fs::read(&json).unwrap(), fs::read(&gone).unwrap());
    let few = World {
        prints: world.prints[..2].to_vec(),
        works: Vec::new(),
        records: Vec::new(),
        list: world.list.clone(),
    };
    let job = Job::default();
    let answer = |set: &Path| {
        let request = CheckRequest {
            jobs: 1,
            ..CheckRequest::new(few.prints.clone(), vec![set.to_owned()])
        };
        check(&request, &job).map(|report| {
            let mut report = serde_json::to_value(report).unwrap();
            plain(&mut report);
            report
        })
    };
    let expected = answer(&set).unwrap();
    let mut dice = Dice(77);
    let (mut n_refused, mut n_equal) = (0, 0);
    for turn in 0..n {
        let (mut json_now, mut gone_now) = (json_bytes.clone(), gone_bytes.clone());
        let mut must_equal = true;
        match turn % 3 {
            0 => mutate(&mut dice, &mut json_now),
            1 => mutate(&mut dice, &mut gone_now),
            _ => {
                // With the right checksums, so that what is inside is read.
                let end = gone_now.len() - 32;
                gone_now.truncate(end);
                mutate(&mut dice, &mut gone_now);
                let sum = colophon_fingerprint::sha256(&gone_now);
                gone_now.extend_from_slice(&sum);
                let mut manifest = manifest.clone();
                manifest.files[2].size_bytes = gone_now.len() as u64;
                manifest.files[2].content_sha256 =
                    colophon_fingerprint::hex(&colophon_fingerprint::sha256(&gone_now));
                json_now = manifest.to_json().into_bytes();
                // Then it takes out something else.
                must_equal = false;
            }
        }
        fs::write(&json, &json_now).unwrap();
        fs::write(&gone, &gone_now).unwrap();
        match answer(&set) {
            Err(error) => {
                n_refused += 1;
                let code = error.code().as_str();
                assert!(REFUSALS.contains(&code), "mutant {turn}: {code} {error}");
            }
            Ok(found) if must_equal => {
                n_equal += 1;
                assert_eq!(
                    found,
                    expected,
                    "mutant {turn}: {}",
                    String::from_utf8_lossy(&json_now)
                );
            }
            Ok(_) => {}
        }
    }
    println!("{n} mutants: {n_refused} refused, {n_equal} answered as before");
    assert!(n_refused > n / 3);
}

#[test]
fn files_that_do_not_belong_together_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path());
    let works: Vec<&Work> = world.works.iter().collect();
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    let index = build(&set.join("base.colophon"), &works[..5], &[]);
    build(&set.join("delta-1.colophon"), &works[5..9], &[]);
    let base = || sets::file_of(&set, "base", Role::Base);
    let delta = || sets::file_of(&set, "delta-1", Role::Delta);
    let refused = |code: &str, part: &str| {
        let error = engine::index_info(&set).unwrap_err();
        assert_eq!(error.code().as_str(), code, "{error}");
        assert!(error.to_string().contains(part), "{error}");
    };
    sets::describe(&set, 1, SCALE, vec![base(), delta()]);
    assert_eq!(engine::index_info(&set).unwrap().works, 9);
    assert_eq!(
        engine::index_info(&set.join("index.json")).unwrap().works,
        9
    );
    // Another scale than the files have.
    sets::describe(&set, 1, 1024, vec![base(), delta()]);
    refused("index-incompatible", "scale");
    // Another file under the name of one of the set.
    let (_, is) = (
        fs::rename(set.join("delta-1.colophon"), set.join("kept")),
        base(),
    );
    sets::describe(
        &set,
        1,
        SCALE,
        vec![
            is,
            SetFile {
                name: "delta-1".to_owned(),
                role: Role::Delta,
                ..base()
            },
        ],
    );
    build(&set.join("delta-1.colophon"), &works[9..12], &[]);
    refused("mixed-versions", "delta-1.colophon");
    // A file that is missing.
    fs::remove_file(set.join("delta-1.colophon")).unwrap();
    refused("source-incomplete", "delta-1.colophon");
    fs::rename(set.join("kept"), set.join("delta-1.colophon")).unwrap();
    // A list that takes out what is not there, and one of a file of another set.
    for (digest, number, code) in [
        (index.info().content_sha256, 5, "mixed-versions"),
        ([7; 32], 0, "mixed-versions"),
    ] {
        let mut removals = Removals::default();
        removals.entry(digest).works = vec![number];
        let gone = sets::removed_file(&set, "gone", &removals);
        sets::describe(&set, 1, SCALE, vec![base(), delta(), gone]);
        refused(code, "");
    }
    // Two bases, no base, a name that leads elsewhere.
    for files in [
        vec![
            base(),
            SetFile {
                role: Role::Base,
                ..delta()
            },
        ],
        vec![delta()],
        vec![
            base(),
            SetFile {
                name: "../base".to_owned(),
                ..delta()
            },
        ],
    ] {
        sets::describe(&set, 1, SCALE, files);
        refused("index-damaged", "not valid");
    }
    // A folder that is not a set.
    fs::remove_file(set.join("index.json")).unwrap();
    refused("unreadable", "index.json");
}

#[test]
fn a_list_that_says_something_wrong_of_sources_is_refused_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path());
    let records: Vec<&Record> = world.records.iter().collect();
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    let index = build(&set.join("base.colophon"), &[], &records);
    let source = index.records(&[RecordNumber::new(0)]).unwrap()[0].source;
    let mut removals = Removals::default();
    let removal = removals.entry(index.info().content_sha256);
    removal.records = vec![0];
    let of_source = RemovedOfSource {
        n_records: 1,
        n_titles: 0,
    };
    removal.of_sources.insert(1 - source, of_source);
    let gone = sets::removed_file(&set, "gone", &removals);
    let base = sets::file_of(&set, "base", Role::Base);
    sets::describe(&set, 1, SCALE, vec![base, gone]);
    for _ in 0..2 {
        let ran = colophon(
            ["lookup", "Nobody Atall", "--index"]
                .map(Path::new)
                .into_iter()
                .chain([&*set]),
        );
        ran.refused("mixed-versions");
    }
}

#[cfg(unix)]
#[test]
fn a_merge_replaces_nothing_but_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path());
    let works: Vec<&Work> = world.works.iter().collect();
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    build(&set.join("base.colophon"), &works[..5], &[]);
    build(&set.join("big.colophon"), &works[..9], &[]);
    let base = sets::file_of(&set, "base", Role::Base);
    let big = sets::file_of(&set, "big", Role::Base);
    let mut manifest = sets::describe(&set, 1, SCALE, vec![base.clone()]);
    manifest.files = vec![base, big];
    manifest.ways = vec![vec!["base".to_owned()], vec!["big".to_owned()]];
    fs::write(set.join("index.json"), manifest.to_json()).unwrap();
    let merge = |indexes: &[&Path], out: &Path| {
        let head = ["index", "merge"].map(Path::new);
        let arguments = head.into_iter().chain(indexes.iter().copied());
        colophon(arguments.chain([Path::new("--out"), out]))
    };
    let pipe = folder.path().join("pipe.colophon");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let nowhere = folder.path().join("link.colophon");
    std::os::unix::fs::symlink("nowhere", &nowhere).unwrap();
    for out in [
        &pipe,
        &nowhere,
        &set.join("big.colophon"),
        &set.join("base.colophon"),
    ] {
        merge(&[&set], out).refused("invalid-argument");
    }
    assert!(fs::symlink_metadata(&nowhere).unwrap().is_symlink());
    // The same index twice would count everything twice.
    let out = folder.path().join("out.colophon");
    merge(&[&set, &set.join("base.colophon")], &out).refused("invalid-argument");
    assert!(!out.exists());
    let _ = merge(&[&set, &set.join("big.colophon")], &out).ending(0);
}
