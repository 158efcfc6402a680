//! A field with several people, cut into one piece for each.

use super::lists::{ALIASES, PARTICLES, WEAK_AND};
use super::person::Person;
use super::{is_beside_name, read_segment};

/// Splits a field where one person certainly ends; the names with a shared surname and
/// what is in brackets come separately, unless brackets are all there is.
pub(super) fn segments(field: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let field = without_others(field);
    let field = field.as_str();
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
                ';' | '|' | '/' | '\n' | '\t' | '、' | '；' | '•' => {
                    segments.push(String::new());
                }
                '&' | '＆' | '+' => segments
                    .last_mut()
                    .into_iter()
                    .for_each(|last| last.push_str(" & ")),
                // In "列夫·托尔斯泰" it is part of a name.
                '·' if field[..at].ends_with(char::is_whitespace)
                    && field[at + c.len_utf8()..].starts_with(char::is_whitespace) =>
                {
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
            return (segments_of(within), Vec::new(), Vec::new());
        }
    }
    let shared = segments
        .iter()
        .flat_map(|segment| with_shared_surname(segment));
    let shared = shared.collect();
    let segments = segments
        .iter()
        .flat_map(|segment| at_conjunctions(segment))
        .collect();
    (segments, shared, asides)
}

/// Returns a field without the words for "and others" at the end of a name, and
/// without what comes after "née".
fn without_others(field: &str) -> String {
    /// In small letters only: "E. A." are initials.
    const OTHERS: [&[&str]; 14] = [
        &["u.a."],
        &["u.a"],
        &["u.", "a."],
        &["e.a."],
        &["m.fl."],
        &["m.", "fl."],
        &["m.m."],
        &["и", "др."],
        &["и", "др"],
        &["и", "другие"],
        &["y", "otros"],
        &["und", "andere"],
        &["et", "coll."],
        &["a", "kol."],
    ];
    const BORN: [&str; 4] = ["geb.", "geborene", "née", "né"];
    let has_any = field
        .split_whitespace()
        .any(|token| token.ends_with('.') || token.ends_with("ие") || !token.is_ascii())
        || field.contains("geborene")
        || field.contains("otros")
        || field.contains("andere");
    if !has_any {
        return field.to_owned();
    }
    let mut kept = String::with_capacity(field.len());
    for segment in field.split_inclusive([';', '|', '/']) {
        let (body, end) = match segment.char_indices().next_back() {
            Some((at, ';' | '|' | '/')) => segment.split_at(at),
            _ => (segment, ""),
        };
        let mut tokens: Vec<&str> = body.split_whitespace().collect();
        if let Some(place) = tokens.iter().position(|token| BORN.contains(token))
            && place > 0
        {
            let ends = |token: &&str| matches!(*token, "and" | "und" | "et" | "&" | "y" | "e");
            let after = &tokens[place..];
            let n_born = after.iter().take_while(|token| !ends(token)).count();
            let n_to_comma = after.iter().position(|token| token.ends_with(','));
            let n = n_to_comma.map_or(n_born, |at| n_born.min(at + 1));
            let is_parted = n_to_comma.is_some_and(|at| at < n);
            tokens.splice(place..place + n, is_parted.then_some(","));
        }
        let others = OTHERS.iter().find(|others| tokens.ends_with(others));
        match others {
            Some(others) if others.len() < tokens.len() => {
                tokens.truncate(tokens.len() - others.len());
                kept.push_str(&tokens.join(" "));
            }
            _ if body.split_whitespace().count() > tokens.len() => {
                kept.push_str(&tokens.join(" "));
            }
            _ => kept.push_str(body),
        }
        kept.push_str(end);
    }
    kept
}

/// Returns the names of people who share the surname that only one of them has: "Stan
/// Berenstain" of "Stan and Jan Berenstain" and of "Berenstain, Jan and Stan".
///
/// `segment` is one that [`at_conjunctions`] parts.
pub(super) fn with_shared_surname(segment: &str) -> Vec<String> {
    let parts: Vec<String> = at_conjunctions(segment)
        .iter()
        .map(|part| part.trim().to_owned())
        .filter(|part| part.contains(char::is_alphanumeric))
        .collect();
    let tokens = |part: &str| part.split_whitespace().count();
    let is_initial = |token: &str| token.ends_with('.') && token.chars().count() < 6;
    // A given name, or initials.
    let is_bare = |part: &str| {
        !part.contains(',')
            && (tokens(part) == 1 || part.split_whitespace().all(is_initial))
            && part.starts_with(char::is_uppercase)
    };
    let mut names = Vec::new();
    for (place, part) in parts.iter().enumerate().filter(|(_, part)| is_bare(part)) {
        let next = parts[place + 1..].iter().find(|part| !is_bare(part));
        let before = parts[..place].iter().rev().find(|part| part.contains(','));
        if let Some(next) = next.filter(|next| !next.contains(',') && tokens(next) > 1) {
            let words: Vec<&str> = next.split_whitespace().collect();
            let n_given = words.len() - 1;
            let n_particles = words[1..n_given]
                .iter()
                .rev()
                .take_while(|word| PARTICLES.contains(&word.to_lowercase().as_str()))
                .count();
            let surname = words[n_given - n_particles..].join(" ");
            names.push(format!("{part} {surname}"));
            // "Стругацкие" are two of the name "Стругацкий".
            let singular = surname
                .strip_suffix("ие")
                .map(|stem| format!("{stem}ий"))
                .or_else(|| {
                    let ends = ["овы", "евы", "ёвы", "ины"];
                    let is_plural = ends.iter().any(|end| surname.ends_with(end));
                    is_plural.then(|| surname.trim_end_matches('ы').to_owned())
                });
            if let Some(singular) = singular {
                names.push(format!("{part} {singular}"));
                names.push(format!("{} {singular}", words[..n_given].join(" ")));
            }
        } else if let Some((family, given)) = before.and_then(|before| before.split_once(','))
            && given.contains(char::is_alphanumeric)
            && !given.contains(',')
        {
            names.push(format!("{family}, {part}"));
        }
    }
    names
}

/// Returns the segments of a field without brackets.
pub(super) fn segments_of(field: &str) -> Vec<String> {
    field
        .split([';', '|', '/', '•'])
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
        "and"
            | "AND"
            | "And"
            | "und"
            | "UND"
            | "et"
            | "with"
            | "mit"
            | "avec"
            | "--"
            | "&"
            | "featuring"
            | "feat."
    ) {
        return 1;
    }
    let n_alias = alias(tokens);
    if n_alias > 0 {
        return n_alias;
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
        // "Аркадий и Борис Стругацкие": the word joins two given names, or two names.
        let is_between_names = n_before > 1
            || n_before == 1 && matches!(token, "и" | "та" | "і" | "och" | "og" | "oraz");
        return usize::from(is_between_names && after.filter(is_word).nth(1).is_some());
    }
    0
}

/// Returns how many words at the start of `tokens` say that a name before them and one
/// after them are one person's.
fn alias(tokens: &[&str]) -> usize {
    if tokens[0] == "=" && tokens.len() > 1 {
        return 1;
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
    let is_said = alias(&tokens) > 0 && tokens.first() != Some(&"as");
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
