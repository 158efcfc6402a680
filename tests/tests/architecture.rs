//! Compares the tests and files that docs/ARCHITECTURE.md names with those that
//! exist.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};

use colophon_tests::{root, sources};

/// Returns the text below a heading.
fn section(heading: &str) -> String {
    let text = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let (_, section) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    section.to_owned()
}

/// Returns the words in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_test_that_is_named_exists() {
    let code: String = sources()
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let section = section("What must always hold?");
    let is_test = |word: &&str| {
        let is_part = |c: char| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit();
        word.contains('_') && word.chars().all(is_part)
    };
    let (mut n_tests, mut missing) = (0, Vec::new());
    for name in quoted(&section).filter(is_test) {
        n_tests += 1;
        if !code.contains(&format!("fn {name}(")) && !code.contains(&format!("def {name}(")) {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "no such test: {missing:#?}");
    assert!(n_tests > 60, "{n_tests}");
}

#[test]
fn every_file_that_is_named_exists() {
    let sources = sources();
    let section = section("What must always hold?");
    let is_file = |word: &&str| [".rs", ".py", ".ts"].iter().any(|it| word.ends_with(it));
    for name in quoted(&section).filter(is_file) {
        let is_there = sources.iter().any(|path| path.ends_with(name));
        assert!(is_there, "no such file: {name}");
    }
    let mut n_names = 0;
    for (folder, names) in tree() {
        let sources = [folder.join("src"), folder];
        for name in &names {
            n_names += 1;
            let is_there = |folder: &PathBuf| {
                let path = folder.join(name);
                path.exists() || path.with_extension("rs").is_file()
            };
            let is_there = sources.iter().any(is_there);
            assert!(is_there, "{} has no {name}", sources[1].display());
        }
    }
    assert!(n_names > 60, "{n_names}");
}

/// Returns the folders of the tree in *Where is what?*, each with the names
/// that the tree lists in it.
///
/// A folder is at the start of a line or after two spaces. Its files are after
/// four, with commas between them and two spaces after the last; what is
/// further to the right continues the line above.
fn tree() -> Vec<(PathBuf, Vec<String>)> {
    let section = section("Where is what?");
    let tree = section.split("```").nth(1).unwrap();
    let mut all: Vec<(PathBuf, Vec<String>)> = Vec::new();
    let mut above = PathBuf::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let rest = line.trim_start();
        let names = rest.split("  ").next().unwrap();
        let names = names.split(',').map(|name| name.trim().to_owned());
        let names: Vec<_> = names.collect();
        match line.len() - rest.len() {
            0 => {
                above = root().join(&names[0]);
                all.push((above.clone(), Vec::new()));
            }
            2 => all.push((above.join(&names[0]), Vec::new())),
            4 => all.last_mut().unwrap().1.extend(names),
            _ => {}
        }
    }
    let folders = all.iter().map(|(folder, _)| folder);
    for folder in folders {
        assert!(Path::is_dir(folder), "there is no {}", folder.display());
    }
    all
}
