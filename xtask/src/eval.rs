//! `cargo xtask eval`: compares the real command's answers with the truth.
//!
//! The judge is the program `eval` of the tests' crate; it finds the release
//! build of the command next to itself. `--builtin` needs no release build: it
//! judges a few pairs that are in the repository, and measures no time.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::{run, stage, tools};

/// Runs `xtask eval` with the arguments of the judge.
///
/// # Errors
///
/// When something cannot be built, or the judge could not judge: without
/// `--builtin` it needs books that are not in the repository.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let arguments: Vec<OsString> = arguments.collect();
    if arguments.iter().any(|argument| argument == "--builtin") {
        let stage = stage::prepare(false)?;
        let mut judge = run::cargo(&["run", "--package", "colophon-tests", "--bin", "eval", "--"]);
        let judge = stage.lend(&mut judge).args(arguments);
        let code = run::code(judge)?;
        return Ok(if code == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    tools::c_compiler()?;
    run::build_colophon(true)?;
    let package = ["run", "--release", "--package", "colophon-tests"];
    let mut judge = run::cargo(&package);
    run::succeed(judge.args(["--bin", "eval", "--"]).args(arguments))?;
    Ok(ExitCode::SUCCESS)
}
