//! What a check of a client list has finished, kept until the report is
//! written.
//!
//! A list of thousands of titles takes a while, and a machine may be switched
//! off meanwhile. Each finished title is appended to a file next to the report,
//! as a line of JSON; the same check, started again, reads it and resumes. A
//! line that was cut off in the middle counts as not written.
//!
//! The first line holds a key over everything that the answers depend on: the
//! list, the indexes, the files, the options. With another key the file is
//! started again. It holds what the report will hold, and no passage of a text.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::report::model::{ManuscriptResult, Skipped};
use crate::report::{Advice, Code};

/// The time between two waits for the disk: a power cut costs no more work than
/// this.
const SYNC_EVERY: Duration = Duration::from_secs(1);

/// The first line.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Head {
    /// The version of these lines.
    colophon_clients: u32,
    /// The digest of what the answers depend on, hexadecimal.
    key: String,
}

/// The outcome of a title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// It was judged, or could not be and says why.
    Result(Box<ManuscriptResult>),
    /// Nothing of it was read.
    Skipped(Box<Skipped>),
}

/// A line for one title.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    /// Its place in the list, from 0.
    place: usize,
    outcome: Outcome,
}

/// The file of finished titles.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    synced: Instant,
}

impl Journal {
    /// Opens the journal at `path` and returns it with the finished titles, by
    /// their place among `n_titles`.
    ///
    /// # Errors
    ///
    /// `in-use` when another check is writing it, `invalid-argument` when the
    /// file is something else, `unreadable` and `disk-full`.
    pub(crate) fn open(
        path: &Path,
        key: &str,
        n_titles: usize,
    ) -> Result<(Self, Vec<Option<Outcome>>), Error> {
        let failed =
            |error| Error::from_io(error, "the record of finished titles cannot be kept", path);
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        lock(&file, path)?;
        let head = Head {
            colophon_clients: 1,
            key: key.to_owned(),
        };
        let (done, end) = read(&file, &head, n_titles, path)?;
        file.set_len(end).map_err(failed)?;
        file.seek(SeekFrom::Start(end)).map_err(failed)?;
        let mut journal = Self {
            path: path.to_owned(),
            file,
            synced: Instant::now(),
        };
        if end == 0 {
            journal.write(&head).map_err(failed)?;
        }
        Ok((journal, done))
    }

    /// Appends the outcome of the title at `place`.
    ///
    /// # Errors
    ///
    /// `disk-full` and `unreadable`.
    pub(crate) fn add(&mut self, place: usize, outcome: &Outcome) -> Result<(), Error> {
        let line = Line {
            place,
            outcome: outcome.clone(),
        };
        let mut written = self.write(&line);
        if written.is_ok() && self.synced.elapsed() >= SYNC_EVERY {
            written = self.file.sync_data();
            self.synced = Instant::now();
        }
        written.map_err(|error| {
            Error::from_io(
                error,
                "the record of finished titles cannot be kept",
                &self.path,
            )
        })
    }

    fn write(&mut self, line: &impl Serialize) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.file.write_all(&bytes)
    }
}

/// Locks the file for this process.
///
/// A process that another thread is just starting holds the lock too, for a
/// moment, so this tries for a while.
fn lock(file: &File, path: &Path) -> Result<(), Error> {
    const TRIES: u32 = 20;
    for n in 1..=TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if n < TRIES => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => {}
            // A file system without locks.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(());
            }
            Err(TryLockError::Error(error)) => {
                let message = "the record of finished titles cannot be kept";
                return Err(Error::from_io(error, message, path));
            }
        }
    }
    Err(Error::new(Code::InUse, "another check is writing this report").at(path))
}

/// Removes a journal whose report is written.
pub(crate) fn remove(path: &Path) {
    // A journal that stays behind is only read again; nothing is lost.
    let _ = fs::remove_file(path);
}

/// Reads what is finished, and where the last complete line ends.
fn read(
    file: &File,
    head: &Head,
    n_titles: usize,
    path: &Path,
) -> Result<(Vec<Option<Outcome>>, u64), Error> {
    let failed = |error| Error::from_io(error, "cannot be read", path);
    let none = || (0..n_titles).map(|_| None).collect::<Vec<_>>();
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    let n = lines
        .by_ref()
        .take(4096)
        .read_until(b'\n', &mut line)
        .map_err(failed)?;
    match serde_json::from_slice::<Head>(&line) {
        _ if n == 0 => return Ok((none(), 0)),
        Ok(found) if found == *head && line.ends_with(b"\n") => {}
        Ok(_) => return Ok((none(), 0)),
        // A first line that was cut off counts as one too.
        Err(_)
            if !line.contains(&b'\n')
                && b"{\"colophon_clients\":".starts_with(&line[..n.min(20)]) =>
        {
            return Ok((none(), 0));
        }
        Err(_) => {
            let message = "a file with this name exists, and Colophon did not write it";
            return Err(Error::new(Code::InvalidArgument, message)
                .advise(Advice::MoveFileAway)
                .at(path));
        }
    }
    let mut done = none();
    let mut end = n as u64;
    loop {
        line.clear();
        let n = lines.read_until(b'\n', &mut line).map_err(failed)?;
        if n == 0 || !line.ends_with(b"\n") {
            return Ok((done, end));
        }
        let Ok(Line { place, outcome }) = serde_json::from_slice(&line) else {
            return Ok((done, end));
        };
        match done.get_mut(place) {
            Some(entry) => *entry = Some(outcome),
            None => return Ok((done, end)),
        }
        end += n as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(message: &str) -> Outcome {
        Outcome::Skipped(Box::new(Skipped {
            sheet: None,
            path: "list.csv".to_owned(),
            row: Some(7),
            client: None,
            code: Code::RowMalformed,
            message: message.to_owned(),
            hint: String::new(),
            digests: None,
        }))
    }

    #[test]
    fn what_was_written_is_read_again_and_a_torn_line_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json.unfinished");
        let (mut journal, done) = Journal::open(&path, "k", 3).unwrap();
        assert_eq!(done, [None, None, None]);
        journal.add(2, &outcome("two")).unwrap();
        journal.add(0, &outcome("nought")).unwrap();
        assert_eq!(
            Journal::open(&path, "k", 3).unwrap_err().code(),
            Code::InUse
        );
        drop(journal);
        let whole = fs::read(&path).unwrap();
        for cut in 0..=whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            let (mut journal, done) = Journal::open(&path, "k", 3).unwrap();
            let n_lines = whole[..cut].split(|&byte| byte == b'\n').count() - 1;
            assert_eq!(
                done.iter().flatten().count(),
                n_lines.saturating_sub(1),
                "{cut}"
            );
            journal.add(1, &outcome("one")).unwrap();
            drop(journal);
            let (_, done) = Journal::open(&path, "k", 3).unwrap();
            assert_eq!(done[1], Some(outcome("one")), "{cut}");
        }
    }

    #[test]
    fn another_key_starts_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.unfinished");
        let (mut journal, _) = Journal::open(&path, "one", 1).unwrap();
        journal.add(0, &outcome("old")).unwrap();
        drop(journal);
        let (journal, done) = Journal::open(&path, "two", 1).unwrap();
        assert_eq!(done, [None]);
        drop(journal);
        assert_eq!(Journal::open(&path, "one", 1).unwrap().1, [None]);
    }

    #[test]
    fn a_file_that_is_not_ours_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.unfinished");
        for text in ["my novel\nchapter one", "{\"a\":1}\n", "my"] {
            fs::write(&path, text).unwrap();
            assert_eq!(
                Journal::open(&path, "k", 1).unwrap_err().code(),
                Code::InvalidArgument,
                "{text}"
            );
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
