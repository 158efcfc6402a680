//! The two ways to read a document: in a worker, and in this process.

use std::ffi::OsStr;
use std::ops::ControlFlow;

use crate::format::NameHint;
use crate::sink::Collector;
use crate::{Document, Error, Limits, Progress, Source, format, worker};

/// Reads a document in its own worker process.
///
/// `on_progress` is called at least every 50 ms, even while nothing arrives;
/// `ControlFlow::Break` ends the worker at once. If the worker dies or runs out
/// of time or memory after some text was read, the document holds that text, and
/// its last warning says what happened.
///
/// # Errors
///
/// Every [`ErrorKind`](crate::ErrorKind); `Cancelled` after a break, no matter
/// how much had been read.
pub fn read(
    source: &Source,
    limits: &Limits,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Document, Error> {
    limits
        .check_size(source.len())
        .and_then(|()| worker::run(source, limits, on_progress))
        .map_err(|e| e.at(source.path()))
}

/// Lists the documents in a ZIP archive, in its own worker process; returns none
/// if the file is a document itself.
///
/// Joined to the archive's path by a slash, a name is a path that
/// [`Source::open`] takes. An archive inside the archive is listed as well;
/// reading it is an error that says that archives in archives are not opened.
///
/// # Errors
///
/// Every [`ErrorKind`](crate::ErrorKind); `Unsupported` for an archive that
/// holds no document.
pub fn members(
    source: &Source,
    limits: &Limits,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Vec<String>>, Error> {
    if source.member().is_some() || source.packed().is_some() {
        return Ok(None);
    }
    limits
        .check_size(source.len())
        .and_then(|()| worker::members(source, limits, on_progress))
        .map_err(|e| e.at(source.path()))
}

/// Reads a document from memory, in this process.
///
/// `file_name` only decides between Markdown, HTML and plain text. A crash of a
/// parser is not contained here, and neither time nor memory is limited: this is
/// for the worker, for fuzzers, and for documents made by the program itself.
///
/// # Errors
///
/// Every [`ErrorKind`](crate::ErrorKind) except `Unreadable`, `TimedOut` and
/// `Cancelled`.
pub fn read_here(
    bytes: &[u8],
    file_name: Option<&OsStr>,
    limits: &Limits,
) -> Result<Document, Error> {
    limits.check_size(bytes.len() as u64)?;
    let hint = file_name.map_or(NameHint::None, NameHint::of);
    let mut collector = Collector::new(limits);
    let ending = format::parse(bytes, hint, limits, &mut collector);
    collector.finish(ending, format::finish)
}
