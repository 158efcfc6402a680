//! Building an index: collecting works and records in bounded memory.
//!
//! What is added goes into sorters and a spool file in a folder next to the new
//! index. [`Builder::finish`] merges all of it into an SQLite file there and
//! renames that into place, so the final name never stands for an incomplete file.
//! A builder that is dropped, or whose process dies, leaves nothing that a later
//! build does not remove.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use colophon_catalogue::{Record, Source, terms};
use colophon_sort::Sorter;

use crate::catalogue::build::Catalogue;
use crate::catalogue::{RecordDigests, block};
use crate::counts::Tally;
use crate::error::{Error, ErrorKind};
use crate::model::{About, DigestKind, Info, NewWork, WorkId};
use crate::posting::KeySpace;
use crate::schema::{self, MAX_DESCRIPTION_BYTES, MAX_STRING_BYTES, MAX_WORKS, MIN_HASHES};
use crate::scratch::{self, Scratch};
use crate::work;

/// The number of bits of the number of a work.
const WORK_BITS: u32 = MAX_WORKS.trailing_zeros();

/// A digest as it is sorted: kind, digest padded with zeros, work.
pub(crate) type DigestRecord = [u8; 37];

/// The largest memory allowance that is honoured. A build also needs up to 640 MiB
/// for the places of works and to count dropped hashes, while it needs little for
/// sorting, or 200 MiB for blocks of records, and stays below 1 GiB.
pub(crate) const MAX_MEMORY_BYTES: usize = 448 << 20;

/// The choices that a publisher makes.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// The name of the index, for people.
    pub name: String,
    /// What its publisher says about it.
    pub about: About,
    /// About one hash in `scale` is kept: a power of two from
    /// [`MIN_SCALE`](crate::MIN_SCALE) to [`MAX_SCALE`](crate::MAX_SCALE).
    pub scale: u32,
    /// The recipe that the hashes were made with.
    pub recipe: String,
    /// The time of the build, in RFC 3339; the builder itself has no clock.
    pub created: String,
    /// The memory for sorting, in bytes. It affects speed only, never the result;
    /// peak memory stays below 1 GiB whatever the value.
    pub memory_bytes: usize,
    /// A hash that more works than this hold is left out as boilerplate.
    pub max_works_per_hash: u32,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self {
            name: String::new(),
            about: About::default(),
            scale: 1024,
            // The recipe of colophon-fingerprint, which this crate does not know; a
            // test of the engine compares the two.
            recipe: "colophon-1".to_owned(),
            created: String::new(),
            memory_bytes: 256 << 20,
            max_works_per_hash: 10_000,
        }
    }
}

/// What a finished build made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The index, as it describes itself.
    pub info: Info,
    /// The number of (hash, work) pairs that were left out as boilerplate.
    pub n_dropped: u64,
    /// The number of digests that belong to no record.
    pub n_dropped_digests: u64,
}

/// An index that is being built.
pub struct Builder {
    pub(crate) out: PathBuf,
    pub(crate) options: BuildOptions,
    pub(crate) n_works: u32,
    pub(crate) postings: Sorter<u64>,
    /// Packed by [`pack_short`].
    pub(crate) short_postings: Sorter<u64>,
    pub(crate) digests: Sorter<DigestRecord>,
    /// Runs of works with a term, packed as those of records.
    pub(crate) work_terms: Sorter<u64>,
    pub(crate) works: BufWriter<File>,
    /// The languages of the works.
    pub(crate) work_languages: Tally,
    pub(crate) catalogue: Catalogue,
    /// Last, so that the files in it are closed before it is removed.
    pub(crate) scratch: Scratch,
}

impl Builder {
    /// Starts the build of an index at `out`.
    ///
    /// A folder for temporary files is made next to `out`, and the folders of
    /// builds that died there are removed. Nothing is written to `out` before
    /// [`Builder::finish`]; an index that is already there stays until then.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](ErrorKind::InvalidOption);
    /// [`NotRegularFile`](ErrorKind::NotRegularFile) when `out` is a folder;
    /// [`Unreadable`](ErrorKind::Unreadable) and [`DiskFull`](ErrorKind::DiskFull).
    pub fn create(out: &Path, options: BuildOptions) -> Result<Self, Error> {
        check(&options)?;
        if out.is_dir() || out.file_name().is_none() {
            return Err(Error::new(ErrorKind::NotRegularFile, "is a folder").at(out));
        }
        let start = || -> Result<Self, Error> {
            let scratch = Scratch::create(scratch::folder_of(out))?;
            let works = File::create_new(scratch.path(scratch::WORKS))?;
            // Half for works, where nearly all is postings of ordinary ones, and
            // half for records.
            let half = options.memory_bytes.min(MAX_MEMORY_BYTES) / 2;
            let eighth = half / 8;
            Ok(Self {
                out: out.to_path_buf(),
                n_works: 0,
                postings: Sorter::new(scratch.path(scratch::POSTINGS), eighth * 4),
                short_postings: Sorter::new(scratch.path(scratch::SHORT_POSTINGS), eighth * 2),
                digests: Sorter::new(scratch.path(scratch::DIGESTS), eighth),
                work_terms: Sorter::new(scratch.path(scratch::WORK_TERMS), eighth),
                works: BufWriter::new(works),
                work_languages: Tally::whole(),
                catalogue: Catalogue::new(&scratch, half),
                options,
                scratch,
            })
        };
        start().map_err(|e| e.at(out))
    }

    /// Adds a work by its sketch.
    ///
    /// `hashes` are all hashes of the work below `threshold`, sorted and distinct.
    /// `threshold` is the index threshold, 2^64 / scale, or a higher one;
    /// `u64::MAX` means all hashes. Hashes above the index threshold are left out,
    /// unless fewer than [`MIN_HASHES`](crate::MIN_HASHES) are below it: then the
    /// smallest ones up to that number are kept, and the work has its own
    /// threshold.
    ///
    /// After an error of the kinds `Io` and `DiskFull` the builder can no longer be
    /// used; after any other error it is as if the call had not been made.
    ///
    /// # Errors
    ///
    /// [`InvalidWork`](ErrorKind::InvalidWork),
    /// [`TooManyWorks`](ErrorKind::TooManyWorks), [`Unreadable`](ErrorKind::Unreadable),
    /// [`DiskFull`](ErrorKind::DiskFull).
    pub fn add(&mut self, work: &NewWork, hashes: &[u64], threshold: u64) -> Result<WorkId, Error> {
        let index_threshold = schema::threshold(self.options.scale);
        check_work(work, hashes, threshold, index_threshold)?;
        let id = self.n_works;
        if id == MAX_WORKS {
            return Err(Error::new(
                ErrorKind::TooManyWorks,
                format!("an index holds at most {MAX_WORKS} works"),
            )
            .at(&self.out));
        }
        let (kept, own_threshold) = coarsen(hashes, threshold, index_threshold);
        self.store(id, work, kept, own_threshold)
            .map_err(|e| e.at(&self.out))?;
        self.n_works += 1;
        let language = work.language.as_deref().unwrap_or_default();
        self.work_languages.work(work::cut(language));
        Ok(WorkId::new(id))
    }

    fn store(
        &mut self,
        id: u32,
        work: &NewWork,
        kept: &[u64],
        own_threshold: Option<u64>,
    ) -> Result<(), Error> {
        let index_threshold = schema::threshold(self.options.scale);
        let (main, short) = (KeySpace::main(self.options.scale, 1), KeySpace::short(1));
        let mut n_hashes = 0_u64;
        let mut before = None;
        for &hash in kept {
            // Two hashes that agree in all bits that are kept count as one.
            let is_main = hash < index_threshold;
            let slot = if is_main { main } else { short }.slot(hash);
            if before == Some((is_main, slot)) {
                continue;
            }
            before = Some((is_main, slot));
            n_hashes += 1;
            if is_main {
                self.postings.push(slot << 32 | u64::from(id))?;
            } else {
                self.short_postings.push(pack_short(slot, id))?;
            }
        }
        for digest in &work.digests {
            // Its length was checked.
            if let Some(record) = digest_record(digest.kind, &digest.bytes, id) {
                self.digests.push(record)?;
            }
        }
        self.spool(id, &work::Record::new(work, n_hashes, own_threshold))
    }

    /// Takes a work as another index has it, without its postings and digests.
    pub(crate) fn adopt(&mut self, described: &work::Record<'_>) -> Result<(), Error> {
        self.spool(self.n_works, described)?;
        self.n_works += 1;
        self.work_languages.work(described.language());
        Ok(())
    }

    fn spool(&mut self, id: u32, described: &work::Record<'_>) -> Result<(), Error> {
        self.file(id, described)?;
        let mut record = Vec::new();
        described.write(&mut record);
        let n = u32::try_from(record.len()).unwrap_or(u32::MAX);
        self.works.write_all(&n.to_le_bytes())?;
        self.works.write_all(&record)?;
        Ok(())
    }

    /// Files a work under the words of its title and author.
    fn file(&mut self, id: u32, described: &work::Record<'_>) -> Result<(), Error> {
        let mut slots = Vec::new();
        terms::of_texts(&described.termed(), &mut |hash| {
            slots.push(block::slot(hash));
        });
        for slot in slots {
            self.work_terms.push(block::pack(slot, id.into(), 1))?;
        }
        Ok(())
    }

    /// Adds a collection, and returns the number by which records name it.
    ///
    /// Its records are counted; a snapshot that is not known becomes the last date
    /// on which one of its records was added. Strings are cut like those of works.
    ///
    /// # Errors
    ///
    /// [`TooManyRecords`](ErrorKind::TooManyRecords) when there are 1,024.
    pub fn add_source(&mut self, source: Source) -> Result<u16, Error> {
        self.catalogue
            .add_source(source)
            .map_err(|e| e.at(&self.out))
    }

    /// Adds a record. Its source may be added later, but before
    /// [`finish`](Builder::finish).
    ///
    /// Every field is kept byte for byte, with three exceptions: strings are cut at
    /// 1,024 bytes, at a character; only the first 32 other titles are kept; a size
    /// of 2^55 bytes or more is dropped. The order in which records are added makes
    /// no difference.
    ///
    /// After an error of the kinds `Io` and `DiskFull` the builder can no longer be
    /// used; after any other error it is as if the call had not been made.
    ///
    /// # Errors
    ///
    /// [`InvalidRecord`](ErrorKind::InvalidRecord),
    /// [`TooManyRecords`](ErrorKind::TooManyRecords), [`Unreadable`](ErrorKind::Unreadable),
    /// [`DiskFull`](ErrorKind::DiskFull).
    pub fn add_record(&mut self, record: &Record) -> Result<(), Error> {
        self.catalogue
            .add_record(record)
            .map_err(|e| e.at(&self.out))
    }

    /// Replaces the description of a source, or adds the next one.
    ///
    /// # Errors
    ///
    /// [`InvalidRecord`](ErrorKind::InvalidRecord) if there is no such source.
    pub fn set_source(&mut self, place: usize, source: Source) -> Result<(), Error> {
        self.catalogue
            .set_source(place, source)
            .map_err(|e| e.at(&self.out))
    }

    /// Returns the number of sources that were added.
    pub fn n_sources(&self) -> usize {
        self.catalogue.sources.len()
    }

    /// Returns the folder of this build's temporary files. The maker of the records
    /// may keep its own there; the folder is removed with the build.
    pub fn scratch(&self) -> &Path {
        self.scratch.folder()
    }

    /// Adds further digests of the file with the given MD5.
    ///
    /// They are joined to all records of that MD5, added before or after. Digests of
    /// no record are dropped, and counted in [`Summary::n_dropped_digests`].
    ///
    /// # Errors
    ///
    /// [`Unreadable`](ErrorKind::Unreadable), [`DiskFull`](ErrorKind::DiskFull).
    pub fn add_digests(
        &mut self,
        md5: [u8; 16],
        sha1: Option<[u8; 20]>,
        sha256: Option<[u8; 32]>,
    ) -> Result<(), Error> {
        self.catalogue
            .add_digests(md5, &RecordDigests { sha1, sha256 })
            .map_err(|e| e.at(&self.out))
    }
}

/// Returns a digest of a work as it is sorted; `None` if it has the wrong length.
pub(crate) fn digest_record(kind: DigestKind, bytes: &[u8], work: u32) -> Option<DigestRecord> {
    let mut record: DigestRecord = [0; 37];
    if bytes.len() != kind.n_bytes() {
        return None;
    }
    record[0] = kind.code();
    record[1..=bytes.len()].copy_from_slice(bytes);
    record[33..].copy_from_slice(&work.to_be_bytes());
    Some(record)
}

/// Packs a posting of a very short work into a number that sorts like its key.
pub(crate) fn pack_short(slot: u64, work: u32) -> u64 {
    slot << WORK_BITS | u64::from(work)
}

/// Returns the slot and the work of a posting of a very short work.
pub(crate) fn unpack_short(packed: u64) -> (u64, u32) {
    let work = packed & u64::from(MAX_WORKS - 1);
    (packed >> WORK_BITS, u32::try_from(work).unwrap_or(u32::MAX))
}

/// Returns the hashes that an index keeps, and the work's own threshold, if it has
/// one.
fn coarsen(hashes: &[u64], threshold: u64, index_threshold: u64) -> (&[u64], Option<u64>) {
    let n_below = hashes.partition_point(|&hash| hash < index_threshold);
    if n_below >= MIN_HASHES || threshold == index_threshold {
        return (&hashes[..n_below], None);
    }
    match hashes.get(MIN_HASHES - 1) {
        Some(&largest) if hashes.len() > MIN_HASHES => {
            (&hashes[..MIN_HASHES], Some(largest.saturating_add(1)))
        }
        _ => (hashes, Some(threshold)),
    }
}

fn check(options: &BuildOptions) -> Result<(), Error> {
    let invalid = |detail: String| Err(Error::new(ErrorKind::InvalidOption, detail));
    if !schema::is_valid_scale(options.scale) {
        return invalid(format!(
            "the scale is {}; it must be a power of two from {} to {}",
            options.scale,
            schema::MIN_SCALE,
            schema::MAX_SCALE
        ));
    }
    if !(1..=schema::MAX_WORKS_PER_HASH).contains(&options.max_works_per_hash) {
        return invalid("the works allowed for a hash must be from 1 to 1,000,000".to_owned());
    }
    let about = &options.about;
    for (what, text, most) in [
        ("name", &options.name, MAX_STRING_BYTES),
        ("recipe", &options.recipe, MAX_STRING_BYTES),
        ("time of creation", &options.created, MAX_STRING_BYTES),
        ("description", &about.description, MAX_DESCRIPTION_BYTES),
        ("publisher", &about.publisher, MAX_STRING_BYTES),
        ("contact", &about.contact, MAX_STRING_BYTES),
        ("licence", &about.licence, MAX_STRING_BYTES),
    ] {
        if text.len() > most || text.contains('\0') {
            return invalid(format!("the {what} is too long or contains a NUL"));
        }
    }
    Ok(())
}

fn check_work(
    work: &NewWork,
    hashes: &[u64],
    threshold: u64,
    index_threshold: u64,
) -> Result<(), Error> {
    let invalid = |detail: &str| Err(Error::new(ErrorKind::InvalidWork, detail));
    if threshold < index_threshold {
        return invalid("the sketch is coarser than the index");
    }
    if !hashes.is_sorted_by(|a, b| a < b) || hashes.last().is_some_and(|&h| h >= threshold) {
        return invalid("the hashes are not sorted, not distinct, or not below their threshold");
    }
    if work.n_letters >= 1 << 63 {
        return invalid("the number of letters is out of range");
    }
    if work
        .digests
        .iter()
        .any(|digest| digest.bytes.len() != digest.kind.n_bytes())
    {
        return invalid("a digest has the wrong length for its kind");
    }
    Ok(())
}
