//! Papers, films and registrations: made-up collections with known answers.
//!
//! What is easily confused is made on purpose: DOIs that differ in a sign, titles that
//! every journal has, remakes and films of the same name, editions and registrations of
//! several works.

mod films;
mod made;
mod papers;
mod registered;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use colophon_engine::report::model::{ManuscriptResult, Report};

use self::made::Chance;
use crate::Setup;

/// Runs all parts.
pub(crate) fn run(setup: &Setup) -> Result<()> {
    let folder = setup.work.join(format!("collections-{}", setup.seed));
    fs::create_dir_all(&folder)?;
    let mut chance = Chance::new(setup.seed);
    papers::run(setup, &folder, &mut chance)?;
    films::run(setup, &folder, &mut chance)?;
    registered::run(setup, &folder, &mut chance)
}

/// Builds an index of a dump.
fn index(setup: &Setup, dump: &Path, kind: &str, crew: &[PathBuf]) -> Result<PathBuf> {
    let out = dump.with_extension("colophon");
    let mut input = std::ffi::OsString::from(format!("{kind}:"));
    input.push(dump);
    let mut command = Command::new(&setup.colophon);
    command.args(["index", "build", "--catalogue"]).arg(input);
    for file in crew {
        command.arg("--crew").arg(file);
    }
    let status = command
        .arg("--out")
        .arg(&out)
        .stdout(Stdio::null())
        .status()?;
    ensure!(status.success(), "no index was built of {}", dump.display());
    Ok(out)
}

/// Checks a client list and returns the results, in the order of its rows.
fn check(setup: &Setup, list: &Path, index: &Path, more: &[&str]) -> Result<Vec<ManuscriptResult>> {
    let output = Command::new(&setup.colophon)
        .args(["check", "--format", "json", "--clients"])
        .arg(list)
        .arg("--index")
        .arg(index)
        .args(more)
        .stderr(Stdio::inherit())
        .output()?;
    let report: Report = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("the check gave no report: {}", output.status))?;
    let mut results = report.results;
    results.sort_by_key(|result| result.row);
    Ok(results)
}

/// Writes a table with commas.
fn write_csv(path: &Path, header: &[&str], rows: &[Vec<String>]) -> Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()?;
    Ok(())
}

fn share(n: usize, of: usize) -> String {
    format!("{n} of {of}, {:.2} %", 100.0 * n as f64 / of.max(1) as f64)
}
