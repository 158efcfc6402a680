//! The constants that make one fingerprint comparable with another.
//!
//! A recipe is frozen. If you change a constant here, or a rule of
//! [`crate::fold_text`], you make a new recipe, with a new name: indexes live for
//! years on other people's disks, and a silent change would turn their answers
//! into "not found". Golden vectors in `tests/golden.rs` guard the recipe. Decision 2
//! has measurements of the length of a shingle and of the hash.

/// The name of the recipe that this crate computes.
pub const RECIPE: &str = "colophon-1";

/// The number of units in a shingle.
pub(crate) const SHINGLE_UNITS: usize = 24;

/// The multiplier of the rolling hash: odd, with well mixed bits.
pub(crate) const MULTIPLIER: u64 = 0xD6E8_FEB8_6659_FD93;

/// The finest scale at which a manuscript is sketched.
pub const FINEST_SCALE: Scale = Scale(64);

/// The number of smallest hashes that a sketch keeps at least. Not fitted, but frozen
/// with the recipe.
///
/// A text with fewer shingles keeps all of its hashes.
pub const MIN_HASHES: usize = 16;

/// About one hash in this many is kept: a power of two from 1 to 65,536.
///
/// A hash is kept if it is below [`Scale::threshold`], so a coarser sketch is a
/// subset of a finer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scale(u32);

impl Scale {
    /// Returns the scale, or `None` unless `n` is a power of two from 1 to 65,536.
    pub fn new(n: u32) -> Option<Self> {
        (n.is_power_of_two() && n <= 65_536).then_some(Self(n))
    }

    /// Returns the number that makes the scale.
    pub fn get(self) -> u32 {
        self.0
    }

    /// Returns the bound below which hashes are kept: 2^64 divided by the scale.
    ///
    /// For scale 1 it is 2^64 - 1, which leaves out one hash, because the bound has
    /// to fit in 64 bits.
    pub fn threshold(self) -> u64 {
        if self.0 == 1 {
            u64::MAX
        } else {
            1 << (64 - self.0.trailing_zeros())
        }
    }
}
