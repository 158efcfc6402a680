//! A field with several people, cut into one piece for each.

use super::lists::{ALIASES, PARTICLES, WEAK_AND};
use super::person::Person;
use super::{is_beside_name, read_segment};

/// Splits a field where one person certainly ends; what is in brackets comes
/// separately, unless that is all there is.
pub(super) fn segments(field: &str) -> (Vec<String>, Vec<String>) {
    let is_opening = |c: char| matches!(c, '(' | '[' | '{' | '（' | '［' | '【' | '〔' | '<');
    let is_closing = |c: char| matches!(c, ')' | ']' | '}' | '）' | '］' | '】' | '〕' | '>');
    let mut segments = vec![String::new()];
    let mut asides: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    for (at, c) in field.char_indices() {
        if is_opening(c) {
            // One that is never closed is a typing mistake.
            let is_closed = depth > 0 || field[at..].contains(is_closing);
            if depth == 0 && is_closed {
                asides.push(String::new());
            }
            depth += usize::from(is_closed);
            push(&mut segments, ' ');
        } else if is_closing(c) {
            depth = depth.saturating_sub(1);
            push(&mut segments, ' ');
        } else if depth == 0 {
            match c {
                ';' | '&' | '|' | '/' | '\n' | '\t' | '、' | '；' | '＆' | '+' => {
                    segments.push(String::new());
                }
                '，' => push(&mut segments, ','),
                _ => push(&mut segments, c),
            }
        } else {
            push(&mut asides, c);
        }
    }
    if !segments
        .iter()
        .any(|segment| segment.contains(char::is_alphanumeric))
    {
        let within = field
            .trim()
            .trim_start_matches(is_opening)
            .trim_end_matches(is_closing);
        if within.contains(char::is_alphanumeric)
            && !within.contains(|c| is_opening(c) || is_closing(c))
        {
            return (segments_of(within), Vec::new());
        }
    }
    let segments = segments
        .iter()
        .flat_map(|segment| at_conjunctions(segment))
        .collect();
    (segments, asides)
}

/// Returns the segments of a field without brackets.
pub(super) fn segments_of(field: &str) -> Vec<String> {
    field
        .split([';', '&', '|', '/'])
        .flat_map(at_conjunctions)
        .collect()
}

pub(super) fn push(segments: &mut [String], c: char) {
    if let Some(last) = segments.last_mut() {
        last.push(c);
    }
}

/// Splits between two names: at a word for "and" or "with", at a dash between
/// spaces, and where the two are said to be one person's.
pub(super) fn at_conjunctions(segment: &str) -> Vec<String> {
    let tokens: Vec<&str> = segment.split_whitespace().collect();
    let is_all_capital = !segment.contains(char::is_lowercase);
    let mut parts = vec![String::new()];
    let (mut at, mut n_before) = (0, 0);
    while let Some(token) = tokens.get(at) {
        let n = separator(&tokens[at..], n_before, is_all_capital);
        if n > 0 {
            parts.push(String::new());
            n_before = 0;
        } else if let Some(last) = parts.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(token);
            n_before += 1;
        }
        at += n.max(1);
    }
    parts
}

/// Returns how many words at the start of `tokens` separate two names.
pub(super) fn separator(tokens: &[&str], n_before: usize, is_all_capital: bool) -> usize {
    let token = tokens[0];
    if matches!(
        token,
        "and" | "AND" | "And" | "und" | "UND" | "et" | "with" | "mit" | "avec" | "--"
    ) {
        return 1;
    }
    let is_weak = |token: &str| {
        WEAK_AND.contains(&token)
            || matches!(token, "as" | "-" | "–" | "—")
            || is_all_capital && matches!(token, "Y" | "E" | "И")
    };
    if is_weak(token) {
        // "Ortega y Gasset" is one name, "Anna Weller y Tom Brand" are two.
        let is_word = |token: &&&str| token.contains(char::is_alphabetic);
        let after = tokens[1..].iter().take_while(|token| !is_weak(token));
        return usize::from(n_before > 1 && after.filter(is_word).nth(1).is_some());
    }
    let is_same = |token: &&str, word: &&str| {
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
        bare.eq_ignore_ascii_case(word) || *word == "aka" && bare.eq_ignore_ascii_case("a.k.a")
    };
    ALIASES
        .iter()
        .find(|alias| {
            alias.len() < tokens.len() && tokens.iter().zip(**alias).all(|(a, b)| is_same(a, b))
        })
        .map_or(0, |alias| alias.len())
}

/// Reads what is in brackets after a name, if that looks like a name: "J.D. Robb
/// (Nora Roberts)".
pub(super) fn of_aside(aside: &str, people: &mut Vec<Person>) {
    let tokens: Vec<&str> = aside.split_whitespace().collect();
    let n = match tokens.first() {
        Some(_) => separator(&tokens, 0, false),
        None => return,
    };
    let is_said = n > 1 || tokens.first() == Some(&"aka");
    let name = &tokens[n..];
    let is_name = |token: &&str| {
        let bare = token
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        token.starts_with(char::is_uppercase)
            && !token.contains(|c: char| c.is_ascii_digit() || c == ':')
            && (!is_beside_name(&bare) || matches!(bare.as_str(), "pseud" | "pseudonym"))
            && !matches!(bare.as_str(), "goodreads" | "late" | "novelist" | "writer")
    };
    let is_particle = |token: &&str| PARTICLES.contains(token);
    if !(2..=4).contains(&name.len())
        || !name
            .iter()
            .all(|token| is_name(token) || is_particle(token))
    {
        return;
    }
    let is_said = is_said
        || name
            .last()
            .is_some_and(|last| last.to_lowercase().starts_with("pseud"));
    let start = people.len();
    read_segment(&name.join(" "), people);
    for person in &mut people[start..] {
        person.is_aside = !is_said;
    }
}
