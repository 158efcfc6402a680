//! The folder that becomes public, and what is kept next to it.
//!
//! | name | what | secret |
//! |---|---|---|
//! | `DIR` | what is uploaded | |
//! | `DIR.keys` | the keys, under a passphrase | yes |
//! | `DIR.renew.keys` | a key that signs timestamps alone, without one | yes |
//! | `DIR.publish.json` | what the first `index.json` will say, and the base's limit | |
//! | `DIR.pending/` | a root that needs more signatures | |
//! | `DIR.work/` | files that are put together, while a command runs | |
//! | `DIR.lock` | is locked while a command writes | |

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::failure::{invalid, unreadable, unwritable};
use super::write::ASIDE;
use crate::durable;
use crate::error::Error;
use crate::report::{Advice, Code};

/// The folder of the parts.
pub(super) const PARTS: &str = "parts";

/// A folder that becomes public.
#[derive(Debug, Clone)]
pub(super) struct Place {
    dir: PathBuf,
}

/// The right to change a folder, until it is dropped.
#[derive(Debug)]
pub(super) struct Locked(#[expect(dead_code, reason = "closing it gives the lock back")] File);

impl Place {
    /// Takes the path that a user gave.
    pub(super) fn of(dir: &Path) -> Result<Self, Error> {
        let whole = std::path::absolute(dir).map_err(|e| unreadable(e, dir))?;
        // Components lose a slash at the end, and "/." too.
        let mut whole: PathBuf = whole.components().collect();
        if whole.file_name().is_none() {
            whole = fs::canonicalize(dir).map_err(|e| unreadable(e, dir))?;
        }
        if whole.file_name().is_none() {
            let message = "the root of a file system cannot be published";
            return Err(invalid(message, Advice::EmptyFolder).at(dir));
        }
        Ok(Self { dir: whole })
    }

    /// Returns the folder.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns a file in the folder.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Returns the path with an ending: a file next to the folder.
    fn next_to(&self, ending: &str) -> PathBuf {
        let mut name: OsString = self.dir.clone().into_os_string();
        name.push(ending);
        name.into()
    }

    /// Returns the file of keys that is used if none is named.
    pub(super) fn keys(&self) -> PathBuf {
        self.next_to(".keys")
    }

    /// Returns the file of the key that signs timestamps without a passphrase.
    pub(super) fn renew_keys(&self) -> PathBuf {
        self.next_to(".renew.keys")
    }

    /// Returns the file of what waits for the first index.
    pub(super) fn notes(&self) -> PathBuf {
        self.next_to(".publish.json")
    }

    /// Returns the folder of a root that needs more signatures.
    pub(super) fn pending(&self) -> PathBuf {
        self.next_to(".pending")
    }

    /// Returns the folder for files that are put together.
    pub(super) fn work(&self) -> PathBuf {
        self.next_to(".work")
    }

    /// Returns the folder while it is being made.
    pub(super) fn beginning(&self) -> PathBuf {
        self.next_to(ASIDE)
    }

    /// Takes the right to change a folder that was made for publishing.
    ///
    /// # Errors
    ///
    /// `not-a-source` if it was not; those of [`Place::lock`].
    pub(super) fn lock_made(&self) -> Result<Locked, Error> {
        self.check_is_made()?;
        self.lock()
    }

    /// Refuses a folder that was not made for publishing.
    pub(super) fn check_is_made(&self) -> Result<(), Error> {
        if self.file("1.root.json").is_file() {
            return Ok(());
        }
        let message = "this is not the folder of a publisher: it has no 1.root.json";
        let error = Error::new(Code::NotASource, message);
        Err(error.advise(Advice::PublishedFolder).at(&self.dir))
    }

    /// Takes the right to change the folder, and removes what killed runs left.
    ///
    /// # Errors
    ///
    /// `in-use`, `unwritable`.
    pub(super) fn lock(&self) -> Result<Locked, Error> {
        let path = self.next_to(".lock");
        let file = durable::lock(&path).map_err(|error| match error {
            TryLockError::WouldBlock => {
                let message = "another command is changing this folder";
                let error = Error::new(Code::InUse, message);
                error.advise(Advice::WaitForOther).at(&self.dir)
            }
            TryLockError::Error(error) => unwritable(error, &path),
        })?;
        self.sweep();
        Ok(Locked(file))
    }

    /// Gives the right back, and leaves no file that says it was there.
    pub(super) fn unlock_for_good(&self, locked: Locked) {
        drop(locked);
        let _ = fs::remove_file(self.next_to(".lock"));
    }

    fn sweep(&self) {
        let _ = fs::remove_dir_all(self.work());
        for folder in [self.dir.clone(), self.dir.join(PARTS), self.pending()] {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let is_aside = entry
                    .file_name()
                    .as_encoded_bytes()
                    .ends_with(ASIDE.as_bytes());
                if is_aside && entry.file_type().is_ok_and(|it| it.is_file()) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }

    /// Refuses a file of keys that would be published.
    pub(super) fn check_keys_file(&self, path: &Path) -> Result<(), Error> {
        let whole = std::path::absolute(path).map_err(|e| unreadable(e, path))?;
        let folder = whole.parent().unwrap_or(Path::new("/"));
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let dir = fs::canonicalize(&self.dir).unwrap_or_else(|_| self.dir.clone());
        if folder.starts_with(&dir) || fs::canonicalize(&whole).is_ok_and(|it| it.starts_with(&dir))
        {
            let message = "the file of keys would be in the folder that is published";
            return Err(invalid(message, Advice::KeysElsewhere).at(path));
        }
        Ok(())
    }

    /// Returns the names of files in the folder, or in a folder below.
    pub(super) fn names(&self, below: &str) -> Vec<String> {
        let entries = fs::read_dir(self.dir.join(below));
        let entries = entries.into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect()
    }

    /// Returns the number for the next `N.ROLE.json`: larger than any that is there.
    pub(super) fn next_version(&self, role: &str) -> u64 {
        let ending = format!(".{role}.json");
        let names = self.names("");
        let numbers = names
            .iter()
            .filter_map(|name| name.strip_suffix(&ending)?.parse::<u64>().ok());
        numbers.max().unwrap_or(0) + 1
    }

    /// Returns the number for the next state of the set: larger than `current` and
    /// than any that a part has in its name.
    pub(super) fn next_set(&self, current: u64) -> u64 {
        let names = self.names(PARTS);
        let number = |name: &String| {
            let file = name.split('.').nth(1)?;
            file.rsplit_once('-')?.1.parse::<u64>().ok()
        };
        let largest = names.iter().filter_map(number).max();
        largest.unwrap_or(0).max(current) + 1
    }
}

/// Refuses a folder that `init` did not make, before anything is asked.
///
/// # Errors
///
/// `not-a-source`.
pub fn check_folder(dir: &Path) -> Result<(), Error> {
    Place::of(dir)?.check_is_made()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_next_to_a_folder_has_its_name() {
        for given in ["/srv/idx", "/srv/idx/", "/srv/idx/.", "/srv//./idx"] {
            let place = Place::of(Path::new(given)).unwrap();
            assert_eq!(place.keys(), Path::new("/srv/idx.keys"), "{given}");
        }
        assert!(Place::of(Path::new("/")).is_err());
    }

    #[test]
    fn numbers_never_repeat() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("idx")).unwrap();
        fs::create_dir_all(place.file(PARTS)).unwrap();
        assert_eq!((place.next_version("targets"), place.next_set(0)), (1, 1));
        for name in ["7.targets.json", "9.snapshot.json", "x.targets.json"] {
            fs::write(place.file(name), "").unwrap();
        }
        let part = format!("{PARTS}/{}.delta-12.0000", "a".repeat(64));
        fs::write(place.file(&part), "").unwrap();
        assert_eq!(place.next_version("targets"), 8);
        assert_eq!(place.next_set(3), 13);
        assert_eq!(place.next_set(30), 31);
    }

    #[test]
    fn only_one_command_changes_a_folder_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("idx")).unwrap();
        fs::create_dir(place.dir()).unwrap();
        fs::write(place.file("left.new"), "").unwrap();
        let locked = place.lock().unwrap();
        assert!(!place.file("left.new").exists());
        assert_eq!(place.lock().unwrap_err().code(), Code::InUse);
        drop(locked);
        place.lock().unwrap();
    }

    #[test]
    fn keys_are_never_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("idx")).unwrap();
        fs::create_dir_all(place.file(PARTS)).unwrap();
        place.check_keys_file(&place.keys()).unwrap();
        for bad in ["x.keys", "parts/x.keys", "parts/../x.keys"] {
            let error = place.check_keys_file(&place.file(bad)).unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument, "{bad}");
        }
    }
}
