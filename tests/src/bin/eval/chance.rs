//! False alarms: how often an unrelated work would be reported at 7.5 million.
//!
//! The method: all shingles of all works are compared, none left out, so that
//! for every passage and every unrelated work the number of shared shingles is
//! known, not sampled. An index keeps each shingle with a chance of one in
//! scale, so the chance that a passage with so many shared shingles would be
//! reported follows exactly (its sampled hits and misses are Poisson). The mean
//! over all passages and unrelated works, times 7.5 million, is the expected
//! number of false alarms a query. To it comes the chance of the 32-bit hashes
//! of the index meeting by accident.
//!
//! Related are works that `pairs.tsv` connects, works of the same title and
//! author, and the listed pairs that quote each other: what they share is real.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use crate::books::Books;
use crate::table;

const SCALES: [u32; 4] = [64, 256, 1024, 4096];
/// Letters of passages: 300, 1,000, 3,000, 10,000 words, and whole works.
const LETTERS: [u32; 5] = [1_300, 4_300, 13_000, 43_000, u32::MAX];
const WORKS: f64 = 7.5e6;
const WORK_LETTERS: f64 = 430_000.0;

pub(crate) fn run(books: &Books) -> Result<()> {
    let originals: Vec<usize> = (0..books.works.len()).filter(|&i| !books.works[i].id.starts_with("dv-")).collect();
    let families = books.families();
    let listed: HashSet<(usize, usize)> = books.pairs.iter().flat_map(|pair| [(pair.a, pair.b), (pair.b, pair.a)]).collect();
    let related = |a: usize, b: usize| families[a] == families[b] || listed.contains(&(a, b));

    // Every hash with the works that hold it; only those of several matter.
    let mut holders: Vec<(u64, u16)> = Vec::new();
    for &work in &originals {
        holders.extend(books.complete(work).hashes().iter().map(|&hash| (hash, u16::try_from(work).unwrap())));
    }
    holders.sort_unstable();
    let mut shared: HashMap<u64, Vec<u16>> = HashMap::new();
    for group in holders.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        let strangers = group.iter().any(|a| group.iter().any(|b| !related(a.1.into(), b.1.into())));
        if strangers {
            shared.insert(group[0].0, group.iter().map(|(_, work)| *work).collect());
        }
    }
    drop(holders);

    let mut rows = Vec::new();
    for letters in LETTERS {
        let mut alarms = [0.0; SCALES.len()];
        let mut worst = [0.0_f64; SCALES.len()];
        let mut n_trials = 0.0;
        for &work in &originals {
            let sketch = books.complete(work);
            let n_letters = sketch.places().iter().copied().max().unwrap_or(0) + 1;
            let n_passages = (n_letters / letters).max(1);
            let length = f64::from(n_letters.min(letters));
            n_trials += f64::from(n_passages) * originals.iter().filter(|&&other| !related(work, other)).count() as f64;
            let mut counts: HashMap<(u32, u16), f64> = HashMap::new();
            for (hash, place) in sketch.hashes().iter().zip(sketch.places()) {
                for &other in shared.get(hash).into_iter().flatten() {
                    let passage = place / letters;
                    if passage < n_passages && !related(work, other.into()) {
                        *counts.entry((passage, other)).or_default() += 1.0;
                    }
                }
            }
            if std::env::var_os("COLOPHON_WORST").is_some() {
                for ((passage, other), n_shared) in counts.iter().filter(|(_, n)| **n > 0.05 * length) {
                    println!("{letters} {:.0} of {length} {} [{passage}] {}", n_shared, books.works[work].id, books.works[usize::from(*other)].id);
                }
            }
            for n_shared in counts.values() {
                for (i, scale) in SCALES.into_iter().enumerate() {
                    let chance = reported(*n_shared / f64::from(scale), (length - n_shared).max(0.0) / f64::from(scale));
                    alarms[i] += chance;
                    worst[i] = worst[i].max(chance);
                }
            }
        }
        let mut row = vec![if letters == u32::MAX { "whole works".to_owned() } else { format!("{letters} letters") }, format!("{n_trials:.1e}")];
        for (i, scale) in SCALES.into_iter().enumerate() {
            let expected = WORKS * alarms[i] / n_trials;
            let largest = if alarms[i] > 0.0 { worst[i] / alarms[i] } else { 0.0 };
            row.push(format!("{expected:.1e} ({:.0} %) + {:.0e}", largest * 100.0, collisions(letters, scale)));
        }
        rows.push(row);
    }
    table::print(
        "Expected false alarms a query at 7.5 M works: by shared phrases (share of the worst pair) + by chance of the hashes",
        &["query", "pairs tried", "scale 64", "scale 256", "scale 1024", "scale 4096"],
        &rows,
    );
    Ok(())
}

/// The chance that so many expected hits and misses make a work found: five
/// hits that are 8 % of the hashes, or three that are half of them.
fn reported(hits: f64, misses: f64) -> f64 {
    let mut chance = 0.0;
    // Beyond this the terms are below any other.
    let most = 60 + (hits * 3.0) as u32;
    let expected = hits + misses;
    for n in 3..most {
        let enough = f64::from(n) >= (0.08 * expected).max(5.0);
        // With few hits it matters how many misses there happen to be.
        let clear = if enough { 1.0 } else { (0..=n).map(|m| poisson(misses, m)).sum() };
        chance += poisson(hits, n) * clear;
    }
    chance
}

fn poisson(mean: f64, n: u32) -> f64 {
    if mean <= 0.0 {
        return if n == 0 { 1.0 } else { 0.0 };
    }
    (f64::from(n) * mean.ln() - mean - (1..=n).map(|i| f64::from(i).ln()).sum::<f64>()).exp()
}

/// Expected false alarms because hashes meet in the index's 32 bits.
fn collisions(letters: u32, scale: u32) -> f64 {
    let length = f64::from(letters.min(430_000));
    let own = length / f64::from(scale);
    // One hash meets a given work's hashes by accident with this chance.
    let chance = WORK_LETTERS / f64::from(scale) / 2_f64.powi(32);
    WORKS * reported(own * chance, own)
}
