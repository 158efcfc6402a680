//! Records and terms of a set.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::ControlFlow;
use std::sync::Arc;

use colophon_catalogue::Record;
use colophon_catalogue::terms::TermKind;

use super::{Member, Set};
use crate::catalogue::read::Records;
use crate::catalogue::{RecordDigests, RecordNumber, coding};
use crate::counts::{Counts, Uncounted};
use crate::error::{Error, ErrorKind};
use crate::model::WorkId;

/// A record of a set, in the order in which a merged index would have it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordId {
    /// What it is sorted by; in a set of one file its number says that.
    order: Option<Arc<Met>>,
    number: u32,
}

/// A record that was read to know its place, and is not read again.
#[derive(Debug)]
struct Met {
    order: Vec<u8>,
    record: Record,
}

impl Ord for Met {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order.cmp(&other.order)
    }
}

impl PartialOrd for Met {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Met {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for Met {}

impl RecordId {
    /// Makes the id of the record with a number in a set of one file.
    pub fn new(number: u32) -> Self {
        Self {
            order: None,
            number,
        }
    }

    /// Returns its number: those of the first file, then those of the next.
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl Set {
    /// Returns the file of a record, and its number there.
    fn member_of(&self, number: u32) -> Result<(&Member, RecordNumber), Error> {
        let n = self
            .members
            .partition_point(|member| member.first_record <= number);
        let missing = || Error::new(ErrorKind::InvalidOption, "no record has that number");
        // A file without records has the number of the next one.
        let member = self.members[..n]
            .iter()
            .rev()
            .find(|member| u64::from(number - member.first_record) < member.index.info().n_records);
        let member = member.ok_or_else(missing)?;
        Ok((member, RecordNumber::new(number - member.first_record)))
    }

    /// Returns the records with the given ids, in the same order.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](ErrorKind::InvalidOption) if no record has that number;
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, Error> {
        if let [only] = &self.members[..] {
            let numbers: Vec<_> = ids.iter().map(|id| RecordNumber::new(id.number)).collect();
            return only.index.records(&numbers);
        }
        let known = ids
            .iter()
            .map(|id| id.order.as_ref().map(|met| met.record.clone()));
        if let Some(records) = known.collect() {
            return Ok(records);
        }
        // Each file reads its own together.
        let mut places: Vec<usize> = (0..ids.len()).collect();
        places.sort_by_key(|&place| ids[place].number);
        let mut records: Vec<Option<Record>> = vec![None; ids.len()];
        let mut rest = &places[..];
        while let Some(&first) = rest.first() {
            let (member, _) = self.member_of(ids[first].number)?;
            let end = u64::from(member.first_record) + member.index.info().n_records;
            let n = rest.partition_point(|&place| u64::from(ids[place].number) < end);
            let (own, others) = rest.split_at(n);
            let numbers: Vec<_> = own
                .iter()
                .map(|&place| RecordNumber::new(ids[place].number - member.first_record))
                .collect();
            for (&place, record) in own.iter().zip(member.records(&numbers)?) {
                records[place] = Some(record);
            }
            rest = others;
        }
        Ok(records.into_iter().flatten().collect())
    }

    /// Returns the further digests of a record's file.
    ///
    /// # Errors
    ///
    /// As [`Set::records`].
    pub fn record_digests(&self, id: &RecordId) -> Result<RecordDigests, Error> {
        let (member, number) = self.member_of(id.number)?;
        let own = member.index.record_digests(number)?;
        if self.members.len() == 1 || !self.members.iter().any(|member| member.has_digests) {
            return Ok(own);
        }
        match member.index.record(number)?.md5 {
            Some(md5) => self.digests_of(&md5),
            None => Ok(own),
        }
    }

    /// Returns the further digests of a file, wherever they are.
    fn digests_of(&self, md5: &[u8; 16]) -> Result<RecordDigests, Error> {
        let mut all = Vec::new();
        for (member, number) in self.with_md5(md5)? {
            let digests = member.index.record_digests(number)?;
            if digests != RecordDigests::default() {
                all.push(digests);
            }
        }
        // In the order in which a build joins them.
        let which =
            |it: &RecordDigests| u8::from(it.sha1.is_some()) | u8::from(it.sha256.is_some()) << 1;
        all.sort_by_key(|it| (which(it), it.sha1, it.sha256));
        let mut joined = RecordDigests::default();
        for digests in all {
            joined.sha1 = joined.sha1.or(digests.sha1);
            joined.sha256 = joined.sha256.or(digests.sha256);
        }
        Ok(joined)
    }

    /// Returns the records whose file has an MD5.
    fn with_md5(&self, md5: &[u8; 16]) -> Result<Vec<(&Member, RecordNumber)>, Error> {
        let mut with = Vec::new();
        for member in &self.members {
            let found = member.find_all(&[(TermKind::Md5, md5)], usize::MAX)?;
            let numbers: Vec<_> = found.into_iter().map(RecordNumber::new).collect();
            let records = member.index.records(&numbers)?;
            // The term is also that of a reported MD5.
            let is_own = |(_, record): &(RecordNumber, Record)| record.md5 == Some(*md5);
            let own = numbers.into_iter().zip(records).filter(is_own);
            with.extend(own.map(|(number, _)| (member, number)));
        }
        Ok(with)
    }

    /// Returns the records whose file has a further digest: those of one MD5, in
    /// whichever file of the set the digest is.
    fn with_digest(
        &self,
        kind: TermKind,
        bytes: &[u8],
        limit: usize,
    ) -> Result<Vec<RecordId>, Error> {
        let mut md5s = BTreeSet::new();
        let mut ids = BTreeSet::new();
        for member in &self.members {
            let found = member.find_all(&[(kind, bytes)], limit)?;
            let numbers: Vec<_> = found.into_iter().map(RecordNumber::new).collect();
            let records = member.index.records(&numbers)?;
            md5s.extend(records.iter().filter_map(|record| record.md5));
            // The digests of a file without an MD5 are its own.
            for (number, record) in numbers.into_iter().zip(records) {
                if record.md5.is_none() {
                    let record = member.in_set(record);
                    ids.insert(member.id_of(number, record));
                }
            }
        }
        for md5 in md5s {
            for (member, number) in self.with_md5(&md5)? {
                let record = member.records(&[number])?;
                ids.extend(
                    record
                        .into_iter()
                        .map(|record| member.id_of(number, record)),
                );
            }
        }
        Ok(ids.into_iter().take(limit).collect())
    }

    /// Returns the first records that have all of the given terms, in order, at most
    /// `limit` of them; see [`Index::find_all`](crate::Index::find_all).
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn find_all(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
    ) -> Result<Vec<RecordId>, Error> {
        if let [only] = &self.members[..] {
            let found = only.find_all(terms, limit)?;
            return Ok(found.into_iter().map(RecordId::new).collect());
        }
        let mut queues = Vec::with_capacity(self.members.len());
        for member in &self.members {
            queues.push(Queue {
                member,
                numbers: member.find_all(terms, limit)?.into_iter(),
                reader: member.index.record_reader(),
            });
        }
        merged(queues, limit)
    }

    /// Returns the records that have a term; see [`Set::find_all`].
    ///
    /// # Errors
    ///
    /// As [`Set::find_all`].
    pub fn find(&self, kind: TermKind, bytes: &[u8], limit: usize) -> Result<Vec<RecordId>, Error> {
        let is_further = matches!(kind, TermKind::Sha1 | TermKind::Sha256);
        if is_further && self.members.len() > 1 {
            return self.with_digest(kind, bytes, limit);
        }
        self.find_all(&[(kind, bytes)], limit)
    }

    /// Returns the number of records that have a term.
    ///
    /// # Errors
    ///
    /// As [`Set::find_all`].
    pub fn count(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Error> {
        let mut n = 0;
        for member in &self.members {
            n += member.index.n_records_with(kind, bytes)?;
            if !member.records.is_empty() {
                let mut removed = member.records.iter();
                n -= member
                    .index
                    .n_records_among(kind, bytes, &mut removed)?
                    .min(n);
            }
        }
        Ok(n)
    }

    /// Returns the works that have all of the given terms, in order, at most `limit`
    /// of them; see [`Index::find_works`](crate::Index::find_works).
    ///
    /// # Errors
    ///
    /// As [`Set::find_all`].
    pub fn find_works(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
    ) -> Result<Vec<WorkId>, Error> {
        let mut works = Vec::new();
        for member in &self.members {
            let is_wanted = |number| !member.works.contains(number);
            let room = limit - works.len();
            let found = member.index.works_with(terms, room, &is_wanted)?;
            let numbers = found
                .into_iter()
                .filter_map(|own| member.number_of_work(own));
            works.extend(numbers.map(WorkId::new));
        }
        Ok(works)
    }

    /// Returns the number of works that have a term.
    ///
    /// # Errors
    ///
    /// As [`Set::find_all`].
    pub fn count_works(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Error> {
        let mut n = 0;
        for member in &self.members {
            n += member.index.count_works(kind, bytes)?;
            if !member.works.is_empty() {
                let mut removed = member.works.iter();
                n -= member
                    .index
                    .n_works_among(kind, bytes, &mut removed)?
                    .min(n);
            }
        }
        Ok(n)
    }

    /// Hands over the records from a number on, file by file, until `on_record`
    /// returns `Break`.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn records_from(
        &self,
        first: u32,
        on_record: &mut dyn FnMut(u32, Record) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        for member in &self.members {
            let n_records = member.index.info().n_records;
            let from = first.saturating_sub(member.first_record);
            if u64::from(from) >= n_records {
                continue;
            }
            let mut flow = ControlFlow::Continue(());
            member
                .index
                .records_from(RecordNumber::new(from), &mut |number, record| {
                    if !member.records.contains(number.get()) {
                        let record = member.in_set(record);
                        flow = on_record(member.first_record + number.get(), record);
                    }
                    flow
                })?;
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Returns how many records and works have which year, language and format.
    ///
    /// # Errors
    ///
    /// [`Damaged`](ErrorKind::Damaged), [`Unreadable`](ErrorKind::Unreadable).
    pub fn counts(&self) -> Result<Counts, Error> {
        let mut counts = Counts::default();
        for member in &self.members {
            let mut removed = Uncounted::default();
            let numbers: Vec<u32> = member.records.iter().collect();
            for some in numbers.chunks(1 << 10) {
                let some: Vec<_> = some.iter().copied().map(RecordNumber::new).collect();
                for record in member.index.records(&some)? {
                    removed.record(&record);
                }
            }
            for own in member.works.iter() {
                removed.work(&member.index.work(WorkId::new(own))?);
            }
            counts.join(&member.index.counts()?, &removed);
        }
        Ok(counts)
    }
}

impl Member {
    fn find_all(&self, terms: &[(TermKind, &[u8])], limit: usize) -> Result<Vec<u32>, Error> {
        if self.records.is_empty() {
            return self.index.records_with(terms, limit, &|_| true);
        }
        let is_wanted = |number| !self.records.contains(number);
        self.index.records_with(terms, limit, &is_wanted)
    }

    /// Returns records as the set has them.
    fn records(&self, numbers: &[RecordNumber]) -> Result<Vec<Record>, Error> {
        let records = self.index.records(numbers)?.into_iter();
        Ok(records.map(|record| self.in_set(record)).collect())
    }

    /// Returns the id of a record of a set of several files.
    fn id_of(&self, number: RecordNumber, record: Record) -> RecordId {
        let order = coding::order(&record);
        RecordId {
            order: Some(Arc::new(Met { order, record })),
            number: self.first_record + number.get(),
        }
    }

    /// Returns a record with the place that its source has in the set.
    pub(super) fn in_set(&self, record: Record) -> Record {
        let source = self.sources.get(usize::from(record.source));
        Record {
            source: source.copied().unwrap_or(record.source),
            ..record
        }
    }
}

/// The records of a file that are still to come. Each is read when its turn comes, since
/// most are on pages of their own, and few of those that were found may be wanted.
struct Queue<'a> {
    member: &'a Member,
    numbers: std::vec::IntoIter<u32>,
    reader: Records<'a>,
}

impl Queue<'_> {
    fn next(&mut self) -> Result<Option<RecordId>, Error> {
        let Some(number) = self.numbers.next().map(RecordNumber::new) else {
            return Ok(None);
        };
        let record = self.reader.record(number)?;
        let record = self.member.in_set(record);
        Ok(Some(self.member.id_of(number, record)))
    }
}

/// Puts the records of several files in order.
fn merged(mut queues: Vec<Queue<'_>>, limit: usize) -> Result<Vec<RecordId>, Error> {
    let mut heads = BinaryHeap::new();
    for (place, queue) in queues.iter_mut().enumerate() {
        if let Some(id) = queue.next()? {
            heads.push(Reverse((id, place)));
        }
    }
    let mut ids = Vec::new();
    while ids.len() < limit
        && let Some(Reverse((id, place))) = heads.pop()
    {
        ids.push(id);
        if let Some(next) = queues[place].next()? {
            heads.push(Reverse((next, place)));
        }
    }
    Ok(ids)
}
