//! The files of a set, put together again from their parts.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use colophon_fingerprint::{Sha256, hex};
use colophon_index::Index;
use colophon_supply::part_name;

use super::failure::{unreadable, unwritable};
use super::look::{go_on, noted_limit};
use super::place::{PARTS, Place};
use super::state::State;
use crate::error::Error;
use crate::job::{Job, Phase};
use crate::report::{Advice, Code};
use crate::sets::{MANIFEST, Manifest, Role, SetFile};

/// How much is copied at once.
const BUFFER: usize = 1 << 18;

/// A folder with files of a set, which goes when it is dropped.
#[derive(Debug)]
pub(super) struct Assembled {
    folder: PathBuf,
}

impl Drop for Assembled {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Assembled {
    /// Begins a folder next to the one that is public. Who calls holds its lock.
    pub(super) fn begin(place: &Place) -> Result<Self, Error> {
        let folder = place.work();
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).map_err(|e| unwritable(e, &folder))?;
        Ok(Self { folder })
    }

    /// Puts all files of a set together.
    pub(super) fn all(place: &Place, manifest: &Manifest, job: &Job) -> Result<Self, Error> {
        let assembled = Self::begin(place)?;
        job.begin(
            Phase::Verifying,
            manifest.files.iter().map(|it| it.size_bytes).sum(),
        );
        for file in &manifest.files {
            assembled.add(place, file, job)?;
        }
        assembled.describe(manifest)?;
        Ok(assembled)
    }

    /// Returns the folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the path of a file of the set.
    pub(super) fn path(&self, file: &SetFile) -> PathBuf {
        self.folder.join(file.file_name())
    }

    /// Writes which files are a set.
    pub(super) fn describe(&self, manifest: &Manifest) -> Result<(), Error> {
        let path = self.folder.join(MANIFEST);
        fs::write(&path, manifest.to_json()).map_err(|e| unwritable(e, &path))
    }

    /// Puts a file together, and checks each part.
    pub(super) fn add(&self, place: &Place, file: &SetFile, job: &Job) -> Result<(), Error> {
        let path = self.path(file);
        let mut out = File::create(&path).map_err(|e| unwritable(e, &path))?;
        let mut buffer = vec![0; BUFFER];
        for (n, digest) in file.parts.iter().enumerate() {
            let name = format!("{digest}.{}", part_name(&file.name, n));
            let part = place.file(PARTS).join(name);
            let mut source = File::open(&part).map_err(|e| unreadable(e, &part))?;
            let mut sum = Sha256::default();
            loop {
                go_on(job)?;
                let n = source.read(&mut buffer).map_err(|e| unreadable(e, &part))?;
                if n == 0 {
                    break;
                }
                sum.update(&buffer[..n]);
                out.write_all(&buffer[..n])
                    .map_err(|e| unwritable(e, &path))?;
                job.advance(n as u64);
            }
            if hex(&sum.finish()) != *digest {
                let message = "this part is damaged";
                let error = Error::new(Code::IndexDamaged, message);
                return Err(error.advise(Advice::RestoreFolder).at(&part));
            }
        }
        Ok(())
    }
}

/// Returns in how many works of the base a hash may be: as noted, else as the base
/// says.
pub(super) fn limit_of_base(place: &Place, state: &State, job: &Job) -> Result<Option<u32>, Error> {
    if let Some(limit) = noted_limit(place)? {
        return Ok(Some(limit));
    }
    let base = state.content.as_ref().and_then(|content| {
        let mut files = content.manifest.files.iter();
        files.find(|file| file.role == Role::Base)
    });
    let Some(base) = base else { return Ok(None) };
    let assembled = Assembled::begin(place)?;
    assembled.add(place, base, job)?;
    let index = Index::open(&assembled.path(base))?;
    Ok(Some(index.info().max_works_per_hash))
}
