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
        let is_leap =
            year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let n_days = match month {
            2 => 28 + u8::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
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

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
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
