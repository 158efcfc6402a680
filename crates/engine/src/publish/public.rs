//! An index as it may be public: without the names of files.

use std::ops::ControlFlow;
use std::path::Path;

use colophon_index::{Index, WorkId};

use crate::error::Error;
use crate::job::Job;
use crate::sets::{MergeRequest, merge_indexes};

/// Returns an index with ids that may be public: the same, or one made in `folder`.
///
/// # Errors
///
/// Those of [`merge_indexes`].
pub(super) fn without_names_of_files(
    index: Index,
    folder: &Path,
    job: &Job,
) -> Result<Index, Error> {
    if !has_names_of_files(&index)? {
        return Ok(index);
    }
    let out = folder.join(format!("public.{}", crate::INDEX_ENDING));
    let request = MergeRequest {
        indexes: vec![index.path().to_owned()],
        out: out.clone(),
        gives_ids: true,
        ..MergeRequest::default()
    };
    merge_indexes(&request, job)?;
    Ok(Index::open(&out)?)
}

/// Returns whether the id of a work is the name of a file.
pub(super) fn has_names_of_files(index: &Index) -> Result<bool, Error> {
    let mut has = false;
    index.works_from(WorkId::new(0), &mut |_, work| {
        has = work.is_id_of_file;
        if has {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    Ok(has)
}
