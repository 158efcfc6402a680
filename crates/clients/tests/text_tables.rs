//! Text tables as people and programs write them.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::ops::ControlFlow;

use colophon_clients::{
    ClientTitle, Error, ErrorKind, Field, Format, List, Mapping, NoteKind, ProblemKind, columns,
    read,
};
use proptest::prelude::*;

fn read_bytes(bytes: &[u8], mapping: &[&str]) -> Result<List, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    fs::write(&path, bytes).unwrap();
    let mut map = Mapping::default();
    for pair in mapping {
        map.add(pair).unwrap();
    }
    read(&path, &map, &mut |_| ControlFlow::Continue(()))
}

fn list(text: &str) -> List {
    read_bytes(text.as_bytes(), &[]).unwrap()
}

fn kinds(title: &ClientTitle) -> Vec<NoteKind> {
    title.notes.iter().map(|note| note.kind).collect()
}

#[test]
fn a_plain_list_is_read() {
    let list = list(
        "client,title,author,isbn,pen_names,year,publisher,file,expect\n\
         Anna Kunz,\"Poems, Collected\",Anna Kunz,978-0-306-40615-7,A. Cold,1996,Tin Press,poems.epub,x\n\
         \n\
         Bo Li,The Sea,\"Li, Bo\",9.78E+12,,,,,\n",
    );
    assert_eq!(list.format, Format::Csv);
    assert!(list.problems.is_empty());
    let [poems, sea] = &list.titles[..] else {
        panic!("{list:#?}")
    };
    assert_eq!(poems.title, "Poems, Collected");
    assert_eq!(poems.client.as_deref(), Some("Anna Kunz"));
    assert_eq!(poems.isbns[0].to_string(), "9780306406157");
    assert_eq!(poems.pen_names, ["A. Cold"]);
    assert_eq!(poems.year, Some(1996));
    assert_eq!(poems.imprint.as_deref(), Some("Tin Press"));
    assert_eq!(poems.file.as_deref(), Some("poems.epub"));
    assert_eq!((poems.row, poems.place.as_str()), (2, "row 2"));
    assert!(poems.notes.is_empty());
    assert_eq!((sea.row, sea.author.as_str()), (4, "Li, Bo"));
    assert_eq!(kinds(sea), [NoteKind::IsbnInvalid]);
    let fields: Vec<_> = list.columns.iter().map(|column| column.field).collect();
    assert_eq!(fields[1], Some(Field::Title));
    assert_eq!(fields[8], None);
}

#[test]
fn every_delimiter_and_encoding_gives_the_same_list() {
    let rows = [
        ["Kunde", "Titel", "Autor", "Jahr"],
        [
            "Käthe Öhl",
            "Über Äpfel, Birnen; und | Nüsse",
            "Öhl, Käthe",
            "1987",
        ],
        ["Käthe Öhl", "Größe \"12\"\nin Grün", "Öhl, Käthe", "1991"],
    ];
    let mut lists = Vec::new();
    for delimiter in [",", ";", "\t", "|"] {
        for end in ["\n", "\r\n"] {
            let quoted = |cell: &&str| format!("\"{}\"", cell.replace('"', "\"\""));
            let lines = rows.map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(delimiter));
            let text = lines.join(end) + end;
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let narrow: Vec<u8> = text
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap())
                .collect();
            for bytes in [text.into_bytes(), wide, narrow] {
                let mut list = read_bytes(&bytes, &[]).unwrap();
                assert_eq!(list.titles.len(), 2, "{delimiter:?} {end:?}");
                list.titles.iter_mut().for_each(|title| title.notes.clear());
                lists.push(list);
            }
        }
    }
    assert!(lists.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(lists[0].titles[1].title, "Größe \"12\"\nin Grün");
}

#[test]
fn headings_may_stand_below_other_lines() {
    let list = list(
        "Our backlist\nas of May\n\nTitle;Author\nThe Sea;Bo Li\nTitle;Author\nThe Land;Bo Li\n",
    );
    assert_eq!(list.titles.len(), 2);
    assert_eq!(list.titles[0].row, 5);
    assert_eq!(list.problems[0].kind, ProblemKind::RowHeader);
    assert_eq!(list.problems[0].row, 6);
}

#[test]
fn names_in_two_columns_and_subtitles_are_joined() {
    let list = list(
        "Surname,First name,Title,Subtitle,ISBN print,ISBN ebook\nLi,Bo,Sea,A Life,0306406152,9780804429573\n",
    );
    let title = &list.titles[0];
    assert_eq!(
        (title.title.as_str(), title.author.as_str()),
        ("Sea: A Life", "Bo Li")
    );
    assert_eq!(title.isbns.len(), 2);
}

#[test]
fn a_list_without_headings_needs_a_mapping() {
    let text = "Bo Li,The Sea\nAnna Kunz,Poems\n";
    let error = read_bytes(text.as_bytes(), &[]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ColumnsUnknown);
    let list = read_bytes(text.as_bytes(), &["author=1", "title=2"]).unwrap();
    assert_eq!(list.titles[1].title, "Poems");
    assert_eq!(list.titles[0].row, 1);
    let list = read_bytes(b"Wer,Was\nBo Li,The Sea\n", &["author=Wer", "title=was"]).unwrap();
    assert_eq!(list.titles[0].author, "Bo Li");
}

#[test]
fn a_list_of_isbns_explains_itself() {
    let list = list("9780306406157\n080442957X\n9780306406158\n");
    assert_eq!(list.titles.len(), 2);
    assert_eq!(
        kinds(&list.titles[0]),
        [NoteKind::TitleMissing, NoteKind::AuthorMissing]
    );
    assert_eq!(list.problems[0].kind, ProblemKind::RowNoTitle);
}

#[test]
fn a_broken_row_spoils_itself_only() {
    let list = list(
        "client,title,author\n\
         1,Sound,A B\n\
         2,\"Never closed,A B,C\n\
         3,\"He said \"\"hello\"\"\",A B\n\
         4,He said \"hello\",A B\n\
         5,\"He said \"hello\" to her\",A B\n\
         6,One, two,A B\n\
         7,,A B\n\
         8,\"Not closed,A B\n\
         9,\"Quoted, properly\",A B\n\
         ,,\n\
         10,Last,A B,,\n\
         ,,\n",
    );
    let titles: Vec<_> = list
        .titles
        .iter()
        .map(|title| title.title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "Sound",
            "He said \"hello\"",
            "He said \"hello\"",
            "He said \"hello\" to her",
            "Not closed",
            "Quoted, properly",
            "Last"
        ]
    );
    let problems: Vec<_> = list
        .problems
        .iter()
        .map(|problem| (problem.row, problem.kind))
        .collect();
    assert_eq!(
        problems,
        [
            (3, ProblemKind::QuoteMisplaced),
            (7, ProblemKind::TooManyValues),
            (8, ProblemKind::RowNoTitle),
            (11, ProblemKind::RowEmpty)
        ]
    );
    assert_eq!(kinds(&list.titles[4]), [NoteKind::RowRepaired]);
}

#[test]
fn quotation_marks_in_a_tab_table_may_mean_nothing() {
    let list = list(
        "title\tauthor\nYes and \"no\"\tA B\n\"No\" or yes\tA B\n\"Maybe\tC D\n\"Quoted\"\tE F\n",
    );
    let titles: Vec<_> = list
        .titles
        .iter()
        .map(|title| title.title.as_str())
        .collect();
    assert_eq!(titles, ["Yes and \"no\"", "No\" or yes", "Maybe", "Quoted"]);
}

#[test]
fn one_column_of_titles_is_not_parted() {
    let list = list("Title\nPoems, Collected\nStop; Go\n");
    let titles: Vec<_> = list
        .titles
        .iter()
        .map(|title| title.title.as_str())
        .collect();
    assert_eq!(titles, ["Poems, Collected", "Stop; Go"]);
}

#[test]
fn files_that_are_no_list_are_named() {
    for (bytes, kind) in [
        (&b""[..], ErrorKind::Empty),
        (b" \n\n", ErrorKind::Empty),
        (b"%PDF-1.7 ...", ErrorKind::Unsupported),
        (b"just some prose, and more\n", ErrorKind::ColumnsUnknown),
    ] {
        assert_eq!(read_bytes(bytes, &[]).unwrap_err().kind(), kind);
    }
    let none = read(
        std::path::Path::new("/nowhere/list.csv"),
        &Mapping::default(),
        &mut |_| ControlFlow::Continue(()),
    );
    assert_eq!(none.unwrap_err().kind(), ErrorKind::Unreadable);
}

#[test]
fn columns_are_shown_even_when_none_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    fs::write(&path, "Was;Wer\nx;y\n").unwrap();
    let (_, found) = columns(&path, &Mapping::default()).unwrap();
    assert_eq!(found[1].header, "Wer");
    assert_eq!(found[1].field, None);
    let mut mapping = Mapping::default();
    mapping.set(Field::Title, "Was");
    let (_, found) = columns(&path, &mapping).unwrap();
    assert_eq!(found[0].field, Some(Field::Title));
}

#[test]
fn reading_stops_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    fs::write(&path, "title,author\n".to_owned() + &"a,b\n".repeat(5_000)).unwrap();
    let mut n = 0;
    let stopped = read(&path, &Mapping::default(), &mut |rows| {
        n = rows;
        ControlFlow::Break(())
    });
    assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Cancelled);
    assert!(n < 1_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Reading any bytes ends without a panic, and no row is lost.
    #[test]
    fn any_bytes_are_read(tail in proptest::collection::vec(
        prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(b';'), any::<u8>()], 0..400))
    {
        let bytes = [b"client,title,author\n", &tail[..]].concat();
        if let Ok(list) = read_bytes(&bytes, &[]) {
            let mut rows: Vec<u32> = list.titles.iter().map(|title| title.row).collect();
            rows.extend(list.problems.iter().map(|problem| problem.row));
            rows.sort_unstable();
            prop_assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
        }
        let _ = read_bytes(&tail, &[]);
    }
}
