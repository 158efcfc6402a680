//! The words of a name without the titles, roles and degrees around it.

use super::lists::{AFTER, BEFORE, BEFORE_NAME, CUT_SHORT, DEGREES, SHORT_DEGREES};
use super::person::is_initial;
use crate::words::{each_word, is_ideograph};

/// Returns the words of a piece without titles, roles and degrees. A name in
/// Chinese or Japanese characters is one word, whatever is between them.
pub(super) fn name_words(piece: &str, is_family: bool) -> Vec<String> {
    let has_small = piece.contains(char::is_lowercase);
    let has_capital = piece.contains(char::is_uppercase);
    let mut words: Vec<String> = Vec::new();
    // Whether a word is in capitals, and the name as a whole is not.
    let mut capital: Vec<bool> = Vec::new();
    let mut join_next = false;
    let mut tokens = piece.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        // "Lopez y Garcia", but not "E. B. White" or "John E. Smith".
        let is_and = has_capital && matches!(token, "y" | "e" | "i")
            || is_family && matches!(token, "y" | "e" | "i" | "Y" | "E" | "I");
        if is_and && !words.is_empty() && tokens.peek().is_some() {
            continue;
        }
        let is_capital = has_small && !token.contains(char::is_lowercase);
        each_word(token, &mut |word| {
            if word.chars().all(|c| c.is_ascii_digit()) {
                return;
            }
            let is_ideographic = word.chars().all(is_ideograph);
            match words.last_mut() {
                Some(last) if join_next || is_ideographic && last.chars().all(is_ideograph) => {
                    last.push_str(word);
                    join_next = false;
                }
                _ => {
                    words.push(word.to_owned());
                    capital.push(is_capital);
                    // "Mc Cauley" is written in one word elsewhere.
                    join_next = matches!(word, "mc" | "mac");
                }
            }
        });
    }
    loop {
        let n = words.len();
        let is_after = words
            .last()
            .is_some_and(|word| AFTER.contains(&word.as_str()));
        let least = if is_family { 1 } else { 2 };
        let degree = (1..=3).rev().find(|&n_degree| {
            let left = n.saturating_sub(n_degree);
            let in_capitals = capital
                .get(left..)
                .is_some_and(|own| own.iter().all(|it| *it));
            left >= least
                && !words[..left].iter().all(|word| is_initial(word))
                && is_degree(&words[left..], in_capitals)
        });
        match degree {
            Some(n_degree) => words.truncate(n - n_degree),
            None if n > 1 && is_after => words.truncate(n - 1),
            None => break,
        }
        capital.truncate(words.len());
    }
    let n_before = n_titles(piece, &words);
    if n_before < words.len() {
        words.drain(..n_before);
    }
    // "Mac" and "Don" are given names as well.
    if words.len() > 2 && !is_family && BEFORE_NAME.contains(&words[0].as_str()) {
        words.remove(0);
    }
    for word in &mut words {
        // "刘慈欣 著": written by.
        if word.chars().count() > 2 && word.chars().all(is_ideograph) {
            let n_bytes = word.trim_end_matches(is_role_sign).len();
            word.truncate(n_bytes);
        }
    }
    with_parted_initials(words)
}

/// Returns how many words at the start of a piece are titles and roles, with those that
/// are cut short: "Prof. Dr. Dr. h.c.", "Dipl.-Ing.", "hg. v.".
fn n_titles(piece: &str, words: &[String]) -> usize {
    let is_before = |word: &String| BEFORE.contains(&word.as_str());
    let n_plain = words.iter().take_while(|word| is_before(word)).count();
    if !piece.contains('.') && words.first().is_none_or(|word| word != "pd") {
        return n_plain;
    }
    let lower = piece.to_lowercase();
    let is_cut = |word: &str| {
        CUT_SHORT.contains(&word) && {
            let mut places = lower.match_indices(word);
            places.any(|(at, _)| lower[at + word.len()..].starts_with('.'))
        }
    };
    let mut n = 0;
    while let Some(word) = words.get(n) {
        let next = words.get(n + 1).map_or("", String::as_str);
        let is_title = n > 0;
        n += match word.as_str() {
            // "Dr. h. c.", "Dr. e. h."
            "h" | "e" if is_title && matches!((word.as_str(), next), ("h", "c") | ("e", "h")) => 2,
            "v" if is_title && matches!(words[n - 1].as_str(), "hg" | "hrsg") => 1,
            "pd" if words.len() > 2 => 1,
            _ if is_before(word) || is_cut(word) => 1,
            _ => break,
        };
    }
    // A name is left: "Ing., Anna".
    if n < words.len() { n } else { n_plain }
}

/// Returns whether words are a degree: `mba`, or `ph` and `d`.
pub(super) fn is_degree(words: &[String], in_capitals: bool) -> bool {
    let is_short = |word: &String| word.len() < 3;
    match words {
        [] => false,
        [only] => {
            DEGREES.contains(&only.as_str())
                || in_capitals && SHORT_DEGREES.contains(&only.as_str())
        }
        several => {
            let joined = several.concat();
            // "Psy.D.", "Pharm.D."
            let is_doctor = matches!(several, [of, d] if d == "d" && of.len() < 6);
            (is_doctor || several.iter().all(is_short))
                && (DEGREES.contains(&joined.as_str())
                    || in_capitals && SHORT_DEGREES.contains(&joined.as_str()))
        }
    }
}

/// Returns a segment in which two capitals that may be initials are parted:
/// "Weller AM" is also "Weller A. M."; `None` if there are none.
///
/// Not where everything is in capitals, and not for syllables that are Chinese
/// surnames ("LI Wei").
pub(super) fn with_parted_capitals(segment: &str) -> Option<String> {
    const SURNAMES: [&str; 26] = [
        "AI", "AN", "BA", "BU", "DU", "FU", "GE", "GU", "HE", "HU", "LE", "LI", "LU", "MA", "MO",
        "NI", "OU", "PU", "QI", "SU", "WU", "XI", "XU", "YE", "YI", "YU",
    ];
    let is_pair = |token: &str| {
        let bare = token.trim_end_matches(',');
        bare.len() == 2
            && bare.bytes().all(|byte| byte.is_ascii_uppercase())
            && !SURNAMES.contains(&bare)
            && !matches!(bare, "JR" | "SR" | "II" | "IV")
    };
    let tokens = || segment.split_whitespace();
    let n_names = tokens()
        .filter(|token| token.contains(char::is_lowercase))
        .count();
    let n_pairs = tokens().filter(|token| is_pair(token)).count();
    // "Anna Weller JD" has a degree.
    if n_names == 0 || n_pairs != 1 || n_names > 1 && !tokens().next().is_some_and(is_pair) {
        return None;
    }
    let parted = tokens().map(|token| {
        if is_pair(token) {
            let end = if token.ends_with(',') { "," } else { "" };
            format!("{}. {}.{end}", &token[..1], &token[1..2])
        } else {
            token.to_owned()
        }
    });
    Some(parted.collect::<Vec<_>>().join(" "))
}

/// Returns whether a character after a Chinese or Japanese name states a role.
fn is_role_sign(c: char) -> bool {
    matches!(c, '着' | '著' | '编' | '編' | '译' | '譯' | '訳')
}

/// Separates initials that were written together, as in "JRR Tolkien".
fn with_parted_initials(words: Vec<String>) -> Vec<String> {
    let n = words.len();
    let is_together = |place: usize, word: &str| {
        place + 1 < n
            && (2..=3).contains(&word.len())
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() && !b"aeiouy".contains(&b))
    };
    if !words
        .iter()
        .enumerate()
        .any(|(place, word)| is_together(place, word))
    {
        return words;
    }
    let mut parted = Vec::with_capacity(n + 2);
    for (place, word) in words.into_iter().enumerate() {
        // "St John" and "Mc" are not initials.
        if is_together(place, &word) && !matches!(word.as_str(), "st" | "mc") {
            parted.extend(word.chars().map(String::from));
        } else {
            parted.push(word);
        }
    }
    parted
}
