//! Entities and references to characters.

use encoding_rs::WINDOWS_1252;
use quick_xml::events::{BytesRef, BytesStart};
use std::collections::{HashMap, HashSet};

/// The entities that a document defines.
#[derive(Default)]
pub(crate) struct Entities {
    values: HashMap<String, String>,
    /// The entities that stand for other files.
    elsewhere: HashSet<String>,
    /// How much they have been expanded to, in bytes.
    spent: usize,
}

pub(super) const MAX_ENTITIES: usize = 1000;

/// The longest value of an entity that is expanded, in bytes.
pub(super) const MAX_ENTITY: usize = 80;

/// All entities together are expanded to at most this many bytes.
pub(super) const MAX_EXPANDED: usize = 1 << 18;

impl Entities {
    pub(crate) fn declare(&mut self, doctype: &str) {
        for declaration in doctype.split("<!ENTITY").skip(1).take(MAX_ENTITIES) {
            let Some((name, rest)) = declaration.trim_start().split_once(char::is_whitespace)
            else {
                continue;
            };
            let rest = rest.trim_start();
            if rest.starts_with("SYSTEM") || rest.starts_with("PUBLIC") {
                self.elsewhere.insert(name.to_owned());
            }
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = quote.and_then(|quote| rest[1..].split_once(quote));
            let value = value.map(|(value, _)| value).unwrap_or_default();
            // One that stands for others could grow without end.
            let is_plain = value.len() <= MAX_ENTITY && !value.contains(['&', '<', '%']);
            let value = if is_plain { value } else { "" };
            self.values
                .entry(name.to_owned())
                .or_insert_with(|| value.to_owned());
        }
    }

    /// Returns whether an entity stands for another file.
    pub(crate) fn is_elsewhere(&self, name: &str) -> bool {
        self.elsewhere.contains(name)
    }

    /// Returns what an entity of the document stands for: nothing if it is not
    /// plain; none if the document does not define it.
    pub(crate) fn resolve(&mut self, name: &str) -> Option<String> {
        let value = self.values.get(name)?;
        self.spent += value.len();
        let is_within = self.spent <= MAX_EXPANDED;
        Some(if is_within {
            value.clone()
        } else {
            String::new()
        })
    }
}

/// Returns the value of an attribute by its name without prefix.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .html_attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)?;
    let raw: &str = found.value.as_ref();
    let value = quick_xml::escape::unescape_with(raw, |name| {
        Some(quick_xml::escape::resolve_html5_entity(name).unwrap_or_default())
    });
    Some(value.map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned))
}

/// Returns what `&name;` stands for; the reference itself if the name is unknown, as
/// browsers show it.
pub(crate) fn resolved(reference: &BytesRef<'_>) -> String {
    let name: &str = reference;
    if name.starts_with('#') {
        let c = reference.resolve_char_ref().ok().flatten();
        return c.map(|c| common(c).to_string()).unwrap_or_default();
    }
    let known = quick_xml::escape::resolve_html5_entity(name);
    known.map_or_else(|| format!("&{name};"), str::to_owned)
}

/// Returns the character that a number stands for: old pages mean Windows-1252 by the
/// numbers of control characters, and HTML reads them like that.
pub(super) fn common(c: char) -> char {
    match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9f) => {
            let text = WINDOWS_1252
                .decode_without_bom_handling(&[byte])
                .0
                .into_owned();
            text.chars().next().unwrap_or(c)
        }
        _ => c,
    }
}
