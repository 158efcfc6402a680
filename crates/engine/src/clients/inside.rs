//! Which files a list may name: those in its own folder and in the folder that
//! the user has chosen for the titles' files.
//!
//! A list comes from somebody else. If it could name any file, a check of it would
//! read what its sender is curious about, and the report that goes back would hold
//! its digests. So a name is taken only if it leads into one of the folders, by
//! the letters of the path and in fact: links are followed before it is compared.
//! A path that leads out by its letters is not looked at, so the report does not
//! even say whether there is such a file.

use std::path::{Component, Path, PathBuf};

/// The folders in which a list may name files.
#[derive(Debug)]
pub(super) struct Inside {
    folders: Vec<PathBuf>,
}

/// What a name in a list leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A file that may be read.
    File(PathBuf),
    /// Nothing.
    Nothing,
    /// Something outside the folders, whether it exists or not.
    Outside,
}

impl Inside {
    /// Takes the folders, the one first in which names are looked up first.
    pub(super) fn new(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        let folders = folders.into_iter().map(|folder| {
            if folder.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                folder
            }
        });
        Self {
            folders: folders.collect(),
        }
    }

    /// Looks up the file that a list calls `name`.
    pub(super) fn find(&self, name: &str) -> Named {
        let name = name.replace('\\', "/");
        let mut is_outside = false;
        for folder in &self.folders {
            let path = folder.join(&name);
            if !self.leads_in(&path) {
                is_outside = true;
            } else if path.is_file() {
                if self.is_in(&path) {
                    return Named::File(path);
                }
                is_outside = true;
            }
        }
        if is_outside {
            Named::Outside
        } else {
            Named::Nothing
        }
    }

    /// Returns whether a file is in one of the folders when all links are followed.
    pub(super) fn is_in(&self, path: &Path) -> bool {
        path.canonicalize()
            .is_ok_and(|path| self.real().any(|folder| path.starts_with(folder)))
    }

    /// Returns whether the letters of a path lead into one of the folders.
    fn leads_in(&self, path: &Path) -> bool {
        let Some(path) = lexical(path) else {
            return false;
        };
        let written = self.folders.iter().filter_map(|folder| lexical(folder));
        written
            .chain(self.real())
            .any(|folder| path.starts_with(folder))
    }

    fn real(&self) -> impl Iterator<Item = PathBuf> {
        let folders = self.folders.iter();
        folders.filter_map(|folder| folder.canonicalize().ok())
    }
}

/// Returns an absolute path without `.` and `..`, without a look at the disk.
fn lexical(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::ParentDir => _ = plain.pop(),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    Some(plain)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_name_leads_into_the_folders_or_nowhere() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for folder in ["list/sub", "files", "other"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        for file in ["list/a.txt", "list/sub/b.txt", "files/c.txt", "other/x.txt"] {
            fs::write(at(file), "x").unwrap();
        }
        symlink(at("other/x.txt"), at("list/link.txt")).unwrap();
        symlink(at("other"), at("list/linked")).unwrap();
        symlink("a.txt", at("list/inner.txt")).unwrap();
        symlink(at("files"), at("list/to-files")).unwrap();
        let inside = Inside::new([at("files"), at("list")]);
        for (name, file) in [
            ("a.txt", "list/a.txt"),
            ("./sub/../a.txt", "list/./sub/../a.txt"),
            ("sub\\b.txt", "list/sub/b.txt"),
            ("c.txt", "files/c.txt"),
            ("../files/c.txt", "files/../files/c.txt"),
            ("inner.txt", "list/inner.txt"),
            ("to-files/c.txt", "list/to-files/c.txt"),
        ] {
            assert_eq!(inside.find(name), Named::File(at(file)), "{name}");
        }
        let absolute = at("list/a.txt");
        let name = absolute.to_str().unwrap();
        assert_eq!(inside.find(name), Named::File(absolute.clone()));
        for name in [
            "/etc/passwd",
            "/etc/no-such-file",
            "../other/x.txt",
            "../other/no-such-file",
            "sub/../../other/x.txt",
            "link.txt",
            "linked/x.txt",
            "..\\other\\x.txt",
            "/proc/self/environ",
            "../files-too/x.txt",
        ] {
            assert_eq!(inside.find(name), Named::Outside, "{name}");
        }
        for name in ["no-such-file.txt", "sub", "linked/no-such-file"] {
            assert_eq!(inside.find(name), Named::Nothing, "{name}");
        }
        assert!(!inside.is_in(&at("list/link.txt")));
        assert!(inside.is_in(&at("list/inner.txt")));
    }

    #[test]
    fn no_folder_is_the_current_one() {
        let inside = Inside::new([PathBuf::new()]);
        assert_eq!(
            inside.find("Cargo.toml"),
            Named::File("./Cargo.toml".into())
        );
        assert_eq!(inside.find("/etc/passwd"), Named::Outside);
    }
}
