//! `cargo xtask app`: from nothing to the main job, while you watch.
//!
//! Builds the program, makes the sample manuscripts and the starter index, and
//! opens the window; without a display, it checks the samples in the terminal.
//! A second run does all of it again, except what cargo need not build.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};

use crate::{run, stage, ui};

/// Runs `xtask app [--release]`.
///
/// # Errors
///
/// When an argument is not known, something cannot be built, or a sample could
/// not be judged.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let mut release = false;
    for argument in arguments {
        ensure!(
            argument == "--release",
            "app does not know {}",
            argument.display()
        );
        release = true;
    }
    let stage = stage::prepare(release)?;
    if has_display() {
        let window = ui::program(release)?;
        run::tell("\nThe window opens with the demonstration index. Close it to finish.")?;
        let code = run::code(&mut Command::new(window))?;
        ensure!(code == 0, "the window ended with code {code}");
        return Ok(ExitCode::SUCCESS);
    }
    run::tell("\nThere is no display for the window; this is the check in the terminal.\n")?;
    let code = run::code(
        Command::new(&stage.colophon)
            .arg("check")
            .arg(&stage.manuscripts)
            .arg("--index")
            .arg(&stage.starter),
    )?;
    // 1 says that something was found, as it should be.
    ensure!(
        code == 0 || code == 1,
        "the check of the samples ended with code {code}"
    );
    run::tell(&format!(
        "\nThis was `colophon check` on three stories made for this project, in several formats: the \
         demonstration\nindex holds one of them, a chapter of another and nothing of the third. Yours: {}",
        own_call(&stage.colophon)
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Returns whether a window can be shown.
fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

fn own_call(colophon: &Path) -> String {
    format!("{} check MANUSCRIPT", colophon.display())
}
