//! What the figures of a match come to, in no language yet.
//!
//! The reports put [`Figures`] into words, and the window's pages get them as
//! they are: the rules and thresholds are here and nowhere else.

use serde::Serialize;

use crate::model::{Match, Share, Span, Tier, Verdict};
use crate::strip;

/// From this share of the manuscript on, the shared text is said to reach from
/// its beginning to its end. A bound for words only; no verdict depends on it.
const WHOLE: f64 = 0.97;

/// How many places are named; the others are counted. A bound for words only.
const PLACES: usize = 4;

/// With fewer hits than this a match is less sure. A bound for words only.
const FEW_HITS: u64 = 5;

/// Below this share of the same text, a reader would take it for a partial copy;
/// from [`COVERED`] of its windows on, it is not one. Bounds for words only.
const LOWERED: f64 = 0.85;
const COVERED: f64 = 0.9;

/// What the figures of a match come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Figures {
    /// How much of the manuscript is in the work; `None` for a listing.
    pub manuscript_in_work: Option<ShareFigure>,
    /// How much of the work is in the manuscript; `None` for a listing.
    pub work_in_manuscript: Option<ShareFigure>,
    /// How much of the manuscript's windows has a hit; `None` for a listing.
    pub coverage: Option<Hundred>,
    /// Whether the share is low although matches are everywhere, so that a
    /// reader would take it for a partial copy.
    pub is_lowered: bool,
    /// How sure the match is.
    pub sure: Sure,
    /// Where in the manuscript the shared text is.
    pub place: Place,
    /// The shared stretches in reading order, within 0 to 1, without overlaps.
    pub spans: Vec<Span>,
}

/// A share as a count out of 100, with its 95 % interval rounded outwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ShareFigure {
    /// The estimate.
    pub about: Hundred,
    /// The lower end, 0 to 100.
    pub low: u8,
    /// The upper end, 0 to 100.
    pub high: u8,
}

/// A count out of 100 that never says "all" or "none" of what is only nearly
/// so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Hundred {
    /// More than none and less than one.
    Hardly,
    /// More than 99 and less than 100.
    AllBut,
    /// The nearest whole number.
    Near {
        /// 0 to 100.
        n: u8,
    },
}

/// How sure a match is, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Sure {
    /// The file has the same digest.
    File,
    /// A catalogue entry of this tier.
    Tier {
        /// The tier.
        tier: Tier,
    },
    /// A catalogue entry about which nothing is known.
    Entry,
    /// A few hits only.
    Few {
        /// How many.
        n: u64,
    },
    /// Hits in passages.
    Passages {
        /// How many.
        n: u64,
    },
    /// Hits in a text.
    Text {
        /// How many.
        n: u64,
    },
    /// Something else.
    Else,
}

/// Where in a manuscript the shared text is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Place {
    /// No place is known.
    Nowhere,
    /// From its beginning to its end.
    Whole,
    /// In some places.
    Parts {
        /// The longest, in reading order, in percent of the manuscript.
        parts: Vec<Stretch>,
        /// How many shorter places there are besides.
        n_shorter: usize,
    },
}

/// A stretch of a manuscript, in percent from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Stretch {
    /// Where it begins, 0 to 100.
    pub from: u8,
    /// Where it ends, 0 to 100.
    pub to: u8,
}

impl Figures {
    /// Computes the figures of a match.
    #[must_use]
    pub fn of(found: &Match) -> Self {
        let spans = strip::tidy(&found.spans);
        Self {
            manuscript_in_work: found.manuscript_in_work.map(ShareFigure::of),
            work_in_manuscript: found.work_in_manuscript.map(ShareFigure::of),
            coverage: found.coverage.map(Hundred::of),
            is_lowered: is_lowered(found),
            sure: Sure::of(found),
            place: Place::of(&spans),
            spans,
        }
    }
}

impl ShareFigure {
    fn of(share: Share) -> Self {
        Self {
            about: Hundred::of(share.estimate),
            low: whole(percent(share.low).floor()),
            high: whole(percent(share.high).ceil()),
        }
    }
}

impl Hundred {
    /// Rounds a share, 0 to 1.
    #[must_use]
    pub fn of(share: f64) -> Self {
        let exact = percent(share);
        let rounded = exact.round();
        if exact > 0.0 && rounded < 1.0 {
            Self::Hardly
        } else if exact < 100.0 && rounded > 99.0 {
            Self::AllBut
        } else {
            Self::Near { n: whole(rounded) }
        }
    }
}

impl Sure {
    fn of(found: &Match) -> Self {
        match (found.verdict, found.hits) {
            (Verdict::SameFile, _) => Self::File,
            (Verdict::Listed | Verdict::Possible, _) => match found.records.first() {
                Some(record) => Self::Tier { tier: record.tier },
                None => Self::Entry,
            },
            (_, Some(n)) if n < FEW_HITS => Self::Few { n },
            (Verdict::SharedPassages, Some(n)) => Self::Passages { n },
            (_, Some(n)) => Self::Text { n },
            (_, None) => Self::Else,
        }
    }
}

impl Place {
    /// Names the longest of tidy spans.
    fn of(spans: &[Span]) -> Self {
        let covered: f64 = spans.iter().map(|span| span.to - span.from).sum();
        if spans.is_empty() {
            return Self::Nowhere;
        }
        if covered >= WHOLE {
            return Self::Whole;
        }
        let mut longest = spans.to_vec();
        longest.sort_by(|a, b| (b.to - b.from).total_cmp(&(a.to - a.from)));
        longest.truncate(PLACES);
        longest.sort_by(|a, b| a.from.total_cmp(&b.from));
        let parts = longest.iter().map(|span| Stretch {
            from: whole(percent(span.from).round()),
            to: whole(percent(span.to).round()),
        });
        Self::Parts {
            parts: parts.collect(),
            n_shorter: spans.len() - longest.len(),
        }
    }
}

fn is_lowered(found: &Match) -> bool {
    found.verdict == Verdict::SameText
        && found
            .manuscript_in_work
            .is_some_and(|share| share.estimate < LOWERED)
        && found.coverage.is_some_and(|coverage| coverage >= COVERED)
}

/// Returns a share in percent, within 0 to 100; 0 for what is not a number.
fn percent(share: f64) -> f64 {
    if share.is_nan() {
        0.0
    } else {
        (share * 100.0).clamp(0.0, 100.0)
    }
}

/// Returns a whole number of percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "percent are within 0 to 100"
)]
fn whole(percent: f64) -> u8 {
    percent as u8
}

#[cfg(test)]
mod tests {
    use super::{Hundred, Place, ShareFigure, Stretch};
    use crate::model::{Share, Span};

    #[test]
    fn figures_never_round_to_all_or_none() {
        assert_eq!(Hundred::of(0.9999), Hundred::AllBut);
        assert_eq!(Hundred::of(0.0001), Hundred::Hardly);
        assert_eq!(Hundred::of(1.0), Hundred::Near { n: 100 });
        assert_eq!(Hundred::of(0.0), Hundred::Near { n: 0 });
        assert_eq!(Hundred::of(0.965), Hundred::Near { n: 97 });
        assert_eq!(Hundred::of(f64::NAN), Hundred::Near { n: 0 });
        assert_eq!(Hundred::of(7.0), Hundred::Near { n: 100 });
    }

    #[test]
    fn ranges_round_outwards() {
        let figure = ShareFigure::of(Share {
            estimate: 0.97,
            low: 0.912,
            high: 0.989,
        });
        assert_eq!((figure.low, figure.high), (91, 99));
    }

    #[test]
    fn the_longest_places_are_named_in_reading_order() {
        let span = |from, to| Span { from, to };
        assert_eq!(Place::of(&[]), Place::Nowhere);
        assert_eq!(Place::of(&[span(0.0, 0.99)]), Place::Whole);
        let many: Vec<Span> = (0..9_u8)
            .map(|n| {
                span(
                    f64::from(n) * 0.1,
                    f64::from(n) * 0.1 + 0.001 * f64::from(n),
                )
            })
            .collect();
        let stretch = |from, to| Stretch { from, to };
        assert_eq!(
            Place::of(&many),
            Place::Parts {
                parts: vec![
                    stretch(50, 51),
                    stretch(60, 61),
                    stretch(70, 71),
                    stretch(80, 81)
                ],
                n_shorter: 5,
            }
        );
    }
}
