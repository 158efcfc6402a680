//! Writing the SQLite file of a build.
//!
//! Everything is written in the order of the tables' keys, so SQLite only ever
//! appends to its trees and fills every leaf. There is one transaction, without a
//! journal: if it fails, the file is thrown away. The same input makes the same
//! bytes (with the same version of SQLite), whatever the memory allowance.

use std::fs::{self, File};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

use colophon_sort::{Fixed, Merge};
use rusqlite::{Connection, OpenFlags, params};

use crate::build::{Builder, MAX_MEMORY_BYTES, SHORT_SORT_BITS, Summary};
use crate::catalogue;
use crate::catalogue::write::TermTables;
use crate::content::{ContentDigest, TableDigest, Value};
use crate::error::Error;
use crate::meta;
use crate::model::{DigestKind, Info};
use crate::posting::{KeySpace, PageWriter};
use crate::progress::{BuildPhase, BuildProgress, Progress};
use crate::row::insert_page;
use crate::schema::{
    APPLICATION_ID, CONTENT_KEY, FORMAT_VERSION, PAGE_SIZE, SEAL_BYTES, TABLES, USABLE_BYTES,
};
use crate::work::{self, WorkPages};
use crate::{counts, scratch, seal};

impl Builder {
    /// Sorts what was added, writes the index and moves it into place.
    ///
    /// `on_progress` is called many times a second, except while waiting for the
    /// disk; when it returns `Break`, everything is removed and the error is
    /// [`Cancelled`](crate::ErrorKind::Cancelled). An index that was at the path
    /// before is replaced by the finished one and by nothing else.
    ///
    /// # Errors
    ///
    /// [`Cancelled`](crate::ErrorKind::Cancelled),
    /// [`InvalidRecord`](crate::ErrorKind::InvalidRecord), [`Unreadable`](crate::ErrorKind::Unreadable),
    /// [`DiskFull`](crate::ErrorKind::DiskFull). Nothing is left behind.
    pub fn finish(
        self,
        on_progress: &mut dyn FnMut(BuildProgress) -> ControlFlow<()>,
    ) -> Result<Summary, Error> {
        let out = self.out.clone();
        write(self, on_progress).map_err(|e| e.at(&out))
    }
}

/// Does the work of [`Builder::finish`].
#[expect(
    clippy::too_many_lines,
    reason = "one table of the index after another"
)]
fn write(
    builder: Builder,
    on_progress: &mut dyn FnMut(BuildProgress) -> ControlFlow<()>,
) -> Result<Summary, Error> {
    let Builder {
        out,
        options,
        n_works,
        postings,
        short_postings,
        digests,
        work_terms,
        works,
        work_languages,
        catalogue,
        scratch,
    } = builder;
    let path = scratch.path(scratch::INDEX);
    let db = create(&path)?;
    let n_works = u64::from(n_works);

    let mut content = ContentDigest::default();
    let mut progress = Progress::new(on_progress);
    let mut dropped = Dropped::new(n_works);

    progress.start(BuildPhase::Postings, postings.len() + short_postings.len())?;
    let main = KeySpace::main(options.scale, n_works);
    let short = KeySpace::short(n_works);
    let mut segment = SegmentWriter {
        db: &db,
        max_works_per_hash: options.max_works_per_hash as usize,
        boilerplate: &mut content.boilerplate,
        dropped: &mut dropped,
        progress: &mut progress,
    };
    let n_postings = segment.write(
        0,
        main,
        postings.merge()?,
        |packed| (packed >> 32, low_half(packed.into())),
        &mut content.postings,
    )?;
    // Slots were sorted at full length, and may be shorter in the index.
    let short_shift = SHORT_SORT_BITS - short.bits();
    let n_short_postings = segment.write(
        1,
        short,
        short_postings.merge()?,
        |packed| (short_slot(packed) >> short_shift, low_half(packed)),
        &mut content.short_postings,
    )?;

    progress.start(BuildPhase::Works, n_works)?;
    let spool = works
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    drop(spool);
    write_works(
        &db,
        &scratch.path(scratch::WORKS),
        n_works,
        &dropped,
        &mut content.works,
        &mut progress,
    )?;

    progress.start(BuildPhase::Digests, digests.len())?;
    write_digests(&db, digests.merge()?, &mut content.digests, &mut progress)?;

    progress.start(BuildPhase::WorkTerms, work_terms.len())?;
    let tables = TermTables {
        terms: ("work_terms", &mut content.work_terms),
        lists: ("work_term_lists", &mut content.work_term_lists),
    };
    let n_work_terms =
        catalogue::write::write_terms(&db, n_works, work_terms, tables, &mut progress)?;

    let n_records = catalogue.n_records;
    let allowance = options.memory_bytes.min(MAX_MEMORY_BYTES) / 2;
    let written = catalogue::write::write(
        &db,
        &scratch,
        catalogue,
        allowance,
        &mut content,
        &mut progress,
    )?;

    counts::write(&db, &written.records, &work_languages, &mut content.counts)?;

    let mut info = Info {
        name: options.name,
        about: options.about,
        created: options.created,
        scale: options.scale,
        recipe: options.recipe,
        format_version: FORMAT_VERSION,
        n_works,
        n_records,
        n_terms: written.n_terms,
        n_work_terms,
        n_postings,
        n_short_postings,
        n_digests: content.digests.n_rows(),
        n_boilerplate: content.boilerplate.n_rows(),
        max_works_per_hash: options.max_works_per_hash,
        content_sha256: [0; 32],
        size_bytes: 0,
    };
    info.content_sha256 = write_meta(&db, &info, content)?;
    db.execute_batch("COMMIT")?;
    db.close().map_err(|(_, e)| e)?;

    info.size_bytes = seal_and_sync(&path, &info, &mut progress)?;
    fs::rename(&path, &out)?;
    sync_folder(scratch::folder_of(&out))?;
    Ok(Summary {
        info,
        n_dropped: dropped.total,
        n_dropped_digests: written.n_dropped_digests,
    })
}

/// Writes the checksums of the pages, waits for the disk, and returns the length of
/// the file.
fn seal_and_sync(path: &Path, info: &Info, progress: &mut Progress<'_>) -> Result<u64, Error> {
    let mut file = File::options().read(true).write(true).open(path)?;
    let size_bytes = file.metadata()?.len();
    progress.start(BuildPhase::Sealing, size_bytes / PAGE_SIZE as u64)?;
    let mark = *info.content_sha256.first_chunk().unwrap_or(&[0; 4]);
    seal::seal(&mut file, mark, &mut |n| progress.advance(n))?;
    progress.start(BuildPhase::Syncing, 1)?;
    file.sync_all()?;
    progress.advance(1)?;
    Ok(size_bytes)
}

/// Creates the file with its tables, and begins the transaction.
fn create(path: &Path) -> Result<Connection, Error> {
    fs::write(path, empty_file())?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.execute_batch(&format!(
        "PRAGMA journal_mode = OFF;
         PRAGMA synchronous = OFF;
         PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -16384;
         PRAGMA application_id = {APPLICATION_ID};
         PRAGMA user_version = {FORMAT_VERSION};
         BEGIN;"
    ))?;
    for (_, sql) in TABLES {
        db.execute_batch(sql)?;
    }
    Ok(db)
}

/// Returns an SQLite file without a table (file format, sections 1.3 and 1.6).
///
/// SQLite itself makes no file whose pages have room for a checksum, but keeps to
/// one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the sizes are constants below 2^16"
)]
fn empty_file() -> [u8; PAGE_SIZE] {
    let mut page = [0; PAGE_SIZE];
    page[..16].copy_from_slice(b"SQLite format 3\0");
    page[16..18].copy_from_slice(&(PAGE_SIZE as u16).to_be_bytes());
    // Rollback journal; the bytes that SQLite leaves; three constants.
    page[18..24].copy_from_slice(&[1, 1, SEAL_BYTES as u8, 64, 32, 32]);
    // The change counter twice, the number of pages, the schema format, UTF-8.
    for (at, value) in [(24, 1), (92, 1), (28, 1), (44, 4), (56, 1_u32)] {
        page[at..at + 4].copy_from_slice(&value.to_be_bytes());
    }
    // A leaf of rows without rows.
    page[100] = 13;
    page[105..107].copy_from_slice(&(USABLE_BYTES as u16).to_be_bytes());
    page
}

/// Writes the two segments of postings.
struct SegmentWriter<'a, 'b> {
    db: &'a Connection,
    max_works_per_hash: usize,
    boilerplate: &'a mut TableDigest,
    dropped: &'a mut Dropped,
    progress: &'a mut Progress<'b>,
}

impl SegmentWriter<'_, '_> {
    /// Writes a segment, and returns the number of its postings.
    fn write<R: Fixed>(
        &mut self,
        code: u64,
        space: KeySpace,
        mut merge: Merge<R>,
        split: impl Fn(R) -> (u64, u32),
        digest: &mut TableDigest,
    ) -> Result<u64, Error> {
        let table = if code == 0 {
            "postings"
        } else {
            "short_postings"
        };
        let mut insert = self
            .db
            .prepare(&format!("INSERT INTO {table} VALUES (?1, ?2)"))?;
        let mut sink = |first: u64, blob: &[u8]| insert_page(&mut insert, digest, first, blob);
        let mut pages = PageWriter::new();
        let mut n_postings = 0;
        // The works of one slot: at most one more than it may have.
        let mut group: Vec<u32> = Vec::new();
        let mut n_group = 0;
        let mut next = merge.next()?.map(&split);
        while let Some((slot, work)) = next {
            if group.len() <= self.max_works_per_hash {
                group.push(work);
            } else {
                self.dropped.add(work);
            }
            n_group += 1;
            self.progress.advance(1)?;
            next = merge.next()?.map(&split);
            if next.is_some_and(|(next_slot, _)| next_slot == slot) {
                continue;
            }
            if group.len() > self.max_works_per_hash {
                for &work in &group {
                    self.dropped.add(work);
                }
                self.insert_boilerplate(code, slot, n_group)?;
            } else {
                // A shortened slot may have a work twice or works out of order.
                if !group.is_sorted_by(|a, b| a < b) {
                    group.sort_unstable();
                    for pair in group.windows(2) {
                        if pair[0] == pair[1] {
                            self.dropped.add(pair[0]);
                        }
                    }
                    group.dedup();
                }
                n_postings += group.len() as u64;
                for &work in &group {
                    pages.push(space.key(slot, work), &mut sink)?;
                }
            }
            group.clear();
            n_group = 0;
        }
        pages.finish(&mut sink)?;
        Ok(n_postings)
    }

    fn insert_boilerplate(&mut self, code: u64, slot: u64, n_works: u64) -> Result<(), Error> {
        self.db
            .prepare_cached("INSERT INTO boilerplate VALUES (?1, ?2, ?3)")?
            .execute(params![
                code.cast_signed(),
                slot.cast_signed(),
                n_works.cast_signed()
            ])?;
        self.boilerplate.row(&[
            Value::Integer(code),
            Value::Integer(slot),
            Value::Integer(n_works),
        ]);
        Ok(())
    }
}

/// Writes the works of the spool; their counts leave out what was dropped.
fn write_works(
    db: &Connection,
    spool: &Path,
    n_works: u64,
    dropped: &Dropped,
    digest: &mut TableDigest,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let mut insert = db.prepare("INSERT INTO works VALUES (?1, ?2)")?;
    let mut sink = |first: u64, blob: &[u8]| insert_page(&mut insert, digest, first, blob);
    let mut spool = BufReader::new(File::open(spool)?);
    spool.seek(SeekFrom::Start(0))?;
    let mut pages = WorkPages::default();
    let mut bytes = Vec::new();
    for work in 0..n_works {
        let mut length = [0; 4];
        spool.read_exact(&mut length)?;
        bytes.resize(u32::from_le_bytes(length) as usize, 0);
        spool.read_exact(&mut bytes)?;
        let mut record = work::Record::read(&mut bytes.as_slice())?;
        record.n_hashes -= dropped.of(work);
        pages.push(&record, &mut sink)?;
        progress.advance(1)?;
    }
    pages.finish(&mut sink)
}

fn write_digests(
    db: &Connection,
    mut merge: Merge<crate::build::DigestRecord>,
    digest: &mut TableDigest,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let mut insert = db.prepare("INSERT INTO digests VALUES (?1, ?2, ?3)")?;
    let mut before = None;
    while let Some(record) = merge.next()? {
        progress.advance(1)?;
        // A work may have been given the same digest twice.
        if before == Some(record) {
            continue;
        }
        before = Some(record);
        let [code, rest @ ..] = record;
        let n = DigestKind::from_code(code).map_or(0, DigestKind::n_bytes);
        let bytes = &rest[..n];
        let work = rest
            .last_chunk()
            .map_or(0, |bytes| u32::from_be_bytes(*bytes));
        insert.execute(params![code, bytes, work])?;
        digest.row(&[
            Value::Integer(code.into()),
            Value::Blob(bytes),
            Value::Integer(work.into()),
        ]);
    }
    Ok(())
}

/// Writes the meta table, and returns the content digest.
fn write_meta(db: &Connection, info: &Info, mut content: ContentDigest) -> Result<[u8; 32], Error> {
    let mut insert = db.prepare("INSERT INTO meta VALUES (?1, ?2)")?;
    for (key, value) in meta::rows(info) {
        insert.execute(params![key, value])?;
        content.meta.row(&[Value::Text(key), Value::Text(&value)]);
    }
    let sha256 = content.finish();
    insert.execute(params![CONTENT_KEY, crate::hex::write(&sha256)])?;
    Ok(sha256)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no way to sync a folder; it journals renames.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Returns the work of a packed posting.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the low 32 bits are the work"
)]
fn low_half(packed: u128) -> u32 {
    packed as u32
}

/// Returns the slot of a packed posting of a short work.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a slot has no more than 48 bits"
)]
fn short_slot(packed: u128) -> u64 {
    (packed >> 32) as u64
}

/// The number of hashes of each work that were left out; empty until one is.
struct Dropped {
    n_works: u64,
    by_work: Vec<u32>,
    total: u64,
}

impl Dropped {
    fn new(n_works: u64) -> Self {
        Self {
            n_works,
            by_work: Vec::new(),
            total: 0,
        }
    }

    fn add(&mut self, work: u32) {
        if self.by_work.is_empty() {
            self.by_work
                .resize(usize::try_from(self.n_works).unwrap_or(0), 0);
        }
        if let Some(n) = self.by_work.get_mut(work as usize) {
            *n += 1;
            self.total += 1;
        }
    }

    fn of(&self, work: u64) -> u64 {
        usize::try_from(work)
            .ok()
            .and_then(|work| self.by_work.get(work))
            .map_or(0, |&n| n.into())
    }
}
