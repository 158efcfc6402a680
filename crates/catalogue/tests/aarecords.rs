//! Anna's Archive's own records, each column compared with a second reading that holds every
//! line as a tree of values.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;

use std::io::Write as _;

use colophon_catalogue::{Date, DateKind, ErrorKind, Form, Item, Kind, Record};
use common::{Contents, read};
use proptest::prelude::*;
use serde_json::{Value, json};

fn md5(n: u8) -> String {
    format!("{n:02x}").repeat(16)
}

fn lines(all: &[Value]) -> String {
    all.iter().map(|line| line.to_string() + "\n").collect()
}

/// A line with everything that is taken, and much that is not.
fn full() -> Value {
    json!({"_index": "aarecords", "_id": format!("md5:{}", md5(1)), "_score": null, "_source": {
        "id": format!("md5:{}", md5(1)), "indexes": ["aarecords"], "source_records": [{"zlib": {"title": "no"}}],
        "file_unified_data": {
            "title_best": "The Salt Orchard", "title_additional": ["Salzgarten"], "author_best": "Anna Weller; Bo Li", "publisher_best": "Harbour",
            "year_best": "1982", "edition_varia_best": "2nd, 1982", "extension_best": "EPUB", "filesize_best": 1_234_567, "added_date_best": "2013-01-02",
            "added_date_unified": {"date_lgrsnf_source": "2013-01-02", "date_lgrsfic_source": "2014-01-02", "date_lgli_source": "2015-01-02",
                "date_zlib_source": "2016-01-02", "date_upload_record": "2017-01-02", "date_ia_source": "2018-01-02", "date_oclc_scrape": "2019-01-02",
                "date_duxiu_filegen": "", "other": "2020-01-02"},
            "identifiers_unified": {"md5": [md5(1)], "sha1": ["ab".repeat(20)], "sha256": ["CD".repeat(32)], "isbn13": ["9780306406157", "9781566199094"],
                "isbn10": ["0306406152"], "asin": ["B00TEST001"], "doi": ["10.1000/ABC"], "issn": ["0028-0836"], "lgrsnf": ["11"], "lgrsfic": ["12"],
                "lgli": [13, 14], "zlib": "15", "ol": ["OL1M"], "oclc": ["16"], "aacid": ["aacid__upload_records__x"], "ipfs_cid": ["bafysecret"],
                "server_path": ["g4/secret"], "filepath": ["a/secret.epub"]},
            "language_codes": ["en", "de"], "content_type_best": "book_fiction", "ipfs_infos": [{"ipfs_cid": "bafysecret"}], "cover_url_best": "https://secret"
        }, "additional": {"torrent_paths": ["secret"]}}})
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Null | Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}

/// Returns name, field and date of each source, in the order of their names.
fn sources(contents: &Contents) -> Vec<(String, String)> {
    let sources = contents.summary.sources.iter();
    let mut all: Vec<_> = sources
        .map(|own| (own.name.clone(), own.dated_by.clone()))
        .collect();
    all.sort();
    all
}

#[test]
fn a_line_gives_a_record_for_each_source_that_dates_it() {
    let contents = read(Kind::Aarecords, lines(&[full()])).unwrap();
    let data = &full()["_source"]["file_unified_data"];
    let numbers = &data["identifiers_unified"];
    let own = |name: &str| text(&data[name]);
    let expected = Record {
        title: own("title_best"),
        author: own("author_best"),
        imprint: own("publisher_best"),
        year: own("year_best"),
        edition: own("edition_varia_best"),
        format: own("extension_best").to_lowercase(),
        size_bytes: own("filesize_best").parse().ok(),
        language: own("language_codes"),
        identifiers: text(&numbers["isbn13"]) + "," + &text(&numbers["isbn10"]),
        asin: text(&numbers["asin"]),
        doi: text(&numbers["doi"]).to_lowercase(),
        issn: text(&numbers["issn"]),
        md5: Some([1; 16]),
        ..Record::default()
    };
    let whole_id = text(&full()["_id"]);
    for (date, source, id) in [
        ("date_lgrsnf_source", "libgen", "11"),
        ("date_lgrsfic_source", "libgen-fiction", "12"),
        ("date_lgli_source", "libgen-li", "13"),
        ("date_zlib_source", "zlib", "15"),
        (
            "date_upload_record",
            "annas-upload",
            "aacid__upload_records__x",
        ),
        ("date_ia_source", "annas-ia", &whole_id),
        ("date_oclc_scrape", "annas-oclc", "16"),
    ] {
        let place = contents
            .summary
            .sources
            .iter()
            .position(|own| own.name == source)
            .unwrap();
        let described = &contents.summary.sources[place];
        assert_eq!(described.dated_by, format!("aarecords {date}"));
        let is_scrape = date.ends_with("scrape");
        assert_eq!(
            described.date_kind,
            if is_scrape {
                DateKind::Changed
            } else {
                DateKind::Added
            }
        );
        let of = contents
            .records
            .iter()
            .filter(|own| usize::from(own.source) == place);
        let of: Vec<&Record> = of.collect();
        let added = text(&data["added_date_unified"][date]).parse().ok();
        let source = u16::try_from(place).unwrap();
        let expected = Record {
            source,
            id: id.into(),
            added,
            ..expected.clone()
        };
        assert_eq!(of, [&expected]);
    }
    assert_eq!(contents.records.len(), 7);
    let digests = Item::Digests {
        md5: [1; 16],
        sha1: Some([0xAB; 20]),
        sha256: Some([0xCD; 32]),
    };
    assert_eq!(contents.digests, [digests]);
    assert_eq!(contents.n_skipped("not dates"), 1);
    assert_eq!(contents.n_skipped("name no source"), 1);
    assert!(!format!("{contents:?}").contains("secret"));
    assert!(
        contents.summary.passed_over.is_empty(),
        "{:?}",
        contents.summary.passed_over
    );
}

#[test]
fn a_line_without_a_date_of_a_source_is_of_the_archive() {
    let contents = read(Kind::Aarecords, lines(&[
        json!({"index": {"_index": "aarecords", "_id": "1"}}),
        json!({"id": "doi:10.1000/XYZ", "file_unified_data": {"title_best": "On tides", "added_date_best": "2020-02-03", "content_type_best": "journal_article"}}),
        json!({"create": {}}),
        json!({"_id": format!("md5:{}", md5(2)), "_source": {"file_unified_data": {"title_best": "Sea Monthly", "content_type_best": "magazine", "filesize_best": "12", "year_best": 1999}}}),
        json!({"_id": "md5:x", "_source": {"file_unified_data": {"title_best": "Norms", "identifiers_unified": {"sha256": ["ee".repeat(32)]}, "added_date_unified": []}}}),
        json!({"_id": "md5:y", "_source": {"file_unified_data": {}}}),
        json!({"took": 5}),
    ])).unwrap();
    let expected = [
        Record {
            id: "doi:10.1000/XYZ".into(),
            title: "On tides".into(),
            doi: "10.1000/xyz".into(),
            form: Form::Paper,
            added: Date::new(2020, 2, 3),
            ..Record::default()
        },
        Record {
            id: format!("md5:{}", md5(2)),
            title: "Sea Monthly".into(),
            md5: Some([2; 16]),
            form: Form::Issue,
            size_bytes: Some(12),
            year: "1999".into(),
            ..Record::default()
        },
        Record {
            id: "md5:x".into(),
            title: "Norms".into(),
            sha256: Some([0xEE; 32]),
            ..Record::default()
        },
    ];
    assert_eq!(contents.records, expected);
    assert_eq!(
        sources(&contents),
        [("annas-archive".into(), "aarecords added_date_best".into())]
    );
    assert_eq!(contents.n_skipped("instructions of an export"), 2);
    assert_eq!(contents.n_skipped("without the object"), 2);
    // What is expected and was in no line.
    let missing = &contents.summary.passed_over;
    for name in ["author_best", "added_date_unified", "language_codes"] {
        assert!(missing.contains(&format!("missing: {name}")), "{missing:?}");
    }
    assert!(!missing.contains(&"missing: title_best".to_owned()));
}

#[test]
fn what_is_something_else_or_ends_early_is_refused() {
    for (bytes, word) in [
        (
            "title,author\nEmma,Jane Austen\n".to_owned(),
            "file_unified_data",
        ),
        (
            lines(&[json!({"aacid": "aacid__zlib3_records__x", "metadata": {"title": "x"}})]),
            "file_unified_data",
        ),
        (
            lines(&[json!({"_source": {"unified": {"title_best": "x"}}})]),
            "file_unified_data",
        ),
        (String::new(), "file_unified_data"),
    ] {
        let error = read(Kind::Aarecords, bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NothingKnown, "{error}");
        assert!(error.to_string().contains(word), "{error}");
    }
    let whole = lines(&[full(), full()]);
    let error = read(Kind::Aarecords, &whole[..whole.len() - 20]).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (ErrorKind::Truncated, Some(whole.len() as u64 / 2)),
        "{error}"
    );
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(whole.as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    assert_eq!(read(Kind::Aarecords, &gz).unwrap().records.len(), 14);
    for n in [20, gz.len() / 2, gz.len() - 1] {
        let error = read(Kind::Aarecords, &gz[..n]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
        assert!(error.offset().is_some(), "{error}");
    }
    let many: Vec<Value> = (0..300).map(|n| json!({"file_unified_data": {"title_best": "x", "added_date_unified": {(format!("date_x{n}_source")): "2020-01-01"}}})).collect();
    let error = read(Kind::Aarecords, lines(&many)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{error}");
}

proptest! {
    #[test]
    fn no_change_of_a_line_makes_it_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..10),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = lines(&[full(), full()]).into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(place) = cut {
            bytes.truncate(place.index(bytes.len()));
        }
        match read(Kind::Aarecords, bytes) {
            Ok(contents) => prop_assert!(!contents.records.is_empty()),
            Err(error) => prop_assert!(!error.message().is_empty()),
        }
    }
}
