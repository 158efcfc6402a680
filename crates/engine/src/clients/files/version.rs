//! What in the name of a file only says which version of a text it holds.

/// Words that only say which version of a text a file holds.
const VERSIONS: [&str; 38] = [
    "arc",
    "ausgabe",
    "book",
    "buch",
    "clean",
    "copy",
    "draft",
    "ebook",
    "ebooks",
    "ed",
    "edit",
    "edited",
    "edition",
    "endfassung",
    "entwurf",
    "epub",
    "fahne",
    "fahnen",
    "fassung",
    "final",
    "galley",
    "galleys",
    "hardback",
    "hardcover",
    "kopie",
    "korrektur",
    "manuscript",
    "manuskript",
    "mobi",
    "ms",
    "novel",
    "paperback",
    "pdf",
    "proof",
    "proofs",
    "rev",
    "revised",
    "version",
];

/// Words after which or before which a number is that of an edition.
const EDITIONS: [&str; 4] = ["ed", "edition", "ausgabe", "auflage"];

/// Returns whether a word of a file's name, such as `final`, `v2` or `2019`,
/// only says which version of a text it holds. A `2` alone may be that of a
/// volume, but `2nd edition` is one.
pub(super) fn is_version(words: &[String], at: usize) -> bool {
    let word = words[at].as_str();
    let is_number = |digits: &str| digits.bytes().all(|it| it.is_ascii_digit());
    let is_edition = |at: usize| {
        let word = words.get(at);
        word.is_some_and(|word| EDITIONS.contains(&word.as_str()))
    };
    VERSIONS.contains(&word)
        || word.len() == 4 && is_number(word)
        || word.strip_prefix('v').is_some_and(is_number)
        || is_edition(at) && at > 0 && is_ordinal(&words[at - 1])
        || is_ordinal(word) && is_edition(at + 1)
}

/// Returns whether a word counts editions.
fn is_ordinal(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = &word[digits.len()..];
    let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    is_number && ["", "st", "nd", "rd", "th"].contains(&ending)
        || ["first", "second", "third", "fourth", "fifth"].contains(&word)
}
