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
mod line;
mod zlib;

use super::collect::Collector;
use super::container::Whole;
use super::encoding::unicode;
use super::model::{Memory, OnPiece};
use super::objects::{is_part, read_objects};
use crate::error::{Error, ErrorKind};
use crate::record::DateKind;
use line::{COLLECTIONS, Collection, FOREIGN, Line, Nothing, Of, collection, parts_of};
use zlib::Records;

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
