//! `cargo xtask bench`: speed and size, each beside its peer in the same run.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, ensure};

use crate::{run, tools};

/// Real books, where they are; without them the bench makes a text.
const BOOKS: &str = "../shared/data/books/txt";

/// Runs `xtask bench`; what it measures is shown as it comes.
///
/// # Errors
///
/// When an argument is not known or a bench fails.
pub(crate) fn run(mut arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let extra = arguments.next();
    ensure!(extra.is_none(), "bench takes no arguments");
    tools::c_compiler()?;
    let example = |package: &str, name: &str| {
        run::cargo(&["run", "--release", "--package", package, "--example", name])
    };
    run::tell("Sketching against SHA-256")?;
    let mut sketch = example("colophon-fingerprint", "bench_sketch");
    let books = run::root().join(BOOKS);
    if books.is_dir() {
        sketch.arg("--").arg(&books);
    } else {
        run::tell(&format!("(there is no {BOOKS}; the text is made)"))?;
    }
    run::succeed(&mut sketch)?;
    run::tell("\nPostings against the naive table")?;
    run::succeed(&mut example("colophon-index", "bench_postings"))?;
    Ok(ExitCode::SUCCESS)
}
