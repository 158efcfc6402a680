//! Writing the SQLite file of a build.
//!
//! Everything is written in the order of the tables' keys, so SQLite only ever
//! appends to its trees and fills every leaf. There is one transaction, without a
//! journal: if it fails, the file is thrown away. The same input makes the same
//! bytes (with the same version of SQLite), whatever the memory allowance.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

use colophon_sort::{Merge, Sorter};
use rusqlite::{Connection, OpenFlags, params};

use crate::build::{Builder, MAX_MEMORY_BYTES, Summary, unpack_short};
use crate::catalogue;
use crate::catalogue::write::TermTables;
use crate::content::{ContentDigest, TableDigest, Value};
use crate::error::Error;
use crate::meta;
use crate::model::{DigestKind, Info};
use crate::places::Placing;
use crate::posting::{KeySpace, PageWriter, SHORT_BITS};
use crate::progress::{BuildPhase, BuildProgress, Progress};
use crate::row::insert_page;
use crate::schema::{
    APPLICATION_ID, CONTENT_KEY, FORMAT_VERSION, PAGE_SIZE, SEAL_BYTES, TABLES, USABLE_BYTES,
    is_content, is_crowded, may_be_crowded,
};
use crate::set::Merged;
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
        let (summary, _) = write(self, None, on_progress).map_err(|e| e.at(&out))?;
        Ok(summary)
    }

    /// Writes the index of a set whose works and records were added, with its postings,
    /// and returns where each record was before, if that was kept.
    pub(crate) fn finish_merged(
        self,
        set: &Merged<'_>,
        on_progress: &mut dyn FnMut(BuildProgress) -> ControlFlow<()>,
    ) -> Result<(Summary, Vec<u32>), Error> {
        let out = self.out.clone();
        write(self, Some(set), on_progress).map_err(|e| e.at(&out))
    }
}

/// Does the work of [`Builder::finish`].
#[expect(
    clippy::too_many_lines,
    reason = "one table of the index after another"
)]
fn write(
    builder: Builder,
    set: Option<&Merged<'_>>,
    on_progress: &mut dyn FnMut(BuildProgress) -> ControlFlow<()>,
) -> Result<(Summary, Vec<u32>), Error> {
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

    let n_to_come = set.map_or(0, Merged::n_postings);
    let n_to_come = postings.len() + short_postings.len() + n_to_come;
    progress.start(BuildPhase::Postings, n_to_come)?;
    let main = KeySpace::main(options.scale, n_works);
    let short = KeySpace::short(n_works);
    let crowded = Sorter::new(scratch.path(scratch::CROWDED), CROWDED_BYTES);
    let mut segment = SegmentWriter {
        db: &db,
        least: options.max_works_per_hash,
        most: set.map_or(options.max_works_per_hash, Merged::most),
        largest: 0,
        boilerplate: &mut content.boilerplate,
        crowded,
        placing: Placing::new(n_works, &scratch.path(scratch::PLACES))?,
        dropped: &mut dropped,
        progress: &mut progress,
    };
    let mut n_of_segments = [0; 2];
    for (code, space, sorter, digest, split) in [
        (
            0,
            main,
            postings,
            &mut content.postings,
            unpack as fn(u64) -> (u64, u32),
        ),
        (
            1,
            short,
            short_postings,
            &mut content.short_postings,
            unpack_short,
        ),
    ] {
        n_of_segments[usize::from(code != 0)] = if let Some(set) = set {
            let mut stream = set.postings(code)?;
            let left_out = set.boilerplate(code)?;
            segment.write(code, space, &mut || stream.next(), left_out, digest)?
        } else {
            let mut merge = sorter.merge()?;
            let mut next = || Ok(merge.next()?.map(split));
            segment.write(code, space, &mut next, BTreeMap::new(), digest)?
        };
    }
    let [n_postings, n_short_postings] = n_of_segments;
    let SegmentWriter {
        crowded,
        placing,
        largest,
        ..
    } = segment;
    {
        let mut insert = db.prepare("INSERT INTO places VALUES (?1, ?2)")?;
        let digest = &mut content.places;
        let mut sink = |first: u64, blob: &[u8]| insert_page(&mut insert, digest, first, blob);
        placing.finish(&scratch.path(scratch::PLACES), &mut sink)?;
    }
    let max_works_per_hash = options.max_works_per_hash.max(largest);
    let crowded = crowded.merge()?;
    write_crowded(
        &db,
        crowded,
        max_works_per_hash,
        &mut content.crowded,
        &mut progress,
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

    let (n_records, n_listed) = (catalogue.n_records, catalogue.n_listed);
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
        n_listed,
        n_terms: written.n_terms,
        n_work_terms,
        n_postings,
        n_short_postings,
        n_digests: content.digests.n_rows(),
        n_boilerplate: content.boilerplate.n_rows(),
        n_crowded: content.crowded.n_rows(),
        max_works_per_hash,
        content_sha256: [0; 32],
        size_bytes: 0,
    };
    info.content_sha256 = write_meta(&db, &info, content)?;
    db.execute_batch("COMMIT")?;
    db.close().map_err(|(_, e)| e)?;

    info.size_bytes = seal_and_sync(&path, &info, &mut progress)?;
    fs::rename(&path, &out)?;
    sync_folder(scratch::folder_of(&out))?;
    let summary = Summary {
        info,
        n_dropped: dropped.total,
        n_dropped_digests: written.n_dropped_digests,
    };
    Ok((summary, written.origins))
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
    /// A slot of more works than `most` is left out; one of more than the 64th part of
    /// `least` may be crowded.
    least: u32,
    most: u32,
    /// The largest number of works of a slot that was not left out.
    largest: u32,
    boilerplate: &'a mut TableDigest,
    /// Slots of many works, packed by [`pack_crowded`].
    crowded: Sorter<u64>,
    placing: Placing,
    dropped: &'a mut Dropped,
    progress: &'a mut Progress<'b>,
}

impl SegmentWriter<'_, '_> {
    /// Writes a segment, and returns the number of its postings. `left_out` are slots
    /// that are boilerplate already, with the number of works that had them.
    fn write(
        &mut self,
        code: u64,
        space: KeySpace,
        next_posting: &mut impl FnMut() -> Result<Option<(u64, u32)>, Error>,
        left_out: BTreeMap<u64, u64>,
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
        let most = self.most as usize;
        let mut left_out = left_out.into_iter().peekable();
        let mut next = next_posting()?;
        while let Some((slot, work)) = next {
            if group.len() <= most {
                group.push(work);
            } else {
                self.dropped.add(work);
            }
            n_group += 1;
            self.progress.advance(1)?;
            next = next_posting()?;
            if next.is_some_and(|(next_slot, _)| next_slot == slot) {
                continue;
            }
            while let Some((other, n_works)) = left_out.next_if(|(other, _)| *other < slot) {
                self.insert_boilerplate(code, other, n_works)?;
            }
            let before = left_out.next_if(|(other, _)| *other == slot);
            let before = before.map_or(0, |(_, n_works)| n_works);
            if group.len() > most || before > 0 {
                for &work in &group {
                    self.dropped.add(work);
                }
                self.insert_boilerplate(code, slot, n_group + before)?;
            } else {
                self.largest = self.largest.max(u32::try_from(n_group).unwrap_or(u32::MAX));
                if may_be_crowded(n_group, self.least) {
                    self.crowded.push(pack_crowded(n_group, code, slot))?;
                }
                n_postings += group.len() as u64;
                group.sort_unstable();
                self.placing.place(&mut group)?;
                for &place in &group {
                    pages.push(space.key(slot, place), &mut sink)?;
                }
            }
            group.clear();
            n_group = 0;
        }
        for (slot, n_works) in left_out {
            self.insert_boilerplate(code, slot, n_works)?;
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

/// The memory for sorting the slots of many works; it affects speed only.
const CROWDED_BYTES: usize = 4 << 20;

/// Packs the number of works of a slot, its segment and the slot.
fn pack_crowded(n_works: u64, segment: u64, slot: u64) -> u64 {
    (n_works << 1 | segment) << SHORT_BITS | slot
}

/// Writes the slots of many works, as far as `most` makes them so.
fn write_crowded(
    db: &Connection,
    mut merge: Merge<u64>,
    most: u32,
    digest: &mut TableDigest,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let mut insert = db.prepare("INSERT INTO crowded VALUES (?1, ?2, ?3)")?;
    while let Some(packed) = merge.next()? {
        let slot = packed & ((1 << SHORT_BITS) - 1);
        let (n_works, segment) = (packed >> (SHORT_BITS + 1), packed >> SHORT_BITS & 1);
        if !is_crowded(n_works, most) {
            continue;
        }
        insert.execute(params![
            n_works.cast_signed(),
            segment.cast_signed(),
            slot.cast_signed()
        ])?;
        digest.row(&[
            Value::Integer(n_works),
            Value::Integer(segment),
            Value::Integer(slot),
        ]);
        progress.advance(0)?;
    }
    Ok(())
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
        if is_content(key) {
            content.meta.row(&[Value::Text(key), Value::Text(&value)]);
        }
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

/// Returns the slot and the work of a packed posting.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the low 32 bits are the work"
)]
fn unpack(packed: u64) -> (u64, u32) {
    (packed >> 32, packed as u32)
}

/// The number of hashes of each work that were left out; empty until one is.
struct Dropped {
    n_works: u64,
    /// At most [`MANY`] for each work; the rest is in `more`.
    by_work: Vec<u8>,
    more: HashMap<u64, u64>,
    total: u64,
}

const MANY: u8 = u8::MAX;

impl Dropped {
    fn new(n_works: u64) -> Self {
        Self {
            n_works,
            by_work: Vec::new(),
            more: HashMap::new(),
            total: 0,
        }
    }

    fn add(&mut self, work: u32) {
        if self.by_work.is_empty() {
            self.by_work
                .resize(usize::try_from(self.n_works).unwrap_or(0), 0);
        }
        if let Some(n) = self.by_work.get_mut(work as usize) {
            if *n == MANY {
                *self.more.entry(work.into()).or_insert(0) += 1;
            } else {
                *n += 1;
            }
            self.total += 1;
        }
    }

    fn of(&self, work: u64) -> u64 {
        usize::try_from(work)
            .ok()
            .and_then(|work| self.by_work.get(work))
            .map_or(0, |&n| u64::from(n))
            + self.more.get(&work).copied().unwrap_or(0)
    }
}
