//! An index as it may be public: without the names of files.

use std::path::Path;

use colophon_index::{Index, PublicIds, Work, WorkId};

use super::junk::flaw_of_id;
use crate::error::Error;
use crate::job::Job;
use crate::sets::{MergeRequest, merge_indexes};

/// Returns whether an id is not for readers: the name of a file, or what looks like one.
fn is_private(id: &str, is_of_file: bool) -> bool {
    is_of_file || flaw_of_id(id).is_some()
}

/// The ids of an index, as readers will see them.
pub(super) struct Ids<'a> {
    index: &'a Index,
    /// Those that works get by their texts, once one needs it.
    by_text: Option<Result<PublicIds, Error>>,
}

impl<'a> Ids<'a> {
    pub(super) fn of(index: &'a Index) -> Self {
        Self {
            index,
            by_text: None,
        }
    }

    /// Returns the id of a work.
    pub(super) fn id(&mut self, number: WorkId, work: &Work) -> String {
        if !is_private(&work.id, work.is_id_of_file) {
            return work.id.clone();
        }
        let read = || self.index.public_ids().map_err(Error::from);
        match self.by_text.get_or_insert_with(read) {
            Ok(ids) => ids.of(number),
            Err(_) => String::new(),
        }
    }

    /// Returns whether an id was replaced.
    ///
    /// # Errors
    ///
    /// Those of the index.
    pub(super) fn finish(self) -> Result<bool, Error> {
        Ok(self.by_text.transpose()?.is_some())
    }
}

/// Returns an index with ids that may be public: the same unless it has others, else one
/// made in `folder`.
///
/// # Errors
///
/// Those of [`merge_indexes`].
pub(super) fn with_public_ids(
    index: Index,
    has_others: bool,
    folder: &Path,
    job: &Job,
) -> Result<Index, Error> {
    if !has_others {
        return Ok(index);
    }
    let out = folder.join(format!("public.{}", crate::INDEX_ENDING));
    let request = MergeRequest {
        indexes: vec![index.path().to_owned()],
        out: out.clone(),
        hides_id: Some(is_private),
        ..MergeRequest::default()
    };
    merge_indexes(&request, job)?;
    Ok(Index::open(&out)?)
}
