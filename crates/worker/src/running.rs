//! The caller's side: starts a worker, listens, and ends it.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write as _};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::death::Death;
use crate::desk::{NO_ORDERS, NO_THREAD, NOT_CONFINED};
use crate::patience::Patience;
use crate::program;
use crate::short::is_short_to_start;

/// How long to listen before the caller may do something else.
pub const TICK: Duration = Duration::from_millis(40);
/// How long a worker that closed its pipe may take to exit.
const FAREWELL: Duration = Duration::from_millis(200);
/// How many bytes are taken from the pipe at a time. Up to six such pieces are
/// in transit, and each thread that reads a pipe keeps memory for that many.
const CHUNK: usize = 16 << 10;
/// The stack of a thread that copies, in bytes.
const SMALL_STACK: usize = 128 << 10;
/// How often a start is tried on a machine that is short of something.
const N_TRIES: u32 = 4;
/// How long to wait before the first further try; twice as long before the next.
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// A worker that runs. Dropping it ends it.
#[derive(Debug)]
pub struct Running {
    child: Child,
    chunks: Receiver<Vec<u8>>,
    complaints: Option<ChildStderr>,
    patience: Patience,
    /// Whether it said that it is about to look at its first byte.
    is_ready: bool,
    /// Whether the system lets it use less than it may.
    is_short: bool,
}

impl Running {
    /// Starts the program as a worker with these arguments, the first of which
    /// makes it one, and nothing in its environment but `orders`.
    ///
    /// # Errors
    ///
    /// What the system said, and what that means.
    pub fn start(
        arguments: &[OsString],
        orders: &[(&str, &OsStr)],
        input: Stdio,
    ) -> Result<Self, (Death, io::Error)> {
        let mut command = command(arguments, orders, input).map_err(because)?;
        let mut n = 0;
        let mut child = loop {
            n += 1;
            match command.spawn() {
                Ok(child) => break child,
                // Another worker may end meanwhile.
                Err(error) if is_short_to_start(&error) && n < N_TRIES => {
                    thread::sleep(BETWEEN_TRIES * (1 << n));
                }
                Err(error) => return Err(because(error)),
            }
        };
        let (sender, chunks) = sync_channel(4);
        let complaints = child.stderr.take();
        let patience = Patience::new(child.id());
        let mut running = Self {
            child,
            chunks,
            complaints,
            patience,
            is_ready: false,
            is_short: false,
        };
        if let Some(pipe) = running.child.stdout.take() {
            thread::Builder::new()
                .name("worker pipe".into())
                .stack_size(SMALL_STACK)
                .spawn(move || forward(pipe, &sender))
                .map_err(because)?;
        }
        Ok(running)
    }

    /// Writes all that `source` holds to the worker's standard input, which must
    /// be a pipe, in a thread of its own.
    ///
    /// # Errors
    ///
    /// What the system said, and what that means.
    pub fn feed(
        &mut self,
        mut source: impl Read + Send + 'static,
    ) -> Result<(), (Death, io::Error)> {
        let Some(mut pipe) = self.child.stdin.take() else {
            return Ok(());
        };
        thread::Builder::new()
            .name("worker input".into())
            .stack_size(SMALL_STACK)
            .spawn(move || {
                // A worker that has read enough closes the pipe.
                let _ = io::copy(&mut source, &mut pipe).and_then(|_| pipe.flush());
            })
            .map(drop)
            .map_err(because)
    }

    /// Listens for a moment, and returns what arrived; nothing if nothing did.
    ///
    /// # Errors
    ///
    /// Why nothing will arrive any more.
    pub fn listen(&mut self) -> Result<Option<Vec<u8>>, Death> {
        let got = self.chunks.recv_timeout(TICK);
        self.patience.look();
        match got {
            Ok(chunk) => Ok(Some(chunk)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(self.cause_of_death()),
        }
    }

    /// Notes that the worker is about to look at its first byte, and whether the
    /// system lets it use less than it may.
    pub fn ready(&mut self, is_short: bool) {
        self.is_ready = true;
        self.is_short = is_short;
    }

    /// Notes that the worker has said something that makes sense.
    pub fn heard(&mut self) {
        self.patience.heard();
    }

    /// Returns whether it has had longer than `total`, or has been silent for
    /// longer than `silent`; see [`Patience`].
    pub fn is_over(&self, total: Duration, silent: Duration) -> bool {
        self.patience.is_over(total, silent)
    }

    /// Waits a moment for the worker to exit.
    pub fn await_exit(&mut self) -> Option<ExitStatus> {
        let until = Instant::now() + FAREWELL;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(1)),
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// Returns whether the worker was ended for a system call that it must not
    /// make.
    pub fn was_forbidden(&mut self) -> bool {
        self.await_exit()
            .is_some_and(|status| signal_of(status) == Some(Ended::Forbidden))
    }

    fn cause_of_death(&mut self) -> Death {
        let Some(status) = self.await_exit() else {
            return Death::Silent;
        };
        let is_short = self.is_short || !self.is_ready;
        match signal_of(status) {
            Some(Ended::Forbidden) => return Death::Forbidden,
            Some(Ended::CpuTime) if !is_short => return Death::CpuTime,
            // Nothing in a file can do that: it is how the system gets memory back.
            Some(Ended::CpuTime | Ended::Killed) => return Death::MachineShort,
            Some(Ended::Other) | None => {}
        }
        if self.complained_of_memory() {
            return if is_short {
                Death::MachineShort
            } else {
                Death::Memory
            };
        }
        match status.code() {
            Some(NO_THREAD) => Death::MachineShort,
            Some(NO_ORDERS | NOT_CONFINED | 126 | 127) | None if !self.is_ready => {
                Death::NotStarted
            }
            _ => Death::Crashed,
        }
    }

    /// Returns whether an exited worker complained in the words with which
    /// Rust's runtime gives up for lack of memory. They are looked at here and
    /// not shown anywhere.
    fn complained_of_memory(&mut self) -> bool {
        let mut words = Vec::new();
        if let Some(pipe) = self.complaints.take() {
            let _ = pipe.take(CHUNK as u64).read_to_end(&mut words);
        }
        let complaint = b"memory allocation of";
        words.windows(complaint.len()).any(|w| w == complaint)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // The thread that reads the pipe ends now. If the next one began before
        // that, it would take more memory and never return it.
        while self.chunks.recv_timeout(FAREWELL).is_ok() {}
    }
}

fn command(arguments: &[OsString], orders: &[(&str, &OsStr)], input: Stdio) -> io::Result<Command> {
    let mut command = Command::new(program::executable()?);
    command
        .args(arguments)
        .env_clear()
        .envs(colophon_confine::passed_on())
        .envs(orders.iter().copied())
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // Windows does not start a process without it.
    if let Some(root) = std::env::var_os("SystemRoot").filter(|_| cfg!(windows)) {
        command.env("SystemRoot", root);
    }
    Ok(command)
}

fn because(error: io::Error) -> (Death, io::Error) {
    let death = if is_short_to_start(&error) {
        Death::MachineShort
    } else {
        Death::NotStarted
    };
    (death, error)
}

fn forward(mut pipe: ChildStdout, chunks: &SyncSender<Vec<u8>>) {
    loop {
        let mut chunk = vec![0; CHUNK];
        match pipe.read(&mut chunk) {
            Ok(0) => return,
            Ok(n) => {
                chunk.truncate(n);
                if chunks.send(chunk).is_err() {
                    return;
                }
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

/// A signal that ended a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Forbidden,
    CpuTime,
    Killed,
    Other,
}

#[cfg(unix)]
fn signal_of(status: ExitStatus) -> Option<Ended> {
    use std::os::unix::process::ExitStatusExt;

    use rustix::process::Signal;

    let signal = status.signal()?;
    let is = |known: Signal| known.as_raw() == signal;
    Some(if is(Signal::SYS) {
        Ended::Forbidden
    } else if is(Signal::XCPU) {
        Ended::CpuTime
    } else if is(Signal::KILL) {
        Ended::Killed
    } else {
        Ended::Other
    })
}

#[cfg(not(unix))]
fn signal_of(_: ExitStatus) -> Option<Ended> {
    None
}
