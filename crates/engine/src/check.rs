//! Manuscripts and indexes to a report: the main job.

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
use crate::manuscript::{self, Manuscript};
use crate::matching;
use crate::print::is_print_name;
use crate::report::model::{
    ManuscriptResult, Match, Notice, REPORT_VERSION, Report, Skipped, TextSummary, Tool, Verdict,
};

/// With fewer comparable hashes than this, a copy could go unnoticed.
const MIN_COMPARABLE: usize = 5;

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
    if request.indexes.is_empty() {
        let hint = "Name one with --index, or put one in your index folder.";
        return Err(Error::new(
            "no-index",
            "there is no index to compare with",
            hint,
        ));
    }
    let opened = indexes::open_all(&request.indexes)?;
    let found = find::documents(&request.paths, is_manuscript_name, job)?;
    job.begin(Phase::Checking, found.iter().map(size_bytes).sum());
    let outcomes = in_parallel(&found, request.jobs, job, |found| match found {
        Ok(path) => check_one(path, &opened, &request.limits, job),
        Err(error) => Err(skipped(error)),
    })?;
    let mut report = Report {
        report_version: REPORT_VERSION,
        tool: Tool {
            name: "colophon".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        created: now(),
        indexes: opened.into_iter().map(|opened| opened.summary).collect(),
        cutoff: request.cutoff.map(Cutoff::summary),
        results: Vec::new(),
        skipped: Vec::new(),
    };
    for outcome in outcomes {
        match outcome {
            Ok(result) => report.results.push(result),
            Err(skipped) => report.skipped.push(skipped),
        }
    }
    Ok(report)
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
pub(crate) fn size_bytes(found: &find::Found) -> u64 {
    found
        .as_ref()
        .ok()
        .and_then(|path| path.metadata().ok())
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
    let results = Mutex::new(Vec::with_capacity(found.len()));
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
                    results
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((i, result));
                    job.advance(size_bytes(found));
                }
            });
        }
    });
    if job.is_cancelled() {
        return Err(Error::cancelled());
    }
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(i, _)| *i);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

fn check_one(
    path: &Path,
    opened: &[Opened],
    limits: &Limits,
    job: &Job,
) -> Result<ManuscriptResult, Skipped> {
    let read = manuscript::read(path, limits, job).map_err(|error| skipped(&error.at(path)))?;
    Ok(compare(path, read, opened))
}

fn compare(path: &Path, mut manuscript: Manuscript, opened: &[Opened]) -> ManuscriptResult {
    let mut matches = Vec::new();
    // The coarsest index decides: what one of them could not have found must
    // not pass as "not found".
    let mut n_comparable = usize::MAX;
    let mut coarsest = 0;
    for (place, opened) in opened.iter().enumerate() {
        let comparison = match matching::compare(&manuscript, &opened.index, place) {
            Ok(comparison) => comparison,
            // What the others say stands; this one has said nothing.
            Err(error) => {
                manuscript.warnings.push(failed_index(opened, &error));
                manuscript.is_complete = false;
                continue;
            }
        };
        n_comparable = n_comparable.min(comparison.n_comparable);
        coarsest = coarsest.max(opened.summary.scale);
        matches.extend(comparison.matches);
    }
    // Each index has its own order already; a stable sort merges them.
    matches.sort_by(|a: &Match, b| {
        let found_first = b.verdict.is_found().cmp(&a.verdict.is_found());
        found_first.then(strength(b).total_cmp(&strength(a)))
    });
    let n_comparable = if n_comparable == usize::MAX {
        0
    } else {
        n_comparable
    };
    let is_short = n_comparable < MIN_COMPARABLE && coarsest > 0;
    let verdict = match matches.first() {
        Some(strongest) if strongest.verdict.is_found() => matches
            .iter()
            .map(|found| found.verdict)
            .min()
            .unwrap_or(strongest.verdict),
        _ if is_short || !manuscript.is_complete => Verdict::Inconclusive,
        Some(passages) => passages.verdict,
        None => Verdict::NotFound,
    };
    if is_short {
        manuscript.warnings.push(too_short(&manuscript, coarsest));
    }
    let digests = manuscript.hex_digests();
    ManuscriptResult {
        path: path.display().to_string(),
        row: None,
        client: None,
        title: manuscript.title,
        author: manuscript.author,
        isbn: Vec::new(),
        digests,
        text: TextSummary {
            letters: manuscript.fingerprint.n_letters,
            words: manuscript.n_words,
            language: manuscript.language,
            hashes: n_comparable as u64,
        },
        verdict,
        matches,
        warnings: manuscript.warnings,
    }
}

fn failed_index(opened: &Opened, error: &Error) -> Notice {
    let message = format!(
        "The index “{}” ({}) could not be asked, it is damaged or cannot be read: {}.",
        opened.summary.name,
        opened.summary.file,
        error.message()
    );
    Notice {
        code: error.code().to_owned(),
        message,
    }
}

fn too_short(manuscript: &Manuscript, scale: u32) -> Notice {
    // Twice what is needed on average is enough nearly always. How many letters
    // make a word, the manuscript itself tells; in English it is four and a half.
    let letters = 2 * MIN_COMPARABLE as u64 * u64::from(scale);
    let needed = match manuscript.fingerprint.n_letters {
        0 => letters / 5,
        n_letters => letters.saturating_mul(manuscript.n_words.max(1)) / n_letters,
    };
    let message = format!(
        "There are only {} words of text here. To be compared with this index, a text should have about {} words or more.",
        manuscript.n_words,
        needed.div_ceil(100) * 100
    );
    Notice {
        code: "too-short".to_owned(),
        message,
    }
}

fn strength(found: &Match) -> f64 {
    let file = f64::from(found.verdict == Verdict::SameFile);
    let shares = [found.manuscript_in_work, found.work_in_manuscript];
    file + shares
        .into_iter()
        .flatten()
        .map(|share| share.estimate)
        .fold(0.0, f64::max)
}

pub(crate) fn skipped(error: &Error) -> Skipped {
    Skipped {
        path: error
            .path()
            .map(|path| path.display().to_string())
            .unwrap_or_default(),
        row: None,
        code: error.code().to_owned(),
        message: error.message().to_owned(),
        hint: error.hint().to_owned(),
    }
}
