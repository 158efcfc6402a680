//! `cargo xtask dist`: packages for people who have no compiler.
//!
//! A `.deb` and an `.rpm` with the window, the command, the indexes that
//! ship and the sample manuscripts, all in release builds. They are put in `dist/`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail, ensure};

use crate::stage::{self, Stage};
use crate::{reference, run, tools, ui};

/// Runs `xtask dist [--try]`; with `--try`, the `.deb` is installed and opened
/// in a fresh system.
///
/// # Errors
///
/// When an argument is not known, or a package cannot be made or fails to start.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let mut tried = false;
    for argument in arguments {
        ensure!(
            argument == "--try",
            "dist does not know {}",
            argument.display()
        );
        tried = true;
    }
    ensure!(
        cfg!(target_os = "linux"),
        "packages are made on Linux; docs/SHIPPING.md describes the other systems"
    );
    tools::webview()?;
    let stage = stage::prepare(true)?;
    ui::pages()?;
    gather(&stage)?;
    let mut bundle = Command::new(run::root().join("ui/node_modules/.bin/tauri"));
    bundle
        .current_dir(run::root())
        .args(["build", "--ci", "--bundles", "deb,rpm"])
        .args(["--", "--locked"]);
    run::succeed(&mut bundle)?;
    let made = run::target()?.join("release/bundle");
    let mut packages = Vec::new();
    for kind in ["deb", "rpm"] {
        packages.push(newest(&made.join(kind), kind)?);
    }
    let folder = run::root().join("dist");
    let mut lines = Vec::new();
    for package in &packages {
        let name = package.file_name().context("a package has a name")?;
        let to = folder.join(name);
        fs::copy(package, &to).with_context(|| format!("{} cannot be written", to.display()))?;
        let size = to.metadata()?.len() as f64 / 1e6;
        lines.push(format!("{}  {size:.1} MB", to.display()));
    }
    run::tell(&lines.join("\n"))?;
    if tried {
        ensure!(
            tools::bootstrap(),
            "a system to try the package in cannot be made (debootstrap, as root)"
        );
        let mut attempt = Command::new("/usr/bin/python3");
        attempt.arg(run::root().join("tests/desktop/package.py"));
        let code = run::code(attempt.arg(folder.join(deb_of(&packages)?)))?;
        ensure!(code == 0, "the trial of the package failed");
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts what the packages hold besides the window where the bundler's
/// configuration expects it.
fn gather(stage: &Stage) -> Result<()> {
    let package = run::root().join("dist/package");
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    let (share, doc) = (package.join("share"), package.join("doc"));
    fs::create_dir_all(&doc)?;
    copy_folder(&stage.manuscripts, &share.join("samples"))?;
    for index in [&stage.starter, &stage.books3] {
        let name = index.file_name().context("an index has a name")?;
        fs::copy(index, share.join(name))?;
    }
    fs::copy(&stage.colophon, package.join("colophon"))?;
    let fetcher = stage.colophon.with_file_name("colophon-fetch");
    fs::copy(fetcher, package.join("colophon-fetch"))?;
    for name in ["README.md", "CHANGELOG.md", "docs/PRIVACY.md"] {
        let from = run::root().join(name);
        let to = doc.join(from.file_name().context("a file has a name")?);
        fs::copy(&from, to)?;
    }
    reference::gather(&package.join("usr-share"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn newest(folder: &Path, ending: &str) -> Result<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .with_context(|| format!("there is no {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == ending))
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect();
    found.sort();
    match found.pop() {
        Some((_, path)) => Ok(path),
        None => bail!("no .{ending} was made"),
    }
}

fn deb_of(packages: &[PathBuf]) -> Result<&std::ffi::OsStr> {
    packages
        .iter()
        .find(|path| path.extension().is_some_and(|it| it == "deb"))
        .and_then(|path| path.file_name())
        .context("no .deb was made")
}
