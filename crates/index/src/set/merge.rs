//! Making one file of a set.
//!
//! ```text
//! files, removals -> postings as they are coded, works, digests, records -> one index
//! ```
//!
//! Nothing is read but the files themselves: a posting keeps its slot and gets the
//! work's new number, so the hashes are not needed. Without removals the merged index
//! is, byte for byte, the one that a build from the same works and records makes.
//! With removals there is one difference: a hash that a file left out stays left out,
//! because the file no longer says which of its works held it.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_catalogue::Record;

use super::stream::SetPostings;
use super::{Member, Set, crowd};
use crate::build::{BuildOptions, Builder, Summary, digest_record};
use crate::catalogue::{RecordDigests, RecordNumber, digests};
use crate::error::Error;
use crate::model::{About, DigestKind};
use crate::progress::BuildProgress;
use crate::schema::{MAX_WORKS_PER_HASH, Table};
use crate::tree::Rows;
use crate::work;

/// The choices that a merge leaves.
#[derive(Clone, Debug)]
pub struct MergeOptions {
    /// The name of the merged index.
    pub name: String,
    /// What its publisher says about it.
    pub about: About,
    /// The time of the merge, in RFC 3339.
    pub created: String,
    /// As [`BuildOptions::memory_bytes`].
    pub memory_bytes: usize,
    /// A new file to which the numbers of the records are written: for each record of
    /// the files, in order, its number in the merged index in four bytes, least
    /// significant first, or `ff ff ff ff` for one that was taken out.
    pub numbers: Option<PathBuf>,
    /// Whether the merged index is to stand for these files in a larger set
    /// ([`Set::join_rolled`]). Then a hash is not left out because too many works of
    /// the files hold it: that is decided in that set, where works may be taken out
    /// later.
    pub is_roll: bool,
    /// Returns whether an id is replaced by one from the work's text
    /// ([`PublicIds`](crate::PublicIds)); it is told whether the id is the name of a file.
    pub hides_id: Option<fn(&str, bool) -> bool>,
}

/// What a merge finds in a set besides works and records.
pub(crate) struct Merged<'a> {
    set: &'a Set,
    is_roll: bool,
}

/// How many times as many works as otherwise a roll may have of one hash.
const ROLL_SHARE: u32 = 32;

impl<'a> Merged<'a> {
    /// Returns the number of works for a hash above which it is left out.
    pub(crate) fn most(&self) -> u32 {
        let most = self.set.max_works_per_hash;
        if self.is_roll {
            return most.saturating_mul(ROLL_SHARE).min(MAX_WORKS_PER_HASH);
        }
        most
    }

    /// Returns the number of postings, including those that are left out.
    pub(crate) fn n_postings(&self) -> u64 {
        let infos = self.set.files().map(crate::Index::info);
        infos
            .map(|info| info.n_postings + info.n_short_postings)
            .sum()
    }

    /// Returns the postings of a segment.
    pub(crate) fn postings(&self, segment: u64) -> Result<SetPostings<'a>, Error> {
        self.set.postings(segment)
    }

    /// Returns the slots of a segment that a file left out, and how many works had
    /// each.
    pub(crate) fn boilerplate(&self, segment: u64) -> Result<BTreeMap<u64, u64>, Error> {
        let mut slots = BTreeMap::new();
        for index in self.set.files() {
            let mut add = |slot, n_works| *slots.entry(slot).or_insert(0) += n_works;
            crowd::boilerplate_of(index, segment, &mut add).map_err(|e| e.at(index.path()))?;
        }
        Ok(slots)
    }
}

impl Set {
    /// Merges the set into one index at `out`.
    ///
    /// # Errors
    ///
    /// Those of [`Builder::create`] and [`Builder::finish`], and
    /// [`Damaged`](crate::ErrorKind::Damaged) if a file of the set is.
    pub fn merge(
        &self,
        out: &Path,
        options: MergeOptions,
        on_progress: &mut dyn FnMut(BuildProgress) -> ControlFlow<()>,
    ) -> Result<Summary, Error> {
        let info = self.first().info();
        let mut builder = Builder::create(
            out,
            BuildOptions {
                name: options.name,
                about: options.about,
                scale: info.scale,
                recipe: info.recipe.clone(),
                created: options.created,
                memory_bytes: options.memory_bytes,
                max_works_per_hash: self.max_works_per_hash,
            },
        )?;
        if options.numbers.is_some() {
            builder.catalogue.keep_origins();
        }
        for source in &self.sources {
            builder.add_source(source.clone())?;
        }
        let mut n_done = 0_u64;
        let mut tick = || {
            n_done += 1;
            if n_done.is_multiple_of(1 << 12) {
                let collecting = BuildProgress::collecting(n_done, self.n_works() + self.n_records);
                if on_progress(collecting).is_break() {
                    return Err(Error::interrupted());
                }
            }
            Ok(())
        };
        for member in &self.members {
            member.add_works(options.hides_id, &mut builder, &mut tick)?;
            member.add_records(&mut builder, &mut tick)?;
        }
        let merged = Merged {
            set: self,
            is_roll: options.is_roll,
        };
        let n_before: u64 = self.files().map(|index| index.info().n_records).sum();
        let (summary, origins) = builder.finish_merged(&merged, on_progress)?;
        if let Some(path) = options.numbers {
            write_numbers(&path, &origins, n_before).map_err(|e| Error::from(e).at(&path))?;
        }
        Ok(summary)
    }
}

impl Member {
    fn add_works(
        &self,
        hides_id: Option<fn(&str, bool) -> bool>,
        builder: &mut Builder,
        tick: &mut dyn FnMut() -> Result<(), Error>,
    ) -> Result<(), Error> {
        let ids = hides_id.map(|_| self.index.public_ids()).transpose()?;
        let hides = |record: &work::Record<'_>| {
            hides_id.is_some_and(|hides| hides(record.id(), record.is_id_of_file()))
        };
        let mut add = || {
            let mut own = 0_u32;
            let mut rows = self.index.tables().rows(Table::Works);
            while let Some(row) = rows.next()? {
                let mut page = row.blob()?;
                while !page.is_empty() {
                    let record = work::Record::read(&mut page)?;
                    if !self.works.contains(own) {
                        let ids = ids.as_ref().filter(|_| hides(&record));
                        match ids.map(|ids| ids.of_text(own)) {
                            Some(id) => builder.adopt(&record.with_id(&id))?,
                            None => builder.adopt(&record)?,
                        }
                        tick()?;
                    }
                    own += 1;
                }
            }
            if u64::from(own) != self.index.info().n_works {
                return Err(Error::damaged("the number of works is wrong"));
            }
            let mut keys = self.index.tables().keys(Table::Digests);
            while let Some(row) = keys.next()? {
                let [kind, bytes, own] = row.columns()?;
                let kind = u8::try_from(kind.integer()?).ok();
                let kind = kind.and_then(DigestKind::from_code);
                let own = u32::try_from(own.integer()?).ok();
                let own = own.filter(|own| u64::from(*own) < self.index.info().n_works);
                let (Some(kind), Some(own)) = (kind, own) else {
                    return Err(Error::damaged("a malformed digest"));
                };
                if let Some(id) = self.number_of_work(own) {
                    let record = digest_record(kind, bytes.blob()?, id)
                        .ok_or_else(|| Error::damaged("a malformed digest"))?;
                    builder.digests.push(record)?;
                    tick()?;
                }
            }
            Ok(())
        };
        add().map_err(|e: Error| e.at(self.index.path()))
    }

    fn add_records(
        &self,
        builder: &mut Builder,
        tick: &mut dyn FnMut() -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut further = Further {
            rows: self.index.tables().rows(Table::RecordDigests),
            n_records: self.index.info().n_records,
            read: Vec::new(),
            at: 0,
        };
        let mut add = |number: u32, record: Record| {
            let more = further.of(number.into())?;
            if self.records.contains(number) {
                return Ok(());
            }
            let mut record = self.in_set(record);
            if let (None, Some(more)) = (record.md5, more) {
                (record.sha1, record.sha256) = (more.sha1, more.sha256);
            }
            builder
                .catalogue
                .adopt_record(&record, self.first_record + number)?;
            if let (Some(md5), Some(more)) = (record.md5, more) {
                builder.catalogue.add_digests(md5, &more)?;
            }
            tick()
        };
        let mut result = Ok(());
        self.index
            .records_from(RecordNumber::new(0), &mut |number, record| {
                result = add(number.get(), record);
                match &result {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            })?;
        result.map_err(|e: Error| e.at(self.index.path()))
    }
}

/// The further digests of a file's records, in the order of the records.
struct Further<'a> {
    rows: Rows<'a>,
    n_records: u64,
    read: Vec<(u64, RecordDigests)>,
    at: usize,
}

impl Further<'_> {
    /// Returns those of a record, which is after the one before.
    fn of(&mut self, number: u64) -> Result<Option<RecordDigests>, Error> {
        loop {
            match self.read.get(self.at) {
                Some((at, _)) if *at > number => return Ok(None),
                Some((at, digests)) if *at == number => return Ok(Some(*digests)),
                Some(_) => self.at += 1,
                None => {
                    let Some(row) = self.rows.next()? else {
                        return Ok(None);
                    };
                    self.read.clear();
                    self.at = 0;
                    let read = &mut self.read;
                    digests::read_page(row.number, row.blob()?, self.n_records, &mut |at, it| {
                        read.push((at, it));
                        Ok(())
                    })?;
                }
            }
        }
    }
}

/// Writes the number that each of `n_before` records got.
fn write_numbers(path: &Path, origins: &[u32], n_before: u64) -> std::io::Result<()> {
    let mut numbers = vec![u32::MAX; usize::try_from(n_before).unwrap_or(0)];
    for (number, &origin) in (0_u32..).zip(origins) {
        if let Some(place) = numbers.get_mut(origin as usize) {
            *place = number;
        }
    }
    let mut file = std::io::BufWriter::new(std::fs::File::create_new(path)?);
    for number in numbers {
        file.write_all(&number.to_le_bytes())?;
    }
    file.flush()?;
    file.get_ref().sync_all()
}
