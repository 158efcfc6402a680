use std::io::Cursor;

use super::{all_text, to_xlsx};
use crate::model::{Report, Sender};
use crate::own::is_ours;
use crate::{Language, fixture};

fn report() -> Report {
    let mut report = fixture::full();
    report.from = Sender::new("Agentur Müller & Söhne", "=cmd()");
    report.results[0].title = Some("=HYPERLINK(\"x\")".to_owned());
    report.results[0].isbn = vec!["9780306406157".to_owned()];
    report
}

#[test]
fn nothing_from_strangers_is_run_or_rounded() {
    let text = all_text(&to_xlsx(&report(), Language::English));
    assert!(!text.contains("<f>"), "a formula");
    assert!(text.contains("=HYPERLINK("), "the title as it is");
    assert!(text.contains("<t>9780306406157</t>"), "{text}");
    assert!(
        !text.contains("<v>9780306406157</v>"),
        "a number is rounded"
    );
    assert!(text.contains("Agentur Müller &amp; Söhne"));
}

#[test]
fn the_same_report_makes_the_same_bytes() {
    let report = report();
    for language in Language::ALL {
        assert_eq!(to_xlsx(&report, language), to_xlsx(&report, language));
    }
}

#[test]
fn a_workbook_that_somebody_has_saved_again_is_theirs() {
    let book = to_xlsx(&report(), Language::German);
    assert!(is_ours(Cursor::new(&book)));
    let mut parts = zip::ZipArchive::new(Cursor::new(&book)).unwrap();
    let saved = |from: &str, to: &str| {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut parts = zip::ZipArchive::new(Cursor::new(&book)).unwrap();
        for place in 0..parts.len() {
            let mut part = parts.by_index(place).unwrap();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut part, &mut text).unwrap();
            let options = zip::write::SimpleFileOptions::default();
            out.start_file(part.name().unwrap(), options).unwrap();
            std::io::Write::write_all(&mut out, text.replace(from, to).as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    };
    assert!(parts.by_name("docProps/core.xml").is_ok());
    assert!(is_ours(Cursor::new(saved("x", "x"))));
    let theirs = saved(
        "<cp:lastModifiedBy>Colophon",
        "<cp:lastModifiedBy>Ada Quill",
    );
    assert!(!is_ours(Cursor::new(theirs)));
    assert!(!is_ours(Cursor::new(b"PK\x03\x04 not a workbook")));
}

#[test]
fn a_workbook_of_nothing_can_be_opened() {
    let text = all_text(&to_xlsx(&fixture::empty(), Language::English));
    assert!(text.contains("No manuscript was checked."));
}

/// Writes the workbook where `COLOPHON_BOOK` names a file, to be looked at.
#[test]
fn the_workbook_can_be_looked_at() {
    if let Some(path) = std::env::var_os("COLOPHON_BOOK") {
        std::fs::write(path, to_xlsx(&report(), Language::German)).unwrap();
    }
}
