//! Places: the order of works in which those that share hashes are neighbours.
//!
//! Works have numbers in the order in which they were added. Postings name them by their
//! *places* instead: works get them in the order in which they appear in the postings, by
//! their smallest slots, and two editions of a work mostly have the same. So a hash that
//! editions share has keys that are next to each other, which take a few bits instead of
//! a few bytes. The table `places` says which work is where. Writer and reader are in
//! one file, so that one does not change without the other.
//!
//! A row is a page: the number of its first place, and the numbers of works in binary, all
//! of one width, from each byte's least significant bit upwards.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::Path;

use crate::bits::{BitReader, BitWriter, width};
use crate::error::Error;
use crate::open::Tables;
use crate::schema::{MAX_BLOB, Table};
use crate::tree::Rows;

/// The layout of the table for a number of works.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    n_works: u64,
    /// The number of bits of a work's number.
    width: u32,
}

impl Layout {
    pub(crate) fn new(n_works: u64) -> Self {
        Self {
            n_works,
            width: width(n_works.saturating_sub(1)).max(1),
        }
    }

    /// Returns the number of places of a page; the last has fewer.
    fn per_page(self) -> u64 {
        MAX_BLOB as u64 * 8 / u64::from(self.width)
    }

    /// Returns the number of places of the page that begins with a place.
    fn n_from(self, first: u64) -> u64 {
        self.per_page().min(self.n_works.saturating_sub(first))
    }

    /// Hands over the numbers of the works on a page, in the order of their places.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if the page does not begin or end where a
    /// page does, or no work has a number.
    pub(crate) fn read(
        self,
        first: u64,
        blob: &[u8],
        on_work: &mut dyn FnMut(u32),
    ) -> Result<(), Error> {
        self.check(first, blob)?;
        let mut bits = BitReader::new(blob);
        for _ in 0..self.n_from(first) {
            on_work(self.work(bits.binary(self.width)?)?);
        }
        bits.align()
    }

    fn check(self, first: u64, blob: &[u8]) -> Result<(), Error> {
        let n_bits = self.n_from(first) * u64::from(self.width);
        if !first.is_multiple_of(self.per_page()) || blob.len() as u64 != n_bits.div_ceil(8) {
            return Err(Error::damaged("a page of places with impossible figures"));
        }
        Ok(())
    }

    fn work(self, number: u64) -> Result<u32, Error> {
        u32::try_from(number)
            .ok()
            .filter(|_| number < self.n_works)
            .ok_or_else(|| Error::damaged("a place of a work that is not there"))
    }
}

/// Gives works their places while their postings are written.
pub(crate) struct Placing {
    /// The place of each work; [`NOWHERE`] if it has none yet.
    places: Vec<u32>,
    n_placed: u32,
    /// The numbers of the works that have places, in the order of these.
    spool: BufWriter<File>,
}

const NOWHERE: u32 = u32::MAX;

impl Placing {
    pub(crate) fn new(n_works: u64, spool: &Path) -> Result<Self, Error> {
        Ok(Self {
            places: vec![NOWHERE; usize::try_from(n_works).unwrap_or(0)],
            n_placed: 0,
            spool: BufWriter::new(File::create_new(spool)?),
        })
    }

    /// Replaces the numbers of the works of a slot, which are sorted, by their places,
    /// and sorts these. Slots come in the order of the postings.
    pub(crate) fn place(&mut self, works: &mut [u32]) -> Result<(), Error> {
        for work in &mut *works {
            *work = self.of(*work)?;
        }
        works.sort_unstable();
        Ok(())
    }

    fn of(&mut self, work: u32) -> Result<u32, Error> {
        let place = self
            .places
            .get_mut(work as usize)
            .ok_or_else(|| Error::damaged("a posting of a work that is not there"))?;
        if *place == NOWHERE {
            *place = self.n_placed;
            self.n_placed += 1;
            self.spool.write_all(&work.to_le_bytes())?;
        }
        Ok(*place)
    }

    /// Gives the works without postings the places that are left, in the order of their
    /// numbers, and hands the pages over: the number of the first place, and the blob.
    pub(crate) fn finish(
        mut self,
        spool: &Path,
        sink: &mut impl FnMut(u64, &[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let layout = Layout::new(self.places.len() as u64);
        for work in (0..).take(self.places.len()) {
            self.of(work)?;
        }
        self.spool.flush()?;
        let Self {
            places,
            spool: written,
            ..
        } = self;
        drop((places, written));
        let mut spool = BufReader::new(File::open(spool)?);
        let mut page = BitWriter::default();
        let mut first = 0;
        while first < layout.n_works {
            page.clear();
            let n = layout.n_from(first);
            for _ in 0..n {
                let mut work = [0; 4];
                spool.read_exact(&mut work)?;
                page.binary(u32::from_le_bytes(work).into(), layout.width);
            }
            page.align();
            sink(first, &page.bytes)?;
            first += n;
        }
        Ok(())
    }
}

/// Finds which works are at places; quickest for rising ones.
pub(crate) struct Places<'f> {
    rows: Rows<'f>,
    layout: Layout,
    /// The first place of the page that was read last, and the page.
    page: Option<(u64, BitReader<Vec<u8>>)>,
}

impl<'f> Places<'f> {
    pub(crate) fn new(tables: &'f Tables, n_works: u64) -> Self {
        Self {
            rows: tables.rows(Table::Places),
            layout: Layout::new(n_works),
            page: None,
        }
    }

    /// Returns the number of the work at a place.
    pub(crate) fn work(&mut self, place: u32) -> Result<u32, Error> {
        let place = u64::from(place);
        let first = place - place % self.layout.per_page();
        let bits = match &mut self.page {
            Some((at, bits)) if *at == first => bits,
            _ => {
                let row = self.rows.at_or_before(place)?;
                let row = row.filter(|row| row.number == first && place < self.layout.n_works);
                let row = row.ok_or_else(|| Error::damaged("a place is missing"))?;
                self.layout.check(first, row.blob()?)?;
                let (_, mut bits) = self.page.take().unwrap_or_default();
                bits.load(row.blob()?);
                &mut self.page.insert((first, bits)).1
            }
        };
        let at = usize::try_from(place - first).unwrap_or(0) * self.layout.width as usize;
        self.layout.work(bits.binary_at(at, self.layout.width)?)
    }
}

/// Returns the number of the work at each place of an index.
pub(crate) fn all(tables: &Tables, n_works: u64) -> Result<Vec<u32>, Error> {
    let layout = Layout::new(n_works);
    let mut works = Vec::new();
    let mut rows = tables.rows(Table::Places);
    while let Some(row) = rows.next()? {
        if row.number != works.len() as u64 {
            return Err(Error::damaged("a gap between two pages of places"));
        }
        layout.read(row.number, row.blob()?, &mut |work| works.push(work))?;
    }
    if works.len() as u64 != n_works {
        return Err(Error::damaged("the number of places is wrong"));
    }
    Ok(works)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_come_back(n_works in 0_u32..20_000, step in 0_u32..50) {
            let folder = tempfile::tempdir().unwrap();
            let spool = folder.path().join("spool");
            let mut placing = Placing::new(n_works.into(), &spool).unwrap();
            // Some works appear in the postings, from the last to the first.
            let mut expected: Vec<u32> = (0..n_works).rev().filter(|n| n % 50 < step).collect();
            for (place, &work) in (0..).zip(&expected) {
                let mut group = [work];
                placing.place(&mut group).unwrap();
                prop_assert_eq!(group, [place]);
            }
            expected.extend((0..n_works).filter(|n| n % 50 >= step));
            let mut found = Vec::new();
            placing
                .finish(&spool, &mut |first, blob| {
                    assert_eq!(first, found.len() as u64);
                    assert!(blob.len() <= MAX_BLOB);
                    Layout::new(n_works.into()).read(first, blob, &mut |work| found.push(work))
                })
                .unwrap();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn any_bytes_are_read_or_refused(
            n_works in 0_u64..100,
            first in 0_u64..100,
            blob in prop::collection::vec(any::<u8>(), 0..100),
        ) {
            let mut n = 0;
            let read = Layout::new(n_works).read(first, &blob, &mut |work| {
                assert!(u64::from(work) < n_works);
                n += 1;
            });
            prop_assert!(read.is_err() || n <= n_works);
        }
    }
}
