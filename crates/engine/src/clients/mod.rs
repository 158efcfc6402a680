//! From a client list to a report: every title looked up, every file compared.
//!
//! ```text
//! list -> titles -> files of titles -> judge (each, in parallel) -> report
//!                                        \-> journal -> to resume from
//! ```
//!
//! A row never ends the check: what is wrong with it is in the report, in its
//! place. What is finished is kept in a [`journal`] until the report is
//! written.

mod claims;
mod files;
mod inside;
mod journal;
mod preview;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use colophon_catalogue::terms::{title_key, words};
use colophon_clients::{self as clients, ClientTitle, List};
use colophon_extract::Limits;
use colophon_fingerprint::{FileDigester, hex};

use crate::batch;
use crate::check::{self, Checker};
use crate::codes;
use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::fenced;
use crate::find;
use crate::job::{Job, Phase};
use crate::judge::Subject;
use crate::report::model::{Match, Notice, PassedOver, Report, Skipped, Verdict};
use crate::report::{Advice, Code, Language, Message};
pub use claims::{has_claims, kept_claims, try_claims};
use inside::{Inside, Named};
use journal::{Journal, Outcome};
pub use preview::{ClientsPreview, PreviewColumn, preview_clients};

/// How many of the other files of a title are named; a bound.
const MAX_NAMED: usize = 20;

/// What to check.
#[derive(Debug, Clone)]
pub struct ClientsRequest {
    /// The client list.
    pub list: PathBuf,
    /// What columns hold whose names are not known: `FIELD=COLUMN`.
    pub mapping: Vec<String>,
    /// The folder with the files of the titles.
    pub files: Option<PathBuf>,
    /// The indexes to search; see [`crate::default_indexes`].
    pub indexes: Vec<PathBuf>,
    /// How many titles are checked at the same time; 0 means one per processor.
    pub jobs: usize,
    /// What one document may cost.
    pub limits: Limits,
    /// The cut-off date for the records of the report.
    pub cutoff: Option<Cutoff>,
    /// Where finished titles are kept, so that the same check can resume.
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
    /// Removes the journal of finished titles: the report is written.
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
/// wrong with a row or a file is in the report.
pub fn check_clients(request: &ClientsRequest, job: &Job) -> Result<ClientsChecked, Error> {
    let checker = Checker::open(&request.indexes, request.cutoff, job)?;
    job.begin(Phase::Searching, 0);
    let list = fenced::read(&request.list, &request.mapping, job)?;
    if list.titles.is_empty() && list.problems.is_empty() {
        return Err(Error::new(Code::Empty, "the list names no title")
            .advise(Advice::ChooseList)
            .at(&request.list));
    }
    let TitleFiles {
        of_title,
        is_outside,
        unread,
        known,
        passed_over,
    } = find_files(request, &list, job)?;
    let key = key(request, &checker, &known)?;
    let n_titles = list.titles.len();
    let (journal, mut outcomes) = match &request.journal {
        Some(path) => {
            let (journal, done) = Journal::open(path, &key, n_titles)?;
            (Some((journal, path.clone())), done)
        }
        None => (None, vec![None; n_titles]),
    };
    let n_resumed = outcomes.iter().flatten().count();
    let journal = Mutex::new(journal);
    job.begin(Phase::Titles, n_titles as u64);
    job.advance(n_resumed as u64);
    let places = 0..n_titles;
    let open: Vec<usize> = places.filter(|&place| outcomes[place].is_none()).collect();
    let new = batch::run(&open, request.jobs, job, |&place| {
        let title = &list.titles[place];
        let files = (of_title[place].as_slice(), is_outside[place]);
        let outcome = check_title(request, title, files, &checker, job);
        if job.is_cancelled() {
            return Err(Error::cancelled());
        }
        let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((journal, _)) = journal.as_mut() {
            journal.add(place, &outcome)?;
        }
        job.advance(1);
        Ok(outcome)
    })?;
    for (place, outcome) in open.into_iter().zip(new) {
        outcomes[place] = Some(outcome);
    }
    let mut report = checker.head();
    report.passed_over = passed_over;
    (report.left_out, report.skipped) = problems(request, &list)
        .into_iter()
        .partition(|problem| problem.code.is_left_out());
    for outcome in outcomes.into_iter().flatten() {
        match outcome {
            Outcome::Result(result) => report.results.push(*result),
            Outcome::Skipped(skipped) => report.skipped.push(*skipped),
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

/// The files of the titles of a list.
struct TitleFiles {
    /// The files of each title, the best one first.
    of_title: Vec<Vec<PathBuf>>,
    /// For each title, whether the list names a file for it that it may not name.
    is_outside: Vec<bool>,
    /// Why the other files in the folder were not read.
    unread: Vec<Error>,
    /// Every file with its size and time of change, for the key.
    known: Vec<String>,
    /// The files in the folder that are not named like documents.
    passed_over: Vec<PassedOver>,
}

fn find_files(request: &ClientsRequest, list: &List, job: &Job) -> Result<TitleFiles, Error> {
    // The files of a Calibre library are below its folder.
    let database = clients::file_of(&request.list);
    let next_to = database.parent().unwrap_or(Path::new("")).to_owned();
    let root = request.files.clone().unwrap_or_else(|| next_to.clone());
    let inside = Inside::new([root.clone(), next_to]);
    let mut files = Vec::new();
    let mut unread = Vec::new();
    let mut passed_over = Vec::new();
    if let Some(folder) = &request.files {
        let folder = std::slice::from_ref(folder);
        let found = find::documents(folder, find::is_manuscript_name, job)?;
        passed_over = found.passed_over;
        for found in found.paths {
            match found {
                Ok(path) => files.push(path),
                Err(error) => unread.push(error),
            }
        }
    }
    let mut assigned = files::assign(&list.titles, &files, &root);
    let no_title =
        |message: Message, path: &PathBuf| Error::new(Code::NoTitle, message.with(&[])).at(path);
    let ambiguous = assigned.ambiguous.iter();
    unread.extend(ambiguous.map(|path| no_title(Message::SeveralTitles, path)));
    // A list may name files that are next to it, or not named like documents.
    let mut is_outside = vec![false; list.titles.len()];
    let titles = list.titles.iter().zip(&mut assigned.of_title);
    for ((title, files), is_outside) in titles.zip(&mut is_outside) {
        let Some(named) = &title.file else {
            continue;
        };
        if let Some(file) = files.first().filter(|file| files::is_named(file, named)) {
            // A link in the folder may lead out of it.
            if !inside.is_in(file) {
                *is_outside = true;
                files.remove(0);
            }
            continue;
        }
        match inside.find(named) {
            Named::File(path) => files.insert(0, path),
            Named::Nothing => {}
            Named::Outside => *is_outside = true,
        }
    }
    let claimed: HashSet<&PathBuf> = assigned.of_title.iter().flatten().collect();
    assigned.unclaimed.retain(|path| !claimed.contains(path));
    assigned
        .doubtful
        .retain(|(path, _)| !claimed.contains(path));
    unread.extend(assigned.doubtful.iter().map(|(path, place)| {
        let title = &list.titles[*place];
        let mut names = std::iter::once(&title.author).chain(&title.pen_names);
        let author = names.find(|name| !name.is_empty());
        let author = author.map_or("", String::as_str);
        let values = [("title", &*title.title), ("author", author)];
        Error::new(Code::NoTitle, Message::TitlePerhaps.with(&values)).at(path)
    }));
    let unclaimed = assigned.unclaimed.iter();
    unread.extend(unclaimed.map(|path| no_title(Message::NoTitleFits, path)));
    let mut known: Vec<String> = assigned
        .of_title
        .iter()
        .flatten()
        .map(|path| stamp(path))
        .collect();
    known.sort();
    Ok(TitleFiles {
        of_title: assigned.of_title,
        is_outside,
        unread,
        known,
        passed_over,
    })
}

/// Returns a file's name, size and time of change.
fn stamp(path: &Path) -> String {
    let metadata = fs::metadata(path);
    let len = metadata.as_ref().map_or(0, fs::Metadata::len);
    let changed = metadata.and_then(|metadata| metadata.modified()).ok();
    format!("{} {len} {changed:?}", path.display())
}

/// Returns the digest of everything that the answers depend on.
fn key(request: &ClientsRequest, checker: &Checker, known: &[String]) -> Result<String, Error> {
    let mut digester = FileDigester::default();
    let list = clients::file_of(&request.list);
    let bytes = fs::read(&list).map_err(|error| Error::from_io(error, "cannot be read", &list))?;
    digester.update(&bytes);
    let facts = format!(
        "{}\n{}\n{:?}\n{:?}\n{:?}\n{:?}\n{known:?}",
        env!("CARGO_PKG_VERSION"),
        request.list.display(),
        request.mapping,
        request.files,
        checker.digests(),
        request.cutoff,
    );
    digester.update(facts.as_bytes());
    Ok(hex(&digester.finish().sha256))
}

fn check_title(
    request: &ClientsRequest,
    title: &ClientTitle,
    (files, is_outside): (&[PathBuf], bool),
    checker: &Checker,
    job: &Job,
) -> Outcome {
    let mut subject = Subject::of_title(&request.list, title);
    if let Some(named) = title.file.as_deref().filter(|_| is_outside) {
        let message = Message::FileOutside.with(&[("file", named)]);
        subject.refuse(Code::FileOutside, message);
    }
    match files {
        [] if is_outside => {}
        [] if request.files.is_some() || title.file.is_some() => {
            // Without a catalogue it cannot be looked up; a separate note says
            // so.
            let message = match (&title.file, checker.has_catalogue()) {
                (Some(_), true) => Message::NamedFileMissingLookedUp,
                (Some(_), false) => Message::NamedFileMissing,
                (None, true) => Message::NoFileLookedUp,
                (None, false) => Message::NoFile,
            };
            let file = title.file.as_deref().unwrap_or_default();
            subject.note(Code::NoFile, message.with(&[("file", file)]));
        }
        [] => {}
        [file, others @ ..] => {
            if !others.is_empty() {
                let message = Message::OtherFiles.with(&[("files", &some_of(others))]);
                subject.note(Code::OtherFiles, message);
            }
            if let Some(named) = title
                .file
                .as_deref()
                .filter(|it| !is_outside && !files::is_named(file, it))
            {
                let values = [("named", named), ("file", &file.display().to_string())];
                subject.note(Code::NoFile, Message::OtherFileRead.with(&values));
            }
            subject.read(file, crate::files::read(file, &request.limits, job));
        }
    }
    let mut result = checker.judge(subject);
    result.claim = Some(Box::new(claims::facts(title)));
    if let Some(other) = result.matches.first().filter(|it| is_of_other(title, it)) {
        let values = [
            ("title", other.work.title.as_str()),
            ("author", other.work.author.as_str()),
        ];
        let message = Message::OtherTitle.with(&values);
        let code = Code::OtherTitle;
        result.warnings.push(Notice { code, message });
    }
    Outcome::Result(Box::new(result))
}

/// Names some of the files.
fn some_of(files: &[PathBuf]) -> String {
    let names = files.iter().take(MAX_NAMED);
    let names: Vec<String> = names.map(|path| path.display().to_string()).collect();
    let more = if files.len() > MAX_NAMED { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

/// Returns whether the text that was found has another title and another author
/// than the list says.
fn is_of_other(title: &ClientTitle, found: &Match) -> bool {
    let is_whole = matches!(
        found.verdict,
        Verdict::SameFile | Verdict::SameText | Verdict::RevisedText
    );
    let work = &found.work;
    let theirs = title_key(&work.title);
    let mut ours = std::iter::once(&title.title).chain(&title.other_titles);
    let shares_title = ours.any(|title| {
        let ours = title_key(title);
        ours.contains(&theirs) || theirs.contains(&ours)
    });
    let names = words(&title.author);
    let shares_author = words(&work.author).iter().any(|name| names.contains(name));
    let is_told = ![&title.title, &title.author, &work.title, &work.author]
        .iter()
        .any(|it| it.trim().is_empty());
    is_whole && is_told && !shares_author && !shares_title
}

/// Returns the rows that could not be used, and those that are not titles.
fn problems(request: &ClientsRequest, list: &List) -> Vec<Skipped> {
    list.problems
        .iter()
        .map(|problem| {
            let (code, advice) = codes::of_problem(problem.kind);
            let advice = advice.map_or(code.advice(), Advice::phrase);
            Skipped {
                path: request.list.display().to_string(),
                sheet: problem.sheet.clone(),
                // A sheet that was not read is left out as a whole.
                row: (!code.is_of_sheet()).then_some(problem.row),
                client: problem.client.clone(),
                code,
                message: problem.message.clone(),
                hint: advice.say(Language::English).to_owned(),
                digests: None,
            }
        })
        .collect()
}
