//! The worker: one process per document, which parses what nobody vouches for.
//!
//! The program starts itself again with a hidden first argument. The new
//! process has no environment, the opened document as its standard input and
//! a pipe as its standard output; it bounds its own memory, time and rights
//! before it looks at the first byte, and sends back frames. The caller
//! believes nothing that comes over the pipe: lengths, counts and encodings
//! are checked, and an answer that breaks the rules counts as a crash.
//!
//! The worker never sees the document's name, only whether it ends like
//! Markdown, HTML or neither, and a number in the place of a member's name.

mod confine;
mod frame;
mod parent;
mod rehearse;
mod serve;
mod task;
mod unpacked;

use std::path::PathBuf;
use std::sync::OnceLock;

pub use parent::{fences, prove};
pub(crate) use parent::{members, run};
#[doc(hidden)]
pub use rehearse::{answer_of, members_here, understand};
pub use serve::serve_if_asked;
#[doc(hidden)]
pub use serve::{Parse, serve_if_asked_with};
pub(crate) use unpacked::Unpacked;

/// The first argument that makes the program a worker.
#[doc(hidden)]
pub const WORD: &str = "--colophon-extract-worker";

static EXECUTABLE: OnceLock<PathBuf> = OnceLock::new();

/// Names the program to start as worker, in place of the running one.
///
/// For a program that is costly to start or cannot call [`serve_if_asked`]
/// first thing, and for tests. Only the first call counts; returns whether
/// this was it.
pub fn set_executable(path: PathBuf) -> bool {
    EXECUTABLE.set(path).is_ok()
}

/// Returns the program to start again.
///
/// # Errors
///
/// When the system does not tell which program runs.
#[doc(hidden)]
pub fn executable() -> std::io::Result<PathBuf> {
    if let Some(path) = EXECUTABLE.get() {
        return Ok(path.clone());
    }
    // The link leads to the running program even after an update has put
    // another file in its place.
    if cfg!(target_os = "linux") {
        let link = PathBuf::from("/proc/self/exe");
        if link.exists() {
            return Ok(link);
        }
    }
    std::env::current_exe()
}
