//! Checks client lists against made-up catalogues with known answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use colophon_engine::report::model::Report;

use crate::{Setup, table};

/// How many catalogues are made, with consecutive seeds.
const N_CATALOGUES: u64 = 3;

/// The results of a list of titles.
#[derive(Default)]
struct Score {
    /// By what was expected: titles, and titles reported as found.
    titles: BTreeMap<String, (usize, usize)>,
    /// Records of the titles, and how many of them are in the results.
    rows: (usize, usize),
    /// Correctly found records by tier.
    tiers: BTreeMap<String, usize>,
    /// Records in results where they do not belong.
    others: usize,
    /// Titles that were found wrongly.
    false_alarms: Vec<String>,
}

/// Makes catalogues with the program `tool`, builds indexes of them, checks
/// their client lists, and prints what was found.
pub(crate) fn run(setup: &Setup, tool: &Path, n_rows: u64) -> Result<()> {
    let mut rows = Vec::new();
    let mut tiers = Vec::new();
    for seed in setup.seed..setup.seed + N_CATALOGUES {
        let folder = setup.work.join(format!("catalogue-{seed}-{n_rows}"));
        if !folder.join("truth.tsv").is_file() {
            make(tool, &folder, n_rows, seed)?;
        }
        let (index, seconds, bytes) = import(setup, &folder)?;
        let report = check(setup, &folder, &index)?;
        let score = judge(&report, &folder)?;
        let share =
            |(n, of): (usize, usize)| format!("{n}/{of} {:.2} %", 100.0 * n as f64 / of as f64);
        let titles = |word: &str| {
            score
                .titles
                .get(word)
                .map_or((0, 0), |(n, found)| (*found, *n))
        };
        rows.push(vec![
            seed.to_string(),
            share(titles("present")),
            share((score.rows.1, score.rows.0)),
            share(titles("absent")),
            share(titles("wrong-author")),
            score.others.to_string(),
            format!("{:.1}", bytes as f64 / n_rows as f64),
            format!("{seconds:.2} s"),
        ]);
        for (tier, n) in &score.tiers {
            tiers.push(vec![
                seed.to_string(),
                tier.clone(),
                n.to_string(),
                format!("{:.1} %", 100.0 * *n as f64 / score.rows.1.max(1) as f64),
            ]);
        }
        for title in &score.false_alarms {
            println!("seed {seed}: found, and should not be: {title}");
        }
        fs::remove_file(index)?;
    }
    table::print(
        &format!("Client lists against catalogues of {n_rows} rows"),
        &[
            "seed",
            "works found",
            "rows found",
            "absent, found",
            "wrong author, found",
            "other rows",
            "bytes a record",
            "import",
        ],
        &rows,
    );
    table::print(
        "Rows found, by tier",
        &["seed", "tier", "rows", "share"],
        &tiers,
    );
    Ok(())
}

fn make(tool: &Path, folder: &Path, n_rows: u64, seed: u64) -> Result<()> {
    ensure!(
        tool.is_file(),
        "the program that makes catalogues is not at {}",
        tool.display()
    );
    fs::create_dir_all(folder)?;
    let status = Command::new("python3")
        .arg(tool)
        .args(["--rows", &n_rows.to_string(), "--seed", &seed.to_string()])
        .arg("--out")
        .arg(folder)
        .stdout(Stdio::null())
        .status()
        .context("python3 is needed to make a catalogue")?;
    ensure!(status.success(), "no catalogue was made: {status}");
    Ok(())
}

/// Builds an index of the catalogue in `folder`; returns its path, the seconds
/// it took and its size.
fn import(setup: &Setup, folder: &Path) -> Result<(std::path::PathBuf, f64, u64)> {
    let out = folder.join("made.colophon");
    let mut dump = std::ffi::OsString::from("libgen:");
    dump.push(folder.join("updated.sql"));
    let start = Instant::now();
    let status = Command::new(&setup.colophon)
        .args(["index", "build", "--catalogue"])
        .arg(dump)
        .arg("--out")
        .arg(&out)
        .stdout(Stdio::null())
        .status()?;
    ensure!(status.success(), "the index could not be built: {status}");
    let seconds = start.elapsed().as_secs_f64();
    let bytes = fs::metadata(&out)?.len();
    Ok((out, seconds, bytes))
}

fn check(setup: &Setup, folder: &Path, index: &Path) -> Result<Report> {
    let output = Command::new(&setup.colophon)
        .args(["check", "--format", "json", "--clients"])
        .arg(folder.join("clients.csv"))
        .arg("--index")
        .arg(index)
        .stderr(Stdio::inherit())
        .output()?;
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("the check gave no report: {}", output.status))
}

fn judge(report: &Report, folder: &Path) -> Result<Score> {
    let truth: BTreeMap<u32, BTreeSet<String>> = fs::read_to_string(folder.join("truth.tsv"))?
        .lines()
        .filter_map(|line| {
            let (row, ids) = line.split_once('\t')?;
            let ids = ids.split(',').map(|id| id.trim().to_owned()).collect();
            Some((row.parse().ok()?, ids))
        })
        .collect();
    let mut list = csv::Reader::from_path(folder.join("clients.csv"))?;
    let at = list
        .headers()?
        .iter()
        .position(|name| name == "expect")
        .context("the list does not say what to expect")?;
    let expected: Vec<String> = list
        .records()
        .map(|row| Ok(row?.get(at).unwrap_or_default().to_owned()))
        .collect::<Result<_>>()?;
    let mut score = Score::default();
    for result in &report.results {
        let Some(row) = result.row.and_then(|row| row.checked_sub(1)) else {
            bail!("a result does not name its row");
        };
        let expect = &expected[row as usize - 1];
        let is_found = result.verdict.is_found();
        let (n, found) = score.titles.entry(expect.clone()).or_default();
        *n += 1;
        *found += usize::from(is_found);
        let records = result.matches.iter().flat_map(|own| &own.records);
        let shown: BTreeMap<&str, &str> = records
            .filter(|record| record.tier.is_found())
            .map(|record| (record.id.as_str(), record.tier.as_str()))
            .collect();
        if expect == "present" {
            let truth = truth.get(&row).cloned().unwrap_or_default();
            score.rows.0 += truth.len();
            score.others += shown.keys().filter(|id| !truth.contains(**id)).count();
            for id in &truth {
                if let Some(tier) = shown.get(id.as_str()) {
                    score.rows.1 += 1;
                    *score.tiers.entry((*tier).to_owned()).or_default() += 1;
                }
            }
        } else if is_found {
            let records = result.matches.iter().flat_map(|own| &own.records);
            let listed: BTreeSet<String> = records
                .filter(|record| record.tier.is_found())
                .map(|record| format!("\n    as {} ({})", record.title, record.author))
                .collect();
            score.false_alarms.push(format!(
                "{} ({}, {expect}){}",
                result.title.as_deref().unwrap_or_default(),
                result.author.as_deref().unwrap_or_default(),
                listed.into_iter().collect::<String>()
            ));
        }
    }
    Ok(score)
}
