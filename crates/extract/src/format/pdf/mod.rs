//! PDF, page by page.
//!
//! The document is loaded, repaired where the first engine would stumble
//! (`prepare`), and read by two engines (`pages`): `engine` reads, `second` is
//! used if that fails and checks it now and then, and `judge` decides whose text
//! counts. What fonts do not say is found first (`letters`), and text in other
//! letters than those on the page does not pass for text (`cipher`). Both engines
//! return characters with their places, which `layout` puts into lines, without the
//! readings next to them (`ruby`). Once all pages are there, they are joined to running text (`tidy`). A
//! page that neither engine can read is a warning, and the others are read.

mod bidi;
mod cipher;
mod cmap;
mod content;
mod encodings;
mod engine;
mod fonts;
mod glyphs;
mod judge;
mod layout;
mod lean;
mod letters;
mod notes;
mod object;
mod pages;
mod portfolio;
mod prepare;
mod program;
mod repair;
mod ruby;
mod second;
mod shown;
mod text_string;
mod tidy;

use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document as Pdf, Error as PdfError, Object, ObjectId};

pub(super) use tidy::finish;

use crate::sink::{Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, WarningCode};
use pages::{Known, Second};

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    parse_at(bytes, limits, 0, sink)
}

/// Reads a document that is in a portfolio in as many others as `depth` says.
fn parse_at(bytes: &[u8], limits: &Limits, depth: u32, sink: &mut dyn Sink) -> Result<(), Error> {
    let second = OnceCell::new();
    let second = Second::new(bytes, &second, limits);
    let most = limits.max_pages as usize;
    let first = load(bytes).and_then(|(mut pdf, repaired)| {
        let metadata = describe(&pdf);
        let pages = prepare::flatten(&mut pdf, limits);
        if pages.is_empty() {
            return Err(if has_end(bytes) {
                Error::new(ErrorKind::Damaged, "no page can be found")
            } else {
                truncated()
            });
        }
        Ok((pdf, metadata, pages, repaired))
    });
    let first = match first {
        // If a file had to be repaired, the engine that finds more pages counts.
        Ok((_, _, pages, true)) if second.count() > pages.len() => None,
        Err(_) if second.count() > 0 => None,
        first => Some(first?),
    };
    let Some((mut pdf, mut metadata, pages, repaired)) = first else {
        let mut metadata = describe_second(&second);
        let count = second.count();
        metadata.expected = u32::try_from(count.min(most)).ok();
        sink.begin(metadata)?;
        warn_of_end(bytes, sink)?;
        let outcome = pages::read_second(&second, count.min(most), sink)?;
        warn_of_many(count, limits, sink)?;
        return outcome.report(count.min(most), sink);
    };
    let attached = portfolio::files(&pdf, limits);
    if !attached.is_empty() && portfolio::read(&attached, &metadata, limits, depth, sink)? {
        return Ok(());
    }
    let count = pages.len();
    let known = know(&mut pdf, &pages[..count.min(most)]);
    prepare::mend(&mut pdf, &pages);
    let pages = &pages[..count.min(most)];
    metadata.expected = u32::try_from(pages.len()).ok();
    sink.begin(metadata)?;
    if repaired {
        warn_of_end(bytes, sink)?;
    }
    let outcome = pages::read(&mut pdf, pages, &known, &second, limits, sink)?;
    warn_of_many(count, limits, sink)?;
    outcome.report(pages.len(), sink)
}

/// Finds the letters of fonts that do not say them, and what is to be known of each
/// page before it is read.
fn know(pdf: &mut Pdf, pages: &[ObjectId]) -> Vec<Known> {
    let found = letters::find(pdf, pages);
    let vertical = letters::vertical(pdf);
    let known = |page: &ObjectId| Known {
        is_found: letters::uses(pdf, *page, &found),
        is_vertical: letters::uses(pdf, *page, &vertical),
    };
    pages.iter().map(known).collect()
}

fn warn_of_end(bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Error> {
    if has_end(bytes) {
        return Ok(());
    }
    sink.warn(
        WarningCode::Truncated,
        "the end of the file is missing; what is left of it was read",
    )
}

fn warn_of_many(count: usize, limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    if count <= limits.max_pages as usize {
        return Ok(());
    }
    sink.warn(
        WarningCode::LimitExceeded,
        format!("only the first {} pages were read", limits.max_pages),
    )
}

/// Loads the document and unlocks it with the empty password.
fn load(bytes: &[u8]) -> Result<(Pdf, bool), Error> {
    let start = bytes.windows(5).position(|w| w == b"%PDF-").unwrap_or(0);
    let bytes = &bytes[start..];
    let first = load_once(bytes);
    let usable = |loaded: &Result<Pdf, Error>| {
        loaded.as_ref().is_ok_and(prepare::has_content)
            || loaded
                .as_ref()
                .is_err_and(|e| e.kind() == ErrorKind::Encrypted)
    };
    if usable(&first) {
        return first.map(|pdf| (pdf, false));
    }
    if let Some(repaired) = repair::rebuilt(bytes) {
        let second = load_once(&repaired);
        if usable(&second) {
            return second.map(|pdf| (pdf, true));
        }
    }
    // The pages of a document may really be empty.
    first
        .map(|pdf| (pdf, false))
        .map_err(|error| if has_end(bytes) { error } else { truncated() })
}

fn load_once(bytes: &[u8]) -> Result<Pdf, Error> {
    let damaged = || Error::new(ErrorKind::Damaged, "the PDF cannot be parsed");
    let locked = || Error::new(ErrorKind::Encrypted, "the PDF is locked with a password");
    let loaded = catch_unwind(AssertUnwindSafe(|| {
        let mut pdf = Pdf::load_mem(bytes)?;
        repair::refill(&mut pdf, bytes);
        if pdf.is_encrypted() {
            pdf.decrypt("")?;
        }
        // If the lock is in the trailer itself, the loader does not see it.
        let lock = pdf.trailer.get(b"Encrypt").and_then(Object::as_dict);
        match lock {
            Ok(_) => Err(PdfError::InvalidPassword),
            Err(_) => Ok(pdf),
        }
    }));
    match loaded {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(
            PdfError::InvalidPassword
            | PdfError::Decryption(_)
            | PdfError::UnsupportedSecurityHandler(_),
        )) => Err(locked()),
        Ok(Err(_)) | Err(_) => Err(damaged()),
    }
}

fn truncated() -> Error {
    Error::new(ErrorKind::Truncated, "the end of the file is missing")
}

fn has_end(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    tail.windows(5).any(|w| w == b"%%EOF")
}

fn describe(pdf: &Pdf) -> Metadata {
    let mut metadata = Metadata::new(Format::Pdf);
    let info = pdf
        .trailer
        .get(b"Info")
        .and_then(|info| pdf.dereference(info))
        .and_then(|(_, info)| info.as_dict());
    let text = |key: &[u8]| {
        let value = info.as_ref().ok()?.get(key).ok()?;
        label_of(pdf.dereference(value).ok()?.1.as_str().ok()?)
    };
    metadata.title = text(b"Title");
    metadata.author = text(b"Author");
    let language = pdf.catalog().and_then(|c| c.get(b"Lang"));
    metadata.language = language.and_then(Object::as_str).ok().and_then(label_of);
    metadata
        .identifiers
        .extend(text(b"ISBN").map(|id| super::package::identifier(&id)));
    metadata
}

fn describe_second(second: &Second<'_>) -> Metadata {
    let mut metadata = Metadata::new(Format::Pdf);
    if let Some(pdf) = second.pdf() {
        let info = pdf.metadata();
        metadata.title = info.title.as_deref().and_then(label_of);
        metadata.author = info.author.as_deref().and_then(label_of);
    }
    metadata
}

/// Returns a text string of the metadata on one line.
fn label_of(bytes: &[u8]) -> Option<String> {
    crate::markup::one_line(&text_string::text_of(bytes).replace('\0', ""))
}
