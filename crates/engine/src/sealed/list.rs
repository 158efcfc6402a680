//! The entries of a folder, and its files opened with care.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;

use crate::error::Error;
use crate::report::Code;

/// The most entries of a folder that is verified.
const MAX_ENTRIES: usize = 500_000;

/// What is in a folder, by name.
pub(super) struct Entries {
    /// Whether each is a folder, and whether it was taken.
    all: BTreeMap<OsString, (bool, bool)>,
    /// The names that are composed of other characters than the system gives, composed.
    composed: BTreeMap<String, OsString>,
}

impl Entries {
    /// Lists a folder.
    ///
    /// # Errors
    ///
    /// `unreadable`, `limit-exceeded`.
    pub(super) fn of(folder: &Path) -> Result<Self, Error> {
        let unreadable = |error| Error::from_io(error, "the folder cannot be read", folder);
        let mut all = BTreeMap::new();
        let mut composed = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
            let name = entry.file_name();
            // A copy on another system may write “ä” as two characters.
            if let Some(text) = name.to_str()
                && !unicode_normalization::is_nfc(text)
            {
                composed.insert(text.nfc().collect(), name.clone());
            }
            all.insert(name, (is_folder, false));
            if all.len() > MAX_ENTRIES {
                let message = "there are too many files in this folder for a report";
                return Err(Error::new(Code::LimitExceeded, message).at(folder));
            }
        }
        Ok(Self { all, composed })
    }

    /// Returns whether there is an entry of this very name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all.contains_key(OsStr::new(name))
    }

    /// Returns the names that are Unicode and fit.
    pub(super) fn named(&self, fits: impl Fn(&str) -> bool) -> Vec<String> {
        let names = self.all.keys().filter_map(|name| name.to_str());
        let names = names.filter(|name| fits(name));
        names.map(str::to_owned).collect()
    }

    /// Takes the entry of a file of the report, and returns its name in the folder.
    pub(super) fn take(&mut self, name: &str) -> Option<OsString> {
        let exact = self.has(name).then(|| OsString::from(name));
        let found = exact.or_else(|| {
            let composed: String = name.nfc().collect();
            let known = self.composed.get(&composed).cloned();
            known.or_else(|| self.has(&composed).then(|| composed.into()))
        })?;
        if let Some((_, is_taken)) = self.all.get_mut(&found) {
            *is_taken = true;
        }
        Some(found)
    }

    /// Returns what was not taken; the names of folders end in a slash.
    pub(super) fn rest(&self) -> impl Iterator<Item = String> {
        let rest = self.all.iter().filter(|(_, (_, is_taken))| !is_taken);
        rest.map(|(name, (is_folder, _))| {
            let slash = if *is_folder { "/" } else { "" };
            format!("{}{slash}", name.to_string_lossy())
        })
    }
}

/// Opens a regular file and returns it with its length; none if the name is that of a
/// link, a folder, a pipe or a device.
pub(super) fn open(path: &Path) -> io::Result<Option<(File, u64)>> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Ok(None);
    }
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        // Another file may have taken the name since.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    Ok(metadata.is_file().then_some((file, metadata.len())))
}
