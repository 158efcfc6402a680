//! How well two names agree.

use super::person::{Person, is_initial};
use crate::roman::{romanisations, romanised};

/// How well a name agrees with another, from not at all to fully.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    /// Another person, or nothing to judge by.
    None,
    /// The surname is the same, and one of the two has no given name.
    Surname,
    /// All words agree if the order is changed or a first name is left out.
    Loose,
    /// The surname is the same; one of the two has only the initial of a given
    /// name.
    Initial,
    /// Surname and given name are the same.
    Full,
}

/// Given names that are one name in several languages, in their Latin form.
const SAME_NAMES: [&[&str]; 19] = [
    &["lev", "leo", "leon"],
    &["fedor", "teodor", "teodore"],
    &["aleksandr", "aleksander", "aleksandre"],
    &["nikolai", "nicolas", "nicolai", "nikolas"],
    &["mihail", "michael", "micael", "mikail", "mikhail"],
    &["sergei", "serge", "sergius"],
    &["petr", "peter", "piotr"],
    &["pavel", "paul"],
    &["andrei", "andrev"],
    &["dmitri", "dimitri"],
    &["iosif", "iosef", "iosep", "iosepf"],
    &["grigori", "gregori"],
    &["evgeni", "eugene", "evgeniia"],
    &["maksim", "maksime"],
    &["ekaterina", "catarina", "katarina"],
    &["elena", "elene"],
    &["maria", "mariia", "mari"],
    &["ilia", "ili"],
    &["isaak", "isaac", "isak"],
];

/// Returns how well two names agree.
pub(super) fn of(wanted: &Person, person: &Person) -> Agreement {
    // Two words that may be whole names may also be surnames of other people.
    let is_unsure = wanted.is_whole && person.is_whole;
    let either_whole = wanted.is_whole || person.is_whole;
    if is_unsure || either_whole && wanted.words.len() != person.words.len() {
        return Agreement::None;
    }
    let mut best = Agreement::None;
    for n_wanted in surname_lengths(wanted) {
        for n_person in surname_lengths(person) {
            let (given, family) = wanted.words.split_at(wanted.words.len() - n_wanted);
            let (other_given, other_family) = person.words.split_at(person.words.len() - n_person);
            if family.len() == other_family.len()
                && family.iter().zip(other_family).all(|(a, b)| is_same(a, b))
            {
                best = best.max(of_given(given, other_given));
            }
        }
    }
    if best == Agreement::None && is_swapped(wanted, person) {
        best = Agreement::Loose;
    }
    best
}

/// Returns how many words at the end of a name may be the surname.
fn surname_lengths(person: &Person) -> std::ops::RangeInclusive<usize> {
    match person.n_surname {
        Some(n) => n..=n,
        // "Gabriel García Márquez" may be listed under either surname.
        None => 1..=person.words.len().saturating_sub(1).clamp(1, 3),
    }
}

/// Returns whether a name whose order is not known is the other one with the
/// surname first.
fn is_swapped(wanted: &Person, person: &Person) -> bool {
    if wanted.n_surname.is_some() && person.n_surname.is_some() {
        return false;
    }
    let (n, m) = (wanted.words.len(), person.words.len());
    if n < 2 || m < 2 {
        return false;
    }
    let turned = |words: &[String]| [&words[1..], &words[..1]].concat();
    let agrees = |a: &[String], b: &[String]| {
        let (Some(family), Some(other)) = (a.last(), b.last()) else {
            return false;
        };
        is_same(family, other)
            && !is_initial(family)
            && of_given(&a[..a.len() - 1], &b[..b.len() - 1]) == Agreement::Full
    };
    person.n_surname.is_none() && agrees(&wanted.words, &turned(&person.words))
        || wanted.n_surname.is_none() && agrees(&turned(&wanted.words), &person.words)
}

/// Returns how well given names agree when the surname is the same.
fn of_given(given: &[String], other: &[String]) -> Agreement {
    match (given, other) {
        ([], []) => return Agreement::Full,
        ([], _) | (_, []) => return Agreement::Surname,
        _ => {}
    }
    if given.len() != other.len() && given.concat() == other.concat() {
        return Agreement::Full;
    }
    let direct = aligned(given, other);
    if direct != Agreement::None {
        return direct;
    }
    // "J. Robert" is Robert; "Arthur Conan" is Conan too, if less surely.
    let skipped = |long: &[String], short: &[String]| {
        if long.len() < 2 || is_initial(&short[0]) {
            return Agreement::None;
        }
        match aligned(&long[1..], short) {
            Agreement::Full if is_initial(&long[0]) => Agreement::Initial,
            Agreement::Full => Agreement::Loose,
            _ => Agreement::None,
        }
    };
    skipped(given, other).max(skipped(other, given))
}

/// Compares given names one by one; those that only one side has are ignored.
fn aligned(given: &[String], other: &[String]) -> Agreement {
    let mut agreement = Agreement::Full;
    for (place, (a, b)) in given.iter().zip(other).enumerate() {
        if is_same(a, b) || is_same_given(a, b) {
            continue;
        }
        if is_initial(a) != is_initial(b) && is_initial_of(a, b) {
            if place == 0 {
                agreement = Agreement::Initial;
            }
            continue;
        }
        return Agreement::None;
    }
    agreement
}

/// Returns whether the shorter of two words is the initial of the longer, in any
/// alphabet.
fn is_initial_of(a: &str, b: &str) -> bool {
    let (short, long) = if is_initial(a) { (a, b) } else { (b, a) };
    if long.starts_with(short) {
        return true;
    }
    let (short, long) = (romanised(short), romanised(long));
    !short.is_empty() && long.starts_with(&short)
}

/// Returns whether two words are one name in different spellings or schemes of
/// transliteration.
fn is_same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if is_initial(a) || is_initial(b) {
        return !(a.is_ascii() && b.is_ascii()) && romanised(a) == romanised(b);
    }
    if a.is_ascii() && b.is_ascii() {
        // A spelling changes few letters.
        if a.len().abs_diff(b.len()) > 4 || a.len().min(b.len()) < 4 {
            return false;
        }
        let (own, other) = (romanised(a), romanised(b));
        return own == other
            || without_umlauts(a) == without_umlauts(b)
            || a.contains("ch") && romanisations(a).contains(&other)
            || b.contains("ch") && romanisations(b).contains(&own);
    }
    let (own, forms) = if a.is_ascii() {
        (romanised(b), romanisations(a))
    } else {
        (romanised(a), romanisations(b))
    };
    forms.contains(&own)
}

/// Drops the e that stands for the dots of ä, ö and ü.
fn without_umlauts(word: &str) -> String {
    word.replace("ae", "a")
        .replace("oe", "o")
        .replace("ue", "u")
}

/// Returns whether two words are one given name in two languages.
fn is_same_given(a: &str, b: &str) -> bool {
    if a.len().min(b.len()) < 3 {
        return false;
    }
    let (a, b) = (romanised(a), romanised(b));
    SAME_NAMES
        .iter()
        .any(|names| names.contains(&a.as_str()) && names.contains(&b.as_str()))
}
