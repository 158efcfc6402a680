//! Containers of Anna's Archive, each column compared with a second reading that holds every
//! line as a tree of values.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;

use std::collections::BTreeMap;

use colophon_catalogue::{Date, ErrorKind, Form, Item, Kind, Record};
use common::{Contents, read};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Writes lines of a collection, at one second after another.
fn container(collection: &str, lines: &[Value]) -> String {
    let lines = lines.iter().enumerate().map(|(n, metadata)| {
        let aacid = format!("aacid__{collection}__20240806T01{n:04}Z__id{n}__hash{n}");
        json!({"aacid": aacid, "data_folder": "a/folder", "metadata": metadata}).to_string() + "\n"
    });
    lines.collect()
}

/// Returns a value as text, whatever it is.
fn text(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Array(all) => text(all.first().unwrap_or(&Value::Null)),
        other => other.to_string(),
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().map(text).collect(),
        other => vec![text(other)]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect(),
    }
}

fn metadata(container: &str) -> Vec<Value> {
    let lines = container
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| line["metadata"].clone()).collect()
}

fn hex(value: &Value) -> Option<Vec<u8>> {
    let digits = text(value);
    let byte = |n| u8::from_str_radix(digits.get(n..n + 2)?, 16).ok();
    (0..digits.len())
        .step_by(2)
        .map(byte)
        .collect::<Option<Vec<u8>>>()
        .filter(|it| !it.is_empty())
}

fn source(contents: &Contents) -> (&str, &str, &str) {
    let source = &contents.summary.sources[0];
    assert_eq!(contents.summary.sources.len(), 1);
    (&source.name, &source.kind, &source.dated_by)
}

fn md5(n: u8) -> String {
    format!("{n:02x}").repeat(16)
}

fn zlib() -> String {
    container(
        "zlib3_records",
        &[
            json!({"zlibrary_id": 22_433_983, "date_added": "2022-08-25", "date_modified": "2023-04-05", "extension": "EPUB",
               "filesize_reported": 1_432_434, "md5_reported": md5(1), "title": "The Salt Orchard", "author": "Anna Weller",
               "publisher": "Harbour", "language": "english", "series": "Sea", "volume": "2", "edition": "1st", "year": "1982",
               "pages": "300", "description": "A long text.", "cover_path": "/covers/1.jpg",
               "isbns": ["9780306406157", "B00TEST001", "0306406152"], "category_id": "1", "unknown": {"a": [1, {"b": null}]}}),
            json!({"zlibrary_id": "7", "title": "Old title", "author": "A", "md5": md5(2), "md5_reported": md5(3), "date_added": "2021-01-02",
               "year": 1999, "filesize": 5, "isbns": [], "language": null}),
            json!({"zlibrary_id": 7, "title": "New title", "author": "A", "md5": md5(2), "md5_reported": md5(2), "date_added": "2021-01-02",
               "year": "", "isbns": "9780306406157"}),
            json!({"zlibrary_id": 8, "title": "Gone", "author": "B", "md5_reported": md5(4), "date_added": "2020-01-02", "extension": "pdf"}),
            json!({"zlibrary_id": 8, "removed": 1, "title": "", "date_added": ""}),
            json!({"zlibrary_id": 9, "removed": 0, "title": "Kept \u{1F600}", "author": ["C", "D"]}),
            json!({"zlibrary_id": null, "title": "Without a number"}),
        ],
    )
}

#[test]
fn the_newest_record_of_zlib_counts_and_a_removed_one_stays() {
    let container = zlib();
    let contents = read(Kind::Aac, &container).unwrap();
    let all = metadata(&container);
    // The second reading: the last line of each number, by the order of the lines.
    let mut newest: BTreeMap<u64, Vec<&Value>> = BTreeMap::new();
    for line in &all {
        if let Ok(id) = text(&line["zlibrary_id"]).parse() {
            newest.entry(id).or_default().push(line);
        }
    }
    assert_eq!(contents.records.len(), newest.len());
    for (record, (id, versions)) in contents.records.iter().zip(&newest) {
        let last = versions.last().unwrap();
        let is_removed = text(&last["removed"]) == "1";
        let full = versions
            .iter()
            .rev()
            .find(|it| !text(&it["title"]).is_empty())
            .unwrap();
        let line = if is_removed { full } else { last };
        let own = |name: &str| text(&line[name]);
        assert_eq!(record.id, id.to_string());
        assert_eq!(
            (&record.title, &record.author),
            (&own("title"), &own("author"))
        );
        assert_eq!(
            (&record.imprint, &record.language),
            (&own("publisher"), &own("language"))
        );
        assert_eq!(
            (&record.series, &record.volume),
            (&own("series"), &own("volume"))
        );
        assert_eq!(
            (&record.edition, &record.year),
            (&own("edition"), &own("year"))
        );
        assert_eq!(record.format, own("extension").to_lowercase());
        let size = own("filesize") + &own("filesize_reported");
        assert_eq!(record.size_bytes, size.parse().ok());
        assert_eq!(record.added, own("date_added").parse().ok());
        let (md5, reported) = (hex(&line["md5"]), hex(&line["md5_reported"]));
        assert_eq!(
            record.md5.map(|md5| md5.to_vec()),
            md5.clone().or(reported.clone())
        );
        let differs = md5.is_some() && reported.is_some() && md5 != reported;
        assert_eq!(
            record.md5_reported.map(|md5| md5.to_vec()),
            reported.filter(|_| differs)
        );
        let (asins, isbns): (Vec<_>, Vec<_>) = texts(&line["isbns"])
            .into_iter()
            .partition(|it| it.starts_with('B'));
        assert_eq!(
            (&record.identifiers, &record.asin),
            (&isbns.join(","), &asins.join(","))
        );
        assert_eq!(record.hidden, if is_removed { "removed" } else { "" });
    }
    assert_eq!(
        source(&contents),
        ("zlib", "aac", "zlib3_records date_added")
    );
    assert_eq!(contents.n_skipped("number of Z-Library"), 1);
    assert_eq!(contents.n_skipped("another version"), 2);
    assert_eq!(contents.summary.sources[0].snapshot, Date::new(2022, 8, 25));
    // The order of the lines does not matter, only their time does.
    let mut lines: Vec<&str> = container.lines().collect();
    lines.reverse();
    assert_eq!(
        read(Kind::Aac, lines.join("\n")).unwrap().records,
        contents.records
    );
}

#[test]
fn files_of_zlib_have_a_number_and_an_md5() {
    let container = container(
        "zlib3_files",
        &[
            json!({"zlibrary_id": 5, "md5": md5(7)}),
            json!({"zlibrary_id": 6, "md5": "short"}),
        ],
    );
    let contents = read(Kind::Aac, container).unwrap();
    let expected = Record {
        id: "5".into(),
        md5: Some([7; 16]),
        ..Record::default()
    };
    assert_eq!(contents.records, [expected]);
    assert_eq!(contents.n_skipped("without a number or an MD5"), 1);
    assert_eq!(source(&contents), ("zlib-files", "aac", ""));
}

#[test]
fn uploads_keep_the_name_of_a_file_and_no_folder() {
    let container = container(
        "upload_records_shuge",
        &[
            json!({"primary_id": "11", "md5": md5(1), "sha1": "ab".repeat(20), "sha256": "cd".repeat(32), "filepath": "people/secret name/The_Salt_Orchard.PDF",
               "filesize": 77, "exiftool_output": {"Title": "The Salt Orchard: A Novel", "Author": ["Anna Weller", "B"], "Creator": "Word", "FileName": "x"},
               "pikepdf_docinfo": {"/Title": "untitled", "/Author": "me"}}),
            json!({"md5": md5(2), "filename": "Weller - Tides (1980).epub", "filepath": "x/y", "exiftool_output": "an error", "deleted_as_duplicate": true}),
            json!({"sha256": "ef".repeat(32), "filepath": "C:\\books\\Poems.mobi", "exiftool_output": [], "pikepdf_docinfo": null}),
            json!({"filepath": "a/b/", "md5": ""}),
        ],
    );
    let contents = read(Kind::Aac, &container).unwrap();
    let day = Date::new(2024, 8, 6);
    let expected = [
        Record {
            id: "11".into(),
            title: "The Salt Orchard: A Novel".into(),
            other_titles: vec!["untitled".into(), "The Salt Orchard".into()],
            author: "Anna Weller; B".into(),
            md5: Some([1; 16]),
            format: "pdf".into(),
            size_bytes: Some(77),
            added: day,
            ..Record::default()
        },
        Record {
            id: "id1".into(),
            title: "Weller - Tides (1980)".into(),
            md5: Some([2; 16]),
            format: "epub".into(),
            added: day,
            hidden: "deleted_as_duplicate".into(),
            ..Record::default()
        },
        Record {
            id: "id2".into(),
            title: "Poems".into(),
            sha256: Some([0xEF; 32]),
            format: "mobi".into(),
            added: day,
            ..Record::default()
        },
    ];
    assert_eq!(contents.records, expected);
    let digests = Item::Digests {
        md5: [1; 16],
        sha1: Some([0xAB; 20]),
        sha256: Some([0xCD; 32]),
    };
    assert_eq!(contents.digests, [digests]);
    assert_eq!(
        source(&contents),
        ("annas-upload", "aac", "upload_records aacid")
    );
    assert!(!format!("{contents:?}").contains("secret"));
    assert_eq!(contents.n_skipped("without a title and a digest"), 1);
}

#[test]
fn books_of_trantor_have_a_sha256_and_no_md5() {
    let trantor = container(
        "trantor_records",
        &[
            json!({"Id": "t1", "Title": "Tides", "Authors": ["Anna Weller", "Bo Li"], "Isbn": "9780306406157", "Lang": "en",
        "Publisher": "Harbour", "Date": "1980", "Sha256": "0a".repeat(32), "Size": 9, "Description": "x", "Cover": "c"}),
            json!({"Lang": "en"}),
        ],
    );
    let contents = read(Kind::Aac, &trantor).unwrap();
    let line = &metadata(&trantor)[0];
    let expected = Record {
        id: text(&line["Id"]),
        title: text(&line["Title"]),
        author: texts(&line["Authors"]).join("; "),
        identifiers: text(&line["Isbn"]),
        language: text(&line["Lang"]),
        imprint: text(&line["Publisher"]),
        year: text(&line["Date"]),
        size_bytes: text(&line["Size"]).parse().ok(),
        sha256: Some([10; 32]),
        ..Record::default()
    };
    assert_eq!(contents.records, [expected]);
    assert_eq!(
        (source(&contents), contents.n_skipped("title and a digest")),
        (("trantor", "aac", ""), 1)
    );
}

#[test]
fn issues_of_magzdb_have_a_record_for_each_file() {
    let magzdb = container(
        "magzdb_records",
        &[
            json!({"id": 5, "record": {"title": "Sea Monthly", "issue": "7", "year": 2001, "uploads": [{"md5": md5(1), "sizeB": 5, "format": "PDF"}, {"md5": md5(2)}, {"md5": null}]}}),
            json!({"id": 6, "title": "Without a file"}),
            json!({"uploads": [{"md5": md5(3), "filesize": "8", "extension": "djvu"}]}),
            json!({"id": 8}),
        ],
    );
    let contents = read(Kind::Aac, magzdb).unwrap();
    let issue = Record {
        id: "5".into(),
        title: "Sea Monthly".into(),
        journal: "Sea Monthly".into(),
        volume: "7".into(),
        year: "2001".into(),
        form: Form::Issue,
        ..Record::default()
    };
    let expected = [
        Record {
            md5: Some([1; 16]),
            size_bytes: Some(5),
            format: "pdf".into(),
            ..issue.clone()
        },
        Record {
            md5: Some([2; 16]),
            ..issue
        },
        Record {
            id: "6".into(),
            title: "Without a file".into(),
            journal: "Without a file".into(),
            form: Form::Issue,
            ..Record::default()
        },
        Record {
            id: "id2".into(),
            md5: Some([3; 16]),
            size_bytes: Some(8),
            format: "djvu".into(),
            form: Form::Issue,
            ..Record::default()
        },
    ];
    assert_eq!(contents.records, expected);
    assert_eq!(
        (source(&contents), contents.n_skipped("title and a file")),
        (("magzdb", "aac", ""), 1)
    );
}

#[test]
fn scans_of_the_internet_archive_have_one_name_or_several() {
    let scans = container(
        "ia2_records",
        &[
            json!({"ia_id": "saltorchard00well", "metadata_json": {"metadata": {"identifier": "x", "title": ["The Salt Orchard", "Salzgarten"], "creator": ["Weller, Anna", "Li, Bo"],
            "isbn": ["9780306406157", "B00TEST001"], "publicdate": "2012-03-04 05:06:07", "publisher": "Harbour", "date": "1982", "language": "eng"}, "files": [{"name": "a.pdf"}]}}),
            json!({"metadata_json": {"metadata": {"identifier": "tides", "title": "Tides", "creator": "Bo Li", "isbn": "0306406152", "publicdate": "junk"}}}),
            json!({"metadata_json": null}),
        ],
    );
    let contents = read(Kind::Aac, scans).unwrap();
    let expected = [
        Record {
            id: "saltorchard00well".into(),
            title: "The Salt Orchard".into(),
            other_titles: vec!["Salzgarten".into()],
            author: "Weller, Anna; Li, Bo".into(),
            identifiers: "9780306406157".into(),
            asin: "B00TEST001".into(),
            added: Date::new(2012, 3, 4),
            imprint: "Harbour".into(),
            year: "1982".into(),
            language: "eng".into(),
            ..Record::default()
        },
        Record {
            id: "tides".into(),
            title: "Tides".into(),
            author: "Bo Li".into(),
            identifiers: "0306406152".into(),
            ..Record::default()
        },
    ];
    assert_eq!(contents.records, expected);
    assert_eq!(
        source(&contents),
        ("internet-archive", "aac", "ia2_records publicdate")
    );
}

#[test]
fn papers_of_nexus_have_a_record_for_each_file() {
    let container = container(
        "nexusstc_records",
        &[
            json!({"nexus_id": "n1", "record": {"abstract": ["x"], "authors": [{"family": "Weller", "given": "Anna"}, {"name": "Harbour Group"}, {}],
            "id": [{"dois": ["10.1000/ABC.1", "10.1000/2"], "nexus_id": "n1"}], "issued_at": [1_642_982_400], "languages": ["en"],
            "links": [{"cid": "bafy", "md5": md5(1), "filesize": 7, "extension": "PDF"}, {"cid": "x"}, {"md5": md5(2)}], "title": ["On tides"],
            "metadata": [{"container_title": "Sea Letters", "issns": ["0028-0836", "1476-4687"], "volume": "52", "issue": "17", "first_page": 6266, "publisher": "Harbour"}],
            "type": ["journal-article"]}}),
            json!({"nexus_id": "n2", "record": {"id": {"dois": "10.1000/book", "isbns": ["9780306406157"]}, "title": "A book", "issued_at": -1, "links": [], "authors": {"name": "Bo Li"}}}),
            json!({"nexus_id": "n3", "record": {"type": ["wiki"], "title": ["A page"]}}),
            json!({"nexus_id": "n4", "record": {}}),
        ],
    );
    let contents = read(Kind::Aac, container).unwrap();
    let paper = Record {
        id: "n1".into(),
        title: "On tides".into(),
        author: "Weller, Anna; Harbour Group".into(),
        doi: "10.1000/abc.1".into(),
        year: "2022".into(),
        language: "en".into(),
        issn: "0028-0836,1476-4687".into(),
        journal: "Sea Letters".into(),
        issue: "52(17):6266".into(),
        imprint: "Harbour".into(),
        form: Form::Paper,
        ..Record::default()
    };
    let expected = [
        Record {
            md5: Some([1; 16]),
            size_bytes: Some(7),
            format: "pdf".into(),
            ..paper.clone()
        },
        Record {
            md5: Some([2; 16]),
            ..paper
        },
        Record {
            id: "n2".into(),
            title: "A book".into(),
            author: "Bo Li".into(),
            doi: "10.1000/book".into(),
            identifiers: "9780306406157".into(),
            year: "1969".into(),
            ..Record::default()
        },
    ];
    assert_eq!(contents.records, expected);
    assert_eq!(
        (
            contents.n_skipped("encyclopaedia"),
            contents.n_skipped("title and a file")
        ),
        (1, 1)
    );
    assert!(!format!("{contents:?}").contains("bafy"));
}

#[test]
fn junk_between_lines_is_counted_and_affects_no_other() {
    let own = zlib();
    let whole = read(Kind::Aac, &own).unwrap();
    let deep = format!(
        "{{\"aacid\":\"x\",\"metadata\":{{\"title\":{}1{}}}}}\n",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    let unknown = format!(
        "{{\"aacid\":\"x\",\"unknown\":{}1{}}}\n",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    let twice = "{\"aacid\":\"a\",\"aacid\":\"b\"}\n".to_owned();
    let mut lines = "\u{FEFF}\n\n".to_owned() + &own;
    lines += &[
        "[1]\n{\"aacid\":\nnull\n{}\n\0\0\n",
        &deep,
        &unknown,
        &twice,
    ]
    .concat();
    lines += &container("upload_records", &[json!({"md5": md5(9)})]);
    lines += "{\"aacid\":\"aacid__zlib3_records__20240806T010000Z__1__x\",\"metadata\":[]}\r\n";
    let contents = read(Kind::Aac, &lines).unwrap();
    assert_eq!(contents.records, whole.records);
    assert_eq!(contents.n_skipped("not JSON objects"), 3);
    assert_eq!(contents.n_skipped("damaged JSON"), 3);
    assert_eq!(contents.n_skipped("without an id of the container"), 3);
    // Letters that are not UTF-8, and half a pair of surrogates, are mended.
    let mut broken = own.clone().into_bytes();
    let line = b"{\"aacid\":\"aacid__zlib3_records__20240806T020000Z__1__x\",\"metadata\":{\"zlibrary_id\":10,\"title\":\"Caf\xFF \\ud83d\"}}";
    broken.extend_from_slice(line);
    let contents = read(Kind::Aac, broken).unwrap();
    assert_eq!(
        contents
            .records
            .iter()
            .find(|own| own.id == "10")
            .unwrap()
            .title,
        "Caf\u{FFFD} \u{FFFD}"
    );
    assert_eq!(contents.summary.n_mended, 1);
    let wide: Vec<u8> = own.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(Kind::Aac, wide).unwrap().records, whole.records);
    let packed = zstd::encode_all(own.as_bytes(), 3).unwrap();
    let two = [packed.clone(), zstd::encode_all(&b"\n"[..], 3).unwrap()].concat();
    assert_eq!(read(Kind::Aac, two).unwrap().records, whole.records);
}

#[test]
fn what_ends_early_or_is_something_else_is_refused() {
    let own = zlib();
    let last = own.trim_end().rfind('\n').unwrap() + 1;
    for end in [own.len() - 2, last + 1, last + 30] {
        let error = read(Kind::Aac, &own[..end]).unwrap_err();
        assert_eq!(
            (error.kind(), error.offset()),
            (ErrorKind::Truncated, Some(last as u64)),
            "{error}"
        );
        // A line end after it makes it no more complete.
        let error = read(Kind::Aac, own[..end].to_owned() + "\n\n").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    }
    let packed = zstd::encode_all(own.repeat(50).as_bytes(), 3).unwrap();
    let error = read(Kind::Aac, &packed[..packed.len() - 9]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    assert!(error.offset().is_some(), "{error}");
    let long = format!("{own}{{\"aacid\":\"{}", "x".repeat(17 << 20));
    let error = read(Kind::Aac, long).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (ErrorKind::LimitExceeded, Some(own.len() as u64))
    );
    for (bytes, word) in [
        (
            "title,author\nEmma,Jane Austen\n".to_owned(),
            "no line has an id",
        ),
        (String::new(), "no line has an id"),
        ("{\"_id\":\"md5:00\"}\n".to_owned(), "no line has an id"),
        (container("duxiu_records", &[json!({})]), "`duxiu_records`"),
        (container("zlib3_records", &[json!({})]), "no records"),
    ] {
        let error = read(Kind::Aac, bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NothingKnown, "{error}");
        assert!(error.to_string().contains(word), "{error}");
    }
}

proptest! {
    #[test]
    fn no_change_of_a_container_makes_it_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..10),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = zlib().into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(place) = cut {
            bytes.truncate(place.index(bytes.len()));
        }
        match read(Kind::Aac, bytes) {
            Ok(contents) => prop_assert!(!contents.records.is_empty()),
            Err(error) => prop_assert!(!error.message().is_empty()),
        }
    }
}
