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
    if !opened.is_register() || !(book.has_name() || !book.registrations.is_empty()) {
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
}
