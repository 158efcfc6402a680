//! What each of the first lines of a document is.

use colophon_extract::Document;

use super::person::{Likeness, bare, likeness};
use super::words::{
    AGENTS, AROUND_GENRES, CITIES, COUNTED, DIVISIONS, DRAFTS, GENRES, LEGAL, LISTS, MONTHS, NOTES,
    NUMBERS, OPENINGS, PUBLISHERS, STREETS, items, listed,
};

// Bounds: a title page is at the very beginning, and short.

/// How many lines are looked at.
const MAX_LINES: usize = 80;
/// How many bytes of text are looked at.
const MAX_BYTES: usize = 12_000;
/// The most characters of a title or a name.
const MAX_CHARS: usize = 120;
/// The most words of a title or a name.
const MAX_WORDS: usize = 14;

/// A line that has words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text, without marks of Markdown and with single spaces.
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Whether it is apart from the line before: by a blank line, or because a new
    /// section begins.
    pub(super) is_apart: bool,
    /// Whether it is marked as a heading, or is the heading of its section.
    pub(super) is_heading: bool,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing but "by".
    By,
    /// "by" and names.
    ByName(String),
    /// "A Novel", "Roman".
    Genre,
    /// "A novel by", with names.
    GenreBy(String),
    /// A title and names: "Candide by Voltaire".
    TitleBy(String, String),
    /// A line of a copyright page, with the names that it gives.
    Legal(Option<String>),
    /// An address, a number of words, a draft, a date, a publisher, a place.
    Around,
    /// An address by which somebody is reached.
    Contact,
    /// The text begins, or a list of other books.
    Start,
    /// A sentence.
    Prose,
    /// A title or a name.
    Plain,
}

/// Returns the first lines of a document.
pub(super) fn first(document: &Document) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut n_bytes = 0;
    for section in &document.sections {
        let mut is_apart = true;
        let heading = section.title.as_deref().map(tidy);
        for raw in section.text.lines() {
            n_bytes += raw.len() + 1;
            if lines.len() >= MAX_LINES || n_bytes > MAX_BYTES + raw.len() {
                return lines;
            }
            let text = tidy(raw);
            if text.is_empty() {
                is_apart |= raw.trim().is_empty();
                continue;
            }
            let is_heading = raw.trim_start().starts_with('#') || heading.as_ref() == Some(&text);
            lines.push(Line {
                kind: kind_of(&text),
                text,
                is_apart,
                is_heading,
            });
            is_apart = false;
        }
    }
    lines
}

/// Returns a line without marks around it; empty if it has no letter or digit.
fn tidy(raw: &str) -> String {
    if raw.len() > 4 * MAX_CHARS * 4 {
        // Prose, whatever is in it.
        let end = raw.floor_char_boundary(4 * MAX_CHARS);
        return raw[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '#' | '*' | '_' | '~' | '=' | '|');
    let text = raw.trim_matches(is_mark);
    if !text.chars().any(char::is_alphanumeric) || text.starts_with("[Illustration") {
        return String::new();
    }
    spaced(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Closes up a line that is set with spaces between its letters: "E M M A".
fn spaced(text: &str) -> String {
    let is_letter = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let words: Vec<&str> = text.split("  ").collect();
    let is_set = |word: &str| {
        let mut letters = word.split_whitespace().peekable();
        letters.peek().is_some() && word.split_whitespace().count() > 2 && letters.all(is_letter)
    };
    if !words
        .iter()
        .all(|word| word.trim().is_empty() || is_set(word))
    {
        return text.to_owned();
    }
    let close = |word: &&str| word.split_whitespace().collect::<String>();
    words.iter().map(close).collect::<Vec<_>>().join(" ")
}

fn kind_of(text: &str) -> Kind {
    let words = bare(text);
    let said: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Some(names) = legal(text, &said) {
        return Kind::Legal(names);
    }
    if is_contact(text, &said) {
        return Kind::Contact;
    }
    if is_start(&said) || is_counted_heading(text, &said) || opens_list(text) {
        return Kind::Start;
    }
    if is_around(text, &said) {
        return Kind::Around;
    }
    if let Some(by) = by_line(text, &said) {
        return by;
    }
    let is_long = text.chars().count() > MAX_CHARS || said.len() > MAX_WORDS;
    let is_spoken = text.starts_with(['“', '„', '«', '»', '‘', '—', '–', '"'])
        || text.ends_with(['”', '"', '“', '«', '»']);
    let is_sentence = said.len() >= 5 && text.ends_with(['.', '…', ';', ',', '-'])
        || said.len() >= 8 && text.ends_with(['!', '?', ':'])
        || said.len() > 3 && text.starts_with(char::is_lowercase)
        || said.len() >= 4 && text.contains(". ") && likeness(text) == Likeness::None;
    if is_long || is_spoken || is_sentence {
        return Kind::Prose;
    }
    Kind::Plain
}

/// Words for "by" that come before an author's name.
const BY: [&[&str]; 12] = [
    &["by"],
    &["written", "by"],
    &["a", "book", "by"],
    &["von"],
    &["geschrieben", "von"],
    &["par"],
    &["por"],
    &["di"],
    &["door"],
    &["the", "author"],
    &["author"],
    &["autor"],
];

fn by_line(text: &str, said: &[&str]) -> Option<Kind> {
    if BY.contains(&said) {
        return Some(Kind::By);
    }
    if is_genre(said) {
        return Some(Kind::Genre);
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    if parts.len() != said.len() {
        // A dash or another sign is a word of its own.
        return None;
    }
    let names = |from: usize| {
        let names = parts[from..].join(" ");
        (likeness(&names) > Likeness::None).then_some(names)
    };
    for by in BY {
        if said.len() > by.len()
            && said[..by.len()] == *by
            && let Some(names) = names(by.len())
        {
            return Some(Kind::ByName(names));
        }
    }
    let is_by = |word: &str| matches!(word, "by" | "von" | "par" | "por");
    let at = said.iter().rposition(|word| is_by(word))?;
    let names = names(at + 1)?;
    if is_genre(&said[..at]) {
        return Some(Kind::GenreBy(names));
    }
    let title = parts[..at].join(" ");
    // "Johann Wolfgang von Goethe" is a name.
    let is_sure = likeness(&names) == Likeness::Name || parts[at].chars().all(char::is_uppercase);
    (at > 0
        && said.len() <= MAX_WORDS
        && is_sure
        && likeness(text) != Likeness::Name
        && !text.contains(". "))
    .then(|| Kind::TitleBy(title.trim_end_matches(',').to_owned(), names))
}

fn is_genre(said: &[&str]) -> bool {
    let has_genre = said.iter().any(|word| listed(GENRES, word));
    has_genre
        && said.len() <= 6
        && said.iter().all(|word| listed(GENRES, word) || listed(AROUND_GENRES, word))
        // "The Novel" is a title; "A Novel" is not.
        && (said.len() > 1 || said[0] != "tale" && said[0] != "story")
        && said.first() != Some(&"the")
}

fn is_start(said: &[&str]) -> bool {
    let (Some(first), rest) = (said.first(), said.get(1).copied()) else {
        return false;
    };
    if said.len() == 1 {
        // "1984" is a title.
        return first.len() <= 2 && first.chars().all(|c| c.is_ascii_digit())
            || is_roman(first) && first.len() <= 5
            || listed(OPENINGS, first)
            || listed(DIVISIONS, first);
    }
    let joined = said.join(" ");
    if listed(OPENINGS, joined.as_str()) {
        return true;
    }
    let is_division = |word: &str| listed(DIVISIONS, word);
    is_division(first)
        && rest.is_some_and(|word| {
            is_number(word)
                || matches!(word, "the" | "das")
                    && said.get(2).is_some_and(|third| is_number(third))
        })
        || rest.is_some_and(is_division) && is_number(first)
        || first.len() <= 2
            && first.chars().all(|c| c.is_ascii_digit())
            && said.len() == 2
            && rest.is_some_and(is_division)
}

/// Returns whether a line is the heading of a chapter or of what is around the
/// chapters.
pub(crate) fn opens_chapter(text: &str) -> bool {
    let words = bare(&tidy(text));
    let said: Vec<&str> = words.iter().map(String::as_str).collect();
    is_start(&said) || is_counted_heading(text.trim(), &said)
}

/// Returns whether a line is the heading of a chapter with its number before it: "1. The
/// Harbour", "IV. Der Hafen".
fn is_counted_heading(text: &str, said: &[&str]) -> bool {
    let Some((number, rest)) = text.split_once(['.', ')', ':']) else {
        return false;
    };
    let number = number.trim_start_matches(['#', '*', ' ', '(']);
    let is_counted = (1..=2).contains(&number.len())
        && number.bytes().all(|it| it.is_ascii_digit())
        || number.len() > 1 && number.len() < 6 && is_roman(&number.to_lowercase());
    // A date or an edition.
    let is_other = said.iter().skip(1).any(|word| {
        listed(MONTHS, word)
            || matches!(
                *word,
                "auflage" | "aufl" | "edition" | "ed" | "printing" | "druck"
            )
    });
    is_counted
        && !is_other
        && rest.starts_with(' ')
        && rest.chars().any(char::is_alphabetic)
        && !has_legal(text)
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
        || is_roman(word)
        || listed(NUMBERS, word)
        || word.starts_with("twenty-")
        || word.starts_with("thirty")
}

fn is_roman(word: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c'))
}

/// Returns whether a line is the heading of a list of other books.
pub(super) fn opens_list(text: &str) -> bool {
    let lower = text.to_lowercase();
    items(LISTS).any(|heading| lower.contains(heading))
}

/// Returns whether a line is on a title page next to title and author: a form of
/// writing, an imprint, a place, a date, an address.
pub(super) fn is_around_title(text: &str) -> bool {
    let kind = kind_of(&tidy(text));
    matches!(
        kind,
        Kind::Genre | Kind::Around | Kind::Contact | Kind::Legal(_) | Kind::By
    )
}

/// Returns whether a line is one of a copyright page.
pub(super) fn has_legal(text: &str) -> bool {
    let lower = text.to_lowercase();
    items(LEGAL).any(|sign| lower.contains(sign))
}

/// Returns the names that a line of a copyright page gives; `None` if it is not
/// one.
#[expect(clippy::option_option, reason = "a line of this kind may give no name")]
fn legal(text: &str, said: &[&str]) -> Option<Option<String>> {
    if !has_legal(text) || said.first().is_some_and(|word| listed(OPENINGS, word)) {
        return None;
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    let is_sign = |part: &&str| {
        let part = part.to_lowercase();
        part.contains('©')
            || part.contains("copyright")
            || part == "(c)"
            || part == "by"
            || part == "text"
            || part == "von"
            || part
                .trim_matches(|c: char| !c.is_alphanumeric())
                .parse::<u16>()
                .is_ok()
    };
    let starts = parts.first().is_some_and(is_sign);
    let names: Vec<&str> = parts.iter().copied().skip_while(is_sign).collect();
    let mut names = names.join(" ");
    // "© 2024 Jane Writer. All rights reserved."
    for end in [
        ". ",
        ", All",
        " All rights",
        " Alle Rechte",
        ", alle",
        " – ",
        " | ",
    ] {
        if let Some(at) = names.find(end).filter(|at| *at > 3)
            && likeness(&names[..at]) != Likeness::None
        {
            names.truncate(at);
        }
    }
    let names = names.trim_end_matches(['.', ',', ';']).to_owned();
    Some((starts && likeness(&names) == Likeness::Name).then_some(names))
}

fn is_contact(text: &str, said: &[&str]) -> bool {
    let lower = text.to_lowercase();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_web = lower.contains('@')
        || lower.contains("www.")
        || lower.contains("http")
        || lower.contains("e-mail")
        || lower.contains("email");
    let is_phone = digits >= 6
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " +()-/.".contains(c))
        || said.first().is_some_and(|word| {
            matches!(
                *word,
                "tel"
                    | "telefon"
                    | "phone"
                    | "telephone"
                    | "mobile"
                    | "mobil"
                    | "cell"
                    | "fax"
                    | "t"
                    | "m"
            )
        }) && digits >= 5;
    let is_street = digits > 0
        && digits <= 6
        && said.len() <= 7
        && said.iter().any(|word| {
            listed(STREETS, word)
                || word.ends_with("straße")
                || word.ends_with("strasse")
                || word.ends_with("weg") && word.len() > 4
                || word.ends_with("platz") && word.len() > 5
                || word.ends_with("gasse")
                || word.ends_with("allee") && word.len() > 5
        });
    // "10115 Berlin", "Portland, OR 97201", "Bristol BS1 4DJ".
    let is_code = |word: &&str| {
        word.len() == 5 && word.chars().all(|c| c.is_ascii_digit())
            || (3..=4).contains(&word.len())
                && word.starts_with(|c: char| c.is_ascii_alphabetic())
                && word.ends_with(|c: char| c.is_ascii_digit())
    };
    let is_place = (2..=6).contains(&said.len()) && said.iter().any(is_code) && digits >= 2;
    is_web || is_phone || is_street || is_place || items(AGENTS).any(|sign| lower.contains(sign))
}

/// Returns whether a line says something about the manuscript or the edition, and
/// is neither title nor author.
fn is_around(text: &str, said: &[&str]) -> bool {
    let has = |list: &str| said.iter().any(|word| listed(list, word));
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    // "Date: 12 March 2024".
    let label = text
        .split_whitespace()
        .next()
        .is_some_and(|word| word.ends_with(':'));
    let is_date = said.iter().skip(usize::from(label)).all(|word| {
        word.chars()
            .all(|c| c.is_ascii_digit() || c == '-' || c == '/' || c == '.')
            || listed(MONTHS, word)
            || is_counted_day(word)
            || listed(DRAFTS, word)
            || matches!(
                *word,
                "of" | "vom"
                    | "final"
                    | "first"
                    | "second"
                    | "third"
                    | "erste"
                    | "zweite"
                    | "dritte"
                    | "erster"
                    | "zweiter"
                    | "dritter"
            )
    }) && (has(MONTHS) || has(DRAFTS) || said.len() > 1);
    let is_count = has_digit && has(COUNTED) && said.len() <= 8;
    let is_year = said.len() == 1
        && said[0].len() == 4
        && said[0].chars().all(|c| c.is_ascii_digit())
        && said[0].starts_with(['1', '2'])
        && said[0] != "1984";
    let is_title = said.first().is_some_and(|word| {
        matches!(
            *word,
            "the" | "a" | "an" | "der" | "die" | "das" | "ein" | "eine"
        )
    });
    let is_draft = said.len() <= 6
        && !is_title
        && has(DRAFTS)
        && (has_digit
            || said.len() <= 3
                && said.iter().any(|word| {
                    listed(DRAFTS, word)
                        && *word != "full"
                        && *word != "version"
                        && *word != "proof"
                }));
    let is_publisher = has(PUBLISHERS)
        && said.len() <= 8
        && (has(CITIES)
            || text.contains(':')
            || said.last().is_some_and(|word| listed(PUBLISHERS, word)));
    let is_city = said.iter().all(|word| {
        listed(CITIES, word)
            || matches!(*word, "new" | "and" | "und" | "am" | "main")
            || word.len() == 4 && word.chars().all(|c| c.is_ascii_digit())
    }) && has(CITIES);
    let lower = text.to_lowercase();
    let is_note = items(NOTES).any(|sign| {
        lower.starts_with(sign) || sign.starts_with("edition") && lower.ends_with(sign)
    });
    is_date || is_count || is_year || is_draft || is_publisher || is_city || is_note
}

fn is_counted_day(word: &str) -> bool {
    let end = word.trim_start_matches(|c: char| c.is_ascii_digit());
    end.len() < word.len() && matches!(end, "st" | "nd" | "rd" | "th" | "")
}
