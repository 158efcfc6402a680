//! Opening an index that may have been made to do harm.
//!
//! [`colophon_guarded_sqlite`] opens the file: it never writes or locks it, and
//! lets a connection do nothing but read. On top of that, the header is checked
//! before SQLite sees the file, and the schema has to be ours byte for byte, so a
//! database cannot bring a view, a trigger or an expression along.

use std::path::Path;
use std::time::Duration;

use colophon_guarded_sqlite::{self as guarded_sqlite, ForeignFile, Guarded, Limits, Readable};
use rusqlite::Connection;

use crate::error::{Error, ErrorKind};
use crate::meta;
use crate::model::Info;
use crate::schema::{APPLICATION_ID, FORMAT_VERSION, PAGE_SIZE, TABLES};

/// What a statement over an index may cost. Ours are short and few; the longest
/// value is a dictionary of records.
const LIMITS: Limits = Limits {
    value_bytes: 1 << 17,
    sql_bytes: 1_000,
    columns: 8,
    expression_depth: 10,
    compound_selects: 2,
    instructions: 25_000,
    function_arguments: 4,
    pattern_bytes: 10,
    parameters: 16,
    cache_kib: 12_288,
    // Ordinary queries take milliseconds.
    time: Duration::from_mins(1),
};

/// Our tables, and SQLite's check of them.
const READABLE: Readable = Readable {
    tables: &TABLE_NAMES,
    functions: &[],
    pragmas: &["integrity_check"],
};

const TABLE_NAMES: [&str; TABLES.len()] = {
    let mut names = [""; TABLES.len()];
    let mut n = 0;
    while n < TABLES.len() {
        names[n] = TABLES[n].0;
        n += 1;
    }
    names
};

/// Opens the index at `path`, an absolute path, and reads what it says about
/// itself.
///
/// # Errors
///
/// Those of [`Index::open`](crate::Index::open).
pub(crate) fn open(path: &Path) -> Result<(Guarded, Info), Error> {
    unread(path)?.read()
}

/// A file that SQLite has opened, and of which it has seen no more than the
/// header.
pub(crate) struct Unread {
    file: guarded_sqlite::Unread,
    size_bytes: u64,
}

/// Opens the file at `path`, an absolute path, and checks its header.
pub(crate) fn unread(path: &Path) -> Result<Unread, Error> {
    let file = ForeignFile::find(path)?;
    let size_bytes = file.size_bytes();
    check_header(file.header(), size_bytes)?;
    Ok(Unread {
        file: file.open()?,
        size_bytes,
    })
}

impl Unread {
    /// Reads the schema, and what the index says about itself.
    pub(crate) fn read(self) -> Result<(Guarded, Info), Error> {
        self.read_checked().map_err(took_too_long)
    }

    fn read_checked(self) -> Result<(Guarded, Info), Error> {
        let unchecked = self.file.guard(&LIMITS)?;
        check_schema(unchecked.db())?;
        let guarded = unchecked.allow(&READABLE)?;
        let rows = meta_rows(guarded.db())?;
        let info = meta::parse(&rows, self.size_bytes)?;
        Ok((guarded, info))
    }
}

/// Turns an interruption by SQLite into damage.
///
/// Nobody interrupts a query: if SQLite says so, the query ran out of time, which
/// happens only with a file that was made for it.
pub(crate) fn took_too_long(error: Error) -> Error {
    if error.kind() == ErrorKind::Cancelled {
        Error::damaged("a query took too long")
    } else {
        error
    }
}

/// Checks the first 100 bytes of a file of `length` bytes; see section 1.3 of
/// SQLite's file format.
fn check_header(header: &[u8], length: u64) -> Result<(), Error> {
    let not_an_index = |what: &str| Err(Error::new(ErrorKind::NotAnIndex, what));
    let Some(header) = header.first_chunk::<100>() else {
        return not_an_index("is too short to be an index");
    };
    let word = |at: usize| {
        header[at..]
            .first_chunk()
            .map_or(0, |bytes| u32::from_be_bytes(*bytes))
    };
    if &header[..16] != b"SQLite format 3\0" {
        return not_an_index("is not an SQLite file");
    }
    if word(68) != APPLICATION_ID {
        return not_an_index("is an SQLite file, but not a Colophon index");
    }
    if word(60) > FORMAT_VERSION {
        return Err(Error::new(
            ErrorKind::NewerFormat,
            format!(
                "has format version {}; this program knows {FORMAT_VERSION}",
                word(60)
            ),
        ));
    }
    let page_size = usize::from(header[16]) << 8 | usize::from(header[17]);
    let checks = [
        (word(60) == FORMAT_VERSION, "the format version"),
        (page_size == PAGE_SIZE, "the page size"),
        (header[18] == 1 && header[19] == 1, "the journal mode"),
        (header[20] == 0, "bytes reserved in pages"),
        (word(24) == word(92), "the change counter"),
        (word(36) == 0, "free pages"),
        (word(44) == 4, "the schema format"),
        (word(52) == 0 && word(64) == 0, "the vacuum mode"),
        (word(56) == 1, "the text encoding"),
        (
            u64::from(word(28)) * PAGE_SIZE as u64 == length,
            "the length; the file may have been cut short",
        ),
    ];
    match checks.iter().find(|(holds, _)| !holds) {
        Some((_, what)) => Err(Error::damaged(format!("wrong in the header: {what}"))),
        None => Ok(()),
    }
}

/// Compares the schema with ours, byte for byte.
fn check_schema(db: &Connection) -> Result<(), Error> {
    let mut statement = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let mut rows = statement.query([])?;
    let mut seen = [false; TABLES.len()];
    while let Some(row) = rows.next()? {
        let [kind, name, table, sql] = [0, 1, 2, 3].map(|n| row.get::<_, String>(n));
        let (kind, name, table, sql) = (kind?, name?, table?, sql?);
        let ours = TABLES
            .iter()
            .position(|&(ours, our_sql)| ours == name && our_sql == sql);
        match ours.and_then(|n| seen.get_mut(n)) {
            Some(seen) if !*seen && kind == "table" && table == name => *seen = true,
            _ => {
                return Err(Error::damaged(
                    "the schema holds something that does not belong to an index",
                ));
            }
        }
    }
    if seen == [true; TABLES.len()] {
        Ok(())
    } else {
        Err(Error::damaged("the schema lacks a table"))
    }
}

/// Reads the meta table, or as much of it as could be right.
fn meta_rows(db: &Connection) -> Result<Vec<(String, String)>, Error> {
    db.prepare("SELECT key, value FROM meta LIMIT 32")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .map(|row| row.map_err(Error::from))
        .collect()
}
