//! What comes with the program: indexes to start with, and sample manuscripts.
//!
//! The indexes of real collections are searched like those of the user. The
//! demonstration says nothing about any collection, so only the sample stories are
//! compared with it, unless somebody names it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::folder::data_folder;
use crate::sets::MANIFEST;
use crate::supply;

/// The name by which the demonstration index is recognised.
pub const DEMONSTRATION_NAME: &str = "Colophon demonstration";

/// The file name of the demonstration index.
pub const STARTER_FILE: &str = "starter.colophon";

/// The file names of the indexes of real collections that come with the program.
pub const SHIPPED_FILES: [&str; 1] = ["books3-numbers.colophon"];

/// The folder of the sample manuscripts.
const SAMPLES: &str = "samples";

/// Returns the indexes to search when none is named: every index in the user's
/// index folder, and those of real collections that come with the program.
pub fn default_indexes() -> Vec<PathBuf> {
    let own = index_folder().map(|folder| indexes_in(&folder));
    let shipped = SHIPPED_FILES.iter().filter_map(|name| shipped(name));
    own.into_iter().flatten().chain(shipped).collect()
}

/// Returns the indexes to compare these files with when none is named: the
/// demonstration for the sample stories, [`default_indexes`] for everything else.
pub fn indexes_for(paths: &[PathBuf]) -> Vec<PathBuf> {
    let samples: Vec<PathBuf> = sample_folders().collect();
    let is_sample = |path: &PathBuf| {
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        samples.iter().any(|folder| place.starts_with(folder))
    };
    if !paths.is_empty() && paths.iter().all(is_sample) {
        let demonstration = demonstration();
        if demonstration.is_some() {
            return demonstration.into_iter().collect();
        }
    }
    default_indexes()
}

/// Returns the demonstration index, if the program has one.
pub fn demonstration() -> Option<PathBuf> {
    shipped(STARTER_FILE)
}

/// Returns the folder in which a user keeps indexes.
pub fn index_folder() -> Option<PathBuf> {
    Some(data_folder()?.join("indexes"))
}

/// Returns the sample manuscripts, in the order of their names.
pub fn samples() -> Vec<PathBuf> {
    let files = sample_folders().next().map(fs::read_dir);
    let mut files: Vec<PathBuf> = files
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    files
}

fn indexes_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        // Of an index that was got from its publisher, the state in use.
        .map(|path| supply::current(&path).unwrap_or(path))
        .filter(|path| {
            let is_file = path
                .extension()
                .is_some_and(|extension| extension == "colophon");
            is_file || path.join(MANIFEST).is_file()
        })
        // What an interrupted build left is not an index.
        .filter(|path| {
            !path
                .file_name()
                .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
        })
        .collect();
    paths.sort();
    paths
}

/// Returns the file of this name that comes with the program.
fn shipped(name: &str) -> Option<PathBuf> {
    let mut places = places(".").map(|folder| folder.join(name));
    places.find(|path| path.is_file())
}

/// Returns the folders that hold sample manuscripts, links resolved.
fn sample_folders() -> impl Iterator<Item = PathBuf> {
    places("..")
        .map(|folder| folder.join(SAMPLES))
        .filter_map(|folder| fs::canonicalize(folder).ok())
        .filter(|folder| folder.is_dir())
}

/// Returns where files can be that come with the program: where a package puts
/// them, or `near` the program itself.
fn places(near: &str) -> impl Iterator<Item = PathBuf> {
    let program = std::env::current_exe().ok();
    let folder = program.and_then(|program| Some(program.parent()?.to_owned()));
    let near = near.to_owned();
    folder.into_iter().flat_map(move |folder| {
        [near.as_str(), "../share/colophon", "../Resources", "."].map(|place| folder.join(place))
    })
}
