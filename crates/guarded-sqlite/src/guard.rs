//! A connection to a stranger's file, and everything that it may not do.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use crate::error::Error;
use crate::uri;

/// The memory that SQLite may have in this process, in bytes, all connections
/// together. A connection can only lower it, so it is the same for every caller.
pub const HEAP_BYTES: u64 = 256 << 20;

/// SQLite's name for the table of a file's schema.
const SCHEMA_TABLE: &str = "sqlite_master";

/// The number of instructions between two looks at the clock; well below a
/// millisecond's worth.
const INSTRUCTIONS_PER_LOOK: i32 = 10_000;

/// What a statement over the file may cost. Statements of the file's own schema
/// count as well, because SQLite parses them.
///
/// No caller needs an attached file, a trigger or a thread of SQLite's, so these
/// have no entry here: they are always off.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The longest text, blob or row, in bytes.
    pub value_bytes: i32,
    /// The longest statement, in bytes.
    pub sql_bytes: i32,
    /// The largest number of columns of a table, a view, an index or a result.
    pub columns: i32,
    /// How deep an expression may be nested.
    pub expression_depth: i32,
    /// The largest number of SELECTs that one statement joins by UNION and the
    /// like.
    pub compound_selects: i32,
    /// The largest number of instructions that a statement is compiled to.
    pub instructions: i32,
    /// The largest number of arguments of a function.
    pub function_arguments: i32,
    /// The longest pattern of LIKE and GLOB, in bytes.
    pub pattern_bytes: i32,
    /// The largest number of a parameter.
    pub parameters: i32,
    /// The memory for pages of the file, in KiB. A file can name more as its default.
    pub cache_kib: u32,
    /// How long reading may take from [`Guarded::start_clock`] on.
    pub time: Duration,
}

/// What a statement may touch; everything else is refused when it is prepared.
#[derive(Clone, Copy, Debug)]
pub struct Readable {
    /// The tables that may be read.
    pub tables: &'static [&'static str],
    /// The functions that may be named, in any case. SQLite looks up those in the
    /// default of a column as well.
    pub functions: &'static [&'static str],
    /// The pragmas that may be run.
    pub pragmas: &'static [&'static str],
}

/// Nothing but the schema.
const SCHEMA: Readable = Readable {
    tables: &[SCHEMA_TABLE],
    functions: &[],
    pragmas: &[],
};

impl Readable {
    fn allows(&self, action: AuthAction<'_>) -> bool {
        match action {
            AuthAction::Select => true,
            AuthAction::Read { table_name, .. } => self.tables.contains(&table_name),
            AuthAction::Function { function_name } => self
                .functions
                .iter()
                .any(|known| function_name.eq_ignore_ascii_case(known)),
            AuthAction::Pragma { pragma_name, .. } => self.pragmas.contains(&pragma_name),
            _ => false,
        }
    }
}

/// A file that SQLite has opened, and of which it has seen no more than the
/// header.
///
/// For a process that gives up its rights before it reads the rest.
pub struct Unread {
    db: Connection,
}

impl Unread {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let db = Connection::open_with_flags(uri::of(path)?, flags)?;
        // One transaction lasts as long as the connection: SQLite asks the system
        // for the file's length now, and never again. This reads a number from the
        // header, and no schema.
        db.execute_batch("BEGIN")?;
        db.query_row("PRAGMA user_version", [], |_| Ok(()))?;
        Ok(Self { db })
    }

    /// Shuts all doors of the connection, and starts its clock.
    ///
    /// # Errors
    ///
    /// [`Error::Sqlite`], such as when the file's schema cannot be parsed.
    pub fn guard(self, limits: &Limits) -> Result<Unchecked, Error> {
        let mut db = self.db;
        let clock = Clock::start(limits.time);
        let seen = clock.clone();
        db.progress_handler(INSTRUCTIONS_PER_LOOK, Some(move || seen.is_over()))?;
        configure(&db, limits)?;
        let mut guarded = Guarded { db, clock };
        guarded.restrict(&SCHEMA)?;
        Ok(Unchecked(guarded))
    }
}

/// A connection that can read the file's schema and nothing else.
pub struct Unchecked(Guarded);

impl Unchecked {
    /// Returns the connection, over which `sqlite_schema` can be read.
    pub fn db(&self) -> &Connection {
        &self.0.db
    }

    /// Allows what `readable` names, and nothing else.
    ///
    /// # Errors
    ///
    /// [`Error::Sqlite`].
    pub fn allow(mut self, readable: &'static Readable) -> Result<Guarded, Error> {
        self.0.restrict(readable)?;
        Ok(self.0)
    }
}

/// A connection that can read what the caller named, and do nothing else.
pub struct Guarded {
    db: Connection,
    clock: Clock,
}

impl Guarded {
    /// Returns the connection.
    pub fn db(&self) -> &Connection {
        &self.db
    }

    /// Gives the next query its time, [`Limits::time`] from now on.
    pub fn start_clock(&self) {
        self.clock.restart();
    }

    /// Lets the next query take as long as it needs.
    pub fn stop_clock(&self) {
        self.clock.stop();
    }

    fn restrict(&mut self, readable: &'static Readable) -> Result<(), Error> {
        self.db.authorizer(Some(move |context: AuthContext<'_>| {
            if readable.allows(context.action) {
                Authorization::Allow
            } else {
                Authorization::Deny
            }
        }))?;
        Ok(())
    }
}

/// Shuts what settings, limits and pragmas can shut.
fn configure(db: &Connection, limits: &Limits) -> Result<(), Error> {
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
        (Limit::SQLITE_LIMIT_LENGTH, limits.value_bytes),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, limits.sql_bytes),
        (Limit::SQLITE_LIMIT_COLUMN, limits.columns),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, limits.expression_depth),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, limits.compound_selects),
        (Limit::SQLITE_LIMIT_VDBE_OP, limits.instructions),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, limits.function_arguments),
        (
            Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH,
            limits.pattern_bytes,
        ),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, limits.parameters),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        db.set_limit(limit, value)?;
    }
    // Only the last of these reads the schema.
    db.execute_batch(&format!(
        "PRAGMA query_only = 1;
         PRAGMA cell_size_check = 1;
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;
         PRAGMA hard_heap_limit = {HEAP_BYTES};
         PRAGMA cache_size = -{};",
        limits.cache_kib
    ))?;
    Ok(())
}

/// When SQLite gives up.
#[derive(Clone)]
struct Clock {
    started: Instant,
    allowed: Duration,
    /// Milliseconds after `started`.
    deadline: Arc<AtomicU64>,
}

impl Clock {
    fn start(allowed: Duration) -> Self {
        Self {
            started: Instant::now(),
            allowed,
            deadline: Arc::new(AtomicU64::new(millis(allowed))),
        }
    }

    fn restart(&self) {
        let end = self.started.elapsed().saturating_add(self.allowed);
        self.deadline.store(millis(end), Ordering::Relaxed);
    }

    fn stop(&self) {
        self.deadline.store(u64::MAX, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        millis(self.started.elapsed()) > self.deadline.load(Ordering::Relaxed)
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        value_bytes: 50_000,
        sql_bytes: 3_000,
        columns: 11,
        expression_depth: 12,
        compound_selects: 3,
        instructions: 14_000,
        function_arguments: 5,
        pattern_bytes: 16,
        parameters: 17,
        cache_kib: 1_800,
        time: Duration::from_mins(1),
    };

    fn pragma(db: &Connection, name: &str) -> i64 {
        db.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn every_setting_is_made() {
        let db = Connection::open_in_memory().unwrap();
        let settings = [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
            (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        ];
        let limits = [
            (Limit::SQLITE_LIMIT_LENGTH, 50_000),
            (Limit::SQLITE_LIMIT_SQL_LENGTH, 3_000),
            (Limit::SQLITE_LIMIT_COLUMN, 11),
            (Limit::SQLITE_LIMIT_EXPR_DEPTH, 12),
            (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 3),
            (Limit::SQLITE_LIMIT_VDBE_OP, 14_000),
            (Limit::SQLITE_LIMIT_FUNCTION_ARG, 5),
            (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 16),
            (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 17),
            (Limit::SQLITE_LIMIT_ATTACHED, 0),
            (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
            (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
        ];
        let pragmas = [
            ("query_only", 0, 1),
            ("cell_size_check", 0, 1),
            ("temp_store", 0, 2),
            ("cache_size", -2_000, -1_800),
        ];
        // All of it is otherwise before, so that nothing is right by default.
        for (setting, on) in settings {
            db.set_db_config(setting, !on).unwrap();
        }
        for (name, value, _) in pragmas {
            db.execute_batch(&format!("PRAGMA {name} = {value}"))
                .unwrap();
        }
        db.set_limit(Limit::SQLITE_LIMIT_WORKER_THREADS, 2).unwrap();
        configure(&db, &LIMITS).unwrap();
        for (setting, on) in settings {
            assert_eq!(db.db_config(setting), Ok(on), "{setting:?}");
        }
        for (limit, value) in limits {
            assert_eq!(db.limit(limit), Ok(value), "{limit:?}");
        }
        for (name, _, value) in pragmas {
            assert_eq!(pragma(&db, name), value, "{name}");
        }
        let heap = pragma(&db, "hard_heap_limit");
        assert_eq!(u64::try_from(heap), Ok(HEAP_BYTES));
    }

    #[test]
    fn a_file_is_not_mapped_into_memory() {
        let folder = tempfile::tempdir().unwrap();
        let db = Connection::open(folder.path().join("a.db")).unwrap();
        let mapped = |size: i64| -> i64 { pragma(&db, &format!("mmap_size = {size}")) };
        assert_eq!(mapped(1 << 20), 1 << 20);
        configure(&db, &LIMITS).unwrap();
        assert_eq!(pragma(&db, "mmap_size"), 0);
    }

    /// What was refused when the file was looked at may come into the file's place later.
    #[cfg(unix)]
    #[test]
    fn sqlite_follows_no_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.db"), folder.path().join("link.db"));
        let db = Connection::open(&file).unwrap();
        db.execute_batch("CREATE TABLE t (x)").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert!(Unread::open(&file).is_ok());
        assert!(matches!(Unread::open(&link), Err(Error::Sqlite(_))));
    }

    #[test]
    fn the_connection_is_read_only_and_in_one_transaction() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db");
        let db = Connection::open(&file).unwrap();
        db.execute_batch("CREATE TABLE t (x)").unwrap();
        let unread = Unread::open(&file).unwrap();
        assert_eq!(unread.db.is_readonly("main"), Ok(true));
        assert!(!unread.db.is_autocommit());
    }

    #[test]
    fn the_clock_starts_and_stops() {
        let clock = Clock::start(Duration::ZERO);
        std::thread::sleep(Duration::from_millis(5));
        assert!(clock.is_over());
        clock.stop();
        assert!(!clock.is_over());
        clock.restart();
        std::thread::sleep(Duration::from_millis(5));
        assert!(clock.is_over());
        assert!(!Clock::start(Duration::from_mins(1)).is_over());
    }
}
