//! `cargo xtask fuzz`: corrupted input for everything that reads files from
//! strangers.
//!
//! The fuzzer is the program `fuzz` of the tests' crate, which lists the options
//! at its top. It is built with overflow checks, which the release lacks.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::{run, tools};

/// Runs `xtask fuzz` with the arguments of the fuzzer.
///
/// # Errors
///
/// When it cannot be built, or when it found something.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    tools::c_compiler()?;
    let mut fuzzer = run::cargo(&["run", "--package", "colophon-tests", "--bin", "fuzz", "--"]);
    run::succeed(fuzzer.args(arguments))?;
    Ok(ExitCode::SUCCESS)
}
