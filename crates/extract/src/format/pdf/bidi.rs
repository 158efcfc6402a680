//! Lines of Hebrew, Arabic and their like, put in the order of reading.
//!
//! A page shows signs from left to right, whichever way they are read. What
//! is undone here is the last step of the Unicode bidirectional algorithm
//! (UAX #9, rule L2), which turns runs round by their levels: done twice it
//! changes nothing. Embeddings deeper than a number in a word from the right
//! in a line from the left cannot be seen on a page and are not looked for.

/// What a sign does to the direction of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Left,
    Right,
    Digit,
    /// Stands in numbers between digits, and for itself elsewhere.
    Separator,
    Neutral,
}

/// Returns whether a text has a letter that is read from the right.
pub(super) fn is_from_right(text: &str) -> bool {
    // No such letter is shorter in UTF-8 than U+0590.
    text.as_bytes().first().is_some_and(|b| *b >= 0xd6) && text.chars().any(is_right)
}

/// Returns the order in which the signs of a line are read, of which the texts
/// are given from left to right.
pub(super) fn reading_order(signs: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..signs.len()).collect();
    let levels = levels(signs);
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

fn levels(signs: &[&str]) -> Vec<u8> {
    let mut classes: Vec<Class> = signs.iter().map(|sign| class(sign)).collect();
    for i in 1..classes.len().saturating_sub(1) {
        if classes[i] == Class::Separator
            && classes[i - 1] == Class::Digit
            && classes[i + 1] == Class::Digit
        {
            classes[i] = Class::Digit;
        }
    }
    let count = |class| classes.iter().filter(|c| **c == class).count();
    let from_right = count(Class::Right) > count(Class::Left);
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
            // A number in words from the right is read from the left.
            Class::Digit if from_right => 2,
            Class::Digit if last == Class::Right && next == Some(Class::Right) => 2,
            Class::Digit => 0,
            // What stands between words of one direction goes with them.
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

fn class(sign: &str) -> Class {
    let Some(first) = sign.chars().next() else {
        return Class::Neutral;
    };
    match first {
        '0'..='9' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => Class::Digit,
        '.' | ',' | ':' | '/' | '\u{66b}' | '\u{66c}' => Class::Separator,
        _ if sign.chars().any(is_right) => Class::Right,
        _ if first.is_alphabetic() => Class::Left,
        _ => Class::Neutral,
    }
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and what lies around them; not their
/// digits.
fn is_right(c: char) -> bool {
    match c {
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{66a}'..='\u{66c}' => false,
        '\u{590}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(shown: &str) -> String {
        let signs: Vec<String> = shown.chars().map(String::from).collect();
        let signs: Vec<&str> = signs.iter().map(String::as_str).collect();
        reading_order(&signs)
            .into_iter()
            .map(|i| signs[i])
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
}
