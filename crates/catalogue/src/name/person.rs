//! A person's name in its words.

use crate::words::is_ideograph;

/// A name as one reading of a field has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// The words of the name in the order given names, surname; without
    /// particles, titles and roles.
    pub(super) words: Vec<String>,
    /// How many words at the end are the surname; `None` where the field does
    /// not say.
    pub(super) n_surname: Option<usize>,
    /// Whether this single word can only be a whole name, and no surname.
    pub(super) is_whole: bool,
}

pub(super) fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| !is_ideograph(c)) && chars.next().is_none()
}
