//! Folders to documents: which files a check or an ingest reads.
//!
//! A file that is named is always taken. In folders, files whose name is that
//! of a document are, in the order of their names, so that two runs read the
//! same files in the same order. Links to folders are not followed: they can
//! form rings.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::job::{Job, Phase};

/// How deep folders may lie in folders.
const MAX_DEPTH: usize = 64;

/// A path to read, or the reason why there is none.
pub(crate) type Found = Result<PathBuf, Error>;

/// Returns the documents at `paths`, each once, in order.
///
/// # Errors
///
/// `cancelled` only. A path that is not there, or a folder that cannot be
/// opened, is an entry with its reason, so that nothing is passed over in
/// silence.
pub(crate) fn documents(
    paths: &[PathBuf],
    wanted: fn(&Path) -> bool,
    job: &Job,
) -> Result<Vec<Found>, Error> {
    job.begin(Phase::Searching, 0);
    let mut found = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let before = found.len();
                search(path, wanted, 0, job, &mut found)?;
                if found.len() == before {
                    let hint =
                        "Name a folder that holds EPUB, PDF, DOCX, HTML, Markdown or text files.";
                    found.push(Err(Error::new(
                        "unreadable",
                        "no document in this folder",
                        hint,
                    )
                    .at(path)));
                }
            }
            // What a named path really is, its reader finds out.
            Ok(_) => found.push(Ok(path.clone())),
            Err(error) => found.push(Err(Error::from_io(error, "cannot be opened", path))),
        }
    }
    let mut seen = HashSet::new();
    found.retain(|found| {
        found
            .as_ref()
            .map_or(true, |path| seen.insert(path.clone()))
    });
    Ok(found)
}

fn search(
    folder: &Path,
    wanted: fn(&Path) -> bool,
    depth: usize,
    job: &Job,
    found: &mut Vec<Found>,
) -> Result<(), Error> {
    if job.is_cancelled() {
        return Err(Error::cancelled());
    }
    if depth > MAX_DEPTH {
        let hint = "Move the documents to a folder that is less deep.";
        found.push(Err(Error::new(
            "limit-exceeded",
            "folders in folders, too deep",
            hint,
        )
        .at(folder)));
        return Ok(());
    }
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
        Ok(entries) => entries,
        Err(error) => {
            found.push(Err(Error::from_io(
                error,
                "the folder cannot be read",
                folder,
            )));
            return Ok(());
        }
    };
    let mut paths: Vec<_> = entries
        .into_iter()
        .map(|entry| (entry.path(), entry.file_type()))
        .collect();
    paths.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, file_type) in paths {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden {
            continue;
        }
        if file_type.is_ok_and(|file_type| file_type.is_dir()) {
            search(&path, wanted, depth + 1, job, found)?;
        } else if wanted(&path) && !path.is_dir() {
            found.push(Ok(path));
            job.advance(1);
        }
    }
    Ok(())
}
