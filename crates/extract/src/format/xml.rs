//! XML of other kinds: scholarly editions (TEI), `DocBook`, and all that programs
//! write.
//!
//! What an element means is known for a few vocabularies only. For the rest, its
//! place decides: an element between words is part of the line, and one between
//! elements is a line of its own. Notes come last. No tag is ever text.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::markup::{self, Entities, Skipper, attribute, one_line, resolved};
use crate::sink::{ELSEWHERE, Metadata, Sink};
use crate::{Error, Format, Section, WarningCode};

/// Returns whether the text is XML: by its declaration, by the type of document that
/// it names, or by the namespace of its root.
pub(super) fn looks_like(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with("<?xml") {
        return true;
    }
    if let Some(kind) = text.strip_prefix("<!DOCTYPE") {
        let kind = kind.trim_start();
        return kind.starts_with(char::is_alphabetic) && text.contains('>');
    }
    let Some(root) = text.strip_prefix('<') else {
        return false;
    };
    let tag = root.split('>').next().unwrap_or_default();
    root.starts_with(|c: char| c.is_alphabetic()) && tag.contains(" xmlns")
}

/// Returns whether the text is XML without a declaration or a namespace: one element
/// around everything, with other elements in it, and nothing left open.
pub(super) fn is_whole(text: &str) -> bool {
    let text = text.trim();
    let Some(root) = text.strip_prefix('<') else {
        return false;
    };
    let len = root.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    let name = &root[..len.unwrap_or(0)];
    let is_closed = text
        .strip_suffix('>')
        .is_some_and(|text| text.trim_end().ends_with(&format!("</{name}")));
    if !is_closed || !name.starts_with(char::is_alphabetic) {
        return false;
    }
    let mut reader = Reader::from_str(text);
    let (mut depth, mut elements, mut roots) = (0_u32, 0_u32, 0_u32);
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => {
                roots += u32::from(depth == 0);
                depth += 1;
                elements += 1;
            }
            Ok(Event::Empty(_)) => elements += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) => return depth == 0 && roots == 1 && elements > 1,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

pub(super) fn parse(text: &str, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut page = Page::default();
    let rest = page.read(text);
    let mut metadata = Metadata::new(Format::Xml);
    metadata.title = page.title.as_deref().and_then(one_line);
    metadata.author = page.author.as_deref().and_then(one_line);
    metadata.expected = Some(1);
    sink.begin(metadata)?;
    page.end_line();
    page.text.push_str(&page.notes);
    if let Some(rest) = rest {
        page.text.push_str(&markup::html(rest).text);
    }
    sink.section(Section {
        title: None,
        text: page.text,
    })?;
    if page.is_elsewhere {
        sink.warn(WarningCode::Damaged, ELSEWHERE)?;
    }
    if rest.is_some() {
        return sink.warn(
            WarningCode::Damaged,
            "the document is not valid XML; from there on, some text may be missing",
        );
    }
    if !page.open.is_empty() {
        return sink.warn(WarningCode::Truncated, "the end of the document is missing");
    }
    Ok(())
}

/// An open element.
struct Open {
    is_inline: bool,
    /// Whether it holds text itself, not only elements.
    has_text: bool,
    /// Whether its elements say the same in different ways.
    is_choice: bool,
}

#[derive(Default)]
struct Page {
    text: String,
    notes: String,
    title: Option<String>,
    author: Option<String>,
    open: Vec<Open>,
    /// How many elements were open where each open note began.
    in_notes: Vec<usize>,
    /// How many elements were open where the description of the document began.
    header: Option<usize>,
    /// The title or author that is being read, in the description.
    field: Option<String>,
    skipper: Skipper,
    is_tei: bool,
    space: bool,
    entities: Entities,
    /// Whether some text is in another file.
    is_elsewhere: bool,
}

impl Page {
    /// Reads as far as the XML is valid and returns the rest, if there is any.
    fn read<'a>(&mut self, source: &'a str) -> Option<&'a str> {
        let mut reader = Reader::from_str(source);
        reader.config_mut().allow_dangling_amp = true;
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.start(&tag, false),
                Ok(Event::Empty(tag)) => self.start(&tag, true),
                Ok(Event::End(tag)) => self.end(tag.local_name().as_ref()),
                Ok(Event::Text(text)) => self.push(&text.xml10_content()),
                Ok(Event::CData(text)) => self.push(&text.xml10_content()),
                Ok(Event::GeneralRef(name)) if self.entities.is_elsewhere(&name) => {
                    self.is_elsewhere |= self.header.is_none();
                }
                Ok(Event::GeneralRef(name)) => {
                    let own = self.entities.resolve(&name);
                    self.push(&own.unwrap_or_else(|| resolved(&name)));
                }
                Ok(Event::DocType(declaration)) => self.entities.declare(&declaration),
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(_) => return source.get(at..).filter(|rest| !rest.is_empty()),
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, closed: bool) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.skipper.start(name, closed) {
            return;
        }
        // XInclude; its fallback would have to be read in its place.
        if name == "include" && attribute(tag, "href").is_some() {
            self.is_elsewhere = true;
        }
        if self.open.is_empty() {
            self.is_tei = matches!(name, "TEI" | "TEI.2" | "teiCorpus");
        }
        let in_choice = self.open.last().is_some_and(|open| open.is_choice);
        if self.is_left_out(name, in_choice) {
            self.skipper.skip(name, closed);
            return;
        }
        if matches!(name, "lb" | "br") && attribute(tag, "break").is_none_or(|it| it != "no") {
            self.end_line();
        }
        if self.header.is_some() && matches!(name, "title" | "author") && !closed {
            self.field = Some(String::new());
        }
        let in_text = self.open.last().is_some_and(|open| open.has_text);
        let is_break = matches!(name, "pb" | "cb" | "lb" | "milestone" | "anchor");
        let is_inline = in_text || is_break || is_inline(name);
        if !is_inline {
            self.end_line();
        }
        if closed {
            return;
        }
        if self.is_note(name) {
            self.in_notes.push(self.open.len());
        }
        if name == "teiHeader" {
            self.header = Some(self.open.len());
        }
        self.open.push(Open {
            is_inline: is_inline && !self.is_note(name),
            has_text: false,
            is_choice: matches!(name, "choice" | "app"),
        });
    }

    /// Returns whether an element is not text of the work: the numbers and heads of
    /// printed pages, what was struck out, and a second way to say the same.
    fn is_left_out(&self, name: &str, in_choice: bool) -> bool {
        match name {
            "script" | "style" | "binary" | "rt" | "rp" => true,
            "sic" | "orig" | "abbr" | "rdg" => self.is_tei && in_choice,
            "fw" | "figDesc" | "del" => self.is_tei,
            _ => false,
        }
    }

    fn is_note(&self, name: &str) -> bool {
        match name {
            "footnote" | "endnote" | "fn" => true,
            "note" => self.is_tei,
            _ => false,
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipper.end(name) {
            return;
        }
        if let Some(value) = self.field.take_if(|_| matches!(name, "title" | "author")) {
            let place = match name {
                "title" => &mut self.title,
                _ => &mut self.author,
            };
            place.get_or_insert(value);
        }
        let Some(open) = self.open.pop() else { return };
        if !open.is_inline {
            self.end_line();
        }
        self.in_notes.pop_if(|depth| *depth == self.open.len());
        if self.header == Some(self.open.len()) {
            self.header = None;
        }
    }

    fn push(&mut self, text: &str) {
        if self.skipper.is_skipping() {
            return;
        }
        if let Some(field) = &mut self.field {
            field.push_str(text);
        }
        if self.header.is_some() || is_data(text) {
            return;
        }
        if let Some(open) = self.open.last_mut() {
            open.has_text |= text.contains(|c: char| !c.is_whitespace());
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.space = true;
                continue;
            }
            let spaced = std::mem::take(&mut self.space);
            let line = self.line();
            if spaced && !line.is_empty() && !line.ends_with('\n') {
                line.push(' ');
            }
            line.push(c);
        }
    }

    /// Returns where text goes.
    fn line(&mut self) -> &mut String {
        if self.in_notes.is_empty() {
            &mut self.text
        } else {
            &mut self.notes
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        let line = self.line();
        if !line.is_empty() && !line.ends_with('\n') {
            line.push('\n');
        }
    }
}

/// Text without a space that is longer than this, in bytes, may be a file in base
/// 64. A bound; no figure depends on it.
const LONGEST_WORD: usize = 400;

/// Returns whether text is a file in base 64.
fn is_data(text: &str) -> bool {
    let text = text.trim();
    text.len() > LONGEST_WORD
        && text.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\n' | b'\r')
        })
}

/// Returns whether an element is part of a line even where no word is before it.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        // TEI and DocBook
        "hi" | "emph" | "emphasis" | "foreign" | "name" | "persName" | "placeName" | "rs"
            | "date" | "num" | "corr" | "sic" | "reg" | "orig" | "abbr" | "expan" | "choice"
            | "c" | "w" | "pc" | "g" | "ref" | "ptr" | "said" | "soCalled" | "term" | "gloss"
            | "mentioned" | "distinct" | "unclear" | "supplied" | "add" | "seg" | "s"
            | "literal" | "phrase" | "quote" | "q" | "title" | "citetitle"
            // HTML, and what others took from it
            | "a" | "b" | "i" | "u" | "em" | "strong" | "span" | "sub" | "sup" | "small" | "big"
            | "font" | "tt" | "code" | "cite" | "ruby" | "rb" | "bold" | "italic" | "sc"
            | "xref" | "ext-link" | "underline" | "smallcaps" | "style"
    )
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use crate::{Document, Format, Limits, WarningCode, read_here};

    fn read(source: &str) -> Document {
        read_here(source.as_bytes(), None, &Limits::default()).unwrap()
    }

    #[test]
    fn a_scholarly_edition_is_read() {
        let document = read(
            "<?xml version='1.0'?><TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt>\
             <title>The Work</title><author>Ann <hi>Other</hi></author></titleStmt><publicationStmt><p>free</p>\
             </publicationStmt></fileDesc></teiHeader><text><body><div><head>One</head>\n<p><hi rend='i'>O</hi>nce\n in\
             <note place='foot'>A <hi>note</hi></note> a <choice><sic>tyme</sic><corr>time</corr></choice> &amp; so<pb n='2'/> on\
             <fw>THE WORK 2</fw> and be<lb break='no'/>gan<del>gone</del>.</p><lg><l>a verse</l><l>another</l></lg></div></body></text></TEI>",
        );
        assert_eq!(document.format, Format::Xml);
        assert_eq!(document.title.as_deref(), Some("The Work"));
        assert_eq!(document.author.as_deref(), Some("Ann Other"));
        assert_eq!(
            document.sections[0].text,
            "One\nOnce in a time & so on and began.\na verse\nanother\nA note\n"
        );
        assert!(document.warnings.is_empty());
    }

    #[test]
    fn tags_are_never_text() {
        for source in [
            "<?xml version='1.0'?><a><x>One</x> <x>two</x><c d='no'/></a>",
            "<a xmlns='urn:x'><x>One</x><x>two</x></a>",
            "<story><x>One</x><x id='no'>two</x></story>\n",
            "<?xml version='1.0'?><a><!-- no --><x><![CDATA[One]]></x>two<e/></a>",
        ] {
            for name in ["a.xml", "a.txt"] {
                let name = Some(OsStr::new(name));
                let document = read_here(source.as_bytes(), name, &Limits::default()).unwrap();
                assert_eq!(document.format, Format::Xml, "{source}");
                assert_eq!(document.sections[0].text, "One\ntwo\n", "{source}");
            }
        }
        let data = format!(
            "<?xml version='1.0'?><a><x>text</x><c>{}</c></a>",
            "QUJD".repeat(200)
        );
        assert_eq!(read(&data).sections[0].text, "text\n");
    }

    #[test]
    fn text_in_other_files_is_missed_and_entities_are_read() {
        let kinds = "<!ENTITY who \"Anna\"><!ENTITY ch2 SYSTEM \"ch2.xml\">";
        for (source, text, is_whole) in [
            ("<p>I am &who;</p>", "I am Anna\n", true),
            ("<p>One</p>&ch2;", "One\n", false),
            ("<p>One</p><xi:include href='a.xml'/>", "One\n", false),
        ] {
            for head in ["<?xml version='1.0'?>", ""] {
                let source = format!("{head}<!DOCTYPE book [{kinds}]><book>{source}</book>");
                let document = read(&source);
                assert_eq!(document.format, Format::Xml, "{source}");
                assert_eq!(document.sections[0].text, text, "{source}");
                assert_eq!(document.warnings.is_empty(), is_whole, "{source}");
            }
        }
    }

    #[test]
    fn what_is_broken_is_read_and_told() {
        let document = read("<?xml version='1.0'?><a><x>One</x><x>two</y><x>three</x></a>");
        let text = &document.sections[0].text;
        assert!(
            text.starts_with("One\ntwo") && text.contains("three"),
            "{text}"
        );
        assert_eq!(document.warnings[0].code, WarningCode::Damaged);
        let document = read("<?xml version='1.0'?><a><x>One</x><x>tw");
        assert_eq!(document.sections[0].text, "One\ntw\n");
        assert_eq!(document.warnings[0].code, WarningCode::Truncated);
    }
}
