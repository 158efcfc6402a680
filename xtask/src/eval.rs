//! `cargo xtask eval`: the real command's answers against the truth.
//!
//! The judge is the program `eval` of the tests' crate; it finds the release
//! build of the command beside itself.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::{run, tools};

/// Runs `xtask eval` with the arguments of the judge.
///
/// # Errors
///
/// When something cannot be built, or the judge could not judge: the books
/// with known truth are not in the repository.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    tools::c_compiler()?;
    run::build_colophon(true)?;
    let package = ["run", "--release", "--package", "colophon-tests"];
    let mut judge = run::cargo(&package);
    run::succeed(judge.args(["--bin", "eval", "--"]).args(arguments))?;
    Ok(ExitCode::SUCCESS)
}
