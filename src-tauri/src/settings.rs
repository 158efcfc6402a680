//! What a person has set, kept in a small separate file.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

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

/// What a dialog of the system is for; each begins in the folder that was last
/// used for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Purpose {
    Manuscripts,
    Books,
    Lists,
    Files,
    Indexes,
    Sources,
    Dumps,
    Reports,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Whether the program that downloads indexes is started with the window.
    #[serde(default = "yes")]
    pub(crate) fetcher: bool,
    /// The size of everything, in percent.
    #[serde(default = "natural")]
    pub(crate) zoom: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            language: None,
            tour_seen: false,
            from: String::new(),
            note: String::new(),
            fetcher: yes(),
            zoom: natural(),
        }
    }
}

fn yes() -> bool {
    true
}

fn natural() -> u16 {
    100
}

/// What is in the file: what a person has set, and what they used last.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    settings: Settings,
    /// The folders that were used last.
    #[serde(default)]
    folders: BTreeMap<Purpose, PathBuf>,
}

/// Held while the file is changed, so that no change is lost.
static CHANGING: Mutex<()> = Mutex::new(());

fn file() -> Option<PathBuf> {
    Some(colophon_engine::data_folder()?.join(FILE))
}

fn kept(path: &Path) -> Kept {
    fs::read(path)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// Returns what was set; a file that cannot be read counts as no file.
pub(crate) fn read() -> Settings {
    file().map(|path| kept(&path).settings).unwrap_or_default()
}

/// Keeps what was set; the file is written completely or not at all.
pub(crate) fn write(settings: &Settings) -> Result<(), Failure> {
    let path = file().ok_or_else(no_folder)?;
    change(&path, |kept| kept.settings = settings.clone())
}

/// Returns the folder that was last used for a purpose, if it is still there.
pub(crate) fn folder(purpose: Purpose) -> Option<PathBuf> {
    let folder = kept(&file()?).folders.remove(&purpose)?;
    folder.is_dir().then_some(folder)
}

/// Keeps the folder that was used for a purpose. If it cannot be kept, the next
/// dialog begins elsewhere.
pub(crate) fn keep_folder(purpose: Purpose, folder: &Path) {
    if let Some(path) = file().filter(|_| folder.to_str().is_some()) {
        let _ = change(&path, |kept| {
            kept.folders.insert(purpose, folder.to_owned());
        });
    }
}

fn change(path: &Path, change: impl FnOnce(&mut Kept)) -> Result<(), Failure> {
    let _alone = CHANGING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut now = kept(path);
    change(&mut now);
    let folder = path.parent().unwrap_or(path);
    let written = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut aside = tempfile::NamedTempFile::new_in(folder)?;
        aside.write_all(&serde_json::to_vec_pretty(&now)?)?;
        aside.as_file().sync_all()?;
        aside.persist(path)?;
        Ok(())
    };
    written().map_err(|error| Failure::unwritable(&error, path))
}

/// Returns the failure of a system that names no folder for data.
pub(crate) fn no_folder() -> Failure {
    let message = "this system names no folder for a program's data";
    Failure::new(Code::Unwritable, message).advise(Advice::SetHome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_and_what_was_used_last_do_not_replace_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        // A file of an earlier version knows neither folders nor a size.
        fs::write(&path, r#"{"theme":"dark","language":"de"}"#).unwrap();
        assert_eq!(kept(&path).settings.zoom, 100);
        change(&path, |kept| {
            kept.folders
                .insert(Purpose::Manuscripts, folder.path().to_owned());
        })
        .unwrap();
        change(&path, |kept| kept.settings.zoom = 150).unwrap();
        let now = kept(&path);
        assert_eq!(now.settings.theme, Theme::Dark);
        assert_eq!(now.settings.zoom, 150);
        assert_eq!(now.folders[&Purpose::Manuscripts], folder.path());
    }
}
