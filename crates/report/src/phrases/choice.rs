//! The phrases of verdicts and tiers.

use crate::model::{Tier, Verdict};
use crate::phrase::Phrase;

/// Returns the phrases of a verdict: its headline, what it means and what it
/// does not mean.
pub(crate) const fn of_verdict(
    verdict: Verdict,
) -> (&'static Phrase, &'static Phrase, &'static Phrase) {
    use super::shared as s;
    match verdict {
        Verdict::SameFile => (&s::SAME_FILE, &s::SAME_FILE_MEANS, &s::SAME_FILE_NOT),
        Verdict::SameText => (&s::SAME_TEXT, &s::SAME_TEXT_MEANS, &s::SAME_TEXT_NOT),
        Verdict::WithinLargerWork => (&s::WITHIN, &s::WITHIN_MEANS, &s::WITHIN_NOT),
        Verdict::ContainsWork => (&s::CONTAINS, &s::CONTAINS_MEANS, &s::CONTAINS_NOT),
        Verdict::RevisedText => (&s::REVISED, &s::REVISED_MEANS, &s::REVISED_NOT),
        Verdict::Listed => (&s::LISTED, &s::LISTED_MEANS, &s::LISTED_NOT),
        Verdict::SharedPassages => (&s::PASSAGES, &s::PASSAGES_MEANS, &s::PASSAGES_NOT),
        Verdict::Possible => (&s::POSSIBLE, &s::POSSIBLE_MEANS, &s::POSSIBLE_NOT),
        Verdict::NotFound => (&s::NOT_FOUND, &s::NOT_FOUND_MEANS, &s::NOT_FOUND_NOT),
        Verdict::Inconclusive => (
            &s::INCONCLUSIVE,
            &s::INCONCLUSIVE_MEANS,
            &s::INCONCLUSIVE_NOT,
        ),
    }
}

/// Returns how sure a tier is: in a few words, and in a sentence.
pub(crate) const fn of_tier(tier: Tier) -> (&'static Phrase, &'static Phrase) {
    use super::shared as s;
    match tier {
        Tier::IdenticalFile => (&s::TIER_FILE, &s::TIER_FILE_SAYS),
        Tier::Confirmed => (&s::TIER_CONFIRMED, &s::TIER_CONFIRMED_SAYS),
        Tier::Strong => (&s::TIER_STRONG, &s::TIER_STRONG_SAYS),
        Tier::Probable => (&s::TIER_PROBABLE, &s::TIER_PROBABLE_SAYS),
        Tier::Review => (&s::TIER_REVIEW, &s::TIER_REVIEW_SAYS),
    }
}
