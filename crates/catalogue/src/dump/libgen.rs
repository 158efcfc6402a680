//! Library Genesis: non-fiction, fiction, and the digests of their files.
//!
//! Schemas: SCHEMAS of the dumps from 2020 on. Columns are found by name, since
//! their order and number vary. History tables such as `updated_edited` are
//! skipped: they hold what a record said before it was corrected.

use super::collect::{Collector, append, day, format, hex, size};
use super::container::Whole;
use super::model::{Memory, OnPiece};
use super::sql::{Row, Rows, Script, Table, needed, optional};
use crate::error::Error;
use crate::isbn::Isbn;
use crate::record::{DateKind, Record};

/// The tables. The first two have the same slots.
const TABLES: &[Table] = &[
    Table {
        names: &["updated"],
        columns: &[
            needed("ID"),
            needed("Title"),
            needed("Author"),
            needed("Series"),
            needed("Edition"),
            needed("Language"),
            needed("Year"),
            needed("Publisher"),
            needed("Identifier"),
            needed("ASIN"),
            needed("Extension"),
            needed("Filesize"),
            needed("MD5"),
            needed("Visible"),
            needed("TimeAdded"),
            needed("VolumeInfo"),
            optional("IdentifierWODash"),
        ],
    },
    Table {
        names: &["fiction"],
        columns: &[
            needed("ID"),
            needed("Title"),
            needed("Author"),
            needed("Series"),
            needed("Edition"),
            needed("Language"),
            needed("Year"),
            needed("Publisher"),
            needed("Identifier"),
            needed("ASIN"),
            needed("Extension"),
            needed("Filesize"),
            needed("MD5"),
            needed("Visible"),
            needed("TimeAdded"),
        ],
    },
    Table {
        names: &["hashes", "fiction_hashes"],
        columns: &[needed("md5"), needed("sha1"), needed("sha256")],
    },
];

/// The names of the sources that the first two tables hold.
const SOURCES: [&str; 2] = ["libgen", "libgen-fiction"];

/// Reads a dump.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut script = Script::new(TABLES);
    let mut rows = Tables {
        collector,
        sources: [0; 2],
    };
    whole.read_sql(memory.scratch, on_piece, &mut script, &mut rows)?;
    collector.end_of_script(script, &[])
}

struct Tables<'c, 'a> {
    collector: &'c mut Collector<'a>,
    /// The places of the sources, once their tables have been seen.
    sources: [u16; 2],
}

impl Rows for Tables<'_, '_> {
    fn table(&mut self, table: usize) {
        if let Some(name) = SOURCES.get(table) {
            self.sources[table] = self.collector.source(name);
            let by = format!("{name} TimeAdded");
            self.collector
                .dated(self.sources[table], &by, DateKind::Added);
        }
    }

    fn row(&mut self, table: usize, row: &Row) -> Result<(), Error> {
        let Some(&source) = self.sources.get(table) else {
            return self
                .collector
                .digests(row.bytes(0), row.bytes(1), row.bytes(2));
        };
        let collector = &mut *self.collector;
        let identifiers = identifiers(row.bytes(8), row.bytes(16), collector);
        let mut text = |slot| collector.text(row.bytes(slot));
        let record = Record {
            source,
            id: text(0),
            title: text(1),
            other_titles: Vec::new(),
            author: text(2),
            series: text(3),
            edition: text(4),
            language: text(5),
            year: text(6),
            imprint: text(7),
            asin: text(9),
            format: format(text(10)),
            size_bytes: size(row.bytes(11)),
            md5: hex(row.bytes(12)),
            md5_reported: None,
            hidden: text(13),
            added: day(row.bytes(14)),
            volume: text(15),
            identifiers,
            ..Record::default()
        };
        self.collector.record(record)
    }
}

/// Returns the identifiers, and those that only the column without dashes has:
/// both columns have the same width, so the one with dashes is cut first.
fn identifiers(dashed: &[u8], undashed: &[u8], collector: &mut Collector<'_>) -> String {
    let mut identifiers = collector.text(dashed);
    let bare = |bytes: &[u8]| -> Vec<u8> {
        let bytes = bytes.iter().filter(|byte| !matches!(byte, b'-' | b' '));
        bytes.copied().collect()
    };
    if undashed.is_empty() || dashed == undashed || bare(dashed) == bare(undashed) {
        return identifiers;
    }
    let undashed = collector.text(undashed);
    let known = Isbn::find_all(&identifiers);
    let is_new = |isbn| !known.contains(isbn);
    if identifiers.is_empty() || Isbn::find_all(&undashed).iter().any(is_new) {
        append(&mut identifiers, ",", &undashed);
    }
    identifiers
}
