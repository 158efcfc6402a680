//! Where everything about a source is kept.
//!
//! ```text
//! sources/ID/     what the program keeps: the source, what it trusts, what it did
//! incoming/ID/    what the fetcher writes
//! indexes/ID/SET/ the files of a state of the index; indexes/ID/current names it
//! ```

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use colophon_supply::{MAX_SOURCE_BYTES, SourceFile, SourceId};

use crate::durable;
use crate::error::Error;
use crate::folder::data_folder;
use crate::report::Code;

/// The name of a source in its folder.
const SOURCE: &str = "source.colophon-source";

/// The folders of a source.
#[derive(Debug, Clone)]
pub(super) struct Place {
    id: SourceId,
    data: PathBuf,
}

impl Place {
    /// Returns the folders of a source, whether they are there or not.
    pub(super) fn of(id: &SourceId) -> Result<Self, Error> {
        Ok(Self {
            id: id.clone(),
            data: data()?,
        })
    }

    /// Returns the places of all sources that were added, in the order of their ids.
    pub(super) fn all() -> Result<Vec<Self>, Error> {
        let data = data()?;
        let folders = fs::read_dir(data.join("sources")).into_iter().flatten();
        let mut ids: Vec<SourceId> = folders
            .flatten()
            .filter_map(|entry| SourceId::parse(entry.file_name().to_str()?))
            .collect();
        ids.sort();
        let places = ids.iter().map(Self::of).collect::<Result<Vec<_>, _>>()?;
        Ok(places
            .into_iter()
            .filter(|place| place.source_file().is_file())
            .collect())
    }

    pub(super) fn id(&self) -> &SourceId {
        &self.id
    }

    fn own(&self) -> PathBuf {
        self.data.join("sources").join(self.id.as_str())
    }

    /// Where the source itself is.
    pub(super) fn source_file(&self) -> PathBuf {
        self.own().join(SOURCE)
    }

    /// Where the fetcher reads of other hosts.
    pub(super) fn mirrors_file(&self) -> PathBuf {
        self.own().join("mirrors.json")
    }

    /// Where what was trusted last is kept.
    pub(super) fn memory(&self) -> PathBuf {
        self.own().join("trusted")
    }

    /// Where it is noted what was done.
    pub(super) fn state_file(&self) -> PathBuf {
        self.own().join("state.json")
    }

    /// Where the fetcher writes.
    pub(super) fn incoming(&self) -> PathBuf {
        self.data.join("incoming").join(self.id.as_str())
    }

    /// Where the states of the index are.
    pub(super) fn sets(&self) -> PathBuf {
        self.data.join("indexes").join(self.id.as_str())
    }

    /// Where a state of the index is.
    pub(super) fn set(&self, number: u64) -> PathBuf {
        self.sets().join(number.to_string())
    }

    /// The file that names the state in use.
    pub(super) fn current_file(&self) -> PathBuf {
        self.sets().join("current")
    }

    /// Reads the source.
    pub(super) fn source(&self) -> Result<SourceFile, Error> {
        let path = self.source_file();
        let bytes = durable::read_short(&path, MAX_SOURCE_BYTES).ok_or_else(|| {
            let message = format!("the source {} was not added", self.id);
            Error::new(Code::SourceUnknown, message)
        })?;
        SourceFile::parse(&bytes).map_err(|error| Error::from(error).at(&path))
    }

    /// Makes the folders that are written to.
    pub(super) fn make(&self) -> Result<(), Error> {
        for folder in [self.own(), self.memory(), self.incoming(), self.sets()] {
            durable::make_private(&folder).map_err(|error| cannot_write(&folder, &error))?;
        }
        Ok(())
    }

    /// Keeps every other Colophon from working on this source, until it is dropped.
    pub(super) fn lock(&self) -> Result<File, Error> {
        self.make()?;
        let path = self.own().join("lock");
        durable::lock(&path).map_err(|error| match error {
            TryLockError::WouldBlock => {
                let message = "another Colophon is getting this index at the moment";
                Error::new(Code::Busy, message)
            }
            TryLockError::Error(error) => cannot_write(&path, &error),
        })
    }
}

/// Where an address that is not known yet is looked at.
pub(super) fn incoming_of_new() -> Result<PathBuf, Error> {
    Ok(data()?.join("incoming").join("new"))
}

/// Where the fetcher notes what it did.
pub(super) fn log_file() -> Option<PathBuf> {
    Some(data_folder()?.join("fetches.log"))
}

fn data() -> Result<PathBuf, Error> {
    data_folder().ok_or_else(|| {
        let message = "there is no folder to keep anything in: HOME is not set";
        Error::new(Code::ReadOnly, message)
    })
}

/// Returns the error of something that could not be written.
pub(super) fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    use std::io::ErrorKind as Io;
    if matches!(
        error.kind(),
        Io::StorageFull | Io::QuotaExceeded | Io::FileTooLarge
    ) {
        return Error::new(Code::DiskFull, "no space is left on the disk").at(path);
    }
    let message = format!("it cannot be written: {error}");
    Error::new(Code::ReadOnly, message).at(path)
}
