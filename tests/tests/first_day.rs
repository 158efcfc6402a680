//! The first day: no index added, only what comes with the program. And what an
//! index says it covers.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_tests::{NOWHERE, Ran, dumps, files, finish, isolated, sample, text};
use serde_json::Value;

/// Two numbers of the list, and two valid ones that are not in it.
const LISTED: &str = "9781604860900";
const LISTED_IN_TEN: &str = "1-60486-090-1";
const ALSO_LISTED: &str = "978-0-545-76594-7";
const OTHER: &str = "9783161484100";
const OTHER_IN_TEN: &str = "3-16-148410-X";

/// Runs the program as on its first start: no index was added.
fn first(arguments: &[&str]) -> Ran {
    finish(isolated().args(arguments))
}

/// Checks a file as on the first start.
fn check(path: &Path) -> (Ran, Value) {
    let mut command = isolated();
    command.args(["check", "--format", "json"]).arg(path);
    let ran = finish(&mut command);
    let report = ran.json();
    (ran, report)
}

/// Returns a text with its lines joined.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn codes(result: &Value) -> Vec<&str> {
    let warnings = result["warnings"].as_array().unwrap().iter();
    warnings.map(|it| it["code"].as_str().unwrap()).collect()
}

#[test]
fn a_number_of_books3_is_found_on_the_first_day() {
    for isbn in [LISTED, LISTED_IN_TEN, ALSO_LISTED] {
        let ran = first(&["lookup", "--isbn", isbn]).ending(1);
        let plain = plain(&ran.stdout);
        assert!(plain.contains("Books3, record"), "{plain}");
        assert!(plain.contains("Only the number was compared"), "{plain}");
        let json = first(&["lookup", "--isbn", isbn, "--format", "json"])
            .ending(1)
            .json();
        assert_eq!(json["records"].as_array().unwrap().len(), 1);
        assert_eq!(json["records"][0]["source"], "Books3");
        assert_eq!(
            json["indexes"].as_array().unwrap().len(),
            1,
            "no demonstration"
        );
        assert_eq!(json["indexes"][0]["numbers_only"], true);
    }
    for isbn in [OTHER, OTHER_IN_TEN] {
        let ran = first(&["lookup", "--isbn", isbn]).ending(0);
        let plain = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            plain.contains("Not found among the book numbers of Books3."),
            "{plain}"
        );
        assert!(
            plain.contains("a book can be there without a number"),
            "{plain}"
        );
        let json = first(&["lookup", "--isbn", isbn, "--format", "json"])
            .ending(0)
            .json();
        assert_eq!(json["numbers_of"], serde_json::json!(["Books3"]));
    }
}

#[test]
fn a_title_is_not_looked_up_among_numbers() {
    let digest = "0".repeat(32);
    for what in [
        &["--title", "Emma", "--author", "Jane Austen"][..],
        &["--author", "Le Guin"],
        &["--digest", &digest],
    ] {
        let arguments = [&["lookup"], what].concat();
        first(&arguments).refused("numbers-only");
    }
    // An index with titles answers, and the numbers are named as not searched.
    let folder = tempfile::tempdir().unwrap();
    let (dump, index) = (
        folder.path().join("t.csv"),
        folder.path().join("t.colophon"),
    );
    fs::write(&dump, "title,author\nPersuasion,Jane Austen\n").unwrap();
    let _ = finish(&mut dumps::build(&[("csv", &dump)], &index)).ending(0);
    let numbers = folder.path().join("n.colophon");
    let list = folder.path().join("Some.txt");
    fs::write(&list, LISTED).unwrap();
    let _ = finish(&mut dumps::build(&[("isbn-list", &list)], &numbers)).ending(0);
    let mut lookup = isolated();
    lookup.args([
        "lookup",
        "--title",
        "Emma",
        "--author",
        "Jane Austen",
        "--index",
    ]);
    let ran = finish(lookup.arg(&index).arg("--index").arg(&numbers)).ending(0);
    assert!(ran.stdout.contains("No entry was found."), "{}", ran.stdout);
    assert!(
        ran.stdout
            .contains("Not searched: the book numbers of Some."),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_draft_is_not_called_not_found_on_the_strength_of_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let draft = folder.path().join("draft.html");
    let body = text::made(31, 6_000);
    for head in [
        "",
        "<title>Harbour Lights</title>",
        "<title>Harbour Lights</title><meta name=\"author\" content=\"Jane Writer\">",
    ] {
        let page = format!("<html><head>{head}</head><body><p>{body}</p></body></html>");
        fs::write(&draft, page).unwrap();
        let (ran, report) = check(&draft);
        let result = &report["results"][0];
        assert_eq!(result["verdict"], "inconclusive", "{report:#}");
        assert_eq!(codes(result), ["no-number"], "{report:#}");
        let said = result["warnings"][0]["message"].as_str().unwrap();
        assert!(
            said.starts_with("The book numbers of Books3 were not searched"),
            "{said}"
        );
        assert_eq!(ran.code, Some(2));
        let text = finish(isolated().arg("check").arg(&draft)).ending(2).stdout;
        assert!(!text.contains("Not found"), "{text}");
    }
}

#[test]
fn the_number_in_a_document_is_looked_up() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.epub");
    let print = folder.path().join("book.print");
    for (identifier, expected) in [
        (format!("urn:isbn:{LISTED}"), "listed"),
        (LISTED_IN_TEN.to_owned(), "listed"),
        (format!("urn:isbn:{OTHER}"), "not-found"),
        ("urn:uuid:1a2b".to_owned(), "inconclusive"),
    ] {
        fs::write(
            &book,
            files::epub_with(&identifier, &text::made(32, 6_000), &[]),
        )
        .unwrap();
        let mut make = isolated();
        let _ = finish(make.arg("fingerprint").arg(&book).arg("--out").arg(&print)).ending(0);
        for path in [&book, &print] {
            let (_, report) = check(path);
            let result = &report["results"][0];
            assert_eq!(result["verdict"], expected, "{identifier} {report:#}");
        }
        let text = finish(isolated().arg("check").arg(&book)).stdout;
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, report) = check(&book);
        let result = &report["results"][0];
        match expected {
            "listed" => {
                assert!(plain.contains("Only the number was compared"), "{plain}");
                assert!(
                    plain.contains(&format!("a book with the ISBN {LISTED}")),
                    "{plain}"
                );
                assert_eq!(result["matches"][0]["records"][0]["tier"], "probable");
            }
            "not-found" => {
                assert!(
                    plain.contains("Not found among the book numbers of Books3"),
                    "{plain}"
                );
                assert_eq!(result["numbers_of"], serde_json::json!(["Books3"]));
                assert_eq!(codes(result), ["no-texts"]);
            }
            _ => assert!(!plain.contains("Not found"), "{plain}"),
        }
    }
}

#[test]
fn a_list_of_titles_is_judged_by_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("clients.csv");
    let rows = format!(
        "title,author,isbn\nOne,Ann Bell,{LISTED}\nTwo,Ann Bell,{OTHER}\nThree,Ann Bell,\nFour,Ann Bell,{LISTED_IN_TEN}\n"
    );
    fs::write(&list, rows).unwrap();
    let mut command = isolated();
    command
        .args(["check", "--format", "json", "--clients"])
        .arg(&list);
    let report = finish(&mut command).ending(2).json();
    let results = report["results"].as_array().unwrap();
    let verdicts: Vec<&str> = results
        .iter()
        .map(|it| it["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["listed", "not-found", "inconclusive", "listed"]);
    assert_eq!(results[1]["numbers_of"], serde_json::json!(["Books3"]));
    assert_eq!(codes(&results[2]), ["no-number"]);
    for format in ["text", "html", "csv"] {
        let mut command = isolated();
        command.args(["check", "--format", format, "--language", "de", "--clients"]);
        let out = finish(command.arg(&list)).stdout;
        let expected = if format == "csv" {
            ",Books3"
        } else {
            "Nicht unter den Buchnummern von Books3"
        };
        assert!(out.contains(expected), "{format} {out}");
    }
}

#[test]
fn numbers_next_to_texts_add_a_note_and_no_comfort() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 2, 1_500);
    let (texts, numbers) = (
        folder.path().join("t.colophon"),
        folder.path().join("n.colophon"),
    );
    let mut build = isolated();
    build
        .args(["index", "build", "--scale", "64", "--books"])
        .arg(&books);
    let _ = finish(build.arg("--out").arg(&texts)).ending(0);
    let list = folder.path().join("Some.txt");
    fs::write(&list, LISTED).unwrap();
    let _ = finish(&mut dumps::build(&[("isbn-list", &list)], &numbers)).ending(0);
    let novel = folder.path().join("novel.txt");
    fs::write(&novel, text::made(77, 4_000)).unwrap();
    let mut command = isolated();
    command.args(["check", "--format", "json"]).arg(&novel);
    command
        .arg("--index")
        .arg(&texts)
        .arg("--index")
        .arg(&numbers);
    let report = finish(&mut command).ending(0).json();
    let result = &report["results"][0];
    assert_eq!(result["verdict"], "not-found", "the texts were compared");
    assert_eq!(codes(result), ["no-number"]);
    assert!(result["numbers_of"].is_null(), "{result:#}");
    // Together in one index, each source is what it is.
    let both = folder.path().join("both.colophon");
    let dump = folder.path().join("titles.csv");
    fs::write(&dump, "title,author\nPersuasion,Jane Austen\n").unwrap();
    let _ = finish(&mut dumps::build(
        &[("isbn-list", &list), ("csv", &dump)],
        &both,
    ))
    .ending(0);
    let info = info(&both);
    assert_eq!(info["numbers_only"], false);
    assert_eq!(info["sources"][0]["numbers_only"], true);
    let titles = folder.path().join("list.csv");
    fs::write(&titles, "title,author\nEmma,Jane Austen\n").unwrap();
    let mut command = isolated();
    command
        .args(["check", "--format", "json", "--clients"])
        .arg(&titles);
    let report = finish(command.arg("--index").arg(&both)).ending(0).json();
    assert_eq!(report["results"][0]["verdict"], "not-found");
    assert_eq!(codes(&report["results"][0]), ["no-number"]);
}

fn info(index: &Path) -> Value {
    let mut command = isolated();
    command
        .args(["index", "info", "--format", "json"])
        .arg(index);
    finish(&mut command).ending(0).json()
}

/// Builds an index of a table, with what its publisher says.
fn described(folder: &Path, about: &str) -> (Ran, PathBuf) {
    let (dump, file) = (folder.join("lists.csv"), folder.join("about.json"));
    let mut rows = "id,title,author,isbn,year,language,format,source\n".to_owned();
    for n in 0..40 {
        let year = ["1815", "1994", "c1996", "n.d."][n % 4];
        let language = ["English", "en", "German", "Klingon"][n % 4];
        let source = ["a", "b"][n % 2];
        writeln!(
            rows,
            "{n},Book {n},Ann Bell,,{year},{language},epub,{source}"
        )
        .unwrap();
    }
    fs::write(&dump, rows).unwrap();
    fs::write(&file, about).unwrap();
    let out = folder.join("made.colophon");
    let mut command = dumps::build(&[("csv", &dump)], &out);
    let ran = finish(command.arg("--about").arg(&file));
    (ran, out)
}

#[test]
fn an_index_says_what_it_covers() {
    let folder = tempfile::tempdir().unwrap();
    let about =
        r#"{"description": "Two lists \u202e.", "publisher": "A society", "licence": "CC0"}"#;
    let (ran, index) = described(folder.path(), about);
    let _ = ran.ending(0);
    let info = info(&index);
    assert_eq!(info["about"]["publisher"], "A society");
    assert_eq!(info["about"]["contact"], "");
    let coverage = &info["coverage"];
    let of = |facet: &str| {
        let values = coverage[facet]["values"].as_array().unwrap().iter();
        let pairs = values.map(|it| (it["value"].as_str().unwrap(), it["n"].as_u64().unwrap()));
        pairs.collect::<Vec<_>>()
    };
    assert_eq!(of("languages"), [("en", 20), ("de", 10), ("klingon", 10)]);
    assert_eq!(of("decades"), [("0", 10), ("1990", 20)]);
    assert_eq!(coverage["decades"]["unknown"], 10);
    assert_eq!(of("formats"), [("epub", 40)]);
    assert_eq!(
        coverage["given"][0],
        serde_json::json!({"value": "title", "n": 40})
    );
    assert_eq!(
        coverage["given"][2],
        serde_json::json!({"value": "number", "n": 0})
    );
    let text = finish(isolated().args(["index", "info"]).arg(&index))
        .ending(0)
        .stdout;
    for said in [
        "Publisher: A society",
        "Licence:   CC0",
        "English",
        "before 1900",
        "█",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(!text.contains('\u{202e}'), "{text}");
    let verified = finish(isolated().args(["index", "verify"]).arg(&index))
        .ending(0)
        .stdout;
    assert!(verified.contains("Undamaged"), "{verified}");
}

#[test]
fn a_description_that_is_not_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("{{\"description\": \"{}\"}}", "x".repeat(1_001));
    for about in [
        &long,
        "[]",
        "{\"name\": \"x\"}",
        "{\"contact\": \"\\u001b\"}",
    ] {
        let (ran, index) = described(folder.path(), about);
        ran.refused("invalid-argument");
        assert!(!index.exists());
    }
}

#[test]
fn what_a_build_left_out_is_listed_by_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 2, 1_500);
    fs::write(books.join("note.txt"), text::made(9, 75)).unwrap();
    fs::write(books.join("blank.txt"), "").unwrap();
    fs::write(
        books.join("locked.epub"),
        files::epub(
            &text::made(1, 400),
            &[("META-INF/encryption.xml", files::LOCK.as_bytes())],
        ),
    )
    .unwrap();
    let out = folder.path().join("made.colophon");
    let mut build = isolated();
    build
        .args(["index", "build", "--scale", "64", "--books"])
        .arg(&books);
    let ran = finish(build.arg("--out").arg(&out)).ending(0);
    let (_, said) = ran.stdout.split_once("Left out:  3\n").unwrap();
    for (why, name) in [
        ("too short to compare: 1", "note.txt"),
        ("without text: 1", "blank.txt"),
        ("could not be read: 1", "locked.epub"),
    ] {
        let (_, rest) = said.split_once(why).unwrap_or_else(|| panic!("{said}"));
        assert!(rest.lines().nth(1).unwrap().ends_with(name), "{said}");
    }
}

#[test]
fn who_has_no_index_is_told_where_to_get_one() {
    let help = first(&["index"]);
    let doctor = first(&["doctor"]).stdout;
    for said in [help.stderr + &help.stdout, doctor] {
        let plain = said.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "3 to 10 GB",
            "ask your authors’ association",
            "colophon index build --catalogue",
        ] {
            assert!(plain.contains(part), "{part}\n{plain}");
        }
    }
    // A copy of the program that lacks what ships with it.
    let folder = tempfile::tempdir().unwrap();
    let bare = folder.path().join("colophon");
    fs::copy(colophon_tests::bin(), &bare).unwrap();
    let mut command = std::process::Command::new(&bare);
    for name in ["HOME", "XDG_DATA_HOME", "LOCALAPPDATA"] {
        command.env(name, NOWHERE);
    }
    let ran = finish(
        command
            .arg("check")
            .arg(sample("the-weighbridge-at-cold-drove.epub")),
    );
    assert!(
        ran.stderr
            .contains("`colophon index` says which kinds there are"),
        "{}",
        ran.stderr
    );
    ran.refused("no-index");
}
