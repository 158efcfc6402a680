//! A report as it is handed to a client: without paths, without names of files,
//! and without what concerns the agency alone.
//!
//! It is made of the values, before any view: a view cannot show what is not
//! there. A message that names a file becomes the sentence of its code.

use std::collections::BTreeSet;
use std::path::Path;

use crate::code::Code;
use crate::language::Language;
use crate::message;
use crate::model::Report;

/// Names of files that are shorter than this are too common to look for.
const SHORTEST_NAME: usize = 4;

/// Returns `report` for a client.
pub(crate) fn for_client(report: &Report) -> Report {
    let secrets = Secrets::of(report);
    let mut report = report.clone();
    for index in &mut report.indexes {
        index.file.clear();
    }
    for result in &mut report.results {
        result.path.clear();
        for notice in &mut result.warnings {
            secrets.keep(notice.code, &mut notice.message);
        }
    }
    for skipped in &mut report.skipped {
        skipped.path.clear();
        secrets.keep(skipped.code, &mut skipped.message);
        secrets.keep(skipped.code, &mut skipped.hint);
    }
    report.left_out.clear();
    report.passed_over.clear();
    report
}

/// The paths of a report, and the names of their files.
struct Secrets(BTreeSet<String>);

impl Secrets {
    fn of(report: &Report) -> Self {
        let indexes = report.indexes.iter().map(|index| &index.file);
        let results = report.results.iter().map(|result| &result.path);
        let skipped = report.skipped.iter().chain(&report.left_out);
        let paths = indexes
            .chain(results)
            .chain(skipped.map(|skipped| &skipped.path));
        let mut secrets = BTreeSet::new();
        for path in paths {
            let name = Path::new(path).file_name();
            secrets.extend(name.map(|name| name.to_string_lossy().into_owned()));
            secrets.insert(path.clone());
        }
        secrets.retain(|secret| secret.len() >= SHORTEST_NAME);
        Self(secrets)
    }

    /// Replaces a message that names a file.
    fn keep(&self, code: Code, said: &mut String) {
        let is_secret = |secret: &String| said.contains(secret.as_str());
        if message::names_a_file(said) || self.0.iter().any(is_secret) {
            code.sentence().say(Language::English).clone_into(said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::for_client;
    use crate::code::Code;
    use crate::fixture;
    use crate::message::Message;
    use crate::model::{Notice, Report};
    use crate::{Delimiter, Language, TextStyle, to_csv, to_html, to_json, to_text, to_xlsx};

    /// Returns a report with a path wherever one can be.
    fn with_paths() -> Report {
        let mut report = fixture::full();
        report.indexes[0].file = "/srv/agency/indexes/secret-index.colophon".to_owned();
        let files = "/srv/agency/drafts/secret-a.docx";
        for (code, message, values) in [
            (
                Code::OtherFiles,
                Message::OtherFiles,
                vec![("files", files)],
            ),
            (
                Code::NoFile,
                Message::OtherFileRead,
                vec![("named", "secret-b.docx"), ("file", files)],
            ),
            (
                Code::IndexDamaged,
                Message::IndexFailed,
                vec![
                    ("name", "Fiction"),
                    ("file", "/srv/agency/indexes/secret-index.colophon"),
                    ("why", "it is damaged"),
                ],
            ),
        ] {
            let message = message.with(&values);
            report.results[0].warnings.push(Notice { code, message });
        }
        for result in &mut report.results {
            result.path = "/srv/agency/secret-list.xlsx".to_owned();
            result.row = Some(3);
            result.sheet = Some("Backlist".to_owned());
        }
        for skipped in &mut report.skipped {
            skipped.path = "/srv/agency/secret-list.xlsx".to_owned();
            skipped.row = Some(4);
        }
        report.skipped[0].message = "secret-list.xlsx cannot be read".to_owned();
        report
    }

    #[test]
    fn a_client_reads_nothing_of_the_agencys_files() {
        let report = with_paths();
        let handed = for_client(&report);
        for language in Language::ALL {
            let style = TextStyle::default();
            let views = |report: &Report| {
                [
                    to_html(report, language),
                    to_csv(report, language, Delimiter::Comma),
                    to_json(report, language),
                    to_text(report, language, &style),
                    crate::xlsx::all_text(&to_xlsx(report, language)),
                ]
            };
            for (own, handed) in views(&report).iter().zip(&views(&handed)) {
                assert!(own.contains("secret-"));
                assert!(!handed.contains("secret-"), "{handed}");
                assert!(!handed.contains("agency"), "{handed}");
                assert!(handed.contains("The Salt Road"));
            }
        }
    }

    #[test]
    fn what_was_found_stays() {
        let report = with_paths();
        let handed = for_client(&report);
        assert_eq!(handed.results.len(), report.results.len());
        for (own, handed) in report.results.iter().zip(&handed.results) {
            assert_eq!(
                (&own.matches, own.digests.md5),
                (&handed.matches, handed.digests.md5)
            );
            assert_eq!(own.warnings.len(), handed.warnings.len());
        }
    }
}
