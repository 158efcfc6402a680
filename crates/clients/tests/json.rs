//! CSL-JSON and the works of ORCID records, sound and broken.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::ops::ControlFlow;

use colophon_clients::{
    ClientTitle, Error, ErrorKind, Format, List, Mapping, NoteKind, ProblemKind, WorkKind, read,
};
use proptest::prelude::*;

fn read_text(text: &str) -> Result<List, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    fs::write(&path, text).unwrap();
    read(&path, &Mapping::default(), &mut |_| {
        ControlFlow::Continue(())
    })
}

fn list(text: &str) -> List {
    read_text(text).unwrap()
}

fn titles(list: &List) -> Vec<&str> {
    list.titles
        .iter()
        .map(|title| title.title.as_str())
        .collect()
}

fn problems(list: &List) -> Vec<(u32, ProblemKind)> {
    let problems = list.problems.iter();
    problems
        .map(|problem| (problem.row, problem.kind))
        .collect()
}

fn kinds(title: &ClientTitle) -> Vec<NoteKind> {
    title.notes.iter().map(|note| note.kind).collect()
}

/// A library as Zotero exports it, shortened.
const ZOTERO: &str = r#"[
	{"id":"http://zotero.org/users/1/items/A","type":"article-journal","container-title":"Salt Journal","DOI":"10.1000/ABC","ISSN":"0317-8471, 2434-561X","issue":"4","language":"en","page":"1-9","title":"Of <i>Homo</i> &amp; Salt","URL":"https://doi.org/10.1000/ABC","volume":"3","author":[{"family":"Li","given":"Bo","non-dropping-particle":"van"},{"literal":"Tin Society"}],"accessed":{"date-parts":[["2024",1,2]]},"issued":{"date-parts":[["2015",4,12]]}},
	{"id":"B","type":"book","ISBN":"978-0-306-40615-7 0-8044-2957-X","publisher":"Tin Press","title":"The Sea","volume":"2","collection-title":"Tales","author":[{"family":"Kunz","given":"Anna"}],"issued":{"date-parts":[["1998"]]}},
	{"id":"C","type":"motion_picture","title":"The Film","director":[{"family":"Li","given":"Bo"}],"issued":{"date-parts":[["1999",5]]},"URL":"https://www.imdb.com/title/tt0133093/"},
	{"id":"D","type":"broadcast","title":"Undertow","container-title":"The Wire","number":"S02E05","issued":{"raw":"2003-06-22"},"author":[{"family":"Li","given":"Bo"}]},
	{"id":"E","type":"chapter","title":"A Part","container-title":"All Tales","ISBN":"9780306406157","editor":[{"family":"Li","given":"Bo"}],"issued":{"literal":"Spring 2001"}}
]"#;

#[test]
fn a_library_in_csl_json_is_read() {
    let list = list(ZOTERO);
    assert_eq!(
        (list.format, list.format.as_str()),
        (Format::Csl, "csl-json")
    );
    assert!(list.problems.is_empty() && list.titles.iter().all(|it| it.notes.is_empty()));
    let [paper, book, film, episode, part] = &list.titles[..] else {
        panic!("{list:#?}")
    };
    assert_eq!(paper.title, "Of Homo & Salt");
    assert_eq!(paper.author, "Bo van Li; Tin Society");
    assert_eq!(paper.doi.as_deref(), Some("10.1000/abc"));
    assert_eq!(paper.issns, ["0317-8471", "2434-561X"]);
    assert_eq!(paper.journal.as_deref(), Some("Salt Journal"));
    assert_eq!(
        (paper.published.as_deref(), &paper.volume),
        (Some("2015-04-12"), &None)
    );
    assert_eq!(
        (paper.kind, paper.place.as_str()),
        (Some(WorkKind::Paper), "item 1 (line 2)")
    );
    assert_eq!((book.isbns.len(), book.kind), (2, Some(WorkKind::Book)));
    assert_eq!(
        (book.series.as_deref(), book.volume.as_deref()),
        (Some("Tales"), Some("2"))
    );
    assert_eq!(
        (book.imprint.as_deref(), book.published.as_deref()),
        (Some("Tin Press"), Some("1998"))
    );
    assert_eq!(
        (film.kind, film.author.as_str()),
        (Some(WorkKind::Film), "Bo Li")
    );
    assert_eq!(
        (film.imdb.as_deref(), film.published.as_deref()),
        (Some("tt0133093"), Some("1999-05"))
    );
    assert_eq!((episode.season, episode.episode), (Some(2), Some(5)));
    assert_eq!(
        (episode.series.as_deref(), episode.kind),
        (Some("The Wire"), Some(WorkKind::Episode))
    );
    assert_eq!(episode.published.as_deref(), Some("2003-06-22"));
    assert_eq!((part.kind, &part.journal), (Some(WorkKind::Book), &None));
    assert_eq!((part.author.as_str(), part.year), ("Bo Li", Some(2001)));
}

#[test]
fn other_programs_write_the_items_in_other_ways() {
    let item = r#"{"type":"journal-article","title":["The Sea"],"subtitle":[],"container-title":["Salt"],"DOI":"10.1000/1","ISSN":["0317-8471","2434-561X"],"author":[{"given":"Bo","family":"Li","sequence":"first"}],"issued":{"date-parts":[[2015,4]]},"published-print":{"date-parts":[[2015,4,12]]},"volume":3}"#;
    for text in [
        format!("{{\"items\":[{item}]}}"),
        format!("{{\"status\":\"ok\",\"message\":{{\"total-results\":1,\"items\":[{item}]}}}}"),
        format!("\u{FEFF}[{item}]\n"),
        item.to_owned(),
    ] {
        let list = list(&text);
        assert_eq!(list.format, Format::Csl);
        assert_eq!(
            (titles(&list), list.problems.len()),
            (vec!["The Sea"], 0),
            "{text}"
        );
        let title = &list.titles[0];
        assert_eq!((title.author.as_str(), title.issns.len()), ("Bo Li", 2));
        assert_eq!(title.published.as_deref(), Some("2015-04-12"));
        assert_eq!(
            (title.journal.as_deref(), title.kind),
            (Some("Salt"), Some(WorkKind::Paper))
        );
    }
    let odd = r#"[{"title": "A", "author": "Bo Li", "issued": "1998-05", "DOI": 12, "ISBN": null, "type": {}},
        {"title": {"x": 1}, "DOI": "10.1000/2", "author": [null, 7, {"family": null}, "Bo Li"], "issued": {"date-parts": [[null]]}}]"#;
    let list = list(odd);
    assert_eq!((titles(&list), list.problems.len()), (vec!["A", ""], 0));
    assert_eq!(list.titles[0].published.as_deref(), Some("1998-05"));
    assert_eq!(kinds(&list.titles[0]), [NoteKind::DoiInvalid]);
    assert_eq!(list.titles[1].author, "7; Bo Li");
}

const GROUPS: &str = r#"[{
    "last-modified-date": {"value": 1},
    "external-ids": {"external-id": [{"external-id-type": "doi", "external-id-value": "10.1000/ABC", "external-id-normalized": {"value": "10.1000/abc", "transient": true}, "external-id-relationship": "self"}]},
    "work-summary": [{
        "put-code": 7,
        "title": {"title": {"value": "The Salt &amp; Sea"}, "subtitle": null, "translated-title": {"value": "Das Meer", "language-code": "de"}},
        "external-ids": {"external-id": [
            {"external-id-type": "doi", "external-id-value": "https://doi.org/10.1000/ABC", "external-id-relationship": "self"},
            {"external-id-type": "doi", "external-id-value": "10.1000/whole", "external-id-relationship": "part-of"},
            {"external-id-type": "issn", "external-id-value": "0317-8471", "external-id-relationship": "part-of"},
            {"external-id-type": "eid", "external-id-value": "2-s2.0-1", "external-id-relationship": "self"}]},
        "url": {"value": "https://doi.org/10.1000/abc"},
        "type": "journal-article",
        "publication-date": {"year": {"value": "2015"}, "month": {"value": "04"}, "day": null},
        "journal-title": {"value": "Salt Journal"}
    }, {"title": {"title": {"value": "Another version"}}, "type": "other", "publication-date": {"year": {"value": "2015"}, "month": {"value": "04"}, "day": {"value": "12"}}}]
}, {
    "external-ids": {"external-id": []},
    "work-summary": [{"title": {"title": {"value": "The Sea"}}, "external-ids": null, "type": "book", "publication-date": null, "journal-title": null}]
}, "nothing", {"work-summary": []}]"#;

#[test]
fn both_forms_of_an_orcid_record_are_read() {
    let person = r#""person": {"name": {"given-names": {"value": "Bo"}, "family-name": {"value": "Li"}, "credit-name": null}}"#;
    for (text, author) in [
        (
            format!(
                "{{\"last-modified-date\": {{\"value\": 1}}, \"group\": {GROUPS}, \"path\": \"/0000/works\"}}"
            ),
            "",
        ),
        (
            format!(
                "{{{person}, \"activities-summary\": {{\"educations\": {{\"group\": [1]}}, \"works\": {{\"group\": {GROUPS}}}}}}}"
            ),
            "Bo Li",
        ),
        (
            format!("{{\"activities-summary\": {{\"works\": {{\"group\": {GROUPS}}}}}, {person}}}"),
            "Bo Li",
        ),
    ] {
        let list = list(&text);
        assert_eq!(
            (list.format, list.format.as_str()),
            (Format::Orcid, "orcid")
        );
        assert_eq!(titles(&list), ["The Salt & Sea", "The Sea"]);
        let paper = &list.titles[0];
        assert_eq!(paper.other_titles, ["Das Meer"]);
        assert_eq!(
            (paper.doi.as_deref(), &paper.issns[..]),
            (Some("10.1000/abc"), &["0317-8471".to_owned()][..])
        );
        assert_eq!(
            (paper.journal.as_deref(), paper.kind),
            (Some("Salt Journal"), Some(WorkKind::Paper))
        );
        assert_eq!(paper.published.as_deref(), Some("2015-04-12"));
        assert_eq!(paper.author, author);
        assert_eq!(list.titles[1].kind, Some(WorkKind::Book));
        assert_eq!(
            problems(&list),
            [
                (3, ProblemKind::EntryMalformed),
                (4, ProblemKind::RowNoTitle)
            ]
        );
    }
}

#[test]
fn a_full_work_names_its_own_authors() {
    let text = r#"{"group": [{"work-summary": [{"title": {"title": {"value": "A"}}, "type": "book", "contributors": {"contributor": [
        {"credit-name": {"value": "Anna Kunz"}}, {"credit-name": null}, {"credit-name": {"value": "Bo Li"}}]}}]}],
        "person": {"name": {"credit-name": {"value": "B. Li"}}}}"#;
    assert_eq!(list(text).titles[0].author, "Anna Kunz; Bo Li");
}

#[test]
fn a_broken_item_affects_no_other() {
    // One item in each line: a mark is missing, a value is missing, an item is not one.
    let list = list(
        "[\n  {\"title\": \"A\"},\n  {\"title\": \"B, \"type\": \"book\"},\n  {\"title\": \"C\"},\n  \
         {\"title\": , \"DOI\": \"x\"},\n  7, null, [1], \"x\",\n  {\"title\": \"D\\ud800\"},\n  \
         {\"title\": \"E\"}\n]\n",
    );
    assert_eq!(titles(&list), ["A", "C", "E"]);
    assert!(
        list.problems
            .iter()
            .all(|it| it.kind == ProblemKind::EntryMalformed)
    );
    assert_eq!(list.n_rows(), 10);
    // Several in a line.
    let list = self::list("[{\"title\":\"A\"},{\"title\":\"B\" \"x\"},{\"title\":\"C\"}]");
    assert_eq!(titles(&list), ["A", "C"]);
    assert_eq!(problems(&list), [(2, ProblemKind::EntryMalformed)]);
    // Spread over lines, with the bracket of one and that of the next in the same line.
    let list =
        self::list("[{\n  \"title\": \"A\"\n}, {\n  \"title\": \"B\n}, {\n  \"title\": \"C\"\n}]");
    assert_eq!(titles(&list), ["A", "C"]);
}

#[test]
fn a_list_that_is_cut_is_read_as_far_as_it_goes() {
    for end in 1..ZOTERO.len() {
        let Some(cut) = ZOTERO.get(..end) else {
            continue;
        };
        match read_text(cut) {
            Ok(list) if cut.len() > 30 => {
                let problem = list.problems.last().unwrap();
                assert_eq!(problem.kind, ProblemKind::MessageTruncated, "{cut}");
            }
            Ok(_) => {}
            Err(error) => assert!(!error.message().is_empty(), "{cut}"),
        }
    }
    let list = list(&ZOTERO[..ZOTERO.len() - 20]);
    assert_eq!(list.titles.len(), 4);
    assert_eq!(
        problems(&list),
        [
            (5, ProblemKind::EntryMalformed),
            (5, ProblemKind::MessageTruncated)
        ]
    );
    let list = self::list(&(ZOTERO.to_owned() + "\n[{\"title\":\"more\"}]"));
    assert_eq!(
        (list.titles.len(), problems(&list)),
        (5, vec![(5, ProblemKind::LinesOutsideRecord)])
    );
    for (text, kind) in [
        ("[]", ErrorKind::Empty),
        ("{\"items\": []}", ErrorKind::Empty),
        ("{\"group\": []}", ErrorKind::Empty),
        ("{}", ErrorKind::Unsupported),
    ] {
        assert_eq!(read_text(text).unwrap_err().kind(), kind, "{text}");
    }
}

#[test]
fn nesting_and_length_are_bounded() {
    let deep = "[".repeat(100_000);
    let list = list(&format!(
        "[{{\"title\":\"A\"}},{{\"title\":{deep}}},{{\"title\":\"B\"}}]"
    ));
    assert_eq!(list.titles[0].title, "A");
    assert!(!list.problems.is_empty());
    let closed = deep.clone() + &"]".repeat(deep.len());
    let list = self::list(&format!(
        "[{{\"title\":\"A\",\"x\":{closed}}},{{\"title\":\"B\"}}]"
    ));
    assert_eq!(titles(&list), ["B"]);
    assert!(list.problems[0].message.contains("nested too deeply"));
    let long = "x".repeat(2 << 20);
    let list = self::list(&format!(
        "[{{\"title\":\"A\",\"abstract\":\"{long}\"}},{{\"title\":\"B\"}}]"
    ));
    assert_eq!(
        (titles(&list), problems(&list)),
        (vec!["B"], vec![(1, ProblemKind::EntryMalformed)])
    );
    let error = read_text(&deep).unwrap_err();
    assert!(!error.message().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A file that was altered in a few places is read or refused.
    #[test]
    fn altered_json_does_no_harm(
        is_orcid in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), "[\\[\\]{}\",:0a\\\\\\n]", 0_u8..4), 1..12),
    ) {
        let sample = if is_orcid { format!("{{\"group\": {GROUPS}}}") } else { ZOTERO.to_owned() };
        let mut signs: Vec<char> = sample.chars().collect();
        for (at, sign, what) in changes {
            let at = at.index(signs.len());
            let sign = sign.chars().next().unwrap();
            match what {
                0 => signs[at] = sign,
                1 => _ = signs.remove(at),
                2 => signs.insert(at, sign),
                _ => signs.truncate(at.max(1)),
            }
            if signs.is_empty() {
                signs.push('[');
            }
        }
        let text: String = signs.into_iter().collect();
        match read_text(&text) {
            Ok(list) => {
                let mut rows: Vec<u32> = list.titles.iter().map(|title| title.row).collect();
                rows.dedup();
                prop_assert_eq!(rows.len(), list.titles.len());
            }
            Err(error) => prop_assert!(!error.message().is_empty()),
        }
    }
}
