//! Which kept results an update may change.

use std::fs;
use std::path::{Path, PathBuf};

use colophon_engine::library::{Library, ReportContext};
use colophon_engine::{self as engine, CheckRequest, Job};

#[test]
fn results_that_an_update_may_change_are_counted() {
    engine::read_with(colophon_tests::bin().to_owned());
    let folder = tempfile::tempdir().unwrap();
    let text = |seed| colophon_tests::text::made(seed, 4_000);
    let page = |title: &str, seed| {
        format!(
            "<html><head><title>{title}</title><meta name=\"author\" content=\"Ada Northwood\">\
             </head><body><p>{}</p></body></html>",
            text(seed)
        )
    };
    let manuscript = folder.path().join("mine.html");
    fs::write(&manuscript, page("The Winter Road Home", 900)).unwrap();
    let index = |name: &str, title: &str, seed| {
        let books = folder.path().join(name);
        fs::create_dir(&books).unwrap();
        fs::write(books.join("book.html"), page(title, seed)).unwrap();
        let out = folder.path().join(format!("{name}.colophon"));
        let (books, file) = (books.to_str().unwrap(), out.to_str().unwrap());
        let _ =
            colophon_tests::colophon(["index", "build", "--books", books, "--out", file]).ending(0);
        out
    };
    let library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let job = Job::default();
    let check = |file: &Path| {
        let request = CheckRequest::new(vec![manuscript.clone()], vec![file.to_owned()]);
        let report = engine::check(&request, &job).unwrap();
        let context = ReportContext::of(&report);
        let row = library.keep(&context, &manuscript, &report.results[0], &report.created);
        row.unwrap()
    };
    let affected = |files: &[&PathBuf]| {
        let files: Vec<PathBuf> = files.iter().map(|it| (*it).clone()).collect();
        engine::affected(&library, &files, &job).unwrap()
    };
    let other = index("other", "Salt and Tide", 901);
    let same_title = index("title", "The Winter Road Home", 902);
    let same_text = index("text", "Working title", 900);
    assert_eq!(affected(&[&other, &same_title, &same_text]), 0);
    let first = check(&other);
    assert_eq!(affected(&[&other]), 0);
    assert_eq!(affected(&[&same_title]), 1);
    assert_eq!(affected(&[&same_text]), 1);
    assert_eq!(affected(&[&other, &same_title, &same_text]), 1);
    // What a result names already is not new to it.
    library.forget(&[first.id]).unwrap();
    check(&same_text);
    assert_eq!(affected(&[&same_text]), 0);
    assert_eq!(affected(&[&same_title]), 1);
}
