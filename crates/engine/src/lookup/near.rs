//! Names that are spelt nearly like one that nobody has.
//!
//! An index stores only the hashes of names, so it has no names to compare with.
//! Instead, the spellings that a slip of the pen makes of a surname are looked up one by
//! one: a few hundred questions that read a page each. What is found is read, since two
//! words may share a hash.

use std::collections::{BTreeMap, HashSet};

use colophon_catalogue::name::{Agreement, People};
use colophon_catalogue::terms::{TermKind, words};
use colophon_index::RecordId;

use crate::listing::{Names, Records};

/// The most names that are offered.
pub(super) const MAX_NEAR: usize = 5;

/// The most spellings of a name that are looked up in one index. A bound on the time that
/// does not depend on the machine.
const MOST_SPELLINGS: usize = 4_000;

/// Of how many records of a spelling the names are read.
const MAX_READ: usize = 24;

/// With how many forms of the given name a spelling is looked up.
const MAX_GIVEN: usize = 8;

/// The shortest surname of which other spellings are looked up, in letters; a shorter
/// one is near too many.
const SHORTEST: usize = 4;
/// The longest.
const LONGEST: usize = 20;

/// The most words of a name; more are a title.
const MAX_WORDS: usize = 5;

/// Letters that are taken for one another because they sound alike.
const ALIKE: [(&str, &str); 20] = [
    ("i", "y"),
    ("s", "z"),
    ("c", "k"),
    ("v", "w"),
    ("v", "f"),
    ("e", "a"),
    ("e", "i"),
    ("o", "u"),
    ("d", "t"),
    ("ie", "ei"),
    ("ph", "f"),
    ("ck", "k"),
    ("ks", "x"),
    ("tz", "z"),
    ("sch", "sh"),
    ("ae", "a"),
    ("qu", "qv"),
    ("qu", "kw"),
    ("qv", "kv"),
    ("qv", "kw"),
];

/// Letters that are heard so little that they are left out, or added.
const FAINT: [char; 4] = ['h', 'e', 'y', 't'];

/// Adds the names that are nearly `name` and have records in `store`, each with how
/// many.
///
/// # Errors
///
/// Those of `store`.
pub(super) fn near<S: Records>(
    name: &str,
    store: &S,
    found: &mut BTreeMap<String, u64>,
) -> Result<(), S::Error> {
    let Some(wanted) = Wanted::of(name) else {
        return Ok(());
    };
    let mut n_left = MOST_SPELLINGS;
    let n_before = found.len();
    // Two slips are looked for only if one does not explain it.
    let both: [fn(&str) -> Vec<String>; 2] = [one_slip, two_slips];
    for spellings in both {
        for spelling in spellings(&wanted.surname) {
            if n_left == 0 {
                return Ok(());
            }
            n_left -= 1;
            wanted.look_up(&spelling, store, found)?;
        }
        if found.len() > n_before {
            break;
        }
    }
    Ok(())
}

/// A name whose surname may be misspelt.
struct Wanted<'a> {
    /// As it was typed.
    parts: Vec<&'a str>,
    /// Which of its parts the surname is.
    at: usize,
    /// The surname, folded.
    surname: String,
    /// The forms of the given name.
    given: Vec<String>,
}

impl<'a> Wanted<'a> {
    fn of(name: &'a str) -> Option<Self> {
        let people = People::parse(name);
        let parts: Vec<&str> = name.split_whitespace().collect();
        if parts.len() > MAX_WORDS {
            return None;
        }
        let surnames = people.surnames();
        let is_surname = |part: &&str| surnames.contains(&words(part).concat().as_str());
        let at = parts.iter().rposition(is_surname)?;
        let surname = words(parts[at]).concat();
        let is_known = surname.bytes().all(|byte| byte.is_ascii_lowercase());
        (is_known && (SHORTEST..=LONGEST).contains(&surname.len())).then(|| Self {
            parts,
            at,
            surname,
            given: people.words_with_surname(),
        })
    }

    /// Adds the name with another surname, if there are records of it.
    fn look_up<S: Records>(
        &self,
        spelling: &str,
        store: &S,
        found: &mut BTreeMap<String, u64>,
    ) -> Result<(), S::Error> {
        let surname = (TermKind::AuthorWord, spelling.as_bytes());
        let n = store.count(surname.0, surname.1)?;
        if n == 0 {
            return Ok(());
        }
        let mut numbers: Vec<RecordId> = Vec::new();
        if self.given.is_empty() {
            numbers = store.find(surname.0, surname.1, MAX_READ)?;
        }
        for given in self.given.iter().take(MAX_GIVEN) {
            let given = (TermKind::AuthorWord, given.as_bytes());
            numbers.extend(store.find_all(&[surname, given], MAX_READ)?);
            if numbers.len() >= MAX_READ {
                break;
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.truncate(MAX_READ);
        let mut n_read = 0;
        let mut written = None;
        let names = Names::read([self.with(spelling).as_str()]);
        for record in store.records(&numbers)? {
            let Some(by) = names.among(&record.author) else {
                continue;
            };
            let is_enough = if self.given.is_empty() {
                by.agreement >= Agreement::Surname
            } else {
                by.agreement > Agreement::Surname
            };
            let mut parts = by.shown.split(|c: char| c.is_whitespace() || c == ',');
            let own = parts.find(|part| words(part).concat() == spelling);
            if let Some(own) = own.filter(|_| is_enough) {
                n_read += 1;
                written.get_or_insert_with(|| own.trim_matches(['.', ';']).to_owned());
            }
        }
        let Some(written) = written else {
            return Ok(());
        };
        // Where only the surname was typed, all its records count.
        let n = if self.given.is_empty() { n } else { n_read };
        *found.entry(self.with(&written)).or_default() += n;
        Ok(())
    }

    /// Returns the name with another surname.
    fn with(&self, surname: &str) -> String {
        let mut parts = self.parts.clone();
        let comma = if parts[self.at].ends_with(',') {
            ","
        } else {
            ""
        };
        let surname = format!("{surname}{comma}");
        parts[self.at] = &surname;
        parts.join(" ")
    }
}

/// Returns the names that were found, the one with the most records first.
pub(super) fn best(found: BTreeMap<String, u64>) -> Vec<String> {
    let mut found: Vec<(String, u64)> = found.into_iter().collect();
    found.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let names = found.into_iter().map(|(name, _)| name);
    names.take(MAX_NEAR).collect()
}

/// Returns the spellings that one slip makes of a word, whose first letter stays: two
/// letters in each other's place, one too many, one too few, or another.
fn one_slip(word: &str) -> Vec<String> {
    let letters = word.as_bytes();
    let mut spellings = Spellings::new(word);
    for at in 1..letters.len().saturating_sub(1) {
        let mut other = letters.to_vec();
        other.swap(at, at + 1);
        spellings.add(other);
    }
    for at in 1..letters.len() {
        let mut other = letters.to_vec();
        other.remove(at);
        spellings.add(other);
    }
    for at in 1..=letters.len() {
        for letter in b'a'..=b'z' {
            let mut other = letters.to_vec();
            other.insert(at, letter);
            spellings.add(other);
            if at < letters.len() {
                let mut other = letters.to_vec();
                other[at] = letter;
                spellings.add(other);
            }
        }
    }
    spellings.all
}

/// Returns the spellings that two slips make of a word which do not change how it
/// sounds.
fn two_slips(word: &str) -> Vec<String> {
    let mut spellings = Spellings::new(word);
    for once in sounding_alike(word) {
        for twice in sounding_alike(&once) {
            spellings.add(twice.into_bytes());
        }
    }
    spellings.all
}

/// Returns the spellings of a word that sound alike and are one step away.
fn sounding_alike(word: &str) -> Vec<String> {
    let mut spellings = Spellings::new(word);
    for (one, other) in ALIKE {
        for (from, to) in [(one, other), (other, one)] {
            for (at, _) in word.match_indices(from).filter(|(at, _)| *at > 0) {
                let spelling = format!("{}{to}{}", &word[..at], &word[at + from.len()..]);
                spellings.add(spelling.into_bytes());
            }
        }
    }
    let letters = word.as_bytes();
    for at in 1..letters.len() {
        let mut other = letters.to_vec();
        let is_double = letters[at] == letters[at - 1];
        if is_double || FAINT.contains(&char::from(letters[at])) {
            other.remove(at);
        } else {
            other.insert(at, letters[at]);
        }
        spellings.add(other);
    }
    for at in 2..=letters.len() {
        for letter in FAINT {
            let spelling = format!("{}{letter}{}", &word[..at], &word[at..]);
            spellings.add(spelling.into_bytes());
        }
    }
    spellings.all
}

/// Spellings of a word other than itself, each once.
struct Spellings<'a> {
    word: &'a str,
    known: HashSet<String>,
    all: Vec<String>,
}

impl<'a> Spellings<'a> {
    fn new(word: &'a str) -> Self {
        Self {
            word,
            known: HashSet::new(),
            all: Vec::new(),
        }
    }

    fn add(&mut self, letters: Vec<u8>) {
        let Ok(spelling) = String::from_utf8(letters) else {
            return;
        };
        if spelling.len() >= SHORTEST - 1
            && spelling != self.word
            && self.known.insert(spelling.clone())
        {
            self.all.push(spelling);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_undone() {
        for (typed, meant) in [
            ("tolkein", "tolkien"),
            ("hemmingway", "hemingway"),
            ("nietsche", "nietzsche"),
            ("shakespear", "shakespeare"),
            ("salanger", "salinger"),
        ] {
            assert!(one_slip(typed).contains(&meant.to_owned()), "{typed}");
        }
        for (typed, meant) in [
            ("dostoevski", "dostoevsky"),
            ("dostoevski", "dostoyevsky"),
            ("solzhenitzin", "solzhenitsyn"),
            ("lindkwist", "lindqvist"),
            ("bergkvist", "bergquist"),
            ("almquist", "almqvist"),
        ] {
            let all = [one_slip(typed), two_slips(typed)].concat();
            assert!(all.contains(&meant.to_owned()), "{typed}");
        }
        // The initial is what a person knows best.
        assert!(one_slip("tolkein").iter().all(|word| word.starts_with('t')));
        assert!(one_slip(&"a".repeat(LONGEST)).len() < 1_100);
    }

    #[test]
    fn a_title_is_not_a_misspelt_name() {
        assert!(Wanted::of("A Very Long Title of Six Words").is_none());
        assert!(Wanted::of("Bo").is_none());
        assert!(Wanted::of("三体").is_none());
        let name = Wanted::of("Tolkein, J. R. R.").unwrap();
        assert_eq!(name.with("Tolkien"), "Tolkien, J. R. R.");
        assert_eq!(
            Wanted::of("J R R Tolkein").unwrap().with("Tolkien"),
            "J R R Tolkien"
        );
    }
}
