//! Ids for works that nobody gave one.
//!
//! A work that no list names has the name of its file as its id. It helps
//! the owner of the file and tells everyone else too much: before an index is published,
//! such a work gets an id from its text, which is the same wherever it is indexed.

use std::collections::HashMap;

use crate::error::Error;
use crate::model::{DigestKind, WorkId};
use crate::reader::Index;
use crate::schema::Table;
use crate::tree::Record as Row;

/// How many bytes of the text's digest make an id.
const N_BYTES: usize = 6;

/// The ids that the works of an index get by their texts.
#[derive(Debug, Default)]
pub struct PublicIds(HashMap<u32, [u8; N_BYTES]>);

impl PublicIds {
    /// Returns the id that a work gets by its text, or an empty one if the index does not
    /// have the digest of the text.
    #[must_use]
    pub fn of(&self, work: WorkId) -> String {
        self.of_text(work.get())
    }

    pub(crate) fn of_text(&self, work: u32) -> String {
        let of_text = |bytes: &[u8; N_BYTES]| format!("w{}", crate::hex::write(bytes));
        self.0.get(&work).map(of_text).unwrap_or_default()
    }
}

impl Index {
    /// Returns the ids that works get by their texts. All digests of texts are read.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged),
    /// [`Unreadable`](crate::ErrorKind::Unreadable).
    pub fn public_ids(&self) -> Result<PublicIds, Error> {
        self.read_public_ids().map_err(|e| e.at(self.path()))
    }

    fn read_public_ids(&self) -> Result<PublicIds, Error> {
        let mut ids = HashMap::new();
        self.read_text_digests(&mut |work, digest| {
            if let Some(start) = digest.first_chunk() {
                ids.entry(work.get()).or_insert(*start);
            }
        })?;
        Ok(PublicIds(ids))
    }

    /// Hands over the SHA-256 of each text with its work, in the order of the digests.
    ///
    /// # Errors
    ///
    /// As [`Index::public_ids`].
    pub fn text_digests(&self, on_text: &mut dyn FnMut(WorkId, &[u8])) -> Result<(), Error> {
        self.read_text_digests(on_text)
            .map_err(|e| e.at(self.path()))
    }

    fn read_text_digests(&self, on_text: &mut dyn FnMut(WorkId, &[u8])) -> Result<(), Error> {
        let wanted = u64::from(DigestKind::TextSha256.code());
        let compare = |row: &Row| {
            let [kind, _, _] = row.columns()?;
            Ok(kind.integer()?.cmp(&wanted))
        };
        let mut keys = self.tables().keys(Table::Digests);
        keys.seek(&compare)?;
        while let Some(row) = keys.next()? {
            let [kind, bytes, work] = row.columns()?;
            if kind.integer()? != wanted {
                break;
            }
            let work = u32::try_from(work.integer()?).ok();
            let work = work.ok_or_else(|| Error::damaged("a malformed digest"))?;
            on_text(WorkId::new(work), bytes.blob()?);
        }
        Ok(())
    }
}
