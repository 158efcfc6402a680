//! Files that are damaged, foreign, or made to do harm.
#![expect(clippy::unwrap_used, reason = "a failing step fails the test")]

mod common;

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_catalogue::terms::{self, TermKind};
use colophon_index::{
    APPLICATION_ID, BuildOptions, Builder, Digest, DigestKind, ErrorKind, Index, RecordNumber,
    WorkId,
};
use common::catalogue::{self, records};
use common::{build, options, samples, scramble, verify};
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

/// Enough records for a term with a long list.
const N_RECORDS: u64 = 500;

/// Builds a small index with rows in every table except that of the dictionary,
/// which takes many more records.
fn small_index() -> (TempDir, PathBuf) {
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

fn kind_of(path: &Path) -> ErrorKind {
    match Index::open(path) {
        Ok(index) => panic!("{index:?} was opened"),
        Err(e) => {
            assert_eq!(e.path(), Some(path));
            e.kind()
        }
    }
}

/// Runs statements on an index as somebody else's program would.
fn alter(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn foreign_files_are_no_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    for bytes in [
        &b""[..],
        b"x",
        b"SQLite format 3\0",
        "Call me Ishmael. ".repeat(900).as_bytes(),
    ] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(kind_of(&path), ErrorKind::NotAnIndex);
    }
    fs::remove_file(&path).unwrap();
    alter(&path, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    assert_eq!(kind_of(&path), ErrorKind::NotAnIndex);
    fs::remove_file(&path).unwrap();
    assert_eq!(kind_of(&path), ErrorKind::Unreadable);
    // The right mark alone does not make an index.
    alter(
        &path,
        &format!(
            "PRAGMA page_size = 4096; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1; CREATE TABLE t(a)"
        ),
    );
    assert_eq!(kind_of(&path), ErrorKind::Damaged);
}

#[test]
fn other_kinds_of_index_are_named() {
    let (_folder, path) = small_index();
    alter(&path, "PRAGMA user_version = 2");
    assert_eq!(kind_of(&path), ErrorKind::NewerFormat);
    alter(&path, "PRAGMA user_version = 0");
    assert_eq!(kind_of(&path), ErrorKind::Damaged);
    alter(&path, "PRAGMA user_version = 1");
    Index::open(&path).unwrap();
    alter(&path, "PRAGMA application_id = 7");
    assert_eq!(kind_of(&path), ErrorKind::NotAnIndex);
}

#[test]
fn a_file_that_was_cut_short_is_damaged() {
    let (_folder, path) = small_index();
    let bytes = fs::read(&path).unwrap();
    for length in [
        101,
        4_096,
        bytes.len() / 2,
        bytes.len() - 4_096,
        bytes.len() - 1,
    ] {
        fs::write(&path, &bytes[..length]).unwrap();
        assert_eq!(kind_of(&path), ErrorKind::Damaged);
    }
    let mut longer = bytes.clone();
    longer.push(0);
    fs::write(&path, longer).unwrap();
    assert_eq!(kind_of(&path), ErrorKind::Damaged);
    fs::write(&path, &bytes).unwrap();
    Index::open(&path).unwrap();
}

#[test]
fn what_a_schema_may_not_bring_along() {
    for sql in [
        "CREATE TABLE extra(a)",
        "CREATE VIEW extra AS SELECT * FROM meta",
        "CREATE TRIGGER extra AFTER INSERT ON meta BEGIN SELECT 1; END",
        "CREATE INDEX extra ON digests(work)",
        "CREATE TABLE extra(a, b AS (a + 1))",
        "DROP TABLE digests",
        "DROP TABLE postings; CREATE VIEW postings AS SELECT 1 AS first, x'00' AS data",
        "DROP TABLE postings; CREATE TABLE postings(first INTEGER PRIMARY KEY, data BLOB NOT NULL)",
        "ALTER TABLE works ADD COLUMN extra ANY",
        "ALTER TABLE works RENAME COLUMN data TO extra",
        "PRAGMA journal_mode = WAL",
        "PRAGMA auto_vacuum = FULL; VACUUM",
        "PRAGMA page_size = 8192; VACUUM",
        "DELETE FROM works",
        "ANALYZE",
    ] {
        let (_folder, path) = small_index();
        alter(&path, sql);
        match Index::open(&path) {
            Err(e) => assert_eq!(e.kind(), ErrorKind::Damaged, "{sql}"),
            // The schema says nothing about a table's rows.
            Ok(index) => {
                assert!(sql.starts_with("DELETE"), "{sql}");
                assert!(!verify(&index).is_intact());
            }
        }
    }
}

/// Statements that leave the schema as it is, and the content impossible.
#[test]
fn impossible_content_is_an_error_where_it_is_read() {
    for sql in [
        "UPDATE postings SET data = zeroblob(3000)",
        "UPDATE postings SET data = zeroblob(50000000)",
        "UPDATE postings SET data = x''",
        "UPDATE postings SET data = CAST(x'ff' || data AS BLOB)",
        "UPDATE postings SET data = CAST(x'3fffffffff' AS BLOB)",
        "UPDATE postings SET first = first - 1",
        "UPDATE postings SET first = 9223372036854775807 WHERE first = (SELECT max(first) FROM postings)",
        "UPDATE postings SET first = -first - 1",
        "INSERT INTO postings SELECT first + 1, data FROM postings",
        "INSERT INTO postings VALUES (-5, x'00')",
        "DELETE FROM postings",
        "UPDATE short_postings SET first = first / 2",
        "UPDATE works SET data = zeroblob(4000)",
        "UPDATE works SET data = randomblob(100)",
        "UPDATE works SET first = first + 1",
        "DELETE FROM works WHERE first = 0",
        "INSERT INTO works VALUES (100000, x'0000')",
        "UPDATE digests SET work = 4000000000",
        "UPDATE digests SET work = -1",
        "UPDATE digests SET kind = 9 WHERE kind = 1",
        "UPDATE records SET data = zeroblob(3000)",
        "UPDATE records SET data = zeroblob(50000000)",
        "UPDATE records SET data = x''",
        "UPDATE records SET data = CAST(substr(data, 1, length(data) - 1) AS BLOB)",
        "UPDATE records SET data = CAST(data || x'00' AS BLOB)",
        "UPDATE records SET data = CAST(x'ffff7f' || data AS BLOB)",
        "UPDATE records SET first = first + 1",
        "DELETE FROM records",
        "INSERT INTO records SELECT first + 1, data FROM records LIMIT 1",
        "INSERT INTO record_dictionary VALUES (0, randomblob(9000))",
        "UPDATE sources SET n_records = n_records + 1",
        "UPDATE sources SET n_records = n_records + 3 - 2 * place",
        "UPDATE sources SET snapshot = '2020-02-30'",
        "UPDATE sources SET place = place + 1 WHERE place = 2",
        "UPDATE sources SET name = hex(zeroblob(600))",
        "DELETE FROM sources",
        "UPDATE record_digests SET first = first + 1",
        "UPDATE record_digests SET data = zeroblob(60)",
        "UPDATE record_digests SET data = CAST(data || x'00' AS BLOB)",
        "DELETE FROM record_digests",
        "INSERT INTO record_digests SELECT first + 1, data FROM record_digests LIMIT 1",
        "UPDATE terms SET first = first - 1",
        "UPDATE terms SET first = first + 4294967296",
        "UPDATE terms SET data = zeroblob(2027)",
        "UPDATE terms SET data = zeroblob(50000)",
        "UPDATE terms SET data = CAST(data || x'00' AS BLOB)",
        "UPDATE terms SET data = CAST(x'ff' || data AS BLOB)",
        "DELETE FROM terms",
        "INSERT INTO terms VALUES (-5, x'00')",
        "UPDATE term_lists SET first = first + 1",
        "UPDATE term_lists SET first = first + 134217728",
        "UPDATE term_lists SET data = zeroblob(100)",
        "UPDATE term_lists SET data = CAST(data || x'0f' AS BLOB)",
        "DELETE FROM term_lists",
        "INSERT INTO term_lists VALUES (1, x'0001')",
        "UPDATE meta SET value = '0' WHERE key = 'n_records'",
        "UPDATE meta SET value = '1' WHERE key = 'n_records'",
        "UPDATE meta SET value = value + 1 WHERE key = 'n_records'",
        "UPDATE meta SET value = '134217729' WHERE key = 'n_records'",
        "UPDATE meta SET value = value + 1 WHERE key = 'n_terms'",
        "DELETE FROM boilerplate",
        "UPDATE boilerplate SET hash = -hash",
        "UPDATE boilerplate SET segment = 2 WHERE segment = 0",
        "UPDATE boilerplate SET n_works = 0",
        "UPDATE meta SET value = 'x' WHERE key = 'name'",
        "UPDATE meta SET value = '128' WHERE key = 'scale'",
        "UPDATE meta SET value = '1000' WHERE key = 'scale'",
        "UPDATE meta SET value = '0' WHERE key = 'scale'",
        "UPDATE meta SET value = '-1' WHERE key = 'n_works'",
        "UPDATE meta SET value = '0' WHERE key = 'n_works'",
        "UPDATE meta SET value = '1' WHERE key = 'n_works'",
        "UPDATE meta SET value = '99999999999999999999' WHERE key = 'n_works'",
        "UPDATE meta SET value = '2147483648' WHERE key = 'n_works'",
        "UPDATE meta SET value = '037' WHERE key = 'n_works'",
        "UPDATE meta SET value = '5' WHERE key = 'n_postings'",
        "UPDATE meta SET value = '4000000000' WHERE key = 'max_works_per_hash'",
        "UPDATE meta SET value = 'zz' WHERE key = 'content_sha256'",
        "UPDATE meta SET value = replace(value, '1', '2') WHERE key = 'content_sha256'",
        "DELETE FROM meta WHERE key = 'recipe'",
        "INSERT INTO meta VALUES ('extra', '1')",
    ] {
        let (_folder, path) = small_index();
        alter(&path, sql);
        assert!(is_found_out(&path), "{sql}");
    }
}

/// Runs every kind of query; returns whether the index was refused or found
/// damaged.
fn is_found_out(path: &Path) -> bool {
    let Ok(index) = Index::open(path) else {
        return true;
    };
    ask(&index);
    !verify(&index).is_intact()
}

fn ask(index: &Index) {
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
    for sample in samples(36, 64) {
        for digest in &sample.work.digests {
            for work in index.find_digest(digest).unwrap_or_default() {
                assert!(u64::from(work.get()) < n_works);
            }
        }
    }
}

/// Runs every kind of query about records.
fn ask_records(index: &Index) {
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

/// Reads all rows with a plain connection, or `None` if that fails.
fn rows(path: &Path) -> Option<Vec<Vec<Value>>> {
    let db = Connection::open(path).ok()?;
    let mut all = Vec::new();
    for (table, key) in [
        ("postings", "first"),
        ("short_postings", "first"),
        ("boilerplate", "segment, hash"),
        ("works", "first"),
        ("digests", "kind, digest, work"),
        ("sources", "place"),
        ("record_dictionary", "first"),
        ("records", "first"),
        ("record_digests", "first"),
        ("terms", "first"),
        ("term_lists", "first"),
        ("meta", "key"),
    ] {
        let mut statement = db
            .prepare(&format!("SELECT * FROM {table} ORDER BY {key}"))
            .ok()?;
        let n = statement.column_count();
        let mut rows = statement.query([]).ok()?;
        while let Some(row) = rows.next().ok()? {
            all.push((0..n).map(|n| row.get(n)).collect::<Result<_, _>>().ok()?);
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
    for n in 0..2_000_u64 {
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
        let changed = rows(&mutant_path).as_ref() != Some(&original);
        let Ok(index) = Index::open(&mutant_path) else {
            n_refused += 1;
            continue;
        };
        ask(&index);
        if verify(&index).is_intact() {
            assert!(!changed, "mutant {n}, changed at {at}, passes for intact");
            n_same += 1;
        } else {
            n_found += 1;
        }
    }
    println!("{n_refused} refused, {n_found} found, {n_same} without any effect");
    assert!(n_refused > 20 && n_found > 500);
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
        let changed = rows(&mutant_path).as_ref() != Some(&original);
        let Ok(index) = Index::open(&mutant_path) else {
            continue;
        };
        ask(&index);
        assert!(!verify(&index).is_intact() || !changed, "{from} to {to}");
    }
}

#[test]
fn only_regular_files_are_opened() {
    let (folder, path) = small_index();
    assert_eq!(kind_of(folder.path()), ErrorKind::NotRegularFile);
    #[cfg(unix)]
    {
        let link = folder.path().join("link.colophon");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(kind_of(&link), ErrorKind::NotRegularFile);
        // A link among the folders on the way does no harm.
        let other = tempfile::tempdir().unwrap();
        let linked = other.path().join("folder");
        std::os::unix::fs::symlink(folder.path(), &linked).unwrap();
        Index::open(&linked.join("a.colophon")).unwrap();
        assert_eq!(kind_of(Path::new("/dev/zero")), ErrorKind::NotRegularFile);
        let fifo = folder.path().join("pipe.colophon");
        let made = std::process::Command::new("mkfifo").arg(&fifo).status();
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(kind_of(&fifo), ErrorKind::NotRegularFile);
        } else {
            println!("NOT TESTED: a pipe, as there is no mkfifo here");
        }
    }
    Index::open(&path).unwrap();
}

#[test]
fn odd_names_are_names() {
    let (folder, path) = small_index();
    for name in [
        "a?mode=rwc.colophon",
        "a#b%00%2f.colophon",
        "ü & 'x' \"y\".colophon",
        "file:a.colophon",
    ] {
        let odd = folder.path().join(name);
        if fs::copy(&path, &odd).is_err() {
            println!("NOT TESTED: the name {name}, which this file system refuses");
            continue;
        }
        ask(&Index::open(&odd).unwrap());
    }
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        let odd = folder
            .path()
            .join(std::ffi::OsStr::from_bytes(b"a\xff\xfe.colophon"));
        fs::copy(&path, &odd).unwrap();
        ask(&Index::open(&odd).unwrap());
    }
}

#[test]
fn reading_writes_nothing_and_heeds_nothing_next_to_the_file() {
    let (folder, path) = small_index();
    let bytes = fs::read(&path).unwrap();
    for suffix in ["-journal", "-wal", "-shm"] {
        let mut other = path.clone().into_os_string();
        other.push(suffix);
        fs::write(other, &bytes).unwrap();
    }
    let before = fs::read_dir(folder.path()).unwrap().count();
    let index = Index::open(&path).unwrap();
    ask(&index);
    assert!(verify(&index).is_intact());
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
}

#[test]
fn an_index_in_the_place_of_another_is_noticed() {
    let (_folder, path) = small_index();
    let index = Index::open(&path).unwrap();
    build(&path, options(64), &samples(5, 64));
    // The open connection keeps reading the old file; another one would read the new
    // file.
    let mut is_done = false;
    let result = index.verify(&mut |_| {
        is_done = true;
        ControlFlow::Continue(())
    });
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Replaced);
    assert!(!is_done);
}

#[test]
fn a_check_can_be_stopped() {
    let (_folder, path) = small_index();
    let index = Index::open(&path).unwrap();
    let result = index.verify(&mut |_| ControlFlow::Break(()));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Cancelled);
    let digest = Digest {
        kind: DigestKind::Md5,
        bytes: vec![0; 16],
    };
    assert_eq!(index.find_digest(&digest).unwrap(), []);
    assert!(verify(&index).is_intact());
}

#[test]
fn unsorted_questions_are_refused() {
    let (_folder, path) = small_index();
    let index = Index::open(&path).unwrap();
    let error = index.lookup(&[2, 1], &mut |_, _| ()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidOption);
}
