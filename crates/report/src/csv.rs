//! The report as CSV: one row for each manuscript and match, for a spreadsheet.
//!
//! A manuscript without a match and a skipped path have one row each, so that
//! no manuscript is missing from the table. [`CSV_COLUMNS`] is the header;
//! `docs/report-columns.md` describes each column. Columns may be added at the
//! end; none is renamed, moved or removed. The workbook has the same rows.
//!
//! The table is for spreadsheets. It begins with a byte order mark, or Excel
//! would take UTF-8 for the encoding of the system. ISBNs have a hyphen, or a
//! spreadsheet would round them as numbers. Spreadsheets run cells that begin like
//! a formula, and titles can come from anybody: such cells get an apostrophe in
//! front.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::cutoff;
use crate::language::Language;
use crate::message;
use crate::model::{
    CutoffSummary, Digests, ManuscriptResult, Match, Record, Report, Share, Side, Skipped,
};
use crate::safe::harmless;

/// The columns of the CSV report, in order.
pub const CSV_COLUMNS: [&str; 85] = [
    "path",
    "client",
    "title",
    "author",
    "verdict",
    "found",
    "match",
    "match_verdict",
    "index_name",
    "work_id",
    "work_title",
    "work_author",
    "manuscript_in_work",
    "manuscript_in_work_low",
    "manuscript_in_work_high",
    "work_in_manuscript",
    "work_in_manuscript_low",
    "work_in_manuscript_high",
    "coverage",
    "hits",
    "spans",
    "records",
    "record_ids",
    "record_tier",
    "record_reason",
    "record_first_added",
    "record_md5",
    "record_isbn",
    "record_asin",
    "words",
    "letters",
    "language",
    "file_md5",
    "file_sha1",
    "file_sha256",
    "text_sha256",
    "code",
    "message",
    "hint",
    "index_sha256",
    "index_created",
    "created",
    "report_version",
    "row",
    "isbn",
    "record_sources",
    "record_snapshot",
    "cutoff",
    "records_before_cutoff",
    "records_after_cutoff",
    "records_without_date",
    "guessed_title",
    "guessed_author",
    "guessed_isbn",
    "guessed_from",
    "parts",
    "sheet",
    "edition_of",
    "numbers_of",
    "cutoff_from",
    "cutoff_to",
    "cutoff_sources",
    "records_unclear",
    "registration",
    "registration_date",
    "registration_claimant",
    "registration_publisher",
    "registration_published",
    "registration_group",
    "registration_titles",
    "registration_within_five_years",
    "registration_in_time",
    "registration_to_look_at",
    "registration_notice",
    "record_doi",
    "record_issn",
    "record_journal",
    "record_issue",
    "record_imdb",
    "record_season",
    "record_episode",
    "record_registration",
    "record_dated_by",
    "record_last_change",
    "record_md5_reported",
];

/// What a table in UTF-8 begins with.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// What separates the cells of a CSV report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Delimiter {
    /// A comma, as RFC 4180 has it.
    #[default]
    Comma,
    /// A semicolon, which Excel expects where a comma is in decimal numbers.
    Semicolon,
    /// A tab.
    Tab,
}

impl Delimiter {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// Returns the character.
    #[must_use]
    pub const fn character(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
        }
    }

    /// Returns its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Says that a table has no such delimiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownDelimiter;

impl fmt::Display for UnknownDelimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a delimiter of a table")
    }
}

impl std::error::Error for UnknownDelimiter {}

impl FromStr for Delimiter {
    type Err = UnknownDelimiter;

    fn from_str(said: &str) -> Result<Self, UnknownDelimiter> {
        let named = Self::ALL
            .into_iter()
            .find(|it| it.name() == said || it.character().to_string() == said);
        named.ok_or(UnknownDelimiter)
    }
}

/// Returns `report` as CSV (RFC 4180 but for the delimiter, UTF-8 with a byte order
/// mark, lines end in LF) with a header, its sentences in a language.
#[must_use]
pub fn to_csv(report: &Report, language: Language, delimiter: Delimiter) -> String {
    let mut table = csv::WriterBuilder::new()
        // Every delimiter is an ASCII character.
        .delimiter(u8::try_from(delimiter.character()).unwrap_or(b','))
        .from_writer(Vec::new());
    // Writing into memory fails only for rows of unequal length, and every
    // row is built over the same columns.
    let _ = table.write_record(CSV_COLUMNS);
    for row in rows(report, language) {
        let _ = table.write_record(row.cells.iter().map(|cell| guarded(cell)));
    }
    let bytes = table.into_inner().unwrap_or_default();
    let table = String::from_utf8(bytes).unwrap_or_default();
    format!("{BYTE_ORDER_MARK}{table}")
}

/// Returns the rows of the table, without its header.
pub(crate) fn rows(report: &Report, language: Language) -> Vec<Row> {
    let mut rows = Vec::new();
    for result in &report.results {
        if result.matches.is_empty() {
            rows.push(manuscript_row(report, result, language));
        }
        for (place, found) in result.matches.iter().enumerate() {
            let mut row = manuscript_row(report, result, language);
            fill_match(&mut row, report, place, found, language);
            rows.push(row);
        }
    }
    for skipped in &report.skipped {
        rows.push(skipped_row(report, skipped, "skipped", language));
    }
    for left_out in &report.left_out {
        rows.push(skipped_row(report, left_out, "left-out", language));
    }
    rows
}

/// One row in the making: a cell for each column, harmless.
pub(crate) struct Row {
    pub(crate) cells: [String; CSV_COLUMNS.len()],
}

impl Row {
    fn new(report: &Report, language: Language) -> Self {
        let mut row = Self {
            cells: std::array::from_fn(|_| String::new()),
        };
        row.set("created", &report.created);
        row.set("report_version", &report.report_version.to_string());
        if let Some(cutoff) = &report.cutoff {
            row.set("cutoff", &cutoff.asked());
            row.set("cutoff_from", &cutoff.from);
            row.set("cutoff_to", &cutoff.to);
            row.set("cutoff_sources", &cutoff_sources(cutoff, language));
        }
        row
    }

    /// Sets the cell of `column` to `text`.
    fn set(&mut self, column: &str, text: &str) {
        if let Some(place) = CSV_COLUMNS.iter().position(|name| *name == column) {
            text.clone_into(&mut self.cells[place]);
        }
    }

    fn set_some(&mut self, column: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.set(column, text);
        }
    }
}

fn manuscript_row(report: &Report, result: &ManuscriptResult, language: Language) -> Row {
    let mut row = Row::new(report, language);
    row.set("path", &result.path);
    row.set_some("sheet", result.sheet.as_deref());
    row.set_some("row", result.row.map(|row| row.to_string()).as_deref());
    let isbns: Vec<String> = result.isbn.iter().map(|isbn| hyphenated(isbn)).collect();
    row.set("isbn", &joined(isbns.iter().map(String::as_str)));
    row.set(
        "numbers_of",
        &joined(result.numbers_of.iter().map(String::as_str)),
    );
    row.set_some("client", result.client.as_deref());
    row.set_some("title", result.title.as_deref());
    row.set_some("author", result.author.as_deref());
    if let Some(guess) = &result.guessed {
        row.set_some("guessed_title", guess.title.as_deref());
        row.set_some("guessed_author", guess.author.as_deref());
        let isbns: Vec<String> = guess.isbn.iter().map(|isbn| hyphenated(isbn)).collect();
        row.set("guessed_isbn", &joined(isbns.iter().map(String::as_str)));
        let from = guess.from.iter().map(|from| from.as_str());
        row.set("guessed_from", &joined(from));
    }
    row.set("parts", &joined(result.parts.iter().map(String::as_str)));
    row.set("verdict", result.verdict.as_str());
    row.set("found", yes_no(result.verdict.is_found()));
    row.set("words", &result.text.words.to_string());
    row.set("letters", &result.text.letters.to_string());
    row.set_some("language", result.text.language.as_deref());
    let Digests {
        md5,
        sha1,
        sha256,
        text_sha256,
    } = &result.digests;
    let [md5, sha1] = [md5.map(|it| it.to_string()), sha1.map(|it| it.to_string())];
    let [sha256, text_sha256] = [sha256, text_sha256].map(|it| it.map(|it| it.to_string()));
    row.set_some("file_md5", md5.as_deref());
    row.set_some("file_sha1", sha1.as_deref());
    row.set_some("file_sha256", sha256.as_deref());
    row.set_some("text_sha256", text_sha256.as_deref());
    let codes = joined(result.warnings.iter().map(|warning| warning.code.as_str()));
    row.set("code", &codes);
    let messages: Vec<_> = result
        .warnings
        .iter()
        .map(|warning| message::notice(language, warning))
        .collect();
    row.set("message", &joined(messages.iter().map(AsRef::as_ref)));
    let hints = result.warnings.iter().map(|it| it.code.hint(language));
    row.set("hint", &joined(hints));
    row.registrations(&result.registrations, report, language);
    row
}

fn fill_match(row: &mut Row, report: &Report, place: usize, found: &Match, language: Language) {
    row.set("match", &(place + 1).to_string());
    row.set("match_verdict", found.verdict.as_str());
    let of = found.edition_of.map(|place| (place + 1).to_string());
    row.set_some("edition_of", of.as_deref());
    if let Some(index) = report.indexes.get(found.index) {
        row.set("index_name", &index.name);
        row.set("index_sha256", &index.sha256);
        row.set("index_created", &index.created);
    }
    row.set("work_id", &found.work.id);
    row.set("work_title", &found.work.title);
    row.set("work_author", &found.work.author);
    set_share(row, "manuscript_in_work", found.manuscript_in_work);
    set_share(row, "work_in_manuscript", found.work_in_manuscript);
    row.set_some("coverage", found.coverage.map(figure).as_deref());
    row.set_some("hits", found.hits.map(|hits| hits.to_string()).as_deref());
    let spans: Vec<String> = found
        .spans
        .iter()
        .map(|span| format!("{}-{}", figure(span.from), figure(span.to)))
        .collect();
    row.set("spans", &spans.join(" "));
    fill_records(row, &found.records, language);
    if report.cutoff.is_some() {
        for (column, side) in [
            ("records_before_cutoff", Side::Before),
            ("records_unclear", Side::Unclear),
            ("records_after_cutoff", Side::After),
            ("records_without_date", Side::Unknown),
        ] {
            let records = found.records.iter();
            let n = records.filter(|record| record.cutoff == Some(side)).count();
            row.set(column, &n.to_string());
        }
    }
}

fn fill_records(row: &mut Row, records: &[Record], language: Language) {
    row.set("records", &records.len().to_string());
    let ids: Vec<String> = records
        .iter()
        .map(|record| format!("{}:{}", record.source, record.id))
        .collect();
    row.set("record_ids", &joined(ids.iter().map(String::as_str)));
    let sources = records.iter().map(|record| record.source.as_str());
    row.set("record_sources", &joined(sources));
    let snapshots = records
        .iter()
        .filter_map(|record| record.snapshot.as_deref());
    row.set("record_snapshot", &joined(snapshots));
    if let Some(first) = records.first() {
        row.set("record_tier", first.tier.as_str());
        let reason = message::reason(language, first.tier, &first.reason);
        row.set("record_reason", &reason);
    }
    let first_added = records
        .iter()
        .filter_map(|record| record.added.as_deref())
        .min();
    row.set_some("record_first_added", first_added);
    row.set(
        "record_md5",
        &joined(records.iter().filter_map(|record| record.md5.as_deref())),
    );
    let isbns = records.iter().flat_map(|record| &record.isbn);
    let isbns: Vec<String> = isbns.map(|isbn| hyphenated(isbn)).collect();
    row.set("record_isbn", &joined(isbns.iter().map(String::as_str)));
    row.set(
        "record_asin",
        &joined(records.iter().filter_map(|record| record.asin.as_deref())),
    );
    row.identifiers(records);
}

fn skipped_row(report: &Report, skipped: &Skipped, verdict: &str, language: Language) -> Row {
    let mut row = Row::new(report, language);
    row.set("path", &skipped.path);
    row.set_some("sheet", skipped.sheet.as_deref());
    row.set_some("row", skipped.row.map(|row| row.to_string()).as_deref());
    row.set_some("client", skipped.client.as_deref());
    row.set("verdict", verdict);
    row.set("found", yes_no(false));
    row.set("code", skipped.code.as_str());
    row.set("message", &message::skipped(language, skipped));
    row.set("hint", &message::hint(language, skipped));
    row
}

/// Returns the sources of a cut-off date in one cell, in a language.
pub(crate) fn cutoff_sources(cutoff: &CutoffSummary, language: Language) -> String {
    let said = cutoff.sources.iter();
    let said: Vec<_> = said.map(|it| cutoff::source(language, it)).collect();
    joined(said.iter().map(AsRef::as_ref))
}

fn set_share(row: &mut Row, column: &str, share: Option<Share>) {
    if let Some(Share {
        estimate,
        low,
        high,
    }) = share
    {
        row.set(column, &figure(estimate));
        row.set(&format!("{column}_low"), &figure(low));
        row.set(&format!("{column}_high"), &figure(high));
    }
}

/// Returns a share with four decimals, enough for any sample.
fn figure(share: f64) -> String {
    format!("{share:.4}")
}

pub(crate) fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Returns the parts that are not empty, each once, with "; " between them.
pub(crate) fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for part in parts {
        if !part.is_empty() && !kept.contains(&part) {
            kept.push(part);
        }
    }
    kept.join("; ")
}

/// Returns an ISBN with a hyphen after its first part, so that no spreadsheet takes
/// it for a number; anything else unchanged.
pub(crate) fn hyphenated(isbn: &str) -> String {
    let is_isbn = isbn
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'X' || byte == b'x');
    match (is_isbn, isbn.len()) {
        (true, 13) => format!("{}-{}", &isbn[..3], &isbn[3..]),
        (true, 10) => format!("{}-{}", &isbn[..1], &isbn[1..]),
        _ => isbn.to_owned(),
    }
}

/// Returns a cell that no spreadsheet runs and no terminal obeys.
///
/// Blanks and invisible characters in front do not hide a formula, and the wide
/// forms of the characters count as the characters themselves.
pub(crate) fn guarded(text: &str) -> String {
    let shown = harmless(text);
    let dangerous = text.starts_with(['\t', '\r', '\n'])
        || shown
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if dangerous {
        format!("'{shown}")
    } else {
        shown.into_owned()
    }
}

mod registrations;

#[cfg(test)]
mod tests;
