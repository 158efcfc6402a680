//! Reading dates as registers and lists write them, as far as they say it.

use crate::record::PartialDate;

/// The number of seconds of a day.
const DAY: i64 = 86_400;

/// The number of days of four hundred years of the Gregorian calendar.
const FOUR_CENTURIES: i64 = 146_097;

/// Reads a date: `1998-01-05` with or without a time, `19980105`, `1998/01/05`, `1998-01`,
/// `[c1998]`, `5 Jan. 1998`, `January 5, 1998`, `5Jan1998`, `5.1.1998`.
///
/// Of `1/5/1998` only the year is known: it is January in one country and May in another.
/// A year of two digits and a year with a question mark are not dates.
pub(super) fn partial(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    if let Some(day) = text.get(..10)
        && text[10..].starts_with(['T', ' '])
        && let Ok(date) = day.parse()
    {
        return Some(date);
    }
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let text = text
        .trim_start_matches(['[', '(', '©', 'c', 'C', 'p', ')', ' '])
        .trim_end_matches([']', ')', '.', ',', ';', ' ']);
    let mut numbers: Vec<(usize, u16)> = Vec::new();
    let mut month = None;
    let mut separators = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_same = |c: char| match first {
            '0'..='9' => c.is_ascii_digit(),
            _ if first.is_alphabetic() => c.is_alphabetic(),
            _ => !c.is_ascii_digit() && !c.is_alphabetic(),
        };
        let end = rest.find(|c| !is_same(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            // A time, or anything else that is not a date.
            if numbers.len() == 3 || run.len() > 8 {
                return None;
            }
            match run.len() {
                8 if text.len() == 8 => return digits(run),
                6 if text.len() == 6 => return digits(run),
                1 | 2 | 4 => numbers.push((run.len(), run.parse().ok()?)),
                _ => return None,
            }
        } else if first.is_alphabetic() {
            if month.is_some() {
                return None;
            }
            month = Some(month_of(run)?);
        } else {
            separators.push_str(run);
        }
    }
    let is_year = |(len, _): &(usize, u16)| *len == 4;
    if numbers.iter().filter(|it| is_year(it)).count() != 1 || separators.contains('?') {
        return None;
    }
    let year = numbers.iter().find(|it| is_year(it))?.1;
    let small: Vec<u8> = numbers
        .iter()
        .filter(|it| !is_year(it))
        .map(|(_, n)| u8::try_from(*n).ok())
        .collect::<Option<_>>()?;
    match (month, small.as_slice()) {
        (_, []) => PartialDate::new(year, month, None),
        (Some(_), [day]) => PartialDate::new(year, month, Some(*day)),
        (None, [n]) => PartialDate::new(year, Some(*n), None),
        (None, [first, second]) if is_year(&numbers[0]) => {
            PartialDate::new(year, Some(*first), Some(*second))
        }
        (None, [day, month]) if separators.chars().all(|c| matches!(c, '.' | ' ')) => {
            PartialDate::new(year, Some(*month), Some(*day))
        }
        (None, [first, second]) => {
            let is_known = first == second || *first > 12 || *second > 12;
            let (day, month) = if *first > 12 {
                (*first, *second)
            } else {
                (*second, *first)
            };
            let date = PartialDate::new(year, Some(month), Some(day))?;
            if is_known {
                Some(date)
            } else {
                PartialDate::new(year, None, None)
            }
        }
        _ => None,
    }
}

/// Reads `19980105` and `199801`; a month or a day of zeros is not known.
fn digits(run: &str) -> Option<PartialDate> {
    let (year, month) = run.split_at_checked(4)?;
    let (month, day) = month.split_at_checked(2)?;
    let day = if day.is_empty() { "00" } else { day };
    format!("{year}-{month}-{day}").parse().ok()
}

/// Returns the number of a month by its English name or the first three letters of it.
fn month_of(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let is_it = |name: &&str| word.len() >= 3 && name.starts_with(&*word);
    let place = NAMES
        .iter()
        .position(|name| is_it(name) || word == "sept" && *name == "september");
    place.and_then(|place| u8::try_from(place + 1).ok())
}

/// Returns the year of a time in seconds since 1970.
pub(super) fn year_of(seconds: i64) -> i64 {
    // Years that begin in March, in cycles of four hundred years.
    let days = seconds.div_euclid(DAY) + 719_468;
    let (cycle, day) = (
        days.div_euclid(FOUR_CENTURIES),
        days.rem_euclid(FOUR_CENTURIES),
    );
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    cycle * 400 + year + i64::from(day_of_year >= 306)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_many_spellings() {
        for (text, expected) in [
            ("1998-01-05", "1998-01-05"),
            ("1998-01-05T10:11:12Z", "1998-01-05"),
            ("1998-01-05 00:00:00", "1998-01-05"),
            ("19980105", "1998-01-05"),
            ("19980100", "1998-01"),
            ("199801", "1998-01"),
            ("1998/1/5", "1998-01-05"),
            ("1998-01", "1998-01"),
            ("1998", "1998"),
            ("[c1998]", "1998"),
            ("©1998.", "1998"),
            ("5 Jan. 1998", "1998-01-05"),
            ("5Jan1998", "1998-01-05"),
            ("January 5, 1998", "1998-01-05"),
            ("Sept. 1998", "1998-09"),
            ("15.1.1998", "1998-01-15"),
            ("2.1.1998", "1998-01-02"),
            ("1/15/1998", "1998-01-15"),
            ("15/1/1998", "1998-01-15"),
            ("1/1/1998", "1998-01-01"),
            ("1/5/1998", "1998"),
        ] {
            let date = partial(text).map(|date| date.to_string());
            assert_eq!(date.as_deref(), Some(expected), "{text}");
        }
        for none in [
            "",
            "NA",
            "98",
            "5Jan98",
            "1998?",
            "19th century",
            "1998-1999",
            "1998-02-30",
            "32/1/1998",
            "13/13/1998",
            "1/5/98",
            "about 1998",
            "é998-01-05",
            "1998-01-05-01",
            "12345678901",
        ] {
            assert_eq!(partial(none), None, "{none}");
        }
    }

    #[test]
    fn seconds_have_a_year() {
        for (seconds, year) in [
            (0, 1970),
            (-1, 1969),
            (1_642_982_400, 2022),
            (951_782_399, 2000),
            (1_704_067_199, 2023),
            (1_704_067_200, 2024),
            (-2_208_988_800, 1900),
            (-62_135_596_800, 1),
        ] {
            assert_eq!(year_of(seconds), year, "{seconds}");
        }
    }
}
