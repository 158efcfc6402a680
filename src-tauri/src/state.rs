//! What lives as long as the window.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use colophon_engine::IndexView;
use colophon_engine::library::{Library, library_path};

use crate::failure::Failure;
use crate::files::{Paths, Picked};
use crate::jobs::Jobs;
use crate::lookups::Lookups;
use crate::settings;

pub(crate) struct App {
    pub(crate) paths: Paths,
    pub(crate) jobs: Jobs,
    pub(crate) lookups: Mutex<Lookups>,
    /// The store of results, or why there is none.
    library: Result<Library, Failure>,
    /// The index that is being looked through.
    pub(crate) view: Mutex<Option<(PathBuf, Arc<IndexView>)>>,
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
            opened: Mutex::new(opened),
        }
    }

    /// Returns the store of results.
    pub(crate) fn library(&self) -> Result<&Library, Failure> {
        self.library.as_ref().map_err(Clone::clone)
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
