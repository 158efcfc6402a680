//! From a count in a sample to a share with its interval.

use crate::report::model::Share;

/// The 97.5th percentile of the normal distribution: a 95 % interval.
const Z: f64 = 1.959_964;

/// Returns the share `hits` of `n` with Wilson's 95 % score interval.
///
/// A sketch is a random sample of the distinct shingles of a text, so the share
/// of its hashes that occur in the other text estimates the share of shingles
/// without bias, given that there is at least one hash (which the smallest
/// hashes of a short text ensure). `n` of 0 says nothing: 0 to 1.
///
/// Wilson, E. B. (1927), Journal of the American Statistical Association 22.
pub fn share(hits: u64, n: u64) -> Share {
    if n == 0 {
        return Share {
            estimate: 0.0,
            low: 0.0,
            high: 1.0,
        };
    }
    let n = n as f64;
    let p = (hits as f64 / n).min(1.0);
    let spread = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / spread;
    let half = Z / spread * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    // At the ends the interval touches them; only rounding would say otherwise.
    Share {
        estimate: p,
        low: (centre - half).max(0.0).min(p),
        high: (centre + half).min(1.0).max(p),
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn known_intervals() {
        // Values as in Newcombe (1998), Statistics in Medicine 17, table I.
        for (hits, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let share = share(hits, n);
            assert!(
                (share.low - low).abs() < 1e-4 && (share.high - high).abs() < 1e-4,
                "{share:?}"
            );
        }
    }

    #[test]
    fn the_ends_are_reached() {
        assert_eq!((share(7, 7).high, share(0, 7).low), (1.0, 0.0));
        assert_eq!((share(0, 0).low, share(0, 0).high), (0.0, 1.0));
        assert!(share(9, 8).estimate > 0.999_999);
    }
}
