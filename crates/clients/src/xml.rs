//! What the readers of XML share. Entities that the file itself declares are not
//! expanded, and no reference out of it is followed.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart};

/// The replacement for a character that cannot be known.
const UNKNOWN: &str = "\u{FFFD}";

/// Returns the characters that a reference stands for.
pub(crate) fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    let letters = quick_xml::escape::resolve_html5_entity(name);
    letters.unwrap_or(UNKNOWN).to_owned()
}

/// Returns an attribute's value by its name with prefix.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    // Looking for attributes given twice would compare each with all others.
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|own| own.key.0 == name)?;
    let raw: &str = found.value.as_ref();
    let value = quick_xml::escape::unescape_with(raw, |name| {
        Some(quick_xml::escape::resolve_html5_entity(name).unwrap_or(UNKNOWN))
    });
    Some(value.map_or_else(|_| raw.to_owned(), Cow::into_owned))
}
