//! DOCX: the words that a reader of the document sees, in order.
//!
//! Deleted text, moved text at its old place, field codes and the stand-ins
//! for old readers are left out. Text boxes follow the paragraph that they
//! are anchored in. Foot- and endnotes come last, in a section of their own.
//! A main heading begins a new section.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::html::declared_encoding;
use super::package::{identifier, resolve};
use crate::archive::Packed;
use crate::markup::{attribute, one_line, resolved};
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
            "the document breaks off: its main part is damaged",
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
            sink.warn(WarningCode::Damaged, "the notes break off")?;
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

/// Returns the name of the part that the package's relations call the document.
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

/// What the styles say about headings and language.
#[derive(Debug, Default)]
struct Styles {
    /// Style id to heading level, 0 for the first. Ids are translated by
    /// Word, the names that they belong to are not.
    levels: HashMap<String, u8>,
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

    fn learn(&mut self, id: Option<&String>, level: Option<u8>) {
        if let (Some(id), Some(level)) = (id, level) {
            self.levels.entry(id.clone()).or_insert(level);
        }
    }
}

fn heading_level(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    let digits = name.strip_prefix("heading")?.trim();
    digits.parse::<u8>().ok()?.checked_sub(1)
}

/// Headings of this level and above begin a section.
const DEEPEST_SECTION: u8 = 1;

/// One paragraph under construction.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    level: Option<u8>,
    /// Text boxes anchored in it, to follow it.
    boxes: String,
}

/// Reads `w:document`, `w:footnotes` or `w:endnotes`.
#[derive(Default)]
struct Body {
    sections: Vec<Section>,
    now: Section,
    /// The open paragraphs: more than one inside a text box.
    open: Vec<Paragraph>,
    /// What the paragraphs of open text boxes have given so far.
    boxes: Vec<String>,
    /// The element being skipped, and how many of its name are open.
    skipped: Option<(String, u32)>,
    /// Inside `w:t`, the only element whose text is the document's.
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
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += u32::from(skipped == name && !closed);
            return;
        }
        match name {
            "del" | "moveFrom" | "Fallback" | "instrText" | "delText" | "delInstrText" => {
                self.skipped = (!closed).then(|| (name.to_owned(), 1));
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
            "txbxContent" if !closed => self.boxes.push(String::new()),
            "pStyle" => {
                let style = attribute(tag, "val").unwrap_or_default();
                let level = styles.levels.get(&style).copied();
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.level = paragraph.level.or(level);
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
        if let Some((skipped, depth)) = &mut self.skipped {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        match name {
            "t" => self.in_text = false,
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
        if self.in_text && self.skipped.is_none() {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        // A tab stop in a paragraph's settings stands before its text.
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
        // Inside a text box the paragraph goes to the box.
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::archive::tests::pack;
    use crate::{Document, ErrorKind, Format, Limits, read_here};

    const TYPES: &[u8] = b"<Types><Override ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";

    fn read(body: &str, more: &[(&str, &[u8])]) -> Document {
        let main = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        let mut files: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", TYPES),
            ("word/document.xml", main.as_bytes()),
        ];
        files.extend(more);
        read_here(&pack(&files), None, &Limits::default()).unwrap()
    }

    #[test]
    fn what_a_reader_sees_is_read() {
        let document = read(
            "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>One</w:t><w:tab/><w:t xml:space='preserve'>two &amp; </w:t></w:r>\
             <w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>\
             <w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>\
             <w:ins><w:r><w:t>three</w:t><w:br/><w:t>four</w:t></w:r></w:ins>\
             <w:r><w:instrText>PAGEREF</w:instrText></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            &[],
        );
        assert_eq!(document.format, Format::Docx);
        assert_eq!(document.sections[0].text, "One\ttwo & three\nfour\ncell\n");
    }

    #[test]
    fn parts_that_break_off_are_told() {
        let codes = |body: &str, notes: &str| {
            let document = read(body, &[("word/footnotes.xml", notes.as_bytes())]);
            let codes = document.warnings.iter().map(|w| w.code.as_str());
            codes.collect::<Vec<_>>()
        };
        let text = "<w:p><w:r><w:t>Text</w:t></w:r></w:p>";
        let whole = format!("<w:footnotes>{text}</w:footnotes>");
        assert!(codes(text, &whole).is_empty());
        assert_eq!(codes(text, "<w:footnotes><w:p><w:r><w:t>Text"), ["damaged"]);
        assert_eq!(codes(text, "<w:footnotes><w:p></w:r>"), ["damaged"]);
        let unclosed = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>Text</w:t></w:r></w:p>";
        let files = [
            ("[Content_Types].xml", TYPES),
            ("word/document.xml", unclosed.as_bytes()),
        ];
        let document = read_here(&pack(&files), None, &Limits::default()).unwrap();
        assert_eq!(document.warnings.len(), 1);
    }

    #[test]
    fn a_text_box_follows_its_paragraph_and_is_read_once() {
        let document = read(
            "<w:p><w:r><w:t>be</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>\
             </w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Fallback>\
             </mc:AlternateContent></w:r><w:r><w:t>gan</w:t></w:r></w:p>",
            &[],
        );
        assert_eq!(document.sections[0].text, "began\nbox\n");
    }

    #[test]
    fn headings_begin_sections_and_notes_come_last() {
        let styles = b"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='de-DE'/></w:rPr></w:rPrDefault></w:docDefaults>\
            <w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style></w:styles>";
        let notes = b"<w:footnotes><w:footnote><w:p><w:r><w:t>A note</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let core = b"<cp:coreProperties><dc:title>Titel</dc:title><dc:creator>Ich</dc:creator><dc:identifier>ISBN 123</dc:identifier></cp:coreProperties>";
        let head = |t: &str| {
            format!(
                "<w:p><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr><w:r><w:t>{t}</w:t></w:r></w:p>"
            )
        };
        let plain = "<w:p><w:r><w:t>Text</w:t></w:r></w:p>";
        let body = [&head("Eins"), plain, &head("Zwei"), plain].concat();
        let document = read(
            &body,
            &[
                ("word/styles.xml", styles),
                ("word/footnotes.xml", notes),
                ("docProps/core.xml", core),
            ],
        );
        let titles: Vec<_> = document
            .sections
            .iter()
            .map(|s| s.title.as_deref())
            .collect();
        assert_eq!(titles, [Some("Eins"), Some("Zwei"), None]);
        assert_eq!(document.sections[1].text, "Zwei\nText\n");
        assert_eq!(document.sections[2].text, "A note\n");
        assert_eq!(document.title.as_deref(), Some("Titel"));
        assert_eq!(document.author.as_deref(), Some("Ich"));
        assert_eq!(document.language.as_deref(), Some("de-DE"));
        assert_eq!(document.identifiers, ["123"]);
    }

    #[test]
    fn other_office_files_are_named() {
        let bytes = pack(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("xl/workbook.xml", b"<x/>"),
        ]);
        let error = read_here(&bytes, None, &Limits::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(error.message().contains("Excel"));
    }
}
