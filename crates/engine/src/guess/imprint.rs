//! The ISBNs on the copyright page.
//!
//! An ISBN anywhere in a document may be another book's: in a list of other
//! titles, an advertisement, a bibliography. So a number counts only on a page
//! that says whose it is, next to a copyright line or the like, on a line that
//! holds nothing but numbers and the names of formats, and where no list of books
//! begins before it. Its check digit must be right.

use colophon_catalogue::Isbn;
use colophon_extract::Document;

use super::line::{has_legal, opens_chapter, opens_list};

// Bounds: a copyright page is near the beginning, or at the very end.

/// How many lines at the beginning are looked at.
const MAX_FIRST: usize = 300;
/// How many lines at the end are looked at.
const MAX_LAST: usize = 120;
/// The longest line that is looked at, in bytes.
const MAX_LINE: usize = 2_000;

/// How far a number may be from a line that makes a copyright page.
const NEAR: usize = 12;

/// What is between two pages or chapters.
const PAGE_END: &str = "\u{c}";

/// One book has no more numbers than formats.
const MAX_NUMBERS: usize = 8;

/// Words that may be on a line with a number.
const LABELS: [&str; 60] = [
    "isbn",
    "eisbn",
    "ean",
    "print",
    "printed",
    "paperback",
    "paper",
    "pbk",
    "pb",
    "hardcover",
    "hardback",
    "hbk",
    "hb",
    "cloth",
    "ebook",
    "e",
    "book",
    "epub",
    "mobi",
    "kindle",
    "pdf",
    "audio",
    "audiobook",
    "trade",
    "mass",
    "market",
    "international",
    "edition",
    "softcover",
    "soft",
    "hard",
    "cover",
    "taschenbuch",
    "gebunden",
    "gebundene",
    "ausgabe",
    "buch",
    "druck",
    "digital",
    "us",
    "uk",
    "usa",
    "canada",
    "large",
    "and",
    "und",
    "of",
    "the",
    "for",
    "this",
    "x",
    "der",
    "des",
    "die",
    "broschur",
    "hörbuch",
    "broché",
    "numérique",
    "electronic",
    "number",
];

/// Returns the valid ISBNs on the copyright page, each once, in order; none where
/// it is not clear whose they are.
pub(super) fn isbns(document: &Document) -> Vec<Isbn> {
    let sections = || document.sections.iter();
    let first: Vec<&str> = sections()
        .flat_map(|section| section.text.lines().chain([PAGE_END]))
        .take(MAX_FIRST)
        .collect();
    let found = on_page(&first);
    if !found.is_empty() {
        return found;
    }
    let mut last: Vec<&str> = sections()
        .rev()
        .flat_map(|section| section.text.lines().rev().chain([PAGE_END]))
        .take(MAX_LAST)
        .collect();
    last.reverse();
    on_page(&last)
}

fn on_page(lines: &[&str]) -> Vec<Isbn> {
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| &line[..line.floor_char_boundary(MAX_LINE)])
        .collect();
    let is_mark = |line: &str| has_legal(line) && !line.to_lowercase().contains("isbn");
    let marks: Vec<usize> = (0..lines.len()).filter(|at| is_mark(lines[*at])).collect();
    let mut found: Vec<Isbn> = Vec::new();
    let mut last = None;
    for (at, line) in lines.iter().enumerate() {
        let numbers = own(line);
        if numbers.is_empty() || !is_near(&lines, &marks, at) {
            continue;
        }
        // The numbers of one book are together; what else is between two of them
        // may be the title of another.
        let is_same = |last: usize| {
            lines[last..at]
                .iter()
                .all(|line| line.trim().is_empty() || is_mark(line) || !own(line).is_empty())
        };
        if !last.is_none_or(is_same) {
            continue;
        }
        last = Some(at);
        for isbn in numbers {
            if !found.contains(&isbn) {
                found.push(isbn);
            }
        }
    }
    if found.len() > MAX_NUMBERS {
        Vec::new()
    } else {
        found
    }
}

/// Returns whether line `at` is on the page of a copyright line, with neither a
/// list of books nor a chapter between.
fn is_near(lines: &[&str], marks: &[usize], at: usize) -> bool {
    let is_end = |line: &&str| {
        *line == PAGE_END || opens_list(line) || has_price(line) || opens_chapter(line)
    };
    marks.iter().any(|mark| {
        let (from, to) = (at.min(*mark), at.max(*mark));
        to - from <= NEAR && !lines[from..=to].iter().any(&is_end)
    })
}

fn has_price(line: &str) -> bool {
    line.contains(['$', '£', '€'])
}

/// Returns the ISBNs of a line that says "ISBN" and holds nothing else but labels.
fn own(line: &str) -> Vec<Isbn> {
    let lower = line.to_lowercase();
    if !lower.contains("isbn") {
        return Vec::new();
    }
    let words = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    if words.into_iter().any(|word| !LABELS.contains(&word)) {
        return Vec::new();
    }
    let plain = lower
        .replace("isbn-13", " ")
        .replace("isbn-10", " ")
        .replace("isbn13", " ")
        .replace("isbn10", " ")
        .replace("isbn", " ")
        .replace(['(', ')', '[', ']'], " ; ");
    let numbers: String = plain
        .chars()
        .map(|c| {
            if c.is_alphabetic() && c != 'x' {
                ';'
            } else {
                c
            }
        })
        .collect();
    let mut found = Vec::new();
    for part in numbers.split([';', ',', ':', '/', '|']) {
        let part = part.trim().trim_matches(['.', '-', '–', '—', ' ']);
        found.extend(Isbn::parse(part));
    }
    found
}
