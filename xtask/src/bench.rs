//! `cargo xtask bench`: speed and size, each compared with its peer in the same
//! run.

use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};

use crate::{run, tools};

/// Real books, if they are there; without them the bench makes a text.
const BOOKS: &str = "../shared/data/books/txt";

/// Makes a catalogue with known answers, if the program is there.
const MAKE_CATALOGUE: &str = "../shared/tools/make_catalogue.py";
const N_ROWS: &str = "300000";

/// Runs `xtask bench` and shows each figure as it is measured.
///
/// # Errors
///
/// When an argument is not known or a bench fails.
pub(crate) fn run(mut arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    tools::c_compiler()?;
    let part = arguments.next();
    if part.as_ref().is_some_and(|part| part == "batch") {
        return batch(arguments);
    }
    if part.as_ref().is_some_and(|part| part == "growth") {
        return growth(arguments);
    }
    if part.as_ref().is_some_and(|part| part == "sets") {
        return sets();
    }
    if part.as_ref().is_some_and(|part| part == "supply") {
        return with_colophon("bench_supply", arguments);
    }
    if part.as_ref().is_some_and(|part| part == "collections") {
        return with_colophon("bench_collections", arguments);
    }
    if part.as_ref().is_some_and(|part| part == "window") {
        return crate::ui::measure(arguments);
    }
    ensure!(
        part.is_none(),
        "bench takes \"batch\", \"collections\", \"growth\", \"sets\", \"supply\", \"window\" or \
         nothing"
    );
    let example = |package: &str, name: &str| {
        run::cargo(&["run", "--release", "--package", package, "--example", name])
    };
    run::tell("Sketching against SHA-256")?;
    let mut sketch = example("colophon-fingerprint", "bench_sketch");
    let books = run::root().join(BOOKS);
    if books.is_dir() {
        sketch.arg("--").arg(&books);
    } else {
        run::tell(&format!("(there is no {BOOKS}; the text is made up)"))?;
    }
    run::succeed(&mut sketch)?;
    run::tell("\nPostings against the naive table")?;
    run::succeed(&mut example("colophon-index", "bench_postings"))?;
    run::tell("\nEditions that share hashes, against works that do not")?;
    run::succeed(&mut example("colophon-index", "bench_editions"))?;
    run::tell("\nCatalogue records against a plain table")?;
    let tool = run::root().join(MAKE_CATALOGUE);
    if !tool.is_file() {
        run::tell(&format!("(left out: there is no {MAKE_CATALOGUE})"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = run::target()?.join("bench-catalogue");
    let dump = folder.join("updated.sql");
    if !dump.is_file() {
        fs::create_dir_all(&folder)?;
        let mut make = Command::new("python3");
        make.arg(tool)
            .args(["--rows", N_ROWS, "--seed", "1", "--out"]);
        run::succeed(make.arg(&folder))?;
    }
    let mut catalogue = example("colophon-index", "bench_catalogue");
    catalogue.arg("--").arg(dump).arg("--out");
    run::succeed(catalogue.arg(folder.join("bench.colophon")))?;
    Ok(ExitCode::SUCCESS)
}

/// Checks a thousand documents in one batch, in a release build.
fn batch(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    run::build_colophon(true)?;
    let program = ["run", "--release", "--package", "colophon-tests"];
    let mut batch = run::cargo(&program);
    run::succeed(batch.args(["--bin", "batch", "--"]).args(arguments))?;
    Ok(ExitCode::SUCCESS)
}

/// Measures sets against one index of the same works and records.
fn sets() -> Result<ExitCode> {
    for (package, name) in [
        ("colophon-index", "bench_sets"),
        ("colophon-engine", "bench_titles"),
    ] {
        let program = ["run", "--release", "--package", package, "--example", name];
        run::succeed(&mut run::cargo(&program))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs an example of the tests with a release build of the command.
fn with_colophon(example: &str, arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let colophon = run::build_colophon(true)?;
    let program = ["run", "--release", "--package", "colophon-tests"];
    let mut bench = run::cargo(&program);
    bench.args(["--example", example, "--"]).arg(colophon);
    run::succeed(bench.args(arguments))?;
    Ok(ExitCode::SUCCESS)
}

/// Measures how the time of each step grows, in a release build.
fn growth(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    run::build_colophon(true)?;
    let program = ["run", "--release", "--package", "colophon-tests"];
    let mut growth = run::cargo(&program);
    let code = run::code(growth.args(["--bin", "growth", "--"]).args(arguments))?;
    Ok(if code == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
