//! Folders to documents: which files a check or an ingest reads.
//!
//! A named file is always taken. In folders, files with the name of a document
//! are taken, in the order of their names, so two runs read the same files in
//! the same order; our own reports are skipped. Links to folders are not
//! followed: they can form cycles. A ZIP archive gives each document in it, by
//! a path that continues inside the archive; a Scrivener project, which is a
//! folder, is one document.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_extract::{self as extract, ErrorKind, Limits, Source, is_archive_name, is_project};

use crate::error::Error;
use crate::job::{Job, Phase};
use crate::print::is_print_name;
use crate::report::{Advice, Code, is_report};

/// How deeply folders may be nested.
const MAX_DEPTH: usize = 64;

/// A path to read, or why there is none.
pub type FoundPath = Result<PathBuf, Error>;

/// Returns whether a path is named like a document or a `.print` file.
pub(crate) fn is_manuscript_name(path: &Path) -> bool {
    extract::is_document_name(path) || is_print_name(path)
}

/// Returns the documents at `paths`, each once, in order.
///
/// # Errors
///
/// `cancelled` only. A path that does not exist, or a folder that cannot be
/// opened, is an entry with its reason: nothing is skipped silently.
pub(crate) fn documents(
    paths: &[PathBuf],
    wanted: fn(&Path) -> bool,
    job: &Job,
) -> Result<Vec<FoundPath>, Error> {
    job.begin(Phase::Searching, 0);
    let mut found = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() && !is_project(path) => {
                let before = found.len();
                search(path, wanted, 0, job, &mut found)?;
                if found.len() == before {
                    let message = "no document in this folder";
                    found.push(Err(Error::new(Code::Unreadable, message)
                        .advise(Advice::FolderOfDocuments)
                        .at(path)));
                }
            }
            // The reader finds out what a named path really is.
            Ok(_) => unpacked(path, true, job, &mut found),
            // The reader opens what is named inside an archive.
            Err(_) if path.ancestors().skip(1).any(Path::is_file) => found.push(Ok(path.clone())),
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
    found: &mut Vec<FoundPath>,
) -> Result<(), Error> {
    if job.is_cancelled() {
        return Err(Error::cancelled());
    }
    if depth > MAX_DEPTH {
        let message = "folders are nested too deeply";
        found.push(Err(Error::new(Code::LimitExceeded, message)
            .advise(Advice::ShallowerFolder)
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
        let is_folder = file_type.is_ok_and(|file_type| file_type.is_dir());
        if is_folder && !is_project(&path) {
            search(&path, wanted, depth + 1, job, found)?;
        } else if is_folder {
            found.push(Ok(path));
            job.advance(1);
        } else if is_archive_name(&path) && !path.is_dir() {
            unpacked(&path, false, job, found);
        } else if wanted(&path) && !path.is_dir() && !is_report(&path) {
            found.push(Ok(path));
            job.advance(1);
        }
    }
    Ok(())
}

/// Adds the documents in the file at `path`: the file itself or, if it is an
/// archive, the documents in it.
///
/// An archive without documents is reported only if it was named.
fn unpacked(path: &Path, is_named: bool, job: &Job, found: &mut Vec<FoundPath>) {
    if !is_archive_name(path) {
        found.push(Ok(path.to_owned()));
        return;
    }
    let names = Source::open(path)
        .and_then(|source| extract::members(&source, &Limits::default(), &mut |_| job.go_on()));
    match names {
        Ok(Some(names)) => found.extend(names.iter().map(|name| Ok(path.join(name)))),
        Ok(None) => found.push(Ok(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::Unsupported && !is_named => {}
        Err(error) => found.push(Err(Error::from(error))),
    }
    job.advance(1);
}
