//! Files as the window names them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use colophon_engine::FileKind;
use serde::Serialize;

/// What a file is to the window, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PathKind {
    Document,
    Folder,
    List,
    Index,
    Source,
    Other,
}

/// A file that a person chose, dropped or opened.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Picked {
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) kind: PathKind,
    pub(crate) size_bytes: u64,
}

/// Paths by the strings that stand for them in the window.
///
/// A path that is not Unicode cannot be written as a string: its string is a
/// number after a control character, which no Unicode path begins with.
#[derive(Debug, Default)]
pub(crate) struct Paths(Mutex<HashMap<String, PathBuf>>);

impl Paths {
    /// Returns the string that stands for a path.
    pub(crate) fn say(&self, path: &Path) -> String {
        if let Some(path) = path.to_str() {
            return path.to_owned();
        }
        let mut odd = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((said, _)) = odd.iter().find(|(_, known)| *known == path) {
            return said.clone();
        }
        let said = format!("\u{1}{}", odd.len());
        odd.insert(said.clone(), path.to_owned());
        said
    }

    /// Returns the path that a string stands for.
    pub(crate) fn hear(&self, said: &str) -> PathBuf {
        let odd = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        odd.get(said)
            .cloned()
            .unwrap_or_else(|| PathBuf::from(said))
    }

    /// Describes a file.
    pub(crate) fn pick(&self, path: &Path) -> Picked {
        let metadata = path.metadata().ok();
        let is_folder = metadata.as_ref().is_some_and(std::fs::Metadata::is_dir);
        Picked {
            path: self.say(path),
            name: name_of(path),
            folder: folder_of(path),
            kind: kind_of(path, is_folder),
            size_bytes: metadata
                .filter(|_| !is_folder)
                .map_or(0, |metadata| metadata.len()),
        }
    }
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

pub(crate) fn folder_of(path: &Path) -> String {
    path.parent()
        .map(|folder| folder.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn kind_of(path: &Path, is_folder: bool) -> PathKind {
    // The project of a writing program is a folder.
    let is_project = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("scriv"));
    if is_folder && !is_project {
        return PathKind::Folder;
    }
    match FileKind::of(path) {
        FileKind::Document => PathKind::Document,
        FileKind::List => PathKind::List,
        FileKind::Index => PathKind::Index,
        FileKind::Source => PathKind::Source,
        FileKind::Dump => PathKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_go_by_the_name() {
        let kind = |name: &str| kind_of(Path::new(name), false);
        assert_eq!(kind("a/Clients.XLSX"), PathKind::List);
        assert_eq!(kind("books3.colophon"), PathKind::Index);
        assert_eq!(kind("authors.colophon-source"), PathKind::Source);
        assert_eq!(kind("novel.epub"), PathKind::Document);
        assert_eq!(kind("dump.sql.gz"), PathKind::Other);
        assert_eq!(kind_of(Path::new("Backlist"), true), PathKind::Folder);
        assert_eq!(kind_of(Path::new("Novel.scriv"), true), PathKind::Document);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_unicode_comes_back() {
        use std::os::unix::ffi::OsStrExt as _;
        let paths = Paths::default();
        let odd = Path::new(std::ffi::OsStr::from_bytes(b"/tmp/caf\xe9.epub"));
        let said = paths.say(odd);
        assert_eq!(paths.hear(&said), odd);
        assert_eq!(paths.say(odd), said);
        assert_eq!(paths.hear("/tmp/a.epub"), Path::new("/tmp/a.epub"));
        assert!(paths.pick(odd).name.starts_with("caf"));
    }
}
