//! Two books, written nearly alike.

use super::{Chance, Entry, Expected, Kind, is_plain, names, plain, with_author, with_titles};
use crate::rows::{Work, words};

type Make = fn(&Work, &mut Chance<'_>) -> Option<[Entry; 2]>;

pub(super) fn kinds() -> Vec<Kind> {
    let others: &[(&'static str, Make)] = &[
        ("another author", |work, chance| {
            let other = chance.other_than(work)?.author;
            Some(with_author(work, other))
        }),
        ("another first name", |work, chance| {
            let (given, last) = names(work);
            let first = *given.first()?;
            let other = chance.work().clone();
            let (others, _) = names(&other);
            let (name, initial) = (*others.first()?, others.first()?.chars().next()?);
            // A name that begins alike may be a form of the same.
            let is_other = name.chars().count() > 2 && !first.starts_with(initial);
            (is_plain(work) && is_plain(&other) && is_other)
                .then(|| with_author(work, format!("{name} {last}")))
        }),
        ("another initial", |work, chance| {
            let (given, last) = names(work);
            let letter = other_letter(given.first()?, chance)?;
            // "K. Jerome" may be Jerome K. Jerome.
            let is_own = given.iter().any(|name| name.starts_with(letter));
            (is_plain(work) && !is_own).then(|| with_author(work, format!("{letter}. {last}")))
        }),
        ("two initials, one another", |work, chance| {
            let (given, last) = names(work);
            let first = given.first()?.chars().next()?;
            let (a, b) = ("EYBTMD".chars(), "DTEYAL".chars());
            let (a, b) = a.zip(b).nth(chance.random.below(6))?;
            let [asked, record] = [a, b].map(|middle| Entry {
                author: format!("{first}. {middle}. {last}"),
                ..plain(work)
            });
            is_plain(work).then_some([asked, record])
        }),
        ("another middle initial", |work, chance| {
            let (given, last) = names(work);
            let first = *given.first()?;
            let (a, b) = ("EYATMD".chars(), "DEYALT".chars());
            let (a, b) = a.zip(b).nth(chance.random.below(6))?;
            let is_inverted = chance.random.below(2) == 0;
            let [asked, record] = [a, b].map(|middle| Entry {
                author: if is_inverted {
                    format!("{last}, {first} {middle}.")
                } else {
                    format!("{first} {middle}. {last}")
                },
                ..plain(work)
            });
            (is_plain(work) && first.chars().count() > 2).then_some([asked, record])
        }),
        ("a first name like a particle", |work, chance| {
            let (given, last) = names(work);
            let name = chance.one_of(&["Al", "Ben", "Van", "Bin", "Le", "La", "St"]);
            let first = *given.first()?;
            let asked = Entry {
                author: format!("{name} {last}"),
                ..plain(work)
            };
            // "Van De Quincey" is a surname.
            let is_other = !last.contains(' ') && !first.starts_with(name.chars().next()?);
            (is_plain(work) && is_other).then(|| {
                [
                    asked,
                    with_author(work, format!("{last}, {first}"))[1].clone(),
                ]
            })
        }),
        ("another word of the title", |work, chance| {
            let other = with_other_word(&work.main, chance)?;
            let recorded = Work {
                main: other,
                ..work.clone()
            };
            Some(with_titles(work, work.title(), recorded.title()))
        }),
        ("Vol. n", |work, chance| {
            volumes(
                work,
                chance,
                &[", Vol. ", ", Volume ", " Vol. ", " (Vol. ", ". Volume "],
                false,
            )
        }),
        ("Book n, Part n", |work, chance| {
            volumes(
                work,
                chance,
                &[", Book ", ": Book ", " - Part ", ", Part ", " (Part "],
                false,
            )
        }),
        ("Part One", |work, chance| {
            volumes(
                work,
                chance,
                &[", Part ", ": Part ", ": Book ", ", Volume "],
                true,
            )
        }),
        ("Title II", |work, chance| {
            let (a, b) = two_numbers(chance);
            let [a, b] =
                [a, b].map(|n| format!("{} {}", work.main, ["I", "II", "III", "IV", "V", "VI"][n]));
            Some(with_titles(work, a, b))
        }),
        ("Title 2", |work, chance| {
            let (a, b) = two_numbers(chance);
            let [a, b] = [a, b].map(|n| format!("{} {}", work.main, n + 2));
            Some(with_titles(work, a, b))
        }),
        ("(1/2)", |work, _| {
            let [a, b] = ["(1/2)", "(2/2)"].map(|part| format!("{} {part}", work.main));
            Some(with_titles(work, a, b))
        }),
        ("another note in brackets", |work, chance| {
            const NOTES: [[&str; 2]; 8] = [
                ["Level 1", "Level 2"],
                ["Teacher's Book", "Student's Book"],
                ["Upper Volume", "Lower Volume"],
                ["Grade 3", "Grade 4"],
                ["Workbook", "Textbook"],
                ["Beginner", "Advanced"],
                ["First Semester", "Second Semester"],
                ["Answer Key", "Exercises"],
            ];
            let notes = NOTES[chance.random.below(NOTES.len())];
            let [a, b] = notes.map(|note| format!("{} ({note})", work.main));
            Some(with_titles(work, a, b))
        }),
        ("another subtitle", |work, chance| {
            let own = work.subtitle.as_ref()?;
            let other = chance.work().subtitle.clone()?;
            // "A novel" next to another subtitle does not say that it is another book.
            let is_telling = |subtitle: &String| long_words(subtitle).len() > 1;
            let is_other = shared(own, &other) == 0 && is_telling(own) && is_telling(&other);
            let recorded = format!("{}: {other}", work.main);
            is_other.then(|| with_titles(work, work.title(), recorded))
        }),
        ("another word of the subtitle", |work, chance| {
            let own = work.subtitle.as_ref().filter(|own| words(own).len() >= 5)?;
            let other = with_other_word(own, chance)?;
            let recorded = format!("{}: {other}", work.main);
            Some(with_titles(work, work.title(), recorded))
        }),
        ("C, C++, C#", |work, chance| {
            const SIGNS: [&str; 5] = ["C", "C++", "C#", "F#", "J#"];
            let a = SIGNS[chance.random.below(SIGNS.len())];
            let b = SIGNS[chance.random.below(SIGNS.len())];
            let form = chance.random.below(3);
            let title = |sign: &str| match form {
                0 => format!("{sign} {}", work.main),
                1 => format!("{} in {sign}", work.main),
                _ => format!("{} with {sign}: A Practical Guide", work.main),
            };
            (a != b).then(|| with_titles(work, title(a), title(b)))
        }),
        ("a companion", |work, chance| {
            let title = work.main.clone();
            let other = match chance.random.below(5) {
                0 => format!("{title}: A Study Guide"),
                1 => format!("Summary of {title}"),
                2 => format!("{title}: The Graphic Novel"),
                3 => format!("The Making of {title}"),
                _ => format!("{title} Coloring Book"),
            };
            Some(with_titles(work, title, other))
        }),
    ];
    let kinds = others.iter().map(|&(name, make)| Kind {
        name,
        expected: Expected::Other,
        make,
    });
    kinds.collect()
}

/// Returns a letter with which a name does not begin.
fn other_letter(name: &str, chance: &mut Chance<'_>) -> Option<char> {
    let letters = "ABCDEFGHJKLMNPRSTVWY";
    let letter = letters.chars().nth(chance.random.below(letters.len()))?;
    let first = name.chars().next()?.to_ascii_uppercase();
    (first.is_ascii_alphabetic() && letter != first).then_some(letter)
}

/// Returns two numbers below 6 that differ.
fn two_numbers(chance: &mut Chance<'_>) -> (usize, usize) {
    let a = chance.random.below(6);
    (a, (a + 1 + chance.random.below(5)) % 6)
}

fn volumes(
    work: &Work,
    chance: &mut Chance<'_>,
    signs: &[&str],
    in_words: bool,
) -> Option<[Entry; 2]> {
    const WORDS: [&str; 6] = ["One", "Two", "Three", "Four", "Five", "Six"];
    // Of "Saga, Vol. 5. Volume 6" and "Saga, Vol. 5. Volume 7", nobody can say
    // which number counts.
    if counts_volumes(&work.main) {
        return None;
    }
    let (a, b) = two_numbers(chance);
    let sign = chance.one_of(signs);
    let end = if sign.contains('(') { ")" } else { "" };
    let [a, b] = [a, b].map(|n| {
        let number = if in_words {
            WORDS[n].to_owned()
        } else {
            (n + 1).to_string()
        };
        format!("{}{sign}{number}{end}", work.main)
    });
    Some(with_titles(work, a, b))
}

/// Returns whether a title counts the volumes of its work already.
fn counts_volumes(title: &str) -> bool {
    const SIGNS: [&str; 6] = ["vol", "volume", "book", "part", "band", "tome"];
    let words = words(title);
    let is_sign = |pair: &[String]| {
        SIGNS.contains(&pair[0].as_str()) && pair[1].starts_with(|c: char| c.is_ascii_digit())
    };
    words.windows(2).any(is_sign)
}

/// Returns how many long words two texts share.
fn shared(a: &str, b: &str) -> usize {
    let b = long_words(b);
    let a = long_words(a).into_iter();
    a.filter(|word| b.contains(word)).count()
}

fn long_words(text: &str) -> Vec<String> {
    let words = words(text).into_iter();
    words.filter(|word| word.chars().count() > 3).collect()
}

/// Replaces one of the long words of a text by one of another title.
fn with_other_word(text: &str, chance: &mut Chance<'_>) -> Option<String> {
    let parts: Vec<&str> = text.split(' ').collect();
    let is_long = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 4;
    let long: Vec<usize> = (0..parts.len()).filter(|&it| is_long(parts[it])).collect();
    let other = chance.work().clone();
    let others: Vec<&str> = other.main.split(' ').filter(|word| is_long(word)).collect();
    if long.is_empty() || others.is_empty() {
        return None;
    }
    let place = long[chance.random.below(long.len())];
    let word = others[chance.random.below(others.len())];
    let end = parts[place].trim_start_matches(char::is_alphabetic);
    let replaced = format!("{}{}", word.trim_matches(|c: char| !c.is_alphabetic()), end);
    // Two words of one family may be one word in two spellings.
    let head = |word: &str| word.to_lowercase().chars().take(3).collect::<String>();
    if head(&replaced) == head(parts[place]) || end.chars().any(char::is_alphabetic) {
        return None;
    }
    let mut parts = parts.clone();
    parts[place] = &replaced;
    Some(parts.join(" "))
}
