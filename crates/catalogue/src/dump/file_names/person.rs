//! Whether words look like the name of a person.

/// How much a text looks like a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It is not one.
    None,
    /// Two to four words with capitals, as many titles have.
    Words,
    /// "Weller, Anna", as few titles are.
    Inverted,
    /// There are initials: "A. B. Weller".
    Initials,
}

/// Words that are in titles and not in names.
const OF_TITLES: [&str; 58] = [
    "a", "about", "after", "all", "an", "and", "are", "as", "at", "be", "before", "book", "by",
    "das", "der", "die", "ein", "eine", "for", "from", "guide", "her", "his", "how", "i", "in",
    "into", "is", "it", "les", "life", "my", "no", "not", "novel", "of", "on", "one", "or", "our",
    "over", "stories", "story", "that", "the", "their", "this", "to", "un", "und", "une", "was",
    "we", "what", "with", "without", "you", "your",
];

/// Words in small letters that are in names.
const PARTICLES: [&str; 18] = [
    "al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "la", "le", "ter",
    "van", "von", "y", "zu",
];

/// Words after a name that are not part of it.
const AFTER: [&str; 14] = [
    "dr", "ed", "eds", "editor", "esq", "ii", "iii", "jr", "md", "phd", "prof", "sir", "sr", "st",
];

/// Returns how much a text looks like the names of one person or several.
pub(super) fn likeness(text: &str) -> Likeness {
    let text = text.replace(" & ", ";").replace(" and ", ";");
    let people = text.split(';').map(str::trim);
    people.map(of_segment).min().unwrap_or(Likeness::None)
}

/// Returns how much a text without "and" looks like a name.
fn of_segment(text: &str) -> Likeness {
    let is_strange = |c: char| c.is_numeric() || "!?\":/+=*@#%".contains(c);
    if text.contains(is_strange) {
        return Likeness::None;
    }
    let pieces: Vec<&str> = text.split(',').map(str::trim).collect();
    match pieces.as_slice() {
        [name] => of_name(name),
        [family, given] => {
            let both = (of_part(family), of_part(given));
            match both {
                // "Anna Weller, Tom Brand".
                ((2..=4, false), (2..=4, false)) => Likeness::Words,
                ((1..=3, _), (1..=3, true)) => Likeness::Initials,
                ((1..=3, false), (1..=3, false)) => Likeness::Inverted,
                _ => Likeness::None,
            }
        }
        many => many
            .iter()
            .map(|name| of_name(name))
            .min()
            .unwrap_or(Likeness::None),
    }
}

/// Returns how much words without a comma look like a whole name.
fn of_name(name: &str) -> Likeness {
    match of_part(name) {
        (2..=5, true) => Likeness::Initials,
        (2..=4, false) => Likeness::Words,
        _ => Likeness::None,
    }
}

/// Returns how many words of a name there are, and whether one is an initial; none if
/// a word cannot be of a name.
fn of_part(part: &str) -> (usize, bool) {
    let (mut n_words, mut has_initial) = (0, false);
    for word in part.split_whitespace() {
        let bare = word.trim_end_matches('.');
        let lower = bare.to_lowercase();
        if PARTICLES.contains(&bare) || AFTER.contains(&lower.as_str()) {
            continue;
        }
        let is_cut = word.ends_with('.');
        let is_initial = is_cut && bare.split('.').all(|letter| letter.chars().count() == 1);
        let is_name = bare.starts_with(char::is_uppercase)
            && bare
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '\u{2019}'));
        if !is_name || !is_initial && OF_TITLES.contains(&lower.as_str()) {
            return (0, false);
        }
        has_initial |= is_initial;
        n_words += 1;
    }
    (n_words, has_initial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinguished_from_titles() {
        for (text, expected) in [
            ("Anna Weller", Likeness::Words),
            ("Ludwig van Beethoven", Likeness::Words),
            ("ANNA WELLER", Likeness::Words),
            ("Анна Веллер", Likeness::Words),
            ("Pet Sematary", Likeness::Words),
            ("Anna Weller & Tom Brand", Likeness::Words),
            ("Anna Weller, Tom Brand", Likeness::Words),
            ("A. B. Weller", Likeness::Initials),
            ("J.R.R. Weller", Likeness::Initials),
            ("Weller, A. B.", Likeness::Initials),
            ("Weller, Anna", Likeness::Inverted),
            ("van der Weller, Anna", Likeness::Inverted),
            ("Weller, Anna & Brand, Tom", Likeness::Inverted),
            ("The Sea", Likeness::None),
            ("A Weller", Likeness::None),
            ("I Robot", Likeness::None),
            ("Plato", Likeness::None),
            ("Sea of Stars", Likeness::None),
            ("Catch 22", Likeness::None),
            ("sea stars", Likeness::None),
            ("Sea: Stars", Likeness::None),
            ("刘慈欣", Likeness::None),
            ("", Likeness::None),
        ] {
            assert_eq!(likeness(text), expected, "{text}");
        }
    }
}
