//! Compares a title and an author with a record of a catalogue.

use std::path::Path;

use super::{Row, Setup};
use crate::program::{alone, finish};

/// The answer when the record is not reported.
const NOTHING: &str = "nothing";

/// What else may be known about a book, and its column in a client list.
const OF_BOOK: [(&str, &str); 5] = [
    ("asin", "asin"),
    ("isbn", "isbn"),
    ("pen names", "pen names"),
    ("publisher", "publisher"),
    ("year", "year"),
];

/// What else a record may say, and its column in a table of records.
const OF_RECORD: [(&str, &str); 4] = [
    ("record asin", "asin"),
    ("record isbn", "isbn"),
    ("record publisher", "publisher"),
    ("record year", "year"),
];

/// Returns what a row compares, and the tier that the program gives the record.
pub(super) fn ask(setup: Setup, row: &Row, folder: &Path) -> (String, String) {
    let more: Vec<(&str, &str)> = row
        .cell("more")
        .split(';')
        .filter(|one| !one.trim().is_empty())
        .map(|one| {
            let (name, value) = one.split_once('=').unwrap_or_else(|| panic!("{row:?}"));
            (name.trim(), value.trim())
        })
        .collect();
    let is_known = |name: &str| {
        let names = OF_BOOK.iter().chain(&OF_RECORD);
        name == "also" || names.into_iter().any(|(own, _)| *own == name)
    };
    assert!(more.iter().all(|(name, _)| is_known(name)), "{row:?}");
    let value = |of: &str| {
        more.iter()
            .find(|(name, _)| *name == of)
            .map_or("", |(_, value)| value)
    };

    let (list, records) = (folder.join("list.csv"), folder.join("records.csv"));
    let (title, author) = (row.cell("title"), row.cell("author"));
    let mut own = vec![title, author];
    own.extend(OF_BOOK.map(|(name, _)| value(name)));
    let mut heading = vec!["title", "author"];
    heading.extend(OF_BOOK.map(|(_, column)| column));
    write(&list, &[heading, own]);

    let mut heading = vec!["id", "title", "author"];
    heading.extend(OF_RECORD.map(|(_, column)| column));
    let mut record = vec!["1", row.cell("record title"), row.cell("record author")];
    record.extend(OF_RECORD.map(|(name, _)| value(name)));
    let mut lines = vec![heading, record];
    for (_, other) in more.iter().filter(|(name, _)| *name == "also") {
        let mut line = vec!["2", *other, author];
        line.extend(OF_RECORD.map(|_| ""));
        lines.push(line);
    }
    write(&records, &lines);

    let index = folder.join("records.colophon");
    let mut input = std::ffi::OsString::from("csv:");
    input.push(&records);
    let mut build = alone(setup.colophon);
    build.args(["index", "build", "--catalogue"]).arg(input);
    let _ = finish(build.arg("--out").arg(&index)).ending(0);
    let mut check = alone(setup.colophon);
    check
        .args(["check", "--format", "json", "--clients"])
        .arg(list);
    let ran = finish(check.arg("--index").arg(&index));
    let report = ran.json();
    let results = report["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{row:?}: {ran:#?}");
    let matches = results[0]["matches"].as_array().unwrap();
    let mut found = matches
        .iter()
        .flat_map(|found| found["records"].as_array().unwrap());
    let found = found.find(|record| record["id"] == "1");
    let tier = found.map_or(NOTHING, |record| record["tier"].as_str().unwrap());
    let more = row.cell("more");
    let more = if more.is_empty() {
        String::new()
    } else {
        format!(" ({more})")
    };
    let what = format!(
        "{title}, {author} | {}, {}{more}",
        row.cell("record title"),
        row.cell("record author")
    );
    (what, tier.to_owned())
}

fn write(path: &Path, lines: &[Vec<&str>]) {
    let mut table = csv::Writer::from_path(path).unwrap();
    for line in lines {
        table.write_record(line).unwrap();
    }
    table.flush().unwrap();
}
