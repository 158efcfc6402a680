//! From pages to running text.
//!
//! Lines that are at the top or bottom of page after page are not text of the
//! book. A word that the end of a page cuts in two is one word. Control
//! characters are removed, and accents next to their letters are put on them.

use std::collections::HashMap;

use crate::Section;

// The thresholds of this file were set by eye. Decision 8 measures the text that
// they give together.

/// How many lines at either end of a page may be a running head or foot.
const EDGE: usize = 2;
/// The longest line that may be one, in bytes.
const MAX_HEAD: usize = 120;
/// How far apart the pages of one running head may be.
const REACH: usize = 4;
/// The fewest such pages, within reach of each other, that make a running head.
const FEWEST: usize = 3;

/// Tidies all pages of a PDF.
pub(crate) fn finish(pages: &mut [Section]) {
    for page in pages.iter_mut() {
        page.text = clean(&page.text);
    }
    drop_running_heads(pages);
    join_pages(pages);
}

/// Cleans the characters of one page and joins words broken at line ends.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            // The soft hyphen, and what engines write for one at a line end.
            '\u{ad}' | '\u{2}' | '\u{fffe}' => {
                characters.next_if_eq(&'\n');
            }
            '\u{c}' | '\r' => out.push('\n'),
            // The last say which form of a Chinese character is meant.
            '\0' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}' => {}
            '\u{fb00}'..='\u{fb06}' => out.push_str(letters_of(c)),
            _ => match (combining(c), characters.peek()) {
                (Some(mark), Some(&letter)) if letter.is_alphabetic() => {
                    characters.next();
                    // A dotless i has an accent instead of its dot.
                    out.push(if letter == 'ı' { 'i' } else { letter });
                    out.push(mark);
                }
                _ => out.push(c),
            },
        }
    }
    let mut lines: Vec<String> = Vec::new();
    for line in out.lines().map(str::trim).filter(|l| !l.is_empty()) {
        match lines.last_mut() {
            Some(last) if is_broken(last, line) => {
                unhyphen(last);
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// Returns the letters that a ligature stands for.
fn letters_of(ligature: char) -> &'static str {
    match ligature {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        _ => "st",
    }
}

/// Returns the combining mark for a spacing accent before a letter. Accents that
/// also serve as quotation marks are left alone.
fn combining(c: char) -> Option<char> {
    Some(match c {
        '¨' => '\u{308}',
        '˜' => '\u{303}',
        'ˇ' => '\u{30c}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        'ˆ' => '\u{302}',
        _ => return None,
    })
}

fn is_broken(line: &str, next: &str) -> bool {
    let stem = line.strip_suffix(['-', '\u{2010}']).map(str::trim_end);
    stem.is_some_and(|s| s.ends_with(char::is_alphabetic)) && next.starts_with(char::is_lowercase)
}

fn unhyphen(line: &mut String) {
    line.pop();
    line.truncate(line.trim_end().len());
}

fn drop_running_heads(pages: &mut [Section]) {
    let keys: Vec<Vec<String>> = pages.iter().map(|p| edge_keys(&p.text)).collect();
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (page, keys) in keys.iter().enumerate() {
        for key in keys {
            let pages = places.entry(key).or_default();
            if pages.last() != Some(&page) {
                pages.push(page);
            }
        }
    }
    let runs = |key: &str, page: usize| {
        places.get(key).is_some_and(|pages| {
            let near = |p: &&usize| p.abs_diff(page) <= REACH;
            let at = pages.partition_point(|p| *p + REACH < page);
            pages[at..].iter().take_while(near).count() >= FEWEST
        })
    };
    for (page, section) in pages.iter_mut().enumerate() {
        let lines: Vec<&str> = section.text.lines().collect();
        let is_head = |line: &&str| key_of(line).is_some_and(|key| runs(&key, page));
        let head = lines.iter().take(EDGE).take_while(|l| is_head(l)).count();
        let rest = &lines[head..];
        let foot = rest
            .iter()
            .rev()
            .take(EDGE)
            .take_while(|l| is_head(l))
            .count();
        // If a page has nothing else, only the numbers are not text.
        let is_number = |line: &&str| !line.contains(char::is_alphabetic);
        let is_all = head + foot == lines.len() && !lines.iter().all(is_number);
        if head + foot > 0 && !is_all {
            section.text = rest[..rest.len() - foot].join("\n");
        }
    }
}

fn edge_keys(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.len().saturating_sub(EDGE).max(EDGE.min(lines.len()));
    let edges = lines.iter().take(EDGE).chain(&lines[last..]);
    edges.filter_map(|line| key_of(line)).collect()
}

/// Returns a line without its numbers, which change from page to page.
fn key_of(line: &str) -> Option<String> {
    if line.len() > MAX_HEAD {
        return None;
    }
    let mut key = String::new();
    for word in line.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let roman =
            word.len() <= 8 && !word.is_empty() && word.chars().all(|c| "ivxlc".contains(c));
        if roman {
            key.push('#');
            continue;
        }
        for c in word.chars() {
            if !c.is_ascii_digit() {
                key.push(c);
            } else if !key.ends_with('#') {
                key.push('#');
            }
        }
        key.push(' ');
    }
    (!key.trim().is_empty()).then(|| key.trim().to_lowercase())
}

/// Joins words that the end of a page has cut in two.
fn join_pages(pages: &mut [Section]) {
    for i in 1..pages.len() {
        let (before, from) = pages.split_at_mut(i);
        let (Some(page), Some(next)) = (before.last_mut(), from.first_mut()) else {
            continue;
        };
        if !is_broken(&page.text, &next.text) {
            continue;
        }
        unhyphen(&mut page.text);
        let end = next
            .text
            .find(char::is_whitespace)
            .unwrap_or(next.text.len());
        page.text.push_str(&next.text[..end]);
        next.text.drain(..end);
        next.text = next.text.trim_start().to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(pages: &[&str]) -> Vec<String> {
        let mut pages: Vec<Section> = pages
            .iter()
            .map(|text| Section {
                title: None,
                text: (*text).to_owned(),
            })
            .collect();
        finish(&mut pages);
        pages.into_iter().map(|page| page.text).collect()
    }

    #[test]
    fn words_are_joined_over_lines_and_pages() {
        assert_eq!(
            tidied(&[
                "Der Sonnen -\nschein und die Wol\u{2}\nken über der Stra-",
                "ße am Meer-\nUfer"
            ]),
            [
                "Der Sonnenschein und die Wolken über der Straße",
                "am Meer-\nUfer"
            ]
        );
    }

    #[test]
    fn running_heads_and_folios_go_and_text_stays() {
        let pages: Vec<String> = (8..14)
            .map(|n| {
                format!(
                    "{n} A GREAT BOOK\nThe same line\nText of page {}.\nEnd {}\n{n}",
                    "x".repeat(n),
                    "y".repeat(n)
                )
            })
            .collect();
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let tidy = tidied(&pages);
        assert!(tidy[0].starts_with("Text of page"), "{tidy:?}");
        assert!(tidy[0].ends_with("yyy"), "{tidy:?}");
        // Two equal lines are a refrain, not a running head.
        assert_eq!(
            tidied(&["Refrain\na", "Refrain\nb"]),
            ["Refrain\na", "Refrain\nb"]
        );
    }

    #[test]
    fn a_page_of_nothing_but_a_repeated_line_keeps_it() {
        let pages = ["1\nA refrain", "2\nA refrain", "3\nA refrain", "4"];
        let tidy = tidied(&pages);
        assert!(
            tidy[..3].iter().all(|page| page.ends_with("A refrain")),
            "{tidy:?}"
        );
    }

    #[test]
    fn ligatures_are_letters() {
        assert_eq!(
            tidied(&["a \u{fb01}ne di\u{fb00}erence, o\u{fb03}ce"]),
            ["a fine difference, office"]
        );
    }

    #[test]
    fn accents_come_upon_their_letters() {
        assert_eq!(
            tidied(&["¨ubrigens na¨ıve"]),
            ["u\u{308}brigens nai\u{308}ve"]
        );
    }
}
