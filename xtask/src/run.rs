//! Starts other programs, above all cargo, and says which.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// Returns the folder of the workspace.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// Returns the target folder: the one that this program was built in.
///
/// # Errors
///
/// When the program's own path is not known.
pub(crate) fn target() -> Result<PathBuf> {
    let own = std::env::current_exe().context("cannot find this program")?;
    let target = own.ancestors().nth(2);
    Ok(target
        .context("this program is not in a target folder")?
        .to_owned())
}

/// Returns a call of the cargo that runs this program, in the workspace.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(root()).args(arguments);
    // A nested cargo must not take the variables of this program for its own.
    for name in [
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_PKG_NAME",
    ] {
        command.env_remove(name);
    }
    command
}

/// Returns a call of this program for another task.
///
/// # Errors
///
/// When the program's own path is not known.
pub(crate) fn xtask(arguments: &[&str]) -> Result<Command> {
    let own = std::env::current_exe().context("cannot find this program")?;
    let mut command = Command::new(own);
    command.current_dir(root()).args(arguments);
    Ok(command)
}

/// Returns the folder of the window's pages.
pub(crate) fn pages() -> PathBuf {
    root().join("ui")
}

/// Returns a call of npm in the folder of the pages.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(pages()).args(arguments);
    command
}

/// Says what is run, runs it with this terminal, and returns its exit code.
///
/// # Errors
///
/// When it cannot be started, or a signal stopped it.
pub(crate) fn code(command: &mut Command) -> Result<i32> {
    tell(&format!("+ {}", shown(command)))?;
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    status
        .code()
        .with_context(|| format!("{} was stopped: {status}", shown(command)))
}

/// Runs it as [`code`] does, and fails if it does not succeed.
///
/// # Errors
///
/// When it does not.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let code = code(command)?;
    ensure!(code == 0, "{} ended with code {code}", shown(command));
    Ok(())
}

/// Returns whether it starts and succeeds; its output is not shown.
pub(crate) fn works(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// Writes a line to standard output, ahead of what other programs write there.
///
/// # Errors
///
/// When standard output is closed.
pub(crate) fn tell(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// Builds the `colophon` command and returns its path.
///
/// # Errors
///
/// When it cannot be built.
pub(crate) fn build_colophon(release: bool) -> Result<PathBuf> {
    let mut command = cargo(&["build", "--package", "colophon-cli"]);
    if release {
        command.arg("--release");
    }
    succeed(&mut command)?;
    let folder = if release { "release" } else { "debug" };
    let path = target()?
        .join(folder)
        .join(format!("colophon{}", std::env::consts::EXE_SUFFIX));
    ensure!(path.is_file(), "cargo did not make {}", path.display());
    Ok(path)
}

fn shown(command: &Command) -> String {
    let own = Path::new(command.get_program());
    let name = own.file_stem().unwrap_or(own.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
