//! Documents that a document imports as a whole (`w:altChunk`): HTML, alone or in a
//! mail message, rich text, plain text, or another DOCX.

use super::parts::Parts;
use super::{looks_flat, looks_like_2003, read as read_word, read_2003};
use crate::archive::Packed;
use crate::format::html::{self, declared_encoding};
use crate::format::rtf;
use crate::{Error, ErrorKind, Limits, encoding, markup, mime, sniff};

/// How deep documents may import each other. A bound; no figure depends on it.
const MAX_DEPTH: u32 = 3;

/// Returns the text of an imported document.
///
/// # Errors
///
/// `Damaged` if it is missing or not a document that can be read, and those of
/// unpacking it.
pub(super) fn read(
    parts: &mut Parts<'_>,
    name: &str,
    limits: &Limits,
    depth: u32,
) -> Result<String, Error> {
    let damaged = |message| Error::new(ErrorKind::Damaged, message);
    if depth >= MAX_DEPTH {
        return Err(Error::new(
            ErrorKind::LimitExceeded,
            "the document is nested deeper than is allowed",
        ));
    }
    let bytes = parts
        .bytes(name)?
        .ok_or_else(|| damaged("its file is missing"))?;
    if sniff::is_packed(&bytes) {
        let mut inner = Parts::Packed(Packed::open(&bytes, limits)?);
        return Ok(line(read_word(&mut inner, limits, depth + 1)?.text()));
    }
    if sniff::is_rtf(&bytes) {
        let sections = rtf::read(&bytes, limits).sections.into_iter();
        return Ok(line(sections.map(|section| section.text).collect()));
    }
    let text = match mime::page(&bytes) {
        Some(page) => page,
        None => encoding::decode(&bytes, declared_encoding(&bytes).as_deref()),
    };
    if encoding::is_noise(&text) {
        return Err(damaged("its file holds no text"));
    }
    if looks_flat(&text) {
        let mut inner = Parts::flat(&text, limits);
        return Ok(line(read_word(&mut inner, limits, depth + 1)?.text()));
    }
    if looks_like_2003(&text) {
        return Ok(line(read_2003(&text).text()));
    }
    let is_markup = name.to_ascii_lowercase().contains("htm") || html::looks_like(&text);
    if is_markup || text.trim_start().starts_with('<') {
        return Ok(line(markup::xhtml(&text).text));
    }
    Ok(line(text))
}

/// Ends the last line.
fn line(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}
