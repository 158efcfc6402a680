//! The entries, as XML of which the text is printed pages and the tags are what people found
//! in it.
//!
//! What is declared in a document type is never read, so no entity can grow. How deep
//! elements are within each other, and how long one of them and one entry may be, is
//! bounded.

use std::cell::{Cell, RefCell};
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use encoding_rs::UTF_8;
use encoding_rs_io::DecodeReaderBytesBuilder;
use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::entry::{Entry, add};
use crate::dump::collect::{Collector, append};
use crate::dump::model::OnPiece;
use crate::error::{Error, ErrorKind};

/// The name of the source.
const SOURCE: &str = "nypl-cce";

/// How many bytes one tag, or the text between two, may have.
const MAX_EVENT: usize = 1 << 20;

/// How many bytes an entry may have.
const MAX_ENTRY: usize = 1 << 20;

/// How deep elements may be within each other.
const MAX_DEPTH: usize = 64;

/// Reads through, asks whether to continue, and keeps the error that the parser would wrap.
struct Guard<'r, 'p> {
    source: &'r mut dyn Read,
    on_piece: OnPiece<'p>,
    /// How many bytes were read since the last event.
    since: Rc<Cell<usize>>,
    error: Rc<RefCell<Option<Error>>>,
}

impl Read for Guard<'_, '_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let error = if (self.on_piece)().is_break() {
            Error::cancelled()
        } else if self.since.get() > MAX_EVENT {
            let message = format!("a tag or a text is longer than {MAX_EVENT} bytes");
            Error::new(ErrorKind::LimitExceeded, message)
        } else {
            match self.source.read(room) {
                Ok(n) => {
                    self.since.set(self.since.get() + n);
                    return Ok(n);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
                Err(error) => error.into(),
            }
        };
        self.error.replace(Some(error));
        Err(io::Error::other("see the error that is kept"))
    }
}

/// Reads entries.
pub(super) fn read(
    text: &mut dyn Read,
    on_piece: OnPiece<'_>,
    collector: &mut Collector<'_>,
) -> Result<(), Error> {
    let (since, kept) = (Rc::<Cell<usize>>::default(), Rc::default());
    let guard = Guard {
        source: text,
        on_piece,
        since: Rc::clone(&since),
        error: Rc::clone(&kept),
    };
    // The parser takes nothing but UTF-8.
    let text = DecodeReaderBytesBuilder::new()
        .encoding(Some(UTF_8))
        .build(guard);
    let mut reader = Reader::from_reader(BufReader::new(text));
    reader.config_mut().allow_dangling_amp = true;
    reader.config_mut().check_end_names = true;
    let mut page = Page {
        source: collector.source(SOURCE),
        collector,
        open: Vec::new(),
        entries: Vec::new(),
        group: Vec::new(),
        n_skipped: 0,
        text: String::new(),
        attribute: String::new(),
        is_known: false,
    };
    let mut buffer = Vec::new();
    loop {
        let at = reader.buffer_position();
        buffer.clear();
        since.set(0);
        let event = reader.read_event_into(&mut buffer);
        let event = event.map_err(|error| match kept.take() {
            Some(kept) => kept.at_byte(at),
            None => broken(&error).at_byte(at),
        })?;
        let taken = match event {
            Event::Start(tag) => page.start(&tag),
            Event::Empty(tag) => page.start(&tag).and_then(|()| page.end()),
            Event::End(_) => page.end(),
            Event::Text(text) => page.push(&text.xml10_content()),
            Event::CData(text) => page.push(&text.xml10_content()),
            Event::GeneralRef(name) => page.push(&resolved(&name)),
            Event::Eof if !page.open.is_empty() => Err(truncated()),
            Event::Eof => return page.finish(),
            _ => Ok(()),
        };
        taken.map_err(|error| error.at_byte(at))?;
    }
}

fn truncated() -> Error {
    let message = "the document ends before its last element does";
    Error::new(ErrorKind::Truncated, message)
}

/// Returns what is wrong with the document.
fn broken(error: &quick_xml::Error) -> Error {
    use quick_xml::Error as Xml;
    use quick_xml::errors::IllFormedError::MissingEndTag;
    use quick_xml::errors::SyntaxError::InvalidBangMarkup;
    match error {
        Xml::Syntax(error) if !matches!(error, InvalidBangMarkup) => truncated(),
        Xml::IllFormed(MissingEndTag(_)) => truncated(),
        other => Error::new(
            ErrorKind::Damaged,
            format!("the document is not valid XML: {other:.200}"),
        ),
    }
}

/// Returns what a reference stands for: a character, or one of HTML's. What the document
/// itself declares stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> String {
    let name: &str = reference;
    if name.starts_with('#') {
        let c = reference.resolve_char_ref().ok().flatten();
        return c.map(String::from).unwrap_or_default();
    }
    resolve_html5_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

/// Returns the value of an attribute.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|own| own.key.local_name().as_ref() == name)?;
    let raw: &str = found.value.as_ref();
    let value = unescape_with(raw, |name| Some(resolve_html5_entity(name).unwrap_or("")));
    let value = value.map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned);
    Some(value.trim().to_owned())
}

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    /// An entry, or one within it.
    Entry,
    Group,
    /// Nothing in it is taken.
    Skipped,
    Author {
        is_claimant: bool,
    },
    AuthorName,
    Title,
    Publisher,
    PublisherName {
        is_claimant: bool,
    },
    Published,
    Registered,
    Copyright,
    Number,
    Claimant,
    Edition,
    Series,
    Volume,
    Earlier,
    NewMatter,
    Note,
    Other,
}

impl Element {
    /// Returns whether its text is a field, which elements within it belong to.
    fn is_field(self) -> bool {
        !matches!(
            self,
            Self::Entry
                | Self::Group
                | Self::Skipped
                | Self::Author { .. }
                | Self::Publisher
                | Self::Other
        )
    }
}

struct Page<'c, 'a> {
    source: u16,
    collector: &'c mut Collector<'a>,
    open: Vec<Element>,
    /// The entries that are open, the innermost last.
    entries: Vec<Entry>,
    /// The authors of the group that is open.
    group: Vec<String>,
    /// How many elements of which nothing is taken are open.
    n_skipped: usize,
    /// The text of the field that is open, and its date.
    text: String,
    attribute: String,
    is_known: bool,
}

impl Page<'_, '_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Error> {
        if self.open.len() == MAX_DEPTH {
            let message = format!("elements are more than {MAX_DEPTH} deep within each other");
            return Err(Error::new(ErrorKind::LimitExceeded, message));
        }
        let name = tag.local_name();
        let name: &str = name.as_ref();
        if self.open.is_empty() && !self.is_known {
            let is_root = [
                "copyrightEntries",
                "copyrightEntry",
                "entryGroup",
                "crossRef",
            ];
            if !is_root.contains(&name) {
                let message = format!(
                    "this is not the Catalog of Copyright Entries: its root is <{name:.60}>, not \
                     <copyrightEntries>"
                );
                return Err(Error::new(ErrorKind::NothingKnown, message));
            }
            self.is_known = true;
        }
        let in_field = self.open.iter().any(|own| own.is_field());
        let is_claimant = || attribute(tag, "claimant").as_deref() == Some("yes");
        let element = match name {
            _ if self.n_skipped > 0 => Element::Skipped,
            "copyrightEntry" | "additionalEntry" => {
                self.begin(tag);
                Element::Entry
            }
            "entryGroup" => Element::Group,
            "crossRef" => {
                self.collector
                    .skip("references from one entry to another", 1);
                Element::Skipped
            }
            _ if in_field => Element::Other,
            "author" => Element::Author {
                is_claimant: is_claimant(),
            },
            "authorName" => Element::AuthorName,
            "title" => Element::Title,
            "publisher" => Element::Publisher,
            "pubName" => Element::PublisherName {
                is_claimant: is_claimant(),
            },
            "pubDate" => Element::Published,
            "regDate" | "regdate" => Element::Registered,
            "regNum" | "regnum" | "registrationNumber" => Element::Number,
            "copyDate" => Element::Copyright,
            "claimant" => Element::Claimant,
            "edition" => Element::Edition,
            "series" => Element::Series,
            "vol" | "volumes" => Element::Volume,
            "prev-regNum" | "prev-regnum" => Element::Earlier,
            "newMatterClaimed" => Element::NewMatter,
            "note" => Element::Note,
            _ => Element::Other,
        };
        if element.is_field() {
            self.text.clear();
            self.attribute = attribute(tag, "date").unwrap_or_default();
        }
        self.n_skipped += usize::from(element == Element::Skipped);
        self.open.push(element);
        Ok(())
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        let mut entry = match self.entries.last() {
            Some(outer) => outer.inner(),
            None => Entry::default(),
        };
        if let Some(id) = attribute(tag, "id") {
            entry.id = id;
        }
        let numbers = attribute(tag, "regnum").unwrap_or_default();
        for number in numbers.split([' ', ',', ';']) {
            add(&mut entry.numbers, number.to_owned());
        }
        self.entries.push(entry);
    }

    fn push(&mut self, text: &str) -> Result<(), Error> {
        let is_taken = self.n_skipped == 0 && self.open.iter().any(|own| own.is_field());
        if !is_taken {
            return Ok(());
        }
        self.text.push_str(text);
        let n_bytes = self.text.len() + self.entries.last().map_or(0, |entry| entry.n_bytes);
        if n_bytes > MAX_ENTRY {
            let message = format!("an entry is longer than {MAX_ENTRY} bytes");
            return Err(Error::new(ErrorKind::LimitExceeded, message));
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        let Some(element) = self.open.pop() else {
            return Ok(());
        };
        match element {
            Element::Skipped => self.n_skipped -= 1,
            Element::Group => self.group.clear(),
            Element::Entry => return self.end_entry(),
            field if field.is_field() => self.end_field(field),
            _ => {}
        }
        Ok(())
    }

    fn end_field(&mut self, field: Element) {
        // Lines of print are not lines of text.
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let text = words.join(" ");
        self.text.clear();
        let Some(entry) = self.entries.last_mut() else {
            if field == Element::AuthorName {
                add(&mut self.group, text);
            }
            return;
        };
        entry.n_bytes += text.len();
        let date = std::mem::take(&mut self.attribute);
        let date = if date.is_empty() { text.clone() } else { date };
        let mut marked = None;
        match field {
            Element::AuthorName => {
                let is_it = |own: &Element| *own == Element::Author { is_claimant: true };
                marked = self.open.iter().any(is_it).then(|| text.clone());
                add(&mut entry.authors, text);
            }
            Element::PublisherName { is_claimant } => {
                marked = is_claimant.then(|| text.clone());
                add(&mut entry.publishers, text);
            }
            Element::Title => add(&mut entry.titles, text),
            Element::Published => add(&mut entry.published, date),
            Element::Registered if !date.is_empty() => entry.registered.push(date),
            Element::Copyright => add(&mut entry.copyrights, date),
            Element::Number => add(&mut entry.numbers_in_text, text),
            Element::Claimant => add(&mut entry.claimants, text),
            Element::Edition => append(&mut entry.edition, "; ", &text),
            Element::Series => append(&mut entry.series, "; ", &text),
            Element::Volume => append(&mut entry.volume, "; ", &text),
            Element::Earlier => add(&mut entry.earlier, text),
            Element::NewMatter => append(&mut entry.new_matter, "; ", &text),
            Element::Note => append(&mut entry.note, "; ", &text),
            _ => {}
        }
        if let Some(name) = marked {
            add(&mut entry.marked, name);
        }
    }

    fn end_entry(&mut self) -> Result<(), Error> {
        let Some(mut entry) = self.entries.pop() else {
            return Ok(());
        };
        if let Some(outer) = self.entries.last() {
            entry.inherit(outer);
        } else if entry.authors.is_empty() {
            entry.authors.clone_from(&self.group);
        }
        entry.pass(self.source, self.collector)
    }

    fn finish(self) -> Result<(), Error> {
        if self.is_known {
            return Ok(());
        }
        let message = "the document holds no element";
        Err(Error::new(ErrorKind::NothingKnown, message))
    }
}
