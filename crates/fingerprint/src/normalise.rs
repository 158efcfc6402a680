//! Text to units: the letters that are compared, and nothing else.
//!
//! Spaces, hyphens, punctuation, line breaks and markup differ between
//! editions and conversions of one text, so they are dropped, and what is left
//! is folded (see [`crate::fold_text`]). The result is a stream of 16-bit
//! *units*. A letter of an alphabet is one unit, its code point. A Han
//! character stands three times and a kana twice, so that one shingle length
//! serves every script. A letter beyond U+FFFF is its UTF-16 pair, repeated
//! likewise.
//!
//! Plain ASCII, the bulk of most text, takes a branch-free path of its own; a
//! test holds it equal to the general one.

use crate::fold::{DROP, LONG, fold_char, short_fold, weight};

/// What each ASCII byte becomes; 0 is dropped.
const ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut i: u8 = 0;
    while i < 128 {
        if i.is_ascii_alphanumeric() {
            table[i as usize] = i.to_ascii_lowercase();
        }
        i += 1;
    }
    table
};

/// How many bytes of text are folded before units are handed on.
const STEP: usize = 4096;

/// More units than any one character becomes.
const LONGEST: usize = 128;

/// Folds text into units, a piece at a time.
///
/// Units do not depend on how the text was cut into pieces.
#[derive(Debug)]
pub struct Normaliser {
    buffer: Vec<u16>,
}

impl Default for Normaliser {
    fn default() -> Self {
        Self { buffer: vec![0; 2 * STEP + LONGEST] }
    }
}

impl Normaliser {
    /// Calls `take` with the units of `text`, in order, some thousands at a time.
    pub fn push(&mut self, text: &str, mut take: impl FnMut(&[u16])) {
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut filled = 0;
        while at < bytes.len() {
            // The buffer has room for a step of ASCII whatever it holds.
            if filled > STEP {
                take(&self.buffer[..filled]);
                filled = 0;
            }
            let step = &bytes[at..bytes.len().min(at + STEP)];
            let ascii = if step[0] < 128 { ascii_prefix(step) } else { 0 };
            filled += fold_ascii(&step[..ascii], &mut self.buffer[filled..]);
            at += ascii;
            let rest = &text[at..];
            for c in rest.chars().take_while(|c| !c.is_ascii()) {
                at += c.len_utf8();
                let short = u16::try_from(u32::from(c)).map_or(LONG, short_fold);
                if short == LONG {
                    fold_char(c, |letter| {
                        let mut pair = [0; 2];
                        let units = letter.encode_utf16(&mut pair);
                        for unit in units.iter().cycle().take(units.len() * weight(letter)) {
                            self.buffer[filled] = *unit;
                            filled += 1;
                        }
                    });
                } else if short != DROP {
                    self.buffer[filled] = short;
                    filled += 1;
                }
                if filled > STEP {
                    break;
                }
            }
        }
        if filled > 0 {
            take(&self.buffer[..filled]);
        }
    }
}

/// Returns how many bytes at the start are ASCII.
fn ascii_prefix(bytes: &[u8]) -> usize {
    let (words, _) = bytes.as_chunks::<16>();
    let whole = words.iter().take_while(|word| word.is_ascii()).count() * 16;
    whole + bytes[whole..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// Writes the units of ASCII text to the start of `out` and returns how many.
///
/// `out` has at least as much room as there is text.
fn fold_ascii(text: &[u8], out: &mut [u16]) -> usize {
    let mut filled = 0;
    for &byte in text {
        let unit = ASCII[usize::from(byte & 127)];
        // Written always and kept only where it is a letter: a branch here
        // would be mispredicted at every other space.
        out[filled] = u16::from(unit);
        filled += usize::from(unit != 0);
    }
    filled
}

/// Returns the folded letters of `text`, once each, as a string.
///
/// This is what a fingerprint is made from, in a form that people can read.
/// Folding is idempotent: `fold_text(fold_text(t)) == fold_text(t)`.
pub fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, |letter| folded.push(letter)));
    folded
}

#[cfg(test)]
pub(crate) fn units(text: &str) -> Vec<u16> {
    let mut units = Vec::new();
    Normaliser::default().push(text, |more| units.extend_from_slice(more));
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, without any short cut.
    fn slow_units(text: &str) -> Vec<u16> {
        let mut units = Vec::new();
        for letter in fold_text(text).chars() {
            for _ in 0..weight(letter) {
                units.extend_from_slice(letter.encode_utf16(&mut [0; 2]));
            }
        }
        units
    }

    #[test]
    fn units_of_each_script() {
        assert_eq!(units("A-b 1"), [97, 98, 49]);
        assert_eq!(units("漢"), [0x6C49; 3]);
        assert_eq!(units("が"), [0x304B; 2]);
        assert_eq!(units("𠀀"), [0xD840, 0xDC00, 0xD840, 0xDC00, 0xD840, 0xDC00]);
        assert_eq!(units("😀 …"), [0_u16; 0]);
    }

    #[test]
    fn no_character_becomes_more_than_the_buffer_holds() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            assert!(slow_units(&c.to_string()).len() < LONGEST, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn long_texts_are_handed_on_whole() {
        for piece in ["word ", "слово ", "漢字かな", "a漢", "ﷺ", "\u{FDFA}x", "é", &format!("{}漢", "x".repeat(STEP)), &format!("{}\u{FDFA}", "x".repeat(2 * STEP))] {
            let text = piece.repeat(9_000);
            assert_eq!(units(&text), slow_units(&text), "{piece}");
        }
    }

    proptest! {
        #[test]
        fn short_cuts_change_nothing(text in "\\PC*") {
            prop_assert_eq!(units(&text), slow_units(&text));
        }

        #[test]
        fn ascii_and_others_mix(text in "[a-zA-Z0-9 .,’éß漢字がЖ\u{301}-]{0,300}") {
            prop_assert_eq!(units(&text), slow_units(&text));
        }

        #[test]
        fn folding_is_idempotent(text in "\\PC*") {
            let once = fold_text(&text);
            prop_assert_eq!(fold_text(&once), once);
        }
    }
}
