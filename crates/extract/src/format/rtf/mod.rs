//! RTF: the words that someone reading the document sees, in order.
//!
//! Deleted and hidden text, field codes, comments, headers, footers and list
//! numbers are left out. A text box follows the paragraph in which it is
//! anchored; footnotes and endnotes come last, in their own section. A main
//! heading begins a new section. Bytes are decoded in the code page of their
//! font, several at a time, because in Japanese and Chinese a character is often
//! split into two tokens.

mod charset;
mod equation;
mod reader;
mod state;
mod token;

use crate::markup::one_line;
use crate::sink::{Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, WarningCode};

pub(super) use reader::{Ending, Text};

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    let text = read(bytes, limits);
    let mut metadata = Metadata::new(Format::Rtf);
    metadata.title = text.title.as_deref().and_then(one_line);
    metadata.author = text.author.as_deref().and_then(one_line);
    metadata.expected = u32::try_from(text.sections.len()).ok();
    sink.begin(metadata)?;
    text.sections
        .into_iter()
        .try_for_each(|section| sink.section(section))?;
    match text.ending {
        Ending::Whole => Ok(()),
        Ending::Cut => sink.warn(WarningCode::Truncated, "the end of the document is missing"),
        Ending::Overrun => sink.warn(
            WarningCode::Damaged,
            "text follows the end of the document; some of it may be missing",
        ),
        // What came before is kept, if there is any text.
        Ending::TooDeep => Err(Error::new(
            ErrorKind::LimitExceeded,
            "the document is nested deeper than is allowed",
        )),
    }
}

/// Reads a whole rich text, which may be part of another document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Text {
    reader::Reader::new(limits).read(bytes)
}

#[cfg(test)]
mod tests;
