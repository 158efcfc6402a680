//! The registrations that the U.S. Copyright Office publishes.
//!
//! ```text
//! tabular files (wide), a row for each registration  \
//! raw files (long), a row for each field              -> work -> records
//! MARC 21                                             /
//! ```
//!
//! A layout is recognised by its contents. Columns are found by their names, since these
//! changed and will change. Source: the notes that come with the files (read-me.txt), and
//! the fields of MARC 21 as the Office uses them.

mod ansel;
mod long;
mod marc;
mod wide;
mod work;

use std::io::{Cursor, Read};

use super::collect::Collector;
use super::container::{Failing, Whole};
use super::encoding::decoded;
use super::isbn_list::is_text;
use super::model::{Memory, OnPiece};
use super::sql::Window;
use super::table::{Table, bare};
use crate::error::{Error, ErrorKind};

/// The name of the source.
const SOURCE: &str = "usco";

/// The message for an input in none of the layouts.
const UNKNOWN: &str = "these are not registrations of the U.S. Copyright Office: expected MARC records, or a \
                       table with the columns reg_num and title, record_id and tag, or row_id and var_nm";

/// Reads registrations in any layout.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let source = collector.source(SOURCE);
    whole.read_watched(memory.scratch, on_piece, is_part, &mut |part, on_piece| {
        let mut head = Vec::new();
        let end = (&mut *part).take(1 << 10).read_to_end(&mut head);
        let is_marc = marc::is_leader(head.trim_ascii_start());
        let mut all = Cursor::new(head).chain(Failing(end.err())).chain(part);
        if is_marc {
            return marc::read(&mut Window::new(&mut all, 0, on_piece), source, collector);
        }
        let mut text = decoded(&mut all)?;
        let mut table = Table::new(&mut *text, &mut *on_piece, Some(b','))?;
        let names = header(&mut table)?;
        if wide::is_header(&names) {
            return wide::read(&mut table, source, collector);
        }
        let Some(columns) = long::Columns::find(&names) else {
            let message = format!("{UNKNOWN}; the first line reads: {:.200}", names.join(", "));
            return Err(Error::new(ErrorKind::NothingKnown, message));
        };
        let join = long::read(&mut table, columns, memory, collector)?;
        drop(table);
        long::pass(join, source, on_piece, collector)
    })
}

/// Goes to the first row that holds anything, and returns its values as names of columns.
fn header(table: &mut Table<'_, '_>) -> Result<Vec<String>, Error> {
    while table.next(None)?.is_some() {
        let names: Vec<String> = table.cells.iter().map(bare).collect();
        if names.iter().any(|name| !name.is_empty()) {
            return Ok(names);
        }
    }
    Err(Error::new(ErrorKind::NothingKnown, UNKNOWN))
}

/// Returns whether a file in an archive holds registrations.
pub(super) fn is_part(head: &[u8]) -> bool {
    if marc::is_leader(head.trim_ascii_start()) {
        return true;
    }
    let first = head.trim_ascii_start().split(|b| *b == b'\n').next();
    let first = String::from_utf8_lossy(first.unwrap_or_default()).replace('\0', "");
    is_text(head)
        && ["reg_num", "var_nm", "record_id"]
            .iter()
            .any(|name| first.contains(name))
}
