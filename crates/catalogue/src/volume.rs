//! Volumes, parts and numbers in a series, as titles and fields state them.
//!
//! "Volume 2", "vol. 3", "Bd. II", "т. 1", "Part Two", "Zweiter Band", "#4":
//! a number and a word that says what it counts. Two listings that state
//! different numbers are different books, whatever else they share; where one
//! states none, they do not disagree.
//!
//! A bare number at the end of a title is part of the title.

use crate::words::words;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// A volume of a work.
    Volume,
    /// A part of a work.
    Part,
    /// A book of a series.
    Book,
}

/// Words that say what a number counts.
const UNITS: [(&str, Unit); 46] = [
    ("volume", Unit::Volume),
    ("volumes", Unit::Volume),
    ("vol", Unit::Volume),
    ("vols", Unit::Volume),
    ("volumen", Unit::Volume),
    ("band", Unit::Volume),
    ("bande", Unit::Volume),
    ("bd", Unit::Volume),
    ("bde", Unit::Volume),
    ("tome", Unit::Volume),
    ("tomes", Unit::Volume),
    ("tomo", Unit::Volume),
    ("tom", Unit::Volume),
    ("deel", Unit::Volume),
    ("том", Unit::Volume),
    ("тома", Unit::Volume),
    ("выпуск", Unit::Volume),
    ("вып", Unit::Volume),
    ("v", Unit::Volume),
    ("t", Unit::Volume),
    ("т", Unit::Volume),
    ("part", Unit::Part),
    ("parts", Unit::Part),
    ("pt", Unit::Part),
    ("teil", Unit::Part),
    ("partie", Unit::Part),
    ("parte", Unit::Part),
    ("часть", Unit::Part),
    ("ч", Unit::Part),
    ("book", Unit::Book),
    ("books", Unit::Book),
    ("bk", Unit::Book),
    ("buch", Unit::Book),
    ("livre", Unit::Book),
    ("livres", Unit::Book),
    ("bucher", Unit::Book),
    ("libros", Unit::Book),
    ("teile", Unit::Part),
    ("tomos", Unit::Volume),
    ("libro", Unit::Book),
    ("книга", Unit::Book),
    ("кн", Unit::Book),
    ("episode", Unit::Book),
    ("season", Unit::Part),
    ("staffel", Unit::Part),
    ("saison", Unit::Part),
];

/// Numbers in words, from one to twelve; each line is one number.
const NUMBERS: [&str; 12] = [
    "one first eins erster erste erstes ersten un une premier premiere uno una primero primera primer один одна первыи первая первое",
    "two second zwei zweiter zweite zweites zweiten deux deuxieme seconde dos segundo segunda два две второи вторая второе",
    "three third drei dritter dritte drittes dritten trois troisieme tres tercero tercera tercer три третии третья третье",
    "four fourth vier vierter vierte viertes vierten quatre quatrieme cuatro cuarto cuarta четыре четвертыи четвертая",
    "five fifth funf funfter funfte funftes funften cinq cinquieme cinco quinto quinta пять пятыи пятая",
    "six sixth sechs sechster sechste sechstes sixieme seis sexto sexta шесть шестои шестая",
    "seven seventh sieben siebter siebte sept septieme siete septimo septima семь седьмои седьмая",
    "eight eighth acht achter achte huit huitieme ocho octavo octava восемь восьмои восьмая",
    "nine ninth neun neunter neunte neuf neuvieme nueve noveno novena девять девятыи девятая",
    "ten tenth zehn zehnter zehnte dix dixieme diez decimo decima десять десятыи десятая",
    "eleven eleventh elf onze once",
    "twelve twelfth zwolf douze doce",
];

/// The numbers that a title or a field states, by what they count, in tenths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Volumes {
    bands: Vec<u32>,
    parts: Vec<u32>,
    books: Vec<u32>,
    /// Whether several numbers are stated together, as for a set of books. A book
    /// that has a place in each of two series is not a set.
    is_set: bool,
}

impl Volumes {
    /// Reads the numbers in a title.
    pub fn in_title(title: &str) -> Self {
        read(title).0
    }

    /// Reads a field that holds only a volume: a bare number counts there too.
    pub fn in_field(field: &str) -> Self {
        let mut found = read(field).0;
        if found.is_empty() {
            let bare = words(field);
            if let [only] = bare.as_slice()
                && let Some(number) = number(only)
            {
                found.bands.push(number);
            }
        }
        found
    }

    /// Returns whether no number is stated.
    pub fn is_empty(&self) -> bool {
        self.bands.is_empty() && self.parts.is_empty() && self.books.is_empty()
    }

    /// Returns whether the number of a volume or a part is stated, and not only a
    /// place in a series.
    pub fn has_part(&self) -> bool {
        !self.bands.is_empty() || !self.parts.is_empty()
    }

    /// Returns whether a place in a series is stated.
    pub fn has_book(&self) -> bool {
        !self.books.is_empty()
    }

    /// Returns whether several places in a series are stated together, as for a
    /// set of books.
    pub fn is_set(&self) -> bool {
        self.is_set && self.books.len() > 1
    }

    /// Returns whether a place between two books of a series is stated: "#0.5".
    pub fn is_between(&self) -> bool {
        self.books.iter().any(|number| !number.is_multiple_of(10))
    }

    /// Returns whether more than one place in a series is stated.
    pub fn has_several_books(&self) -> bool {
        self.books.len() > 1
    }

    /// Returns whether both state numbers, but of things that cannot be compared:
    /// a volume and a place in a series. The same number counts as one.
    pub fn are_apart(&self, other: &Self) -> bool {
        let comparable = self.has_part() && other.has_part()
            || !self.books.is_empty() && !other.books.is_empty();
        !self.is_empty() && !other.is_empty() && !comparable && !self.share_number(other)
    }

    /// Returns whether both state one same number, of whatever.
    pub fn share_number(&self, other: &Self) -> bool {
        let all = |volumes: &Self| {
            let all = volumes.bands.iter().chain(&volumes.parts);
            all.chain(&volumes.books).copied().collect::<Vec<u32>>()
        };
        shares(&all(self), &all(other))
    }

    /// Returns whether both state numbers of one thing and share some but not all
    /// of them, as a volume and a set of volumes do.
    pub fn overlap(&self, other: &Self) -> bool {
        let pairs = [
            (&self.bands, &other.bands),
            (&self.parts, &other.parts),
            (&self.books, &other.books),
        ];
        let mut pairs = pairs.into_iter();
        (self.is_set || other.is_set)
            && pairs.any(|(own, others)| shares(own, others) && own != others)
    }

    /// Adds the numbers of `other`.
    pub fn add(&mut self, other: &Self) {
        self.is_set |= other.is_set;
        for (own, more) in [
            (&mut self.bands, &other.bands),
            (&mut self.parts, &other.parts),
            (&mut self.books, &other.books),
        ] {
            own.extend_from_slice(more);
            own.sort_unstable();
            own.dedup();
        }
    }

    /// Returns whether both state numbers of one thing and share none of them.
    ///
    /// A part is compared with a volume only where there is nothing closer; a
    /// number in a series only with another such number.
    pub fn disagree(&self, other: &Self) -> bool {
        let mut compared = false;
        for (own, others) in [
            (&self.bands, &other.bands),
            (&self.parts, &other.parts),
            (&self.books, &other.books),
        ] {
            if !own.is_empty() && !others.is_empty() {
                compared = true;
                if !shares(own, others) {
                    return true;
                }
            }
        }
        if compared {
            return false;
        }
        let differ = |a: &[u32], b: &[u32]| !a.is_empty() && !b.is_empty() && !shares(a, b);
        differ(&self.bands, &other.parts) || differ(&self.parts, &other.bands)
    }

    /// Returns a short text that is equal for equal numbers.
    pub fn key(&self) -> String {
        format!("{:?}{:?}{:?}", self.bands, self.parts, self.books)
    }
}

fn shares(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|number| b.contains(number))
}

/// Returns the numbers that a title states, and the title without them.
pub fn split(title: &str) -> (Volumes, String) {
    read(title)
}

/// A word of a text, and what separates it from the next.
struct Token<'a> {
    text: &'a str,
    /// The word, folded.
    word: String,
    /// The text between this word and the next.
    after: &'a str,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let is_word = |c: char| {
        c.is_alphanumeric() || matches!(c, '\'' | '’' | '\u{301}' | '\u{306}' | '\u{308}')
    };
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !is_word(c)).unwrap_or(from.len());
        if let Some(last) = tokens.last_mut() {
            last.after = before;
        } else if before.contains('#') {
            tokens.push(Token {
                text: "",
                word: String::new(),
                after: before,
            });
        }
        let word = words(&from[..end]).concat();
        tokens.push(Token {
            text: &from[..end],
            word,
            after: "",
        });
        rest = &from[end..];
    }
    if let Some(last) = tokens.last_mut() {
        last.after = rest;
    }
    tokens
}

/// Returns the numbers that a text states, and the text without them.
fn read(text: &str) -> (Volumes, String) {
    let tokens = tokens(text);
    let mut found = Volumes::default();
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        if let Some((unit, numbers, n_tokens)) = stated(&tokens[at..]) {
            let own = match unit {
                Unit::Volume => &mut found.bands,
                Unit::Part => &mut found.parts,
                Unit::Book => &mut found.books,
            };
            found.is_set |= numbers.len() > 1;
            own.extend(numbers);
            let last = &tokens[at + n_tokens - 1];
            // "#3": the number sign is between words.
            if token.after.contains('#') && !token.word.is_empty() && unit_of(&token.word).is_none()
            {
                rest.push_str(token.text);
            }
            rest.push(' ');
            rest.push_str(last.after.trim_start_matches('.'));
            at += n_tokens;
        } else {
            rest.push_str(token.text);
            rest.push_str(token.after);
            at += 1;
        }
    }
    (found, rest)
}

/// Returns what the words at the start of `tokens` state, and how many words
/// that takes.
fn stated(tokens: &[Token<'_>]) -> Option<(Unit, Vec<u32>, usize)> {
    let first = &tokens[0];
    if let Some(unit) = unit_of(&first.word) {
        // "Part of", "Book Thief": a unit counts only with its number.
        let is_letter = first.word.chars().nth(1).is_none();
        if is_letter && !first.after.starts_with('.') {
            return None;
        }
        if !is_joined(first.after) {
            return None;
        }
        let second = tokens.get(1)?;
        // "no." or "nr." may come between the two.
        let skip = usize::from(matches!(second.word.as_str(), "no" | "nr" | "number"));
        let number = stated_number(tokens.get(1 + skip..)?, is_letter)?;
        let (mut numbers, mut n_tokens) = (vec![number], 2 + skip);
        extend(tokens, &mut numbers, &mut n_tokens);
        return Some((unit, numbers, n_tokens));
    }
    if has_number_sign(first) {
        let second = tokens.get(1)?;
        let (mut numbers, mut n_tokens) = (vec![digits(&second.word)?], 2);
        extend(tokens, &mut numbers, &mut n_tokens);
        return Some((Unit::Book, numbers, n_tokens));
    }
    // "Zweiter Band", "2. Teil", "Second Part": only where no number follows.
    let second = tokens.get(1)?;
    let unit = unit_of(&second.word).filter(|_| second.word.chars().count() > 2)?;
    let is_ordinal = digits(&first.word).is_some() && first.after.starts_with('.')
        || ordinal(&first.word).is_some();
    if !is_ordinal || !first.after.trim_start_matches('.').trim().is_empty() {
        return None;
    }
    // "Three Volumes" are three, not the third.
    let is_plural = matches!(
        second.word.as_str(),
        "volumes" | "vols" | "parts" | "bande" | "bde" | "tomes" | "тома"
    );
    if unit == Unit::Book
        || is_plural
        || is_joined(second.after)
            && tokens
                .get(2..)
                .is_some_and(|rest| stated_number(rest, false).is_some())
    {
        return None;
    }
    Some((
        unit,
        vec![ordinal(&first.word).or_else(|| digits(&first.word))?],
        2,
    ))
}

/// Returns whether a number sign is between a word and the next. In "C# 7" and
/// "Pro C# 2010" it belongs to the word before it.
fn has_number_sign(token: &Token<'_>) -> bool {
    let after = token.after;
    let is_sign = after.trim_start().starts_with('#') || after.trim_end().ends_with('#');
    let is_letter = token.word.len() == 1 && token.word.bytes().all(|b| b.is_ascii_lowercase());
    let belongs = after.starts_with('#') && !token.word.is_empty() && (is_letter || after != "#");
    is_sign && !belongs
}

/// Takes the rest of a decimal, of a range or of a list of numbers.
fn extend(tokens: &[Token<'_>], numbers: &mut Vec<u32>, n_tokens: &mut usize) {
    while let (Some(last), Some(next)) = (tokens.get(*n_tokens - 1), tokens.get(*n_tokens)) {
        let Some(first) = numbers.last().copied() else {
            return;
        };
        let between = last.after.trim();
        // "1 to 5", "One and Two", "I, II, and III".
        if let Some((is_range, end)) = joined_by_word(&tokens[*n_tokens - 1..]) {
            if is_range {
                if end <= first || end - first > 1_000 {
                    return;
                }
                numbers.extend((first / 10 + 1..=end / 10).map(|n| n * 10));
            } else {
                numbers.push(end);
            }
            *n_tokens += 2;
            continue;
        }
        let is_sign = matches!(between, "-" | "–" | "—" | "&" | "+" | ",");
        let number = digits(&next.word).or_else(|| {
            let number = number(&next.word)?;
            let ends = ends_phrase(next.after) || is_joined_on(&tokens[*n_tokens..]);
            let is_word = next.word.len() > 2 || is_capital(next);
            // "Part One, Two Towers": a word after a comma may be anything.
            (is_sign && is_word && ends && (between != "," || number == first + 10))
                .then_some(number)
        });
        match (between, number) {
            (".", Some(tenth)) if last.after == "." && tenth < 100 && first.is_multiple_of(10) => {
                numbers.pop();
                numbers.push(first + tenth / 10);
            }
            // A range of more than a hundred is hardly one of volumes.
            ("-" | "–" | "—", Some(end)) if end > first && end - first <= 1_000 => {
                numbers.extend((first / 10 + 1..=end / 10).map(|n| n * 10));
            }
            ("&" | "," | "+", Some(another)) if between != "," || another == first + 10 => {
                numbers.push(another);
            }
            _ => return,
        }
        *n_tokens += 1;
    }
}

/// Returns whether a word at the second of `tokens` leads from a number to the end
/// of a range or to one number more, and that number.
fn joined_by_word(tokens: &[Token<'_>]) -> Option<(bool, u32)> {
    let [last, word, end, ..] = tokens else {
        return None;
    };
    let is_range = match word.word.as_str() {
        "to" | "through" | "thru" | "till" | "bis" | "tot" | "a" | "al" | "ao" | "по" => true,
        "and" | "und" | "et" | "y" | "e" | "en" | "и" => false,
        _ => return None,
    };
    let number = number(&end.word)?;
    let is_stated = digits(&end.word).is_some() || end.word.len() > 2 || is_capital(end);
    let is_plain = |between: &str| between.trim().is_empty();
    // "Book One and One More": the phrase ends with the number.
    let ends = digits(&end.word).is_some() || ends_phrase(end.after) || is_joined_on(&tokens[2..]);
    (is_stated && ends && matches!(last.after.trim(), "" | ",") && is_plain(word.after))
        .then_some((is_range, number))
}

/// Returns whether a number goes on with another one.
fn is_joined_on(tokens: &[Token<'_>]) -> bool {
    joined_by_word(tokens).is_some()
}

fn is_capital(token: &Token<'_>) -> bool {
    token.text.chars().all(char::is_uppercase)
}

/// Returns whether a unit and its number belong together: only spaces, full
/// stops, number signs, hyphens and the like are between them.
fn is_joined(between: &str) -> bool {
    between
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, '.' | '#' | '_' | '-' | '№' | '°' | ':'))
}

fn unit_of(word: &str) -> Option<Unit> {
    UNITS
        .iter()
        .find(|(own, _)| *own == word)
        .map(|&(_, unit)| unit)
}

/// Returns the number, in tenths, that a word after its unit states.
fn stated_number(tokens: &[Token<'_>], only_figures: bool) -> Option<u32> {
    let token = tokens.first()?;
    let of_figures = digits(&token.word);
    if of_figures.is_some() {
        return of_figures;
    }
    let is_capital = is_capital(token);
    let is_alone = ends_phrase(token.after) || is_joined_on(tokens);
    if token.text.chars().nth(1).is_some() || is_capital && is_alone {
        // The "I" in "Part I" is a number, that in "the best book I read" is
        // not; "mix" is a word.
        // After a letter it may be the second of two initials: "V. I. Warshawski".
        let is_number =
            (is_capital || token.word.len() < 3) && (!only_figures || token.word.len() > 1);
        if let Some(number) = roman(&token.word).filter(|_| is_number) {
            return Some(number);
        }
    }
    if only_figures {
        None
    } else {
        ordinal(&token.word)
    }
}

/// Returns whether a phrase ends before this text.
fn ends_phrase(after: &str) -> bool {
    after.is_empty()
        || after.starts_with(|c: char| !c.is_whitespace())
        || after
            .trim_start()
            .starts_with(['-', '–', '—', '(', '[', '/'])
}

fn number(word: &str) -> Option<u32> {
    digits(word)
        .or_else(|| roman(word))
        .or_else(|| ordinal(word))
}

/// Returns the number that digits state, in tenths; `2nd` and `1er` count.
fn digits(word: &str) -> Option<u32> {
    let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let suffix = &word[n_digits..];
    let is_number = suffix.is_empty()
        || matches!(
            suffix,
            "st" | "nd" | "rd" | "th" | "er" | "e" | "re" | "a" | "o" | "я" | "и"
        );
    (1..=4)
        .contains(&n_digits)
        .then(|| word[..n_digits].parse::<u32>().ok())
        .flatten()
        .filter(|_| is_number)
        .map(|n| n * 10)
}

/// Returns the number that a word states, in tenths.
fn ordinal(word: &str) -> Option<u32> {
    let place = NUMBERS
        .iter()
        .position(|line| line.split(' ').any(|own| own == word))?;
    u32::try_from(place + 1).ok().map(|n| n * 10)
}

/// Returns the number that Roman numerals state, in tenths, below fifty.
fn roman(word: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    const TENS: [&str; 5] = ["", "x", "xx", "xxx", "xl"];
    (1..50_u32).map(|n| (n, n as usize)).find_map(|(n, place)| {
        let is_it = word.strip_prefix(TENS[place / 10]) == Some(ONES[place % 10]);
        is_it.then_some(n * 10)
    })
}

#[cfg(test)]
mod tests;
