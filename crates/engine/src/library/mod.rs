//! The store of results on this computer.
//!
//! What a check found is kept, to be read again, searched, compared with what a
//! later index says, and deleted. The store holds what a report says: file
//! names, titles, digests, scores, places, verdicts and records.
//!
//! The text of a manuscript, a passage of it, and its hashes never get here.
//! The store is an SQLite file that only its owner may read. What is deleted is
//! overwritten in every file of the store before [`Library::forget`] returns. A
//! window that offers to undo that hides results first, with [`Library::leave`],
//! and deletes them with [`Library::settle`].

mod fold;
mod leave;
mod model;
mod news;
mod open;
mod read;
mod row;
mod schema;
mod write;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::error::Error;
use crate::folder::data_folder;
pub use model::{
    Detail, News, Page, Query, ReportContext, ResultId, Row, Run, RunId, SortBy, VerdictCount,
};
pub use write::KeptRun;

/// The file name of the store.
const LIBRARY_FILE: &str = "library.sqlite";

/// The store of results.
///
/// It may be used from several threads, one at a time, and opened by several
/// programs at once.
#[derive(Debug)]
pub struct Library {
    db: Mutex<Connection>,
    path: PathBuf,
    set_aside: Option<PathBuf>,
}

impl Library {
    /// Opens the store at `path`, or makes it with its folder.
    ///
    /// A damaged store is renamed, and a new one is started.
    ///
    /// # Errors
    ///
    /// `unwritable`, `library-busy`, `library-newer`, `library-damaged` when a
    /// damaged one cannot be renamed either, `disk-full`.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let (db, set_aside) = open::open(path)?;
        let library = Self {
            db: Mutex::new(db),
            path: path.to_owned(),
            set_aside,
        };
        // What was being forgotten when the program ended goes now, unless another
        // instance is using the store; then it stays hidden until it can go.
        let _ = library.settle();
        Ok(library)
    }

    /// Returns the path of the store.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the new path of the store that was found damaged when this one
    /// was opened.
    pub fn set_aside(&self) -> Option<&Path> {
        self.set_aside.as_deref()
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic cut short was rolled back when it was
        // dropped.
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the path of a user's store: next to the folder of indexes.
pub fn library_path() -> Option<PathBuf> {
    Some(data_folder()?.join(LIBRARY_FILE))
}
