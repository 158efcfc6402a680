//! `cargo xtask spreadsheets`: opens the tables of a report in `LibreOffice`, and looks
//! at what it makes of them.

use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};

use crate::{run, stage, tools};

/// Runs `xtask spreadsheets`.
///
/// # Errors
///
/// When something cannot be built, or `LibreOffice` is missing.
pub(crate) fn run() -> Result<ExitCode> {
    ensure!(
        tools::spreadsheet(),
        "there is no LibreOffice. On Debian and Ubuntu: sudo apt-get install libreoffice-calc-nogui"
    );
    let stage = stage::prepare(false)?;
    let mut check = Command::new("python3");
    check.arg(run::root().join("tests/desktop/spreadsheet.py"));
    stage.lend(&mut check);
    run::succeed(&mut check)?;
    Ok(ExitCode::SUCCESS)
}
