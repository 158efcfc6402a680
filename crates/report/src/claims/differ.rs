//! Where the list of a client, the collections and the registers do not say the same.

use super::key::folded;
use super::work::Work;
use crate::phrase::Phrase;
use crate::phrases::claims;
use crate::safe::{NAME_LIMIT, short};
use crate::words::Words;

/// Words in the names of publishers that distinguish none.
const COMMON: [&str; 32] = [
    "and",
    "und",
    "the",
    "der",
    "die",
    "das",
    "of",
    "co",
    "company",
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "llc",
    "llp",
    "plc",
    "corp",
    "corporation",
    "gmbh",
    "ag",
    "kg",
    "verlag",
    "publisher",
    "publishers",
    "publishing",
    "publications",
    "press",
    "books",
    "book",
    "group",
    "editions",
    "house",
];

/// Returns whether two names may be of the same publisher: all words of one that
/// distinguish it are in the other.
pub(super) fn is_same_publisher(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let name = folded(name);
        let telling = name.split(' ').filter(|word| !COMMON.contains(word));
        let telling: Vec<String> = telling.map(str::to_owned).collect();
        if telling.is_empty() {
            name.split(' ').map(str::to_owned).collect()
        } else {
            telling
        }
    };
    let (one, other) = (words(one), words(other));
    let is_in = |these: &[String], those: &[String]| these.iter().all(|it| those.contains(it));
    is_in(&one, &other) || is_in(&other, &one)
}

/// Says which collections and registers name another publisher than the client does.
pub(super) fn publishers(work: &Work<'_>, words: Words) -> Vec<String> {
    let Some(own) = work.facts.publisher.as_deref() else {
        return Vec::new();
    };
    let others = |names: Vec<(String, String)>, who: &Phrase| {
        let names = names.into_iter().map(|(name, _)| name);
        let others = names.filter(|name| !is_same_publisher(own, name));
        let names: Vec<String> = others
            .map(|name| words.fill(&crate::phrases::page::WORK, &[("title", &name)]))
            .collect();
        let values = [("who", words.say(who)), ("names", &words.list(&names))];
        (!names.is_empty()).then(|| words.fill(&claims::PUBLISHER_DIFFERS, &values))
    };
    let said = [
        others(work.publishers_listed(), &claims::A_COLLECTION),
        others(work.publishers_registered(), &claims::A_REGISTER),
    ];
    said.into_iter().flatten().collect()
}

/// Returns a number of a registration as it is compared: letters in capitals, digits
/// without leading zeros.
fn number(text: &str) -> String {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let start = plain.find(|c: char| c.is_ascii_digit());
    let (letters, digits) = plain.split_at(start.unwrap_or(plain.len()));
    let digits = digits.trim_start_matches('0');
    format!("{}{digits}", letters.to_ascii_uppercase())
}

/// Returns whether two dates can be the same day: one is the beginning of the other.
fn agrees(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Says how what the list says about registrations differs from what the registers say.
pub(super) fn registrations(work: &Work<'_>, words: Words) -> Vec<String> {
    let given = &work.facts.registrations;
    let mut said = Vec::new();
    let found = || work.own.iter().chain(&work.look);
    for own in given {
        let same = found().find(|it| number(&it.number) == number(&own.number));
        let shown = short(&own.number, NAME_LIMIT);
        match same {
            Some(same) => {
                if let (Some(given), Some(date)) = (&own.date, &same.date)
                    && !agrees(given, date)
                {
                    let (given, date) = (words.partial_date(given), words.partial_date(date));
                    let values = [("number", &*shown), ("given", &given), ("date", &date)];
                    said.push(words.fill(&claims::DATE_DIFFERS, &values));
                }
            }
            None if work.has_register => {
                said.push(words.fill(&claims::NUMBER_NOT_FOUND, &[("number", &shown)]));
            }
            None => {}
        }
    }
    for own in work.own.iter().filter(|_| !given.is_empty()) {
        let is_given = given
            .iter()
            .any(|it| number(&it.number) == number(&own.number));
        if !is_given && !own.number.is_empty() {
            let shown = short(&own.number, NAME_LIMIT);
            said.push(words.fill(&claims::NUMBER_NOT_GIVEN, &[("number", &shown)]));
        }
    }
    if let Some(given) = &work.facts.published {
        let mut dates = work.own.iter().filter_map(|own| own.published.as_deref());
        if let Some(date) = dates.find(|date| !agrees(given, date)) {
            let (given, date) = (words.partial_date(given), words.partial_date(date));
            let values = [("given", given.as_str()), ("date", &date)];
            said.push(words.fill(&claims::PUBLISHED_DIFFERS, &values));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{agrees, is_same_publisher, number};

    #[test]
    fn a_publisher_may_be_written_in_several_ways() {
        for (one, other) in [
            ("Salt & Sons", "SALT AND SONS, INC."),
            ("Harper", "Harper Books"),
            ("Knopf", "Alfred A. Knopf"),
            ("S. Fischer Verlag", "S. Fischer"),
            ("The Press", "Press"),
        ] {
            assert!(is_same_publisher(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("Salt & Sons", "Ingram"),
            ("Tor Books", "Orbit Books"),
            ("The Press", "The House"),
        ] {
            assert!(!is_same_publisher(one, other), "{one} {other}");
        }
    }

    #[test]
    fn numbers_and_dates_agree_however_precise() {
        assert_eq!(number("TX0000987776"), number("tx 987-776"));
        assert_ne!(number("TX987776"), number("TXu987776"));
        assert!(agrees("2010", "2010-03-04") && agrees("2010-03-04", "2010-03"));
        assert!(!agrees("2010-03", "2010-04-01") && !agrees("2011", "2010"));
    }
}
