//! Attempts to reach into another process.
//!
//! `call` makes a system call with six arguments.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};

use rustix::process::{Pid, PidfdFlags, pidfd_open};

/// Makes a system call.
type Call = fn(i64, [i64; 6]) -> io::Result<i64>;

/// Asks for a word of its memory as a tracer would. The process is not traced, and does
/// not become so.
pub(crate) fn trace(call: Call, process: i32) -> io::Result<()> {
    let peek = i64::from(libc::PTRACE_PEEKDATA);
    call(libc::SYS_ptrace, [peek, i64::from(process), 0, 0, 0, 0]).map(drop)
}

/// Asks for a copy of its standard input, which is closed if the system gives it away.
pub(crate) fn descriptors(call: Call, process: i32) -> io::Result<()> {
    let pid = Pid::from_raw(process).ok_or(io::ErrorKind::InvalidInput)?;
    let handle: OwnedFd = pidfd_open(pid, PidfdFlags::empty())?;
    let handle = i64::from(handle.as_raw_fd());
    let copy = call(libc::SYS_pidfd_getfd, [handle, 0, 0, 0, 0, 0])?;
    call(libc::SYS_close, [copy, 0, 0, 0, 0, 0]).map(drop)
}

/// Opens its memory for reading.
pub(crate) fn memory(process: i32) -> io::Result<()> {
    File::open(format!("/proc/{process}/mem")).map(drop)
}
