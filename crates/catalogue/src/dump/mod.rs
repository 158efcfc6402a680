//! Reading the public metadata dumps of collections.
//!
//! ```text
//! file or standard input -> container -> sql | csv | lines -> records, digests
//! ```
//!
//! A dump is read once, from front to back, in memory that does not grow with
//! it. What comes out goes to the caller item by item. Kinds whose tables belong
//! together sort their rows in temporary files first.
//!
//! Nothing is guessed silently: what was repaired, cut or skipped is counted in
//! the [`Summary`], and an input that ends early is an error, since part of a
//! dump would later answer "not found" for what is in the rest. Covers, locators
//! and torrents are never kept, and nothing is executed.

mod aac;
mod aarecords;
mod bookcorpus;
mod collect;
mod container;
mod csv;
mod dates;
mod dois;
mod elsewhere;
mod encoding;
mod file_names;
mod isbn_list;
mod join;
mod json;
mod libgen;
mod libgen_li;
mod lines;
mod model;
mod nypl_cce;
mod objects;
mod opensubtitles;
mod pack;
mod pilimi;
mod scimag;
mod sql;
mod table;
mod unpack;
mod usco;

use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

use crate::error::{Error, ErrorKind};
use collect::Collector;
pub use elsewhere::{Packed, Parts, Unpacker};
use model::Memory;
pub use model::{Input, Item, Kind, Progress, Skipped, Summary};
pub use unpack::{Piece, unpack};

/// Reads a dump and calls `on_item` with everything it says.
///
/// Temporary files go into the folder `scratch` and are removed again;
/// `memory_bytes` is the allowance for sorting, and a few MiB more are used.
/// `on_progress` is called at least once for every 256 KiB unpacked.
/// Either callback may ask to stop.
///
/// # Errors
///
/// Every kind; [`InvalidOption`](crate::ErrorKind::InvalidOption) if there are files that name
/// writers, and the kind has none. What `on_item` was given until then is only part of the
/// dump, and of no use.
pub fn read(
    input: &Input,
    scratch: &Path,
    memory_bytes: usize,
    on_item: &mut dyn FnMut(Item) -> ControlFlow<()>,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Summary, Error> {
    read_with(input, None, scratch, memory_bytes, on_item, on_progress)
}

/// Reads a dump as [`read`] does, and has it be unpacked elsewhere if it is
/// packed.
///
/// # Errors
///
/// Those of [`read`], and those of the unpacker.
pub fn read_with(
    input: &Input,
    unpacker: Option<&mut dyn Unpacker>,
    scratch: &Path,
    memory_bytes: usize,
    on_item: &mut dyn FnMut(Item) -> ControlFlow<()>,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Summary, Error> {
    if input.kind != Kind::Opensubtitles && !input.crew.is_empty() {
        let message = format!(
            "files that name writers belong to {}, not to {}",
            Kind::Opensubtitles,
            input.kind
        );
        return Err(Error::new(ErrorKind::InvalidOption, message));
    }
    let n_bytes = Rc::new(Cell::new(0));
    let whole = match &input.path {
        Some(path) => container::Whole::open(path, Rc::clone(&n_bytes)),
        None => Ok(container::Whole::stream(
            Box::new(std::io::stdin()),
            Rc::clone(&n_bytes),
        )),
    };
    whole
        .map(|whole| whole.accompanied_by(&input.crew))
        .map(|whole| match unpacker {
            Some(unpacker) => whole.unpacked_by(unpacker, input.kind),
            None => whole,
        })
        .and_then(|whole| read_whole(whole, input, scratch, memory_bytes, on_item, on_progress))
        .map_err(|error| match &input.path {
            Some(path) => error.at(path),
            None => error,
        })
}

fn read_whole(
    whole: container::Whole<'_>,
    input: &Input,
    scratch: &Path,
    memory_bytes: usize,
    on_item: &mut dyn FnMut(Item) -> ControlFlow<()>,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Summary, Error> {
    let total_bytes = whole.total_bytes();
    let counter = whole.counter();
    let mut on_piece = || {
        // An archive's list of contents is read too, and nobody should see more
        // than the whole.
        let n_bytes = counter.get().min(total_bytes.unwrap_or(u64::MAX));
        on_progress(Progress {
            n_bytes,
            total_bytes,
        })
    };
    let mut collector = Collector::new(input, on_item);
    let memory = Memory {
        scratch,
        n_bytes: memory_bytes,
    };
    let read = match input.kind {
        Kind::Libgen => libgen::read,
        Kind::LibgenLi => libgen_li::read,
        Kind::Pilimi => pilimi::read,
        Kind::IsbnList => isbn_list::read,
        Kind::Csv => csv::read,
        Kind::Scimag => scimag::read,
        Kind::Dois => dois::read,
        Kind::Opensubtitles => opensubtitles::read,
        Kind::Aac => aac::read,
        Kind::Aarecords => aarecords::read,
        Kind::Usco => usco::read,
        Kind::NyplCce => nypl_cce::read,
        Kind::Bookcorpus => bookcorpus::read,
        Kind::FileNames => file_names::read,
    };
    read(whole, memory, &mut collector, &mut on_piece)?;
    let summary = collector.finish();
    if summary.n_records + summary.n_digests == 0 {
        return Err(nothing(&summary));
    }
    Ok(summary)
}

/// The error for a dump from which nothing was read: an index of it would say
/// "not found" to every question.
fn nothing(summary: &Summary) -> Error {
    let skipped = summary.skipped.iter();
    let skipped: Vec<_> = skipped
        .map(|skipped| format!("{} {}", skipped.n, skipped.reason))
        .collect();
    let message = match skipped.as_slice() {
        [] => "the dump holds no records".to_owned(),
        skipped => format!("the dump holds no records; skipped: {}", skipped.join(", ")),
    };
    Error::new(ErrorKind::NothingKnown, message)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;
    use crate::record::Date;

    /// Returns a few bytes at a time, as a pipe may.
    struct Dribble(std::io::Cursor<Vec<u8>>, usize);

    impl Read for Dribble {
        fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
            let n = room.len().min(self.1);
            self.0.read(&mut room[..n])
        }
    }

    fn read_stream(bytes: &[u8], n: usize) -> (Vec<Item>, Summary) {
        let scratch = tempfile::tempdir().unwrap();
        let stream = Dribble(std::io::Cursor::new(bytes.to_vec()), n);
        let whole = container::Whole::stream(Box::new(stream), Rc::default());
        let input = Input {
            kind: Kind::Pilimi,
            path: None,
            crew: Vec::new(),
        };
        let mut items = Vec::new();
        let summary = read_whole(
            whole,
            &input,
            scratch.path(),
            1 << 20,
            &mut |item| {
                items.push(item);
                ControlFlow::Continue(())
            },
            &mut |progress| {
                assert_eq!(progress.total_bytes, None);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0);
        (items, summary.unwrap())
    }

    #[test]
    fn a_stream_says_the_same_however_it_comes_in() {
        let columns = [
            "zlibrary_id",
            "title",
            "author",
            "series",
            "volume",
            "edition",
            "language",
            "year",
            "publisher",
            "extension",
            "filesize",
            "filesize_reported",
            "md5",
            "md5_reported",
            "unavailable",
            "date_added",
        ];
        let dump = format!(
            "-- MySQL dump 10.19\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `books` (`{}` text, KEY `a` (`b`));\n\
             INSERT INTO `books` VALUES (1,'It\\'s \\\\','a''b',\"c\"\"d\",0x41,_utf8 'e',NULL,-1,'','.EPUB',12,13,'','',0,\
             '2011-07-10'),\n(2,/* x */'ü',  'b','','','','','','','',1,2,'','',1,'0000-00-00');\n\
             # one\nDELIMITER ;;\nCREATE TRIGGER `t` BEGIN INSERT INTO books VALUES (1); END;;\nDELIMITER ;\n\
             -- Dump completed on 2022-08-24\n",
            columns.join("` text, `")
        );
        let whole = read_stream(dump.as_bytes(), usize::MAX);
        assert_eq!(whole.0.len(), 2);
        assert_eq!(whole.1.sources[0].snapshot, Date::new(2022, 8, 24));
        let Item::Record(first) = &whole.0[0] else {
            panic!("{:?}", whole.0);
        };
        assert_eq!(first.title, "It's \\");
        assert_eq!((&*first.author, &*first.series), ("a'b", "c\"d"));
        assert_eq!(
            (&*first.volume, &*first.edition, &*first.year),
            ("A", "e", "-1")
        );
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(dump.as_bytes()).unwrap();
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("x", zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(dump.as_bytes()).unwrap();
        for packed in [
            dump.clone().into_bytes(),
            gz.finish().unwrap(),
            zstd::encode_all(dump.as_bytes(), 1).unwrap(),
            zip.finish().unwrap().into_inner(),
        ] {
            for n in [1, 2, 3, 7, usize::MAX] {
                assert_eq!(read_stream(&packed, n), whole, "{n} bytes at a time");
            }
        }
    }
}
