//! Folders to documents: which files a check or an ingest reads.
//!
//! A named file is always taken. In folders, files with the name of a document
//! are taken, in the order of their names, so two runs read the same files in
//! the same order; our own reports are skipped. Other files are passed over and
//! counted by the ending of their names, hidden ones excepted; so are the files
//! with which a program marks a document that is open, named or not. Links to folders
//! are not followed, since they can form cycles, and are reported, unless what they
//! lead to is searched anyway. A ZIP archive gives each document in it, by
//! a path that continues inside the archive; a Scrivener project, which is a
//! folder, is one document.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use colophon_extract::{self as extract, ErrorKind, Limits, Source, is_archive_name, is_project};

use crate::error::Error;
use crate::job::{Job, Phase};
use crate::print::is_print_name;
use crate::report::model::PassedOver;
use crate::report::{Advice, Code, Language, Unread, is_report};

/// How deeply folders may be nested.
const MAX_DEPTH: usize = 64;

/// The most endings that are counted separately.
const MAX_ENDINGS: usize = 12;

/// The longest ending that is told from others, in bytes: a longer one is part
/// of a name.
const MAX_ENDING: usize = 10;

/// The ending by which the marks of open documents are counted.
const LOCKS: &str = "~lock";

/// A path to read, or why there is none.
pub type FoundPath = Result<PathBuf, Error>;

/// What was found in files and folders.
#[derive(Debug, Default)]
pub struct Found {
    /// The documents, in order; a path that cannot be read is an error in its
    /// place.
    pub paths: Vec<FoundPath>,
    /// The files in folders that are not named like documents, by the ending of
    /// their names, the most frequent first.
    pub passed_over: Vec<PassedOver>,
}

/// Returns whether a file is the mark that a program leaves next to a document that
/// is open: `~$novel.docx` of Word, `.~lock.novel.odt#` of `LibreOffice`.
fn is_lock(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| {
        name.starts_with("~$") || name.starts_with(".~lock.") && name.ends_with('#')
    })
}

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
) -> Result<Found, Error> {
    job.begin(Phase::Searching, 0);
    let mut found = Vec::new();
    let mut others = BTreeMap::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() && !is_project(path) => {
                let before = found.len();
                search(path, (wanted, path), 0, job, &mut found, &mut others)?;
                if found.len() == before {
                    let message = "no document in this folder";
                    found.push(Err(Error::new(Code::Unreadable, message)
                        .advise(Advice::FolderOfDocuments)
                        .at(path)));
                }
            }
            Ok(_) if is_lock(path) && paths.len() > 1 => {
                pass_over(path, &mut others);
            }
            Ok(_) if is_lock(path) => {
                let message = Unread::OpenDocument.phrase().say(Language::English);
                found.push(Err(Error::new(Code::Unsupported, message)
                    .advise(Advice::NameTheOpenOne)
                    .at(path)));
            }
            // The reader finds out what a named path really is.
            Ok(_) => unpacked(path, true, job, &mut found, &mut others),
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
    Ok(Found {
        paths: found,
        passed_over: by_ending(others),
    })
}

/// How many files there are with each ending.
type Endings = BTreeMap<String, u64>;

/// Counts a file that is not read.
fn pass_over(path: &Path, others: &mut Endings) {
    if is_lock(path) {
        *others.entry(LOCKS.to_owned()).or_default() += 1;
        return;
    }
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is_plain = |ending: &&str| {
        ending.len() <= MAX_ENDING && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let ending = ending.filter(is_plain).unwrap_or_default();
    *others.entry(ending.to_ascii_lowercase()).or_default() += 1;
}

/// Returns the counts, the largest first; what has no ending, or one of the
/// rarest, comes last and without one.
fn by_ending(mut others: Endings) -> Vec<PassedOver> {
    let mut n_rest = others.remove("").unwrap_or_default();
    let mut counts: Vec<PassedOver> = others
        .into_iter()
        .map(|(ending, files)| PassedOver { ending, files })
        .collect();
    counts.sort_by_key(|of_ending| std::cmp::Reverse(of_ending.files));
    let rare = counts.split_off(counts.len().min(MAX_ENDINGS));
    n_rest += rare.iter().map(|of_ending| of_ending.files).sum::<u64>();
    if n_rest > 0 {
        counts.push(PassedOver {
            ending: String::new(),
            files: n_rest,
        });
    }
    counts
}

/// Returns whether the folder that a link leads to is one of those that a search of
/// `root` goes through.
fn is_searched(link: &Path, root: &Path) -> bool {
    let (Ok(target), Ok(root)) = (link.canonicalize(), root.canonicalize()) else {
        return false;
    };
    let is_plain = |below: &Path| {
        below
            .iter()
            .all(|name| !name.as_encoded_bytes().starts_with(b"."))
    };
    target.strip_prefix(root).is_ok_and(is_plain)
}

fn search(
    folder: &Path,
    (wanted, root): (fn(&Path) -> bool, &Path),
    depth: usize,
    job: &Job,
    found: &mut Vec<FoundPath>,
    others: &mut Endings,
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
        if is_lock(&path) {
            pass_over(&path, others);
            continue;
        }
        if hidden {
            continue;
        }
        let is_folder = file_type.is_ok_and(|file_type| file_type.is_dir());
        if is_folder && !is_project(&path) {
            search(&path, (wanted, root), depth + 1, job, found, others)?;
        } else if is_folder || path.is_dir() && is_project(&path) {
            found.push(Ok(path));
            job.advance(1);
        } else if is_archive_name(&path) && !path.is_dir() {
            unpacked(&path, false, job, found, others);
        } else if path.is_dir() {
            if !is_searched(&path, root) {
                let message = Unread::LinkedFolder.phrase().say(Language::English);
                found.push(Err(Error::new(Code::Unreadable, message)
                    .advise(Advice::FolderItself)
                    .at(&path)));
            }
        } else if !wanted(&path) {
            pass_over(&path, others);
        } else if !is_report(&path) {
            found.push(Ok(path));
            job.advance(1);
        }
    }
    Ok(())
}

/// Adds the documents in the file at `path`: the file itself or, if it is an
/// archive, the documents in it.
///
/// An archive without documents is reported if it was named, else passed over.
fn unpacked(
    path: &Path,
    is_named: bool,
    job: &Job,
    found: &mut Vec<FoundPath>,
    others: &mut Endings,
) {
    if !is_archive_name(path) {
        found.push(Ok(path.to_owned()));
        return;
    }
    let names = Source::open(path)
        .and_then(|source| extract::members(&source, &Limits::default(), &mut |_| job.go_on()));
    match names {
        Ok(Some(names)) => found.extend(names.iter().map(|name| Ok(path.join(name)))),
        Ok(None) => found.push(Ok(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::Unsupported && !is_named => {
            pass_over(path, others);
        }
        Err(error) => found.push(Err(Error::from(error))),
    }
    job.advance(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed_over(names: &[&str]) -> Vec<(String, u64)> {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        let paths = [folder.path().to_owned()];
        let found = documents(&paths, is_manuscript_name, &Job::default()).unwrap();
        let n_passed_over: u64 = found.passed_over.iter().map(|it| it.files).sum();
        let n_hidden = names.iter().filter(|it| it.contains("/.")).count();
        let n_found = found.paths.iter().filter(|it| it.is_ok()).count();
        assert_eq!(
            n_found + n_hidden + usize::try_from(n_passed_over).unwrap(),
            names.len()
        );
        let counts = found.passed_over.into_iter();
        counts.map(|it| (it.ending, it.files)).collect()
    }

    #[test]
    fn what_is_passed_over_is_counted_by_ending() {
        let counts = passed_over(&[
            "a/Novel.epub",
            "a/cover.jpg",
            "a/metadata.opf",
            "b/cover.JPG",
            "b/.hidden.jpg",
            "b/README",
            "b/what.is this",
            "c/novel.print",
            "c/back.up/cover.jpg",
        ]);
        let expected = [("jpg", 3), ("opf", 1), ("", 2)];
        assert_eq!(counts, expected.map(|(ending, n)| (ending.to_owned(), n)));
        assert!(passed_over(&["novel.txt"]).is_empty());
    }

    #[test]
    fn the_marks_of_open_documents_are_counted_and_never_read() {
        let folder = tempfile::tempdir().unwrap();
        let names = [
            "novel.docx",
            "~$novel.docx",
            ".~lock.novel.docx#",
            "~$vel.DOCX",
        ];
        let paths = names.map(|name| folder.path().join(name));
        for path in &paths {
            fs::write(path, "text").unwrap();
        }
        for asked in [&[folder.path().to_owned()][..], &paths] {
            let found = documents(asked, is_manuscript_name, &Job::default()).unwrap();
            let read: Vec<_> = found.paths.iter().flatten().collect();
            assert_eq!((read, found.paths.len()), (vec![&paths[0]], 1));
            let counts: Vec<_> = found
                .passed_over
                .iter()
                .map(|it| (it.ending.as_str(), it.files))
                .collect();
            assert_eq!(counts, [(LOCKS, 3)]);
        }
        let alone = documents(&paths[1..2], is_manuscript_name, &Job::default()).unwrap();
        let error = alone.paths[0].as_ref().unwrap_err();
        assert_eq!(error.code(), Code::Unsupported);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_is_reported_unless_the_folder_is_searched_anyway() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for made in ["asked/sub", "asked/.hidden", "other", "project.scriv"] {
            fs::create_dir_all(at(made)).unwrap();
        }
        for file in ["asked/a.txt", "asked/sub/b.txt", "other/c.txt"] {
            fs::write(at(file), "text").unwrap();
        }
        fs::write(at("project.scriv/project.scrivx"), "<x/>").unwrap();
        for (target, link) in [
            ("other", "asked/linked"),
            ("asked", "asked/sub/circle"),
            ("asked/sub", "asked/again"),
            ("asked/.hidden", "asked/shown"),
            ("project.scriv", "asked/project.scriv"),
        ] {
            symlink(at(target), at(link)).unwrap();
        }
        let found = documents(&[at("asked")], is_manuscript_name, &Job::default()).unwrap();
        let (read, unread): (Vec<_>, Vec<_>) = found.paths.into_iter().partition(Result::is_ok);
        let read: Vec<PathBuf> = read.into_iter().flatten().collect();
        let expected = ["a.txt", "project.scriv", "sub/b.txt"];
        assert_eq!(read, expected.map(|name| at("asked").join(name)));
        let unread: Vec<String> = unread
            .into_iter()
            .filter_map(Result::err)
            .map(|error| error.message().to_owned())
            .collect();
        assert_eq!(unread.len(), 2, "{unread:?}");
        assert!(unread.iter().all(|message| message.contains("link")));
    }

    #[test]
    fn many_endings_are_cut() {
        let names: Vec<String> = (0..40).map(|n| format!("file.x{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let counts = passed_over(&names);
        assert_eq!(counts.len(), MAX_ENDINGS + 1);
        assert_eq!(counts[MAX_ENDINGS], (String::new(), 28));
    }
}
