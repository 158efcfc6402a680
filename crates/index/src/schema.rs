//! The tables and the numbers that make up format version 1.
//!
//! A reader compares the schema of a file with [`TABLES`] byte for byte, so no
//! index can bring a view, a trigger, a generated column or another table along.

/// SQLite's `application_id` of an index: `Colo` in ASCII.
pub const APPLICATION_ID: u32 = 0x436f_6c6f;

/// The format version, kept in SQLite's `user_version`.
pub const FORMAT_VERSION: u32 = 1;

/// The finest scale that an index can have.
pub const MIN_SCALE: u32 = 64;

/// The coarsest scale that an index can have.
pub const MAX_SCALE: u32 = 65_536;

/// The number of hashes that are kept of a very short work.
///
/// A work with fewer hashes than this below the index threshold keeps its
/// smallest ones up to this number, and has its own threshold.
pub const MIN_HASHES: usize = 16;

/// The largest number of works in an index; the format itself ends at 2^31.
///
/// The builder keeps the place of each work in four bytes and counts its dropped hashes
/// in one, and promises to stay below one gigabyte.
pub const MAX_WORKS: u32 = 1 << 27;

/// The largest number of records in an index: keys of term lists have 27 bits for
/// the number of a record or a work.
pub(crate) const MAX_RECORDS: u64 = 1 << 27;

/// The length in bytes at which strings are cut; a bound, on which no figure
/// depends.
pub(crate) const MAX_STRING_BYTES: usize = 1024;

/// The length in bytes of the longest description of an index; a bound, on which
/// no figure depends.
pub const MAX_DESCRIPTION_BYTES: usize = 4096;

/// The largest number of works that an index may allow a hash to be in; a bound,
/// on which no figure depends.
pub(crate) const MAX_WORKS_PER_HASH: u32 = 1_000_000;

/// The page size of the SQLite file.
///
/// A lookup reads a page for each hash, and most of that cost is copying the page
/// out of the system's cache: larger pages save a little space, and were slower
/// when measured (decision 3).
pub(crate) const PAGE_SIZE: usize = 4096;

/// The page, counted from 1, that SQLite leaves out of every file that is long enough to
/// have it: its locks are in the byte at 1 GiB.
pub(crate) const LOCK_PAGE: u32 = 262_145;
const _: () = assert!((LOCK_PAGE as usize - 1) * PAGE_SIZE == 1 << 30);

/// The number of bytes at the end of a page that hold its checksum.
pub(crate) const SEAL_BYTES: usize = 4;

/// The number of bytes of a page that SQLite uses.
pub(crate) const USABLE_BYTES: usize = PAGE_SIZE - SEAL_BYTES;

/// The longest dictionary of records.
pub(crate) const MAX_DICTIONARY: usize = 1 << 19;

/// The longest row: a dictionary, and SQLite's head of it.
pub(crate) const MAX_ROW_BYTES: usize = MAX_DICTIONARY + 64;

/// The number of rows `(INTEGER PRIMARY KEY, BLOB)` of full length in a leaf page.
///
/// A lookup copies and decodes one row. With two rows a page that takes half the
/// time, and a posting takes 0.002 bytes more (decision 3).
pub(crate) const ROWS_PER_PAGE: usize = 2;

/// The number of such rows in a leaf page of near keys, which take fewer bytes and more
/// time each.
pub(crate) const NEAR_ROWS_PER_PAGE: usize = 6;

/// The length of the longest blob of such a row.
pub(crate) const MAX_BLOB: usize = blob_of(ROWS_PER_PAGE);

/// The length of the longest blob of near keys.
pub(crate) const MAX_NEAR_BLOB: usize = blob_of(NEAR_ROWS_PER_PAGE);

/// Returns the length of the longest blob of which a leaf page holds a number.
///
/// A leaf page has a header of 8 bytes. A row takes 2 bytes for its place in the
/// page, 2 for the length of its record, at most 9 for its number, and 4 for the
/// record's header.
const fn blob_of(rows_per_page: usize) -> usize {
    (USABLE_BYTES - 8) / rows_per_page - 2 - 2 - 9 - 4
}

/// The number of tables.
pub(crate) const N_TABLES: usize = 17;

/// A table, as its place in [`TABLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Postings,
    ShortPostings,
    Boilerplate,
    Crowded,
    Places,
    Works,
    Digests,
    Sources,
    RecordDictionary,
    Records,
    RecordDigests,
    Terms,
    TermLists,
    WorkTerms,
    WorkTermLists,
    Counts,
    Meta,
}

impl Table {
    /// Returns its name.
    pub(crate) fn name(self) -> &'static str {
        TABLES[self as usize].0
    }
}

/// The tables with the statements that create them, in the order in which the
/// content digest takes them.
pub(crate) const TABLES: [(&str, &str); N_TABLES] = [
    (
        "postings",
        "CREATE TABLE postings(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "short_postings",
        "CREATE TABLE short_postings(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "boilerplate",
        "CREATE TABLE boilerplate(segment INTEGER NOT NULL, hash INTEGER NOT NULL, n_works INTEGER NOT NULL, PRIMARY KEY(segment, hash)) STRICT, WITHOUT ROWID",
    ),
    (
        "crowded",
        "CREATE TABLE crowded(n_works INTEGER NOT NULL, segment INTEGER NOT NULL, hash INTEGER NOT NULL, PRIMARY KEY(n_works, segment, hash)) STRICT, WITHOUT ROWID",
    ),
    (
        "places",
        "CREATE TABLE places(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "works",
        "CREATE TABLE works(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "digests",
        "CREATE TABLE digests(kind INTEGER NOT NULL, digest BLOB NOT NULL, work INTEGER NOT NULL, PRIMARY KEY(kind, digest, work)) STRICT, WITHOUT ROWID",
    ),
    (
        "sources",
        "CREATE TABLE sources(place INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, file TEXT NOT NULL, snapshot TEXT NOT NULL, n_records INTEGER NOT NULL, n_titles INTEGER NOT NULL, dated_by TEXT NOT NULL, is_change INTEGER NOT NULL) STRICT",
    ),
    (
        "record_dictionary",
        "CREATE TABLE record_dictionary(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "records",
        "CREATE TABLE records(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "record_digests",
        "CREATE TABLE record_digests(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "terms",
        "CREATE TABLE terms(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "term_lists",
        "CREATE TABLE term_lists(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "work_terms",
        "CREATE TABLE work_terms(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "work_term_lists",
        "CREATE TABLE work_term_lists(first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT",
    ),
    (
        "counts",
        "CREATE TABLE counts(facet INTEGER NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(facet, value)) STRICT, WITHOUT ROWID",
    ),
    (
        "meta",
        "CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ),
];

/// The largest number of files of a set.
///
/// A slot that a set has too often has this share of what is allowed in one of its
/// files at least, and so a row in its table `crowded`.
pub(crate) const MAX_SET_FILES: usize = 64;

/// The key of the meta row with the content digest.
pub(crate) const CONTENT_KEY: &str = "content_sha256";

/// The key of the meta row with the time of the build.
pub(crate) const CREATED_KEY: &str = "created";

/// Returns whether the content digest covers a row of meta: not itself, and not when
/// the index was built, so that two builds of one input have one digest.
pub(crate) fn is_content(key: &str) -> bool {
    key != CONTENT_KEY && key != CREATED_KEY
}

/// Returns whether a slot of this number of works belongs in the table `crowded` of an
/// index that allows `most` of them.
pub(crate) fn is_crowded(n_works: u64, most: u32) -> bool {
    n_works <= u64::from(most) && may_be_crowded(n_works, most)
}

/// Returns whether a slot of this number of works is crowded or has too many.
pub(crate) fn may_be_crowded(n_works: u64, most: u32) -> bool {
    n_works * MAX_SET_FILES as u64 > u64::from(most)
}

/// Returns 2^64 / `scale`.
pub(crate) fn threshold(scale: u32) -> u64 {
    1 << (64 - scale.trailing_zeros())
}

/// Returns whether an index can have this scale.
pub(crate) fn is_valid_scale(scale: u32) -> bool {
    scale.is_power_of_two() && (MIN_SCALE..=MAX_SCALE).contains(&scale)
}
