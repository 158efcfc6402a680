//! Real rows of real dumps, each column compared with a second reading that is
//! written in another way: it holds the whole text in memory, and takes values
//! off its front.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![expect(clippy::print_stderr, reason = "a test that cannot run says so")]

mod common;
mod second;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::PathBuf;

use colophon_catalogue::{Isbn, Item, Kind, Record};
use common::{Contents, read_file};
use second::{Row, tables};

/// Returns the path of a file with real data, or says that it is not there.
fn real(name: &str) -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../../../shared/data/catalogue").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("NOT TESTED: {} is not there", path.display());
    None
}

fn trimmed(text: &str) -> &str {
    text.trim().trim_start_matches('\u{FEFF}').trim()
}

fn day(text: &str) -> String {
    text.get(..10)
        .filter(|day| *day != "0000-00-00")
        .unwrap_or_default()
        .to_owned()
}

fn hex(bytes: Option<impl AsRef<[u8]>>) -> String {
    bytes.map_or(String::new(), |bytes| {
        bytes
            .as_ref()
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    })
}

/// Asserts that the fields of a record are these columns of a row.
fn assert_same(record: &Record, row: &Row, columns: &[(&str, &str)]) {
    let fields: BTreeMap<&str, String> = [
        ("id", record.id.clone()),
        ("title", record.title.clone()),
        ("author", record.author.clone()),
        ("volume", record.volume.clone()),
        ("series", record.series.clone()),
        ("imprint", record.imprint.clone()),
        ("edition", record.edition.clone()),
        ("year", record.year.clone()),
        ("language", record.language.clone()),
        ("identifiers", record.identifiers.clone()),
        ("asin", record.asin.clone()),
        ("md5", hex(record.md5)),
        ("md5_reported", hex(record.md5_reported)),
        ("format", record.format.clone()),
        (
            "size",
            record
                .size_bytes
                .map_or("0".into(), |size| size.to_string()),
        ),
        (
            "added",
            record.added.map_or(String::new(), |day| day.to_string()),
        ),
        ("hidden", record.hidden.clone()),
    ]
    .into();
    for (field, column) in columns {
        let value = row.get(*column).map(String::as_str).unwrap_or_default();
        let expected = match *field {
            "added" => day(value),
            "md5" | "md5_reported" | "format" => trimmed(value).to_lowercase(),
            _ => trimmed(value).to_owned(),
        };
        assert_eq!(fields[field], expected, "{field} of {}", record.id);
    }
    for (field, value) in &fields {
        let is_given = columns.iter().any(|(known, _)| known == field);
        let is_empty = value.is_empty() || *field == "size" && value == "0";
        assert!(is_given || is_empty, "{field} of {} is {value}", record.id);
    }
}

const FICTION: [(&str, &str); 15] = [
    ("id", "ID"),
    ("title", "Title"),
    ("author", "Author"),
    ("series", "Series"),
    ("imprint", "Publisher"),
    ("edition", "Edition"),
    ("year", "Year"),
    ("language", "Language"),
    ("identifiers", "Identifier"),
    ("asin", "ASIN"),
    ("md5", "MD5"),
    ("format", "Extension"),
    ("size", "Filesize"),
    ("added", "TimeAdded"),
    ("hidden", "Visible"),
];

/// Reads the base of thirty-two digits bit by bit.
fn from_base32(digits: &str) -> Vec<u8> {
    let mut bits = String::new();
    for c in digits.to_lowercase().chars() {
        let value = "abcdefghijklmnopqrstuvwxyz234567".find(c).unwrap();
        for n in (0..5).rev() {
            bits.push(if value >> n & 1 == 1 { '1' } else { '0' });
        }
    }
    let bytes = (0..bits.len() / 8).map(|n| &bits[8 * n..8 * n + 8]);
    bytes
        .map(|byte| u8::from_str_radix(byte, 2).unwrap())
        .collect()
}

fn assert_digests(contents: &Contents, rows: &[Row]) {
    assert_eq!(contents.digests.len(), rows.len());
    for (digests, row) in contents.digests.iter().zip(rows) {
        let Item::Digests { md5, sha1, sha256 } = digests else {
            panic!("{digests:?}");
        };
        assert_eq!(hex(Some(md5)), row["md5"].to_lowercase());
        let expected = match row["sha1"].len() {
            32 => hex(Some(from_base32(&row["sha1"]))),
            // One has lost a digit.
            _ => String::new(),
        };
        assert_eq!(hex(*sha1), expected);
        assert_eq!(hex(*sha256), row["sha256"].to_lowercase());
    }
}

#[test]
fn non_fiction() {
    let Some(path) = real("libgen/libgen_rs_nonfiction.sql") else {
        return;
    };
    let contents = read_file(Kind::Libgen, &path).unwrap();
    let tables = tables(&fs::read_to_string(&path).unwrap());
    let columns = [&FICTION[..], &[("volume", "VolumeInfo")]].concat();
    assert_eq!(contents.records.len(), 100);
    for (record, row) in contents.records.iter().zip(&tables["updated"]) {
        // What the column without dashes adds comes after the other.
        let (mut bare, dashed) = (record.clone(), trimmed(&row["Identifier"]));
        bare.identifiers.truncate(dashed.len());
        assert_same(&bare, row, &columns);
        let undashed = &row["IdentifierWODash"];
        let added = record.identifiers[dashed.len()..].trim_start_matches(',');
        assert!(added.is_empty() || added == undashed, "{record:?}");
        for isbn in Isbn::find_all(undashed) {
            assert!(record.isbns().contains(&isbn), "{record:?}");
        }
    }
    assert_digests(&contents, &tables["hashes"]);
    let snapshot = contents.summary.sources[0].snapshot.unwrap();
    assert_eq!(snapshot.to_string(), "2023-11-01");
}

#[test]
fn fiction_in_both_layouts() {
    let (Some(one), Some(two)) = (
        real("libgen/libgen_rs_fiction.sql"),
        real("libgen/libgen_rs_fiction.mydumper.sql"),
    ) else {
        return;
    };
    let contents = read_file(Kind::Libgen, &one).unwrap();
    let tables = tables(&fs::read_to_string(&one).unwrap());
    assert_eq!(contents.records.len(), 100);
    for (record, row) in contents.records.iter().zip(&tables["fiction"]) {
        assert_same(record, row, &FICTION);
    }
    assert_digests(&contents, &tables["fiction_hashes"]);
    assert_eq!(contents.summary.passed_over, ["fiction_description"]);
    let other = read_file(Kind::Libgen, &two).unwrap();
    assert_eq!(other.records, contents.records);
    assert_eq!(other.digests, contents.digests);
    assert_eq!(
        second::tables(&fs::read_to_string(&two).unwrap())["fiction"],
        tables["fiction"]
    );
    // The MD5s are in capitals there, and one name begins with a mark.
    let rows = &tables["fiction"];
    assert!(
        rows.iter()
            .all(|row| row["MD5"] == row["MD5"].to_uppercase())
    );
    assert!(rows.iter().any(|row| row["Author"].starts_with('\u{FEFF}')));
}

#[test]
fn pilimi() {
    let Some(path) = real("libgen/pilimi_zlib2.sql") else {
        return;
    };
    let contents = read_file(Kind::Pilimi, &path).unwrap();
    let tables = tables(&fs::read_to_string(&path).unwrap());
    let mut rows: Vec<&Row> = tables["books"].iter().collect();
    rows.sort_by_key(|row| row["zlibrary_id"].parse::<u64>().unwrap());
    assert_eq!(contents.records.len(), rows.len());
    for (record, row) in contents.records.iter().zip(rows) {
        let isbns: Vec<&str> = tables["isbn"]
            .iter()
            .filter(|isbn| isbn["zlibrary_id"] == row["zlibrary_id"])
            .map(|isbn| isbn["isbn"].as_str())
            .collect();
        let mut row = row.clone();
        row.insert("isbns".into(), isbns.join(","));
        if row["filesize"].is_empty() {
            row.insert("filesize".into(), row["filesize_reported"].clone());
        }
        if row["md5"] == row["md5_reported"] {
            row.insert("md5_reported".into(), String::new());
        }
        let is_unavailable = row["unavailable"] != "0";
        let hidden = if is_unavailable { "unavailable" } else { "" };
        row.insert("hidden".into(), hidden.into());
        assert_same(
            record,
            &row,
            &[
                ("id", "zlibrary_id"),
                ("title", "title"),
                ("author", "author"),
                ("series", "series"),
                ("volume", "volume"),
                ("edition", "edition"),
                ("language", "language"),
                ("year", "year"),
                ("imprint", "publisher"),
                ("format", "extension"),
                ("size", "filesize"),
                ("md5", "md5"),
                ("md5_reported", "md5_reported"),
                ("added", "date_added"),
                ("identifiers", "isbns"),
                ("hidden", "hidden"),
            ],
        );
    }
}

#[test]
fn libgen_li() {
    let Some(path) = real("libgen/libgen_li.sql") else {
        return;
    };
    let contents = read_file(Kind::LibgenLi, &path).unwrap();
    let mut tables = tables(&fs::read_to_string(&path).unwrap());
    let mut rows = tables.remove("files").unwrap();
    rows.sort_by_key(|row| row["f_id"].parse::<u64>().unwrap());
    // In the sample no file belongs to any of the editions.
    assert_eq!(contents.records.len(), rows.len());
    for (record, row) in contents.records.iter().zip(&rows) {
        assert_same(
            record,
            row,
            &[
                ("id", "f_id"),
                ("md5", "md5"),
                ("hidden", "visible"),
                ("added", "time_added"),
                ("size", "filesize"),
                ("format", "extension"),
            ],
        );
    }
    // So the editions are given files of our own.
    let text = fs::read_to_string(&path).unwrap();
    let editions = &tables["editions"];
    let links: Vec<String> = editions
        .iter()
        .map(|row| format!("(0,{},{},'','',0)", rows[0]["f_id"], row["e_id"]))
        .collect();
    let text = text
        + &format!(
            "\nINSERT INTO `editions_to_files` (`etf_id`,`f_id`,`e_id`,`time_added`,`time_last_modified`,`uid`) \
         VALUES {};\n",
            links.join(",")
        );
    let joined = common::read(Kind::LibgenLi, text).unwrap();
    let of_editions: HashMap<&str, &Row> =
        editions.iter().map(|row| (&*row["e_id"], row)).collect();
    let mut ids: Vec<u64> = of_editions.keys().map(|id| id.parse().unwrap()).collect();
    ids.sort_unstable();
    let joined: Vec<&Record> = joined
        .records
        .iter()
        .filter(|record| record.id == rows[0]["f_id"])
        .collect();
    assert_eq!(joined.len(), ids.len());
    let mut n_titles = 0;
    for (record, id) in joined.into_iter().zip(ids) {
        let row = of_editions[&*id.to_string()];
        let series = tables["series"]
            .iter()
            .find(|series| series["s_id"] == row["issue_s_id"]);
        let of_series = series.map_or("", |series| trimmed(&series["title"]));
        let title = [&row["title"], of_series]
            .map(trimmed)
            .into_iter()
            .find(|t| !t.is_empty());
        let title = title.unwrap_or_default();
        assert!(record.title.starts_with(title), "{record:?}");
        assert_eq!(
            record.title.is_empty(),
            title.is_empty() && row["title_add"].is_empty()
        );
        n_titles += usize::from(!title.is_empty());
        assert_eq!(record.author, trimmed(&row["author"]));
        assert_eq!(record.imprint, trimmed(&row["publisher"]));
        assert_eq!(record.edition, trimmed(&row["edition"]));
        assert_eq!(record.year, trimmed(&row["year"]));
        let issue = row["issue_number"].replace('0', "").is_empty();
        assert!(
            issue || record.volume == row["issue_number"] || record.volume == row["issue_volume"]
        );
        assert_eq!(hex(record.md5), rows[0]["md5"]);
        let isbns: Vec<&str> = tables["editions_add_descr"]
            .iter()
            .filter(|remark| remark["e_id"] == row["e_id"] && remark["key"] == "505")
            .map(|remark| remark["value"].as_str())
            .collect();
        assert_eq!(record.identifiers, isbns.join(","));
    }
    assert!(n_titles > 5, "{n_titles}");
}

#[test]
fn the_isbns_of_books3() {
    let Some(path) = real("lists/books3_isbns.txt") else {
        return;
    };
    let contents = read_file(Kind::IsbnList, &path).unwrap();
    assert_eq!(contents.records.len(), 129_319);
    assert_eq!(contents.summary.sources[0].name, "books3_isbns");
    for record in &contents.records {
        assert_eq!(record.isbns().len(), 1, "{record:?}");
    }
}
