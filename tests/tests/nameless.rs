//! Documents that do not say what they are, and books in many files.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};

use colophon_tests::{Ran, colophon, dumps, finish, text};
use serde_json::Value;

const ISBN: &str = "9780306406157";

/// Builds an index of a table of records.
fn catalogue(folder: &Path, rows: &str) -> PathBuf {
    let (dump, out) = (folder.join("list.csv"), folder.join("list.colophon"));
    fs::write(&dump, rows).unwrap();
    let _ = finish(&mut dumps::build(&[("csv", &dump)], &out)).ending(0);
    out
}

fn check(index: &Path, arguments: &[&Path]) -> (Ran, Value) {
    let head = ["check", "--format", "json", "--index"].map(Path::new);
    let ran = colophon(
        head.into_iter()
            .chain([index])
            .chain(arguments.iter().copied()),
    );
    let report = ran.json();
    (ran, report)
}

fn codes(result: &Value) -> Vec<&str> {
    let warnings = result["warnings"].as_array().unwrap().iter();
    warnings.map(|it| it["code"].as_str().unwrap()).collect()
}

fn draft(folder: &Path, page: &str) -> PathBuf {
    let path = folder.join("draft3.txt");
    fs::write(
        &path,
        format!("{page}\n\nChapter 1\n\n{}", text::made(41, 2_000)),
    )
    .unwrap();
    path
}

#[test]
fn a_guess_is_shown_and_is_never_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let index = catalogue(
        folder.path(),
        "title,author\nThe Salt Road North,Jane Writer\nEmma,Jane Austen\n",
    );
    let path = draft(folder.path(), "The Salt Road North\n\nby Jane Writer");
    let (ran, report) = check(&index, &[&path]);
    let result = &report["results"][0];
    assert_eq!(result["verdict"], "possible", "{result:#}");
    assert!(codes(result).contains(&"guessed"));
    let guess = &result["guessed"];
    assert_eq!(guess["title"], "The Salt Road North");
    assert_eq!(guess["author"], "Jane Writer");
    assert_eq!(guess["from"], serde_json::json!(["title-page"]));
    assert_eq!(result["matches"][0]["records"][0]["tier"], "review");
    assert!(result["title"].is_null() && result["author"].is_null());
    assert!(ran.stderr.contains("--title"), "{}", ran.stderr);
    // What is guessed and not listed is not "not found".
    let path = draft(folder.path(), "The Night Boat to Ostrava\n\nby Ada Quill");
    let (ran, report) = check(&index, &[&path]);
    assert_eq!(
        report["results"][0]["verdict"], "inconclusive",
        "{report:#}"
    );
    assert_eq!(report["results"][0]["guessed"]["author"], "Ada Quill");
    assert_eq!(ran.code, Some(2));
}

#[test]
fn the_right_name_makes_it_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let index = catalogue(
        folder.path(),
        "title,author\nThe Salt Road North,Jane Writer\n",
    );
    let path = draft(folder.path(), "Something Else Altogether\n\nby Tom Reed");
    let named = |title: &str, author: &str| {
        let flags = ["--title", title, "--author", author].map(Path::new);
        check(&index, &[&[&*path][..], &flags].concat())
    };
    let (ran, report) = named("The Salt Road North", "Jane Writer");
    let result = &report["results"][0];
    assert_eq!(result["verdict"], "listed", "{result:#}");
    assert_eq!(result["title"], "The Salt Road North");
    assert!(!codes(result).contains(&"guessed"));
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        named("The Night Boat", "Ada Quill").1["results"][0]["verdict"],
        "not-found"
    );
    // One name is that of one document.
    let other = folder.path().join("other.txt");
    fs::write(&other, text::made(2, 300)).unwrap();
    let head = ["check", "--title", "The Salt Road", "--index"].map(Path::new);
    let ran = colophon(head.into_iter().chain([&*index, &*path, &*other]));
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("error[invalid-argument]"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_number_on_the_copyright_page_needs_the_title_too() {
    let folder = tempfile::tempdir().unwrap();
    let rows = format!("title,author,isbn\nThe Salt Road North,Jane Writer,{ISBN}\n");
    let index = catalogue(folder.path(), &rows);
    let imprint = format!("Copyright © 2019\nAll rights reserved.\nISBN {ISBN}\n");
    let verdict = |page: &str| {
        let path = draft(folder.path(), page);
        let (_, report) = check(&index, &[&path]);
        report["results"][0]["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        verdict(&format!("The Salt Road North\n\n{imprint}")),
        "listed"
    );
    // The number alone, or with another title, is for a person to look at.
    assert_eq!(verdict(&imprint), "possible");
    assert_eq!(
        verdict(&format!("The Ferryman's Ledger\n\n{imprint}")),
        "possible"
    );
    // Another book's number is not this one's.
    let advertised = format!("Also by Jane Writer\n\nThe Salt Road North\nISBN {ISBN}\n");
    assert_eq!(
        verdict(&format!("All rights reserved.\n\n{advertised}")),
        "inconclusive"
    );
    assert_eq!(verdict(&format!("See ISBN {ISBN}.")), "inconclusive");
}

#[test]
fn a_number_on_the_title_page_counts_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let rows = format!("title,author,isbn\nThe Salt Road North,Jane Writer,{ISBN}\n");
    let index = catalogue(folder.path(), &rows);
    let of = |page: &str| {
        let path = draft(folder.path(), page);
        check(&index, &[&path]).1["results"][0].clone()
    };
    let result = of(&format!("The Salt Road North\n\nISBN {ISBN}"));
    assert_eq!(result["verdict"], "listed", "{result:#}");
    assert_eq!(result["guessed"]["isbn"], serde_json::json!([ISBN]));
    let from = result["guessed"]["from"].as_array().unwrap();
    assert!(from.contains(&"title-page".into()), "{from:?}");
    let result = of(&format!("The Ferryman’s Ledger\n\nISBN-13: {ISBN}"));
    assert_eq!(result["verdict"], "possible", "{result:#}");
    let other = format!("The Ferryman’s Ledger\n\nOther books\n\nISBN {ISBN}");
    assert_eq!(of(&other)["guessed"]["isbn"], serde_json::json!([]));
}

#[test]
fn the_number_can_be_given() {
    let folder = tempfile::tempdir().unwrap();
    let rows = format!("title,author,isbn\nThe Salt Road North,Jane Writer,{ISBN}\n");
    let index = catalogue(folder.path(), &rows);
    let path = draft(folder.path(), "Something Else Altogether\n\nby Tom Reed");
    let given = |isbn: &str| {
        let flags = ["--isbn", isbn].map(Path::new);
        check(&index, &[&[&*path][..], &flags].concat())
    };
    for isbn in [
        ISBN.to_owned(),
        format!("ISBN {ISBN}"),
        "0-306-40615-2".to_owned(),
    ] {
        let (ran, report) = given(&isbn);
        let result = &report["results"][0];
        assert_eq!(result["verdict"], "listed", "{isbn} {result:#}");
        assert_eq!(result["isbn"], serde_json::json!([ISBN]));
        assert_eq!(ran.code, Some(1));
    }
    // A number that no record has is an answer, too.
    assert_eq!(
        given("9780804429573").1["results"][0]["verdict"],
        "not-found"
    );
    for isbn in ["9780306406158", "12345", "abc", "9780306406157, 12"] {
        let mut command = colophon_tests::isolated();
        command.args(["check", "no-such-file.txt", "--isbn", isbn]);
        let ran = colophon_tests::finish(&mut command);
        assert!(ran.stderr.contains("is not a valid ISBN"), "{ran:#?}");
        ran.refused("invalid-argument");
    }
    // It is that of one document.
    let other = folder.path().join("other.txt");
    fs::write(&other, text::made(2, 300)).unwrap();
    let head = ["check", "--isbn", ISBN, "--index"].map(Path::new);
    let ran = colophon(head.into_iter().chain([&*index, &*path, &*other]));
    ran.refused("invalid-argument");
}

/// Writes a novel as a file for each chapter, and whole; returns the folder and the
/// file.
fn novel(folder: &Path) -> (PathBuf, PathBuf) {
    let (chapters, whole) = (folder.join("novel"), folder.join("whole.txt"));
    fs::create_dir_all(&chapters).unwrap();
    let mut text = String::new();
    for n in 1..=30_u64 {
        let chapter = format!("Chapter {n}\n\n{}\n\n", text::made(500 + n, 1_200));
        fs::write(chapters.join(format!("Chapter {n}.txt")), &chapter).unwrap();
        text += &chapter;
    }
    fs::write(&whole, text).unwrap();
    (chapters, whole)
}

#[test]
fn thirty_chapters_get_one_answer_equal_to_that_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (chapters, whole) = novel(folder.path());
    let books = folder.path().join("books");
    text::library(&books, 2, 1_500);
    // The same text, and not the very file.
    let text = fs::read_to_string(&whole).unwrap();
    fs::write(books.join("novel.txt"), format!("{text}\n\n")).unwrap();
    let index = folder.path().join("texts.colophon");
    let build = ["index", "build", "--scale", "64", "--books"].map(Path::new);
    let _ = colophon(
        build
            .into_iter()
            .chain([&*books, Path::new("--out"), &*index]),
    )
    .ending(0);
    let (_, of_whole) = check(&index, &[&whole]);
    let (_, as_one) = check(&index, &[&chapters, Path::new("--as-one")]);
    assert_eq!(as_one["results"].as_array().unwrap().len(), 1);
    let [one, other] = [&as_one["results"][0], &of_whole["results"][0]];
    assert_eq!(one["parts"].as_array().unwrap().len(), 30);
    assert_eq!(one["parts"][1], "Chapter 2.txt");
    assert_eq!(one["verdict"], "same-text", "{one:#}");
    for field in ["verdict", "matches", "text"] {
        assert_eq!(one[field], other[field], "{field}");
    }
    assert_eq!(
        one["digests"]["text_sha256"],
        other["digests"]["text_sha256"]
    );
    assert!(as_one.get("one_book").is_none());
    // One by one, it is offered.
    let (ran, apart) = check(&index, &[&chapters]);
    assert_eq!(apart["results"].as_array().unwrap().len(), 30);
    assert_eq!(apart["one_book"][0]["files"], 30);
    assert!(ran.stderr.contains("--as-one"), "{}", ran.stderr);
}

#[test]
fn a_folder_of_chapters_is_one_work_of_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let (chapters, whole) = novel(folder.path());
    let index = folder.path().join("texts.colophon");
    let build = |more: &[&Path]| {
        let head = ["index", "build", "--scale", "64", "--books"].map(Path::new);
        let arguments = head
            .into_iter()
            .chain([&*chapters, Path::new("--out"), &*index]);
        colophon(arguments.chain(more.iter().copied())).ending(0)
    };
    let ran = build(&[]);
    assert!(ran.stdout.contains("Works:     30"), "{}", ran.stdout);
    assert!(ran.stderr.contains("--as-one"), "{}", ran.stderr);
    let ran = build(&[Path::new("--as-one")]);
    assert!(ran.stdout.contains("Works:     1"), "{}", ran.stdout);
    let (_, report) = check(&index, &[&whole]);
    let found = &report["results"][0]["matches"][0];
    assert_eq!(found["work"]["id"], "novel", "{report:#}");
    assert_eq!(found["verdict"], "same-text");
}

#[test]
fn a_chapter_that_cannot_be_read_is_said_and_leaves_the_answer_open() {
    let folder = tempfile::tempdir().unwrap();
    let (chapters, _) = novel(folder.path());
    let books = folder.path().join("books");
    text::library(&books, 2, 1_500);
    let index = folder.path().join("texts.colophon");
    let build = ["index", "build", "--scale", "64", "--books"].map(Path::new);
    let _ = colophon(
        build
            .into_iter()
            .chain([&*books, Path::new("--out"), &*index]),
    )
    .ending(0);
    fs::write(
        chapters.join("Chapter 7.txt"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
    )
    .unwrap();
    let (_, report) = check(&index, &[&chapters, Path::new("--as-one")]);
    let result = &report["results"][0];
    assert_eq!(result["verdict"], "inconclusive", "{result:#}");
    let said = result["warnings"][0]["message"].as_str().unwrap();
    assert!(
        said.starts_with("Chapter 7.txt, a part of this manuscript"),
        "{said}"
    );
}

#[test]
fn stories_and_novels_are_not_offered_as_one_book() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 2, 1_500);
    let index = folder.path().join("texts.colophon");
    let build = ["index", "build", "--scale", "64", "--books"].map(Path::new);
    let _ = colophon(
        build
            .into_iter()
            .chain([&*books, Path::new("--out"), &*index]),
    )
    .ending(0);
    let authors = [
        "Ada Quill",
        "Tom Reed",
        "Ines Valderrama",
        "Jun Aoyama",
        "Ruth Ellery",
    ];
    let stories = folder.path().join("stories");
    let novels = folder.path().join("novels");
    for made in [&stories, &novels] {
        fs::create_dir(made).unwrap();
    }
    for n in 1..=10_u64 {
        let author = authors[usize::try_from(n).unwrap() % authors.len()];
        let story = format!(
            "The Story of {n}\n\nby {author}\n\n{}",
            text::made(700 + n, 1_500)
        );
        fs::write(stories.join(format!("{n:02} - A Story.txt")), story).unwrap();
        let novel = format!("Chapter 1\n\n{}", text::made(800 + n, 22_000));
        fs::write(novels.join(format!("Part {n}.txt")), novel).unwrap();
    }
    let (ran, report) = check(&index, &[&stories, &novels]);
    assert!(report.get("one_book").is_none(), "{:#}", report["one_book"]);
    assert!(!ran.stderr.contains("--as-one"), "{}", ran.stderr);
}
