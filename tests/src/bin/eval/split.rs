//! The books as a set of a base and deltas: does it answer as one index?

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use colophon_engine::Role;
use colophon_engine::report::model::Report;
use colophon_tests::sets;

use crate::{Setup, command};

/// Splits the works, checks the same manuscripts against the set, and compares.
pub(crate) fn compare(
    setup: &Setup,
    one: &Path,
    manuscripts: &[PathBuf],
    expected: &Report,
) -> Result<()> {
    let texts = setup.data.join("txt");
    let mut works: Vec<PathBuf> = fs::read_dir(&texts)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    works.retain(|path| path.extension().is_some_and(|it| it == "txt"));
    works.sort();
    let folder = setup.work.join("split");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let n_files = setup.split + 1;
    let mut files = Vec::new();
    for n in 0..n_files {
        // The base has half of the works; the order is that of the one index.
        let at = |n: usize| match n {
            0 => 0,
            n => works.len() / 2 + works.len().div_ceil(2) * (n - 1) / setup.split,
        };
        let own = &works[at(n)..if n + 1 == n_files {
            works.len()
        } else {
            at(n + 1)
        }];
        let name = if n == 0 {
            "base".to_owned()
        } else {
            format!("delta-{n}")
        };
        let made = command::build(setup, setup.scale, &name, own)?;
        fs::rename(made, folder.join(format!("{name}.colophon")))?;
        let role = if n == 0 { Role::Base } else { Role::Delta };
        files.push(sets::file_of(&folder, &name, role));
    }
    sets::describe(&folder, 1, setup.scale, files);
    let report = command::check(setup, &folder, manuscripts)?;
    ensure!(
        report.results.len() == expected.results.len(),
        "the set has another number of results"
    );
    let mut n_different = 0;
    for (ours, theirs) in report.results.iter().zip(&expected.results) {
        if serde_json::to_value(ours)? != serde_json::to_value(theirs)? {
            n_different += 1;
            println!(
                "  different: {} {:?} {:?}",
                ours.path, ours.verdict, theirs.verdict
            );
        }
    }
    println!(
        "set of {n_files} files against {}: {} results, {n_different} different",
        one.display(),
        report.results.len()
    );
    ensure!(
        n_different == 0,
        "a set answers in another way than one index"
    );
    Ok(())
}
