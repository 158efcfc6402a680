//! Dates as numbers, which are sorted and packed better.

use colophon_catalogue::Date;

/// Returns the number of a date, counted in days from 1 for 1 January of the year
/// 1.
pub(crate) fn number(date: Date) -> u32 {
    let (year, month, day) = date.parts();
    let before = u32::from(year) - 1;
    let leap_days = before / 4 - before / 100 + before / 400;
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut n = before * 365 + leap_days + u32::from(day);
    for earlier in 1..month {
        n += days_in(earlier, is_leap);
    }
    n
}

/// Returns the date with a number, if there is one.
pub(crate) fn of(n: u32) -> Option<Date> {
    let days = n.checked_sub(1)?;
    // 400 years have 146,097 days; the guess is off by at most a year.
    let guess = u64::from(days) * 400 / 146_097 + 1;
    for year in [guess.saturating_sub(1), guess, guess + 1] {
        let year = u16::try_from(year).ok()?;
        let Some(first) = Date::new(year, 1, 1).map(number) else {
            continue;
        };
        let Some(mut left) = n.checked_sub(first) else {
            continue;
        };
        let is_leap =
            year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        for month in 1..=12 {
            let n_days = days_in(month, is_leap);
            if left < n_days {
                return Date::new(year, month, u8::try_from(left + 1).ok()?);
            }
            left -= n_days;
        }
    }
    None
}

fn days_in(month: u8, is_leap: bool) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_numbers_and_numbers_days() {
        let first = Date::new(1, 1, 1).unwrap();
        let last = Date::new(9999, 12, 31).unwrap();
        assert_eq!(number(first), 1);
        assert_eq!(number(Date::new(1970, 1, 1).unwrap()), 719_163);
        assert_eq!(of(0), None);
        let mut before = None;
        for n in 1..=number(last) {
            let day = of(n);
            assert!(day > before && day.map(number) == Some(n), "{n}");
            before = day;
        }
        assert_eq!(before, Some(last));
        assert_eq!(of(number(last) + 1), None);
        assert_eq!(of(u32::MAX), None);
    }
}
