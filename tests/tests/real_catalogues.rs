//! Real lists and dumps, through the program and back out of the index.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_catalogue::Record;
use colophon_engine::report::model::Report;
use colophon_index::{Index, RecordNumber};
use colophon_tests::{dumps, finish, isolated, root, skip};

/// Returns the path of a file with real data, or reports that it is missing.
fn real(test: &str, name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data/catalogue").join(name);
    if path.is_file() {
        return Some(path);
    }
    skip(test, &format!("{} is missing", path.display()));
    None
}

fn build(sources: &[(&str, &Path)], out: &Path) {
    let _ = finish(&mut dumps::build(sources, out)).ending(0);
}

/// Returns the thirteenth digit of an ISBN.
fn check_digit(twelve: &[u32]) -> u32 {
    let odd: u32 = twelve.iter().step_by(2).sum();
    let even: u32 = twelve.iter().skip(1).step_by(2).sum();
    (1000 - odd - 3 * even) % 10
}

/// Returns an ISBN of thirteen digits as one of ten.
fn of_ten(isbn: &str) -> String {
    let nine = &isbn[3..12];
    let sum: u32 = (2..=10)
        .rev()
        .zip(nine.chars())
        .map(|(weight, digit)| weight * digit.to_digit(10).unwrap())
        .sum();
    match (11 - sum % 11) % 11 {
        10 => format!("{nine}X"),
        digit => format!("{nine}{digit}"),
    }
}

/// Returns the valid ISBNs of a list, each once. They are read differently from
/// the program: a line is its digits, and holds nothing else but hyphens and
/// spaces.
fn valid_isbns(list: &Path) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(&fs::read(list).unwrap()).into_owned();
    let mut isbns = BTreeSet::new();
    for line in text.lines() {
        if line.contains(|c: char| !c.is_ascii_digit() && c != '-' && c != ' ') {
            continue;
        }
        let digits: Vec<u32> = line.chars().filter_map(|c| c.to_digit(10)).collect();
        if digits.len() == 13 && digits[12] == check_digit(&digits[..12]) {
            isbns.insert(digits.iter().map(u32::to_string).collect());
        }
    }
    isbns
}

#[test]
fn every_isbn_of_books3_is_found_in_both_forms() {
    let test = "every_isbn_of_books3_is_found_in_both_forms";
    let Some(list) = real(test, "lists/books3_isbns.txt") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("books3.colophon");
    build(&[("isbn-list", &list)], &index);
    let isbns = valid_isbns(&list);
    assert_eq!(isbns.len(), 129_319);
    assert_eq!(
        Index::open(&index).unwrap().info().n_records,
        isbns.len() as u64
    );
    for form in ["thirteen", "ten"] {
        let mut rows = String::from("isbn\n");
        for isbn in &isbns {
            match form {
                "ten" => writeln!(rows, "{}", of_ten(isbn)).unwrap(),
                _ => writeln!(rows, "{isbn}").unwrap(),
            }
        }
        let (clients, out) = (
            folder.path().join(format!("{form}.csv")),
            folder.path().join(format!("{form}.json")),
        );
        fs::write(&clients, rows).unwrap();
        let mut check = isolated();
        check.arg("check").arg("--clients").arg(&clients);
        check.arg("--index").arg(&index).arg("--out").arg(&out);
        let _ = finish(check.args(["--format", "json"])).ending(1);
        let report: Report = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
        assert_eq!(report.results.len(), isbns.len(), "{form}");
        for (result, isbn) in report.results.iter().zip(&isbns) {
            assert!(result.verdict.is_found(), "{form}: {result:#?}");
            let records: Vec<_> = result.matches.iter().flat_map(|own| &own.records).collect();
            assert_eq!(records.len(), 1, "{form}: {result:#?}");
            assert_eq!(records[0].isbn, [isbn.as_str()], "{form}");
        }
    }
}

/// Returns all fields of a record except the number of its source.
fn fields(record: &Record) -> String {
    format!(
        "{:?}",
        Record {
            source: 0,
            ..record.clone()
        }
    )
}

#[test]
fn real_rows_come_back_out_of_an_index() {
    let test = "real_rows_come_back_out_of_an_index";
    for (kind, name) in [
        ("libgen", "libgen/libgen_rs_nonfiction.sql"),
        ("libgen", "libgen/libgen_rs_fiction.sql"),
        ("libgen", "libgen/libgen_rs_fiction.mydumper.sql"),
        ("libgen-li", "libgen/libgen_li.sql"),
        ("pilimi", "libgen/pilimi_zlib2.sql"),
    ] {
        let Some(dump) = real(test, name) else { return };
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("made.colophon");
        build(&[(kind, &dump)], &out);
        let mut read = BTreeMap::new();
        let mut digests = BTreeMap::new();
        let input = colophon_catalogue::Input {
            kind: kind.parse().unwrap(),
            path: Some(dump),
            crew: Vec::new(),
        };
        colophon_catalogue::read(
            &input,
            folder.path(),
            1 << 20,
            &mut |item| {
                match item {
                    colophon_catalogue::Item::Record(record) => {
                        *read.entry(fields(&record)).or_insert(0) += 1;
                    }
                    colophon_catalogue::Item::Digests { md5, sha1, sha256 } => {
                        digests.insert(md5, (sha1, sha256));
                    }
                }
                std::ops::ControlFlow::Continue(())
            },
            &mut |_| std::ops::ControlFlow::Continue(()),
        )
        .unwrap();
        let index = Index::open(&out).unwrap();
        let mut stored = BTreeMap::new();
        let mut n_digests = 0;
        for number in 0..u32::try_from(index.info().n_records).unwrap() {
            let number = RecordNumber::new(number);
            let record = index.record(number).unwrap();
            *stored.entry(fields(&record)).or_insert(0) += 1;
            let own = index.record_digests(number).unwrap();
            let wanted = record.md5.and_then(|md5| digests.get(&md5).copied());
            assert_eq!(
                (own.sha1, own.sha256),
                wanted.unwrap_or_default(),
                "{record:?}"
            );
            n_digests += usize::from(wanted.is_some());
        }
        assert_eq!(stored, read, "{name}");
        assert!(kind != "libgen" || n_digests > 0, "{name}");
    }
}
