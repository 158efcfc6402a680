//! Several files that answer as one index.
//!
//! ```text
//! base, deltas, removals -> Set -> hits, works, records, counts
//! ```
//!
//! What is asked is asked of every file, what was taken out is left out, and only then
//! is anything counted, cut or put in order. So a set answers as one index of the same
//! works and records would: a hash that a few works of each file hold is as common as
//! it is in all of them together. An index that is a single file is a set as well.
//!
//! Works are numbered as in the merged index: those of the first file that were not
//! taken out, then those of the next. Records are in the order of their contents
//! ([`RecordId`]), which is that of a merged index, too.

mod crowd;
mod merge;
mod numbers;
mod records;
mod removed;
mod stream;
mod texts;

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use colophon_catalogue::Source;

use self::numbers::Numbers;
use crate::catalogue::RecordNumber;
use crate::error::{Error, ErrorKind};
use crate::model::{Digest, Work, WorkId};
use crate::reader::Index;
use crate::schema::{MAX_RECORDS, MAX_SET_FILES, MAX_WORKS, Table};

pub use self::merge::MergeOptions;
pub(crate) use self::merge::Merged;
pub use self::records::RecordId;
pub use self::removed::{MAX_REMOVED_BYTES, Removal, Removals, RemovedOfSource};
pub use self::texts::Holders;

/// One or more files that answer as one index. Threads can share it.
#[derive(Debug)]
pub struct Set {
    members: Vec<Member>,
    sources: Vec<Source>,
    n_works: u32,
    /// The number of places of works in all files, whether they were taken out or not.
    n_places: u32,
    n_records: u64,
    /// A hash that more works of the set than this hold is left out. A roll allows more.
    max_works_per_hash: u32,
    /// How many of a work's hashes the set leaves out but its file does not.
    left_out: OnceLock<HashMap<u32, u32>>,
    /// A file that stays open as long as the set.
    held: Option<File>,
}

/// A file of a set.
#[derive(Debug)]
struct Member {
    index: Index,
    is_roll: bool,
    /// The works and records that were taken out.
    works: Numbers,
    records: Numbers,
    /// The places of the works that were taken out, once they were asked for.
    places: OnceLock<Numbers>,
    /// The number in the set of its first work.
    first_work: u32,
    /// How many places the files before it have.
    first_place: u32,
    /// The number in the set of its first record, taken out or not.
    first_record: u32,
    /// The places in the set of its sources.
    sources: Vec<u16>,
    /// Whether it has further digests of files.
    has_digests: bool,
    /// How many records were taken out, by their sources in the file.
    of_sources: BTreeMap<u16, RemovedOfSource>,
}

impl Set {
    /// Makes a set of one file.
    ///
    /// # Errors
    ///
    /// As [`Set::join`].
    pub fn of(index: Index) -> Result<Self, Error> {
        Self::join(vec![index], &Removals::default())
    }

    /// Keeps a file open as long as the set, such as one with a lock.
    pub fn hold(&mut self, held: Option<File>) {
        self.held = held;
    }

    /// Makes a set of files, the base first. What `removals` says of other files does
    /// not matter.
    ///
    /// # Errors
    ///
    /// [`OtherKind`](ErrorKind::OtherKind) if the files do not belong together,
    /// [`NotInSet`](ErrorKind::NotInSet) if a work or record was taken out that is not
    /// there, [`TooManyWorks`](ErrorKind::TooManyWorks),
    /// [`TooManyRecords`](ErrorKind::TooManyRecords),
    /// [`InvalidOption`](ErrorKind::InvalidOption) without a file or with too many,
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn join(files: Vec<Index>, removals: &Removals) -> Result<Self, Error> {
        Self::join_rolled(files, &[], removals)
    }

    /// Makes a set of files, of which those at `rolls` are merges of some with
    /// [`MergeOptions::is_roll`].
    ///
    /// # Errors
    ///
    /// As [`Set::join`].
    pub fn join_rolled(
        files: Vec<Index>,
        rolls: &[usize],
        removals: &Removals,
    ) -> Result<Self, Error> {
        if files.is_empty() || files.len() > MAX_SET_FILES {
            let message = format!("a set has from 1 to {MAX_SET_FILES} files");
            return Err(Error::new(ErrorKind::InvalidOption, message));
        }
        let mut set = Self {
            members: Vec::with_capacity(files.len()),
            sources: Vec::new(),
            n_works: 0,
            n_places: 0,
            n_records: 0,
            max_works_per_hash: files
                .iter()
                .map(|index| index.info().max_works_per_hash)
                .min()
                .unwrap_or(0),
            left_out: OnceLock::new(),
            held: None,
        };
        let mut first_record = 0_u64;
        for (place, index) in files.into_iter().enumerate() {
            set.add(index, rolls.contains(&place), removals, &mut first_record)?;
        }
        Ok(set)
    }

    fn add(
        &mut self,
        index: Index,
        is_roll: bool,
        removals: &Removals,
        first_record: &mut u64,
    ) -> Result<(), Error> {
        let info = index.info();
        let base = self
            .members
            .first()
            .map_or(info, |first| first.index.info());
        let differs = [
            ("recipe", info.recipe != base.recipe),
            ("scale", info.scale != base.scale),
            (
                "limit of works for a hash",
                !is_roll && info.max_works_per_hash != self.max_works_per_hash,
            ),
        ];
        if let Some((what, _)) = differs.iter().find(|(_, differs)| *differs) {
            let message = format!("has another {what} than another file of its set");
            return Err(Error::new(ErrorKind::OtherKind, message).at(index.path()));
        }
        let removal = removals.of(&info.content_sha256);
        let [works, records] = match removal {
            Some(removal) => removal.of_file(info.n_works, info.n_records),
            None => Ok(Default::default()),
        }
        .map_err(|e| Error::new(ErrorKind::NotInSet, e.message()).at(index.path()))?;
        let own = index.sources()?;
        let has_digests = index.tables().rows(Table::RecordDigests).next();
        let has_digests = has_digests.map_err(|e| e.at(index.path()))?.is_some();
        let sources = self
            .add_sources(&own, removal)
            .map_err(|e| e.at(index.path()))?;
        let n_works = u64::from(self.n_works) + info.n_works - u64::from(works.len());
        let n_works = u32::try_from(n_works).ok().filter(|n| *n <= MAX_WORKS);
        let n_works = n_works.ok_or_else(|| {
            let message = format!("a set holds at most {MAX_WORKS} works");
            Error::new(ErrorKind::TooManyWorks, message).at(index.path())
        })?;
        let first = u32::try_from(*first_record).unwrap_or(u32::MAX);
        *first_record += info.n_records;
        if *first_record > MAX_RECORDS {
            let message = format!("a set holds at most {MAX_RECORDS} records");
            return Err(Error::new(ErrorKind::TooManyRecords, message).at(index.path()));
        }
        self.n_records += info.n_records - u64::from(records.len());
        let n_places = u64::from(self.n_places) + info.n_works;
        let n_places = u32::try_from(n_places).map_err(|_| {
            let message = "the files of a set hold too many works that were taken out";
            Error::new(ErrorKind::TooManyWorks, message).at(index.path())
        })?;
        let first_work = std::mem::replace(&mut self.n_works, n_works);
        let first_place = std::mem::replace(&mut self.n_places, n_places);
        self.members.push(Member {
            works,
            records,
            places: OnceLock::new(),
            first_work,
            first_place,
            first_record: first,
            sources,
            is_roll,
            has_digests,
            of_sources: removal.map(|it| it.of_sources.clone()).unwrap_or_default(),
            index,
        });
        Ok(())
    }

    /// Adds the sources of a file, and returns their places in the set. A source that
    /// several files have is one; it is as of the latest date.
    fn add_sources(
        &mut self,
        own: &[Source],
        removal: Option<&Removal>,
    ) -> Result<Vec<u16>, Error> {
        let mut places = Vec::with_capacity(own.len());
        let disagree = || {
            Error::new(
                ErrorKind::NotInSet,
                "more records were taken out of a source than it has",
            )
        };
        let removed = |place: usize| {
            let removal = removal?;
            removal.of_sources.get(&u16::try_from(place).ok()?).copied()
        };
        if removal.is_some_and(|it| {
            it.of_sources
                .keys()
                .any(|place| usize::from(*place) >= own.len())
        }) {
            return Err(disagree());
        }
        for (place, source) in own.iter().enumerate() {
            let removed = removed(place).unwrap_or_default();
            let (Some(n_records), Some(n_titles)) = (
                source.n_records.checked_sub(removed.n_records),
                source.n_titles.checked_sub(removed.n_titles),
            ) else {
                return Err(disagree());
            };
            if n_titles > n_records {
                return Err(disagree());
            }
            let is_same = |known: &Source| {
                (&known.name, &known.kind, &known.file)
                    == (&source.name, &source.kind, &source.file)
                    && (&known.dated_by, known.date_kind) == (&source.dated_by, source.date_kind)
            };
            // Within a file, two sources are two, whatever they are called.
            let known = self.sources.iter().enumerate().position(|(at, known)| {
                !places.contains(&u16::try_from(at).unwrap_or(u16::MAX)) && is_same(known)
            });
            let at = known.unwrap_or(self.sources.len());
            if let Some(known) = self.sources.get_mut(at) {
                known.n_records += n_records;
                known.n_titles += n_titles;
                known.snapshot = known.snapshot.max(source.snapshot);
            } else {
                self.sources.push(Source {
                    n_records,
                    n_titles,
                    ..source.clone()
                });
            }
            let at = u16::try_from(at)
                .ok()
                .filter(|at| usize::from(*at) < crate::catalogue::source::MAX_SOURCES);
            places.push(at.ok_or_else(|| {
                Error::new(
                    ErrorKind::TooManyRecords,
                    "the files of the set have too many sources together",
                )
            })?);
        }
        Ok(places)
    }

    /// Returns its files, the base first.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &Index> {
        self.members.iter().map(|member| &member.index)
    }

    /// Returns its files, the base first, without what was taken out of them.
    pub fn into_files(self) -> Vec<Index> {
        self.members
            .into_iter()
            .map(|member| member.index)
            .collect()
    }

    /// Returns what was taken out of its files.
    pub fn removals(&self) -> Removals {
        let mut removals = Removals::default();
        for member in self.members.iter().filter(|it| !it.is_whole()) {
            let removal = removals.entry(member.index.info().content_sha256);
            removal.works = member.works.iter().collect();
            removal.records = member.records.iter().collect();
            removal.of_sources = member.of_sources.clone();
        }
        removals
    }

    /// Compares what the lists of removals say of sources with the records that were
    /// taken out.
    ///
    /// # Errors
    ///
    /// [`NotInSet`](ErrorKind::NotInSet) if something is not so,
    /// [`Cancelled`](ErrorKind::Cancelled) if `go_on` returns `Break`,
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn verify_removals(&self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<(), Error> {
        for member in self.members.iter().filter(|it| !it.records.is_empty()) {
            let numbers: Vec<_> = member.records.iter().map(RecordNumber::new).collect();
            let mut found: BTreeMap<u16, RemovedOfSource> = BTreeMap::new();
            for some in numbers.chunks(1 << 10) {
                if go_on().is_break() {
                    return Err(Error::interrupted());
                }
                for record in member.index.records(some)? {
                    let of_source = found.entry(record.source).or_default();
                    of_source.n_records += 1;
                    of_source.n_titles += u64::from(!record.title.is_empty());
                }
            }
            if found != member.of_sources {
                let message = "what was taken out of it is not what the list of removals says";
                return Err(Error::new(ErrorKind::NotInSet, message).at(member.index.path()));
            }
        }
        Ok(())
    }

    /// Returns the places of the files that are merges of some.
    pub fn rolls(&self) -> Vec<usize> {
        let places = self.members.iter().enumerate();
        places
            .filter(|(_, member)| member.is_roll)
            .map(|(place, _)| place)
            .collect()
    }

    /// Returns the number of works.
    pub fn n_works(&self) -> u64 {
        self.n_works.into()
    }

    /// Returns the number of records.
    pub fn n_records(&self) -> u64 {
        self.n_records
    }

    /// Returns the scale of its files.
    pub fn scale(&self) -> u32 {
        self.first().info().scale
    }

    /// Returns the threshold below which its files keep every work's hashes.
    pub fn threshold(&self) -> u64 {
        self.first().info().threshold()
    }

    /// Returns the collections whose records are in the set, in the order of
    /// [`Record::source`](colophon_catalogue::Record::source).
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Returns the places in the set of the sources of a file.
    pub fn places_of_sources(&self, file: usize) -> &[u16] {
        self.members.get(file).map_or(&[], |member| &member.sources)
    }

    fn first(&self) -> &Index {
        // There is one at least; see `join`.
        &self.members[0].index
    }

    /// Returns the file and the number there of a work.
    fn place_of(&self, id: WorkId) -> Result<(&Member, WorkId), Error> {
        let number = id.get();
        let n = self
            .members
            .partition_point(|member| member.first_work <= number);
        let member = n.checked_sub(1).and_then(|at| self.members.get(at));
        let member = member
            .filter(|_| number < self.n_works)
            .ok_or_else(|| Error::new(ErrorKind::InvalidOption, "no work has that number"))?;
        let own = member.works.nth_outside(number - member.first_work);
        Ok((member, WorkId::new(own)))
    }

    /// Returns what the set says about a work.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](ErrorKind::InvalidOption) if no work has that number;
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn work(&self, id: WorkId) -> Result<Work, Error> {
        let (member, own) = self.place_of(id)?;
        let mut work = member.index.work(own)?;
        let n_left_out = self.left_out()?.get(&id.get()).copied().unwrap_or(0);
        work.n_hashes = work.n_hashes.saturating_sub(n_left_out.into());
        Ok(work)
    }

    /// Hands over the works from `first` on, in order, until `on_work` returns
    /// `Break`.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn works_from(
        &self,
        first: WorkId,
        on_work: &mut dyn FnMut(WorkId, Work) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        if first.get() >= self.n_works {
            return Ok(());
        }
        let (start, own) = self.place_of(first)?;
        let later = self.members.iter();
        let mut own = Some(own);
        for member in later.skip_while(|member| member.first_work < start.first_work) {
            let mut flow = ControlFlow::Continue(());
            let from = own.take().unwrap_or(WorkId::new(0));
            member.index.works_from(from, &mut |id, work| {
                if let Some(id) = member.number_of_work(id.get()) {
                    flow = on_work(WorkId::new(id), work);
                }
                flow
            })?;
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Returns the works that have a given digest, if any.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn find_digest(&self, digest: &Digest) -> Result<Vec<WorkId>, Error> {
        let mut works = Vec::new();
        for member in &self.members {
            let found = member.index.find_digest(digest)?.into_iter();
            works.extend(
                found
                    .filter_map(|id| member.number_of_work(id.get()))
                    .map(WorkId::new),
            );
        }
        Ok(works)
    }
}

impl Member {
    /// Returns whether nothing was taken out.
    fn is_whole(&self) -> bool {
        self.works.is_empty() && self.records.is_empty()
    }

    /// Returns the number in the set of a work of the file; `None` if it was taken out.
    fn number_of_work(&self, own: u32) -> Option<u32> {
        (!self.works.contains(own)).then(|| self.first_work + own - self.works.rank(own))
    }
}
