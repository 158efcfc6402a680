//! An open index, and the queries that it answers.

use std::cmp::Ordering;
use std::fs::Metadata;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::catalogue::read::Kept;
use crate::error::{Error, ErrorKind};
use crate::lookup;
use crate::model::{Digest, Info, Work, WorkId};
use crate::open::{self, Tables};
use crate::places::{self, Places};
use crate::posting::KeySpace;
use crate::schema::Table;
use crate::tree::{Column, Record as Row};
use crate::work::Record;

/// An index that was opened for reading.
///
/// Threads can share it. The file stays open: what is read is the file that was
/// opened, whatever comes to be at its path.
pub struct Index {
    path: PathBuf,
    info: Info,
    tables: Tables,
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
        let (tables, info) = self.file.read().map_err(|e| e.at(&self.path))?;
        let index = Index {
            path: self.path,
            info,
            tables,
            catalogue: Kept::default(),
        };
        index.check_ends().map_err(|e| e.at(&index.path))?;
        Ok(index)
    }
}

impl Index {
    /// Opens an index without trusting it.
    ///
    /// This reads only a few pages, however large the file is: what the index says
    /// about itself, and the beginning and the end of each table, which have to agree
    /// with that. Damage elsewhere is found when it is read, or by [`Index::verify`].
    ///
    /// # Errors
    ///
    /// [`NotAnIndex`](ErrorKind::NotAnIndex), [`NewerFormat`](ErrorKind::NewerFormat),
    /// [`OlderFormat`](ErrorKind::OlderFormat), [`Damaged`](ErrorKind::Damaged),
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

    /// Returns what the system says about the file that was opened.
    ///
    /// # Errors
    ///
    /// [`Unreadable`](ErrorKind::Unreadable).
    pub fn metadata(&self) -> Result<Metadata, Error> {
        let metadata = self.tables.pages().file().metadata();
        metadata.map_err(|e| Error::from(e).at(&self.path))
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
        let mut places = self.at_places();
        // The works of one position, in the order of their places.
        let mut works: Vec<u32> = Vec::new();
        let mut position = 0;
        let mut result = Ok(());
        let mut hand_over = |position: usize, works: &mut Vec<u32>| {
            works.sort_unstable();
            for work in works.drain(..) {
                on_hit(position, WorkId::new(work));
            }
        };
        self.places(hashes, &mut |n, place| {
            if n != position {
                hand_over(position, &mut works);
                position = n;
            }
            match places.work(place) {
                Ok(work) => works.push(work),
                Err(error) => result = Err(error),
            }
        })?;
        hand_over(position, &mut works);
        result.map_err(|e: Error| e.at(&self.path))
    }

    /// Finds the places of the works that hold the given hashes, which are sorted;
    /// otherwise as [`Index::lookup`].
    pub(crate) fn places(
        &self,
        hashes: &[u64],
        on_hit: &mut dyn FnMut(usize, u32),
    ) -> Result<(), Error> {
        if !hashes.is_sorted() {
            return Err(Error::new(
                ErrorKind::InvalidOption,
                "the hashes to look up are not sorted",
            ));
        }
        lookup::run(self, hashes, on_hit)
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
        let mut keys = self.tables.keys(Table::Boilerplate);
        let mut found = Vec::new();
        for (n, &hash) in hashes.iter().enumerate() {
            let (code, space) = self.segment_of(hash);
            let asked = [code, space.slot(hash)];
            let compare = |row: &Row| {
                let [segment, slot, _] = row.columns()?;
                Ok([segment.integer()?, slot.integer()?].cmp(&asked))
            };
            let mut is_there = || {
                keys.seek(&compare)?;
                let row = keys.next()?;
                Ok(row.map(|row| compare(&row)).transpose()? == Some(Ordering::Equal))
            };
            if is_there().map_err(|e: Error| e.at(&self.path))? {
                found.push(n);
            }
        }
        Ok(found)
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
    /// [`InvalidOption`](ErrorKind::InvalidOption) if no work has that number;
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn work(&self, id: WorkId) -> Result<Work, Error> {
        let id = u64::from(id.get());
        if id >= self.info.n_works {
            return Err(
                Error::new(ErrorKind::InvalidOption, "no work has that number").at(&self.path),
            );
        }
        self.read_work(id).map_err(|e| e.at(&self.path))
    }

    /// Hands over the works from `first` on, in order, until `on_work` returns
    /// `Break`.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn works_from(
        &self,
        first: WorkId,
        on_work: &mut dyn FnMut(WorkId, Work) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut read = || {
            let mut rows = self.tables.rows(Table::Works);
            let mut row = rows.at_or_before(first.get().into())?;
            while let Some(found) = row {
                let mut page = found.blob()?;
                let mut number = found.number;
                while !page.is_empty() {
                    let record = Record::read(&mut page)?;
                    let id = WorkId::new(u32::try_from(number).unwrap_or(u32::MAX));
                    number += 1;
                    if id >= first && on_work(id, record.to_work(self.info.threshold())).is_break()
                    {
                        return Ok(());
                    }
                }
                row = rows.next()?;
            }
            Ok(())
        };
        read().map_err(|e: Error| e.at(&self.path))
    }

    fn read_work(&self, id: u64) -> Result<Work, Error> {
        let row = self
            .tables
            .rows(Table::Works)
            .at_or_before(id)?
            .ok_or_else(|| Error::damaged("a work is missing"))?;
        let mut page = row.blob()?;
        // If the records are missing, reading past the page's end is an error.
        for _ in row.number..id {
            Record::read(&mut page)?;
        }
        Ok(Record::read(&mut page)?.to_work(self.info.threshold()))
    }

    /// Returns the works that have a given digest, if any.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn find_digest(&self, digest: &Digest) -> Result<Vec<WorkId>, Error> {
        self.works_of(digest).map_err(|e| e.at(&self.path))
    }

    fn works_of(&self, digest: &Digest) -> Result<Vec<WorkId>, Error> {
        let asked = (u64::from(digest.kind.code()), digest.bytes.as_slice());
        let compare = |row: &Row| {
            let [kind, bytes, _] = row.columns()?;
            Ok((kind.integer()?, bytes.blob()?).cmp(&asked))
        };
        let mut keys = self.tables.keys(Table::Digests);
        keys.seek(&compare)?;
        let mut works = Vec::new();
        while let Some(row) = keys.next()? {
            if compare(&row)? != Ordering::Equal {
                break;
            }
            let [_, _, work]: [Column<'_>; 3] = row.columns()?;
            let id = u32::try_from(work.integer()?).map(WorkId::new).ok();
            let id = id.filter(|id| u64::from(id.get()) < self.info.n_works);
            let id = id.ok_or_else(|| Error::damaged("a digest of a work that is not there"))?;
            if works.last() >= Some(&id) {
                return Err(Error::damaged("digests out of order"));
            }
            works.push(id);
        }
        Ok(works)
    }

    /// Returns the tables.
    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Makes a reader of the works at places.
    pub(crate) fn at_places(&self) -> Places<'_> {
        Places::new(&self.tables, self.info.n_works)
    }

    /// Returns the number of the work at each place.
    pub(crate) fn works_by_place(&self) -> Result<Vec<u32>, Error> {
        places::all(&self.tables, self.info.n_works).map_err(|e| e.at(&self.path))
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

    fn segment_of(&self, hash: u64) -> (u64, KeySpace) {
        if hash < self.info.threshold() {
            (0, self.main())
        } else {
            (1, self.short())
        }
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
