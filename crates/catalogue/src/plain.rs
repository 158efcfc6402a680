//! One form of the words that titles write in several ways.
//!
//! "Nineteen Eighty-Four" is listed as "1984", "The Thirty-Nine Steps" as "The
//! 39 Steps", "Doctor Zhivago" as "Dr. Zhivago", "The Colour Purple" as "The
//! Color Purple". A title is compared in its own words first and then in this
//! form, and it is filed under this form, so that either spelling finds the
//! other.
//!
//! Numbers are read in English, German, French, Spanish, Italian, Portuguese,
//! Dutch and Russian. A word that is a number in one language and a common word
//! in another ("once", "elf") is left alone.

mod words;

use std::collections::HashMap;
use std::sync::LazyLock;
use words::{AE, CARDINALS, ORDINALS, OUR, ROMAN, SPELLINGS};

/// A number that is being read: a word's value, and whether it is a place in an
/// order.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    is_ordinal: bool,
}

/// What the tables say about a word.
#[derive(Clone, Copy)]
enum Known {
    Number(Number),
    Spelling(&'static str),
}

/// The words of the tables: every word of every title of a dump is looked up.
static KNOWN: LazyLock<HashMap<&'static str, Known>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (list, is_ordinal) in [(&CARDINALS[..], false), (&ROMAN, false), (&ORDINALS, true)] {
        for &(word, value) in list {
            known
                .entry(word)
                .or_insert(Known::Number(Number { value, is_ordinal }));
        }
    }
    for (word, to) in SPELLINGS {
        known.insert(word, Known::Spelling(to));
    }
    known
});

/// Returns folded words in the form that is compared; the same words if they
/// have no other spelling.
///
/// `nineteen eighty four` is `1984`, `thirty nine` is `39`, `first` and `1st`
/// are `1th`, `colour` is `color`, `doctor` is `dr`, `&` was dropped before.
pub fn plain(words: &[String]) -> Vec<String> {
    let mut all = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        if let Some(word) = between(words, at) {
            all.push(word.to_owned());
            at += 1;
        } else if let Some((number, n)) = number(&words[at..]) {
            all.push(number);
            at += n;
        } else {
            all.push(plain_word(&words[at]));
            at += 1;
        }
    }
    all
}

/// Returns the form of a word that means something else in other places: "Number" and
/// "Nr." before a number, the "v." of "Kramer v. Kramer", the "n" of "Rock 'n' Roll".
fn between(words: &[String], at: usize) -> Option<&'static str> {
    let next = words.get(at + 1)?;
    let is_number = next.bytes().all(|byte| byte.is_ascii_digit()) || value(next).is_some();
    match words[at].as_str() {
        "number" | "nr" | "nummer" | "numero" if is_number => Some("no"),
        "v" if at > 0 && !is_number => Some("vs"),
        "n" if at > 0 && !is_number => Some("and"),
        _ => None,
    }
}

/// Reads the number at the start of `words`; returns it in figures, and how many
/// words it takes.
fn number(words: &[String]) -> Option<(String, usize)> {
    let first = value(words.first()?).or_else(|| figures(words))?;
    let (mut total, mut current, mut is_ordinal) = (0_u32, 0_u32, false);
    let mut n = 0;
    let mut before: Option<u32> = None;
    let mut next = Some(first);
    while let Some(number) = next {
        let step = match (before, number.value) {
            (None, value) => Some(value),
            // "Two hundred", "twenty thousand": only once each.
            (Some(_), 1_000) if total == 0 && current > 0 => {
                total = current.saturating_mul(1_000);
                Some(0)
            }
            (Some(before), 100) if (1..100).contains(&before) && current == before => {
                Some(current * 100)
            }
            // "Quatre-vingts" is eighty.
            (Some(4), 20) if current == 4 => Some(80),
            // "Soixante-dix" is seventy.
            (Some(60 | 20), value @ 10..20) if matches!(current % 100, 60 | 80) => {
                Some(current + value)
            }
            // "Twenty-one", "hundred and one".
            (Some(_), value @ 1..10) if current.is_multiple_of(10) && current % 100 != 10 => {
                Some(current + value)
            }
            (Some(_), value @ 10..100) if current.is_multiple_of(100) => Some(current + value),
            // "Nineteen eighty-four" is a year.
            (Some(before), value @ 10..100)
                if total == 0 && current == before && (10..=20).contains(&before) =>
            {
                Some(current * 100 + value)
            }
            _ => None,
        };
        let Some(step) = step else { break };
        if before.is_none() && number.value == 1_000 {
            total = 1_000;
        } else {
            current = step;
        }
        before = Some(number.value);
        n += 1;
        // "Hundred and one", "treinta y nueve".
        let is_and =
            |word: &String| matches!(word.as_str(), "and" | "y" | "et" | "e" | "und" | "и");
        let joins = before.is_some_and(|value| value >= 20) && words.get(n).is_some_and(is_and);
        let skip = usize::from(joins && words.get(n + 1).and_then(|word| small(word)).is_some());
        is_ordinal = number.is_ordinal;
        if is_ordinal {
            break;
        }
        next = words.get(n + skip).and_then(|word| value(word));
        if skip == 1 && !fits(total, current, next) {
            break;
        }
        n += skip;
    }
    let sum = total + current;
    let ending = if is_ordinal { "th" } else { "" };
    Some((format!("{sum}{ending}"), n))
}

/// Returns the figures at the start of `words` if a word multiplies them: "20
/// thousand".
fn figures(words: &[String]) -> Option<Number> {
    let [figures, factor, ..] = words else {
        return None;
    };
    let is_number = (1..4).contains(&figures.len())
        && !figures.starts_with('0')
        && figures.bytes().all(|byte| byte.is_ascii_digit());
    let factor = value(factor).filter(|factor| !factor.is_ordinal)?.value;
    (is_number && matches!(factor, 100 | 1_000)).then_some(Number {
        value: figures.parse().ok()?,
        is_ordinal: false,
    })
}

/// Returns whether a number after "and" belongs to the one before it.
fn fits(total: u32, current: u32, next: Option<Number>) -> bool {
    next.is_some_and(|next| match next.value {
        1..10 => current.is_multiple_of(10) && current % 100 != 10 && total + current > 0,
        10..100 => current.is_multiple_of(100) && total + current > 0,
        _ => false,
    })
}

/// Returns the value of a word for a number below a hundred.
fn small(word: &str) -> Option<u32> {
    value(word)
        .map(|number| number.value)
        .filter(|&value| value < 100)
}

/// Returns what a number word stands for.
fn value(word: &str) -> Option<Number> {
    if word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        // Only as a place in an order: "21st" is "twenty-first".
        let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let is_place = matches!(&word[n_digits..], "st" | "nd" | "rd" | "th" | "er" | "eme");
        let value = word[..n_digits].parse().ok();
        return value
            .filter(|_| is_place && n_digits < 5)
            .map(|value| Number {
                value,
                is_ordinal: true,
            });
    }
    match KNOWN.get(word) {
        Some(Known::Number(number)) => Some(*number),
        Some(Known::Spelling(_)) => None,
        None => {
            // "Fünfunddreißigste".
            let mut endings = ["ste", "sten", "ster", "stes"].iter();
            let stem = endings.find_map(|ending| word.strip_suffix(ending));
            let cardinal = || compound(word).map(|value| (value, false));
            let ordinal = stem.and_then(compound).map(|value| (value, true));
            let (value, is_ordinal) = ordinal.or_else(cardinal)?;
            Some(Number { value, is_ordinal })
        }
    }
}

/// Returns the value of a number that is written in one word, as in German,
/// Dutch and Italian.
fn compound(word: &str) -> Option<u32> {
    const ENDINGS: [&str; 7] = ["und", "ausend", "onderd", "izend", "mila", "cento", "enti"];
    const ITALIAN: [&str; 8] = [
        "vent", "trent", "quarant", "cinquant", "sessant", "settant", "ottant", "novant",
    ];
    let may_be = (7..=40).contains(&word.len())
        && (word.ends_with("tig")
            || ENDINGS.iter().any(|part| word.contains(part))
            || ITALIAN.iter().any(|part| word.starts_with(part)));
    if !may_be {
        return None;
    }
    for (parts, factor) in [
        (["tausend", "duizend", "mila"], 1_000),
        (["hundert", "honderd", "cento"], 100),
    ] {
        for part in parts {
            if let Some((before, after)) = word.split_once(part) {
                let times = if before.is_empty() {
                    1
                } else {
                    part_value(before)?
                };
                let after = after.strip_prefix("und").unwrap_or(after);
                let rest = if after.is_empty() {
                    0
                } else {
                    part_value(after)?
                };
                return (times < 1_000 && rest < factor).then_some(times * factor + rest);
            }
        }
    }
    below_hundred(word)
}

/// Returns the value of a part of a compound.
fn part_value(word: &str) -> Option<u32> {
    if matches!(word, "ein" | "een" | "eins" | "eine") {
        return Some(1);
    }
    let found = CARDINALS.iter().find(|(own, _)| *own == word);
    found
        .map(|&(_, value)| value)
        .or_else(|| compound(word))
        .or_else(|| below_hundred(word))
}

/// Returns the value of "einundzwanzig", "negenendertig" or "trentanove".
fn below_hundred(word: &str) -> Option<u32> {
    const TENS: [(&str, u32); 24] = [
        ("zwanzig", 20),
        ("dreissig", 30),
        ("vierzig", 40),
        ("funfzig", 50),
        ("sechzig", 60),
        ("siebzig", 70),
        ("achtzig", 80),
        ("neunzig", 90),
        ("twintig", 20),
        ("dertig", 30),
        ("veertig", 40),
        ("vijftig", 50),
        ("zestig", 60),
        ("zeventig", 70),
        ("tachtig", 80),
        ("negentig", 90),
        ("venti", 20),
        ("trenta", 30),
        ("quaranta", 40),
        ("cinquanta", 50),
        ("sessanta", 60),
        ("settanta", 70),
        ("ottanta", 80),
        ("novanta", 90),
    ];
    let unit = |word: &str| match word {
        "ein" | "een" | "uno" => Some(1),
        "due" => Some(2),
        "tre" => Some(3),
        "sei" => Some(6),
        _ => CARDINALS
            .iter()
            .find(|(own, value)| *own == word && (1..10).contains(value))
            .map(|&(_, value)| value),
    };
    for (ten, value) in TENS {
        if word == ten {
            return Some(value);
        }
        if let Some(before) = word.strip_suffix(ten) {
            let before = before
                .strip_suffix("und")
                .or_else(|| before.strip_suffix("en"));
            if let Some(unit) = before.and_then(unit) {
                return Some(value + unit);
            }
        }
        // "Ventuno" and "ventotto" lose a vowel.
        let stem = &ten[..ten.len() - 1];
        let after = word.strip_prefix(ten).or_else(|| word.strip_prefix(stem));
        if let Some(unit) = after.and_then(unit) {
            return Some(value + unit);
        }
    }
    None
}

/// Returns a word in the spelling that is compared.
fn plain_word(word: &str) -> String {
    if let Some(Known::Spelling(to)) = KNOWN.get(word) {
        return (*to).to_owned();
    }
    if word.contains("our")
        && let Some(stem) = OUR.iter().find(|stem| word.starts_with(**stem))
    {
        let n = stem.len();
        return format!("{}or{}", &stem[..n - 3], &word[n..]);
    }
    if word.contains("ae") && AE.iter().any(|stem| word.starts_with(stem)) {
        return word.replacen("ae", "e", 1);
    }
    // "Organise" and "organize".
    if !word.contains("is") {
        return word.to_owned();
    }
    for ending in [
        "isation", "isations", "ising", "ised", "iser", "isers", "ises", "ise",
    ] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() > 3
            && stem.is_ascii()
        {
            return format!("{stem}iz{}", &ending[2..]);
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests;
