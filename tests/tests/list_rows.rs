//! Rows of client lists as people leave them: numbers under odd headings, numbers with
//! mistakes, authors who are not named.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_engine::{Job, preview_clients};
use colophon_tests::{dumps, finish, isolated};
use serde_json::Value;

fn catalogue(folder: &Path, rows: &str) -> PathBuf {
    let (dump, index) = (folder.join("dump.csv"), folder.join("own.colophon"));
    fs::write(&dump, rows).unwrap();
    let _ = finish(&mut dumps::build(&[("csv", &dump)], &index)).ending(0);
    index
}

/// Checks a list and returns its results; without an index, against those that ship.
fn results(folder: &Path, rows: &str, index: Option<&Path>) -> Vec<Value> {
    let list = folder.join("list.csv");
    fs::write(&list, rows).unwrap();
    let mut check = isolated();
    check.args(["check", "--format", "json", "--clients"]);
    check.arg(&list);
    if let Some(index) = index {
        check.arg("--index").arg(index);
    }
    let report = finish(&mut check).json();
    report["results"].as_array().unwrap().clone()
}

fn codes(result: &Value) -> Vec<&str> {
    let warnings = result["warnings"].as_array().unwrap().iter();
    warnings.map(|it| it["code"].as_str().unwrap()).collect()
}

fn n_isbns(result: &Value) -> usize {
    result["isbn"].as_array().map_or(0, Vec::len)
}

#[test]
fn numbers_are_known_by_their_values() {
    let folder = tempfile::tempdir().unwrap();
    let own = ["9780306406157", "978-3-16-148410-0", "9780804429573"];
    for heading in [
        "13-digit no.",
        "13-stellige Nr.",
        "EAN",
        "Artikelnummer/EAN",
        "Barcode",
        "Bestellnummer",
        "Our ref",
        "ISBN-13 (HC)",
        "Book no.",
    ] {
        let mut rows = format!("Title,Author,{heading},Remarks\n");
        for (n, isbn) in own.iter().enumerate() {
            writeln!(rows, "Book {n} of Ours,Jane Writer,{isbn},sold").unwrap();
        }
        rows += "Book 9 of Ours,Jane Writer,,\n";
        let found = results(folder.path(), &rows, None);
        let isbns: Vec<usize> = found.iter().map(n_isbns).collect();
        assert_eq!(isbns, [1, 1, 1, 0], "{heading}");
    }
    // The same headings above other numbers are not ISBNs.
    for (heading, values) in [
        ("13-digit no.", ["1234567890123", "9780306406158", ""]),
        ("Bestellnummer", ["10034", "10035", "10036"]),
        ("Barcode", ["4006381333931", "4006381333948", ""]),
        ("Price", ["12.99", "9.99", "7.50"]),
        ("Comparable title", ["9780306406157", "9780804429573", ""]),
        ("Replaces", ["9780306406157", "9780804429573", ""]),
    ] {
        let mut rows = format!("Title,Author,{heading}\n");
        for (n, value) in values.iter().enumerate() {
            writeln!(rows, "Book {n} of Ours,Jane Writer,{value}").unwrap();
        }
        for result in results(folder.path(), &rows, None) {
            assert_eq!(n_isbns(&result), 0, "{heading}");
            assert!(!codes(&result).contains(&"isbn-invalid"), "{heading}");
        }
    }
    // A list needs no title if it has numbers.
    let rows = "Agency list\n\n13-stellige Nr.,Status\n9780306406157,a\n9780804429573,b\n";
    let found = results(folder.path(), rows, None);
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[test]
fn a_preview_shows_values_of_every_column() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    let rows = "Title,Author,Rights,Vol.,Empty\nOne,Ann Bell,World,3,\nTwo,Ann Bell,UK only,,\nThree,Tom Reed,World,,\nFour,Tom Reed,World,,\n";
    fs::write(&list, rows).unwrap();
    let preview = preview_clients(&list, &[], None, &Job::default()).unwrap();
    let samples: Vec<Vec<&str>> = preview
        .columns
        .iter()
        .map(|column| column.samples.iter().map(String::as_str).collect())
        .collect();
    assert_eq!(
        samples,
        [
            vec!["One", "Two", "Three"],
            vec!["Ann Bell", "Ann Bell", "Tom Reed"],
            vec!["World", "UK only"],
            vec!["3"],
            vec![],
        ]
    );
    assert_eq!(preview.columns[2].field, None);
    // Before any column is known, too.
    fs::write(&list, "Alpha,Beta\nfirst,1\nsecond,2\n").unwrap();
    let preview = preview_clients(&list, &[], None, &Job::default()).unwrap();
    let of = |at: usize| preview.columns[at].samples.join(" ");
    assert_eq!((of(0).as_str(), of(1).as_str()), ("first second", "1 2"));
}

#[test]
fn a_wrong_number_is_reported_once() {
    let folder = tempfile::tempdir().unwrap();
    let index = catalogue(folder.path(), "title,author\nEmma,Jane Austen\n");
    for (heading, values) in [
        ("isbn", "9780306406158"),
        ("isbn", "978-0-306-40615-8"),
        ("isbn", "not yet assigned"),
        ("isbn,ean", "9780306406158,978-0-306-40615-8"),
    ] {
        let rows = format!("title,author,{heading}\nThe Salt Road,Jane Writer,{values}\n");
        // With the book numbers of Books3, and with a catalogue.
        for index in [None, Some(index.as_path())] {
            let result = &results(folder.path(), &rows, index)[0];
            assert_eq!(codes(result), ["isbn-invalid"], "{values} {result:#}");
        }
    }
    let rows = "title,author,isbn\nThe Salt Road,Jane Writer,9780306406158\n";
    let result = &results(folder.path(), rows, None)[0];
    assert_eq!(result["verdict"], "inconclusive");
    let said = result["warnings"][0]["message"].as_str().unwrap();
    assert!(
        said.contains("9780306406158") && said.contains("Books3 were not searched"),
        "{said}"
    );
    let mut check = isolated();
    check.args(["check", "--language", "de", "--clients"]);
    let german = finish(check.arg(folder.path().join("list.csv"))).stdout;
    assert!(german.contains("Eine ISBN ist ungültig"), "{german}");
    assert!(german.contains("Buchnummern von Books3"), "{german}");
    // Another number that is valid is looked up.
    let rows = "title,author,isbn\nThe Salt Road,Jane Writer,9780306406158; 9780804429573\n";
    let result = &results(folder.path(), rows, None)[0];
    assert!(codes(result).contains(&"isbn-invalid"));
    assert!(!codes(result).contains(&"no-number"));
}

#[test]
fn a_title_without_an_author_is_possible_where_the_titles_agree() {
    let folder = tempfile::tempdir().unwrap();
    let index = catalogue(
        folder.path(),
        "title,author\nThe Salt Road North,Jane Writer\nEmma,Jane Austen\n",
    );
    for author in [
        "",
        "Unknown",
        "N. N.",
        "N.N.",
        "various",
        "Various Authors",
        "tba",
        "TBC",
        "-",
        "n/a",
        "unbekannt",
        "diverse",
        "k. A.",
    ] {
        let rows =
            format!("title,author\nThe Salt Road North,{author}\nThe Night Boat Home,{author}\n");
        let found = results(folder.path(), &rows, Some(&index));
        assert_eq!(found[0]["verdict"], "possible", "{author} {:#}", found[0]);
        let record = &found[0]["matches"][0]["records"][0];
        assert_eq!(record["tier"], "review");
        assert_eq!(record["reason"], "The title agrees; no author was given.");
        assert!(!codes(&found[0]).contains(&"no-author"));
        // What no title agrees with is still not an answer.
        assert_eq!(found[1]["verdict"], "inconclusive", "{author}");
        assert!(codes(&found[1]).contains(&"no-author"), "{author}");
    }
}
