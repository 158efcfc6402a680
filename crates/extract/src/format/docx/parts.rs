//! The parts of a document, packed or in one XML file, and how they are related.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::archive::Packed;
use crate::format::html::declared_encoding;
use crate::format::package::resolve;
use crate::markup::attribute;
use crate::mime::base64;
use crate::{Error, Limits, encoding};

pub(super) enum Parts<'a> {
    Packed(Packed<'a>),
    /// The parts of a flat document by their names in lower case.
    Flat(HashMap<String, Vec<u8>>),
}

impl Parts<'_> {
    /// Takes apart a document that is one XML file. What is damaged ends it.
    pub(super) fn flat(source: &str, limits: &Limits) -> Self {
        let mut parts = HashMap::new();
        let mut reader = Reader::from_str(source);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        let mut name = String::new();
        let mut from = None;
        let mut left = limits.max_entry_bytes;
        loop {
            let before = reader.buffer_position();
            let Ok(event) = reader.read_event() else {
                break;
            };
            match event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "part" => name = attribute(&tag, "name").unwrap_or_default(),
                    "xmlData" | "binaryData" if from.is_none() => {
                        from = Some(reader.buffer_position());
                    }
                    _ => {}
                },
                Event::End(tag) => {
                    let is_xml = match tag.local_name().as_ref() {
                        "xmlData" => true,
                        "binaryData" => false,
                        _ => continue,
                    };
                    let range = from.take().zip(Some(before)).and_then(|(from, to)| {
                        source.get(usize::try_from(from).ok()?..usize::try_from(to).ok()?)
                    });
                    let content = range.unwrap_or_default();
                    let bytes = if is_xml {
                        content.as_bytes().to_vec()
                    } else {
                        base64(content.as_bytes())
                    };
                    left = left.saturating_sub(bytes.len() as u64);
                    if left == 0 || parts.len() as u64 >= limits.max_entries {
                        break;
                    }
                    let name = name.trim_start_matches('/').to_lowercase();
                    parts.entry(name).or_insert(bytes);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Self::Flat(parts)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        match self {
            Self::Packed(archive) => archive.has(name),
            Self::Flat(parts) => parts.contains_key(&name.to_lowercase()),
        }
    }

    /// Returns the content of a part; none if there is no such part.
    ///
    /// # Errors
    ///
    /// Those of [`Packed::read`].
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::Packed(archive) => archive.read(name),
            Self::Flat(parts) => Ok(parts.get(&name.to_lowercase()).cloned()),
        }
    }

    /// Returns the text of a part; none if there is no such part.
    ///
    /// # Errors
    ///
    /// Those of [`Packed::read`].
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let bytes = self.bytes(name)?;
        Ok(bytes.map(|b| encoding::decode(&b, declared_encoding(&b).as_deref())))
    }
}

/// A relation of a part to another one.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    /// The name of the other part.
    pub(super) target: String,
}

/// Returns the relations of a part, or of the package if the name is empty.
///
/// # Errors
///
/// Those of [`Parts::bytes`].
pub(super) fn relations(parts: &mut Parts<'_>, part: &str) -> Result<Vec<Relation>, Error> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let list = resolve("", &format!("{folder}/_rels/{name}.rels"));
    let source = parts.text(&list)?.unwrap_or_default();
    let mut reader = Reader::from_str(&source);
    let mut relations = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag)
                if tag.local_name().as_ref() == "Relationship" =>
            {
                let is_outside = attribute(&tag, "TargetMode").is_some_and(|it| it == "External");
                if let Some(target) = attribute(&tag, "Target").filter(|_| !is_outside) {
                    relations.push(Relation {
                        id: attribute(&tag, "Id").unwrap_or_default(),
                        kind: attribute(&tag, "Type").unwrap_or_default(),
                        target: resolve(part, &target),
                    });
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(relations)
}
