//! libgen.li: files, editions, and what is said about editions.
//!
//! A file may be of several editions and an edition have several files; each
//! pair becomes a record, and so does a file that belongs to no edition. The
//! tables may come in any order, so all rows are sorted twice: by edition, to
//! bring together what is said about it, and then by file.
//!
//! The section says what a record is about: `a` are papers, seven of eight files, and
//! `m` issues of magazines. All others are books, standards and comics too: sections
//! are chosen by hand, and a book in the wrong one would be missed for no gain. The
//! journal of a paper or an issue is its series.

use std::collections::HashMap;

use super::collect::{Collector, append, day, format, hex, number, size};
use super::container::Whole;
use super::join::Join;
use super::model::{Memory, OnPiece};
use super::scimag;
use super::sql::{MAX_VALUE, Packed, Row, Rows, Script, Table, needed, optional};
use crate::error::Error;
use crate::record::{DateKind, Form, Record};

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
            optional("doi"),
            optional("issue_first_page"),
            optional("pages"),
            optional("issue_year_number"),
            optional("issue_total_number"),
            optional("month"),
            optional("day"),
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

/// Returns what a record of a section is about; `None` if no section is named.
fn form(section: &[u8]) -> Option<Form> {
    match section.trim_ascii() {
        b"" => None,
        b"a" | b"A" => Some(Form::Paper),
        b"m" | b"M" => Some(Form::Issue),
        _ => Some(Form::Book),
    }
}

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
    Issn,
    Doi,
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
            501 => Self::Issn,
            901 => Self::Doi,
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
    /// Whether the section says what the record is about.
    has_form: bool,
    subtitles: Vec<String>,
    dois: Vec<String>,
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
            Some(Remark::Issn) => append(&mut record.issn, ",", &text),
            Some(Remark::Doi) => self.dois.push(text),
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
        let number = |text: String| if text == "0" { String::new() } else { text };
        let (volume, issue) = (number(text(10)), number(text(11)));
        self.dois.insert(0, text(13));
        let first_page = [text(14), text(15)].into_iter().find(|it| !it.is_empty());
        let running = [text(16), text(17)].map(number);
        let date = [("month", text(18)), ("day", text(19))];
        let section = form(row.bytes(1));
        self.has_form = section.is_some();
        record.form = section.unwrap_or_default();
        if record.form == Form::Book {
            record.volume = if volume.is_empty() { issue } else { volume };
        } else {
            record.issue = place(&volume, &issue, running, first_page);
            record.note = note(date);
            record.journal = std::mem::take(&mut record.series);
        }
        if let Some(title) = of_series {
            // An issue has no other title than that of the series.
            if record.title.is_empty() {
                record.title.clone_from(&title);
            }
            let series = if record.form == Form::Book {
                &mut record.series
            } else {
                &mut record.journal
            };
            if series.is_empty() {
                *series = title;
            }
        }
        for subtitle in std::mem::take(&mut self.subtitles) {
            if !record.title.contains(&subtitle) {
                append(&mut record.title, ": ", &subtitle);
            }
        }
        let dois = std::mem::take(&mut self.dois);
        scimag::name(record, &dois, collector);
    }
}

/// Returns where in a journal something is: volume, number and first page. An issue
/// without either number has its number in the year, or in all years.
fn place(volume: &str, number: &str, running: [String; 2], pages: Option<String>) -> String {
    let mut number = number.to_owned();
    if volume.is_empty() && number.is_empty() {
        number = running
            .into_iter()
            .find(|it| !it.is_empty())
            .unwrap_or_default();
    }
    let pages = pages.unwrap_or_default();
    let first_page = pages.split(['-', '\u{2013}', ',']).next();
    scimag::place(volume, &number, first_page.unwrap_or_default().trim())
}

/// Returns when in its year something was published, in the collection's words.
fn note(date: [(&str, String); 2]) -> String {
    let mut note = String::new();
    for (name, value) in date {
        if !matches!(value.as_str(), "" | "0" | "00") {
            append(&mut note, ", ", &format!("{name} {value}"));
        }
    }
    note
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
                    pack(&edition, &mut packed);
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
        form: form(row.bytes(1)).unwrap_or_default(),
        ..Record::default()
    }
}

/// The number of texts that an edition has besides its other titles.
const N_TEXTS: usize = 17;

/// Writes the fields that come from an edition.
fn pack(edition: &Edition, into: &mut Vec<u8>) {
    let mut row = Row::default();
    let record = &edition.record;
    let form = record.form.code().to_string();
    let texts: [&str; N_TEXTS] = [
        &record.title,
        &record.author,
        &record.volume,
        &record.series,
        &record.imprint,
        &record.edition,
        &record.year,
        &record.language,
        &record.identifiers,
        &record.asin,
        &record.hidden,
        &record.doi,
        &record.issn,
        &record.journal,
        &record.issue,
        &record.note,
        if edition.has_form { &form } else { "" },
    ];
    row.clear(texts.len() + record.other_titles.len());
    let others = record.other_titles.iter().map(String::as_str);
    for (slot, text) in (0..).zip(texts.into_iter().chain(others)) {
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
    let form = number(edition.bytes(16)).and_then(Form::of_code);
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
        doi: text(11),
        issn: text(12),
        journal: text(13),
        issue: text(14),
        note: text(15),
        form: form.unwrap_or(file.form),
        other_titles: (N_TEXTS..n_slots).map(text).collect(),
        ..file.clone()
    }
}
