//! What the lines of all collections share: their id, and where their records go.

use serde::Deserialize;

use crate::dump::collect::Collector;
use crate::dump::json::{Object, Text};
use crate::error::Error;

/// A line. Without the type of a collection's metadata, only its id.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a, M: Deserialize<'de> + Default"))]
pub(super) struct Line<'a, M> {
    #[serde(borrow)]
    pub(super) aacid: Text<'a>,
    pub(super) metadata: Object<M>,
}

/// Nothing of an object.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Nothing {}

/// A collection that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collection {
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
pub(super) const COLLECTIONS: [(Collection, &str, &str, &str); 7] = [
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
pub(super) fn collection(name: &str) -> Option<usize> {
    COLLECTIONS.iter().position(|(_, own, ..)| {
        let rest = name.strip_prefix(own);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    })
}

/// Returns the parts of an id after the word "aacid": the collection, the time, the id in the
/// collection.
pub(super) fn parts_of(aacid: &str) -> Option<(&str, &str, &str)> {
    let mut parts = aacid.split("__");
    parts.next().filter(|word| *word == "aacid")?;
    let collection = parts.next()?;
    let mut next = || parts.next().unwrap_or_default();
    Some((collection, next(), next()))
}

pub(super) const FOREIGN: &str = "lines without an id of the container's collection";

/// Where the records of a line go.
pub(super) struct Of<'c, 'a> {
    /// The collection's place in [`COLLECTIONS`].
    pub(super) place: usize,
    pub(super) source: u16,
    pub(super) collector: &'c mut Collector<'a>,
}

/// What came of a line; the inner error is that of the JSON.
pub(super) type Taken = Result<Result<(), serde_json::Error>, Error>;

impl Of<'_, '_> {
    /// Returns the time and the id in the collection that an id has; counts the line and
    /// returns `None` if it is not of the collection.
    pub(super) fn parts<'t>(&mut self, aacid: &'t str) -> Option<(&'t str, &'t str)> {
        let own = parts_of(aacid);
        let own = own.filter(|(name, ..)| collection(name) == Some(self.place));
        if own.is_none() {
            self.collector.skip(FOREIGN, 1);
        }
        own.map(|(_, time, id)| (time, id))
    }
}

/// Returns the texts of a record as they are kept: trimmed.
pub(super) fn own(text: &str) -> String {
    text.trim().to_owned()
}
