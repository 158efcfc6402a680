use super::{CSV_COLUMNS, Delimiter, guarded, hyphenated};
use crate::model::Report;
use crate::{Language, fixture};

fn to_csv(report: &Report, language: Language) -> String {
    super::to_csv(report, language, Delimiter::Comma)
}

fn rows(csv: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes())
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
    let docs = include_str!("../../../../docs/report-columns.md");
    let (docs, _) = docs.split_once("## Claim sheets").expect("a section");
    let described: Vec<&str> = docs
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    assert_eq!(described, CSV_COLUMNS);
}

#[test]
fn any_delimiter_makes_the_same_table() {
    let report = fixture::full();
    let comma = rows(&to_csv(&report, Language::German));
    for delimiter in Delimiter::ALL {
        let table = super::to_csv(&report, Language::German, delimiter);
        assert!(table.starts_with('\u{feff}'), "Excel reads UTF-8");
        let read: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
            .delimiter(delimiter.character() as u8)
            .from_reader(table.trim_start_matches('\u{feff}').as_bytes())
            .records()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(read, comma, "{delimiter}");
        assert_eq!(delimiter.name().parse(), Ok(delimiter));
        assert_eq!(delimiter.character().to_string().parse(), Ok(delimiter));
    }
    assert!("|".parse::<Delimiter>().is_err());
}

#[test]
fn an_isbn_is_not_a_number() {
    for (isbn, expected) in [
        ("9780306406157", "978-0306406157"),
        ("0306406152", "0-306406152"),
        ("080442957X", "0-80442957X"),
        ("978-0-306-40615-7", "978-0-306-40615-7"),
        ("", ""),
    ] {
        assert_eq!(hyphenated(isbn), expected);
    }
}
