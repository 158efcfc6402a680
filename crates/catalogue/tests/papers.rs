//! Papers: `scimag`, lists of DOIs, and the articles and magazines of libgen.li.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;
mod second;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use colophon_catalogue::{DateKind, ErrorKind, Form, Kind, Record, doi};
use common::{create, read, read_named};
use second::{Row, lists, tables};

const SCIMAG: [&str; 31] = [
    "ID",
    "DOI",
    "DOI2",
    "Title",
    "Author",
    "Year",
    "Month",
    "Day",
    "Volume",
    "Issue",
    "First_page",
    "Last_page",
    "Journal",
    "ISBN",
    "ISSNP",
    "ISSNE",
    "MD5",
    "Filesize",
    "TimeAdded",
    "JOURNALID",
    "AbstractURL",
    "Attribute1",
    "Attribute2",
    "Attribute3",
    "Attribute4",
    "Attribute5",
    "Attribute6",
    "visible",
    "PubmedID",
    "PMC",
    "PII",
];

/// Returns the values of a paper, with these set and others empty.
fn paper(values: &[(&str, &str)]) -> String {
    let all: Vec<&str> = SCIMAG
        .iter()
        .map(|column| {
            let own = values.iter().find(|(name, _)| name == column);
            own.map_or("''", |(_, value)| value)
        })
        .collect();
    format!("({})", all.join(","))
}

fn scimag() -> String {
    let papers = [
        paper(&[
            ("ID", "1"),
            (
                "DOI",
                "'10.1002/(SICI)1097-0258(19980815/30)17:15<1661::AID-SIM968>3.0.CO;2-2'",
            ),
            (
                "Title",
                "'It\\'s \\\"a\\\" title; INSERT INTO `scimag` VALUES (9),(8); -- x'",
            ),
            ("Author", "'Weller A. B., Brand T.'"),
            ("Year", "'1998'"),
            ("Month", "'8'"),
            ("Volume", "'17'"),
            ("Issue", "'15'"),
            ("First_page", "'1661'"),
            ("Last_page", "'1666'"),
            ("Journal", "'Statistics in Medicine'"),
            ("ISSNP", "'0277-6715'"),
            ("ISSNE", "'1097-0258'"),
            ("MD5", "'a314160b78d6e47bdb6660fbc0f34c90'"),
            ("Filesize", "123456"),
            ("TimeAdded", "'2013-01-02 03:04:05'"),
            ("JOURNALID", "'77'"),
            ("AbstractURL", "'http://example.org/secret'"),
            ("Attribute4", "NULL"),
            ("PubmedID", "'9725011'"),
            ("PMC", "'PMC123456'"),
            ("PII", "'S0277-6715(98)00968-3'"),
        ]),
        paper(&[
            ("ID", "2"),
            ("DOI", "'10.0000/pmid123'"),
            (
                "Title",
                "'Pappus\\0 \u{416}\u{443}\u{440}\u{43D}\u{430}\u{43B}'",
            ),
            ("Author", "'Weller, Anna B.; Brand, Tom'"),
            ("First_page", "'e12'"),
            ("Filesize", "0"),
            ("TimeAdded", "'0000-00-00 00:00:00'"),
            ("visible", "'del'"),
            ("PubmedID", "'123'"),
        ]),
        paper(&[
            ("ID", "3"),
            ("DOI", "'not a doi'"),
            ("DOI2", "'https://doi.org/10.1234/ABC'"),
            ("Title", "'Third'"),
            ("Author", "'Anna Weller, Tom Brand, Bo Li'"),
            ("Volume", "'3'"),
            ("ISBN", "'9780306406157,0306406152'"),
            ("Filesize", "7"),
            ("TimeAdded", "'2014-01-02 03:04:05'"),
        ]),
        paper(&[
            ("ID", "4"),
            ("DOI", "'x'"),
            ("Issue", "'4'"),
            ("Filesize", "1"),
        ]),
    ];
    format!(
        "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\n{}INSERT INTO `scimag` VALUES {};\n\
         {}INSERT INTO `scimag_edited` VALUES {};\n{}INSERT INTO `magazines` VALUES (1,'x');\n\
         -- Dump completed on 2020-02-03\n",
        create("scimag", &SCIMAG),
        papers.join(","),
        create("scimag_edited", &SCIMAG),
        papers[0],
        create("magazines", &["ID", "Magazine"]),
    )
}

/// Returns the record of a row of `scimag`, of which the DOI is valid if it begins with
/// a number and has a slash.
fn expected(row: &Row) -> Record {
    let text = |column: &str| row[column].trim().to_owned();
    let dois: Vec<String> = [text("DOI"), text("DOI2")]
        .map(|doi| doi.to_lowercase().replace("https://doi.org/", ""))
        .into_iter()
        .filter(|doi| !doi.is_empty())
        .collect();
    let is_valid = |doi: &&String| doi.starts_with("10.") && doi.contains('/');
    let broken: Vec<&String> = dois.iter().filter(|doi| !is_valid(doi)).collect();
    let mut identifiers: Vec<String> = vec![text("ISBN")];
    identifiers.extend(broken.into_iter().cloned());
    identifiers.retain(|it| !it.is_empty());
    let mut real = dois
        .iter()
        .filter(|doi| is_valid(doi) && !doi.starts_with("10.0000/"));
    let mut issue = text("Volume");
    if !row["Issue"].is_empty() {
        write!(issue, "({})", text("Issue")).unwrap();
    }
    if !row["First_page"].is_empty() {
        write!(issue, ":{}", text("First_page")).unwrap();
    }
    let note: Vec<String> = [("PMID", "PubmedID"), ("PMC", "PMC"), ("PII", "PII")]
        .into_iter()
        .filter(|(_, column)| !row[*column].is_empty())
        .map(|(name, column)| format!("{name} {}", row[column].replace("PMC", "")))
        .collect();
    let issn: Vec<String> = ["ISSNP", "ISSNE"]
        .map(text)
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    let md5: Vec<u8> = (0..row["MD5"].len() / 2)
        .map(|n| u8::from_str_radix(&row["MD5"][2 * n..2 * n + 2], 16).unwrap())
        .collect();
    Record {
        form: Form::Paper,
        id: text("ID"),
        title: text("Title"),
        author: match text("Author").as_str() {
            "Weller A. B., Brand T." => "Weller A. B.; Brand T.".into(),
            other => other.to_owned(),
        },
        year: text("Year"),
        identifiers: identifiers.join(","),
        md5: md5.try_into().ok(),
        size_bytes: row["Filesize"].parse().ok().filter(|size| *size > 0),
        added: row["TimeAdded"].parse().ok(),
        hidden: text("visible"),
        doi: real.next().cloned().unwrap_or_default(),
        issn: issn.join(","),
        journal: text("Journal"),
        issue,
        note: note.join("; "),
        ..Record::default()
    }
}

#[test]
fn every_column_of_a_paper_is_read_and_its_address_is_not() {
    let dump = scimag();
    let contents = read(Kind::Scimag, &dump).unwrap();
    let rows = &tables(&dump)["scimag"];
    let expected: Vec<Record> = rows.iter().map(expected).collect();
    assert_eq!(contents.records, expected);
    assert_eq!(contents.n_skipped("invented"), 1);
    assert_eq!(contents.n_skipped("not valid"), 2);
    assert_eq!(contents.summary.passed_over, ["magazines", "scimag_edited"]);
    let source = &contents.summary.sources[0];
    assert_eq!(
        (&*source.name, &*source.dated_by),
        ("scimag", "scimag TimeAdded")
    );
    assert_eq!(source.date_kind, DateKind::Changed);
    assert_eq!(source.snapshot.unwrap().to_string(), "2020-02-03");
    assert!(!format!("{:?}", contents.records).contains("http"));
}

#[test]
fn a_dump_of_papers_needs_three_columns_and_its_end() {
    let few = format!(
        "{}INSERT INTO `scimag` VALUES ('10.1/x','7','T'),('10.1234/x','8','U');",
        create("scimag", &["DOI", "ID", "Title"])
    );
    let records = read(Kind::Scimag, few).unwrap().records;
    assert_eq!((&*records[0].doi, &*records[0].identifiers), ("", "10.1/x"));
    assert_eq!((&*records[1].doi, &*records[1].title), ("10.1234/x", "U"));
    for missing in ["ID", "DOI", "Title"] {
        let columns: Vec<&str> = SCIMAG.into_iter().filter(|name| *name != missing).collect();
        let error = read(Kind::Scimag, create("scimag", &columns)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingColumn);
        assert!(
            error.to_string().contains(&format!("`{missing}`")),
            "{error}"
        );
    }
    let dump = scimag();
    for n in [dump.len() - 40, dump.len() / 2, 3000] {
        let error = read(Kind::Scimag, &dump[..n]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
        assert!(error.offset().is_some());
    }
    let other = create("updated", &common::UPDATED);
    let error = read(Kind::Scimag, other).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NothingKnown);
}

#[test]
fn a_list_of_dois_keeps_a_hash_of_each_once() {
    let list = "\u{FEFF}10.1000/Abc\r\n10.1000/abc\nhttps://doi.org/10.1000%2Fabc\rdoi:10.2000/x\n\n\
                # a remark\n  10.3000/(y)<z> \nhttp://dx.doi.org/10.4000/q\n\"10.5000/quoted\"\n\
                10.0000/invented\n9780306406157\n10.12/short\nDOI: 10.6000/last";
    let contents = read_named(Kind::Dois, "sci-hub.txt", list.as_bytes()).unwrap();
    let (found, n_none, n_invented) = lists::dois(list.trim_start_matches('\u{FEFF}'));
    let mut hashes: Vec<u64> = found.iter().map(|own| doi::hash(own)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    let expected: Vec<Record> = hashes
        .iter()
        .map(|hash| Record {
            listed_doi: Some(*hash),
            ..Record::default()
        })
        .collect();
    assert_eq!(contents.records, expected);
    assert_eq!(expected.len(), 6);
    assert_eq!(contents.n_skipped("more than once"), found.len() as u64 - 6);
    assert_eq!(contents.n_skipped("without a DOI"), n_none);
    assert_eq!(contents.n_skipped("invented"), n_invented);
    assert_eq!(contents.summary.sources[0].name, "sci-hub");
    // In every packing and encoding.
    let wide: Vec<u8> = list.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        zstd::encode_all(list.as_bytes(), 1).unwrap(),
        wide,
        list.replace("\r\n", "\n").into_bytes(),
    ] {
        assert_eq!(read(Kind::Dois, bytes).unwrap().records, expected);
    }
    let error = read(Kind::Dois, "no\nnumbers\n9780306406157").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NothingKnown);
    assert!(error.to_string().contains("DOI"), "{error}");
    let error = read(Kind::Dois, format!("10.1000/1\n10.{}", "1".repeat(1 << 20))).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (ErrorKind::LimitExceeded, Some(10)),
        "{error}"
    );
}

#[test]
fn a_long_list_of_dois_is_sorted_in_the_memory_that_there_is() {
    let mut list = String::new();
    for n in 0..300_000_u64 {
        writeln!(list, "10.{}/suffix.{}", 1000 + n % 700, n * 7 % 250_007).unwrap();
    }
    let contents = read(Kind::Dois, &list).unwrap();
    let distinct: std::collections::HashSet<&str> = list.lines().collect();
    assert_eq!(contents.records.len(), distinct.len());
    assert_eq!(
        contents.n_skipped("more than once"),
        300_000 - distinct.len() as u64
    );
}

const FILES: [&str; 7] = [
    "f_id",
    "libgen_topic",
    "md5",
    "visible",
    "time_added",
    "filesize",
    "extension",
];
const EDITIONS: [&str; 21] = [
    "e_id",
    "libgen_topic",
    "title",
    "title_add",
    "author",
    "series_name",
    "publisher",
    "edition",
    "year",
    "month",
    "day",
    "pages",
    "visible",
    "issue_s_id",
    "issue_volume",
    "issue_number",
    "issue_year_number",
    "issue_total_number",
    "issue_first_page",
    "doi",
    "full_text",
];

fn libgen_li() -> String {
    let md5 = "cd".repeat(16);
    format!(
        "\n{}INSERT INTO `files` VALUES (1,'a','{md5}','','2020-01-02 03:04:05',9,'pdf'),\
         (2,'m','{md5}','','2021-01-02 03:04:05',8,'pdf'),(3,'a','{md5}','','',0,'pdf'),\
         (4,'m','{md5}','','',0,'cbz'),(5,'l','{md5}','','',0,'pdf'),(6,'a','{md5}','no','',0,'pdf');\n\
         {}INSERT INTO `editions` VALUES \
         (10,'a','A paper','','Weller, A.; Brand, T.','','P','','1999','','','45-67','',7,'12','3','','','','10.1234/ABC','text'),\
         (11,'m','','','','','House','','2011','jan','12','','',8,'0','0','4','99','','',''),\
         (12,'a','Second','','','Own Journal','','','','','','','',0,'5','','','','e9','10.0000/x',''),\
         (13,'m','Special','','','','','','','','','','',0,'','','','17','','',''),\
         (14,'l','A book','','','S','','','','','','','',0,'2','','','','','',''),\
         (15,'','No section','','','','','','','','','','',0,'','','','','','not a doi','');\n\
         {}INSERT INTO `editions_to_files` VALUES (1,10),(2,11),(3,12),(4,13),(5,14),(6,15);\n\
         {}INSERT INTO `editions_add_descr` VALUES (10,501,'0277-6715'),(10,501,'1097-0258'),\
         (11,501,'0028-0836'),(12,901,'10.5555/other'),(14,901,'10.7777/book'),(13,505,'x');\n\
         {}INSERT INTO `series` VALUES (7,'Journal of Tests'),(8,'The Magazine');\n",
        create("files", &FILES),
        create("editions", &EDITIONS),
        create("editions_to_files", &["f_id", "e_id"]),
        create("editions_add_descr", &["e_id", "key", "value"]),
        create("series", &["s_id", "title"]),
    )
}

#[test]
fn libgen_li_has_papers_and_issues_of_magazines() {
    let dump = libgen_li();
    let contents = read(Kind::LibgenLi, &dump).unwrap();
    let rows = tables(&dump);
    let by = |table: &str, column: &str, value: &str| -> Option<Row> {
        rows[table].iter().find(|row| row[column] == value).cloned()
    };
    for (record, file) in contents.records.iter().zip(&rows["files"]) {
        let link = by("editions_to_files", "f_id", &file["f_id"]).unwrap();
        let edition = by("editions", "e_id", &link["e_id"]).unwrap();
        let topic = if edition["libgen_topic"].is_empty() {
            &file["libgen_topic"]
        } else {
            &edition["libgen_topic"]
        };
        let form = match topic.as_str() {
            "a" => Form::Paper,
            "m" => Form::Issue,
            _ => Form::Book,
        };
        assert_eq!(
            (record.id.as_str(), record.form),
            (file["f_id"].as_str(), form)
        );
        let series = by("series", "s_id", &edition["issue_s_id"]);
        let series = series.map_or(edition["series_name"].clone(), |row| row["title"].clone());
        let own = if form == Form::Book {
            &record.series
        } else {
            &record.journal
        };
        assert_eq!(*own, series);
        let title = if edition["title"].is_empty() {
            &series
        } else {
            &edition["title"]
        };
        assert_eq!(record.title, *title);
        assert_eq!(record.author, edition["author"]);
        assert_eq!(record.year, edition["year"]);
        assert_eq!(record.imprint, edition["publisher"]);
        assert_eq!(record.added, file["time_added"].parse().ok());
        let remarks = |key: &str| -> Vec<String> {
            let of_edition = rows["editions_add_descr"]
                .iter()
                .filter(|row| row["e_id"] == edition["e_id"]);
            of_edition
                .filter(|row| row["key"] == key)
                .map(|row| row["value"].clone())
                .collect()
        };
        assert_eq!(record.issn, remarks("501").join(","));
        let mut dois = vec![edition["doi"].to_lowercase()];
        dois.extend(remarks("901"));
        let doi = dois
            .iter()
            .find(|doi| doi.starts_with("10.") && !doi.starts_with("10.0000"));
        assert_eq!(record.doi, doi.cloned().unwrap_or_default());
    }
    let places: BTreeMap<&str, (&str, &str, &str)> = contents
        .records
        .iter()
        .map(|record| {
            (
                &*record.id,
                (&*record.issue, &*record.volume, &*record.note),
            )
        })
        .collect();
    assert_eq!(
        places.into_values().collect::<Vec<_>>(),
        [
            ("12(3):45", "", ""),
            ("(4)", "", "month jan, day 12"),
            ("5:e9", "", ""),
            ("(17)", "", ""),
            ("", "2", ""),
            ("", "", ""),
        ]
    );
    assert_eq!(contents.records[5].identifiers, "not a doi");
    assert_eq!(
        (
            contents.n_skipped("invented"),
            contents.n_skipped("not valid")
        ),
        (1, 1)
    );
}
