//! Hashes: which works of a set hold them.
//!
//! A query is answered in memory that does not depend on how many works hold its
//! hashes. Most have few hits, which are kept as they come. A query with very many is
//! answered by going through the files again, and only one such query at a time, so
//! that many jobs stay within one budget.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::numbers::Numbers;
use super::{Member, Set};
use crate::error::{Error, ErrorKind};
use crate::lookup;
use crate::model::WorkId;
use crate::places::Places;

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
        let mut hits: Vec<(u32, u32)> = Vec::new();
        let mut is_full = false;
        self.each_hit(hashes, &mut |place, at| {
            holders.n_works[place] += 1;
            is_full |= hits.len() == room;
            if is_full {
                hits = Vec::new();
            } else {
                hits.push((at, u32::try_from(place).unwrap_or(u32::MAX)));
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
        let mut works = self.works_at();
        let mut ranked = Vec::new();
        for hits in hits.chunk_by(|(a, _), (b, _)| a == b) {
            if hits.len() >= least {
                ranked.push((works.at(hits[0].0)?, hits));
            }
        }
        ranked.sort_unstable_by_key(|(work, hits)| (Reverse(hits.len()), *work));
        ranked.truncate(most);
        holders.works = ranked
            .into_iter()
            .map(|(work, hits)| (work, hits.iter().map(|(_, place)| *place).collect()))
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
        let n_places = self.n_places as usize;
        if counts.try_reserve_exact(n_places).is_err() {
            let message = "there is not enough memory for the number of works";
            return Err(Error::new(ErrorKind::OutOfMemory, message));
        }
        counts.resize(n_places, 0);
        self.each_hit(hashes, &mut |place, at| {
            if !left_out[place]
                && let Some(n) = counts.get_mut(at as usize)
            {
                *n += 1;
            }
        })?;
        // The works that are kept so far, the one with the fewest hits on top; each with
        // where it is.
        let mut best: BinaryHeap<Reverse<(u32, Reverse<WorkId>, u32)>> = BinaryHeap::new();
        let mut works = self.works_at();
        for (at, &n) in (0_u32..).zip(&counts) {
            let is_too_few = best.len() == most && best.peek().is_some_and(|it| it.0.0 > n);
            if (n as usize) < least || is_too_few {
                continue;
            }
            best.push(Reverse((n, Reverse(works.at(at)?), at)));
            if best.len() > most {
                best.pop();
            }
        }
        drop(counts);
        let mut ranked: Vec<_> = best.into_iter().map(|Reverse(it)| it).collect();
        ranked.sort_unstable_by_key(|it| Reverse(*it));
        let mut works: Vec<(WorkId, Vec<u32>)> = ranked
            .iter()
            .map(|(n, Reverse(work), _)| (*work, Vec::with_capacity(*n as usize)))
            .collect();
        let kept = ranked.iter().enumerate();
        let kept: HashMap<u32, usize> = kept.map(|(n, (_, _, at))| (*at, n)).collect();
        self.each_hit(hashes, &mut |place, at| {
            if let Some(&n) = kept.get(&at).filter(|_| !left_out[place]) {
                works[n].1.push(u32::try_from(place).unwrap_or(u32::MAX));
            }
        })?;
        Ok(works)
    }

    /// Looks hashes up in every file, and hands over the position of a hash and where a
    /// work is that holds it: its place in its file, after those of the files before. The
    /// hits of a work come in the order of their positions.
    fn each_hit(&self, hashes: &[u64], on_hit: &mut dyn FnMut(usize, u32)) -> Result<(), Error> {
        self.members
            .iter()
            .try_for_each(|member| member.hits(hashes, on_hit))
    }

    /// Makes a reader of the works at the places that [`Set::each_hit`] hands over.
    fn works_at(&self) -> WorksAt<'_> {
        WorksAt {
            set: self,
            member: None,
        }
    }
}

/// Finds which works are at places; quickest for rising ones.
struct WorksAt<'a> {
    set: &'a Set,
    /// The file that was asked last.
    member: Option<(&'a Member, Places<'a>)>,
}

impl WorksAt<'_> {
    /// Returns the work at a place, which was not taken out.
    fn at(&mut self, at: u32) -> Result<WorkId, Error> {
        let members = &self.set.members;
        let n = members.partition_point(|member| member.first_place <= at);
        let member = n.checked_sub(1).and_then(|n| members.get(n));
        let missing = || Error::damaged("a place is missing");
        let member = member.ok_or_else(missing)?;
        let places = match &mut self.member {
            Some((known, places)) if std::ptr::eq(*known, member) => places,
            known => &mut known.insert((member, member.index.at_places())).1,
        };
        let own = places.work(at - member.first_place);
        let own = own.map_err(|e| e.at(member.index.path()))?;
        member
            .number_of_work(own)
            .map(WorkId::new)
            .ok_or_else(missing)
    }
}

impl Member {
    /// Looks hashes up in the file.
    fn hits(&self, hashes: &[u64], on_hit: &mut dyn FnMut(usize, u32)) -> Result<(), Error> {
        let first = self.first_place;
        if self.works.is_empty() {
            let mut on_place = |n, place| on_hit(n, first + place);
            return self.index.places(hashes, &mut on_place);
        }
        let removed = self.removed_places()?;
        self.index.places(hashes, &mut |n, place| {
            if !removed.contains(place) {
                on_hit(n, first + place);
            }
        })
    }

    /// Returns the places of the works that were taken out.
    fn removed_places(&self) -> Result<&Numbers, Error> {
        if let Some(known) = self.places.get() {
            return Ok(known);
        }
        let all = self.index.works_by_place()?;
        let removed = (0_u32..).zip(&all);
        let removed = removed.filter(|(_, work)| self.works.contains(**work));
        let removed = removed.map(|(place, _)| place);
        let removed = Numbers::collect(all.len() as u64, removed).unwrap_or_default();
        Ok(self.places.get_or_init(|| removed))
    }
}

/// The two segments of postings.
pub(super) const SEGMENTS: [u64; 2] = [0, 1];

impl Member {
    /// Makes a reader of the places of slots of a segment.
    pub(super) fn slots(&self, segment: u64) -> lookup::Cursor<'_> {
        lookup::Cursor::of(&self.index, segment)
    }
}
