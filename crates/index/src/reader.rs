//! An open index, and the queries that it answers.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use colophon_guarded_sqlite::Guarded;
use rusqlite::params;

use crate::catalogue::read::Kept;
use crate::error::{Error, ErrorKind};
use crate::lookup;
use crate::model::{Digest, Info, Work, WorkId};
use crate::open;
use crate::posting::KeySpace;
use crate::work::Record;

/// An index that was opened for reading.
///
/// Threads can share it: every query takes its own connection from a pool, which
/// grows to the number of queries that run at the same time.
pub struct Index {
    path: PathBuf,
    info: Info,
    pool: Mutex<Vec<Guarded>>,
    catalogue: Kept,
}

/// A file that was opened, but not read beyond its header.
///
/// For a process that gives up its rights before it reads the rest: reading
/// asks the system for no other file.
pub struct Unread {
    path: PathBuf,
    file: open::Unread,
}

impl Unread {
    /// Opens the file at `path` and checks its header.
    ///
    /// # Errors
    ///
    /// Those of [`Index::open`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        let open = || {
            let path = std::path::absolute(path)?;
            let file = open::unread(&path)?;
            Ok(Self { path, file })
        };
        open().map_err(|e: Error| e.at(path))
    }

    /// Reads what the index says about itself, and returns the index, ready for
    /// queries.
    ///
    /// # Errors
    ///
    /// Those of [`Index::open`].
    pub fn read(self) -> Result<Index, Error> {
        let (guarded, info) = self.file.read().map_err(|e| e.at(&self.path))?;
        Ok(Index {
            path: self.path,
            info,
            pool: Mutex::new(vec![guarded]),
            catalogue: Kept::default(),
        })
    }
}

impl Index {
    /// Opens an index without trusting it.
    ///
    /// This reads only a few pages, however large the file is; damage elsewhere is
    /// found when it is read, or by [`Index::verify`].
    ///
    /// # Errors
    ///
    /// [`NotAnIndex`](ErrorKind::NotAnIndex),
    /// [`NewerFormat`](ErrorKind::NewerFormat), [`Damaged`](ErrorKind::Damaged),
    /// [`NotRegularFile`](ErrorKind::NotRegularFile), [`Unreadable`](ErrorKind::Unreadable).
    pub fn open(path: &Path) -> Result<Self, Error> {
        Unread::open(path)?.read()
    }

    /// Returns what the index says about itself.
    pub fn info(&self) -> &Info {
        &self.info
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Finds the works that hold the given hashes.
    ///
    /// `hashes` are sorted. `on_hit` is called with the position of a hash and a
    /// work that holds it, in order of positions, and of works within a position.
    /// A work is found by every hash that it holds below its threshold
    /// ([`Work::threshold`]), except boilerplate ([`Index::boilerplate`]), and by no
    /// others. The index keeps 32 bits of a hash beyond its scale, so one chance hit
    /// of a work is possible; many are not.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](ErrorKind::InvalidOption) if `hashes` are not sorted;
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable). Hits that were
    /// reported before an error may be wrong.
    pub fn lookup(
        &self,
        hashes: &[u64],
        on_hit: &mut dyn FnMut(usize, WorkId),
    ) -> Result<(), Error> {
        if !hashes.is_sorted() {
            return Err(Error::new(
                ErrorKind::InvalidOption,
                "the hashes to look up are not sorted",
            ));
        }
        lookup::run(self, hashes, &mut |n, work| on_hit(n, WorkId::new(work)))
    }

    /// Returns the positions of those `hashes` that were left out of the index
    /// because too many works hold them.
    ///
    /// They say nothing about a manuscript: leave them out of its number of
    /// hashes as well. A work's [`n_hashes`](Work::n_hashes) does not count them.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn boilerplate(&self, hashes: &[u64]) -> Result<Vec<usize>, Error> {
        if self.info.n_boilerplate == 0 {
            return Ok(Vec::new());
        }
        self.with(|guarded| {
            let mut statement = guarded
                .db()
                .prepare_cached("SELECT 1 FROM boilerplate WHERE segment = ?1 AND hash = ?2")?;
            let mut found = Vec::new();
            for (n, &hash) in hashes.iter().enumerate() {
                let (code, space) = self.segment_of(hash);
                if statement.exists(params![code, space.slot(hash).cast_signed()])? {
                    found.push(n);
                }
            }
            Ok(found)
        })
    }

    /// Returns whether `hash` was left out because too many works hold it.
    ///
    /// # Errors
    ///
    /// As [`Index::boilerplate`], which is faster for many hashes.
    pub fn is_boilerplate(&self, hash: u64) -> Result<bool, Error> {
        Ok(!self.boilerplate(&[hash])?.is_empty())
    }

    /// Returns what the index says about a work.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](ErrorKind::InvalidOption) if there is no such work;
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn work(&self, id: WorkId) -> Result<Work, Error> {
        let id = u64::from(id.get());
        if id >= self.info.n_works {
            return Err(Error::new(
                ErrorKind::InvalidOption,
                "there is no work with that number",
            )
            .at(&self.path));
        }
        self.with(|guarded| {
            let mut statement = guarded.db().prepare_cached(
                "SELECT first, data FROM works WHERE first <= ?1 ORDER BY first DESC LIMIT 1",
            )?;
            let mut rows = statement.query([id.cast_signed()])?;
            let row = rows
                .next()?
                .ok_or_else(|| Error::damaged("a work is missing"))?;
            let first = row.get::<_, i64>(0)?.cast_unsigned();
            let mut page = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            // If the records are missing, reading past the page's end is an error.
            for _ in first..id {
                Record::read(&mut page)?;
            }
            Ok(Record::read(&mut page)?.to_work(self.info.threshold()))
        })
    }

    /// Returns the works that have a given digest, if any.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn find_digest(&self, digest: &Digest) -> Result<Vec<WorkId>, Error> {
        self.with(|guarded| {
            let mut statement = guarded.db().prepare_cached(
                "SELECT work FROM digests WHERE kind = ?1 AND digest = ?2 ORDER BY work",
            )?;
            let rows = statement.query_map(params![digest.kind.code(), digest.bytes], |row| {
                row.get::<_, u32>(0)
            })?;
            let mut works = Vec::new();
            for work in rows {
                let work = work?;
                if u64::from(work) >= self.info.n_works {
                    return Err(Error::damaged("a digest of a work that is not there"));
                }
                works.push(WorkId::new(work));
            }
            Ok(works)
        })
    }

    /// Returns what is kept of the catalogue between queries.
    pub(crate) fn catalogue(&self) -> &Kept {
        &self.catalogue
    }

    /// Returns the key space of the hashes below the index threshold.
    pub(crate) fn main(&self) -> KeySpace {
        KeySpace::main(self.info.scale, self.info.n_works)
    }

    /// Returns the key space of the hashes above the index threshold.
    pub(crate) fn short(&self) -> KeySpace {
        KeySpace::short(self.info.n_works)
    }

    fn segment_of(&self, hash: u64) -> (i64, KeySpace) {
        if hash < self.info.threshold() {
            (0, self.main())
        } else {
            (1, self.short())
        }
    }

    /// Runs a query over a connection of the pool.
    pub(crate) fn with<T>(
        &self,
        ask: impl FnOnce(&Guarded) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let guarded = self.take()?;
        guarded.start_clock();
        let answer = ask(&guarded).map_err(|e| open::took_too_long(e).at(&self.path));
        self.pool
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(guarded);
        answer
    }

    /// Takes a connection from the pool, or opens another one to the same index.
    pub(crate) fn take(&self) -> Result<Guarded, Error> {
        let idle = self
            .pool
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        if let Some(guarded) = idle {
            return Ok(guarded);
        }
        let (guarded, info) = open::open(&self.path).map_err(|e| e.at(&self.path))?;
        if info != self.info {
            return Err(Error::new(
                ErrorKind::Replaced,
                "another index has replaced the one that was opened",
            )
            .at(&self.path));
        }
        Ok(guarded)
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("path", &self.path)
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}
