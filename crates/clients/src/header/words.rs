//! The words of headings, and what a heading made of them names.
//!
//! Two lists serve two purposes. Whole headings are known in many languages, in
//! the order of preference. A heading that is not among them is taken apart into
//! words: it names a field if one of them is the field's own word and all others
//! are words that do not change what the column holds, so that "Author Display
//! Name" is an author, and "Author Residence" is not.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::lists::{
    AUTHORS_IF_NEEDED, NOT_OF_BOOKS, NUMBERS_IF_NEEDED, TITLES_IF_NEEDED, company, core, headings,
};
use crate::model::Field;

/// What a heading is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) field: Field,
    /// Which of several columns of the field it is: 1 for "Author 1"; 0 where
    /// the heading does not say.
    pub(super) nth: u8,
    /// How well the heading names the field: the smaller, the better.
    pub(super) rank: usize,
}

/// From this rank on, a heading may as well be a value.
pub(super) const WEAK: usize = 400;
/// The place of "Co-author" and its like among the authors.
const FURTHER: u8 = 100;

/// The longest heading, in characters; more is a sentence.
const LONGEST: usize = 60;

/// Every whole heading with its field and rank.
static WHOLE: LazyLock<HashMap<&str, (Field, usize)>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for field in Field::ALL {
        for (rank, heading) in headings(field).split_whitespace().enumerate() {
            known.entry(heading).or_insert((field, rank));
        }
    }
    known
});

/// Every word that means a field.
static CORES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let cores = Field::ALL.into_iter().map(core);
    cores.flat_map(str::split_whitespace).collect()
});

/// Returns a heading without case, spaces and punctuation.
pub(super) fn fold(heading: &str) -> String {
    let letters = heading.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// Takes a heading apart into words in lower case: at punctuation, between
/// letters and digits, and before a capital letter that follows a small one.
fn words(heading: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in heading.chars() {
        let is_same = last.is_alphanumeric()
            && last.is_numeric() == c.is_numeric()
            && !(last.is_lowercase() && c.is_uppercase());
        if c.is_alphanumeric() {
            match words.last_mut() {
                Some(word) if is_same => word.extend(c.to_lowercase()),
                _ => words.push(c.to_lowercase().collect()),
            }
        }
        last = c;
    }
    words
}

/// Returns what a heading names.
pub(super) fn recognise(heading: &str) -> Option<Guess> {
    let heading = heading.trim();
    // A number of a book is not the name of a column.
    let n_digits = heading.chars().filter(char::is_ascii_digit).count();
    if heading.is_empty() || n_digits > 4 || heading.chars().nth(LONGEST).is_some() {
        return None;
    }
    // "Author (Last, First)" is an author, and "Title / Subtitle" a title.
    let outside = heading.split(['(', '[', '/', ':', '\n']).next();
    let outside = outside.filter(|outside| outside.len() < heading.len());
    let spelt = heading.replace('#', " number ");
    let spelt = if heading.contains('#') {
        spelt.as_str()
    } else {
        ""
    };
    // A heading without its remark ranks after any whole one.
    let forms = [
        (heading, 0),
        (outside.unwrap_or_default(), 1000),
        (spelt, 1000),
    ];
    forms.into_iter().find_map(|(form, behind)| {
        let words = words(form);
        let guess = whole(&fold(form), 0)
            .or_else(|| numbered(&words))
            .or_else(|| of_words(&words, 0))?;
        Some(Guess {
            rank: guess.rank + behind,
            ..guess
        })
    })
}

/// Returns whether a heading has a word for the title, and not only one for a book.
pub(super) fn says_title(heading: &str) -> bool {
    let is_core = |word: &String| is_in(core(Field::Title), word);
    words(heading).iter().any(is_core)
        || fold(heading).contains("titel")
        || fold(heading).contains("title")
}

/// Returns whether a heading of a title, next to a better one, is that of the journal in
/// which a paper is published.
pub(super) fn says_container(heading: &str) -> bool {
    is_in(
        "publicationtitle titleofpublication publicationname",
        &fold(heading),
    )
}

/// Returns whether a heading says that a value may hold several titles.
pub(crate) fn says_titles(heading: &str) -> bool {
    const SEVERAL: &str = "titles books booktitles works publications novels werke bücher \
        buchtitel titel veröffentlichungen romane titres livres œuvres títulos libros obras \
        titoli libri opere titels boeken книги произведения";
    is_in(SEVERAL, &fold(heading))
}

/// Returns whether a heading may be that of another number of the same book, next to
/// the column of ISBNs.
pub(crate) fn says_number(heading: &str) -> bool {
    const NUMBER: &str = "no nr nro num number numbers nummer numero número numéro nos code codes \
        id ean gtin upc sku isbn barcode strichcode digit digits print printed paperback hardback \
        hardcover softcover taschenbuch gebunden ebook epub kindle audio audiobook hörbuch pb hb \
        pbk hbk tb hc item artikel bestell product produkt";
    words(heading).iter().any(|word| {
        is_in(NUMBER, word)
            || ["nummer", "nr", "stellig", "stellige"]
                .iter()
                .any(|end| word.ends_with(end))
    })
}

/// Returns whether a heading says that its column is about another book than the row:
/// an earlier edition, or one to compare it with.
pub(crate) fn is_of_other_book(heading: &str) -> bool {
    const OTHER: &str = "previous prior earlier replaces replaced superseded supersedes old former \
        comparable comparison comp comps competing competitor competition compare related similar \
        parent set series bundle also vorgänger vorige vorherige alte alter ersetzt vergleich \
        vergleichstitel ähnlich reihe gesamtwerk issn";
    words(heading).iter().any(|word| is_in(OTHER, word))
}

/// Returns what a heading names that is known as a whole.
fn whole(folded: &str, nth: u8) -> Option<Guess> {
    if folded.is_empty() {
        return None;
    }
    if let Some(&(field, rank)) = WHOLE.get(folded) {
        return Some(Guess { field, nth, rank });
    }
    // "ISBN (print)" and "e-ISBN 13" are headings, a sentence is not.
    let is_isbn = folded.len() <= 24 && folded.contains("isbn");
    let is_counted = ["count", "ssn", "status"]
        .iter()
        .any(|it| folded.contains(it));
    (is_isbn && !is_counted).then_some(Guess {
        field: Field::Isbn,
        nth,
        rank: 200,
    })
}

/// Returns what a heading names that counts authors, ISBNs or pen names:
/// "Author 2", "2nd Author", "Author 1 First Name", "Co-author".
fn numbered(words: &[String]) -> Option<Guess> {
    let mut nth = None;
    let mut rest: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map(String::as_str);
        let is_before_author = next.is_some_and(|next| is_in(core(Field::Author), next));
        let number = match word.as_str() {
            "st" | "nd" | "rd" | "th" if at > 0 && nth.is_some() => continue,
            "first" | "erster" | "erste" if is_before_author => Some(1),
            "second" | "zweiter" | "zweite" if is_before_author => Some(2),
            "third" | "dritter" | "dritte" if is_before_author => Some(3),
            "fourth" | "vierter" | "vierte" if is_before_author => Some(4),
            "co" | "other" | "additional" | "further" | "joint" | "weitere" | "weiterer"
            | "autres" | "otros"
                if is_before_author =>
            {
                Some(FURTHER)
            }
            digits => digits.parse().ok().filter(|n| (1..FURTHER).contains(n)),
        };
        match number {
            Some(number) if nth.is_none() => nth = Some(number),
            Some(_) => return None,
            None => rest.push(word.clone()),
        }
    }
    let further = "coauthor coauthors coautor mitautor mitautoren koautor";
    if nth.is_none() && rest.iter().any(|word| is_in(further, word)) {
        nth = Some(FURTHER);
    }
    let nth = nth?;
    let guess = whole(&rest.concat(), nth).or_else(|| of_words(&rest, nth))?;
    let may_count = matches!(
        guess.field,
        Field::Author
            | Field::AuthorFirst
            | Field::AuthorLast
            | Field::PenNames
            | Field::Isbn
            | Field::Title
            | Field::Doi
            | Field::Issn
            | Field::Registration
            | Field::RegistrationDate
    );
    may_count.then_some(guess)
}

/// Returns what a heading names by its words.
fn of_words(words: &[String], nth: u8) -> Option<Guess> {
    if !words.iter().any(|word| CORES.contains(word.as_str())) {
        return None;
    }
    if words.len() < 2 && !matches!(words.first(), Some(word) if is_in(core(Field::Author), word)) {
        return one_of(words, nth);
    }
    let has = |word: &str| words.iter().any(|own| own == word);
    let names_author = words.iter().any(|word| is_in(core(Field::Author), word));
    let is_first = ["first", "given", "fname"].iter().any(|it| has(it));
    let is_last = ["last", "family", "lname"].iter().any(|it| has(it));
    let is_registered = ["registration", "registrations", "registered", "reg"]
        .iter()
        .any(|it| has(it));
    let is_date = ["date", "dates", "datum"].iter().any(|it| has(it));
    // In this order: "author first name" is part of a name, and "book title" has
    // a word of series in no list.
    let order = [
        Field::RegistrationDate,
        Field::AuthorFirst,
        Field::AuthorLast,
        Field::Author,
        Field::Subtitle,
        Field::Title,
        Field::Isbn,
        Field::Asin,
        Field::PenNames,
        Field::Imprint,
        Field::Year,
        Field::Client,
        Field::Volume,
        Field::Series,
        Field::File,
        Field::Doi,
        Field::Issn,
        Field::Imdb,
        Field::Registration,
        Field::Journal,
        Field::Season,
        Field::Episode,
    ];
    for (at, field) in order.into_iter().enumerate() {
        let is_core = |word: &String| is_in(core(field), word);
        let is_part = match field {
            Field::AuthorFirst => names_author && is_first && !is_last,
            Field::AuthorLast => names_author && is_last && !is_first,
            Field::RegistrationDate => is_registered && is_date,
            _ => false,
        };
        let fits = |word: &String| is_core(word) || is_in(company(field), word);
        if (is_part || words.iter().any(is_core)) && words.iter().all(fits) {
            let rank = WEAK + at;
            return Some(Guess { field, nth, rank });
        }
    }
    // Any other title is one of a book, unless it is known not to be.
    match words {
        [first, .., last] if last == "title" || last == "titel" => {
            let is_other = words.iter().any(|word| is_in(NOT_OF_BOOKS, word));
            (!is_other && !first.is_empty()).then_some(Guess {
                field: Field::Title,
                nth,
                rank: WEAK + 50,
            })
        }
        _ => None,
    }
}

fn one_of(words: &[String], nth: u8) -> Option<Guess> {
    let [word] = words else { return None };
    let find = |&field: &Field| is_in(core(field), word).then_some(field);
    let field = Field::ALL.iter().find_map(find)?;
    let rank = WEAK;
    Some(Guess { field, nth, rank })
}

/// Returns how well a heading names a field of which the table has no other
/// column.
pub(super) fn if_needed(field: Field, heading: &str) -> Option<usize> {
    let list = match field {
        Field::Title => TITLES_IF_NEEDED,
        Field::Author => AUTHORS_IF_NEEDED,
        Field::Isbn => NUMBERS_IF_NEEDED,
        _ => return None,
    };
    let folded = fold(heading);
    list.split_whitespace().position(|known| known == folded)
}
