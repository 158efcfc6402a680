//! What a worker gives up before it looks at the document.

use colophon_confine::{Error, Unsealed, Worker, WorkerLimits};

use crate::Limits;

/// The stack of the parsing thread, in bytes. Recursion in a parser has room,
/// and endless recursion ends soon.
pub(super) const STACK: usize = 64 << 20;

/// Bounds this process, ties its life to that of process `parent`, and puts
/// files out of its reach. System calls are still to be filtered.
pub(super) fn confine(worker: Worker, limits: &Limits, parent: i32) -> Result<Unsealed, Error> {
    // The stack of the parsing thread counts as memory.
    let memory = limits.memory_bytes.saturating_add(STACK as u64);
    worker.confine(&WorkerLimits::new(memory, limits.cpu_seconds, parent))
}
