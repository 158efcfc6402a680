//! Reading a whole index and checking all of it.
//!
//! The content digest shows whether anything differs from what was published;
//! everything else here shows whether what was published makes sense, so a faulty
//! builder is found as well. SQLite's own check of its structures runs in parallel.
//! Damage to bytes without content, such as the unused ends of pages, cannot be
//! found here: the SHA-256 of the whole file, which a publisher signs, covers
//! those.

use std::ops::ControlFlow;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::content::{ContentDigest, TableDigest, Value};
use crate::error::{Error, ErrorKind};
use crate::hex;
use crate::model::{DigestKind, Info};
use crate::posting::{KeySpace, PageReader};
use crate::reader::Index;
use crate::row::{blob, integer, page_row};
use crate::schema::CONTENT_KEY;
use crate::work::Record;

/// The time between two looks at whether SQLite's check is done.
const POLL: Duration = Duration::from_millis(50);

/// How far [`Index::verify`] has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyProgress {
    /// The bytes of content that were read and checked.
    pub done: u64,
    /// The length of the file, which is a little more than its content.
    pub total: u64,
}

/// What [`Index::verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifyReport {
    /// What is wrong, in a sentence each; empty if the index is intact.
    pub problems: Vec<String>,
    /// The SHA-256 of the content as it was read.
    pub content_sha256: [u8; 32],
}

impl VerifyReport {
    /// Returns whether nothing is wrong.
    pub fn is_intact(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Index {
    /// Reads everything in the index and checks it.
    ///
    /// `on_progress` is called many times a second; when it returns `Break`, the
    /// error is [`Cancelled`](ErrorKind::Cancelled).
    ///
    /// # Errors
    ///
    /// [`Cancelled`](ErrorKind::Cancelled) and [`Unreadable`](ErrorKind::Unreadable). Damage
    /// is not an error here: it is reported.
    pub fn verify(
        &self,
        on_progress: &mut dyn FnMut(VerifyProgress) -> ControlFlow<()>,
    ) -> Result<VerifyReport, Error> {
        // SQLite's check gets its own connection, as it can be interrupted only as
        // a whole.
        let (content, structure) = (self.take()?, self.take()?);
        content.stop_clock();
        structure.stop_clock();
        let handle = structure.db().get_interrupt_handle();
        thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            scope.spawn(move || sender.send(integrity_check(structure.db())));
            let mut check = Check {
                info: self.info(),
                db: content.db(),
                problems: Vec::new(),
                content: ContentDigest::default(),
                n_of_work: Vec::new(),
                done: 0,
                on_progress,
            };
            let finish = |check: &mut Check<'_>| -> Result<[u8; 32], Error> {
                check.advance(0)?;
                let sha256 = check.all(self)?;
                loop {
                    match receiver.recv_timeout(POLL) {
                        Ok(result) => {
                            let answer = check.tolerate("integrity check", result)?;
                            if let Some(problem) = answer.flatten() {
                                check.problems.push(problem);
                            }
                            return Ok(sha256);
                        }
                        Err(mpsc::RecvTimeoutError::Timeout) => check.advance(0)?,
                        Err(mpsc::RecvTimeoutError::Disconnected) => {
                            return Err(Error::new(
                                ErrorKind::Unreadable,
                                "SQLite's check ended early",
                            ));
                        }
                    }
                }
            };
            let result = finish(&mut check);
            if result.is_err() {
                handle.interrupt();
            }
            Ok(VerifyReport {
                content_sha256: result?,
                problems: check.problems,
            })
        })
        .map_err(|e: Error| e.at(self.path()))
    }
}

/// Runs SQLite's check, and returns its complaint, if any.
fn integrity_check(db: &Connection) -> Result<Option<String>, Error> {
    let answer: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    Ok((answer != "ok").then(|| format!("SQLite: {answer}")))
}

/// A check in progress.
pub(crate) struct Check<'a> {
    pub(crate) info: &'a Info,
    pub(crate) db: &'a Connection,
    pub(crate) problems: Vec<String>,
    pub(crate) content: ContentDigest,
    /// The number of postings of each work.
    n_of_work: Vec<u32>,
    done: u64,
    on_progress: &'a mut dyn FnMut(VerifyProgress) -> ControlFlow<()>,
}

impl Check<'_> {
    /// Checks all tables, and returns the content digest.
    fn all(&mut self, index: &Index) -> Result<[u8; 32], Error> {
        let (main, short) = (index.main(), index.short());
        let n_works = usize::try_from(self.info.n_works).unwrap_or(0);
        self.n_of_work.resize(n_works, 0);
        let lowest_short = short.slot(self.info.threshold());

        let result = self.postings("postings", main, 0);
        let n_postings = self.tolerate("postings", result)?;
        let result = self.postings("short_postings", short, lowest_short);
        let n_short_postings = self.tolerate("short postings", result)?;
        let result = self.boilerplate([main, short]);
        self.tolerate("boilerplate", result)?;
        let result = self.works();
        let n_works = self.tolerate("works", result)?;
        let result = self.digests();
        self.tolerate("digests", result)?;
        self.catalogue(index)?;
        let result = self.meta();
        self.tolerate("meta", result)?;

        let counts = [
            ("postings", n_postings, self.info.n_postings),
            (
                "short postings",
                n_short_postings,
                self.info.n_short_postings,
            ),
            (
                "hashes of boilerplate",
                Some(self.content.boilerplate.n_rows()),
                self.info.n_boilerplate,
            ),
            ("works", n_works, self.info.n_works),
            (
                "digests",
                Some(self.content.digests.n_rows()),
                self.info.n_digests,
            ),
        ];
        for (what, found, said) in counts {
            if let Some(found) = found
                && found != said
            {
                self.problems
                    .push(format!("there are {found} {what}; there should be {said}"));
            }
        }
        let sha256 = std::mem::take(&mut self.content).finish();
        if sha256 != self.info.content_sha256 {
            self.problems.push(format!(
                "the content's SHA-256 is {}; it should be {}",
                hex::write(&sha256),
                self.info.content_sha256_hex()
            ));
        }
        Ok(sha256)
    }

    /// Turns damage into a problem, and lets other errors through.
    pub(crate) fn tolerate<T>(
        &mut self,
        what: &str,
        result: Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(e) if matches!(e.kind(), ErrorKind::Damaged | ErrorKind::NotAnIndex) => {
                self.problems.push(format!("{what}: {}", e.message()));
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    pub(crate) fn advance(&mut self, n_bytes: usize) -> Result<(), Error> {
        // The callback is called about every 256 KiB.
        let before = self.done >> 18;
        self.done += n_bytes as u64;
        if n_bytes > 0 && self.done >> 18 == before {
            return Ok(());
        }
        let progress = VerifyProgress {
            done: self.done.min(self.info.size_bytes),
            total: self.info.size_bytes,
        };
        match (self.on_progress)(progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::interrupted()),
        }
    }

    /// Checks a segment, and returns the number of its postings.
    fn postings(&mut self, table: &str, space: KeySpace, lowest_slot: u64) -> Result<u64, Error> {
        let mut statement = self
            .db
            .prepare(&format!("SELECT first, data FROM {table} ORDER BY first"))?;
        let mut rows = statement.query([])?;
        let mut page = PageReader::default();
        let mut n = 0;
        let mut before = None;
        let mut slot_before = (u64::MAX, 0);
        while let Some(row) = rows.next()? {
            let (first, blob) = page_row(row)?;
            let digest = match table {
                "postings" => &mut self.content.postings,
                _ => &mut self.content.short_postings,
            };
            digest.row(&[Value::Integer(first), Value::Blob(blob)]);
            page.load(first, blob)?;
            loop {
                let key = page.key();
                let (slot, work) = if key < space.end() {
                    space.split(key)
                } else {
                    return Err(Error::damaged("a posting beyond the last work"));
                };
                if before >= Some(key) || slot < lowest_slot {
                    return Err(Error::damaged("postings out of order"));
                }
                before = Some(key);
                slot_before = match slot_before {
                    (same, n) if same == slot => (slot, n + 1),
                    _ => (slot, 1),
                };
                if slot_before.1 > self.info.max_works_per_hash {
                    return Err(Error::damaged("a hash of more works than the index allows"));
                }
                if let Some(n_of_work) = self.n_of_work.get_mut(work_index(work)) {
                    *n_of_work = n_of_work.saturating_add(1);
                }
                n += 1;
                if !page.advance()? {
                    break;
                }
            }
            if page.unused_bits() >= 8 {
                return Err(Error::damaged("a posting page with unused bytes"));
            }
            let n_bytes = blob.len();
            self.advance(n_bytes)?;
        }
        Ok(n)
    }

    fn boilerplate(&mut self, spaces: [KeySpace; 2]) -> Result<(), Error> {
        let mut statement = self
            .db
            .prepare("SELECT segment, hash, n_works FROM boilerplate ORDER BY segment, hash")?;
        let mut rows = statement.query([])?;
        let mut before = None;
        while let Some(row) = rows.next()? {
            let [segment, slot, n_works] = [integer(row, 0)?, integer(row, 1)?, integer(row, 2)?];
            self.content.boilerplate.row(&[
                Value::Integer(segment),
                Value::Integer(slot),
                Value::Integer(n_works),
            ]);
            let space = spaces
                .get(work_index(segment))
                .ok_or_else(|| Error::damaged("an unknown segment"))?;
            let is_right = slot >> space.bits() == 0
                && n_works > u64::from(self.info.max_works_per_hash)
                && before < Some((segment, slot));
            if !is_right {
                return Err(Error::damaged("a malformed row"));
            }
            before = Some((segment, slot));
            self.advance(24)?;
        }
        Ok(())
    }

    /// Checks the works, and returns their number.
    fn works(&mut self) -> Result<u64, Error> {
        let mut statement = self
            .db
            .prepare("SELECT first, data FROM works ORDER BY first")?;
        let mut rows = statement.query([])?;
        let mut n = 0_u64;
        while let Some(row) = rows.next()? {
            let (first, mut page) = page_row(row)?;
            let n_bytes = page.len();
            self.content
                .works
                .row(&[Value::Integer(first), Value::Blob(page)]);
            if first != n || page.is_empty() {
                return Err(Error::damaged("a gap between two pages"));
            }
            while !page.is_empty() {
                let record = Record::read(&mut page)?;
                if n >= self.info.n_works {
                    return Err(Error::damaged("more works than there should be"));
                }
                let n_found = self.n_of_work.get(work_index(n)).copied().unwrap_or(0);
                if record.n_hashes != u64::from(n_found) {
                    return Err(Error::damaged(format!(
                        "work {n} has {n_found} postings; it should have {}",
                        record.n_hashes
                    )));
                }
                if record
                    .threshold
                    .is_some_and(|threshold| threshold <= self.info.threshold())
                {
                    return Err(Error::damaged("a work's own threshold is not valid"));
                }
                n += 1;
            }
            self.advance(n_bytes)?;
        }
        Ok(n)
    }

    fn digests(&mut self) -> Result<(), Error> {
        let mut statement = self
            .db
            .prepare("SELECT kind, digest, work FROM digests ORDER BY kind, digest, work")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (kind, bytes, work) = (integer(row, 0)?, blob(row, 1)?, integer(row, 2)?);
            let n_bytes = bytes.len();
            self.content.digests.row(&[
                Value::Integer(kind),
                Value::Blob(bytes),
                Value::Integer(work),
            ]);
            let expected = u8::try_from(kind)
                .ok()
                .and_then(DigestKind::from_code)
                .map(DigestKind::n_bytes);
            if expected != Some(n_bytes) || work >= self.info.n_works {
                return Err(Error::damaged("a malformed row"));
            }
            self.advance(n_bytes)?;
        }
        Ok(())
    }

    fn meta(&mut self) -> Result<(), Error> {
        let mut statement = self
            .db
            .prepare("SELECT key, value FROM meta ORDER BY key")?;
        let mut rows = statement.query([])?;
        let digest: &mut TableDigest = &mut self.content.meta;
        while let Some(row) = rows.next()? {
            let (key, value): (String, String) = (row.get(0)?, row.get(1)?);
            if key != CONTENT_KEY {
                digest.row(&[Value::Text(&key), Value::Text(&value)]);
            }
        }
        Ok(())
    }
}

fn work_index(work: u64) -> usize {
    usize::try_from(work).unwrap_or(usize::MAX)
}
