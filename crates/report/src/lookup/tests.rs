//! Tests of the views of an answer.

use super::*;
use crate::fixture::{MARKUP, OVERRIDE};
use crate::model::{Asked, Choice, Tier};

fn record(source: &str, id: &str, title: &str) -> Record {
    Record {
        source: source.to_owned(),
        id: id.to_owned(),
        title: title.to_owned(),
        author: "Writer, Jane".to_owned(),
        isbn: vec!["9780306406157".to_owned()],
        format: Some("epub".to_owned()),
        added: Some("2019-03-02".to_owned()),
        year: Some("1999".to_owned()),
        imprint: Some("Salt & Sons".to_owned()),
        language: Some("English".to_owned()),
        reason: "The author agrees; no title was given.".to_owned(),
        ..Record::default()
    }
}

fn work(id: usize, title: &str, records: Vec<usize>) -> ListedWork {
    ListedWork {
        id,
        title: title.to_owned(),
        author: "Writer, Jane; Tom Brand".to_owned(),
        by: AskedBy::Author,
        name: Some(NameFit::Initial),
        namesake: Some("jane writer".to_owned()),
        with: vec!["Tom Brand".to_owned()],
        languages: vec!["en".to_owned()],
        first_year: Some(1999),
        last_year: Some(2004),
        formats: vec!["epub".to_owned()],
        sources: vec!["libgen".to_owned()],
        first_added: Some("2019-03-02".to_owned()),
        tier: Tier::Review,
        text: false,
        records,
    }
}

fn answer() -> Lookup {
    let name = |key: &str, works| Namesake {
        key: key.to_owned(),
        name: key.to_owned(),
        fit: NameFit::Full,
        works,
        languages: vec![Choice {
            value: "en".to_owned(),
            works,
        }],
        first_year: Some(1999),
        last_year: Some(1999),
        with: vec![Choice {
            value: OVERRIDE.to_owned(),
            works: 1,
        }],
    };
    let mut text = work(2, "A text {of} 100% & more", vec![3]);
    text.text = true;
    Lookup {
        records: vec![
            record("libgen", "1", "The Salt Road"),
            record("libgen", "2", "The Salt Road (retail)"),
            record("=cmd", "3", MARKUP),
            Record {
                text: true,
                ..record("books", "text", "A text")
            },
        ],
        asked: vec![
            Asked {
                by: AskedBy::Author,
                text: "Jane Writer".to_owned(),
                works: 2,
            },
            Asked {
                by: AskedBy::Title,
                text: "Jane Writer".to_owned(),
                works: 1,
            },
        ],
        works: vec![
            work(0, "The Salt Road", vec![0, 1]),
            work(1, MARKUP, vec![2]),
            text,
        ],
        names: vec![name("jane writer", 2), name("jane b writer", 1)],
        total_works: 60,
        total_records: 200,
        created: "2026-01-02T03:04:05Z".to_owned(),
        ..Lookup::default()
    }
}

#[test]
fn the_text_counts_all_and_says_what_is_shown() {
    let style = TextStyle::default();
    let text = lookup_to_text(&answer(), Language::English, &style);
    for part in [
        "Colophon look-up: “Jane Writer”",
        "60 works, 200 entries. Works 1 to 3 are shown.",
        "As an author’s name: 2 works.",
        "jane b writer: 1 work; en; 1999",
        "The Salt Road by Writer, Jane; Tom Brand",
        "The text is in the index",
        "only the initial agrees",
        "A name alone does not say who wrote a book",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}'));
    let german = lookup_to_text(&answer(), Language::German, &style);
    assert!(
        german.contains("Angezeigt sind die Werke 1 bis 3."),
        "{german}"
    );
    let none = Lookup {
        works: Vec::new(),
        records: Vec::new(),
        total_works: 0,
        ..answer()
    };
    let text = lookup_to_text(&none, Language::English, &style);
    assert!(text.contains("No entry was found."), "{text}");
}

#[test]
fn the_table_has_a_row_for_each_entry_and_runs_nothing() {
    let csv = lookup_to_csv(&answer(), Language::English);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), LOOKUP_COLUMNS.len());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    let place = |name: &str| LOOKUP_COLUMNS.iter().position(|own| *own == name).unwrap();
    assert_eq!(&rows[1][place("work")], "1");
    assert_eq!(&rows[1][place("title")], "The Salt Road (retail)");
    assert_eq!(&rows[2][place("source")], "'=cmd");
    assert_eq!(&rows[3][place("text_in_index")], "yes");
}

#[test]
fn the_list_has_a_row_for_each_work() {
    let list = lookup_to_list(&answer());
    let mut lines = list.lines();
    assert_eq!(
        lines.next(),
        Some("client,title,author,isbn,asin,year,publisher,file")
    );
    assert_eq!(
        lines.next(),
        Some(",The Salt Road,\"Writer, Jane; Tom Brand\",9780306406157,,1999,Salt & Sons,")
    );
    assert_eq!(lines.count(), 2);
}

#[test]
fn bibtex_has_an_entry_for_each_work_and_a_key_for_each_entry() {
    let mut answer = answer();
    answer.works.push(work(3, "The Salt Road", vec![0]));
    let text = lookup_to_bibtex(&answer, Language::English);
    assert!(
        text.starts_with("% Colophon look-up: “Jane Writer”\n"),
        "{text}"
    );
    for part in [
        "@book{writer1999salt,",
        "@book{writer1999salt-2,",
        "author = {Writer, Jane and Tom Brand}",
        "title = {A text \\{of\\} 100\\% \\& more}",
        "publisher = {Salt \\& Sons}",
        "note = {libgen:1, libgen:2}",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(text.matches("\n@book{").count(), 4);
    let open = text.matches('{').count() - text.matches("\\{").count();
    let closed = text.matches('}').count() - text.matches("\\}").count();
    assert_eq!(open, closed);
}

#[test]
fn the_page_escapes_what_strangers_wrote() {
    for language in Language::ALL {
        let page = lookup_to_html(&answer(), language);
        assert!(
            !page.contains("<script") && !page.contains("<img"),
            "{page}"
        );
        assert!(!page.contains('\u{202e}') && !page.contains('\u{1b}'));
        assert_eq!(page.matches("<article>").count(), 3);
    }
}

#[test]
fn every_view_is_known_as_ours() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let found = Lookup {
        indexes: crate::fixture::small().indexes,
        ..answer()
    };
    for language in Language::ALL {
        for view in [
            lookup_to_text(&found, language, &TextStyle::default()),
            lookup_to_json(&found, language),
            lookup_to_csv(&found, language),
            lookup_to_html(&found, language),
            lookup_to_bibtex(&found, language),
        ] {
            std::fs::write(&path, &view).unwrap();
            assert!(crate::is_report(&path), "{}", &view[..200]);
        }
    }
}

#[test]
fn an_answer_survives_the_way_through_json() {
    let json = lookup_to_json(&answer(), Language::English);
    let back: Lookup = serde_json::from_str(&json).unwrap();
    assert_eq!(back, answer());
    let german = lookup_to_json(&answer(), Language::German);
    assert!(german.contains("Der Autor stimmt überein"), "{german}");
}
