//! libgen.li: files, editions, and what is said about editions.
//!
//! A file may be of several editions and an edition have several files; each
//! pair becomes a record, and so does a file that belongs to no edition. The
//! tables may come in any order, so all rows are sorted twice: by edition, to
//! bring together what is said about it, and then by file.
//!
//! Files of the section `a`, scientific papers, are skipped: they are seven of
//! eight files, and none of them is a book. All other sections are kept,
//! magazines and standards too: sections are chosen by hand, and a book in the
//! wrong one would be missed for no gain.

use std::collections::HashMap;

use super::collect::{Collector, append, day, format, hex, number, size};
use super::container::Whole;
use super::join::Join;
use super::model::{Memory, OnPiece};
use super::sql::{MAX_VALUE, Packed, Row, Rows, Script, Table, needed, optional};
use crate::error::Error;
use crate::record::{DateKind, Record};

const TABLES: &[Table] = &[
    Table {
        names: &["files"],
        columns: &[
            needed("f_id"),
            needed("libgen_topic"),
            needed("md5"),
            needed("visible"),
            needed("time_added"),
            needed("filesize"),
            needed("extension"),
        ],
    },
    Table {
        names: &["editions"],
        columns: &[
            needed("e_id"),
            needed("libgen_topic"),
            needed("title"),
            needed("title_add"),
            needed("author"),
            needed("series_name"),
            needed("publisher"),
            needed("edition"),
            needed("year"),
            needed("visible"),
            needed("issue_volume"),
            needed("issue_number"),
            needed("issue_s_id"),
        ],
    },
    Table {
        names: &["editions_to_files"],
        columns: &[needed("e_id"), needed("f_id")],
    },
    Table {
        names: &["editions_add_descr"],
        columns: &[needed("e_id"), needed("key"), needed("value")],
    },
    Table {
        names: &["series"],
        columns: &[optional("s_id"), optional("title")],
    },
];

const FILES: usize = 0;
const EDITIONS: usize = 1;
const LINKS: usize = 2;
const REMARKS: usize = 3;

/// The section of scientific papers.
const PAPERS: &[u8] = b"a";

/// The order of the rows of an edition: what is said about it, the edition
/// itself, its files.
const TAG_REMARK: u8 = 0;
const TAG_EDITION: u8 = 1;
const TAG_LINK: u8 = 2;

/// The order of the rows of a file: the file itself, then its editions.
const TAG_FILE: u8 = 0;
const TAG_OF_FILE: u8 = 1;

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
        by_edition: Join::new(memory, 4)?,
        by_file: Join::new(memory, 4)?,
        series: HashMap::new(),
        series_room: memory.n_bytes / 4,
        packed: Vec::new(),
    };
    whole.read_sql(memory.scratch, on_piece, &mut script, &mut rows)?;
    let Tables {
        by_edition,
        mut by_file,
        series,
        ..
    } = rows;
    join_editions(by_edition, &mut by_file, &series, collector, on_piece)?;
    join_files(by_file, collector, on_piece)?;
    collector.end_of_script(
        script,
        &[
            (FILES, "files"),
            (EDITIONS, "editions"),
            (LINKS, "editions_to_files"),
        ],
    )
}

struct Tables<'c, 'a> {
    collector: &'c mut Collector<'a>,
    by_edition: Join,
    by_file: Join,
    /// The titles of series, which are few: comics have their title only there.
    series: HashMap<u64, Box<[u8]>>,
    series_room: usize,
    packed: Vec<u8>,
}

impl Rows for Tables<'_, '_> {
    fn table(&mut self, _: usize) {}

    fn row(&mut self, table: usize, row: &Row) -> Result<(), Error> {
        let Some(id) = number(row.bytes(0)) else {
            self.collector.skip("rows without a number", 1);
            return Ok(());
        };
        if matches!(table, FILES | EDITIONS) && row.bytes(1).eq_ignore_ascii_case(PAPERS) {
            let reason = if table == FILES {
                "files of papers, not books"
            } else {
                "editions of papers, not books"
            };
            self.collector.skip(reason, 1);
            return Ok(());
        }
        match table {
            FILES => {
                row.pack(&mut self.packed);
                self.by_file.push(id, TAG_FILE, &self.packed)
            }
            EDITIONS => {
                row.pack(&mut self.packed);
                self.by_edition.push(id, TAG_EDITION, &self.packed)
            }
            LINKS => {
                let Some(file) = number(row.bytes(1)) else {
                    self.collector.skip("rows without a number", 1);
                    return Ok(());
                };
                self.by_edition.push(id, TAG_LINK, &file.to_be_bytes())
            }
            REMARKS => {
                if number(row.bytes(1)).and_then(Remark::of_key).is_some() {
                    row.pack(&mut self.packed);
                    self.by_edition.push(id, TAG_REMARK, &self.packed)?;
                }
                Ok(())
            }
            _ => {
                self.series(id, row.bytes(1));
                Ok(())
            }
        }
    }
}

impl Tables<'_, '_> {
    fn series(&mut self, id: u64, title: &[u8]) {
        let n_bytes = title.len() + 64;
        if self.series_room < n_bytes {
            self.collector
                .skip("titles of series beyond the memory allowed", 1);
            return;
        }
        self.series_room -= n_bytes;
        self.series.insert(id, title.into());
    }
}

/// How many other titles of an edition are kept: a bound on memory.
const MAX_TITLES: usize = 100;

/// What a row of `editions_add_descr` says. The keys are those of the table
/// `elem_descr`.
#[derive(Clone, Copy)]
enum Remark {
    Isbn,
    Asin,
    OtherTitle,
    Subtitle,
    Language,
}

impl Remark {
    fn of_key(key: u64) -> Option<Self> {
        Some(match key {
            505 => Self::Isbn,
            // That of the book, and that of the audio book.
            908 | 924 => Self::Asin,
            // Original, transliterated, variant, in English.
            10..=13 => Self::OtherTitle,
            40 | 50 => Self::Subtitle,
            101 => Self::Language,
            _ => return None,
        })
    }
}

/// What an edition passes on to its files.
#[derive(Default)]
struct Edition {
    /// The record, as far as it is known from the edition.
    record: Record,
    subtitles: Vec<String>,
    n_bytes: usize,
    has_come: bool,
    has_files: bool,
}

impl Edition {
    fn remark(&mut self, row: Packed<'_>, collector: &mut Collector<'_>) {
        // A bound: all remarks together may be as long as one value.
        self.n_bytes += row.bytes(2).len();
        let text = collector.text(row.bytes(2));
        if self.n_bytes > MAX_VALUE || text.is_empty() {
            return;
        }
        let record = &mut self.record;
        match number(row.bytes(1)).and_then(Remark::of_key) {
            Some(Remark::Isbn) => append(&mut record.identifiers, ",", &text),
            Some(Remark::Asin) => append(&mut record.asin, ",", &text),
            Some(Remark::Language) => append(&mut record.language, ",", &text),
            Some(Remark::OtherTitle) if record.other_titles.len() < MAX_TITLES => {
                record.other_titles.push(text);
            }
            Some(Remark::Subtitle) => self.subtitles.push(text),
            _ => {}
        }
    }

    fn edition(
        &mut self,
        row: Packed<'_>,
        series: &HashMap<u64, Box<[u8]>>,
        collector: &mut Collector<'_>,
    ) {
        self.has_come = true;
        let of_series = number(row.bytes(12)).and_then(|id| series.get(&id));
        let of_series = of_series.map(|title| collector.text(title));
        let mut text = |slot| collector.text(row.bytes(slot));
        let record = &mut self.record;
        record.title = text(2);
        self.subtitles.insert(0, text(3));
        record.author = text(4);
        record.series = text(5);
        record.imprint = text(6);
        record.edition = text(7);
        record.year = text(8);
        record.hidden = text(9);
        // Zero means "no number".
        let volumes = [text(10), text(11)];
        record.volume = volumes
            .into_iter()
            .find(|volume| !matches!(volume.as_str(), "" | "0"))
            .unwrap_or_default();
        if let Some(title) = of_series {
            // An issue of a comic has no other title than that of the series.
            if record.title.is_empty() {
                record.title.clone_from(&title);
            }
            if record.series.is_empty() {
                record.series = title;
            }
        }
        for subtitle in std::mem::take(&mut self.subtitles) {
            if !record.title.contains(&subtitle) {
                append(&mut record.title, ": ", &subtitle);
            }
        }
    }
}

/// Brings together what is said about an edition, and passes it on to its files.
fn join_editions(
    by_edition: Join,
    by_file: &mut Join,
    series: &HashMap<u64, Box<[u8]>>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut edition = Edition::default();
    let mut of_id = None;
    let mut packed = Vec::new();
    let mut n_without_file = 0_u64;
    by_edition.for_each(on_piece, &mut |id, tag, row| {
        if of_id != Some(id) {
            n_without_file += u64::from(edition.has_come && !edition.has_files);
            edition = Edition::default();
            of_id = Some(id);
        }
        match tag {
            TAG_REMARK => edition.remark(Packed(row), collector),
            TAG_EDITION => edition.edition(Packed(row), series, collector),
            // The edition is missing; the file belongs to none.
            _ if !edition.has_come => {}
            _ => {
                if !std::mem::replace(&mut edition.has_files, true) {
                    pack(&edition.record, &mut packed);
                }
                let file = row
                    .first_chunk()
                    .map_or(0, |file| u64::from_be_bytes(*file));
                by_file.push(file, TAG_OF_FILE, &packed)?;
            }
        }
        Ok(())
    })?;
    n_without_file += u64::from(edition.has_come && !edition.has_files);
    collector.skip("editions without a file", n_without_file);
    Ok(())
}

/// Passes on a record for each pair of file and edition.
fn join_files(
    by_file: Join,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let source = collector.source("libgen-li");
    collector.dated(source, "libgen-li time_added", DateKind::Added);
    let mut file: Option<(u64, Record, bool)> = None;
    let mut n_strays = 0;
    by_file.for_each(on_piece, &mut |id, tag, row| {
        if tag == TAG_FILE {
            without_edition(file.take(), collector)?;
            file = Some((id, record_of_file(source, Packed(row), collector), false));
            return Ok(());
        }
        match &mut file {
            Some((of_id, of_file, has_edition)) if *of_id == id => {
                *has_edition = true;
                let record = unpack(Packed(row), of_file);
                collector.record(record)
            }
            _ => {
                n_strays += 1;
                Ok(())
            }
        }
    })?;
    without_edition(file.take(), collector)?;
    collector.skip("editions of files that are not in the dump", n_strays);
    Ok(())
}

/// Passes on the record of a file (id, record, whether it has an edition) if no
/// edition has made one.
fn without_edition(
    file: Option<(u64, Record, bool)>,
    collector: &mut Collector<'_>,
) -> Result<(), Error> {
    match file {
        Some((_, record, false)) => collector.record(record),
        _ => Ok(()),
    }
}

fn record_of_file(source: u16, row: Packed<'_>, collector: &mut Collector<'_>) -> Record {
    Record {
        source,
        id: collector.text(row.bytes(0)),
        md5: hex(row.bytes(2)),
        hidden: collector.text(row.bytes(3)),
        added: day(row.bytes(4)),
        size_bytes: size(row.bytes(5)),
        format: format(collector.text(row.bytes(6))),
        ..Record::default()
    }
}

/// Writes the fields that come from an edition.
fn pack(edition: &Record, into: &mut Vec<u8>) {
    let mut row = Row::default();
    let texts = [
        &edition.title,
        &edition.author,
        &edition.volume,
        &edition.series,
        &edition.imprint,
        &edition.edition,
        &edition.year,
        &edition.language,
        &edition.identifiers,
        &edition.asin,
        &edition.hidden,
    ];
    row.clear(texts.len() + edition.other_titles.len());
    for (slot, text) in (0..).zip(texts.into_iter().chain(&edition.other_titles)) {
        row.begin();
        row.push(text.as_bytes());
        row.end(slot);
    }
    row.pack(into);
}

/// Reads the fields that come from an edition, and adds those of the file.
fn unpack(edition: Packed<'_>, file: &Record) -> Record {
    let text = |slot| String::from_utf8_lossy(edition.bytes(slot)).into_owned();
    let n_slots = edition.len();
    let of_edition = text(10);
    Record {
        title: text(0),
        author: text(1),
        volume: text(2),
        series: text(3),
        imprint: text(4),
        edition: text(5),
        year: text(6),
        language: text(7),
        identifiers: text(8),
        asin: text(9),
        hidden: if file.hidden.is_empty() {
            of_edition
        } else {
            file.hidden.clone()
        },
        other_titles: (11..n_slots).map(text).collect(),
        ..file.clone()
    }
}
