//! The window: its pages and its program.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};

use crate::stage::{self, Stage};
use crate::{run, tools};

/// Builds the window's pages into `ui/dist`.
///
/// # Errors
///
/// When npm is not there or a page cannot be built.
pub(crate) fn pages() -> Result<()> {
    tools::npm()?;
    install()?;
    run::succeed(&mut run::npm(&["run", "build"]))
}

/// Builds the window's program with its pages and returns its path.
///
/// # Errors
///
/// When something it needs is missing or it cannot be built.
pub(crate) fn program(release: bool) -> Result<PathBuf> {
    tools::webview()?;
    pages()?;
    let mut build = if release {
        let mut build = run::cargo(&["build", "--release", "--package", "colophon-desktop"]);
        build.args(["--features", "custom-protocol"]);
        build
    } else {
        run::debug_build("colophon-desktop")
    };
    run::succeed(&mut build)?;
    let folder = run::target()?.join(if release { "release" } else { "debug" });
    let program = folder.join(format!("colophon-desktop{}", std::env::consts::EXE_SUFFIX));
    ensure!(program.is_file(), "{} was not made", program.display());
    Ok(program)
}

/// Runs `xtask bindings`: writes `wire.ts` and `i18n/report.ts`. A test fails if one is not
/// what the program sends.
///
/// # Errors
///
/// When the program cannot be built.
pub(crate) fn bindings() -> Result<ExitCode> {
    tools::webview()?;
    let mut write = run::cargo(&["test", "--quiet"]);
    write.args(run::WORKSPACE);
    write.args(["--bin", "colophon-desktop", "bindings"]);
    run::succeed(write.env("COLOPHON_WRITE_BINDINGS", "1"))?;
    Ok(ExitCode::SUCCESS)
}

/// Installs what the pages are built with, in the versions of the lock file.
fn install() -> Result<()> {
    let folder = run::pages();
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
    run::succeed(&mut run::npm(&["ci", "--no-audit", "--no-fund"]))
}

/// Runs `xtask window`: the pages in Chromium, and the real window on a virtual
/// screen. `arguments` go to the program that drives the window.
///
/// # Errors
///
/// When something cannot be built.
pub(crate) fn drive(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let stage = stage::prepare(false)?;
    let mut all_well = true;
    for trial in trials(&stage, arguments.collect())? {
        let Some(mut command) = trial.command else {
            run::tell(&format!("{}: {}", trial.name, trial.wanting))?;
            all_well = false;
            continue;
        };
        all_well &= run::code(&mut command)? == 0;
    }
    Ok(if all_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs `xtask bench window [FOLDER]`: measures how soon the window is there,
/// and how much memory it takes at rest and after the documents of a folder.
///
/// # Errors
///
/// When something cannot be built, or what drives a window is missing.
pub(crate) fn measure(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let stage = stage::prepare(true)?;
    let window = program(true)?;
    ensure!(
        tools::screen(),
        "the tools that drive the real window are missing (Xvfb, AT-SPI, xdotool)"
    );
    let mut measure = Command::new("/usr/bin/python3");
    measure
        .arg(run::root().join("tests/desktop/measure.py"))
        .args(arguments)
        .env("COLOPHON_WINDOW", window)
        .env("COLOPHON_SAMPLES", stage.manuscripts);
    run::succeed(&mut measure)?;
    Ok(ExitCode::SUCCESS)
}

/// One way of testing the window.
#[derive(Debug)]
pub(crate) struct Trial {
    pub(crate) name: &'static str,
    /// None if something it needs is missing.
    pub(crate) command: Option<Command>,
    /// What is missing in that case.
    pub(crate) wanting: &'static str,
}

/// Returns what tests the pages and the window; `arguments` go to the program
/// that drives the window.
///
/// # Errors
///
/// When something cannot be built.
pub(crate) fn trials(stage: &Stage, arguments: Vec<OsString>) -> Result<Vec<Trial>> {
    const SCREEN: &str = "the tools that drive the real window are missing (Xvfb, AT-SPI, xdotool)";
    let automated = automated(stage)?;
    let window = program(false)?;
    let on_a_screen = tools::screen();
    let python = |script: &str| {
        let mut command = Command::new("/usr/bin/python3");
        command
            .arg(run::root().join("tests/desktop").join(script))
            .env("COLOPHON_WINDOW", &window)
            .env("COLOPHON_AUTOMATION", &automated);
        stage.lend(&mut command);
        on_a_screen.then_some(command)
    };
    let driven = python("drive.py").map(|mut drive| {
        drive.args(arguments);
        drive
    });
    Ok(vec![
        Trial {
            name: "window: pages in a browser",
            command: tools::chromium().then(|| run::npm(&["run", "e2e"])),
            wanting: "there is no Chromium to test the pages in",
        },
        Trial {
            name: "window: the real one",
            command: driven,
            wanting: SCREEN,
        },
        Trial {
            name: "window: ways out",
            command: python("egress.py"),
            wanting: SCREEN,
        },
    ])
}

/// Builds the program in which a test may leave fences open, and puts it where
/// nobody mistakes it for the real one.
fn automated(stage: &Stage) -> Result<PathBuf> {
    tools::webview()?;
    pages()?;
    let mut build = run::debug_build("colophon-desktop");
    run::succeed(build.args(["--features", "colophon-desktop/automation"]))?;
    let name = format!("colophon-desktop{}", std::env::consts::EXE_SUFFIX);
    let made = run::target()?.join("debug").join(&name);
    let to = run::target()?.join("automation").join(name);
    std::fs::create_dir_all(to.parent().unwrap_or(&to))?;
    std::fs::copy(made, &to)?;
    // The command reads documents for it.
    let command = stage.colophon.file_name().unwrap_or_default();
    std::fs::copy(&stage.colophon, to.with_file_name(command))?;
    Ok(to)
}
