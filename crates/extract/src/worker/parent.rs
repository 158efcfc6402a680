//! The caller's side: starts a worker, listens, and ends it.
//!
//! Whatever happens, the child is killed and reaped before this returns.

use std::io::Read;
use std::ops::ControlFlow;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::frame::{Decoder, Frame, Garbage};
use crate::format::NameHint;
use crate::sink::{Collector, Sink};
use crate::{Document, Error, ErrorKind, Limits, Progress, Source};

/// How long to listen at a stretch before progress is told.
const TICK: Duration = Duration::from_millis(40);
/// How long a worker that closed its pipe may take to exit.
const FAREWELL: Duration = Duration::from_millis(200);
const CHUNK: usize = 64 << 10;

/// Reads `source` in a worker.
pub(crate) fn run(
    source: &Source,
    limits: &Limits,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Document, Error> {
    let mut worker = Worker::start(source, limits)?;
    let mut collector = Collector::new(limits);
    let ending = worker.listen(limits, &mut collector, on_progress);
    drop(worker);
    collector.finish(ending)
}

/// What ends listening.
enum Stop {
    Done,
    Failed(Error),
}

impl From<Garbage> for Stop {
    fn from(_: Garbage) -> Self {
        Self::Failed(Error::new(
            ErrorKind::ParserCrashed,
            "the parser gave an answer that makes no sense",
        ))
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

struct Worker {
    child: Child,
    chunks: Receiver<Vec<u8>>,
    complaints: Option<ChildStderr>,
}

impl Worker {
    fn start(source: &Source, limits: &Limits) -> Result<Self, Error> {
        let failed = |e| {
            Error::from_io(
                ErrorKind::Unreadable,
                "the process that reads documents cannot be started",
                e,
            )
        };
        let hint = source
            .path()
            .file_name()
            .map_or(NameHint::None, NameHint::of);
        let orders = serde_json::to_string(limits).map_err(|e| failed(e.into()))?;
        let mut command = Command::new(super::executable().map_err(failed)?);
        command
            .arg(super::WORD)
            .arg(orders)
            .arg(hint.as_str())
            .arg(std::process::id().to_string())
            .env_clear()
            .stdin(source.duplicate()?)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // Windows starts no process without it.
        if let Some(root) = std::env::var_os("SystemRoot").filter(|_| cfg!(windows)) {
            command.env("SystemRoot", root);
        }
        let mut child = command.spawn().map_err(failed)?;
        let (sender, chunks) = sync_channel(4);
        let complaints = child.stderr.take();
        let worker = Self {
            child,
            chunks,
            complaints,
        };
        let mut worker = worker;
        if let Some(pipe) = worker.child.stdout.take() {
            thread::Builder::new()
                .name("worker pipe".into())
                .stack_size(128 << 10)
                .spawn(move || forward(pipe, &sender))
                .map_err(failed)?;
        }
        Ok(worker)
    }

    fn listen(
        &mut self,
        limits: &Limits,
        collector: &mut Collector,
        on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let started = Instant::now();
        let mut heard = started;
        let most = usize::try_from(limits.max_text_bytes).unwrap_or(usize::MAX);
        let mut decoder = Decoder::new(most.saturating_add(4));
        loop {
            let got = self.chunks.recv_timeout(TICK);
            let now = Instant::now();
            match got {
                Ok(chunk) => {
                    match decoder.push(&chunk, |frame| take(frame, collector, &mut heard, now)) {
                        Ok(()) => {}
                        Err(Stop::Done) => return Ok(()),
                        Err(Stop::Failed(error)) => return Err(error),
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(self.cause_of_death()),
            }
            if on_progress(progress(collector)).is_break() {
                return Err(Error::new(ErrorKind::Cancelled, "reading was cancelled"));
            }
            if now - started > limits.deadline || now - heard > limits.stall {
                return Err(Error::new(
                    ErrorKind::TimedOut,
                    "reading took longer than is allowed",
                ));
            }
        }
    }

    /// Tells why a worker ended without saying so.
    fn cause_of_death(&mut self) -> Error {
        let crashed = |message| Error::new(ErrorKind::ParserCrashed, message);
        let Some(status) = self.await_exit() else {
            return crashed("the parser fell silent");
        };
        if let Some(error) = limit_of(status) {
            return error;
        }
        if self.complained_of_memory() {
            return Error::new(
                ErrorKind::LimitExceeded,
                "reading needed more memory than is allowed",
            );
        }
        crashed("the parser crashed")
    }

    fn await_exit(&mut self) -> Option<ExitStatus> {
        let until = Instant::now() + FAREWELL;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(1)),
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// Returns whether the last words of an exited worker are those with
    /// which Rust's runtime gives up for lack of memory. They are looked at
    /// here and shown nowhere.
    fn complained_of_memory(&mut self) -> bool {
        let mut words = Vec::new();
        if let Some(pipe) = self.complaints.take() {
            let _ = pipe.take(CHUNK as u64).read_to_end(&mut words);
        }
        let sign = b"memory allocation of";
        words.windows(sign.len()).any(|w| w == sign)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn forward(mut pipe: ChildStdout, chunks: &std::sync::mpsc::SyncSender<Vec<u8>>) {
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
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

fn take(
    frame: Frame,
    collector: &mut Collector,
    heard: &mut Instant,
    now: Instant,
) -> Result<(), Stop> {
    *heard = now;
    match frame {
        Frame::Begin(metadata) => collector.begin(metadata.bounded())?,
        Frame::Section(section) => collector.section(section)?,
        Frame::Warning(warning) => collector.warning(warning.bounded())?,
        Frame::End => return Err(Stop::Done),
        Frame::Error(failure) => {
            let message = crate::sink::cut(failure.message);
            return Err(Stop::Failed(Error::new(failure.kind, message)));
        }
    }
    Ok(())
}

fn progress(collector: &Collector) -> Progress {
    let sections = collector.document.as_ref().map_or(0, |d| d.sections.len());
    Progress {
        sections: u32::try_from(sections).unwrap_or(u32::MAX),
        expected: collector.expected,
        text_bytes: collector.text_bytes,
    }
}

#[cfg(unix)]
fn limit_of(status: ExitStatus) -> Option<Error> {
    use std::os::unix::process::ExitStatusExt;

    use rustix::process::Signal;

    let signal = Signal::from_named_raw(status.signal()?)?;
    if signal == Signal::XCPU {
        return Some(Error::new(
            ErrorKind::TimedOut,
            "reading took more processor time than is allowed",
        ));
    }
    (signal == Signal::KILL).then(|| {
        Error::new(
            ErrorKind::LimitExceeded,
            "the system ended the reading, for lack of memory or of time",
        )
    })
}

#[cfg(not(unix))]
fn limit_of(_: ExitStatus) -> Option<Error> {
    None
}
