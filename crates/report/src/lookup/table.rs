//! The answer to a look-up as tables: all of it, and as a client list.
//!
//! The table has one row for each record. The list has one row for each work, with the
//! columns that a client list has, so that it can be completed and checked.

use crate::csv::{cutoff_sources, guarded, joined, yes_no};
use crate::language::Language;
use crate::message;
use crate::model::{ListedWork, Lookup, Record, Side};

/// The columns of the table, in order. Columns may be added at the end; none is
/// renamed, moved or removed.
pub const LOOKUP_COLUMNS: [&str; 49] = [
    "work",
    "work_title",
    "work_author",
    "asked_by",
    "name_fit",
    "name",
    "title",
    "author",
    "year",
    "language",
    "languages",
    "format",
    "size_bytes",
    "publisher",
    "edition",
    "volume",
    "series",
    "isbn",
    "asin",
    "source",
    "id",
    "added",
    "snapshot",
    "cutoff",
    "visible",
    "hidden",
    "text_in_index",
    "tier",
    "reason",
    "md5",
    "sha1",
    "sha256",
    "index_name",
    "index_sha256",
    "cutoff_from",
    "cutoff_to",
    "cutoff_sources",
    "doi",
    "issn",
    "journal",
    "issue",
    "imdb",
    "season",
    "episode",
    "registration",
    "registration_date",
    "dated_by",
    "last_change",
    "md5_reported",
];

/// The columns of the client list.
const LIST_COLUMNS: [&str; 8] = [
    "client",
    "title",
    "author",
    "isbn",
    "asin",
    "year",
    "publisher",
    "file",
];

/// The most numbers of a work that a list has: those of its first editions.
const MAX_NUMBERS: usize = 20;

/// Returns the answer as CSV (RFC 4180, UTF-8, lines end in LF) with a header, its
/// sentences in a language.
#[must_use]
pub fn lookup_to_csv(found: &Lookup, language: Language) -> String {
    let rows = found.works.iter().flat_map(|work| {
        let records = found.records_of(work);
        records.map(move |record| row(found, work, record, language))
    });
    table(&LOOKUP_COLUMNS, rows)
}

/// Returns the works of the answer as a client list in CSV: one row for each, the
/// column for the client empty.
#[must_use]
pub fn lookup_to_list(found: &Lookup) -> String {
    let rows = found.works.iter().map(|work| {
        let records = || found.records_of(work);
        let mut isbns: Vec<&str> = Vec::new();
        for isbn in records().flat_map(|record| &record.isbn) {
            if !isbns.contains(&isbn.as_str()) && isbns.len() < MAX_NUMBERS {
                isbns.push(isbn);
            }
        }
        let asin = records().find_map(|record| record.asin.as_deref());
        let imprint = records().find_map(|record| record.imprint.as_deref());
        let year = work.first_year.map(|year| year.to_string());
        [
            "",
            &work.title,
            &work.author,
            &isbns.join("; "),
            asin.unwrap_or_default(),
            year.as_deref().unwrap_or_default(),
            imprint.unwrap_or_default(),
            "",
        ]
        .map(str::to_owned)
        .to_vec()
    });
    table(&LIST_COLUMNS, rows)
}

/// Writes a table whose cells no spreadsheet runs.
fn table(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    // Writing into memory fails only for rows of unequal length, and every row has a
    // cell for each column.
    let _ = table.write_record(columns);
    for row in rows {
        let _ = table.write_record(row.iter().map(|cell| guarded(cell)));
    }
    String::from_utf8(table.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn row(found: &Lookup, work: &ListedWork, record: &Record, language: Language) -> Vec<String> {
    let index = found.indexes.get(record.index);
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let cutoff = found.cutoff.as_ref();
    vec![
        (work.id + 1).to_string(),
        work.title.clone(),
        work.author.clone(),
        work.by.as_str().to_owned(),
        work.name.map_or("", |fit| fit.as_str()).to_owned(),
        work.namesake.clone().unwrap_or_default(),
        record.title.clone(),
        record.author.clone(),
        some(&record.year),
        some(&record.language),
        joined(work.languages.iter().map(String::as_str)),
        some(&record.format),
        record
            .size_bytes
            .map(|bytes| bytes.to_string())
            .unwrap_or_default(),
        some(&record.imprint),
        some(&record.edition),
        some(&record.volume),
        some(&record.series),
        joined(record.isbn.iter().map(String::as_str)),
        some(&record.asin),
        record.source.clone(),
        record.id.clone(),
        some(&record.added),
        some(&record.snapshot),
        record.cutoff.map_or("", Side::as_str).to_owned(),
        record.visible.map_or("", yes_no).to_owned(),
        some(&record.hidden),
        yes_no(record.text).to_owned(),
        record.tier.as_str().to_owned(),
        message::reason(language, record.tier, &record.reason).into_owned(),
        some(&record.md5),
        some(&record.sha1),
        some(&record.sha256),
        index.map(|index| index.name.clone()).unwrap_or_default(),
        index.map(|index| index.sha256.clone()).unwrap_or_default(),
        cutoff.map(|cutoff| cutoff.from.clone()).unwrap_or_default(),
        cutoff.map(|cutoff| cutoff.to.clone()).unwrap_or_default(),
        cutoff
            .map(|cutoff| cutoff_sources(cutoff, language))
            .unwrap_or_default(),
        some(&record.doi),
        some(&record.issn),
        some(&record.journal),
        some(&record.issue),
        some(&record.imdb),
        record.season.map(|n| n.to_string()).unwrap_or_default(),
        record.episode.map(|n| n.to_string()).unwrap_or_default(),
        some(&record.registration),
        some(&record.registered),
        some(&record.dated_by),
        match &record.added {
            Some(_) => yes_no(record.last_change).to_owned(),
            None => String::new(),
        },
        some(&record.md5_reported),
    ]
}
