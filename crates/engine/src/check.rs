//! Manuscripts and indexes to a report: the main job.

use std::fs::Metadata;
use std::iter::repeat_with;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use colophon_extract::{Limits, is_document_name};

use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::find;
use crate::indexes::{self, Opened};
use crate::job::{Job, Phase};
use crate::judge::{self, Subject};
use crate::manuscript;
use crate::print::is_print_name;
use crate::report::model::{ManuscriptResult, REPORT_VERSION, Report, Skipped, Tool};

/// What is to be checked.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// Documents, folders of documents, `.print` files.
    pub paths: Vec<PathBuf>,
    /// The indexes to ask; see [`crate::default_indexes`].
    pub indexes: Vec<PathBuf>,
    /// How many manuscripts are read at the same time; 0 for one a processor.
    pub jobs: usize,
    /// What one document may cost.
    pub limits: Limits,
    /// The day that divides the records of the report.
    pub cutoff: Option<Cutoff>,
}

impl CheckRequest {
    /// Checks `paths` against `indexes`, one manuscript a processor.
    pub fn new(paths: Vec<PathBuf>, indexes: Vec<PathBuf>) -> Self {
        Self {
            paths,
            indexes,
            jobs: 0,
            limits: Limits::default(),
            cutoff: None,
        }
    }
}

/// Reads each manuscript, compares it with each index, and reports.
///
/// # Errors
///
/// `no-index`, `index-incompatible`, `index-damaged`, `unreadable` when an index
/// cannot be asked; `cancelled`. What goes wrong with a manuscript stands in
/// the report: it never ends the check of the others.
pub fn check(request: &CheckRequest, job: &Job) -> Result<Report, Error> {
    refuse_no_index(&request.indexes)?;
    let opened = indexes::open_all(&request.indexes)?;
    let found = find::documents(&request.paths, is_manuscript_name, job)?;
    job.begin(Phase::Checking, found.iter().map(size_bytes).sum());
    let outcomes = in_parallel(&found, request.jobs, job, |found| match found {
        Ok(path) => check_one(path, &opened, request, job),
        Err(error) => Err(Box::new(skipped(error))),
    })?;
    let mut report = Report {
        report_version: REPORT_VERSION,
        tool: Tool::this(),
        created: now(),
        indexes: opened.into_iter().map(|opened| opened.summary).collect(),
        cutoff: request.cutoff.map(Cutoff::summary),
        results: Vec::new(),
        skipped: Vec::new(),
    };
    for outcome in outcomes {
        match outcome {
            Ok(result) => report.results.push(result),
            Err(skipped) => report.skipped.push(*skipped),
        }
    }
    Ok(report)
}

/// Indexes that are open, to compare one document after the other with.
///
/// For front ends that show each result as it comes and stop documents one by
/// one; [`check`] does all of it at once.
pub struct Checker {
    opened: Vec<Opened>,
    limits: Limits,
    cutoff: Option<Cutoff>,
}

impl std::fmt::Debug for Checker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checker").finish_non_exhaustive()
    }
}

impl Checker {
    /// Opens the indexes.
    ///
    /// # Errors
    ///
    /// `no-index`, `index-incompatible`, `index-damaged`, `unreadable`.
    pub fn open(indexes: &[PathBuf], cutoff: Option<Cutoff>) -> Result<Self, Error> {
        refuse_no_index(indexes)?;
        Ok(Self {
            opened: indexes::open_all(indexes)?,
            limits: Limits::default(),
            cutoff,
        })
    }

    /// Lists the documents of files and folders, in order; what cannot be
    /// looked into is an error in its place.
    ///
    /// # Errors
    ///
    /// `cancelled`.
    pub fn documents(paths: &[PathBuf], job: &Job) -> Result<Vec<Result<PathBuf, Error>>, Error> {
        find::documents(paths, is_manuscript_name, job)
    }

    /// Returns a report without any result, which names the indexes.
    pub fn head(&self) -> Report {
        Report {
            report_version: REPORT_VERSION,
            tool: Tool::this(),
            created: now(),
            indexes: self
                .opened
                .iter()
                .map(|opened| opened.summary.clone())
                .collect(),
            cutoff: self.cutoff.map(Cutoff::summary),
            results: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// Reads a manuscript and judges it.
    ///
    /// # Errors
    ///
    /// The stable words of what cannot be read, and `cancelled`.
    pub fn check(&self, path: &Path, job: &Job) -> Result<ManuscriptResult, Error> {
        let read = manuscript::read(path, &self.limits, job).map_err(|error| error.at(path))?;
        let subject = Subject::of_manuscript(path, read);
        Ok(judge::judge(subject, &self.opened, self.cutoff))
    }
}

/// Returns the entry of a report for what could not be read.
pub fn skipped_entry(error: &Error) -> Skipped {
    skipped(error)
}

/// Refuses to check without an index.
///
/// # Errors
///
/// `no-index`.
pub(crate) fn refuse_no_index(indexes: &[PathBuf]) -> Result<(), Error> {
    if indexes.is_empty() {
        let hint = "Name one with --index, or put one in your index folder.";
        return Err(Error::new(
            "no-index",
            "there is no index to compare with",
            hint,
        ));
    }
    Ok(())
}

/// Returns the time as reports and indexes write it: RFC 3339, UTC, in seconds.
pub(crate) fn now() -> String {
    jiff::Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}

fn is_manuscript_name(path: &Path) -> bool {
    is_document_name(path) || is_print_name(path)
}

/// Returns how large the file at a path is, 0 where there is none.
///
/// A document in an archive counts as much as the archive, whose directory is
/// not read for that: it is only told how far the work has come.
pub(crate) fn size_bytes(found: &find::Found) -> u64 {
    let Ok(path) = found else { return 0 };
    path.ancestors()
        .find_map(|path| path.metadata().ok())
        .filter(Metadata::is_file)
        .map_or(0, |metadata| metadata.len())
}

/// Runs `work` on every path, on some threads, and returns the results in order.
///
/// The job advances by the size of each file.
///
/// # Errors
///
/// `cancelled` only.
pub(crate) fn in_parallel<T: Send>(
    found: &[find::Found],
    jobs: usize,
    job: &Job,
    work: impl Fn(&find::Found) -> T + Sync,
) -> Result<Vec<T>, Error> {
    let next = AtomicUsize::new(0);
    // A place for each result, so that a long batch takes its memory at once
    // and does not grow while it runs.
    let none = || None;
    let results: Mutex<Vec<Option<T>>> = Mutex::new(repeat_with(none).take(found.len()).collect());
    let n_threads = match jobs {
        0 => thread::available_parallelism().map_or(1, Into::into),
        n => n,
    };
    thread::scope(|scope| {
        for _ in 0..n_threads.min(found.len()) {
            scope.spawn(|| {
                while !job.is_cancelled() {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(found) = found.get(i) else { break };
                    let result = work(found);
                    results.lock().unwrap_or_else(PoisonError::into_inner)[i] = Some(result);
                    job.advance(size_bytes(found));
                }
            });
        }
    });
    if job.is_cancelled() {
        return Err(Error::cancelled());
    }
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(results.into_iter().flatten().collect())
}

fn check_one(
    path: &Path,
    opened: &[Opened],
    request: &CheckRequest,
    job: &Job,
) -> Result<ManuscriptResult, Box<Skipped>> {
    let read = manuscript::read(path, &request.limits, job)
        .map_err(|error| Box::new(skipped(&error.at(path))))?;
    let subject = Subject::of_manuscript(path, read);
    Ok(judge::judge(subject, opened, request.cutoff))
}

pub(crate) fn skipped(error: &Error) -> Skipped {
    Skipped {
        path: error
            .path()
            .map(|path| path.display().to_string())
            .unwrap_or_default(),
        row: None,
        client: None,
        code: error.code().to_owned(),
        message: error.message().to_owned(),
        hint: error.hint().to_owned(),
    }
}
