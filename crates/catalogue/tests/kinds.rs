//! The other kinds of dumps, and what they are packed in.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use colophon_catalogue::{ErrorKind, Form, Input, Kind, Record};
use common::{UPDATED, create, read, read_named, row};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn dump(title: &str) -> String {
    let row = row(&[("ID", "1"), ("Title", &format!("'{title}'"))]);
    create("updated", &UPDATED) + &format!("INSERT INTO `updated` VALUES {row};\n")
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn titles(bytes: &[u8]) -> Vec<String> {
    let records = read(Kind::Libgen, bytes).unwrap().records;
    records.into_iter().map(|record| record.title).collect()
}

#[test]
fn containers_are_told_by_their_contents() {
    let one = dump("One");
    let two = format!(
        "INSERT INTO `updated` VALUES {};",
        row(&[("Title", "'Two'")])
    );
    assert_eq!(titles(one.as_bytes()), ["One"]);
    assert_eq!(titles(&gz(one.as_bytes())), ["One"]);
    assert_eq!(titles(&zst(one.as_bytes())), ["One"]);
    assert_eq!(titles(&zip(&[("dump", one.as_bytes())])), ["One"]);
    // Streams one after another are one stream.
    let parts = [gz(one.as_bytes()), gz(two.as_bytes())].concat();
    assert_eq!(titles(&parts), ["One", "Two"]);
    let parts = [zst(one.as_bytes()), zst(two.as_bytes())].concat();
    assert_eq!(titles(&parts), ["One", "Two"]);
    // Parts come in the order of their names, whatever they are packed in, and
    // other files are left out.
    let members: &[(&str, &[u8])] = &[
        ("x.updated.00001.sql.gz", &gz(two.as_bytes())),
        ("readme.txt", b"It's not a dump."),
        ("x.updated-schema.sql", one.as_bytes()),
        ("cover.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF"),
    ];
    assert_eq!(titles(&zip(members)), ["One", "Two"]);
}

#[test]
fn containers_that_end_early_or_are_damaged_are_refused() {
    let dump = dump(&"0123456789abcdef".repeat(50)).repeat(50);
    for packed in [gz(dump.as_bytes()), zst(dump.as_bytes())] {
        for n in [packed.len() / 3, packed.len() / 2, packed.len() - 1] {
            let error = read(Kind::Libgen, &packed[..n]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
            assert!(error.offset().is_some(), "{error}");
        }
        let mut damaged = packed.clone();
        let middle = damaged.len() / 2;
        for byte in &mut damaged[middle..middle + 20] {
            *byte ^= 0xFF;
        }
        let error = read(Kind::Libgen, &damaged).unwrap_err();
        // What is unpacked before a checksum fails may look like anything.
        let kinds = [
            ErrorKind::Damaged,
            ErrorKind::Truncated,
            ErrorKind::NothingKnown,
            ErrorKind::MissingColumn,
        ];
        assert!(kinds.contains(&error.kind()), "{error}");
    }
    let packed = zip(&[("dump.sql", dump.as_bytes())]);
    let error = read(Kind::Libgen, &packed[..packed.len() - 30]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    for (start, name) in [
        (b"Rar!\x1A\x07\x01\0".as_slice(), "RAR"),
        (b"7z\xBC\xAF\x27\x1C\0\x04", "7-Zip"),
        (b"\xFD7zXZ\0\0\x04", "xz"),
        (b"BZh91AY&SY", "bzip2"),
    ] {
        let error = read(Kind::Libgen, start).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(error.to_string().contains(name), "{error}");
    }
    let nothing = zip(&[("a.txt", b"x"), ("b.txt", b"y")]);
    assert_eq!(
        read(Kind::Libgen, nothing).unwrap_err().kind(),
        ErrorKind::NothingKnown
    );
}

#[test]
fn progress_counts_bytes_on_disk_and_either_callback_may_stop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dump.sql.gz");
    let packed = gz(dump(&"text ".repeat(100)).repeat(2000).as_bytes());
    std::fs::write(&path, &packed).unwrap();
    let input = Input {
        kind: Kind::Libgen,
        path: Some(path),
        crew: Vec::new(),
    };
    let total = packed.len() as u64;
    let run = |stop_at_item: u64, stop_at_piece: u64| {
        let (mut n_items, mut n_pieces, mut last) = (0, 0, 0);
        let flow = |is_over| {
            if is_over {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let summary = colophon_catalogue::read(
            &input,
            folder.path(),
            1 << 20,
            &mut |_| {
                n_items += 1;
                flow(n_items == stop_at_item)
            },
            &mut |progress| {
                assert_eq!(progress.total_bytes, Some(total));
                assert!(progress.n_bytes >= last && progress.n_bytes <= total);
                last = progress.n_bytes;
                n_pieces += 1;
                flow(n_pieces == stop_at_piece)
            },
        );
        (
            summary.map_err(|error| error.kind()),
            n_items,
            n_pieces,
            last,
        )
    };
    let (summary, n_items, n_pieces, last) = run(0, 0);
    assert_eq!(summary.map(|summary| summary.n_records), Ok(2000));
    assert_eq!((n_items, last), (2000, total));
    assert!(n_pieces > 4, "{n_pieces}");
    assert_eq!(run(10, 0).0, Err(ErrorKind::Cancelled));
    assert_eq!(run(0, 3).0, Err(ErrorKind::Cancelled));
}

#[test]
fn an_input_and_a_scratch_folder_that_are_missing_differ() {
    let folder = tempfile::tempdir().unwrap();
    let (list, nowhere) = (folder.path().join("list"), folder.path().join("nowhere"));
    std::fs::write(&list, "9780306406157\n").unwrap();
    let kind = |path: &std::path::Path, scratch: &std::path::Path| {
        let input = Input {
            kind: Kind::IsbnList,
            path: Some(path.to_owned()),
            crew: Vec::new(),
        };
        let read = colophon_catalogue::read(
            &input,
            scratch,
            1 << 20,
            &mut |_| ControlFlow::Continue(()),
            &mut |_| ControlFlow::Continue(()),
        );
        read.map(|_| ()).map_err(|error| error.kind())
    };
    assert_eq!(kind(&list, folder.path()), Ok(()));
    assert_eq!(kind(&nowhere, folder.path()), Err(ErrorKind::Unreadable));
    assert_eq!(
        kind(folder.path(), folder.path()),
        Err(ErrorKind::Unreadable)
    );
    assert_eq!(kind(&list, &nowhere), Err(ErrorKind::Unwritable));
}

#[test]
fn pilimi_brings_books_and_isbns_together_in_any_order() {
    let columns = [
        "zlibrary_id",
        "date_added",
        "extension",
        "filesize",
        "filesize_reported",
        "md5",
        "md5_reported",
        "title",
        "author",
        "publisher",
        "language",
        "series",
        "volume",
        "edition",
        "year",
        "unavailable",
    ];
    let (own, reported) = ("ab".repeat(16), "CD".repeat(16));
    let books = format!(
        "{}INSERT INTO `zlib_book` VALUES (2,'2011-07-10','fb2.zip',NULL,77,'{own}','{reported}','Title',\
         'Grass Günter','P','russian','S','5','2','2015',1),\
         (30,'','epub',5,77,NULL,'{own}','Other','','','','','','','',0),\
         (4,'','epub',5,77,'{own}','{own}','Third','','','','','','','',0);",
        create("zlib_book", &columns)
    );
    let isbns = format!(
        "{}INSERT INTO `isbn` VALUES (30,'0306406152'),(2,'9780306406157'),(2,'080442957X'),(7,'x');",
        create("isbn", &["zlibrary_id", "isbn"])
    );
    let first = read(Kind::Pilimi, books.clone() + &isbns).unwrap();
    let second = read(Kind::Pilimi, isbns + &books).unwrap();
    assert_eq!(first, second);
    assert_eq!(first.records.len(), 3);
    assert_eq!(
        first.records[0],
        Record {
            id: "2".into(),
            title: "Title".into(),
            author: "Grass Günter".into(),
            volume: "5".into(),
            series: "S".into(),
            imprint: "P".into(),
            edition: "2".into(),
            year: "2015".into(),
            language: "russian".into(),
            identifiers: "9780306406157,080442957X".into(),
            md5: Some([0xAB; 16]),
            md5_reported: Some([0xCD; 16]),
            format: "fb2.zip".into(),
            size_bytes: Some(77),
            added: "2011-07-10".parse().ok(),
            hidden: "unavailable".into(),
            ..Record::default()
        }
    );
    assert_eq!(
        (first.records[1].md5, first.records[1].md5_reported),
        (Some([0xAB; 16]), None)
    );
    assert_eq!(first.records[2].identifiers, "0306406152");
    assert_eq!(first.records[2].md5_reported, Some([0xAB; 16]));
    assert_eq!(first.n_skipped("ISBNs of books"), 1);
    assert_eq!(first.summary.sources[0].name, "pilimi");
}

const FILES: [&str; 7] = [
    "f_id",
    "md5",
    "visible",
    "time_added",
    "filesize",
    "extension",
    "libgen_topic",
];
const EDITIONS: [&str; 13] = [
    "e_id",
    "libgen_topic",
    "series_name",
    "title",
    "title_add",
    "author",
    "publisher",
    "edition",
    "year",
    "issue_s_id",
    "issue_number",
    "issue_volume",
    "visible",
];

fn libgen_li() -> [String; 5] {
    let md5 = "ab".repeat(16);
    [
        format!(
            "{}INSERT INTO files VALUES (1,'{md5}','','2020-01-02 03:04:05',9,'EPUB','f'),\
             (2,'{md5}','del','0000-00-00 00:00:00',0,'pdf','l'),(3,'{md5}','','',0,'pdf','a'),\
             (4,'{md5}','','',0,'cbr','c');",
            create("files", &FILES)
        ),
        format!(
            "{}INSERT INTO editions VALUES (10,'f','S','T','sub','A','P','2','1999',0,'','','no'),\
             (11,'l','','U','','B','','','',0,'0','3',''),(12,'a','','Paper','','','','','',0,'','',''),\
             (13,'c','','','','C','','','',7,'42','0',''),(14,'l','','No file','','','','','',0,'','','');",
            create("editions", &EDITIONS)
        ),
        format!(
            "{}INSERT INTO editions_to_files VALUES (1,1,10),(2,1,11),(3,4,13),(4,3,12),(5,99,11);",
            create("editions_to_files", &["etf_id", "f_id", "e_id"])
        ),
        format!(
            "{}INSERT INTO editions_add_descr VALUES (1,10,505,'9780306406157'),(2,10,505,'080442957X'),\
             (3,10,908,'B01'),(4,10,924,'B02'),(5,10,10,'Original'),(6,10,13,'English'),\
             (7,10,101,'eng'),(8,10,50,'further'),(9,10,999,'nothing'),(10,10,40,'sub');",
            create("editions_add_descr", &["e_add_id", "e_id", "key", "value"])
        ),
        format!(
            "{}INSERT INTO series VALUES (7,'The Comic');",
            create("series", &["s_id", "title"])
        ),
    ]
}

#[test]
fn libgen_li_gives_a_record_for_each_file_and_edition() {
    let tables = libgen_li();
    let contents = read(Kind::LibgenLi, tables.concat()).unwrap();
    let mut backwards = tables.clone();
    backwards.reverse();
    assert_eq!(read(Kind::LibgenLi, backwards.concat()).unwrap(), contents);
    let first = Record {
        id: "1".into(),
        title: "T: sub: further".into(),
        other_titles: vec!["Original".into(), "English".into()],
        author: "A".into(),
        series: "S".into(),
        imprint: "P".into(),
        edition: "2".into(),
        year: "1999".into(),
        language: "eng".into(),
        identifiers: "9780306406157,080442957X".into(),
        asin: "B01,B02".into(),
        md5: Some([0xAB; 16]),
        format: "epub".into(),
        size_bytes: Some(9),
        added: "2020-01-02".parse().ok(),
        hidden: "no".into(),
        ..Record::default()
    };
    let second = Record {
        id: "1".into(),
        title: "U".into(),
        author: "B".into(),
        volume: "3".into(),
        md5: Some([0xAB; 16]),
        format: "epub".into(),
        size_bytes: Some(9),
        added: "2020-01-02".parse().ok(),
        ..Record::default()
    };
    let without_edition = Record {
        id: "2".into(),
        md5: Some([0xAB; 16]),
        format: "pdf".into(),
        hidden: "del".into(),
        ..Record::default()
    };
    let comic = Record {
        id: "4".into(),
        title: "The Comic".into(),
        series: "The Comic".into(),
        author: "C".into(),
        volume: "42".into(),
        md5: Some([0xAB; 16]),
        format: "cbr".into(),
        ..Record::default()
    };
    let paper = Record {
        id: "3".into(),
        title: "Paper".into(),
        md5: Some([0xAB; 16]),
        format: "pdf".into(),
        form: Form::Paper,
        ..Record::default()
    };
    assert_eq!(
        contents.records,
        [first, second, without_edition, paper, comic]
    );
    assert_eq!(contents.n_skipped("editions without a file"), 1);
    assert_eq!(contents.n_skipped("editions of files"), 1);
}

#[test]
fn libgen_li_needs_its_tables() {
    for (missing, name) in [(0, "files"), (1, "editions"), (2, "editions_to_files")] {
        let mut tables = libgen_li();
        tables[missing].clear();
        let error = read(Kind::LibgenLi, tables.concat()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NothingKnown);
        assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
    }
}

#[test]
fn lists_of_isbns_give_each_once() {
    let list = "# a remark\n978-0-306-40615-7\r\n0306406152\n\n080442957x  \nISBN 0-306-40615-2\n\
                junk\n978-1-64313-7\nISBN-13: 9781566199094, 9780306406157\n9781101552339 10";
    let contents = read_named(Kind::IsbnList, "my.list.txt.gz", &gz(list.as_bytes())).unwrap();
    let mut ids: Vec<&str> = contents.records.iter().map(|r| r.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["080442957x", "978-0-306-40615-7", "9781566199094"]);
    assert_eq!(contents.n_skipped("without a valid ISBN"), 4);
    assert_eq!(contents.n_skipped("more than once"), 3);
    assert_eq!(contents.summary.sources[0].name, "my.list");
    assert!(contents.records.iter().all(|r| r.identifiers == r.id));
    let error = read(Kind::IsbnList, "no\nnumbers").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NothingKnown);
}

#[test]
fn tables_are_read_by_the_names_of_their_columns() {
    let md5 = "ab".repeat(16);
    let sha1 = "CD".repeat(20);
    for delimiter in [',', ';', '\t'] {
        let table = format!(
            "Title|Author|ISBN-13|isbn10|ASIN|MD5|SHA1|Year|Publisher|Language|Extension|Size|Date Added|ID|Series|Volume|Edition|Source|Colour\n\
             \"A \"\"B\"\"\nC\"|Müller|9780306406157|0306406152|B01|{md5}|{sha1}|1999|P|en|.EPUB|7|2020-02-03|x1|S|2|3rd|mine|red\n\
             Short|Row\n\
             |||\n\
             Long|||||||||||||||||||too long\n"
        )
        .replace('|', &delimiter.to_string());
        let contents = read_named(Kind::Csv, "list.csv", table.as_bytes()).unwrap();
        assert_eq!(
            contents.records[0],
            Record {
                source: 0,
                id: "x1".into(),
                title: "A \"B\"\nC".into(),
                author: "Müller".into(),
                volume: "2".into(),
                series: "S".into(),
                imprint: "P".into(),
                edition: "3rd".into(),
                year: "1999".into(),
                language: "en".into(),
                identifiers: "9780306406157,0306406152".into(),
                asin: "B01".into(),
                md5: Some([0xAB; 16]),
                format: "epub".into(),
                size_bytes: Some(7),
                added: "2020-02-03".parse().ok(),
                ..Record::default()
            }
        );
        assert_eq!(contents.records.len(), 2);
        assert_eq!(
            (&*contents.records[1].title, &*contents.records[1].id),
            ("Short", "2")
        );
        let sources: Vec<_> = contents.summary.sources.iter().map(|s| &*s.name).collect();
        assert_eq!(sources, ["mine", "list"]);
        assert_eq!(contents.records[1].source, 1);
        assert_eq!(contents.digests.len(), 1);
        assert_eq!(contents.n_skipped("more values"), 1);
        let latin = encoding_rs::WINDOWS_1252.encode(&table).0.into_owned();
        assert_eq!(read(Kind::Csv, latin).unwrap().records[0].author, "Müller");
        let wide: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(Kind::Csv, wide).unwrap().records[0].author, "Müller");
    }
    let error = read(Kind::Csv, "colour,price\nred,3\n").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NothingKnown);
    assert!(error.to_string().contains("colour"), "{error}");
    let endless = format!("title\n\"{}", "x".repeat(9 << 20));
    let error = read(Kind::Csv, endless).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{error}");
}

#[test]
fn an_open_mark_in_a_table_swallows_no_row() {
    let table = "title,author,year\n\"The Sea,Bo Li,1998\nThe Land,Bo Li,1999\nPoems,\"Kunz, Anna\",2000\n\
                 \"A\"\"B\"\",C,D\n\"x\"y,z\nLast,Bo Li,2001\n";
    let contents = read(Kind::Csv, table).unwrap();
    let titles: Vec<_> = contents
        .records
        .iter()
        .map(|record| record.title.as_str())
        .collect();
    assert_eq!(titles, ["The Sea", "The Land", "Poems", "A\"\"B", "Last"]);
    assert_eq!(contents.n_skipped("misplaced quotation mark"), 1);
    assert_eq!(contents.records[2].author, "Kunz, Anna");
    // A misplaced mark is not a broken letter.
    assert_eq!(contents.summary.n_mended, 0);
    assert!(contents.summary.n_requoted > 0);
    // Rows cross the pieces that are read at once.
    let mut long = "title,author\n".to_owned();
    for n in 0..200_000 {
        let row = format!("\"Title, {n}\r\nof two lines\",Writer {n}\r\n");
        long += &row;
    }
    let contents = read(Kind::Csv, &long).unwrap();
    assert_eq!(contents.records.len(), 200_000);
    assert_eq!(
        contents.records[199_999].title,
        "Title, 199999\r\nof two lines"
    );
    let mac = long.replace("\r\n", "\r");
    assert_eq!(read(Kind::Csv, mac).unwrap().records.len(), 200_000);
}

#[test]
fn authors_of_a_table_may_be_in_several_columns() {
    for (table, author) in [
        (
            "title,Author 1,Author 2\nA,Bo Li,Anna Kunz\n",
            "Bo Li; Anna Kunz",
        ),
        ("title,author_first,author_last\nA,Bo,Li\n", "Bo Li"),
        ("First Name,Last Name,title\nBo,Li,A\n", "Bo Li"),
        (
            "title,Author 1 First,Author 1 Last,Author 2 First,Author 2 Last\nA,Bo,Li,,Kunz\n",
            "Bo Li; Kunz",
        ),
        ("title,book_author\nA,Bo Li\n", "Bo Li"),
        ("title,contributor\nA,Bo Li\n", "Bo Li"),
        ("title,author,contributor\nA,Bo Li,Anna Kunz\n", "Bo Li"),
        (
            "title,author,first name,last name\nA,\"Li, Bo\",Bo,Li\n",
            "Li, Bo",
        ),
    ] {
        let records = read(Kind::Csv, table).unwrap().records;
        assert_eq!(records[0].author, author, "{table}");
    }
    let zero = "title,author\nAl\0pha,Tom\nBeta,Tom\n";
    assert_eq!(read(Kind::Csv, zero).unwrap().records[1].title, "Beta");
}

#[test]
fn numbers_that_went_through_a_spreadsheet_are_mended() {
    let table = "title,isbn,year\nA,439023483,2008.0\nB,306406152.0,-750.0\nC,306406153,about 1.0\n\
                 D,9.78043902348e+12,1999\nE,80442957X,\nF,0,.0\n";
    let records = read(Kind::Csv, table).unwrap().records;
    let read: Vec<(&str, &str)> = records
        .iter()
        .map(|record| (&*record.identifiers, &*record.year))
        .collect();
    assert_eq!(
        read,
        [
            ("0439023483", "2008"),
            ("0306406152", "-750"),
            ("306406153", "about 1.0"),
            ("9.78043902348e+12", "1999"),
            ("080442957X", ""),
            ("0", ".0"),
        ]
    );
}

#[test]
fn kinds_have_names() {
    for kind in Kind::ALL {
        assert_eq!(kind.name().parse::<Kind>().unwrap(), kind);
    }
    let error = "sql".parse::<Kind>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidOption);
    assert!(error.to_string().contains("libgen-li"));
}
