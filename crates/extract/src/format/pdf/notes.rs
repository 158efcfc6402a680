//! Text typed on a page by notes that have no appearance of their own.
//!
//! A program draws such a note from the words in it (ISO 32000-1, 12.5.6.6), and
//! engines that only draw what is there ignore it. Other notes are windows that
//! open or marks on text, not text of the page.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;

use super::text_string::text_of;
use crate::markup;

/// The flags of notes that are not shown.
const HIDDEN: u32 = 1 << 1;
const NO_VIEW: u32 = 1 << 5;

/// Returns the texts typed on a page, in order.
pub(super) fn typed(page: &Page<'_>) -> Vec<String> {
    let read = catch_unwind(AssertUnwindSafe(|| {
        let notes = page.raw().get::<Array<'_>>(b"Annots");
        let notes = notes.iter().flat_map(Array::iter::<Dict<'_>>);
        notes.filter_map(|note| text(&note)).collect()
    }));
    read.unwrap_or_default()
}

fn text(note: &Dict<'_>) -> Option<String> {
    let kind = note.get::<Name<'_>>(b"Subtype")?;
    let flags = note.get::<u32>(b"F").unwrap_or(0);
    let picture = note.get::<Dict<'_>>(b"AP");
    let has_picture = picture.is_some_and(|p| p.get::<Object<'_>>(b"N").is_some());
    if *kind != *b"FreeText" || flags & (HIDDEN | NO_VIEW) != 0 || has_picture {
        return None;
    }
    let contents = note.get::<PdfString<'_>>(b"Contents");
    let plain = contents.map(|s| text_of(s.as_bytes()));
    let plain = plain.filter(|text| !text.trim().is_empty());
    // The same with styles, in XHTML.
    let rich = || note.get::<PdfString<'_>>(b"RC");
    let rich = || Some(markup::xhtml(&text_of(rich()?.as_bytes())).text);
    let text = plain.or_else(rich)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
