//! Lists as people keep them, in which nothing may vanish.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::ops::ControlFlow;

use colophon_clients::{Error, ErrorKind, List, Mapping, NoteKind, ProblemKind, read};

fn read_bytes(bytes: &[u8]) -> Result<List, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    fs::write(&path, bytes).unwrap();
    read(&path, &Mapping::default(), &mut |_| {
        ControlFlow::Continue(())
    })
}

fn list(text: &str) -> List {
    read_bytes(text.as_bytes()).unwrap()
}

/// Returns title and author of each row, and the kinds of the problems.
fn rows(list: &List) -> (Vec<(&str, &str)>, Vec<ProblemKind>) {
    let titles = list.titles.iter();
    let titles = titles.map(|title| (title.title.as_str(), title.author.as_str()));
    let problems = list.problems.iter().map(|problem| problem.kind);
    (titles.collect(), problems.collect())
}

fn has_note(list: &List, at: usize, kind: NoteKind) -> bool {
    list.titles[at].notes.iter().any(|note| note.kind == kind)
}

#[test]
fn authors_in_several_columns_are_joined() {
    let list = list(
        "Title,Author 1 First Name,Author 1 Last Name,Author 2 First Name,Author 2 Last Name\n\
         The Sea,Bo,Li,Anna,Kunz\nThe Land,Bo,Li,,\n",
    );
    let expected = [("The Sea", "Bo Li; Anna Kunz"), ("The Land", "Bo Li")];
    assert_eq!(rows(&list).0, expected);
    let list = self::list("Title,Author,Co-Author\nThe Sea,Bo Li & Anna Kunz,Anna Kunz\n");
    assert_eq!(rows(&list).0, [("The Sea", "Bo Li & Anna Kunz")]);
}

#[test]
fn headings_in_two_rows_are_one() {
    let list =
        list("Title,Author,,ISBN\n,First,Last,\nThe Sea,Bo,Li,0306406152\nThe Land,Anna,Kunz,\n");
    assert_eq!(
        rows(&list),
        (
            vec![("The Sea", "Bo Li"), ("The Land", "Anna Kunz")],
            vec![]
        )
    );
    assert_eq!(list.titles[0].row, 3);
}

#[test]
fn an_isbn_in_the_first_row_is_read() {
    for (text, n) in [
        ("ISBN-13: 9780306406157\nISBN-13: 9780804429573\n", 2),
        ("9780306406157\nISBN 080442957X\n", 2),
        ("ISBN\n9780306406157\n", 1),
        ("isbn: 0-306-40615-2\n", 1),
        ("9780306406157, 9780804429573 (ebook)\n", 1),
    ] {
        assert_eq!(list(text).titles.len(), n, "{text}");
    }
    // With other values next to them, the columns have to be named.
    for text in [
        "9780306406157,The Sea,Bo Li\n9780804429573,The Land,Bo Li\n",
        "9780306406157 The Sea\n9780804429573 The Land\n",
    ] {
        assert_eq!(
            read_bytes(text.as_bytes()).unwrap_err().kind(),
            ErrorKind::ColumnsUnknown
        );
    }
}

#[test]
fn the_author_of_a_block_counts_for_its_rows() {
    let text = "Author,Title,ISBN\nBo Li,The Sea,\n,The Land,\nAnna Kunz,Poems,\n,More Poems,\n";
    let list = list(text);
    let authors: Vec<_> = rows(&list).0.into_iter().map(|row| row.1).collect();
    assert_eq!(authors, ["Bo Li", "Bo Li", "Anna Kunz", "Anna Kunz"]);
    assert!(has_note(&list, 1, NoteKind::AuthorAssumed));
    assert!(!has_note(&list, 1, NoteKind::AuthorMissing));
    // Where the list repeats authors, or names the title first, an empty cell
    // means that the author is not known.
    for text in [
        "Author,Title\nBo Li,The Sea\nBo Li,The Land\n,Anonymous Poems\n",
        "Title,Author\nThe Sea,Bo Li\nAnonymous Poems,\n",
    ] {
        let list = self::list(text);
        assert_eq!(list.titles.last().unwrap().author, "", "{text}");
        assert!(has_note(
            &list,
            list.titles.len() - 1,
            NoteKind::AuthorMissing
        ));
    }
    let names = (0..20).map(|n| format!("Writer {n} Name,Title {n}\n"));
    let many =
        "Author,Title\n".to_owned() + &names.collect::<Vec<_>>().concat() + ",An Anthology\n";
    assert_eq!(self::list(&many).titles[20].author, "");
    let list = self::list("Title,Author\nThe Sea,Bo Li\nThe Land,ditto\nPoems,\u{3003}\n");
    assert_eq!(list.titles[2].author, "Bo Li");
}

#[test]
fn a_client_who_is_a_person_is_the_author_of_a_list_without_authors() {
    let list = list(
        "Client,Title\nAnna Kunz,Poems\n\"Li, Bo\",The Sea\nTin Press Ltd,Works\nKunz & Li,Both\n",
    );
    let authors: Vec<_> = rows(&list).0.into_iter().map(|row| row.1).collect();
    assert_eq!(authors, ["Anna Kunz", "Li, Bo", "", ""]);
    assert!(has_note(&list, 0, NoteKind::AuthorAssumed));
    assert!(has_note(&list, 2, NoteKind::AuthorMissing));
    let list = self::list("Client,Title,Author\nAnna Kunz,Poems,\n");
    assert_eq!(list.titles[0].author, "");
}

#[test]
fn totals_are_named_and_titles_like_them_are_read() {
    let list = list(
        "Title,Author,Copies\nThe Sea,Bo Li,3\nTotal Recall,,\nTotal,Bo Li,2\nSum 41: a life,,\n\
         Total: 2 titles,,\nTotal,,5\nSumme: 7,,\n",
    );
    let (titles, problems) = rows(&list);
    let titles: Vec<_> = titles.into_iter().map(|row| row.0).collect();
    assert_eq!(
        titles,
        ["The Sea", "Total Recall", "Total", "Sum 41: a life"]
    );
    assert_eq!(problems, [ProblemKind::RowTotal; 3]);
}

#[test]
fn rows_above_the_headings_are_not_lost() {
    let list = list(
        "Old Book,Bo Li,0306406152\nOur list,,\nTitle,Author,ISBN\nThe Sea,Bo Li,9780804429573\n",
    );
    let (titles, problems) = rows(&list);
    assert_eq!(titles, [("The Sea", "Bo Li")]);
    assert_eq!(problems, [ProblemKind::RowAboveHeader]);
}

#[test]
fn line_ends_of_any_program_end_rows() {
    let expected = vec![("The Sea", "Bo Li"), ("The Land", "Bo Li")];
    for text in [
        "Title,Author\rThe Sea,Bo Li\rThe Land,Bo Li\r",
        "Title,Author\r\r\nThe Sea,Bo Li\r\r\nThe Land,Bo Li\r\r\n",
        "Title,Author\nThe Sea,Bo Li\r\nThe Land,Bo Li",
        "Title,Author\rThe Sea,Bo Li\nThe Land,Bo Li\r",
    ] {
        assert_eq!(rows(&list(text)), (expected.clone(), vec![]), "{text:?}");
    }
    let list = list("Title,Author\r\"The\nSea\",Bo Li\r\"The\n\nLand\",\"Bo\nLi\"\r");
    assert_eq!(
        rows(&list).0,
        [("The\nSea", "Bo Li"), ("The\n\nLand", "Bo\nLi")]
    );
}

#[test]
fn an_open_mark_affects_its_own_row_only() {
    let list = list(
        "Title,Author,ISBN\n\"The Sea,Bo Li,\nThe Land,Bo Li,\nPoems,\"Kunz, Anna\",\nMore,Bo Li\",\nLast,Bo Li,\n",
    );
    let titles: Vec<_> = rows(&list).0.into_iter().map(|row| row.0).collect();
    assert_eq!(titles, ["The Sea", "The Land", "Poems", "More", "Last"]);
    assert!(has_note(&list, 0, NoteKind::RowRepaired));
}

#[test]
fn other_ways_to_write_a_table_are_read() {
    for text in [
        "Title,Author,ISBN\n'The Sea','Li, Bo','9780306406157'\n",
        "'Title';'Author';'ISBN'\n'The Sea';'Li, Bo';'9780306406157'\n",
        "| Title | Author | ISBN |\n|:-|-|-:|\n| The Sea | Li, Bo | 9780306406157 |\n",
        "Title | Author | ISBN\n--- | --- | ---\nThe Sea | Li, Bo | 9780306406157\n",
        "sep=;\nTitle;Author;ISBN\nThe Sea;Li, Bo;9780306406157\n",
        "Title\tAuthor\tISBN\nThe Sea\tLi, Bo\t9780306406157\n",
    ] {
        let list = list(text);
        assert_eq!(rows(&list).0, [("The Sea", "Li, Bo")], "{text}");
        assert_eq!(
            list.titles[0].isbns[0].to_string(),
            "9780306406157",
            "{text}"
        );
    }
    // An apostrophe is not a quotation mark.
    let list =
        list("Title,Author\n'Tis Pity,John Ford\n'Salem's Lot',Stephen King\nThe Sea,Bo Li\n");
    assert_eq!(rows(&list).0[0].0, "'Tis Pity");
    assert_eq!(rows(&list).0[2].0, "The Sea");
}

#[test]
fn a_bibliography_inherits_and_does_not_run_in_circles() {
    let list = list(
        "@book{all, author={Li, Bo}, title={The Whole}, publisher={Tin Press}}\n\
         @book{part, crossref={all}, volume=1}\n\
         @incollection{own, crossref={all}, author={Kunz, Anna}, title={A Part}}\n\
         @book{c, crossref={c}, title={Self}}@book{d, xdata={d}, title={Same}}\n\
         @book{e, crossref={f}, title={Round}}\n@book{f, crossref={e}}\n\
         @xdata{x, publisher={Lead Press}, author={Li, Bo}}\n@book{g, xdata={x}, title={With}}\n",
    );
    assert_eq!(
        rows(&list).0,
        [
            ("The Whole", "Bo Li"),
            ("The Whole", "Bo Li"),
            ("A Part", "Anna Kunz"),
            ("Self", ""),
            ("Same", ""),
            ("Round", ""),
            ("Round", ""),
            ("With", "Bo Li"),
        ]
    );
    assert_eq!(list.titles[1].imprint.as_deref(), Some("Tin Press"));
}

#[test]
fn what_many_entries_inherit_is_bounded() {
    let mut text = format!(
        "@book{{all, author={{Li, Bo}}, title={{{}}}}}\n",
        "x".repeat(30_000)
    );
    for n in 0..5_000 {
        let entry = format!("@book{{p{n}, crossref={{all}}}}\n");
        text += &entry;
    }
    let list = list(&text);
    assert!(list.problems.len() > 1_000);
    assert_eq!(list.problems[0].kind, ProblemKind::EntryMalformed);
    let n_bytes: usize = list.titles.iter().map(|title| title.title.len()).sum();
    assert!(n_bytes < 100 << 20);
}

#[test]
fn the_next_ris_record_may_begin_in_the_same_line() {
    let list =
        list("TY  - BOOK\nTI  - The Sea\nAU  - Li, Bo\nER  - TY  - BOOK\nTI  - The Land\nER  -\n");
    assert_eq!(rows(&list).0, [("The Sea", "Li, Bo"), ("The Land", "")]);
}

#[test]
fn markup_in_a_message_need_not_be_well_formed() {
    let product = |title: &str, text: &str| {
        format!(
            "<ONIXMessage release=\"3.0\"><Product><ProductIdentifier><ProductIDType>15</ProductIDType>\
             <IDValue>9780306406157</IDValue></ProductIdentifier><DescriptiveDetail><TitleDetail>\
             <TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>\
             <TitleText>{title}</TitleText></TitleElement></TitleDetail></DescriptiveDetail>\
             <CollateralDetail><TextContent><Text>{text}</Text></TextContent></CollateralDetail>\
             </Product></ONIXMessage>"
        )
    };
    for text in [
        "<p>By <b>Anna</b> & co <br> more</p>",
        "<ul><li>one<li>two</ul>",
        "a <i><b>b</i></b> &nbsp; c",
    ] {
        let list = list(&product("The <i>Salt</i> Sea", text));
        assert_eq!(rows(&list), (vec![("The Salt Sea", "")], vec![]), "{text}");
    }
    let broken = product("The Sea", "x").replace("</TitleElement>", "");
    assert_eq!(rows(&list(&broken)).1, [ProblemKind::ProductMalformed]);
}

#[test]
fn formats_that_cannot_be_read_are_named() {
    for (bytes, words) in [
        (&b"%0 Book\n%T The Sea\n%A Li, Bo\n"[..], "EndNote"),
        (b"00714cam a2200205 a 4500001001300000\x1E", "MARC"),
        (b"{\"name\": \"The Sea\"}", "JSON"),
        (b"[{\"name\": \"The Sea\"}]", "JSON"),
        (b"[\"The Sea\", \"The Land\"]", "JSON"),
        (b"{\"items\": [{\"name\": \"The Sea\"}]}", "JSON"),
        (b"{", "JSON"),
    ] {
        let error = read_bytes(bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(error.message().contains(words), "{}", error.message());
    }
}

#[test]
fn a_row_of_two_titles_is_two() {
    let list = list("Title,Author,Title,Author\nThe Sea,Bo Li,The Land,Anna Kunz\nPoems,Bo Li,,\n");
    assert_eq!(
        rows(&list).0,
        [
            ("The Sea", "Bo Li"),
            ("The Land", "Anna Kunz"),
            ("Poems", "Bo Li")
        ]
    );
    assert_ne!(list.titles[0].place, list.titles[1].place);
}

#[test]
fn headings_in_the_middle_count_from_there() {
    let list = list(
        "Author,Title\nBo Li,The Sea\n\nTitle,Author,ISBN\nThe Land,Anna Kunz,0306406152\nTitle Search,Work Author,\n",
    );
    let (titles, problems) = rows(&list);
    assert_eq!(
        titles,
        [
            ("The Sea", "Bo Li"),
            ("The Land", "Anna Kunz"),
            ("Title Search", "Work Author")
        ]
    );
    assert_eq!(problems, [ProblemKind::RowHeader]);
    assert_eq!(list.titles[1].isbns.len(), 1);
}

#[test]
fn further_titles_are_kept_wherever_they_are() {
    for (text, title, others) in [
        (
            "Original title,German title,Author\nXyz,Gamma,Bo Li\n",
            "Xyz",
            &["Gamma"][..],
        ),
        ("Title,Title\nXyz,Gamma\n", "Xyz", &["Gamma"]),
        (
            "Title,Alternative title,Author\nXyz,Gamma; Delta,Bo Li\n",
            "Xyz",
            &["Gamma", "Delta"],
        ),
        (
            "UK title,US title,Author\nXyz,Gamma,Bo Li\n",
            "Xyz",
            &["Gamma"],
        ),
        (
            "Title 1,Title 2,Author\nXyz,Gamma,Bo Li\n",
            "Xyz",
            &["Gamma"],
        ),
        ("UK title,US title,Author\n,Gamma,Bo Li\n", "Gamma", &[]),
        (
            "Title,Alternative title,Author\nXyz,n/a,Bo Li\n",
            "Xyz",
            &[],
        ),
        (
            "Title,Author\nXyz / Gamma,Bo Li\n",
            "Xyz / Gamma",
            &["Gamma"],
        ),
        (
            "Title,Author\nXyz (dt. Gamma),Bo Li\n",
            "Xyz (dt. Gamma)",
            &["Gamma"],
        ),
        ("Title,Author\nXyz / Bo Li,Bo Li\n", "Xyz / Bo Li", &[]),
        (
            "Title,Subtitle,Author\nXyz,A Novel,Bo Li\n",
            "Xyz: A Novel",
            &[],
        ),
    ] {
        let list = list(text);
        assert_eq!(list.titles[0].title, title, "{text}");
        assert_eq!(list.titles[0].other_titles, others, "{text}");
        assert!(list.problems.is_empty(), "{text}");
    }
}

#[test]
fn several_titles_in_one_cell_are_several_titles() {
    let of = |text: &str| -> Vec<(String, String, Vec<String>, usize)> {
        let titles = list(text).titles.into_iter();
        let told = |it: colophon_clients::ClientTitle| {
            (it.place, it.title, it.other_titles, it.isbns.len())
        };
        titles.map(told).collect()
    };
    let titled = |place: &str, title: &str, n_isbns: usize| {
        (
            place.to_owned(),
            title.to_owned(),
            Vec::<String>::new(),
            n_isbns,
        )
    };
    for cell in [
        "Alpha; Beta; Gamma",
        "\"Alpha\nBeta\nGamma\"",
        "\"1. Alpha\n2. Beta\n3. Gamma\"",
    ] {
        assert_eq!(
            of(&format!("Author,Titles\nBo Li,{cell}\n")),
            [
                titled("row 2", "Alpha", 0),
                titled("row 2, title 2", "Beta", 0),
                titled("row 2, title 3", "Gamma", 0),
            ],
            "{cell}"
        );
    }
    // An ISBN for each, or one that may be of any of them.
    assert_eq!(
        of("Titles,Author,ISBN\nAlpha; Beta,Bo Li,9780306406157; 9780804429573\n"),
        [
            titled("row 2", "Alpha", 1),
            titled("row 2, title 2", "Beta", 1)
        ]
    );
    let together = of("Titles,Author,ISBN\nAlpha; Beta,Bo Li,9780306406157\n");
    assert_eq!(
        together,
        [(
            "row 2".to_owned(),
            "Alpha; Beta".to_owned(),
            vec!["Beta".to_owned()],
            1
        )]
    );
    // One title per row is what the heading of most lists means.
    let one = of("Titles,Author\n\"Salt; or, the Sea\",Bo Li\n");
    assert_eq!(one, [titled("row 2", "Salt; or, the Sea", 0)]);
}
