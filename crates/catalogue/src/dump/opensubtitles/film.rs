//! The record of a row: a film or an episode.

use super::super::collect::{Collector, append, day, format, number};
use super::rows::{Column, Values};
use crate::number::imdb;
use crate::record::{DateKind, Form, Record};

/// Years before this one mean that the year is not known: there were no films.
const FIRST_YEAR: u64 = 1000;

/// Makes the record of a row.
pub(super) fn record(values: &Values<'_>, collector: &mut Collector<'_>) -> Record {
    let source = collector.source("opensubtitles");
    collector.dated(source, "opensubtitles SubAddDate", DateKind::Added);
    let name = collector.text(values.get(Column::Name));
    let name = in_one_line(name);
    let kind = values.get(Column::Kind);
    let (season, episode) = (
        known(values.get(Column::Season)),
        known(values.get(Column::Episode)),
    );
    let (imdb, series_imdb) = (
        of_imdb(values, Column::Imdb),
        of_imdb(values, Column::SeriesImdb),
    );
    let is_numbered = season.is_some() || episode.is_some() || series_imdb.is_some();
    let parts = quoted(&name).filter(|_| kind == b"tv" || is_numbered);
    let form = if parts.is_some() || kind == b"tv" && is_numbered {
        Form::Episode
    } else {
        Form::Film
    };
    let (series, title) = match parts {
        Some((series, title)) => (series.to_owned(), title.to_owned()),
        None => (String::new(), name),
    };
    let year = number(values.get(Column::Year)).filter(|year| *year >= FIRST_YEAR);
    let mut language = collector.text(values.get(Column::Language));
    if language.is_empty() {
        language = collector.text(values.get(Column::LanguageName));
    }
    Record {
        source,
        form,
        id: collector.text(values.get(Column::Id)),
        title,
        series,
        year: year.map_or(String::new(), |year| year.to_string()),
        language,
        added: day(values.get(Column::Added)),
        imdb,
        series_imdb,
        season,
        episode,
        format: format(collector.text(values.get(Column::Format))),
        ..Record::default()
    }
}

/// Returns the number of a title; `None` if it is not known.
pub(super) fn of_imdb(values: &Values<'_>, column: Column) -> Option<u64> {
    std::str::from_utf8(values.get(column)).ok().and_then(imdb)
}

/// Counts the numbers of titles that are not valid.
pub(super) fn count_broken(values: &Values<'_>, collector: &mut Collector<'_>) {
    for column in [Column::Imdb, Column::SeriesImdb] {
        let is_given = values.get(column).iter().any(|digit| *digit != b'0');
        if is_given && of_imdb(values, column).is_none() {
            collector.skip(
                "numbers of IMDb that are not valid, of rows that were kept",
                1,
            );
        }
    }
}

/// Reads the number of a season or an episode; 0 and -1 mean that it is not known.
fn known(digits: &[u8]) -> Option<u32> {
    let number = number(digits).and_then(|number| u32::try_from(number).ok());
    number.filter(|number| *number > 0)
}

/// Returns a name without the tabs and line ends in it.
fn in_one_line(name: String) -> String {
    if !name.contains(['\t', '\r', '\n']) {
        return name;
    }
    let mut line = String::with_capacity(name.len());
    for part in name.split(['\t', '\r', '\n']) {
        append(&mut line, " ", part.trim());
    }
    line
}

/// Splits `"Series" Title`; `None` if there is no series in quotation marks.
fn quoted(name: &str) -> Option<(&str, &str)> {
    let rest = name.strip_prefix('"')?;
    let ends = |at: &usize| {
        let after = rest[at + 1..].chars().next();
        after.is_none_or(char::is_whitespace) && !rest[..*at].trim().is_empty()
    };
    let mut marks = rest.match_indices('"').map(|(at, _)| at);
    let at = marks.find(ends)?;
    Some((rest[..at].trim(), rest[at + 1..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_is_in_quotation_marks() {
        for (name, expected) in [
            ("\"The Sea\" Waves", Some(("The Sea", "Waves"))),
            ("\"The Sea\"", Some(("The Sea", ""))),
            (
                "\"The Sea\" \"Waves\" and wind",
                Some(("The Sea", "\"Waves\" and wind")),
            ),
            ("\"The Sea\"s Waves", None),
            ("\"The Sea", None),
            ("\"\" Waves", None),
            ("The Sea", None),
            ("", None),
        ] {
            assert_eq!(quoted(name), expected, "{name}");
        }
        assert_eq!(in_one_line("a\t\tb\r\nc".into()), "a b c");
    }
}
