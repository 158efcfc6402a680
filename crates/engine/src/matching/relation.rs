//! From evidence to a verdict: how manuscript and work are related.
//!
//! The thresholds are explained, with the measurements behind them, in
//! docs/decisions/0004-verdicts.md. They are shares of a text, numbers of hits
//! that rule out chance, and lengths that separate a part from a quotation; none
//! depends on the scale of an index.

use crate::report::model::Verdict;

/// What is known about the text that a manuscript and a work share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Evidence {
    /// Distinct hashes that both hold and that few other works do.
    pub(crate) n_rare: u64,
    /// The most rare hits within [`PASSAGE_LETTERS`] of the manuscript.
    pub(crate) n_together: u64,
    /// The rare hits outside the stretch of the manuscript that is as long as a
    /// quotation ([`quotation_letters`]) and holds the most of them.
    pub(crate) n_apart: u64,
    /// About how many letters of the manuscript are shared.
    pub(crate) n_letters: f64,
    /// The share of the manuscript's hashes that the work holds.
    pub(crate) manuscript_in_work: f64,
    /// The share of the work's hashes that the manuscript holds.
    pub(crate) work_in_manuscript: f64,
    /// The share of the manuscript that is in shared stretches.
    pub(crate) extent: f64,
    /// How much of a shared stretch is exactly the same.
    pub(crate) fidelity: f64,
}

/// About 4,000 words: hits this close belong together.
pub(crate) const PASSAGE_LETTERS: u32 = 18_000;
/// Returns how long a quotation can be in a manuscript of this many letters:
/// about 500 words, or a third of a short text.
pub(crate) fn quotation_letters(manuscript: u64) -> u32 {
    u32::try_from(manuscript / 3).unwrap_or(u32::MAX).min(2_150)
}

/// This many rare hits are not chance, wherever they are.
const ENOUGH_HITS: u64 = 5;
/// This many are not chance if they are close together and most of a text.
const ENOUGH_TOGETHER: u64 = 3;
/// What is all over a text has at least this many hits outside any one quotation.
const ENOUGH_APART: u64 = 3;
/// This many are needed to say how large a part is that is not most of a text.
const ENOUGH_FOR_PART: u64 = 8;
/// About 1,000 words: a shared part that is smaller is a quotation.
const PART_LETTERS: f64 = 4_300.0;

/// A share of more than this is most of a text.
const MOST: f64 = 0.5;
/// From this share on, a text counts as whole.
const WHOLE: f64 = 0.72;
/// From this fidelity on, the shared text is the same text, not a revision.
const FAITHFUL: f64 = 0.72;
/// The same stretch of text is a smaller share of a longer text: from this ratio
/// of the shares on, one text is the longer one.
const LONGER: f64 = 1.25;
/// Below this fidelity, a part cannot be distinguished from a retelling.
const PARTLY_FAITHFUL: f64 = 0.4;
/// A part of the manuscript or the work that is smaller is only passages.
const LARGE_PART: f64 = 0.15;
/// If the whole text is shared but every line differs, this much must be exactly
/// the same; two translations of one book share a third of it.
const TEXTUAL_DESCENT: f64 = 0.08;

/// Returns what the shared text means, or `None` when it may be chance.
pub(crate) fn verdict(evidence: &Evidence) -> Option<Verdict> {
    let Evidence {
        n_rare,
        manuscript_in_work,
        work_in_manuscript,
        extent,
        fidelity,
        ..
    } = *evidence;
    let most = manuscript_in_work.max(work_in_manuscript);
    let is_most = most >= MOST && evidence.n_together >= ENOUGH_TOGETHER;
    if n_rare < ENOUGH_HITS && !is_most {
        return None;
    }
    // What the two share is exactly as long in one as in the other, so the
    // work's extent follows from the manuscript's.
    let work_extent = (work_in_manuscript / fidelity.max(f64::MIN_POSITIVE)).min(1.0);
    let is_all_over = extent.max(work_extent) >= WHOLE
        && n_rare >= ENOUGH_HITS
        && evidence.n_apart >= ENOUGH_APART
        && most >= TEXTUAL_DESCENT;
    let is_large_part =
        most >= LARGE_PART && n_rare >= ENOUGH_FOR_PART && evidence.n_letters >= PART_LETTERS;
    if !(is_most || is_all_over || is_large_part) {
        return Some(Verdict::SharedPassages);
    }
    let whole_manuscript =
        manuscript_in_work >= WHOLE || (extent >= WHOLE && fidelity >= PARTLY_FAITHFUL);
    let whole_work =
        work_in_manuscript >= WHOLE || (work_extent >= WHOLE && fidelity >= PARTLY_FAITHFUL);
    Some(match (whole_manuscript, whole_work) {
        (true, true) if manuscript_in_work.min(work_in_manuscript) >= FAITHFUL => Verdict::SameText,
        // One is exactly contained in the other, and the other is longer.
        (true, _) if manuscript_in_work >= WHOLE.max(LONGER * work_in_manuscript) => {
            Verdict::WithinLargerWork
        }
        (_, true) if work_in_manuscript >= WHOLE.max(LONGER * manuscript_in_work) => {
            Verdict::ContainsWork
        }
        (true, false) => Verdict::WithinLargerWork,
        (false, true) => Verdict::ContainsWork,
        (true, true) | (false, false) => Verdict::RevisedText,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(manuscript_in_work: f64, work_in_manuscript: f64, extent: f64) -> Option<Verdict> {
        let fidelity = manuscript_in_work / extent;
        verdict(&Evidence {
            n_rare: 50,
            n_together: 9,
            n_apart: 40,
            n_letters: 50_000.0,
            manuscript_in_work,
            work_in_manuscript,
            extent,
            fidelity,
        })
    }

    #[test]
    fn each_relation() {
        for (in_work, in_manuscript, extent, expected) in [
            (0.98, 0.97, 1.0, Verdict::SameText),
            (0.80, 0.99, 0.85, Verdict::SameText),
            (0.99, 0.06, 1.0, Verdict::WithinLargerWork),
            (0.95, 0.44, 1.0, Verdict::WithinLargerWork),
            (0.51, 0.03, 1.0, Verdict::WithinLargerWork),
            (0.08, 0.97, 0.08, Verdict::ContainsWork),
            (0.47, 0.99, 1.0, Verdict::ContainsWork),
            (0.51, 0.50, 1.0, Verdict::RevisedText),
            (0.71, 0.74, 1.0, Verdict::RevisedText),
            (0.18, 0.19, 1.0, Verdict::RevisedText),
            (0.50, 0.45, 0.52, Verdict::RevisedText),
            (0.01, 0.20, 0.05, Verdict::RevisedText),
            (0.09, 0.06, 0.09, Verdict::SharedPassages),
            (0.03, 0.03, 1.0, Verdict::SharedPassages),
            (0.02, 0.001, 0.02, Verdict::SharedPassages),
        ] {
            assert_eq!(
                judge(in_work, in_manuscript, extent),
                Some(expected),
                "{in_work} {in_manuscript} {extent}"
            );
        }
    }

    #[test]
    fn a_few_hits_are_chance_unless_they_are_most() {
        let few = Evidence {
            n_rare: 4,
            n_together: 4,
            n_apart: 0,
            n_letters: 4_000.0,
            manuscript_in_work: 0.04,
            work_in_manuscript: 0.02,
            extent: 0.04,
            fidelity: 1.0,
        };
        assert_eq!(verdict(&few), None);
        let most = Evidence {
            n_rare: 3,
            n_together: 3,
            manuscript_in_work: 1.0,
            extent: 1.0,
            ..few
        };
        assert_eq!(verdict(&most), Some(Verdict::WithinLargerWork));
        assert_eq!(
            verdict(&Evidence {
                n_together: 2,
                ..most
            }),
            None
        );
    }

    #[test]
    fn a_long_quotation_in_a_short_text_is_a_passage() {
        let quotation = Evidence {
            n_rare: 26,
            n_together: 26,
            n_apart: 0,
            n_letters: 1_664.0,
            manuscript_in_work: 0.39,
            work_in_manuscript: 0.001,
            extent: 0.4,
            fidelity: 0.97,
        };
        assert_eq!(verdict(&quotation), Some(Verdict::SharedPassages));
        // As much, but spread over a badly scanned text.
        let scan = Evidence {
            n_apart: 14,
            extent: 1.0,
            fidelity: 0.39,
            ..quotation
        };
        assert_eq!(verdict(&scan), Some(Verdict::RevisedText));
    }
}
