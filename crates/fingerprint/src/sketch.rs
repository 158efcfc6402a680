//! Hashes to a sketch: the fair sample that two texts are compared by.
//!
//! The sample is a `FracMinHash`: a hash is kept if it is below 2^64 / scale.
//! Which shingles are kept depends on the shingles alone, so the share of one
//! text's sample that occurs in the other's is an unbiased estimate of the
//! share of its shingles (Irber et al. 2022, `sourmash`; Hera, Pierce-Ward and
//! Koslicki 2023, Genome Research 33:1061). A coarser sketch is a part of a
//! finer one.
//!
//! Next to nothing would be left of a very short text, so a sketch keeps at least
//! its [`MIN_HASHES`] smallest hashes, and raises its threshold to match.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::normalise::{LONGEST, fold_into};
use crate::recipe::{FINEST_SCALE, MIN_HASHES, SHINGLE_UNITS, Scale};
use crate::shingle::hashes_below;

/// The largest number of units that wait to be shingled: a buffer that stays in the
/// nearest cache.
const CHUNK: usize = 8_192;

/// The number of units at the start of a text that are kept in case it turns out
/// to be short.
///
/// A longer text has [`MIN_HASHES`] hashes at the finest scale: the chance that it
/// has fewer is below 1e-15.
const SHORT_TEXT: usize = 8_192;

/// All that is kept of a text: a sketch, a count and a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The sampled hashes.
    pub sketch: Sketch,
    /// The length in units: letters and digits after folding, kana counted
    /// twice and Han characters three times.
    pub n_letters: u64,
    /// The SHA-256 of the units, each as two bytes, the low one first.
    pub text_sha256: [u8; 32],
}

/// A sorted sample of the distinct hashes of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    threshold: u64,
    hashes: Vec<u64>,
    places: Vec<u32>,
}

impl Sketch {
    /// Makes a sketch of hashes that were computed before.
    ///
    /// `places` is either empty or gives each hash's first unit in the text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] unless the hashes are in strictly rising order and
    /// below `threshold`, and there are either no places or one for each hash.
    pub fn from_parts(threshold: u64, hashes: Vec<u64>, places: Vec<u32>) -> Result<Self, Error> {
        let rising = hashes.windows(2).all(|pair| pair[0] < pair[1]);
        let below = hashes.last().is_none_or(|&hash| hash < threshold);
        let complete = places.is_empty() || places.len() == hashes.len();
        if !(rising && below && complete) {
            return Err(Error {
                kind: ErrorKind::Malformed,
            });
        }
        Ok(Self {
            threshold,
            hashes,
            places,
        })
    }

    /// Returns the bound below which every hash of the text was kept.
    pub fn threshold(&self) -> u64 {
        self.threshold
    }

    /// Returns the hashes: distinct, in rising order.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Returns, for each hash, the position of the unit at which its shingle first
    /// begins in the text; empty if the positions are not known.
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// Returns the number of hashes below `threshold`.
    pub fn count_below(&self, threshold: u64) -> usize {
        self.hashes.partition_point(|&hash| hash < threshold)
    }

    /// Returns the part of this sketch below `threshold`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooCoarse`] if this sketch is already coarser than that.
    pub fn coarsen(&self, threshold: u64) -> Result<Self, Error> {
        if threshold > self.threshold {
            return Err(Error {
                kind: ErrorKind::TooCoarse,
            });
        }
        let n = self.count_below(threshold);
        let places = if self.places.is_empty() {
            Vec::new()
        } else {
            self.places[..n].to_vec()
        };
        Ok(Self {
            threshold,
            hashes: self.hashes[..n].to_vec(),
            places,
        })
    }

    /// Returns the share of this sketch that also occurs in `work`.
    ///
    /// This is the *containment of the manuscript*: 1.0 if the work contains the
    /// whole manuscript, however much longer the work is. Both are compared
    /// below the lower of their thresholds; `None` if no hash of this sketch is
    /// below it.
    pub fn containment_in(&self, work: &Self) -> Option<f64> {
        let bound = self.threshold.min(work.threshold);
        let own = &self.hashes[..self.count_below(bound)];
        let shared = own
            .iter()
            .filter(|hash| work.hashes.binary_search(hash).is_ok())
            .count();
        (!own.is_empty()).then(|| shared as f64 / own.len() as f64)
    }
}

/// Computes a [`Fingerprint`] from text as it is read.
///
/// The result does not depend on how the text was cut into pieces.
#[derive(Debug)]
pub struct Sketcher {
    threshold: u64,
    /// Room for units. The first `n_pending` wait to be shingled; they begin with
    /// the last 23 of those before.
    buffer: Vec<u16>,
    n_pending: usize,
    /// The number of shingles that were hashed.
    n_shingled: u64,
    n_letters: u64,
    kept: Vec<(u64, u32)>,
    /// The first units of the text.
    start: Vec<u16>,
    digest: Option<Sha256>,
}

impl Default for Sketcher {
    fn default() -> Self {
        Self::new(FINEST_SCALE)
    }
}

impl Sketcher {
    /// Makes a sketcher that keeps about one hash in `scale`.
    pub fn new(scale: Scale) -> Self {
        Self {
            threshold: scale.threshold(),
            buffer: vec![0; CHUNK + LONGEST],
            n_pending: 0,
            n_shingled: 0,
            n_letters: 0,
            kept: Vec::new(),
            start: Vec::new(),
            digest: None,
        }
    }

    /// Adds the digest of the normalised text, which takes extra time.
    #[must_use]
    pub fn with_digest(mut self) -> Self {
        self.digest = Some(Sha256::new());
        self
    }

    /// Takes the next piece of the text.
    pub fn push(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let (n_bytes, n_units) = fold_into(rest, &mut self.buffer[self.n_pending..]);
            rest = &rest[n_bytes..];
            self.count(n_units);
            if self.n_pending >= CHUNK / 2 {
                self.shingle_pending();
            }
        }
    }

    /// Returns the fingerprint of all text taken.
    ///
    /// Its digest is all zeros without [`Sketcher::with_digest`].
    pub fn finish(mut self) -> Fingerprint {
        self.shingle_pending();
        let mut sketch = sorted(self.kept, self.threshold);
        if sketch.hashes.len() < MIN_HASHES && self.n_letters <= SHORT_TEXT as u64 {
            sketch = smallest(&self.start, self.threshold);
        }
        let text_sha256 = self
            .digest
            .map_or([0; 32], |digest| digest.finalize().into());
        Fingerprint {
            sketch,
            n_letters: self.n_letters,
            text_sha256,
        }
    }

    /// Accounts for `n_units` units that were added to the buffer.
    fn count(&mut self, n_units: usize) {
        let units = &self.buffer[self.n_pending..self.n_pending + n_units];
        self.n_pending += n_units;
        self.n_letters += n_units as u64;
        let room = SHORT_TEXT - self.start.len();
        self.start.extend_from_slice(&units[..n_units.min(room)]);
        if let Some(digest) = &mut self.digest {
            let mut bytes = [0; 512];
            for some in units.chunks(256) {
                for (pair, unit) in bytes.as_chunks_mut::<2>().0.iter_mut().zip(some) {
                    *pair = unit.to_le_bytes();
                }
                digest.update(&bytes[..2 * some.len()]);
            }
        }
    }

    fn shingle_pending(&mut self) {
        let Self {
            threshold,
            buffer,
            n_pending,
            n_shingled,
            kept,
            ..
        } = self;
        let n = (*n_pending + 1).saturating_sub(SHINGLE_UNITS);
        hashes_below(&buffer[..*n_pending], *threshold, |hash, at| {
            let place = *n_shingled + at as u64;
            kept.push((hash, u32::try_from(place).unwrap_or(u32::MAX)));
        });
        buffer.copy_within(n..*n_pending, 0);
        *n_pending -= n;
        *n_shingled += n as u64;
    }
}

/// Makes a sketch of hashes: sorts them, and keeps the first place of each.
fn sorted(mut kept: Vec<(u64, u32)>, threshold: u64) -> Sketch {
    // The hash alone is a much cheaper key than the pair; equal ones are rare.
    kept.sort_unstable_by_key(|&(hash, _)| hash);
    kept.dedup_by(|again, first| {
        first.1 = if again.0 == first.0 {
            first.1.min(again.1)
        } else {
            first.1
        };
        again.0 == first.0
    });
    let (hashes, places) = kept.into_iter().unzip();
    Sketch {
        threshold,
        hashes,
        places,
    }
}

/// Returns the sketch of a short text: all hashes below `threshold`, and at least
/// the [`MIN_HASHES`] smallest ones, if there are that many.
fn smallest(units: &[u16], threshold: u64) -> Sketch {
    let mut all = Vec::with_capacity(units.len());
    hashes_below(units, u64::MAX, |hash, at| {
        all.push((hash, u32::try_from(at).unwrap_or(u32::MAX)));
    });
    let mut sketch = sorted(all, u64::MAX);
    if let Some(&last) = sketch.hashes.get(MIN_HASHES - 1) {
        // A hash is below u64::MAX, so the bound does not overflow.
        sketch.threshold = threshold.max(last + 1);
        let n = sketch.count_below(sketch.threshold);
        sketch.hashes.truncate(n);
        sketch.places.truncate(n);
    }
    sketch
}

/// Why two sketches cannot be made or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
}

/// The kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Hashes are out of order or above their threshold.
    Malformed,
    /// A finer sketch was wanted from a coarser one.
    TooCoarse,
}

impl Error {
    /// Returns what went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ErrorKind::Malformed => "the sketch's hashes are out of order or out of range",
            ErrorKind::TooCoarse => "a finer sketch cannot be made from a coarser one",
        })
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    fn sketch(text: &str, scale: u32) -> Fingerprint {
        let mut sketcher = Sketcher::new(Scale::new(scale).unwrap()).with_digest();
        sketcher.push(text);
        sketcher.finish()
    }

    /// Text without repetitions, of about six letters a word.
    fn words(range: std::ops::Range<u64>) -> String {
        range.fold(String::new(), |mut text, i| {
            let _ = write!(text, "{:x} ", i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40);
            text
        })
    }

    #[test]
    fn the_cut_into_pieces_does_not_matter() {
        let text = words(0..30_000) + "Straße, naïve, 漢字かな";
        let whole = sketch(&text, 64);
        for size in [1, 7, 100, 5_000] {
            let mut pieces = Sketcher::new(Scale::new(64).unwrap()).with_digest();
            let chars: Vec<char> = text.chars().collect();
            for piece in chars.chunks(size) {
                pieces.push(&piece.iter().collect::<String>());
            }
            assert_eq!(pieces.finish(), whole, "{size}");
        }
    }

    #[test]
    fn a_coarser_sketch_is_the_finer_one_downsampled() {
        let text = words(0..50_000);
        let finest = sketch(&text, 1).sketch;
        for scale in [2, 64, 1024] {
            let threshold = Scale::new(scale).unwrap().threshold();
            assert_eq!(
                finest.coarsen(threshold).unwrap(),
                sketch(&text, scale).sketch
            );
        }
        assert_eq!(
            sketch(&text, 64)
                .sketch
                .coarsen(u64::MAX)
                .unwrap_err()
                .kind(),
            ErrorKind::TooCoarse
        );
    }

    #[test]
    fn about_one_hash_in_scale_is_kept() {
        let fingerprint = sketch(&words(0..200_000), 64);
        let expected = fingerprint.n_letters as f64 / 64.0;
        let got = fingerprint.sketch.hashes().len() as f64;
        assert!(
            (got - expected).abs() < 5.0 * expected.sqrt(),
            "{got} of {expected}"
        );
    }

    #[test]
    fn a_short_text_keeps_its_smallest_hashes() {
        let text = words(0..40);
        let short = sketch(&text, 64).sketch;
        assert_eq!(short.hashes().len(), MIN_HASHES);
        assert_eq!(short.threshold(), short.hashes()[MIN_HASHES - 1] + 1);
        let all = sketch(&text, 1).sketch;
        assert_eq!(short.hashes(), &all.hashes()[..MIN_HASHES]);
        let tiny = sketch("It was a dark and stormy night; and", 64).sketch;
        assert_eq!((tiny.hashes().len(), tiny.threshold()), (4, u64::MAX));
        assert_eq!(sketch("Too short to shingle.", 64).sketch.hashes().len(), 0);
    }

    #[test]
    fn containment_is_what_was_put_in() {
        let (whole, part) = (
            sketch(&words(0..40_000), 16).sketch,
            sketch(&words(0..10_000), 16).sketch,
        );
        assert!(part.containment_in(&whole).unwrap() > 0.99);
        assert!((whole.containment_in(&part).unwrap() - 0.25).abs() < 0.02);
    }

    #[test]
    fn parts_are_checked() {
        assert!(Sketch::from_parts(10, vec![1, 2, 9], vec![]).is_ok());
        for (hashes, places) in [
            (vec![2, 1], vec![]),
            (vec![1, 1], vec![]),
            (vec![10], vec![]),
            (vec![1], vec![1, 2]),
        ] {
            assert_eq!(
                Sketch::from_parts(10, hashes, places).unwrap_err().kind(),
                ErrorKind::Malformed
            );
        }
    }

    proptest! {
        #[test]
        fn places_point_at_the_shingle(text in "[a-z漢字かな ]{0,400}") {
            let all = sketch(&text, 1).sketch;
            let units = crate::normalise::units(&text);
            for (&hash, &place) in all.hashes().iter().zip(all.places()) {
                let shingle = &units[place as usize..place as usize + SHINGLE_UNITS];
                hashes_below(shingle, u64::MAX, |again, _| assert_eq!(again, hash));
            }
        }
    }
}
