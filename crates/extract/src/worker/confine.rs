//! What a worker gives up before it looks at the document.

use colophon_confine::{Error, Unsealed, WorkerLimits, confine_worker};

use crate::Limits;

/// Bounds this process, ties its life to that of process `parent`, and puts
/// files out of its reach. System calls are still to be filtered.
pub(super) fn confine(limits: &Limits, parent: i32) -> Result<Unsealed, Error> {
    // The stack of the parsing thread counts as memory.
    let memory = limits
        .memory_bytes
        .saturating_add(super::serve::STACK as u64);
    confine_worker(&WorkerLimits::new(memory, limits.cpu_seconds, parent))
}
