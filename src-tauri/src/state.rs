//! What lives as long as the window.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use colophon_engine::IndexView;
use colophon_engine::library::{Library, library_path};
use tauri::WebviewWindow;

use crate::failure::Failure;
use crate::files::{Paths, Picked};
use crate::jobs::{Jobs, lock};
use crate::lookups::Lookups;
use crate::settings::{self, Theme};

pub(crate) struct App {
    pub(crate) paths: Paths,
    pub(crate) jobs: Jobs,
    pub(crate) lookups: Mutex<Lookups>,
    /// The store of results, or why there is none.
    library: Result<Library, Failure>,
    /// The index that is being looked through.
    pub(crate) view: Mutex<Option<(PathBuf, Arc<IndexView>)>>,
    /// How often something was hidden that is to be deleted, so that the end of one time
    /// does not end the next.
    pub(crate) n_hidden: AtomicU64,
    /// The files and folders that were written where a person asked for them.
    written: Mutex<HashSet<PathBuf>>,
    /// The window, once there is one.
    window: OnceLock<WebviewWindow>,
    /// Files that the program was started with, until the window asks for them.
    opened: Mutex<Vec<PathBuf>>,
}

impl App {
    pub(crate) fn new(opened: Vec<PathBuf>) -> Self {
        let library = library_path()
            .ok_or_else(settings::no_folder)
            .and_then(|path| Ok(Library::open(&path)?));
        Self {
            paths: Paths::default(),
            jobs: Jobs::default(),
            lookups: Mutex::default(),
            library,
            view: Mutex::default(),
            n_hidden: AtomicU64::new(0),
            written: Mutex::default(),
            window: OnceLock::new(),
            opened: Mutex::new(opened),
        }
    }

    /// Returns the store of results.
    pub(crate) fn library(&self) -> Result<&Library, Failure> {
        self.library.as_ref().map_err(Clone::clone)
    }

    /// Remembers that a file or a folder was written where a person asked for it.
    pub(crate) fn wrote(&self, path: &Path) {
        lock(&self.written).insert(path.to_owned());
    }

    /// Returns whether a file or a folder was written in this session.
    pub(crate) fn has_written(&self, path: &Path) -> bool {
        // Paths compare by their parts: another way of writing one is another path.
        lock(&self.written).contains(path)
    }

    /// Takes the window.
    pub(crate) fn opened_in(&self, window: WebviewWindow) {
        let _ = self.window.set(window);
    }

    /// Draws everything in a size, in percent.
    pub(crate) fn zoom(&self, percent: u16) {
        if let Some(window) = self.window.get() {
            let _ = window.set_zoom(f64::from(percent.clamp(30, 500)) / 100.0);
        }
    }

    /// Draws what the system draws, such as opened lists, in light or dark colours.
    pub(crate) fn theme(&self, theme: Theme) {
        if let Some(window) = self.window.get() {
            let _ = window.set_theme(match theme {
                Theme::System => None,
                Theme::Light => Some(tauri::Theme::Light),
                Theme::Dark => Some(tauri::Theme::Dark),
            });
        }
    }

    /// Lets a person print what the window shows.
    pub(crate) fn print(&self) {
        if let Some(window) = self.window.get() {
            let _ = window.print();
        }
    }

    /// Takes the files that the program was started with.
    pub(crate) fn take_opened(&self) -> Vec<Picked> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened
            .drain(..)
            .map(|path| self.paths.pick(&path))
            .collect()
    }
}

impl AsRef<Jobs> for App {
    fn as_ref(&self) -> &Jobs {
        &self.jobs
    }
}
