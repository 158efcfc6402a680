//! ISBNs as spreadsheets and people leave them.
//!
//! A spreadsheet takes an ISBN for a number: it drops leading zeros, appends `.0`
//! or drops most of the digits (`9.78E+12`). What can be repaired without doubt
//! is, with a note; the check digit decides. Anything else is reported, and the
//! title is looked up without it.

use colophon_catalogue::Isbn;

use crate::model::{Note, NoteKind};

/// Words for "there is no ISBN", which are not ISBNs but not mistakes either.
const NONE: [&str; 14] = [
    "0", "keine", "n.a.", "n/a", "na", "nan", "nein", "none", "no", "null", "tba", "tbc", "tbd",
    "unknown",
];

/// How many numbers of a cell are read: a bound on the work.
const MOST_PARTS: usize = 500;

/// Adds the ISBNs of a cell to `isbns`, each once, and to `notes` what was
/// repaired and what cannot be used.
pub(crate) fn read(cell: &str, isbns: &mut Vec<Isbn>, notes: &mut Vec<Note>) {
    let cell = cell.trim();
    if is_none(cell) {
        return;
    }
    if is_cut(cell) {
        notes.push(invalid(cell, "a spreadsheet shortened the number"));
        return;
    }
    let parts = cell.split([',', ';', '|', '/', '\n', '\t', '&']);
    for part in parts.take(MOST_PARTS) {
        if !is_none(part) {
            read_part(part, isbns, notes);
        }
    }
}

/// Returns the ISBNs that a text holds.
pub(crate) fn find(cell: &str) -> Vec<Isbn> {
    let (mut isbns, mut notes) = (Vec::new(), Vec::new());
    read(cell, &mut isbns, &mut notes);
    isbns
}

/// Returns whether a text is nothing but ISBNs, their labels and remarks in
/// brackets.
pub(crate) fn is_list(cell: &str) -> bool {
    const LABELS: [&str; 14] = [
        "isbn",
        "ean",
        "sbn",
        "x",
        "print",
        "ebook",
        "epub",
        "pdf",
        "pb",
        "hb",
        "pbk",
        "hbk",
        "hardcover",
        "paperback",
    ];
    let mut depth = 0_u32;
    let is_outside = |c: &char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    let outside: String = cell.chars().filter(is_outside).collect();
    let mut words = outside.split(|c: char| !c.is_alphabetic());
    let is_label = |word: &str| {
        let word = word.to_lowercase();
        word.is_empty() || LABELS.contains(&word.as_str())
    };
    words.all(is_label) && !find(cell).is_empty()
}

/// Returns whether a text says that there is no value.
pub(crate) fn is_none(part: &str) -> bool {
    let part = part.trim();
    !part.chars().any(char::is_alphanumeric)
        || NONE.iter().any(|none| part.eq_ignore_ascii_case(none))
}

fn invalid(text: &str, why: &str) -> Note {
    let text: String = text.chars().take(80).collect();
    Note::new(
        NoteKind::IsbnInvalid,
        format!("The ISBN {text} cannot be used: {why}. It was left out."),
    )
}

/// Returns whether a spreadsheet wrote the number with a power of ten.
fn is_cut(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['=', '"', '\'']);
    let Some((mantissa, power)) = digits.split_once(['e', 'E']) else {
        return false;
    };
    let power = power.trim_end_matches(['"', '\'']).trim_start_matches('+');
    let mut figures = mantissa.chars().filter(|c| !matches!(c, '.' | ','));
    matches!(power.parse(), Ok(5_u8..=20))
        && mantissa.starts_with(|c: char| c.is_ascii_digit())
        && figures.all(|c| c.is_ascii_digit())
}

fn read_part(part: &str, isbns: &mut Vec<Isbn>, notes: &mut Vec<Note>) {
    let bare = bare(part);
    // Groups may be separated by spaces, but so may numbers.
    let whole = one(&bare);
    if whole.isbn.is_some() || bare.split_whitespace().count() == 1 {
        return keep(part, whole, isbns, notes);
    }
    let words: Vec<&str> = bare.split_whitespace().take(MOST_PARTS).collect();
    let found: Vec<Reading> = words.iter().map(|word| one(word)).collect();
    if found.iter().any(|reading| reading.isbn.is_some()) {
        for (word, reading) in words.iter().zip(found) {
            // Words between the numbers say what each belongs to.
            if reading.isbn.is_some() || word.chars().any(|c| c.is_ascii_digit()) {
                keep(word, reading, isbns, notes);
            }
        }
    } else {
        keep(part, whole, isbns, notes);
    }
}

/// Adds the ISBN of a reading, or a note that says why there is none.
fn keep(text: &str, reading: Reading, isbns: &mut Vec<Isbn>, notes: &mut Vec<Note>) {
    if let Some(isbn) = reading.isbn {
        if let Some(what) = reading.what {
            let message = format!("The ISBN {} was read as {isbn}: {what}.", text.trim());
            notes.push(Note::new(NoteKind::IsbnRepaired, message));
        }
        if !isbns.contains(&isbn) {
            isbns.push(isbn);
        }
        return;
    }
    // Two columns may hold the same number.
    let only = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let number = only(text);
    let is_known =
        |note: &Note| note.kind == NoteKind::IsbnInvalid && only(&note.message).contains(&number);
    if !notes.iter().any(is_known) {
        let why = reading.what.unwrap_or("it is not an ISBN");
        notes.push(invalid(text.trim(), why));
    }
}

/// What a number was read as.
#[derive(Clone, Copy)]
struct Reading {
    isbn: Option<Isbn>,
    /// What was repaired, or why it is not an ISBN.
    what: Option<&'static str>,
}

/// Removes what is written around a number: marks of formulas, a label, and
/// remarks in brackets.
fn bare(part: &str) -> String {
    let mut bare = String::with_capacity(part.len());
    let mut depth = 0_u32;
    for c in part.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '=' | '"' | '\'' | '\u{2019}' | '\u{200B}' | '\u{200E}' | '\u{FEFF}' => {}
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    // If everything was in brackets, they were around the number.
    if !bare.chars().any(|c| c.is_ascii_digit()) {
        bare = part
            .chars()
            .map(|c| if "()[]".contains(c) { ' ' } else { c })
            .collect();
    }
    let lower = bare.to_ascii_lowercase();
    let Some(at) = lower.find("isbn").or_else(|| lower.find("ean")) else {
        return bare.trim().to_owned();
    };
    let label = if lower[at..].starts_with("isbn") {
        4
    } else {
        3
    };
    let rest = bare[at + label..].trim_start_matches(['-', ' ', '_']);
    // "ISBN-13: 978...": thirteen is the length, not the start of the number.
    let rest = ["13", "10"]
        .iter()
        .filter_map(|length| rest.strip_prefix(length))
        .find(|after| after.starts_with([':', ' ', '.']))
        .unwrap_or(rest);
    let rest = rest.trim_start_matches([':', '.', '#', ' ', '-', '=']);
    if rest.chars().any(|c| c.is_ascii_digit()) {
        rest.trim().to_owned()
    } else {
        bare[..at].trim().to_owned()
    }
}

/// Returns whether a number looks cut off after its first groups.
fn is_beginning(text: &str) -> bool {
    text.starts_with("978") || text.starts_with("979") || text.ends_with('-')
}

/// Reads a single number.
fn one(text: &str) -> Reading {
    let reading = |isbn, what| Reading { isbn, what };
    if let Some(isbn) = Isbn::parse(text) {
        return reading(Some(isbn), None);
    }
    if is_cut(text) {
        return reading(None, Some("a spreadsheet shortened the number"));
    }
    // A number with a decimal point, which does not separate groups.
    let whole = text.trim_end_matches('0').strip_suffix(['.', ',']);
    let is_decimal = whole.is_some_and(|whole| whole.bytes().all(|b| b.is_ascii_digit()));
    let text = whole.filter(|_| is_decimal).unwrap_or(text);
    let point = is_decimal.then_some("the spreadsheet's decimal point was dropped");
    let is_separator = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '.' | '_' | ':' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{AD}'
            )
    };
    let figures: String = text.chars().filter(|&c| !is_separator(c)).collect();
    let n = figures.len();
    let is_number = figures
        .char_indices()
        .all(|(at, c)| c.is_ascii_digit() || matches!(c, 'x' | 'X') && at + 1 == n);
    if !is_number || n == 0 {
        return reading(None, Some("it is not a number"));
    }
    if let Some(isbn) = Isbn::parse(&figures) {
        return reading(Some(isbn), point);
    }
    match n {
        // A spreadsheet leaves no separators; an old SBN has nine digits and may
        // have some.
        7..=9 if n == text.trim().len() || n == 9 && !is_beginning(text) => {
            match Isbn::parse(&format!("{figures:0>10}")) {
                Some(isbn) => reading(
                    Some(isbn),
                    Some("leading zeros were added to make ten digits"),
                ),
                None => reading(
                    None,
                    Some("it has too few digits, and leading zeros do not make it valid"),
                ),
            }
        }
        14 => match figures.strip_prefix('0').and_then(Isbn::parse) {
            Some(isbn) => reading(Some(isbn), Some("a leading zero was dropped")),
            None => reading(None, Some("it has too many digits")),
        },
        10 => reading(None, Some("its check digit is wrong")),
        13 if figures.starts_with("978") || figures.starts_with("979") => {
            reading(None, Some("its check digit is wrong"))
        }
        13 => reading(
            None,
            Some("it is the number of something other than a book"),
        ),
        0..10 => reading(None, Some("it has too few digits")),
        11 | 12 => reading(None, Some("it has neither ten digits nor thirteen")),
        _ => reading(None, Some("it has too many digits")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_cell(cell: &str) -> (Vec<String>, Vec<NoteKind>) {
        let (mut isbns, mut notes) = (Vec::new(), Vec::new());
        read(cell, &mut isbns, &mut notes);
        (
            isbns.iter().map(Isbn::to_string).collect(),
            notes.iter().map(|note| note.kind).collect(),
        )
    }

    #[test]
    fn what_can_be_put_right_is() {
        for (cell, isbn, notes) in [
            ("9780306406157", "9780306406157", &[][..]),
            ("978-0-306-40615-7", "9780306406157", &[]),
            ("978 0 306 40615 7", "9780306406157", &[]),
            (
                "978\u{2011}0\u{2011}306\u{2011}40615\u{2011}7",
                "9780306406157",
                &[],
            ),
            ("ISBN: 978-0-306-40615-7", "9780306406157", &[]),
            ("ISBN-13: 978-0-306-40615-7", "9780306406157", &[]),
            ("ISBN-13 9780306406157 (pbk.)", "9780306406157", &[]),
            ("9780306406157 ISBN", "9780306406157", &[]),
            ("urn:isbn:9780306406157", "9780306406157", &[]),
            ("EAN 9780306406157", "9780306406157", &[]),
            ("=\"9780306406157\"", "9780306406157", &[]),
            ("'0306406152", "9780306406157", &[]),
            ("(9780306406157)", "9780306406157", &[]),
            ("080442957x", "9780804429573", &[]),
            ("978.0.306.40615.7", "9780306406157", &[]),
            ("306406152", "9780306406157", &[NoteKind::IsbnRepaired]),
            ("306406152.0", "9780306406157", &[NoteKind::IsbnRepaired]),
            (
                "9780306406157.0",
                "9780306406157",
                &[NoteKind::IsbnRepaired],
            ),
            ("80442957X", "9780804429573", &[NoteKind::IsbnRepaired]),
            (
                "SBN 306-40615-2",
                "9780306406157",
                &[NoteKind::IsbnRepaired],
            ),
            ("7117116", "9780007117116", &[NoteKind::IsbnRepaired]),
            ("09780306406157", "9780306406157", &[NoteKind::IsbnRepaired]),
        ] {
            let expected = (vec![isbn.to_owned()], notes.to_vec());
            assert_eq!(read_cell(cell), expected, "{cell}");
        }
    }

    #[test]
    fn what_cannot_be_put_right_is_named() {
        for cell in [
            "9.78E+12",
            "9,78E+12",
            "9.78147672908e+12",
            "9.78e12",
            "9780306406158",
            "0306406153",
            "12345",
            "978030640615",
            "1234567890123",
            "forthcoming",
            "978-1-4555-",
            "978-145-555",
            "97803064061570000",
        ] {
            assert_eq!(
                read_cell(cell),
                (vec![], vec![NoteKind::IsbnInvalid]),
                "{cell}"
            );
        }
        let (mut isbns, mut notes) = (Vec::new(), Vec::new());
        read("9.78e12", &mut isbns, &mut notes);
        assert!(
            notes[0]
                .message
                .contains("9.78e12 cannot be used: a spreadsheet shortened the number")
        );
    }

    #[test]
    fn nothing_is_no_mistake() {
        for cell in [
            "", " ", "-", "n/a", "N/A", "none", "0", "?", "tbd", "\u{2014}",
        ] {
            assert_eq!(read_cell(cell), (vec![], vec![]), "{cell}");
        }
    }

    #[test]
    fn a_cell_may_hold_several() {
        let both = vec!["9780306406157".to_owned(), "9780804429573".to_owned()];
        for cell in [
            "9780306406157, 080442957X",
            "9780306406157;9780804429573; 0306406152",
            "9780306406157 9780804429573",
            "9780306406157 (print) 978-0-8044-2957-3 (ebook)",
            "0306406152 / 080442957X",
            "978-0-306-40615-7\n978-0-8044-2957-3",
            "print: 9780306406157 ebook: 9780804429573",
        ] {
            assert_eq!(read_cell(cell), (both.clone(), vec![]), "{cell}");
        }
        let (found, notes) = read_cell("9780306406157, 9.78E+12");
        assert_eq!((found.len(), notes), (1, vec![NoteKind::IsbnInvalid]));
    }

    proptest! {
        #[test]
        fn any_cell_is_read(cell in "(?s)[0-9xXeE.,;+ ()\\[\\]\u{2013}a-zISBN\"=-]{0,40}|\\PC{0,30}") {
            let (mut isbns, mut notes) = (Vec::new(), Vec::new());
            read(&cell, &mut isbns, &mut notes);
            for isbn in isbns {
                prop_assert_eq!(Isbn::parse(&isbn.to_string()), Some(isbn));
            }
        }
    }
}
