//! HTML and XHTML pages.

use crate::markup::{self, Page};
use crate::sink::{Metadata, Sink};
use crate::{Error, Format, Section, WarningCode};

/// How far to look for a declaration, in bytes (the HTML standard says 1024).
const HEAD: usize = 2048;

/// How a page begins.
const TAGS: [&str; 6] = [
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<!doctype dtbook",
    "<dtbook",
];

/// What is said of a page that leaves something open.
pub(super) const LEFT_OPEN: &str =
    "a tag, a comment or a quotation mark is never closed; some text may be missing or superfluous";

/// Returns whether the text begins like a page of HTML, or of a talking book, which is
/// made of much the same.
pub(super) fn looks_like(text: &str) -> bool {
    let mut rest = text.trim_start();
    // Comments and processing instructions may come first.
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else {
            break;
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            None => return false,
        }
    }
    TAGS.iter().any(|tag| {
        rest.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    })
}

/// Returns the encoding that an XML declaration or a `meta` element names.
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if !head.starts_with('<') {
        return None;
    }
    let declaration = head.strip_prefix("<?xml").and_then(|h| h.split_once("?>"));
    let named = declaration
        .and_then(|(xml, _)| xml.split_once("encoding"))
        .or_else(|| head.split_once("charset"));
    let value = named?.1.trim_start().strip_prefix('=')?;
    let label: String = value
        .trim_start_matches([' ', '"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    (!label.is_empty()).then_some(label)
}

pub(super) fn parse(text: &str, sink: &mut dyn Sink) -> Result<(), Error> {
    let page = markup::xhtml(text);
    sink.begin(metadata(&page))?;
    sink.section(Section {
        title: page.heading,
        text: page.text,
    })?;
    if page.is_broken {
        sink.warn(WarningCode::Damaged, LEFT_OPEN)?;
    }
    if breaks_off(text) {
        return sink.warn(WarningCode::Truncated, "the end of the page is missing");
    }
    Ok(())
}

/// Returns whether a page ends inside a tag, or opens both elements around
/// everything and closes neither. The HTML standard allows leaving out the end
/// tags, but a page without them usually lacks the start tags too.
pub(super) fn breaks_off(text: &str) -> bool {
    let text = text.trim_end();
    let has = |tag: &[u8]| {
        let mut places = text.as_bytes().windows(tag.len());
        places.any(|place| place.eq_ignore_ascii_case(tag))
    };
    let in_tag = match (text.rfind('<'), text.rfind('>')) {
        (Some(open), closed) => {
            let starts = text[open + 1..].starts_with(|c: char| c == '/' || c.is_alphabetic());
            starts && closed.is_none_or(|closed| closed < open)
        }
        _ => false,
    };
    in_tag || has(b"<html") && has(b"<body") && !has(b"</body") && !has(b"</html")
}

fn metadata(page: &Page) -> Metadata {
    let all = |names: &'static [&str]| {
        let wanted = move |key: &str| names.iter().any(|n| n.eq_ignore_ascii_case(key));
        page.meta
            .iter()
            .filter(move |(key, _)| wanted(key))
            .map(|(_, value)| value.clone())
    };
    let first = |names| all(names).next();
    let mut metadata = Metadata::new(Format::Html);
    metadata.title =
        first(&["dc.title", "dcterms.title", "og:title"]).or_else(|| page.title.clone());
    metadata.author = first(&["author", "dc.creator", "dcterms.creator", "book:author"]);
    metadata.language = page.language.clone().or_else(|| first(&["dc.language"]));
    metadata.identifiers = all(&["dc.identifier", "dcterms.identifier", "isbn", "book:isbn"])
        .map(|id| super::package::identifier(&id))
        .collect();
    metadata.expected = Some(1);
    metadata
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;
    use crate::{Limits, read_here};

    #[test]
    fn a_page_says_who_wrote_it() {
        let bytes = br#"<!DOCTYPE html><html lang="de"><head><title>Der Titel</title>
            <meta name="author" content="A &amp; B"><meta name="DC.Identifier" content="urn:isbn:9783161484100">
            </head><body><h1>Eins</h1><p>Text</p></body></html>"#;
        let document = read_here(bytes, None, &Limits::default()).unwrap();
        assert_eq!(document.format, Format::Html);
        assert_eq!(document.title.as_deref(), Some("Der Titel"));
        assert_eq!(document.author.as_deref(), Some("A & B"));
        assert_eq!(document.language.as_deref(), Some("de"));
        assert_eq!(document.identifiers, ["9783161484100"]);
        assert_eq!(document.sections[0].text, "Eins\nText\n");
    }

    #[test]
    fn the_declared_encoding_counts() {
        let bytes = b"<html><head><meta charset=windows-1251></head><body>\xcf\xf0\xe8\xe2\xe5\xf2</body></html>";
        let document = read_here(bytes, None, &Limits::default()).unwrap();
        assert_eq!(document.sections[0].text, "Привет\n");
        assert_eq!(
            declared_encoding(b"<?xml version='1.0' encoding='ISO-8859-2'?><html/>").as_deref(),
            Some("iso-8859-2")
        );
    }

    #[test]
    fn a_page_that_breaks_off_is_told() {
        let warned = |bytes: &str| {
            let document = read_here(bytes.as_bytes(), None, &Limits::default()).unwrap();
            document
                .warnings
                .iter()
                .any(|w| w.code == WarningCode::Truncated)
        };
        assert!(warned("<html><body><p>The end is"));
        assert!(warned("<!DOCTYPE html><p>The end is <a href='x"));
        assert!(!warned(
            "<!DOCTYPE html><title>A</title><p>The end, and 1 < 2"
        ));
        assert!(!warned("<HTML><BODY><p>The end</BODY>"));
    }

    #[test]
    fn content_decides_and_the_name_helps() {
        let read = |bytes: &[u8], name: &str| {
            read_here(bytes, Some(OsStr::new(name)), &Limits::default())
                .unwrap()
                .format
        };
        assert_eq!(read(b"<!-- x --><HTML><body>y", "a.txt"), Format::Html);
        assert_eq!(read(b"<p>y</p>", "a.html"), Format::Html);
        assert_eq!(read(b"<p>y</p>", "a.txt"), Format::Text);
    }
}
