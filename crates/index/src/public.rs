//! Ids for works that nobody gave one.
//!
//! A work that no list names has the name of its file as its id. It helps
//! the owner of the file and tells everyone else too much: before an index is published,
//! such a work gets an id from its text, which is the same wherever it is indexed.

use std::collections::HashMap;

use crate::error::Error;
use crate::model::{DigestKind, Work, WorkId};
use crate::reader::Index;
use crate::schema::Table;
use crate::tree::Record as Row;

/// How many bytes of the text's digest make an id.
const N_BYTES: usize = 6;

/// The ids that the works of an index get by their texts.
#[derive(Debug, Default)]
pub struct PublicIds(HashMap<u32, [u8; N_BYTES]>);

impl PublicIds {
    /// Returns the id of a work as it may be published: its own, unless that is the name
    /// of a file. It is empty for such a work without a digest of its text.
    #[must_use]
    pub fn of(&self, id: WorkId, work: &Work) -> String {
        if work.is_id_of_file {
            self.of_text(id.get())
        } else {
            work.id.clone()
        }
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
        let of_text = u64::from(DigestKind::TextSha256.code());
        let compare = |row: &Row| {
            let [kind, _, _] = row.columns()?;
            Ok(kind.integer()?.cmp(&of_text))
        };
        let mut keys = self.tables().keys(Table::Digests);
        keys.seek(&compare)?;
        let mut ids = HashMap::new();
        while let Some(row) = keys.next()? {
            let [kind, bytes, work] = row.columns()?;
            if kind.integer()? != of_text {
                break;
            }
            let work = u32::try_from(work.integer()?).ok();
            let (Some(work), Some(bytes)) = (work, bytes.blob()?.first_chunk()) else {
                return Err(Error::damaged("a malformed digest"));
            };
            ids.entry(work).or_insert(*bytes);
        }
        Ok(PublicIds(ids))
    }
}
