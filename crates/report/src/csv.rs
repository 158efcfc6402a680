//! The report as CSV: one row for each manuscript and match, for a spreadsheet.
//!
//! A manuscript without a match and a skipped path have one row each, so that
//! no manuscript is missing from the table. [`CSV_COLUMNS`] is the header;
//! `docs/report-columns.md` describes each column. Columns may be added at the
//! end; none is renamed, moved or removed.
//!
//! Spreadsheets run cells that begin like a formula, and titles can come from
//! anybody: such cells get an apostrophe in front.

use crate::language::Language;
use crate::message;
use crate::model::{Digests, ManuscriptResult, Match, Record, Report, Share, Side, Skipped};
use crate::safe::harmless;

/// The columns of the CSV report, in order.
pub const CSV_COLUMNS: [&str; 52] = [
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
    "numbers_of",
];

/// Returns `report` as CSV (RFC 4180, UTF-8, lines end in LF) with a header, its
/// sentences in a language.
#[must_use]
pub fn to_csv(report: &Report, language: Language) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    // Writing into memory fails only for rows of unequal length, and every
    // row is built over the same columns.
    let _ = table.write_record(CSV_COLUMNS);
    for result in &report.results {
        if result.matches.is_empty() {
            let _ = table.write_record(&manuscript_row(report, result, language).cells);
        }
        for (place, found) in result.matches.iter().enumerate() {
            let mut row = manuscript_row(report, result, language);
            fill_match(&mut row, report, place, found, language);
            let _ = table.write_record(&row.cells);
        }
    }
    for skipped in &report.skipped {
        let _ = table.write_record(&skipped_row(report, skipped, language).cells);
    }
    let bytes = table.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// One row in the making: a cell for each column.
struct Row {
    cells: [String; CSV_COLUMNS.len()],
}

impl Row {
    fn new(report: &Report) -> Self {
        let mut row = Self {
            cells: std::array::from_fn(|_| String::new()),
        };
        row.set("created", &report.created);
        row.set("report_version", &report.report_version.to_string());
        if let Some(cutoff) = &report.cutoff {
            row.set("cutoff", &cutoff.date);
        }
        row
    }

    /// Sets the cell of `column` to `text`, guarded.
    fn set(&mut self, column: &str, text: &str) {
        if let Some(place) = CSV_COLUMNS.iter().position(|name| *name == column) {
            self.cells[place] = guarded(text);
        }
    }

    fn set_some(&mut self, column: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.set(column, text);
        }
    }
}

fn manuscript_row(report: &Report, result: &ManuscriptResult, language: Language) -> Row {
    let mut row = Row::new(report);
    row.set("path", &result.path);
    row.set_some("row", result.row.map(|row| row.to_string()).as_deref());
    row.set("isbn", &joined(result.isbn.iter().map(String::as_str)));
    row.set(
        "numbers_of",
        &joined(result.numbers_of.iter().map(String::as_str)),
    );
    row.set_some("client", result.client.as_deref());
    row.set_some("title", result.title.as_deref());
    row.set_some("author", result.author.as_deref());
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
    row
}

fn fill_match(row: &mut Row, report: &Report, place: usize, found: &Match, language: Language) {
    row.set("match", &(place + 1).to_string());
    row.set("match_verdict", found.verdict.as_str());
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
    let isbns = records
        .iter()
        .flat_map(|record| record.isbn.iter().map(String::as_str));
    row.set("record_isbn", &joined(isbns));
    row.set(
        "record_asin",
        &joined(records.iter().filter_map(|record| record.asin.as_deref())),
    );
}

fn skipped_row(report: &Report, skipped: &Skipped, language: Language) -> Row {
    let mut row = Row::new(report);
    row.set("path", &skipped.path);
    row.set_some("row", skipped.row.map(|row| row.to_string()).as_deref());
    row.set_some("client", skipped.client.as_deref());
    row.set("verdict", "skipped");
    row.set("found", yes_no(false));
    row.set("code", skipped.code.as_str());
    row.set("message", &message::skipped(language, skipped));
    row.set("hint", &message::hint(language, skipped));
    row
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

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Returns the parts that are not empty, each once, with "; " between them.
fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for part in parts {
        if !part.is_empty() && !kept.contains(&part) {
            kept.push(part);
        }
    }
    kept.join("; ")
}

/// Returns a cell that no spreadsheet runs and no terminal obeys.
///
/// Blanks and invisible characters in front do not hide a formula, and the wide
/// forms of the characters count as the characters themselves.
fn guarded(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::{CSV_COLUMNS, guarded, to_csv};
    use crate::{Language, fixture};

    fn rows(csv: &str) -> Vec<csv::StringRecord> {
        csv::Reader::from_reader(csv.as_bytes())
            .records()
            .collect::<Result<_, _>>()
            .expect("every row has every column")
    }

    fn cell<'a>(row: &'a csv::StringRecord, column: &str) -> &'a str {
        let place = CSV_COLUMNS
            .iter()
            .position(|name| *name == column)
            .expect(column);
        &row[place]
    }

    #[test]
    fn every_manuscript_and_every_match_has_a_row() {
        let report = fixture::full();
        let rows = rows(&to_csv(&report, Language::English));
        let expected: usize = report
            .results
            .iter()
            .map(|result| result.matches.len().max(1))
            .sum::<usize>()
            + report.skipped.len();
        assert_eq!(rows.len(), expected);
        for verdict in [
            "not-found",
            "inconclusive",
            "skipped",
            "same-text",
            "listed",
        ] {
            assert!(
                rows.iter().any(|row| cell(row, "verdict") == verdict),
                "{verdict}"
            );
        }
    }

    #[test]
    fn figures_stand_in_their_columns() {
        let csv = to_csv(&fixture::small(), Language::English);
        let rows = rows(&csv);
        let row = &rows[0];
        assert_eq!(cell(row, "found"), "yes");
        assert_eq!(cell(row, "manuscript_in_work"), "0.9700");
        assert_eq!(cell(row, "manuscript_in_work_low"), "0.9100");
        assert_eq!(cell(row, "manuscript_in_work_high"), "0.9900");
        assert_eq!(cell(row, "hits"), "101");
        assert_eq!(cell(row, "record_first_added"), "2019-03-02");
        assert_eq!(cell(row, "report_version"), "1");
    }

    #[test]
    fn cells_that_look_like_formulas_are_guarded() {
        for cell in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "\u{200b}=1",
            "＝1",
        ] {
            assert!(guarded(cell).starts_with('\''), "{cell:?}");
        }
        for cell in ["", "0.97", "Title - part", "'tis", "a=b"] {
            assert_eq!(guarded(cell), cell);
        }
        for row in rows(&to_csv(&fixture::full(), Language::English)) {
            for cell in &row {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell:?}"
                );
                assert!(!cell.contains(char::is_control), "{cell:?}");
            }
        }
    }

    #[test]
    fn every_column_is_described() {
        let docs = include_str!("../../../docs/report-columns.md");
        let described: Vec<&str> = docs
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .collect();
        assert_eq!(described, CSV_COLUMNS);
    }
}
