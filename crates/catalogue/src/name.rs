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
mod titles;
mod written;

pub use agree::Agreement;
pub use written::{Written, written};

use crate::roman;
use crate::words::{self, is_ideograph};
use lists::{AFTER, BEFORE, MAX_PEOPLE, PARTICLES, PREFIXES};
use person::{Person, is_initial};
use segments::{of_aside, segments};
use titles::{is_degree, name_words, with_parted_capitals};

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
        let (segments, shared, asides) = segments(field);
        for segment in segments {
            of_segment(&segment, &mut people);
        }
        for name in shared {
            of_segment(&name, &mut people);
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
    let start = people.len();
    read_segment(segment, people);
    if let Some(parted) = with_parted_capitals(segment) {
        read_segment(&parted, people);
    }
    let generation = person::generation(&joined);
    for person in &mut people[start..] {
        person.generation = generation;
    }
}

fn read_segment(segment: &str, people: &mut Vec<Person>) {
    if let Some(name) = given_mac(segment) {
        people.extend(in_order(&name));
        // "Mac Davis" may be the surname "Macdavis", if nothing else is said.
        people.push(Person::new(vec![name.concat()], Some(1)).whole());
        return;
    }
    let turned = with_elided_particle(segment);
    let segment = turned.as_deref().unwrap_or(segment);
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

/// Returns a name in which an elided particle after the given names is before the
/// surname: "d'Annunzio, Gabriele" for "Annunzio, Gabriele d'".
fn with_elided_particle(segment: &str) -> Option<String> {
    let (family, given) = segment.split_once(',')?;
    let (given, particle) = given.trim().rsplit_once(char::is_whitespace)?;
    let bare = particle.strip_suffix(['\'', '’'])?;
    let is_particle = PREFIXES.contains(&bare.to_lowercase().as_str());
    (is_particle && !given.contains(',')).then(|| format!("{particle}{}, {given}", family.trim()))
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
    // "VAN GOGH Vincent": nothing but the order says which is the surname.
    let n_particles = name.iter().take_while(|word| is_particle(word)).count();
    if n_particles > 0 && n_particles + 1 < name.len() && n_initials == 0 {
        let (family, given) = name.split_at(n_particles + 1);
        readings.push(inverted(family, given));
    }
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

/// Returns whether a word next to a name is not part of it.
fn is_beside_name(word: &str) -> bool {
    AFTER.contains(&word) || BEFORE.contains(&word)
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
