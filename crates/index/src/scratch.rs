//! The folder in which a build keeps what is not finished.
//!
//! It is next to the new index, because a rename is atomic only within a file
//! system, and is called `.colophon-building-PID-N`. A file in it is locked while
//! the build lives; the system drops the lock however the process ends. So a later
//! build can recognise what a killed one left behind, and removes it.
//!
//! Only files with the names below are removed, and only from folders of that
//! name; no link is followed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

const PREFIX: &str = ".colophon-building-";
const LOCK: &str = "lock";

/// The files of a build, with [`LOCK`].
pub(crate) const INDEX: &str = "index";
pub(crate) const WORKS: &str = "works";
pub(crate) const POSTINGS: &str = "postings";
pub(crate) const SHORT_POSTINGS: &str = "short-postings";
pub(crate) const CROWDED: &str = "crowded";
pub(crate) const PLACES: &str = "places";
pub(crate) const DIGESTS: &str = "digests";
pub(crate) const RECORDS: &str = "records";
pub(crate) const RECORD_DIGESTS: &str = "record-digests";
pub(crate) const MD5S: &str = "md5s";
pub(crate) const JOINED: &str = "joined";
pub(crate) const TERMS: &str = "terms";
pub(crate) const WORK_TERMS: &str = "work-terms";
const FILES: [&str; 13] = [
    INDEX,
    WORKS,
    POSTINGS,
    SHORT_POSTINGS,
    CROWDED,
    PLACES,
    DIGESTS,
    RECORDS,
    RECORD_DIGESTS,
    MD5S,
    JOINED,
    TERMS,
    WORK_TERMS,
];

/// Returns the folder that `path` is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A build's folder; dropping it removes it.
pub(crate) struct Scratch {
    folder: PathBuf,
    /// Held for its lock; `None` on file systems without locks.
    lock: Option<File>,
}

impl Scratch {
    /// Removes what dead builds left in `parent`, and creates a folder there.
    pub(crate) fn create(parent: &Path) -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        remove_leftovers(parent);
        // Another build may take a fresh folder for a leftover before it is locked;
        // then the next name is tried.
        for _ in 0..100 {
            let n = NEXT.fetch_add(1, Ordering::Relaxed);
            let folder = parent.join(format!("{PREFIX}{}-{n}", std::process::id()));
            match fs::create_dir(&folder) {
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => continue,
                other => other?,
            }
            match lock_new(&folder) {
                Ok(lock) => return Ok(Self { folder, lock }),
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => {
                    remove(&folder);
                    return Err(e);
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Returns the folder itself.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the path of one of the build's files.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Windows does not remove a file that is open.
        self.lock = None;
        remove(&self.folder);
    }
}

fn lock_new(folder: &Path) -> io::Result<Option<File>> {
    let path = folder.join(LOCK);
    let file = File::create_new(&path)?;
    match file.try_lock() {
        // Another build that locked the file first may have removed it since.
        Ok(()) if path.exists() => Ok(Some(file)),
        Ok(()) | Err(TryLockError::WouldBlock) => Err(io::ErrorKind::NotFound.into()),
        Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

/// Removes the folders of dead builds in `parent`, as far as that is possible.
fn remove_leftovers(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_ours {
            continue;
        }
        let folder = entry.path();
        let path = folder.join(LOCK);
        if !fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_file()) {
            // Killed before it had a lock; this fails unless it is empty.
            let _ = fs::remove_dir(&folder);
            continue;
        }
        let Ok(lock) = File::open(&path) else {
            continue;
        };
        if lock.try_lock().is_ok() {
            // On Windows the lock must be released before the file can be removed;
            // elsewhere it is held until the folder is gone.
            if cfg!(windows) {
                drop(lock);
            }
            remove(&folder);
        }
    }
}

/// Removes a build's files and its folder, as far as that is possible, the lock
/// last.
fn remove(folder: &Path) {
    for file in FILES.iter().chain([&LOCK]) {
        let _ = fs::remove_file(folder.join(file));
    }
    // SQLite makes none of these with a build's settings; a future version might.
    for suffix in ["-journal", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("{INDEX}{suffix}")));
    }
    let _ = fs::remove_dir(folder);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_dropped_folder_is_gone() {
        let parent = tempfile::tempdir().unwrap();
        let scratch = Scratch::create(parent.path()).unwrap();
        fs::write(scratch.path(POSTINGS), "x").unwrap();
        assert_eq!(entries(parent.path()), 1);
        drop(scratch);
        assert_eq!(entries(parent.path()), 0);
    }

    #[test]
    fn living_builds_are_left_alone_and_dead_ones_removed() {
        let parent = tempfile::tempdir().unwrap();
        let dead = parent.path().join(format!("{PREFIX}1-0"));
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        fs::write(dead.join(INDEX), "half").unwrap();
        fs::create_dir(parent.path().join(format!("{PREFIX}1-1"))).unwrap();
        let first = Scratch::create(parent.path()).unwrap();
        assert_eq!(entries(parent.path()), 1);
        let second = Scratch::create(parent.path()).unwrap();
        assert_eq!(entries(parent.path()), 2);
        assert!(first.path(LOCK).exists() && second.path(LOCK).exists());
    }

    #[test]
    fn what_is_not_a_build_stays() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join(format!("{PREFIX}mine"));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("novel.txt"), "text").unwrap();
        fs::write(parent.path().join(".colophon-building-file"), "").unwrap();
        drop(Scratch::create(parent.path()).unwrap());
        assert!(folder.join("novel.txt").exists());
        assert_eq!(entries(parent.path()), 2);
    }
}
