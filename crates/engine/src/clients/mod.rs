//! A client list to a report: every title looked up, every file compared.
//!
//! ```text
//! list -> titles -> files of titles -> judge (each, in parallel) -> report
//!                                        \-> journal -> goes on where it was
//! ```
//!
//! A row never ends the list: what is wrong with it stands in the report, in
//! its place. What is finished is kept in a [`journal`] until the report is
//! written.

mod files;
mod journal;
pub(crate) mod kinds;
mod preview;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use colophon_catalogue::terms::{title_key, words};
use colophon_clients::{self as clients, ClientTitle, List, Mapping};
use colophon_extract::{Limits, is_document_name};
use colophon_fingerprint::{FileDigester, hex};

use crate::check::{self, now};
use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::find;
use crate::indexes::{self, Opened};
use crate::job::{Job, Phase};
use crate::judge::{self, Subject};
use crate::manuscript;
use crate::print::is_print_name;
use crate::report::model::{Match, Notice, REPORT_VERSION, Report, Skipped, Tool, Verdict};
use journal::{Journal, Outcome};
pub use preview::{ClientsPreview, PreviewColumn, preview_clients};

/// What is to be checked.
#[derive(Debug, Clone)]
pub struct ClientsRequest {
    /// The client list.
    pub list: PathBuf,
    /// What columns hold that are not known by their names: `FIELD=COLUMN`.
    pub mapping: Vec<String>,
    /// The folder with the files of the titles.
    pub files: Option<PathBuf>,
    /// The indexes to ask; see [`crate::default_indexes`].
    pub indexes: Vec<PathBuf>,
    /// How many titles are checked at the same time; 0 for one a processor.
    pub jobs: usize,
    /// What one document may cost.
    pub limits: Limits,
    /// The day that divides the records of the report.
    pub cutoff: Option<Cutoff>,
    /// Where finished titles are kept, so that the same check can go on.
    pub journal: Option<PathBuf>,
}

impl ClientsRequest {
    /// Checks the titles of `list` against `indexes`, by catalogue alone.
    pub fn new(list: PathBuf, indexes: Vec<PathBuf>) -> Self {
        Self {
            list,
            mapping: Vec::new(),
            files: None,
            indexes,
            jobs: 0,
            limits: Limits::default(),
            cutoff: None,
            journal: None,
        }
    }
}

/// A client list that was checked to its end.
#[derive(Debug)]
pub struct ClientsChecked {
    /// The report.
    pub report: Report,
    /// How many titles an earlier check had finished.
    pub n_resumed: usize,
    journal: Option<(Journal, PathBuf)>,
}

impl ClientsChecked {
    /// Lets go of what was kept of finished titles: the report is written.
    pub fn settle(self) {
        if let Some((journal, path)) = self.journal {
            drop(journal);
            journal::remove(&path);
        }
    }
}

/// Checks every title of a client list.
///
/// # Errors
///
/// `no-index` and those of the indexes; the codes of an unreadable list:
/// `unreadable`, `unsupported`, `columns-unknown`, ...; `in-use` when another
/// check keeps its titles in the same place; `disk-full`, `cancelled`. What is
/// wrong with a row or a file stands in the report.
pub fn check_clients(request: &ClientsRequest, job: &Job) -> Result<ClientsChecked, Error> {
    check::refuse_no_index(&request.indexes)?;
    let opened = indexes::open_all(&request.indexes)?;
    job.begin(Phase::Searching, 0);
    let list = read_list(request, job)?;
    if list.titles.is_empty() && list.problems.is_empty() {
        let hint = "Choose the list that has your titles, one in a row.";
        return Err(Error::new("empty", "the list names no title", hint).at(&request.list));
    }
    let Finding {
        of_title,
        unread,
        known,
    } = find_files(request, &list, job)?;
    let key = key(request, &opened, &known)?;
    let n_titles = list.titles.len();
    let (journal, done) = match &request.journal {
        Some(path) => {
            let (journal, done) = Journal::open(path, &key, n_titles)?;
            (Some((journal, path.clone())), done)
        }
        None => (None, vec![None; n_titles]),
    };
    let n_resumed = done.iter().flatten().count();
    let journal = Mutex::new(journal);
    job.begin(Phase::Titles, n_titles as u64);
    job.advance(n_resumed as u64);
    let outcomes = each(&done, request.jobs, job, |place| {
        let outcome = check_title(request, &list.titles[place], &of_title[place], &opened, job);
        if job.is_cancelled() {
            return Err(Error::cancelled());
        }
        let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((journal, _)) = journal.as_mut() {
            journal.add(place, &outcome)?;
        }
        Ok(outcome)
    })?;
    let mut report = Report {
        report_version: REPORT_VERSION,
        tool: Tool::this(),
        created: now(),
        indexes: opened.into_iter().map(|opened| opened.summary).collect(),
        cutoff: request.cutoff.map(Cutoff::summary),
        results: Vec::new(),
        skipped: problems(request, &list),
    };
    for outcome in done
        .into_iter()
        .zip(outcomes)
        .filter_map(|(done, new)| done.or(new))
    {
        match outcome {
            Outcome::Result(result) => report.results.push(*result),
            Outcome::Skipped(skipped) => report.skipped.push(skipped),
        }
    }
    report.skipped.sort_by_key(|skipped| skipped.row);
    report.skipped.extend(unread.iter().map(check::skipped));
    Ok(ClientsChecked {
        report,
        n_resumed,
        journal: journal.into_inner().unwrap_or_else(PoisonError::into_inner),
    })
}

fn read_list(request: &ClientsRequest, job: &Job) -> Result<List, Error> {
    let mut mapping = Mapping::default();
    for pair in &request.mapping {
        mapping.add(pair)?;
    }
    Ok(clients::read(&request.list, &mapping, &mut |_| {
        job.go_on()
    })?)
}

/// The files of a list.
struct Finding {
    /// The files of each title, the best one first.
    of_title: Vec<Vec<PathBuf>>,
    /// Why what else is in the folder was not read.
    unread: Vec<Error>,
    /// Every file with its size and time of change, for the key.
    known: Vec<String>,
}

fn find_files(request: &ClientsRequest, list: &List, job: &Job) -> Result<Finding, Error> {
    let beside = request.list.parent().unwrap_or(Path::new("")).to_owned();
    let root = request.files.clone().unwrap_or_else(|| beside.clone());
    let mut files = Vec::new();
    let mut unread = Vec::new();
    if let Some(folder) = &request.files {
        for found in find::documents(std::slice::from_ref(folder), is_manuscript_name, job)? {
            match found {
                Ok(path) => files.push(path),
                Err(error) => unread.push(error),
            }
        }
    }
    let mut assigned = files::assign(&list.titles, &files, &root);
    let no_title = |message, path: &PathBuf| {
        let hint = "Name the file in the list, in a column “file”, or check it by itself.";
        Error::new("no-title", message, hint).at(path)
    };
    unread.extend(assigned.ambiguous.iter().map(|path| {
        let message = "Several titles of the list have the name of this file, so it was not read.";
        no_title(message, path)
    }));
    // A list may name files that lie elsewhere, or are no documents by name.
    for (title, files) in list.titles.iter().zip(&mut assigned.of_title) {
        let Some(named) = &title.file else {
            continue;
        };
        if files
            .first()
            .is_some_and(|file| files::is_named(file, named))
        {
            continue;
        }
        let named = named.replace('\\', "/");
        let places = [root.join(&named), beside.join(&named)];
        if let Some(path) = places.into_iter().find(|path| path.is_file()) {
            files.insert(0, path);
        }
    }
    assigned
        .unclaimed
        .retain(|path| !assigned.of_title.iter().flatten().any(|file| file == path));
    unread.extend(assigned.unclaimed.iter().map(|path| {
        let message = "No title of the list fits this file, so it was not read.";
        no_title(message, path)
    }));
    let mut known: Vec<String> = assigned
        .of_title
        .iter()
        .flatten()
        .map(|path| stamp(path))
        .collect();
    known.sort();
    Ok(Finding {
        of_title: assigned.of_title,
        unread,
        known,
    })
}

fn is_manuscript_name(path: &Path) -> bool {
    is_document_name(path) || is_print_name(path)
}

/// Returns a file's name, size and time of change.
fn stamp(path: &Path) -> String {
    let metadata = fs::metadata(path);
    let len = metadata.as_ref().map_or(0, fs::Metadata::len);
    let changed = metadata.and_then(|metadata| metadata.modified()).ok();
    format!("{} {len} {changed:?}", path.display())
}

/// Returns the digest of everything that the answers depend on.
fn key(request: &ClientsRequest, opened: &[Opened], known: &[String]) -> Result<String, Error> {
    let mut digester = FileDigester::default();
    let list = fs::read(&request.list)
        .map_err(|error| Error::from_io(error, "cannot be read", &request.list))?;
    digester.update(&list);
    let facts = format!(
        "{}\n{}\n{:?}\n{:?}\n{:?}\n{:?}\n{known:?}",
        env!("CARGO_PKG_VERSION"),
        request.list.display(),
        request.mapping,
        request.files,
        opened
            .iter()
            .map(|opened| &opened.summary.sha256)
            .collect::<Vec<_>>(),
        request.cutoff,
    );
    digester.update(facts.as_bytes());
    Ok(hex(&digester.finish().sha256))
}

/// Runs `work` on every place that is not done, on some threads; the results
/// are in the order of the places.
fn each(
    done: &[Option<Outcome>],
    jobs: usize,
    job: &Job,
    work: impl Fn(usize) -> Result<Outcome, Error> + Sync,
) -> Result<Vec<Option<Outcome>>, Error> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![None; done.len()]);
    let failure = Mutex::new(None);
    let n_threads = match jobs {
        0 => thread::available_parallelism().map_or(1, Into::into),
        n => n,
    };
    thread::scope(|scope| {
        for _ in 0..n_threads.min(done.len()) {
            scope.spawn(|| {
                while !job.is_cancelled() {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(entry) = done.get(place) else { break };
                    if entry.is_some() {
                        continue;
                    }
                    match work(place) {
                        Ok(outcome) => {
                            let mut results =
                                results.lock().unwrap_or_else(PoisonError::into_inner);
                            results[place] = Some(outcome);
                        }
                        Err(error) => {
                            let mut failure =
                                failure.lock().unwrap_or_else(PoisonError::into_inner);
                            failure.get_or_insert(error);
                            // The others need not begin another title.
                            next.store(done.len(), Ordering::Relaxed);
                        }
                    }
                    job.advance(1);
                }
            });
        }
    });
    if let Some(error) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    if job.is_cancelled() {
        return Err(Error::cancelled());
    }
    Ok(results.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn check_title(
    request: &ClientsRequest,
    title: &ClientTitle,
    files: &[PathBuf],
    opened: &[Opened],
    job: &Job,
) -> Outcome {
    let mut subject = Subject::of_title(&request.list, title);
    match files {
        [] if request.files.is_some() || title.file.is_some() => {
            let which = match &title.file {
                Some(named) => {
                    format!("The file that the list names, {named}, is not there, and no other")
                }
                None => "No file".to_owned(),
            };
            // Without a catalogue it cannot be looked up, which is told by itself.
            let is_looked_up = opened.iter().any(|opened| opened.summary.records > 0);
            let then = if is_looked_up {
                "; it was looked up by title, author and numbers only"
            } else {
                ""
            };
            let message = format!("{which} was found for this title{then}.");
            subject.note("no-file", &message);
        }
        [] => {}
        [file, others @ ..] => {
            if !others.is_empty() {
                let names: Vec<_> = others
                    .iter()
                    .map(|path| path.display().to_string())
                    .collect();
                subject.note(
                    "other-files",
                    &format!(
                        "Further files fit this title and were not read: {}.",
                        names.join(", ")
                    ),
                );
            }
            if let Some(named) = title
                .file
                .as_deref()
                .filter(|it| !files::is_named(file, it))
            {
                subject.note(
                    "no-file",
                    &format!(
                        "The file that the list names, {named}, is not there; {} fits this title and was read instead.",
                        file.display()
                    ),
                );
            }
            subject.read(file, manuscript::read(file, &request.limits, job));
        }
    }
    let mut result = judge::judge(subject, opened, request.cutoff);
    if let Some(other) = result.matches.first().filter(|it| is_of_other(title, it)) {
        let message = format!(
            "The text that was found is that of “{}” by {}: the file may be that of another book than this title.",
            other.work.title, other.work.author
        );
        let code = "other-title".to_owned();
        result.warnings.push(Notice { code, message });
    }
    Outcome::Result(Box::new(result))
}

/// Whether the text that was found goes by another title and by another author
/// than the list says.
fn is_of_other(title: &ClientTitle, found: &Match) -> bool {
    let is_whole = matches!(
        found.verdict,
        Verdict::SameFile | Verdict::SameText | Verdict::RevisedText
    );
    let work = &found.work;
    let (ours, theirs) = (title_key(&title.title), title_key(&work.title));
    let names = words(&title.author);
    let shares_author = words(&work.author).iter().any(|name| names.contains(name));
    let is_told = ![&title.title, &title.author, &work.title, &work.author]
        .iter()
        .any(|it| it.trim().is_empty());
    is_whole && is_told && !shares_author && !ours.contains(&theirs) && !theirs.contains(&ours)
}

/// Returns the rows of which nothing could be made.
fn problems(request: &ClientsRequest, list: &List) -> Vec<Skipped> {
    list.problems
        .iter()
        .map(|problem| {
            let (code, hint) = kinds::of_problem(problem.kind);
            Skipped {
                path: request.list.display().to_string(),
                row: Some(problem.row),
                client: problem.client.clone(),
                code: code.to_owned(),
                message: problem.message.clone(),
                hint: hint.to_owned(),
            }
        })
        .collect()
}

/// Makes a notice of a note of the list.
pub(crate) fn notice(note: &clients::Note) -> Notice {
    Notice {
        code: kinds::of_note(note.kind).to_owned(),
        message: note.message.clone(),
    }
}
