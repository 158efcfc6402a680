//! Look-ups: what they find besides catalogue records, and what they say if
//! there is no catalogue.

use std::fmt::Write as _;
use std::fs;

use colophon_tests::{colophon, finish, isolated, sample, starter, text};

#[test]
fn an_index_without_a_catalogue_cannot_answer() {
    let arguments = [
        "lookup",
        "--title",
        "The Weighbridge at Cold Drove",
        "--index",
    ];
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

#[test]
fn an_answer_that_is_cut_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (dump, index) = (
        folder.path().join("dump.csv"),
        folder.path().join("own.colophon"),
    );
    let mut rows = "id,title,author\n".to_owned();
    for n in 0..30 {
        let first = ["Blue", "Long", "White"][n % 3];
        let _ = writeln!(rows, "{n},{first} Nights,Ann Bell");
    }
    fs::write(&dump, rows).unwrap();
    let mut build = isolated();
    build.args(["index", "build", "--catalogue"]);
    build.arg(format!("csv:{}", dump.display()));
    let _ = finish(build.arg("--out").arg(&index)).ending(0);
    for (asked, n, more) in [("Bell", 20, true), ("Nobody", 0, false)] {
        let mut lookup = isolated();
        lookup.args(["lookup", "--author", asked, "--format", "json", "--index"]);
        let found = finish(lookup.arg(&index)).ending(0).json();
        assert_eq!(found["records"].as_array().unwrap().len(), n, "{found:#}");
        assert_eq!(found["more"], more, "{found:#}");
    }
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
