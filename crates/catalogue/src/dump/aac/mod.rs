//! Containers of Anna's Archive: lines of JSON, each with an id that names its collection.
//!
//! ```text
//! {"aacid":"aacid__<collection>__<time>__<id>__<hash>","metadata":{...}}
//! ```
//!
//! A file holds one collection; the first line with an id says which. What is behind the
//! names is the collection's own, so every collection has its reader. Locators are never
//! taken: of a path to a file only the name of the file, and no address.

mod files;
mod library;
mod zlib;

use serde::Deserialize;

use super::collect::Collector;
use super::container::Whole;
use super::encoding::unicode;
use super::json::{Object, Text};
use super::lines::{is_part, read_objects};
use super::model::{Memory, OnPiece};
use crate::error::{Error, ErrorKind};
use crate::record::DateKind;
use zlib::Records;

/// A line. Without the type of a collection's metadata, only its id.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a, M: Deserialize<'de> + Default"))]
struct Line<'a, M> {
    #[serde(borrow)]
    aacid: Text<'a>,
    metadata: Object<M>,
}

/// Nothing of an object.
#[derive(Debug, Default, Deserialize)]
struct Nothing {}

/// A collection that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Collection {
    ZlibRecords,
    ZlibFiles,
    Uploads,
    Trantor,
    Magzdb,
    InternetArchive,
    NexusStc,
}

/// The collections: as containers name them, as reports do, and by which field its records
/// are dated.
const COLLECTIONS: [(Collection, &str, &str, &str); 7] = [
    (
        Collection::ZlibRecords,
        "zlib3_records",
        "zlib",
        "zlib3_records date_added",
    ),
    (Collection::ZlibFiles, "zlib3_files", "zlib-files", ""),
    (
        Collection::Uploads,
        "upload_records",
        "annas-upload",
        "upload_records aacid",
    ),
    (Collection::Trantor, "trantor_records", "trantor", ""),
    (Collection::Magzdb, "magzdb_records", "magzdb", ""),
    (
        Collection::InternetArchive,
        "ia2_records",
        "internet-archive",
        "ia2_records publicdate",
    ),
    (Collection::NexusStc, "nexusstc_records", "nexus-stc", ""),
];

/// Returns the collection with a name: its own, or that of a part of it, such as
/// `upload_records_shuge`.
fn collection(name: &str) -> Option<usize> {
    COLLECTIONS.iter().position(|(_, own, ..)| {
        let rest = name.strip_prefix(own);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    })
}

/// Returns the parts of an id after the word "aacid": the collection, the time, the id in the
/// collection.
fn parts_of(aacid: &str) -> Option<(&str, &str, &str)> {
    let mut parts = aacid.split("__");
    parts.next().filter(|word| *word == "aacid")?;
    let collection = parts.next()?;
    let mut next = || parts.next().unwrap_or_default();
    Some((collection, next(), next()))
}

/// Reads a container.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut records: Option<Records> = None;
    whole.read_watched(memory.scratch, on_piece, is_part, &mut |part, on_piece| {
        let mut text = unicode(part)?;
        let mut place = None;
        read_objects(&mut *text, on_piece, collector, &mut |line, collector| {
            let own = match place {
                Some(own) => own,
                None => match first(line)? {
                    Ok(Some(own)) => *place.insert(own),
                    Ok(None) => {
                        collector.skip(FOREIGN, 1);
                        return Ok(Ok(()));
                    }
                    Err(error) => return Ok(Err(error)),
                },
            };
            let (collection, _, name, dated_by) = COLLECTIONS[own];
            let source = collector.source(name);
            if !dated_by.is_empty() {
                collector.dated(source, dated_by, DateKind::Added);
            }
            let of = Of {
                place: own,
                source,
                collector,
            };
            match collection {
                Collection::ZlibRecords => {
                    let records = match &mut records {
                        Some(records) => records,
                        None => records.insert(Records::new(memory)?),
                    };
                    records.take(line, of)
                }
                Collection::ZlibFiles => zlib::file(line, of),
                Collection::Uploads => files::upload(line, of),
                Collection::Trantor => files::trantor(line, of),
                Collection::Magzdb => library::magzdb(line, of),
                Collection::InternetArchive => library::internet_archive(line, of),
                Collection::NexusStc => library::nexus_stc(line, of),
            }
        })?;
        match place {
            Some(_) => Ok(()),
            None => Err(Error::new(ErrorKind::NothingKnown, NO_CONTAINER)),
        }
    })?;
    if let Some(records) = records {
        let source = collector.source(COLLECTIONS[0].2);
        records.pass(source, on_piece, collector)?;
    }
    Ok(())
}

const FOREIGN: &str = "lines without an id of the container's collection";

const NO_CONTAINER: &str = "this is not a container of Anna's Archive: no line has an id such as aacid__zlib3_records__...";

/// Returns the collection of a line; `None` if it has no id.
fn first(line: &[u8]) -> Result<Result<Option<usize>, serde_json::Error>, Error> {
    let line = match serde_json::from_slice::<Line<'_, Nothing>>(line) {
        Ok(line) => line,
        Err(error) => return Ok(Err(error)),
    };
    let Some((name, ..)) = parts_of(&line.aacid) else {
        return Ok(Ok(None));
    };
    if let Some(place) = collection(name) {
        return Ok(Ok(Some(place)));
    }
    let known = COLLECTIONS.map(|(_, name, ..)| name).join(", ");
    let message = format!(
        "the container holds the collection `{name:.60}`, which is not read; known collections: {known}"
    );
    Err(Error::new(ErrorKind::NothingKnown, message))
}

/// Where the records of a line go.
struct Of<'c, 'a> {
    /// The collection's place in [`COLLECTIONS`].
    place: usize,
    source: u16,
    collector: &'c mut Collector<'a>,
}

/// What came of a line; the inner error is that of the JSON.
type Taken = Result<Result<(), serde_json::Error>, Error>;

impl Of<'_, '_> {
    /// Returns the time and the id in the collection that an id has; counts the line and
    /// returns `None` if it is not of the collection.
    fn parts<'t>(&mut self, aacid: &'t str) -> Option<(&'t str, &'t str)> {
        let own = parts_of(aacid);
        let own = own.filter(|(name, ..)| collection(name) == Some(self.place));
        if own.is_none() {
            self.collector.skip(FOREIGN, 1);
        }
        own.map(|(_, time, id)| (time, id))
    }
}

/// Returns the texts of a record as they are kept: trimmed.
fn own(text: &str) -> String {
    text.trim().to_owned()
}
