//! The words of a text, as titles and names are compared.

use colophon_fingerprint::fold_onto;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Returns the words of a text, folded, in order.
///
/// Letters, digits and the marks on them make a word; apostrophes and invisible
/// characters within it are ignored (`O’Brien` is `obrien`), everything else
/// separates words. Each Chinese or Japanese character is a word by itself.
///
/// Signs at the end of a name are part of it: `C#` is `csharp`, `C++` is
/// `cplusplus`, `Google+` is `googleplus`.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, &mut |word| words.push(word.to_owned()));
    words
}

/// Calls `emit` with each of the [`words`] of a text.
pub fn each_word(text: &str, emit: &mut dyn FnMut(&str)) {
    let mut word = String::with_capacity(24);
    let mut flush = |word: &mut String| {
        if !word.is_empty() {
            emit(word);
            word.clear();
        }
    };
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if c.is_ascii() {
            if matches!(c, '+' | '#') && !word.is_empty() {
                let n_more = sign(c, &word, chars.as_str());
                for _ in 0..n_more {
                    word.push_str(if c == '+' { "plus" } else { "sharp" });
                }
                for _ in 1..n_more {
                    chars.next();
                }
                flush(&mut word);
            } else if !matches!(c, '\'' | '`') {
                flush(&mut word);
            }
        } else if is_ideograph(c) {
            flush(&mut word);
            fold_onto(c.encode_utf8(&mut [0; 4]), &mut word);
            flush(&mut word);
        } else if is_fraction(c) {
            // "7½" is not 712.
            flush(&mut word);
            let mut both = String::new();
            fold_onto(c.encode_utf8(&mut [0; 4]), &mut both);
            let (over, under) = both.split_at(both.len().min(1));
            for part in [over, under] {
                word.push_str(part);
                flush(&mut word);
            }
        } else {
            let n_bytes = word.len();
            fold_onto(c.encode_utf8(&mut [0; 4]), &mut word);
            if word.len() == n_bytes && !is_within_word(c) {
                flush(&mut word);
            }
        }
    }
    flush(&mut word);
}

/// Returns how many signs, this one included, belong to the word before them.
///
/// `C++`, `A+` and `C#` are names, but in `Equal+Rites` the sign is a space, and
/// in `Saga#3` it begins a number.
fn sign(sign: char, word: &str, after: &str) -> usize {
    let n = 1 + after.chars().take_while(|c| *c == sign).count();
    let ends = !after[n - 1..].starts_with(char::is_alphanumeric);
    let is_letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    match (sign, n) {
        ('+', 1 | 2) if ends || n == 2 => n,
        ('#', 1) if ends || is_letter => 1,
        _ => 0,
    }
}

/// Returns whether a character is always a separate word: Han characters and
/// kana.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c),
        0x3005..=0x3007
        | 0x3041..=0x30FF
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9D
        | 0x20000..=0x3FFFF)
}

/// Returns whether a character is a fraction: ½.
fn is_fraction(c: char) -> bool {
    matches!(u32::from(c), 0xBC..=0xBE | 0x2150..=0x215F | 0x2189)
}

/// Returns whether a character that folds to nothing may be inside a word:
/// apostrophes, accents without a letter, invisible characters.
fn is_within_word(c: char) -> bool {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2032}' | '\u{B4}' | '\u{FF07}' => true,
        _ => {
            matches!(
                c.general_category_group(),
                GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark
            ) || c.general_category() == GeneralCategory::Format
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use colophon_fingerprint::fold_text;
    use proptest::prelude::*;

    #[test]
    fn words_are_folded_and_parted() {
        for (text, expected) in [
            ("The O’Brien's  book_no.2", "the obriens book no 2"),
            ("I`ve, I´ve", "ive ive"),
            ("Sergi\u{FE20}a\u{FE21} Gogolʹ", "sergia gogol"),
            ("三体 全集ノ", "三 体 全 集 の"),
            ("Søren-Łódź ß", "soren lodz ss"),
            ("\u{FEFF}McCauley, Paul\u{AD}a J", "mccauley paula j"),
            ("C, C++ and C#", "c cplusplus and csharp"),
            ("C++11, C#7 & F#", "cplusplus 11 csharp 7 fsharp"),
            ("A+ A++ Google+", "aplus aplusplus googleplus"),
            ("Equal+Rites Saga#3 #4 + 5", "equal rites saga 3 4 5"),
            ("7½ 7 1/2 ¾x", "7 1 2 7 1 2 3 4 x"),
            ("…—!", ""),
        ] {
            let found: Vec<String> = words(text);
            let expected: Vec<String> = words(expected);
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(words("三体").len(), 2);
        assert_eq!(words("O’Brien's_book"), ["obriens", "book"]);
    }

    proptest! {
        #[test]
        fn words_keep_the_folded_letters(text in "\\PC*") {
            let text = text.replace(['+', '#'], " ");
            prop_assert_eq!(words(&text).concat(), fold_text(&text));
        }
    }
}
