//! Look-ups: what they find besides catalogue records, and what they say if
//! there is no catalogue.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_tests::{Ran, colophon, finish, isolated, sample, starter, text};
use serde_json::Value;

#[test]
fn an_index_without_a_catalogue_cannot_answer() {
    let arguments = ["lookup", "--title", "The Road to Nowhere", "--index"];
    let ran = finish(isolated().args(arguments).arg(starter()));
    ran.refused("no-catalogue");
}

#[test]
fn a_digest_finds_the_books_that_an_index_was_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    fs::create_dir(&books).unwrap();
    let book = books.join("weighbridge.epub");
    fs::copy(sample("the-weighbridge-at-cold-drove.epub"), &book).unwrap();
    let index = folder.path().join("made.colophon");
    let mut build = isolated();
    build.args(["index", "build", "--scale", "64", "--books"]);
    let _ = finish(build.arg(&books).arg("--out").arg(&index)).ending(0);
    let mut check = isolated();
    check.args(["check", "--format", "json", "--index"]);
    let report = finish(check.arg(&index).arg(&book)).ending(1).json();
    for kind in ["md5", "sha1", "sha256"] {
        let digest = report["results"][0]["digests"][kind].as_str().unwrap();
        let mut lookup = isolated();
        lookup.args(["lookup", "--format", "json", "--digest", digest, "--index"]);
        let found = finish(lookup.arg(&index)).ending(1).json();
        let records = found["records"].as_array().unwrap();
        assert_eq!(records.len(), 1, "{kind}");
        assert_eq!(records[0]["id"], "weighbridge");
        assert_eq!(records[0]["tier"], "identical-file");
    }
    let none = "0".repeat(64);
    let mut lookup = isolated();
    lookup.args(["lookup", "--digest", &none, "--index"]);
    let _ = finish(lookup.arg(&index)).ending(0);
}

/// Builds an index of a table of records.
fn catalogue(folder: &Path, rows: &str) -> PathBuf {
    let (dump, index) = (folder.join("dump.csv"), folder.join("own.colophon"));
    fs::write(&dump, rows).unwrap();
    let mut build = isolated();
    build.args(["index", "build", "--catalogue"]);
    build.arg(format!("csv:{}", dump.display()));
    let _ = finish(build.arg("--out").arg(&index)).ending(0);
    index
}

fn lookup(index: &Path, arguments: &[&str]) -> Ran {
    let mut lookup = isolated();
    finish(
        lookup
            .arg("lookup")
            .args(arguments)
            .arg("--index")
            .arg(index),
    )
}

fn json(index: &Path, arguments: &[&str]) -> Value {
    lookup(index, &[arguments, &["--format", "json"]].concat()).json()
}

/// Returns the titles of the works of an answer.
fn titles(found: &Value) -> Vec<&str> {
    let works = found["works"].as_array().unwrap().iter();
    works.map(|work| work["title"].as_str().unwrap()).collect()
}

#[test]
fn a_name_alone_finds_all_of_its_works() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = "id,title,author,language,year,format,isbn\n".to_owned();
    for n in 0..130 {
        let first = ["Blue", "Long", "White"][n % 3];
        let author = ["Ann Bell", "\"Bell, Ann\"", "A. Bell"][n % 3];
        let (language, format) = (["English", "deu"][n % 2], ["epub", "pdf"][n % 2]);
        let _ = writeln!(
            rows,
            "{n},{first} Nights {n},{author},{language},{},{format},",
            1990 + n % 20
        );
    }
    let _ = writeln!(
        rows,
        "900,Blue Nights 0 (retail),Ann Bell,English,1990,mobi,"
    );
    let _ = writeln!(rows, "901,Other Nights,Bob Bell,English,1990,epub,");
    let _ = writeln!(
        rows,
        "902,Joint Nights,Ann Bell; Tom Brand,French,1985,epub,"
    );
    let index = catalogue(folder.path(), &rows);

    let found = json(&index, &["Ann Bell"]);
    assert_eq!(found["total_works"], 131, "{:#}", found["asked"]);
    assert_eq!(found["total_records"], 132);
    assert_eq!(found["records"].as_array().unwrap().len(), 132);
    assert_eq!(found["more"], false);
    assert!(!titles(&found).contains(&"Other Nights"));
    let names = found["names"].as_array().unwrap();
    assert_eq!(names[0]["name"], "Ann Bell");
    assert_eq!(names[0]["with"][0]["value"], "Tom Brand");
    assert!(
        names.iter().any(|name| name["fit"] == "initial"),
        "{names:#?}"
    );
    // A bare surname shows all, and says so.
    let surname = json(&index, &["--author", "Bell"]);
    assert_eq!(surname["total_works"], 132);
    let works = surname["works"].as_array().unwrap();
    assert!(works.iter().all(|work| work["name"] == "surname"));
    // Nothing of it counts as found, and nothing is ever found for nobody.
    let _ = lookup(&index, &["Ann Bell"]).ending(0);
    assert_eq!(json(&index, &["Nobody Here"])["total_works"], 0);

    // Pages of the text, with a count of all; the other formats have all.
    let first = lookup(&index, &["Ann Bell"]).ending(0).stdout;
    assert!(
        first.contains("131 works, 132 entries. Works 1 to 50 are shown."),
        "{first}"
    );
    let third = lookup(&index, &["Ann Bell", "--page", "3"]).stdout;
    assert!(third.contains("Works 101 to 131 are shown."), "{third}");
    let all = lookup(&index, &["Ann Bell", "--all"]).stdout;
    assert!(!all.contains("are shown"), "{all}");

    // Narrowed and sorted.
    let german = json(&index, &["Ann Bell", "--work-language", "German"]);
    assert_eq!(german["total_works"], 65);
    let retail = json(&index, &["Ann Bell", "--file-format", "MOBI"]);
    assert_eq!(titles(&retail).len(), 1);
    assert_eq!(retail["records"].as_array().unwrap().len(), 1);
    let early = json(&index, &["Ann Bell", "--to-year", "1990", "--sort", "year"]);
    assert_eq!(titles(&early)[0], "Joint Nights");
    let page = json(
        &index,
        &["Ann Bell", "--page", "2", "--sort", "title", "--reverse"],
    );
    assert_eq!(
        (titles(&page).len(), &page["offset"]),
        (50, &Value::from(50))
    );

    // As a table, and as lists that can be checked.
    let csv = lookup(&index, &["Ann Bell", "--format", "csv"]).stdout;
    assert_eq!(csv.lines().count(), 133);
    for (format, ending) in [("list", "csv"), ("bibtex", "bib")] {
        let list = folder.path().join(format!("works.{ending}"));
        let arguments = [
            "Ann Bell",
            "--format",
            format,
            "--out",
            list.to_str().unwrap(),
        ];
        let _ = lookup(&index, &arguments).ending(0);
        let mut check = isolated();
        check.args(["check", "--format", "json", "--clients"]);
        let report = finish(check.arg(&list).arg("--index").arg(&index)).json();
        let results = report["results"].as_array().unwrap();
        assert_eq!(results.len(), 131, "{format}");
        let listed = results.iter().filter(|it| it["verdict"] == "listed");
        assert!(listed.count() > 100, "{format}");
    }
}

#[test]
fn a_question_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let index = catalogue(
        folder.path(),
        "id,title,author,isbn,asin,md5\n\
         1,The Salt Road,Jane Writer,0306406152,,d41d8cd98f00b204e9800998ecf8427e\n\
         2,Jane Writer: A Life,Tom Brand,,B00TEST001,\n\
         3,Emma,Jane Austen,,,\n\
         4,Nine Rooms,Ann Emma,,,\n",
    );
    for (question, by, title) in [
        ("978-0-306-40615-7", "number", "The Salt Road"),
        ("ISBN 0-306-40615-2", "number", "The Salt Road"),
        ("b00test001", "number", "Jane Writer: A Life"),
        (
            "D41D8CD98F00B204E9800998ECF8427E",
            "digest",
            "The Salt Road",
        ),
        ("jane writer", "author", "The Salt Road"),
        ("The Salt Road", "title", "The Salt Road"),
        (
            "Salt Road by Jane Writer",
            "title-and-author",
            "The Salt Road",
        ),
        ("jane writer salt road", "title-and-author", "The Salt Road"),
    ] {
        let found = json(&index, &[question]);
        assert_eq!(found["works"][0]["title"], title, "{question} {found:#}");
        assert_eq!(found["works"][0]["by"], by, "{question}");
    }
    // A word that is a title and somebody's surname is both, the title first.
    let both = json(&index, &["Emma"]);
    assert_eq!(titles(&both), ["Emma", "Nine Rooms"]);
    let asked: Vec<&str> = both["asked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|asked| asked["by"].as_str().unwrap())
        .collect();
    assert_eq!(asked, ["author", "title"]);
    assert_eq!(lookup(&index, &["0306406152"]).code, Some(1));
    for (question, code) in [
        ("978-0-306-40615-8", "invalid-argument"),
        ("10.1093/ajae/aaq063", "no-dois"),
        ("…", "invalid-argument"),
        ("sha256:abc1", "invalid-argument"),
    ] {
        lookup(&index, &[question]).refused(code);
    }
    let under = json(&index, &["J. W. Marsh", "--pen-name", "Jane Writer"]);
    assert_eq!(titles(&under), ["The Salt Road"]);
    let reason = under["records"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("pen name Jane Writer"), "{reason}");
}

#[test]
fn a_list_of_numbers_has_no_answer_to_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let (list, index) = (
        folder.path().join("isbns.txt"),
        folder.path().join("numbers.colophon"),
    );
    fs::write(&list, "9780306406157\n9783161484100\n").unwrap();
    let mut build = isolated();
    build.args(["index", "build", "--catalogue"]);
    build.arg(format!("isbn-list:{}", list.display()));
    let _ = finish(build.arg("--out").arg(&index)).ending(0);
    lookup(&index, &["Jane Writer"]).refused("numbers-only");
    let _ = lookup(&index, &["9780306406157"]).ending(1);
    lookup(&index, &["9780306406141"]).refused("invalid-argument");
}

#[test]
fn a_text_of_an_index_is_found_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 3, 1_500);
    fs::write(
        books.join("works.tsv"),
        "id\ttitle\tauthor\tlanguage\n\
         work-0001\tThe Salt Road\tJane Writer\ten\n\
         work-0002\tWinter Wheat\tJane Writer\ten\n\
         work-0003\tThe Salt Road\tTom Brand\ten\n",
    )
    .unwrap();
    let index = folder.path().join("texts.colophon");
    let mut build = isolated();
    build.args(["index", "build", "--scale", "64", "--books"]);
    let _ = finish(build.arg(&books).arg("--out").arg(&index)).ending(0);

    let found = json(&index, &["Jane Writer"]);
    assert_eq!(
        titles(&found),
        ["The Salt Road", "Winter Wheat"],
        "{found:#}"
    );
    for record in found["records"].as_array().unwrap() {
        assert_eq!(
            (&record["text"], &record["tier"]),
            (&Value::from(true), &Value::from("review"))
        );
        assert!(
            record["reason"]
                .as_str()
                .unwrap()
                .contains("give Colophon the file to compare")
        );
    }
    // It is for a person to look at, and does not count as found.
    let ran = lookup(
        &index,
        &["--title", "The Salt Road", "--author", "Jane Writer"],
    )
    .ending(0);
    assert!(
        ran.stdout.contains("The text is in the index"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("Tom Brand"), "{}", ran.stdout);
    // What none of the texts has may be there under another name.
    lookup(&index, &["--title", "Elsewhere", "--author", "Jane Writer"]).refused("no-catalogue");

    let list = folder.path().join("list.csv");
    fs::write(
        &list,
        "title,author\nThe Salt Road,Jane Writer\nElsewhere,Jane Writer\nWinter Wheat,J. Writer\n",
    )
    .unwrap();
    let mut check = isolated();
    check.args(["check", "--format", "json", "--clients"]);
    let report = finish(check.arg(&list).arg("--index").arg(&index)).json();
    let verdicts: Vec<&str> = report["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(
        verdicts,
        ["possible", "inconclusive", "possible"],
        "{report:#}"
    );
    let result = &report["results"][0];
    assert_eq!(result["matches"][0]["work"]["title"], "The Salt Road");
    assert_eq!(result["matches"][0]["records"][0]["text"], true);
    let codes = result["warnings"].as_array().unwrap().iter();
    let codes: Vec<&str> = codes.map(|it| it["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"text-in-index"), "{codes:?}");

    // With a catalogue as well, a title that is in neither is "not found", and one whose
    // text is there is not.
    let listed = catalogue(folder.path(), "title,author\nAnother,Ann Other\n");
    let mut check = isolated();
    check.args(["check", "--format", "json", "--clients"]);
    check.arg(&list).arg("--index").arg(&index).arg("--index");
    let report = finish(check.arg(&listed)).json();
    let verdicts: Vec<&str> = report["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(
        verdicts,
        ["possible", "not-found", "possible"],
        "{report:#}"
    );
}

#[test]
fn an_answer_replaces_an_answer_and_nobodys_work() {
    let folder = tempfile::tempdir().unwrap();
    let index = catalogue(folder.path(), "title,author\nThe Salt Road,Jane Writer\n");
    for name in ["a.txt", "a.json", "a.csv", "a.html", "a.bib"] {
        let out = folder.path().join(name);
        for _ in 0..2 {
            let _ = lookup(&index, &["Jane Writer", "--out", out.to_str().unwrap()]).ending(0);
        }
        let written = fs::read_to_string(&out).unwrap();
        assert!(written.contains("Salt Road"), "{name} {written}");
    }
    let novel = folder.path().join("novel.txt");
    let words = "It was a dark night. ".repeat(200);
    fs::write(&novel, &words).unwrap();
    lookup(&index, &["Jane Writer", "--out", novel.to_str().unwrap()]).refused("invalid-argument");
    assert_eq!(fs::read_to_string(&novel).unwrap(), words);
}

#[test]
fn no_text_can_be_extracted_from_a_fingerprint() {
    let folder = tempfile::tempdir().unwrap();
    let print = folder.path().join("made.print");
    let mut make = isolated();
    make.arg("fingerprint")
        .arg(sample("the-weighbridge-at-cold-drove.epub"));
    let _ = finish(make.arg("--out").arg(&print)).ending(0);
    finish(isolated().arg("extract").arg(&print)).refused("unsupported");
}

#[test]
fn a_file_that_a_list_names_is_read_before_one_that_fits() {
    let folder = tempfile::tempdir().unwrap();
    let (files, other) = (folder.path().join("files"), folder.path().join("other"));
    fs::create_dir(&files).unwrap();
    fs::create_dir(&other).unwrap();
    let fits = files.join("The Salt Road.txt");
    fs::write(&fits, text::made(1, 3_000)).unwrap();
    fs::write(other.join("named.txt"), text::made(2, 3_000)).unwrap();
    let list = folder.path().join("list.csv");
    fs::write(
        &list,
        "title,author,file\nThe Salt Road,Jane Writer,other/named.txt\nThe Salt Road,Jane Writer,gone.txt\n",
    )
    .unwrap();
    let run = colophon([
        "check".as_ref(),
        "--clients".as_ref(),
        list.as_os_str(),
        "--files".as_ref(),
        files.as_os_str(),
        "--index".as_ref(),
        starter().as_os_str(),
        "--format".as_ref(),
        "json".as_ref(),
    ]);
    let report = run.json();
    let results = report["results"].as_array().unwrap();
    assert!(
        results[0]["path"].as_str().unwrap().ends_with("named.txt"),
        "{report:#}"
    );
    let codes = results[1]["warnings"].as_array().unwrap();
    assert!(
        codes.iter().any(|warning| warning["code"] == "no-file"),
        "{report:#}"
    );
}

#[test]
fn a_misspelt_name_leads_to_those_that_are_near() {
    let folder = tempfile::tempdir().unwrap();
    let index = catalogue(
        folder.path(),
        "title,author\nThe Hobbit,J. R. R. Tolkien\nRoverandom,J. R. R. Tolkien\n\
         Beyond Good and Evil,Friedrich Nietzsche\nThe Idiot,Fyodor Dostoevsky\n\
         A Moveable Feast,Ernest Hemingway\nDer Prozess,Jürgen Müller\nEmma,Jane Austen\n\
         Mansfield,Jane Austin\nPersuasion,Jane Austen\n",
    );
    let near = |asked: &[&str]| {
        let mut lookup = isolated();
        lookup.args(["lookup", "--format", "json"]).args(asked);
        let found = finish(lookup.arg("--index").arg(&index)).json();
        let near = found["near"].as_array().cloned().unwrap_or_default();
        let names = near.iter().map(|it| it.as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    for (asked, meant) in [
        ("Tolkein", "Tolkien"),
        ("J. R. R. Tolkein", "J. R. R. Tolkien"),
        ("Tolkein, J. R. R.", "Tolkien, J. R. R."),
        ("John Tolkein", "John Tolkien"),
        ("Friedrich Nietsche", "Friedrich Nietzsche"),
        ("Dostoyevski", "Dostoevsky"),
        ("Hemmingway", "Hemingway"),
        ("Jürgen Mueler", "Jürgen Müller"),
    ] {
        assert_eq!(near(&["--author", asked]), [meant], "{asked}");
    }
    // The one with the most records comes first.
    assert_eq!(
        near(&["--author", "Jane Austan"]),
        ["Jane Austen", "Jane Austin"]
    );
    assert_eq!(
        near(&["--title", "The Hobbit", "--author", "Tolkein"]),
        ["Tolkien"]
    );
    for asked in ["Tolkien", "Xolkien", "Anna Tolkein", "The Road to Nowhere"] {
        assert!(near(&["--author", asked]).is_empty(), "{asked}");
    }
    let said = lookup(&index, &["--author", "Tolkein"]).ending(0).stdout;
    assert!(said.contains("Did you mean “Tolkien”?"), "{said}");
}
