//! Hashes: which works of a set hold them.
//!
//! A query is answered in memory that does not depend on how many works hold its
//! hashes. Most have few hits, which are kept as they come. A query with very many is
//! answered by going through the files again, and only one such query at a time, so
//! that many jobs stay within one budget.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Member, Set};
use crate::error::{Error, ErrorKind};
use crate::lookup;
use crate::model::WorkId;

/// The hits that one query may keep as they come, eight bytes each; a bound, on which no
/// figure depends.
const ROOM: usize = 1 << 19;

/// Held by the query that has more.
static TURN: Mutex<()> = Mutex::new(());

/// Which works hold which of the hashes that were looked up.
#[derive(Debug)]
pub struct Holders {
    /// Which of the hashes the set leaves out, because too many works hold them. They
    /// say nothing about a manuscript.
    pub left_out: Vec<bool>,
    /// How many works hold each of the others.
    pub n_works: Vec<u32>,
    /// The works that hold the most of the hashes, those with more first; each with the
    /// places of its hashes, in ascending order.
    pub works: Vec<(WorkId, Vec<u32>)>,
    /// Held as long as the answer is kept, if it is large.
    turn: Option<MutexGuard<'static, ()>>,
}

impl Set {
    /// Finds the works that hold the given hashes, which are sorted: at most `most` works
    /// that hold at least `least` of them.
    ///
    /// A work is found by every hash that it holds below its threshold, except those
    /// that are left out. A few hits are by chance, see [`Index::lookup`](crate::Index::lookup).
    /// While the answer to a query with very many hits is kept, other such queries wait.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) if the hashes are not sorted;
    /// [`OutOfMemory`](crate::ErrorKind::OutOfMemory);
    /// [`Damaged`](crate::ErrorKind::Damaged), [`Unreadable`](crate::ErrorKind::Unreadable).
    pub fn holders(&self, hashes: &[u64], least: usize, most: usize) -> Result<Holders, Error> {
        self.holders_within(hashes, least, most, ROOM)
    }

    /// Does the work of [`Set::holders`] with room for this many hits.
    #[doc(hidden)]
    pub fn holders_within(
        &self,
        hashes: &[u64],
        least: usize,
        most: usize,
        room: usize,
    ) -> Result<Holders, Error> {
        let mut holders = Holders {
            left_out: vec![false; hashes.len()],
            n_works: vec![0; hashes.len()],
            works: Vec::new(),
            turn: None,
        };
        for member in &self.members {
            for place in member.index.boilerplate(hashes)? {
                holders.left_out[place] = true;
            }
        }
        let mut hits: Vec<(WorkId, u32)> = Vec::new();
        let mut is_full = false;
        self.each_hit(hashes, &mut |place, work| {
            holders.n_works[place] += 1;
            is_full |= hits.len() == room;
            if is_full {
                hits = Vec::new();
            } else {
                hits.push((work, u32::try_from(place).unwrap_or(u32::MAX)));
            }
        })?;
        for (left_out, n) in holders.left_out.iter_mut().zip(&mut holders.n_works) {
            *left_out |= *n > self.max_works_per_hash;
            if *left_out {
                *n = 0;
            }
        }
        let least = least.max(1);
        if is_full {
            let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
            holders.works = self.with_most(hashes, &holders.left_out, least, most)?;
            holders.turn = Some(turn);
            return Ok(holders);
        }
        hits.retain(|(_, place)| !holders.left_out[*place as usize]);
        hits.sort_unstable();
        let of_works = hits.chunk_by(|(a, _), (b, _)| a == b);
        let mut ranked: Vec<&[(WorkId, u32)]> = of_works.filter(|it| it.len() >= least).collect();
        ranked.sort_by_key(|hits| (Reverse(hits.len()), hits[0].0));
        ranked.truncate(most);
        holders.works = ranked
            .into_iter()
            .map(|hits| (hits[0].0, hits.iter().map(|(_, place)| *place).collect()))
            .collect();
        Ok(holders)
    }

    /// Returns the works with the most hits, by counting first.
    fn with_most(
        &self,
        hashes: &[u64],
        left_out: &[bool],
        least: usize,
        most: usize,
    ) -> Result<Vec<(WorkId, Vec<u32>)>, Error> {
        let mut counts: Vec<u32> = Vec::new();
        let n_works = self.n_works as usize;
        if counts.try_reserve_exact(n_works).is_err() {
            let message = "there is not enough memory for the number of works";
            return Err(Error::new(ErrorKind::OutOfMemory, message));
        }
        counts.resize(n_works, 0);
        self.each_hit(hashes, &mut |place, work| {
            if !left_out[place]
                && let Some(n) = counts.get_mut(work.as_usize())
            {
                *n += 1;
            }
        })?;
        // The works that are kept so far, the one with the fewest hits on top.
        let mut best: BinaryHeap<Reverse<(u32, Reverse<u32>)>> = BinaryHeap::new();
        for (work, &n) in (0_u32..).zip(&counts) {
            if (n as usize) < least {
                continue;
            }
            best.push(Reverse((n, Reverse(work))));
            if best.len() > most {
                best.pop();
            }
        }
        drop(counts);
        let mut ranked: Vec<(u32, Reverse<u32>)> = best.into_iter().map(|Reverse(it)| it).collect();
        ranked.sort_unstable_by_key(|it| Reverse(*it));
        let mut works: Vec<(WorkId, Vec<u32>)> = ranked
            .iter()
            .map(|(n, Reverse(work))| (WorkId::new(*work), Vec::with_capacity(*n as usize)))
            .collect();
        let places: HashMap<WorkId, usize> = works
            .iter()
            .enumerate()
            .map(|(at, (id, _))| (*id, at))
            .collect();
        self.each_hit(hashes, &mut |place, work| {
            if let Some(&at) = places.get(&work).filter(|_| !left_out[place]) {
                works[at].1.push(u32::try_from(place).unwrap_or(u32::MAX));
            }
        })?;
        Ok(works)
    }

    /// Looks hashes up in every file. The hits of a work come in the order of their
    /// places.
    fn each_hit(&self, hashes: &[u64], on_hit: &mut dyn FnMut(usize, WorkId)) -> Result<(), Error> {
        self.members
            .iter()
            .try_for_each(|member| member.hits(hashes, on_hit))
    }
}

impl Member {
    /// Looks hashes up in the file.
    fn hits(&self, hashes: &[u64], on_hit: &mut dyn FnMut(usize, WorkId)) -> Result<(), Error> {
        if self.works.is_empty() {
            let first = self.first_work;
            return self.index.lookup(hashes, &mut |place, work| {
                on_hit(place, WorkId::new(first + work.get()));
            });
        }
        self.index.lookup(hashes, &mut |place, work| {
            if let Some(work) = self.number_of_work(work.get()) {
                on_hit(place, WorkId::new(work));
            }
        })
    }
}

/// The two segments of postings.
pub(super) const SEGMENTS: [u64; 2] = [0, 1];

impl Member {
    /// Makes a reader of the works of slots of a segment.
    pub(super) fn slots(&self, segment: u64) -> lookup::Cursor<'_> {
        lookup::Cursor::of(&self.index, segment)
    }
}
