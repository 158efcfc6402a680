//! The detection curve: how short and how damaged a passage may be.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::books::Books;
use crate::noise::{Random, scan};
use crate::{Setup, command, table};

const SCALES: [u32; 4] = [64, 256, 1024, 4096];
const WORDS: [usize; 4] = [300, 1_000, 3_000, 10_000];
const RATES: [f64; 3] = [0.0, 0.03, 0.06];
/// Passages of each length and rate.
const PASSAGES: usize = 300;

/// A passage, and what theory needs to know about it.
struct Passage {
    path: PathBuf,
    group: usize,
    family: usize,
    n_shingles: f64,
    /// The share of its shingles that its source holds.
    surviving: f64,
}

pub(crate) fn run(setup: &Setup, books: &Books) -> Result<()> {
    let families = books.families();
    let folder = setup.work.join("passages");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    // Whole works of alphabetic scripts, where a word is a word.
    let sources: Vec<usize> = (0..books.works.len())
        .filter(|&i| {
            let id = &books.works[i].id;
            !["dv-", "zh-", "ja-", "st-"]
                .iter()
                .any(|prefix| id.starts_with(prefix))
        })
        .collect();
    let mut random = Random::new(setup.seed);
    let mut passages = Vec::new();
    for (group, (&words, &rate)) in WORDS
        .iter()
        .flat_map(|words| RATES.iter().map(move |rate| (words, rate)))
        .enumerate()
    {
        for n in 0..PASSAGES {
            let (source, text) = loop {
                let source = sources[random.below(sources.len())];
                let text = fs::read_to_string(&books.works[source].path)?;
                let all: Vec<&str> = text.split_whitespace().collect();
                if all.len() >= words {
                    let from = random.below(all.len() - words + 1);
                    break (source, all[from..from + words].join(" "));
                }
            };
            let text = scan(&text, rate, &mut random);
            let path = folder.join(format!("{group:02}-{n:03}.txt"));
            fs::write(&path, &text)?;
            let mut sketcher =
                colophon_fingerprint::Sketcher::new(colophon_fingerprint::Scale::new(1).unwrap());
            sketcher.push(&text);
            let sketch = sketcher.finish().sketch;
            let surviving = sketch
                .containment_in(&books.complete(source))
                .unwrap_or(0.0);
            passages.push(Passage {
                path,
                group,
                family: families[source],
                n_shingles: sketch.hashes().len() as f64,
                surviving,
            });
        }
    }
    let mut rows: Vec<Vec<String>> = WORDS
        .iter()
        .flat_map(|words| {
            RATES
                .iter()
                .map(move |rate| vec![words.to_string(), format!("{:.0} %", rate * 100.0)])
        })
        .collect();
    for scale in SCALES {
        let index = command::build(setup, scale, "books", &[setup.data.join("txt")])?;
        let report = command::check(setup, &index, std::slice::from_ref(&folder))?;
        let mut found = vec![0; rows.len()];
        let mut unsure = vec![0; rows.len()];
        let mut theory = vec![0.0; rows.len()];
        for passage in &passages {
            let path = passage.path.display().to_string();
            let result = report.results.iter().find(|result| result.path == path);
            let is_found = result.is_some_and(|result| {
                let mut matches = result
                    .matches
                    .iter()
                    .filter(|found| found.verdict.is_found());
                matches.any(|found| {
                    books
                        .place(&found.work.id)
                        .is_some_and(|work| families[work] == passage.family)
                })
            });
            found[passage.group] += usize::from(is_found);
            let inconclusive = result.is_some_and(|result| {
                result.verdict == colophon_engine::report::model::Verdict::Inconclusive
            });
            unsure[passage.group] += usize::from(inconclusive);
            theory[passage.group] +=
                detection(passage.n_shingles / f64::from(scale), passage.surviving);
        }
        for (group, row) in rows.iter_mut().enumerate() {
            let share = |n: f64| 100.0 * n / PASSAGES as f64;
            row.push(format!(
                "{:.1} ({:.1}) [{:.0}]",
                share(found[group] as f64),
                share(theory[group]),
                share(unsure[group] as f64)
            ));
        }
    }
    table::print(
        &format!(
            "Detection of random passages, {PASSAGES} each: % found (theory) [% said to be too short]"
        ),
        &[
            "words",
            "errors",
            "scale 64",
            "scale 256",
            "scale 1024",
            "scale 4096",
        ],
        &rows,
    );
    Ok(())
}

/// Returns the chance that a passage is found: at least five of its sampled
/// hashes hit, or three that are half of them; samples and hits are Poisson.
fn detection(expected: f64, surviving: f64) -> f64 {
    let (hits, misses) = (expected * surviving, expected * (1.0 - surviving));
    let poisson = |mean: f64, n: u32| {
        (-mean + f64::from(n) * mean.max(1e-300).ln()
            - (1..=n).map(|i| f64::from(i).ln()).sum::<f64>())
        .exp()
    };
    let few: f64 = (0..3).map(|n| poisson(hits, n)).sum();
    // Three or four hits count unless there are more misses than hits.
    let unclear: f64 = (3..5)
        .map(|n| poisson(hits, n) * (1.0 - (0..=n).map(|m| poisson(misses, m)).sum::<f64>()))
        .sum();
    1.0 - few - unclear
}
