//! Going through posting pages with rising targets.
//!
//! A lookup seeks the page that a hash's first posting would be on and decodes
//! it up to there. Hashes are looked up in order, so the next one is often on the
//! same page, or the page is past it already: then nothing is read again.
//!
//! Each hash is read from another place, and a disk answers several reads in the
//! time of one. So if hashes take as long as reads from a disk, the rest is divided
//! among a few threads. For a file that the system
//! has in memory, threads would only add cost. Either way the calling thread alone
//! reports the hits, in order.

use std::ops::Range;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::posting::{KeySpace, PageReader};
use crate::reader::Index;
use crate::schema::Table;
use crate::tree::{Row, Rows};

/// The number of threads of a divided lookup, with the calling one; a bound, on
/// which no figure depends.
const N_LANES: usize = 8;

/// The number of hashes that are looked up between two checks of whether the file
/// is in memory; a bound, on which no figure depends.
const PIECE: usize = 8;

/// The time from which a piece counts as slow: five times what it takes in memory,
/// half of what it takes on a fast disk.
const SLOW: Duration = Duration::from_micros(40 * PIECE as u64);

/// The number of hits that a thread hands over at a time, and the number of such
/// batches that may wait, because a hash can have very many hits; bounds, on which
/// no figure depends.
const BATCH: usize = 1024;
const N_BATCHES: usize = 4;

/// The position of a hash, and the place of a work that holds it.
type Hit = (usize, u32);

/// Does the work of [`Index::places`] for sorted hashes.
pub(crate) fn run(
    index: &Index,
    hashes: &[u64],
    on_hit: &mut dyn FnMut(usize, u32),
) -> Result<(), Error> {
    let mut report = |(n, place): Hit| {
        on_hit(n, place);
        true
    };
    let mut at = 0;
    let mut was_slow = false;
    while at < hashes.len() {
        let start = Instant::now();
        let end = hashes.len().min(at + PIECE);
        read_range(index, hashes, at..end, &mut report)?;
        at = end;
        // A single slow piece is a thread that waited for a processor.
        let is_slow = start.elapsed() >= SLOW;
        if is_slow && was_slow && hashes.len() - at > PIECE {
            return divide(index, hashes, at, &mut report);
        }
        was_slow = is_slow;
    }
    Ok(())
}

/// Looks up the hashes from a position on, with several threads.
fn divide(
    index: &Index,
    hashes: &[u64],
    from: usize,
    report: &mut impl FnMut(Hit) -> bool,
) -> Result<(), Error> {
    let length = (hashes.len() - from).div_ceil(N_LANES);
    let range = |lane: usize| {
        let start = (from + lane * length).min(hashes.len());
        start..(start + length).min(hashes.len())
    };
    thread::scope(|scope| {
        let lanes: Vec<_> = (1..N_LANES)
            .map(|lane| {
                let (sender, receiver) = mpsc::sync_channel(N_BATCHES);
                let read = move || {
                    let mut batch = Vec::new();
                    let result = read_range(index, hashes, range(lane), &mut |hit| {
                        batch.push(hit);
                        batch.len() < BATCH || sender.send(Ok(std::mem::take(&mut batch))).is_ok()
                    });
                    // After an error elsewhere nobody listens.
                    let _ = sender.send(result.map(|()| batch));
                };
                let started = thread::Builder::new().spawn_scoped(scope, read).is_ok();
                (lane, started.then_some(receiver))
            })
            .collect();
        read_range(index, hashes, range(0), report)?;
        for (lane, receiver) in lanes {
            match receiver {
                Some(receiver) => receive(&receiver, report)?,
                // The system refused another thread.
                None => read_range(index, hashes, range(lane), report)?,
            }
        }
        Ok(())
    })
}

fn receive(
    receiver: &Receiver<Result<Vec<Hit>, Error>>,
    report: &mut impl FnMut(Hit) -> bool,
) -> Result<(), Error> {
    for batch in receiver {
        for hit in batch? {
            report(hit);
        }
    }
    Ok(())
}

/// Looks up the hashes of a range, until `report` returns false.
fn read_range(
    index: &Index,
    hashes: &[u64],
    range: Range<usize>,
    report: &mut impl FnMut(Hit) -> bool,
) -> Result<(), Error> {
    let info = index.info();
    let n_main = hashes.partition_point(|&hash| hash < info.threshold());
    let segments = [
        (0..n_main, info.n_postings),
        (n_main..hashes.len(), info.n_short_postings),
    ];
    for (segment, (places, n_postings)) in (0..).zip(segments) {
        let range = range.start.max(places.start)..range.end.min(places.end);
        if range.is_empty() || n_postings == 0 {
            continue;
        }
        let mut cursor = Cursor::of(index, segment);
        for n in range {
            let places = cursor.find(cursor.space.slot(hashes[n]));
            for &place in places.map_err(|e| e.at(index.path()))? {
                if !report((n, place)) {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// A place among the postings of one segment.
pub(crate) struct Cursor<'f> {
    rows: Rows<'f>,
    space: KeySpace,
    max_hits: u32,
    page: PageReader,
    place: Place,
    /// The slot that was looked up last, and the places of its works.
    slot: Option<u64>,
    places: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// No page has been read.
    Nowhere,
    /// At a key of the page; keys up to this one may be on it.
    InPage { reach: u64 },
    /// After all postings.
    End,
}

impl<'f> Cursor<'f> {
    /// Makes a cursor over the postings of a segment.
    pub(crate) fn of(index: &'f Index, segment: u64) -> Self {
        let (table, space) = match segment {
            0 => (Table::Postings, index.main()),
            _ => (Table::ShortPostings, index.short()),
        };
        let rows = index.tables().rows(table);
        Self::new(rows, space, index.info().max_works_per_hash)
    }

    fn new(rows: Rows<'f>, space: KeySpace, max_hits: u32) -> Self {
        Self {
            rows,
            space,
            max_hits,
            page: PageReader::default(),
            place: Place::Nowhere,
            slot: None,
            places: Vec::new(),
        }
    }

    /// Returns the places of the works of a slot, which is not below the one before.
    pub(crate) fn find(&mut self, slot: u64) -> Result<&[u32], Error> {
        if self.slot != Some(slot) {
            self.slot = Some(slot);
            self.places.clear();
            self.read(slot)?;
        }
        Ok(&self.places)
    }

    fn read(&mut self, slot: u64) -> Result<(), Error> {
        let (from, end) = self.space.range(slot);
        match self.place {
            Place::End => return Ok(()),
            Place::InPage { reach } if from <= reach => {
                // The reach is a guess: the target may be pages further on.
                if !self.page.seek(from)? {
                    self.seek_page(from)?;
                }
            }
            _ => self.seek_page(from)?,
        }
        while self.place != Place::End && self.page.key() < end {
            if self.page.key() < from {
                return Err(Error::damaged("posting pages out of order"));
            }
            if self.places.len() >= self.max_hits as usize {
                return Err(Error::damaged("a hash of more works than the index allows"));
            }
            let place = u32::try_from(self.page.key() - from)
                .map_err(|_| Error::damaged("a posting of an impossible work"))?;
            self.places.push(place);
            if !self.page.advance()? {
                self.next_page()?;
            }
        }
        Ok(())
    }

    /// Moves to the first key that is not below `target`, wherever it is.
    fn seek_page(&mut self, target: u64) -> Result<(), Error> {
        let Some(row) = self.rows.at_or_before(target)? else {
            // All pages begin after the target.
            self.place = Place::Nowhere;
            return self.next_page();
        };
        self.load(&row)?;
        if self.page.seek(target)? {
            return Ok(());
        }
        self.next_page()
    }

    /// Moves to the first key of the next page.
    fn next_page(&mut self) -> Result<(), Error> {
        let last = match self.place {
            Place::InPage { .. } => Some(self.page.key()),
            _ => None,
        };
        let Some(row) = self.rows.next()? else {
            self.place = Place::End;
            return Ok(());
        };
        if last >= Some(row.number) {
            return Err(Error::damaged("posting pages out of order"));
        }
        self.load(&row)
    }

    fn load(&mut self, row: &Row) -> Result<(), Error> {
        self.page.load(row.number, row.blob()?)?;
        self.place = Place::InPage {
            reach: self.page.reach(),
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::build::{BuildOptions, Builder};
    use crate::model::NewWork;

    #[test]
    fn a_divided_lookup_reports_the_same_in_the_same_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.colophon");
        let mut builder = Builder::create(&path, BuildOptions::default()).unwrap();
        // All works share a few hashes, so that a lane has batches to hand over.
        for n in 0..3_000_u64 {
            let mut hashes: Vec<u64> = (1..6).map(|i| i << 50).collect();
            hashes.extend((0..20).map(|i| ((n * 20 + i) << 37) | 1));
            hashes.extend([(n << 54) | (1 << 60)]);
            hashes.sort_unstable();
            let threshold = if n % 3 == 0 { u64::MAX } else { 1 << 54 };
            hashes.retain(|&hash| hash < threshold);
            builder
                .add(&NewWork::default(), &hashes, threshold)
                .unwrap();
        }
        builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
        let index = Index::open(&path).unwrap();
        let mut query: Vec<u64> = (1..6).map(|i| i << 50).collect();
        query.extend((0..3_000).map(|n| ((n * 17) << 37) | 1));
        query.extend((0..3_000).map(|n| (n << 54) | (1 << 60)));
        query.sort_unstable();

        let mut expected = Vec::new();
        let all = 0..query.len();
        read_range(&index, &query, all, &mut |hit| {
            expected.push(hit);
            true
        })
        .unwrap();
        assert!(expected.len() > 15_000);
        for from in [0, 1, 2_000, query.len() - 3, query.len()] {
            let mut hits = Vec::new();
            divide(&index, &query, from, &mut |hit| {
                hits.push(hit);
                true
            })
            .unwrap();
            let rest: Vec<Hit> = expected
                .iter()
                .copied()
                .filter(|hit| hit.0 >= from)
                .collect();
            assert!(hits == rest, "{from}");
        }
    }
}
