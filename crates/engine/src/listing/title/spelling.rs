//! Words compared with words: the same, misspelt, or one within the other.

use super::super::noise;
use super::{Context, MAX_BREAKS};
use colophon_catalogue::terms::words;
use colophon_catalogue::title::Parts;

pub(super) fn split(key: &str) -> Vec<String> {
    key.split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Returns the article that the key leaves out, and after how many of the key's
/// words a sentence ends.
pub(super) fn shape(parts: &Parts, main: &[String]) -> (Option<String>, Vec<usize>) {
    let all = words(&parts.main);
    let (article, n_before) = match (all.first(), all.last()) {
        (Some(first), _) if all.len() > main.len() && all[1..].starts_with(main) => {
            (Some(first.clone()), 1)
        }
        // "Hobbit, The".
        (_, Some(last)) if all.len() > main.len() => (Some(last.clone()), 0),
        // "L’Étranger".
        _ if all.len() == main.len() && all != main => (Some("l".to_owned()), 0),
        _ => (None, 0),
    };
    let mut breaks: Vec<usize> = Vec::new();
    let mut before = ' ';
    let mut chars = parts.main.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        // What comes after an ellipsis may be another book.
        let ends = (matches!(c, '?' | '!') || c == '.' && before.is_alphanumeric())
            && chars.peek().is_some_and(|(_, next)| next.is_whitespace());
        before = c;
        if ends && breaks.len() < MAX_BREAKS {
            let n = words(&parts.main[..at]).len().saturating_sub(n_before);
            if n > 0 && n < main.len() && !breaks.contains(&n) {
                breaks.push(n);
            }
        }
    }
    (article, breaks)
}

/// Returns words without those of the series and the imprint at their end.
pub(super) fn without_context(words: &[String], context: &Context<'_>) -> Vec<String> {
    let is_named = |word: &String| context.imprint.contains(word) || context.series.contains(word);
    let is_number = |word: &String| word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit());
    let n = words
        .iter()
        .rev()
        .take_while(|word| is_named(word) || is_number(word))
        .count();
    // A number says which book of a series it is, but only after its name.
    let left = words.len() - n;
    let n_numbers = words[left..]
        .iter()
        .take_while(|word| !is_named(word))
        .count();
    words[..(left + n_numbers).max(1)].to_vec()
}

/// Returns the telling words of a subtitle: what does it say besides the
/// edition, the format and the form?
pub(super) fn telling(subtitle: &[String], context: &Context<'_>) -> Vec<String> {
    if noise::is_noise(subtitle, context.year) {
        return Vec::new();
    }
    let n = noise::without_tail(subtitle, context.year);
    // "Vitamin E" and "Vitamin D" differ in a letter that is a word elsewhere.
    let left = subtitle[..n]
        .iter()
        .filter(|word| !noise::is_connecting(word) || matches!(word.as_str(), "e" | "i" | "y"));
    left.cloned().collect()
}

/// Returns whether two runs of words are the same, with "and" and "&" equal.
pub(super) fn is_same(a: &[String], b: &[String]) -> bool {
    fn plain(words: &[String]) -> impl Iterator<Item = &String> {
        words.iter().filter(|word| !noise::is_and(word))
    }
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if plain(a).next().is_none() || plain(b).next().is_none() {
        return a == b;
    }
    if plain(a).eq(plain(b)) {
        return true;
    }
    // "Catch-22" and "Catch22", "Jones's" and "Jones s"; "I, II" is not "III". In a
    // long run of letters, spaces may be missing anywhere: "AllOfAKind Family".
    let n_letters = || a.iter().map(|word| word.chars().count()).sum::<usize>();
    a.len() != b.len()
        && (a.len().abs_diff(b.len()) < 3 || n_letters() > 12)
        && plain(a)
            .flat_map(|word| word.chars())
            .eq(plain(b).flat_map(|word| word.chars()))
}

/// Returns whether the telling words of `short`, two or more, are in `long` in
/// this order.
pub(super) fn is_within(short: &[String], long: &[String]) -> bool {
    let telling: Vec<&String> = short
        .iter()
        .filter(|word| !noise::is_connecting(word))
        .collect();
    if telling.len() < 2 && !(telling.len() == 1 && telling[0].chars().count() > 3) {
        return false;
    }
    let mut rest = long.iter();
    telling.iter().all(|word| rest.any(|own| own == *word))
}

/// Returns whether two titles differ in a letter or two of one longer word, or in
/// one little word.
pub(super) fn is_misspelt(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() {
        // "Out of the Window" and "Out the Window".
        let telling = |words: &[String]| {
            let left = words.iter().filter(|word| !noise::is_connecting(word));
            left.cloned().collect::<Vec<_>>()
        };
        let (a, b) = (telling(a), telling(b));
        return a.len() > 2 && a == b;
    }
    let mut differing = a.iter().zip(b).filter(|(a, b)| a != b);
    let Some((a, b)) = differing.next() else {
        return false;
    };
    let is_plural = |one: &str, many: &str| many.strip_suffix('s') == Some(one) && one.len() > 2;
    differing.next().is_none()
        && (a.len().min(b.len()) > 4 && is_one_edit(a, b)
            || is_plural(a, b)
            || is_plural(b, a)
            || is_two_edits(a, b))
}

/// Returns whether two longer words differ in two letters next to each other, or
/// in one sound: "grosse" and "grofle".
pub(super) fn is_two_edits(word: &str, other: &str) -> bool {
    let (word, other): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    let n_start = word.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (left, other_left) = (&word[n_start..], &other[n_start..]);
    let ends = left.iter().rev().zip(other_left.iter().rev());
    let n_end = ends.take_while(|(a, b)| a == b).count();
    let is_digit = |c: &char| c.is_ascii_digit();
    word.len().min(other.len()) > 5
        && n_start + n_end > 3
        && (left.len() - n_end).max(other_left.len() - n_end) < 3
        && !word.iter().chain(&other).any(is_digit)
}

/// Returns whether one letter is missing, added or different, or two are
/// swapped. The one letter of "C#" or "F#" is all of the name.
pub(super) fn is_one_edit(word: &str, other: &str) -> bool {
    let is_letter_with_sign = |word: &str| {
        let mut names = ["sharp", "plusplus", "plus"]
            .iter()
            .filter_map(|sign| word.strip_suffix(sign));
        names.any(|name| name.chars().count() == 1)
    };
    if is_letter_with_sign(word) && is_letter_with_sign(other) {
        return false;
    }
    let (word, other): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    if word.iter().chain(&other).any(char::is_ascii_digit) {
        return false;
    }
    let n_start = word.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (word, other) = (&word[n_start..], &other[n_start..]);
    let ends = word.iter().rev().zip(other.iter().rev());
    let n_end = ends.take_while(|(a, b)| a == b).count();
    let (word, other) = (&word[..word.len() - n_end], &other[..other.len() - n_end]);
    match (word, other) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([first, second], [third, fourth]) => first == fourth && second == third,
        _ => false,
    }
}
