//! The names in an author field as they are written there.
//!
//! [`People`] reads a field in every way in which it can be read. A person who
//! looks at a list of books wants to see one name for each author instead, in the
//! usual order: "Jane Writer" for "Writer, Jane". Nothing here decides who is who.

use super::segments::segments;
use super::{People, agree, is_initial, is_inverted};
use crate::words::words;

/// The most names of a field that are told apart.
const MAX_WRITTEN: usize = 24;

/// A name in an author field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The name, given names first.
    pub shown: String,
    /// The name as it is compared.
    pub people: People,
}

/// Returns the names in an author field, in its order. What is in brackets, and what
/// names nobody, is left out.
pub fn written(field: &str) -> Vec<Written> {
    let mut names = Vec::new();
    for segment in segments(field).0 {
        for name in of_segment(&segment) {
            let people = People::parse(&name);
            if !people.is_empty() && names.len() < MAX_WRITTEN {
                names.push(Written {
                    shown: name,
                    people,
                });
            }
        }
    }
    names
}

/// Returns the names of a segment, in which only commas may separate people.
fn of_segment(segment: &str) -> Vec<String> {
    let pieces: Vec<&str> = segment
        .split(',')
        .map(str::trim)
        .filter(|piece| piece.contains(char::is_alphanumeric))
        .collect();
    let plain = |piece: &str| piece.split_whitespace().collect::<Vec<_>>().join(" ");
    let turned = |pair: &[&str]| match pair {
        [family, given] if is_inverted(&words(family), &words(given)) => {
            Some(format!("{} {}", plain(given), plain(family)))
        }
        _ => None,
    };
    if pieces.len() == 2
        && let Some(name) = turned(&pieces)
    {
        return vec![name];
    }
    if pieces.len().is_multiple_of(2) && pieces.iter().any(|piece| words(piece).len() == 1) {
        let pairs: Option<Vec<String>> = pieces.chunks(2).map(turned).collect();
        if let Some(pairs) = pairs {
            return pairs;
        }
    }
    pieces.into_iter().map(plain).collect()
}

impl People {
    /// Returns the words of the first name, given names first, with a space between
    /// them: two fields with the same one name the same person as far as anyone can
    /// see.
    pub fn folded(&self) -> String {
        self.people
            .first()
            .map(|person| person.words.join(" "))
            .unwrap_or_default()
    }

    /// Returns whether there is nothing but a surname.
    pub fn is_surname_alone(&self) -> bool {
        !self.people.is_empty() && self.people.iter().all(|person| person.words.len() == 1)
    }

    /// Returns the words of which a record of these people's books has one besides the
    /// surname: each name, its initial, its short forms, and the name in other
    /// languages. None if only a surname is known.
    pub fn words_with_surname(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut add = |word: String| {
            if !word.is_empty() && !found.contains(&word) {
                found.push(word);
            }
        };
        for person in &self.people {
            let Some((_, given)) = person.words.split_last() else {
                continue;
            };
            for word in given {
                add(word.clone());
                if !is_initial(word) {
                    add(word.chars().take(1).collect());
                    for other in agree::other_given_names(word) {
                        add(other.to_owned());
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_as_people_write_them() {
        for (field, expected) in [
            ("Writer, Jane", &["Jane Writer"][..]),
            ("Writer, Jane; Brand, Tom", &["Jane Writer", "Tom Brand"]),
            ("Jane Writer, Tom Brand", &["Jane Writer", "Tom Brand"]),
            ("Weller, A. M., Brand, T.", &["A. M. Weller", "T. Brand"]),
            ("Anna Weller and Tom Brand", &["Anna Weller", "Tom Brand"]),
            ("Le Guin, Ursula K.", &["Ursula K. Le Guin"]),
            ("J. D. Robb (Nora Roberts)", &["J. D. Robb"]),
            ("Толстой, Лев", &["Лев Толстой"]),
            ("刘慈欣", &["刘慈欣"]),
            ("Unknown", &[]),
            ("", &[]),
        ] {
            let names: Vec<String> = written(field).into_iter().map(|it| it.shown).collect();
            assert_eq!(names, expected, "{field}");
        }
    }

    #[test]
    fn a_name_is_searched_for_under_its_other_forms() {
        let of = |name: &str| People::parse(name).words_with_surname();
        let robert = of("Robert Weller");
        for word in ["robert", "r", "bob", "rob"] {
            assert!(robert.iter().any(|own| own == word), "{word} {robert:?}");
        }
        assert!(of("Bob Weller").iter().any(|own| own == "robert"));
        assert!(of("Лев Толстой").iter().any(|own| own == "leo"));
        assert_eq!(of("A. Weller"), ["a"]);
        assert_eq!(of("Weller"), [""; 0]);
        assert!(People::parse("Weller").is_surname_alone());
        assert!(!People::parse("A. Weller").is_surname_alone());
        assert_eq!(People::parse("WELLER, ANNA").folded(), "anna weller");
    }
}
