//! Which chapter the name of a file says it is.

use std::path::Path;

/// Words for a chapter, in names of files.
const CHAPTERS: [&str; 20] = [
    "chapter",
    "chapters",
    "chap",
    "ch",
    "kapitel",
    "kap",
    "chapitre",
    "capitulo",
    "capítulo",
    "capitolo",
    "hoofdstuk",
    "глава",
    "scene",
    "szene",
    "section",
    "abschnitt",
    "part",
    "teil",
    "c",
    "k",
];

/// What comes before the first chapter, in order.
const BEFORE: [&str; 24] = [
    "cover",
    "titel",
    "titlepage",
    "title page",
    "title",
    "titelblatt",
    "titelseite",
    "front matter",
    "frontmatter",
    "copyright",
    "impressum",
    "dedication",
    "widmung",
    "epigraph",
    "motto",
    "contents",
    "inhalt",
    "foreword",
    "vorwort",
    "preface",
    "introduction",
    "einleitung",
    "prologue",
    "prolog",
];

/// What comes after the last chapter, in order.
const AFTER: [&str; 14] = [
    "epilogue",
    "epilog",
    "afterword",
    "nachwort",
    "appendix",
    "anhang",
    "notes",
    "glossary",
    "glossar",
    "acknowledgements",
    "acknowledgments",
    "danksagung",
    "about the author",
    "back matter",
];

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [(&str, u32); 5] = [
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
];
const ORDINALS: [&str; 21] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];
const GERMAN: [&str; 21] = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
    "zwanzig",
];
const GERMAN_ORDINALS: [&str; 21] = [
    "",
    "erst",
    "zweit",
    "dritt",
    "viert",
    "fünft",
    "sechst",
    "siebt",
    "acht",
    "neunt",
    "zehnt",
    "elft",
    "zwölft",
    "dreizehnt",
    "vierzehnt",
    "fünfzehnt",
    "sechzehnt",
    "siebzehnt",
    "achtzehnt",
    "neunzehnt",
    "zwanzigst",
];

/// Where a document is in its book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Before the chapters: the place in [`BEFORE`].
    Before(usize),
    /// A chapter.
    Chapter(u32),
    /// After the chapters: the place in [`AFTER`].
    Behind(usize),
    /// Nobody knows.
    After,
}

impl Place {
    pub(super) fn number(self) -> Option<u32> {
        match self {
            Self::Chapter(n) => Some(n),
            _ => None,
        }
    }
}

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) place: Place,
    /// Whether the name has a word for a chapter.
    pub(super) says_chapter: bool,
}

/// How the files of a folder are named: what all names begin with.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// The words that all names begin with, such as the title of the book.
    n_prefix: usize,
}

impl Style {
    pub(super) fn of(stems: &[String]) -> Self {
        let words: Vec<Vec<String>> = stems.iter().map(|stem| words_of(stem)).collect();
        let Some((first, others)) = words.split_first() else {
            return Self::default();
        };
        let is_common = |place: usize| {
            let word = &first[place];
            // A number that all names begin with is not that of the chapter, but
            // the word for a chapter is wanted.
            !is_chapter(word) && others.iter().all(|other| other.get(place) == Some(word))
        };
        let n_prefix = if others.is_empty() {
            0
        } else {
            (0..first.len())
                .take_while(|place| is_common(*place))
                .count()
        };
        Self { n_prefix }
    }

    /// Returns what a name says; `None` if it says no place.
    pub(super) fn read(&self, stem: &str) -> Option<Numbered> {
        let all = words_of(stem);
        let words = all.get(self.n_prefix..).unwrap_or_default();
        let matter = place_around(words);
        let has_word = words.iter().take(4).position(|word| is_chapter(word));
        let number = match has_word {
            // "Chapter 3", "3. Kapitel".
            Some(at) => words
                .get(at + 1)
                .and_then(|word| number_of(words, at + 1, word))
                .or_else(|| {
                    let before = at.checked_sub(1)?;
                    number_of(words, before, &words[before])
                }),
            None => words
                .first()
                .and_then(|word| number_of(words, 0, word))
                .or_else(|| {
                    // "salt road 12"
                    let last = words.len().checked_sub(1)?;
                    words[last].parse().ok()
                }),
        };
        match (number, matter) {
            // "00 - Prologue" counts on its own.
            (Some(n), _) => Some(Numbered {
                place: Place::Chapter(n),
                says_chapter: has_word.is_some(),
            }),
            (None, Some(place)) => Some(Numbered {
                place,
                says_chapter: false,
            }),
            (None, None) => None,
        }
    }
}

fn place_around(words: &[String]) -> Option<Place> {
    let joined = words.join(" ");
    let at = |list: &[&str]| {
        list.iter()
            .position(|it| joined == *it || joined.starts_with(&format!("{it} ")))
    };
    at(&BEFORE)
        .map(Place::Before)
        .or_else(|| at(&AFTER).map(Place::Behind))
}

fn is_chapter(word: &str) -> bool {
    CHAPTERS.contains(&word)
}

/// Returns the words of a stem in small letters; letters and digits are words of
/// their own, so `ch12` is two.
fn words_of(stem: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in stem.chars() {
        let is_word = c.is_alphanumeric();
        let begins = !before.is_alphanumeric()
            || c.is_ascii_digit() != before.is_ascii_digit()
            || c.is_uppercase() && before.is_lowercase();
        if is_word {
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    words
}

fn number_of(words: &[String], at: usize, word: &str) -> Option<u32> {
    if let Ok(n) = word.parse::<u32>() {
        return (n < 1_000).then_some(n);
    }
    let in_words = |word: &str| {
        let of = |list: &[&str]| list.iter().position(|it| !it.is_empty() && *it == word);
        let stem = ["es", "er", "e"]
            .iter()
            .find_map(|end| word.strip_suffix(end));
        of(&ONES)
            .or_else(|| of(&ORDINALS))
            .or_else(|| of(&GERMAN))
            .or_else(|| {
                stem.and_then(|stem| {
                    GERMAN_ORDINALS
                        .iter()
                        .position(|it| !it.is_empty() && *it == stem)
                })
            })
            .and_then(|n| u32::try_from(n).ok())
    };
    if let Some((_, tens)) = TENS.iter().find(|(ten, _)| *ten == word) {
        let one = words
            .get(at + 1)
            .and_then(|next| in_words(next))
            .filter(|n| (1..10).contains(n));
        return Some(tens + one.unwrap_or(0));
    }
    in_words(word).or_else(|| roman(word))
}

/// Reads a number in roman figures.
fn roman(word: &str) -> Option<u32> {
    let value = |c: char| match c {
        'i' => Some(1_u32),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let values: Option<Vec<u32>> = word.chars().map(value).collect();
    let values = values.filter(|values| !values.is_empty())?;
    // A figure before a larger one is taken away from it.
    let mut sum = 0_u32;
    for (at, own) in values.iter().enumerate() {
        let is_taken = values.get(at + 1).is_some_and(|next| next > own);
        sum = if is_taken {
            sum.wrapping_sub(*own)
        } else {
            sum.wrapping_add(*own)
        };
    }
    (sum > 0 && sum < 200).then_some(sum)
}

/// A key that sorts names with numbers as a person would.
pub(super) fn natural(path: &Path) -> Vec<(u32, String)> {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let words = words_of(&stem.unwrap_or_default()).into_iter();
    words
        .map(|word| match word.parse::<u32>() {
            Ok(n) => (n, String::new()),
            Err(_) => (u32::MAX, word),
        })
        .collect()
}
