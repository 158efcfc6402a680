//! A person's name in its words.

use crate::words::is_ideograph;

/// One reading of a name in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// The words of the name in the order given names, surname; without
    /// particles, titles and roles.
    pub(super) words: Vec<String>,
    /// How many words at the end are the surname; `None` where the field does
    /// not say.
    pub(super) n_surname: Option<usize>,
    /// The words with the particles, in the same order.
    pub(super) full: Vec<String>,
    /// How many words at the end of `full` are the surname.
    pub(super) n_full: Option<usize>,
    /// Whether this single word can only be a whole name, and not a surname.
    pub(super) is_whole: bool,
    /// Whether the name is only in brackets after another one.
    pub(super) is_aside: bool,
    /// Which of several people of one name in a family: 1 for "Sr.", 2 for "Jr." and
    /// "II".
    pub(super) generation: Option<u8>,
}

impl Person {
    /// Makes a name without particles.
    pub(super) fn new(words: Vec<String>, n_surname: Option<usize>) -> Self {
        Self {
            full: words.clone(),
            n_full: n_surname,
            words,
            n_surname,
            is_whole: false,
            is_aside: false,
            generation: None,
        }
    }

    /// Returns the name as one that can only be a whole name.
    pub(super) fn whole(self) -> Self {
        Self {
            is_whole: true,
            ..self
        }
    }
}

/// Returns the generation that a name states, from its words with a space between
/// them; `None` if it states none, or several do.
pub(super) fn generation(joined: &str) -> Option<u8> {
    let of = |word: &str| match word {
        "sr" | "senior" => Some(1),
        "jr" | "junior" | "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => None,
    };
    // The first word is a name: "Junior Weller".
    let mut stated = joined.split(' ').skip(1).filter_map(of);
    stated.next().filter(|_| stated.next().is_none())
}

/// Returns whether a word is a single letter, in any alphabet.
pub(super) fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| !is_ideograph(c)) && chars.next().is_none()
}
