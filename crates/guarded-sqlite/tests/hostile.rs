//! Each guard holds: without it, the test that is named after it fails.
#![expect(clippy::unwrap_used, reason = "a failing step fails the test")]

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use colophon_guarded_sqlite::{Error, ForeignFile, Guarded, Limits, Readable, open_stranger};
use rusqlite::{Connection, ErrorCode};
use tempfile::TempDir;

/// Generous: what a test is about it makes tighter.
const LIMITS: Limits = Limits {
    value_bytes: 1 << 20,
    sql_bytes: 10_000,
    columns: 100,
    expression_depth: 50,
    compound_selects: 10,
    instructions: 25_000,
    function_arguments: 10,
    pattern_bytes: 100,
    parameters: 100,
    cache_kib: 2_000,
    time: Duration::from_mins(1),
};

const READABLE: Readable = Readable {
    tables: &["t", "v"],
    functions: &["like", "max"],
    pragmas: &["integrity_check"],
};

/// Makes a database by statements, as somebody else's program would.
fn database(sql: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    (folder, path)
}

/// A table `t` of three rows.
fn small() -> (TempDir, PathBuf) {
    database("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2), (3)")
}

fn open(path: &Path) -> Result<Guarded, Error> {
    open_stranger(path, &LIMITS, &READABLE)
}

/// Runs a statement and reads all of its rows.
fn run(db: &Connection, sql: &str) -> rusqlite::Result<usize> {
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut n = 0;
    while rows.next()?.is_some() {
        n += 1;
    }
    Ok(n)
}

/// Returns SQLite's words for a refusal.
#[track_caller]
fn refusal<T: Debug>(result: rusqlite::Result<T>) -> String {
    result.unwrap_err().to_string()
}

#[track_caller]
fn code<T: Debug>(result: rusqlite::Result<T>) -> ErrorCode {
    result.unwrap_err().sqlite_error_code().unwrap()
}

/// Returns SQLite's error of a file that could not be opened.
#[track_caller]
fn of_sqlite<T>(result: Result<T, Error>) -> rusqlite::Error {
    match result {
        Err(Error::Sqlite(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was opened"),
    }
}

#[test]
fn only_regular_files_are_opened() {
    let (folder, path) = small();
    assert!(matches!(open(folder.path()), Err(Error::NotRegularFile)));
    let nowhere = folder.path().join("nowhere.db");
    assert!(matches!(open(&nowhere), Err(Error::System(_))));
    #[cfg(unix)]
    {
        assert!(matches!(
            open(Path::new("/dev/zero")),
            Err(Error::NotRegularFile)
        ));
        let link = folder.path().join("link.db");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(matches!(open(&link), Err(Error::Link)));
        // A link among the folders on the way does no harm.
        let other = tempfile::tempdir().unwrap();
        let linked = other.path().join("folder");
        std::os::unix::fs::symlink(folder.path(), &linked).unwrap();
        assert_eq!(
            run(open(&linked.join("a.db")).unwrap().db(), "SELECT x FROM t"),
            Ok(3)
        );
        let pipe = folder.path().join("pipe.db");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if made.is_ok_and(|status| status.success()) {
            assert!(matches!(open(&pipe), Err(Error::NotRegularFile)));
        } else {
            println!("NOT TESTED: a pipe, as there is no mkfifo here");
        }
    }
}

#[test]
fn odd_names_are_names() {
    let (folder, path) = small();
    let mut names: Vec<std::ffi::OsString> = [
        "a?mode=rwc.db",
        "a?immutable=0&vfs=none.db",
        "a#b%00%2f.db",
        "ü & 'x' \"y\".db",
        "file:a.db",
    ]
    .map(Into::into)
    .into();
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        names.push(std::ffi::OsStr::from_bytes(b"a\xff\xfe.db").to_owned());
    }
    for name in names {
        let odd = folder.path().join(&name);
        if fs::copy(&path, &odd).is_err() {
            println!("NOT TESTED: the name {name:?}, which this file system refuses");
            continue;
        }
        let guarded = open(&odd).unwrap();
        assert_eq!(run(guarded.db(), "SELECT x FROM t"), Ok(3), "{name:?}");
    }
}

#[test]
fn reading_writes_nothing_and_heeds_nothing_next_to_the_file() {
    let (folder, path) = small();
    let bytes = fs::read(&path).unwrap();
    for suffix in ["-journal", "-wal", "-shm"] {
        let mut other = path.clone().into_os_string();
        other.push(suffix);
        fs::write(other, &bytes).unwrap();
    }
    let before = fs::read_dir(folder.path()).unwrap().count();
    let guarded = open(&path).unwrap();
    assert_eq!(run(guarded.db(), "SELECT x FROM t"), Ok(3));
    assert_eq!(run(guarded.db(), "PRAGMA integrity_check"), Ok(1));
    drop(guarded);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
}

#[test]
fn no_lock_is_waited_for() {
    let (_folder, path) = small();
    let writer = Connection::open(&path).unwrap();
    writer.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let guarded = open(&path).unwrap();
    assert_eq!(run(guarded.db(), "SELECT x FROM t"), Ok(3));
}

#[test]
fn opening_reads_the_header_only() {
    let (_folder, path) = database(
        "CREATE TABLE t (x); PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE t (';",
    );
    let file = ForeignFile::find(&path).unwrap();
    assert!(file.header().starts_with(b"SQLite format 3\0") && file.header().len() == 100);
    assert_eq!(file.size_bytes(), fs::metadata(&path).unwrap().len());
    let unread = file.open().unwrap();
    let error = of_sqlite(unread.guard(&LIMITS));
    assert_eq!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt),
        "{error}"
    );
}

#[test]
fn a_file_that_is_not_a_database_is_refused_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    fs::write(&path, "Call me Ishmael. ".repeat(900)).unwrap();
    let error = of_sqlite(ForeignFile::find(&path).unwrap().open());
    assert_eq!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase));
}

#[test]
fn nothing_can_be_written() {
    let (folder, path) = small();
    let guarded = open(&path).unwrap();
    for sql in [
        "INSERT INTO t VALUES (4)",
        "DELETE FROM t",
        "CREATE TABLE u (x)",
        "CREATE TEMP TABLE u (x)",
        "DROP TABLE t",
        "PRAGMA user_version = 5",
        "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1",
        "ATTACH ':memory:' AS other",
        "COMMIT",
        "SAVEPOINT s",
    ] {
        let code = code(run(guarded.db(), sql));
        assert!(
            matches!(
                code,
                ErrorCode::AuthorizationForStatementDenied | ErrorCode::ReadOnly
            ),
            "{sql}: {code:?}"
        );
    }
    // The authorizer is not asked about this one; the transaction prevents it, and
    // so would the ban on attached files.
    let copy = folder.path().join("copy.db");
    let sql = format!("VACUUM INTO '{}'", copy.display());
    run(guarded.db(), &sql).unwrap_err();
    assert!(!copy.exists());
}

#[test]
fn only_what_is_named_can_be_touched() {
    let (_folder, path) = database(
        "CREATE TABLE t (x, y DEFAULT (max(1, 2))); CREATE TABLE other (x);
         INSERT INTO t VALUES ('a', 'b');",
    );
    let guarded = open(&path).unwrap();
    for sql in [
        "SELECT x FROM t",
        "SELECT max(x, y) FROM t",
        "SELECT MAX(x, y) FROM t",
        "SELECT x FROM t WHERE x LIKE 'a%'",
        "PRAGMA integrity_check(1)",
    ] {
        assert_eq!(run(guarded.db(), sql), Ok(1), "{sql}");
    }
    for sql in [
        "SELECT x FROM other",
        "SELECT name FROM sqlite_schema",
        "SELECT min(x, y) FROM t",
        "SELECT load_extension('x')",
        "SELECT randomblob(10)",
        "PRAGMA table_info(t)",
        "PRAGMA database_list",
        "SELECT * FROM pragma_database_list",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    ] {
        let words = refusal(run(guarded.db(), sql));
        assert!(
            words.contains("not authorized") || words.contains("prohibited"),
            "{sql}: {words}"
        );
    }
}

#[test]
fn before_anything_is_named_the_schema_alone_can_be_read() {
    let (_folder, path) = small();
    let unchecked = ForeignFile::find(&path)
        .unwrap()
        .open()
        .unwrap()
        .guard(&LIMITS)
        .unwrap();
    let db = unchecked.db();
    assert_eq!(run(db, "SELECT type, name, sql FROM sqlite_schema"), Ok(1));
    for sql in ["SELECT x FROM t", "PRAGMA integrity_check"] {
        assert_eq!(
            code(run(db, sql)),
            ErrorCode::AuthorizationForStatementDenied,
            "{sql}"
        );
    }
    let guarded = unchecked.allow(&READABLE).unwrap();
    assert_eq!(run(guarded.db(), "SELECT x FROM t"), Ok(3));
}

#[test]
fn a_view_is_not_run() {
    let (_folder, path) = database("CREATE TABLE t (x); CREATE VIEW v AS SELECT x FROM t");
    let guarded = open(&path).unwrap();
    let words = refusal(run(guarded.db(), "SELECT x FROM v"));
    assert!(words.contains("access to view \"v\" prohibited"), "{words}");
}

#[test]
fn a_word_in_double_quotes_is_a_name() {
    let (_folder, path) = small();
    let guarded = open(&path).unwrap();
    let words = refusal(run(guarded.db(), "SELECT \"nothing\" FROM t"));
    assert!(words.contains("no such column"), "{words}");
}

/// For each limit: a statement that keeps to it, one that does not, and SQLite's
/// words for that.
#[test]
fn statements_keep_to_their_limits() {
    let (_folder, path) = small();
    let long = |n: usize| format!("SELECT x FROM t {}", " ".repeat(n - 16));
    let columns = |n: usize| format!("SELECT {} FROM t", vec!["x"; n].join(", "));
    let sum = |n: usize| format!("SELECT x FROM t WHERE x > {}", vec!["1"; n].join(" + "));
    let union = |n: usize| vec!["SELECT x FROM t"; n].join(" UNION ALL ");
    let max = |n: usize| format!("SELECT max({}) FROM t", vec!["x"; n].join(", "));
    let like = |n: usize| format!("SELECT x FROM t WHERE x LIKE '{}'", "a".repeat(n));
    let limits = Limits {
        sql_bytes: 1_000,
        columns: 7,
        expression_depth: 9,
        compound_selects: 3,
        function_arguments: 4,
        pattern_bytes: 20,
        parameters: 2,
        ..LIMITS
    };
    let guarded = open_stranger(&path, &limits, &READABLE).unwrap();
    for (good, bad, words) in [
        (long(1_000), long(1_001), "statement too long"),
        (columns(7), columns(8), "too many columns in result set"),
        (sum(8), sum(9), "Expression tree is too large"),
        (union(3), union(4), "too many terms in compound SELECT"),
        (max(4), max(5), "too many arguments on function max"),
        (like(20), like(21), "LIKE or GLOB pattern too complex"),
        (
            "SELECT x FROM t WHERE x > ?2".to_owned(),
            "SELECT x FROM t WHERE x > ?3".to_owned(),
            "variable number must be between",
        ),
    ] {
        let db = guarded.db();
        if good.contains('?') {
            db.prepare(&good).unwrap();
        } else {
            run(db, &good).unwrap();
        }
        let refused = match run(db, &bad) {
            Err(error) => error.to_string(),
            Ok(n) => panic!("{bad} gave {n} rows"),
        };
        assert!(refused.contains(words), "{bad}: {refused}");
    }
}

#[test]
fn a_statement_of_too_many_instructions_is_refused() {
    let (_folder, path) = small();
    let sql = format!("SELECT {} FROM t", vec!["x + 1"; 90].join(", "));
    assert_eq!(run(open(&path).unwrap().db(), &sql), Ok(3));
    let limits = Limits {
        instructions: 100,
        ..LIMITS
    };
    let guarded = open_stranger(&path, &limits, &READABLE).unwrap();
    assert_eq!(code(run(guarded.db(), &sql)), ErrorCode::OutOfMemory);
}

#[test]
fn a_value_that_is_too_long_is_not_read() {
    let (_folder, path) = database(
        "CREATE TABLE t (x);
         INSERT INTO t VALUES (zeroblob(90000)), (zeroblob(110000))",
    );
    let limits = Limits {
        value_bytes: 100_000,
        ..LIMITS
    };
    let guarded = open_stranger(&path, &limits, &READABLE).unwrap();
    let read = |row: u32| {
        run(
            guarded.db(),
            &format!("SELECT x FROM t WHERE rowid = {row}"),
        )
    };
    assert_eq!(read(1), Ok(1));
    assert_eq!(code(read(2)), ErrorCode::TooBig);
}

/// A file's own statements are parsed, so they have to keep to the limits, too.
#[test]
fn the_schema_keeps_to_the_limits() {
    let sum = vec!["x"; 60].join(" + ");
    let columns: Vec<String> = (0..101).map(|n| format!("c{n}")).collect();
    for sql in [
        format!("CREATE TABLE t (x, y AS ({sum}))"),
        format!("CREATE TABLE t (x); CREATE INDEX i ON t ({sum})"),
        format!("CREATE TABLE t ({})", columns.join(", ")),
        format!("CREATE TABLE t (x /* {} */)", "long ".repeat(2_000)),
        format!(
            "CREATE TABLE t (x); CREATE VIEW v AS {}",
            ["SELECT x FROM t"; 11].join(" UNION ")
        ),
    ] {
        let (_folder, path) = database(&sql);
        let error = of_sqlite(open(&path));
        assert_eq!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt),
            "{}: {error}",
            &sql[..40]
        );
    }
}

#[test]
fn sqlites_heap_has_an_end() {
    // Sorting is done in memory, and one long text is sorted again and again.
    let (_folder, path) = database(
        "CREATE TABLE t (x, y);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
         INSERT INTO t SELECT i, 0 FROM n;
         INSERT INTO t VALUES (0, zeroblob(1000000));",
    );
    let guarded = open(&path).unwrap();
    let sort = |n: u32| {
        let sql = format!(
            "SELECT a.x, b.y FROM t a JOIN t b ON b.x = 0 WHERE a.x < {n} ORDER BY a.x % 7"
        );
        run(guarded.db(), &sql)
    };
    assert_eq!(sort(20), Ok(20));
    assert_eq!(code(sort(400)), ErrorCode::OutOfMemory);
}

#[test]
fn a_question_that_takes_too_long_is_ended() {
    let (_folder, path) = database(
        "CREATE TABLE t (x);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
         INSERT INTO t SELECT i FROM n;",
    );
    let limits = Limits {
        time: Duration::from_millis(30),
        ..LIMITS
    };
    let guarded = open_stranger(&path, &limits, &READABLE).unwrap();
    let long = "SELECT a.x FROM t a, t b, t c WHERE a.x + b.x + c.x < 0";
    let short = "SELECT x FROM t";
    let ask = |sql: &str| {
        guarded.start_clock();
        run(guarded.db(), sql)
    };
    // Until the clock is started again, the time that is over stays over.
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(
        code(run(guarded.db(), long)),
        ErrorCode::OperationInterrupted
    );
    assert_eq!(ask(short), Ok(100));
    let longer = "SELECT a.x FROM t a, t b, t c, t d WHERE a.x + b.x + c.x + d.x < 0";
    assert_eq!(code(ask(longer)), ErrorCode::OperationInterrupted);
    guarded.stop_clock();
    assert_eq!(run(guarded.db(), long), Ok(0));
}
