//! The title and the author in the name of a file.

use std::path::Path;

use super::line::opens_chapter;
use super::named::Named;
use super::person::{Likeness, bare, likeness};
use super::words::{EVERYDAY, OF_FILES, listed};

/// Words that say which state of a manuscript a file holds; a number may follow.
const STATES: [&str; 66] = [
    "draft",
    "drafts",
    "final",
    "finale",
    "version",
    "ver",
    "rev",
    "revised",
    "revision",
    "revisions",
    "edit",
    "edits",
    "edited",
    "clean",
    "copy",
    "manuscript",
    "ms",
    "mss",
    "submission",
    "submitted",
    "full",
    "partial",
    "complete",
    "new",
    "newest",
    "latest",
    "old",
    "backup",
    "formatted",
    "proof",
    "proofs",
    "proofread",
    "print",
    "ebook",
    "kindle",
    "kdp",
    "epub",
    "pdf",
    "docx",
    "doc",
    "entwurf",
    "fassung",
    "endfassung",
    "rohfassung",
    "manuskript",
    "kopie",
    "neu",
    "alt",
    "überarbeitet",
    "überarbeitung",
    "korrektur",
    "korrigiert",
    "lektorat",
    "lektoriert",
    "druck",
    "druckfassung",
    "endversion",
    "for",
    "to",
    "agent",
    "agents",
    "editor",
    "beta",
    "track",
    "changes",
    "wip",
];

/// Names that say nothing about a book.
const NOTHING: [&str; 48] = [
    "untitled",
    "unnamed",
    "document",
    "doc",
    "dokument",
    "novel",
    "roman",
    "book",
    "buch",
    "my book",
    "my novel",
    "mein buch",
    "mein roman",
    "story",
    "text",
    "file",
    "scan",
    "scanned",
    "scanned document",
    "test",
    "chapter",
    "kapitel",
    "new document",
    "microsoft word",
    "word",
    "document1",
    "output",
    "export",
    "download",
    "title",
    "titel",
    "untitled document",
    "the book",
    "the novel",
    "img",
    "image",
    "page",
    "pages",
    "the manuscript",
    "unbenannt",
    "neues dokument",
    "sans titre",
    "book one",
    "buch eins",
    "writing",
    "thesis",
    "opus",
    "part",
];

/// Reads the name of a file.
pub(super) fn read(path: &Path) -> Named {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let Some(stem) = stem.filter(|stem| stem.len() <= 250) else {
        return Named::default();
    };
    let spaced = parted(spaced(&stem));
    let parts: Vec<String> = spaced
        .split(" - ")
        .map(without_state)
        .filter(|part| says_something(part))
        .collect();
    match parts.as_slice() {
        [one] => by_word(one).unwrap_or_else(|| Named {
            title: Some(capital(one)),
            ..Named::default()
        }),
        [first, second] => {
            let named = |title: &String, author: &String, is_open| Named {
                title: Some(capital(title)),
                author: Some(author.clone()),
                is_open,
            };
            match (likeness(first), likeness(second)) {
                (Likeness::Name, second_is) => named(second, first, second_is != Likeness::None),
                (first_is, Likeness::Name) => named(first, second, first_is != Likeness::None),
                // "Ghosts - The Return": a title and its subtitle.
                (_, Likeness::None) => Named {
                    title: Some(capital(first)),
                    ..Named::default()
                },
                (Likeness::None, _) => named(first, second, false),
                _ => named(first, second, true),
            }
        }
        _ => Named::default(),
    }
}

/// Reads "The Salt Road by Jane Writer".
fn by_word(text: &str) -> Option<Named> {
    let at = [" by ", " By ", " von "]
        .iter()
        .find_map(|by| Some((text.find(by)?, by.len())));
    let (at, len) = at?;
    let (title, author) = (&text[..at], &text[at + len..]);
    (likeness(author) == Likeness::Name && likeness(text) != Likeness::Name).then(|| Named {
        title: Some(capital(title)),
        author: Some(author.to_owned()),
        is_open: false,
    })
}

/// Returns a stem with spaces between its words.
fn spaced(stem: &str) -> String {
    let has_space = stem.contains(' ');
    let n_hyphens = stem.matches('-').count();
    let mut text = String::with_capacity(stem.len() + 8);
    let mut before = ' ';
    for c in stem.chars() {
        match c {
            '_' | '+' | '\u{a0}' => text.push(' '),
            '–' | '—' => text.push('-'),
            // "the-salt-road", but "Looking-Glass House".
            '-' if !has_space && (n_hyphens > 1 || stem.contains('_')) => {
                text.push(if stem.contains('_') { '-' } else { ' ' });
            }
            '.' if !has_space && before.is_alphanumeric() => text.push(' '),
            c if c.is_uppercase() && before.is_lowercase() && !has_space => {
                text.push(' ');
                text.push(c);
            }
            c => text.push(c),
        }
        before = c;
    }
    let text = text.replace(" -- ", " - ");
    let text: Vec<&str> = text.split_whitespace().collect();
    text.join(" ")
}

/// Parts a word at its only hyphen, if one half of it says which draft the file holds:
/// "salt-draft", but "Looking-Glass".
fn parted(text: String) -> String {
    let halves = text.split_once('-').filter(|_| !text.contains(' '));
    let Some((first, second)) = halves else {
        return text;
    };
    let both = format!("{first} {second}");
    let is_parted =
        is_state(first) || is_state(second) || NOTHING.contains(&both.to_lowercase().as_str());
    if is_parted { both } else { text }
}

/// Returns whether a word says which draft a file holds.
fn is_state(word: &str) -> bool {
    let lower = word.to_lowercase();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    STATES.contains(&stem) && !stem.is_empty()
        || stem == "v" && stem.len() < lower.len()
        || is_number(lower) && lower.len() >= 6
}

fn is_number(word: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
}

/// Returns a part of a name without what says which draft it is.
fn without_state(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    let mut depth = 0_usize;
    for c in part.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => text.push(c),
            _ => {}
        }
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    // States are at the end: "Final Draft" may begin a title.
    while let Some(last) = words.last() {
        let is_counted = words.len() > 1
            && is_number(last)
            && words.iter().rev().nth(1).is_some_and(|word| is_state(word));
        if is_state(last) || is_counted || *last == "-" {
            words.pop();
        } else {
            break;
        }
    }
    words.join(" ")
}

/// Returns whether a part of a name says something about a book.
fn says_something(part: &str) -> bool {
    let words = bare(part);
    let joined = words.join(" ");
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let unnumbered = joined.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let is_code = words.len() == 1
        && part.chars().any(|c| c.is_ascii_digit())
        && letters < 2 * part.chars().filter(char::is_ascii_digit).count();
    let is_vague = |word: &String| listed(EVERYDAY, word) || listed(OF_FILES, word);
    letters >= 2
        && !words.iter().all(is_vague)
        && !NOTHING.contains(&joined.as_str())
        && !NOTHING.contains(&unnumbered)
        && !is_code
        && !opens_chapter(part)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
