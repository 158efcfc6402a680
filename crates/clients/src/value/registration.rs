//! Registrations with the U.S. Copyright Office.
//!
//! A number is a class of up to three letters and digits, as in `TX0000987776`,
//! `TX 6-123-456` or, before 1978, `A123456`. It is kept as it is written. Its date may
//! be in the same cell or in a column of its own.

use super::date::{self, Order, Partial, Reading};

/// The classes of numbers, in capitals: those in use since 1978, and those before.
const CLASSES: &str = "TX TXU PA PAU VA VAU SR SRU SE RE GX MW PRE CSN \
    A AA AF AFO AI AIO AO B BB BI C D DF DP DU E EF EP EU F FP FF G GF GP GU H I IP IU J JF JP JU K KK \
    L LF LP LU M MF MP MU N R RF";
/// How many numbers of a cell are read: a bound on the work.
const MOST: usize = 200;

/// A number, and what is written after it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Number<'a> {
    pub(crate) number: &'a str,
    /// The text up to the next number, without brackets and separators.
    pub(crate) after: &'a str,
}

impl Number<'_> {
    /// Returns the date that is written after the number.
    pub(crate) fn date(&self, order: Order) -> Option<Reading> {
        const WORDS: [&str; 8] = [
            "dated",
            "registered",
            "effective",
            "from",
            "of",
            "on",
            "vom",
            "am",
        ];
        let mut text = self.after;
        while let Some(rest) = WORDS.iter().find_map(|word| {
            let (first, rest) = text.split_at_checked(word.len())?;
            let is_word = first.eq_ignore_ascii_case(word) && rest.starts_with([' ', ':', '.']);
            is_word.then(|| rest.trim_start_matches([' ', ':', '.']))
        }) {
            text = rest;
        }
        date::read(text, order)
    }
}

/// Returns the numbers in a cell; a part without a known class is a number if it has
/// digits.
pub(crate) fn numbers(cell: &str) -> Vec<Number<'_>> {
    let mut found = Vec::new();
    for part in cell.split([';', '|', '\n']) {
        let places = places(part);
        for (at, &(start, end)) in places.iter().enumerate() {
            let next = places.get(at + 1).map_or(part.len(), |next| next.0);
            found.push(Number {
                number: &part[start..end],
                after: bare(&part[end..next]),
            });
        }
        if places.is_empty() && part.chars().any(|c| c.is_ascii_digit()) {
            let (number, after) = part.split_once(['(', '[', ',']).unwrap_or((part, ""));
            found.push(Number {
                number: bare(number),
                after: bare(after),
            });
        }
        if found.len() >= MOST {
            break;
        }
    }
    found.retain(|number: &Number<'_>| !number.number.is_empty());
    found.truncate(MOST);
    found
}

/// Returns the dates in a cell; `None` in place of one that cannot be read.
pub(crate) fn dates(cell: &str, order: Order) -> Vec<Option<Reading>> {
    if let Some(only) = date::read(cell, order) {
        return vec![Some(only)];
    }
    let mut dates = Vec::new();
    for part in cell.split([';', '|', '\n', '&']) {
        let is_there = |part: &&str| part.chars().any(char::is_alphanumeric);
        let whole = date::read(part, order);
        let parts: Vec<&str> = part.split(',').filter(is_there).collect();
        let each: Vec<_> = parts.iter().map(|it| date::read(it, order)).collect();
        match whole {
            Some(date) => dates.push(Some(date)),
            None if parts.len() > 1 && each.iter().all(Option::is_some) => dates.extend(each),
            None if is_there(&part) => dates.push(None),
            None => {}
        }
    }
    dates.truncate(MOST);
    dates
}

/// Returns what a number has in common with all ways to write it: its letters in
/// capitals and its digits, without the zeros that pad newer ones.
pub(crate) fn key(number: &str) -> String {
    let letters = number.chars().filter(char::is_ascii_alphanumeric);
    let all: String = letters.map(|c| c.to_ascii_uppercase()).collect();
    let at = all.find(|c: char| c.is_ascii_digit()).unwrap_or(all.len());
    format!("{} {}", &all[..at], all[at..].trim_start_matches('0'))
}

/// The numbers and dates of one or two columns that belong together.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    numbers: Vec<(String, Option<Partial>)>,
    dates: Vec<Option<Partial>>,
}

impl Pairs {
    /// Adds a number, with its date if it is known.
    pub(crate) fn number(&mut self, number: &str, date: Option<Partial>) {
        if self.numbers.len() < MOST {
            let number = number.split_whitespace().collect::<Vec<_>>().join(" ");
            self.numbers.push((number, date));
        }
    }

    /// Adds a date of the column of dates; `None` for one that cannot be read, which
    /// keeps its place.
    pub(crate) fn date(&mut self, date: Option<Partial>) {
        if self.dates.len() < MOST {
            self.dates.push(date);
        }
    }

    /// Returns the numbers with their dates, and whether each date could be given to a
    /// number.
    pub(crate) fn matched(self) -> (Vec<(String, Option<Partial>)>, bool) {
        let Self { mut numbers, dates } = self;
        let is_matched = dates.is_empty() || dates.len() == numbers.len();
        if is_matched {
            for ((_, own), date) in numbers.iter_mut().zip(dates) {
                *own = match (*own, date) {
                    (Some(own), Some(date)) => Some(own.refined(date)),
                    (own, date) => own.or(date),
                };
            }
        }
        (numbers, is_matched)
    }
}

/// Returns where the numbers with a class are in a text.
fn places(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while at < bytes.len() && places.len() < MOST {
        let is_start = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let end = if is_start {
            number_end(bytes, at)
        } else {
            None
        };
        match end {
            Some(end) => {
                places.push((at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    places
}

/// Returns the end of the number that begins at a place.
fn number_end(bytes: &[u8], start: usize) -> Option<usize> {
    let letters = |b: &&u8| b.is_ascii_alphabetic();
    let n_letters = bytes[start..].iter().take_while(letters).count();
    if !(1..=3).contains(&n_letters) {
        return None;
    }
    let class = std::str::from_utf8(&bytes[start..start + n_letters]).ok()?;
    let class = class.to_ascii_uppercase();
    if !CLASSES.split_whitespace().any(|known| known == class) {
        return None;
    }
    let n_digits = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        rest.iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let is_joint = |at: usize| bytes.get(at).is_some_and(|b| b" -.".contains(b));
    let mut at = start + n_letters;
    while is_joint(at) {
        at += 1;
    }
    let n = n_digits(at);
    if !(1..=12).contains(&n) {
        return None;
    }
    at += n;
    // Groups of three follow; four digits are the year of a date.
    while is_joint(at) && n_digits(at + 1) == 3 {
        at += 4;
    }
    let is_end = !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    is_end.then_some(at)
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "()[],:/&-\u{2013}\u{2014}".contains(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(cell: &str) -> Vec<(String, String)> {
        let date = |number: &Number<'_>| match number.date(Order::Unknown) {
            Some(Reading::Date(date)) => date.to_string(),
            Some(Reading::Unclear(date)) => format!("{date}?"),
            None => String::new(),
        };
        let numbers = numbers(cell);
        let pairs = numbers.iter().map(|it| (it.number.to_owned(), date(it)));
        pairs.collect()
    }

    #[test]
    fn numbers_and_their_dates_are_found() {
        for (cell, expected) in [
            ("TX0000987776", &[("TX0000987776", "")][..]),
            ("TX 6-123-456", &[("TX 6-123-456", "")]),
            ("TXu 1-234-567", &[("TXu 1-234-567", "")]),
            ("TX-0-006-123-456", &[("TX-0-006-123-456", "")]),
            ("A123456", &[("A123456", "")]),
            (
                "TX0000987776; TX 6-123-456",
                &[("TX0000987776", ""), ("TX 6-123-456", "")],
            ),
            (
                "TX0000987776, TX0006123456 / PAu 1-234-567",
                &[
                    ("TX0000987776", ""),
                    ("TX0006123456", ""),
                    ("PAu 1-234-567", ""),
                ],
            ),
            (
                "TX 6-123-456 (2005-01-31)",
                &[("TX 6-123-456", "2005-01-31")],
            ),
            ("TX 6-123-456 2005-01-31", &[("TX 6-123-456", "2005-01-31")]),
            (
                "TX 6-123-456, dated Jan. 31, 2005",
                &[("TX 6-123-456", "2005-01-31")],
            ),
            ("TX 6-123-456 (05/06/2005)", &[("TX 6-123-456", "2005?")]),
            ("Reg. No. TX 6-123-456", &[("TX 6-123-456", "")]),
            ("6-123-456 (2005)", &[("6-123-456", "2005")]),
            ("pending", &[]),
            ("TX", &[]),
            ("", &[]),
        ] {
            let expected = expected.iter().map(|(a, b)| ((*a).into(), (*b).into()));
            let expected: Vec<(String, String)> = expected.collect();
            assert_eq!(found(cell), expected, "{cell}");
        }
    }

    #[test]
    fn dates_of_a_cell_are_taken_apart() {
        let of = |cell: &str| -> Vec<String> {
            let dates = dates(cell, Order::Unknown).into_iter();
            let text = |it: Option<Reading>| it.map_or("-".into(), |it| it.date().to_string());
            dates.map(text).collect()
        };
        assert_eq!(of("1998-05-12"), ["1998-05-12"]);
        assert_eq!(of("May 12, 1998"), ["1998-05-12"]);
        assert_eq!(of("1998-05-12; 2005"), ["1998-05-12", "2005"]);
        assert_eq!(of("1998-05-12, 2005-01-31"), ["1998-05-12", "2005-01-31"]);
        assert_eq!(of("1998-05-12; pending"), ["1998-05-12", "-"]);
    }

    #[test]
    fn padding_does_not_make_another_number() {
        assert_eq!(key("TX0006123456"), key("tx 6-123-456"));
        assert_ne!(key("TX0006123456"), key("TXu 6-123-456"));
    }

    proptest! {
        #[test]
        fn any_cell_is_taken_apart(cell in "\\PC{0,80}", n in 1_u32..9_999_999) {
            let _ = found(&cell);
            let _ = dates(&cell, Order::Unknown);
            let padded = format!("TX{n:010}");
            prop_assert_eq!(found(&padded), [(padded.clone(), String::new())]);
        }
    }
}
