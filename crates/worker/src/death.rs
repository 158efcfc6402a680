//! Why a worker ended without an answer.

/// Why a worker ended, or was never started.
///
/// The first two say nothing about what it was to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// It could not be started, or could not put up its fences.
    NotStarted,
    /// The machine is short of memory, processes or open files, or does not let
    /// this program use as much as a worker may.
    MachineShort,
    /// It made a system call that it must not make.
    Forbidden,
    /// It used up the processor time that it may use.
    CpuTime,
    /// It used up the memory that it may use.
    Memory,
    /// It ended for any other reason.
    Crashed,
    /// It closed its pipe and did not end.
    Silent,
}
