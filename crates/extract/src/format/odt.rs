//! `OpenDocument` text, packed (ODT) or as one file (FODT).
//!
//! What someone reading the document sees is read, in order: deleted text,
//! comments, the descriptions of pictures and the rules of a table of contents
//! are left out. Text in a frame follows the paragraph in which the frame is
//! anchored; footnotes and endnotes come last, in their own section. A main
//! heading begins a new section.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::html::declared_encoding;
use super::outline::Outline;
use super::package::identifier;
use crate::archive::Packed;
use crate::markup::{Skipper, attribute, one_line, resolved};
use crate::sink::{ELSEWHERE, Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, Section, WarningCode, encoding};

/// How far to look for the root element, in bytes. A bound; no figure depends on
/// it.
const HEAD: usize = 4096;

/// Returns whether the text is a document in one file. That includes a workbook
/// in one file, which turns out to hold no text.
pub(super) fn looks_like(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(HEAD)];
    head.trim_start().starts_with('<') && head.contains("<office:document")
}

/// Reads a packed document.
pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut archive = Packed::open(bytes, limits)?;
    if is_locked(&part(&mut archive, "META-INF/manifest.xml")?.unwrap_or_default()) {
        return Err(Error::new(
            ErrorKind::Encrypted,
            "the document is locked with a password",
        ));
    }
    let Some(content) = part(&mut archive, "content.xml")? else {
        return Err(Error::new(
            ErrorKind::Damaged,
            "the document's main part is missing",
        ));
    };
    let mut metadata = Metadata::new(Format::Odt);
    if let Ok(Some(meta)) = part(&mut archive, "meta.xml") {
        describe(&meta, &mut metadata);
    }
    let mut styles = Styles::default();
    if let Ok(Some(source)) = part(&mut archive, "styles.xml") {
        styles.read_common(&source);
    }
    put(&content, styles, metadata, sink)
}

/// Reads a document that is one XML file.
pub(super) fn parse_flat(text: &str, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut metadata = Metadata::new(Format::Odt);
    describe(text, &mut metadata);
    put(text, Styles::default(), metadata, sink)
}

fn put(
    content: &str,
    styles: Styles,
    mut metadata: Metadata,
    sink: &mut dyn Sink,
) -> Result<(), Error> {
    let (sections, complete, is_elsewhere) = Body::read(content, styles);
    metadata.expected = u32::try_from(sections.len()).ok();
    sink.begin(metadata)?;
    sections.into_iter().try_for_each(|s| sink.section(s))?;
    if is_elsewhere {
        sink.warn(WarningCode::Damaged, ELSEWHERE)?;
    }
    if !complete {
        sink.warn(
            WarningCode::Damaged,
            "the document ends early: its main part is damaged",
        )?;
    }
    Ok(())
}

fn part(archive: &mut Packed<'_>, name: &str) -> Result<Option<String>, Error> {
    let bytes = archive.read(name)?;
    Ok(bytes.map(|b| encoding::decode(&b, declared_encoding(&b).as_deref())))
}

/// Returns whether the manifest says that the text is encrypted, alone or with
/// the whole package (`OpenDocument` 1.3, part 2, 4.8).
fn is_locked(manifest: &str) -> bool {
    let mut reader = Reader::from_str(manifest);
    let mut is_text = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "file-entry" => {
                    let path = attribute(&tag, "full-path");
                    is_text = path.is_some_and(|p| p == "content.xml" || p == "encrypted-package");
                }
                "encryption-data" if is_text => return true,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    false
}

/// Reads `office:meta`.
fn describe(source: &str, metadata: &mut Metadata) {
    let mut reader = Reader::from_str(source);
    let mut value = String::new();
    let mut name = None;
    let mut first_author = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                if tag.local_name().as_ref() == "body" {
                    break;
                }
                value.clear();
                name = attribute(&tag, "name");
            }
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => value.push_str(&resolved(&reference)),
            Event::End(tag) => {
                let Some(value) = one_line(&std::mem::take(&mut value)) else {
                    continue;
                };
                match tag.local_name().as_ref() {
                    "title" => metadata.title = Some(value),
                    // Who saved it last. Who created it is more often the author.
                    "creator" => metadata.author = Some(value),
                    "initial-creator" => first_author = Some(value),
                    "language" => metadata.language = Some(value),
                    "identifier" => metadata.identifiers.push(identifier(&value)),
                    "user-defined" => {
                        let is_isbn = name
                            .as_deref()
                            .is_some_and(|n| n.to_ascii_uppercase().contains("ISBN"));
                        if is_isbn {
                            metadata.identifiers.push(identifier(&value));
                        }
                    }
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    metadata.author = first_author.or_else(|| metadata.author.take());
}

/// The styles that hide their text.
#[derive(Debug, Default)]
struct Styles {
    /// For each style that says so itself, whether its text is hidden.
    hidden: HashMap<Style, bool>,
    /// Style to the style that it is derived from, which is of the same family.
    parents: HashMap<Style, String>,
    /// The style that is being read.
    open: Option<Style>,
}

/// How many sections within each other are looked at. A bound; no figure depends on it.
const MAX_SECTIONS: usize = 64;

/// The family and the name of a style.
type Style = (String, String);

/// How many styles may be derived from each other. A bound; no figure depends on it.
const MAX_PARENTS: u32 = 16;

impl Styles {
    /// Reads the styles that have names of their own. Those made for the headers of
    /// pages have the same names as those of the text, and end what is read.
    fn read_common(&mut self, source: &str) {
        let mut reader = Reader::from_str(source);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    if tag.local_name().as_ref() == "automatic-styles" {
                        break;
                    }
                    self.start(&tag);
                }
                Event::End(tag) => self.end(tag.local_name().as_ref()),
                Event::Eof => break,
                _ => {}
            }
        }
        self.open = None;
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "style" => {
                let family = attribute(tag, "family").unwrap_or_else(|| "paragraph".to_owned());
                self.open = attribute(tag, "name").map(|name| (family, name));
                if let Some((style, parent)) =
                    self.open.clone().zip(attribute(tag, "parent-style-name"))
                {
                    self.parents.insert(style, parent);
                }
            }
            "text-properties" => {
                if let Some((style, display)) = self.open.clone().zip(attribute(tag, "display")) {
                    self.hidden.insert(style, display == "none");
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if name == "style" {
            self.open = None;
        }
    }

    /// Returns whether an element is hidden by its style.
    fn hide(&self, tag: &BytesStart<'_>, family: &str) -> bool {
        let Some(name) = attribute(tag, "style-name") else {
            return false;
        };
        let mut style = (family.to_owned(), name);
        for _ in 0..MAX_PARENTS {
            if let Some(&hidden) = self.hidden.get(&style) {
                return hidden;
            }
            match self.parents.get(&style) {
                Some(parent) => style.1.clone_from(parent),
                None => break,
            }
        }
        false
    }
}

/// Returns whether an element says itself that it is hidden.
fn is_hidden(tag: &BytesStart<'_>, name: &str) -> bool {
    let is_true = |name| attribute(tag, name).is_some_and(|value| value == "true");
    match attribute(tag, "display").as_deref() {
        Some("none") => true,
        Some("condition") => is_true("is-hidden"),
        _ => name == "hidden-text" && attribute(tag, "is-hidden").is_none_or(|v| v != "false"),
    }
}

/// Returns whether an element's content is not seen by those who read the
/// document, or repeats what is elsewhere.
fn is_skipped(tag: &BytesStart<'_>, name: &str) -> bool {
    // A field that shows the title of the document is text.
    if matches!(name, "title" | "desc") {
        return !tag.name().as_ref().starts_with("text:");
    }
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "annotation-end"
            | "note-citation"
            | "ruby-text"
            | "forms"
            | "binary-data"
            | "math"
            | "number"
            | "event-listeners"
            | "script"
            | "scripts"
    ) || name.ends_with("-source") && name != "dde-source"
}

/// The paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    level: Option<u8>,
    /// Whether there was white space after the last letter.
    space: bool,
    /// Whether a field in it hides it.
    is_hidden: bool,
    /// The frames anchored in it, which follow it.
    boxes: String,
}

/// Reads `office:text`.
#[derive(Default)]
struct Body {
    outline: Outline,
    /// The open paragraphs: more than one inside a frame or note.
    open: Vec<Paragraph>,
    /// How many paragraphs were open where each open note began.
    notes: Vec<usize>,
    skipper: Skipper,
    in_text: bool,
    styles: Styles,
    /// For each open section that shows another file, whether it holds a copy of the
    /// text; none for any other section.
    sections: Vec<Option<bool>>,
    /// Whether some text is in another file.
    is_elsewhere: bool,
}

impl Body {
    /// Returns the sections, whether the part was read to its end, and whether some
    /// text is in another file.
    fn read(source: &str, styles: Styles) -> (Vec<Section>, bool, bool) {
        let mut reader = Reader::from_str(source);
        let mut body = Self {
            styles,
            ..Self::default()
        };
        let complete = loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => body.start(&tag, false),
                Ok(Event::Empty(tag)) => body.start(&tag, true),
                Ok(Event::End(tag)) => body.end(tag.local_name().as_ref()),
                Ok(Event::Text(text)) => body.text(&text.xml10_content()),
                Ok(Event::CData(text)) => body.text(&text.xml10_content()),
                Ok(Event::GeneralRef(name)) => body.text(&resolved(&name)),
                // If the end is cut off, elements are still open.
                Ok(Event::Eof) => break !body.in_text,
                Ok(_) => {}
                Err(_) => break false,
            }
        };
        while !body.open.is_empty() {
            body.end_paragraph();
        }
        (body.outline.finish(), complete, body.is_elsewhere)
    }

    fn start(&mut self, tag: &BytesStart<'_>, closed: bool) {
        let name = tag.local_name();
        let name = name.as_ref();
        if !self.in_text {
            self.before_text(tag, name);
            return;
        }
        if self.skipper.start(name, closed) {
            return;
        }
        match name {
            "p" | "h" => {
                if self.styles.hide(tag, "paragraph") && !closed {
                    self.skipper.skip(name, closed);
                    return;
                }
                self.open.push(Paragraph {
                    level: (name == "h").then(|| {
                        let level = attribute(tag, "outline-level");
                        let level = level.and_then(|l| l.parse::<u8>().ok());
                        level.unwrap_or(1).saturating_sub(1)
                    }),
                    ..Paragraph::default()
                });
                if closed {
                    self.end_paragraph();
                }
            }
            "s" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.space = true;
                }
            }
            "section" if !closed && !is_hidden(tag, name) && self.sections.len() < MAX_SECTIONS => {
                self.sections.push(None);
            }
            "section-source" => {
                let is_file = attribute(tag, "href").is_some_and(|href| !href.is_empty());
                if let Some(open) = self.sections.last_mut().filter(|_| is_file) {
                    *open = Some(false);
                }
                self.skipper.skip(name, closed);
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "note" if !closed => self.notes.push(self.open.len()),
            "hidden-paragraph" => {
                if let Some(paragraph) = self.open.last_mut() {
                    let is_hidden = attribute(tag, "is-hidden");
                    paragraph.is_hidden |= is_hidden.is_some_and(|value| value == "true");
                }
            }
            "span" | "a" if self.styles.hide(tag, "text") => self.skipper.skip(name, closed),
            _ if is_hidden(tag, name) || is_skipped(tag, name) => self.skipper.skip(name, closed),
            _ => {}
        }
    }

    /// Looks for styles that hide text, and for the beginning of the text.
    fn before_text(&mut self, tag: &BytesStart<'_>, name: &str) {
        if name == "text" && tag.name().as_ref() == "office:text" {
            self.in_text = true;
        } else {
            self.styles.start(tag);
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipper.end(name) {
            return;
        }
        if !self.in_text {
            self.styles.end(name);
            return;
        }
        match name {
            "p" | "h" => self.end_paragraph(),
            "section" => {
                self.is_elsewhere |= self.sections.pop().flatten() == Some(false);
            }
            "note" => {
                self.notes.pop();
            }
            "text" => self.in_text = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.in_text || self.skipper.is_skipping() {
            return;
        }
        let Some(paragraph) = self.open.last_mut() else {
            return;
        };
        if !text.trim().is_empty() {
            for has_text in self.sections.iter_mut().flatten() {
                *has_text = true;
            }
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                paragraph.space = true;
            } else {
                let spaced = std::mem::take(&mut paragraph.space);
                if spaced && !paragraph.text.is_empty() {
                    paragraph.text.push(' ');
                }
                paragraph.text.push(c);
            }
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.space = false;
            paragraph.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.open.pop() else {
            return;
        };
        if paragraph.is_hidden {
            paragraph.text.clear();
        }
        paragraph.text.push('\n');
        let depth = self.open.len();
        if let Some(&from) = self.notes.last()
            && depth == from
        {
            self.outline.note(&paragraph.text);
            self.outline.note(&paragraph.boxes);
        } else if let Some(outer) = self.open.last_mut() {
            outer.boxes.push_str(&paragraph.text);
            outer.boxes.push_str(&paragraph.boxes);
        } else {
            self.outline.paragraph(&paragraph.text, paragraph.level);
            self.outline.push(&paragraph.boxes);
        }
    }
}

#[cfg(test)]
mod tests;
