//! How far a build has come.

use std::ops::ControlFlow;

use crate::error::Error;

/// The number of units between two calls of the progress callback; a few
/// milliseconds' worth.
const UNITS_PER_CALL: u64 = 1 << 15;

/// What [`Builder::finish`](crate::Builder::finish) is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildPhase {
    /// Reading the files of a set that is merged; the unit is a work or a record.
    Collecting,
    /// Merging and writing posting lists; the unit is a posting.
    Postings,
    /// Writing works; the unit is a work.
    Works,
    /// Writing digests; the unit is a digest.
    Digests,
    /// Writing the terms of works; the unit is a work with one term.
    WorkTerms,
    /// Writing catalogue records; the unit is a record.
    Records,
    /// Joining digests to records, in two passes; the unit is a digest.
    RecordDigests,
    /// Writing the terms of records; the unit is a run of records with one term.
    Terms,
    /// Writing the checksums of the file's pages; the unit is a page.
    Sealing,
    /// Waiting for the disk; one unit.
    Syncing,
}

/// How far [`Builder::finish`](crate::Builder::finish) has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildProgress {
    /// What it is doing.
    pub phase: BuildPhase,
    /// The number of units of this phase that are done.
    pub done: u64,
    /// The number of units that this phase has.
    pub total: u64,
}

impl BuildProgress {
    pub(crate) fn collecting(done: u64, total: u64) -> Self {
        let phase = BuildPhase::Collecting;
        Self { phase, done, total }
    }
}

/// Calls the progress callback now and then.
pub(crate) struct Progress<'a> {
    callback: &'a mut dyn FnMut(BuildProgress) -> ControlFlow<()>,
    now: BuildProgress,
    until_call: u64,
}

impl<'a> Progress<'a> {
    pub(crate) fn new(callback: &'a mut dyn FnMut(BuildProgress) -> ControlFlow<()>) -> Self {
        Self {
            callback,
            now: BuildProgress {
                phase: BuildPhase::Postings,
                done: 0,
                total: 0,
            },
            until_call: 0,
        }
    }

    pub(crate) fn start(&mut self, phase: BuildPhase, total: u64) -> Result<(), Error> {
        self.now = BuildProgress {
            phase,
            done: 0,
            total,
        };
        self.call()
    }

    pub(crate) fn advance(&mut self, n: u64) -> Result<(), Error> {
        self.now.done += n;
        self.until_call = self.until_call.saturating_sub(n);
        if self.until_call > 0 && self.now.done < self.now.total {
            return Ok(());
        }
        self.call()
    }

    pub(crate) fn call(&mut self) -> Result<(), Error> {
        self.until_call = UNITS_PER_CALL;
        match (self.callback)(self.now) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::interrupted()),
        }
    }
}
