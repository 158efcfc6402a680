//! The entries of a user, read back from a cell.

use crate::csv::guarded;
use crate::model::ClaimState;

/// Returns a cell without the apostrophe that keeps a spreadsheet from running it, and
/// without blanks around it.
pub(super) fn unguarded(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if guarded(rest) == cell => rest.trim().to_owned(),
        _ => cell.to_owned(),
    }
}

/// Returns the state that four cells say, in their order.
pub(super) fn state(cells: [String; 4]) -> ClaimState {
    let [identifier, receipt, deadline, opted_out] =
        cells.map(|cell| (!cell.is_empty()).then_some(cell));
    ClaimState {
        identifier,
        receipt,
        deadline: deadline.map(|text| day(&text).unwrap_or(text)),
        opted_out: opted_out.map(|text| answer(&text).map_or(text, str::to_owned)),
    }
}

/// Returns `yes` or `no` for the words that mean it, in the languages of the reports.
fn answer(text: &str) -> Option<&'static str> {
    match text.trim().trim_end_matches('.').to_lowercase().as_str() {
        "yes" | "y" | "ja" | "j" | "true" | "wahr" | "1" | "x" | "✓" | "✔" => Some("yes"),
        "no" | "n" | "nein" | "false" | "falsch" | "0" | "✗" => Some("no"),
        _ => None,
    }
}

/// Returns a date as `YYYY-MM-DD` if it can be read in only one way: a spreadsheet writes
/// dates in the form of its country.
fn day(text: &str) -> Option<String> {
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    if let Ok(date) = date.parse::<jiff::civil::Date>() {
        let time = text.strip_prefix(&date.to_string()).unwrap_or(text);
        let is_midnight = matches!(
            time.trim_start_matches([' ', 'T']),
            "" | "00:00" | "00:00:00"
        );
        return is_midnight.then(|| date.to_string());
    }
    let sign = text.chars().find(|c| matches!(c, '.' | '/' | '-'))?;
    let parts: Vec<&str> = text.trim().split(sign).map(str::trim).collect();
    let [one, two, year] = parts.as_slice() else {
        return None;
    };
    let number = |part: &str| part.parse::<i8>().ok().filter(|n| *n > 0);
    let (one, two) = (number(one)?, number(two)?);
    let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
    // With full stops, the day comes first.
    let (day, month) = match sign {
        '.' => (one, two),
        _ if one > 12 || one == two => (one, two),
        _ if two > 12 => (two, one),
        _ => return None,
    };
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    Some(date.to_string())
}

#[cfg(test)]
mod tests {
    use super::{answer, day, unguarded};

    #[test]
    fn only_a_date_that_has_one_reading_is_a_date() {
        for (text, expected) in [
            ("2026-03-30", Some("2026-03-30")),
            ("2026-03-30 00:00:00", Some("2026-03-30")),
            ("2026-03-30 17:00", None),
            ("2026-03-30T23:59:00", None),
            ("30/03/2026", Some("2026-03-30")),
            ("03/30/2026", Some("2026-03-30")),
            ("3/3/2026", Some("2026-03-03")),
            ("30.3.2026", Some("2026-03-30")),
            ("03.04.2026", Some("2026-04-03")),
            ("03/04/2026", None),
            ("31/02/2026", None),
            ("end of March", None),
            ("30/03/26", None),
            ("", None),
        ] {
            assert_eq!(day(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_cell_comes_back_as_it_was_written() {
        for text in ["-123", "=1+1", "@x", "'tis", "A'", "plain", "+49 30 1"] {
            assert_eq!(unguarded(&crate::csv::guarded(text)), text);
        }
        assert_eq!(answer("Ja"), Some("yes"));
        assert_eq!(answer("NO."), Some("no"));
        assert_eq!(answer("no, asked again in May"), None);
    }
}
