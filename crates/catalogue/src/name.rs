//! Author fields: the people in them, and whether somebody is among them.
//!
//! Collections write names in every order: `Last, First; Last, First`,
//! `First Last, First Last`, `F. Last`, `LAST FIRST`, with roles in brackets or
//! after the name. A field is read into people; where it can be read in two
//! ways, both readings are kept, and a person agrees who agrees with one.
//!
//! Two people with one surname are distinguished by their given names: a
//! namesake is never taken for the author. Nothing here guesses who is behind a
//! pen name.

mod agree;
mod person;

pub use agree::Agreement;

use crate::roman;
use crate::words::{self, each_word, is_ideograph};
use person::{Person, is_initial};

/// How many people of one field are read: a bound on the work of comparing two
/// fields.
const MAX_PEOPLE: usize = 60;

/// Words before a family name that are left out when names are compared.
const PARTICLES: [&str; 36] = [
    "af", "al", "av", "da", "das", "de", "dei", "del", "della", "den", "der", "des", "di", "do",
    "dos", "du", "e", "el", "la", "las", "le", "les", "lo", "los", "ten", "ter", "the", "van",
    "vom", "von", "y", "zu", "zum", "zur", "фон", "де",
];

/// Words before a name that are not part of it.
const BEFORE: [&str; 15] = [
    "by",
    "dr",
    "edited",
    "illustrated",
    "introduction",
    "mr",
    "mrs",
    "ms",
    "prof",
    "professor",
    "rev",
    "sir",
    "translated",
    "von",
    "par",
];

/// Words after a name that are not part of it: roles, degrees, generations.
const AFTER: [&str; 58] = [
    "auth",
    "author",
    "authors",
    "comp",
    "compiler",
    "contributor",
    "dr",
    "ed",
    "edit",
    "editor",
    "editors",
    "eds",
    "esq",
    "foreword",
    "herausgeber",
    "hg",
    "hrsg",
    "ii",
    "iii",
    "illus",
    "illustrator",
    "illustrated",
    "introduction",
    "iv",
    "jr",
    "junior",
    "md",
    "mrs",
    "narrator",
    "org",
    "phd",
    "prof",
    "pseud",
    "pseudonym",
    "sir",
    "sr",
    "staff",
    "trans",
    "transl",
    "translator",
    "translators",
    "traductor",
    "traducteur",
    "et",
    "al",
    "others",
    "автор",
    "авторы",
    "перевод",
    "переводчик",
    "пер",
    "ред",
    "редактор",
    "сост",
    "составитель",
    "др",
    "худ",
    "илл",
];

/// The people of an author field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(Vec<Person>);

impl People {
    /// Reads an author field.
    pub fn parse(field: &str) -> Self {
        let mut people = Vec::new();
        for segment in segments(field) {
            of_segment(&segment, &mut people);
        }
        people.truncate(MAX_PEOPLE);
        Self(people)
    }

    /// Returns whether the field names nobody.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns how well somebody among `wanted` agrees with somebody here, in the
    /// best case.
    pub fn agreement(&self, wanted: &Self) -> Agreement {
        let pairs = wanted
            .0
            .iter()
            .flat_map(|wanted| self.0.iter().map(move |person| (wanted, person)));
        pairs
            .map(|(wanted, person)| agree::of(wanted, person))
            .max()
            .unwrap_or(Agreement::None)
    }

    /// Returns the words that are likely to appear in a record of these people's
    /// books: each one's surname, or the last word where that is not known; each
    /// once.
    pub fn surnames(&self) -> Vec<&str> {
        let mut surnames = Vec::new();
        for person in &self.0 {
            if let Some(word) = person.words.last()
                && !surnames.contains(&word.as_str())
            {
                surnames.push(word);
            }
        }
        surnames
    }

    /// Returns the first words of names whose order is not known: family names,
    /// where those come first.
    pub fn first_words(&self) -> Vec<&str> {
        let unknown = self.0.iter().filter(|person| person.n_surname.is_none());
        let first = unknown.filter_map(|person| person.words.first());
        first
            .map(String::as_str)
            .filter(|word| word.chars().nth(1).is_some())
            .collect()
    }

    /// Returns whether a word is part of one of the names.
    pub fn has_word(&self, word: &str) -> bool {
        self.0
            .iter()
            .any(|person| person.words.iter().any(|own| own == word))
    }
}

/// Splits a field where one person certainly ends, and drops what is in
/// brackets, unless that is all there is.
fn segments(field: &str) -> Vec<String> {
    let is_opening = |c: char| matches!(c, '(' | '[' | '{' | '（' | '［' | '【' | '〔' | '<');
    let is_closing = |c: char| matches!(c, ')' | ']' | '}' | '）' | '］' | '】' | '〕' | '>');
    let mut segments = vec![String::new()];
    let mut depth = 0_usize;
    for (at, c) in field.char_indices() {
        if is_opening(c) {
            // One that is never closed is a typing mistake.
            depth += usize::from(depth > 0 || field[at..].contains(is_closing));
            push(&mut segments, ' ');
        } else if is_closing(c) {
            depth = depth.saturating_sub(1);
            push(&mut segments, ' ');
        } else if depth == 0 {
            match c {
                ';' | '&' | '|' | '/' | '\n' | '\t' | '、' | '；' | '＆' | '+' => {
                    segments.push(String::new());
                }
                '，' => push(&mut segments, ','),
                _ => push(&mut segments, c),
            }
        }
    }
    if !segments
        .iter()
        .any(|segment| segment.contains(char::is_alphanumeric))
    {
        let within = field
            .trim()
            .trim_start_matches(is_opening)
            .trim_end_matches(is_closing);
        if within.contains(char::is_alphanumeric)
            && !within.contains(|c| is_opening(c) || is_closing(c))
        {
            return segments_of(within);
        }
    }
    segments
        .iter()
        .flat_map(|segment| at_conjunctions(segment))
        .collect()
}

/// Returns the segments of a field without brackets.
fn segments_of(field: &str) -> Vec<String> {
    field
        .split([';', '&', '|', '/'])
        .flat_map(at_conjunctions)
        .collect()
}

fn push(segments: &mut [String], c: char) {
    if let Some(last) = segments.last_mut() {
        last.push(c);
    }
}

/// Splits at a word for "and" or "with" between two names.
fn at_conjunctions(segment: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in segment.split_whitespace() {
        let is_conjunction = matches!(
            word,
            "and" | "AND" | "And" | "und" | "UND" | "et" | "и" | "И" | "with" | "mit" | "avec"
        );
        if is_conjunction {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    parts
}

/// Reads a segment, in which only commas may still separate people.
fn of_segment(segment: &str, people: &mut Vec<Person>) {
    if let Some(name) = given_mac(segment) {
        people.extend(in_order(&name));
    }
    let mut pieces: Vec<Vec<String>> = Vec::new();
    for piece in segment.split(',').map(name_words) {
        let is_role = matches!(piece.as_slice(), [only] if is_beside_name(only));
        // "McBain, Ed" is a name, "Jane Austen, Ed." names what she did.
        let is_ed = is_role && piece[0] == "ed" && pieces.len() == 1 && pieces[0].len() == 1;
        if !piece.is_empty() && (!is_role || is_ed) {
            pieces.push(piece);
        }
    }
    match pieces.as_slice() {
        [] => {}
        [only] => people.extend(in_order(only)),
        [family, given] if is_inverted(family, given) => {
            people.push(inverted(family, given));
            let is_two = |name: &[String]| name.len() > 1 && !ends_in_initial(name);
            // "Plato, John Smith" and "John Smith, Plato" are two; "Doyle, Arthur
            // Conan" is one.
            for (name, other) in [(given, family), (family, given)] {
                if is_two(name) {
                    people.extend(in_order(name));
                    if other.len() == 1 {
                        people.push(Person {
                            words: other.clone(),
                            n_surname: Some(1),
                            is_whole: true,
                        });
                    }
                }
            }
        }
        _ => {
            for piece in &pieces {
                if piece.len() > 1 || is_one_name(piece) {
                    people.extend(in_order(piece));
                }
            }
            for pair in pieces.windows(2) {
                if is_inverted(&pair[0], &pair[1]) || pieces.len() == 2 {
                    people.push(inverted(&pair[0], &pair[1]));
                }
            }
        }
    }
}

/// Reads a name that begins with the word "Mac" as one with this given name, as
/// in "Mac Barnett"; the other reading is the surname "Macbarnett".
fn given_mac(segment: &str) -> Option<Vec<String>> {
    let words = words::words(segment);
    let is_one_name = !segment.contains(',') && words.len() == 2;
    (is_one_name && words[0] == "mac").then_some(words)
}

/// Returns whether two pieces between commas look like "Last, First": a short
/// one, and one that is not a whole name or begins or ends with an initial. A
/// surname may have three words, and there may be four given names.
fn is_inverted(family: &[String], given: &[String]) -> bool {
    family.len() == 1 && given.len() <= 4 && !is_initial(&family[0])
        || given.len() == 1 && family.len() <= 3 && !ends_in_initial(family)
        || family.len() <= 3
            && ends_in_initial(given)
            && !family.iter().any(|word| is_initial(word))
}

fn inverted(family: &[String], given: &[String]) -> Person {
    let family = without_particles(family, true);
    let mut words = without_particles(given, false);
    words.extend_from_slice(&family);
    Person {
        words,
        n_surname: Some(family.len()),
        is_whole: false,
    }
}

/// Returns the readings of a name without a comma.
fn in_order(name: &[String]) -> Vec<Person> {
    let words = without_particles(name, false);
    let n_initials = words
        .iter()
        .rev()
        .take_while(|word| is_initial(word))
        .count();
    if n_initials > 0 && n_initials < words.len() {
        // "Goldsmith T.H.": nobody's surname is a letter.
        let (family, given) = words.split_at(words.len() - n_initials);
        let n_surname = Some(family.len());
        return vec![Person {
            words: [given, family].concat(),
            n_surname,
            is_whole: false,
        }];
    }
    let mut readings = Vec::new();
    if let [particle, family] = words.as_slice()
        && PARTICLES.contains(&particle.as_str())
    {
        readings.push(Person {
            words: vec![family.clone()],
            n_surname: Some(1),
            is_whole: false,
        });
    }
    let n_surname = (words.len() == 1
        || words.first().is_some_and(|word| is_initial(word)) && words.len() == 2)
        .then_some(1);
    if let [name] = words.as_slice()
        && let Some(reading) = chinese(name)
    {
        readings.push(reading);
    }
    readings.push(Person {
        words,
        n_surname,
        is_whole: false,
    });
    readings
}

/// Returns a Chinese name in Latin letters: the first syllable is the surname.
fn chinese(name: &str) -> Option<Person> {
    let n_chars = name.chars().count();
    if !(2..=4).contains(&n_chars) || !name.chars().all(|c| is_ideograph(c) && c > '\u{3400}') {
        return None;
    }
    let mut syllables = name
        .chars()
        .map(|c| roman::latin(c.encode_utf8(&mut [0; 4])));
    let family = syllables.next()?;
    let given: String = syllables.collect();
    Some(Person {
        words: vec![given, family],
        n_surname: Some(1),
        is_whole: false,
    })
}

/// Returns the words of a piece without titles and roles. A name in Chinese or
/// Japanese characters is one word, whatever is between them.
fn name_words(piece: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut join_next = false;
    each_word(piece, &mut |word| {
        let is_number = word.chars().all(|c| c.is_ascii_digit());
        if is_number {
            return;
        }
        let is_ideographic = word.chars().all(is_ideograph);
        match words.last_mut() {
            Some(last) if join_next || is_ideographic && last.chars().all(is_ideograph) => {
                last.push_str(word);
                join_next = false;
            }
            _ => {
                words.push(word.to_owned());
                // "Mc Cauley" is written in one word elsewhere.
                join_next = matches!(word, "mc" | "mac");
            }
        }
    });
    while words.len() > 1
        && words
            .last()
            .is_some_and(|word| AFTER.contains(&word.as_str()))
    {
        words.pop();
    }
    let n_before = words
        .iter()
        .take_while(|word| BEFORE.contains(&word.as_str()))
        .count();
    if n_before < words.len() {
        words.drain(..n_before);
    }
    for word in &mut words {
        // "刘慈欣 著": written by.
        if word.chars().count() > 2 && word.chars().all(is_ideograph) {
            let n_bytes = word.trim_end_matches(is_role_sign).len();
            word.truncate(n_bytes);
        }
    }
    with_parted_initials(words)
}

/// Returns whether a word next to a name is not part of it.
fn is_beside_name(word: &str) -> bool {
    AFTER.contains(&word) || BEFORE.contains(&word)
}

/// Returns whether a character after a Chinese or Japanese name states a role.
fn is_role_sign(c: char) -> bool {
    matches!(c, '着' | '著' | '编' | '編' | '译' | '譯' | '訳')
}

/// Separates initials that were written together, as in "JRR Tolkien".
fn with_parted_initials(words: Vec<String>) -> Vec<String> {
    let n = words.len();
    let is_together = |place: usize, word: &str| {
        place + 1 < n
            && (2..=3).contains(&word.len())
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() && !b"aeiouy".contains(&b))
    };
    if !words
        .iter()
        .enumerate()
        .any(|(place, word)| is_together(place, word))
    {
        return words;
    }
    let mut parted = Vec::with_capacity(n + 2);
    for (place, word) in words.into_iter().enumerate() {
        // "St John" and "Mc" are not initials.
        if is_together(place, &word) && !matches!(word.as_str(), "st" | "mc") {
            parted.extend(word.chars().map(String::from));
        } else {
            parted.push(word);
        }
    }
    parted
}

/// Drops particles. The first word of a name is kept, since it may be a given
/// name ("Ben", "Al"), unless `words` are only the family name.
fn without_particles(words: &[String], is_family: bool) -> Vec<String> {
    let n_kept = usize::from(!is_family);
    let kept: Vec<String> = words
        .iter()
        .enumerate()
        .filter(|(place, word)| *place < n_kept || !PARTICLES.contains(&word.as_str()))
        .map(|(_, word)| word.clone())
        .collect();
    if kept.is_empty() {
        words.to_vec()
    } else {
        kept
    }
}

/// Returns whether a piece between commas is a single word that may be a whole
/// name.
fn is_one_name(piece: &[String]) -> bool {
    matches!(piece, [name] if name.chars().count() > 1)
}

fn ends_in_initial(words: &[String]) -> bool {
    words.last().is_some_and(|word| is_initial(word))
}

#[cfg(test)]
mod tests;
