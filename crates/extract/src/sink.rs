//! Where the reader of a format puts what it finds.
//!
//! Sections are passed on one by one. Those before a crash are not lost, and the
//! limit on all text together applies while reading.

use serde::{Deserialize, Serialize};

use crate::defaults::{is_default_author, is_default_title};
use crate::{Document, Error, ErrorKind, Format, Limits, Section, Warning, WarningCode};

/// A document's own metadata, known before its first section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The format found from the content.
    pub format: Format,
    /// The declared title.
    pub title: Option<String>,
    /// The declared author or authors.
    pub author: Option<String>,
    /// The declared language.
    pub language: Option<String>,
    /// The declared identifiers.
    pub identifiers: Vec<String>,
    /// The number of sections to come, if it is known.
    pub expected: Option<u32>,
}

impl Metadata {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            title: None,
            author: None,
            language: None,
            identifiers: Vec::new(),
            expected: None,
        }
    }

    /// Cuts titles and names that are too long, drops identifiers if there are too
    /// many, and a title or an author that only a program gave.
    pub(crate) fn bounded(self) -> Self {
        let tidy = |text: Option<String>| {
            text.map(|t| cut(t.trim().to_owned()))
                .filter(|t| !t.is_empty())
        };
        let by_people = |authors: String| {
            let names = authors.split("; ");
            let names: Vec<&str> = names.filter(|it| !is_default_author(it)).collect();
            names.join("; ")
        };
        Self {
            title: tidy(self.title).filter(|title| !is_default_title(title)),
            author: tidy(tidy(self.author).map(by_people)),
            language: tidy(self.language),
            identifiers: self
                .identifiers
                .into_iter()
                .take(MAX_IDENTIFIERS)
                .filter_map(|id| tidy(Some(id)))
                .collect(),
            ..self
        }
    }

    pub(crate) fn into_document(self) -> Document {
        Document {
            title: self.title,
            author: self.author,
            language: self.language,
            identifiers: self.identifiers,
            ..Document::new(self.format)
        }
    }
}

// Bounds; no figure depends on them.

const MAX_IDENTIFIERS: usize = 64;
/// The longest title, name or message, in bytes.
const MAX_LABEL: usize = 2_000;

/// Cuts `text` to the longest title, name or message allowed.
pub(crate) fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MAX_LABEL));
    text
}

impl Warning {
    pub(crate) fn bounded(self) -> Self {
        Self {
            message: cut(self.message),
            ..self
        }
    }
}

/// Receives a document piece by piece.
pub trait Sink {
    /// Takes the metadata; called once, before any section.
    ///
    /// # Errors
    ///
    /// Any, if the receiver is gone.
    fn begin(&mut self, metadata: Metadata) -> Result<(), Error>;

    /// Takes the next section in reading order.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::LimitExceeded`] if all text together grows too long.
    fn section(&mut self, section: Section) -> Result<(), Error>;

    /// Takes a warning.
    ///
    /// # Errors
    ///
    /// Any, if the receiver is gone.
    fn warning(&mut self, warning: Warning) -> Result<(), Error>;
}

/// The warning for text that a document only refers to.
pub(crate) const ELSEWHERE: &str = "some of its text is in another file, which was not read";

impl dyn Sink + '_ {
    pub(crate) fn warn(
        &mut self,
        code: WarningCode,
        message: impl Into<String>,
    ) -> Result<(), Error> {
        self.warning(Warning {
            code,
            message: message.into(),
        })
    }
}

/// Counts text and sections against the limits.
#[derive(Debug)]
pub(crate) struct Budget {
    text_left: u64,
    sections_left: u32,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            text_left: limits.max_text_bytes,
            sections_left: limits.max_pages,
        }
    }

    pub(crate) fn spend(&mut self, section: &Section) -> Result<(), Error> {
        let title = section.title.as_deref().map_or(0, str::len);
        let bytes = (section.text.len() + title) as u64;
        let text_left = self.text_left.checked_sub(bytes).ok_or_else(|| {
            Error::new(
                ErrorKind::LimitExceeded,
                "the document holds more text than is allowed",
            )
        })?;
        let sections_left = self.sections_left.checked_sub(1).ok_or_else(|| {
            Error::new(
                ErrorKind::LimitExceeded,
                "the document has more pages or chapters than are allowed",
            )
        })?;
        *self = Self {
            text_left,
            sections_left,
        };
        Ok(())
    }
}

/// Collects a document in memory.
#[derive(Debug)]
pub(crate) struct Collector {
    pub(crate) document: Option<Document>,
    pub(crate) expected: Option<u32>,
    pub(crate) text_bytes: u64,
    budget: Budget,
}

/// The most warnings kept for one document; a broken file could give thousands. A
/// bound; no figure depends on it.
const MAX_WARNINGS: usize = 200;

impl Collector {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            document: None,
            expected: None,
            text_bytes: 0,
            budget: Budget::new(limits),
        }
    }

    /// Returns the document, or the error that ended it if no text was read.
    ///
    /// An error after sections with text becomes the last warning. `complete`
    /// does what needs the whole document. It may leave no text: pages that
    /// hold only their numbers have none.
    pub(crate) fn finish(
        self,
        ending: Result<(), Error>,
        complete: fn(&mut Document),
    ) -> Result<Document, Error> {
        let completed = |mut document: Document| {
            complete(&mut document);
            document.has_text().then_some(document)
        };
        let document = self.document;
        match (document, ending) {
            (Some(mut document), Err(error)) if document.has_text() => {
                let Some(code) = survivable(error.kind()) else {
                    return Err(error);
                };
                document.warnings.push(Warning {
                    code,
                    message: format!("only the beginning was read: {}", error.message()),
                });
                completed(document).ok_or(error)
            }
            (_, Err(error)) => Err(error),
            (Some(document), Ok(())) if document.has_text() => {
                completed(document).ok_or_else(empty)
            }
            (_, Ok(())) => Err(empty()),
        }
    }
}

fn empty() -> Error {
    Error::new(ErrorKind::Empty, "the document holds no text")
}

/// Returns the warning that an error becomes once some text has been read.
fn survivable(kind: ErrorKind) -> Option<WarningCode> {
    Some(match kind {
        ErrorKind::Truncated => WarningCode::Truncated,
        ErrorKind::Damaged => WarningCode::Damaged,
        ErrorKind::LimitExceeded => WarningCode::LimitExceeded,
        ErrorKind::TimedOut => WarningCode::TimedOut,
        ErrorKind::ParserCrashed => WarningCode::ParserCrashed,
        ErrorKind::Encrypted => WarningCode::Encrypted,
        // What the machine lacked says nothing about the document, which is to be
        // read again.
        ErrorKind::NotStarted
        | ErrorKind::MachineShort
        | ErrorKind::Unreadable
        | ErrorKind::Empty
        | ErrorKind::Unsupported
        | ErrorKind::NoTextLayer
        | ErrorKind::Cancelled => return None,
    })
}

impl Sink for Collector {
    fn begin(&mut self, metadata: Metadata) -> Result<(), Error> {
        if self.document.is_some() {
            return Err(Error::new(ErrorKind::Damaged, "the document begins twice"));
        }
        self.expected = metadata.expected;
        self.document = Some(metadata.bounded().into_document());
        Ok(())
    }

    fn section(&mut self, section: Section) -> Result<(), Error> {
        let document = begun(self.document.as_mut())?;
        self.budget.spend(&section)?;
        self.text_bytes += section.text.len() as u64;
        document.sections.push(section);
        Ok(())
    }

    fn warning(&mut self, warning: Warning) -> Result<(), Error> {
        let document = begun(self.document.as_mut())?;
        if document.warnings.len() < MAX_WARNINGS {
            document.warnings.push(warning);
        }
        Ok(())
    }
}

fn begun(document: Option<&mut Document>) -> Result<&mut Document, Error> {
    document.ok_or_else(|| {
        Error::new(
            ErrorKind::Damaged,
            "text came before the document's beginning",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_program_gave_is_dropped() {
        let metadata = Metadata {
            title: Some(" Untitled 3 ".to_owned()),
            author: Some("python-docx; Ann Other; user".to_owned()),
            ..Metadata::new(Format::Docx)
        };
        let metadata = metadata.bounded();
        assert_eq!(metadata.title, None);
        assert_eq!(metadata.author.as_deref(), Some("Ann Other"));
        let metadata = Metadata {
            author: Some("Administrator".to_owned()),
            ..Metadata::new(Format::Docx)
        };
        assert_eq!(metadata.bounded().author, None);
    }
}
