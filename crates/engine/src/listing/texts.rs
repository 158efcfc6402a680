//! The works whose texts an index holds, to be found like the records of a catalogue.

use colophon_catalogue::Record;
use colophon_catalogue::terms::TermKind;
use colophon_index::{Error, RecordDigests, RecordId, Set, WorkId};

use super::records::Records;

/// The works of an index, as records of a collection of their own: their titles,
/// authors, languages and ids.
///
/// The number of an id is that of a work. Digests of their files are looked up elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a>(pub &'a Set);

impl Texts<'_> {
    /// The name of the collection.
    pub const SOURCE: &'static str = "books";
}

impl Records for Texts<'_> {
    type Error = Error;

    fn find(
        &self,
        kind: TermKind,
        bytes: &[u8],
        limit: usize,
    ) -> Result<Vec<RecordId>, Self::Error> {
        self.find_all(&[(kind, bytes)], limit)
    }

    fn find_all(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
    ) -> Result<Vec<RecordId>, Self::Error> {
        let works = self.0.find_works(terms, limit)?;
        let id = |work: WorkId| RecordId::new(work.get());
        Ok(works.into_iter().map(id).collect())
    }

    fn count(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Self::Error> {
        self.0.count_works(kind, bytes)
    }

    fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, Self::Error> {
        let record = |id: &RecordId| {
            let work = self.0.work(WorkId::new(id.number()))?;
            Ok(Record {
                id: work.id,
                title: work.title,
                author: work.author,
                language: work.language.unwrap_or_default(),
                ..Record::default()
            })
        };
        ids.iter().map(record).collect()
    }

    fn digests(&self, _id: &RecordId) -> Result<RecordDigests, Self::Error> {
        Ok(RecordDigests::default())
    }

    fn source_name(&self, _source: u16) -> Result<String, Self::Error> {
        Ok(Self::SOURCE.to_owned())
    }
}
