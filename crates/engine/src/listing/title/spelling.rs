//! Words compared with words: the same, misspelt, or one within the other.

use super::super::noise;
use super::{Context, MAX_BREAKS};
use colophon_catalogue::terms::{title_key, words};
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
        _ if all.len() == main.len() && all != main => {
            let is_un = all.first().is_some_and(|first| first.starts_with("un"));
            (Some(String::from(if is_un { "un" } else { "l" })), 0)
        }
        _ => (None, 0),
    };
    let mut breaks: Vec<usize> = Vec::new();
    let mut before = ' ';
    let mut chars = parts.main.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        // What comes after an ellipsis may be another book.
        let ends = (matches!(c, '?' | '!') || c == '.' && before.is_alphanumeric())
            && chars.peek().is_some_and(|(_, next)| next.is_whitespace())
            || c == ',' && is_second_title(&parts.main[at..]);
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

/// Returns whether a text begins with a comma and a second title: ", or There and Back
/// Again", ", ou l'Optimisme", but not ", or Die".
fn is_second_title(text: &str) -> bool {
    let second = words(text);
    let is_or = |word: &String| matches!(word.as_str(), "or" | "ou" | "oder" | "ossia" | "или");
    let is_elided = text.contains("l'") || text.contains("l’") || text.contains("L'");
    second.first().is_some_and(is_or) && (second.len() > 2 || second.len() == 2 && is_elided)
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
        && in_one(plain(a)) == in_one(plain(b))
}

/// Returns words in one, with a sign between two numbers: "1.1" is not "11", but
/// "1,000" is "1000".
pub(super) fn in_one<'a>(words: impl Iterator<Item = &'a String>) -> String {
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let mut run = String::new();
    // How many digits of a number at the end may be followed by three more.
    let mut n_open = 0;
    for word in words {
        let is_next = run.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit());
        let are_thousands = is_number(word) && word.len() == 3 && n_open > 0;
        if is_next && !are_thousands {
            run.push('.');
        }
        n_open = match is_number(word) {
            true if is_next && are_thousands => n_open,
            true if word.len() < 4 && !word.starts_with('0') => word.len(),
            _ => 0,
        };
        run.push_str(word);
    }
    run
}

/// Returns whether two runs of words have the same letters and digits, and differ in
/// where a number ends: "Web 2.0" and "Web 20".
pub(super) fn are_parted_otherwise(a: &[String], b: &[String]) -> bool {
    a != b && a.concat() == b.concat() && a.concat().chars().nth(2).is_some()
}

/// Returns a title with "ae" for "ä", "oe" for "ö" and "ø", "aa" for "å" and the like;
/// `None` if it has no such letter.
pub(super) fn expanded(title: &str) -> Option<String> {
    let mut changed = false;
    let mut text = String::with_capacity(title.len() + 4);
    for c in title.chars() {
        let pair = match c {
            'ä' => "ae",
            'ö' | 'ø' => "oe",
            'ü' => "ue",
            'å' => "aa",
            'Ä' => "Ae",
            'Ö' | 'Ø' => "Oe",
            'Ü' => "Ue",
            'Å' => "Aa",
            '\u{308}' if text.ends_with(['a', 'o', 'u', 'A', 'O', 'U']) => "e",
            '\u{30A}' if text.ends_with(['a', 'A']) => "a",
            _ => {
                text.push(c);
                continue;
            }
        };
        changed = true;
        text.push_str(pair);
    }
    changed.then_some(text)
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

/// Returns other forms of a key, in which "ae", "oe", "ue" and "aa" may stand for ä, ö,
/// ü and å.
pub(super) fn without_umlauts(key: &str) -> Vec<String> {
    /// The most words of which both forms are tried.
    const MAX_WORDS: usize = 3;
    let mut forms: Vec<String> = vec![String::new()];
    let mut n_words = 0;
    for word in key.split(' ') {
        let other = without_umlaut(word);
        let is_changed = other != word;
        n_words += usize::from(is_changed);
        let both = if is_changed && n_words <= MAX_WORDS {
            vec![other, word.to_owned()]
        } else {
            vec![other]
        };
        forms = both
            .iter()
            .flat_map(|word| {
                forms.iter().map(move |form| match form.as_str() {
                    "" => word.clone(),
                    form => format!("{form} {word}"),
                })
            })
            .collect();
    }
    forms.retain(|form| form != key);
    forms
}

/// Returns a word without the e of "ae", "oe" and "ue" and with one a for two. The u of
/// "neue" and "Quelle" has no dots.
fn without_umlaut(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    let mut before = ' ';
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let is_umlaut = match c {
            'a' => matches!(next, Some('e' | 'a')),
            'o' => next == Some('e'),
            'u' => next == Some('e') && !matches!(before, 'a' | 'e' | 'q'),
            _ => false,
        };
        plain.push(c);
        before = c;
        if is_umlaut {
            before = 'e';
            chars.next();
        }
    }
    plain
}

/// Returns the letters of a title between those that a wrong conversion lost, as in
/// "Cien a?os"; none if it is whole.
pub(super) fn damaged(main: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut before = ' ';
    let mut chars = main.chars().peekable();
    while let Some(c) = chars.next() {
        let is_within =
            before.is_alphabetic() && chars.peek().is_some_and(|next| next.is_alphabetic());
        before = c;
        if c == '\u{FFFD}' || c == '?' && is_within {
            pieces.push(String::new());
        } else if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    if pieces.len() == 1 {
        return Vec::new();
    }
    let letters = |(place, piece): (usize, &String)| match place {
        0 => split(&title_key(piece)).concat(),
        _ => words(piece).concat(),
    };
    pieces.iter().enumerate().map(letters).collect()
}

/// Returns whether a title is a damaged one with at most a letter or two in place of
/// each that was lost.
pub(super) fn fits_damaged(damaged: &[String], whole: &[String]) -> bool {
    let n_known: usize = damaged.iter().map(|piece| piece.chars().count()).sum();
    let whole = whole.concat();
    let n_lost = whole.chars().count().saturating_sub(n_known);
    let [first, .., last] = damaged else {
        return false;
    };
    if n_known < 6 || n_lost > 2 * (damaged.len() - 1) || whole.len() < first.len() + last.len() {
        return false;
    }
    let Some(mut rest) = whole
        .strip_prefix(first.as_str())
        .and_then(|rest| rest.strip_suffix(last.as_str()))
    else {
        return false;
    };
    damaged[1..damaged.len() - 1].iter().all(|piece| {
        rest.find(piece.as_str())
            .map(|at| rest = &rest[at + piece.len()..])
            .is_some()
    })
}
