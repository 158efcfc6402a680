//! What one character is folded to before it is shingled.
//!
//! The rules, in order, for every character:
//!
//! 1. compatibility decomposition (NFKD): `ﬁ` is `fi`, `ſ` is `s`, `é` is `e`
//!    and an accent, `가` is its jamo, half-width kana are kana;
//! 2. marks of a non-zero combining class are dropped: accents, ё's dots, Hebrew
//!    points, Arabic vowels, dakuten. Other marks (the vowel signs of Indic scripts)
//!    stay, except variation selectors and the grapheme joiner;
//! 3. full case folding: `ß` is `ss`, final `ς` is `σ`;
//! 4. only letters, numbers and the marks of rule 2 stay, except spacing
//!    modifier letters (U+02B0 to U+02FF), the Arabic tatweel and the kana
//!    length mark `ー`;
//! 5. letters that editions spell either way become one: see [`respell`];
//! 6. kana become hiragana of full size, and the two orthographies share one
//!    character: `ひ` `ゐ` `い` are `い`, `ふ` `う` are `う`, and so on: see
//!    [`fold_kana`];
//! 7. Han characters become the first of their variants: traditional,
//!    simplified, old and new Japanese forms are one: see [`HanVariants`].
//!
//! docs/decisions/0002-recipe-1.md has the measurements behind each rule.
//! The character data comes from crates whose versions are pinned; a golden
//! test over every code point fails if it changes.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use caseless::Caseless;
use hanconv::RawDictionary;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Calls `emit` with each letter that `c` is folded to, in order; not at all for
/// most punctuation, spaces and symbols.
pub(crate) fn fold_char(c: char, mut emit: impl FnMut(char)) {
    for part in std::iter::once(c).nfkd() {
        if canonical_combining_class(part) != 0 {
            continue;
        }
        for letter in std::iter::once(part).default_case_fold() {
            // Folding can add marks again: `İ` gives `i` and a dot above.
            if canonical_combining_class(letter) == 0 && is_kept(letter) {
                respell(letter, |letter| emit(HAN.first_of(fold_kana(letter))));
            }
        }
    }
}

/// Returns whether a folded character is part of the text that is compared.
fn is_kept(c: char) -> bool {
    match c {
        // Variation selectors, the grapheme joiner, spacing modifier letters,
        // the Arabic tatweel, the kana length mark.
        '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}'
        | '\u{180B}'..='\u{180F}'
        | '\u{034F}'
        | '\u{02B0}'..='\u{02FF}'
        | '\u{0640}'
        | 'ー' => false,
        _ => matches!(
            c.general_category_group(),
            GeneralCategoryGroup::Letter
                | GeneralCategoryGroup::Number
                | GeneralCategoryGroup::Mark
        ),
    }
}

/// Calls `emit` with the one spelling of a letter that all editions share.
fn respell(c: char, mut emit: impl FnMut(char)) {
    let (first, second) = match c {
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ı' => ('i', None),
        // Arabic and Persian forms of yeh, kaf and heh.
        'ى' | 'ی' => ('ي', None),
        'ک' => ('ك', None),
        'ة' => ('ه', None),
        _ => (c, None),
    };
    emit(first);
    if let Some(second) = second {
        emit(second);
    }
}

/// Returns the hiragana that old and new Japanese orthography share.
///
/// Katakana and small kana become hiragana of full size (`ッ` and `っ` are
/// `つ`); the `は` row, which old orthography writes for `わ` `い` `う` `え` `お`
/// inside words, becomes those, as do `ゐ`, `ゑ` and `を`. Dakuten were dropped
/// before.
fn fold_kana(c: char) -> char {
    let hiragana = match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    };
    match hiragana {
        'ぁ' => 'あ',
        'ぃ' | 'ひ' | 'ゐ' => 'い',
        'ぅ' | 'ふ' => 'う',
        'ぇ' | 'へ' | 'ゑ' => 'え',
        'ぉ' | 'ほ' | 'を' => 'お',
        'ゎ' | 'は' => 'わ',
        'っ' => 'つ',
        'ゃ' => 'や',
        'ゅ' => 'ゆ',
        'ょ' => 'よ',
        'ゕ' => 'か',
        'ゖ' => 'け',
        other => other,
    }
}

/// Classes of Han characters that write the same word.
///
/// The pairs come from the dictionaries of `OpenCC` (traditional to simplified,
/// Japanese new to old forms, Japanese variants) as the crate `hanconv`
/// carries them. Characters that are linked, directly or through others, make
/// a class; each becomes the class's first code point. Where one simplified
/// character stands for several traditional ones, all of them are one class:
/// the fold never has to guess from context.
struct HanVariants(HashMap<char, char>);

static HAN: LazyLock<HanVariants> = LazyLock::new(HanVariants::load);

impl HanVariants {
    fn load() -> Self {
        let dictionaries = [
            RawDictionary::TSCharacters,
            RawDictionary::JPShinjitaiCharacters,
            RawDictionary::JPVariants,
        ];
        let mut parents = HashMap::with_capacity(5_000);
        for line in dictionaries.iter().flat_map(RawDictionary::lines) {
            let mut variants = line.split_whitespace().filter_map(single_char);
            let Some(head) = variants.next() else {
                continue;
            };
            for variant in variants {
                let (a, b) = (root(&parents, head), root(&parents, variant));
                if a != b {
                    parents.insert(a.max(b), a.min(b));
                }
            }
        }
        let firsts = parents.keys().map(|&c| (c, root(&parents, c))).collect();
        Self(firsts)
    }

    fn first_of(&self, c: char) -> char {
        // No Han character is below U+3400.
        if c < '\u{3400}' {
            c
        } else {
            self.0.get(&c).copied().unwrap_or(c)
        }
    }
}

fn single_char(word: &str) -> Option<char> {
    let mut chars = word.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn root(parents: &HashMap<char, char>, mut c: char) -> char {
    while let Some(&parent) = parents.get(&c) {
        c = parent;
    }
    c
}

/// Returns how often the units of a folded letter are repeated in the stream.
///
/// A Han character says as much as three letters of an alphabet, a kana as two;
/// a shingle of 24 units then says about the same in every script.
pub(crate) fn weight(letter: char) -> usize {
    match u16::try_from(u32::from(letter)) {
        Ok(unit) => unit_weight(unit),
        // The planes of rare Han characters.
        Err(_) if ('\u{20000}'..='\u{3FFFF}').contains(&letter) => 3,
        Err(_) => 1,
    }
}

/// Returns [`weight`] of a letter that is one unit.
#[inline]
pub(crate) fn unit_weight(unit: u16) -> usize {
    match unit {
        // Hiragana.
        0x3041..=0x309F => 2,
        // Han with the iteration mark, the closing mark and the number zero.
        0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF => 3,
        _ => 1,
    }
}

/// The entry for a character that is dropped.
pub(crate) const DROP: u16 = 0;
/// The entry for a character that becomes more than one unit.
pub(crate) const LONG: u16 = 0xFFFF;

/// Returns the unit that a character of the Basic Multilingual Plane becomes,
/// [`DROP`] if it is dropped, or [`LONG`] if it has to go through [`fold_char`].
#[inline]
pub(crate) fn short_fold(c: u16) -> u16 {
    /// One table for each block of 256 characters, filled when a text needs it.
    static BLOCKS: [OnceLock<Box<[u16; 256]>>; 256] = [const { OnceLock::new() }; 256];
    let [block, low] = c.to_be_bytes();
    BLOCKS[usize::from(block)].get_or_init(|| fill_block(block))[usize::from(low)]
}

fn fill_block(block: u8) -> Box<[u16; 256]> {
    let mut table = Box::new([DROP; 256]);
    for (low, entry) in (0_u8..=255).zip(table.iter_mut()) {
        let code = u32::from(u16::from_be_bytes([block, low]));
        // Surrogates are not characters and never occur in a `str`.
        let Some(c) = char::from_u32(code) else {
            continue;
        };
        let mut letters = 0;
        fold_char(c, |letter| {
            letters += 1;
            *entry = u16::try_from(u32::from(letter)).unwrap_or(LONG);
        });
        if letters > 1 {
            *entry = LONG;
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        let mut out = String::new();
        text.chars()
            .for_each(|c| fold_char(c, |letter| out.push(letter)));
        out
    }

    #[test]
    fn editions_of_a_word_meet() {
        for (a, b) in [
            ("Cœur", "coeur"),
            ("ENCYCLOPÆDIA", "encyclopaedia"),
            ("Straße", "STRASSE"),
            ("ﬁnaﬅ", "finast"),
            ("ſoft", "soft"),
            ("ещё", "ЕЩЕ"),
            ("ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"),
            ("naïve—rôle", "naive role"),
            ("l’été", "LʼETE"),
            ("İstanbul", "istanbul"),
            ("漢語國學發髮", "汉语国学发发"),
            ("舊字體の學問", "旧字体の学問"),
            ("思ひやう", "思いやう"),
            ("言って", "言つて"),
            ("ガラス", "がらす"),
            ("ｶﾞﾗｽ", "ガラス"),
            ("مُحَمَّد", "محمد"),
            ("كتابـــة", "کتابه"),
            ("e\u{301}a\u{FE0F}", "ea"),
        ] {
            assert_eq!(
                fold(a).replace(' ', ""),
                fold(b).replace(' ', ""),
                "{a} / {b}"
            );
        }
    }

    #[test]
    fn what_a_reader_tells_apart_stays_apart() {
        for (a, b) in [
            ("कि", "की"),
            ("가", "나"),
            ("мир", "мор"),
            ("人", "入"),
            ("か", "き"),
            ("1", "l"),
        ] {
            assert_ne!(fold(a), fold(b), "{a} / {b}");
        }
    }

    #[test]
    fn punctuation_and_spaces_vanish() {
        assert_eq!(
            fold(" \t\n.,;:!?“”‘’—–…_-*|§©°（）、。・「」\u{AD}\u{200B}\u{FEFF}"),
            ""
        );
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
    }
}
