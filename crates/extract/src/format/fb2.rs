//! `FictionBook` 2, alone or as the only file of a ZIP archive.
//!
//! The bodies are read in order; those that hold notes come last, and the marks
//! that lead to them are left out. Each section with a title, down to the second
//! level, begins a new section here. Files of this kind are often not XML at all:
//! from where the XML parser gives up, they are read as HTML.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::html::{self, declared_encoding};
use super::outline::{DEEPEST_SECTION, Outline};
use super::package::identifier;
use crate::archive::Packed;
use crate::markup::{self, Skipper, attribute, one_line, resolved};
use crate::sink::{Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, Section, WarningCode, encoding};

/// How far to look for the root element, in bytes. A bound; no figure depends on
/// it.
const HEAD: usize = 4096;

/// Returns whether the text is a `FictionBook` file.
pub(super) fn looks_like(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(HEAD)];
    let mut places = head.match_indices("FictionBook").map(|(at, _)| at);
    head.trim_start().starts_with('<') && places.any(|at| is_tag(head, at))
}

/// Returns whether a name at this place is that of an element, perhaps with a
/// prefix.
fn is_tag(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let before = match before.strip_suffix(':') {
        Some(prefixed) => {
            prefixed.trim_end_matches(|c: char| c.is_alphanumeric() || "-_.".contains(c))
        }
        None => before,
    };
    before.ends_with('<')
}

/// Reads the first `FictionBook` file of an archive.
pub(super) fn parse_packed(
    bytes: &[u8],
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<(), Error> {
    let mut archive = Packed::open(bytes, limits)?;
    let name = archive
        .names()
        .into_iter()
        .find(|name| name.to_lowercase().ends_with(".fb2"));
    let book = name.map(|name| archive.read(&name)).transpose()?.flatten();
    let Some(book) = book else {
        return Err(Error::new(ErrorKind::Damaged, "the book is missing"));
    };
    parse(
        &encoding::decode(&book, declared_encoding(&book).as_deref()),
        sink,
    )
}

pub(super) fn parse(text: &str, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut book = Book::default();
    let rest = book.read(text);
    let mut metadata = std::mem::replace(&mut book.metadata, Metadata::new(Format::Fb2));
    metadata.author = (!book.authors.is_empty()).then(|| book.authors.join("; "));
    let mut sections = book.outline.finish();
    let mut is_broken = false;
    if let Some(rest) = rest {
        let page = markup::html(rest);
        is_broken = page.is_broken;
        sections.push(Section {
            title: page.heading,
            text: page.text,
        });
    }
    metadata.expected = u32::try_from(sections.len()).ok();
    sink.begin(metadata)?;
    sections.into_iter().try_for_each(|s| sink.section(s))?;
    if is_broken {
        sink.warn(WarningCode::Damaged, html::LEFT_OPEN)?;
    }
    if !book.complete {
        sink.warn(WarningCode::Truncated, "the end of the book is missing")?;
    }
    Ok(())
}

struct Book {
    metadata: Metadata,
    authors: Vec<String>,
    outline: Outline,
    /// The open elements, except those without effect.
    path: Vec<Element>,
    /// The text of the open block.
    line: String,
    space: bool,
    /// The title that is being read, paragraph by paragraph.
    title: Option<String>,
    skipper: Skipper,
    complete: bool,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            metadata: Metadata::new(Format::Fb2),
            authors: Vec::new(),
            outline: Outline::default(),
            path: Vec::new(),
            line: String::new(),
            space: false,
            title: None,
            skipper: Skipper::default(),
            complete: false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    TitleInfo,
    Author,
    PublishInfo,
    Body,
    Notes,
    Section,
}

impl Element {
    fn of(tag: &BytesStart<'_>) -> Option<Self> {
        Some(match tag.local_name().as_ref() {
            "title-info" => Self::TitleInfo,
            "author" => Self::Author,
            "publish-info" => Self::PublishInfo,
            "body" => {
                let name = attribute(tag, "name").unwrap_or_default();
                let is_notes = matches!(name.as_str(), "notes" | "comments" | "footnotes");
                if is_notes { Self::Notes } else { Self::Body }
            }
            "section" => Self::Section,
            _ => return None,
        })
    }

    fn is_named(self, name: &str) -> bool {
        match self {
            Self::TitleInfo => name == "title-info",
            Self::Author => name == "author",
            Self::PublishInfo => name == "publish-info",
            Self::Body | Self::Notes => name == "body",
            Self::Section => name == "section",
        }
    }
}

impl Book {
    /// Reads as far as the XML is valid and returns the rest, if there is any.
    fn read<'a>(&mut self, source: &'a str) -> Option<&'a str> {
        let mut reader = Reader::from_str(source);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        reader.config_mut().allow_dangling_amp = true;
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.start(&tag, false),
                Ok(Event::Empty(tag)) => self.start(&tag, true),
                Ok(Event::End(tag)) => self.end(tag.local_name().as_ref()),
                Ok(Event::Text(text)) => self.text(&text.xml10_content()),
                Ok(Event::CData(text)) => self.text(&text.xml10_content()),
                Ok(Event::GeneralRef(name)) => self.text(&resolved(&name)),
                Ok(Event::Eof) => {
                    self.end_block();
                    return None;
                }
                Ok(_) => {}
                Err(_) => {
                    self.end_block();
                    let rest = source.get(at..).filter(|rest| !rest.is_empty());
                    // A file that ends without the closing tags is cut off.
                    self.complete |= rest.is_some_and(|rest| rest.contains("FictionBook>"));
                    return rest;
                }
            }
        }
    }

    fn is_inside(&self, element: Element) -> bool {
        self.path.contains(&element)
    }

    fn is_text(&self) -> bool {
        self.is_inside(Element::Body) || self.is_inside(Element::Notes)
    }

    fn start(&mut self, tag: &BytesStart<'_>, closed: bool) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.skipper.start(name, closed) {
            return;
        }
        let is_mark = name == "a" && attribute(tag, "type").is_some_and(|t| t == "note");
        if is_mark || matches!(name, "binary" | "stylesheet") {
            self.skipper.skip(name, closed);
            return;
        }
        if !is_inline(name) {
            self.end_block();
        }
        if closed {
            return;
        }
        if let Some(element) = Element::of(tag) {
            self.path.push(element);
            if element == Element::Author {
                self.line.clear();
            }
        }
        if name == "title" && self.is_inside(Element::Body) {
            self.title = Some(String::new());
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipper.end(name) {
            return;
        }
        if name == "FictionBook" {
            self.complete = true;
        }
        if !self.is_text() {
            self.describe(name);
        } else if !is_inline(name) {
            self.end_block();
            if name == "title" {
                self.end_title();
            }
        }
        if self.path.last().is_some_and(|e| e.is_named(name)) {
            self.path.pop();
        }
    }

    /// Takes a piece of metadata that ends here.
    fn describe(&mut self, name: &str) {
        if name == "author" && !self.is_inside(Element::TitleInfo) {
            self.line.clear();
        }
        if self.is_inside(Element::Author) && name != "author" {
            // The names of an author, each in its own element, make up one line.
            self.space = true;
            return;
        }
        let value = one_line(&std::mem::take(&mut self.line));
        let Some(value) = value else { return };
        match name {
            "book-title" if self.is_inside(Element::TitleInfo) => {
                self.metadata.title = Some(value);
            }
            "author" => self.authors.push(value),
            "lang" if self.is_inside(Element::TitleInfo) => self.metadata.language = Some(value),
            "isbn" if self.is_inside(Element::PublishInfo) => {
                self.metadata.identifiers.push(identifier(&value));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipper.is_skipping() {
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.space = true;
            } else {
                if std::mem::take(&mut self.space) && !self.line.is_empty() {
                    self.line.push(' ');
                }
                self.line.push(c);
            }
        }
    }

    fn end_block(&mut self) {
        if !self.is_text() {
            return;
        }
        self.space = false;
        if self.line.is_empty() {
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        line.push('\n');
        if let Some(title) = &mut self.title {
            title.push_str(&line);
        } else if self.is_inside(Element::Notes) {
            self.outline.note(&line);
        } else {
            self.outline.push(&line);
        }
    }

    fn end_title(&mut self) {
        let Some(title) = self.title.take() else {
            return;
        };
        let depth = self.path.iter().filter(|e| **e == Element::Section).count();
        if depth <= usize::from(DEEPEST_SECTION) + 1
            && let Some(line) = one_line(&title)
        {
            self.outline.begin(line);
        }
        self.outline.push(&title);
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "strong" | "emphasis" | "style" | "strikethrough" | "sub" | "sup" | "code" | "image"
    )
}

#[cfg(test)]
mod tests {
    use crate::archive::tests::pack;
    use crate::{Document, Format, Limits, WarningCode, read_here};

    const BOOK: &str = "<?xml version='1.0' encoding='windows-1251'?>\
        <FictionBook xmlns='http://www.gribuser.ru/xml/fictionbook/2.0' xmlns:l='x'><description><title-info>\
        <author><first-name>Лев</first-name>\n<last-name>Толстой</last-name></author><book-title>Сказка</book-title>\
        <annotation><p>о книге</p></annotation><lang>ru</lang></title-info>\
        <document-info><author><nickname>scanner</nickname></author></document-info>\
        <publish-info><isbn>978-5</isbn></publish-info></description>\
        <body><title><p>Лев Толстой</p><p>Сказка</p></title><section><title><p>Глава</p><p>первая</p></title>\
        <p>Жил-<emphasis>был</emphasis> кот<a l:href='#n1' type='note'>[1]</a>.</p><poem><stanza><v>Строка</v></stanza></poem>\
        <section><title><p>А</p></title><p>вложено</p></section></section></body>\
        <body name='notes'><title><p>Примечания</p></title><section id='n1'><title><p>1</p></title><p>Зверь</p></section></body>\
        <binary id='i' content-type='image/png'>QUJD</binary></FictionBook>";

    fn read(bytes: &[u8]) -> Document {
        read_here(bytes, None, &Limits::default()).unwrap()
    }

    #[test]
    fn a_book_has_its_titles_and_its_notes_last() {
        let bytes = encoding_rs::WINDOWS_1251.encode(BOOK).0;
        let packed = pack(&[("kniga.fb2", &bytes)]);
        for bytes in [&bytes[..], &packed] {
            let document = read(bytes);
            assert_eq!(document.format, Format::Fb2);
            assert_eq!(document.title.as_deref(), Some("Сказка"));
            assert_eq!(document.author.as_deref(), Some("Лев Толстой"));
            assert_eq!(document.language.as_deref(), Some("ru"));
            assert_eq!(document.identifiers, ["978-5"]);
            let sections: Vec<_> = document
                .sections
                .iter()
                .map(|s| (s.title.as_deref(), s.text.as_str()))
                .collect();
            assert_eq!(
                sections,
                [
                    (Some("Лев Толстой Сказка"), "Лев Толстой\nСказка\n"),
                    (
                        Some("Глава первая"),
                        "Глава\nпервая\nЖил-был кот.\nСтрока\n"
                    ),
                    (Some("А"), "А\nвложено\n"),
                    (None, "Примечания\n1\nЗверь\n"),
                ]
            );
            assert!(document.warnings.is_empty());
        }
    }

    #[test]
    fn a_prefix_changes_nothing() {
        let prefixed = BOOK
            .replace("encoding='windows-1251'", "encoding='utf-8'")
            .replace("</", "</fb:")
            .replace('<', "<fb:")
            .replace("<fb:?", "<?")
            .replace("<fb:/", "</");
        let document = read(prefixed.as_bytes());
        assert_eq!(document.format, Format::Fb2);
        assert_eq!(document.title.as_deref(), Some("Сказка"));
        assert_eq!(document.sections.len(), 4);
        assert!(document.warnings.is_empty());
        let other = "<?xml version='1.0'?><a>About FictionBook files</a>";
        assert_ne!(read(other.as_bytes()).format, Format::Fb2);
    }

    #[test]
    fn what_is_no_xml_is_read_all_the_same() {
        let broken = "<FictionBook><body><p>one & two</p><p>three < four</p><p <p>five</p></body></FictionBook>";
        let document = read(broken.as_bytes());
        let text: String = document.sections.iter().map(|s| s.text.as_str()).collect();
        assert!(text.starts_with("one & two\nthree"), "{text}");
        assert!(text.contains("five"), "{text}");
    }

    #[test]
    fn a_cut_book_is_told() {
        let document = read("<FictionBook><body><p>one</p><p>tw".as_bytes());
        assert_eq!(document.sections[0].text, "one\ntw\n");
        assert_eq!(document.warnings[0].code, WarningCode::Truncated);
    }
}
