//! The look-ups of the window: one at a time, and the last answer is kept.

use std::sync::Arc;

use colophon_engine::report::model::Lookup;

use crate::jobs::JobId;

/// The look-up that runs, and the last one that was answered.
#[derive(Debug, Default)]
pub(crate) struct Lookups {
    pub(crate) running: Option<JobId>,
    /// The number of the last one that was started.
    pub(crate) last: u32,
    /// The last answer, with the number of its look-up.
    pub(crate) answer: Option<(u32, Arc<Lookup>)>,
}
