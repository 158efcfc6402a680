//! Work that runs while the window is used, by job number.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use colophon_engine::report::model::Report;
use colophon_engine::{Error, Job, Phase, Snapshot};
use serde::Serialize;
use tauri::ipc::Channel;

use crate::failure::Failure;

pub(crate) type JobId = u32;

/// The time between two progress messages.
pub(crate) const TICK: Duration = Duration::from_millis(100);

/// After this time, the time that is left can be estimated.
const GUESS_AFTER: Duration = Duration::from_secs(2);

/// How many checks keep the report of what is not in the store; a bound.
const MAX_REPORTS: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum JobPhase {
    Waiting,
    Searching,
    Reading,
    Comparing,
    Writing,
    Verifying,
    Asking,
    Fetching,
}

impl JobPhase {
    fn of(phase: Phase) -> Self {
        match phase {
            Phase::Searching => Self::Searching,
            Phase::Checking | Phase::Reading | Phase::Importing => Self::Reading,
            Phase::Titles => Self::Comparing,
            Phase::Writing => Self::Writing,
            Phase::Verifying => Self::Verifying,
            Phase::Asking => Self::Asking,
            Phase::Fetching => Self::Fetching,
            _ => Self::Waiting,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct JobProgress {
    pub(crate) phase: JobPhase,
    pub(crate) done: u64,
    pub(crate) total: u64,
    pub(crate) seconds_left: Option<u64>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum JobEvent<T> {
    Progress { progress: JobProgress },
    Done { answer: T },
    Failed { failure: Failure },
}

/// Work that can be stopped, as a whole or one item.
#[derive(Debug, Default)]
pub(crate) struct Running {
    /// The work as a whole.
    pub(crate) whole: Job,
    stopped: Mutex<HashSet<u32>>,
    items: Mutex<HashMap<u32, Arc<Job>>>,
}

impl Running {
    pub(crate) fn cancel(&self, item: Option<u32>) {
        let items = lock(&self.items);
        match item {
            None => {
                self.whole.cancel();
                items.values().for_each(|job| job.cancel());
            }
            Some(item) => {
                lock(&self.stopped).insert(item);
                if let Some(job) = items.get(&item) {
                    job.cancel();
                }
            }
        }
    }

    /// Begins an item; `None` if it was stopped before.
    pub(crate) fn begin(&self, item: u32) -> Option<Arc<Job>> {
        let mut items = lock(&self.items);
        if self.whole.is_cancelled() || lock(&self.stopped).contains(&item) {
            return None;
        }
        let job = Arc::new(Job::default());
        items.insert(item, Arc::clone(&job));
        Some(job)
    }

    pub(crate) fn end(&self, item: u32) {
        lock(&self.items).remove(&item);
    }

    /// Returns the items that are being worked on.
    pub(crate) fn active(&self) -> Vec<u32> {
        let mut active: Vec<u32> = lock(&self.items).keys().copied().collect();
        active.sort_unstable();
        active
    }
}

/// All work, by job number.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    last: AtomicU32,
    running: Mutex<HashMap<JobId, Arc<Running>>>,
    reports: Mutex<HashMap<JobId, Report>>,
}

impl Jobs {
    pub(crate) fn begin(&self) -> (JobId, Arc<Running>) {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let running = Arc::new(Running::default());
        lock(&self.running).insert(id, Arc::clone(&running));
        (id, running)
    }

    pub(crate) fn end(&self, id: JobId) {
        lock(&self.running).remove(&id);
    }

    pub(crate) fn cancel(&self, id: JobId, item: Option<u32>) {
        // A job that has just ended does not need to be stopped.
        if let Some(running) = lock(&self.running).get(&id) {
            running.cancel(item);
        }
    }

    /// Keeps the results that a check could not store, for its report.
    pub(crate) fn keep_report(&self, id: JobId, report: Report) {
        let mut reports = lock(&self.reports);
        reports.insert(id, report);
        if reports.len() > MAX_REPORTS
            && let Some(oldest) = reports.keys().min().copied()
        {
            reports.remove(&oldest);
        }
    }

    pub(crate) fn report(&self, id: JobId) -> Option<Report> {
        lock(&self.reports).get(&id).cloned()
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Estimates how long a phase will take, from its progress so far.
#[derive(Debug)]
pub(crate) struct Clock {
    phase: Option<JobPhase>,
    since: Instant,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            phase: None,
            since: Instant::now(),
        }
    }
}

impl Clock {
    pub(crate) fn read(&mut self, snapshot: Snapshot) -> JobProgress {
        let phase = JobPhase::of(snapshot.phase);
        if self.phase != Some(phase) {
            self.phase = Some(phase);
            self.since = Instant::now();
        }
        let (done, total) = (snapshot.done.min(snapshot.total), snapshot.total);
        JobProgress {
            phase,
            done,
            total,
            seconds_left: seconds_left(self.since.elapsed(), done, total),
        }
    }
}

/// Estimates how long the rest takes, in seconds, from what was done in
/// `elapsed`.
pub(crate) fn seconds_left(elapsed: Duration, done: u64, total: u64) -> Option<u64> {
    if elapsed < GUESS_AFTER || done == 0 || total == 0 {
        return None;
    }
    let left = u128::from(total - done) * elapsed.as_millis() / u128::from(done) / 1000;
    u64::try_from(left).ok()
}

/// Runs `work` on a new thread and reports its progress to a channel.
///
/// The outcome is sent last, when the job is registered as over.
pub(crate) fn run<A, T>(
    app: Arc<A>,
    events: Channel<JobEvent<T>>,
    work: impl FnOnce(&A, &Job) -> Result<T, Failure> + Send + 'static,
) -> JobId
where
    A: AsRef<Jobs> + Send + Sync + 'static,
    T: Serialize + Send + Sync + 'static,
{
    let (id, running) = (*app).as_ref().begin();
    std::thread::spawn(move || {
        let over = AtomicBool::new(false);
        let outcome = std::thread::scope(|scope| {
            let watcher = scope.spawn(|| watch(&running.whole, &over, &events));
            let outcome = work(&app, &running.whole);
            over.store(true, Ordering::Relaxed);
            watcher.thread().unpark();
            outcome
        });
        (*app).as_ref().end(id);
        // If the window is gone, nobody hears this, and that is fine.
        let _ = events.send(match outcome {
            Ok(answer) => JobEvent::Done { answer },
            Err(failure) => JobEvent::Failed { failure },
        });
    });
    id
}

fn watch<T: Serialize + Send + Sync>(job: &Job, over: &AtomicBool, events: &Channel<JobEvent<T>>)
where
    JobEvent<T>: tauri::ipc::IpcResponse,
{
    let mut clock = Clock::default();
    let mut sent = None;
    while !over.load(Ordering::Relaxed) {
        let progress = clock.read(job.snapshot());
        if sent != Some(progress) {
            sent = Some(progress);
            let _ = events.send(JobEvent::Progress { progress });
        }
        std::thread::park_timeout(TICK);
    }
}

/// Returns the failure of work that was stopped.
pub(crate) fn cancelled() -> Failure {
    Error::cancelled().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_that_was_stopped_does_not_begin() {
        let running = Running::default();
        running.cancel(Some(3));
        assert!(running.begin(3).is_none());
        let job = running.begin(4).unwrap();
        assert_eq!(running.active(), [4]);
        running.cancel(Some(4));
        assert!(job.is_cancelled());
        running.end(4);
        let job = running.begin(5).unwrap();
        running.cancel(None);
        assert!(job.is_cancelled() && running.whole.is_cancelled());
        assert!(running.begin(6).is_none());
    }

    #[test]
    fn the_time_left_follows_the_pace() {
        assert_eq!(seconds_left(Duration::from_secs(1), 50, 100), None);
        assert_eq!(seconds_left(Duration::from_secs(10), 0, 100), None);
        assert_eq!(seconds_left(Duration::from_secs(10), 25, 100), Some(30));
        assert_eq!(seconds_left(Duration::from_secs(10), 100, 100), Some(0));
    }
}
