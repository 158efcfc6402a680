//! Where the program keeps what it keeps, and what the fetcher may touch of it.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::code::{Code, Failure, Result};
use crate::request::Id;

/// The name of the file that says which hosts asked to wait.
pub(crate) const WAITING: &str = "waiting.json";

/// How long another process may take to let go of a folder: the fetcher of a program that
/// was killed may have noticed nothing yet.
const PATIENCE: Duration = Duration::from_secs(3);

/// The folder of the program's user, as `colophon-engine` finds it.
#[derive(Debug, Clone)]
pub(crate) struct Data(PathBuf);

impl Data {
    pub(crate) fn find() -> Option<Self> {
        let data = if cfg!(windows) {
            named("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            named("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            named("XDG_DATA_HOME").or_else(|| named("HOME").map(|home| home.join(".local/share")))
        };
        Some(Self(data?.join("colophon")))
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.0.join("fetches.log")
    }

    /// Returns the folder in which the program keeps what it knows of a source.
    pub(crate) fn source(&self, id: &Id) -> PathBuf {
        self.0.join("sources").join(id.as_str())
    }

    pub(crate) fn incoming(&self) -> PathBuf {
        self.0.join("incoming")
    }

    pub(crate) fn make(&self) -> io::Result<()> {
        make(&self.0)
    }
}

fn named(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// Returns the home folder, or the top folder for a user who has none.
pub(crate) fn home() -> PathBuf {
    let own = named("HOME").filter(|home| home.is_dir());
    own.unwrap_or_else(|| PathBuf::from("/"))
}

/// Makes a folder, and those above it, which only its owner may look into.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a file for which `options` say how, and which only its owner may read.
pub(crate) fn open_private(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}

/// The folder that a request writes to, held as long as this is.
#[derive(Debug)]
pub(crate) struct Incoming {
    path: PathBuf,
    _lock: File,
}

impl Incoming {
    /// Makes the folder of a source and takes hold of it.
    ///
    /// # Errors
    ///
    /// `busy` if another process has it, else `read-only` or `disk-full`.
    pub(crate) fn of(data: &Data, name: &str) -> Result<Self> {
        let path = data.incoming().join(name);
        let failed = |error: &io::Error| Failure::of_file(error, "the folder for what arrives");
        make(&path).map_err(|error| failed(&error))?;
        let mut options = OpenOptions::new();
        let lock = open_private(&path.join("lock"), options.create(true).write(true))
            .map_err(|error| failed(&error))?;
        let until = Instant::now() + PATIENCE;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Self { path, _lock: lock }),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(TryLockError::WouldBlock) => {
                    let message = "another process fetches from this source";
                    return Err(Failure::new(Code::Busy, message));
                }
                Err(TryLockError::Error(error)) => return Err(failed(&error)),
            }
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Removes everything but the lock and the list of hosts to leave alone.
    pub(crate) fn empty(&self) -> Result<()> {
        const KEPT: [&str; 2] = ["lock", WAITING];
        let remove = || -> io::Result<()> {
            for entry in fs::read_dir(&self.path)? {
                let entry = entry?;
                if KEPT.iter().any(|kept| entry.file_name() == *kept) {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    fs::remove_dir_all(entry.path())?;
                } else {
                    fs::remove_file(entry.path())?;
                }
            }
            Ok(())
        };
        remove().map_err(|error| Failure::of_file(&error, "the folder for what arrives"))
    }

    /// Writes a file as a whole: it has its name only when it is complete.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let (new, to) = (self.join(&format!("{name}.new")), self.join(name));
        let write = || -> io::Result<()> {
            let mut options = OpenOptions::new();
            let mut file = open_private(&new, options.create(true).write(true).truncate(true))?;
            io::Write::write_all(&mut file, bytes)?;
            drop(file);
            fs::rename(&new, &to)
        };
        write().map_err(|error| Failure::of_file(&error, name))
    }

    /// Returns a file's bytes; none if it is not there or has more than `bound`.
    pub(crate) fn read(&self, name: &str, bound: usize) -> Option<Vec<u8>> {
        read_at_most(&self.join(name), bound)
    }
}

/// Returns a file's bytes; none if it is not there or has more than `bound`.
pub(crate) fn read_at_most(path: &Path, bound: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(bound as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= bound).then_some(bytes)
}
