//! The program that is started as a worker.

use std::path::PathBuf;
use std::sync::OnceLock;

static EXECUTABLE: OnceLock<PathBuf> = OnceLock::new();

/// Sets the program to start as a worker, instead of the running one.
///
/// For a program that takes long to start or cannot serve first thing in its
/// `main`, and for tests. Only the first call counts; returns whether this was
/// it.
pub fn set_executable(path: PathBuf) -> bool {
    EXECUTABLE.set(path).is_ok()
}

/// Returns the program to start again.
///
/// # Errors
///
/// If the system does not say which program is running.
pub fn executable() -> std::io::Result<PathBuf> {
    if let Some(path) = EXECUTABLE.get() {
        return Ok(path.clone());
    }
    // The link leads to the running program even after an update has replaced
    // its file.
    if cfg!(target_os = "linux") {
        let link = PathBuf::from("/proc/self/exe");
        if link.exists() {
            return Ok(link);
        }
    }
    std::env::current_exe()
}
