//! The state in use, and those that are being read.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::durable;
use crate::sets::MANIFEST;

/// The file of a state that readers hold a lock on.
pub(super) const IN_USE: &str = "in-use";

/// The longest name of a state.
const LONGEST: u64 = 32;

/// Returns the folder of the state in use below `indexes/ID`, if there is one.
pub(crate) fn current(sets: &Path) -> Option<PathBuf> {
    let named = durable::read_short(&sets.join("current"), LONGEST)?;
    let number: u64 = String::from_utf8(named).ok()?.trim().parse().ok()?;
    let folder = sets.join(number.to_string());
    folder.join(MANIFEST).is_file().then_some(folder)
}

/// Keeps a state from being removed until the file is dropped. `None` for a folder that
/// this program did not install.
pub(crate) fn hold(set: &Path) -> Option<File> {
    let file = File::open(set.join(IN_USE)).ok()?;
    file.try_lock_shared().ok()?;
    Some(file)
}

/// Returns whether nobody reads a state.
pub(super) fn is_unread(set: &Path) -> bool {
    match File::open(set.join(IN_USE)) {
        Ok(file) => file.try_lock().is_ok(),
        // Without the file, it was being removed.
        Err(_) => true,
    }
}
