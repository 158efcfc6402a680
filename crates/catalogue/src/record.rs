//! One listing in a collection, and the collection it comes from.

use std::fmt;
use std::str::FromStr;

use crate::isbn::Isbn;

/// One listing in a collection.
///
/// Every string is as the collection has it, decoded and without surrounding
/// white space; empty where it says nothing. In titles and names, entities and
/// double encoding are repaired ([`mended`](crate::mended)). Covers, locators and torrents are
/// left out: they are not evidence, and nobody should be led to a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The collection: a place in the list of [`Source`]s of its index.
    pub source: u16,
    /// The collection's own id of the record.
    pub id: String,
    /// The title, often with a subtitle, notes in brackets, a volume.
    pub title: String,
    /// The title in other forms: original, transliterated, in English.
    pub other_titles: Vec<String>,
    /// The authors, in whatever form and order the collection has them.
    pub author: String,
    /// The volume, where it has a field of its own.
    pub volume: String,
    /// The series.
    pub series: String,
    /// The imprint that published the book.
    pub imprint: String,
    /// The edition.
    pub edition: String,
    /// The year, which is free text in most collections.
    pub year: String,
    /// The language, as the collection names it.
    pub language: String,
    /// The identifiers as found: ISBNs of print and e-book editions, often of
    /// related editions too, some of them not valid; see [`Record::isbns`].
    pub identifiers: String,
    /// The ASINs, separated by commas where there are several.
    pub asin: String,
    /// The MD5 of the file.
    pub md5: Option<[u8; 16]>,
    /// The MD5 that the collection reports, where it differs from that of the
    /// file it holds.
    pub md5_reported: Option<[u8; 16]>,
    /// The format of the file: its extension, in lower case.
    pub format: String,
    /// The size of the file.
    pub size_bytes: Option<u64>,
    /// The date on which the record was added.
    pub added: Option<Date>,
    /// Why the record is hidden from visitors, in the collection's own word, such
    /// as `del`; empty when it is visible.
    pub hidden: String,
    /// What the record is about.
    pub form: Form,
    /// The DOI of a paper, as [`doi`](mod@crate::doi) writes it.
    pub doi: String,
    /// The [hash](crate::doi::hash) of the DOI, in a record that holds nothing else: a list
    /// of a hundred million DOIs keeps no more of each.
    pub listed_doi: Option<u64>,
    /// The ISSNs as found, separated by commas where there are several.
    pub issn: String,
    /// The journal or magazine that a paper is in.
    pub journal: String,
    /// Where in the journal a paper is: volume, issue and first page, as in `12(3):45`.
    pub issue: String,
    /// The number of a film or an episode in the Internet Movie Database, without `tt`.
    pub imdb: Option<u64>,
    /// The number of the series that an episode belongs to.
    pub series_imdb: Option<u64>,
    /// The season of an episode.
    pub season: Option<u32>,
    /// The number of an episode in its season.
    pub episode: Option<u32>,
    /// The number of a copyright registration, as found.
    pub registration: String,
    /// The date of the registration, as far as it is known.
    pub registered: Option<PartialDate>,
    /// The date of publication that a registration states, as far as it is known.
    pub published: Option<PartialDate>,
    /// Who claims the copyright; several are separated by semicolons.
    pub claimant: String,
    /// What else the record says that a claim may need: the type of a registered work, an
    /// earlier registration.
    pub note: String,
    /// The SHA-1 of the file, of a record without an MD5. What a dump says of a file with
    /// an MD5 comes as digests of that MD5. An index returns both apart from the record.
    pub sha1: Option<[u8; 20]>,
    /// The SHA-256 of the file, of a record without an MD5.
    pub sha256: Option<[u8; 32]>,
}

/// What a record is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A book, or whatever the collection does not distinguish from one.
    #[default]
    Book,
    /// An article in a journal, a conference or a collection.
    Paper,
    /// An issue of a magazine or a journal.
    Issue,
    /// A film.
    Film,
    /// An episode of a series.
    Episode,
    /// A copyright registration of one work.
    Registration,
    /// A copyright registration of several works: its title, and its other titles.
    GroupRegistration,
    /// The renewal of a copyright registration.
    Renewal,
}

impl Form {
    /// All forms, in the order of their codes.
    pub const ALL: [Self; 8] = [
        Self::Book,
        Self::Paper,
        Self::Issue,
        Self::Film,
        Self::Episode,
        Self::Registration,
        Self::GroupRegistration,
        Self::Renewal,
    ];

    /// Returns the number that stands for this form in an index.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Returns the form with a code.
    pub fn of_code(code: u64) -> Option<Self> {
        Self::ALL.get(usize::try_from(code).ok()?).copied()
    }

    /// Returns whether this is an entry in a register of copyrights, which says nothing
    /// about any collection.
    pub fn is_registration(self) -> bool {
        matches!(
            self,
            Self::Registration | Self::GroupRegistration | Self::Renewal
        )
    }
}

/// What the date of a source's records is the date of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DateKind {
    /// The day on which a record was added.
    #[default]
    Added,
    /// The day on which a record was last changed: it was there by then, and since when is
    /// not known.
    Changed,
}

impl Record {
    /// Returns the valid ISBNs among the identifiers, each once, in order of
    /// appearance.
    pub fn isbns(&self) -> Vec<Isbn> {
        Isbn::find_all(&self.identifiers)
    }

    /// Returns the ASINs, each once, in order of appearance.
    pub fn asins(&self) -> Vec<String> {
        crate::asin::asins(&self.asin)
    }
}

/// A collection, as one of its dumps describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The name that appears in reports, such as `libgen-fiction`.
    pub name: String,
    /// The kind of dump it was read from, such as `libgen`.
    pub kind: String,
    /// The file name of the dump, without folders; empty for standard input.
    pub file: String,
    /// The date of the snapshot: the one that the dump states, else the last date
    /// on which a record was added; `None` when it states neither.
    pub snapshot: Option<Date>,
    /// The number of records.
    pub n_records: u64,
    /// The number of records that give a title; a list of numbers has none.
    pub n_titles: u64,
    /// The collection and the field that the records' dates are from, such as
    /// `libgen TimeAdded`; empty if they have none.
    pub dated_by: String,
    /// What those dates are.
    pub date_kind: DateKind,
}

/// A date of the Gregorian calendar, from the year 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Makes a date; `None` if the calendar does not have it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let n_days = days_of(year, month);
        ((1..=9999).contains(&year) && (1..=n_days).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// Returns year, month and day.
    pub fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }
}

/// Returns the number of days of a month; 0 if there is no such month.
fn days_of(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A date of which only the year, or the year and the month, may be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    /// 0 if it is not known.
    month: u8,
    /// 0 if it is not known.
    day: u8,
}

impl PartialDate {
    /// Makes a date; `None` if the calendar does not have it, or there is a day without a
    /// month.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        if day.is_some() && month.is_none() {
            return None;
        }
        let (own_month, own_day) = (month.unwrap_or(1), day.unwrap_or(1));
        Date::new(year, own_month, own_day)?;
        Some(Self {
            year,
            month: month.unwrap_or(0),
            day: day.unwrap_or(0),
        })
    }

    /// Returns the year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Returns the first day that it can be.
    pub fn first(self) -> Date {
        Date {
            year: self.year,
            month: self.month.max(1),
            day: self.day.max(1),
        }
    }

    /// Returns the last day that it can be.
    pub fn last(self) -> Date {
        let month = if self.month == 0 { 12 } else { self.month };
        let day = match self.day {
            0 => days_of(self.year, month),
            day => day,
        };
        Date {
            year: self.year,
            month,
            day,
        }
    }

    /// Returns the number that stands for it in an index, above 0; numbers rise with
    /// dates.
    pub fn code(self) -> u32 {
        (u32::from(self.year) * 13 + u32::from(self.month)) * 32 + u32::from(self.day)
    }

    /// Returns the date with a code.
    pub fn of_code(code: u64) -> Option<Self> {
        let (rest, day) = (code / 32, u8::try_from(code % 32).ok()?);
        let (year, month) = (
            u16::try_from(rest / 13).ok()?,
            u8::try_from(rest % 13).ok()?,
        );
        let some = |n: u8| (n > 0).then_some(n);
        Self::new(year, some(month), some(day))
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self {
            year: date.year,
            month: date.month,
            day: date.day,
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

impl FromStr for PartialDate {
    type Err = NoDate;

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; a month or a day of zeros is not known.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        let mut parts = text.trim().split('-');
        let mut part = |n_digits: usize| match parts.next() {
            None => Ok(None),
            Some(digits)
                if digits.len() == n_digits && digits.bytes().all(|b| b.is_ascii_digit()) =>
            {
                digits.parse::<u16>().map(Some).map_err(|_| NoDate)
            }
            Some(_) => Err(NoDate),
        };
        let (year, month, day) = (part(4)?.ok_or(NoDate)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return Err(NoDate);
        }
        let known = |n: Option<u16>| n.filter(|&n| n > 0).and_then(|n| u8::try_from(n).ok());
        Self::new(
            year,
            known(month),
            known(day).filter(|_| known(month).is_some()),
        )
        .ok_or(NoDate)
    }
}

/// The error for a string that is not a date, or is the zero date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDate;

impl FromStr for Date {
    type Err = NoDate;

    /// Reads `YYYY-MM-DD`, with or without a time after it.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        let day: &[u8; 10] = text.trim_start().as_bytes().first_chunk().ok_or(NoDate)?;
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |n, digit| {
                let is_digit = digit.is_ascii_digit();
                is_digit.then(|| n * 10 + u16::from(digit - b'0'))
            })
        };
        let [_, _, _, _, b'-', _, _, b'-', _, _] = day else {
            return Err(NoDate);
        };
        let parts = (number(&day[..4]), number(&day[5..7]), number(&day[8..]));
        let (Some(year), Some(month), Some(day)) = parts else {
            return Err(NoDate);
        };
        // Two digits fit into a byte.
        let month = u8::try_from(month).map_err(|_| NoDate)?;
        let day = u8::try_from(day).map_err(|_| NoDate)?;
        Self::new(year, month, day).ok_or(NoDate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_say_what_they_leave_open() {
        let date = |text: &str| text.parse::<PartialDate>().unwrap();
        let ends = |text: &str| {
            (
                date(text).first().to_string(),
                date(text).last().to_string(),
            )
        };
        assert_eq!(ends("1996"), ("1996-01-01".into(), "1996-12-31".into()));
        assert_eq!(ends("1996-02"), ("1996-02-01".into(), "1996-02-29".into()));
        assert_eq!(
            ends("1996-02-03"),
            ("1996-02-03".into(), "1996-02-03".into())
        );
        assert_eq!(date("1996-00-00").to_string(), "1996");
        for text in ["1996", "1996-12", "1996-12-31", "0001-01-01", "9999"] {
            assert_eq!(date(text).to_string(), text);
            assert_eq!(
                PartialDate::of_code(date(text).code().into()),
                Some(date(text))
            );
        }
        for none in [
            "",
            "96",
            "1996-13",
            "1996-02-30",
            "1996-1-1",
            "0000",
            "1996-02-03-04",
            "x996",
        ] {
            assert_eq!(none.parse::<PartialDate>(), Err(NoDate), "{none}");
        }
        assert_eq!(PartialDate::of_code(0), None);
    }

    #[test]
    fn dates_are_days_that_exist() {
        let day = |text: &str| text.parse::<Date>().map(|date| date.to_string());
        assert_eq!(day("2009-07-20 03:45:11").as_deref(), Ok("2009-07-20"));
        assert_eq!(day(" 2024-02-29").as_deref(), Ok("2024-02-29"));
        for none in [
            "0000-00-00 00:00:00",
            "2023-02-29",
            "2023-13-01",
            "20230101",
            "",
            "é2023-01-01",
        ] {
            assert_eq!(day(none), Err(NoDate), "{none}");
        }
    }
}
