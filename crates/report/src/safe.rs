//! Makes untrusted words harmless to show, and short enough to read.
//!
//! Titles, authors and paths come from documents and indexes that anybody may
//! have made. A terminal obeys escape sequences, and invisible direction marks
//! make a name read as another one, so both are made visible before they reach
//! a report that a person reads. The JSON report keeps the values as they are,
//! and [`escaped`] writes them in plain sight.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::model::Record;

/// How many characters of a title or an author a reader is shown.
pub(crate) const NAME_LIMIT: usize = 160;

/// How many characters of a path or a message a reader is shown.
pub(crate) const LINE_LIMIT: usize = 400;

/// Returns `text` without anything that a terminal or a reader could obey
/// instead of read.
///
/// Line ends and tabs become spaces, other control characters and direction
/// overrides become U+FFFD, and invisible characters are dropped.
/// Joiners stay, because Persian and the scripts of India need them.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| replacement(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(replacement).collect())
}

/// Returns JSON in which every control character, direction mark and invisible
/// character is an escape: the same values, and no terminal or editor obeys them.
///
/// Outside of strings, JSON has none of them.
#[must_use]
pub fn escaped(json: String) -> String {
    let is_plain = |c: char| c == '\n' || c == '\u{ad}' || replacement(c) == Some(c);
    if json.chars().all(is_plain) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_plain(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string does not fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

/// Returns [`harmless`] text of at most `limit` characters, ending in an
/// ellipsis where something was left out.
pub(crate) fn short(text: &str, limit: usize) -> String {
    let text = harmless(text);
    let text = text.trim();
    if text.chars().nth(limit).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Returns the edition of a record in a line: journal and issue, year, imprint, edition,
/// volume, episode and numbers; empty where the record says nothing of it.
pub(crate) fn edition(record: &Record) -> String {
    // Collections write 0 for a year that they do not know.
    let year = record.year.clone().filter(|year| year != "0");
    let mut parts: Vec<String> = [
        &record.journal,
        &record.issue,
        &year,
        &record.imprint,
        &record.edition,
        &record.volume,
        &record.language,
    ]
    .into_iter()
    .flatten()
    .map(|part| short(part, 80))
    .filter(|part| !part.is_empty())
    .collect();
    parts.extend(episode(record));
    if !record.isbn.is_empty() {
        parts.push(format!(
            "ISBN {}",
            short(&record.isbn.join(", "), NAME_LIMIT)
        ));
    }
    for (name, number) in [
        ("ASIN", &record.asin),
        ("DOI", &record.doi),
        ("ISSN", &record.issn),
        ("IMDb", &record.imdb),
    ] {
        if let Some(number) = number {
            parts.push(format!("{name} {}", short(number, 80)));
        }
    }
    parts.join(" · ")
}

/// Returns the season and the number of an episode, such as `S02E05`.
pub(crate) fn episode(record: &Record) -> Option<String> {
    match (record.season, record.episode) {
        (Some(season), Some(episode)) => Some(format!("S{season:02}E{episode:02}")),
        (Some(season), None) => Some(format!("S{season:02}")),
        (None, Some(episode)) => Some(format!("E{episode:02}")),
        (None, None) => None,
    }
}

/// Returns what is shown for a character, `None` for one that is dropped.
fn replacement(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Embeddings, overrides and isolates change the order of what is
        // around them, beyond the end of the name.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => None,
        c if c.is_control() => Some(char::REPLACEMENT_CHARACTER),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::{escaped, harmless, short};

    #[test]
    fn escape_sequences_lose_their_power() {
        let shown = harmless("a\u{1b}[2Jb\u{9b}31mc\u{7}d\u{0}e");
        assert_eq!(shown, "a\u{fffd}[2Jb\u{fffd}31mc\u{fffd}d\u{fffd}e");
    }

    #[test]
    fn direction_overrides_become_visible() {
        assert_eq!(harmless("novel\u{202e}fdp.exe"), "novel\u{fffd}fdp.exe");
        assert_eq!(harmless("\u{2067}x\u{2069}"), "\u{fffd}x\u{fffd}");
    }

    #[test]
    fn json_keeps_every_value_and_shows_every_character() {
        let values = [
            "novel\u{202e}fdp.exe",
            "a\u{200e}b\u{200f}c\u{61c}d\u{2066}e\u{2069}",
            "\u{1b}[2J\u{7f}\u{9b}31m\u{0}\u{85}\u{2028}\u{feff}\u{200b}",
            "tag \u{e0041} and \u{1f680}",
            "\\u202e \"quoted\" \r\n\t",
            "قصة مدينتين می\u{200c}خواهم",
        ];
        let json = escaped(serde_json::to_string_pretty(&values).unwrap());
        let back: Vec<String> = serde_json::from_str(&json).unwrap();
        assert_eq!(back, values);
        assert!(json.chars().all(|c| c == '\n' || !c.is_control()));
        assert!(!json.contains(['\u{202e}', '\u{200e}', '\u{61c}', '\u{2066}', '\u{e0041}']));
        assert!(json.contains("\\u202e") && json.contains("\\udb40\\udc41"));
        assert!(json.contains("قصة") && json.contains('\u{1f680}'));
    }

    #[test]
    fn line_ends_become_spaces_and_invisible_characters_go() {
        assert_eq!(harmless("a\r\nb\u{2028}c\u{200b}\u{feff}d"), "a  b cd");
    }

    #[test]
    fn ordinary_words_of_any_script_stay() {
        for name in [
            "Sanshirō",
            "قصة مدينتين",
            "नमस्ते",
            "می\u{200c}خواهم",
            "三四郎",
            "👩\u{200d}🚀",
        ] {
            assert_eq!(harmless(name), name);
        }
    }

    #[test]
    fn long_names_end_in_an_ellipsis() {
        let shown = short(&"x".repeat(5_000), 160);
        assert_eq!(shown.chars().count(), 160);
        assert!(shown.ends_with('…'));
        assert_eq!(short("  as it is \n", 160), "as it is");
        assert_eq!(short("abc", 3), "abc");
        assert_eq!(short("abc", 0), "…");
    }
}
