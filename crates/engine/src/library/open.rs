//! Opens the store, and renames a damaged one.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::schema::{APPLICATION_ID, LEAVING, SETTINGS, TABLES, VERSION};
use crate::error::Error;
use crate::report::{Advice, Code};

/// How long another instance may write before this one gives up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a file cannot be used as it is.
enum Unusable {
    /// It is not a store, or a broken one.
    Damaged,
    Other(Error),
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            _ => Self::Other(failed(error)),
        }
    }
}

/// Opens the store at `path` or makes it; also returns the new path of a
/// damaged one.
pub(super) fn open(path: &Path) -> Result<(Connection, Option<PathBuf>), Error> {
    let mut set_aside = None;
    loop {
        prepare(path)?;
        match connect(path) {
            Ok(db) => return Ok((db, set_aside)),
            Err(Unusable::Other(error)) => return Err(error.at(path)),
            Err(Unusable::Damaged) if set_aside.is_none() => {
                set_aside = Some(put_aside(path)?);
            }
            Err(Unusable::Damaged) => return Err(damaged().at(path)),
        }
    }
}

/// Makes the folder and the file, readable for nobody else.
fn prepare(path: &Path) -> Result<(), Error> {
    let unwritable = |error: std::io::Error| {
        let message = format!("the store of results cannot be created: {error}");
        Error::new(Code::Unwritable, message)
            .advise(Advice::StoreFolder)
            .at(path)
    };
    let mut make = fs::DirBuilder::new();
    let mut file = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        make.mode(0o700);
        // SQLite gives the files next to it the same mode.
        file.mode(0o600);
    }
    if let Some(folder) = path.parent() {
        make.recursive(true).create(folder).map_err(unwritable)?;
    }
    file.create(true)
        .append(true)
        .open(path)
        .map_err(unwritable)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(unwritable)?;
    }
    Ok(())
}

fn connect(path: &Path) -> Result<Connection, Unusable> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    // SQLite does not follow a link to the file itself; the folder may be one.
    let folder = path.parent().unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder)
        .map_err(|error| Unusable::Other(Error::from_io(error, "cannot be opened", path)))?;
    let path = folder.join(path.file_name().unwrap_or_default());
    let mut db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    db.execute_batch(SETTINGS)?;
    make_tables(&mut db)?;
    let sound: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(Unusable::Damaged);
    }
    // What an interrupted "forget" may have left in the log is removed now,
    // unless another instance still reads it.
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(db)
}

/// Makes the tables if there are none, one instance at a time.
fn make_tables(db: &mut Connection) -> Result<(), Unusable> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = |name: &str| tx.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0));
    let (id, version): (i32, i32) = (number("application_id")?, number("user_version")?);
    let n_tables: i64 = tx.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if n_tables == 0 && id == 0 {
        tx.execute_batch(TABLES)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", VERSION)?;
    } else if id != APPLICATION_ID || version < VERSION {
        return Err(Unusable::Damaged);
    } else if version > VERSION {
        let message = "the store of results was made by a newer version of Colophon";
        return Err(Unusable::Other(Error::new(Code::LibraryNewer, message)));
    }
    tx.execute_batch(LEAVING)?;
    tx.commit()?;
    Ok(())
}

/// Renames a damaged store, with the files that belong to it.
fn put_aside(path: &Path) -> Result<PathBuf, Error> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let time = crate::clock::timestamp(std::time::SystemTime::now())
        .strftime("%Y%m%d-%H%M%S")
        .to_string();
    let name = |n: u32| match n {
        0 => format!("{stem}.damaged-{time}.sqlite"),
        n => format!("{stem}.damaged-{time}-{n}.sqlite"),
    };
    let free = (0..100)
        .map(|n| path.with_file_name(name(n)))
        .find(|aside| !aside.exists())
        .ok_or_else(|| damaged().at(path))?;
    for ending in ["", "-wal", "-shm"] {
        let with = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        match fs::rename(with(path), with(&free)) {
            Err(error) if ending.is_empty() => {
                let message = "the damaged store of results cannot be renamed";
                return Err(Error::from_io(error, message, path));
            }
            // Not every store has files next to it.
            _ => {}
        }
    }
    Ok(free)
}

fn damaged() -> Error {
    Error::new(Code::LibraryDamaged, "the store of results is damaged")
}

/// Returns what an error of SQLite means to the user.
#[expect(clippy::needless_pass_by_value, reason = "errors are handed on")]
pub(super) fn failed(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            let message = "another program is using the results at the moment";
            Error::new(Code::LibraryBusy, message)
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => damaged(),
        Some(ErrorCode::DiskFull) => Error::new(Code::DiskFull, "the disk is full"),
        Some(
            ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::SystemIoFailure,
        ) => {
            let message = format!("the store of results cannot be written: {error}");
            Error::new(Code::Unwritable, message).advise(Advice::StoreFolder)
        }
        _ => {
            let message = format!("the store of results reports an error: {error}");
            Error::new(Code::Internal, message)
        }
    }
}
