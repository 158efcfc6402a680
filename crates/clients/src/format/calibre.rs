//! The database of a Calibre library, `metadata.db`.
//!
//! It is a stranger's SQLite file, and may be in use: [`colophon_guarded_sqlite`]
//! opens it for reading only and without a lock or a journal. No trigger and no
//! view of the file runs, and only the tables named here are read. A column may be
//! computed, but only by SQLite's own harmless functions, and within [`LIMITS`].
//!
//! Calibre writes the comma in an author's name as a vertical bar.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use colophon_guarded_sqlite::{
    self as guarded_sqlite, ForeignFile, Guarded, Limits, Readable, Unread,
};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, Row};

use crate::draft::{Draft, Place};
use crate::error::{Error, ErrorKind};
use crate::model::{Field, List};
use crate::progress::Progress;
use crate::value::date;

/// What reading a library may cost. The statements here are short, but Calibre's
/// own schema has to fit as well: its longest, the view `meta`, has 1,600 bytes
/// and 20 columns.
const LIMITS: Limits = Limits {
    value_bytes: 1 << 20,
    sql_bytes: 1 << 16,
    columns: 100,
    expression_depth: 100,
    compound_selects: 10,
    instructions: 25_000,
    function_arguments: 16,
    pattern_bytes: 10,
    parameters: 1,
    // SQLite's default.
    cache_kib: 2_000,
    // Ordinary libraries take milliseconds. A worker is bound by its processor time
    // long before; this would also pass while it is stopped.
    time: Duration::from_hours(1),
};

const READABLE: Readable = Readable {
    tables: &TABLES,
    // SQLite looks up the functions in a column's default, but does not call them.
    functions: &["current_timestamp", "current_date", "current_time"],
    pragmas: &[],
};

const TABLES: [&str; 9] = [
    "books",
    "authors",
    "books_authors_link",
    "publishers",
    "books_publishers_link",
    "series",
    "books_series_link",
    "identifiers",
    "data",
];
/// The memory for what other tables say about the books, in bytes. A short file
/// can link a long name to any number of books.
const LINKED_BYTES: usize = 256 << 20;
/// The formats in the order in which a file is named if a book has several: the
/// one whose text is read best comes first.
const FORMATS: [&str; 8] = ["EPUB", "DOCX", "ODT", "HTML", "HTMLZ", "TXT", "RTF", "PDF"];

fn damaged(source: rusqlite::Error) -> Error {
    let (kind, message) = match source.sqlite_error_code() {
        Some(ErrorCode::OutOfMemory) => (
            ErrorKind::LimitExceeded,
            "reading the Calibre database needed more memory than is allowed",
        ),
        Some(ErrorCode::OperationInterrupted) => (
            ErrorKind::TimedOut,
            "reading the Calibre database took longer than is allowed",
        ),
        _ => (ErrorKind::Damaged, "the Calibre database is damaged"),
    };
    Error::new(kind, message).caused_by(source)
}

/// Reads the library whose database was opened into `list`.
///
/// # Errors
///
/// `Unsupported` if the database is not a Calibre library, `Unreadable` if it is
/// being written, `Damaged`, `LimitExceeded`, `Cancelled`.
pub(crate) fn read(
    unread: Unread,
    list: &mut List,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let db = shut(unread)?;
    let db = db.db();
    let mut books = db
        .prepare("SELECT id, title, path, series_index, pubdate FROM books ORDER BY id")
        .map_err(|error| match error.sqlite_error_code() {
            // SQLite's code for a missing table.
            Some(ErrorCode::Unknown) => {
                Error::unsupported("a database that is not a Calibre library").caused_by(error)
            }
            _ => damaged(error),
        })?;
    let links = Links::read(db, progress).map_err(|error| match error {
        Stopped::ByCaller(error) => error,
        Stopped::BySqlite(error) => damaged(error),
    })?;
    let mut rows = books.query([]).map_err(damaged)?;
    while let Some(row) = rows.next().map_err(damaged)? {
        progress.row()?;
        let id = row.get::<_, i64>(0).map_err(damaged)?;
        let place = Place {
            row: u32::try_from(id).unwrap_or(u32::MAX),
            name: format!("book {id}"),
            sheet: None,
        };
        links.draft(id, row).finish(place, None, list);
    }
    Ok(())
}

/// Has SQLite open the database at `path`, and read no more than its header.
///
/// # Errors
///
/// `Unreadable`, `Damaged`.
pub(crate) fn open(path: &Path) -> Result<Unread, Error> {
    for ending in ["-journal", "-wal"] {
        let mut other = OsString::from(path);
        other.push(ending);
        if std::fs::metadata(other).is_ok_and(|metadata| metadata.len() > 0) {
            return Err(Error::new(
                ErrorKind::Unreadable,
                "Calibre is writing to this library or was interrupted; open and close Calibre, then try again",
            ));
        }
    }
    ForeignFile::find(path)
        .and_then(ForeignFile::open)
        .map_err(not_opened)
}

/// Shuts the database but for what is read here.
fn shut(unread: Unread) -> Result<Guarded, Error> {
    let unchecked = unread.guard(&LIMITS).map_err(not_opened)?;
    unchecked.allow(&READABLE).map_err(not_opened)
}

fn not_opened(error: guarded_sqlite::Error) -> Error {
    let unreadable = |message: &str| Error::new(ErrorKind::Unreadable, message);
    match error {
        guarded_sqlite::Error::Link => {
            unreadable("the Calibre database is a link; name the file that it leads to")
        }
        guarded_sqlite::Error::NotRegularFile => unreadable("the list is not a regular file"),
        guarded_sqlite::Error::System(error) => {
            unreadable("the list cannot be read").caused_by(error)
        }
        guarded_sqlite::Error::Sqlite(error) => damaged(error),
    }
}

/// Why reading a table ended early.
enum Stopped {
    ByCaller(Error),
    BySqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Stopped {
    fn from(error: rusqlite::Error) -> Self {
        Self::BySqlite(error)
    }
}

/// For each book, pairs of texts from other tables.
type Pairs = HashMap<i64, Vec<(String, String)>>;

/// What other tables say about the books.
struct Links {
    authors: Pairs,
    publishers: Pairs,
    series: Pairs,
    identifiers: Pairs,
    files: Pairs,
}

impl Links {
    fn read(db: &Connection, progress: &mut Progress<'_>) -> Result<Self, Stopped> {
        let mut left = LINKED_BYTES;
        let mut pairs = |sql| pairs(db, sql, &mut left, progress);
        Ok(Self {
            authors: pairs(
                "SELECT l.book, a.name, '' FROM books_authors_link l
                 JOIN authors a ON a.id = l.author ORDER BY l.id",
            )?,
            publishers: pairs(
                "SELECT l.book, p.name, '' FROM books_publishers_link l
                 JOIN publishers p ON p.id = l.publisher ORDER BY l.id",
            )?,
            series: pairs(
                "SELECT l.book, s.name, '' FROM books_series_link l
                 JOIN series s ON s.id = l.series ORDER BY l.id",
            )?,
            identifiers: pairs("SELECT book, type, val FROM identifiers ORDER BY id")?,
            files: pairs("SELECT book, format, name FROM data ORDER BY id")?,
        })
    }

    fn draft(&self, id: i64, row: &Row<'_>) -> Draft {
        let mut draft = Draft::default();
        let of = |pairs: &'_ Pairs| pairs.get(&id).cloned().unwrap_or_default();
        draft.set(Field::Title, &text(row, 1));
        let authors: Vec<String> = of(&self.authors)
            .into_iter()
            .map(|(name, _)| name.replace('|', ","))
            .filter(|name| name != "Unknown")
            .collect();
        draft.set(Field::Author, &authors.join("; "));
        for (name, _) in of(&self.publishers) {
            draft.set(Field::Imprint, &name);
        }
        for (name, _) in of(&self.series) {
            draft.set(Field::Series, &name);
            draft.set(Field::Volume, &text(row, 3));
        }
        for (kind, value) in of(&self.identifiers) {
            let kind = kind.to_ascii_lowercase();
            if kind.starts_with("isbn") {
                draft.set(Field::Isbn, &value);
            } else if kind.contains("asin") || kind.starts_with("amazon") {
                draft.set(Field::Asin, &value);
            } else if let Some(field) = field_of(&kind) {
                draft.set(field, &value);
            }
        }
        // Calibre writes the year 101 if no date is known, and makes up month and day if
        // only the year is.
        if let Some(year) = date::year(&text(row, 4)) {
            draft.set(Field::Year, &year.to_string());
        }
        let files = of(&self.files);
        let rank = |format: &str| {
            let known = FORMATS
                .iter()
                .position(|known| known.eq_ignore_ascii_case(format));
            known.unwrap_or(FORMATS.len())
        };
        if let Some((format, name)) = files.iter().min_by_key(|(format, _)| rank(format)) {
            let path = format!("{}/{name}.{}", text(row, 2), format.to_ascii_lowercase());
            draft.set(Field::File, &path);
        }
        draft
    }
}

/// Returns the field of another kind of identifier.
fn field_of(kind: &str) -> Option<Field> {
    match kind {
        "doi" => Some(Field::Doi),
        "issn" => Some(Field::Issn),
        "imdb" => Some(Field::Imdb),
        _ => None,
    }
}

fn pairs(
    db: &Connection,
    sql: &str,
    left: &mut usize,
    progress: &mut Progress<'_>,
) -> Result<Pairs, Stopped> {
    let mut pairs = Pairs::new();
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut n = 0_u32;
    while let Some(row) = rows.next()? {
        n = n.wrapping_add(1);
        if n.is_multiple_of(4096) {
            progress.poll().map_err(Stopped::ByCaller)?;
        }
        if let Ok(book) = row.get::<_, i64>(0) {
            let pair = (text(row, 1), text(row, 2));
            let n_bytes = size_of_val(&pair) + pair.0.len() + pair.1.len();
            *left = left.checked_sub(n_bytes).ok_or_else(too_much)?;
            pairs.entry(book).or_default().push(pair);
        }
    }
    Ok(pairs)
}

fn too_much() -> Stopped {
    Stopped::ByCaller(Error::new(
        ErrorKind::LimitExceeded,
        format!(
            "the authors, series and files in this library come to more than {} MiB",
            LINKED_BYTES >> 20
        ),
    ))
}

/// Returns a value of any type as text; empty if there is none.
fn text(row: &Row<'_>, at: usize) -> String {
    match row.get_ref(at) {
        Ok(ValueRef::Text(text) | ValueRef::Blob(text)) => String::from_utf8_lossy(text).into(),
        Ok(ValueRef::Integer(n)) => n.to_string(),
        Ok(ValueRef::Real(n)) => super::workbook::number(n),
        Ok(ValueRef::Null) | Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_here_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("metadata.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch("CREATE TABLE books (title); CREATE TABLE comments (text)")
            .unwrap();
        let guarded = shut(open(&path).unwrap()).unwrap();
        assert!(guarded.db().prepare("SELECT title FROM books").is_ok());
        for (sql, words) in [
            ("SELECT \"nothing\" FROM books", "no such column"),
            ("SELECT text FROM comments", "prohibited"),
            ("SELECT hex(title) FROM books", "not authorized"),
            ("PRAGMA integrity_check", "not authorized"),
        ] {
            let error = guarded.db().prepare(sql).map(drop).unwrap_err();
            assert!(error.to_string().contains(words), "{sql}: {error}");
        }
    }
}
