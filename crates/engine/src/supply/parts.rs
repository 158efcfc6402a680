//! Files that are not whole yet, part by part.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use colophon_fingerprint::{Sha256, hex};

use super::offer::{length_of_part, target_of};
use super::place::cannot_write;
use crate::error::Error;
use crate::job::Job;
use crate::report::Code;
use crate::sets::SetFile;

/// How much is read at a time.
const STEP: usize = 1 << 18;

/// Where the file is while it is not whole.
pub(super) fn partial_of(incoming: &Path, file: &SetFile) -> PathBuf {
    incoming.join(format!("{}.partial", file.name))
}

/// Where the fetcher notes which parts of it are there.
pub(super) fn journal_of(incoming: &Path, file: &SetFile) -> PathBuf {
    incoming.join(format!("{}.journal", file.name))
}

/// Returns the parts of a file that are not what was signed. Advances the job by the
/// bytes that it read.
pub(super) fn bad_parts(path: &Path, file: &SetFile, job: &Job) -> Result<Vec<usize>, Error> {
    let unreadable = |error: io::Error| Error::from_io(error, "what arrived cannot be read", path);
    let mut opened = match File::open(path) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok((0..file.parts.len()).collect());
        }
        Err(error) => return Err(unreadable(error)),
    };
    let is_long = opened.metadata().map_err(unreadable)?.len() != file.size_bytes;
    let mut bad = Vec::new();
    for (n, wanted) in file.parts.iter().enumerate() {
        if job.is_cancelled() {
            return Err(Error::cancelled());
        }
        let length = length_of_part(file, n);
        let mut digest = Sha256::default();
        let read = copy(&mut opened, length, |bytes| {
            digest.update(bytes);
            Ok(())
        });
        job.advance(length);
        let is_whole = read.map_err(unreadable)? == length;
        if !is_whole || is_long || hex(&digest.finish()) != *wanted {
            bad.push(n);
        }
    }
    Ok(bad)
}

/// Brings parts of a file from a publisher's folder on a disk, each verified before it
/// counts.
pub(super) fn bring(
    folder: &Path,
    incoming: &Path,
    file: &SetFile,
    wanted: &[usize],
    job: &Job,
) -> Result<(), Error> {
    let path = partial_of(incoming, file);
    let unwritable = |error: io::Error| cannot_write(&path, &error);
    let mut to = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(unwritable)?;
    // A disk that is too small says so before the first byte.
    fs4::FileExt::allocate(&to, file.size_bytes)
        .or_else(|error| match error.kind() {
            io::ErrorKind::Unsupported => Ok(()),
            _ => Err(error),
        })
        .and_then(|()| to.set_len(file.size_bytes))
        .map_err(unwritable)?;
    for n in wanted {
        if job.is_cancelled() {
            return Err(Error::cancelled());
        }
        let (from, mut source) = open_part(folder, file, *n)?;
        let at = file.part_bytes.saturating_mul(*n as u64);
        to.seek(SeekFrom::Start(at)).map_err(unwritable)?;
        let mut digest = Sha256::default();
        let mut failed = None;
        let length = length_of_part(file, *n);
        let read = copy(&mut source, length, |bytes| {
            digest.update(bytes);
            job.advance(bytes.len() as u64);
            to.write_all(bytes).inspect_err(|error| {
                failed = Some(io::Error::from(error.kind()));
            })
        });
        if let Some(error) = failed {
            return Err(unwritable(error));
        }
        let read = read.map_err(|error| Error::from_io(error, "a part cannot be read", &from))?;
        if read != length || hex(&digest.finish()) != file.parts[*n] {
            let message = "a part is not the one that was signed";
            return Err(Error::new(Code::PartDamaged, message).at(&from));
        }
    }
    to.sync_data().map_err(unwritable)
}

/// Opens a part in a publisher's folder: under its path, or next to the other files.
fn open_part(folder: &Path, file: &SetFile, n: usize) -> Result<(PathBuf, File), Error> {
    let target = target_of(file, n);
    let name = target.rsplit('/').next().unwrap_or_default();
    let name = format!("{}.{name}", file.parts[n]);
    let places = [folder.join("parts").join(&name), folder.join(&name)];
    for place in &places {
        match File::open(place) {
            Ok(opened) => return Ok((place.clone(), opened)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::from_io(error, "a part cannot be read", place)),
        }
    }
    let message = format!("the part {name} is missing");
    Err(Error::new(Code::SourceIncomplete, message).at(folder))
}

/// Passes on at most `length` bytes, and returns how many there were.
fn copy(
    from: &mut File,
    length: u64,
    mut to: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<u64> {
    let mut buffer = vec![0; STEP];
    let mut done = 0;
    while done < length {
        let step = usize::try_from(length - done).unwrap_or(STEP).min(STEP);
        let n = match from.read(&mut buffer[..step]) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        to(&buffer[..n])?;
        done += n as u64;
    }
    Ok(done)
}
