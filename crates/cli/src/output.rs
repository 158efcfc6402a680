//! Where results go: standard output, or a file that is never half-written.
//!
//! A new file is written under another name in the same folder, "aside", and then
//! renamed, so a reader sees either the old file or the new one, complete. A
//! reader that goes away before the end, as `head` does, is not an error.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use colophon_engine::is_document_name;
use colophon_engine::report::{self, Code};

use crate::failure::Failure;
use crate::stop::Stop;
use crate::terminal;

/// How the names of files aside begin and end.
const PREFIX: &str = ".colophon-";
const SUFFIX: &str = ".part";

/// A file aside that is younger than this may not be locked yet.
const NEW: Duration = Duration::from_mins(1);

/// Where the result of a command is written.
#[derive(Debug)]
pub(crate) struct Output {
    file: Option<PathBuf>,
}

impl Output {
    /// Makes the output of `--out`; `None` and `-` mean standard output.
    pub(crate) fn new(out: Option<PathBuf>) -> Self {
        Self {
            file: out.filter(|path| path.as_os_str() != "-"),
        }
    }

    /// Returns whether results go to standard output.
    pub(crate) fn is_stdout(&self) -> bool {
        self.file.is_none()
    }

    /// Returns the path of the file with `ending` after its name; `None` for
    /// standard output and for anything that is not a regular file.
    pub(crate) fn next_to(&self, ending: &str) -> Option<PathBuf> {
        let path = self.file.as_ref()?;
        if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
            return None;
        }
        let mut name = target(path).into_os_string();
        name.push(ending);
        Some(name.into())
    }

    /// Finds out, before any long work, whether the file can be written, and
    /// refuses one of the files that are to be read.
    pub(crate) fn prepare<'a>(
        &self,
        read: impl IntoIterator<Item = &'a PathBuf>,
        stop: &Stop,
    ) -> Result<(), Failure> {
        let Some(path) = &self.file else {
            return Ok(());
        };
        let name = path.as_os_str().as_encoded_bytes();
        let ends_like_folder = name
            .last()
            .is_some_and(|&last| std::path::is_separator(last.into()));
        let metadata = fs::metadata(path);
        if ends_like_folder || metadata.as_ref().is_ok_and(fs::Metadata::is_dir) {
            let message = format!("{}: --out names a folder", path.display());
            let hint = "Name a file in that folder.";
            return Err(Failure::new(Code::InvalidArgument, message, hint));
        }
        if let Ok(target) = fs::canonicalize(path) {
            for other in read {
                let is_read = fs::canonicalize(other).is_ok_and(|other| {
                    // In a folder, files with the name of a document are read.
                    let is_within = target.starts_with(&other) && is_document_name(&target);
                    other == target || is_within && !report::is_report(&target)
                });
                if is_read {
                    let message = format!(
                        "{}: --out would replace a file that is to be read",
                        path.display()
                    );
                    let hint = "Name another file, outside the folders that are read.";
                    return Err(Failure::new(Code::InvalidArgument, message, hint));
                }
            }
        }
        if report::would_destroy(path) {
            let message = format!(
                "{}: a file with this name exists, and Colophon did not write it",
                path.display()
            );
            let hint = "Name another file, or move this one.";
            return Err(Failure::new(Code::InvalidArgument, message, hint));
        }
        match metadata {
            Ok(metadata) if !metadata.is_file() => Ok(()),
            _ => {
                let target = target(path);
                sweep(folder_of(&target));
                let made = stop.make_aside(|| aside(&target)).map(drop);
                stop.forget_aside();
                made.map_err(|error| unwritable(path, &error))
            }
        }
    }

    /// Says where the result is, if it is in a file.
    pub(crate) fn say_where(&self) {
        if let Some(path) = &self.file {
            terminal::say(&format!("The report is in {}.", path.display()));
        }
    }

    /// Writes the whole result.
    pub(crate) fn write(&self, bytes: &[u8], stop: &Stop) -> Result<(), Failure> {
        let Some(path) = &self.file else {
            return write_stdout(bytes);
        };
        // A device or a pipe is written to; a rename would replace it.
        if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
            let written = fs::OpenOptions::new()
                .write(true)
                .open(path)
                .and_then(|mut file| file.write_all(bytes));
            return written
                .or_else(quiet)
                .map_err(|error| unwritable(path, &error));
        }
        let target = target(path);
        let written = stop.make_aside(|| aside(&target)).and_then(|mut file| {
            file.write_all(bytes)?;
            if let Ok(before) = fs::metadata(&target) {
                file.as_file().set_permissions(before.permissions())?;
            }
            file.as_file().sync_all()?;
            file.persist(&target).map_err(|error| error.error)?;
            sync_folder(&target);
            Ok(())
        });
        stop.forget_aside();
        written.map_err(|error| unwritable(path, &error))
    }
}

/// Many files of one folder, each complete or not there at all.
///
/// To wait for the disk once for some hundred files costs a small part of what it
/// costs to wait for each.
pub(crate) struct Many<'a> {
    stop: &'a Stop,
    /// The files aside, and what they will be named, in order.
    aside: Vec<(tempfile::NamedTempFile, PathBuf)>,
}

impl report::Writer<Failure> for Many<'_> {
    fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        self.add(path, bytes)
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.name_all()
    }
}

impl<'a> Many<'a> {
    /// How many files are written before they are renamed. Each is open until
    /// then.
    const AT_ONCE: usize = 128;

    pub(crate) fn new(stop: &'a Stop) -> Self {
        Self {
            stop,
            aside: Vec::new(),
        }
    }

    /// Writes one of the files.
    fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        let target = target(path);
        let written = self
            .stop
            .make_aside(|| aside(&target))
            .and_then(|mut file| {
                file.write_all(bytes)?;
                if let Ok(before) = fs::metadata(&target) {
                    file.as_file().set_permissions(before.permissions())?;
                }
                Ok(file)
            });
        let file = written.map_err(|error| unwritable(path, &error))?;
        self.aside.push((file, target));
        if self.aside.len() < Self::AT_ONCE {
            return Ok(());
        }
        self.name_all()
    }

    /// Gives the files their names, once their contents are on the disk.
    fn name_all(&mut self) -> Result<(), Failure> {
        let files = self.aside.iter().map(|(file, _)| file.as_file());
        let last = self.aside.last().map(|(_, target)| target.clone());
        if let (Err(error), Some(last)) = (sync_all(files), &last) {
            return Err(unwritable(last, &error));
        }
        for (file, target) in self.aside.drain(..) {
            file.persist(&target)
                .map_err(|error| unwritable(&target, &error.error))?;
        }
        self.stop.forget_aside();
        if let Some(last) = last {
            sync_folder(&last);
        }
        Ok(())
    }
}

/// Waits until all files, which are in one folder, are on the disk.
#[cfg(target_os = "linux")]
fn sync_all<'a>(mut files: impl Iterator<Item = &'a fs::File>) -> io::Result<()> {
    let one = files.next();
    one.map_or(Ok(()), |file| Ok(rustix::fs::syncfs(file)?))
}

/// Waits until all files are on the disk.
#[cfg(not(target_os = "linux"))]
fn sync_all<'a>(mut files: impl Iterator<Item = &'a fs::File>) -> io::Result<()> {
    files.try_for_each(fs::File::sync_all)
}

/// Returns the file itself if `path` is a link to one, so that the link stays.
fn target(path: &Path) -> PathBuf {
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
        fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
    } else {
        path.to_owned()
    }
}

fn folder_of(target: &Path) -> &Path {
    target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Removes from a folder what killed processes left there: files aside that are
/// not new and that nobody has locked.
pub(crate) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !is_aside(&entry) {
            continue;
        }
        let is_old = entry.metadata().is_ok_and(|metadata| {
            let age = metadata.modified().ok().and_then(|it| it.elapsed().ok());
            metadata.is_file() && age.is_some_and(|age| age > NEW)
        });
        if is_old {
            remove_unlocked(&entry.path());
        }
    }
}

/// Returns whether an entry is named like a file aside.
fn is_aside(entry: &fs::DirEntry) -> bool {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// Removes a file that nobody has locked.
fn remove_unlocked(path: &Path) {
    if fs::File::open(path).is_ok_and(|file| file.try_lock().is_ok()) {
        let _ = fs::remove_file(path);
    }
}

/// The files aside that were in a folder when a report was begun.
pub(crate) struct Left(Vec<(PathBuf, SystemTime)>);

impl Left {
    pub(crate) fn behind(folder: &Path) -> Self {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let left = entries.filter_map(|entry| {
            let metadata = entry.metadata().ok().filter(|_| is_aside(&entry))?;
            let changed = metadata.modified().ok().filter(|_| metadata.is_file())?;
            Some((entry.path(), changed))
        });
        Self(left.collect())
    }

    /// Removes those that are as they were and that nobody has locked, after the report was
    /// written: the process that made them has ended.
    pub(crate) fn sweep(self) {
        for (path, before) in self.0 {
            let changed = fs::metadata(&path).and_then(|metadata| metadata.modified());
            let is_same = changed.is_ok_and(|changed| changed == before);
            if is_same {
                remove_unlocked(&path);
            }
        }
    }
}

/// Makes an empty file next to `target`, removed when it is dropped.
fn aside(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // A report is meant to be passed on: it gets the permissions of any new file.
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    let file = builder.tempfile_in(folder_of(target))?;
    // Some file systems have no locks; there `NEW` alone protects the file.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// Makes the rename last through a power cut, where the system can do that.
fn sync_folder(target: &Path) {
    if let Ok(folder) = fs::File::open(folder_of(target)) {
        let _ = folder.sync_all();
    }
}

fn write_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .or_else(quiet)
        .map_err(|error| unwritable(Path::new("standard output"), &error))
}

/// Ignores a reader that went away.
fn quiet(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Ok(())
    } else {
        Err(error)
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    // The error itself may name the file aside, which means nothing to the
    // user, so the common ones get our own words.
    let (code, reason, hint) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            Code::DiskFull,
            "the disk is full".to_owned(),
            "Free some space, or name another disk.",
        ),
        io::ErrorKind::NotFound => (
            Code::Unwritable,
            "the folder does not exist".to_owned(),
            "Create the folder, or name another.",
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            Code::Unwritable,
            "permission was denied".to_owned(),
            "Name a folder that you may write to.",
        ),
        kind => (
            Code::Unwritable,
            kind.to_string(),
            "Name another file or another folder.",
        ),
    };
    Failure::new(
        code,
        format!("{}: cannot be written: {reason}", path.display()),
        hint,
    )
}

#[cfg(test)]
mod tests;
