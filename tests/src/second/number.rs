//! Section 3 of docs/TERMS.md: the filed key.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::document;

static CARDINALS: LazyLock<HashMap<&str, u64>> = LazyLock::new(|| document::values("cardinals"));
static ORDINALS: LazyLock<HashMap<&str, u64>> = LazyLock::new(|| document::values("ordinals"));
static ROMAN: LazyLock<HashMap<&str, u64>> = LazyLock::new(|| document::values("roman"));
static TENS: LazyLock<HashMap<&str, u64>> = LazyLock::new(|| document::values("tens"));
static SPELLINGS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| document::pairs("spellings").into_iter().collect());
static OUR: LazyLock<Vec<&str>> = LazyLock::new(|| document::list("our"));
static AE: LazyLock<Vec<&str>> = LazyLock::new(|| document::list("ae"));

/// A value of a word.
#[derive(Clone, Copy)]
struct Value {
    n: u64,
    is_ordinal: bool,
}

/// Returns the words of a title key as they are filed.
pub(super) fn filed(words: &[String]) -> String {
    let mut filed = String::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(form) = before_another(words, at) {
            filed += form;
            at += 1;
        } else if let Some((number, n_words)) = number(&words[at..]) {
            filed += &number;
            at += n_words;
        } else {
            filed += &spelling(&words[at]);
            at += 1;
        }
    }
    filed
}

fn before_another(words: &[String], at: usize) -> Option<&'static str> {
    let next = words.get(at + 1)?;
    let is_numeric = is_figures(next) || value(next).is_some();
    match words[at].as_str() {
        "number" | "nr" | "nummer" | "numero" if is_numeric => Some("no"),
        "v" if at > 0 && !is_numeric => Some("vs"),
        "n" if at > 0 && !is_numeric => Some("and"),
        _ => None,
    }
}

fn is_figures(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn spelling(word: &str) -> String {
    if let Some(to) = SPELLINGS.get(word) {
        return (*to).to_owned();
    }
    if let Some((stem, rest)) = beginning(word, &OUR) {
        return format!("{}or{rest}", stem.strip_suffix("our").unwrap());
    }
    if beginning(word, &AE).is_some() {
        return word.replacen("ae", "e", 1);
    }
    for ending in [
        "isation", "isations", "ising", "ised", "iser", "isers", "ises", "ise",
    ] {
        if let Some(before) = word.strip_suffix(ending)
            && before.len() >= 4
            && before.is_ascii()
        {
            return format!("{before}iz{}", &ending[2..]);
        }
    }
    word.to_owned()
}

/// Returns the beginning of a word that is in a table, and the rest of the word.
fn beginning<'a>(word: &'a str, table: &[&'static str]) -> Option<(&'static str, &'a str)> {
    let mut found = table.iter();
    found.find_map(|stem| Some((*stem, word.strip_prefix(stem)?)))
}

/// Returns the value of a word.
fn value(word: &str) -> Option<Value> {
    let cardinal = |n: u64| Value {
        n,
        is_ordinal: false,
    };
    let ordinal = |n: u64| Value {
        n,
        is_ordinal: true,
    };
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &word[..word.len() - rest.len()];
        let is_place = matches!(rest, "st" | "nd" | "rd" | "th" | "er" | "eme");
        return (is_place && digits.len() <= 4).then(|| ordinal(digits.parse().unwrap()));
    }
    if let Some(n) = CARDINALS.get(word).or_else(|| ROMAN.get(word)) {
        return Some(cardinal(*n));
    }
    if let Some(n) = ORDINALS.get(word) {
        return Some(ordinal(*n));
    }
    let endings = ["ste", "sten", "ster", "stes"];
    let mut stems = endings.iter().filter_map(|end| word.strip_suffix(end));
    if let Some(n) = stems.find_map(compound) {
        return Some(ordinal(n));
    }
    compound(word).map(cardinal)
}

/// Returns the value of a compound.
fn compound(word: &str) -> Option<u64> {
    let contains = ["und", "ausend", "onderd", "izend", "mila", "cento", "enti"];
    let begins = [
        "vent", "trent", "quarant", "cinquant", "sessant", "settant", "ottant", "novant",
    ];
    let may_be = word.ends_with("tig")
        || contains.iter().any(|part| word.contains(part))
        || begins.iter().any(|part| word.starts_with(part));
    if !(7..=40).contains(&word.len()) || !may_be {
        return None;
    }
    let parts = [
        ("tausend", 1000),
        ("duizend", 1000),
        ("mila", 1000),
        ("hundert", 100),
        ("honderd", 100),
        ("cento", 100),
    ];
    let Some((part, factor)) = parts.iter().find(|(part, _)| word.contains(part)) else {
        return below_a_hundred(word);
    };
    let (before, after) = word.split_once(part)?;
    let after = after.strip_prefix("und").unwrap_or(after);
    let before = match before {
        "" => 1,
        text => part_value(text)?,
    };
    let after = match after {
        "" => 0,
        text => part_value(text)?,
    };
    (before < 1000 && after < *factor).then_some(before * factor + after)
}

fn part_value(text: &str) -> Option<u64> {
    if matches!(text, "ein" | "een" | "eins" | "eine") {
        return Some(1);
    }
    let value = CARDINALS.get(text).copied();
    value
        .or_else(|| compound(text))
        .or_else(|| below_a_hundred(text))
}

fn below_a_hundred(text: &str) -> Option<u64> {
    TENS.iter()
        .find_map(|(ten, tens)| of_ten(text, ten).map(|units| tens + units))
}

/// Returns what is added to a ten in a text.
fn of_ten(text: &str, ten: &str) -> Option<u64> {
    if text == ten {
        return Some(0);
    }
    if let Some(before) = text.strip_suffix(ten) {
        let ends = ["und", "en"].into_iter();
        let mut bare = ends.filter_map(|end| before.strip_suffix(end));
        if let Some(n) = bare.find_map(unit) {
            return Some(n);
        }
    }
    match text.strip_prefix(ten) {
        Some(rest) => unit(rest),
        None => unit(text.strip_prefix(&ten[..ten.len() - 1])?),
    }
}

fn unit(word: &str) -> Option<u64> {
    match word {
        "ein" | "een" | "uno" => Some(1),
        "due" => Some(2),
        "tre" => Some(3),
        "sei" => Some(6),
        _ => CARDINALS.get(word).copied().filter(|n| (1..=9).contains(n)),
    }
}

/// Reads the number at the start of `words`. Returns it as it is written, and
/// how many words it takes.
fn number(words: &[String]) -> Option<(String, usize)> {
    let first = value(&words[0]).or_else(|| figures(words))?;
    let (mut t, mut c) = match first.n {
        1000 => (1000, 0),
        n => (0, n),
    };
    let (mut last, mut taken) = (first, 1);
    loop {
        let l = last.n;
        if last.is_ordinal {
            break;
        }
        let value_at = |at: usize| words.get(at).and_then(|word| value(word));
        let is_and = words
            .get(taken)
            .is_some_and(|word| matches!(word.as_str(), "and" | "y" | "et" | "e" | "und" | "и"));
        if l >= 20
            && is_and
            && let Some(joined) = value_at(taken + 1).filter(|value| value.n < 100)
        {
            let v = joined.n;
            let fits = (1..=9).contains(&v) && c % 10 == 0 && c % 100 != 10
                || (10..=99).contains(&v) && c % 100 == 0;
            if !fits {
                break;
            }
            c += v;
            taken += 2;
            last = joined;
            continue;
        }
        let Some(next) = value_at(taken) else {
            break;
        };
        match next.n {
            1000 if t == 0 && c != 0 => {
                t = 1000 * c;
                c = 0;
            }
            100 if (1..=99).contains(&l) && c == l => c *= 100,
            20 if l == 4 && c == 4 => c = 80,
            v @ 10..=19 if matches!(l, 60 | 20) && matches!(c % 100, 60 | 80) => c += v,
            v @ 1..=9 if c % 10 == 0 && c % 100 != 10 => c += v,
            v @ 10..=99 if c % 100 == 0 => c += v,
            v @ 10..=99 if t == 0 && (10..=20).contains(&l) && c == l => c = 100 * c + v,
            _ => break,
        }
        taken += 1;
        last = next;
    }
    let ending = if last.is_ordinal { "th" } else { "" };
    Some((format!("{}{ending}", t + c), taken))
}

/// Returns the value of figures before a hundred or a thousand.
fn figures(words: &[String]) -> Option<Value> {
    let [figures, next, ..] = words else {
        return None;
    };
    let is_short = (1..=3).contains(&figures.len()) && !figures.starts_with('0');
    let factor = value(next).filter(|value| !value.is_ordinal)?;
    (is_figures(figures) && is_short && matches!(factor.n, 100 | 1000)).then(|| Value {
        n: figures.parse().unwrap(),
        is_ordinal: false,
    })
}
