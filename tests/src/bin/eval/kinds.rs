//! The ways in which a list and a catalogue write one book differently, and the
//! ways in which two books are written nearly alike.
//!
//! Each kind makes of a real row what is asked and what the catalogue records,
//! and says what the right answer is.

use crate::noise::Random;
use crate::rows::Work;

mod other;
mod same;

/// What is asked, or recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) title: String,
    pub(crate) author: String,
}

/// What the right answer to a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// It is the same book, and says so: found.
    Found,
    /// It may be the same book: shown to a person, or found.
    Listed,
    /// Nobody can tell: shown to a person.
    Possible,
    /// It is another book: not found.
    Other,
}

impl Expected {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Listed => "found or possible",
            Self::Possible => "possible",
            Self::Other => "not found",
        }
    }
}

/// A way of writing.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) expected: Expected,
    /// Makes the question and the record of a work; `None` if the work has
    /// nothing that could be written in this way.
    make: fn(&Work, &mut Chance<'_>) -> Option<[Entry; 2]>,
}

impl Kind {
    /// Returns up to `n` questions with their records, of works in any order.
    pub(crate) fn pairs(&self, works: &[Work], n: usize, seed: u64) -> Vec<[Entry; 2]> {
        let mut random = Random::new(seed);
        let mut order: Vec<usize> = (0..works.len()).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, random.below(last + 1));
        }
        let mut chance = Chance {
            works,
            random: &mut random,
        };
        let pairs = order
            .into_iter()
            .filter_map(|place| (self.make)(&works[place], &mut chance))
            .filter(|[asked, record]| asked != record || self.name == same::AS_IT_IS);
        pairs.take(n).collect()
    }
}

/// Returns every kind, those of one book first.
pub(crate) fn all() -> Vec<Kind> {
    let mut kinds = same::kinds();
    kinds.extend(other::kinds());
    kinds
}

/// Chance, and the other works to take names and words from.
struct Chance<'a> {
    works: &'a [Work],
    random: &'a mut Random,
}

impl Chance<'_> {
    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.random.below(choices.len())]
    }

    fn work(&mut self) -> &Work {
        &self.works[self.random.below(self.works.len())]
    }

    /// Returns a work of another author.
    fn other_than(&mut self, work: &Work) -> Option<Work> {
        let other = self.work().clone();
        (surname(&other) != surname(work)).then_some(other)
    }

    /// Returns a number from 1 that is not `number`.
    fn other_number(&mut self, number: u32) -> u32 {
        let other = u32::try_from(self.random.below(7)).unwrap_or(0) + 1;
        if other == number { number + 1 } else { other }
    }
}

/// Words that belong to the surname that follows.
const PARTICLES: [&str; 14] = [
    "de", "del", "della", "den", "der", "di", "du", "la", "le", "st.", "ten", "van", "von", "mac",
];

/// Returns the given names and the surname, particles included.
fn names(work: &Work) -> (Vec<&str>, String) {
    let words: Vec<&str> = work.author.split(' ').collect();
    let mut first = words.len() - 1;
    while first > 1 && PARTICLES.contains(&words[first - 1].to_lowercase().as_str()) {
        first -= 1;
    }
    (words[..first].to_vec(), words[first..].join(" "))
}

fn surname(work: &Work) -> String {
    names(work).1.to_lowercase()
}

/// Words before a name that are not given names: "Dr. Seuss", "Comte de Vigny".
const HONOURS: [&str; 15] = [
    "the", "dr", "mr", "mrs", "miss", "ms", "prof", "sir", "lord", "lady", "comte", "count",
    "baron", "rev", "saint",
];

/// Returns whether a name is a plain one of at least two words: given names and a
/// surname, without "Jr." and the like.
fn is_plain(work: &Work) -> bool {
    let (given, last) = names(work);
    let first = given.first().copied().unwrap_or_default();
    let first = first.trim_end_matches('.').to_lowercase();
    if HONOURS.contains(&first.as_str()) || PARTICLES.contains(&first.as_str()) {
        return false;
    }
    let is_word = |word: &str| {
        word.chars()
            .all(|c| c.is_alphabetic() || "-'’.".contains(c))
    };
    !given.is_empty()
        && last.chars().count() > 2
        && last.split(' ').chain(given).all(is_word)
        && !last.contains('.')
}

/// Returns the entry of a work as it is.
fn plain(work: &Work) -> Entry {
    Entry {
        title: work.title(),
        author: work.author.clone(),
    }
}

/// Asks for a work as it is, and records it under another author.
fn with_author(work: &Work, author: String) -> [Entry; 2] {
    let record = Entry {
        author,
        ..plain(work)
    };
    [plain(work), record]
}

/// Asks for a work under one title, and records it under another.
fn with_titles(work: &Work, asked: String, recorded: String) -> [Entry; 2] {
    [asked, recorded].map(|title| Entry {
        title,
        author: work.author.clone(),
    })
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
