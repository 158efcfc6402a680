//! Calibre databases that were made to do harm, and one as Calibre makes it.
#![expect(clippy::unwrap_used, reason = "a failing step fails the test")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_clients::{Error, ErrorKind, List, Mapping, read};
use rusqlite::Connection;
use tempfile::TempDir;

/// The tables that a list is read from, but for that of books and authors, and a
/// book with an author.
const REST: &str = "
    CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE publishers (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE books_publishers_link (id INTEGER PRIMARY KEY, book INTEGER, publisher INTEGER);
    CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE books_series_link (id INTEGER PRIMARY KEY, book INTEGER, series INTEGER);
    CREATE TABLE identifiers (id INTEGER PRIMARY KEY, book INTEGER, type TEXT, val TEXT);
    CREATE TABLE data (id INTEGER PRIMARY KEY, book INTEGER, format TEXT, name TEXT);
    INSERT INTO books (id, title, path) VALUES (1, 'The Sea', 'Li Bo/The Sea (1)');
    INSERT INTO authors VALUES (1, 'Li| Bo');
    INSERT INTO books_authors_link VALUES (1, 1, 1);
";

const BOOKS: &str = "
    CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, path TEXT, series_index REAL, pubdate TEXT);
";

const AUTHORS_OF_BOOKS: &str = "
    CREATE TABLE books_authors_link (id INTEGER PRIMARY KEY, book INTEGER, author INTEGER);
";

/// Makes a library by statements, as somebody else's program would.
fn library(statements: &[&str]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("metadata.db");
    let db = Connection::open(&path).unwrap();
    for sql in statements {
        db.execute_batch(sql).unwrap();
    }
    (folder, path)
}

fn read_file(path: &Path) -> Result<List, Error> {
    let mut go_on = |_| ControlFlow::Continue(());
    read(path, &Mapping::default(), &mut go_on)
}

fn assert_is_read(path: &Path) {
    let list = read_file(path).unwrap();
    assert_eq!(list.titles.len(), 1);
    assert_eq!(list.titles[0].title, "The Sea");
    assert_eq!(list.titles[0].author, "Li, Bo");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_database_is_not_followed() {
    let (folder, path) = library(&[BOOKS, AUTHORS_OF_BOOKS, REST]);
    let other = tempfile::tempdir().unwrap();
    let link = other.path().join("metadata.db");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    for named in [&link, other.path()] {
        let error = read_file(named).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unreadable);
        assert_eq!(
            error.message(),
            "the Calibre database is a link; name the file that it leads to"
        );
    }
    // Links among the folders on the way do no harm.
    let linked = other.path().join("library");
    std::os::unix::fs::symlink(folder.path(), &linked).unwrap();
    assert_is_read(&linked);
    assert_is_read(&linked.join("metadata.db"));
}

/// Adds an author with a name of 900,000 bytes, and 399 links to it.
fn link_a_long_name_often(path: &Path) {
    let db = Connection::open(path).unwrap();
    db.execute_batch(
        "INSERT INTO authors VALUES (2, CAST(zeroblob(900000) AS TEXT));
         WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
         INSERT INTO books_authors_link SELECT i, 100 + i, 2 FROM n;",
    )
    .unwrap();
}

#[test]
fn sqlite_sorts_in_bounded_memory() {
    // These links are not stored in the order of their ids, so SQLite sorts them,
    // each with the name of its author.
    let links = "CREATE TABLE books_authors_link (id TEXT, book INTEGER, author INTEGER);";
    let (_folder, path) = library(&[BOOKS, links, REST]);
    assert_is_read(&path);
    link_a_long_name_often(&path);
    // The library is not damaged: it wants more than it may have.
    let error = read_file(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
}

#[test]
fn a_name_is_not_repeated_without_end() {
    let (_folder, path) = library(&[BOOKS, AUTHORS_OF_BOOKS, REST]);
    assert_is_read(&path);
    link_a_long_name_often(&path);
    let error = read_file(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
}

#[test]
fn the_schema_keeps_to_the_limits() {
    let sum = |n: usize| vec!["x"; n].join(" + ");
    let columns = |n: usize| {
        let names: Vec<String> = (0..n).map(|n| format!("c{n}")).collect();
        names.join(", ")
    };
    let union = |n: usize| vec!["SELECT id FROM books"; n].join(" UNION ALL ");
    let cases: [fn(&str) -> String; 4] = [
        |sum| format!("CREATE TABLE extra (x, y CHECK ({sum} > 0))"),
        |columns| format!("CREATE TABLE extra ({columns})"),
        |union| format!("CREATE VIEW extra AS {union}"),
        |long| format!("CREATE TABLE extra (x /* {long} */)"),
    ];
    for (case, good, bad) in [
        (cases[0], sum(90), sum(110)),
        (cases[1], columns(99), columns(101)),
        (cases[2], union(10), union(11)),
        (cases[3], "-".repeat(60_000), "-".repeat(70_000)),
    ] {
        let extra = case(&good);
        let (_folder, path) = library(&[BOOKS, AUTHORS_OF_BOOKS, REST, &extra]);
        assert_is_read(&path);
        let extra = case(&bad);
        let (_folder, path) = library(&[BOOKS, AUTHORS_OF_BOOKS, REST, &extra]);
        let error = read_file(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Damaged, "{}", &extra[..40]);
    }
}

/// The shapes that Calibre's own schema has: text in double quotes, functions
/// and a tokenizer of Calibre's own, triggers, and views with many columns.
#[test]
fn the_schema_of_calibre_itself_keeps_to_the_limits() {
    let tags: Vec<String> = (0..14)
        .map(|n| {
            format!(
                "(SELECT AVG(data.book) FROM books_authors_link AS tl, identifiers AS bl, data
                  WHERE tl.author=authors.id AND bl.book=tl.book AND data.id=bl.id AND
                  data.book <> 0 AND books_list_filter(bl.book)) column_{n}"
            )
        })
        .collect();
    let view = format!(
        "CREATE VIEW tag_browser AS SELECT id, name, {}, (title_sort(name)) AS sort FROM authors",
        tags.join(", ")
    );
    let (_folder, path) = library(&[
        "CREATE TABLE books (id INTEGER PRIMARY KEY AUTOINCREMENT,
            title TEXT NOT NULL DEFAULT 'Unknown' COLLATE NOCASE, sort TEXT COLLATE NOCASE,
            timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            pubdate TIMESTAMP DEFAULT CURRENT_TIMESTAMP, series_index REAL NOT NULL DEFAULT 1.0,
            author_sort TEXT COLLATE NOCASE, isbn TEXT DEFAULT \"\" COLLATE NOCASE,
            lccn TEXT DEFAULT \"\" COLLATE NOCASE, path TEXT NOT NULL DEFAULT \"\",
            flags INTEGER NOT NULL DEFAULT 1, uuid TEXT, has_cover BOOL DEFAULT 0,
            last_modified TIMESTAMP NOT NULL DEFAULT \"2000-01-01 00:00:00+00:00\")",
        AUTHORS_OF_BOOKS,
        REST,
        "CREATE TABLE ratings (id INTEGER PRIMARY KEY,
            rating INTEGER CHECK(rating > -1 AND rating < 11), UNIQUE (rating));
         CREATE INDEX books_idx ON books (sort COLLATE NOCASE);
         CREATE VIRTUAL TABLE annotations_fts USING fts5(text, tokenize = 'unicode61');
         CREATE TRIGGER fkc_data_insert BEFORE INSERT ON data BEGIN
            SELECT CASE WHEN ((SELECT id from books WHERE id=NEW.book) IS NULL)
            THEN RAISE(ABORT, 'Foreign key violation: book not in books') END; END;
         CREATE TRIGGER books_insert_trg AFTER INSERT ON books BEGIN
            UPDATE books SET sort=title_sort(NEW.title),uuid=uuid4() WHERE id=NEW.id; END;",
        &view,
        "ANALYZE",
    ]);
    assert_is_read(&path);
}
