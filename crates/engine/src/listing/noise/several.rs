//! Words that make a title one of several books in one, of a piece of a book, or of
//! a book for others than the readers of the first.

use super::telling::IMPRINTS;
use super::{counts_books, is_number};

/// Numbers in words that count the books of a set.
const COUNTS: [&str; 44] = [
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
    "zwei",
    "drei",
    "vier",
    "funf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "sept",
    "huit",
    "neuf",
    "dix",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "due",
    "tre",
    "quattro",
    "cinque",
    "dois",
    "duas",
    "quatro",
    "два",
    "две",
    "три",
    "четыре",
];

/// What a set of books is counted in.
const BOOKS: [&str; 29] = [
    "book",
    "books",
    "novels",
    "novellas",
    "novelettes",
    "titles",
    "volumes",
    "thrillers",
    "romances",
    "mysteries",
    "memoirs",
    "plays",
    "bucher",
    "bande",
    "romane",
    "novellen",
    "krimis",
    "livres",
    "romans",
    "tomes",
    "libros",
    "novelas",
    "libri",
    "romanzi",
    "livros",
    "романа",
    "книги",
    "тома",
    "повести",
];

/// Words for a part of a book that is read as a sample.
const CHAPTERS: [&str; 9] = [
    "chapter",
    "chapters",
    "kapitel",
    "chapitre",
    "chapitres",
    "capitulo",
    "capitulos",
    "capitolo",
    "глава",
];

/// Readers for whom a book is written a second time.
const READERS: [&str; 27] = [
    "kids",
    "children",
    "beginners",
    "young",
    "teens",
    "teenagers",
    "dummies",
    "students",
    "teachers",
    "parents",
    "toddlers",
    "babies",
    "girls",
    "boys",
    "women",
    "men",
    "schools",
    "kinder",
    "jugendliche",
    "einsteiger",
    "anfanger",
    "enfants",
    "debutants",
    "ninos",
    "jovenes",
    "bambini",
    "ragazzi",
];

/// Merchandise with a book's title, if that is all that is said.
const BLANK_BOOKS: [&str; 8] = [
    "journal",
    "diary",
    "planner",
    "notebook",
    "sketchbook",
    "songbook",
    "agenda",
    "notizbuch",
];

/// Returns whether words count books that are in one: "Three Novels", "3-in-1", "3
/// Book Series".
pub(in crate::listing) fn counts_several(words: &[String]) -> bool {
    let is_book = |word: &String| BOOKS.contains(&word.as_str());
    (0..words.len())
        .filter(|&at| is_count(&words[at]))
        .any(|at| {
            let rest = &words[at + 1..];
            let is_in_one = matches!(rest, [within, one, ..]
            if matches!(within.as_str(), "in" | "en" | "em")
                && matches!(one.as_str(), "1" | "one" | "un" | "uno" | "einem"));
            // "Book 2 Book Club": a number after its unit is a place.
            let is_place = at > 0 && is_book(&words[at - 1]);
            // "Three Short Novels".
            is_in_one || !is_place && rest.iter().take(2).any(is_book)
        })
}

/// Returns whether a word counts a few things.
pub(super) fn is_count(word: &str) -> bool {
    let figure = word.parse::<u32>().ok();
    figure.is_some_and(|n| (2..100).contains(&n)) || COUNTS.contains(&word)
}

/// Returns whether a word says that a book holds several: "The Foundation Trilogy".
pub(in crate::listing) fn holds_several(word: &str) -> bool {
    counts_books(word)
        || is_set(word)
        || matches!(
            word,
            "chronicles"
                | "series"
                | "stories"
                | "tales"
                | "novels"
                | "omnibus"
                | "boxed"
                | "boxset"
                | "bundle"
                | "books"
                | "volumes"
                | "set"
        )
}

/// Returns whether a word only says what kind of set it is: "(Deluxe Collection)".
pub(in crate::listing) fn describes_set(word: &str) -> bool {
    is_count(word)
        || is_set(word)
        || BOOKS.contains(&word)
        || BLANK_BOOKS.contains(&word)
        || is_blank_or_set(&[word.to_owned()])
        || matches!(
            word,
            "the"
                | "a"
                | "an"
                | "my"
                | "deluxe"
                | "complete"
                | "ultimate"
                | "full"
                | "entire"
                | "series"
                | "box"
                | "boxed"
                | "gift"
                | "whole"
                | "special"
        )
}

/// Returns whether words name a chapter or some chapters: "Chapter 1", "Chapters
/// 1-3", "Kapitel eins".
pub(in crate::listing) fn names_chapters(words: &[String]) -> bool {
    words.windows(2).any(|pair| {
        CHAPTERS.contains(&pair[0].as_str())
            && (is_number(&pair[1])
                || matches!(pair[1].as_str(), "one" | "i" | "eins" | "un" | "uno"))
    })
}

/// Returns whether a subtitle or a note says only for whom the book was written
/// again: "For Kids".
pub(in crate::listing) fn is_for_readers(words: &[String]) -> bool {
    matches!(words, [first, readers, ..]
        if words.len() < 4
            && matches!(first.as_str(), "for" | "fur" | "pour" | "para" | "per")
            && READERS.contains(&readers.as_str()))
}

/// Returns whether a subtitle or a note says only that the book is one to write in,
/// or a set: "Journal", "The Collection", "Set".
pub(in crate::listing) fn is_blank_or_set(words: &[String]) -> bool {
    // "A Calvin and Hobbes Collection" describes the book.
    let (words, is_one) = match words {
        [first, rest @ ..] if matches!(first.as_str(), "a" | "an" | "my") => (rest, true),
        [first, rest @ ..] if first == "the" => (rest, false),
        all => (all, false),
    };
    match words {
        [only] => {
            BLANK_BOOKS.contains(&only.as_str())
                || matches!(only.as_str(), "integrale" | "coffret" | "schuber" | "pack")
                || is_set(only)
        }
        [.., last] => is_set(last) && !is_one && !is_imprint(words),
        [] => false,
    }
}

fn is_set(word: &str) -> bool {
    matches!(word, "set" | "sets" | "collection" | "collections")
}

fn is_imprint(words: &[String]) -> bool {
    words.iter().any(|word| IMPRINTS.contains(&word.as_str()))
}

/// Returns whether two words name a short piece for a season: "A Christmas Story".
pub(in crate::listing) fn is_seasonal(pair: &[&String]) -> bool {
    matches!(
        pair[0].as_str(),
        "christmas" | "holiday" | "halloween" | "easter"
    ) && matches!(
        pair[1].as_str(),
        "story" | "novella" | "novelette" | "tale" | "special"
    )
}
