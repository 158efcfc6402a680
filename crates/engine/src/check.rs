//! From manuscripts and indexes to a report: the main job.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use colophon_extract::Limits;

use crate::batch;
use crate::clock::now;
use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::files;
use crate::find::{self, Found, FoundPath};
use crate::indexes::{self, Opened};
use crate::job::{Job, Phase};
use crate::judge::{self, Naming, Subject};
use crate::manuscript;
use crate::one_book::{self, Piece, Whole};
use crate::report::model::{ManuscriptResult, OneBook, REPORT_VERSION, Report, Skipped, Tool};
use crate::report::{Advice, Code, Language};

/// What to check.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// Documents, folders of documents, `.print` files.
    pub paths: Vec<PathBuf>,
    /// The indexes to search; see [`crate::default_indexes`].
    pub indexes: Vec<PathBuf>,
    /// How many manuscripts are read at the same time; 0 means one per
    /// processor.
    pub jobs: usize,
    /// What one document may cost.
    pub limits: Limits,
    /// The cut-off date for the records of the report.
    pub cutoff: Option<Cutoff>,
    /// Whether the documents of each folder are read as one manuscript.
    pub as_one: bool,
    /// What the one document is, if the user says it.
    pub naming: Naming,
}

impl CheckRequest {
    /// Checks `paths` against `indexes`, one manuscript per processor.
    pub fn new(paths: Vec<PathBuf>, indexes: Vec<PathBuf>) -> Self {
        Self {
            paths,
            indexes,
            jobs: 0,
            limits: Limits::default(),
            cutoff: None,
            as_one: false,
            naming: Naming::default(),
        }
    }
}

/// Reads each manuscript, compares it with each index, and reports.
///
/// # Errors
///
/// `no-index`, `index-incompatible`, `index-damaged`, `unreadable` when an
/// index cannot be searched; `invalid-argument` when one title is given for
/// several manuscripts; `cancelled`. What goes wrong with a manuscript is in the
/// report: it never ends the check of the others.
pub fn check(request: &CheckRequest, job: &Job) -> Result<Report, Error> {
    let mut checker = Checker::open(&request.indexes, request.cutoff, job)?;
    checker.limits = request.limits.clone();
    let Found { paths, passed_over } = Checker::documents(&request.paths, job)?;
    let n_bytes = paths.iter().map(batch::size_bytes).sum();
    let wholes = Checker::wholes(paths, request.as_one);
    if !request.naming.is_empty() && wholes.len() > 1 {
        let message = format!(
            "a title, an author and an ISBN are those of one manuscript, and there are {} here",
            wholes.len()
        );
        return Err(Error::new(Code::InvalidArgument, message).advise(Advice::NameOne));
    }
    job.begin(Phase::Checking, n_bytes);
    let outcomes = batch::run(&wholes, request.jobs, job, |whole| {
        let outcome = match whole {
            Ok(whole) => checker
                .check_whole(whole, &request.naming, job)
                .map_err(|error| Box::new(skipped(&error))),
            Err(error) => Err(Box::new(skipped(error))),
        };
        if let Ok(whole) = whole {
            job.advance(whole.size_bytes());
        }
        Ok(outcome)
    })?;
    let mut report = checker.head();
    report.passed_over = passed_over;
    report.one_book = checker.one_books();
    for outcome in outcomes {
        match outcome {
            Ok(result) => report.results.push(result),
            Err(skipped) => report.skipped.push(*skipped),
        }
    }
    Ok(report)
}

/// Open indexes, to compare one manuscript after another with.
///
/// Every check uses one: [`check`] and [`crate::check_clients`] do all the work
/// at once; a front end may show each result as it comes and stop single
/// documents.
pub struct Checker {
    opened: Vec<Opened>,
    limits: Limits,
    cutoff: Option<Cutoff>,
    /// The single documents that were read.
    pieces: Mutex<Vec<Piece>>,
}

impl std::fmt::Debug for Checker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checker").finish_non_exhaustive()
    }
}

impl Checker {
    /// Opens the indexes; one that this computer has not verified yet is verified
    /// first.
    ///
    /// # Errors
    ///
    /// `no-index`, `index-incompatible`, `index-damaged`, `unreadable`,
    /// `cancelled`.
    pub fn open(indexes: &[PathBuf], cutoff: Option<Cutoff>, job: &Job) -> Result<Self, Error> {
        Ok(Self {
            opened: indexes::open_all(indexes, job)?,
            limits: Limits::default(),
            cutoff,
            pieces: Mutex::default(),
        })
    }

    /// Lists the documents of files and folders, in order; a path that cannot
    /// be read is an error in its place. Counts what is passed over.
    ///
    /// # Errors
    ///
    /// `cancelled`.
    pub fn documents(paths: &[PathBuf], job: &Job) -> Result<Found, Error> {
        find::documents(paths, find::is_manuscript_name, job)
    }

    /// Makes one manuscript of each document or, `as_one`, of the documents of each
    /// folder.
    pub fn wholes(found: Vec<FoundPath>, as_one: bool) -> Vec<Result<Whole, Error>> {
        if as_one {
            return one_book::wholes(found);
        }
        let alone = |path| Whole {
            path,
            parts: Vec::new(),
        };
        found.into_iter().map(|found| found.map(alone)).collect()
    }

    /// Returns the folders whose documents, checked one by one, look like the
    /// chapters of one book.
    pub fn one_books(&self) -> Vec<OneBook> {
        one_book::offers(&self.pieces())
    }

    /// Returns a report without results that names the indexes; its time is
    /// now.
    pub fn head(&self) -> Report {
        Report {
            report_version: REPORT_VERSION,
            tool: Tool::this(),
            created: now(),
            from: None,
            indexes: self.opened.iter().map(|it| it.summary.clone()).collect(),
            cutoff: self.cutoff.map(Cutoff::summary),
            results: Vec::new(),
            skipped: Vec::new(),
            left_out: Vec::new(),
            passed_over: Vec::new(),
            one_book: Vec::new(),
        }
    }

    /// Reads a manuscript and judges it, under the name that the user gives it, if
    /// any. A file that cannot be read is looked up by its digests.
    ///
    /// # Errors
    ///
    /// The codes of what can neither be read nor found by its digests, and
    /// `cancelled`.
    pub fn check_whole(
        &self,
        whole: &Whole,
        naming: &Naming,
        job: &Job,
    ) -> Result<ManuscriptResult, Error> {
        let path = whole.path.as_path();
        match files::read_whole(whole, &self.limits, job) {
            Ok(read) => {
                self.pieces().extend(Piece::of(path, &read));
                let mut subject = Subject::of_manuscript(path, read);
                subject.call(naming);
                Ok(self.judge(subject))
            }
            Err(error) if error.digests().is_some() && !error.is_cancelled() => {
                let result = self.judge(Subject::of_unread(path, error.again()));
                if result.verdict.is_found() {
                    Ok(result)
                } else {
                    Err(error.at(path))
                }
            }
            Err(error) => Err(error.at(path)),
        }
    }

    fn pieces(&self) -> MutexGuard<'_, Vec<Piece>> {
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compares a subject with the indexes.
    pub(crate) fn judge(&self, subject: Subject) -> ManuscriptResult {
        judge::judge(subject, &self.opened, self.cutoff)
    }

    /// Returns the digests of the indexes' contents.
    pub(crate) fn digests(&self) -> Vec<&String> {
        self.opened.iter().map(|it| &it.summary.sha256).collect()
    }

    /// Returns whether an index lists catalogue records.
    pub(crate) fn has_catalogue(&self) -> bool {
        self.opened.iter().any(Opened::is_catalogue)
    }
}

/// Returns the report's entry for something that could not be read.
pub fn skipped(error: &Error) -> Skipped {
    Skipped {
        path: error
            .path()
            .map(|path| path.display().to_string())
            .unwrap_or_default(),
        sheet: None,
        row: None,
        client: None,
        code: error.code(),
        message: error.message().to_owned(),
        hint: error.hint(Language::English).to_owned(),
        digests: error
            .digests()
            .map(|digests| manuscript::digests_of_file(Some(digests))),
    }
}
