//! Judges whether the text of a page looks right, and which of two readings is
//! better.
//!
//! Nothing here knows a language: what counts is the number of letters, and of
//! characters among them that have no place in a book.

use std::collections::HashSet;

// The thresholds of this file were set by eye. Decision 8 measures what the two
// engines read together with them.

/// A page with fewer letters than this hardly has text.
pub(super) const FEW_LETTERS: usize = 24;
/// A page looks wrong if it has more than one character that has no place in a
/// book for this many letters.
const LETTERS_PER_ODD: usize = 100;
/// A page looks wrong if more than one word in this many is a single letter.
const WORDS_PER_LONE: usize = 4;
/// Words have gaps if more than one letter in this many is missing.
const LETTERS_PER_GAP: usize = 5;
/// How many letters each character that has no place in a book takes from the
/// worth of a reading.
const PENALTY: usize = 3;
/// The share of another reading's worth, in hundredths, that a better one has at
/// least: a little more may be a running head that was read twice.
const BETTER: usize = 98;
/// How many letters make a run.
const RUN: usize = 5;
/// The share of runs, in hundredths, that two readings have in common at least if
/// they agree.
const AGREED: usize = 97;

/// What is on a page, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Letters and digits.
    pub(super) letters: usize,
    /// Replacement, control and private-use characters.
    pub(super) odd: usize,
    /// Those of them that stand for letters that nobody knows.
    missing: usize,
    /// Accents next to letters.
    accents: usize,
    words: usize,
    /// Words of one letter of an alphabet.
    lone: usize,
}

impl Tally {
    pub(super) fn of(text: &str) -> Self {
        let mut tally = Self::default();
        for word in text.split_whitespace() {
            let mut letters = 0;
            let mut alphabetic = 0;
            for c in word.chars() {
                letters += usize::from(c.is_alphanumeric());
                // Han and kana need no spaces; the code points below are alphabets.
                alphabetic += usize::from(c.is_alphabetic() && c < '\u{2e80}');
                tally.odd += usize::from(is_odd(c));
                tally.missing += usize::from(is_missing(c));
                tally.accents +=
                    usize::from(matches!(c, '¨' | '˜' | 'ˇ' | '˚' | '˝' | '˘' | '˙' | 'ˆ'));
            }
            tally.letters += letters;
            tally.words += 1;
            tally.lone += usize::from(letters == 1 && alphabetic == 1);
        }
        tally
    }

    /// Returns whether another reading is worth a try.
    pub(super) fn looks_wrong(&self) -> bool {
        self.letters < FEW_LETTERS
            || self.odd * LETTERS_PER_ODD > self.letters
            || self.accents * LETTERS_PER_ODD > self.letters
            || self.lone * WORDS_PER_LONE > self.words
    }

    /// Returns whether letters are missing in most words.
    pub(super) fn is_hard_to_read(&self) -> bool {
        self.missing > FEW_LETTERS && self.missing * LETTERS_PER_GAP > self.letters
    }

    /// Returns whether most letters are missing.
    pub(super) fn is_illegible(&self) -> bool {
        self.missing > FEW_LETTERS && self.missing > self.letters
    }

    /// Returns the worth of the reading: its letters, less what is wrong.
    fn worth(&self) -> usize {
        let lone = self.lone.saturating_sub(self.words / WORDS_PER_LONE);
        let wrong = self.odd + self.accents + lone;
        self.letters.saturating_sub(PENALTY * wrong)
    }

    /// Returns whether this reading is better than another that differs.
    pub(super) fn is_better_than(&self, other: &Self) -> bool {
        if self.worth() + other.worth() == 0 {
            return self.letters > other.letters;
        }
        self.worth() * 100 >= other.worth() * BETTER
    }
}

/// Returns whether a character stands for a letter that is not known. Fonts for
/// signs have them where the same bytes are letters, and other signs elsewhere.
fn is_missing(c: char) -> bool {
    let own = u32::from(c).checked_sub(0xf000).and_then(char::from_u32);
    // Nothing is missing where one byte of a code is zero.
    let is_code = c.is_control() && c != '\0' && is_odd(c);
    c == '\u{fffd}' || is_code || own.is_some_and(|own| own.is_ascii_alphabetic())
}

fn is_odd(c: char) -> bool {
    match c {
        // Some programs write these for hyphens at line ends.
        '\u{2}' | '\u{fffe}' => false,
        '\u{fffd}' => true,
        _ => c.is_control() || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..),
    }
}

/// Returns whether two readings of a page have the same runs of letters, anywhere
/// on the page.
pub(super) fn agree(one: &str, other: &str) -> bool {
    let (a, b) = (runs(one), runs(other));
    if a.is_empty() && b.is_empty() {
        // Too short for runs.
        return letters(one).eq(letters(other));
    }
    let shared = a.intersection(&b).count();
    shared * 100 >= AGREED * a.len().max(b.len())
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

fn runs(text: &str) -> HashSet<u64> {
    let mut runs = HashSet::new();
    let mut run = 0_u64;
    let mut length = 0;
    for c in letters(text) {
        // Twelve bits of each letter distinguish the letters of one script.
        run = run << 12 | u64::from(u32::from(c) & 0xfff);
        length += 1;
        if length >= RUN {
            runs.insert(run & ((1 << (12 * RUN)) - 1));
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_text_looks_wrong_and_plain_text_does_not() {
        let wrong = |text: &str| Tally::of(text).looks_wrong();
        assert!(!wrong("It is a truth universally acknowledged, that a man"));
        assert!(!wrong(
            "吾輩は猫である。名前はまだ無い。どこで生れたか頓と見当がつかぬ。"
        ));
        assert!(wrong("P ride a nd P rejudice b y J ane A usten, a n ovel"));
        assert!(wrong("It is a tru\u{fffd}h universally acknow\u{1}ledged"));
        assert!(wrong("¨ubrigens w¨are es sch¨on, wenn das alles so w¨are"));
        assert!(wrong("It is"));
    }

    #[test]
    fn readings_agree_by_their_letters() {
        let text = "It is a truth universally acknowledged, that a single man";
        assert!(agree(text, &text.replace(' ', "\n")));
        assert!(!agree(text, &text.replace('t', "f")));
        assert!(!agree(text, "It is a truth"));
        assert!(agree("1.", "1") && !agree("", "1"));
        assert!(Tally::of(text).is_better_than(&Tally::of("It is a truth")));
        assert!(!Tally::of("It is").is_better_than(&Tally::of(text)));
        // Single letters are worth little, but more than nothing.
        assert!(!Tally::of("").is_better_than(&Tally::of("à À â Â ä Ä")));
    }
}
