//! Lines of Hebrew, Arabic and similar scripts, put in reading order.
//!
//! The characters of a page are known from left to right, whichever way they are
//! read. This undoes the last step of the Unicode bidirectional algorithm (UAX
//! #9, rule L2), which reverses runs by their levels and is its own inverse.
//! Nesting deeper than a number among right-to-left words in a left-to-right line
//! cannot be seen on a page and is not looked for.

use unicode_bidi::{BidiClass, bidi_class};

/// What a character does to the direction of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Left,
    Right,
    Digit,
    /// Part of a number between digits; neutral elsewhere.
    Separator,
    /// Goes with the letter on which it is drawn.
    Mark,
    Neutral,
}

/// Returns whether a text has a right-to-left letter.
pub(super) fn is_from_right(text: &str) -> bool {
    // All such letters are beyond U+0590, whose first byte is 0xd6.
    text.as_bytes().first().is_some_and(|b| *b >= 0xd6) && text.chars().any(is_right)
}

/// Returns the order in which the characters of a line are read. Their texts are
/// given from left to right.
pub(super) fn reading_order(characters: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..characters.len()).collect();
    let levels = levels(characters);
    let highest = levels.iter().copied().max().unwrap_or(0);
    for level in (1..=highest).rev() {
        let mut from = 0;
        while from < levels.len() {
            let run = levels[from..].iter().take_while(|l| **l >= level).count();
            order[from..from + run].reverse();
            from += run.max(1);
        }
    }
    order
}

fn levels(characters: &[&str]) -> Vec<u8> {
    let mut classes: Vec<Class> = characters
        .iter()
        .map(|character| class(character))
        .collect();
    let count = |class| classes.iter().filter(|c| **c == class).count();
    let from_right = count(Class::Right) > count(Class::Left);
    join_marks(&mut classes);
    for i in 1..classes.len().saturating_sub(1) {
        if classes[i] == Class::Separator
            && classes[i - 1] == Class::Digit
            && classes[i + 1] == Class::Digit
        {
            classes[i] = Class::Digit;
        }
    }
    let base = if from_right {
        Class::Right
    } else {
        Class::Left
    };
    let level_of = |class| match (class, from_right) {
        (Class::Right, _) => 1,
        (_, true) => 2,
        (_, false) => 0,
    };
    let mut levels = vec![0; classes.len()];
    let mut last = base;
    let mut at = 0;
    while at < classes.len() {
        let class = classes[at];
        let run = classes[at..].iter().take_while(|c| **c == class).count();
        let next = classes[at + run..]
            .iter()
            .copied()
            .find(|c| matches!(c, Class::Left | Class::Right));
        let level = match class {
            Class::Left | Class::Right => {
                last = class;
                level_of(class)
            }
            // A number among right-to-left words is read from the left.
            Class::Digit if from_right => 2,
            Class::Digit if last == Class::Right && next == Some(Class::Right) => 2,
            Class::Digit => 0,
            // What is between words of one direction goes with them.
            _ => {
                let next = next.unwrap_or(base);
                level_of(if last == next { last } else { base })
            }
        };
        levels[at..at + run].fill(level);
        at += run;
    }
    levels
}

/// Gives marks the class of the letter on which they are drawn (UAX #9, rule W1).
/// In a right-to-left word, that letter may be on either side of its marks.
fn join_marks(classes: &mut [Class]) {
    for i in (1..classes.len()).rev() {
        if classes[i] == Class::Right && classes[i - 1] == Class::Mark {
            classes[i - 1] = Class::Right;
        }
    }
    let mut before = Class::Neutral;
    for class in classes {
        if *class == Class::Mark {
            *class = before;
        }
        before = *class;
    }
}

fn class(character: &str) -> Class {
    if character.chars().any(is_right) {
        return Class::Right;
    }
    match character.chars().next().map(bidi_class) {
        Some(BidiClass::L) => Class::Left,
        Some(BidiClass::EN | BidiClass::AN) => Class::Digit,
        Some(BidiClass::CS) => Class::Separator,
        Some(BidiClass::NSM) => Class::Mark,
        _ => Class::Neutral,
    }
}

fn is_right(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(shown: &str) -> String {
        let characters: Vec<String> = shown.chars().map(String::from).collect();
        let characters: Vec<&str> = characters.iter().map(String::as_str).collect();
        reading_order(&characters)
            .into_iter()
            .map(|i| characters[i])
            .collect()
    }

    #[test]
    fn lines_from_the_right_are_read_from_the_right() {
        assert_eq!(read("םלוע םולש"), "שלום עולם");
        assert_eq!(read(".ףוס ןושאר"), "ראשון סוף.");
    }

    #[test]
    fn numbers_and_foreign_words_stay_as_they_are() {
        assert_eq!(read("1,948 תנשב Tel Aviv ריעב"), "בעיר Tel Aviv בשנת 1,948");
        assert_eq!(read("the word םולש םלוע ends"), "the word עולם שלום ends");
        assert_eq!(
            read("now a תנשב 1948 ריעב line"),
            "now a בעיר 1948 בשנת line"
        );
        assert_eq!(read("plain 12 words"), "plain 12 words");
    }
    #[test]
    fn a_number_is_one_whatever_separates_its_digits() {
        assert_eq!(read("1\u{a0}948 תנשב"), "בשנת 1\u{a0}948");
        assert_eq!(read("1\u{2044}2 סוכ"), "כוס 1\u{2044}2");
    }

    #[test]
    fn marks_go_with_their_letters() {
        for word in ["\u{5b8}םולש", "ם\u{5b8}ולש", "\u{5bc}\u{5b8}םולש"] {
            let shown = format!("the word {word} ends");
            let letters = read(&shown).replace(['\u{5b8}', '\u{5bc}'], "");
            assert_eq!(letters, "the word שלום ends");
        }
        assert_eq!(read("\u{5b8}םולש Tel"), "Tel שלום\u{5b8}");
        assert_eq!(read("e\u{301}t םולש"), "שלום e\u{301}t");
    }
}
