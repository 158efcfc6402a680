//! A record with borrowed texts, as it passes through a build and a page.

use colophon_catalogue::Record;
use colophon_catalogue::terms::Termed;

use super::day;
use crate::error::Error;

/// The number of text columns of a record.
pub(crate) const N_TEXTS: usize = 14;

/// The number of other titles that are kept of a record; a bound, on which no
/// figure depends.
pub(crate) const MAX_OTHER_TITLES: usize = 32;

/// A file's size and an id that is a number are below this; a larger size is
/// dropped.
pub(crate) const MAX_NUMBER: u64 = 1 << 55;

/// Ends each title in a list of other titles; no byte of a UTF-8 text has this
/// value.
pub(crate) const LIST_END: u8 = 0xfe;

/// A record whose texts are borrowed, and not yet checked to be UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PlainRecord<'a> {
    pub(crate) source: u16,
    pub(crate) md5: Option<[u8; 16]>,
    pub(crate) md5_reported: Option<[u8; 16]>,
    pub(crate) size_bytes: Option<u64>,
    /// The number of the date; see [`day::number`].
    pub(crate) added: Option<u32>,
    /// Id, title, author, volume, series, imprint, edition, year, language,
    /// identifiers, ASIN, format, hidden, other titles, each ended by
    /// [`LIST_END`].
    pub(crate) texts: [&'a [u8]; N_TEXTS],
}

/// Returns one of the texts of a record.
///
/// # Errors
///
/// [`Damaged`](crate::ErrorKind::Damaged) if it is not UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|_| Error::damaged("a record's text that is not UTF-8"))
}

impl PlainRecord<'_> {
    /// Returns the parts of the record that its terms are made of.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if a text is not UTF-8.
    pub(crate) fn termed(&self) -> Result<Termed<'_>, Error> {
        let [
            _,
            title,
            author,
            _,
            _,
            _,
            _,
            _,
            _,
            identifiers,
            asin,
            _,
            _,
            others,
        ] = self.texts;
        let others = others
            .split(|&byte| byte == LIST_END)
            .filter(|title| !title.is_empty());
        Ok(Termed {
            titles: std::iter::once(title)
                .chain(others)
                .map(text)
                .collect::<Result<_, _>>()?,
            author: text(author)?,
            identifiers: text(identifiers)?,
            asin: text(asin)?,
            md5s: [self.md5, self.md5_reported],
            ..Termed::default()
        })
    }

    /// Returns the record with owned texts.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if a text is not UTF-8, or the date
    /// does not exist.
    pub(crate) fn to_record(self) -> Result<Record, Error> {
        let text = |bytes| text(bytes).map(str::to_owned);
        let [
            id,
            title,
            author,
            volume,
            series,
            imprint,
            edition,
            year,
            language,
            identifiers,
            asin,
            format,
            hidden,
            others,
        ] = self.texts;
        let added = match self.added {
            Some(n) => Some(
                day::of(n)
                    .ok_or_else(|| Error::damaged("a record with a date that does not exist"))?,
            ),
            None => None,
        };
        let mut other_titles = Vec::new();
        let mut rest = others;
        while !rest.is_empty() {
            let n = rest
                .iter()
                .position(|&byte| byte == LIST_END)
                .ok_or_else(|| Error::damaged("a list of titles without an end"))?;
            other_titles.push(text(&rest[..n])?);
            rest = &rest[n + 1..];
        }
        Ok(Record {
            source: self.source,
            id: text(id)?,
            title: text(title)?,
            other_titles,
            author: text(author)?,
            volume: text(volume)?,
            series: text(series)?,
            imprint: text(imprint)?,
            edition: text(edition)?,
            year: text(year)?,
            language: text(language)?,
            identifiers: text(identifiers)?,
            asin: text(asin)?,
            md5: self.md5,
            md5_reported: self.md5_reported,
            format: text(format)?,
            size_bytes: self.size_bytes,
            added,
            hidden: text(hidden)?,
            ..Record::default()
        })
    }
}
