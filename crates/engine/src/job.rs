//! A running piece of work that can be watched and stopped from another thread.
//!
//! Engine calls take one `&Job`. They advance its counters and check often
//! whether to stop; a front end reads the counters about ten times a second and
//! shows them. Nothing here prints.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What a job is doing at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// Nothing has begun.
    Waiting,
    /// Folders are searched for documents; the unit is files.
    Searching,
    /// Manuscripts are read and compared; the unit is bytes.
    Checking,
    /// Books are read for an index; the unit is bytes.
    Reading,
    /// The titles of a client list are checked; the unit is titles.
    Titles,
    /// Metadata dumps are read for an index; the unit is bytes of their files.
    Importing,
    /// Postings are sorted and written; the unit is postings.
    Writing,
    /// An index is verified; the unit is bytes.
    Verifying,
    /// A source is asked what it has; nothing is counted.
    Asking,
    /// Parts of an index are got; the unit is bytes.
    Fetching,
}

/// The counters of a [`Job`] at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// What the job is doing.
    pub phase: Phase,
    /// How much is done, in the phase's unit.
    pub done: u64,
    /// How much there is in all, in the phase's unit; 0 while it is not known.
    pub total: u64,
}

/// Counters and a stop flag, shared between a worker and its watcher.
#[derive(Debug)]
pub struct Job {
    phase: Mutex<Phase>,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Default for Job {
    fn default() -> Self {
        Self {
            phase: Mutex::new(Phase::Waiting),
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
        }
    }
}

impl Job {
    /// Begins a phase of `total` units and sets the counter to zero.
    pub fn begin(&self, phase: Phase, total: u64) {
        let mut current = self
            .phase
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *current = phase;
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Counts `units` more as done.
    pub fn advance(&self, units: u64) {
        self.done.fetch_add(units, Ordering::Relaxed);
    }

    /// Asks the job to stop; it does so within about 200 ms.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Returns whether the job was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Returns `Break` once the job was asked to stop, for callbacks.
    pub fn go_on(&self) -> ControlFlow<()> {
        if self.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Returns the counters as they are now.
    pub fn snapshot(&self) -> Snapshot {
        let phase = *self
            .phase
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Snapshot {
            phase,
            done: self.done.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
        }
    }
}
