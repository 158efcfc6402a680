//! `docs/FORMAT.md` and the code say the same.
//!
//! The reader here was written from the document alone and shares no code with the
//! crate; the worked example of the document is built and compared.
#![expect(clippy::unwrap_used, reason = "a failing step fails the test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_catalogue::terms::TermKind;
use colophon_catalogue::{Date, Record, Source};
use colophon_index::{
    BuildOptions, Builder, Digest, DigestKind, Index, NewWork, RecordNumber, WorkId,
};
use common::plain::{decode, hex, open, pages, places, works};
use common::{build, options, samples, verify};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/FORMAT.md");
    std::fs::read_to_string(path).unwrap()
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat/v1.colophon")
}

/// Builds the index of the document's worked example, which is also the one that
/// is kept forever as `compat/v1.colophon`.
fn build_example(path: &Path) {
    let options = BuildOptions {
        name: "Example".to_owned(),
        scale: 1024,
        recipe: "colophon-1".to_owned(),
        created: "2026-01-01T00:00:00Z".to_owned(),
        max_works_per_hash: 1,
        ..BuildOptions::default()
    };
    let mut builder = Builder::create(path, options).unwrap();
    let work = NewWork {
        id: "emma".to_owned(),
        is_id_of_file: false,
        title: "Emma".to_owned(),
        author: "Jane Austen".to_owned(),
        language: Some("en".to_owned()),
        n_letters: 16_384,
        digests: vec![Digest {
            kind: DigestKind::Md5,
            bytes: (0..16).collect(),
        }],
    };
    let hashes: Vec<u64> = (1..=16).map(|n| n * 0x0003_1415_9265_3589).collect();
    builder.add(&work, &hashes, 1 << 54).unwrap();
    let haiku = NewWork {
        n_letters: 26,
        ..NewWork::default()
    };
    let hashes = [
        0x0003_1415_9265_3589,
        0x0123_4567_89ab_cdef,
        0xfedc_ba98_7654_3210,
    ];
    builder.add(&haiku, &hashes, u64::MAX).unwrap();
    builder
        .add_source(Source {
            name: "library".to_owned(),
            kind: "csv".to_owned(),
            file: "library.csv".to_owned(),
            ..Source::default()
        })
        .unwrap();
    for record in example_records() {
        builder.add_record(&record).unwrap();
    }
    builder
        .add_digests(std::array::from_fn(low_byte), Some([0xaa; 20]), None)
        .unwrap();
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
}

fn low_byte(n: usize) -> u8 {
    n.to_le_bytes()[0]
}

fn example_records() -> [Record; 3] {
    let emma = Record {
        id: "17".to_owned(),
        title: "Emma".to_owned(),
        author: "Jane Austen".to_owned(),
        year: "1815".to_owned(),
        identifiers: "0-306-40615-2".to_owned(),
        md5: Some(std::array::from_fn(low_byte)),
        format: "epub".to_owned(),
        size_bytes: Some(300_000),
        added: Date::new(2019, 3, 2),
        ..Record::default()
    };
    [
        Record {
            id: "18".to_owned(),
            author: "Austen, Jane".to_owned(),
            md5: None,
            size_bytes: Some(300_004),
            added: Date::new(2020, 1, 1),
            identifiers: String::new(),
            ..emma.clone()
        },
        emma,
        Record {
            id: "x9".to_owned(),
            title: "Sea".to_owned(),
            other_titles: vec!["Mer".to_owned()],
            md5_reported: Some([0xbb; 16]),
            hidden: "del".to_owned(),
            ..Record::default()
        },
    ]
}

/// Returns the rows of the example as lines, as the document shows them.
fn describe(path: &Path) -> Vec<String> {
    let db = open(path);
    let mut lines = Vec::new();
    let mut statement = db.prepare("SELECT * FROM sources").unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let texts = [1, 2, 3, 4, 7].map(|n| row.get::<_, String>(n).unwrap());
        let [place, n_records, n_titles, is_change] =
            [0, 5, 6, 8].map(|n| row.get::<_, i64>(n).unwrap());
        let texts = texts.join(" ");
        lines.push(format!(
            "sources {place} {texts} {n_records} {n_titles} {is_change}"
        ));
    }
    for table in [
        "postings",
        "short_postings",
        "places",
        "works",
        "records",
        "record_digests",
        "terms",
        "work_terms",
    ] {
        for (first, data) in pages(&db, table) {
            lines.push(format!("{table} {first} {}", hex(&data)));
        }
    }
    let mut statement = db
        .prepare("SELECT segment, hash, n_works FROM boilerplate")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let [a, b, c] = [0, 1, 2].map(|n| row.get::<_, i64>(n).unwrap());
        lines.push(format!("boilerplate {a} {b} {c}"));
    }
    let mut statement = db
        .prepare("SELECT n_works, segment, hash FROM crowded ORDER BY n_works, segment, hash")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let [a, b, c] = [0, 1, 2].map(|n| row.get::<_, i64>(n).unwrap());
        lines.push(format!("crowded {a} {b} {c}"));
    }
    let mut statement = db
        .prepare("SELECT kind, digest, work FROM digests")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let digest: Vec<u8> = row.get(1).unwrap();
        let (kind, work): (i64, i64) = (row.get(0).unwrap(), row.get(2).unwrap());
        lines.push(format!("digests {kind} {} {work}", hex(&digest)));
    }
    let mut statement = db
        .prepare("SELECT facet, value, n FROM counts ORDER BY facet, value")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let [facet, n] = [0, 2].map(|n| row.get::<_, i64>(n).unwrap());
        let value: String = row.get(1).unwrap();
        lines.push(format!("counts {facet} {value} {n}"));
    }
    let mut statement = db
        .prepare("SELECT key, value FROM meta ORDER BY key")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (key, value): (String, String) = (row.get(0).unwrap(), row.get(1).unwrap());
        lines.push(format!("meta {key} {value}").trim_end().to_owned());
    }
    lines
}

#[test]
fn the_worked_example_is_what_the_code_makes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    build_example(&path);
    let expected = describe(&path).join("\n");
    let document = document();
    let (_, example) = document.split_once("## Worked example").unwrap();
    let block = example.split("```").nth(1).unwrap();
    let block = block.trim_start_matches("text").trim();
    assert_eq!(block, expected, "\n{expected}\n");
}

#[test]
fn the_document_names_what_the_schema_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    build_example(&path);
    let db = open(&path);
    let document = document();
    let mut statement = db.prepare("SELECT sql FROM sqlite_schema").unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut n = 0;
    while let Some(row) = rows.next().unwrap() {
        let sql: String = row.get(0).unwrap();
        assert!(document.lines().any(|line| line == sql), "{sql}");
        n += 1;
    }
    assert_eq!(n, 17);
    for pragma in ["application_id", "user_version", "page_size"] {
        let value: i64 = db
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
            .unwrap();
        assert!(
            document.contains(&format!("| `{pragma}` | {value} ")),
            "{pragma} {value}"
        );
    }
}

/// Computes the content digest as the document describes it.
fn content_digest(db: &Connection) -> String {
    let mut whole = Sha256::new();
    whole.update(b"colophon content 1\n");
    for (table, key) in [
        ("postings", "first"),
        ("short_postings", "first"),
        ("boilerplate", "segment, hash"),
        ("crowded", "n_works, segment, hash"),
        ("places", "first"),
        ("works", "first"),
        ("digests", "kind, digest, work"),
        ("sources", "place"),
        ("record_dictionary", "first"),
        ("records", "first"),
        ("record_digests", "first"),
        ("terms", "first"),
        ("term_lists", "first"),
        ("work_terms", "first"),
        ("work_term_lists", "first"),
        ("counts", "facet, value"),
        ("meta", "key"),
    ] {
        let mut statement = db
            .prepare(&format!("SELECT * FROM {table} ORDER BY {key}"))
            .unwrap();
        let n_columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let (mut n_rows, mut bytes) = (0_u64, Vec::new());
        while let Some(row) = rows.next().unwrap() {
            let key = || row.get::<_, String>(0).unwrap();
            if table == "meta" && ["content_sha256", "created"].contains(&&*key()) {
                continue;
            }
            n_rows += 1;
            for n in 0..n_columns {
                use rusqlite::types::Value;
                let mut put = |tag: u8, value: &[u8]| {
                    bytes.push(tag);
                    bytes.extend(u32::try_from(value.len()).unwrap().to_le_bytes());
                    bytes.extend(value);
                };
                match row.get::<_, Value>(n).unwrap() {
                    Value::Blob(value) => put(2, &value),
                    Value::Text(value) => put(3, value.as_bytes()),
                    Value::Integer(value) => {
                        bytes.push(1);
                        bytes.extend(value.to_le_bytes());
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        whole.update(format!("{table}\n"));
        whole.update(n_rows.to_le_bytes());
        whole.update(Sha256::digest(&bytes));
    }
    hex(&whole.finalize())
}

#[test]
fn a_reader_written_after_the_document_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let samples = samples(100, 64);
    let options = BuildOptions {
        max_works_per_hash: 4,
        ..options(1024)
    };
    build(&path, options, &samples);
    let db = open(&path);
    let index = Index::open(&path).unwrap();
    let n_works = index.info().n_works;
    assert_eq!(content_digest(&db), index.info().content_sha256_hex());

    let works = works(&db);
    assert_eq!(works.len() as u64, n_works);
    for (id, (letters, n_hashes, threshold, is_id_of_file, strings)) in (0..).zip(&works) {
        let work = index.work(WorkId::new(id)).unwrap();
        assert_eq!((work.n_letters, work.n_hashes), (*letters, *n_hashes));
        assert_eq!(work.threshold, threshold.unwrap_or(1 << 54));
        assert_eq!(work.is_id_of_file, *is_id_of_file);
        let language = work.language.unwrap_or_default();
        assert_eq!([work.id, work.title, work.author, language], *strings);
    }

    // Slot to works, for each segment.
    let places = places(&db, n_works);
    let mut in_order = Vec::new();
    let mut slots = [BTreeMap::new(), BTreeMap::new()];
    for (slots, table) in slots.iter_mut().zip(["postings", "short_postings"]) {
        for (first, data) in pages(&db, table) {
            for key in decode(first, &data) {
                let works: &mut BTreeSet<u64> = slots.entry(key / n_works).or_default();
                let place = usize::try_from(key % n_works).unwrap();
                assert!(works.insert(places[place]));
                if in_order.len() == place {
                    in_order.push(places[place]);
                }
                assert!(place < in_order.len());
            }
        }
    }
    in_order.extend(
        (0..n_works)
            .filter(|work| !in_order.contains(work))
            .collect::<Vec<_>>(),
    );
    assert_eq!(in_order, places);
    let mut hashes: Vec<u64> = samples.iter().flat_map(|s| s.hashes.clone()).collect();
    hashes.sort_unstable();
    let mut found = Vec::new();
    index
        .lookup(&hashes, &mut |n, work| {
            found.push((n, u64::from(work.get())));
        })
        .unwrap();
    let mut expected = Vec::new();
    for (n, &hash) in hashes.iter().enumerate() {
        // Scale 1024 has 10 zero bits.
        let works = if hash >> 54 == 0 {
            slots[0].get(&(hash >> 22 & 0xffff_ffff))
        } else {
            slots[1].get(&(hash >> 28))
        };
        expected.extend(works.into_iter().flatten().map(|&work| (n, work)));
    }
    assert!(expected.len() > 1_000);
    assert_eq!(found, expected);
}

/// Makes the index that every later version must open. Run it once for a new format
/// version: `cargo test -p colophon-index make_the_fixture -- --ignored`.
#[test]
#[ignore = "writes the fixture of a new format version"]
fn make_the_fixture() {
    assert!(!fixture().exists(), "a fixture never changes");
    std::fs::create_dir_all(fixture().parent().unwrap()).unwrap();
    build_example(&fixture());
}

#[test]
fn version_1_opens_for_ever() {
    let index = Index::open(&fixture()).unwrap();
    let info = index.info();
    assert_eq!(
        (info.name.as_str(), info.recipe.as_str()),
        ("Example", "colophon-1")
    );
    assert_eq!(
        (info.format_version, info.scale, info.n_works),
        (1, 1024, 2)
    );
    let emma = index.work(WorkId::new(0)).unwrap();
    assert_eq!(
        (emma.title.as_str(), emma.author.as_str()),
        ("Emma", "Jane Austen")
    );
    assert_eq!(
        (emma.n_letters, emma.n_hashes, emma.threshold),
        (16_384, 15, 1 << 54)
    );
    let haiku = index.work(WorkId::new(1)).unwrap();
    assert_eq!((haiku.n_hashes, haiku.threshold), (2, u64::MAX));
    let md5 = Digest {
        kind: DigestKind::Md5,
        bytes: (0..16).collect(),
    };
    assert_eq!(index.find_digest(&md5).unwrap(), [WorkId::new(0)]);
    let query = [
        0x0003_1415_9265_3589,
        2 * 0x0003_1415_9265_3589,
        16 * 0x0003_1415_9265_3589,
        0x0123_4567_89ab_cdef,
        0x1123_4567_89ab_cdef,
        0xfedc_ba98_7654_3210,
    ];
    let hits = common::hits(&index, &query);
    assert_eq!(hits, [(1, 0), (2, 0), (3, 1), (5, 1)]);
    assert_eq!(index.boilerplate(&query).unwrap(), [0]);
    assert!(verify(&index).is_intact());
    let records = index.records(&[0, 1, 2].map(RecordNumber::new)).unwrap();
    assert_eq!(records, example_records());
    let sources = index.sources().unwrap();
    assert_eq!(sources[0].name, "library");
    assert_eq!(sources[0].snapshot, Date::new(2020, 1, 1));
    let sha1 = [0xaa; 20];
    assert_eq!(
        index.record_digests(RecordNumber::new(1)).unwrap().sha1,
        Some(sha1)
    );
    for (kind, bytes, expected) in [
        (TermKind::Md5, [0xbb; 16].as_slice(), &[2][..]),
        (TermKind::Sha1, &sha1, &[1]),
        (TermKind::Isbn, b"9780306406157", &[1]),
        (TermKind::TitleKey, b"emma", &[0, 1]),
        (TermKind::TitleWord, b"mer", &[2]),
        (TermKind::AuthorWord, b"austen", &[0, 1]),
        (TermKind::AuthorWord, b"emma", &[]),
    ] {
        let found = index.find(kind, bytes, 9).unwrap();
        let found: Vec<u32> = found.into_iter().map(RecordNumber::get).collect();
        assert_eq!(found, expected, "{kind:?}");
    }
    for (kind, bytes, expected) in [
        (TermKind::TitleKey, b"emma".as_slice(), &[0][..]),
        (TermKind::AuthorWord, b"jane", &[0]),
        (TermKind::AuthorWord, b"-", &[1]),
        (TermKind::TitleWord, b"jane", &[]),
    ] {
        let found = index.find_works(&[(kind, bytes)], 9).unwrap();
        let found: Vec<u32> = found.into_iter().map(WorkId::get).collect();
        assert_eq!(found, expected, "{kind:?}");
    }
    // Today's builder makes the same content, byte for byte.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    build_example(&path);
    assert_eq!(
        Index::open(&path).unwrap().info().content_sha256,
        info.content_sha256
    );
}
