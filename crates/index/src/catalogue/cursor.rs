//! Walking the lists of several terms together.

use super::term::{self, List, RECORD_BITS, Run};
use crate::error::Error;
use crate::tree::{Row, Rows};

/// A position in the list of a term.
pub(crate) struct Cursor<'f> {
    slot: u64,
    n_records: u64,
    /// The current runs: all of a short list, a row of a long one.
    runs: Vec<Run>,
    at: usize,
    /// The rows of a long list; `None` for a short list.
    rows: Option<Rows<'f>>,
}

impl<'f> Cursor<'f> {
    pub(crate) fn new(rows: Rows<'f>, slot: u64, list: List, n_records: u64) -> Self {
        let (runs, rows) = match list {
            List::Runs(runs) => (runs, None),
            List::Long(_) => (Vec::new(), Some(rows)),
        };
        Self {
            slot,
            n_records,
            runs,
            at: 0,
            rows,
        }
    }

    /// Moves on to the first run that ends after `record`, which is not below the one
    /// before; `None` if there is none.
    pub(crate) fn seek(&mut self, record: u32) -> Result<Option<Run>, Error> {
        if self.runs.last().is_none_or(|last| last.end <= record) && !self.seek_row(record)? {
            return Ok(None);
        }
        while let Some(&run) = self.runs.get(self.at) {
            if run.end > record {
                return Ok(Some(run));
            }
            self.at += 1;
        }
        Ok(None)
    }

    /// Reads the row of a long list with the first run after `record`.
    fn seek_row(&mut self, record: u32) -> Result<bool, Error> {
        let Some(rows) = &mut self.rows else {
            return Ok(false);
        };
        self.at = 0;
        let (slot, n_records, runs) = (self.slot, self.n_records, &mut self.runs);
        let mut read = |row: Option<Row>| {
            runs.clear();
            if let Some(row) = row
                && row.number >> RECORD_BITS == slot
            {
                term::read_row(row.number, row.blob()?, n_records, runs)?;
            }
            Ok::<_, Error>(runs.last().is_some_and(|last| last.end > record))
        };
        let key = slot << RECORD_BITS | u64::from(record);
        Ok(read(rows.at_or_before(key)?)? || read(rows.next()?)?)
    }
}

/// Returns the records or works that are in all lists. The shortest list comes first.
pub(crate) fn intersect(
    cursors: &mut [Cursor<'_>],
    limit: usize,
    is_wanted: &dyn Fn(u32) -> bool,
) -> Result<Vec<u32>, Error> {
    let mut found = Vec::new();
    let mut target = 0_u32;
    'search: while found.len() < limit {
        let mut end = u32::MAX;
        for cursor in cursors.iter_mut() {
            let Some(run) = cursor.seek(target)? else {
                break 'search;
            };
            if run.start > target {
                target = run.start;
                continue 'search;
            }
            end = end.min(run.end);
        }
        while target < end && found.len() < limit {
            if is_wanted(target) {
                found.push(target);
            }
            target += 1;
        }
    }
    Ok(found)
}
