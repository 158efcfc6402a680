//! Reading a whole index and checking all of it.
//!
//! The content digest shows whether anything differs from what was published;
//! everything else here shows whether what was published makes sense, so a faulty
//! builder is found as well. Every page of the file has to belong to one tree, at one
//! place, and to have its checksum, so that no byte of the file is left out.

use std::cell::RefCell;
use std::ops::ControlFlow;

use colophon_catalogue::terms;

use crate::catalogue::block;
use crate::content::{ContentDigest, TableDigest, Value};
use crate::counts::{self, RecordCounts, Tally};
use crate::error::{Error, ErrorKind};
use crate::hex;
use crate::model::{DigestKind, Info};
use crate::open::{self, Tables};
use crate::pairs::PairSet;
use crate::places::Layout;
use crate::posting::{KeySpace, PageReader, SHORT_BITS};
use crate::reader::Index;
use crate::scale::Sizes;
use crate::schema::{LOCK_PAGE, Table, is_content, is_crowded};
use crate::tree::{Census, Keys, Rows, Source};
use crate::work::Record;

/// How far [`Index::verify`] has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyProgress {
    /// The bytes of content that were read and checked.
    pub done: u64,
    /// The length of the file, which is a little more than its content.
    pub total: u64,
}

/// What [`Index::verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifyReport {
    /// What is wrong, in a sentence each; empty if the index is intact.
    pub problems: Vec<String>,
    /// The SHA-256 of the content as it was read.
    pub content_sha256: [u8; 32],
}

impl VerifyReport {
    /// Returns whether nothing is wrong.
    pub fn is_intact(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Index {
    /// Reads everything in the index and checks it.
    ///
    /// `on_progress` is called many times a second; when it returns `Break`, the
    /// error is [`Cancelled`](ErrorKind::Cancelled).
    ///
    /// # Errors
    ///
    /// [`Cancelled`](ErrorKind::Cancelled) and [`Unreadable`](ErrorKind::Unreadable). Damage
    /// is not an error here: it is reported.
    pub fn verify(
        &self,
        on_progress: &mut dyn FnMut(VerifyProgress) -> ControlFlow<()>,
    ) -> Result<VerifyReport, Error> {
        let census = Census::new(self.tables().pages().n_pages());
        let mut check = Check {
            info: self.info(),
            tables: self.tables(),
            census: &census,
            problems: Vec::new(),
            content: ContentDigest::default(),
            crowded: PairSet::default(),
            n_of_work: Vec::new(),
            n_placed: 0,
            has_same_slot: Vec::new(),
            work_languages: Tally::whole(),
            record_counts: RecordCounts::whole(),
            has_records: false,
            done: 0,
            on_progress,
        };
        let sha256 = check
            .advance(0)
            .and_then(|()| check.all(self))
            .map_err(|e: Error| e.at(self.path()))?;
        Ok(VerifyReport {
            content_sha256: sha256,
            problems: check.problems,
        })
    }
}

/// A check in progress.
pub(crate) struct Check<'a> {
    pub(crate) info: &'a Info,
    tables: &'a Tables,
    /// The pages read so far.
    census: &'a RefCell<Census>,
    pub(crate) problems: Vec<String>,
    pub(crate) content: ContentDigest,
    /// The slots of many works, with their numbers of works.
    crowded: PairSet,
    /// The number of postings of each work; before the places were read, of each place.
    n_of_work: Vec<u32>,
    /// How many places appeared in the postings, and which of them with the same slot as
    /// the place before.
    n_placed: u64,
    has_same_slot: Vec<bool>,
    work_languages: Tally,
    pub(crate) record_counts: RecordCounts,
    /// Whether all records could be read.
    pub(crate) has_records: bool,
    done: u64,
    on_progress: &'a mut dyn FnMut(VerifyProgress) -> ControlFlow<()>,
}

impl<'a> Check<'a> {
    fn source(&self) -> Source<'a> {
        Source {
            file: self.tables.pages(),
            census: Some(self.census),
        }
    }

    pub(crate) fn rows(&self, table: Table) -> Rows<'a> {
        self.tables.rows_from(self.source(), table)
    }

    fn keys(&self, table: Table) -> Keys<'a> {
        self.tables.keys_from(self.source(), table)
    }

    /// Checks all tables, and returns the content digest.
    fn all(&mut self, index: &Index) -> Result<[u8; 32], Error> {
        let (main, short) = (index.main(), index.short());
        let n_works = usize::try_from(self.info.n_works).unwrap_or(0);
        self.n_of_work.resize(n_works, 0);
        self.has_same_slot.resize(n_works, false);
        let lowest_short = short.slot(self.info.threshold());

        let result = open::read_schema(self.source());
        self.tolerate("schema", result)?;
        let result = self.postings(Table::Postings, main, 0);
        let n_postings = self.tolerate("postings", result)?;
        let result = self.postings(Table::ShortPostings, short, lowest_short);
        let n_short_postings = self.tolerate("short postings", result)?;
        let result = self.boilerplate([main, short]);
        self.tolerate("boilerplate", result)?;
        let result = self.crowded(n_postings.and(n_short_postings).is_some());
        self.tolerate("crowded", result)?;
        let result = self.places();
        let has_places = self.tolerate("places", result)?.is_some();
        let result = self.works(has_places);
        let by_works = self.tolerate("works", result)?;
        let result = self.digests();
        self.tolerate("digests", result)?;
        self.work_terms(by_works.map(|(_, pairs)| pairs))?;
        self.catalogue(index)?;
        let result = self.counts(by_works.is_some());
        self.tolerate("counts", result)?;
        let result = self.meta();
        self.tolerate("meta", result)?;

        let counts = [
            ("postings", n_postings, self.info.n_postings),
            (
                "short postings",
                n_short_postings,
                self.info.n_short_postings,
            ),
            (
                "hashes of boilerplate",
                Some(self.content.boilerplate.n_rows()),
                self.info.n_boilerplate,
            ),
            (
                "crowded hashes",
                Some(self.content.crowded.n_rows()),
                self.info.n_crowded,
            ),
            ("works", by_works.map(|(n, _)| n), self.info.n_works),
            (
                "digests",
                Some(self.content.digests.n_rows()),
                self.info.n_digests,
            ),
        ];
        for (what, found, said) in counts {
            if let Some(found) = found
                && found != said
            {
                self.problems
                    .push(format!("there are {found} {what}; there should be {said}"));
            }
        }
        let n_pages = self.tables.pages().n_pages();
        let n_used = n_pages - u32::from(n_pages >= LOCK_PAGE);
        // What could not be read leaves pages out.
        if self.problems.is_empty() && self.census.borrow().n() != n_used {
            self.problems
                .push("the file has pages that belong to nothing".to_owned());
        }
        let sha256 = std::mem::take(&mut self.content).finish();
        if sha256 != self.info.content_sha256 {
            self.problems.push(format!(
                "the content's SHA-256 is {}; it should be {}",
                hex::write(&sha256),
                self.info.content_sha256_hex()
            ));
        }
        Ok(sha256)
    }

    /// Turns damage into a problem, and lets other errors through.
    pub(crate) fn tolerate<T>(
        &mut self,
        what: &str,
        result: Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(e) if matches!(e.kind(), ErrorKind::Damaged | ErrorKind::NotAnIndex) => {
                self.problems.push(format!("{what}: {}", e.message()));
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    pub(crate) fn advance(&mut self, n_bytes: usize) -> Result<(), Error> {
        // The callback is called about every 256 KiB.
        let before = self.done >> 18;
        self.done += n_bytes as u64;
        if n_bytes > 0 && self.done >> 18 == before {
            return Ok(());
        }
        let progress = VerifyProgress {
            done: self.done.min(self.info.size_bytes),
            total: self.info.size_bytes,
        };
        match (self.on_progress)(progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::interrupted()),
        }
    }

    /// Checks a segment, and returns the number of its postings.
    fn postings(&mut self, table: Table, space: KeySpace, lowest_slot: u64) -> Result<u64, Error> {
        let mut rows = self.rows(table);
        let mut page = PageReader::default();
        let mut n = 0;
        let mut before = None;
        let mut slot_before = (u64::MAX, 0);
        let mut slot_of_last_place = None;
        let segment = u64::from(table != Table::Postings);
        while let Some(row) = rows.next()? {
            let (first, blob) = (row.number, row.blob()?);
            let digest = match table {
                Table::Postings => &mut self.content.postings,
                _ => &mut self.content.short_postings,
            };
            digest.row(&[Value::Integer(first), Value::Blob(blob)]);
            page.load(first, blob)?;
            loop {
                let key = page.key();
                let (slot, place) = if key < space.end() {
                    space.split(key)
                } else {
                    return Err(Error::damaged("a posting beyond the last work"));
                };
                if before >= Some(key) || slot < lowest_slot {
                    return Err(Error::damaged("postings out of order"));
                }
                before = Some(key);
                slot_before = match slot_before {
                    (same, n) if same == slot => (slot, n + 1),
                    (other, n) => {
                        self.crowd(segment, other, n);
                        (slot, 1)
                    }
                };
                if slot_before.1 > self.info.max_works_per_hash {
                    return Err(Error::damaged("a hash of more works than the index allows"));
                }
                let at = work_index(place);
                if let Some(n_of_work) = self.n_of_work.get_mut(at) {
                    *n_of_work = n_of_work.saturating_add(1);
                }
                if place == self.n_placed {
                    self.n_placed += 1;
                    if let Some(has_same_slot) = self.has_same_slot.get_mut(at) {
                        *has_same_slot = slot_of_last_place == Some(slot);
                    }
                    slot_of_last_place = Some(slot);
                } else if place > self.n_placed {
                    return Err(Error::damaged("a place before those before it"));
                }
                n += 1;
                if !page.advance()? {
                    break;
                }
            }
            if page.unused_bits() >= 8 {
                return Err(Error::damaged("a posting page with unused bytes"));
            }
            self.advance(blob.len())?;
        }
        self.crowd(segment, slot_before.0, slot_before.1);
        Ok(n)
    }

    /// Takes note of a slot that so many works have that it has to be in the table.
    fn crowd(&mut self, segment: u64, slot: u64, n_works: u32) {
        if is_crowded(n_works.into(), self.info.max_works_per_hash) {
            self.crowded.add(crowded_key(segment, slot), n_works.into());
        }
    }

    /// Checks the slots of many works; `is_counted` says whether all postings could be
    /// read.
    fn crowded(&mut self, is_counted: bool) -> Result<(), Error> {
        let mut rows = self.keys(Table::Crowded);
        let mut before = None;
        let mut found = PairSet::default();
        while let Some(row) = rows.next()? {
            let [n_works, segment, slot] = row.columns()?;
            let [n_works, segment, slot] =
                [n_works.integer()?, segment.integer()?, slot.integer()?];
            self.content.crowded.row(&[
                Value::Integer(n_works),
                Value::Integer(segment),
                Value::Integer(slot),
            ]);
            let key = (n_works, segment, slot);
            if !is_crowded(n_works, self.info.max_works_per_hash)
                || segment > 1
                || slot >> SHORT_BITS != 0
                || before >= Some(key)
            {
                return Err(Error::damaged("a malformed row"));
            }
            before = Some(key);
            found.add(crowded_key(segment, slot), n_works);
            self.advance(24)?;
        }
        if is_counted && found != self.crowded {
            return Err(Error::damaged("they do not match the postings"));
        }
        Ok(())
    }

    fn boilerplate(&mut self, spaces: [KeySpace; 2]) -> Result<(), Error> {
        let mut rows = self.keys(Table::Boilerplate);
        let mut before = None;
        while let Some(row) = rows.next()? {
            let [segment, slot, n_works] = row.columns()?;
            let [segment, slot, n_works] =
                [segment.integer()?, slot.integer()?, n_works.integer()?];
            self.content.boilerplate.row(&[
                Value::Integer(segment),
                Value::Integer(slot),
                Value::Integer(n_works),
            ]);
            let space = spaces
                .get(work_index(segment))
                .ok_or_else(|| Error::damaged("an unknown segment"))?;
            let is_right = slot >> space.bits() == 0
                && n_works > u64::from(self.info.max_works_per_hash)
                && before < Some((segment, slot));
            if !is_right {
                return Err(Error::damaged("a malformed row"));
            }
            before = Some((segment, slot));
            self.advance(24)?;
        }
        Ok(())
    }

    /// Checks the places: each work has one, those that appear with one slot or not at all
    /// in the order of their numbers.
    fn places(&mut self) -> Result<(), Error> {
        let layout = Layout::new(self.info.n_works);
        let mut rows = self.rows(Table::Places);
        let mut n_of_number = vec![None; self.n_of_work.len()];
        let mut next = 0_u64;
        let mut before = None;
        while let Some(row) = rows.next()? {
            let (first, blob) = (row.number, row.blob()?);
            let digest = &mut self.content.places;
            digest.row(&[Value::Integer(first), Value::Blob(blob)]);
            if first != next {
                return Err(Error::damaged("a gap between two pages"));
            }
            let mut is_right = true;
            layout.read(first, blob, &mut |work| {
                let at = work_index(next);
                let is_after = self.has_same_slot.get(at) == Some(&true) || next > self.n_placed;
                is_right &= !is_after || before < Some(work);
                before = Some(work);
                let n_found = self.n_of_work.get(at).copied();
                match n_of_number.get_mut(work as usize) {
                    Some(n @ None) => *n = n_found,
                    _ => is_right = false,
                }
                next += 1;
            })?;
            if !is_right {
                return Err(Error::damaged("works out of order"));
            }
            self.advance(blob.len())?;
        }
        if next != self.info.n_works {
            return Err(Error::damaged("the number of places is wrong"));
        }
        self.n_of_work = n_of_number.into_iter().map(|n| n.unwrap_or(0)).collect();
        Ok(())
    }

    /// Checks the works, and returns their number and the pairs of all their terms.
    /// `has_places` says whether the number of each work's postings is known.
    fn works(&mut self, has_places: bool) -> Result<(u64, PairSet), Error> {
        let mut rows = self.rows(Table::Works);
        let mut sizes = Sizes::new(self.info);
        let (mut pairs, mut slots) = (PairSet::default(), Vec::new());
        let mut n = 0_u64;
        while let Some(row) = rows.next()? {
            let (first, mut page) = (row.number, row.blob()?);
            let n_bytes = page.len();
            self.content
                .works
                .row(&[Value::Integer(first), Value::Blob(page)]);
            if first != n || page.is_empty() {
                return Err(Error::damaged("a gap between two pages"));
            }
            while !page.is_empty() {
                let record = Record::read(&mut page)?;
                if n >= self.info.n_works {
                    return Err(Error::damaged("more works than there should be"));
                }
                let n_found = self.n_of_work.get(work_index(n)).copied().unwrap_or(0);
                if has_places && record.n_hashes != u64::from(n_found) {
                    return Err(Error::damaged(format!(
                        "work {n} has {n_found} postings; it should have {}",
                        record.n_hashes
                    )));
                }
                if record
                    .threshold
                    .is_some_and(|threshold| threshold <= self.info.threshold())
                {
                    return Err(Error::damaged("a work's own threshold is not valid"));
                }
                sizes.add(&record);
                slots.clear();
                terms::of_texts(&record.termed(), &mut |hash| slots.push(block::slot(hash)));
                pairs.add_all(&mut slots, n);
                self.work_languages.work(record.language());
                n += 1;
            }
            self.advance(n_bytes)?;
        }
        sizes.check()?;
        Ok((n, pairs))
    }

    fn digests(&mut self) -> Result<(), Error> {
        let mut rows = self.keys(Table::Digests);
        let mut before: Option<(u64, Vec<u8>, u64)> = None;
        while let Some(row) = rows.next()? {
            let [kind, bytes, work] = row.columns()?;
            let (kind, bytes, work) = (kind.integer()?, bytes.blob()?, work.integer()?);
            let n_bytes = bytes.len();
            self.content.digests.row(&[
                Value::Integer(kind),
                Value::Blob(bytes),
                Value::Integer(work),
            ]);
            let expected = u8::try_from(kind)
                .ok()
                .and_then(DigestKind::from_code)
                .map(DigestKind::n_bytes);
            let is_next = before
                .as_ref()
                .is_none_or(|(last_kind, last_bytes, last_work)| {
                    (*last_kind, last_bytes.as_slice(), *last_work) < (kind, bytes, work)
                });
            if expected != Some(n_bytes) || work >= self.info.n_works || !is_next {
                return Err(Error::damaged("a malformed row"));
            }
            before = Some((kind, bytes.to_vec(), work));
            self.advance(n_bytes)?;
        }
        Ok(())
    }

    /// Checks what was counted, as far as all that was counted could be read.
    fn counts(&mut self, has_works: bool) -> Result<(), Error> {
        let mut keys = self.keys(Table::Counts);
        let records = self.has_records.then_some(&self.record_counts);
        let languages = has_works.then_some(&self.work_languages);
        counts::check(&mut keys, &mut self.content.counts, records, languages)
    }

    fn meta(&mut self) -> Result<(), Error> {
        let rows = self.tables.meta_rows(self.source())?;
        if !rows.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(Error::damaged("rows out of order"));
        }
        let digest: &mut TableDigest = &mut self.content.meta;
        for (key, value) in rows.iter().filter(|(key, _)| is_content(key)) {
            digest.row(&[Value::Text(key), Value::Text(value)]);
        }
        Ok(())
    }
}

/// Returns a slot of a segment as one number.
fn crowded_key(segment: u64, slot: u64) -> u64 {
    segment << SHORT_BITS | slot
}

fn work_index(work: u64) -> usize {
    usize::try_from(work).unwrap_or(usize::MAX)
}
