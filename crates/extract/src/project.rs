//! Scrivener projects on disk: folders that are one document.
//!
//! The files that may hold the manuscript are packed in memory as they are, so
//! the worker that reads them needs no path. Links are not followed.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::open::open_file;
use crate::{Error, ErrorKind, bundle};

// Bounds; no figure depends on them.

/// The size of all texts of a project together, in bytes.
const MAX_BYTES: u64 = 256 << 20;
const MAX_FILES: usize = 20_000;
/// A project's files are three folders deep.
const MAX_DEPTH: usize = 6;

/// Returns whether `path` is the folder of a Scrivener project.
pub fn is_project(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str());
    ending.is_some_and(|e| e.eq_ignore_ascii_case("scriv")) && path.is_dir()
}

/// Packs the project's texts.
///
/// # Errors
///
/// `Unreadable`, and `LimitExceeded` for a project that is too large.
pub(crate) fn gather(folder: &Path) -> Result<Vec<u8>, Error> {
    let mut files = Vec::new();
    let mut left = MAX_BYTES;
    search(folder, "", 0, &mut left, &mut files)?;
    bundle::pack(files)
}

fn search(
    folder: &Path,
    name: &str,
    depth: usize,
    left: &mut u64,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), Error> {
    let unreadable = |e| Error::from_io(ErrorKind::Unreadable, "the project cannot be read", e);
    let too_large = || {
        Error::new(
            ErrorKind::LimitExceeded,
            "the project is larger than is allowed",
        )
    };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        let part = entry.file_name();
        let Some(part) = part.to_str() else { continue };
        let name = match name {
            "" => part.to_owned(),
            _ => format!("{name}/{part}"),
        };
        if kind.is_dir() && depth < MAX_DEPTH {
            search(&entry.path(), &name, depth + 1, left, files)?;
        } else if kind.is_file() && is_text(part) {
            let (file, _) = open_file(&entry.path())?;
            let mut bytes = Vec::new();
            file.take(*left + 1)
                .read_to_end(&mut bytes)
                .map_err(unreadable)?;
            *left = left.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
            if files.len() >= MAX_FILES {
                return Err(too_large());
            }
            files.push((name, bytes));
        }
    }
    Ok(())
}

fn is_text(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|e| e.to_str());
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "scrivx" | "rtf" | "txt" | "comments")
}
