//! Attempts to reach into another process.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};

use rustix::process::{Pid, PidfdFlags, pidfd_open};

use crate::Attempt;
use crate::attempt::call_system;

/// Tries one of [`Attempt::BROKER`] on a process.
pub(crate) fn into(attempt: Attempt, process: i32) -> io::Result<()> {
    match attempt {
        // The process is not traced, and does not become so.
        Attempt::BrokerTrace => {
            let peek = i64::from(libc::PTRACE_PEEKDATA);
            call_system(libc::SYS_ptrace, [peek, i64::from(process), 0, 0, 0, 0])?;
        }
        // A copy of its standard input, if the system gives it away, is closed.
        Attempt::BrokerDescriptors => {
            let pid = Pid::from_raw(process).ok_or(io::ErrorKind::InvalidInput)?;
            let handle: OwnedFd = pidfd_open(pid, PidfdFlags::empty())?;
            let handle = i64::from(handle.as_raw_fd());
            let copy = call_system(libc::SYS_pidfd_getfd, [handle, 0, 0, 0, 0, 0])?;
            call_system(libc::SYS_close, [copy, 0, 0, 0, 0, 0])?;
        }
        Attempt::BrokerMemory => {
            File::open(format!("/proc/{process}/mem"))?;
        }
        _ => return Err(io::ErrorKind::InvalidInput.into()),
    }
    Ok(())
}
