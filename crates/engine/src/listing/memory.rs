//! Records in memory, for tests.

use std::collections::HashMap;
use std::convert::Infallible;

use colophon_catalogue::Record;
use colophon_catalogue::terms::{self, TermKind};
use colophon_index::{RecordDigests, RecordId};

use super::records::Records;

/// A few records, filed like those of an index.
#[derive(Debug, Default)]
pub(super) struct Memory {
    records: Vec<Record>,
    digests: HashMap<u32, RecordDigests>,
    terms: HashMap<u64, Vec<RecordId>>,
}

impl Memory {
    pub(super) fn new(records: Vec<Record>) -> Self {
        let mut memory = Self::default();
        for record in records {
            memory.add(record, RecordDigests::default());
        }
        memory
    }

    pub(super) fn add(&mut self, record: Record, digests: RecordDigests) {
        let number = u32::try_from(self.records.len()).unwrap();
        let id = RecordId::new(number);
        let mut file = |kind, bytes: &[u8]| {
            self.terms
                .entry(terms::hash(kind, bytes))
                .or_default()
                .push(id.clone());
        };
        terms::of_record(&record, &mut file);
        if let Some(sha1) = digests.sha1 {
            file(TermKind::Sha1, &sha1);
        }
        if let Some(sha256) = digests.sha256 {
            file(TermKind::Sha256, &sha256);
        }
        self.records.push(record);
        self.digests.insert(number, digests);
    }
}

impl Records for Memory {
    type Error = Infallible;

    fn find(
        &self,
        kind: TermKind,
        bytes: &[u8],
        limit: usize,
    ) -> Result<Vec<RecordId>, Infallible> {
        self.find_all(&[(kind, bytes)], limit)
    }

    fn find_all(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
    ) -> Result<Vec<RecordId>, Infallible> {
        let none = Vec::new();
        let mut lists = terms
            .iter()
            .map(|(kind, bytes)| self.terms.get(&terms::hash(*kind, bytes)).unwrap_or(&none));
        let first = lists.next().cloned().unwrap_or_default();
        let both = lists.fold(first, |all, list| {
            all.into_iter()
                .filter(|number| list.contains(number))
                .collect()
        });
        Ok(both.into_iter().take(limit).collect())
    }

    fn count(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Infallible> {
        Ok(self.find(kind, bytes, usize::MAX)?.len() as u64)
    }

    fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, Infallible> {
        let record = |id: &RecordId| self.records[id.number() as usize].clone();
        Ok(ids.iter().map(record).collect())
    }

    fn digests(&self, id: &RecordId) -> Result<RecordDigests, Infallible> {
        Ok(self.digests[&id.number()])
    }

    fn source_name(&self, _source: u16) -> Result<String, Infallible> {
        Ok("test".to_owned())
    }
}
