//! Whether the scale that an index gives is the one that it was made with.
//!
//! Nothing in a posting says what scale it is of. But a text of `n` letters has
//! fewer than `n` different hashes, of which about one in `scale` is kept: the works
//! of an index whose scale is given too large have more hashes than they can have,
//! and those of one whose scale is given too small have at most half as many as they
//! should. A wrong scale is wrong by a factor of two at least, so the test can be
//! generous: it says nothing about an index of a few short works.

use crate::error::Error;
use crate::model::Info;
use crate::work::Record;

/// More hashes than this many times what the letters give are too many. The spread
/// is below a tenth for as many hashes as [`LEAST_HASHES`].
const TOO_MANY: f64 = 1.4;

/// On average and at most, the share of the hashes that the letters give which
/// long works have if they have too few: half of them, and what chance adds. A text
/// that repeats itself has few as well, but not every work of an index does.
const TOO_FEW: f64 = 0.58;
const TOO_FEW_AT_MOST: f64 = 0.72;

/// The number of hashes that the letters have to give for a work to count as long.
const LEAST_HASHES: f64 = 128.0;

/// The number of long works without which too few hashes say nothing.
const LEAST_WORKS: u64 = 8;

/// What the works of an index say about its scale.
pub(crate) struct Sizes {
    scale: f64,
    /// Whether hashes of boilerplate were left out, so that works have too few.
    is_thinned: bool,
    /// Letters and hashes of all works that hold every hash below the threshold.
    letters: f64,
    hashes: f64,
    n_long: u64,
    /// Of each long work, the share that it has of the hashes that its letters give:
    /// their sum, and the largest.
    shares: f64,
    most: f64,
}

impl Sizes {
    pub(crate) fn new(info: &Info) -> Self {
        Self {
            scale: info.scale.into(),
            is_thinned: info.n_boilerplate > 0,
            letters: 0.0,
            hashes: 0.0,
            n_long: 0,
            shares: 0.0,
            most: 0.0,
        }
    }

    /// Takes the next work.
    pub(crate) fn add(&mut self, work: &Record<'_>) {
        // A very short work has hashes beyond the scale.
        if work.threshold.is_some() {
            return;
        }
        let (letters, hashes) = (work.n_letters as f64, work.n_hashes as f64);
        self.letters += letters;
        self.hashes += hashes;
        let expected = letters / self.scale;
        if expected >= LEAST_HASHES {
            self.n_long += 1;
            self.shares += hashes / expected;
            self.most = self.most.max(hashes / expected);
        }
    }

    /// Returns an error if the works are of another scale.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let too_many = self.letters / self.scale * TOO_MANY;
        if self.letters > 0.0 && self.hashes > too_many + LEAST_HASHES {
            return Err(Error::damaged(
                "the works have more hashes than their letters give at this scale",
            ));
        }
        let is_few = self.n_long >= LEAST_WORKS
            && self.shares < TOO_FEW * self.n_long as f64
            && self.most < TOO_FEW_AT_MOST;
        if is_few && !self.is_thinned {
            return Err(Error::damaged(
                "the works have fewer hashes than their letters give at this scale",
            ));
        }
        Ok(())
    }
}
