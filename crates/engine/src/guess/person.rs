//! Whether a line looks like a person's name, or like a title.

use super::given::is_given;

/// Words inside a name that are written small.
const PARTICLES: [&str; 27] = [
    "af", "al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
    "ibn", "la", "le", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur", "und",
];

/// Words with which a title begins and no name does.
const ARTICLES: [&str; 29] = [
    "a", "an", "the", "der", "die", "das", "den", "dem", "ein", "eine", "einer", "eines", "le",
    "la", "les", "un", "une", "el", "los", "las", "una", "il", "lo", "gli", "i", "uno", "o", "os",
    "um",
];

/// Words that are in titles and in no name.
const OF_TITLES: [&str; 66] = [
    "of", "and", "in", "on", "at", "to", "for", "with", "from", "by", "is", "are", "was", "my",
    "your", "her", "his", "our", "their", "i", "you", "we", "who", "how", "what", "when", "where",
    "why", "not", "no", "into", "under", "over", "after", "before", "among", "or", "the", "im",
    "am", "auf", "aus", "bei", "mit", "nach", "vor", "unter", "über", "für", "ist", "sind", "was",
    "wie", "wer", "wo", "nicht", "kein", "keine", "oder", "et", "dans", "sur", "pour", "en", "con",
    "por",
];

/// Titles before a name.
const BEFORE: [&str; 9] = [
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "rev",
    "mrs",
    "mr",
    "ms",
];

/// How much a line looks like a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It is not a name.
    None,
    /// It has the form of a name, as "Howards End" has.
    Form,
    /// It has a given name, initials or a particle.
    Name,
}

/// Returns the words of a line in small letters, without punctuation around them.
pub(super) fn bare(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Returns how much a text looks like the names of one or several people.
pub(super) fn likeness(text: &str) -> Likeness {
    let people = [" and ", " AND ", " & ", " und ", " UND ", "; ", ", "];
    for separator in people {
        // Two whole names; "Pride and Prejudice" is not.
        if let Some((first, second)) = text.split_once(separator) {
            let each = [one(first), likeness(second)];
            return if each.contains(&Likeness::Name) && !each.contains(&Likeness::None) {
                Likeness::Name
            } else {
                Likeness::None
            };
        }
    }
    one(text)
}

fn one(text: &str) -> Likeness {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let words = bare(text);
    if !(1..=6).contains(&words.len()) || parts.len() != words.len() {
        return Likeness::None;
    }
    let is_odd = |c: char| !(c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‐' | ' '));
    if text.chars().any(is_odd) {
        return Likeness::None;
    }
    if ARTICLES.contains(&words[0].as_str()) && !is_initial(parts[0]) {
        return Likeness::None;
    }
    if words
        .iter()
        .zip(&parts)
        .any(|(word, part)| OF_TITLES.contains(&word.as_str()) && !is_initial(part))
    {
        return Likeness::None;
    }
    let is_written_small = |part: &str| part.starts_with(char::is_lowercase);
    let is_particle = |word: &str| PARTICLES.contains(&word);
    let mut pairs = words.iter().zip(&parts);
    if pairs.any(|(word, part)| is_written_small(part) && !is_particle(word)) {
        return Likeness::None;
    }
    // A name that ends in a particle breaks off.
    if words.last().is_some_and(|word| is_particle(word)) {
        return Likeness::None;
    }
    // A possessive is a title's: "Gulliver's Travels".
    if words
        .iter()
        .any(|word| word.ends_with("'s") || word.ends_with("’s"))
    {
        return Likeness::None;
    }
    let has_given = words.len() > 1 && is_given(first_given(&words));
    let has_initial = words.len() > 1 && parts.iter().any(|part| is_initial(part));
    let has_particle = words.len() > 2
        && words[1..]
            .iter()
            .any(|word| is_particle(word) && word != "und");
    let has_title = words.len() > 1 && BEFORE.contains(&words[0].as_str());
    if has_given || has_initial || has_title {
        Likeness::Name
    } else if has_particle || words.len() <= 4 {
        Likeness::Form
    } else {
        Likeness::None
    }
}

/// Returns the first word of a name that is not a title before it.
fn first_given(words: &[String]) -> &str {
    let mut words = words.iter().map(String::as_str);
    let first = words
        .find(|word| !BEFORE.contains(word))
        .unwrap_or_default();
    // "Jean-Luc" begins with a given name, too.
    first.split(['-', '‐']).next().unwrap_or(first)
}

/// Returns whether a part of a name is an initial: a capital with a full stop, or
/// several.
fn is_initial(part: &str) -> bool {
    let mut letters = part.chars().filter(|c| c.is_alphabetic());
    part.contains('.')
        && part
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '.' | '-'))
        && letters.next().is_some()
        && part.chars().count() <= 2 * part.matches('.').count() + 1
}

/// Returns whether a line says by its words that it is a title.
pub(super) fn says_title(text: &str) -> bool {
    likeness(text) == Likeness::None
}
