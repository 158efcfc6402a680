//! Runs and times the real command.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use colophon_engine::report::model::Report;

use crate::Setup;

/// Returns the release build of the command, which is next to this program.
pub(crate) fn built() -> Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name("colophon");
    if !path.is_file() {
        bail!(
            "{} is not there: build it with `cargo build --release -p colophon-cli`",
            path.display()
        );
    }
    Ok(path)
}

/// Builds an index of `books` and returns its path.
pub(crate) fn build(setup: &Setup, scale: u32, name: &str, books: &[PathBuf]) -> Result<PathBuf> {
    let out = setup.work.join(format!("{name}-{scale}.colophon"));
    let start = Instant::now();
    let status = Command::new(&setup.colophon)
        .args([
            "index",
            "build",
            "--name",
            name,
            "--scale",
            &scale.to_string(),
            "--out",
        ])
        .arg(&out)
        .args(
            books
                .iter()
                .flat_map(|book| ["--books".as_ref(), book.as_os_str()]),
        )
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        bail!("the index could not be built: {status}");
    }
    let bytes = std::fs::metadata(&out)?.len();
    println!(
        "index of {name} at scale {scale}: {:.1} s, {:.2} MB",
        start.elapsed().as_secs_f64(),
        bytes as f64 / 1e6
    );
    Ok(out)
}

/// Checks `paths` and returns the report.
pub(crate) fn check(setup: &Setup, index: &Path, paths: &[PathBuf]) -> Result<Report> {
    let start = Instant::now();
    let output = Command::new(&setup.colophon)
        .args(["check", "--format", "json", "--index"])
        .arg(index)
        .args(paths)
        .stderr(Stdio::inherit())
        .output()?;
    let report: Report = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("the check gave no report: {}", output.status))?;
    println!(
        "check of {} manuscripts: {:.1} s; {} skipped",
        report.results.len(),
        start.elapsed().as_secs_f64(),
        report.skipped.len()
    );
    Ok(report)
}
