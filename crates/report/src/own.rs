//! Distinguishes files that this program wrote from all others.
//!
//! A report may be kept among the manuscripts, and a new one is written where
//! an earlier one was. So a report is never read as a manuscript, and never
//! replaces somebody's work.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use crate::csv::{BYTE_ORDER_MARK, Delimiter};
use crate::language::Language;
use crate::phrases::{lookup, page};

/// What a page or a workbook names as its maker.
pub(super) const GENERATOR: &str = "Colophon";

/// The keyword by which a workbook of ours is known.
pub(super) const KEYWORD: &str = "colophon-report";

/// The longest part of a workbook that is read to know it again.
const MOST_PROPERTIES: u64 = 64 << 10;

/// How much of a file is looked at.
const HEAD_BYTES: u64 = 512;

/// Returns whether a file is a report in one of its formats.
pub fn is_report(path: &Path) -> bool {
    head(path).is_some_and(|head| begins_report(&head) || is_workbook(path, &head))
}

/// Returns whether writing to `path` would destroy something that is neither a
/// report nor a fingerprint. An empty file is nobody's work.
pub fn would_destroy(path: &Path) -> bool {
    let holds_something = path
        .metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() > 0);
    holds_something
        && head(path).is_some_and(|head| {
            !begins_report(&head)
                && !head.starts_with("{\"print_version\":")
                && !is_workbook(path, &head)
        })
}

/// Returns whether a file that begins with `head` is a workbook of ours.
fn is_workbook(path: &Path, head: &str) -> bool {
    head.starts_with("PK") && File::open(path).is_ok_and(is_ours)
}

/// Returns whether a workbook is a report as this program wrote it; one that was
/// saved by another program since is somebody's work.
pub(super) fn is_ours(file: impl Read + Seek) -> bool {
    let Ok(mut parts) = zip::ZipArchive::new(file) else {
        return false;
    };
    let mut properties = String::new();
    let is_read = parts.by_name("docProps/core.xml").is_ok_and(|part| {
        let mut part = part.take(MOST_PROPERTIES);
        part.read_to_string(&mut properties).is_ok()
    });
    let value = |element: &str| {
        let (_, rest) = properties.split_once(&format!("<{element}"))?;
        let (value, _) = rest.split_once("</")?;
        value.split_once('>').map(|(_, value)| value)
    };
    is_read
        && value("cp:keywords") == Some(KEYWORD)
        && value("cp:lastModifiedBy") == Some(GENERATOR)
        && value("dcterms:created") == value("dcterms:modified")
}

/// Returns how a text report begins.
fn text_title(language: Language) -> String {
    page::TITLE.fill(language, &[])
}

fn begins_report(head: &str) -> bool {
    let table = head.trim_start_matches(BYTE_ORDER_MARK);
    let begins_table = Delimiter::ALL.into_iter().any(|delimiter| {
        let columns = super::CSV_COLUMNS[..4].join(&delimiter.character().to_string());
        table.starts_with(&columns)
    });
    let look_up = super::LOOKUP_COLUMNS[..4].join(",");
    let html = format!("<meta name=\"generator\" content=\"{GENERATOR}\"");
    Language::ALL.into_iter().any(|language| {
        let asked = lookup::TITLE.fill(language, &[]);
        head.starts_with(&text_title(language))
            || head.starts_with(&asked)
            || head.starts_with(&format!("% {asked}"))
    }) || begins_table
        || table.starts_with(&look_up)
        || head.starts_with("{\n  \"indexes\":") && head.contains("\"file\":")
        || head.starts_with("<!DOCTYPE html>") && head.contains(&html)
        || head.starts_with("{\n  \"report_version\":")
}

/// Returns the beginning of a regular file.
fn head(path: &Path) -> Option<String> {
    if !path.metadata().ok()?.is_file() {
        return None;
    }
    let mut head = Vec::new();
    let file = File::open(path).ok()?;
    file.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    Some(String::from_utf8_lossy(&head).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{TextStyle, fixture};

    #[test]
    fn each_form_of_a_report_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let style = TextStyle::default();
        for found in [fixture::full(), fixture::many(3), fixture::empty()] {
            let forms = Language::ALL.map(|language| {
                [
                    crate::to_text(&found, language, &style).into_bytes(),
                    crate::to_json(&found, language).into_bytes(),
                    crate::to_csv(&found, language, Delimiter::Comma).into_bytes(),
                    crate::to_csv(&found, language, Delimiter::Tab).into_bytes(),
                    crate::to_html(&found, language).into_bytes(),
                    crate::to_xlsx(&found, language),
                ]
            });
            for form in forms.concat() {
                std::fs::write(&path, &form).unwrap();
                let start = String::from_utf8_lossy(&form[..200]);
                assert!(is_report(&path), "{start}");
                assert!(!would_destroy(&path));
            }
        }
    }

    #[test]
    fn somebodys_work_is_not_a_report() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let page = "<!DOCTYPE html><html lang=\"en\"><head><title>Novel</title></head><body><p>";
        for start in [
            "Colophon is a word. ",
            "path,",
            page,
            "{\n  \"a\": 1",
            "PK\u{3}\u{4}",
        ] {
            std::fs::write(&path, start.to_owned() + &"and so on ".repeat(200)).unwrap();
            assert!(!is_report(&path) && would_destroy(&path), "{start}");
        }
        std::fs::write(&path, "a note").unwrap();
        assert!(would_destroy(&path));
        std::fs::write(&path, "").unwrap();
        assert!(!would_destroy(&path));
        assert!(!would_destroy(folder.path()) && !is_report(&folder.path().join("none")));
    }
}
