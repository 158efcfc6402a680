//! The styles of a document, as far as they say what is read.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::tags::{heading_level, is_on};
use crate::markup::attribute;

/// The headings, hidden text and language of the styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// Style id to heading level, 0 for the first. Word translates the ids, but
    /// not the names that they belong to.
    pub(super) levels: HashMap<String, u8>,
    /// Style id to whether its text is hidden, if the style itself says so.
    hidden: HashMap<String, bool>,
    /// Style id to the style that it is based on.
    based_on: HashMap<String, String>,
    pub(super) language: Option<String>,
}

impl Styles {
    pub(super) fn read(source: &str) -> Self {
        let mut styles = Self::default();
        let mut reader = Reader::from_str(source);
        let mut id = None;
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "style" => id = attribute(&tag, "styleId"),
                    "name" => {
                        let name = attribute(&tag, "val").unwrap_or_default();
                        styles.learn(id.as_ref(), heading_level(&name));
                    }
                    "outlineLvl" => {
                        let level = attribute(&tag, "val").and_then(|v| v.parse().ok());
                        styles.learn(id.as_ref(), level);
                    }
                    "basedOn" => {
                        if let (Some(id), Some(base)) = (&id, attribute(&tag, "val")) {
                            styles.based_on.entry(id.clone()).or_insert(base);
                        }
                    }
                    // Text comes after the styles in the XML of Word 2003.
                    "body" => break,
                    // What follows applies only to some cells of a table.
                    "tblStylePr" => id = None,
                    "vanish" => {
                        if let Some(id) = &id {
                            styles.hidden.insert(id.clone(), is_on(&tag));
                        }
                    }
                    "lang" if styles.language.is_none() => {
                        styles.language = attribute(&tag, "val");
                    }
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "style" => id = None,
                Event::Eof => break,
                _ => {}
            }
        }
        styles
    }

    /// Returns whether the text of a style is hidden.
    pub(super) fn hides(&self, id: &str) -> bool {
        let mut id = id;
        for _ in 0..MAX_BASES {
            if let Some(&hidden) = self.hidden.get(id) {
                return hidden;
            }
            match self.based_on.get(id) {
                Some(base) => id = base,
                None => break,
            }
        }
        false
    }

    fn learn(&mut self, id: Option<&String>, level: Option<u8>) {
        if let (Some(id), Some(level)) = (id, level) {
            self.levels.entry(id.clone()).or_insert(level);
        }
    }
}

/// How many styles may be based on each other; Word itself allows about ten. A
/// bound; no figure depends on it.
const MAX_BASES: u32 = 16;
