//! The tables and columns that are read, and the rows in them.

use colophon_encoding::CodePage;

use crate::error::{Error, ErrorKind};

/// The prefixes that collections of dumps put before the names of tables.
const PREFIXES: [&str; 3] = ["libgenrs_", "libgenli_", "zlib_"];

/// A table that is read.
pub(crate) struct Table {
    /// Its names, in lower case and without prefix.
    pub(crate) names: &'static [&'static str],
    /// The columns that are read. The place in this list is the slot under which
    /// [`Row::bytes`] gives the value.
    pub(crate) columns: &'static [Column],
}

/// A column that is read.
pub(crate) struct Column {
    /// Its name, in any case.
    pub(crate) name: &'static str,
    /// Whether a table without it is an error; else its values are empty.
    pub(crate) is_needed: bool,
}

/// Returns a column that its table must have.
pub(crate) const fn needed(name: &'static str) -> Column {
    Column {
        name,
        is_needed: true,
    }
}

/// Returns a column that not every dump has.
pub(crate) const fn optional(name: &'static str) -> Column {
    Column {
        name,
        is_needed: false,
    }
}

/// The slot of a column that is not read.
pub(crate) const NO_SLOT: u8 = u8::MAX;

impl Table {
    /// Returns the place in `tables` of the table with this name.
    pub(crate) fn find(tables: &[Self], name: &str) -> Option<usize> {
        let name = name.to_ascii_lowercase();
        let bare = PREFIXES
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix))
            .unwrap_or(&name);
        tables.iter().position(|table| table.names.contains(&bare))
    }

    /// Returns the slot of each of the columns that a dump lists.
    pub(crate) fn slots(&self, name: &str, columns: &[String]) -> Result<Vec<u8>, Error> {
        let mut slots = vec![NO_SLOT; columns.len()];
        for (slot, wanted) in self.columns.iter().enumerate() {
            let place = columns
                .iter()
                .position(|column| column.eq_ignore_ascii_case(wanted.name));
            match place {
                Some(place) => slots[place] = u8::try_from(slot).unwrap_or(NO_SLOT),
                None if wanted.is_needed => {
                    let message = format!("the table `{name}` has no column `{}`", wanted.name);
                    return Err(Error::new(ErrorKind::MissingColumn, message));
                }
                None => {}
            }
        }
        Ok(slots)
    }
}

/// How many bytes of a value are kept: the width of a TEXT column, the widest
/// that is read.
pub(crate) const MAX_VALUE: usize = 65_535;

/// The values of one row that are read.
///
/// The bytes of the values are kept one after another, and the space is reused
/// for the next row.
#[derive(Default)]
pub(crate) struct Row {
    bytes: Vec<u8>,
    values: Vec<(usize, usize)>,
    start: usize,
    /// How many values were longer than [`MAX_VALUE`] and cut.
    pub(crate) n_cut: u64,
    is_cut: bool,
}

impl Row {
    /// Empties the row and gives it `n` slots.
    pub(crate) fn clear(&mut self, n: usize) {
        self.bytes.clear();
        self.values.clear();
        self.values.resize(n, (0, 0));
    }

    /// Begins a value, and discards one that was begun and not ended.
    pub(crate) fn begin(&mut self) {
        self.start = self.bytes.len();
        self.is_cut = false;
    }

    /// Adds bytes to the value that was begun.
    #[inline]
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let room = MAX_VALUE - (self.bytes.len() - self.start).min(MAX_VALUE);
        self.is_cut |= bytes.len() > room;
        self.bytes
            .extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    /// Returns the value begun last, so far.
    pub(crate) fn pending(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Drops the bytes of the value that was begun.
    pub(crate) fn drop_pending(&mut self) {
        self.bytes.truncate(self.start);
    }

    /// Ends the value and stores it in `slot`, or discards it if the table has no
    /// such slot.
    pub(crate) fn end(&mut self, slot: u8) {
        if let Some(value) = self.values.get_mut(usize::from(slot)) {
            *value = (self.start, self.bytes.len());
            self.n_cut += u64::from(self.is_cut);
        } else {
            self.drop_pending();
        }
    }

    /// Returns the value in a slot; empty for NULL, and for a column that the
    /// dump does not have.
    pub(crate) fn bytes(&self, slot: usize) -> &[u8] {
        let (start, end) = self.values.get(slot).copied().unwrap_or_default();
        &self.bytes[start..end]
    }

    /// Turns the values that are not UTF-8 into UTF-8. A value that is not in
    /// `page` either stays as it is.
    pub(crate) fn recode(&mut self, page: CodePage) {
        if self.bytes.is_ascii() {
            return;
        }
        for slot in 0..self.values.len() {
            let (start, end) = self.values[slot];
            let value = &self.bytes[start..end];
            if std::str::from_utf8(value).is_ok() {
                continue;
            }
            let (text, is_whole) = page.decode(value);
            if is_whole {
                let start = self.bytes.len();
                self.bytes.extend_from_slice(text.as_bytes());
                self.values[slot] = (start, self.bytes.len());
            }
        }
    }

    /// Writes the values in the form that [`Packed`] reads.
    pub(crate) fn pack(&self, into: &mut Vec<u8>) {
        into.clear();
        for slot in 0..self.values.len() {
            let value = self.bytes(slot);
            let len = u32::try_from(value.len()).unwrap_or(0);
            into.extend_from_slice(&len.to_le_bytes());
            into.extend_from_slice(value);
        }
    }
}

/// The values of a row that was written by [`Row::pack`].
#[derive(Clone, Copy)]
pub(crate) struct Packed<'a>(pub(crate) &'a [u8]);

impl<'a> Packed<'a> {
    /// Returns the number of slots.
    pub(crate) fn len(self) -> usize {
        let mut rest = self.0;
        let mut n = 0;
        while !rest.is_empty() {
            rest = split(rest).1;
            n += 1;
        }
        n
    }

    /// Returns the value in a slot; empty when there is no such slot.
    pub(crate) fn bytes(self, slot: usize) -> &'a [u8] {
        let mut rest = self.0;
        for _ in 0..slot {
            rest = split(rest).1;
        }
        split(rest).0
    }
}

/// Returns the first value and what follows it.
fn split(packed: &[u8]) -> (&[u8], &[u8]) {
    let Some((len, rest)) = packed.split_first_chunk() else {
        return (&[], &[]);
    };
    let len = u32::from_le_bytes(*len) as usize;
    rest.split_at_checked(len).unwrap_or((&[], &[]))
}
