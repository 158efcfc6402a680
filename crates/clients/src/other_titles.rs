//! Further titles of one book, where they are in one value with the title or with
//! one another.
//!
//! Lists give a book's other titles as `Xyz / Gamma`, `Xyz (also published as
//! Gamma)` or `Xyz (dt. Gamma)`. The title is kept as it is written; what may be
//! another title is taken out of it as well, so that a collection that lists the
//! book under that title is not overlooked.

use colophon_catalogue::terms::{title_key, words};
use colophon_catalogue::title::is_article;

use crate::model::ClientTitle;

/// The most titles that one value holds; a bound.
const MOST: usize = 50;

/// What may come before another title, in lower case, the longest first where one
/// begins another.
const MARKS: [&str; 34] = [
    "also published under the title",
    "also published as",
    "also known as",
    "also issued as",
    "originally published under the title",
    "originally published as",
    "previously published as",
    "formerly published as",
    "first published as",
    "republished as",
    "reissued as",
    "published as",
    "released as",
    "originally titled",
    "retitled",
    "originally",
    "previously",
    "formerly",
    "auch erschienen unter dem titel",
    "auch erschienen als",
    "auch bekannt als",
    "auch unter dem titel",
    "erschienen als",
    "ursprünglich erschienen als",
    "ursprünglich",
    "früher",
    "auch u. d. t.",
    "auch u.d.t.",
    "u.d.t.",
    "auch als",
    "a.k.a.",
    "a. k. a.",
    "aka",
    "alias",
];

/// Languages, countries and kinds of a title: a mark if a stop, a colon or the word
/// "title" follows.
const KINDS: [&str; 42] = [
    "alternate",
    "alternative",
    "amer",
    "american",
    "auch",
    "australian",
    "austr",
    "brit",
    "british",
    "canadian",
    "dt",
    "dän",
    "deutsch",
    "deutscher",
    "deutsche",
    "english",
    "engl",
    "englisch",
    "en",
    "de",
    "fr",
    "franz",
    "french",
    "frz",
    "gb",
    "german",
    "ger",
    "italian",
    "ital",
    "orig",
    "original",
    "russian",
    "russ",
    "span",
    "spanish",
    "uk",
    "us",
    "usa",
    "urspr",
    "working",
    "working/alternative",
    "other",
];

/// Words that are about a book and are not its title.
const ABOUT: [&str; 40] = [
    "anthology",
    "audiobook",
    "audio",
    "autobiography",
    "biography",
    "book",
    "collection",
    "collected",
    "e",
    "ebook",
    "edition",
    "erzählung",
    "erzählungen",
    "essays",
    "film",
    "gedichte",
    "geschichten",
    "hardback",
    "hardcover",
    "hörbuch",
    "krimi",
    "kriminalroman",
    "memoir",
    "memoirs",
    "novel",
    "novella",
    "novelle",
    "novels",
    "paperback",
    "poems",
    "roman",
    "romane",
    "sachbuch",
    "selected",
    "stories",
    "taschenbuch",
    "tale",
    "tales",
    "thriller",
    "various",
];

/// Returns the titles that a column of further titles holds in one value.
pub(crate) fn listed(value: &str) -> impl Iterator<Item = &str> {
    let parts = value.split([';', '|', '\n']);
    let parts = parts.flat_map(|part| part.split(" / "));
    parts.map(bare).filter(|part| !part.is_empty()).take(MOST)
}

/// Returns the titles in a value that is said to hold several, one after another;
/// only one if they cannot be told apart.
pub(crate) fn apart(value: &str) -> Vec<&str> {
    let parts = |separators: &[char]| -> Vec<&str> {
        let parts = value.split(separators).map(bare);
        parts.filter(|part| !part.is_empty()).collect()
    };
    let lines = parts(&['\n']);
    let found = if lines.len() > 1 {
        lines
    } else {
        parts(&[';', '|'])
    };
    // "Salt; or, the Sea" is one title.
    if found.iter().all(|part| begins_title(part)) {
        found
    } else {
        vec![value.trim()]
    }
}

/// Returns the further titles within a title.
pub(crate) fn within(title: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |part: &str| {
        let part = bare(part);
        if begins_title(part) && !is_about(part) && found.len() < MOST {
            found.push(part.to_owned());
        }
    };
    let lines: Vec<&str> = title
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    for line in &lines {
        if lines.len() > 1 {
            add(line);
        }
        for note in in_brackets(line) {
            if let Some(other) = after_mark(note) {
                add(other);
            }
        }
        let outside = without_brackets(line);
        let parts: Vec<&str> = outside.split([';', '|']).collect();
        for (at, part) in parts.iter().enumerate() {
            let pieces: Vec<&str> = part.split(" / ").collect();
            let is_title = |part: &&str| begins_title(bare(part)) && !is_about(bare(part));
            let is_several = at == 0 && pieces[1..].iter().any(is_title);
            for (nth, part) in pieces.into_iter().enumerate() {
                if let Some((before, after)) = around_mark(part) {
                    add(before);
                    add(after);
                } else if let Some(after) = after_mark(part).filter(|_| at + nth > 0) {
                    add(after);
                } else if at + nth > 0 || is_several {
                    add(part);
                }
            }
        }
    }
    found
}

/// Removes further titles that are the title itself or the author's name.
pub(crate) fn tidy(title: &mut ClientTitle) {
    if title.title.is_empty() && !title.other_titles.is_empty() {
        title.title = title.other_titles.remove(0);
    }
    let key = title_key(&title.title);
    let author: Vec<String> = [&title.author]
        .into_iter()
        .chain(&title.pen_names)
        .flat_map(|name| words(name))
        .collect();
    let whole = title.title.clone();
    title.other_titles.retain(|other| {
        let own = words(other);
        let is_name = own.iter().all(|word| author.contains(word));
        *other != whole && !own.is_empty() && !is_name && title_key(other) != key
    });
}

/// Returns a part without the marks of a list before it, and quotation marks.
fn bare(part: &str) -> &str {
    let part = part.trim();
    let part = part
        .trim_start_matches(['-', '*', '\u{2022}', '\u{B7}', '\u{2013}'])
        .trim_start();
    // "1. Alpha", "2) Beta"
    let digits = part.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_counted = digits.len() < part.len() && part.len() - digits.len() <= 2;
    let counted = digits.strip_prefix(['.', ')']).filter(|_| is_counted);
    let part = match counted.filter(|rest| rest.starts_with(char::is_whitespace)) {
        Some(rest) => rest.trim_start(),
        None => part,
    };
    let is_quote = |c: char| "\"'\u{201C}\u{201D}\u{201E}\u{AB}\u{BB}\u{2018}\u{2019}".contains(c);
    part.trim_matches(is_quote).trim().trim_end_matches(',')
}

/// Returns whether a text begins as titles do, and not in the middle of a sentence.
fn begins_title(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(|c| !c.is_lowercase())
}

/// Returns whether a text says what kind of book it is and names none.
fn is_about(text: &str) -> bool {
    let is_known = |word: &String| {
        ABOUT.contains(&word.as_str())
            || is_article(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    words(text).iter().all(is_known)
}

/// Returns what follows a mark at the beginning of a text.
fn after_mark(text: &str) -> Option<&str> {
    let text = text.trim();
    let strip = |mark: &str| {
        let start = text.get(..mark.len())?;
        let rest = &text[mark.len()..];
        let is_end = rest.starts_with([' ', ':', '\u{A0}', ',']);
        (start.to_lowercase() == mark && is_end).then_some(rest)
    };
    let after = MARKS.into_iter().find_map(strip);
    let after = after.or_else(|| after_kind(text))?;
    Some(after.trim_start_matches([' ', '\u{A0}', ':', ',']))
}

/// Returns what follows "dt.", "US:" or "German title" at the beginning of a text.
fn after_kind(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut n_words = 0;
    loop {
        let end = rest.find([' ', '.', ':', '\u{A0}'])?;
        let (word, after) = rest.split_at(end);
        let word = word.to_lowercase();
        let is_title = ["title", "titel", "titre", "título", "originaltitel"].contains(&&*word);
        if !is_title && !KINDS.contains(&word.as_str()) {
            return None;
        }
        let mark = after.chars().next()?;
        let after = after[mark.len_utf8()..].trim_start();
        if is_title || mark == ':' {
            return Some(after.trim_start_matches([':', ' ']));
        }
        n_words += 1;
        // "dt. Gamma", but also "dt. Titel: Gamma".
        if mark == '.' {
            return after_kind(after).or(Some(after));
        }
        if n_words > 3 {
            return None;
        }
        rest = after;
    }
}

/// Returns what is before and after a mark within a text.
fn around_mark(text: &str) -> Option<(&str, &str)> {
    let lower = text.to_lowercase();
    // Where lower case changes the length, nothing is taken apart.
    if lower.len() != text.len() {
        return None;
    }
    MARKS.into_iter().find_map(|mark| {
        // A single word may be part of the title.
        let is_sure = mark.contains([' ', '.']) || mark == "aka";
        let at = lower.find(&format!(" {mark} ")).filter(|_| is_sure)?;
        let before = text.get(..at)?;
        let after = text.get(at + mark.len() + 2..)?;
        Some((
            before.trim_end_matches([',', ' ', ';', '-', '\u{2013}']),
            after,
        ))
    })
}

/// Returns the texts in round and square brackets.
fn in_brackets(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['(', '[']) {
        let inside = &rest[start + 1..];
        let Some(end) = inside.find([')', ']']) else {
            break;
        };
        found.extend(inside[..end].split([';', '|']));
        rest = &inside[end + 1..];
    }
    found
}

/// Returns a text without what is in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_titles_are_taken_out_of_a_title() {
        for (title, expected) in [
            ("Xyz", &[][..]),
            ("Xyz / Gamma", &["Xyz", "Gamma"]),
            ("Xyz / Gamma / Delta", &["Xyz", "Gamma", "Delta"]),
            ("Xyz (also published as Gamma)", &["Gamma"]),
            ("Xyz (aka Gamma)", &["Gamma"]),
            ("Xyz (a.k.a. \"Gamma\")", &["Gamma"]),
            ("Xyz (dt. Gamma)", &["Gamma"]),
            ("Xyz [dt. Titel: Gamma]", &["Gamma"]),
            ("Xyz (US title: Gamma)", &["Gamma"]),
            ("Xyz (US: Gamma; UK: Delta)", &["Gamma", "Delta"]),
            ("Xyz (originally published as The Gamma)", &["The Gamma"]),
            ("Xyz (auch erschienen als Gamma)", &["Gamma"]),
            ("Xyz (Originaltitel: Gamma)", &["Gamma"]),
            ("Xyz aka Gamma", &["Xyz", "Gamma"]),
            ("Xyz, also published as Gamma", &["Xyz", "Gamma"]),
            ("Alpha; Beta; Gamma", &["Beta", "Gamma"]),
            ("Alpha\nBeta\nGamma", &["Alpha", "Beta", "Gamma"]),
            ("1. Alpha\n2. Beta", &["Alpha", "Beta"]),
            ("Salt; or, the Sea", &[]),
            ("Xyz / A Novel", &[]),
            ("Xyz / Roman", &[]),
            ("Either/Or", &[]),
            ("Xyz (German edition)", &[]),
            ("Xyz (2nd edition, 1987)", &[]),
            ("Xyz (first published 1987)", &[]),
            ("Xyz (originally in German)", &[]),
            ("Xyz (also available as audiobook)", &[]),
            ("Xyz (auch als E-Book)", &[]),
            ("Xyz (Harbour Trilogy 2)", &[]),
            ("US: A Story", &[]),
            ("Originally Yours", &[]),
            ("İstanbul aka Gamma", &[]),
        ] {
            assert_eq!(within(title), expected, "{title}");
        }
    }

    #[test]
    fn several_titles_of_a_value_are_told_apart() {
        for (value, expected) in [
            ("Alpha; Beta; Gamma", &["Alpha", "Beta", "Gamma"][..]),
            ("Alpha\nBeta\n\nGamma\n", &["Alpha", "Beta", "Gamma"]),
            ("\u{2022} Alpha\n\u{2022} Beta", &["Alpha", "Beta"]),
            ("Alpha | Beta", &["Alpha", "Beta"]),
            ("Alpha; a story\nBeta", &["Alpha; a story", "Beta"]),
            ("Salt; or, the Sea", &["Salt; or, the Sea"]),
            ("Salt, Sugar, Fat", &["Salt, Sugar, Fat"]),
            ("2666; 1984", &["2666", "1984"]),
        ] {
            assert_eq!(apart(value), expected, "{value}");
        }
    }

    #[test]
    fn a_further_title_is_neither_the_title_nor_the_author() {
        let mut title = ClientTitle {
            title: "Gamma / Tom Brand".to_owned(),
            author: "Brand, Tom".to_owned(),
            other_titles: ["Tom Brand", "Gamma", "The Gamma", "Delta"]
                .map(str::to_owned)
                .to_vec(),
            ..ClientTitle::default()
        };
        tidy(&mut title);
        assert_eq!(title.other_titles, ["Delta"]);
    }
}
