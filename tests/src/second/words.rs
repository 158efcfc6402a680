//! Section 1 of docs/TERMS.md: words.

use std::iter::Peekable;
use std::str::Chars;

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

use super::fold::fold;

/// Returns the words of a text.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut w = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => w.push(c.to_ascii_lowercase()),
            '+' | '#' if !w.is_empty() => {
                sign(c, &mut w, &mut chars);
                end(&mut w, &mut words);
            }
            '\'' | '`' => {}
            '\0'..='\x7F' => end(&mut w, &mut words),
            _ if is_of_its_own(c) => {
                end(&mut w, &mut words);
                fold(c, &mut w);
                end(&mut w, &mut words);
            }
            '\u{BC}'..='\u{BE}' | '\u{2150}'..='\u{215F}' | '\u{2189}' => {
                end(&mut w, &mut words);
                let mut digits = String::new();
                fold(c, &mut digits);
                let rest = digits.split_off(1);
                words.push(digits);
                w = rest;
                end(&mut w, &mut words);
            }
            _ => {
                let n = w.len();
                fold(c, &mut w);
                if w.len() == n && !is_ignored(c) {
                    end(&mut w, &mut words);
                }
            }
        }
    }
    end(&mut w, &mut words);
    words
}

/// Ends the word.
fn end(w: &mut String, words: &mut Vec<String>) {
    if !w.is_empty() {
        words.push(std::mem::take(w));
    }
}

/// Appends what `+` or `#` after a word adds to it, and skips the row.
fn sign(c: char, w: &mut String, chars: &mut Peekable<Chars<'_>>) {
    let mut after = chars.clone();
    let mut n = 1;
    while after.next_if_eq(&c).is_some() {
        n += 1;
    }
    let ends_a_name = after.peek().is_none_or(|c| !c.is_alphanumeric());
    if c == '+' && (n == 2 || n == 1 && ends_a_name) {
        w.push_str(&"plus".repeat(n));
        *chars = after;
    } else if c == '#' && n == 1 {
        let is_letter = w.len() == 1 && w.starts_with(|c: char| c.is_ascii_alphabetic());
        if ends_a_name || is_letter {
            w.push_str("sharp");
        }
    }
}

/// Returns whether a character is one of rule 5.
pub fn is_of_its_own(c: char) -> bool {
    matches!(u32::from(c),
        0x3005..=0x3007 | 0x3041..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF66..=0xFF9D | 0x20000..=0x3FFFF)
}

/// Returns whether a character that folds to nothing leaves the word as it is.
fn is_ignored(c: char) -> bool {
    use GeneralCategoryGroup::{Letter, Mark};
    matches!(
        c,
        '\u{B4}' | '\u{2018}' | '\u{2019}' | '\u{2032}' | '\u{FF07}'
    ) || matches!(c.general_category_group(), Letter | Mark)
        || c.general_category() == GeneralCategory::Format
}
