//! Looks the titles of one public list up in another, both ways, and writes what
//! a person should read.
//!
//! Nobody knows how many of the titles of one list are in the other, so nothing
//! is counted as right or wrong here. A find whose titles are the same before a
//! bracket needs no reading; every other one is written to a file: the question,
//! the record and the reason.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::kinds::Entry;
use crate::{Setup, perturbed, rows, table};

/// Compares the lists in the folder `data`, both ways.
pub(crate) fn run(setup: &Setup, data: &Path) -> Result<()> {
    let lists = data.join("lists");
    let goodbooks = entries(rows::rated(&lists)?);
    let noveltm = entries(rows::scanned(&lists)?);
    let mut table_rows = Vec::new();
    for (name, asked, records) in [
        ("goodbooks-in-noveltm", &goodbooks, &noveltm),
        ("noveltm-in-goodbooks", &noveltm, &goodbooks),
    ] {
        let path = setup.work.join(format!("cross-{name}.tsv"));
        let (n_found, n_possible, n_read) = one_way(setup, name, asked, records, &path)?;
        table_rows.push(vec![
            name.to_owned(),
            asked.len().to_string(),
            records.len().to_string(),
            n_found.to_string(),
            n_possible.to_string(),
            format!("{n_read}, in {}", path.display()),
        ]);
    }
    table::print(
        "Titles of one list in the other",
        &[
            "which",
            "asked",
            "records",
            "found",
            "possible",
            "to be read",
        ],
        &table_rows,
    );
    Ok(())
}

/// Returns the rows of a list, each once.
fn entries(rows: Vec<(String, String)>) -> Vec<Entry> {
    let rows = rows.into_iter();
    let mut entries: Vec<Entry> = rows
        .map(|(title, author)| Entry { title, author })
        .collect();
    entries.sort_by(|a, b| (&a.title, &a.author).cmp(&(&b.title, &b.author)));
    entries.dedup();
    entries
}

/// Asks for every entry among the records, and returns how many were found, how
/// many are possible, and how many finds are written to `path` to be read.
fn one_way(
    setup: &Setup,
    name: &str,
    asked: &[Entry],
    records: &[Entry],
    path: &Path,
) -> Result<(usize, usize, usize)> {
    let (of_asked, of_records): (Vec<&Entry>, Vec<&Entry>) =
        (asked.iter().collect(), records.iter().collect());
    let report = perturbed::check(setup, name, &of_asked, &of_records)?;
    let mut out = fs::File::create(path)?;
    writeln!(
        out,
        "asked title\tasked author\trecord title\trecord author\ttier\treason"
    )?;
    let (mut n_found, mut n_possible, mut n_read) = (0, 0, 0);
    for result in &report.results {
        let records = result.matches.iter().flat_map(|found| &found.records);
        let found: Vec<_> = records.clone().filter(|it| it.tier.is_found()).collect();
        n_found += usize::from(!found.is_empty());
        n_possible += usize::from(found.is_empty() && records.count() > 0);
        let row = result.row.context("a result does not name its row")?;
        let asked = asked.get(row as usize - 2).context("a row too many")?;
        for record in found {
            if before_bracket(&asked.title) == before_bracket(&record.title) {
                continue;
            }
            n_read += 1;
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}",
                asked.title, asked.author, record.title, record.author, record.tier, record.reason
            )?;
        }
    }
    Ok((n_found, n_possible, n_read))
}

/// Returns the words of a title before a bracket.
fn before_bracket(title: &str) -> Vec<String> {
    rows::words(title.split(['(', '[']).next().unwrap_or_default())
}
