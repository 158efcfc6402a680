//! Dates of any precision, as lists write them.

use std::fmt;

use colophon_catalogue::Date;

/// A date of which perhaps only the year, or the year and the month, are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Partial {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl fmt::Display for Partial {
    /// Writes `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl Partial {
    /// Makes a date of a year alone; `None` if it cannot be one of a work.
    pub(crate) fn of_year(year: u16) -> Option<Self> {
        is_year(year).then_some(Self {
            year,
            month: None,
            day: None,
        })
    }

    /// Makes a date; `None` if the calendar does not have it. A month or a day of 0 is
    /// not known.
    fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let whole = Self {
            month: Some(month).filter(|month| *month > 0),
            day: Some(day).filter(|day| *day > 0 && month > 0),
            ..Self::of_year(year)?
        };
        Date::new(year, month.max(1), day.max(1)).map(|_| whole)
    }

    /// Returns the year.
    pub(crate) fn year(self) -> u16 {
        self.year
    }

    /// Returns the more precise of two dates if they agree, else this one.
    pub(crate) fn refined(self, other: Self) -> Self {
        let agrees = |own: Option<u8>, other: Option<u8>| own.is_none() || own == other;
        let is_same = self.year == other.year
            && agrees(self.month, other.month)
            && agrees(self.day, other.day);
        if is_same { other } else { self }
    }
}

/// Whether day or month comes first where both are numbers before the year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// It cannot be known.
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

/// What a text says as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// One date.
    Date(Partial),
    /// Either of two dates, of which only the year is certain.
    Unclear(Partial),
}

impl Reading {
    /// Returns what is certain.
    pub(crate) fn date(self) -> Partial {
        match self {
            Self::Date(date) | Self::Unclear(date) => date,
        }
    }
}

/// The names of the months in English and German; a month may be called by the
/// beginning of one, such as "sept".
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner", "jaenner"],
    &["february", "februar", "feber"],
    &["march", "märz", "maerz", "mrz"],
    &["april"],
    &["may", "mai"],
    &["june", "juni"],
    &["july", "juli"],
    &["august"],
    &["september"],
    &["october", "oktober"],
    &["november"],
    &["december", "dezember"],
];

/// Words that may be in a date and say nothing.
const IDLE: [&str; 8] = ["st", "nd", "rd", "th", "of", "the", "den", "am"];

/// A part of a date.
enum Part<'a> {
    Number(&'a str),
    Month(u8),
}

fn is_year(year: u16) -> bool {
    (1000..=2199).contains(&year)
}

fn month(word: &str) -> Option<u8> {
    let is_it = |names: &[&str]| names.iter().any(|name| name.starts_with(word));
    let at = MONTHS.iter().position(|names| is_it(names))?;
    (word.chars().count() > 2).then_some(u8::try_from(at).ok()? + 1)
}

/// Returns the parts of a date; `None` if the text has anything else.
fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let is_of_it = |c: char| match first {
            _ if is_digit => c.is_ascii_digit(),
            _ if first.is_alphabetic() => c.is_alphabetic(),
            _ => false,
        };
        let end = rest.find(|c| !is_of_it(c)).unwrap_or(rest.len());
        let (own, after) = rest.split_at(end.max(first.len_utf8()));
        rest = after;
        if is_digit {
            parts.push(Part::Number(own));
        } else if first.is_alphabetic() {
            let word = own.to_lowercase();
            match month(&word) {
                Some(month) => parts.push(Part::Month(month)),
                None if IDLE.contains(&word.as_str()) => {}
                None => return None,
            }
        } else if !first.is_whitespace() && !"-/.,()[]\u{2010}\u{2011}\u{2013}".contains(first) {
            return None;
        }
        if parts.len() > 3 {
            return None;
        }
    }
    Some(parts)
}

/// Returns a date without the time of day, and the first of two dates that are the
/// ends of a period.
fn without_time(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let time = bytes.iter().position(|b| *b == b':').map(|colon| {
        let start = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
        start.trim_end_matches(['T', ' '])
    });
    let end =
        (1..bytes.len()).find(|&at| bytes[at] == b'T' && is_digit(at - 1) && is_digit(at + 1));
    let text = time.unwrap_or(&text[..end.unwrap_or(text.len())]);
    match text.split_once('/') {
        Some((first, _)) if first.contains('-') => first,
        _ => text,
    }
}

/// Reads a date; `None` if the text is anything else.
pub(crate) fn read(text: &str, order: Order) -> Option<Reading> {
    let text = without_time(text);
    let parts = parts(text)?;
    let small = |text: &str| -> Option<u8> { text.parse().ok().filter(|_| text.len() < 3) };
    let year = |text: &str| -> Option<u16> { text.parse().ok().filter(|_| text.len() == 4) };
    let date = |year: &str, month: u8, day: &str| {
        let year = year.parse().ok().filter(|_| year.len() == 4)?;
        Partial::new(year, month, small(day)?).map(Reading::Date)
    };
    let only_month = |own: &str, month: u8| {
        let year = year(own)?;
        let date = Partial::new(year, month, 0).or_else(|| Partial::of_year(year));
        date.map(Reading::Date)
    };
    match parts[..] {
        [Part::Number(own)] => packed(own).map(Reading::Date),
        [Part::Number(first), Part::Number(second)] if first.len() == 4 => {
            only_month(first, small(second)?)
        }
        [Part::Number(first), Part::Number(second)] => {
            let month = small(first).filter(|month| (1..=12).contains(month))?;
            only_month(second, month)
        }
        [Part::Month(month), Part::Number(own)] | [Part::Number(own), Part::Month(month)] => {
            only_month(own, month)
        }
        [
            Part::Number(first),
            Part::Number(second),
            Part::Number(third),
        ] if first.len() == 4 => date(first, small(second)?, third),
        [
            Part::Number(first),
            Part::Number(second),
            Part::Number(third),
        ] => numbers(small(first)?, small(second)?, year(third)?, text, order),
        [Part::Number(first), Part::Month(month), Part::Number(third)] if first.len() == 4 => {
            date(first, month, third)
        }
        [Part::Number(day), Part::Month(month), Part::Number(year)]
        | [Part::Month(month), Part::Number(day), Part::Number(year)] => date(year, month, day),
        _ => None,
    }
}

/// Reads digits without separators: `YYYY`, `YYYYMM` or `YYYYMMDD`.
fn packed(digits: &str) -> Option<Partial> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u8>().ok();
    let year = || digits.get(..4)?.parse().ok();
    match digits.len() {
        4 => Partial::of_year(year()?),
        6 => Partial::new(year()?, part(4..6).filter(|month| *month > 0)?, 0),
        8 => Partial::new(year()?, part(4..6)?, part(6..8)?),
        _ => None,
    }
}

/// Reads a day and a month that are numbers before a year. With full stops between
/// them, as in German, the day comes first.
fn numbers(first: u8, second: u8, year: u16, text: &str, order: Order) -> Option<Reading> {
    let by_day = Partial::new(year, second, first).filter(|_| first > 0 && second > 0);
    let by_month = Partial::new(year, first, second).filter(|_| first > 0 && second > 0);
    match (by_day, by_month) {
        (Some(by_day), Some(_)) if text.contains('.') => Some(Reading::Date(by_day)),
        (Some(by_day), Some(by_month)) => Some(match order {
            _ if by_day == by_month => Reading::Date(by_day),
            Order::DayFirst => Reading::Date(by_day),
            Order::MonthFirst => Reading::Date(by_month),
            Order::Unknown => Reading::Unclear(Partial::of_year(year)?),
        }),
        (Some(only), None) | (None, Some(only)) => Some(Reading::Date(only)),
        (None, None) => None,
    }
}

/// Returns what the dates of a column say about day and month: one that can be read
/// in only one way decides for all.
pub(crate) fn order<'a>(dates: impl Iterator<Item = &'a str>) -> Order {
    let (mut has_day_first, mut has_month_first) = (false, false);
    for date in dates {
        let text = without_time(date);
        let Some(parts) = parts(text).filter(|_| !text.contains('.')) else {
            continue;
        };
        if let [
            Part::Number(first),
            Part::Number(second),
            Part::Number(year),
        ] = parts[..]
            && year.len() == 4
            && let (Ok(first), Ok(second)) = (first.parse::<u8>(), second.parse::<u8>())
        {
            has_day_first |= first > 12 && second <= 12;
            has_month_first |= first <= 12 && second > 12;
        }
    }
    match (has_day_first, has_month_first) {
        (true, false) => Order::DayFirst,
        (false, true) => Order::MonthFirst,
        _ => Order::Unknown,
    }
}

/// Returns the year in a date of any form: the first group of four digits that
/// can be a year, else the first four digits of a group such as `19980512`.
pub(crate) fn year(date: &str) -> Option<u16> {
    let groups = || date.split(|c: char| !c.is_ascii_digit());
    let four = groups()
        .filter(|group| group.len() == 4)
        .find_map(|group| group.parse().ok().filter(|year| is_year(*year)));
    let longer = || {
        groups()
            .filter(|group| matches!(group.len(), 6 | 8 | 12 | 14))
            .find_map(|group| group[..4].parse().ok().filter(|year| is_year(*year)))
    };
    four.or_else(longer)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(date: &str, order: Order) -> String {
        match read(date, order) {
            Some(Reading::Date(date)) => date.to_string(),
            Some(Reading::Unclear(date)) => format!("{date}?"),
            None => "-".to_owned(),
        }
    }

    #[test]
    fn a_year_is_found_in_any_date() {
        for (date, expected) in [
            ("1996", Some(1996)),
            ("2008.0", Some(2008)),
            ("c1962", Some(1962)),
            ("12/05/1998", Some(1998)),
            ("1998-05-12 00:00:00", Some(1998)),
            ("19980512", Some(1998)),
            ("201307", Some(2013)),
            ("März 2011", Some(2011)),
            ("0101-01-01", None),
            ("forthcoming", None),
            ("12345", None),
            ("", None),
        ] {
            assert_eq!(year(date), expected, "{date}");
        }
    }

    #[test]
    fn dates_of_any_form_keep_their_precision() {
        for (date, expected) in [
            ("1998", "1998"),
            ("1998.0", "1998"),
            ("[1998]", "1998"),
            ("1998-05", "1998-05"),
            ("1998-5-2", "1998-05-02"),
            ("1998/05/12/", "1998-05-12"),
            ("1998///", "1998"),
            ("1998-00-00", "1998"),
            ("1998-05-00", "1998-05"),
            ("1998-05-12 00:00:00", "1998-05-12"),
            ("1998-05-12T10:20:30Z", "1998-05-12"),
            ("1998-05-12T10", "1998-05-12"),
            ("19980512", "1998-05-12"),
            ("199805", "1998-05"),
            ("1998-05-12/1998-06-01", "1998-05-12"),
            ("12.5.1998", "1998-05-12"),
            ("05/1998", "1998-05"),
            ("12 May 1998", "1998-05-12"),
            ("May 12th, 1998", "1998-05-12"),
            ("12. Mai 1998", "1998-05-12"),
            ("Sept. 1998", "1998-09"),
            ("1998 Dez", "1998-12"),
            ("März 2011", "2011-03"),
            ("29 February 2000", "2000-02-29"),
            ("13/05/1998", "1998-05-13"),
            ("05/13/1998", "1998-05-13"),
            ("05/05/1998", "1998-05-05"),
            ("05/12/1998", "1998?"),
            ("1998/99", "1998"),
            ("1998-2001", "-"),
            ("1998-02-30", "-"),
            ("29 February 1999", "-"),
            ("Spring 1998", "-"),
            ("c1962", "-"),
            ("pending", "-"),
            ("12 May", "-"),
            ("38292", "-"),
            ("05/12/98", "-"),
            ("00/00/1998", "-"),
            ("", "-"),
        ] {
            assert_eq!(text(date, Order::Unknown), expected, "{date}");
        }
    }

    #[test]
    fn a_column_says_whether_the_day_comes_first() {
        let of = |dates: &[&str]| order(dates.iter().copied());
        assert_eq!(of(&["05/12/1998", "05/13/1998", "n/a"]), Order::MonthFirst);
        assert_eq!(of(&["05/12/1998", "31-01-1998"]), Order::DayFirst);
        assert_eq!(of(&["05/13/1998", "31/01/1998"]), Order::Unknown);
        assert_eq!(of(&["13.05.1998", "1998-05-13"]), Order::Unknown);
        assert_eq!(text("05/12/1998", Order::MonthFirst), "1998-05-12");
        assert_eq!(text("05/12/1998", Order::DayFirst), "1998-12-05");
    }

    #[test]
    fn only_dates_that_agree_refine_each_other() {
        let date = |text: &str| read(text, Order::Unknown).unwrap().date();
        for (first, second, expected) in [
            ("1998", "1998-05-12", "1998-05-12"),
            ("1998-05", "1998-05-12", "1998-05-12"),
            ("1998-05-12", "1998", "1998-05-12"),
            ("1998", "2003-01-01", "1998"),
            ("1998-05", "1998-06-12", "1998-05"),
        ] {
            let refined = date(first).refined(date(second));
            assert_eq!(refined.to_string(), expected, "{first} {second}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "\\PC{0,40}") {
            let _ = read(&text, Order::Unknown);
            let _ = year(&text);
        }

        #[test]
        fn what_is_written_is_read_again(year in 1000_u16..2200, month in 1_u8..13, day in 1_u8..29) {
            let written = format!("{year:04}-{month:02}-{day:02}");
            prop_assert_eq!(&text(&written, Order::Unknown), &written);
            let turned = format!("{day}.{month}.{year}");
            prop_assert_eq!(&text(&turned, Order::Unknown), &written);
        }
    }
}
