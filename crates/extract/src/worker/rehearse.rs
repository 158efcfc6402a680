//! The two ends of the pipe without the processes, for fuzzers.
//!
//! A worker's answer is decoded by the same code that listens to a worker, and
//! an archive is unpacked by the code of the worker.

use std::io::Cursor;

use super::frame::{Decoder, Failure, Frame};
use super::parent::{Stop, take};
use crate::format::{self, NameHint};
use crate::sink::{Collector, Metadata};
use crate::{Document, Error, ErrorKind, Limits, bundle};

/// Returns the bytes that a worker would send for this document.
///
/// Parts that are too long for a frame are left out.
#[doc(hidden)]
pub fn answer_of(document: &Document) -> Vec<u8> {
    let begin = Frame::Begin(Metadata {
        title: document.title.clone(),
        author: document.author.clone(),
        language: document.language.clone(),
        identifiers: document.identifiers.clone(),
        ..Metadata::new(document.format)
    });
    let sections = document.sections.iter().cloned().map(Frame::Section);
    let warnings = document.warnings.iter().cloned().map(Frame::Warning);
    let failure = Frame::Error(Failure {
        kind: ErrorKind::Truncated,
        message: "the end is missing".to_owned(),
    });
    let last = if document.warnings.is_empty() {
        Frame::End
    } else {
        failure
    };
    std::iter::once(begin)
        .chain(sections)
        .chain(warnings)
        .chain(std::iter::once(last))
        .filter_map(|frame| frame.encode())
        .flatten()
        .collect()
}

/// Decodes a worker's answer and returns the document.
///
/// # Errors
///
/// Those of [`read`](crate::read), and `ParserCrashed` for an answer that ends
/// too soon.
#[doc(hidden)]
pub fn understand(answer: &[u8], limits: &Limits) -> Result<Document, Error> {
    let most = usize::try_from(limits.max_text_bytes).unwrap_or(usize::MAX);
    let mut decoder = Decoder::new(most.saturating_add(4));
    let mut collector = Collector::new(limits);
    for chunk in answer.chunks(4096) {
        match decoder.push(chunk, |frame| take(frame, &mut collector)) {
            Ok(()) => {}
            Err(Stop::Done) => return collector.finish(Ok(()), format::finish),
            Err(Stop::Failed(error)) => return collector.finish(Err(error), format::finish),
        }
    }
    let early = Error::new(ErrorKind::ParserCrashed, "the parser stopped answering");
    collector.finish(Err(early), format::finish)
}

/// Reads every document in an archive and returns how many could be read.
///
/// # Errors
///
/// Those of [`members`](crate::members). A document that cannot be read is not an
/// error.
#[doc(hidden)]
pub fn members_here(archive: &[u8], limits: &Limits) -> Result<usize, Error> {
    let names = bundle::list(Cursor::new(archive), limits)?.unwrap_or_default();
    let read = |name: &String| {
        let bytes = bundle::unpack(Cursor::new(archive), bundle::key(name), limits)?;
        let hint = NameHint::of(name.as_ref());
        let mut collector = Collector::new(limits);
        let ending = format::parse(&bytes, hint, limits, &mut collector);
        collector.finish(ending, format::finish)
    };
    Ok(names.iter().filter(|name| read(name).is_ok()).count())
}
