//! Compares what titles have in brackets.
//!
//! Much of that says nothing about which book it is: the edition, a series, an
//! imprint, the name of a site. But "(Level 1)" and "(Level 2)", "（上）" and "（下）",
//! "(A Golden Book)" and "(World of Reading)" are different books.

use super::super::noise;
use super::{Context, Doubt, Title};
use colophon_catalogue::plain::plain;
use colophon_catalogue::terms::words;

/// Compares the notes in brackets; returns why they leave a doubt, if they do.
pub(super) fn compare(wanted: &Title, record: &Title, context: &Context<'_>) -> Option<Doubt> {
    let own = content(wanted, record, context);
    let other = content(record, wanted, context);
    match (own.is_empty(), other.is_empty()) {
        (true, true) => None,
        (false, false) => differ(&own, &other, wanted.in_series != record.in_series),
        _ => {
            let said = if own.is_empty() { &other } else { &own };
            said.iter()
                .any(|note| marks_part(note))
                .then_some(Doubt::Part)
        }
    }
}

/// Returns the notes that say something about which book it is, without the words
/// that the other title has outside brackets.
fn content(title: &Title, other: &Title, context: &Context<'_>) -> Vec<Vec<String>> {
    let is_name = |word: &String| context.people.is_some_and(|people| people.has_word(word));
    let is_known = |words: &[String]| {
        words.iter().all(|word| {
            other.all().any(|own| own == word)
                || title.main.contains(word)
                || context.imprint.contains(word)
                || is_name(word)
        })
    };
    let says_nothing = |note: &Vec<String>| {
        noise::is_noise(note, context.year) || noise::is_edition_note(note) || is_known(note)
    };
    let notes = title.notes.iter().map(|note| plain(note));
    notes
        .filter(|note| marks_part(note) || !says_nothing(note))
        .collect()
}

/// Compares notes that both say something.
fn differ(own: &[Vec<String>], other: &[Vec<String>], one_in_series: bool) -> Option<Doubt> {
    fn telling(notes: &[Vec<String>]) -> Vec<&String> {
        let all = notes.iter().flatten();
        all.filter(|word| !noise::is_connecting(word) || is_mark(word))
            .collect()
    }
    let (a, b) = (telling(own), telling(other));
    let more = |a: &[&String], b: &[&String]| -> Vec<String> {
        let more = a.iter().filter(|word| !b.contains(word));
        more.map(|word| (*word).clone()).collect()
    };
    let (more_a, more_b) = (more(&a, &b), more(&b, &a));
    if more_a.iter().chain(&more_b).any(|word| is_mark(word)) {
        return Some(Doubt::Notes);
    }
    if more_a.is_empty() || more_b.is_empty() {
        return None;
    }
    // "(Pern: Dragonriders of Pern)" and "(Pern)" are one series, and the name of
    // a series says nothing against that of an imprint.
    let shares = more_a.len() < a.len();
    let is_imprint = |notes: &[Vec<String>]| notes.iter().any(|note| noise::names_imprint(note));
    let is_fine = shares || one_in_series || is_imprint(own) || is_imprint(other);
    (!is_fine).then_some(Doubt::Notes)
}

/// Returns whether a word of a note distinguishes volumes: a number, a letter, a
/// sign such as 上.
fn is_mark(word: &str) -> bool {
    noise::distinguishes(word) || word.chars().any(noise::is_part_sign)
}

/// Returns whether a note that only one side has says which part or level it is:
/// "（上）", "(1/2)", "(Level 3)", "(Set A)".
fn marks_part(note: &[String]) -> bool {
    let is_sign = |word: &String| word.chars().all(noise::is_part_sign);
    let is_number = |word: &String| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let is_short = note.len() < 4;
    // "(1/2)", but not "(1987)" or "(3)", which may be anything.
    let is_fraction =
        matches!(note, [part, of] if is_number(part) && is_number(of) && of.len() < 3);
    is_short && note.iter().any(is_sign) && !note.is_empty()
        || is_fraction
        || noise::is_graded(note)
}

/// Returns the place between two books of a series with which a note ends: that of
/// "Kingdom 0.5", but not of "Windows 3.0" or "v1.5".
pub(super) fn between(note: &str) -> Option<&str> {
    let (before, number) = note.trim().rsplit_once(char::is_whitespace)?;
    let (whole, tenth) = number.split_once('.')?;
    let is_place =
        matches!(whole.len(), 1 | 2) && whole.bytes().all(|b| b.is_ascii_digit()) && tenth == "5";
    let is_of_file = |word: &String| {
        noise::is_format(word) || matches!(word.as_str(), "v" | "ver" | "version" | "release")
    };
    (is_place && !words(before).iter().any(is_of_file)).then_some(number)
}
