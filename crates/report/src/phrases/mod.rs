//! The tables of sentences: each in every language, once.
//!
//! `shared` holds what the reports and the window's pages say with the same
//! words; the pages get it as `ui/src/lib/i18n/report.ts`. `page` holds what
//! only a report says, `lookup` what only the report of a look-up says, `claims` what
//! only a claim sheet says, `seal` what is said about a sealed report, `choice` which of
//! them a verdict or a tier has, `message` and `advice`, next to this folder, hold what the
//! engine puts into results.

pub(crate) mod choice;
pub(crate) mod claims;
pub(crate) mod lookup;
pub(crate) mod page;
pub(crate) mod registrations;
pub(crate) mod seal;
pub(crate) mod shared;

use crate::code::Code;
use crate::cutoff::CutoffSource;
use crate::language::Language;
use crate::phrase::Phrase;

/// Returns every phrase that the window's pages share with the reports, in the
/// order of the tables.
#[must_use]
pub fn shared() -> Vec<&'static Phrase> {
    let mut phrases = shared::ALL.to_vec();
    phrases.extend(registrations::ALL);
    for &code in Code::ALL {
        phrases.extend([code.sentence(), code.advice()]);
    }
    phrases.extend(CutoffSource::ALL.iter().map(|it| it.phrase()));
    phrases
}

/// Returns what no restriction on this program prevents, one sentence each.
#[must_use]
pub fn limits() -> [&'static Phrase; 6] {
    [
        &shared::LIMIT_PROGRAMS,
        &shared::LIMIT_MEMORY,
        &shared::LIMIT_SCREEN,
        &shared::LIMIT_FILES,
        &shared::LIMIT_FOLDERS,
        &shared::LIMIT_RECENT,
    ]
}

/// Returns which kinds of indexes there are, whom to ask for one, and how to make
/// one: a heading, and a sentence or two for each.
#[must_use]
pub fn kinds_of_indexes() -> [&'static Phrase; 6] {
    [
        &shared::KINDS,
        &shared::KINDS_TEXTS,
        &shared::KINDS_TITLES,
        &shared::KINDS_NUMBERS,
        &shared::KINDS_WHOM,
        &shared::KINDS_MAKE,
    ]
}

/// Returns what a reader must know about an index that lists book numbers only.
#[must_use]
pub fn numbers_only(language: Language) -> &'static str {
    shared::NUMBERS_ONLY.say(language)
}

/// Returns every phrase of this crate.
#[cfg(test)]
pub(crate) fn all() -> Vec<&'static Phrase> {
    let mut phrases = shared();
    phrases.extend(page::ALL);
    phrases.extend(lookup::ALL);
    phrases.extend(claims::ALL);
    phrases.extend(seal::ALL);
    phrases.extend(
        crate::advice::Advice::ALL
            .iter()
            .map(|advice| advice.phrase()),
    );
    phrases.extend(crate::message::Message::ALL.iter().map(|it| it.phrase()));
    phrases.extend(crate::message::Reason::ALL.iter().map(|it| it.phrase()));
    phrases.extend(crate::message::Fragment::ALL.iter().map(|it| it.phrase()));
    phrases.extend(crate::unread::Unread::ALL.iter().map(|it| it.phrase()));
    phrases.extend(crate::invalid::Invalid::ALL.iter().map(|it| it.phrase()));
    phrases.extend(crate::unread::FileKind::ALL.iter().map(|it| it.phrase()));
    phrases
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::all;
    use crate::language::Language;
    use crate::phrase::{Forms, Part, parts};

    fn texts(forms: Forms) -> Vec<&'static str> {
        match forms {
            Forms::Plain(text) => vec![text],
            Forms::Counted { one, other } => vec![one, other],
        }
    }

    fn names(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = parts(text)
            .into_iter()
            .filter_map(|part| match part {
                Part::Name(name) => Some(name),
                Part::Text(_) => None,
            })
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_phrase_has_a_key_of_its_own() {
        let mut seen = HashSet::new();
        for phrase in all() {
            assert!(seen.insert(phrase.key), "{}", phrase.key);
        }
        assert!(seen.len() > 250, "{}", seen.len());
    }

    #[test]
    fn every_language_names_the_same_values() {
        for phrase in all() {
            let english = texts(phrase.english);
            let german = texts(phrase.german);
            assert_eq!(english.len(), german.len(), "{}", phrase.key);
            for (english, german) in english.iter().zip(&german) {
                assert_eq!(names(english), names(german), "{}", phrase.key);
                assert_eq!(english.is_empty(), german.is_empty(), "{}", phrase.key);
            }
        }
    }

    #[test]
    fn quotes_are_those_of_the_language() {
        for phrase in all() {
            for text in texts(phrase.english) {
                assert!(!text.contains(['"', '„', '\'']), "{}: {text}", phrase.key);
            }
            for text in texts(phrase.german) {
                assert!(!text.contains(['"', '”', '\'']), "{}: {text}", phrase.key);
            }
        }
    }

    #[test]
    fn german_is_not_english() {
        for phrase in all() {
            let [english, german] = Language::ALL.map(|language| phrase.say(language));
            let n_words = english.split(' ').filter(|it| !it.starts_with('{')).count();
            assert!(
                english != german || n_words < 4,
                "{}: {english}",
                phrase.key
            );
        }
    }
}
