//! Text to units: the letters that are compared, and nothing else.
//!
//! Spaces, hyphens, punctuation, line breaks and markup differ between
//! editions and conversions of one text, so they are dropped, and the rest is
//! folded (see [`crate::fold_text`]). The result is a stream of 16-bit *units*.
//! A letter of an alphabet is one unit, its code point. The unit of a Han character
//! is repeated three times and that of a kana twice, so one shingle length serves
//! every script. A letter beyond U+FFFF is its UTF-16 pair, repeated likewise.
//!
//! Plain ASCII, the bulk of most text, takes a separate path without branches; a
//! test checks that it gives the same result as the general one.

use crate::fold::{DROP, LONG, fold_char, short_fold, unit_weight, weight};

/// The unit of each byte: an ASCII letter or digit in lower case; 0 for all others,
/// which are dropped.
const BYTES: [u8; 256] = {
    let mut table = [0; 256];
    let mut i: u8 = 0;
    while i < 128 {
        if i.is_ascii_alphanumeric() {
            table[i as usize] = i.to_ascii_lowercase();
        }
        i += 1;
    }
    table
};

/// More units than any single character becomes.
pub(crate) const LONGEST: usize = 128;

/// The number of bytes of plain text that are folded at a stroke. Only speed
/// depends on it.
const STROKE: usize = 32;

/// The number of ASCII bytes in a row from which a stroke is worth it. Only speed
/// depends on it.
const FEW: usize = 8;

/// A stroke, and the two bytes after it.
type Window = [u8; STROKE + 2];

/// Writes the units of the start of `text` to the start of `out`, as many as
/// fit, and returns the number of bytes folded and the number of their units.
///
/// At least one character is folded if `out` has room for [`LONGEST`] units.
pub(crate) fn fold_into(text: &str, out: &mut [u16]) -> (usize, usize) {
    let bytes = text.as_bytes();
    let room = out.len().saturating_sub(LONGEST);
    let (mut at, mut filled) = (0, 0);
    while at < bytes.len() && filled <= room {
        while let Some(window) = bytes[at..].first_chunk()
            && is_plain(window)
            && filled <= room
        {
            filled += fold_plain(window, &mut out[filled..]);
            at += STROKE;
        }
        // A stroke may end inside a dropped character.
        at += bytes[at..]
            .iter()
            .take_while(|byte| is_continuation(**byte))
            .count();
        let (ascii, n_ascii) = ascii_start(&bytes[at..]);
        filled += fold_plain(&ascii, &mut out[filled..]);
        at += n_ascii;
        // Characters beyond ASCII, and the little ASCII between them.
        let mut n_ascii = 0;
        for c in text[at..].chars() {
            if n_ascii == FEW || filled > room {
                break;
            }
            at += c.len_utf8();
            if c.is_ascii() {
                n_ascii += 1;
                let unit = BYTES[usize::from(c as u8)];
                out[filled] = u16::from(unit);
                filled += usize::from(unit != 0);
            } else {
                n_ascii = 0;
                filled += fold_other(c, &mut out[filled..]);
            }
        }
    }
    (at, filled)
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Returns whether a stroke has only ASCII and the characters U+2000 to U+203F:
/// quotation marks, dashes, special spaces, all of which are dropped.
///
/// Bytes that continue a character from before the stroke do not count.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "it avoids a branch for each byte"
)]
fn is_plain(window: &Window) -> bool {
    // Without branches, many bytes are compared at once.
    window
        .array_windows()
        .take(STROKE)
        .fold(true, |plain, &[byte, next]| {
            plain & ((byte < 0xC0) | ((byte == 0xE2) & (next == 0x80)))
        })
}

/// Returns the ASCII at the start of `bytes`, at most a stroke, padded with spaces,
/// and its number of bytes without the padding.
fn ascii_start(bytes: &[u8]) -> (Window, usize) {
    let text = &bytes[..bytes.len().min(STROKE)];
    let n_ascii = text
        .iter()
        .position(|byte| !byte.is_ascii())
        .unwrap_or(text.len());
    let mut window = [b' '; STROKE + 2];
    window[..n_ascii].copy_from_slice(&text[..n_ascii]);
    (window, n_ascii)
}

/// Writes the units of a plain stroke and returns their number.
fn fold_plain(window: &Window, out: &mut [u16]) -> usize {
    let Some(out) = out.first_chunk_mut::<STROKE>() else {
        return 0;
    };
    let mut filled = 0;
    for &byte in &window[..STROKE] {
        let unit = BYTES[usize::from(byte)];
        // The unit is always written, but kept only if it is a letter: a branch here
        // would be mispredicted at every other space. The remainder only tells the
        // compiler that the index is in range.
        out[filled % STROKE] = u16::from(unit);
        filled += usize::from(unit != 0);
    }
    filled
}

/// Writes the units of a character beyond ASCII and returns their number.
#[inline]
fn fold_other(c: char, out: &mut [u16]) -> usize {
    // Quotation marks, dashes and special spaces: most characters beyond ASCII in a
    // Western text.
    if ('\u{2000}'..='\u{206F}').contains(&c) {
        return 0;
    }
    let short = u16::try_from(u32::from(c)).map_or(LONG, short_fold);
    if short == LONG {
        return fold_long(c, out);
    }
    let weight = if short == DROP { 0 } else { unit_weight(short) };
    // Three times, whatever the weight: the excess is overwritten.
    if let Some(out) = out.first_chunk_mut() {
        *out = [short; 3];
    }
    weight
}

#[cold]
fn fold_long(c: char, out: &mut [u16]) -> usize {
    let mut filled = 0;
    fold_char(c, |letter| {
        let mut pair = [0; 2];
        let units = letter.encode_utf16(&mut pair);
        for unit in units.iter().cycle().take(units.len() * weight(letter)) {
            out[filled] = *unit;
            filled += 1;
        }
    });
    filled
}

/// Returns the folded letters of `text`, once each, as a string.
///
/// A fingerprint is made from these; this is a form that people can read.
/// Folding is idempotent: `fold_text(fold_text(t)) == fold_text(t)`.
pub fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars()
        .for_each(|c| fold_char(c, |letter| folded.push(letter)));
    folded
}

/// Appends the folded letters of `text` to `out`.
///
/// The result is that of [`fold_text`], but comes from tables and without another
/// allocation: this runs over every word of millions of catalogue records.
pub fn fold_onto(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            let byte = BYTES[usize::from(c as u8)];
            if byte != 0 {
                out.push(char::from(byte));
            }
            continue;
        }
        let short = u16::try_from(u32::from(c)).map_or(LONG, short_fold);
        match char::from_u32(short.into()) {
            _ if short == DROP => {}
            Some(letter) if short != LONG => out.push(letter),
            _ => fold_char(c, |letter| out.push(letter)),
        }
    }
}

#[cfg(test)]
pub(crate) fn units(text: &str) -> Vec<u16> {
    let (mut units, mut at) = (Vec::new(), 0);
    let mut out = vec![0; 1_000];
    while at < text.len() {
        let (n_bytes, n_units) = fold_into(&text[at..], &mut out);
        assert!(n_bytes > 0);
        units.extend_from_slice(&out[..n_units]);
        at += n_bytes;
    }
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
        assert_eq!(
            units("𠀀"),
            [0xD840, 0xDC00, 0xD840, 0xDC00, 0xD840, 0xDC00]
        );
        assert_eq!(units("😀 …"), [0_u16; 0]);
    }

    #[test]
    fn no_character_becomes_more_than_the_buffer_holds() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            assert!(
                slow_units(&c.to_string()).len() < LONGEST,
                "U+{:04X}",
                u32::from(c)
            );
        }
    }

    #[test]
    fn long_texts_are_handed_on_whole() {
        for piece in [
            "word ",
            "слово ",
            "漢字かな",
            "a漢",
            "ﷺ",
            "\u{FDFA}x",
            "é",
            "Ж。",
        ] {
            let text = piece.repeat(2_000);
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
        fn folding_by_tables_is_folding(text in "\\PC*") {
            let mut folded = String::new();
            fold_onto(&text, &mut folded);
            prop_assert_eq!(folded, fold_text(&text));
        }

        #[test]
        fn folding_is_idempotent(text in "\\PC*") {
            let once = fold_text(&text);
            prop_assert_eq!(fold_text(&once), once);
        }
    }
}
