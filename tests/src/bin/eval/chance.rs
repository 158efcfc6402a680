//! False alarms: how often an unrelated work would be reported at 7.5 million.
//!
//! The method: all shingles of all works are compared. For every passage and
//! every unrelated work the number of shared shingles is therefore known, not
//! sampled. An index keeps each shingle with a chance of one in scale, so the
//! chance that a passage with that number of shared shingles would be reported
//! follows (its sampled hits and misses are Poisson). The mean over all passages
//! and unrelated works, times 7.5 million, is the expected
//! number of false alarms per query. The chance that 32-bit hashes of the index
//! collide is added.
//!
//! Works are related if `pairs.tsv` connects or names them, or if they have the
//! same title and author. If a passage really shares a twentieth of its letters
//! with a work (a chapter that reads from the Bible), a report is not a false
//! alarm; these are counted separately.

use std::collections::{HashMap, HashSet};

use crate::books::Books;
use crate::table;

const SCALES: [u32; 4] = [64, 256, 1024, 4096];
/// Letters of passages: 300, 1,000, 3,000, 10,000 words, and whole works.
const LETTERS: [u32; 5] = [1_300, 4_300, 13_000, 43_000, u32::MAX];
const WORKS: f64 = 7.5e6;
const WORK_LETTERS: f64 = 430_000.0;
/// A passage that shares more than this with a work is related to it.
const REAL: f64 = 0.05;

pub(crate) fn run(books: &Books) {
    let originals: Vec<usize> = (0..books.works.len())
        .filter(|&i| !books.works[i].id.starts_with("dv-"))
        .collect();
    let families = books.families();
    let listed: HashSet<(usize, usize)> = books
        .pairs
        .iter()
        .flat_map(|pair| [(pair.a, pair.b), (pair.b, pair.a)])
        .collect();
    let related = |a: usize, b: usize| families[a] == families[b] || listed.contains(&(a, b));

    // Every hash with the works that hold it; only those with several matter.
    let mut holders: Vec<(u64, u16)> = Vec::new();
    for &work in &originals {
        holders.extend(
            books
                .complete(work)
                .hashes()
                .iter()
                .map(|&hash| (hash, u16::try_from(work).unwrap())),
        );
    }
    holders.sort_unstable();
    let mut shared: HashMap<u64, Vec<u16>> = HashMap::new();
    for group in holders
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
    {
        let strangers = group
            .iter()
            .any(|a| group.iter().any(|b| !related(a.1.into(), b.1.into())));
        if strangers {
            shared.insert(group[0].0, group.iter().map(|(_, work)| *work).collect());
        }
    }
    drop(holders);

    let mut rows = Vec::new();
    let mut worst = Vec::new();
    for letters in LETTERS {
        // By pair of works, and by what is really shared.
        let mut alarms: HashMap<(usize, usize, bool), [f64; SCALES.len()]> = HashMap::new();
        let mut n_trials = 0.0;
        for &work in &originals {
            let sketch = books.complete(work);
            let n_letters = sketch.places().iter().copied().max().unwrap_or(0) + 1;
            let n_passages = (n_letters / letters).max(1);
            let length = f64::from(n_letters.min(letters));
            n_trials += f64::from(n_passages)
                * originals
                    .iter()
                    .filter(|&&other| !related(work, other))
                    .count() as f64;
            let mut places: HashMap<(u32, u16), Vec<u32>> = HashMap::new();
            for (hash, &place) in sketch.hashes().iter().zip(sketch.places()) {
                for &other in shared.get(hash).into_iter().flatten() {
                    let passage = place / letters;
                    if passage < n_passages && !related(work, other.into()) {
                        places.entry((passage, other)).or_default().push(place);
                    }
                }
            }
            for ((_, other), places) in &mut places {
                let shared = Shared::new(places, length);
                // What is really shared is not a false alarm.
                let is_real = shared.n > REAL * length;
                let (a, b) = (families[work], families[usize::from(*other)]);
                let sums = alarms.entry((a.min(b), a.max(b), is_real)).or_default();
                for (sum, scale) in sums.iter_mut().zip(SCALES) {
                    *sum += reported(&shared, length, f64::from(scale));
                }
            }
        }
        let mut row = vec![
            if letters == u32::MAX {
                "whole works".to_owned()
            } else {
                format!("{letters} letters")
            },
            format!("{n_trials:.1e}"),
        ];
        for (i, scale) in SCALES.into_iter().enumerate() {
            let mut strangers: Vec<_> = alarms
                .iter()
                .filter(|(pair, _)| !pair.2)
                .map(|(pair, sums)| (sums[i], *pair))
                .collect();
            strangers.sort_by(|a, b| b.0.total_cmp(&a.0));
            let expected = |pairs: &[(f64, (usize, usize, bool))]| {
                WORKS * pairs.iter().map(|(sum, _)| sum).sum::<f64>() / n_trials
                    + collisions(letters, scale)
            };
            row.push(format!(
                "{:.1e} ({:.0e})",
                expected(&strangers),
                expected(&strangers[1.min(strangers.len())..])
            ));
            if let Some((sum, (a, b, _))) = strangers
                .first()
                .filter(|(sum, _)| WORKS * sum / n_trials > 1e-3)
            {
                let share = 100.0 * WORKS * sum / n_trials / expected(&strangers);
                worst.push(vec![
                    row[0].clone(),
                    scale.to_string(),
                    books.works[*a].id.clone(),
                    books.works[*b].id.clone(),
                    format!("{share:.0} %"),
                ]);
            }
        }
        rows.push(row);
    }
    table::print(
        "Expected false alarms per query at 7.5 M works (in brackets: without the pair of works that causes most)",
        &[
            "query",
            "pairs tried",
            "scale 64",
            "scale 256",
            "scale 1024",
            "scale 4096",
        ],
        &rows,
    );
    table::print(
        "The pair of works that causes most",
        &["query", "scale", "work", "work", "share"],
        &worst,
    );
}

/// The shingles that a passage shares with an unrelated work.
struct Shared {
    n: f64,
    /// Those outside the 2,150 letters, or the third of a shorter passage, that
    /// hold the most.
    n_apart: f64,
}

impl Shared {
    fn new(places: &mut [u32], letters: f64) -> Self {
        let window = (letters / 3.0).min(2_150.0);
        places.sort_unstable();
        let mut first = 0;
        let mut together = 0;
        for (last, &place) in places.iter().enumerate() {
            while f64::from(place - places[first]) > window {
                first += 1;
            }
            together = together.max(last - first + 1);
        }
        Self {
            n: places.len() as f64,
            n_apart: (places.len() - together) as f64,
        }
    }
}

/// Returns an upper bound of the chance that a passage of this length is
/// reported, from the least that a verdict needs
/// (crates/engine/src/matching/relation.rs).
fn reported(shared: &Shared, letters: f64, scale: f64) -> f64 {
    let hits = shared.n / scale;
    let misses = (letters - shared.n).max(0.0) / scale;
    if hits < 1e-5 {
        // Three hits are then less likely than 1e-15.
        return 0.0;
    }
    // Most of the text: three hits, and no more misses than hits.
    let most = share_at_least(hits, misses, 3.0, 0.5);
    // All over the text: five hits, 8 % of all, three of them apart.
    let few_apart: f64 = poisson(shared.n_apart / scale, 2).sum();
    let all_over = share_at_least(hits, misses, 5.0, 0.08).min(1.0 - few_apart);
    // A large part: eight hits and 4,300 letters, 15 % of all.
    let part = share_at_least(hits, misses, (4_300.0 / scale).max(8.0), 0.15);
    (most + all_over + part).min(1.0)
}

/// Returns the chance of at least `least` hits that are at least this share of
/// hits and misses.
fn share_at_least(hits: f64, misses: f64, least: f64, share: f64) -> f64 {
    let least = least.ceil() as usize;
    let n_terms = last_term(hits.max(least as f64));
    let allowed = |n: usize| (n as f64 * (1.0 - share) / share) as usize;
    let mut of_misses = poisson(misses, allowed(n_terms));
    let (mut few_misses, mut n_misses, mut chance) = (0.0, 0, 0.0);
    for (n, of_hits) in poisson(hits, n_terms).enumerate().skip(least) {
        while n_misses <= allowed(n) {
            few_misses += of_misses.next().unwrap_or(0.0);
            n_misses += 1;
        }
        chance += of_hits * few_misses;
    }
    chance
}

/// Returns a number of terms after which the rest of a Poisson sum is
/// negligible.
fn last_term(mean: f64) -> usize {
    (mean + 12.0 * mean.sqrt()) as usize + 40
}

/// Returns the chances of 0, 1, 2, ... up to `n` events when `mean` are expected.
fn poisson(mean: f64, n: usize) -> impl Iterator<Item = f64> {
    let mut log = -mean;
    (0..=n).map(move |i| {
        if i > 0 {
            log += mean.max(1e-300).ln() - (i as f64).ln();
        }
        log.exp()
    })
}

/// Returns the false alarms to expect because hashes collide in the index's 32
/// bits.
fn collisions(letters: u32, scale: u32) -> f64 {
    let length = f64::from(letters).min(WORK_LETTERS);
    // The chance that one shingle collides with one of a work's, counted as if
    // all were kept.
    let chance = WORK_LETTERS / f64::from(scale) / 2_f64.powi(32);
    let met = Shared {
        n: length * chance,
        n_apart: length * chance,
    };
    WORKS * reported(&met, length, f64::from(scale))
}
