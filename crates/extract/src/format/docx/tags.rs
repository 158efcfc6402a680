//! What some tags of a document mean.

use super::super::symbols::{self, Letters};
use crate::markup::attribute;
use colophon_encoding::CodePage;
use quick_xml::events::BytesStart;

/// Returns whether a property is on, as it is without a value.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    !attribute(tag, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"))
}

pub(super) fn heading_level(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    let digits = name.strip_prefix("heading")?.trim();
    digits.parse::<u8>().ok()?.checked_sub(1)
}

/// Returns whether a mark of the XML of Word 2003 is around what is not seen: a
/// comment, or what was deleted or moved away.
pub(super) fn is_left_out(tag: &BytesStart<'_>) -> bool {
    let kind = attribute(tag, "type").unwrap_or_default();
    matches!(
        kind.as_str(),
        "Word.Comment" | "Word.Deletion" | "Word.MoveFrom"
    )
}

/// Returns the character of a `w:sym`, given by font and number.
pub(super) fn symbol(tag: &BytesStart<'_>) -> Option<char> {
    let number = u32::from_str_radix(&attribute(tag, "char")?, 16).ok()?;
    let letters = Letters::of_font(&attribute(tag, "font").unwrap_or_default());
    let plain = u8::try_from(number)
        .ok()
        .filter(|_| letters == Letters::Greek);
    if let Some(byte) = plain {
        return symbols::greek(byte);
    }
    common(char::from_u32(number)?, letters).filter(|c| !c.is_control())
}

/// Returns the common character for one of a font with these letters; none for a
/// picture.
pub(super) fn common(c: char, letters: Letters) -> Option<char> {
    if let Some(byte) = symbols::byte(c) {
        return match letters {
            Letters::Common => CodePage::WESTERN.decode(&[byte]).0.chars().next(),
            Letters::Greek => symbols::greek(byte),
            Letters::Pictures => None,
        };
    }
    let is_private = ('\u{e000}'..='\u{f8ff}').contains(&c);
    Some(c).filter(|_| !is_private)
}
