//! RTF: the words that a reader of the document sees, in order.
//!
//! Deleted and hidden text, field codes, comments, headers and footers and
//! the numbers of lists are left out. Text boxes follow the paragraph that
//! they are anchored in; foot- and endnotes come last, in a section of their
//! own. A main heading begins a new section. Bytes are read in the code page
//! of their font, several at a time, because in Japanese and Chinese ones a
//! letter is often cut into two tokens.

mod charset;
mod reader;
mod state;
mod token;

use crate::markup::one_line;
use crate::sink::{Metadata, Sink};
use crate::{Error, Format, Limits, WarningCode};

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
            "the document ends before its last words; some may be missing",
        ),
        Ending::TooDeep => sink.warn(
            WarningCode::LimitExceeded,
            "the document is nested deeper than is allowed",
        ),
    }
}

/// Reads a rich text as a whole, also as a part of another document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Text {
    reader::Reader::new(limits).read(bytes)
}

#[cfg(test)]
mod tests;
