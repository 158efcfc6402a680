//! A record with borrowed texts, as it passes through a build and a page.

use colophon_catalogue::terms::Termed;
use colophon_catalogue::{Form, PartialDate, Record};

use super::day;
use crate::error::Error;

/// The number of text columns of a record.
pub(crate) const N_TEXTS: usize = 21;

/// The number of further number columns of a record.
pub(crate) const N_MORE: usize = 6;

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
    /// The code of the form.
    pub(crate) form: u8,
    /// IMDb's number, that of the series, season, episode, and the codes of the dates of
    /// registration and publication; each below [`MAX_NUMBER`].
    pub(crate) more: [Option<u64>; N_MORE],
    /// The hash of a DOI, in a record that has nothing else.
    pub(crate) listed: Option<u64>,
    /// Further digests of a file without an MD5.
    pub(crate) sha1: Option<[u8; 20]>,
    pub(crate) sha256: Option<[u8; 32]>,
    /// Id, title, author, volume, series, imprint, edition, year, language,
    /// identifiers, ASIN, format, hidden, other titles, each ended by
    /// [`LIST_END`], DOI, ISSN, journal, issue, registration, claimant, note.
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
            series,
            _,
            _,
            _,
            _,
            identifiers,
            asin,
            _,
            _,
            others,
            doi,
            _,
            _,
            _,
            registration,
            _,
            _,
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
            doi: text(doi)?,
            imdb: [self.more[0], self.more[1]],
            series: if self.form == Form::Episode.code() {
                text(series)?
            } else {
                ""
            },
            registration: text(registration)?,
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
            doi,
            issn,
            journal,
            issue,
            registration,
            claimant,
            note,
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
        let [imdb, series_imdb, season, episode, registered, published] = self.more;
        let small = |n: Option<u64>| match n.map(u32::try_from) {
            None => Ok(None),
            Some(Ok(n)) => Ok(Some(n)),
            Some(Err(_)) => Err(Error::damaged("a record with an impossible number")),
        };
        let date = |code: Option<u64>| match code.map(PartialDate::of_code) {
            None => Ok(None),
            Some(Some(date)) => Ok(Some(date)),
            Some(None) => Err(Error::damaged("a record with a date that does not exist")),
        };
        let form = Form::of_code(self.form.into());
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
            form: form.ok_or_else(|| Error::damaged("a record of an unknown form"))?,
            doi: text(doi)?,
            listed_doi: self.listed,
            issn: text(issn)?,
            journal: text(journal)?,
            issue: text(issue)?,
            imdb,
            series_imdb,
            season: small(season)?,
            episode: small(episode)?,
            registration: text(registration)?,
            registered: date(registered)?,
            published: date(published)?,
            claimant: text(claimant)?,
            note: text(note)?,
            sha1: self.sha1,
            sha256: self.sha256,
        })
    }
}
