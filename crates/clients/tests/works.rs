//! Papers, films, registrations and claims: what tables and bibliographies say of them.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::ops::ControlFlow;

use colophon_clients::{
    ClientTitle, Column, Field, List, Mapping, NoteKind, WorkKind, columns, read,
};
use proptest::prelude::*;

fn list_with(text: &str, mapping: &Mapping) -> List {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    fs::write(&path, text).unwrap();
    read(&path, mapping, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn list(text: &str) -> List {
    list_with(text, &Mapping::default())
}

fn only(text: &str) -> ClientTitle {
    let mut list = list(text);
    assert_eq!(
        (list.titles.len(), list.problems.len()),
        (1, 0),
        "{list:#?}"
    );
    list.titles.remove(0)
}

/// Returns the kinds of the notes, but for that of a missing author.
fn notes(title: &ClientTitle) -> Vec<NoteKind> {
    let kinds = title.notes.iter().map(|note| note.kind);
    kinds
        .filter(|kind| *kind != NoteKind::AuthorMissing)
        .collect()
}

fn registrations(title: &ClientTitle) -> Vec<(&str, &str)> {
    let all = title.registrations.iter();
    all.map(|it| (it.number.as_str(), it.date.as_deref().unwrap_or("")))
        .collect()
}

#[test]
fn the_columns_of_the_settlement_are_all_read() {
    let list = list(
        "Title,Author(s),Publisher,ISBN,ASIN,Registration Number,Registration Date\n\
         The Sea,\"Li, Bo\",Tin Press,9780306406157,B00ABC1234,TX0006123456,2005-01-31\n\
         The Land,Anna Kunz,Tin Press,,,TX 7-123-456,\"January 31, 2009\"\n\
         Poems,Anna Kunz,Tin Press,,,\"TX0000987776; TXu 1-234-567\",1981-05-12; 2001\n\
         More,Anna Kunz,Tin Press,,,TX 6-123-457 (01/31/2005),\n\
         Last,Anna Kunz,Tin Press,,,pending,n/a\n\
         Lost,Anna Kunz,Tin Press,,,,2005-01-31\n\
         Wrong,Anna Kunz,Tin Press,,,TX 6-123-458,soon\n",
    );
    let fields: Vec<_> = list
        .columns
        .iter()
        .filter_map(|column| column.field)
        .collect();
    assert_eq!(
        fields,
        [
            Field::Title,
            Field::Author,
            Field::Imprint,
            Field::Isbn,
            Field::Asin,
            Field::Registration,
            Field::RegistrationDate
        ]
    );
    let of = |at: usize| registrations(&list.titles[at]);
    assert_eq!(of(0), [("TX0006123456", "2005-01-31")]);
    assert_eq!(of(1), [("TX 7-123-456", "2009-01-31")]);
    assert_eq!(
        of(2),
        [("TX0000987776", "1981-05-12"), ("TXu 1-234-567", "2001")]
    );
    assert_eq!(of(3), [("TX 6-123-457", "2005-01-31")]);
    assert_eq!((of(4), of(5)), (vec![], vec![]));
    assert_eq!(of(6), [("TX 6-123-458", "")]);
    let kinds: Vec<_> = list.titles.iter().map(notes).collect();
    assert!(kinds[..4].iter().all(Vec::is_empty), "{kinds:?}");
    assert_eq!(kinds[4], [NoteKind::RegistrationInvalid]);
    assert_eq!(kinds[5], [NoteKind::RegistrationInvalid]);
    assert_eq!(kinds[6], [NoteKind::DateInvalid]);
    assert_eq!(list.titles[0].asin.as_deref(), Some("B00ABC1234"));
    assert_eq!(list.titles[0].kind, Some(WorkKind::Book));
}

#[test]
fn a_date_that_can_be_read_in_two_ways_is_never_guessed() {
    let table = |dates: [&str; 2]| {
        let rows = dates.map(|date| format!("The Sea,Bo Li,{date},TX 1-234-567,{date}\n"));
        let list = list(&format!(
            "Title,Author,Publication date,Reg. No.,Reg. Date\n{}",
            rows.concat()
        ));
        let first = &list.titles[0];
        let registered = first.registrations[0].date.clone().unwrap();
        (first.published.clone().unwrap(), registered, notes(first))
    };
    let known = |date: &str| (date.to_owned(), date.to_owned(), vec![]);
    let (published, registered, kinds) = table(["05/06/1998", "01/02/1999"]);
    assert_eq!((published.as_str(), registered.as_str()), ("1998", "1998"));
    assert_eq!(kinds, [NoteKind::DateInvalid]);
    // Another date of the column decides.
    assert_eq!(table(["05/06/1998", "01/31/1999"]), known("1998-05-06"));
    assert_eq!(table(["05/06/1998", "31/01/1999"]), known("1998-06-05"));
    assert_eq!(table(["5.6.1998", "1.2.1999"]), known("1998-06-05"));
}

#[test]
fn the_date_of_publication_is_as_precise_as_the_list() {
    for (heading, row, published) in [
        ("Year", "1998", "1998"),
        ("Erscheinungsdatum", "12.05.1998", "1998-05-12"),
        ("Pub. Date", "May 1998", "1998-05"),
        ("Year,Publication date", "1998,1998-05-12", "1998-05-12"),
        ("Publication date,Year", "1998-05-12,1998", "1998-05-12"),
        ("First published,Release date", "1950,2010-01-31", "1950"),
        ("Year", "c1998", "1998"),
        ("Year", "1998-02-30", "1998"),
    ] {
        let title = only(&format!("Title,Author,{heading}\nThe Sea,Bo Li,{row}\n"));
        assert_eq!(
            title.published.as_deref(),
            Some(published),
            "{heading} {row}"
        );
        assert_eq!(title.year.unwrap().to_string(), published[..4]);
    }
    let title = only("Title,Author,Year\nThe Sea,Bo Li,forthcoming\n");
    assert_eq!((title.published, title.year), (None, None));
}

#[test]
fn identifiers_of_papers_are_normal_or_noted() {
    let list = list(
        "Titel;Autor;Zeitschrift;ISSN;eISSN;DOI;Art\n\
         A;Bo Li;Salt;03178471;2434-561x;https://doi.org/10.1000/ABC.;Aufsatz\n\
         B;Bo Li;Salt;3178471;;doi:10.1000/abc 10.1000/def;\n\
         C;Bo Li;Salt;0317-8472;;1000/abc;\n\
         D;Bo Li;;;;n/a;Datensatz\n\
         ;;;;;10.1000/xyz;\n",
    );
    let titles = &list.titles;
    assert_eq!(titles[0].doi.as_deref(), Some("10.1000/abc"));
    assert_eq!(titles[0].issns, ["0317-8471", "2434-561X"]);
    assert_eq!(titles[0].journal.as_deref(), Some("Salt"));
    assert_eq!(titles[0].kind, Some(WorkKind::Paper));
    assert_eq!(notes(&titles[0]), []);
    assert_eq!(titles[1].issns, ["0317-8471"]);
    assert_eq!(
        notes(&titles[1]),
        [NoteKind::RowRepaired, NoteKind::DoiInvalid]
    );
    assert_eq!(
        notes(&titles[2]),
        [NoteKind::IssnInvalid, NoteKind::DoiInvalid]
    );
    assert_eq!((titles[2].issns.len(), &titles[2].doi), (0, &None));
    assert_eq!((notes(&titles[3]), titles[3].kind), (vec![], None));
    assert_eq!(titles[4].doi.as_deref(), Some("10.1000/xyz"));
    assert_eq!(notes(&titles[4]), [NoteKind::TitleMissing]);
}

#[test]
fn a_list_of_dois_needs_no_headings() {
    let list =
        list("10.1000/182\nhttps://doi.org/10.1371/journal.pone.1\n10.1016/S0140-6736(05)1\n");
    let dois: Vec<_> = list.titles.iter().filter_map(|it| it.doi.clone()).collect();
    assert_eq!(
        dois,
        [
            "10.1000/182",
            "10.1371/journal.pone.1",
            "10.1016/s0140-6736(05)1"
        ]
    );
}

#[test]
fn films_and_episodes_are_known_by_number_series_and_title() {
    let list = list(
        "Series,Title,Season,Episode,IMDb ID,Writer\n\
         ,The Matrix,,,133093,Bo Li\n\
         The Wire,Undertow,2,Folge 5,tt0749432,Bo Li\n\
         The Wire,The Wire S02E06 All Prologue,,,https://www.imdb.com/title/tt0749418/,Bo Li\n\
         The Wire,Backwash (2x07),,,,Bo Li\n\
         The Wire,,2,8,,Bo Li\n\
         ,10x10,,,tt6599184,Bo Li\n\
         ,Wrong,,,nm0000151,Bo Li\n",
    );
    let of = |at: usize| {
        let title: &ClientTitle = &list.titles[at];
        let imdb = title.imdb.as_deref().unwrap_or("");
        (imdb, title.season, title.episode, title.kind)
    };
    let episode = Some(WorkKind::Episode);
    assert_eq!(of(0), ("tt0133093", None, None, Some(WorkKind::Film)));
    assert_eq!(of(1), ("tt0749432", Some(2), Some(5), episode));
    assert_eq!(of(2), ("tt0749418", Some(2), Some(6), episode));
    assert_eq!(of(3), ("", Some(2), Some(7), episode));
    assert_eq!(of(4), ("", Some(2), Some(8), episode));
    assert_eq!(list.titles[4].title, "The Wire");
    assert_eq!(of(5), ("tt6599184", None, None, Some(WorkKind::Film)));
    assert_eq!(notes(&list.titles[6]), [NoteKind::ImdbInvalid]);
    // A book may come out in a season, and be called like an episode.
    let book = only("Title,Author,Season,ISBN\nS02E05,Bo Li,Fall 2015,9780306406157\n");
    assert_eq!(
        (book.season, book.episode, book.kind),
        (None, None, Some(WorkKind::Book))
    );
    assert_eq!(notes(&book), []);
}

#[test]
fn what_the_user_keeps_for_a_claim_is_kept() {
    let list = list(
        "Title,Author,Claim Number,Confirmation #,Deadline,Opted out?\n\
         A,Bo Li,AC-000123,R 99,March 23 2026,no\n\
         B,Bo Li,77,,two weeks before the hearing,Yes\n\
         C,Bo Li,n/a,-,05/06/2026,2026-01-07\n\
         D,Bo Li,,,,perhaps\n",
    );
    let [a, b, c, d] = &list.titles[..] else {
        panic!("{list:#?}")
    };
    assert_eq!(a.claim_id.as_deref(), Some("AC-000123"));
    assert_eq!(a.receipt.as_deref(), Some("R 99"));
    assert_eq!(a.deadline.as_deref(), Some("2026-03-23"));
    assert_eq!((a.opted_out, b.opted_out), (Some(false), Some(true)));
    assert_eq!(b.claim_id.as_deref(), Some("77"));
    assert_eq!(b.deadline.as_deref(), Some("two weeks before the hearing"));
    assert_eq!(
        (&c.claim_id, &c.receipt, c.opted_out),
        (&None, &None, Some(true))
    );
    assert_eq!(c.deadline.as_deref(), Some("05/06/2026"));
    assert_eq!(
        (notes(d), d.opted_out),
        (vec![NoteKind::AnswerInvalid], None)
    );
    for (word, answer) in [
        ("Ja", true),
        ("nein", false),
        ("x", true),
        ("0", false),
        ("FALSCH", false),
    ] {
        let title = only(&format!("Titel,Autor,Opt-out\nA,Bo Li,{word}\n"));
        assert_eq!(title.opted_out, Some(answer), "{word}");
    }
}

#[test]
fn columns_of_other_names_can_be_mapped() {
    let mut mapping = Mapping::default();
    for pair in [
        "title=Work",
        "doi=Ident",
        "registration=Office no.",
        "registration date=Office day",
        "opted_out=Left?",
        "kind=6",
    ] {
        mapping.add(pair).unwrap();
    }
    let text =
        "Work,Ident,Office no.,Office day,Left?,Class\nA,10.1000/1,TX1234567,1998-05-12,y,paper\n";
    let title = list_with(text, &mapping).titles.remove(0);
    assert_eq!(title.doi.as_deref(), Some("10.1000/1"));
    assert_eq!(registrations(&title), [("TX1234567", "1998-05-12")]);
    assert_eq!(
        (title.opted_out, title.kind),
        (Some(true), Some(WorkKind::Paper))
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    fs::write(&path, text).unwrap();
    let (_, found) = columns(&path, &mapping).unwrap();
    let field = |column: &Column| column.field.map_or("-", Field::as_str);
    let found: Vec<_> = found.iter().map(field).collect();
    assert_eq!(
        found,
        [
            "title",
            "doi",
            "registration",
            "registration_date",
            "opted_out",
            "kind"
        ]
    );
}

#[test]
fn several_titles_in_a_cell_do_not_share_a_number() {
    let list = list(
        "Author,Titles,DOI,Claim ID\nBo Li,A Tale; B Tale,10.1000/1; 10.1000/2,C 7\n\
         Bo Li,C Tale; D Tale,10.1000/3,\n",
    );
    let found: Vec<_> = list
        .titles
        .iter()
        .map(|it| {
            (
                it.title.as_str(),
                it.doi.as_deref().unwrap_or(""),
                it.claim_id.is_some(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("A Tale", "10.1000/1", true),
            ("B Tale", "10.1000/2", true),
            ("C Tale; D Tale", "10.1000/3", false)
        ]
    );
}

#[test]
fn bibtex_says_what_a_paper_is_and_where() {
    let list = list(
        r"@article{a, title={A}, author={Li, Bo}, journaltitle={Salt}, issn={03178471}, eissn={2434-561X},
  doi={10.1007/978-3-030\_12--3}, url={https://example.org/10.1000/9}, year=1998, month=may, volume={3}}
@inproceedings{b, title={B}, author={Li, Bo}, booktitle={Proc. of Salt}, isbn={9780306406157}, date={2001-05-12}, url={https://doi.org/10.1000/b}}
@incollection{c, title={C}, author={Li, Bo}, booktitle={All Tales}, isbn={9780306406157}, year={1998}}
@movie{d, title={D}, author={Li, Bo}, year={1999}, url={https://www.imdb.com/title/tt0133093/}}
@misc{e, title={E}, author={Li, Bo}, doi={none yet}, eprint={https://dx.doi.org/10.1000/e}}
",
    );
    let [paper, talk, part, film, other] = &list.titles[..] else {
        panic!("{list:#?}")
    };
    assert_eq!(paper.doi.as_deref(), Some("10.1007/978-3-030_12--3"));
    assert_eq!(paper.issns, ["0317-8471", "2434-561X"]);
    assert_eq!(
        (paper.journal.as_deref(), paper.kind),
        (Some("Salt"), Some(WorkKind::Paper))
    );
    assert_eq!(
        (paper.published.as_deref(), &paper.volume),
        (Some("1998-05"), &None)
    );
    assert_eq!(talk.doi.as_deref(), Some("10.1000/b"));
    assert_eq!(
        (talk.journal.as_deref(), talk.kind),
        (Some("Proc. of Salt"), Some(WorkKind::Paper))
    );
    assert_eq!(talk.published.as_deref(), Some("2001-05-12"));
    assert_eq!((part.kind, &part.journal), (Some(WorkKind::Book), &None));
    assert_eq!(
        (film.kind, film.imdb.as_deref()),
        (Some(WorkKind::Film), Some("tt0133093"))
    );
    assert_eq!(other.doi.as_deref(), Some("10.1000/e"));
    assert_eq!(notes(other), [NoteKind::DoiInvalid]);
    assert!(
        list.titles[..4].iter().all(|it| notes(it).is_empty()),
        "{list:#?}"
    );
}

#[test]
fn an_export_of_orcid_in_bibtex_is_read_with_its_quirks() {
    // Entries are joined by commas; Crossref's are in one line and begin with a blank; the
    // owner comes first and again; markup is written as TeX; a title may be missing.
    let list = list(
        " @article{Li_2015, title={Salt {\\&}amp$\\mathsemicolon$ Sea of $\\less$i$\\greater$Homo$\\less$/i$\\greater$}, volume={10}, ISSN={0317-8471}, url={http://dx.doi.org/10.1371/JOURNAL.PONE.1}, DOI={10.1371/journal.pone.1}, number={4}, journal={Salt}, publisher={Tin Press}, author={Li, Bo and Kunz, Anna}, year={2015}, month=apr, pages={1--9} },\n\
         @book{Bo_Li123,\ntitle={The {\\\"O}hl Book},\nauthor={Bo Li and Bo Li and Anna Kunz},\nisbn={9780306406157},\nyear={2012}\n},\n\
         @journal-article{Bo_Li124,\ntitle={No Title},\nauthor={Bo Li},\ndoi={10.1000/x\\_y},\nurl={http://doi.org/10.1000/x\\_y},\nyear={2013}\n},\n\
         @data-set{Bo_Li125,\ntitle={Numbers},\nauthor={Bo Li}\n}",
    );
    assert_eq!(list.format.as_str(), "bibtex");
    let [a, b, c, d] = &list.titles[..] else {
        panic!("{list:#?}")
    };
    assert_eq!(
        (a.title.as_str(), a.author.as_str()),
        ("Salt & Sea of Homo", "Bo Li; Anna Kunz")
    );
    assert_eq!(a.doi.as_deref(), Some("10.1371/journal.pone.1"));
    assert_eq!(
        (a.published.as_deref(), a.kind),
        (Some("2015-04"), Some(WorkKind::Paper))
    );
    assert_eq!(
        (b.title.as_str(), b.author.as_str()),
        ("The Öhl Book", "Bo Li; Anna Kunz")
    );
    assert_eq!(
        (c.title.as_str(), c.doi.as_deref()),
        ("", Some("10.1000/x_y"))
    );
    assert_eq!(notes(c), [NoteKind::TitleMissing]);
    assert_eq!((d.title.as_str(), d.kind), ("Numbers", None));
    assert!(list.problems.is_empty());
}

#[test]
fn ris_numbers_belong_to_their_kind_of_reference() {
    let record = |lines: &str| only(&format!("{lines}\nER  - \n"));
    let paper = record(
        "TY  - JOUR\nTI  - A\nAU  - Li, Bo\nJO  - Salt J.\nJF  - Salt Journal\nT2  - Other\n\
         SN  - 0317-8471\nVL  - 3\nDO  - https://doi.org/10.1000/ABC\nPY  - 2001\nDA  - 2001/05/12/Spring",
    );
    assert_eq!(paper.doi.as_deref(), Some("10.1000/abc"));
    assert_eq!(paper.issns, ["0317-8471"]);
    assert_eq!(paper.journal.as_deref(), Some("Salt Journal"));
    assert_eq!((paper.series, paper.volume), (None, None));
    assert_eq!(paper.published.as_deref(), Some("2001-05-12"));
    assert_eq!(paper.kind, Some(WorkKind::Paper));
    let paper = record(
        "TY  - JOUR\nTI  - A\nAU  - Li, Bo\nSN  - 9780306406157\nUR  - http://dx.doi.org/10.1000/1",
    );
    assert_eq!(
        (paper.doi.as_deref(), paper.isbns.len()),
        (Some("10.1000/1"), 0)
    );
    let book = record(
        "TY  - BOOK\nTI  - B\nAU  - Li, Bo\nSN  - 9780306406157\nT2  - Tales\nY1  - 1998///",
    );
    assert_eq!(
        (book.isbns.len(), book.series.as_deref()),
        (1, Some("Tales"))
    );
    assert_eq!(
        (book.kind, book.published.as_deref()),
        (Some(WorkKind::Book), Some("1998"))
    );
    let film =
        record("TY  - MPCT\nTI  - C\nAU  - Li, Bo\nUR  - https://www.imdb.com/title/tt0133093/");
    assert_eq!(
        (film.kind, film.imdb.as_deref()),
        (Some(WorkKind::Film), Some("tt0133093"))
    );
    let chapter = record("TY  - CHAP\nTI  - D\nAU  - Li, Bo\nSN  - 9780306406157\nDO  - bad");
    assert_eq!(chapter.kind, Some(WorkKind::Book));
    assert_eq!(notes(&chapter), [NoteKind::DoiInvalid]);
}

#[test]
fn a_title_arrives_in_another_process_as_it_was() {
    let list = list(
        "Title,Author,DOI,ISSN,IMDb,Reg. No.,Reg. Date,Season,Type,Claim ID,Opted out,Year\n\
         A,Bo Li,10.1000/1,0317-8471,tt0133093,TX1234567,1998,2,film,7,no,1998-05\n\
         B,Bo Li,,,,,,,,,,\n",
    );
    for title in &list.titles {
        let sent = serde_json::to_string(title).unwrap();
        assert_eq!(sent.contains("10.1000"), title.title == "A");
        assert_eq!(sent.contains("doi"), title.title == "A", "{sent}");
        assert_eq!(serde_json::from_str::<ClientTitle>(&sent).unwrap(), *title);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is in the columns, every row is a title, and what it has is in normal form.
    #[test]
    fn values_of_any_kind_do_no_harm(
        cells in proptest::collection::vec("[ !#-&(-~äß\u{2013}]{0,24}", 11),
    ) {
        let quoted: Vec<_> = cells.iter().map(|it| format!("\"{}\"", it.replace('"', "\"\""))).collect();
        let list = list(&format!(
            "Title,DOI,ISSN,IMDb ID,Registration Number,Registration Date,Season,Episode,Type,\
             Deadline,Opted out,Publication date\nA Book,{}\n",
            quoted.join(",")
        ));
        prop_assert_eq!((list.titles.len(), list.problems.len()), (1, 0));
        let title = &list.titles[0];
        prop_assert!(title.doi.iter().all(|it| it.starts_with("10.") && *it == it.to_lowercase()));
        prop_assert!(title.issns.iter().all(|it| it.len() == 9));
        prop_assert!(title.imdb.iter().all(|it| it.len() >= 9 && it.starts_with("tt")));
        let dates = title.registrations.iter().filter_map(|it| it.date.as_ref());
        prop_assert!(dates.chain(&title.published).all(|it| [4, 7, 10].contains(&it.len())));
    }
}
