//! How long a text must be for an index to know it.
//!
//! An index keeps about one hash in some number of letters, its scale. With too
//! few of them a copy could go unnoticed, so a shorter text is never "not found".
//! There is one number for each index: reports, the window and `index info` give
//! the same.

/// With fewer comparable hashes than this, a copy could go unnoticed (decision
/// 4, "The manuscript's verdict").
pub(crate) const MIN_COMPARABLE: usize = 5;

/// How many letters make ten words; in English it is 45, and in most languages it
/// is more.
const LETTERS_OF_TEN_WORDS: u64 = 45;

/// Returns how many letters a text should have for an index of a scale: twice what
/// gives enough hashes on average, which is nearly always enough.
fn needed_letters(scale: u32) -> u64 {
    2 * MIN_COMPARABLE as u64 * u64::from(scale)
}

/// Returns how many words a text should have for an index of a scale, in
/// hundreds.
#[must_use]
pub fn needed_words(scale: u32) -> u64 {
    (needed_letters(scale) * 10 / LETTERS_OF_TEN_WORDS).div_ceil(100) * 100
}

/// Returns whether a text is too short for an index of a scale. One with few but
/// long words is long enough, too.
pub(crate) fn is_too_short(n_words: u64, n_letters: u64, scale: u32) -> bool {
    n_words < needed_words(scale) && n_letters < needed_letters(scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scale_has_one_number() {
        assert_eq!([64, 1_024, 4_096].map(needed_words), [200, 2_300, 9_200]);
    }

    #[test]
    fn a_text_with_as_many_words_as_are_needed_is_never_too_short() {
        for scale in [64, 256, 1_024, 65_536] {
            let needed = needed_words(scale);
            assert!(!is_too_short(needed, 0, scale));
            assert!(is_too_short(needed - 1, 0, scale));
            // Long words make a text that is long enough with fewer of them.
            assert!(!is_too_short(1, 10 * u64::from(scale), scale));
        }
    }
}
