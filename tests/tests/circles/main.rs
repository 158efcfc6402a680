//! Which files import each other in a circle, and which circles are allowed.
//!
//! A file outside every circle can be read from the ground up: what it imports
//! comes first. So each circle needs a reason, and the reasons are here.
//! `cargo test -p colophon-tests --test circles -- --nocapture` prints them all.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod graph;
mod pages;
mod rust;
mod tokens;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use colophon_tests::root;

use self::graph::Graph;

/// The circles that may stay: the crate (or `ui`), its files, and why.
const ALLOWED: &[(&str, &[&str], &str)] = &[
    (
        "catalogue",
        &["dump/sql/script.rs", "dump/sql/value.rs"],
        "`Statements` has its `impl` in both: one reads the script, the other its values",
    ),
    (
        "index",
        &["catalogue/read.rs", "lookup.rs", "reader.rs"],
        "`Index` has its `impl` in two of them, and the lookup reads from it in several threads",
    ),
    (
        "ui",
        &["lib/i18n/de.ts", "lib/i18n/index.svelte.ts"],
        "types only: German takes its keys from the type of a catalogue",
    ),
];

/// Returns the folders with the sources of our crates, by short name.
fn crates() -> Vec<(String, PathBuf)> {
    let named = fs::read_dir(root().join("crates")).unwrap();
    let mut folders: Vec<_> = named.map(|entry| entry.unwrap().path()).collect();
    folders.extend(["src-tauri", "tests", "xtask"].map(|name| root().join(name)));
    folders.sort();
    let with_name = |folder: PathBuf| {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        (name, folder.join("src"))
    };
    folders.into_iter().map(with_name).collect()
}

/// Returns all circles: the crate, its files, and a line for each import.
fn circles() -> Vec<(String, BTreeSet<String>, String)> {
    let mut graphs: Vec<(String, Graph)> = crates()
        .into_iter()
        .map(|(name, source)| (name, rust::imports(&source)))
        .collect();
    assert!(graphs.len() > 10, "the crates are found");
    graphs.push(("ui".to_owned(), pages::imports(&root().join("ui/src"))));
    let mut all = Vec::new();
    for (name, graph) in graphs {
        for circle in graph.circles() {
            let lines = graph.describe(&circle);
            all.push((name.clone(), circle, lines));
        }
    }
    all
}

#[test]
fn only_the_circles_that_are_allowed_are_there() {
    let mut unmet: Vec<_> = ALLOWED.iter().collect();
    let mut surprises = Vec::new();
    for (name, circle, imports) in circles() {
        let is_same = |(of, files, _): &&(&str, &[&str], &str)| {
            *of == name && circle.iter().eq(files.iter().copied())
        };
        let files: Vec<_> = circle.iter().map(String::as_str).collect();
        let files = files.join(", ");
        if let Some(i) = unmet.iter().position(is_same) {
            let (_, _, reason) = unmet.remove(i);
            println!("{name}: {files}\n  allowed: {reason}\n{imports}");
        } else {
            surprises.push(format!("{name}: {files}\n{imports}"));
        }
    }
    assert!(
        surprises.is_empty(),
        "files that import each other; move what both need to a file beneath both:\n\n{}",
        surprises.join("\n")
    );
    assert!(
        unmet.is_empty(),
        "these circles are gone; remove them from the list: {unmet:#?}"
    );
}

/// A test that finds nothing because it reads nothing would be worthless.
#[test]
fn every_source_file_is_read() {
    for (name, source) in crates() {
        let (read, all) = rust::files(&source);
        assert_eq!(read, all, "{name}: a file is not part of any module tree");
    }
}
