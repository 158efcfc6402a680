//! The result of reading a document.

use serde::{Deserialize, Serialize};

/// The text of one document, in reading order, and its own metadata.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Document {
    /// The format found from the content.
    pub format: Format,
    /// The title as the document declares it.
    pub title: Option<String>,
    /// The author or authors as declared, joined by `; `.
    pub author: Option<String>,
    /// The BCP 47 language tag as declared, unchecked.
    pub language: Option<String>,
    /// ISBNs and other identifiers as declared, without a `urn:isbn:` prefix.
    pub identifiers: Vec<String>,
    /// The sections in reading order: chapters, or pages of a PDF.
    pub sections: Vec<Section>,
    /// What went wrong without making the rest unreadable.
    pub warnings: Vec<Warning>,
}

impl Document {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            title: None,
            author: None,
            language: None,
            identifiers: Vec::new(),
            sections: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Returns whether any section holds a letter or a digit.
    pub fn has_text(&self) -> bool {
        self.sections.iter().any(Section::has_text)
    }
}

/// One chapter or page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading, if it is known. It may be in the text as well.
    pub title: Option<String>,
    /// The text, with one paragraph or line on each line.
    pub text: String,
}

impl Section {
    pub(crate) fn has_text(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }
}

/// Reports a part that could not be read, or may have been read wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The stable word for programs.
    pub code: WarningCode,
    /// The sentence for people; it never quotes the document.
    pub message: String,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarningCode {
    /// A chapter or page is broken or missing.
    Damaged,
    /// A chapter is locked.
    Encrypted,
    /// Pages are pictures without text.
    NoTextLayer,
    /// The file ends too early; what came before was read.
    Truncated,
    /// A limit ended the reading; what came before was read.
    LimitExceeded,
    /// Time ran out; what came before was read.
    TimedOut,
    /// The parser crashed; what came before was read.
    ParserCrashed,
    /// The text was in the wrong encoding and has been repaired.
    EncodingMended,
}

impl WarningCode {
    /// Returns the stable word for this code, such as `timed-out`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Encrypted => "encrypted",
            Self::NoTextLayer => "no-text-layer",
            Self::Truncated => "truncated",
            Self::LimitExceeded => "limit-exceeded",
            Self::TimedOut => "timed-out",
            Self::ParserCrashed => "parser-crashed",
            Self::EncodingMended => "encoding-mended",
        }
    }
}

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// EPUB 2 and 3.
    Epub,
    /// PDF.
    Pdf,
    /// Word 2003 and later, packed or as one XML file.
    Docx,
    /// `OpenDocument` text, packed or flat.
    Odt,
    /// Rich text.
    Rtf,
    /// `FictionBook` 2, packed or not.
    Fb2,
    /// Mobipocket.
    Mobi,
    /// Kindle since 2011 (KF8).
    Azw3,
    /// A Scrivener project.
    Scrivener,
    /// HTML and XHTML.
    Html,
    /// Markdown.
    Markdown,
    /// XML of any other kind.
    Xml,
    /// Plain text.
    Text,
}

impl Format {
    /// Returns the format's name in lower case, such as `epub`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Epub => "epub",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Fb2 => "fb2",
            Self::Mobi => "mobi",
            Self::Azw3 => "azw3",
            Self::Scrivener => "scrivener",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Xml => "xml",
            Self::Text => "text",
        }
    }
}
