//! What a worker gives up before it looks at the document.

use colophon_confine::{Error, Unsealed, Worker, WorkerLimits};

use crate::Limits;

/// The stack of the parsing thread, in bytes: room for a parser that recurses,
/// and a quick end for endless recursion.
pub(super) const STACK: usize = 64 << 20;

/// Limits this process, ties its life to that of process `parent`, and puts
/// files out of its reach. System calls are not filtered yet.
pub(super) fn confine(worker: Worker, limits: &Limits, parent: i32) -> Result<Unsealed, Error> {
    // The stack of the parsing thread counts as memory.
    let memory = limits.memory_bytes.saturating_add(STACK as u64);
    worker.confine(&WorkerLimits::new(memory, limits.cpu_seconds, parent))
}
