//! Hashes that are too common in a set, but not in every file of it.
//!
//! A file leaves out the hashes that too many of its works hold, and the number of a
//! work's hashes leaves them out, too. A set leaves out those that too many works of
//! its files hold together, and those that one of its files left out, because how many
//! of that file's works are still in the set cannot be known. So the number of a work's
//! hashes has to be less than its file says. Few hashes are concerned: a slot that is
//! too common in a set of `m` files has more than the `m`th part of what is allowed in
//! one of them.

use std::collections::{BTreeSet, HashMap};

use super::Set;
use super::texts::SEGMENTS;
use crate::error::Error;
use crate::reader::Index;
use crate::schema::Table;
use crate::tree::Record as Row;

/// The slots of one segment that may be left out, in ascending order, each with
/// whether a file left it out.
type Slots = BTreeSet<(u64, bool)>;

impl Set {
    /// Returns how many of a work's hashes the set leaves out but its file does not,
    /// for each work that has any.
    pub(super) fn left_out(&self) -> Result<&HashMap<u32, u32>, Error> {
        if let Some(known) = self.left_out.get() {
            return Ok(known);
        }
        let mut left_out = HashMap::new();
        if self.members.len() > 1 {
            for segment in SEGMENTS {
                self.leave_out(segment, &mut left_out)?;
            }
        }
        Ok(self.left_out.get_or_init(|| left_out))
    }

    fn leave_out(&self, segment: u64, left_out: &mut HashMap<u32, u32>) -> Result<(), Error> {
        let most = u64::from(self.max_works_per_hash);
        let mut slots = Slots::new();
        for member in &self.members {
            let index = &member.index;
            let mut boilerplate = |slot, _| {
                slots.insert((slot, true));
            };
            boilerplate_of(index, segment, &mut boilerplate).map_err(|e| e.at(index.path()))?;
            let above = most / self.members.len() as u64;
            let mut crowded = |slot| {
                slots.insert((slot, false));
            };
            crowded_of(index, segment, above, &mut crowded).map_err(|e| e.at(index.path()))?;
        }
        if slots.is_empty() {
            return Ok(());
        }
        let mut cursors = Vec::with_capacity(self.members.len());
        for member in &self.members {
            cursors.push((member.slots(segment), member.index.works_by_place()?));
        }
        let mut works = Vec::new();
        let mut slots = slots.into_iter().peekable();
        while let Some((slot, is_out)) = slots.next() {
            // The second of the two says that it is out.
            if slots.peek().is_some_and(|(next, _)| *next == slot) {
                continue;
            }
            works.clear();
            for (member, (cursor, at_places)) in self.members.iter().zip(&mut cursors) {
                let places = cursor.find(slot).map_err(|e| e.at(member.index.path()))?;
                let own = places
                    .iter()
                    .filter_map(|place| at_places.get(*place as usize));
                works.extend(own.filter_map(|own| member.number_of_work(*own)));
            }
            if is_out || works.len() as u64 > most {
                for &work in &works {
                    *left_out.entry(work).or_insert(0) += 1;
                }
            }
        }
        Ok(())
    }
}

/// Hands over the slots that a file left out, each with how many works had it.
pub(super) fn boilerplate_of(
    index: &Index,
    segment: u64,
    on_slot: &mut dyn FnMut(u64, u64),
) -> Result<(), Error> {
    if index.info().n_boilerplate == 0 {
        return Ok(());
    }
    let mut keys = index.tables().keys(Table::Boilerplate);
    keys.seek(&|row: &Row| {
        let [of, slot, _] = row.columns()?;
        Ok([of.integer()?, slot.integer()?].cmp(&[segment, 0]))
    })?;
    while let Some(row) = keys.next()? {
        let [of, slot, n_works] = row.columns()?;
        if of.integer()? != segment {
            break;
        }
        on_slot(slot.integer()?, n_works.integer()?);
    }
    Ok(())
}

/// Hands over the slots that more than `above` works of a file have.
fn crowded_of(
    index: &Index,
    segment: u64,
    above: u64,
    on_slot: &mut dyn FnMut(u64),
) -> Result<(), Error> {
    if index.info().n_crowded == 0 {
        return Ok(());
    }
    let mut keys = index.tables().keys(Table::Crowded);
    let from = [above + 1, 0, 0];
    keys.seek(&|row: &Row| {
        let [n_works, of, slot] = row.columns()?;
        Ok([n_works.integer()?, of.integer()?, slot.integer()?].cmp(&from))
    })?;
    while let Some(row) = keys.next()? {
        let [n_works, of, slot] = row.columns()?;
        if n_works.integer()? > above && of.integer()? == segment {
            on_slot(slot.integer()?);
        }
    }
    Ok(())
}
