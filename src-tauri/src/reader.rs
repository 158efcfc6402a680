//! Which program reads documents for the window.
//!
//! A document is read in a separate process, for which other programs start
//! themselves again. This one is linked with a browser engine: it would take a
//! hundred times as long to start, and the libraries' own threads do what a
//! reader is ended for. So the command, which is next to the window, reads.

use std::path::PathBuf;

/// Lets the command read documents.
pub(crate) fn choose() {
    if let Some(path) = beside() {
        colophon_engine::read_with(held(path));
    }
}

/// Returns the path of the command, whether it exists or not.
fn beside() -> Option<PathBuf> {
    let name = format!("colophon{}", std::env::consts::EXE_SUFFIX);
    Some(std::env::current_exe().ok()?.with_file_name(name))
}

/// Returns a path that stays the same program when an update replaces it while
/// the window is open.
#[cfg(target_os = "linux")]
fn held(path: PathBuf) -> PathBuf {
    use std::os::fd::AsRawFd as _;
    let Ok(file) = std::fs::File::open(&path) else {
        // When it fails to start, the document's failure says so.
        return path;
    };
    let held = PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()));
    // It stays open as long as the window.
    std::mem::forget(file);
    held
}

#[cfg(not(target_os = "linux"))]
fn held(path: PathBuf) -> PathBuf {
    path
}
