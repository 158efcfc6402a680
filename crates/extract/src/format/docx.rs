//! DOCX: the words that someone reading the document sees, in order.
//!
//! Deleted text, moved text at its old place, hidden text, field codes and the
//! fallbacks for old programs are left out. A text box follows the paragraph in
//! which it is anchored. Footnotes and endnotes come last, in their own section.
//! A main heading begins a new section.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::html::declared_encoding;
use super::package::{identifier, resolve};
use crate::archive::Packed;
use crate::markup::{Skipper, attribute, one_line, resolved};
use crate::sink::{Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, Section, WarningCode, encoding};

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut archive = Packed::open(bytes, limits)?;
    let main = main_part(&mut archive)?;
    let Some(source) = part(&mut archive, &main)? else {
        return Err(Error::new(
            ErrorKind::Damaged,
            "the document's main part is missing",
        ));
    };
    let styles = part(&mut archive, &resolve(&main, "styles.xml"))?.unwrap_or_default();
    let styles = Styles::read(&styles);
    let mut metadata = Metadata::new(Format::Docx);
    if let Some(core) = part(&mut archive, "docProps/core.xml")? {
        describe(&core, &mut metadata);
    }
    metadata.language = metadata.language.or_else(|| styles.language.clone());

    let (sections, complete) = Body::read(&source, &styles);
    metadata.expected = u32::try_from(sections.len()).ok();
    sink.begin(metadata)?;
    sections.into_iter().try_for_each(|s| sink.section(s))?;
    if !complete {
        sink.warn(
            WarningCode::Damaged,
            "the document ends early: its main part is damaged",
        )?;
    }
    for notes in ["footnotes.xml", "endnotes.xml"] {
        let source = match part(&mut archive, &resolve(&main, notes)) {
            Ok(Some(source)) => source,
            Ok(None) => continue,
            Err(error) => {
                let code = match error.kind() {
                    ErrorKind::LimitExceeded => WarningCode::LimitExceeded,
                    _ => WarningCode::Damaged,
                };
                sink.warn(
                    code,
                    format!("the notes were not read: {}", error.message()),
                )?;
                continue;
            }
        };
        let (sections, complete) = Body::read(&source, &Styles::default());
        if !complete {
            sink.warn(WarningCode::Damaged, "the notes end early")?;
        }
        let text: String = sections.into_iter().map(|s| s.text).collect();
        let section = Section { title: None, text };
        if section.has_text() {
            sink.section(section)?;
        }
    }
    Ok(())
}

fn part(archive: &mut Packed<'_>, name: &str) -> Result<Option<String>, Error> {
    let bytes = archive.read(name)?;
    Ok(bytes.map(|b| encoding::decode(&b, declared_encoding(&b).as_deref())))
}

/// Returns the name of the part that the package's relations name as the
/// document.
fn main_part(archive: &mut Packed<'_>) -> Result<String, Error> {
    let relations = part(archive, "_rels/.rels")?.unwrap_or_default();
    let mut reader = Reader::from_str(&relations);
    let mut found = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag)
                if attribute(&tag, "Type").is_some_and(|t| t.ends_with("/officeDocument")) =>
            {
                found = attribute(&tag, "Target").map(|target| resolve("", &target));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(found
        .filter(|name| archive.has(name))
        .unwrap_or_else(|| "word/document.xml".to_owned()))
}

fn describe(core: &str, metadata: &mut Metadata) {
    let mut reader = Reader::from_str(core);
    let mut value = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(_) => value.clear(),
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => value.push_str(&resolved(&name)),
            Event::End(tag) => {
                let Some(value) = one_line(&std::mem::take(&mut value)) else {
                    continue;
                };
                match tag.local_name().as_ref() {
                    "title" => metadata.title = Some(value),
                    "creator" => metadata.author = Some(value),
                    "language" => metadata.language = Some(value),
                    "identifier" => metadata.identifiers.push(identifier(&value)),
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
}

/// The headings, hidden text and language of the styles.
#[derive(Debug, Default)]
struct Styles {
    /// Style id to heading level, 0 for the first. Word translates the ids, but
    /// not the names that they belong to.
    levels: HashMap<String, u8>,
    /// Style id to whether its text is hidden, if the style itself says so.
    hidden: HashMap<String, bool>,
    /// Style id to the style that it is based on.
    based_on: HashMap<String, String>,
    language: Option<String>,
}

impl Styles {
    fn read(source: &str) -> Self {
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
                Event::Eof => break,
                _ => {}
            }
        }
        styles
    }

    /// Returns whether the text of a style is hidden.
    fn hides(&self, id: &str) -> bool {
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

/// Returns whether a property is on, as it is without a value.
fn is_on(tag: &BytesStart<'_>) -> bool {
    !attribute(tag, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"))
}

fn heading_level(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    let digits = name.strip_prefix("heading")?.trim();
    digits.parse::<u8>().ok()?.checked_sub(1)
}

/// How many styles may be based on each other; Word itself allows about ten. A
/// bound; no figure depends on it.
const MAX_BASES: u32 = 16;

/// Headings of this level and above begin a section.
const DEEPEST_SECTION: u8 = 1;

/// The paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    level: Option<u8>,
    /// Whether its style hides its text.
    hidden: bool,
    /// The text boxes anchored in it, which follow it.
    boxes: String,
}

/// An open run of text, and whether it is hidden.
#[derive(Debug, Default)]
struct Run {
    paragraph_hides: bool,
    style_hides: bool,
    /// What the run itself says, which overrides its styles.
    own: Option<bool>,
}

impl Run {
    fn is_hidden(&self) -> bool {
        // One style reverses the other.
        self.own.unwrap_or(self.paragraph_hides != self.style_hides)
    }
}

/// Reads `w:document`, `w:footnotes` or `w:endnotes`.
#[derive(Default)]
struct Body {
    sections: Vec<Section>,
    now: Section,
    /// The open paragraphs: more than one inside a text box.
    open: Vec<Paragraph>,
    /// The text so far of the open text boxes.
    boxes: Vec<String>,
    /// The open runs: more than one inside a text box.
    runs: Vec<Run>,
    /// Inside the settings of a paragraph, where those of a run apply to its end
    /// mark.
    in_settings: bool,
    skipper: Skipper,
    /// Inside `w:t`, the only element that holds text of the document.
    in_text: bool,
}

impl Body {
    /// Returns the sections, and whether the part was read to its end.
    fn read(source: &str, styles: &Styles) -> (Vec<Section>, bool) {
        let mut reader = Reader::from_str(source);
        let mut body = Self::default();
        let mut depth = 0_u32;
        let complete = loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    depth += 1;
                    body.start(&tag, false, styles);
                }
                Ok(Event::Empty(tag)) => body.start(&tag, true, styles),
                Ok(Event::End(tag)) => {
                    depth = depth.saturating_sub(1);
                    body.end(tag.local_name().as_ref());
                }
                Ok(Event::Text(text)) => body.text(&text.xml10_content()),
                Ok(Event::CData(text)) => body.text(&text.xml10_content()),
                Ok(Event::GeneralRef(name)) => body.text(&resolved(&name)),
                Ok(Event::Eof) => break depth == 0,
                Ok(_) => {}
                Err(_) => break false,
            }
        };
        while !body.open.is_empty() {
            body.end_paragraph();
        }
        let last = std::mem::take(&mut body.now);
        body.sections.extend(last.has_text().then_some(last));
        (body.sections, complete)
    }

    fn start(&mut self, tag: &BytesStart<'_>, closed: bool, styles: &Styles) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.skipper.start(name, closed) {
            return;
        }
        match name {
            // Settings before a change do not apply to the text any more.
            "del" | "moveFrom" | "Fallback" | "instrText" | "delText" | "delInstrText"
            | "pPrChange" | "rPrChange" => {
                self.skipper.skip(name, closed);
            }
            "p" if !closed => self.open.push(Paragraph::default()),
            "p" => {
                self.open.push(Paragraph::default());
                self.end_paragraph();
            }
            "t" => self.in_text = !closed,
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => {
                if let Some(c) = symbol(tag) {
                    self.push(c.encode_utf8(&mut [0; 4]));
                }
            }
            "pPr" => self.in_settings = !closed,
            "r" if !closed => self.runs.push(Run {
                paragraph_hides: self.open.last().is_some_and(|it| it.hidden),
                ..Run::default()
            }),
            "rStyle" | "vanish" if !self.in_settings => {
                if let Some(run) = self.runs.last_mut() {
                    if name == "vanish" {
                        run.own = Some(is_on(tag));
                    } else {
                        let style = attribute(tag, "val").unwrap_or_default();
                        run.style_hides = styles.hides(&style);
                    }
                }
            }
            "txbxContent" if !closed => self.boxes.push(String::new()),
            "pStyle" => {
                let style = attribute(tag, "val").unwrap_or_default();
                let level = styles.levels.get(&style).copied();
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.level = paragraph.level.or(level);
                    paragraph.hidden = styles.hides(&style);
                }
            }
            "outlineLvl" => {
                let level = attribute(tag, "val").and_then(|v| v.parse().ok());
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.level = level.filter(|l| *l < 9).or(paragraph.level);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipper.end(name) {
            return;
        }
        match name {
            "t" => self.in_text = false,
            "pPr" => self.in_settings = false,
            "r" => drop(self.runs.pop()),
            "p" => self.end_paragraph(),
            "txbxContent" => {
                let text = self.boxes.pop().unwrap_or_default();
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.boxes.push_str(&text);
                } else {
                    self.now.text.push_str(&text);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && !self.skipper.is_skipping() {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        if self.runs.iter().any(Run::is_hidden) {
            return;
        }
        // A tab stop in the settings of a paragraph comes before its text.
        if let Some(paragraph) = self.open.last_mut()
            && !(paragraph.text.is_empty() && text.trim().is_empty())
        {
            paragraph.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.open.pop() else {
            return;
        };
        let title = one_line(&paragraph.text);
        paragraph.text.push('\n');
        paragraph.text.push_str(&paragraph.boxes);
        // Inside a text box, the paragraph belongs to the box.
        if let Some(text) = self.boxes.last_mut() {
            text.push_str(&paragraph.text);
            return;
        }
        if paragraph.level.is_some_and(|l| l <= DEEPEST_SECTION) && title.is_some() {
            let done = std::mem::take(&mut self.now);
            self.sections.extend(done.has_text().then_some(done));
            self.now.title = title;
        }
        self.now.text.push_str(&paragraph.text);
    }
}

/// Returns the character of a `w:sym`, given by font and number.
///
/// Symbol fonts have their characters in the private use area, where a number
/// alone means nothing; only the Greek letters of the font Symbol are text.
fn symbol(tag: &BytesStart<'_>) -> Option<char> {
    let number = u32::from_str_radix(&attribute(tag, "char")?, 16).ok()?;
    if attribute(tag, "font").is_some_and(|font| font.eq_ignore_ascii_case("Symbol")) {
        let number = u8::try_from(number.checked_sub(0xF000).unwrap_or(number)).ok()?;
        let letters = match number {
            b'A'..=b'Z' => "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
            b'a'..=b'z' => "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
            b'0'..=b'9' => return Some(char::from(number)),
            _ => return None,
        };
        return letters.chars().nth(usize::from((number | 0x20) - b'a'));
    }
    let is_private = (0xE000..=0xF8FF).contains(&number);
    char::from_u32(number).filter(|c| !is_private && !c.is_control())
}

#[cfg(test)]
mod tests;
