//! An index as it may be public: without the names of files.

use std::ops::ControlFlow;
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
pub(super) struct Ids(Option<PublicIds>);

impl Ids {
    pub(super) fn of(index: &Index) -> Result<Self, Error> {
        let ids = has_private_ids(index)?.then(|| index.public_ids());
        Ok(Self(ids.transpose()?))
    }

    /// Returns the id of a work.
    pub(super) fn id(&self, number: WorkId, work: &Work) -> String {
        match &self.0 {
            Some(ids) if is_private(&work.id, work.is_id_of_file) => ids.of(number),
            _ => work.id.clone(),
        }
    }
}

/// Returns an index with ids that may be public: the same, or one made in `folder`.
///
/// # Errors
///
/// Those of [`merge_indexes`].
pub(super) fn with_public_ids(index: Index, folder: &Path, job: &Job) -> Result<Index, Error> {
    if !has_private_ids(&index)? {
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

fn has_private_ids(index: &Index) -> Result<bool, Error> {
    let mut has = false;
    index.works_from(WorkId::new(0), &mut |_, work| {
        has = is_private(&work.id, work.is_id_of_file);
        if has {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    Ok(has)
}
