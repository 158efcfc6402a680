//! What of a document shows whether it is a chapter: its length, how it opens, and
//! the people in it.
//!
//! The chapters of a novel share people; stories by different authors do not. A
//! person is a word that begins with a capital in the middle of sentences, again
//! and again. Where all nouns have capitals, as in German, that shows nothing, and
//! nobody is recognised.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use colophon_extract::Document;

use crate::guess::opens_chapter;

/// How many people of a document are kept, the most frequent.
const MAX_PEOPLE: usize = 12;

/// How often a person is named at least.
const MIN_NAMED: u32 = 3;

/// How much of a text is looked at, in bytes: a chapter is shorter.
const MAX_BYTES: usize = 200_000;

/// From this share of words with a capital on, in the middle of sentences, nouns
/// have capitals: 1 in this many.
const NOUNS: u32 = 7;

/// The fewest documents that share a person.
const MIN_SHARED: usize = 3;

/// Words with capitals in English that are not people.
const NOBODY: [&str; 26] = [
    "mr",
    "mrs",
    "miss",
    "sir",
    "lord",
    "lady",
    "madam",
    "god",
    "english",
    "french",
    "german",
    "american",
    "london",
    "england",
    "america",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "christmas",
    "doctor",
    "captain",
    "father",
];

/// What shows whether a document is a chapter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sign {
    /// How many words it has.
    pub(crate) n_words: u64,
    /// Whether it opens with the heading of a chapter.
    pub(crate) opens_chapter: bool,
    /// Hashes of the people in it, the most frequent first.
    pub(crate) people: Vec<u64>,
}

impl Sign {
    /// Reads a document of `n_words`.
    pub(crate) fn of(document: &Document, n_words: u64) -> Self {
        let mut lines = document
            .sections
            .iter()
            .flat_map(|section| section.text.lines());
        let first = lines.find(|line| line.chars().any(char::is_alphanumeric));
        let heading = document
            .sections
            .iter()
            .find_map(|section| section.title.as_deref());
        let opens =
            |line: Option<&str>| line.is_some_and(|line| line.len() < 200 && opens_chapter(line));
        Self {
            n_words,
            opens_chapter: opens(first) || opens(heading),
            people: people(document),
        }
    }
}

fn people(document: &Document) -> Vec<u64> {
    let mut named: HashMap<&str, u32> = HashMap::new();
    let (mut n_capital, mut n_small) = (0_u32, 0_u32);
    let mut n_bytes = 0;
    for line in document
        .sections
        .iter()
        .flat_map(|section| section.text.lines())
    {
        n_bytes += line.len();
        if n_bytes > MAX_BYTES {
            break;
        }
        let mut is_first = true;
        for part in line.split_whitespace() {
            let word = part.trim_matches(|c: char| !c.is_alphabetic());
            let word = word
                .strip_suffix("’s")
                .or_else(|| word.strip_suffix("'s"))
                .unwrap_or(word);
            let begins = is_first || part.starts_with(['“', '"', '‘', '„', '»', '«', '\'', '(']);
            is_first = part.ends_with(['.', '!', '?', ':', '”', '"', '—', '»', '“']);
            if begins || word.is_empty() {
                continue;
            }
            let is_name = word.starts_with(char::is_uppercase)
                && word.chars().skip(1).all(char::is_lowercase)
                && word.len() > 2;
            if is_name {
                n_capital += 1;
                *named.entry(word).or_default() += 1;
            } else {
                n_small += 1;
            }
        }
    }
    if n_capital * NOUNS > n_capital + n_small {
        return Vec::new();
    }
    let is_person = |word: &str| !NOBODY.contains(&word.to_lowercase().as_str());
    let mut named: Vec<(&str, u32)> = named
        .into_iter()
        .filter(|(word, n)| *n >= MIN_NAMED && is_person(word))
        .collect();
    named.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    named.truncate(MAX_PEOPLE);
    named.into_iter().map(|(word, _)| hash(word)).collect()
}

/// Returns a number that stands for a word within one run of the program.
fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

/// Returns whether one person is in at least half of the documents.
pub(crate) fn share_a_person<'a>(signs: impl Iterator<Item = &'a Sign>) -> bool {
    let mut n_of: HashMap<u64, usize> = HashMap::new();
    let mut n = 0;
    for sign in signs {
        n += 1;
        for person in &sign.people {
            *n_of.entry(*person).or_default() += 1;
        }
    }
    n_of.values().any(|of| *of >= MIN_SHARED && 2 * of >= n)
}
