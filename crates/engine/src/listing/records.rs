//! Where records come from: an index, or memory in tests.

use colophon_catalogue::Record;
use colophon_catalogue::terms::TermKind;
use colophon_index::{RecordDigests, RecordId};

/// Something that can be searched for records.
pub trait Records {
    /// Why it could not answer.
    type Error;

    /// Returns the first records that are filed under a term, at most `limit`.
    /// A few may lack the term.
    ///
    /// # Errors
    ///
    /// Those of the implementation.
    fn find(
        &self,
        kind: TermKind,
        bytes: &[u8],
        limit: usize,
    ) -> Result<Vec<RecordId>, Self::Error>;

    /// Returns the first records that are filed under all of these terms.
    ///
    /// # Errors
    ///
    /// Those of the implementation.
    fn find_all(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
    ) -> Result<Vec<RecordId>, Self::Error>;

    /// Returns how many records are filed under a term.
    ///
    /// # Errors
    ///
    /// Those of the implementation.
    fn count(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Self::Error>;

    /// Returns the records with these ids, in their order.
    ///
    /// # Errors
    ///
    /// Those of the implementation.
    fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, Self::Error>;

    /// Returns the other digests of a record's file.
    ///
    /// # Errors
    ///
    /// Those of the implementation.
    fn digests(&self, id: &RecordId) -> Result<RecordDigests, Self::Error>;

    /// Returns the name of a collection; empty if there is no such collection.
    ///
    /// # Errors
    ///
    /// Those of the implementation.
    fn source_name(&self, source: u16) -> Result<String, Self::Error>;
}
