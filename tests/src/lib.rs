//! What the end-to-end suites in `tests/` share.
//!
//! A suite runs the real `colophon` program, as a user would, and looks at its
//! exit code, its two outputs and the files that it leaves. `cargo xtask test`
//! says where the program, the samples and the starter index are; without it
//! each suite makes them first.
//!
//! Nothing here knows what the program ought to do: the suites do.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

pub mod dumps;
pub mod files;
pub mod lists;
pub mod pdf;
mod program;
pub mod prose;
#[cfg(unix)]
pub mod pty;
pub mod publishing;
pub mod second;
pub mod sets;
pub mod text;
pub mod truth;

pub use program::{
    NOWHERE, Ran, bin, check_json, colophon, finish, isolated, root, sample, samples, starter,
};

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Reports that a test could not run and why, even if outputs are captured.
///
/// `cargo xtask test` repeats it at the end.
pub fn skip(test: &str, why: &str) {
    let line = format!("{test}: {why}\n");
    let _ = std::io::stderr().write_all(format!("SKIPPED {line}").as_bytes());
    if let Some(list) = std::env::var_os("COLOPHON_SKIPS") {
        let list = std::fs::OpenOptions::new().append(true).open(list);
        list.unwrap().write_all(line.as_bytes()).unwrap();
    }
}

/// Returns the names in a folder in order, including hidden ones.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Returns the files in a folder and in the folders below it that have this
/// ending.
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            files.push(path);
        }
    }
    files
}

/// Returns the files of the repository that hold code or tests.
pub fn sources() -> Vec<PathBuf> {
    let mut sources = Vec::new();
    for (folder, ending) in [
        ("crates", "rs"),
        ("src-tauri", "rs"),
        ("tests", "py"),
        ("tests", "rs"),
        ("ui/src", "svelte"),
        ("ui/src", "ts"),
        ("ui/tests", "ts"),
        ("xtask", "rs"),
    ] {
        sources.extend(files_below(&root().join(folder), ending));
    }
    assert!(sources.len() > 350, "{} files", sources.len());
    sources
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
