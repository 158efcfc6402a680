//! The cut-off date that separates records added before it from those added after.
//!
//! A court may ask what was in a collection on a certain date. Dumps say when a
//! record was added; a [`Cutoff`] marks each record with its side. Neither date is
//! exact, so a cut-off date is a period: what was added within it is unclear.
//! Whether a side matters to anybody's rights is not for this program to say.

use std::str::FromStr;

use colophon_catalogue::{Date, DateKind, Source};

use crate::error::Error;
use crate::report::model::{CutoffSummary, Side};
use crate::report::{Advice, Code, CutoffSource, Invalid, Language};

/// A cut-off date with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// The name to ask for it by.
    pub name: &'static str,
    /// The first day of the period, `YYYY-MM-DD`.
    pub from: &'static str,
    /// The last day of the period, `YYYY-MM-DD`.
    pub to: &'static str,
    /// The sources of the two days.
    pub sources: &'static [CutoffSource],
}

/// The cut-off dates that have a name. Their sources name months and one day; each
/// period has all of them from the first day to the last.
pub static PRESETS: [Preset; 2] = [
    // Anthropic's download of Library Genesis.
    Preset {
        name: "bartz-libgen",
        from: "2021-06-01",
        to: "2021-07-31",
        sources: &[CutoffSource::LibgenOrder, CutoffSource::LibgenReports],
    },
    // Anthropic's download of the Pirate Library Mirror.
    Preset {
        name: "bartz-pilimi",
        from: "2022-07-01",
        to: "2022-08-10",
        sources: &[CutoffSource::PilimiOrder, CutoffSource::PilimiReports],
    },
];

/// Returns what the dates of a source's records are.
pub(crate) fn kind_of(source: Option<&Source>) -> DateKind {
    source.map_or(DateKind::Added, |source| source.date_kind)
}

/// A cut-off date: the period from one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cutoff {
    preset: Option<&'static Preset>,
    from: Date,
    to: Date,
}

impl Cutoff {
    /// Returns the side of a record with this date. A last change before the period
    /// shows that the record was there before it; a later one shows nothing.
    pub(crate) fn side(self, date: Option<Date>, kind: DateKind) -> Side {
        match (date, kind) {
            (Some(date), _) if date < self.from => Side::Before,
            (None, _) | (Some(_), DateKind::Changed) => Side::Unknown,
            (Some(date), DateKind::Added) if date <= self.to => Side::Unclear,
            (Some(_), DateKind::Added) => Side::After,
        }
    }

    /// Returns the first and the last day of the period.
    pub(crate) fn window(self) -> (Date, Date) {
        (self.from, self.to)
    }

    pub(crate) fn summary(self) -> CutoffSummary {
        let sources = self.preset.map_or(&[][..], |preset| preset.sources);
        let sources = sources.iter().map(|it| it.phrase().say(Language::English));
        CutoffSummary {
            name: self.preset.map(|preset| preset.name.to_owned()),
            from: self.from.to_string(),
            to: self.to.to_string(),
            sources: sources.map(str::to_owned).collect(),
        }
    }
}

impl FromStr for Cutoff {
    type Err = Error;

    /// Reads the name of a preset, a day `YYYY-MM-DD`, a month `YYYY-MM`, a year
    /// `YYYY`, or `FROM..TO` of these, both included.
    fn from_str(text: &str) -> Result<Self, Error> {
        let preset = PRESETS.iter().find(|preset| preset.name == text);
        let (first, last) = match preset {
            Some(preset) => (preset.from, preset.to),
            None => text.split_once("..").unwrap_or((text, text)),
        };
        let (Some((from, _)), Some((_, to))) = (days(first), days(last)) else {
            return Err(invalid(Invalid::Date, text).advise(Advice::DateForm));
        };
        if to < from {
            return Err(invalid(Invalid::PeriodReversed, text).advise(Advice::EarlierFirst));
        }
        Ok(Self { preset, from, to })
    }
}

fn invalid(what: Invalid, text: &str) -> Error {
    Error::new(Code::InvalidArgument, what.with(&[("value", text)]))
}

/// Returns the first and the last day of a day, a month or a year.
fn days(text: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = text.split('-').collect();
    let year = digits(parts.first()?, 4)?;
    let two = |part: &str| digits(part, 2).and_then(|n| u8::try_from(n).ok());
    let last = |month| (28..=31).rev().find_map(|day| Date::new(year, month, day));
    match parts[1..] {
        [] => Some((Date::new(year, 1, 1)?, last(12)?)),
        [month] => {
            let month = two(month)?;
            Some((Date::new(year, month, 1)?, last(month)?))
        }
        [month, day] => {
            let day = Date::new(year, two(month)?, two(day)?)?;
            Some((day, day))
        }
        _ => None,
    }
}

/// Returns the number that is written with exactly `n` digits.
fn digits(text: &str, n: usize) -> Option<u16> {
    let is_number = text.len() == n && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cutoff(text: &str) -> Cutoff {
        text.parse().unwrap()
    }

    fn period(text: &str) -> String {
        let CutoffSummary { from, to, .. } = cutoff(text).summary();
        format!("{from} to {to}")
    }

    #[test]
    fn both_ends_of_the_period_are_unclear() {
        let cutoff = cutoff("2021-06-01..2021-07-31");
        let side = |day: &str| cutoff.side(day.parse().ok(), DateKind::Added);
        assert_eq!(side("2021-05-31 23:59:59"), Side::Before);
        assert_eq!(side("2021-06-01"), Side::Unclear);
        assert_eq!(side("2021-07-31 23:59:59"), Side::Unclear);
        assert_eq!(side("2021-08-01"), Side::After);
        assert_eq!(side("0000-00-00"), Side::Unknown);
    }

    #[test]
    fn a_last_change_never_says_after() {
        let cutoff = cutoff("bartz-libgen");
        let side = |day: &str| cutoff.side(day.parse().ok(), DateKind::Changed);
        assert_eq!(side("2021-05-31"), Side::Before);
        for later in ["2021-06-01", "2021-07-31", "2021-08-01", "2024-01-01", ""] {
            assert_eq!(side(later), Side::Unknown, "{later}");
        }
    }

    /// The days that the sources name, or the days of the months that they name.
    fn is_in_what_the_sources_name(name: &str, (year, month, day): (u16, u8, u8)) -> bool {
        match name {
            "bartz-libgen" => year == 2021 && matches!(month, 6 | 7),
            "bartz-pilimi" => year == 2022 && (month == 7 || (month == 8 && day <= 10)),
            _ => unreachable!("{name}"),
        }
    }

    #[test]
    fn no_record_of_the_month_of_a_download_is_called_before_or_after() {
        for preset in &PRESETS {
            let cutoff = cutoff(preset.name);
            let mut days = 0;
            let mut last = Side::Before;
            for year in [2021, 2022] {
                for (month, day) in (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day)))
                {
                    let Some(date) = Date::new(year, month, day) else {
                        continue;
                    };
                    days += 1;
                    let side = cutoff.side(Some(date), DateKind::Added);
                    let named = is_in_what_the_sources_name(preset.name, (year, month, day));
                    assert_eq!(side == Side::Unclear, named, "{}: {date}", preset.name);
                    let follows = match last {
                        Side::Before => matches!(side, Side::Before | Side::Unclear),
                        Side::Unclear => matches!(side, Side::Unclear | Side::After),
                        Side::After | Side::Unknown => side == Side::After,
                    };
                    assert!(follows, "{}: {date}: {last:?}, {side:?}", preset.name);
                    last = side;
                }
            }
            assert_eq!((days, last), (730, Side::After), "{}", preset.name);
        }
    }

    #[test]
    fn presets_are_periods_with_all_their_sources() {
        for preset in &PRESETS {
            let summary = cutoff(preset.name).summary();
            assert_eq!(summary.name.as_deref(), Some(preset.name));
            assert_eq!((&*summary.from, &*summary.to), (preset.from, preset.to));
            assert_eq!(summary.sources.len(), 2, "{summary:?}");
            assert!(summary.sources[0].contains("17 July 2025"), "{summary:?}");
            assert!(summary.sources[0].contains("page 31"), "{summary:?}");
            assert!(summary.sources[1].contains("settlement"), "{summary:?}");
        }
        assert_eq!(period("bartz-libgen"), "2021-06-01 to 2021-07-31");
        assert_eq!(period("bartz-pilimi"), "2022-07-01 to 2022-08-10");
    }

    #[test]
    fn days_months_years_and_what_is_between_them_are_periods() {
        for (text, days) in [
            ("2021-06-30", "2021-06-30 to 2021-06-30"),
            ("2021-06", "2021-06-01 to 2021-06-30"),
            ("2024-02", "2024-02-01 to 2024-02-29"),
            ("2021", "2021-01-01 to 2021-12-31"),
            ("2021-06-15..2021-06-15", "2021-06-15 to 2021-06-15"),
            ("2021-06-15..2022-07-01", "2021-06-15 to 2022-07-01"),
            ("2021-06..2021-07", "2021-06-01 to 2021-07-31"),
            ("2021-06-15..2021-06", "2021-06-15 to 2021-06-30"),
            ("2020..2021-02", "2020-01-01 to 2021-02-28"),
        ] {
            assert_eq!(period(text), days, "{text}");
            assert_eq!(cutoff(text).summary().name, None, "{text}");
            assert!(cutoff(text).summary().sources.is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_period_is_refused_with_advice() {
        let refused = |text: &str| {
            let error = text.parse::<Cutoff>().unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument, "{text}");
            (error.message().to_owned(), error.advice())
        };
        for text in [
            "30.6.2021",
            "30-06-2021",
            "2021-06-31",
            "2021-13",
            "2021-6",
            "2021-06-30x",
            "2021-06-30-01",
            "2021-06-30 23:59:59",
            "+021-06-30",
            "20210630",
            "0000",
            "bartz",
            "bartz-libgen..2022",
            "..2021",
            "2021..",
            "2021...2022",
            "2021..2022..2023",
            "2021-06-01 .. 2021-07-31",
            "",
        ] {
            let (message, advice) = refused(text);
            assert!(message.ends_with("is not a date"), "{message}");
            assert_eq!(advice, Some(Advice::DateForm), "{text}");
        }
        for text in ["2021-07-31..2021-06-01", "2021-07..2021-06", "2022..2021"] {
            let (message, advice) = refused(text);
            assert_eq!(message, format!("“{text}” ends before it begins"));
            assert_eq!(advice, Some(Advice::EarlierFirst), "{text}");
        }
    }
}
