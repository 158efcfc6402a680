//! The window: its pages and its program.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};

use crate::{app, run, tools};

/// Builds the window's pages into `ui/dist`.
///
/// # Errors
///
/// When npm is not there or a page cannot be built.
pub(crate) fn pages() -> Result<()> {
    tools::npm()?;
    install()?;
    run::succeed(&mut npm(&["run", "build"]))
}

/// Builds the window's program with its pages and returns its path.
///
/// # Errors
///
/// When something it needs is missing or it cannot be built.
pub(crate) fn program(release: bool) -> Result<PathBuf> {
    tools::webview()?;
    pages()?;
    let mut build = run::cargo(&["build", "--package", "colophon-desktop"]);
    build.args(["--features", "custom-protocol"]);
    if release {
        build.arg("--release");
    }
    run::succeed(&mut build)?;
    let folder = run::target()?.join(if release { "release" } else { "debug" });
    let program = folder.join(format!("colophon-desktop{}", std::env::consts::EXE_SUFFIX));
    ensure!(program.is_file(), "{} was not made", program.display());
    Ok(program)
}

/// Installs what the pages are built with, as the lock file has it.
fn install() -> Result<()> {
    let folder = folder();
    let (lock, installed) = (
        folder.join("package-lock.json"),
        folder.join("node_modules/.package-lock.json"),
    );
    let changed = |path: &Path| {
        path.metadata()
            .and_then(|metadata| metadata.modified())
            .ok()
    };
    if changed(&installed).is_some() && changed(&installed) >= changed(&lock) {
        return Ok(());
    }
    run::succeed(&mut npm(&["ci", "--no-audit", "--no-fund"]))
}

/// Returns a call of npm in the folder of the pages.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder()).args(arguments);
    command
}

fn folder() -> PathBuf {
    run::root().join("ui")
}

/// Runs `xtask window`: the pages in Chromium, and the real window on a screen
/// of its own. What follows goes to the program that drives the window.
///
/// # Errors
///
/// When something cannot be built.
pub(crate) fn drive(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let stage = app::prepare(false)?;
    let window = program(false)?;
    ensure!(
        tools::chromium(),
        "there is no Chromium to try the pages in"
    );
    ensure!(
        tools::screen(),
        "what drives the real window is not there (Xvfb, AT-SPI, xdotool)"
    );
    let pages = run::code(&mut npm(&["run", "e2e"]))?;
    let mut drive = Command::new("/usr/bin/python3");
    drive
        .arg(run::root().join("tests/desktop/drive.py"))
        .args(arguments)
        .env("COLOPHON_WINDOW", window)
        .env("COLOPHON_BIN", &stage.colophon)
        .env("COLOPHON_SAMPLES", &stage.manuscripts)
        .env("COLOPHON_STARTER", &stage.starter);
    let driven = run::code(&mut drive)?;
    Ok(if pages == 0 && driven == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
