//! Files that were damaged by accident, or that contradict themselves.

mod common;

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use colophon_index::{BuildOptions, Builder, ErrorKind, Index, NewWork, seal_again};
use common::catalogue::{self, records};
use common::hostile::{N_RECORDS, alter, alter_only, ask, is_found_out, kind_of, small_index};
use common::{Sample, build, options, samples, scramble, sketch, verify};
use rusqlite::Connection;
use rusqlite::types::Value;

#[test]
fn a_change_that_knows_nothing_of_checksums_is_found() {
    for sql in [
        "UPDATE works SET data = CAST(data || x'00' AS BLOB) WHERE first = 0",
        "DELETE FROM terms WHERE first = (SELECT max(first) FROM terms)",
        "UPDATE meta SET value = '2026-01-02T03:04:06Z' WHERE key = 'created'",
        "DELETE FROM digests WHERE kind = 1",
        "VACUUM",
    ] {
        let (_folder, path) = small_index();
        alter_only(&path, sql);
        assert_eq!(kind_of(&path), ErrorKind::Damaged, "{sql}");
    }
}

#[test]
fn pages_of_another_index_are_found() {
    let (folder, path) = small_index();
    let other = folder.path().join("b.colophon");
    let mut samples = samples(36, 64);
    samples[34].work.title = "Títle 99".to_owned();
    let mut builder = Builder::create(
        &other,
        BuildOptions {
            max_works_per_hash: 1,
            ..options(64)
        },
    )
    .unwrap();
    for sample in &samples {
        builder
            .add(&sample.work, &sample.hashes, sample.threshold)
            .unwrap();
    }
    catalogue::add(&mut builder, &records(N_RECORDS));
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    let (bytes, others) = (fs::read(&path).unwrap(), fs::read(&other).unwrap());
    // They differ in a letter of a work, and so in what each page is sealed with.
    assert_eq!(bytes.len(), others.len());
    for page in (0..bytes.len() / 4096).step_by(5) {
        let mut mixed = bytes.clone();
        let range = page * 4096..(page + 1) * 4096;
        mixed[range.clone()].copy_from_slice(&others[range]);
        fs::write(&path, &mixed).unwrap();
        assert!(is_found_out(&path), "page {page}");
    }
}

#[test]
fn tables_that_do_not_fit_what_the_index_says_are_refused_at_once() {
    for sql in [
        "DELETE FROM terms",
        "DELETE FROM work_terms",
        "UPDATE meta SET value = '0' WHERE key = 'n_work_terms'",
        "DELETE FROM records",
        "DELETE FROM records WHERE first = (SELECT max(first) FROM records)",
        "DELETE FROM works",
        "DELETE FROM places",
        "UPDATE places SET data = CAST(data || x'00' AS BLOB)",
        "UPDATE places SET data = zeroblob(length(data) - 1)",
        "INSERT INTO places VALUES (36, x'00')",
        "DELETE FROM postings",
        "DELETE FROM short_postings",
        "DELETE FROM digests",
        "DELETE FROM boilerplate",
        "DELETE FROM sources",
        "UPDATE meta SET value = '1' WHERE key = 'n_works'",
        "UPDATE meta SET value = '35' WHERE key = 'n_works'",
        "UPDATE meta SET value = '37' WHERE key = 'n_works'",
        "UPDATE meta SET value = '0' WHERE key = 'n_postings'",
        "UPDATE meta SET value = '0' WHERE key = 'n_terms'",
        "UPDATE meta SET value = '0' WHERE key = 'n_digests'",
        "UPDATE meta SET value = value - 1 WHERE key = 'n_records'",
        "INSERT INTO record_dictionary VALUES (0, zeroblob(9000))",
        "INSERT INTO record_dictionary VALUES (0, x'37a430ec')",
        "INSERT INTO record_dictionary VALUES (0, CAST(x'37a430ec01000000' || randomblob(500) AS BLOB))",
        "INSERT INTO record_dictionary VALUES (0, CAST('The Sea of Stories' AS BLOB))",
    ] {
        let (_folder, path) = small_index();
        alter(&path, sql);
        assert_eq!(kind_of(&path), ErrorKind::Damaged, "{sql}");
    }
}

#[test]
fn a_wrong_scale_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let works: Vec<Sample> = (0..12)
        .map(|n| Sample {
            work: NewWork {
                n_letters: 180_000,
                ..NewWork::default()
            },
            hashes: sketch(n, 170_000, 1 << 58),
            threshold: 1 << 58,
        })
        .collect();
    for scale in [64, 128, 1024] {
        build(&path, options(scale), &works);
        let sound = fs::read(&path).unwrap();
        assert!(verify(&Index::open(&path).unwrap()).is_intact());
        for other in [64, 128, 256, 512, 1024, 2048, 65_536] {
            // Of the coarsest scales, too few hashes are left to tell.
            if other == scale || (scale == 1024 && other == 2048) {
                continue;
            }
            fs::write(&path, &sound).unwrap();
            let sql = format!("UPDATE meta SET value = '{other}' WHERE key = 'scale'");
            alter(&path, &sql);
            let report = verify(&Index::open(&path).unwrap());
            let is_named = |problem: &String| problem.contains("at this scale");
            assert!(report.problems.iter().any(is_named), "{scale} as {other}");
        }
    }
}

/// Reads all rows with a plain connection, or `None` if that fails. The time of the build
/// does not count as content.
fn rows(path: &Path) -> Option<Vec<Vec<Value>>> {
    let db = Connection::open(path).ok()?;
    let mut all = Vec::new();
    for (table, key) in [
        ("postings", "first"),
        ("short_postings", "first"),
        ("boilerplate", "segment, hash"),
        ("crowded", "n_works, segment, hash"),
        ("places", "first"),
        ("works", "first"),
        ("digests", "kind, digest, work"),
        ("sources", "place"),
        ("record_dictionary", "first"),
        ("records", "first"),
        ("record_digests", "first"),
        ("terms", "first"),
        ("term_lists", "first"),
        ("work_terms", "first"),
        ("work_term_lists", "first"),
        ("counts", "facet, value"),
        ("meta", "key"),
    ] {
        let mut statement = db
            .prepare(&format!("SELECT * FROM {table} ORDER BY {key}"))
            .ok()?;
        let n = statement.column_count();
        let mut rows = statement.query([]).ok()?;
        while let Some(row) = rows.next().ok()? {
            let row: Vec<Value> = (0..n).map(|n| row.get(n)).collect::<Result<_, _>>().ok()?;
            if row.first() != Some(&Value::Text("created".to_owned())) {
                all.push(row);
            }
        }
    }
    Some(all)
}

#[test]
fn every_changed_byte_of_content_is_found() {
    let (folder, path) = small_index();
    let bytes = fs::read(&path).unwrap();
    let original = rows(&path).unwrap();
    let mutant_path = folder.path().join("mutant.colophon");
    let (mut n_refused, mut n_found, mut n_same) = (0, 0, 0);
    for n in 0..1_000_u64 {
        let random = scramble(n);
        let mut mutant = bytes.clone();
        let at = usize::try_from(random >> 16).unwrap() % bytes.len();
        // A bit, a byte, or a value that often has a meaning.
        match n % 4 {
            0 => mutant[at] ^= 1 << (random % 8),
            1 => mutant[at] = mutant[at].wrapping_add(1 + random.to_le_bytes()[0] % 255),
            2 => mutant[at] = [0, 1, 0x7f, 0x80, 0xff][usize::try_from(random % 5).unwrap()],
            // The head of a page holds SQLite's own numbers.
            _ => {
                mutant[at / 4096 * 4096 + usize::try_from(random % 24).unwrap()] ^=
                    1 << (random % 7);
            }
        }
        if mutant == bytes {
            continue;
        }
        fs::write(&mutant_path, &mutant).unwrap();
        // The checksum covers every byte.
        match Index::open(&mutant_path) {
            Ok(index) => {
                assert!(!verify(&index).is_intact(), "mutant {n}, changed at {at}");
                n_found += 1;
            }
            Err(_) => n_refused += 1,
        }
        // Behind a right checksum, whatever changes a row is found.
        seal_again(&mutant_path).unwrap();
        let changed = rows(&mutant_path).as_ref() != Some(&original);
        let Ok(index) = Index::open(&mutant_path) else {
            continue;
        };
        ask(&index);
        if verify(&index).is_intact() {
            assert!(!changed, "mutant {n}, changed at {at}, passes for intact");
            n_same += 1;
        }
    }
    println!("{n_refused} refused, {n_found} found, {n_same} without any effect");
    assert!(n_refused > 20 && n_found > 100);
}

#[test]
fn swapped_and_repeated_pages_are_found() {
    let (folder, path) = small_index();
    let bytes = fs::read(&path).unwrap();
    let original = rows(&path).unwrap();
    let mutant_path = folder.path().join("mutant.colophon");
    let n_pages = bytes.len() / 4096;
    for n in 0..400_u64 {
        let mut mutant = bytes.clone();
        let random = usize::try_from(scramble(n) >> 8).unwrap();
        let (from, to) = (random % n_pages * 4096, random / 1_000 % n_pages * 4096);
        mutant.copy_within(from..from + 4096, to);
        if n % 2 == 0 {
            mutant[from..from + 4096].copy_from_slice(&bytes[to..to + 4096]);
        }
        fs::write(&mutant_path, &mutant).unwrap();
        let is_intact = Index::open(&mutant_path).is_ok_and(|index| verify(&index).is_intact());
        assert_eq!(is_intact, mutant == bytes, "{from} to {to}");
        seal_again(&mutant_path).unwrap();
        let changed = rows(&mutant_path).as_ref() != Some(&original);
        let Ok(index) = Index::open(&mutant_path) else {
            continue;
        };
        ask(&index);
        assert!(!verify(&index).is_intact() || !changed, "{from} to {to}");
    }
}
