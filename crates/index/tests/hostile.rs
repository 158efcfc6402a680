//! Files that are damaged, foreign, or made to do harm.

mod common;

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use colophon_index::{APPLICATION_ID, Digest, DigestKind, ErrorKind, Index, WorkId};
use common::hostile::{alter, alter_only, ask, is_found_out, kind_of, small_index};
use common::{build, options, samples, verify};

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
    alter_only(&path, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    assert_eq!(kind_of(&path), ErrorKind::NotAnIndex);
    fs::remove_file(&path).unwrap();
    assert_eq!(kind_of(&path), ErrorKind::Unreadable);
    // The right mark alone does not make an index.
    alter_only(
        &path,
        &format!(
            "PRAGMA page_size = 4096; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1; CREATE TABLE t(a)"
        ),
    );
    assert_eq!(kind_of(&path), ErrorKind::OlderFormat);
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
    // Before the format was final, pages had no checksums.
    let (_folder, path) = small_index();
    let mut bytes = fs::read(&path).unwrap();
    bytes[20] = 0;
    fs::write(&path, &bytes).unwrap();
    assert_eq!(kind_of(&path), ErrorKind::OlderFormat);
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
#[expect(clippy::too_many_lines, reason = "a list")]
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
        "UPDATE postings SET data = CAST(x'7a' || substr(data, 2) AS BLOB)",
        "UPDATE postings SET data = CAST(x'55' || substr(data, 2) AS BLOB)",
        "UPDATE places SET data = zeroblob(length(data))",
        "UPDATE places SET data = zeroblob(3000)",
        "UPDATE places SET data = x''",
        "UPDATE places SET data = CAST(x'ff' || substr(data, 2) AS BLOB)",
        "UPDATE places SET first = first + 1",
        "DELETE FROM places",
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
        "UPDATE sources SET n_titles = n_titles - 1",
        "UPDATE sources SET n_titles = n_records + 1",
        "UPDATE counts SET n = n + 1 WHERE facet = 1 AND value = 'title'",
        "UPDATE counts SET n = 0",
        "UPDATE counts SET facet = 6 WHERE facet = 5",
        "UPDATE counts SET value = hex(zeroblob(30)) WHERE facet = 4 AND value = (SELECT min(value) FROM counts WHERE facet = 4)",
        "INSERT INTO counts VALUES (3, 'klingon', 1)",
        "DELETE FROM counts",
        "UPDATE meta SET value = hex(zeroblob(3000)) WHERE key = 'description'",
        "DELETE FROM meta WHERE key = 'licence'",
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
        "UPDATE work_terms SET first = first - 1",
        "UPDATE work_terms SET first = first + 4294967296",
        "UPDATE work_terms SET data = zeroblob(50000)",
        "UPDATE work_terms SET data = CAST(x'ff' || data AS BLOB)",
        "DELETE FROM work_terms",
        "INSERT INTO work_terms SELECT * FROM terms",
        "INSERT INTO work_term_lists VALUES (1, x'0001')",
        "UPDATE meta SET value = value + 1 WHERE key = 'n_work_terms'",
        "UPDATE meta SET value = '0' WHERE key = 'n_work_terms'",
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
fn an_index_that_is_open_stays_what_it_is() {
    let (folder, path) = small_index();
    let index = Index::open(&path).unwrap();
    let work = index.work(WorkId::new(35)).unwrap();
    build(&path, options(64), &samples(5, 64));
    assert_eq!(Index::open(&path).unwrap().info().n_works, 5);
    assert_eq!(index.work(WorkId::new(35)).unwrap(), work);
    assert!(verify(&index).is_intact());
    // Another index that is written over its very bytes is noticed.
    let index = Index::open(&path).unwrap();
    let other = folder.path().join("b.colophon");
    build(&other, options(64), &samples(9, 64));
    fs::write(&path, fs::read(&other).unwrap()).unwrap();
    assert!(!verify(&index).is_intact());
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
