//! `cargo xtask app`: from nothing to the main job, while you watch.
//!
//! Builds the program, makes the sample manuscripts and the starter index, and
//! opens the window; without a display, it checks the samples in the terminal.
//! A second run does all of it again, except what cargo need not build.
//!
//! It says at once what it does and how long that takes. What the tools say goes to
//! a file, and is shown only if one of them fails.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};

use crate::{demonstration, run, stage, ui};

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
    let (is_shown, target) = (has_display(), run::target()?);
    run::tell(&introduction(release, is_shown, &target))?;
    run::be_quiet(&target.join("app.log"))?;
    run::tell("1. The command, three sample stories and a small index of them")?;
    let stage = stage::prepare(release)?;
    run::tell(
        "2. That index, published in a folder, signed, and got from there as a reader gets it",
    )?;
    let published = demonstration::show(&stage)?;
    if is_shown {
        run::tell("3. The window")?;
        let window = ui::program(release)?;
        run::tell(&format!(
            "\nThe window opens with the demonstration index. To see how an index is added, choose Indexes, \
             Add a source,\nand this folder: {}\nClose the window to finish.",
            published.display()
        ))?;
        let code = run::used(&mut Command::new(window))?;
        ensure!(code == 0, "the window ended with code {code}");
        return Ok(ExitCode::SUCCESS);
    }
    run::tell(&format!("   The folder is {}", published.display()))?;
    run::tell("\nThere is no display for the window; this is the check in the terminal.\n")?;
    let status = Command::new(&stage.colophon)
        .arg("check")
        .arg(&stage.manuscripts)
        .arg("--index")
        .arg(&stage.starter)
        .status()?;
    let code = status.code().unwrap_or(2);
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

/// Says what is about to happen, and how long it takes.
fn introduction(release: bool, is_shown: bool, target: &Path) -> String {
    let folder = target.join(if release { "release" } else { "debug" });
    let how_long = if folder
        .join(format!("colophon{}", std::env::consts::EXE_SUFFIX))
        .is_file()
    {
        "It was built here before, so this takes a minute or so, unless much has changed."
    } else {
        "The first time this takes 5 to 20 minutes, depending on the computer; later, a minute or so."
    };
    let then = if is_shown {
        "opens its window"
    } else {
        "checks three sample stories"
    };
    format!("This builds Colophon from its source and {then}. {how_long}\n")
}

/// Returns whether a window can be shown.
fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

fn own_call(colophon: &Path) -> String {
    format!("{} check MANUSCRIPT", colophon.display())
}
