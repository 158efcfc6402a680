//! The content digest: one SHA-256 that identifies what an index holds.
//!
//! It is computed over the rows of the tables and not over the bytes of the file,
//! so it does not depend on how a version of SQLite lays out its pages. Every
//! table has its own digest, so tables can be written interleaved, checked
//! separately, and named when they are damaged.

use sha2::{Digest as _, Sha256};

use crate::schema::TABLES;

/// The first bytes that the content digest covers.
const PREFIX: &[u8] = b"colophon content 1\n";

/// A value as the content digest sees it: a tag byte, then the value.
///
/// `1` and the number as 8 bytes, least significant first; `2` and a blob, or
/// `3` and a text, each as its length in 4 bytes, least significant first, and
/// its bytes.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Integer(u64),
    Blob(&'a [u8]),
    Text(&'a str),
}

/// The digest of one table's rows so far.
#[derive(Clone, Default)]
pub(crate) struct TableDigest {
    sha: Sha256,
    n_rows: u64,
}

impl TableDigest {
    /// Adds the next row, in the order of the primary key.
    pub(crate) fn row(&mut self, values: &[Value<'_>]) {
        self.n_rows += 1;
        for value in values {
            match *value {
                Value::Integer(n) => {
                    self.sha.update([1]);
                    self.sha.update(n.to_le_bytes());
                }
                Value::Blob(bytes) => self.bytes(2, bytes),
                Value::Text(text) => self.bytes(3, text.as_bytes()),
            }
        }
    }

    fn bytes(&mut self, tag: u8, bytes: &[u8]) {
        // No value of an index comes near 4 GiB: the reader's limit is far lower,
        // and so are the builder's strings and pages.
        let n = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.sha.update([tag]);
        self.sha.update(n.to_le_bytes());
        self.sha.update(bytes);
    }

    pub(crate) fn n_rows(&self) -> u64 {
        self.n_rows
    }
}

/// The digests of all tables, in the order of [`TABLES`].
#[derive(Clone, Default)]
pub(crate) struct ContentDigest {
    pub(crate) postings: TableDigest,
    pub(crate) short_postings: TableDigest,
    pub(crate) boilerplate: TableDigest,
    pub(crate) crowded: TableDigest,
    pub(crate) places: TableDigest,
    pub(crate) works: TableDigest,
    pub(crate) digests: TableDigest,
    pub(crate) sources: TableDigest,
    pub(crate) record_dictionary: TableDigest,
    pub(crate) records: TableDigest,
    pub(crate) record_digests: TableDigest,
    pub(crate) terms: TableDigest,
    pub(crate) term_lists: TableDigest,
    pub(crate) work_terms: TableDigest,
    pub(crate) work_term_lists: TableDigest,
    pub(crate) counts: TableDigest,
    pub(crate) meta: TableDigest,
}

impl ContentDigest {
    /// Returns the digest of the whole content.
    ///
    /// It covers, for every table: its name, a line feed, the number of its rows as
    /// 8 bytes, least significant first, and the SHA-256 of its rows.
    pub(crate) fn finish(self) -> [u8; 32] {
        let tables = [
            self.postings,
            self.short_postings,
            self.boilerplate,
            self.crowded,
            self.places,
            self.works,
            self.digests,
            self.sources,
            self.record_dictionary,
            self.records,
            self.record_digests,
            self.terms,
            self.term_lists,
            self.work_terms,
            self.work_term_lists,
            self.counts,
            self.meta,
        ];
        let mut sha = Sha256::new();
        sha.update(PREFIX);
        for ((name, _), table) in TABLES.iter().zip(tables) {
            sha.update(name.as_bytes());
            sha.update(b"\n");
            sha.update(table.n_rows.to_le_bytes());
            sha.update(table.sha.finalize());
        }
        sha.finalize().into()
    }
}
