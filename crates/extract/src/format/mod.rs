//! The formats, one file each; here, which file reads what.

mod docx;
mod epub;
mod fb2;
mod html;
mod japanese;
mod markdown;
mod mobi;
mod odt;
mod outline;
mod package;
mod pdf;
mod rtf;
mod scrivener;
mod symbols;
mod text;
mod xml;

use std::ffi::OsStr;
use std::path::Path;

pub(crate) use self::html::declared_encoding;
use crate::sink::Sink;
use crate::sniff::{self, Kind};
use crate::{Document, Error, ErrorKind, Format, Limits, coded, encoding, mime};

/// What a file's name says about its text: all that a worker learns of the name.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameHint {
    /// It ends like Markdown.
    Markdown,
    /// It ends like HTML.
    Html,
    /// It has any other ending, or none.
    None,
}

impl NameHint {
    pub(crate) fn of(name: &OsStr) -> Self {
        let ending = Path::new(name).extension().and_then(OsStr::to_str);
        match ending.unwrap_or_default().to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mkd" => Self::Markdown,
            "html" | "htm" | "xhtml" | "xht" => Self::Html,
            _ => Self::None,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::None => "-",
        }
    }

    pub(crate) fn named(word: &str) -> Self {
        match word {
            "md" => Self::Markdown,
            "html" => Self::Html,
            _ => Self::None,
        }
    }
}

/// Reads a document into `sink`.
pub(crate) fn parse(
    bytes: &[u8],
    hint: NameHint,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<(), Error> {
    match sniff::sniff(bytes, limits)? {
        Kind::Epub => epub::parse(bytes, limits, sink),
        Kind::Pdf => pdf::parse(bytes, limits, sink),
        Kind::Docx => docx::parse(bytes, limits, sink),
        Kind::Odt => odt::parse(bytes, limits, sink),
        Kind::Rtf => rtf::parse(bytes, limits, sink),
        Kind::Mobi => mobi::parse(bytes, limits, sink),
        Kind::Scrivener => scrivener::parse(bytes, limits, sink),
        Kind::Bundle => Err(Error::new(
            ErrorKind::Unsupported,
            "this is a ZIP archive of documents, which cannot be read as one document: unpack it and name the documents",
        )),
        Kind::PackedFb2 => fb2::parse_packed(bytes, limits, sink),
        Kind::Textual => textual(bytes, hint, limits, sink),
    }
}

fn textual(
    bytes: &[u8],
    hint: NameHint,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<(), Error> {
    if coded::is_ebcdic(bytes) {
        return Err(sniff::unsupported(
            "text in EBCDIC, the encoding of mainframes",
        ));
    }
    let (text, hint) = match mime::single(bytes) {
        Some((text, true)) => (text, NameHint::Html),
        Some((text, false)) => (text, hint),
        None => {
            let declared = html::declared_encoding(bytes);
            (encoding::decode(bytes, declared.as_deref()), hint)
        }
    };
    let text = coded::without_zeros(text);
    // Text that was stored in the wrong encoding can be full of control
    // characters, so it is repaired before it is judged.
    let mended = encoding::mended(&text).or_else(|| coded::realphabeted(&text));
    let (text, mended) = match mended {
        Some(mended) => (mended, true),
        None => (text, false),
    };
    let text = coded::unescaped(&text).unwrap_or(text);
    if encoding::is_noise(&text) {
        return Err(sniff::unsupported("a file of unknown kind"));
    }
    if text.len() as u64 > limits.max_text_bytes {
        return Err(Error::new(
            ErrorKind::LimitExceeded,
            "the document holds more text than is allowed",
        ));
    }
    if fb2::looks_like(&text) {
        return fb2::parse(&text, sink);
    }
    if odt::looks_like(&text) {
        return odt::parse_flat(&text, sink);
    }
    if docx::looks_flat(&text) {
        return docx::parse_flat(&text, limits, sink);
    }
    if docx::looks_like_2003(&text) {
        return docx::parse_2003(&text, sink);
    }
    if hint == NameHint::Html || html::looks_like(&text) {
        return html::parse(&text, sink);
    }
    if xml::looks_like(&text) || hint == NameHint::None && xml::is_whole(&text) {
        return xml::parse(&text, sink);
    }
    if coded::is_data(&text) {
        return Err(sniff::unsupported(
            "text in an encoding for mail or data, such as base 64",
        ));
    }
    if hint == NameHint::Markdown {
        markdown::parse(&text, mended, sink)
    } else {
        text::parse(&text, mended, sink)
    }
}

/// Does what can only be done with the whole document.
///
/// This runs in the calling process and only works on strings.
pub(crate) fn finish(document: &mut Document) {
    if document.format == Format::Pdf {
        pdf::finish(&mut document.sections);
    }
}
