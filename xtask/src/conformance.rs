//! `cargo xtask conformance SUITE`: the conformance suite of TUF against our client.
//!
//! SUITE is a checkout of theupdateframework/tuf-conformance. What it needs of Python
//! is installed below the target folder. CI needs neither: `crates/supply/tests` hold
//! the same scenarios.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};

use crate::run::{cargo, code, root, target};

/// What the suite asks for in its pyproject.toml.
const NEEDS: [&str; 4] = [
    "tuf==7.0.0",
    "securesystemslib[crypto]==1.4.0",
    "pytest",
    "pytest-json-report",
];

const CLIENT: &str = "tuf_client";

pub(crate) fn run(mut arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let suite = arguments
        .next()
        .map(PathBuf::from)
        .context("name the folder of a checkout of theupdateframework/tuf-conformance")?;
    let tests = suite.join("tuf_conformance");
    ensure!(tests.is_dir(), "{} is not there", tests.display());
    let built = code(&mut cargo(&[
        "build",
        "--package",
        "colophon-supply",
        "--example",
        CLIENT,
    ]))?;
    ensure!(built == 0, "the client does not build");
    let client = target()?.join("debug/examples").join(CLIENT);
    // The suite looks for the expected failures next to the client.
    let named = format!("crates/supply/examples/{CLIENT}.xfails");
    fs::copy(root().join(&named), client.with_extension("xfails")).context(named)?;
    let python = target()?.join("conformance");
    if !python.join("bin/pytest").is_file() {
        let made = code(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        ensure!(made == 0, "python3 has no venv");
        let pip = python.join("bin/pip");
        let installed = code(Command::new(pip).args(["install", "--quiet"]).args(NEEDS))?;
        ensure!(installed == 0, "what the suite needs cannot be installed");
    }
    let mut pytest = Command::new(python.join("bin/pytest"));
    pytest
        .args(["-q", "-rfE"])
        .arg(&tests)
        .arg("--entrypoint")
        .arg(&client);
    let code = code(&mut pytest)?;
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}
