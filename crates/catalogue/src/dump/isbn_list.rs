//! Lists of ISBNs, one on each line, such as the list of the books in Books3.
//!
//! Lines hold remarks too, and the same ISBN again and again. So every valid
//! ISBN becomes one record, in the form in which it appeared first.

use super::collect::Collector;
use super::container::Whole;
use super::encoding::decoded;
use super::join::Join;
use super::model::{Memory, OnPiece};
use super::sql::Window;
use crate::error::{Error, ErrorKind};
use crate::isbn::Isbn;
use crate::record::Record;

/// How many bytes of a line are read: a bound on memory; an ISBN needs thirteen
/// digits.
const MAX_LINE: usize = 64 * 1024;

/// Reads a list.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut join = Join::new(memory, 1)?;
    whole.read_watched(memory.scratch, on_piece, is_text, &mut |part, on_piece| {
        let mut text = decoded(part)?;
        read_lines(&mut Window::new(&mut *text, 0, on_piece), &mut |line| {
            take_line(line, &mut join, collector)
        })
    })?;
    let source = collector.source(&collector.stem());
    let mut last = None;
    join.for_each(on_piece, &mut |isbn, _, found| {
        if last.replace(isbn) == Some(isbn) {
            collector.skip("ISBNs that are listed more than once", 1);
            return Ok(());
        }
        let found = collector.text(found);
        collector.record(Record {
            source,
            id: found.clone(),
            identifiers: found,
            ..Record::default()
        })
    })?;
    if collector.n_records() == 0 {
        let message = "no line of the list holds a valid ISBN";
        return Err(Error::new(ErrorKind::NothingKnown, message));
    }
    Ok(())
}

fn take_line(line: &[u8], join: &mut Join, collector: &mut Collector<'_>) -> Result<(), Error> {
    if line.trim_ascii().is_empty() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(line);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        collector.mended();
    }
    let mut has_any = false;
    for part in text.split([',', ';', '|', '/', '\t', ':']) {
        let found = without_label(part.trim());
        if let Some(isbn) = Isbn::parse(found) {
            has_any = true;
            join.push(isbn.number(), 0, found.as_bytes())?;
        }
    }
    if !has_any {
        collector.skip("lines without a valid ISBN", 1);
    }
    Ok(())
}

/// Returns the text after `ISBN`, `ISBN-13` or `ISBN-10`, or the text itself.
fn without_label(text: &str) -> &str {
    let Some((label, rest)) = text.split_at_checked(4) else {
        return text;
    };
    if !label.eq_ignore_ascii_case("isbn") {
        return text;
    }
    let rest = ["-13 ", "-10 ", "13 ", "10 "]
        .iter()
        .find_map(|kind| rest.strip_prefix(kind))
        .unwrap_or(rest);
    rest.trim()
}

/// Calls `on_line` with every line, of a longer one with the first [`MAX_LINE`]
/// bytes.
fn read_lines(
    window: &mut Window<'_>,
    on_line: &mut dyn FnMut(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut line = Vec::new();
    loop {
        let piece = window.piece()?;
        if piece.is_empty() {
            return on_line(&line);
        }
        // Old Macintosh lists end lines with a carriage return alone.
        let end = piece.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let n = end.unwrap_or(piece.len());
        let room = MAX_LINE - line.len();
        line.extend_from_slice(&piece[..n.min(room)]);
        window.pass(n + usize::from(end.is_some()));
        if end.is_some() {
            on_line(&line)?;
            line.clear();
        }
    }
}

/// Returns whether a file in an archive is text: at most one byte in a hundred
/// of its head is a control character. UTF-16 has zero bytes.
pub(super) fn is_text(head: &[u8]) -> bool {
    let n_controls = head
        .iter()
        .filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace() && **byte != 0)
        .count();
    !head.is_empty() && n_controls * 100 <= head.len()
}
