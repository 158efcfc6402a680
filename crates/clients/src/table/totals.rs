//! Rows that count or sum up others.

/// Returns what follows a word for a total, in lower case.
pub(super) fn after_total(text: &str) -> Option<String> {
    const WORDS: [&str; 18] = [
        "grand total",
        "subtotal",
        "sub-total",
        "sub total",
        "totals",
        "total",
        "sum",
        "gesamtsumme",
        "gesamtzahl",
        "gesamt",
        "insgesamt",
        "zwischensumme",
        "summe",
        "anzahl",
        "number of",
        "count",
        "totale",
        "итого",
    ];
    let text = text.trim().to_lowercase();
    let after = |word: &&str| text.strip_prefix(*word);
    let rest = WORDS
        .iter()
        .filter_map(after)
        .find(|rest| !rest.starts_with(char::is_alphanumeric))?;
    let is_between = |c: char| c.is_whitespace() || ":=-.#()".contains(c);
    Some(rest.trim_matches(is_between).to_owned())
}

/// Returns whether a text is a number of books.
pub(super) fn is_count(text: &str) -> bool {
    const NOUNS: [&str; 17] = [
        "title",
        "titles",
        "book",
        "books",
        "record",
        "records",
        "row",
        "rows",
        "item",
        "items",
        "work",
        "works",
        "entries",
        "titel",
        "bücher",
        "werke",
        "einträge",
    ];
    let mut words = text.split(|c: char| c.is_whitespace() || ":=()-".contains(c));
    let mut has_number = false;
    let is_all = words.all(|word| {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
        has_number |= is_number;
        word.is_empty() || is_number || NOUNS.contains(&word)
    });
    is_all && has_number
}
