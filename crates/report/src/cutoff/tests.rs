//! Every view shows both ends of a cut-off date and its sources.

use std::collections::HashMap;

use super::*;
use crate::fixture::cut_off;
use crate::language::Language::{English, German};
use crate::model::{Lookup, Record, Report, Side};
use crate::text::{TextStyle, to_text};
use crate::words::Words;

/// What every report for people says about the cut-off date.
const SAID: [(Language, [&str; 5]); 2] = [
    (
        English,
        [
            "between 1 June 2021 and 31 July 2021",
            "the download of Library Genesis",
            "of 17 July 2025 in Bartz v. Anthropic PBC, No. 3:24-cv-05417 (N.D. Cal.), page 31, names June 2021",
            "Reports of the settlement in this case name July 2021.",
            "Colophon gives dates, not legal advice.",
        ],
    ),
    (
        German,
        [
            "zwischen dem 1. Juni 2021 und dem 31. Juli 2021",
            "der Download von Library Genesis",
            "vom 17. Juli 2025 in der Sache Bartz v. Anthropic PBC, Nr. 3:24-cv-05417 (N.D. Cal.), Seite 31, nennt den Juni 2021",
            "Berichte über den Vergleich in dieser Sache nennen den Juli 2021.",
            "Colophon macht Datumsangaben und gibt keine Rechtsberatung.",
        ],
    ),
];

/// Joins the lines of a text.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says_all(view: &str, language: Language, said: &[&str]) {
    for part in said {
        assert!(view.contains(part), "{language:?}: {part}\n{view}");
    }
}

#[test]
fn texts_and_pages_say_both_ends_and_the_sources() {
    for (language, said) in SAID {
        let text = to_text(&cut_off(), language, &TextStyle::default());
        says_all(&in_one_line(&text), language, &said);
        says_all(&crate::to_html(&cut_off(), language), language, &said);
        let lines = Words(language).cutoff_lines(&cut_off().cutoff.unwrap());
        says_all(&lines.join(" "), language, &said);
    }
}

#[test]
fn the_answer_to_a_look_up_says_them_too() {
    let Report { cutoff, .. } = cut_off();
    let found = Lookup {
        cutoff,
        records: vec![Record::default()],
        ..Lookup::default()
    };
    for (language, said) in SAID {
        let text = crate::lookup_to_text(&found, language, &TextStyle::default());
        says_all(&in_one_line(&text), language, &said);
        says_all(&crate::lookup_to_html(&found, language), language, &said);
        let json = crate::lookup_to_json(&found, language);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["cutoff"]["from"], "2021-06-01");
        assert_eq!(value["cutoff"]["sources"][1], said[3]);
    }
}

#[test]
fn json_has_both_ends_and_the_sources_in_the_language_of_the_report() {
    for (language, said) in SAID {
        let json = crate::to_json(&cut_off(), language);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["cutoff"]["name"], "bartz-libgen");
        assert_eq!(value["cutoff"]["from"], "2021-06-01");
        assert_eq!(value["cutoff"]["to"], "2021-07-31");
        assert_eq!(value["cutoff"]["sources"].as_array().unwrap().len(), 2);
        assert_eq!(value["cutoff"]["sources"][1], said[3]);
        let records = value["results"][0]["matches"][0]["records"].as_array();
        let sides: Vec<_> = records.unwrap().iter().map(|it| &it["cutoff"]).collect();
        assert_eq!(sides, ["before", "unclear", "after", "unknown"]);
    }
}

#[test]
fn tables_have_both_ends_the_sources_and_each_side() {
    for (language, said) in SAID {
        let table = crate::to_csv(&cut_off(), language, crate::Delimiter::Comma);
        let mut table = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let row: HashMap<String, String> = table.deserialize().next().unwrap().unwrap();
        assert_eq!(row["cutoff"], "bartz-libgen");
        assert_eq!(row["cutoff_from"], "2021-06-01");
        assert_eq!(row["cutoff_to"], "2021-07-31");
        assert!(row["cutoff_sources"].ends_with(said[3]), "{row:?}");
        for column in ["before_cutoff", "unclear", "after_cutoff", "without_date"] {
            assert_eq!(row[&format!("records_{column}")], "1", "{column}");
        }
    }
}

#[test]
fn entries_are_counted_and_marked_by_their_side() {
    let report = cut_off();
    let found = &report.results[0].matches[0];
    for (words, counts, marks) in [
        (
            Words(English),
            "Of its entries: 1 added before the cut-off date, 1 unclear, 1 added after the cut-off date and 1 with no known date.",
            [
                "added 2 March 2019 (before the cut-off date)",
                "added 31 July 2021 (unclear whether before or after the cut-off date)",
                "added 1 August 2021 (after the cut-off date)",
                "date of adding not known",
            ],
        ),
        (
            Words(German),
            "Von den Einträgen: 1 vor dem Stichtag aufgenommen, 1 unklar, 1 nach dem Stichtag aufgenommen und 1 ohne bekanntes Aufnahmedatum.",
            [
                "aufgenommen am 2. März 2019 (vor dem Stichtag)",
                "aufgenommen am 31. Juli 2021 (unklar, ob vor oder nach dem Stichtag)",
                "aufgenommen am 1. August 2021 (nach dem Stichtag)",
                "Aufnahmedatum unbekannt",
            ],
        ),
    ] {
        assert_eq!(words.sides(found, report.cutoff.as_ref()), counts);
        assert_eq!(words.sides(found, None), "");
        for (record, mark) in found.records.iter().zip(marks) {
            assert_eq!(words.file_facts(record)[0], mark);
        }
    }
}

#[test]
fn dates_of_the_users_own_have_no_source() {
    let period = |from: &str, to: &str| CutoffSummary {
        name: None,
        from: from.to_owned(),
        to: to.to_owned(),
        sources: Vec::new(),
    };
    let day = period("2013-12-31", "2013-12-31");
    let lines = Words(English).cutoff_lines(&day);
    assert_eq!(lines[0], "Cut-off date: 31 December 2013.");
    assert!(lines[1].contains("On the day itself it is unclear."));
    assert_eq!(lines.len(), 2);
    assert_eq!(day.asked(), "2013-12-31");
    let month = period("2021-06-01", "2021-06-30");
    assert_eq!(month.asked(), "2021-06-01..2021-06-30");
    assert_eq!(
        Words(German).cutoff(&month),
        "Stichtag: zwischen dem 1. Juni 2021 und dem 30. Juni 2021."
    );
}

#[test]
fn a_source_of_a_later_version_is_shown_as_it_is() {
    assert_eq!(
        source(German, "A later order names May."),
        "A later order names May."
    );
}

#[test]
fn every_side_has_the_word_of_the_contract() {
    for side in [Side::Before, Side::Unclear, Side::After, Side::Unknown] {
        let json = serde_json::to_value(side).unwrap();
        assert_eq!(json, side.as_str());
    }
}
