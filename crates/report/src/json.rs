//! The report as JSON: the values themselves, for programs.
//!
//! `docs/report.schema.json` describes it. Values are written as they are,
//! however odd: escapes make them data, and show what is not to be seen. Fields come in the order of the
//! structures. Only sentences for people are in the language of the report.

use std::borrow::Cow;

use serde::Serialize;

use crate::cutoff;
use crate::language::Language;
use crate::message;
use crate::model::{ManuscriptResult, Report, Skipped};
use crate::order::Counts;
use crate::safe::escaped;
use crate::seal::SealedFile;

/// A report and its figures.
#[derive(Serialize)]
struct Counted<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// The figures that every view has.
    counts: Counts,
    /// The other files of the report's folder.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    files: &'a [SealedFile],
}

/// Returns `report` as indented JSON, ending in a line end, with its sentences
/// in a language.
#[must_use]
pub fn to_json(report: &Report, language: Language) -> String {
    to_json_with(report, language, &[])
}

/// Returns the JSON of a report whose folder has these files besides.
pub(crate) fn to_json_with(report: &Report, language: Language, files: &[SealedFile]) -> String {
    let report = in_language(report, language);
    // The structures hold strings, numbers and lists only, for which
    // serialisation cannot fail; figures that are not numbers become `null`.
    let counted = Counted {
        counts: Counts::of(&report),
        report: &report,
        files,
    };
    let mut json = escaped(serde_json::to_string_pretty(&counted).unwrap_or_default());
    json.push('\n');
    json
}

fn in_language(report: &Report, language: Language) -> Cow<'_, Report> {
    if language == Language::English {
        return Cow::Borrowed(report);
    }
    let mut report = report.clone();
    if let Some(said) = &mut report.cutoff {
        cutoff::localise(said, language);
    }
    for result in &mut report.results {
        localise(result, language);
    }
    let skip = |skipped: &mut Skipped| {
        let message = message::skipped(language, skipped).into_owned();
        skipped.hint = message::hint(language, skipped);
        skipped.message = message;
    };
    report.skipped.iter_mut().for_each(skip);
    report.left_out.iter_mut().for_each(skip);
    Cow::Owned(report)
}

/// Returns a result with its sentences in a language.
///
/// The result must be in English, as every check makes it.
#[must_use]
pub fn localised(mut result: ManuscriptResult, language: Language) -> ManuscriptResult {
    localise(&mut result, language);
    result
}

fn localise(result: &mut ManuscriptResult, language: Language) {
    for notice in &mut result.warnings {
        notice.message = message::notice(language, notice).into_owned();
    }
    let records = result.matches.iter_mut().flat_map(|it| &mut it.records);
    for record in records {
        record.reason = message::reason(language, record.tier, &record.reason).into_owned();
    }
    for own in &mut result.registrations {
        own.reason = message::reason(language, own.tier, &own.reason).into_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::to_json;
    use crate::Language;
    use crate::fixture;
    use crate::model::Report;

    fn schema() -> jsonschema::Validator {
        let text = include_str!("../../../docs/report.schema.json");
        let schema = serde_json::from_str(text).expect("the schema is JSON");
        jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
        jsonschema::draft202012::new(&schema).expect("the schema can be used")
    }

    #[test]
    fn every_report_follows_the_schema() {
        let schema = schema();
        for report in [
            fixture::full(),
            fixture::cut_off(),
            fixture::empty(),
            fixture::many(300),
        ] {
            let value = serde_json::from_str(&to_json(&report, Language::English))
                .expect("the report is JSON");
            let errors: Vec<String> = schema
                .iter_errors(&value)
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }

    #[test]
    fn the_schema_rejects_what_no_report_may_say() {
        let schema = schema();
        let good: serde_json::Value =
            serde_json::from_str(&to_json(&fixture::full(), Language::English))
                .expect("the report is JSON");
        for (place, value) in [
            ("/results/0/verdict", serde_json::json!("guilty")),
            (
                "/results/0/matches/0/manuscript_in_work/high",
                serde_json::json!(1.5),
            ),
            (
                "/results/0/digests/md5",
                serde_json::json!("not hexadecimal"),
            ),
            ("/report_version", serde_json::json!(2)),
            ("/indexes/0/works", serde_json::json!(-1)),
            ("/skipped/0/code", serde_json::json!("Not A Word")),
            ("/created", serde_json::json!("yesterday")),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(place).expect(place) = value;
            assert!(!schema.is_valid(&bad), "{place} must be rejected");
        }
        let mut lacking = good.clone();
        lacking
            .as_object_mut()
            .expect("an object")
            .remove("skipped");
        assert!(!schema.is_valid(&lacking));
        let mut richer = good;
        richer["later_addition"] = serde_json::json!(true);
        assert!(schema.is_valid(&richer), "more may be added");
    }

    #[test]
    fn a_report_survives_the_way_through_json() {
        let report = fixture::full();
        let back: Report =
            serde_json::from_str(&to_json(&report, Language::English)).expect("the report is JSON");
        assert_eq!(back, report);
    }

    #[test]
    fn fields_come_in_the_order_of_the_contract() {
        let json = to_json(&fixture::full(), Language::English);
        let mut at = 0;
        for field in [
            "report_version",
            "tool",
            "created",
            "indexes",
            "file",
            "name",
            "sha256",
            "created",
            "works",
            "records",
            "scale",
            "recipe",
            "results",
            "path",
            "client",
            "title",
            "author",
            "digests",
            "md5",
            "sha1",
            "sha256",
            "text_sha256",
            "text",
            "letters",
            "words",
            "language",
            "hashes",
            "verdict",
            "matches",
            "index",
            "work",
            "id",
            "title",
            "author",
            "verdict",
            "manuscript_in_work",
            "estimate",
            "low",
            "high",
            "work_in_manuscript",
            "coverage",
            "hits",
            "spans",
            "from",
            "to",
            "records",
            "source",
            "id",
            "title",
            "author",
            "md5",
            "isbn",
            "asin",
            "format",
            "size_bytes",
            "added",
            "visible",
            "tier",
            "reason",
            "warnings",
            "code",
            "message",
            "skipped",
            "path",
            "code",
            "message",
            "hint",
        ] {
            let key = format!("\"{field}\":");
            let found = json[at..].find(&key);
            at += found.unwrap_or_else(|| panic!("{field} is not where it belongs")) + key.len();
        }
    }

    #[test]
    fn a_listing_has_no_containment_fields() {
        let report = fixture::full();
        let value: serde_json::Value =
            serde_json::from_str(&to_json(&report, Language::English)).expect("the report is JSON");
        let listed = value["results"]
            .as_array()
            .and_then(|results| results.iter().find(|result| result["verdict"] == "listed"))
            .expect("the fixture has a listing");
        for field in [
            "manuscript_in_work",
            "work_in_manuscript",
            "coverage",
            "hits",
            "spans",
        ] {
            assert!(listed["matches"][0].get(field).is_none(), "{field}");
        }
        assert!(
            listed["client"].is_null(),
            "a manuscript without a client says so"
        );
    }

    #[test]
    fn the_json_report_reads_as_recorded() {
        insta::assert_snapshot!(to_json(&fixture::small(), Language::English));
    }
}
