//! One book, written in two ways.

use super::{
    Chance, Entry, Expected, Kind, capitalised, is_plain, names, plain, with_author, with_titles,
};
use crate::rows::Work;

/// The kind that changes nothing, to compare the others with.
pub(super) const AS_IT_IS: &str = "as it is";

type Make = fn(&Work, &mut Chance<'_>) -> Option<[Entry; 2]>;

pub(super) fn kinds() -> Vec<Kind> {
    let found: &[(&'static str, Make)] = &[
        (AS_IT_IS, |work, _| Some([plain(work), plain(work)])),
        ("capitals", |work, _| {
            Some([plain(work), upper(&plain(work))])
        }),
        ("small letters asked", |work, _| {
            let Entry { title, author } = plain(work);
            let asked = Entry {
                title: title.to_lowercase(),
                author: author.to_lowercase(),
            };
            Some([asked, plain(work)])
        }),
        ("Last, First", |work, _| inverted(work, ", ", false)),
        ("LAST, FIRST", |work, _| inverted(work, ", ", true)),
        ("LAST FIRST", |work, _| inverted(work, " ", true)),
        ("Last, First asked", |work, _| {
            inverted(work, ", ", false).map(|[asked, record]| [record, asked])
        }),
        ("F. Last", |work, _| initials(work, " ")),
        ("F. Last asked", |work, _| {
            initials(work, " ").map(|[asked, record]| [record, asked])
        }),
        ("F.M. Last", |work, _| {
            (names(work).0.len() > 1).then(|| initials(work, ""))?
        }),
        ("middle name left out", |work, _| {
            let (given, last) = names(work);
            let [first, _, ..] = given.as_slice() else {
                return None;
            };
            (is_plain(work) && first.chars().count() > 2)
                .then(|| with_author(work, format!("{first} {last}")))
        }),
        ("a second author", |work, chance| {
            let other = chance.other_than(work)?.author;
            let sign = chance.one_of(&[", ", "; ", " & ", " and "]);
            Some(with_author(work, format!("{}{sign}{other}", work.author)))
        }),
        ("a role", |work, chance| {
            let role = chance.one_of(&[" (ed.)", " (eds.)", " (auth.)", " (Author)", ", author"]);
            Some(with_author(work, format!("{}{role}", work.author)))
        }),
        ("a degree", |work, chance| {
            let degree = chance.one_of(&[
                " Ph.D.",
                ", Ph.D.",
                " PhD",
                ", PhD",
                " M.D.",
                ", MD",
                " MBA",
                " M.A.",
                ", M.D., Ph.D.",
                " Esq.",
            ]);
            is_plain(work).then(|| with_author(work, format!("{}{degree}", work.author)))
        }),
        ("a title of honour", |work, chance| {
            let honour = chance.one_of(&["Dr. ", "Dr ", "Prof. ", "Professor ", "Sir ", "Rev. "]);
            is_plain(work).then(|| with_author(work, format!("{honour}{}", work.author)))
        }),
        ("Title, The", |work, _| {
            let (article, rest) = work.main.split_once(' ')?;
            ["The", "A", "An"].contains(&article).then(|| {
                let inverted = Work {
                    main: format!("{rest}, {article}"),
                    ..work.clone()
                };
                with_titles(work, work.title(), inverted.title())
            })
        }),
        ("article left out", |work, _| {
            let rest = work
                .main
                .strip_prefix("The ")
                .or(work.main.strip_prefix("A "))?;
            let bare = Work {
                main: rest.to_owned(),
                ..work.clone()
            };
            Some(with_titles(work, work.title(), bare.title()))
        }),
        ("& for and", |work, _| {
            let other = work.title().replace(" and ", " & ");
            Some(with_titles(work, work.title(), other))
        }),
        ("another apostrophe", |work, chance| {
            let sign = chance.one_of(&["’", "`", "", "´"]);
            let Entry { title, author } = plain(work);
            let record = Entry {
                title: title.replace('\'', sign),
                author: author.replace('\'', sign),
            };
            Some([plain(work), record])
        }),
        ("hyphen as a space", |work, _| {
            Some(with_titles(work, work.title(), without_hyphens(work, " ")))
        }),
        ("underscores", |work, _| {
            let other = work.title().replace(": ", "_ ").replace(' ', "_");
            Some(with_titles(work, work.title(), other))
        }),
        ("(Series, #n) recorded", |work, _| {
            let _ = work.series.as_ref()?;
            Some(with_titles(work, work.title(), work.full_title()))
        }),
        ("(Series, #n) asked", |work, _| {
            let _ = work.series.as_ref()?;
            Some(with_titles(work, work.full_title(), work.title()))
        }),
        ("(Series Book n)", |work, _| {
            let (name, number) = work.series.as_ref()?;
            let other = format!("{} ({name} Book {number})", work.title());
            Some(with_titles(work, work.full_title(), other))
        }),
        ("Title: Series, Book n", |work, _| {
            let (name, number) = plain_series(work)?;
            let other = format!("{}: {name}, Book {number}", work.main);
            Some(with_titles(work, work.full_title(), other))
        }),
        ("Title - Series n", |work, _| {
            let (name, number) = plain_series(work)?;
            let other = format!("{} - {name} {number}", work.main);
            Some(with_titles(work, work.full_title(), other))
        }),
        ("Series n: Title", |work, _| {
            let (name, number) = plain_series(work)?;
            let other = format!("{name} {number}: {}", work.main);
            Some(with_titles(work, work.full_title(), other))
        }),
        ("Series, Book n: Title", |work, _| {
            let (name, number) = plain_series(work)?;
            let other = format!("{name}, Book {number}: {}", work.main);
            Some(with_titles(work, work.full_title(), other))
        }),
        ("Series 0n - Title", |work, _| {
            let (name, number) = plain_series(work)?;
            let other = format!("{name} {number:02} - {}", work.main);
            Some(with_titles(work, work.full_title(), other))
        }),
        ("subtitle after a full stop", |work, _| {
            subtitle_after(work, ". ")
        }),
        ("subtitle after a dash", |work, _| {
            subtitle_after(work, " - ")
        }),
        ("subtitle after a long dash", |work, _| {
            subtitle_after(work, " — ")
        }),
        ("subtitle after a comma", |work, _| {
            subtitle_after(work, ", ")
        }),
        ("subtitle after a semicolon", |work, _| {
            subtitle_after(work, " ; ")
        }),
        ("subtitle after nothing", |work, _| {
            subtitle_after(work, " ")
        }),
        ("subtitle in brackets", |work, _| {
            let subtitle = work.subtitle.as_ref()?;
            let other = format!("{} ({subtitle})", work.main);
            Some(with_titles(work, work.title(), other))
        }),
        ("HTML entities", |work, _| {
            let Entry { title, author } = plain(work);
            let record = Entry {
                title: entities(&title),
                author: entities(&author),
            };
            Some([plain(work), record])
        }),
        ("double UTF-8", |work, _| {
            let Entry { title, author } = plain(work);
            let record = Entry {
                title: read_as_latin(&title),
                author: read_as_latin(&author),
            };
            Some([plain(work), record])
        }),
        ("accents left out", |work, _| {
            let Entry { title, author } = plain(work);
            let record = Entry {
                title: without_accents(&title)?,
                author: without_accents(&author)?,
            };
            Some([plain(work), record])
        }),
    ];
    let listed: &[(&'static str, Make)] = &[
        ("Series: Title asked", |work, _| {
            let (name, _) = work.series.as_ref()?;
            Some(with_titles(
                work,
                format!("{name}: {}", work.main),
                work.title(),
            ))
        }),
        ("Series: Title recorded", |work, _| {
            let (name, _) = work.series.as_ref()?;
            Some(with_titles(
                work,
                work.title(),
                format!("{name}: {}", work.main),
            ))
        }),
        ("series counted otherwise", |work, chance| {
            let (name, number) = work.series.clone()?;
            let other = Work {
                series: Some((name, chance.other_number(number))),
                ..work.clone()
            };
            Some(with_titles(work, work.full_title(), other.full_title()))
        }),
        ("words for figures", |work, _| {
            let other = other_numbers(&work.main)?;
            let recorded = Work {
                main: other,
                ..work.clone()
            };
            Some(with_titles(work, work.title(), recorded.title()))
        }),
        ("names in one or two words", |work, _| {
            let (given, last) = names(work);
            let other = joined(&last).or_else(|| divided(&last))?;
            Some(with_author(work, format!("{} {other}", given.join(" "))))
        }),
        ("words in one", |work, _| {
            Some(with_titles(work, work.title(), without_hyphens(work, "")))
        }),
        ("a short first name", |work, _| {
            let (given, last) = names(work);
            let full = *given.first()?;
            let (_, short) = SHORT.iter().find(|(long, _)| *long == full)?;
            Some(with_author(work, format!("{short} {last}")))
        }),
        ("writing as", |work, chance| {
            let other = chance.other_than(work)?.author;
            let words = chance.one_of(&[" writing as ", " aka ", " a.k.a. ", " (pseud. of "]);
            let end = if words.contains('(') { ")" } else { "" };
            Some(with_author(
                work,
                format!("{}{words}{other}{end}", work.author),
            ))
        }),
        ("subtitle only asked", |work, _| {
            let _ = work.subtitle.as_ref()?;
            Some(with_titles(work, work.title(), work.main.clone()))
        }),
        ("subtitle only recorded", |work, _| {
            let _ = work.subtitle.as_ref()?;
            Some(with_titles(work, work.main.clone(), work.title()))
        }),
    ];
    let possible: &[(&'static str, Make)] = &[
        ("author empty", |work, _| {
            Some(with_author(work, String::new()))
        }),
        ("author unknown", |work, chance| {
            let unknown = chance.one_of(&[
                "Unknown",
                "unknown",
                "N/A",
                "n/a",
                "Various",
                "Various Authors",
                "Anonymous",
                "Unknown Author",
                "[author unknown]",
                "-",
                "?",
                "None",
                "Author",
                "et al.",
            ]);
            Some(with_author(work, unknown.to_owned()))
        }),
    ];
    let kinds = |kinds: &[(&'static str, Make)], expected| {
        let kinds = kinds.iter().map(move |&(name, make)| Kind {
            name,
            expected,
            make,
        });
        kinds.collect::<Vec<_>>()
    };
    let mut all = kinds(found, Expected::Found);
    all.extend(kinds(listed, Expected::Listed));
    all.extend(kinds(possible, Expected::Possible));
    all
}

fn upper(entry: &Entry) -> Entry {
    Entry {
        title: entry.title.to_uppercase(),
        author: entry.author.to_uppercase(),
    }
}

fn inverted(work: &Work, sign: &str, is_upper: bool) -> Option<[Entry; 2]> {
    let (given, last) = names(work);
    let author = format!("{last}{sign}{}", given.join(" "));
    let author = if is_upper {
        author.to_uppercase()
    } else {
        author
    };
    is_plain(work).then(|| with_author(work, author))
}

fn initials(work: &Work, sign: &str) -> Option<[Entry; 2]> {
    let (given, last) = names(work);
    let initial = |name: &&str| {
        name.chars()
            .next()
            .map(|c| format!("{}.", c.to_uppercase()))
    };
    let initials: Option<Vec<String>> = given.iter().map(initial).collect();
    let author = format!("{} {last}", initials?.join(sign));
    is_plain(work).then(|| with_author(work, author))
}

fn subtitle_after(work: &Work, sign: &str) -> Option<[Entry; 2]> {
    let subtitle = work.subtitle.as_ref()?;
    let is_ended = work.main.ends_with(['?', '!', '.']);
    let sign = if is_ended { " " } else { sign };
    let other = format!("{}{sign}{subtitle}", work.main);
    Some(with_titles(work, work.title(), other))
}

/// Returns a text as a page of the web holds it.
fn entities(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '’' => out.push_str("&rsquo;"),
            '"' => out.push_str("&quot;"),
            'é' => out.push_str("&eacute;"),
            'á' => out.push_str("&aacute;"),
            'ó' => out.push_str("&oacute;"),
            'ü' => out.push_str("&uuml;"),
            'ö' => out.push_str("&ouml;"),
            c if !c.is_ascii() => out.extend(["&#", &u32::from(c).to_string(), ";"]),
            c => out.push(c),
        }
    }
    out
}

/// The characters of Windows-1252 from 0x80 to 0x9F; five places are empty.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";

/// Returns the UTF-8 bytes of a text, read as Windows-1252.
fn read_as_latin(text: &str) -> String {
    let windows: Vec<char> = WINDOWS.chars().collect();
    let read = text.bytes().map(|byte| match byte {
        0x80..=0x9F => windows[usize::from(byte - 0x80)],
        byte => char::from(byte),
    });
    read.collect()
}

/// Returns a text without the accents of Latin letters; `None` if it has others.
fn without_accents(text: &str) -> Option<String> {
    const ACCENTS: [(&str, char); 14] = [
        ("áàâäãåā", 'a'),
        ("éèêëē", 'e'),
        ("íìîïī", 'i'),
        ("óòôöõøō", 'o'),
        ("úùûüū", 'u'),
        ("ñ", 'n'),
        ("çćč", 'c'),
        ("ýÿ", 'y'),
        ("ÁÀÂÄÅ", 'A'),
        ("ÉÈÊ", 'E'),
        ("ÓÖØ", 'O'),
        ("ÚÜ", 'U'),
        ("šş", 's'),
        ("žź", 'z'),
    ];
    let bare = |c: char| {
        let of = ACCENTS.iter().find(|(letters, _)| letters.contains(c));
        of.map(|(_, bare)| *bare)
            .or((c.is_ascii() || !c.is_alphabetic()).then_some(c))
    };
    text.chars().map(bare).collect()
}

/// Returns the series of a work whose title is neither divided nor that of the
/// series.
fn plain_series(work: &Work) -> Option<(&str, u32)> {
    let (name, number) = work.series.as_ref()?;
    let is_named = work.main.to_lowercase().starts_with(&name.to_lowercase());
    let is_plain = work.subtitle.is_none() && !name.contains(':') && !is_named;
    is_plain.then_some((name, *number))
}

/// Returns the title of a work with something else for the hyphens in its words.
fn without_hyphens(work: &Work, other: &str) -> String {
    let title: Vec<char> = work.title().chars().collect();
    let is_letter = |place: usize| title.get(place).is_some_and(|c| c.is_alphabetic());
    let mut out = String::new();
    for (place, &c) in title.iter().enumerate() {
        if c == '-' && place > 0 && is_letter(place - 1) && is_letter(place + 1) {
            out.push_str(other);
        } else {
            out.push(c);
        }
    }
    out
}

/// Joins a particle with its name: "Le Guin", `LeGuin`.
fn joined(last: &str) -> Option<String> {
    let (particle, name) = last.rsplit_once(' ')?;
    Some(format!("{}{name}", particle.replace(' ', "")))
}

/// Divides a name before its inner capital: `MacDonald`, "Mac Donald".
fn divided(last: &str) -> Option<String> {
    let inner = last
        .char_indices()
        .skip(2)
        .find(|(_, c)| c.is_uppercase())?
        .0;
    let (particle, name) = last.split_at(inner);
    let is_particle =
        ["Mac", "De", "Le", "La", "Du", "Van", "Vander", "Di", "Fitz"].contains(&particle);
    is_particle.then(|| format!("{particle} {name}"))
}

/// First names that people shorten.
const SHORT: [(&str, &str); 24] = [
    ("William", "Bill"),
    ("Robert", "Bob"),
    ("Kenneth", "Ken"),
    ("Edward", "Ed"),
    ("Thomas", "Tom"),
    ("James", "Jim"),
    ("Michael", "Mike"),
    ("Joseph", "Joe"),
    ("Richard", "Dick"),
    ("Katherine", "Kate"),
    ("Elizabeth", "Liz"),
    ("Margaret", "Maggie"),
    ("Daniel", "Dan"),
    ("David", "Dave"),
    ("Charles", "Charlie"),
    ("Anthony", "Tony"),
    ("Stephen", "Steve"),
    ("Steven", "Steve"),
    ("Jennifer", "Jenny"),
    ("Susan", "Sue"),
    ("Christopher", "Chris"),
    ("Benjamin", "Ben"),
    ("Samuel", "Sam"),
    ("Andrew", "Andy"),
];

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// Returns a number below a hundred in words, or a year as it is spoken.
fn in_words(number: usize) -> Option<String> {
    Some(match number {
        1..20 => capitalised(ONES[number]),
        20..100 if number.is_multiple_of(10) => capitalised(TENS[number / 10]),
        20..100 => format!(
            "{}-{}",
            capitalised(TENS[number / 10]),
            capitalised(ONES[number % 10])
        ),
        1_101..2_000 if number % 100 > 9 => {
            format!("{} {}", in_words(number / 100)?, in_words(number % 100)?)
        }
        _ => return None,
    })
}

/// Returns a title with its first number in words instead of figures, or in
/// figures instead of words.
fn other_numbers(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split(' ').collect();
    for (place, word) in words.iter().enumerate() {
        // A number that ends a title may be that of a volume.
        let is_last = place + 1 == words.len() && place > 0;
        let other = match word.parse::<usize>() {
            Ok(_) if is_last => None,
            Ok(number) => in_words(number),
            Err(_) => {
                let number = (2..100).find(|&number| {
                    in_words(number).is_some_and(|spoken| spoken.eq_ignore_ascii_case(word))
                });
                number.map(|number| number.to_string())
            }
        };
        if let Some(other) = other {
            let mut words = words.clone();
            words[place] = &other;
            return Some(words.join(" "));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_change_their_form() {
        let other = |title| other_numbers(title).unwrap_or_default();
        assert_eq!(other("The 39 Steps"), "The Thirty-Nine Steps");
        assert_eq!(other("1984"), "Nineteen Eighty-Four");
        assert_eq!(other("Thirteen Reasons Why"), "13 Reasons Why");
        assert_eq!(other("Ninety-Three Days"), "93 Days");
        assert_eq!(other("Saga 3"), "", "a volume");
        assert_eq!(other("Emma"), "");
    }

    #[test]
    fn names_are_joined_and_divided() {
        assert_eq!(joined("Le Guin").unwrap(), "LeGuin");
        assert_eq!(divided("MacDonald").unwrap(), "Mac Donald");
        assert_eq!(divided("Mackay"), None);
        assert_eq!(divided("DeMille").unwrap(), "De Mille");
    }

    #[test]
    fn letters_are_damaged_as_programs_damage_them() {
        assert_eq!(read_as_latin("Günter"), "GÃ¼nter");
        assert_eq!(read_as_latin("don’t"), "donâ€™t");
        assert_eq!(
            entities("Tom & Jérôme's"),
            "Tom &amp; J&eacute;r&#244;me&#39;s"
        );
        assert_eq!(without_accents("Émile Zola"), Some("Emile Zola".to_owned()));
        assert_eq!(without_accents("Лев"), None);
    }
}
