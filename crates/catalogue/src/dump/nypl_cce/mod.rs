//! The Catalog of Copyright Entries as the New York Public Library transcribed it.
//!
//! ```text
//! books 1923-63, XML          -> entry -> records
//! renewals 1950-91, a table   -> records
//! ```

mod entry;
mod renewals;
mod xml;

use std::io::{Cursor, Read};

use super::collect::Collector;
use super::container::{Failing, Whole};
use super::encoding::decoded;
use super::isbn_list::is_text;
use super::model::{Memory, OnPiece};
use crate::error::Error;

/// How many bytes decide whether it is XML.
const N_HEAD: u64 = 4096;

/// Reads entries or renewals.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    whole.read_watched(memory.scratch, on_piece, is_part, &mut |part, on_piece| {
        let mut text = decoded(part)?;
        let mut head = Vec::new();
        let end = (&mut *text).take(N_HEAD).read_to_end(&mut head);
        let is_xml = head.trim_ascii_start().first() == Some(&b'<');
        let mut all = Cursor::new(head).chain(Failing(end.err())).chain(text);
        if is_xml {
            xml::read(&mut all, on_piece, collector)
        } else {
            renewals::read(&mut all, on_piece, collector)
        }
    })
}

/// Returns whether a file in an archive holds entries or renewals.
pub(super) fn is_part(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).replace('\0', "");
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    if text.starts_with('<') {
        return ["<copyrightEntr", "<entryGroup", "<crossRef"]
            .iter()
            .any(|name| text.contains(name));
    }
    let first = text.lines().next().unwrap_or_default();
    is_text(head) && ["oreg", "odat"].iter().all(|name| first.contains(name))
}
