//! The tables of the store, and the settings of SQLite for them.

/// Marks the file as a store of results: "Clib".
pub(super) const APPLICATION_ID: i32 = 0x436c_6962;

/// The version of the tables; a file with a higher one is left alone, and one with
/// a lower one, which no release has made, is renamed.
pub(super) const VERSION: i32 = 2;

/// The settings of every connection, made before it touches a table.
///
/// A result that was shown survives a power cut (FULL). What is deleted is
/// overwritten, and nothing is put into temporary files next to the store.
pub(super) const SETTINGS: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
";

/// What is being forgotten: hidden from every list, and deleted a little later
/// unless it is brought back. It is on the disk, so that a crash in between does
/// not bring it back. A store of an earlier release gets these tables when it is
/// opened; an earlier release passes over them.
pub(super) const LEAVING: &str = "
CREATE TABLE IF NOT EXISTS leaving_result (
    id INTEGER PRIMARY KEY REFERENCES result (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE IF NOT EXISTS leaving_run (
    id INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE
) STRICT;
";

/// The kinds of rows in `skipped`: titles that could not be read, files that
/// belong to no title, and what is not a title.
pub(super) const TITLE: i64 = 0;
pub(super) const FILE: i64 = 1;
pub(super) const LEFT_OUT: i64 = 2;

/// The tables. The columns that lists are searched and sorted by are in
/// `result`; the whole answer is in `detail`, so a list need not read it.
pub(super) const TABLES: &str = "
CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    list TEXT NOT NULL,
    checked TEXT NOT NULL,
    context INTEGER NOT NULL REFERENCES context (id)
) STRICT;

CREATE TABLE context (
    id INTEGER PRIMARY KEY,
    said TEXT NOT NULL UNIQUE,
    indexes TEXT NOT NULL,
    demonstration INTEGER NOT NULL
) STRICT;

CREATE TABLE result (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER REFERENCES run (id) ON DELETE CASCADE,
    context INTEGER NOT NULL REFERENCES context (id),
    line INTEGER,
    same TEXT NOT NULL,
    text_sha256 TEXT,
    verdict INTEGER NOT NULL,
    found INTEGER NOT NULL,
    news INTEGER NOT NULL,
    checked TEXT NOT NULL,
    first_added TEXT,
    by_title TEXT NOT NULL,
    by_author TEXT NOT NULL,
    by_client TEXT NOT NULL,
    by_name TEXT NOT NULL,
    client TEXT,
    book INTEGER NOT NULL,
    row TEXT NOT NULL,
    search TEXT NOT NULL
) STRICT;

CREATE INDEX result_by_run ON result (run, checked);
CREATE INDEX result_by_same ON result (same);
CREATE INDEX result_by_text ON result (text_sha256) WHERE text_sha256 IS NOT NULL;
CREATE INDEX result_by_context ON result (context);

CREATE TABLE detail (
    result INTEGER PRIMARY KEY REFERENCES result (id) ON DELETE CASCADE,
    file BLOB NOT NULL,
    answer TEXT NOT NULL,
    news TEXT
) STRICT;

CREATE TABLE skipped (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    client TEXT,
    said TEXT NOT NULL
) STRICT;

CREATE INDEX skipped_by_run ON skipped (run);
";
