//! Z-Library: its records, of which the newest of each book counts, and its files.

use serde::Deserialize;

use super::line::{Line, Of, Taken, own};
use crate::asin::is_asin;
use crate::dump::collect::{Collector, day, format, hex, number, size};
use crate::dump::join::Join;
use crate::dump::json::{Text, Texts};
use crate::dump::model::{Memory, OnPiece};
use crate::dump::pack::{Values, push};
use crate::error::Error;
use crate::record::Record;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Metadata<'a> {
    #[serde(borrow)]
    zlibrary_id: Text<'a>,
    date_added: Text<'a>,
    extension: Text<'a>,
    filesize: Text<'a>,
    filesize_reported: Text<'a>,
    md5: Text<'a>,
    md5_reported: Text<'a>,
    title: Text<'a>,
    author: Text<'a>,
    publisher: Text<'a>,
    language: Text<'a>,
    series: Text<'a>,
    volume: Text<'a>,
    edition: Text<'a>,
    year: Text<'a>,
    isbns: Texts<'a>,
    removed: Text<'a>,
}

const NO_NUMBER: &str = "lines without a number of Z-Library";

/// The number of values of a record that a newer one may have lost: all but the time and
/// whether it was removed.
const N_FIELDS: usize = 15;

/// The records, sorted by their number.
pub(super) struct Records {
    join: Join,
    row: Vec<u8>,
}

impl Records {
    pub(super) fn new(memory: Memory<'_>) -> Result<Self, Error> {
        Ok(Self {
            join: Join::new(memory, 1)?,
            row: Vec::new(),
        })
    }

    /// Takes a line.
    pub(super) fn take(&mut self, line: &[u8], mut of: Of<'_, '_>) -> Taken {
        let line: Line<'_, Metadata<'_>> = match serde_json::from_slice(line) {
            Ok(line) => line,
            Err(error) => return Ok(Err(error)),
        };
        if of.parts(&line.aacid).is_none() {
            return Ok(Ok(()));
        }
        let it = line.metadata.0;
        let Some(id) = number(it.zlibrary_id.as_bytes()) else {
            of.collector.skip(NO_NUMBER, 1);
            return Ok(Ok(()));
        };
        let (asins, isbns): (Vec<_>, Vec<_>) = it
            .isbns
            .0
            .into_iter()
            .partition(|isbn| is_asin(isbn.trim()));
        let is_removed = !matches!(it.removed.trim(), "" | "0" | "false");
        let size = if it.filesize.is_empty() {
            it.filesize_reported
        } else {
            it.filesize
        };
        self.row.clear();
        push(&mut self.row, line.aacid.as_bytes());
        push(&mut self.row, &[u8::from(is_removed)]);
        for value in [
            it.title,
            it.author,
            it.publisher,
            it.language,
            it.series,
            it.volume,
            it.edition,
            it.year,
            it.extension,
            size,
            it.md5,
            it.md5_reported,
            it.date_added,
        ] {
            push(&mut self.row, value.as_bytes());
        }
        push(&mut self.row, Texts(isbns).join(",").as_bytes());
        push(&mut self.row, Texts(asins).join(",").as_bytes());
        self.join.push(id, 0, &self.row)?;
        Ok(Ok(()))
    }

    /// Passes on one record for each number.
    pub(super) fn pass(
        self,
        source: u16,
        on_piece: OnPiece<'_>,
        collector: &mut Collector<'_>,
    ) -> Result<(), Error> {
        let mut open = Versions::default();
        self.join.for_each(on_piece, &mut |id, _, row| {
            if open.id != id {
                open.pass(source, collector)?;
                open.id = id;
            }
            open.take(row, collector);
            Ok(())
        })?;
        open.pass(source, collector)
    }
}

/// The lines of one number.
#[derive(Default)]
struct Versions {
    id: u64,
    /// The newest line; empty if there is none yet.
    newest: Vec<u8>,
    /// The newest one with a title.
    full: Vec<u8>,
}

fn aacid(row: &[u8]) -> &[u8] {
    Values(row).next().unwrap_or_default()
}

impl Versions {
    fn take(&mut self, row: &[u8], collector: &mut Collector<'_>) {
        if !self.newest.is_empty() {
            collector.skip("lines with another version of a record", 1);
        }
        let is_full = Values(row).nth(2).is_some_and(|title| !title.is_empty());
        for (own, is_one) in [(&mut self.newest, true), (&mut self.full, is_full)] {
            // Of two with one time, the one that comes later counts.
            if is_one && aacid(own) <= aacid(row) {
                own.clear();
                own.extend_from_slice(row);
            }
        }
    }

    fn pass(&mut self, source: u16, collector: &mut Collector<'_>) -> Result<(), Error> {
        if self.newest.is_empty() {
            return Ok(());
        }
        let newest: Vec<&[u8]> = Values(&self.newest).skip(1).collect();
        let full: Vec<&[u8]> = Values(&self.full).skip(1).collect();
        let is_removed = newest.first() == Some(&&[1][..]);
        let has_title = newest.get(1).is_some_and(|title| !title.is_empty());
        // What was removed often says no more than that.
        let is_filled = is_removed || !has_title;
        let mut values = [&[][..]; N_FIELDS];
        for (n, value) in values.iter_mut().enumerate() {
            *value = newest.get(n + 1).copied().unwrap_or_default();
            if value.is_empty() && is_filled {
                *value = full.get(n + 1).copied().unwrap_or_default();
            }
        }
        let mut text = |n: usize| collector.text(values[n]);
        let (md5, reported) = (hex(values[10]), hex(values[11]));
        let record = Record {
            source,
            id: self.id.to_string(),
            title: text(0),
            author: text(1),
            imprint: text(2),
            language: text(3),
            series: text(4),
            volume: text(5),
            edition: text(6),
            year: text(7),
            format: format(text(8)),
            size_bytes: size(values[9]),
            md5: md5.or(reported),
            md5_reported: reported.filter(|_| md5.is_some() && md5 != reported),
            added: day(values[12]),
            identifiers: text(13),
            asin: text(14),
            hidden: if is_removed { "removed" } else { "" }.to_owned(),
            ..Record::default()
        };
        self.newest.clear();
        self.full.clear();
        collector.record(record)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File<'a> {
    #[serde(borrow)]
    zlibrary_id: Text<'a>,
    md5: Text<'a>,
    filesize: Text<'a>,
}

/// Takes a line that says which file a number has.
pub(super) fn file(line: &[u8], mut of: Of<'_, '_>) -> Taken {
    let line: Line<'_, File<'_>> = match serde_json::from_slice(line) {
        Ok(line) => line,
        Err(error) => return Ok(Err(error)),
    };
    if of.parts(&line.aacid).is_none() {
        return Ok(Ok(()));
    }
    let it = line.metadata.0;
    let md5 = hex(it.md5.as_bytes());
    if it.zlibrary_id.is_empty() || md5.is_none() {
        of.collector.skip("lines without a number or an MD5", 1);
        return Ok(Ok(()));
    }
    of.collector.record(Record {
        source: of.source,
        id: own(&it.zlibrary_id),
        md5,
        size_bytes: size(it.filesize.as_bytes()),
        ..Record::default()
    })?;
    Ok(Ok(()))
}
