//! Opening a file that may have been made to do harm.
//!
//! SQLite reads hostile files without crashing, but a database can also bring
//! views, triggers and expressions along that run when it is read, or figures
//! that make it slow. So the header is checked before SQLite sees the file, the
//! connection can do nothing but read our own tables, and the schema has to be
//! ours byte for byte. See "Defense Against The Dark Arts" in SQLite's
//! documentation.
//!
//! The file is never written, locked or followed through a link, and no journal
//! beside it is looked at. One limit is the process's and not the connection's:
//! SQLite's heap is limited to 256 MiB.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, ErrorKind};
use crate::model::Info;
use crate::schema::{self, APPLICATION_ID, FORMAT_VERSION, PAGE_SIZE, TABLES};

/// How long one question may take; ordinary ones take milliseconds.
const TIME_ALLOWED: Duration = Duration::from_mins(1);

/// A connection that can only read an index's own tables.
pub(crate) struct Guarded {
    pub(crate) db: Connection,
    started: Instant,
    /// Milliseconds after `started` at which SQLite gives up.
    deadline: Arc<AtomicU64>,
}

impl Guarded {
    /// Gives the next question its time.
    pub(crate) fn start_clock(&self) {
        let end = self.started.elapsed() + TIME_ALLOWED;
        self.deadline.store(millis(end), Ordering::Relaxed);
    }

    /// Lets the next question take as long as it needs.
    pub(crate) fn stop_clock(&self) {
        self.deadline.store(u64::MAX, Ordering::Relaxed);
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

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
    db: Connection,
    size_bytes: u64,
}

/// Opens the file at `path`, an absolute path, and checks its header.
pub(crate) fn unread(path: &Path) -> Result<Unread, Error> {
    let size_bytes = check_file(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let db = Connection::open_with_flags(uri(path)?, flags)?;
    // One transaction holds as long as the connection: SQLite asks the system
    // for the file's length now, and never again. This reads a number out of
    // the header, and no schema.
    db.execute_batch("BEGIN")?;
    db.query_row("PRAGMA user_version", [], |_| Ok(()))?;
    Ok(Unread { db, size_bytes })
}

impl Unread {
    /// Reads the schema, and what the index says about itself.
    pub(crate) fn read(self) -> Result<(Guarded, Info), Error> {
        let mut guarded = guard(self.db)?;
        guarded.start_clock();
        check_schema(&guarded.db)?;
        authorize(&mut guarded.db)?;
        let rows = meta_rows(&guarded.db)?;
        let info = schema::parse_meta(&rows, self.size_bytes)?;
        Ok((guarded, info))
    }
}

/// Checks the file's kind, header and length, and returns its length.
fn check_file(path: &Path) -> Result<u64, Error> {
    let irregular = |what: &str| Err(Error::new(ErrorKind::NotRegularFile, what));
    let kind = fs::symlink_metadata(path)?.file_type();
    if kind.is_symlink() {
        return irregular("is a link; name the file that it leads to");
    }
    if !kind.is_file() {
        return irregular("is no regular file");
    }
    let mut file = open_without_waiting(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return irregular("is no regular file");
    }
    let mut header = Vec::new();
    file.by_ref().take(100).read_to_end(&mut header)?;
    check_header(&header, metadata.len())?;
    Ok(metadata.len())
}

/// Opens a file so that neither a pipe nor a link put in its place since the
/// last look does any harm.
fn open_without_waiting(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
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
        return not_an_index("is no SQLite file");
    }
    if word(68) != APPLICATION_ID {
        return not_an_index("is an SQLite file, but no Colophon index");
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

/// Shuts all doors of a connection.
fn guard(mut db: Connection) -> Result<Guarded, Error> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    ] {
        db.set_db_config(setting, on)?;
    }
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, 1 << 17),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1_000),
        (Limit::SQLITE_LIMIT_COLUMN, 8),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 10),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 2),
        (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 4),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 10),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 16),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        db.set_limit(limit, value)?;
    }
    db.execute_batch(
        "PRAGMA query_only = 1;
         PRAGMA cell_size_check = 1;
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -12288;
         PRAGMA hard_heap_limit = 268435456;",
    )?;
    let started = Instant::now();
    let deadline = Arc::new(AtomicU64::new(u64::MAX));
    let seen = Arc::clone(&deadline);
    db.progress_handler(
        10_000,
        Some(move || millis(started.elapsed()) > seen.load(Ordering::Relaxed)),
    )?;
    Ok(Guarded {
        db,
        started,
        deadline,
    })
}

/// Writes a path as the URI of a file that nobody changes.
///
/// Every byte of the path but plain letters, digits and separators is escaped,
/// so a name cannot add parameters.
fn uri(path: &Path) -> Result<String, Error> {
    let path = real_folder(path)?;
    let mut uri = String::from("file:");
    #[cfg(not(unix))]
    uri.push('/');
    for &byte in bytes_of(&path).iter() {
        if byte.is_ascii_alphanumeric() || b"/._-:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.push_str(&crate::content::hex(&[byte]).to_ascii_uppercase());
        }
    }
    uri.push_str("?mode=ro&immutable=1&cache=private");
    Ok(uri)
}

/// Resolves the links of the folders that lead to a file, which SQLite would
/// refuse along with a link in the file's own place.
#[cfg(unix)]
fn real_folder(path: &Path) -> Result<PathBuf, Error> {
    let folder = fs::canonicalize(crate::build::folder_of(path))?;
    Ok(folder.join(path.file_name().unwrap_or_default()))
}

#[cfg(not(unix))]
fn real_folder(path: &Path) -> Result<PathBuf, Error> {
    Ok(path.to_path_buf())
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> std::borrow::Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().into()
}

#[cfg(not(unix))]
fn bytes_of(path: &Path) -> std::borrow::Cow<'_, [u8]> {
    path.to_string_lossy()
        .replace('\\', "/")
        .into_bytes()
        .into()
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
                    "the schema holds something that is not of an index",
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

/// Allows statements to read our tables and to check them, and nothing else.
fn authorize(db: &mut Connection) -> Result<(), Error> {
    let hook = |context: AuthContext<'_>| {
        let is_allowed = match context.action {
            AuthAction::Select => true,
            AuthAction::Read { table_name, .. } => {
                TABLES.iter().any(|(ours, _)| *ours == table_name)
            }
            AuthAction::Pragma { pragma_name, .. } => pragma_name == "integrity_check",
            _ => false,
        };
        if is_allowed {
            Authorization::Allow
        } else {
            Authorization::Deny
        }
    };
    db.authorizer(Some(hook))?;
    Ok(())
}

/// Reads the meta table, or as much of it as could be right.
fn meta_rows(db: &Connection) -> Result<Vec<(String, String)>, Error> {
    db.prepare("SELECT key, value FROM meta LIMIT 32")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .map(|row| row.map_err(Error::from))
        .collect()
}
