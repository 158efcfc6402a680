//! Cut-off dates: each record is on one side of the period, or unclear.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_tests::dumps::{self, Listed, build};
use colophon_tests::{Ran, finish, isolated};

/// When the records of the dump were added; their ids are their places, from 1.
const ADDED: [&str; 7] = [
    "2021-05-31 23:59:59",
    "2021-06-01 00:00:00",
    "2021-06-30 12:00:00",
    "2021-07-31 23:59:59",
    "2021-08-01 00:00:00",
    "2022-08-10 10:00:00",
    "0000-00-00 00:00:00",
];

fn index(folder: &Path) -> PathBuf {
    let listed = |(place, added): (usize, &&str)| Listed {
        added: (*added).to_owned(),
        ..Listed::new(place + 1, "The Salt Road", "Jane Writer", "")
    };
    let books: Vec<Listed> = ADDED.iter().enumerate().map(listed).collect();
    let (dump, out) = (folder.join("dump.sql"), folder.join("made.colophon"));
    fs::write(&dump, dumps::updated(&books)).unwrap();
    let _ = finish(&mut build(&[("libgen", &dump)], &out)).ending(0);
    out
}

fn run(index: &Path, arguments: &[&str]) -> Ran {
    finish(isolated().args(arguments).arg("--index").arg(index))
}

/// Looks the book up, and returns the side of each record in the order of [`ADDED`].
fn sides(index: &Path, cutoff: &str) -> Vec<String> {
    let ask = [
        "lookup",
        "--title",
        "The Salt Road",
        "--author",
        "Jane Writer",
    ];
    let ask = [&ask[..], &["--format", "json", "--cutoff", cutoff]].concat();
    let found = run(index, &ask).ending(1).json();
    assert!(found["cutoff"]["from"].is_string(), "{found:#}");
    let records = found["records"].as_array().unwrap();
    let side = |record: &serde_json::Value| {
        let [id, side] = ["id", "cutoff"].map(|field| record[field].as_str().unwrap().to_owned());
        (id, side)
    };
    let sides: BTreeMap<String, String> = records.iter().map(side).collect();
    assert_eq!(sides.len(), ADDED.len());
    sides.into_values().collect()
}

#[test]
fn every_record_is_before_unclear_after_or_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    let (b, u, a, x) = ("before", "unclear", "after", "unknown");
    for (cutoff, expected) in [
        ("bartz-libgen", [b, u, u, u, a, a, x]),
        ("bartz-pilimi", [b, b, b, b, b, u, x]),
        ("2021-06-30", [b, b, u, a, a, a, x]),
        ("2021-06", [b, u, u, a, a, a, x]),
        ("2021", [u, u, u, u, u, a, x]),
        ("2021-06-30..2021-07-31", [b, b, u, u, a, a, x]),
        ("2021-07..2022-08", [b, b, b, u, u, u, x]),
    ] {
        assert_eq!(sides(&index, cutoff), expected, "{cutoff}");
    }
}

#[test]
fn a_report_shows_both_ends_and_all_sources() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    let list = folder.path().join("list.csv");
    fs::write(
        &list,
        "client,title,author\nJane,The Salt Road,Jane Writer\n",
    )
    .unwrap();
    let ask = [
        "check",
        "--clients",
        list.to_str().unwrap(),
        "--cutoff",
        "bartz-pilimi",
        "--format",
    ];
    let check = |format| run(&index, &[&ask[..], &[format]].concat()).ending(1);
    let report = check("json").json();
    assert_eq!(report["cutoff"]["name"], "bartz-pilimi");
    assert_eq!(report["cutoff"]["from"], "2022-07-01");
    assert_eq!(report["cutoff"]["to"], "2022-08-10");
    assert_eq!(report["cutoff"]["sources"].as_array().unwrap().len(), 2);
    for format in ["text", "html"] {
        let report = check(format).stdout;
        let report = report.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "between 1 July 2022 and 10 August 2022",
            "names July 2022.",
            "name 10 August 2022.",
            "Colophon gives dates, not legal advice.",
            "Of its entries: 5 added before the cut-off date, 1 unclear and 1 with no known date.",
        ] {
            assert!(report.contains(part), "{format}: {part}\n{report}");
        }
    }
}

#[test]
fn what_is_not_a_period_is_refused_with_a_hint() {
    let ask = ["lookup", "The Salt Road", "--cutoff"];
    for (cutoff, why, hint) in [
        ("30.6.2021", "is not a date", "bartz-libgen, bartz-pilimi"),
        ("2021-02-30", "is not a date", "2021-06-01..2021-07-31"),
        (
            "2021-07-31..2021-06-01",
            "ends before it begins",
            "Write the earlier date first",
        ),
        (
            "2021-07..2021-06",
            "ends before it begins",
            "Write the earlier date first",
        ),
    ] {
        let ran = finish(isolated().args(ask).arg(cutoff)).ending(2);
        for part in [cutoff, why, hint] {
            assert!(ran.stderr.contains(part), "{part}\n{}", ran.stderr);
        }
    }
}
