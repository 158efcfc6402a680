//! What is said where nothing but a book number was compared.

use super::{Meaning, Words};
use crate::model::{ManuscriptResult, Match, Verdict};
use crate::order::Placed;
use crate::phrase::Phrase;
use crate::phrases::shared;
use crate::safe::{NAME_LIMIT, short};

impl Words {
    /// Returns the few words that head what was not found: more exact where all that
    /// was compared are the book numbers of some collections.
    pub(crate) fn headline_of_not_found(self, results: &[Placed<'_>]) -> String {
        match only(results) {
            Some(names) => self.not_among(&shared::NOT_AMONG_NUMBERS, names),
            None => self.headline(Verdict::NotFound).to_owned(),
        }
    }

    /// Returns what it means that one of several results was not found, if all that
    /// was compared for it, and not for all of them, are book numbers.
    pub(crate) fn not_found_by_number(
        self,
        result: &ManuscriptResult,
        all: &[Placed<'_>],
    ) -> Option<String> {
        let names = Some(result.numbers_of.as_slice()).filter(|names| !names.is_empty())?;
        only(all).is_none().then(|| {
            format!(
                "{}. {}",
                self.not_among(&shared::NOT_AMONG_NUMBERS, names),
                self.not_among(&shared::NOT_AMONG_NUMBERS_NOT, names)
            )
        })
    }

    /// Fills in the names of collections.
    pub(crate) fn not_among(self, phrase: &Phrase, names: &[String]) -> String {
        let names: Vec<String> = names.iter().map(|name| short(name, NAME_LIMIT)).collect();
        self.fill(phrase, &[("names", &self.list(&names))])
    }

    /// Returns what a match means and what it does not mean.
    pub(crate) fn meaning_of_match(self, found: &Match) -> Meaning {
        if found.is_by_number() {
            return Meaning {
                means: self.say(&shared::NUMBER_LISTED_MEANS).to_owned(),
                means_not: self.say(&shared::NUMBER_LISTED_NOT).to_owned(),
            };
        }
        if found.verdict == Verdict::Possible && found.has_number_alone() {
            return Meaning {
                means: self.say(&shared::POSSIBLE_NUMBER_MEANS).to_owned(),
                means_not: self.say(&shared::POSSIBLE_NUMBER_NOT).to_owned(),
            };
        }
        self.meaning(found.verdict)
    }
}

/// Returns the collections whose book numbers are all that was compared for every one
/// of some results; `None` if there are other results, or they differ.
pub(super) fn only<'a>(results: &'a [Placed<'_>]) -> Option<&'a [String]> {
    let (first, rest) = results.split_first()?;
    let names = first.numbers_of.as_slice();
    let is_same = rest.iter().all(|result| result.numbers_of == names);
    (is_same && !names.is_empty()).then_some(names)
}
