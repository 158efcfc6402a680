//! Where the program keeps what it keeps.

use std::path::PathBuf;
use std::sync::OnceLock;

/// A folder to use in place of the user's, for work that must leave nothing there.
static SCRATCH: OnceLock<PathBuf> = OnceLock::new();

/// Makes the program keep its files below this folder, and not in the user's own. Only
/// the first call counts; it comes before anything is kept.
pub fn keep_files_in(folder: PathBuf) {
    let _ = SCRATCH.set(folder);
}

/// Returns the folder of [`keep_files_in`].
pub(crate) fn scratch() -> Option<&'static PathBuf> {
    SCRATCH.get()
}

/// Returns the folder in which the program keeps its user's files.
pub fn data_folder() -> Option<PathBuf> {
    if let Some(scratch) = scratch() {
        return Some(scratch.join("colophon"));
    }
    let named = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let data = if cfg!(windows) {
        named("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        named("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        named("XDG_DATA_HOME").or_else(|| named("HOME").map(|home| home.join(".local/share")))
    };
    Some(data?.join("colophon"))
}
