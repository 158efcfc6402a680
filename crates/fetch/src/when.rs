//! Points in time, as seconds since 1970, and how they are written.

use std::time::{SystemTime, UNIX_EPOCH};

const DAY: u64 = 86_400;

pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// Returns the days from 1970-01-01 to a date of the Gregorian calendar.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // The year begins in March, so that a leap day is the last of its year.
    let (y, m) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let of_year = (153 * m + 2) / 5 + day - 1;
    Some((y * 365 + y / 4 - y / 100 + y / 400 + of_year) - 719_468)
}

/// Writes a time as RFC 3339 does.
pub(crate) fn rfc3339(time: u64) -> String {
    let shifted = time / DAY + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let of_era_year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * of_era_year + of_era_year / 4 - of_era_year / 100);
    let m = (5 * of_year + 2) / 153;
    let day = of_year - (153 * m + 2) / 5 + 1;
    let month = if m < 10 { m + 3 } else { m - 9 };
    let year = era * 400 + of_era_year + u64::from(month < 3);
    let (hour, minute, second) = (time % DAY / 3600, time % 3600 / 60, time % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn clock(text: &str) -> Option<u64> {
    let mut fields = text.split(':').map(|field| {
        let is_plain = field.len() == 2 && field.bytes().all(|b| b.is_ascii_digit());
        field.parse::<u64>().ok().filter(|_| is_plain)
    });
    let (hour, minute, second) = (fields.next()??, fields.next()??, fields.next()??);
    let is_time = hour < 24 && minute < 60 && second <= 60 && fields.next().is_none();
    is_time.then_some(hour * 3600 + minute * 60 + second)
}

/// Reads a time that [`rfc3339`] wrote.
pub(crate) fn from_rfc3339(text: &str) -> Option<u64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut fields = date.split('-').map(|field| field.parse().ok());
    let days = days(fields.next()??, fields.next()??, fields.next()??)?;
    Some(days * DAY + clock(time)?)
}

/// Reads a date of HTTP, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn from_http(text: &str) -> Option<u64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let (_, rest) = text.trim().split_once(", ")?;
    let mut words = rest.split(' ');
    let day = words.next()?.parse().ok()?;
    let month = words.next().filter(|month| month.len() == 3)?;
    let month = MONTHS.find(month).filter(|at| at % 3 == 0)? as u64 / 3 + 1;
    let days = days(words.next()?.parse().ok()?, month, day)?;
    Some(days * DAY + clock(words.next()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read() {
        for (time, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_827_696, "2000-02-29T12:34:56Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (4_102_444_800, "2100-01-01T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(rfc3339(time), text);
            assert_eq!(from_rfc3339(text), Some(time));
        }
        for day in 0..60_000 {
            assert_eq!(from_rfc3339(&rfc3339(day * DAY + 7)), Some(day * DAY + 7));
        }
        assert_eq!(
            from_http("Sun, 06 Nov 1994 08:49:37 GMT"),
            Some(784_111_777)
        );
        for bad in [
            "",
            "soon",
            "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 anF 1994 08:49:37 GMT",
        ] {
            assert_eq!(from_http(bad), None);
        }
        for bad in [
            "",
            "2024-02-29",
            "2024-02-29T23:59:59",
            "2024-02-29T99:59:59Z",
        ] {
            assert_eq!(from_rfc3339(bad), None);
        }
    }
}
