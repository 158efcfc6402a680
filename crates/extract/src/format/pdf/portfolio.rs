//! Portfolios: documents inside a PDF, whose own page only says that they are there.
//!
//! A document with attachments is not a portfolio (ISO 32000-1, 7.11.6): the
//! attachments of a book are not its text.

use std::collections::HashSet;

use pdf_extract::{Dictionary, Document as Pdf, Object, ObjectId};

use super::fonts::{plain_within, resolved};
use super::text_string::text_of;
use crate::format::NameHint;
use crate::sink::{Metadata, Sink};
use crate::sniff::{self, Kind};
use crate::{Error, ErrorKind, Format, Limits, Section, Warning, WarningCode, names};

// Bounds; no figure depends on them.

/// How deep portfolios may be nested.
const MOST_DEPTH: u32 = 2;
/// The most nodes of the tree of names.
const MOST_NODES: usize = 10_000;

/// A file in a portfolio.
pub(super) struct File {
    name: String,
    bytes: Vec<u8>,
}

/// Returns the files of a portfolio in order; none if the document is not one.
pub(super) fn files(pdf: &Pdf, limits: &Limits) -> Vec<File> {
    let Ok(catalog) = pdf.catalog() else {
        return Vec::new();
    };
    if resolved(pdf, catalog, b"Collection").is_none_or(|c| c.as_dict().is_err()) {
        return Vec::new();
    }
    let names = resolved(pdf, catalog, b"Names").and_then(|n| n.as_dict().ok());
    let tree = names.and_then(|names| resolved(pdf, names, b"EmbeddedFiles")?.as_dict().ok());
    let most = usize::try_from(limits.max_entries).unwrap_or(usize::MAX);
    let mut left = usize::try_from(limits.max_file_bytes).unwrap_or(usize::MAX);
    let mut files = Vec::new();
    for entry in tree.map(|tree| entries(pdf, tree)).unwrap_or_default() {
        if files.len() >= most {
            break;
        }
        files.extend(file(pdf, entry, limits, &mut left));
    }
    files
}

/// Returns the descriptions of files in a tree of names (ISO 32000-1, 7.9.6).
fn entries<'a>(pdf: &'a Pdf, tree: &'a Dictionary) -> Vec<&'a Dictionary> {
    let mut entries = Vec::new();
    let mut seen: HashSet<ObjectId> = HashSet::new();
    let mut open = vec![tree];
    let mut nodes = 0;
    while let Some(node) = open.pop() {
        nodes += 1;
        if nodes > MOST_NODES {
            break;
        }
        let pairs = resolved(pdf, node, b"Names").and_then(|names| names.as_array().ok());
        let files = pairs.into_iter().flat_map(|pairs| pairs.chunks(2));
        let file = |pair: &'a [Object]| pdf.dereference(pair.get(1)?).ok()?.1.as_dict().ok();
        entries.extend(files.filter_map(file));
        let kids = resolved(pdf, node, b"Kids").and_then(|kids| kids.as_array().ok());
        for kid in kids.into_iter().flatten().rev() {
            if kid.as_reference().is_ok_and(|id| !seen.insert(id)) {
                continue;
            }
            open.extend(
                pdf.dereference(kid)
                    .ok()
                    .and_then(|(_, kid)| kid.as_dict().ok()),
            );
        }
    }
    entries
}

fn file(pdf: &Pdf, entry: &Dictionary, limits: &Limits, left: &mut usize) -> Option<File> {
    let streams = resolved(pdf, entry, b"EF")?.as_dict().ok()?;
    let keys: [&[u8]; 5] = [b"UF", b"F", b"Unix", b"Mac", b"DOS"];
    let stream = keys.iter().find_map(|key| resolved(pdf, streams, key))?;
    let name = keys
        .iter()
        .find_map(|key| resolved(pdf, entry, key)?.as_str().ok());
    let most = usize::try_from(limits.max_entry_bytes).unwrap_or(usize::MAX);
    let bytes = plain_within(stream.as_stream().ok()?, most.min(*left));
    let bytes = bytes.unwrap_or_default();
    *left -= bytes.len();
    Some(File {
        name: name.map(text_of).unwrap_or_default(),
        bytes,
    })
}

/// Reads the files of a portfolio as one document; returns false, and passes nothing
/// on, if none of them has text.
pub(super) fn read(
    files: &[File],
    metadata: &Metadata,
    limits: &Limits,
    depth: u32,
    sink: &mut dyn Sink,
) -> Result<bool, Error> {
    let mut inside = Inside {
        sink,
        metadata: Some(metadata.clone()),
        is_single: files.len() == 1,
        has_text: false,
    };
    let mut unread = Vec::new();
    for (index, file) in files.iter().enumerate() {
        inside.has_text = false;
        let outcome = read_one(file, limits, depth, &mut inside);
        match outcome {
            Ok(()) if inside.has_text => {}
            Ok(()) => unread.push((
                index,
                Error::new(ErrorKind::Empty, "the document holds no text"),
            )),
            // The limits on all text together hold for the portfolio.
            Err(error) if inside.metadata.is_none() && error.kind() == ErrorKind::LimitExceeded => {
                return Err(error);
            }
            Err(error) => {
                let is_document = names::is_member(&file.name);
                if is_document || error.kind() != ErrorKind::Unsupported {
                    unread.push((index, error));
                }
            }
        }
    }
    if inside.metadata.is_some() {
        return Ok(false);
    }
    for (index, error) in unread {
        sink.warn(
            WarningCode::Damaged,
            format!(
                "file {} of the portfolio was not read: {}",
                index + 1,
                error.message()
            ),
        )?;
    }
    Ok(true)
}

fn read_one(file: &File, limits: &Limits, depth: u32, sink: &mut dyn Sink) -> Result<(), Error> {
    if file.bytes.is_empty() {
        return Err(Error::new(ErrorKind::Damaged, "it is empty or too large"));
    }
    match sniff::sniff(&file.bytes, limits)? {
        Kind::Pdf if depth >= MOST_DEPTH => Err(Error::new(
            ErrorKind::LimitExceeded,
            "portfolios are nested too deep",
        )),
        Kind::Pdf => super::parse_at(&file.bytes, limits, depth + 1, sink),
        _ => {
            let hint = NameHint::of(file.name.as_ref());
            crate::format::parse(&file.bytes, hint, limits, sink)
        }
    }
}

/// Takes the documents of a portfolio one after the other.
struct Inside<'a> {
    sink: &'a mut dyn Sink,
    /// The metadata of the portfolio, until something is read.
    metadata: Option<Metadata>,
    is_single: bool,
    /// Whether the document that is read has any text.
    has_text: bool,
}

impl Inside<'_> {
    fn begin_once(&mut self) -> Result<(), Error> {
        match self.metadata.take() {
            Some(metadata) => self.sink.begin(Metadata {
                expected: None,
                format: Format::Pdf,
                ..metadata
            }),
            None => Ok(()),
        }
    }
}

impl Sink for Inside<'_> {
    fn begin(&mut self, metadata: Metadata) -> Result<(), Error> {
        if let Some(own) = self.metadata.as_mut().filter(|_| self.is_single) {
            // A portfolio of one document is that document.
            own.title = metadata.title.or(own.title.take());
            own.author = metadata.author.or(own.author.take());
            own.language = metadata.language.or(own.language.take());
            own.identifiers.extend(metadata.identifiers);
        }
        Ok(())
    }

    fn section(&mut self, section: Section) -> Result<(), Error> {
        if self.metadata.is_some() && !section.has_text() {
            return Ok(());
        }
        self.has_text |= section.has_text();
        self.begin_once()?;
        self.sink.section(section)
    }

    fn warning(&mut self, warning: Warning) -> Result<(), Error> {
        self.begin_once()?;
        self.sink.warning(warning)
    }
}
