//! What a person has set, kept in a small separate file.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use colophon_engine::report::{Advice, Code};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

const FILE: &str = "settings.json";

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Settings {
    #[serde(default)]
    pub(crate) theme: Theme,
    #[serde(default)]
    pub(crate) language: Option<String>,
    #[serde(default)]
    pub(crate) tour_seen: bool,
    /// Who hands reports on, for their heads.
    #[serde(default)]
    pub(crate) from: String,
    /// A line of the sender's own.
    #[serde(default)]
    pub(crate) note: String,
}

fn file() -> Option<PathBuf> {
    Some(colophon_engine::data_folder()?.join(FILE))
}

/// Returns what was set; a file that cannot be read counts as no file.
pub(crate) fn read() -> Settings {
    file()
        .and_then(|path| fs::read(path).ok())
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// Keeps what was set; the file is written completely or not at all.
pub(crate) fn write(settings: &Settings) -> Result<(), Failure> {
    let Some(path) = file() else {
        return Err(no_folder());
    };
    let folder = path.parent().unwrap_or(&path);
    let written = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut aside = tempfile::NamedTempFile::new_in(folder)?;
        aside.write_all(&serde_json::to_vec_pretty(settings)?)?;
        aside.as_file().sync_all()?;
        aside.persist(&path)?;
        Ok(())
    };
    written().map_err(|error| Failure::unwritable(&error, &path))
}

/// Returns the failure of a system that names no folder for data.
pub(crate) fn no_folder() -> Failure {
    let message = "this system names no folder for a program's data";
    Failure::new(Code::Unwritable, message).advise(Advice::SetHome)
}
