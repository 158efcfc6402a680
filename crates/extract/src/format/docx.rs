//! DOCX: the words that someone reading the document sees, in order.
//!
//! Deleted text, moved text at its old place, hidden text, field codes, readings
//! above Japanese words and the fallbacks for old programs are left out. A text
//! box follows the paragraph in which it is anchored, and a document imported as a
//! whole comes in its place. Footnotes and endnotes come last, in their own
//! section. A main heading begins a new section.
//!
//! The parts are found by their relations, not by their names. They may be packed,
//! or be in one XML file (flat OPC). In the XML of Word 2003 there is one part.

mod imported;
mod parts;
mod styles;
mod tags;

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use self::parts::{Parts, Relation, relations};
use super::package::{identifier, resolve};
use super::symbols::{self, Letters};
use crate::archive::Packed;
use crate::markup::{Skipper, attribute, one_line, resolved};
use crate::sink::{ELSEWHERE, Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, Section, WarningCode};
use styles::Styles;
use tags::{common, is_left_out, is_on, symbol};

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut parts = Parts::Packed(Packed::open(bytes, limits)?);
    read(&mut parts, limits, 0)?.put(sink)
}

/// Reads a document whose parts are in one XML file.
pub(super) fn parse_flat(text: &str, limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    read(&mut Parts::flat(text, limits), limits, 0)?.put(sink)
}

/// Reads the XML of Word 2003.
pub(super) fn parse_2003(text: &str, sink: &mut dyn Sink) -> Result<(), Error> {
    read_2003(text).put(sink)
}

/// Returns whether the text is a document whose parts are in one XML file.
pub(super) fn looks_flat(text: &str) -> bool {
    starts_with_root(text, "http://schemas.microsoft.com/office/2006/xmlPackage")
}

/// Returns whether the text is the XML of Word 2003.
pub(super) fn looks_like_2003(text: &str) -> bool {
    starts_with_root(text, "http://schemas.microsoft.com/office/word/2003/wordml")
}

/// How far to look for the root element, in bytes. A bound; no figure depends on
/// it.
const HEAD: usize = 8192;

fn starts_with_root(text: &str, namespace: &str) -> bool {
    let head = &text[..text.floor_char_boundary(HEAD)];
    head.trim_start().starts_with('<') && head.contains(namespace)
}

/// What a document holds.
struct Word {
    metadata: Metadata,
    sections: Vec<Section>,
    /// The footnotes, and the endnotes.
    notes: Vec<String>,
    warnings: Vec<(WarningCode, String)>,
}

impl Word {
    fn put(self, sink: &mut dyn Sink) -> Result<(), Error> {
        let mut metadata = self.metadata;
        metadata.expected = u32::try_from(self.sections.len()).ok();
        sink.begin(metadata)?;
        self.sections
            .into_iter()
            .try_for_each(|s| sink.section(s))?;
        for text in self.notes {
            let section = Section { title: None, text };
            if section.has_text() {
                sink.section(section)?;
            }
        }
        self.warnings
            .into_iter()
            .try_for_each(|(code, message)| sink.warn(code, message))
    }

    /// Returns all text, with the notes at its end.
    fn text(self) -> String {
        let sections = self.sections.into_iter().map(|section| section.text);
        sections.chain(self.notes).collect()
    }
}

fn read(parts: &mut Parts<'_>, limits: &Limits, depth: u32) -> Result<Word, Error> {
    let package = relations(parts, "")?;
    let of_type = |relations: &[Relation], kind: &str| {
        let found = relations.iter().find(|it| it.kind.ends_with(kind));
        found.map(|it| it.target.clone())
    };
    let main = of_type(&package, "/officeDocument")
        .filter(|name| parts.has(name))
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(source) = parts.text(&main)? else {
        return Err(Error::new(
            ErrorKind::Damaged,
            "the document's main part is missing",
        ));
    };
    let related = relations(parts, &main)?;
    let named = |kind: &str| {
        let usual = resolve(&main, &format!("{kind}.xml"));
        of_type(&related, &format!("/{kind}")).unwrap_or(usual)
    };
    let styles = parts.text(&named("styles"))?.unwrap_or_default();
    let styles = Styles::read(&styles);
    let mut word = Word {
        metadata: Metadata::new(Format::Docx),
        sections: Vec::new(),
        notes: Vec::new(),
        warnings: Vec::new(),
    };
    let core = of_type(&package, "/core-properties");
    let core = core.unwrap_or_else(|| "docProps/core.xml".to_owned());
    if let Some(core) = parts.text(&core)? {
        describe(&core, &mut word.metadata);
    }
    word.metadata.language = word.metadata.language.or_else(|| styles.language.clone());

    let mut chunks = HashMap::new();
    for chunk in related.iter().filter(|it| it.kind.ends_with("/aFChunk")) {
        match imported::read(parts, &chunk.target, limits, depth) {
            Ok(text) => {
                chunks.insert(chunk.id.clone(), text);
            }
            Err(error) => {
                let message = format!("an imported document was not read: {}", error.message());
                word.warnings.push((code_of(&error), message));
            }
        }
    }
    let body = Body::read(&source, &styles, chunks);
    word.sections = body.sections;
    // A document that could not be imported was reported.
    if body.is_elsewhere && word.warnings.is_empty() {
        let message = ELSEWHERE.to_owned();
        word.warnings.push((WarningCode::Damaged, message));
    }
    if !body.complete {
        word.warnings.push((
            WarningCode::Damaged,
            "the document ends early: its main part is damaged".to_owned(),
        ));
    }
    word.notes.push(body.note_text);
    for kind in ["footnotes", "endnotes"] {
        let source = match parts.text(&named(kind)) {
            Ok(Some(source)) => source,
            Ok(None) => continue,
            Err(error) => {
                let message = format!("the notes were not read: {}", error.message());
                word.warnings.push((code_of(&error), message));
                continue;
            }
        };
        let body = Body::read(&source, &styles, HashMap::new());
        if !body.complete {
            let message = "the notes end early".to_owned();
            word.warnings.push((WarningCode::Damaged, message));
        }
        word.notes
            .push(body.sections.into_iter().map(|s| s.text).collect());
    }
    Ok(word)
}

fn code_of(error: &Error) -> WarningCode {
    match error.kind() {
        ErrorKind::LimitExceeded => WarningCode::LimitExceeded,
        ErrorKind::Encrypted => WarningCode::Encrypted,
        _ => WarningCode::Damaged,
    }
}

fn read_2003(text: &str) -> Word {
    let styles = Styles::read(text);
    let mut metadata = Metadata::new(Format::Docx);
    let head = text.split("<w:body").next().unwrap_or_default();
    describe(head, &mut metadata);
    metadata.language.clone_from(&styles.language);
    let body = Body::read(text, &styles, HashMap::new());
    let ends_early = (!body.complete).then(|| {
        let message = "the document ends early: its main part is damaged".to_owned();
        (WarningCode::Damaged, message)
    });
    Word {
        metadata,
        sections: body.sections,
        notes: vec![body.note_text],
        warnings: ends_early.into_iter().collect(),
    }
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
                    "title" | "Title" => metadata.title = Some(value),
                    "creator" | "Author" => metadata.author = Some(value),
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

/// How many fields within each other are looked at. A bound; no figure depends on it.
const MAX_FIELDS: usize = 64;

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
    /// The letters of its font.
    letters: Letters,
}

impl Run {
    fn is_hidden(&self) -> bool {
        // One style reverses the other.
        self.own.unwrap_or(self.paragraph_hides != self.style_hides)
    }
}

/// Reads `w:document`, `w:footnotes` or `w:endnotes`.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "where the reader is, each independent of the others"
)]
struct Body {
    sections: Vec<Section>,
    now: Section,
    /// The open paragraphs: more than one inside a text box.
    open: Vec<Paragraph>,
    /// The text so far of the open text boxes.
    boxes: Vec<String>,
    /// The open runs: more than one inside a text box.
    runs: Vec<Run>,
    /// How many paragraphs were open where each open note began; only in the XML
    /// of Word 2003 are notes in the text.
    notes: Vec<usize>,
    note_text: String,
    /// The texts of imported documents by the ids of their relations.
    chunks: HashMap<String, String>,
    /// For each open choice of contents, whether one was read.
    choices: Vec<bool>,
    /// Inside the settings of a paragraph, where those of a run apply to its end
    /// mark.
    in_settings: bool,
    skipper: Skipper,
    /// The open fields: what each does, and whether it has a result.
    fields: Vec<(String, bool)>,
    /// Inside what a field does.
    in_instruction: bool,
    /// Whether some text is in another file.
    is_elsewhere: bool,
    /// Inside `w:t`, the only element that holds text of the document.
    in_text: bool,
    /// Whether the part was read to its end.
    complete: bool,
}

impl Body {
    fn read(source: &str, styles: &Styles, chunks: HashMap<String, String>) -> Self {
        let mut reader = Reader::from_str(source);
        let mut body = Self {
            chunks,
            ..Self::default()
        };
        let mut depth = 0_u32;
        body.complete = loop {
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
        body
    }

    fn start(&mut self, tag: &BytesStart<'_>, closed: bool, styles: &Styles) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.skipper.start(name, closed) {
            return;
        }
        match name {
            // Settings before a change do not apply to the text any more.
            "del" | "moveFrom" | "Fallback" | "delText" | "delInstrText" | "pPrChange"
            | "rPrChange" | "rt" | "hdr" | "ftr" => {
                self.skipper.skip(name, closed);
            }
            "annotation" if is_left_out(tag) => self.skipper.skip(name, closed),
            "AlternateContent" if !closed => self.choices.push(false),
            // Each choice says the same in another way.
            "Choice" => {
                if let Some(was_read) = self.choices.last_mut()
                    && std::mem::replace(was_read, true)
                {
                    self.skipper.skip(name, closed);
                }
            }
            "p" if !closed => self.open.push(Paragraph::default()),
            "p" => {
                self.open.push(Paragraph::default());
                self.end_paragraph();
            }
            "altChunk" => {
                let id = attribute(tag, "id").unwrap_or_default();
                match self.chunks.get_mut(&id) {
                    Some(text) => {
                        let text = std::mem::take(text);
                        self.block(&text);
                    }
                    None => self.is_elsewhere = true,
                }
            }
            "subDoc" => self.is_elsewhere = true,
            "instrText" => self.in_instruction = !closed,
            "fldSimple" => {
                let instruction = attribute(tag, "instr").unwrap_or_default();
                self.begin_field(instruction);
                if closed {
                    self.end_field();
                }
            }
            "fldChar" => match attribute(tag, "fldCharType").as_deref() {
                Some("begin") => self.begin_field(String::new()),
                Some("end") => self.end_field(),
                _ => {}
            },
            "footnote" | "endnote" if !closed && !self.open.is_empty() => {
                self.notes.push(self.open.len());
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
            "rStyle" | "vanish" | "rFonts" if !self.in_settings => {
                if let Some(run) = self.runs.last_mut() {
                    run.set(tag, name, styles);
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
            "instrText" => self.in_instruction = false,
            "fldSimple" => self.end_field(),
            "pPr" => self.in_settings = false,
            "r" => drop(self.runs.pop()),
            "p" => self.end_paragraph(),
            "AlternateContent" => drop(self.choices.pop()),
            "footnote" | "endnote" => drop(self.notes.pop()),
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

    fn begin_field(&mut self, instruction: String) {
        if self.fields.len() < MAX_FIELDS {
            self.fields.push((instruction, false));
        }
    }

    /// Ends a field. One that includes another file shows a copy of its text.
    fn end_field(&mut self) {
        if let Some((instruction, has_result)) = self.fields.pop() {
            let includes = instruction.trim_start().starts_with("INCLUDETEXT");
            self.is_elsewhere |= includes && !has_result;
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_instruction && !self.skipper.is_skipping() {
            if let Some((instruction, _)) = self.fields.last_mut() {
                instruction.push_str(text);
            }
            return;
        }
        if !self.in_text || self.skipper.is_skipping() {
            return;
        }
        if !text.contains(|c| symbols::byte(c).is_some()) {
            self.push(text);
            return;
        }
        let letters = self.runs.last().map(|run| run.letters).unwrap_or_default();
        let text: String = text.chars().filter_map(|c| common(c, letters)).collect();
        self.push(&text);
    }

    /// Adds the text of an imported document.
    fn block(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.boxes.push_str(text);
        } else if let Some(open) = self.boxes.last_mut() {
            open.push_str(text);
        } else {
            self.now.text.push_str(text);
        }
    }

    fn push(&mut self, text: &str) {
        if self.runs.iter().any(Run::is_hidden) {
            return;
        }
        for (_, has_result) in &mut self.fields {
            *has_result |= !text.trim().is_empty();
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
        if self.notes.last() == Some(&self.open.len()) {
            self.note_text.push_str(&paragraph.text);
            return;
        }
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

impl Run {
    fn set(&mut self, tag: &BytesStart<'_>, name: &str, styles: &Styles) {
        match name {
            "vanish" => self.own = Some(is_on(tag)),
            "rFonts" => {
                let font = attribute(tag, "ascii").or_else(|| attribute(tag, "hAnsi"));
                self.letters = font.map(|it| Letters::of_font(&it)).unwrap_or_default();
            }
            _ => {
                let style = attribute(tag, "val").unwrap_or_default();
                self.style_hides = styles.hides(&style);
            }
        }
    }
}

#[cfg(test)]
mod tests;
