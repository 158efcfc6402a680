//! Units to hashes: one 64-bit hash for every run of 24 units.
//!
//! The hash of a shingle u0 u1 ... u23 is a polynomial, rolled from one shingle
//! to the next with one multiplication:
//!
//! ```text
//! hash(u0 ... u23)  = u0*B^24 + u1*B^23 + ... + u23*B               (mod 2^64)
//! hash(u1 ... u24)  = (hash(u0 ... u23) + u24 - u0*B^24) * B        (mod 2^64)
//! ```
//!
//! Every unit is multiplied by B at least once, so the high bits, which decide
//! what is kept, depend on all of them. Measured over books and over lists of
//! numbers, they are as evenly spread as those of a finalised hash, and the loop is
//! a third faster (docs/decisions/0002-recipe-1.md).
//!
//! The hash is neither secret nor a protection: anyone who has a text can compute
//! its hashes. The text cannot be computed from the hashes.

use crate::recipe::{MULTIPLIER, SHINGLE_UNITS};

/// B^24: the weight of a unit when it leaves the shingle.
const LEAVING: u64 = {
    let mut power = 1_u64;
    let mut i = 0;
    while i < SHINGLE_UNITS {
        power = power.wrapping_mul(MULTIPLIER);
        i += 1;
    }
    power
};

/// The number of shingles that are rolled side by side.
///
/// Rolling is one long chain of dependent multiplications; a processor has
/// time for three of them at once. (Four were slower: too few registers.)
const LANES: usize = 3;

/// Computes the hash of a whole shingle.
fn hash(shingle: &[u16]) -> u64 {
    shingle.iter().fold(0, |h: u64, &unit| {
        h.wrapping_add(unit.into()).wrapping_mul(MULTIPLIER)
    })
}

/// The weight of each ASCII unit when it leaves: the loop waits for
/// multiplications, so a table is cheaper than another one.
const ASCII_LEAVING: [u64; 128] = {
    let mut table = [0; 128];
    let mut unit = 0;
    while unit < 128 {
        table[unit] = LEAVING.wrapping_mul(unit as u64);
        unit += 1;
    }
    table
};

/// Calls `keep` with the hash and the position of the first unit of every shingle
/// of `units` whose hash is below `threshold`, in no particular order.
///
/// Fewer than [`SHINGLE_UNITS`] units have no shingle.
pub(crate) fn hashes_below(units: &[u16], threshold: u64, keep: impl FnMut(u64, usize)) {
    if units.iter().fold(0, |all, unit| all | unit) < 128 {
        roll(units, threshold, keep, |unit| {
            ASCII_LEAVING[usize::from(unit & 127)]
        });
    } else {
        roll(units, threshold, keep, |unit| {
            LEAVING.wrapping_mul(unit.into())
        });
    }
}

fn roll(
    units: &[u16],
    threshold: u64,
    mut keep: impl FnMut(u64, usize),
    leaving_weight: impl Fn(u16) -> u64,
) {
    let Some(n_shingles) = (units.len() + 1).checked_sub(SHINGLE_UNITS) else {
        return;
    };
    let lane = n_shingles / LANES;
    if lane > 0 {
        let starts: [usize; LANES] = std::array::from_fn(|i| i * lane);
        let mut hashes = starts.map(|start| hash(&units[start..start + SHINGLE_UNITS]));
        // All lanes have the same length, so the loop checks no bounds.
        let leaving = starts.map(|start| &units[start..start + lane - 1]);
        let entering =
            starts.map(|start| &units[start + SHINGLE_UNITS..start + SHINGLE_UNITS + lane - 1]);
        for at in 0..lane - 1 {
            for i in 0..LANES {
                if hashes[i] < threshold {
                    keep(hashes[i], starts[i] + at);
                }
                let change =
                    u64::from(entering[i][at]).wrapping_sub(leaving_weight(leaving[i][at]));
                hashes[i] = hashes[i].wrapping_add(change).wrapping_mul(MULTIPLIER);
            }
        }
        for (hash, start) in hashes.into_iter().zip(starts) {
            if hash < threshold {
                keep(hash, start + lane - 1);
            }
        }
    }
    // The rest, which does not fill a lane.
    for (at, shingle) in units.windows(SHINGLE_UNITS).enumerate().skip(lane * LANES) {
        let hash = hash(shingle);
        if hash < threshold {
            keep(hash, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rolled(units: &[u16], threshold: u64) -> Vec<(usize, u64)> {
        let mut kept = Vec::new();
        hashes_below(units, threshold, |hash, at| kept.push((at, hash)));
        kept.sort_unstable();
        kept
    }

    fn by_definition(units: &[u16], threshold: u64) -> Vec<(usize, u64)> {
        let shingles = units.windows(SHINGLE_UNITS).map(hash);
        shingles
            .enumerate()
            .filter(|&(_, hash)| hash < threshold)
            .collect()
    }

    proptest! {
        #[test]
        fn rolling_equals_the_definition(units in prop::collection::vec(any::<u16>(), 0..600)) {
            prop_assert_eq!(rolled(&units, u64::MAX), by_definition(&units, u64::MAX));
            prop_assert_eq!(rolled(&units, u64::MAX / 8), by_definition(&units, u64::MAX / 8));
        }
    }

    #[test]
    fn every_length_around_the_lanes() {
        let units: Vec<u16> = (0..400_u16).map(|i| i.wrapping_mul(40_503)).collect();
        for n in 0..units.len() {
            assert_eq!(
                rolled(&units[..n], u64::MAX),
                by_definition(&units[..n], u64::MAX),
                "{n}"
            );
        }
    }
}
