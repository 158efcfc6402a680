//! What is in the brackets of a name.

/// What brackets say, as far as it is certain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Notes {
    pub(super) year: String,
    pub(super) imprint: String,
    pub(super) language: String,
    pub(super) series: String,
    pub(super) volume: String,
    /// What is in brackets at the start.
    pub(super) first: String,
    /// Whether something is in brackets of which it is not clear what it is.
    pub(super) has_others: bool,
}

/// Names of languages, in English and in themselves, and their codes.
const LANGUAGES: [&str; 62] = [
    "ar",
    "arabic",
    "chinese",
    "cs",
    "czech",
    "da",
    "danish",
    "de",
    "deu",
    "deutsch",
    "dutch",
    "el",
    "en",
    "eng",
    "english",
    "es",
    "español",
    "esp",
    "fi",
    "finnish",
    "fr",
    "fra",
    "français",
    "fre",
    "french",
    "ger",
    "german",
    "greek",
    "hebrew",
    "hu",
    "hungarian",
    "it",
    "ita",
    "italian",
    "italiano",
    "ja",
    "japanese",
    "jp",
    "ko",
    "korean",
    "latin",
    "nl",
    "no",
    "norwegian",
    "pl",
    "polish",
    "portuguese",
    "pt",
    "ro",
    "ru",
    "rus",
    "russian",
    "spa",
    "spanish",
    "sv",
    "swedish",
    "tr",
    "turkish",
    "uk",
    "ukrainian",
    "zh",
    "русский",
];

/// Words of people who make files, which say nothing of the book.
const OF_FILES: [&str; 18] = [
    "azw3", "calibre", "com", "doc", "ebook", "epub", "fb2", "fixed", "htm", "html", "lit", "mobi",
    "ocr", "pdf", "retail", "scan", "txt", "v5",
];

/// Roles, which say that a name before them is a person's.
const ROLES: [&str; 8] = [
    "author",
    "ed",
    "editor",
    "editors",
    "eds",
    "translator",
    "trans",
    "illustrator",
];

/// Returns a name without what is in brackets, and what that says.
pub(super) fn without(name: &str) -> (String, Notes) {
    let mut notes = Notes::default();
    let mut rest = String::with_capacity(name.len());
    let mut text = name;
    while let Some(start) = text.find(['(', '[', '{']) {
        let close = match text.as_bytes()[start] {
            b'(' => ')',
            b'[' => ']',
            _ => '}',
        };
        let Some(n) = text[start + 1..].find(close) else {
            break;
        };
        rest.push_str(&text[..start]);
        let inner = text[start + 1..start + 1 + n].trim();
        if rest.trim().is_empty() && notes.first.is_empty() {
            inner.clone_into(&mut notes.first);
        } else {
            notes.add(inner);
        }
        rest.push(' ');
        text = &text[start + 2 + n..];
    }
    rest.push_str(text);
    let words: Vec<&str> = rest.split_whitespace().collect();
    (words.join(" "), notes)
}

impl Notes {
    /// Notes what brackets say.
    fn add(&mut self, inner: &str) {
        let lower = inner.to_lowercase();
        let bare = lower.trim_end_matches('.');
        let is_counter = inner.len() <= 2 && inner.bytes().all(|byte| byte.is_ascii_digit());
        let is_of_files = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
            .all(|word| OF_FILES.contains(&word));
        if LANGUAGES.contains(&bare) {
            inner.clone_into(&mut self.language);
        } else if is_year(inner) {
            inner.clone_into(&mut self.year);
        } else if is_counter || ROLES.contains(&bare) || inner.is_empty() {
            // Neither says anything of the book.
        } else if let Some((year, imprint)) = dated(inner) {
            year.clone_into(&mut self.year);
            imprint.clone_into(&mut self.imprint);
        } else if is_of_files {
            // It says nothing of the book.
        } else if let Some((series, volume)) = numbered(inner) {
            series.clone_into(&mut self.series);
            volume.clone_into(&mut self.volume);
        } else {
            self.has_others = true;
        }
    }
}

/// Returns whether a text is a year of a book.
fn is_year(text: &str) -> bool {
    let is_number = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number && ("1450".."2100").contains(&text)
}

/// Splits "2005, Publisher" and "Publisher, 2005" into year and publisher.
fn dated(text: &str) -> Option<(&str, &str)> {
    let (before, after) = text.split_once(',')?;
    let (before, after) = (before.trim(), after.trim());
    let is_name = |text: &str| text.starts_with(char::is_uppercase) && !text.contains(',');
    if is_year(before) && is_name(after) {
        return Some((before, after));
    }
    (is_year(after) && is_name(before)).then_some((after, before))
}

/// Splits the name of a series and a number after it: "The Sea 03", "The Sea #3",
/// "The Sea, Book 2.5".
pub(super) fn numbered(text: &str) -> Option<(&str, &str)> {
    let is_of_number = |c: char| c.is_ascii_digit() || c == '.';
    let series = text.trim_end_matches(is_of_number);
    let number = &text[series.len()..];
    let is_number = number.len() <= 4
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && !is_year(number);
    let is_apart = series.ends_with([' ', '#', '-']);
    let mut series = series.trim_end_matches([' ', '#', '-', ',']);
    for word in [
        "Book", "Vol.", "Vol", "Volume", "No.", "Part", "Bk", "book", "vol", "#",
    ] {
        if let Some(before) = series.strip_suffix(word)
            && before.ends_with([' ', ','])
        {
            series = before.trim_end_matches([' ', ',', '-']);
        }
    }
    let is_name = series.contains(char::is_alphabetic);
    (is_number && is_apart && is_name).then(|| (series, without_zeros(number)))
}

/// Returns a number without leading zeros.
pub(super) fn without_zeros(number: &str) -> &str {
    let bare = number.trim_start_matches('0');
    if bare.is_empty() || bare.starts_with('.') {
        &number[number.len() - bare.len() - 1..]
    } else {
        bare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_say_what_they_say() {
        let (rest, notes) = without(
            "Anna Weller - [The Sea 03] - Waves (2005, Brand House) (en) (retail) [v5.0] (1)",
        );
        assert_eq!(rest, "Anna Weller - - Waves");
        let expected = Notes {
            year: "2005".into(),
            imprint: "Brand House".into(),
            language: "en".into(),
            series: "The Sea".into(),
            volume: "3".into(),
            ..Notes::default()
        };
        assert_eq!(notes, expected);
        let (rest, notes) = without("[Weller, Anna] Waves (1999) {Odd Remark} (open");
        assert_eq!(rest, "Waves (open");
        assert_eq!((&*notes.first, &*notes.year), ("Weller, Anna", "1999"));
        assert!(notes.has_others);
    }

    #[test]
    fn a_series_has_a_number() {
        for (text, expected) in [
            ("The Sea 03", Some(("The Sea", "3"))),
            ("The Sea #3", Some(("The Sea", "3"))),
            ("The Sea, Book 2.5", Some(("The Sea", "2.5"))),
            ("The Sea 0", Some(("The Sea", "0"))),
            ("The Sea 0.5", Some(("The Sea", "0.5"))),
            ("The Sea 1984", None),
            ("The Sea", None),
            ("03", None),
            ("B2", None),
        ] {
            assert_eq!(numbered(text), expected, "{text}");
        }
    }
}
