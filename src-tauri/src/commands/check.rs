//! Checks manuscripts: a queue whose items can each be watched and stopped.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use colophon_engine::library::{ReportContext, Row};
use colophon_engine::report::model::Report;
use colophon_engine::report::{BookKeys, count_books};
use colophon_engine::{Checker, Error, Found, Job, Naming, Whole, each, indexes_for, skipped};
use tauri::ipc::Channel;

use super::AppRef;
use crate::failure::Failure;
use crate::files::{folder_of, name_of};
use crate::jobs::{Clock, JobId, JobPhase, Running, TICK, cancelled, lock};
use crate::state::App;
use crate::wire::{
    CancelAsk, CheckAsk, CheckEvent, ItemEnd, ItemProgress, NameAsk, OneBookItem, QueuedItem,
    Settled,
};

/// How many documents are reported in one message.
const N_QUEUED: usize = 500;

#[tauri::command(async)]
pub(crate) fn job_cancel(app: AppRef<'_>, ask: CancelAsk) {
    app.jobs.cancel(ask.job, ask.item);
}

#[tauri::command(async)]
pub(crate) fn check_start(app: AppRef<'_>, ask: CheckAsk, events: Channel<CheckEvent>) -> JobId {
    let app = Arc::clone(&app);
    let (id, running) = app.jobs.begin();
    let paths: Vec<PathBuf> = ask.paths.iter().map(|path| app.paths.hear(path)).collect();
    std::thread::spawn(move || {
        let end = check(&app, id, &running, &paths, ask.as_one, &events).unwrap_or_else(|error| {
            CheckEvent::Failed {
                failure: error.into(),
            }
        });
        app.jobs.end(id);
        // If the window is gone, nobody hears this, and that is fine.
        let _ = events.send(end);
    });
    id
}

fn check(
    app: &App,
    id: JobId,
    running: &Running,
    paths: &[PathBuf],
    as_one: bool,
    events: &Channel<CheckEvent>,
) -> Result<CheckEvent, Error> {
    let checker = open(running, paths, events)?;
    let Found {
        paths: found,
        passed_over,
    } = Checker::documents(paths, &running.whole)?;
    let found = Checker::wholes(found, as_one);
    let mut rest = checker.head();
    rest.passed_over.clone_from(&passed_over);
    let queued: Vec<QueuedItem> = (0..)
        .zip(&found)
        .map(|(n, found)| queued(app, n, found))
        .collect();
    for items in queued.chunks(N_QUEUED) {
        let _ = events.send(CheckEvent::Queued {
            items: items.to_vec(),
        });
    }
    let queue = Queue {
        app,
        running,
        context: ReportContext::of(&checker.head()),
        checker: &checker,
        found: &found,
        sizes: queued.iter().map(|item| item.size_bytes.max(1)).collect(),
        done: AtomicU64::new(0),
        settled: Mutex::default(),
        rest: Mutex::new(rest),
        books: Mutex::default(),
    };
    let over = AtomicBool::new(false);
    let counts = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| queue.watch(&over, events));
        each(found.len(), 0, |place| {
            queue.work(place);
            ControlFlow::Continue(())
        });
        over.store(true, Ordering::Relaxed);
        watcher.thread().unpark();
        watcher.join().unwrap_or_default()
    });
    let one_book = checker.one_books();
    lock(&queue.rest).one_book.clone_from(&one_book);
    app.jobs.keep_report(id, lock(&queue.rest).clone());
    let one_book = one_book.into_iter().map(|offer| {
        let folder = PathBuf::from(offer.folder);
        OneBookItem {
            path: app.paths.say(&folder),
            name: name_of(&folder),
            files: offer.files,
        }
    });
    Ok(CheckEvent::Finished {
        results: counts.results,
        found: counts.found,
        books_found: count_books(&lock(&queue.books)),
        skipped: counts.skipped,
        passed_over,
        one_book: one_book.collect(),
        cancelled: running.whole.is_cancelled(),
    })
}

/// Opens the indexes. One that is new to this computer is verified first, and the
/// window shows how far that is.
fn open(
    running: &Running,
    paths: &[PathBuf],
    events: &Channel<CheckEvent>,
) -> Result<Checker, Error> {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut clock = Clock::default();
            while !over.load(Ordering::Relaxed) {
                let now = clock.read(running.whole.snapshot());
                if now.phase == JobPhase::Verifying {
                    let _ = events.send(CheckEvent::Progress {
                        done: now.done,
                        total: now.total,
                        seconds_left: now.seconds_left,
                        items: Vec::new(),
                    });
                }
                std::thread::park_timeout(TICK);
            }
        });
        let checker = Checker::open(&indexes_for(paths), None, &running.whole);
        over.store(true, Ordering::Relaxed);
        watcher.thread().unpark();
        checker
    })
}

/// Checks the manuscript of a kept result again under the name that the user gives
/// it, and keeps the answer instead.
#[tauri::command(async)]
pub(crate) fn result_name(app: AppRef<'_>, ask: NameAsk) -> Result<Row, Failure> {
    let naming = Naming::read(Some(ask.title), Some(ask.author), Some(&ask.isbn))?;
    let (library, job) = (app.library()?, Job::default());
    let whole = library.whole(ask.id)?;
    let checker = Checker::open(&indexes_for(std::slice::from_ref(&whole.path)), None, &job)?;
    let result = checker.check_whole(&whole, &naming, &job)?;
    let head = checker.head();
    let context = ReportContext::of(&head);
    let row = library.keep_instead(ask.id, &context, &whole.path, &result, &head.created)?;
    Ok(row)
}

fn queued(app: &App, item: u32, found: &Result<Whole, Error>) -> QueuedItem {
    let path = match found {
        Ok(whole) => whole.path.clone(),
        Err(error) => error.path().map(PathBuf::from).unwrap_or_default(),
    };
    QueuedItem {
        item,
        path: app.paths.say(&path),
        name: name_of(&path),
        folder: folder_of(&path),
        size_bytes: path.metadata().map_or(0, |metadata| metadata.len()),
    }
}

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    results: usize,
    found: usize,
    skipped: usize,
}

struct Queue<'a> {
    app: &'a App,
    running: &'a Running,
    context: ReportContext,
    checker: &'a Checker,
    found: &'a [Result<Whole, Error>],
    sizes: Vec<u64>,
    done: AtomicU64,
    settled: Mutex<Vec<Settled>>,
    /// What is not in the store: documents that were not read, results that
    /// could not be kept.
    rest: Mutex<Report>,
    /// What the books that were found are known by.
    books: Mutex<Vec<BookKeys>>,
}

impl Queue<'_> {
    fn work(&self, place: usize) {
        let Ok(item) = u32::try_from(place) else {
            return;
        };
        let end = self.one(item, &self.found[place]);
        self.running.end(item);
        self.done.fetch_add(self.sizes[place], Ordering::Relaxed);
        lock(&self.settled).push(Settled { item, end });
    }

    fn one(&self, item: u32, found: &Result<Whole, Error>) -> ItemEnd {
        let whole = match found {
            Ok(whole) => whole,
            Err(error) => return self.skip(error),
        };
        let path = whole.path.as_path();
        let Some(job) = self.running.begin(item) else {
            return ItemEnd::Skipped {
                failure: cancelled().at(path),
            };
        };
        let result = match self.checker.check_whole(whole, &Naming::default(), &job) {
            Ok(result) => result,
            Err(error) if error.is_cancelled() => {
                return ItemEnd::Skipped {
                    failure: cancelled().at(path),
                };
            }
            Err(error) => return self.skip(&error),
        };
        if result.verdict.is_found() {
            lock(&self.books).push(BookKeys::of(&result));
        }
        let checked = self.checker.head().created;
        let kept = self
            .app
            .library()
            .and_then(|library| Ok(library.keep(&self.context, path, &result, &checked)?));
        match kept {
            Ok(row) => ItemEnd::Result { row: Box::new(row) },
            Err(failure) => {
                let row = Box::new(self.context.row(&result, &checked));
                lock(&self.rest).results.push(result);
                ItemEnd::NotKept { row, failure }
            }
        }
    }

    fn skip(&self, error: &Error) -> ItemEnd {
        lock(&self.rest).skipped.push(skipped(error));
        ItemEnd::Skipped {
            failure: Failure::from(error),
        }
    }

    /// Reports to the window ten times a second what is new, and counts.
    fn watch(&self, over: &AtomicBool, events: &Channel<CheckEvent>) -> Counts {
        let started = Instant::now();
        let total = self.sizes.iter().sum();
        let mut counts = Counts::default();
        let mut sent = None;
        loop {
            let is_over = over.load(Ordering::Relaxed);
            let items = std::mem::take(&mut *lock(&self.settled));
            for settled in &items {
                match &settled.end {
                    ItemEnd::Result { row } | ItemEnd::NotKept { row, .. } => {
                        counts.results += 1;
                        counts.found += usize::from(row.found);
                    }
                    ItemEnd::Skipped { .. } => counts.skipped += 1,
                }
            }
            if !items.is_empty() {
                let _ = events.send(CheckEvent::Settled { items });
            }
            if is_over {
                return counts;
            }
            let done = self.done.load(Ordering::Relaxed);
            let active = self.running.active();
            if sent.as_ref() != Some(&(done, active.clone())) {
                let items = active.iter().map(|&item| ItemProgress {
                    item,
                    phase: JobPhase::Reading,
                    share: None,
                });
                let _ = events.send(CheckEvent::Progress {
                    done,
                    total,
                    seconds_left: crate::jobs::seconds_left(started.elapsed(), done, total),
                    items: items.collect(),
                });
                sent = Some((done, active));
            }
            std::thread::park_timeout(TICK);
        }
    }
}
