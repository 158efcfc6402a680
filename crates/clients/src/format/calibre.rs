//! The database of a Calibre library, `metadata.db`.
//!
//! It is a stranger's SQLite file, and may be in use: it is opened for reading
//! only, as one that nobody changes, so that no lock and no journal is made
//! beside it; nothing that the file brings along runs (triggers, views,
//! functions); and only the tables named here are read. See "Defense Against
//! The Dark Arts" in SQLite's documentation.
//!
//! Calibre writes the comma in an author's name as a bar.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row};

use crate::draft::{Draft, Place};
use crate::error::{Error, ErrorKind};
use crate::model::{Field, List};
use crate::progress::Progress;

/// How long reading may take; ordinary libraries take milliseconds.
const TIME_ALLOWED: Duration = Duration::from_mins(1);
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
/// The formats of a book's files, best first: if there are several files, the one
/// whose text is read best is named.
const FORMATS: [&str; 8] = ["EPUB", "DOCX", "ODT", "HTML", "HTMLZ", "TXT", "RTF", "PDF"];

fn damaged(source: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Damaged, "the Calibre database is damaged").caused_by(source)
}

/// Reads the library whose database is at `path` into `list`.
///
/// # Errors
///
/// `Unsupported` if the database is not a Calibre library, `Unreadable` if
/// it is being written, `Damaged`, `LimitExceeded`, `Cancelled`.
pub(crate) fn read(path: &Path, list: &mut List, progress: &mut Progress<'_>) -> Result<(), Error> {
    let db = open(path)?;
    let mut books = db
        .prepare("SELECT id, title, path, series_index, pubdate FROM books ORDER BY id")
        .map_err(|error| match error.sqlite_error_code() {
            // SQLite reports a missing table like this.
            Some(ErrorCode::Unknown) => {
                Error::unsupported("a database other than a Calibre library").caused_by(error)
            }
            _ => damaged(error),
        })?;
    let links = Links::read(&db, progress).map_err(|error| match error {
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
        };
        links.draft(id, row).finish(place, None, list);
    }
    Ok(())
}

fn open(path: &Path) -> Result<Connection, Error> {
    for ending in ["-journal", "-wal"] {
        let mut beside = OsString::from(path);
        beside.push(ending);
        if std::fs::metadata(beside).is_ok_and(|metadata| metadata.len() > 0) {
            return Err(Error::new(
                ErrorKind::Unreadable,
                "Calibre is writing to this library or was interrupted; open and close Calibre, then try again",
            ));
        }
    }
    let path = std::fs::canonicalize(path).map_err(|error| {
        Error::new(ErrorKind::Unreadable, "the list cannot be read").caused_by(error)
    })?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut db = Connection::open_with_flags(uri(&path), flags).map_err(damaged)?;
    harden(&mut db).map_err(damaged)?;
    Ok(db)
}

fn harden(db: &mut Connection) -> rusqlite::Result<()> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
    ] {
        db.set_db_config(setting, on)?;
    }
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        db.set_limit(limit, value)?;
    }
    db.execute_batch(
        "PRAGMA query_only = 1;
         PRAGMA cell_size_check = 1;
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;",
    )?;
    let started = Instant::now();
    db.progress_handler(10_000, Some(move || started.elapsed() > TIME_ALLOWED))?;
    db.authorizer(Some(|context: AuthContext<'_>| {
        let is_allowed = match context.action {
            AuthAction::Select => true,
            AuthAction::Read { table_name, .. } => TABLES.contains(&table_name),
            // What stands in a column's default is looked up, though not called.
            AuthAction::Function { function_name } => {
                ["current_timestamp", "current_date", "current_time"]
                    .iter()
                    .any(|known| function_name.eq_ignore_ascii_case(known))
            }
            _ => false,
        };
        if is_allowed {
            Authorization::Allow
        } else {
            Authorization::Deny
        }
    }))
}

/// Writes a path as the URI of a file that nobody changes; every byte but plain
/// ones is escaped, so a name cannot add parameters.
fn uri(path: &Path) -> String {
    #[cfg(unix)]
    let bytes = {
        use std::os::unix::ffi::OsStrExt;
        path.as_os_str().as_bytes().to_vec()
    };
    #[cfg(not(unix))]
    let bytes = {
        let path = path.to_string_lossy().replace('\\', "/");
        format!("/{}", path.trim_start_matches("//?/")).into_bytes()
    };
    let mut uri = String::from("file:");
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"/._-:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri + "?mode=ro&immutable=1&cache=private"
}

/// Why reading a table stopped early.
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
        let mut pairs = |sql| pairs(db, sql, progress);
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
            }
        }
        // Calibre writes the year 101 if the date is unknown.
        draft.set(Field::Year, &text(row, 4));
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

fn pairs(db: &Connection, sql: &str, progress: &mut Progress<'_>) -> Result<Pairs, Stopped> {
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
            pairs.entry(book).or_default().push(pair);
        }
    }
    Ok(pairs)
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
