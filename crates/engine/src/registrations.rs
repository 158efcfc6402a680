//! Copyright registrations of a title, and what their dates say about a claim.
//!
//! Two limits matter in the United States: that a work was registered within five years
//! of its publication, and that it was registered before it was downloaded, or within
//! three months of its publication. Registers often know only the year. A rule is
//! answered where every day that a date can mean gives the same answer; otherwise it
//! cannot be said. Whether somebody has a claim is not for this program to say.

use colophon_catalogue::{Date, Form, PartialDate, Record};
use jiff::{ToSpan, civil};

use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::indexes::Opened;
use crate::listing::{self, Book, Listed};
use crate::report::model::{Registration, Ruled};

/// Returns the registrations of a book in an index, the surest first; `place` is the
/// index's place in the report. A registration counts once, whatever its titles.
///
/// # Errors
///
/// `index-damaged` and `unreadable`.
pub(crate) fn of_book(
    book: &Book,
    opened: &Opened,
    place: usize,
    cutoff: Option<Cutoff>,
) -> Result<Vec<Registration>, Error> {
    let can_be_asked = book.has_name() || !book.registrations.is_empty();
    if !(opened.is_register() && can_be_asked) {
        return Ok(Vec::new());
    }
    let mut found: Vec<Registration> = Vec::new();
    for listing in listing::registrations(book, &opened.index)? {
        for listed in &listing.records {
            let own = registration(listed, opened, place, cutoff);
            let known = found.iter_mut().find(|it| {
                (&it.source, &it.number, &it.date) == (&own.source, &own.number, &own.date)
                    && !own.number.is_empty()
            });
            match known {
                // The titles of a long list are in several entries.
                Some(known) => {
                    let titles = own.titles.into_iter();
                    let new: Vec<String> = titles
                        .filter(|title| !known.titles.contains(title))
                        .collect();
                    known.titles.extend(new);
                    if own.tier < known.tier {
                        (known.tier, known.reason) = (own.tier, own.reason);
                    }
                }
                None => found.push(own),
            }
        }
    }
    found.sort_by(|a, b| (a.tier, &a.date, &a.number).cmp(&(b.tier, &b.date, &b.number)));
    Ok(found)
}

fn registration(
    listed: &Listed,
    opened: &Opened,
    place: usize,
    cutoff: Option<Cutoff>,
) -> Registration {
    let record = &listed.record;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let source = opened.index.sources().get(usize::from(record.source));
    let download = cutoff.map(Cutoff::window);
    let dates = Dates::of(record);
    Registration {
        index: place,
        source: source.map(|source| source.name.clone()).unwrap_or_default(),
        id: record.id.clone(),
        number: record.registration.clone(),
        date: record.registered.map(|date| date.to_string()),
        title: record.title.clone(),
        author: record.author.clone(),
        claimant: some(&record.claimant),
        publisher: some(&record.imprint),
        published: record.published.map(|date| date.to_string()),
        group: record.form == Form::GroupRegistration,
        titles: match record.form {
            Form::GroupRegistration => record.other_titles.clone(),
            _ => Vec::new(),
        },
        renewal: record.form == Form::Renewal,
        note: some(&record.note),
        within_five_years: dates.within_five_years(),
        in_time: dates.in_time(download),
        tier: listed.tier,
        reason: listed.reason.clone(),
    }
}

/// The dates of a registration, as far as they are known.
#[derive(Clone, Copy, Debug)]
struct Dates {
    registered: Option<PartialDate>,
    published: Option<PartialDate>,
}

impl Dates {
    /// Takes the dates of a record; a renewal is not the registration that counts.
    fn of(record: &Record) -> Self {
        Self {
            registered: record.registered.filter(|_| record.form != Form::Renewal),
            published: record.published,
        }
    }

    /// Returns whether the work was registered within five years of its publication.
    fn within_five_years(self) -> Ruled {
        self.within(5.years())
    }

    /// Returns whether the work was registered before a download, of which the first and
    /// the last possible day are known, or within three months of its publication.
    fn in_time(self, download: Option<(Date, Date)>) -> Ruled {
        let before = match (self.registered, download) {
            (Some(registered), Some((first, _))) if registered.last() < first => Ruled::Yes,
            (Some(registered), Some((_, last))) if registered.first() > last => Ruled::No,
            _ => Ruled::Unknown,
        };
        match (before, self.within(3.months())) {
            (Ruled::Yes, _) | (_, Ruled::Yes) => Ruled::Yes,
            (Ruled::No, Ruled::No) => Ruled::No,
            _ => Ruled::Unknown,
        }
    }

    /// Returns whether the work was registered at most so long after its publication. The
    /// last day counts; in a month that is too short for it, it is that month's last.
    fn within(self, limit: jiff::Span) -> Ruled {
        let (Some(registered), Some(published)) = (self.registered, self.published) else {
            return Ruled::Unknown;
        };
        let end = |date: Date| plus(date, limit);
        match (end(published.first()), end(published.last())) {
            (Some(end), _) if registered.last() <= end => Ruled::Yes,
            (_, Some(end)) if registered.first() > end => Ruled::No,
            _ => Ruled::Unknown,
        }
    }
}

/// Returns the day that is a span after another.
fn plus(date: Date, span: jiff::Span) -> Option<Date> {
    let (year, month, day) = date.parts();
    let year = i16::try_from(year).ok()?;
    let own = civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let end = own.checked_add(span).ok()?;
    let year = u16::try_from(end.year()).ok()?;
    let (month, day) = (
        u8::try_from(end.month()).ok()?,
        u8::try_from(end.day()).ok()?,
    );
    Date::new(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(published: &str, registered: &str) -> Dates {
        Dates {
            registered: registered.parse().ok(),
            published: published.parse().ok(),
        }
    }

    #[test]
    fn five_years_end_with_the_same_day() {
        for (published, registered, answer) in [
            ("2010-03-15", "2015-03-15", Ruled::Yes),
            ("2010-03-15", "2015-03-16", Ruled::No),
            // Before publication.
            ("2010-03-15", "2009-01-01", Ruled::Yes),
            ("2012-02-29", "2017-02-28", Ruled::Yes),
            ("2012-02-29", "2017-03-01", Ruled::No),
            ("2011-02-28", "2016-02-28", Ruled::Yes),
            ("2011-02-28", "2016-02-29", Ruled::No),
            // Only years.
            ("2010", "2014", Ruled::Yes),
            ("2010", "2015", Ruled::Unknown),
            ("2010", "2016", Ruled::No),
            ("2010", "2015-01-01", Ruled::Yes),
            ("2010", "2015-01-02", Ruled::Unknown),
            ("2010", "2015-12-31", Ruled::Unknown),
            ("2010", "2016-01-01", Ruled::No),
            ("2010-06", "2015-06-01", Ruled::Yes),
            ("2010-06", "2015-06-15", Ruled::Unknown),
            ("2010-06", "2015-07-01", Ruled::No),
            ("", "2015-07-01", Ruled::Unknown),
            ("2010", "", Ruled::Unknown),
        ] {
            let own = dates(published, registered).within_five_years();
            assert_eq!(own, answer, "{published} {registered}");
        }
    }

    #[test]
    fn before_the_download_or_within_three_months() {
        let download = Some(("2021-06-01".parse().unwrap(), "2021-07-31".parse().unwrap()));
        for (published, registered, answer) in [
            ("2001-01-01", "2021-05-31", Ruled::Yes),
            ("2001-01-01", "2021-06-01", Ruled::Unknown),
            ("2001-01-01", "2021-07-31", Ruled::Unknown),
            ("2001-01-01", "2021-08-01", Ruled::No),
            ("2021-05-01", "2021-08-01", Ruled::Yes),
            ("2021-05-01", "2021-08-02", Ruled::No),
            ("2021-11-30", "2022-02-28", Ruled::Yes),
            ("2021-11-30", "2022-03-01", Ruled::No),
            ("2021", "2021-09-01", Ruled::Unknown),
            ("", "2020", Ruled::Yes),
            ("", "2021", Ruled::Unknown),
            ("", "2022", Ruled::Unknown),
            ("2001", "", Ruled::Unknown),
        ] {
            let own = dates(published, registered).in_time(download);
            assert_eq!(own, answer, "{published} {registered}");
        }
        assert_eq!(dates("2020-01-01", "2020-04-01").in_time(None), Ruled::Yes);
        assert_eq!(
            dates("2020-01-01", "2020-04-02").in_time(None),
            Ruled::Unknown
        );
    }

    /// Days, as a calendar on paper would have them: year, month, day.
    type Day = (u16, u8, u8);

    fn month_length(year: u16, month: u8) -> u8 {
        let is_leap =
            year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Returns every day that a date may be.
    fn days(date: &str) -> Vec<Day> {
        let mut parts = date.split('-');
        let year: u16 = parts.next().unwrap().parse().unwrap();
        let mut part = || parts.next().map(|part| part.parse::<u8>().unwrap());
        let (month, day) = (part(), part());
        let months = month.map_or(1..=12, |month| month..=month);
        let of_month = |month| {
            let days = day.map_or(1..=month_length(year, month), |day| day..=day);
            days.map(move |day| (year, month, day))
        };
        months.flat_map(of_month).collect()
    }

    /// Returns the last day of a term of months that begins with a day.
    fn term((year, month, day): Day, n_months: u16) -> Day {
        let months = year * 12 + u16::from(month) - 1 + n_months;
        let (year, month) = (months / 12, u8::try_from(months % 12 + 1).unwrap());
        (year, month, day.min(month_length(year, month)))
    }

    /// Answers for every pair of days on which a work may have been published and
    /// registered; if the answers differ, nothing can be said.
    fn by_hand(published: &[Day], registered: &[Day], rule: &dyn Fn(Day, Day) -> Ruled) -> Ruled {
        let mut answers = registered
            .iter()
            .flat_map(|&registered| published.iter().map(move |&day| rule(day, registered)));
        let first = answers.next().unwrap();
        if answers.all(|answer| answer == first) {
            first
        } else {
            Ruled::Unknown
        }
    }

    /// A generator of numbers (xorshift).
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, n: u16) -> u16 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            u16::try_from((self.0 >> 32) % u64::from(n)).unwrap()
        }

        /// Returns the date of a day as somebody may have written it down: whole, without
        /// the day, without the month, or not at all.
        fn written(&mut self, (year, month, day): Day) -> String {
            match self.below(10) {
                0 => String::new(),
                1 | 2 => format!("{year}"),
                3 => format!("{year}-{month:02}"),
                _ => format!("{year}-{month:02}-{day:02}"),
            }
        }

        fn day(&mut self, years: std::ops::Range<u16>) -> Day {
            let year = years.start + self.below(years.end - years.start);
            let month = u8::try_from(1 + self.below(12)).unwrap();
            let length = month_length(year, month);
            // The ends of months are where rules go wrong.
            let day = match self.below(3) {
                0 => length,
                _ => u8::try_from(1 + self.below(length.into())).unwrap(),
            };
            (year, month, day)
        }
    }

    /// Returns the next day, or the one before.
    fn moved((year, month, day): Day, by: u16) -> Day {
        match by {
            0 if day > 1 => (year, month, day - 1),
            2 if day < month_length(year, month) => (year, month, day + 1),
            2 if month == 12 => (year + 1, 1, 1),
            2 => (year, month + 1, 1),
            _ => (year, month, day),
        }
    }

    /// Each case is made near the very day on which an answer changes.
    #[test]
    fn the_rules_are_right_in_2000_cases_near_their_limits() {
        let window = ("2021-06-01".parse().unwrap(), "2021-07-31".parse().unwrap());
        let (first, last) = ((2021, 6, 1), (2021, 7, 31));
        let mut numbers = Numbers(17);
        let mut seen = std::collections::HashMap::new();
        for case in 0..2000 {
            let leap = (2000 + 4 * numbers.below(5), 2, 29);
            let published = match numbers.below(4) {
                0 => leap,
                1 => numbers.day(2021..2022),
                _ => numbers.day(2000..2022),
            };
            let near = match numbers.below(4) {
                0 => term(published, 60),
                1 => term(published, 3),
                2 => [first, last][usize::from(numbers.below(2))],
                _ => numbers.day(published.0..published.0 + 7),
            };
            let by = numbers.below(3);
            let registered = numbers.written(moved(near, by));
            let published = numbers.written(published);
            let own = dates(&published, &registered);
            let case = format!("{case}: published {published:?}, registered {registered:?}");
            // Nothing else than every day is known of a date that is missing.
            let any: Vec<Day> = vec![(1900, 1, 1), (2100, 12, 31)];
            let of = |date: &str| {
                if date.is_empty() {
                    any.clone()
                } else {
                    days(date)
                }
            };
            let (publications, registrations) = (of(&published), of(&registered));
            let within = |months| {
                move |published, registered| {
                    if registered <= term(published, months) {
                        Ruled::Yes
                    } else {
                        Ruled::No
                    }
                }
            };
            let expected = by_hand(&publications, &registrations, &within(60));
            assert_eq!(own.within_five_years(), expected, "{case}");
            *seen.entry(("five years", expected)).or_insert(0) += 1;
            for (download, is_known) in [(Some(window), true), (None, false)] {
                let expected = by_hand(&publications, &registrations, &|published, registered| {
                    match within(3)(published, registered) {
                        Ruled::Yes => Ruled::Yes,
                        _ if is_known && registered < first => Ruled::Yes,
                        // The hour of a download is not known, and which day it was.
                        _ if is_known && registered > last => Ruled::No,
                        _ => Ruled::Unknown,
                    }
                });
                assert_eq!(own.in_time(download), expected, "{case}");
                *seen.entry(("in time", expected)).or_insert(0) += 1;
            }
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|&n| n > 200), "{seen:?}");
    }
}
