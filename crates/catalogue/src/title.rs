//! Titles: their parts, and the key by which they are compared.

use crate::roman::romanised;
use crate::words::each_word;

/// Articles at the start of titles in English, German, French, Spanish,
/// Italian, Portuguese and Dutch.
const ARTICLES: [&str; 32] = [
    "a", "an", "as", "das", "de", "der", "die", "een", "ein", "eine", "el", "gli", "het", "i",
    "il", "la", "las", "le", "les", "lo", "los", "o", "os", "the", "um", "uma", "un", "una", "une",
    "unas", "uno", "unos",
];

/// The parts of a title, unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The text before a subtitle, without what is in brackets.
    pub main: String,
    /// The subtitle; empty when there is none.
    pub subtitle: String,
    /// The texts in brackets, in order.
    pub notes: Vec<String>,
    /// The character with which the subtitle begins; a space when there is none.
    pub separator: char,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            main: String::new(),
            subtitle: String::new(),
            notes: Vec::new(),
            separator: ' ',
        }
    }
}

/// Splits a title into the text before a subtitle, the subtitle, and the texts
/// in brackets.
///
/// A subtitle begins after a colon that is not between two digits, after a
/// semicolon or a vertical bar, or after a dash, an underscore or a slash
/// between white space; a letter or digit must come before it. Everywhere else
/// an underscore is a space. Brackets around the whole title do not count as
/// brackets.
pub fn parts(title: &str) -> Parts {
    let mut parts = Parts::default();
    let mut depth = 0_usize;
    let mut in_subtitle = false;
    let mut before = ' ';
    let mut chars = title.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        if is_opening(c) {
            if depth == 0 {
                parts.notes.push(String::new());
            }
            depth += 1;
        } else if is_closing(c) && depth > 0 {
            depth -= 1;
        } else if depth > 0 {
            if let Some(note) = parts.notes.last_mut() {
                note.push(if c == '_' { ' ' } else { c });
            }
            continue;
        } else {
            let begins = match c {
                ':' => !(before.is_ascii_digit() && next.is_ascii_digit()),
                '：' | ';' | '；' | '|' => true,
                '_' => before.is_whitespace() && next.is_whitespace(),
                '/' => is_space(before) && is_space(next),
                _ if is_dash(c) => {
                    let rest = title[at..].trim_start_matches(is_dash);
                    is_space(before) && rest.chars().next().is_none_or(is_space)
                }
                _ => false,
            };
            let part = if in_subtitle {
                &mut parts.subtitle
            } else {
                &mut parts.main
            };
            if begins && !in_subtitle && part.chars().any(char::is_alphanumeric) {
                in_subtitle = true;
                parts.separator = c;
            } else {
                part.push(if c == '_' { ' ' } else { c });
            }
            before = c;
            continue;
        }
        // A bracket separates words, and a dash next to it is between spaces.
        let part = if in_subtitle {
            &mut parts.subtitle
        } else {
            &mut parts.main
        };
        part.push(' ');
        before = ' ';
    }
    if !parts.main.chars().any(char::is_alphanumeric) {
        // "(Untitled)", "[sic]": the title is the text in the brackets.
        parts = Parts {
            main: title.replace('_', " "),
            ..Parts::default()
        };
    }
    parts
}

/// Returns the key by which titles are compared: the words before a
/// subtitle, without those in brackets and without a leading article;
/// never empty for a title that has a word.
///
/// An article also counts as leading where it follows a comma at the end, as in
/// `Hobbit, The`, and where it is elided, as in `L’Étranger`.
pub fn title_key(title: &str) -> String {
    let parts = parts(title);
    let mut main = parts.main.as_str();
    if let Some((before, last)) = main.rsplit_once(',')
        && is_article(&joined(last))
        && before.chars().any(char::is_alphanumeric)
    {
        main = before;
    }
    let main = main.trim_start();
    let elided = main
        .split_once(['\'', '\u{2019}'])
        .filter(|(article, rest)| {
            matches!(*article, "L" | "l" | "Un" | "un") && rest.starts_with(char::is_alphabetic)
        });
    let mut key = joined(elided.map_or(main, |(_, rest)| rest));
    if elided.is_none()
        && let Some((article, _)) = key.split_once(' ')
        && ARTICLES.contains(&article)
    {
        key.drain(..=article.len());
    }
    if key.is_empty() {
        key = joined(title);
    }
    key
}

/// Returns whether a folded word is an article, with which a title may begin, or
/// end after a comma.
pub fn is_article(word: &str) -> bool {
    word == "l" || ARTICLES.contains(&word)
}

/// Returns the words of a text with a space between them.
fn joined(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    each_word(text, &mut |word| {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    });
    key
}

/// Returns the Latin form of a title key, see [`romanised`].
pub fn romanised_key(key: &str) -> String {
    let words: Vec<String> = key.split(' ').map(romanised).collect();
    words.join(" ")
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<' | '（' | '［' | '｛' | '【' | '〔')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '>' | '）' | '］' | '｝' | '】' | '〕')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;
    use proptest::prelude::*;

    #[test]
    fn keys_leave_out_what_varies() {
        for (title, key) in [
            ("The Hobbit", "hobbit"),
            ("Hobbit, The", "hobbit"),
            ("Hobbit, The: There and Back Again", "hobbit"),
            ("THE_HOBBIT", "hobbit"),
            ("Hobbit (Illustrated)", "hobbit"),
            ("[Collection 1] The Hobbit {Repost}", "hobbit"),
            ("Drive: The Surprising Truth", "drive"),
            ("Drive - The Surprising Truth", "drive"),
            ("Drive_-_The_Surprising_Truth", "drive"),
            ("Drive – The", "drive"),
            ("Drive -- The", "drive"),
            ("Drive _ A Guide", "drive"),
            ("Drive / The", "drive"),
            ("Drive; or, the way", "drive"),
            ("Catch-22", "catch 22"),
            ("10:04", "10 04"),
            ("L’Étranger", "etranger"),
            ("L'amica geniale", "amica geniale"),
            ("Amica geniale, L’", "amica geniale"),
            ("Un'estate", "estate"),
            ("A", "a"),
            ("The", "the"),
            ("(Untitled)", "untitled"),
            (": Drive", "drive"),
            ("《三体》", "三 体"),
            ("三体：黑暗森林", "三 体"),
            ("Der Zauberberg", "zauberberg"),
            ("Us, the", "us"),
            ("", ""),
            ("!!!", ""),
        ] {
            assert_eq!(title_key(title), words(key).join(" "), "{title}");
        }
    }

    #[test]
    fn titles_part() {
        let found = parts("Foo (2nd ed.): A Novel [retail]");
        assert_eq!(found.main.trim(), "Foo");
        assert_eq!(found.subtitle.trim(), "A Novel");
        assert_eq!(found.notes, ["2nd ed.", "retail"]);
    }

    proptest! {
        #[test]
        fn a_title_with_a_word_has_a_key(title in "\\PC*") {
            prop_assert_eq!(title_key(&title).is_empty(), words(&title).is_empty());
        }
    }
}
