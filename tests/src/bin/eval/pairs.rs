//! Pairs with a known relation: found or not, the verdict, the containment.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Result;
use colophon_engine::report::model::{ManuscriptResult, Match, Verdict};

use crate::books::{Books, Pair};
use crate::{Setup, command, split, table};

/// A pair without a derivation must be found from this share on.
const SHARES_TEXT: f64 = 0.2;

/// The error of the containment is measured from this exact share on.
const MEASURED: f64 = 0.1;

/// One manuscript, one work, and what is known about the two.
struct Case<'a> {
    pair: &'a Pair,
    manuscript: usize,
    work: usize,
    /// Whether the manuscript is the pair's second work.
    reversed: bool,
    form: &'a str,
    found: Option<&'a Match>,
}

pub(crate) fn run(setup: &Setup, books: &Books) -> Result<()> {
    let index = command::build(setup, setup.scale, "books", &[setup.data.join("txt")])?;
    let mut folders = vec![setup.data.join("txt"), setup.data.join("epub")];
    folders.extend_from_slice(&setup.forms);
    let report = command::check(setup, &index, &folders)?;
    if setup.split > 0 {
        split::compare(setup, &index, &folders, &report)?;
    }
    for skipped in &report.skipped {
        println!(
            "  not read: {} [{}] {}",
            skipped.path, skipped.code, skipped.message
        );
    }
    let results: HashMap<&str, &ManuscriptResult> = report
        .results
        .iter()
        .map(|result| (result.path.as_str(), result))
        .collect();
    let mut cases = Vec::new();
    for pair in &books.pairs {
        for (manuscript, work, reversed) in [(pair.a, pair.b, false), (pair.b, pair.a, true)] {
            let of = &books.works[manuscript];
            let mut forms = vec![("txt", &of.path)];
            forms.extend(of.epub.as_ref().map(|path| ("epub", path)));
            for path in &of.forms {
                let ending = path.extension().unwrap_or_default();
                forms.push((ending.to_str().unwrap_or_default(), path));
            }
            if !of.forms.is_empty() {
                forms.push(("txt of these", &of.path));
            }
            for (form, path) in forms {
                let result = results.get(path.display().to_string().as_str()).copied();
                let found = result.and_then(|result| {
                    result
                        .matches
                        .iter()
                        .find(|found| found.work.id == books.works[work].id)
                });
                cases.push(Case {
                    pair,
                    manuscript,
                    work,
                    reversed,
                    form,
                    found,
                });
            }
        }
    }
    sharing(books, &cases);
    not_sharing(books, &cases);
    unlisted(books, &report.results);
    containment(books, &cases);
    intervals(books, setup.scale);
    Ok(())
}

impl Case<'_> {
    fn verdict(&self) -> Verdict {
        self.found.map_or(Verdict::NotFound, |found| found.verdict)
    }

    /// Returns whether the relation allows the verdict.
    fn is_right(&self) -> bool {
        let Pair { a_in_b, b_in_a, .. } = *self.pair;
        let (low, high) = (a_in_b.min(b_in_a), a_in_b.max(b_in_a));
        let whole = if self.reversed {
            Verdict::ContainsWork
        } else {
            Verdict::WithinLargerWork
        };
        let part = if self.reversed {
            Verdict::WithinLargerWork
        } else {
            Verdict::ContainsWork
        };
        match (self.pair.relation.as_str(), self.verdict()) {
            ("same-work", Verdict::SameText) | ("revised-edition", Verdict::RevisedText) => true,
            ("same-work", Verdict::RevisedText) => high < 0.7,
            ("contains", verdict) => verdict == part,
            ("contained-in", verdict) => verdict == whole,
            ("revised-edition", Verdict::SameText) => low >= 0.8,
            ("abridged", verdict) => verdict == Verdict::RevisedText || verdict == whole,
            _ => false,
        }
    }

    fn describe(&self, books: &Books) -> Vec<String> {
        let share = |share: Option<colophon_engine::report::model::Share>| {
            share.map_or_else(|| "-".to_owned(), |s| format!("{:.2}", s.estimate))
        };
        vec![
            self.form.to_owned(),
            short(&books.works[self.manuscript].id),
            short(&books.works[self.work].id),
            self.pair.relation.clone() + if self.reversed { " (turned)" } else { "" },
            self.verdict().as_str().to_owned(),
            share(self.found.and_then(|found| found.manuscript_in_work)),
            share(self.found.and_then(|found| found.work_in_manuscript)),
            format!("{:.3}", books.containment(self.manuscript, self.work)),
            format!("{:.3}", books.containment(self.work, self.manuscript)),
        ]
    }
}

const CASE: [&str; 9] = [
    "form",
    "manuscript",
    "work",
    "relation",
    "verdict",
    "m in w",
    "w in m",
    "exact",
    "exact",
];

fn short(id: &str) -> String {
    id.chars().take(40).collect()
}

fn percent(n: usize, of: usize) -> String {
    format!("{n}/{of} = {:.1} %", 100.0 * n as f64 / of.max(1) as f64)
}

fn sharing(books: &Books, cases: &[Case]) {
    let sharing = |case: &&Case| {
        let exact = || {
            books
                .containment(case.pair.a, case.pair.b)
                .max(books.containment(case.pair.b, case.pair.a))
        };
        case.pair.shares_text() && (case.pair.derived || exact() >= SHARES_TEXT)
    };
    let cases: Vec<&Case> = cases.iter().filter(sharing).collect();
    let mut groups: BTreeMap<(&str, &str, bool), [usize; 3]> = BTreeMap::new();
    for case in &cases {
        for relation in [case.pair.relation.as_str(), "~ all"] {
            let counts = groups
                .entry((case.form, relation, case.reversed))
                .or_default();
            counts[0] += 1;
            counts[1] += usize::from(case.verdict().is_found());
            counts[2] += usize::from(case.is_right());
        }
    }
    let rows: Vec<Vec<String>> = groups
        .iter()
        .map(|((form, relation, reversed), counts)| {
            let direction = if *reversed {
                "second against first"
            } else {
                "first against second"
            };
            vec![
                (*form).to_owned(),
                (*relation).to_owned(),
                direction.to_owned(),
                percent(counts[1], counts[0]),
                percent(counts[2], counts[0]),
            ]
        })
        .collect();
    table::print(
        "Pairs that share text",
        &["form", "relation", "manuscript", "found", "verdict right"],
        &rows,
    );
    let wrong: Vec<Vec<String>> = cases
        .iter()
        .filter(|case| !case.is_right())
        .map(|case| case.describe(books))
        .collect();
    table::print("Of these, not found or another verdict", &CASE, &wrong);
}

fn not_sharing(books: &Books, cases: &[Case]) {
    let others: Vec<&Case> = cases
        .iter()
        .filter(|case| !case.pair.shares_text())
        .collect();
    let mut groups: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for case in &others {
        let name = if case.pair.is_descent() {
            "textual descent (may be found)"
        } else {
            case.pair.relation.as_str()
        };
        let counts = groups.entry(name).or_default();
        counts[0] += 1;
        counts[1] += usize::from(case.verdict().is_found());
        counts[2] += usize::from(case.verdict() == Verdict::SharedPassages);
    }
    let rows: Vec<Vec<String>> = groups
        .iter()
        .map(|(name, counts)| {
            vec![
                (*name).to_owned(),
                counts[0].to_string(),
                counts[1].to_string(),
                counts[2].to_string(),
            ]
        })
        .collect();
    table::print(
        "Pairs that do not",
        &["relation", "checks", "found", "shared passages"],
        &rows,
    );
    let wrong = others.iter().filter(|case| {
        let allowed = case.pair.is_descent()
            && matches!(
                case.verdict(),
                Verdict::RevisedText | Verdict::SharedPassages
            );
        case.verdict().is_found() && !allowed
    });
    let wrong: Vec<Vec<String>> = wrong.map(|case| case.describe(books)).collect();
    table::print("Of these, falsely found", &CASE, &wrong);
}

/// Lists what was found between works that `pairs.tsv` does not name.
fn unlisted(books: &Books, results: &[ManuscriptResult]) {
    let listed: HashSet<(usize, usize)> = books
        .pairs
        .iter()
        .flat_map(|pair| [(pair.a, pair.b), (pair.b, pair.a)])
        .collect();
    let families = books.families();
    let mut explained = 0;
    let mut rows = Vec::new();
    for result in results {
        let Some(manuscript) = std::path::Path::new(&result.path)
            .file_stem()
            .and_then(|stem| books.place(&stem.to_string_lossy()))
        else {
            continue;
        };
        for found in result
            .matches
            .iter()
            .filter(|found| found.verdict.is_found())
        {
            let Some(work) = books.place(&found.work.id) else {
                continue;
            };
            if work == manuscript || listed.contains(&(manuscript, work)) {
                continue;
            }
            if families[work] == families[manuscript] {
                explained += 1;
                continue;
            }
            rows.push(vec![
                short(&books.works[manuscript].id),
                short(&books.works[work].id),
                found.verdict.as_str().to_owned(),
                found.hits.unwrap_or(0).to_string(),
                format!("{:.3}", books.containment(manuscript, work)),
                format!("{:.3}", books.containment(work, manuscript)),
            ]);
        }
    }
    let heading = format!(
        "Found, though pairs.tsv does not list them ({explained} more are linked through listed pairs or a common title)"
    );
    table::print(
        &heading,
        &["manuscript", "work", "verdict", "hits", "exact", "exact"],
        &rows,
    );
}

fn containment(books: &Books, cases: &[Case]) {
    let mut errors = Vec::new();
    let mut covered = 0;
    for case in cases.iter().filter(|case| case.form == "txt") {
        let exact = books.containment(case.manuscript, case.work);
        let Some(share) = case.found.and_then(|found| found.manuscript_in_work) else {
            continue;
        };
        if exact >= MEASURED {
            errors.push(share.estimate - exact);
            covered += usize::from((share.low..=share.high).contains(&exact));
        }
    }
    let n = errors.len();
    let mean = errors.iter().map(|error| error.abs()).sum::<f64>() / n as f64;
    let bias = errors.iter().sum::<f64>() / n as f64;
    println!(
        "\nContainment of the manuscript, exact share {MEASURED} or more: {n} checks, mean error {mean:.4}, bias {bias:+.4}, within the interval {}",
        percent(covered, n)
    );
}

/// Repeats the sampling with other hashes: each part of the hash space is as
/// good a sample as the one in an index.
fn intervals(books: &Books, scale: u32) {
    const SAMPLES: u64 = 64;
    let (mut n, mut covered, mut error) = (0, 0, 0.0);
    for pair in books
        .pairs
        .iter()
        .filter(|pair| pair.a_in_b.max(pair.b_in_a) >= MEASURED)
    {
        for (a, b) in [(pair.a, pair.b), (pair.b, pair.a)] {
            let (a, b) = (books.complete(a), books.complete(b));
            let exact = a.containment_in(&b).unwrap_or(0.0);
            if exact < MEASURED {
                continue;
            }
            let mut counts = vec![[0_u64; 2]; SAMPLES as usize];
            let width = u64::MAX / u64::from(scale);
            for hash in a.hashes() {
                let sample = hash / width;
                // 64 samples that are far apart in the order of hashes.
                let spacing = u64::from(scale) / SAMPLES.min(u64::from(scale));
                if sample % spacing == 0 && (sample / spacing) < SAMPLES {
                    let count = &mut counts[(sample / spacing) as usize];
                    count[0] += 1;
                    count[1] += u64::from(b.hashes().binary_search(hash).is_ok());
                }
            }
            for [total, hits] in counts.into_iter().filter(|[total, _]| *total > 0) {
                let share = colophon_engine::share(hits, total);
                n += 1;
                covered += usize::from((share.low..=share.high).contains(&exact));
                error += (share.estimate - exact).abs();
            }
        }
    }
    println!(
        "The same with {SAMPLES} other samples per pair: {n} checks, mean error {:.4}, within the interval {}",
        error / n as f64,
        percent(covered, n)
    );
}
