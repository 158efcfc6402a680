//! Units to hashes: one 64-bit hash for every run of 24 units.
//!
//! The hash of a shingle u0 u1 ... u23 is a polynomial, rolled from one shingle
//! to the next with two multiplications, and then a finaliser that makes every
//! bit depend on all units:
//!
//! ```text
//! h = u0*B^23 + u1*B^22 + ... + u23        (mod 2^64)
//! hash = (h xor (h >> 32)) * F             (mod 2^64)
//! ```
//!
//! It is no secret and no protection: whoever has a text can compute its
//! hashes. Whoever has only the hashes cannot compute the text.

use crate::recipe::{FINALISER, MULTIPLIER, SHINGLE_UNITS};

/// B^24: what a unit weighs when it leaves the shingle.
const LEAVING: u64 = {
    let mut power = 1_u64;
    let mut i = 0;
    while i < SHINGLE_UNITS {
        power = power.wrapping_mul(MULTIPLIER);
        i += 1;
    }
    power
};

/// How many shingles are rolled side by side.
///
/// Rolling is one long chain of dependent multiplications; a processor has
/// time for several such chains at once.
const LANES: usize = 4;

const fn finalise(h: u64) -> u64 {
    (h ^ (h >> 32)).wrapping_mul(FINALISER)
}

fn roll(h: u64, entering: u16, leaving: u16) -> u64 {
    h.wrapping_mul(MULTIPLIER)
        .wrapping_add(entering.into())
        .wrapping_sub(LEAVING.wrapping_mul(leaving.into()))
}

fn first(units: &[u16]) -> u64 {
    units.iter().fold(0, |h, &unit| h.wrapping_mul(MULTIPLIER).wrapping_add(unit.into()))
}

/// Calls `keep` with the hash and the first unit's place of every shingle of
/// `units` whose hash is below `threshold`; not in order.
///
/// There is none when `units` are fewer than [`SHINGLE_UNITS`].
pub(crate) fn hashes_below(units: &[u16], threshold: u64, mut keep: impl FnMut(u64, usize)) {
    let Some(n_shingles) = (units.len() + 1).checked_sub(SHINGLE_UNITS) else { return };
    let lane = n_shingles / LANES;
    if lane > SHINGLE_UNITS {
        let pieces: [&[u16]; LANES] =
            std::array::from_fn(|i| &units[i * lane..i * lane + lane + SHINGLE_UNITS - 1]);
        let mut states = pieces.map(|piece| first(&piece[..SHINGLE_UNITS]));
        let entering = pieces.map(|piece| &piece[SHINGLE_UNITS..SHINGLE_UNITS + lane - 1]);
        let leaving = pieces.map(|piece| &piece[..lane - 1]);
        for at in 0..lane - 1 {
            for i in 0..LANES {
                let hash = finalise(states[i]);
                if hash < threshold {
                    keep(hash, i * lane + at);
                }
                states[i] = roll(states[i], entering[i][at], leaving[i][at]);
            }
        }
        for (i, &state) in states.iter().enumerate() {
            let hash = finalise(state);
            if hash < threshold {
                keep(hash, i * lane + lane - 1);
            }
        }
    }
    let done = if lane > SHINGLE_UNITS { lane * LANES } else { 0 };
    for (at, shingle) in units[done..].windows(SHINGLE_UNITS).enumerate() {
        let hash = finalise(first(shingle));
        if hash < threshold {
            keep(hash, done + at);
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
        let shingles = units.windows(SHINGLE_UNITS).map(|shingle| finalise(first(shingle)));
        shingles.enumerate().filter(|&(_, hash)| hash < threshold).collect()
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
            assert_eq!(rolled(&units[..n], u64::MAX), by_definition(&units[..n], u64::MAX), "{n}");
        }
    }
}
