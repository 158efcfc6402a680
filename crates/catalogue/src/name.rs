//! Author fields: the people in them, and whether somebody is among them.
//!
//! Collections write names in every order: `Last, First; Last, First`,
//! `First Last, First Last`, `F. Last`, `LAST FIRST`, with roles in brackets or
//! after the name. A field is read into people; where it can be read in two
//! ways, both readings are kept, and a person agrees who agrees with one.
//!
//! Two people with one surname are distinguished by their given names: a
//! namesake is never taken for the author. Nothing here guesses who is behind a
//! pen name; a field that says it ("Nora Roberts writing as J. D. Robb") names
//! both. A field such as "Unknown" names nobody.

mod agree;
mod lists;
mod nobody;
mod person;
mod segments;
mod written;

pub use agree::Agreement;
pub use written::{Written, written};

use crate::roman;
use crate::words::{self, each_word, is_ideograph};
use lists::{AFTER, BEFORE, BEFORE_NAME, DEGREES, MAX_PEOPLE, PARTICLES, PREFIXES, SHORT_DEGREES};
use person::{Person, is_initial};
use segments::{of_aside, segments};

/// The people of an author field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    people: Vec<Person>,
    /// Whether the field is the name of a publisher or another body.
    is_body: bool,
}

impl People {
    /// Reads an author field.
    pub fn parse(field: &str) -> Self {
        let joined = words::words(field).join(" ");
        if nobody::is_nobody(&joined) || nobody::is_address(field) {
            return Self::default();
        }
        let mut people = Vec::new();
        let (segments, asides) = segments(field);
        for segment in segments {
            of_segment(&segment, &mut people);
        }
        for aside in asides {
            of_aside(&aside, &mut people);
        }
        people.truncate(MAX_PEOPLE);
        Self {
            people,
            is_body: nobody::is_body(&joined),
        }
    }

    /// Returns whether the field names nobody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Returns whether the field leaves open who wrote the book: it names nobody,
    /// or only a publisher.
    pub fn leaves_open(&self) -> bool {
        self.people.is_empty() || self.is_body
    }

    /// Returns how well somebody among `wanted` agrees with somebody here, in the
    /// best case.
    pub fn agreement(&self, wanted: &Self) -> Agreement {
        let pairs = wanted
            .people
            .iter()
            .flat_map(|wanted| self.people.iter().map(move |person| (wanted, person)));
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
        for person in &self.people {
            if let Some(word) = person.words.last()
                && !surnames.contains(&word.as_str())
            {
                surnames.push(word);
            }
        }
        surnames
    }

    /// Returns the surnames that begin with a word such as "Le", in one word.
    pub fn joined_surnames(&self) -> Vec<String> {
        let mut joined = Vec::new();
        for person in &self.people {
            each_joined(&person.full, &mut |word| {
                if !joined.iter().any(|own| own == word) {
                    joined.push(word.to_owned());
                }
            });
        }
        joined
    }

    /// Returns the given names, without initials, each once.
    pub fn given_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for person in self.people.iter().filter(|person| !person.is_aside) {
            if let [given, .., _] = person.words.as_slice()
                && !is_initial(given)
                && !names.contains(&given.as_str())
            {
                names.push(given.as_str());
            }
        }
        names
    }

    /// Returns the first words of names whose order is not known: family names,
    /// where those come first.
    pub fn first_words(&self) -> Vec<&str> {
        let unknown = self
            .people
            .iter()
            .filter(|person| person.n_surname.is_none());
        let first = unknown.filter_map(|person| person.words.first());
        first
            .map(String::as_str)
            .filter(|word| word.chars().nth(1).is_some())
            .collect()
    }

    /// Returns whether a word is part of one of the names.
    pub fn has_word(&self, word: &str) -> bool {
        self.people.iter().any(|person| {
            person
                .words
                .iter()
                .chain(&person.full)
                .any(|own| own == word)
        })
    }

    /// Returns whether these words are one of the people's whole name, in either
    /// order, and nothing else.
    pub fn is_whole_name(&self, words: &[String]) -> bool {
        let is_of = |person: &Person| {
            let names = [&person.words, &person.full];
            words.len() > 1
                && words
                    .iter()
                    .all(|word| names.iter().any(|own| own.contains(word)))
                && person.words.last().is_some_and(|last| words.contains(last))
        };
        self.people.iter().any(is_of)
    }
}

/// Calls `emit` with each name that is written in two words or more and elsewhere
/// in one: "leguin", "vandenbrul", "obrien".
pub(crate) fn each_joined(words: &[String], emit: &mut dyn FnMut(&str)) {
    let is_before =
        |word: &String| PARTICLES.contains(&word.as_str()) || PREFIXES.contains(&word.as_str());
    let mut start = None;
    for (place, word) in words.iter().enumerate() {
        if is_before(word) {
            start = start.or(Some(place));
            continue;
        }
        if let Some(start) = start.take() {
            emit(&words[start..=place].concat());
            if start + 1 < place {
                emit(&words[place - 1..=place].concat());
            }
        }
    }
}

/// Returns whether an author field leaves open who wrote the book, by its words
/// with a space between them.
pub(crate) fn leaves_open(field: &str, joined: &str) -> bool {
    nobody::leaves_open(field, joined)
}

/// Reads a segment, in which only commas may still separate people.
fn of_segment(segment: &str, people: &mut Vec<Person>) {
    let joined = words::words(segment).join(" ");
    if nobody::is_nobody(&joined) || nobody::is_address(segment) {
        return;
    }
    read_segment(segment, people);
    if let Some(parted) = with_parted_capitals(segment) {
        read_segment(&parted, people);
    }
}

fn read_segment(segment: &str, people: &mut Vec<Person>) {
    if let Some(name) = given_mac(segment) {
        people.extend(in_order(&name));
        // "Mac Davis" may be the surname "Macdavis", if nothing else is said.
        people.push(Person::new(vec![name.concat()], Some(1)).whole());
        return;
    }
    let raw: Vec<&str> = segment
        .split(',')
        .filter(|piece| piece.contains(char::is_alphanumeric))
        .collect();
    let mut pieces: Vec<Vec<String>> = Vec::new();
    for (place, piece) in raw.iter().enumerate() {
        // "Weller M.D., Anna", but "Weller J.D., Brand T.M." are two people.
        let is_family = place == 0
            && matches!(raw.as_slice(), [_, given] if !ends_in_initial(&words::words(given)));
        let piece = name_words(piece, is_family);
        let is_role = matches!(piece.as_slice(), [only] if is_beside_name(only))
            || is_degree(&piece, true) && place > 0 && !are_initials(&pieces, &raw, &piece);
        // "McBain, Ed" is a name, "Jane Austen, Ed." names what she did.
        let is_ed = piece.as_slice() == ["ed"] && pieces.len() == 1 && pieces[0].len() == 1;
        if !piece.is_empty() && (!is_role || is_ed) {
            pieces.push(piece);
        }
    }
    if pieces.len() > 1 && pieces.iter().any(|piece| piece.len() > 1) {
        pieces.retain(|piece| !nobody::is_nobody(&piece.join(" ")));
    }
    match pieces.as_slice() {
        [] => {}
        [only] => people.extend(in_order(only)),
        [family, given] if is_inverted(family, given) => {
            people.push(inverted(family, given));
            let is_two = |name: &[String]| name.len() > 1 && !ends_in_initial(name);
            // "Plato, John Smith" and "John Smith, Plato" are two; "Doyle, Arthur
            // Conan" and "Grahame-Smith, Seth M." are one.
            for (name, other) in [(given, family), (family, given)] {
                if is_two(name) && !ends_in_initial(other) {
                    people.extend(in_order(name));
                    if other.len() == 1 {
                        people.push(Person::new(other.clone(), Some(1)).whole());
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

/// Returns whether what may be a degree are the initials of a name that has no
/// given name before it: "Robb, J.D.", but not "John Robb, J.D.".
fn are_initials(before: &[Vec<String>], raw: &[&str], piece: &[String]) -> bool {
    let is_surname = raw.len() == 2 && matches!(before, [only] if only.len() == 1);
    is_surname && piece.len() > 1 && piece.iter().all(|word| is_initial(word))
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
    let bare = without_particles(family, true);
    let n_surname = Some(bare.len());
    let mut words = without_particles(given, false);
    words.extend(bare);
    // "Palma, Brian de": the particle belongs to the surname.
    let n_given = given.len()
        - given
            .iter()
            .rev()
            .take_while(|word| PARTICLES.contains(&word.as_str()))
            .count();
    let n_given = if n_given == 0 { given.len() } else { n_given };
    Person {
        full: [given, family].concat(),
        n_full: Some(given.len() - n_given + family.len()),
        ..Person::new(words, n_surname)
    }
}

/// Returns the readings of a name without a comma.
fn in_order(name: &[String]) -> Vec<Person> {
    let words = without_particles(name, false);
    let count = |words: &[String]| {
        words
            .iter()
            .rev()
            .take_while(|word| is_initial(word))
            .count()
    };
    let n_initials = count(&words);
    if n_initials > 0 && n_initials < words.len() {
        // "Goldsmith T.H.": nobody's surname is a letter.
        let (family, given) = name.split_at(name.len() - count(name).min(name.len() - 1));
        return vec![inverted(family, given)];
    }
    let n_surname = (words.len() == 1
        || words.first().is_some_and(|word| is_initial(word)) && words.len() == 2)
        .then_some(1);
    let mut readings = Vec::new();
    if let [name] = words.as_slice()
        && let Some(reading) = chinese(name)
    {
        readings.push(reading);
    }
    readings.push(Person {
        full: name.to_vec(),
        n_full: None,
        ..Person::new(words, n_surname)
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
    Some(Person::new(vec![given, family], Some(1)))
}

/// Returns the words of a piece without titles, roles and degrees. A name in
/// Chinese or Japanese characters is one word, whatever is between them.
fn name_words(piece: &str, is_family: bool) -> Vec<String> {
    let has_small = piece.contains(char::is_lowercase);
    let has_capital = piece.contains(char::is_uppercase);
    let mut words: Vec<String> = Vec::new();
    // Whether a word is in capitals, and the name as a whole is not.
    let mut capital: Vec<bool> = Vec::new();
    let mut join_next = false;
    let mut tokens = piece.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        // "Lopez y Garcia", but not "E. B. White" or "John E. Smith".
        let is_and = has_capital && matches!(token, "y" | "e" | "i")
            || is_family && matches!(token, "y" | "e" | "i" | "Y" | "E" | "I");
        if is_and && !words.is_empty() && tokens.peek().is_some() {
            continue;
        }
        let is_capital = has_small && !token.contains(char::is_lowercase);
        each_word(token, &mut |word| {
            if word.chars().all(|c| c.is_ascii_digit()) {
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
                    capital.push(is_capital);
                    // "Mc Cauley" is written in one word elsewhere.
                    join_next = matches!(word, "mc" | "mac");
                }
            }
        });
    }
    loop {
        let n = words.len();
        let is_after = words
            .last()
            .is_some_and(|word| AFTER.contains(&word.as_str()));
        let least = if is_family { 1 } else { 2 };
        let degree = (1..=3).rev().find(|&n_degree| {
            let left = n.saturating_sub(n_degree);
            let in_capitals = capital
                .get(left..)
                .is_some_and(|own| own.iter().all(|it| *it));
            left >= least
                && !words[..left].iter().all(|word| is_initial(word))
                && is_degree(&words[left..], in_capitals)
        });
        match degree {
            Some(n_degree) => words.truncate(n - n_degree),
            None if n > 1 && is_after => words.truncate(n - 1),
            None => break,
        }
        capital.truncate(words.len());
    }
    let n_before = words
        .iter()
        .take_while(|word| BEFORE.contains(&word.as_str()))
        .count();
    if n_before < words.len() {
        words.drain(..n_before);
    }
    // "Mac" and "Don" are given names as well.
    if words.len() > 2 && !is_family && BEFORE_NAME.contains(&words[0].as_str()) {
        words.remove(0);
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

/// Returns whether words are a degree: `mba`, or `ph` and `d`.
fn is_degree(words: &[String], in_capitals: bool) -> bool {
    let is_short = |word: &String| word.len() < 3;
    match words {
        [] => false,
        [only] => {
            DEGREES.contains(&only.as_str())
                || in_capitals && SHORT_DEGREES.contains(&only.as_str())
        }
        several => {
            let joined = several.concat();
            several.iter().all(is_short)
                && (DEGREES.contains(&joined.as_str())
                    || in_capitals && SHORT_DEGREES.contains(&joined.as_str()))
        }
    }
}

/// Returns a segment in which two capitals that may be initials are parted:
/// "Weller AM" is also "Weller A. M."; `None` if there are none.
///
/// Not where everything is in capitals, and not for syllables that are Chinese
/// surnames ("LI Wei").
fn with_parted_capitals(segment: &str) -> Option<String> {
    const SURNAMES: [&str; 26] = [
        "AI", "AN", "BA", "BU", "DU", "FU", "GE", "GU", "HE", "HU", "LE", "LI", "LU", "MA", "MO",
        "NI", "OU", "PU", "QI", "SU", "WU", "XI", "XU", "YE", "YI", "YU",
    ];
    let is_pair = |token: &str| {
        let bare = token.trim_end_matches(',');
        bare.len() == 2
            && bare.bytes().all(|byte| byte.is_ascii_uppercase())
            && !SURNAMES.contains(&bare)
            && !matches!(bare, "JR" | "SR" | "II" | "IV")
    };
    let tokens = || segment.split_whitespace();
    let n_names = tokens()
        .filter(|token| token.contains(char::is_lowercase))
        .count();
    let n_pairs = tokens().filter(|token| is_pair(token)).count();
    // "Anna Weller JD" has a degree.
    if n_names == 0 || n_pairs != 1 || n_names > 1 && !tokens().next().is_some_and(is_pair) {
        return None;
    }
    let parted = tokens().map(|token| {
        if is_pair(token) {
            let end = if token.ends_with(',') { "," } else { "" };
            format!("{}. {}.{end}", &token[..1], &token[1..2])
        } else {
            token.to_owned()
        }
    });
    Some(parted.collect::<Vec<_>>().join(" "))
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

/// Returns whether a word may come before a surname as part of it.
fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
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
