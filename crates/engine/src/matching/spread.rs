//! Where in a manuscript the shared text is, and how much of it there is.
//!
//! The manuscript's sampled hashes, in reading order, are hits or misses. Two
//! very different stories give the same number of hits: a part of the
//! manuscript was taken word for word, or all of it was, with a difference in
//! every other line (a bad scan, a light revision). The order of hits and misses
//! shows which.
//!
//! It is read with a hidden Markov model of two states: *shared*, where a hash
//! is a hit with a probability that is fitted (the fidelity), and *not shared*,
//! where a hit is a rare chance. Rabiner (1989), Proceedings of the IEEE 77:257.

use crate::report::model::Span;

/// How likely a hash is a hit where nothing is shared. A chosen value; the
/// measurements of decision 4 were made with it.
const CHANCE: f64 = 0.002;

/// How long a stretch is on average, in hashes: the inverse of the probability
/// that the next hash is in the other state. A chosen value; the measurements of
/// decision 4 were made with it.
const STRETCH: f64 = 30.0;

/// How many hashes make a window of the coverage; a choice of the display, no
/// verdict depends on it.
const WINDOW: usize = 5;

/// How the hits are spread over the manuscript.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spread {
    /// The share of the manuscript that is in shared stretches, 0 to 1.
    pub(crate) extent: f64,
    /// How much of a shared stretch is exactly the same, 0 to 1.
    pub(crate) fidelity: f64,
    /// The share of windows of a few hashes each with a hit, 0 to 1.
    pub(crate) coverage: f64,
    /// The shared stretches in reading order, as places in the list of hashes.
    pub(crate) stretches: Vec<std::ops::Range<usize>>,
}

/// Reads the pattern of hits and misses, in reading order.
///
/// Without a hit, everything is 0 and there is no stretch.
pub(crate) fn read(hits: &[bool]) -> Spread {
    let n_hits = hits.iter().filter(|&&hit| hit).count();
    if n_hits == 0 {
        return Spread {
            extent: 0.0,
            fidelity: 0.0,
            coverage: 0.0,
            stretches: Vec::new(),
        };
    }
    let overall = n_hits as f64 / hits.len() as f64;
    // The fit starts once from each of the two stories.
    let fits = [overall, 0.95].map(|fidelity| fit(hits, fidelity));
    let best = if fits[0].log_likelihood >= fits[1].log_likelihood {
        &fits[0]
    } else {
        &fits[1]
    };
    let extent = best.shared.iter().sum::<f64>() / hits.len() as f64;
    Spread {
        extent: extent.max(overall).min(1.0),
        fidelity: best.fidelity.max(overall),
        coverage: coverage(hits),
        stretches: stretches(hits, &best.shared),
    }
}

struct Fit {
    fidelity: f64,
    log_likelihood: f64,
    /// For each hash, how likely it is in a shared stretch.
    shared: Vec<f64>,
}

/// Fits the fidelity by expectation and maximisation.
fn fit(hits: &[bool], start: f64) -> Fit {
    let mut fidelity = start.clamp(0.02, 0.999);
    let mut fit = forward_backward(hits, fidelity);
    for _ in 0..20 {
        let weight: f64 = fit.shared.iter().sum();
        let hit_weight: f64 = fit
            .shared
            .iter()
            .zip(hits)
            .map(|(p, &hit)| if hit { *p } else { 0.0 })
            .sum();
        // One hit and one miss in advance keep the fidelity off 0 and 1.
        let next = ((hit_weight + 1.0) / (weight + 2.0)).clamp(0.02, 0.999);
        let done = (next - fidelity).abs() < 1e-4;
        fidelity = next;
        fit = forward_backward(hits, fidelity);
        if done {
            break;
        }
    }
    fit
}

fn forward_backward(hits: &[bool], fidelity: f64) -> Fit {
    let change = 1.0 / STRETCH;
    let seen = |hit: bool| {
        if hit {
            [CHANCE, fidelity]
        } else {
            [1.0 - CHANCE, 1.0 - fidelity]
        }
    };
    let step = |p: [f64; 2]| {
        [
            p[0] * (1.0 - change) + p[1] * change,
            p[1] * (1.0 - change) + p[0] * change,
        ]
    };
    let mut log_likelihood = 0.0;
    let mut state = [0.5, 0.5];
    let mut forward = Vec::with_capacity(hits.len());
    for &hit in hits {
        let likely = seen(hit);
        let joint = [state[0] * likely[0], state[1] * likely[1]];
        let sum = joint[0] + joint[1];
        log_likelihood += sum.ln();
        let now = [joint[0] / sum, joint[1] / sum];
        forward.push(now);
        state = step(now);
    }
    let mut shared = vec![0.0; hits.len()];
    let mut later = [1.0, 1.0];
    for (i, &hit) in hits.iter().enumerate().rev() {
        let joint = [forward[i][0] * later[0], forward[i][1] * later[1]];
        shared[i] = joint[1] / (joint[0] + joint[1]);
        let likely = seen(hit);
        let back = step([later[0] * likely[0], later[1] * likely[1]]);
        let sum = back[0] + back[1];
        later = [back[0] / sum, back[1] / sum];
    }
    Fit {
        fidelity,
        log_likelihood,
        shared,
    }
}

/// Returns the share of windows with a hit; every hash is in one window.
fn coverage(hits: &[bool]) -> f64 {
    let windows = hits.chunks(WINDOW);
    let n = windows.len();
    windows.filter(|window| window.contains(&true)).count() as f64 / n as f64
}

/// Cuts the likely shared hashes into stretches that begin and end with a hit.
fn stretches(hits: &[bool], shared: &[f64]) -> Vec<std::ops::Range<usize>> {
    let mut stretches: Vec<std::ops::Range<usize>> = Vec::new();
    let mut open = false;
    for (i, &hit) in hits.iter().enumerate() {
        open &= shared[i] >= 0.5;
        if !hit {
            continue;
        }
        match stretches.last_mut() {
            Some(last) if open => last.end = i + 1,
            _ => stretches.push(i..i + 1),
        }
        open = shared[i] >= 0.5;
    }
    stretches
}

/// Turns stretches of hashes into spans of the manuscript.
///
/// A span reaches half-way to the nearest misses before and after, since the
/// text between two sampled hashes belongs to one or the other; it begins at 0
/// or ends at 1 where there is no miss. `places` are the hashes' places in
/// reading order, of `n_letters`.
pub(crate) fn spans(
    stretches: &[std::ops::Range<usize>],
    places: &[u32],
    n_letters: u64,
) -> Vec<Span> {
    let share = |letters: f64| (letters / n_letters.max(1) as f64).clamp(0.0, 1.0);
    let between = |a: u32, b: u32| f64::midpoint(f64::from(a), f64::from(b));
    stretches
        .iter()
        .map(|stretch| Span {
            from: stretch.start.checked_sub(1).map_or(0.0, |before| {
                share(between(places[before], places[stretch.start]))
            }),
            to: places
                .get(stretch.end)
                .map_or(1.0, |&after| share(between(places[stretch.end - 1], after))),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fixed sequence of pseudo-random shares, 0 to 1.
    fn random(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed;
        move || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    fn ends(spread: &Spread) -> Vec<(usize, usize)> {
        spread
            .stretches
            .iter()
            .map(|stretch| (stretch.start, stretch.end))
            .collect()
    }

    #[test]
    fn all_shared() {
        let spread = read(&[true; 100]);
        assert!(
            spread.extent > 0.999 && spread.fidelity > 0.98 && spread.coverage > 0.999,
            "{spread:?}"
        );
        assert_eq!(ends(&spread), [(0, 100)]);
    }

    #[test]
    fn nothing_shared() {
        assert!(read(&[false; 9]).stretches.is_empty());
        assert!(read(&[]).extent < 1e-9);
    }

    #[test]
    fn a_noisy_copy_is_shared_all_over() {
        for (seed, fidelity) in [(1, 0.5), (2, 0.25), (3, 0.2)] {
            let mut next = random(seed);
            let hits: Vec<bool> = (0..200).map(|_| next() < fidelity).collect();
            let spread = read(&hits);
            assert!(spread.extent > 0.8, "{fidelity}: {spread:?}");
            assert!(
                (spread.fidelity - fidelity).abs() < 0.1,
                "{fidelity}: {spread:?}"
            );
        }
    }

    #[test]
    fn a_part_is_shared_in_its_place() {
        let hits: Vec<bool> = (0..200)
            .map(|i| (60..100).contains(&i) && i != 77)
            .collect();
        let spread = read(&hits);
        assert!(
            (spread.extent - 0.2).abs() < 0.02 && spread.fidelity > 0.9,
            "{spread:?}"
        );
        assert_eq!(ends(&spread), [(60, 100)]);
        let places: Vec<u32> = (0..200).map(|i| i * 1000).collect();
        let spans = spans(&spread.stretches, &places, 200_000);
        assert_eq!(
            spans,
            [Span {
                from: 0.2975,
                to: 0.4975
            }]
        );
    }

    #[test]
    fn spans_reach_the_ends() {
        let stretches = [0..2, 3..4];
        assert_eq!(
            spans(&stretches, &[10, 20, 30, 40], 100),
            [
                Span {
                    from: 0.0,
                    to: 0.25
                },
                Span {
                    from: 0.35,
                    to: 1.0
                }
            ]
        );
    }
}
