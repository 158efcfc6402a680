//! Sections 2, 4 and 5 of docs/TERMS.md, and what is filed.

use std::collections::HashSet;
use std::sync::LazyLock;

use xxhash_rust::xxh64::xxh64;

use super::words::{is_of_its_own, words};
use super::{document, number, open};

static ARTICLES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| document::list("articles").into_iter().collect());
static FORE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let tables = ["particles", "prefixes"].into_iter();
    tables.flat_map(document::list).collect()
});
static SOUNDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| document::pairs("sounds"));

/// Returns the terms of kinds 6, 7 and 8, each once, with their kinds.
pub fn of(titles: &[&str], author: &str) -> Vec<(u8, String)> {
    let (mut terms, mut filed) = (Vec::new(), HashSet::new());
    let mut file = |kind: u8, term: String| {
        if !term.is_empty() && filed.insert((kind, term.clone())) {
            terms.push((kind, term));
        }
    };
    for title in titles {
        let key = key(title);
        file(6, number::filed(&key));
        if is_beyond_latin(&key.join(" ")) {
            let latin = key.iter().map(|word| latin_form(word));
            let latin: Vec<String> = latin.filter(|word| !word.is_empty()).collect();
            file(6, number::filed(&latin));
        }
        for word in words(title) {
            file(7, word.clone());
            if is_beyond_latin(&word) {
                file(7, latin_form(&word));
            }
        }
    }
    let words = words(author);
    for word in &words {
        file(8, word.clone());
        if is_beyond_latin(word) {
            file(8, latin_form(word));
        }
    }
    for name in joined_names(&words) {
        file(8, name);
    }
    if open::is_open(author, &words) {
        file(8, "-".to_owned());
    }
    terms
}

/// Returns the hash of a term.
pub fn hash(kind: u8, term: &str) -> u64 {
    xxh64(term.as_bytes(), kind.into())
}

/// Returns the title key of a title.
pub fn title_key(title: &str) -> String {
    key(title).join(" ")
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '_'
}

fn has_alphanumeric(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Returns the main title of a title.
fn main_title(title: &str) -> String {
    let chars: Vec<char> = title.chars().collect();
    let mut main = String::new();
    let (mut depth, mut previous) = (0_usize, ' ');
    for (at, &c) in chars.iter().enumerate() {
        let is_opening = "([{<（［｛【〔".contains(c);
        let is_closing = ")]}>）］｝】〕".contains(c) && depth > 0;
        if is_opening || is_closing {
            depth = if is_opening { depth + 1 } else { depth - 1 };
            main.push(' ');
            previous = ' ';
            continue;
        }
        if depth > 0 {
            continue;
        }
        if is_subtitle(previous, &chars[at..]) && has_alphanumeric(&main) {
            break;
        }
        main.push(if c == '_' { ' ' } else { c });
        previous = c;
    }
    if has_alphanumeric(&main) {
        main
    } else {
        title.replace('_', " ")
    }
}

/// Returns whether a subtitle begins at the first of these characters.
fn is_subtitle(previous: char, rest: &[char]) -> bool {
    let next = rest.get(1).copied().unwrap_or(' ');
    match rest[0] {
        ':' => !(previous.is_ascii_digit() && next.is_ascii_digit()),
        '\u{FF1A}' | ';' | '\u{FF1B}' | '|' => true,
        '_' => previous.is_whitespace() && next.is_whitespace(),
        '/' => is_blank(previous) && is_blank(next),
        c if is_dash(c) => {
            let mut after = rest.iter().skip_while(|c| is_dash(**c));
            is_blank(previous) && after.next().is_none_or(|c| is_blank(*c))
        }
        _ => false,
    }
}

/// Returns the words of the title key.
fn key(title: &str) -> Vec<String> {
    let main = main_title(title);
    let mut rest = main.as_str();
    if let Some((before, after)) = main.rsplit_once(',')
        && let [only] = words(after).as_slice()
        && (only == "l" || ARTICLES.contains(only.as_str()))
        && has_alphanumeric(before)
    {
        rest = before;
    }
    let rest = rest.trim_start();
    let elided = ["L", "l", "Un", "un"].iter().find_map(|article| {
        let after = rest.strip_prefix(article)?;
        let after = after.strip_prefix(['\'', '\u{2019}'])?;
        after.starts_with(char::is_alphabetic).then_some(after)
    });
    let mut key = words(elided.unwrap_or(rest));
    if elided.is_none() && key.len() >= 2 && ARTICLES.contains(key[0].as_str()) {
        key.remove(0);
    }
    if key.is_empty() { words(title) } else { key }
}

fn is_beyond_latin(text: &str) -> bool {
    !text.is_ascii() && !text.contains(is_of_its_own)
}

fn latin_form(word: &str) -> String {
    if word.is_ascii() {
        return respelled(word);
    }
    if !is_beyond_latin(word) {
        return word.to_owned();
    }
    let latin: String = word.chars().map(transliterated).collect();
    respelled(&latin)
}

/// Returns what is kept of the transliteration of a character.
pub fn transliterated(c: char) -> String {
    let latin = deunicode::deunicode_char(c).unwrap_or_default().chars();
    let kept = latin.filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_lowercase()).collect()
}

fn respelled(word: &str) -> String {
    let mut form = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        let sound = SOUNDS
            .iter()
            .find(|(from, _)| rest.starts_with(from))
            .copied();
        let (from, to) = sound.unwrap_or((&rest[..1], &rest[..1]));
        for c in to.chars() {
            if c.is_ascii_digit() || !form.ends_with(c) {
                form.push(c);
            }
        }
        rest = &rest[from.len()..];
    }
    form
}

/// Returns the joined names of an author's words.
fn joined_names(words: &[String]) -> Vec<String> {
    let mut names = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for word in words {
        if FORE_WORDS.contains(word.as_str()) {
            run.push(word);
            continue;
        }
        if let Some(last) = run.last() {
            names.push(run.concat() + word);
            if run.len() >= 2 {
                names.push([last, word.as_str()].concat());
            }
        }
        run.clear();
    }
    names
}
