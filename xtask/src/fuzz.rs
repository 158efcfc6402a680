//! `cargo xtask fuzz`: spoilt input for everything that reads what strangers
//! made.
//!
//! The fuzzer is the program `fuzz` of the tests' crate, which has the options
//! at its top. It is built with checks of overflows, which the release has not.

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
