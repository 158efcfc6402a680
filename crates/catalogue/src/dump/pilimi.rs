//! The index of the Pirate Library Mirror: the books of Z-Library and their
//! ISBNs, brought together by the number that Z-Library gives a book.
//!
//! Z-Library repacks files, so that a book has two MD5s: of the file that the
//! mirror holds, and of the one that Z-Library reports, often the original.
//! Both are kept.

use super::collect::{Collector, append, day, format, hex, number, size};
use super::container::Whole;
use super::join::Join;
use super::model::{Memory, OnPiece};
use super::sql::{Packed, Row, Rows, Script, Table, needed};
use crate::error::Error;
use crate::record::{DateKind, Record};

const TABLES: &[Table] = &[
    Table {
        names: &["books", "book"],
        columns: &[
            needed("zlibrary_id"),
            needed("title"),
            needed("author"),
            needed("series"),
            needed("volume"),
            needed("edition"),
            needed("language"),
            needed("year"),
            needed("publisher"),
            needed("extension"),
            needed("filesize"),
            needed("filesize_reported"),
            needed("md5"),
            needed("md5_reported"),
            needed("unavailable"),
            needed("date_added"),
        ],
    },
    Table {
        names: &["isbn", "isbns"],
        columns: &[needed("zlibrary_id"), needed("isbn")],
    },
];

const BOOKS: usize = 0;
const ISBNS: usize = 1;

/// The ISBNs of a book come before it, so that it is complete when it comes.
const TAG_ISBN: u8 = 0;
const TAG_BOOK: u8 = 1;

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
        join: Join::new(memory, 1)?,
        packed: Vec::new(),
    };
    whole.read_sql(memory.scratch, on_piece, &mut script, &mut rows)?;
    let join = rows.join;
    let source = collector.source("pilimi");
    collector.dated(source, "pilimi date_added", DateKind::Added);
    // The ISBNs that were not yet taken, and whose they are.
    let mut isbns = (0, String::new(), 0_u64);
    let mut n_strays = 0;
    join.for_each(on_piece, &mut |id, tag, row| {
        if isbns.0 != id {
            n_strays += isbns.2;
            isbns = (id, String::new(), 0);
        }
        if tag == TAG_ISBN {
            // A bound: more than a value may hold is not kept.
            if isbns.1.len() < super::sql::MAX_VALUE {
                append(&mut isbns.1, ",", &collector.text(row));
            }
            isbns.2 += 1;
            return Ok(());
        }
        isbns.2 = 0;
        let record = record(source, &isbns.1, Packed(row), collector);
        collector.record(record)
    })?;
    collector.skip(
        "ISBNs of books that are not in the dump",
        n_strays + isbns.2,
    );
    collector.end_of_script(script, &[(BOOKS, "books")])
}

fn record(source: u16, isbns: &str, row: Packed<'_>, collector: &mut Collector<'_>) -> Record {
    let mut text = |slot| collector.text(row.bytes(slot));
    let is_unavailable = number(row.bytes(14)).is_some_and(|flag| flag != 0);
    let md5 = hex(row.bytes(12));
    let md5_reported = hex(row.bytes(13));
    Record {
        source,
        id: text(0),
        title: text(1),
        other_titles: Vec::new(),
        author: text(2),
        series: text(3),
        volume: text(4),
        edition: text(5),
        language: text(6),
        year: text(7),
        imprint: text(8),
        format: format(text(9)),
        size_bytes: size(row.bytes(10)).or_else(|| size(row.bytes(11))),
        md5,
        md5_reported: md5_reported.filter(|_| md5_reported != md5),
        hidden: if is_unavailable { "unavailable" } else { "" }.to_owned(),
        added: day(row.bytes(15)),
        identifiers: isbns.to_owned(),
        asin: String::new(),
        ..Record::default()
    }
}

struct Tables<'c, 'a> {
    collector: &'c mut Collector<'a>,
    join: Join,
    packed: Vec<u8>,
}

impl Rows for Tables<'_, '_> {
    fn table(&mut self, _: usize) {}

    fn row(&mut self, table: usize, row: &Row) -> Result<(), Error> {
        let Some(id) = number(row.bytes(0)) else {
            self.collector.skip("rows without a number", 1);
            return Ok(());
        };
        if table == ISBNS {
            return self.join.push(id, TAG_ISBN, row.bytes(1));
        }
        row.pack(&mut self.packed);
        self.join.push(id, TAG_BOOK, &self.packed)
    }
}
