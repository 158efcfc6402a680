//! Stopping on Ctrl-C and on a request to end.
//!
//! The first signal asks the engine to stop, which it does within a moment. If it
//! does not, the program ends anyway 150 ms later, so Ctrl-C always works within
//! 200 ms. Before it ends, it removes what it was writing aside; no
//! half-written file is left behind.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use colophon_engine::{Job, Phase, Snapshot};
use tempfile::NamedTempFile;

use crate::exit;
use crate::terminal::say;

/// How long the engine has to stop on its own.
const GRACE: Duration = Duration::from_millis(150);

/// The job of this run, and what to do when it is stopped.
#[derive(Debug, Clone)]
pub(crate) struct Stop {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    job: Job,
    /// How far the work was when the signal came.
    reached: Mutex<Option<Snapshot>>,
    reported: AtomicBool,
    finished: Mutex<bool>,
    finish: Condvar,
    /// The files that are being written aside (see [`crate::output`]).
    aside: Mutex<Vec<PathBuf>>,
}

impl Stop {
    /// Makes a job and listens for signals.
    ///
    /// With `patient`, the engine writes files itself, and the program waits until
    /// the engine has removed them; a second signal ends it at once.
    pub(crate) fn listen(patient: bool) -> Self {
        let stop = Self::deaf();
        let handler = stop.clone();
        // Without a handler, a signal ends the program as it ends any other.
        let _ = ctrlc::set_handler(move || handler.signalled(patient));
        stop
    }

    /// Makes a job that signals do not stop.
    pub(crate) fn deaf() -> Self {
        Self {
            shared: Arc::new(Shared {
                job: Job::default(),
                reached: Mutex::new(None),
                reported: AtomicBool::new(false),
                finished: Mutex::new(false),
                finish: Condvar::new(),
                aside: Mutex::default(),
            }),
        }
    }

    /// Returns the job to hand to the engine.
    pub(crate) fn job(&self) -> &Job {
        &self.shared.job
    }

    /// Returns a handle to look at the job from another thread.
    pub(crate) fn watch(&self) -> impl Fn() -> Snapshot + Send + 'static {
        let shared = Arc::clone(&self.shared);
        move || shared.job.snapshot()
    }

    /// Records that the command is over, successful or not.
    pub(crate) fn finish(&self) {
        *locked(&self.shared.finished) = true;
        self.shared.finish.notify_all();
    }

    /// Makes a file aside that is removed if the program is stopped before
    /// [`Self::forget_aside`].
    pub(crate) fn make_aside(
        &self,
        make: impl FnOnce() -> io::Result<NamedTempFile>,
    ) -> io::Result<NamedTempFile> {
        // Under the lock, a signal cannot come between making and noting.
        let mut aside = locked(&self.shared.aside);
        let file = make()?;
        aside.push(file.path().to_owned());
        Ok(file)
    }

    /// Forgets the files aside, once they are renamed or removed.
    pub(crate) fn forget_aside(&self) {
        locked(&self.shared.aside).clear();
    }

    /// Reports, once, how far the work was.
    pub(crate) fn tell(&self) {
        if !self.shared.reported.swap(true, Ordering::SeqCst) {
            let reached = *locked(&self.shared.reached);
            say(&how_far(
                reached.unwrap_or_else(|| self.shared.job.snapshot()),
            ));
        }
    }

    fn signalled(&self, patient: bool) {
        let again = self.shared.job.is_cancelled();
        if !again {
            *locked(&self.shared.reached) = Some(self.shared.job.snapshot());
            self.shared.job.cancel();
            if patient {
                return;
            }
            let finished = locked(&self.shared.finished);
            let waited = self
                .shared
                .finish
                .wait_timeout_while(finished, GRACE, |done| !*done);
            if waited.is_ok_and(|(_, waited)| !waited.timed_out()) {
                return;
            }
        }
        // While the lock is held, the writer cannot finish in between.
        let aside = locked(&self.shared.aside);
        for path in aside.iter() {
            let _ = std::fs::remove_file(path);
        }
        self.tell();
        std::process::exit(i32::from(exit::INTERRUPTED));
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns how far the work was when it was stopped.
fn how_far(reached: Snapshot) -> String {
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    let done = reached.done.min(reached.total);
    let what = match reached.phase {
        Phase::Checking | Phase::Reading | Phase::Importing if reached.total > 0 => {
            format!(
                "{} of {} had been read",
                megabytes(done),
                megabytes(reached.total)
            )
        }
        Phase::Verifying if reached.total > 0 => {
            format!(
                "{} of {} had been verified",
                megabytes(done),
                megabytes(reached.total)
            )
        }
        Phase::Titles if reached.total > 0 => {
            return format!(
                "Stopped: {done} of {} titles had been checked. With --out they are kept: run the \
                 same command again to resume.",
                reached.total
            );
        }
        Phase::Writing => {
            return "Stopped while the index was being written. An index that existed before is unchanged."
                .to_owned();
        }
        _ => "nothing had been done yet".to_owned(),
    };
    format!("Stopped: {what}. Nothing was written.")
}

#[cfg(test)]
mod tests {
    use colophon_engine::{Phase, Snapshot};

    use super::how_far;

    #[test]
    fn what_was_done_is_said() {
        let reached = |phase, done, total| how_far(Snapshot { phase, done, total });
        assert_eq!(
            reached(Phase::Checking, 12_340_000, 40_000_000),
            "Stopped: 12.3 MB of 40.0 MB had been read. Nothing was written."
        );
        assert_eq!(
            reached(Phase::Searching, 7, 0),
            "Stopped: nothing had been done yet. Nothing was written."
        );
        assert!(reached(Phase::Titles, 7, 12).contains("7 of 12 titles"));
        assert!(reached(Phase::Checking, 9_000_000, 1_000_000).contains("1.0 MB of 1.0 MB"));
    }
}
