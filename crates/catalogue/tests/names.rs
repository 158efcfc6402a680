//! Lists of names: `BookCorpus`, and the files of Books3.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;
mod second;

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use colophon_catalogue::{ErrorKind, Kind, Record};
use common::{read, read_file, read_named};
use second::lists;

#[test]
fn the_real_table_of_bookcorpus_gives_a_record_for_each_book() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../../../shared/data/catalogue/lists/bookcorpus_titles.csv");
    if !path.exists() {
        eprintln!("NOT TESTED: {} is not there", path.display());
        return;
    }
    let contents = read_file(Kind::Bookcorpus, &path).unwrap();
    let rows = lists::books(&fs::read_to_string(&path).unwrap());
    let mut once = HashSet::new();
    let names: Vec<&String> = rows
        .iter()
        .map(|(name, _)| name)
        .filter(|name| once.insert(*name))
        .collect();
    assert_eq!(contents.records.len(), names.len());
    assert_eq!(
        contents.n_skipped("more than once"),
        (rows.len() - names.len()) as u64
    );
    let mut n_numbers = 0;
    for (record, name) in contents.records.iter().zip(names) {
        assert_eq!((&record.id, &*record.format), (name, "txt"));
        let digits = name.trim_start_matches(|c: char| c.is_ascii_lowercase());
        let is_number = name.len() - digits.len() <= 2
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        assert_eq!(record.title.is_empty(), is_number, "{record:?}");
        n_numbers += u64::from(is_number);
        let letters =
            |text: &str| -> String { text.chars().filter(|c| c.is_alphabetic()).collect() };
        if !is_number {
            assert_eq!(letters(&record.title), letters(name), "{record:?}");
            assert!(!record.title.contains('_'), "{record:?}");
        }
        assert!(record.author.is_empty() && record.year.is_empty());
    }
    assert_eq!(contents.n_skipped("by a number"), n_numbers);
    let titles: Vec<&str> = contents
        .records
        .iter()
        .map(|record| &*record.title)
        .collect();
    for title in [
        "Aces Abroad",
        "The Fault in Our Stars",
        "Divine Misdemeanors",
    ] {
        assert!(titles.contains(&title), "{title}");
    }
    let discworld = contents
        .records
        .iter()
        .find(|record| record.id == "Discworld-33")
        .unwrap();
    assert_eq!((&*discworld.title, &*discworld.volume), ("Discworld", "33"));
}

#[test]
fn lines_of_json_have_titles_and_authors_and_no_links() {
    let list = concat!(
        r#"{"page": "https://example.org/books/view/52", "epub": "https://example.org/52.epub", "txt": "", "#,
        r#""title": "Salt & \u201cWater\u201d", "author": "Weller, Anna", "genres": ["Fiction\tSea"], "#,
        r#""publish": "Jan. 5, 2012", "num_words": 20000, "language": "English", "b_idx": "1/9"}"#,
        "\n\n",
        r#"{"title": "Two", "author": ["Tom Brand", "Bo Li"], "isbn": "9780306406157"}"#,
        "\nrubbish\n{\"title\": \"open\n{}\n",
        r#"{"title": "Two", "author": ["Tom Brand", "Bo Li"]}"#,
        "\n",
        r#"{"title": null, "author": 7}"#,
    );
    // The first line decides what the list is.
    let contents = read(Kind::Bookcorpus, list.replace("rubbish", "{rubbish")).unwrap();
    assert_eq!(
        contents.records,
        [
            Record {
                id: "1".into(),
                title: "Salt & \u{201C}Water\u{201D}".into(),
                author: "Weller, Anna".into(),
                year: "2012".into(),
                language: "English".into(),
                ..Record::default()
            },
            Record {
                id: "3".into(),
                title: "Two".into(),
                author: "Tom Brand; Bo Li".into(),
                identifiers: "9780306406157".into(),
                ..Record::default()
            },
        ]
    );
    assert_eq!(contents.n_skipped("cannot be read"), 2);
    assert_eq!(contents.n_skipped("without a title"), 2);
    assert_eq!(contents.n_skipped("more than once"), 1);
    assert!(!format!("{:?}", contents.records).contains("http"));
    let error = read(Kind::Bookcorpus, &list[..list.len() - 4]).unwrap_err();
    assert_ne!(error.kind(), ErrorKind::Cancelled);
    let cut = "{\"title\": \"One\"}\n{\"title\": \"Tw";
    let error = read(Kind::Bookcorpus, cut).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (ErrorKind::Truncated, Some(17)),
        "{error}"
    );
}

#[test]
fn a_table_of_bookcorpus_may_have_titles_of_its_own() {
    let table = "fname,title,author\na1.txt,\"The \"\"Sea\"\", twice\",Anna Weller\nThe_Land.txt,,\n\
                 x.txt,y\n\"open,z,z\nlast.txt,Last";
    let error = read(Kind::Bookcorpus, table).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    let contents = read(Kind::Bookcorpus, format!("{table},\n")).unwrap();
    let titles: Vec<_> = contents
        .records
        .iter()
        .map(|r| (&*r.id, &*r.title, &*r.author))
        .collect();
    assert_eq!(titles[0], ("a1", "The \"Sea\", twice", "Anna Weller"));
    assert_eq!(titles[1], ("The_Land", "The Land", ""));
    assert_eq!(titles[titles.len() - 1], ("last", "Last", ""));
    assert_eq!(contents.n_skipped("cannot be read"), 1);
    for other in [
        "title;x\n",
        "a,b\n1,2\n",
        "9780306406157\n",
        "INSERT INTO x VALUES (1);\n",
    ] {
        let error = read(Kind::Bookcorpus, other).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NothingKnown, "{other}");
    }
}

/// Returns the fields of each record that the list of names fills.
fn fields(record: &Record) -> BTreeMap<&'static str, String> {
    let fields = [
        ("title", record.title.clone()),
        ("author", record.author.clone()),
        ("others", record.other_titles.join(" | ")),
        ("series", record.series.clone()),
        ("volume", record.volume.clone()),
        ("year", record.year.clone()),
        ("imprint", record.imprint.clone()),
        ("language", record.language.clone()),
        ("format", record.format.clone()),
    ];
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// Names of files, and the fields that they fill.
const FILES: [(&str, &[(&str, &str)]); 16] = [
    (
        "Anna Weller - The Sea.epub.txt",
        &[
            ("author", "Anna Weller"),
            ("title", "The Sea"),
            ("format", "epub.txt"),
        ],
    ),
    (
        "books/en/Weller, Anna - Salt Water.epub",
        &[
            ("author", "Weller, Anna"),
            ("title", "Salt Water"),
            ("format", "epub"),
        ],
    ),
    (
        "The Sea - A. B. Weller.txt",
        &[
            ("author", "A. B. Weller"),
            ("title", "The Sea"),
            ("format", "txt"),
        ],
    ),
    (
        "Waves 03 - The Sea - A. B. Weller.txt",
        &[
            ("author", "A. B. Weller"),
            ("title", "The Sea"),
            ("series", "Waves"),
            ("volume", "3"),
            ("format", "txt"),
        ],
    ),
    (
        "[Weller, Anna] The Sea.txt",
        &[
            ("author", "Weller, Anna"),
            ("title", "The Sea"),
            ("format", "txt"),
        ],
    ),
    (
        "The Sea (2005, Brand House).txt",
        &[
            ("title", "The Sea"),
            ("year", "2005"),
            ("imprint", "Brand House"),
            ("format", "txt"),
            ("others", "The Sea (2005, Brand House)"),
        ],
    ),
    (
        "The Sea by A. B. Weller.txt",
        &[
            ("author", "A. B. Weller"),
            ("title", "The Sea"),
            ("format", "txt"),
        ],
    ),
    (
        "The Sea by Anna Weller.txt",
        &[
            ("title", "The Sea"),
            ("others", "The Sea by Anna Weller"),
            ("format", "txt"),
        ],
    ),
    (
        "Anna_Weller_-_The_Sea_[en].txt",
        &[
            ("author", "Anna Weller"),
            ("title", "The Sea"),
            ("language", "en"),
            ("format", "txt"),
        ],
    ),
    (
        "Anna Weller - Salt Water.txt",
        &[
            ("title", "Salt Water"),
            ("others", "Anna Weller | Anna Weller - Salt Water"),
            ("format", "txt"),
        ],
    ),
    ("Море.fb2", &[("title", "Море"), ("format", "fb2")]),
    (
        "Anna%20Weller%20-%20The%20Sea.epub",
        &[
            ("author", "Anna Weller"),
            ("title", "The Sea"),
            ("format", "epub"),
        ],
    ),
    (
        "Plato - Sea.txt",
        &[
            ("title", "Sea"),
            ("others", "Plato | Plato - Sea"),
            ("format", "txt"),
        ],
    ),
    (
        "'; DROP TABLE x; --.txt",
        &[("title", "'; DROP TABLE x;"), ("format", "txt")],
    ),
    ("(2005).txt", &[("title", "(2005)"), ("format", "txt")]),
    (
        "Anna Weller - [Waves 2.5] - The Sea (retail) (1).mobi",
        &[
            ("author", "Anna Weller"),
            ("title", "The Sea"),
            ("series", "Waves"),
            ("volume", "2.5"),
            ("format", "mobi"),
        ],
    ),
];

#[test]
fn names_of_files_fill_only_what_is_certain() {
    let list: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    let list = format!("# remark\n\n{}\n", list.join("\r\n"));
    let contents = read_named(Kind::FileNames, "filenames.txt.gz", &common_gz(&list)).unwrap();
    assert_eq!(contents.summary.sources[0].name, "filenames");
    assert_eq!(contents.records.len(), FILES.len());
    assert_eq!(contents.n_skipped("not the name of a file"), 1);
    let by_line: BTreeMap<u64, &Record> = contents
        .records
        .iter()
        .map(|record| (record.id.parse().unwrap(), record))
        .collect();
    let mut n_open = 0;
    for (line, (name, expected)) in (3..).zip(FILES) {
        let own = fields(by_line[&line]);
        let expected: BTreeMap<&str, String> = expected
            .iter()
            .map(|(field, value)| (*field, (*value).to_owned()))
            .collect();
        assert_eq!(own, expected, "{name}");
        n_open += u64::from(!own.contains_key("author"));
    }
    assert_eq!(contents.n_skipped("do not say for certain"), n_open);
}

fn common_gz(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn the_habit_of_a_long_list_decides_for_the_author() {
    let mut list = String::new();
    for n in 0..40 {
        let letter = char::from(b'A' + n % 26);
        writeln!(list, "Anna {letter}eller - The Sea of {letter}.epub.txt").unwrap();
    }
    let open = "Tom Brand - Salt Water.epub.txt\n";
    let contents = read(Kind::FileNames, list.clone() + open).unwrap();
    let open_one = contents
        .records
        .iter()
        .find(|record| record.id == "41")
        .unwrap();
    assert_eq!(
        (&*open_one.author, &*open_one.title),
        ("Tom Brand", "Salt Water")
    );
    assert_eq!(open_one.other_titles, ["Tom Brand - Salt Water"]);
    assert_eq!(contents.records.len(), 41);
    // Three of forty the other way are not a habit.
    let mixed = list + &"The Sea - A. B. Weller.txt\n".repeat(3) + open;
    let contents = read(Kind::FileNames, mixed).unwrap();
    let open_one = contents
        .records
        .iter()
        .find(|record| record.id == "44")
        .unwrap();
    assert_eq!((&*open_one.author, &*open_one.title), ("", "Salt Water"));
}

#[test]
fn a_list_of_something_else_is_refused() {
    for other in [
        "title,author\nThe Sea,Anna Weller\n",
        "9780306406157\n9781566199094\n",
        "INSERT INTO x VALUES (1);\n",
        "{\"title\": \"x\"}\n",
        "",
    ] {
        let error = read(Kind::FileNames, other).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NothingKnown, "{other}");
    }
    let giant = format!("Anna Weller - The Sea.txt\n{}.txt\n", "x".repeat(1 << 16));
    let error = read(Kind::FileNames, giant).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (ErrorKind::LimitExceeded, Some(26)),
        "{error}"
    );
}
