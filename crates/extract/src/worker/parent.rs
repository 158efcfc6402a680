//! The caller's side: starts a worker, listens, and ends it.
//!
//! Whatever happens, the child is killed and reaped before this returns.

use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use colophon_confine::{Answer, Attempt, Confined, Probe, Process};

use super::frame::{Decoder, Failure, Frame, Garbage};
use super::program;
use super::task::Task;
use crate::format::{self, NameHint};
use crate::sink::{Collector, Sink};
use crate::{Document, Error, ErrorKind, Limits, Progress, Source};

/// How long to listen before progress is reported.
const TICK: Duration = Duration::from_millis(40);
/// How long a worker that closed its pipe may take to exit.
const FAREWELL: Duration = Duration::from_millis(200);
/// How many bytes are taken from the pipe at a time. Up to six such pieces are
/// in transit, and each thread that reads a pipe keeps memory for that many.
const CHUNK: usize = 16 << 10;

/// Reads `source` in a worker.
pub(crate) fn run(
    source: &Source,
    limits: &Limits,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Document, Error> {
    let mut worker = Worker::start(source, limits, Task::read(source))?;
    let mut collector = Collector::new(limits);
    let ending = worker.listen(limits, &mut |frame| match frame {
        None => Ok(on_progress(progress(&collector))),
        Some(frame) => take(frame, &mut collector).map(ControlFlow::Continue),
    });
    drop(worker);
    collector.finish(ending, format::finish)
}

/// Has workers try what must not be possible, one process for each attempt.
///
/// # Errors
///
/// [`ErrorKind::Unreadable`] if no worker can be started.
pub fn prove() -> Result<Vec<Probe>, Error> {
    let probe = |attempt: &Attempt| {
        let answer = attempt_in_worker(*attempt)?;
        Ok(Probe::new(Process::Worker, *attempt, answer))
    };
    Attempt::WORKER.iter().map(probe).collect()
}

/// Asks a worker which fences are around it.
///
/// # Errors
///
/// [`ErrorKind::Unreadable`] if no worker can be started, and
/// [`ErrorKind::ParserCrashed`] if it does not answer: a worker does not continue
/// if a fence that the system has could not be put up.
pub fn fences() -> Result<Confined, Error> {
    Worker::start_idle(Task::Fences)?.answer()
}

fn attempt_in_worker(attempt: Attempt) -> Result<Answer, Error> {
    let mut worker = Worker::start_idle(Task::Attempt(attempt))?;
    Ok(match worker.answer() {
        Ok(answer) => answer,
        Err(_) if worker.await_exit().is_some_and(ended_by_the_filter) => {
            Answer::Refused("the system ended the process".to_owned())
        }
        // Something ended it, but not the fence.
        Err(error) => Answer::LetThrough(error.message().to_owned()),
    })
}

/// Lists the documents in an archive; returns none if it is a document itself.
pub(crate) fn members(
    source: &Source,
    limits: &Limits,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Vec<String>>, Error> {
    let mut worker = Worker::start(source, limits, Task::List)?;
    let mut names = Vec::new();
    worker.listen(limits, &mut |frame| {
        match frame {
            None => return Ok(on_progress(Progress::default())),
            Some(Frame::Member(_)) if names.len() as u64 >= limits.max_entries => {
                return Err(Stop::nonsense());
            }
            Some(Frame::Member(name)) => names.push(name),
            Some(Frame::End) => return Err(Stop::Done),
            Some(Frame::Error(failure)) => return Err(Stop::Failed(failure.into())),
            Some(_) => return Err(Stop::nonsense()),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok((!names.is_empty()).then_some(names))
}

/// What ends listening.
pub(super) enum Stop {
    Done,
    Failed(Error),
}

impl Stop {
    pub(super) fn nonsense() -> Self {
        Self::Failed(nonsense())
    }
}

fn nonsense() -> Error {
    Error::new(
        ErrorKind::ParserCrashed,
        "the parser gave an answer that makes no sense",
    )
}

fn not_started(e: std::io::Error) -> Error {
    Error::from_io(
        ErrorKind::Unreadable,
        "the process that reads documents cannot be started",
        e,
    )
}

impl From<Garbage> for Stop {
    fn from(_: Garbage) -> Self {
        Self::nonsense()
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::new(failure.kind, crate::sink::cut(failure.message))
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

pub(super) struct Worker {
    child: Child,
    chunks: Receiver<Vec<u8>>,
    decoder: Decoder,
    complaints: Option<ChildStderr>,
    started: Instant,
    heard: Instant,
}

/// Takes a frame, or nothing when it is time to report progress.
type OnFrame<'a> = &'a mut dyn FnMut(Option<Frame>) -> Result<ControlFlow<()>, Stop>;

impl Worker {
    /// Starts a worker for a document.
    pub(super) fn start(source: &Source, limits: &Limits, task: Task) -> Result<Self, Error> {
        let hint = source
            .path()
            .file_name()
            .map_or(NameHint::None, NameHint::of);
        let document = source.file()?.map_or_else(Stdio::piped, Stdio::from);
        let mut worker = Self::spawn(document, hint, limits, task)?;
        if let Some((mut pipe, bytes)) = worker.child.stdin.take().zip(source.packed()) {
            thread::Builder::new()
                .name("worker input".into())
                .stack_size(128 << 10)
                // A worker that has read enough closes the pipe.
                .spawn(move || drop(pipe.write_all(&bytes)))
                .map_err(not_started)?;
        }
        Ok(worker)
    }

    /// Starts a worker without a document.
    fn start_idle(task: Task) -> Result<Self, Error> {
        Self::spawn(Stdio::null(), NameHint::None, &Limits::default(), task)
    }

    fn spawn(document: Stdio, hint: NameHint, limits: &Limits, task: Task) -> Result<Self, Error> {
        let orders = serde_json::to_string(limits).map_err(|e| not_started(e.into()))?;
        let mut command = Command::new(program::executable().map_err(not_started)?);
        command
            .arg(program::WORD)
            .arg(orders)
            .arg(hint.as_str())
            .arg(std::process::id().to_string())
            .arg(task.to_word())
            .env_clear()
            .envs(colophon_confine::passed_on())
            .stdin(document)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // Windows does not start a process without it.
        if let Some(root) = std::env::var_os("SystemRoot").filter(|_| cfg!(windows)) {
            command.env("SystemRoot", root);
        }
        let mut child = command.spawn().map_err(not_started)?;
        let (sender, chunks) = sync_channel(4);
        let complaints = child.stderr.take();
        let now = Instant::now();
        let most = usize::try_from(limits.max_text_bytes).unwrap_or(usize::MAX);
        let mut worker = Self {
            child,
            chunks,
            decoder: Decoder::new(most.saturating_add(4)),
            complaints,
            started: now,
            heard: now,
        };
        if let Some(pipe) = worker.child.stdout.take() {
            thread::Builder::new()
                .name("worker pipe".into())
                .stack_size(128 << 10)
                .spawn(move || forward(pipe, &sender))
                .map_err(not_started)?;
        }
        Ok(worker)
    }

    /// Listens for an answer that is one section of JSON.
    fn answer<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, Error> {
        let mut answer = None;
        let ending = self.listen(&Limits::default(), &mut |frame| {
            match frame {
                Some(Frame::Section(section)) => answer = serde_json::from_str(&section.text).ok(),
                Some(Frame::End) => return Err(Stop::Done),
                Some(Frame::Error(failure)) => return Err(Stop::Failed(failure.into())),
                _ => {}
            }
            Ok(ControlFlow::Continue(()))
        });
        ending.and(answer.ok_or_else(nonsense))
    }

    fn listen(&mut self, limits: &Limits, on_frame: OnFrame<'_>) -> Result<(), Error> {
        loop {
            match self.next(limits, &mut |frame| on_frame(Some(frame)).map(drop)) {
                Ok(()) => {}
                Err(Stop::Done) => return Ok(()),
                Err(Stop::Failed(error)) => return Err(error),
            }
            if matches!(on_frame(None), Ok(ControlFlow::Break(()))) {
                return Err(Error::new(ErrorKind::Cancelled, "reading was cancelled"));
            }
        }
    }

    /// Listens for a moment and takes the frames that arrive.
    pub(super) fn next(
        &mut self,
        limits: &Limits,
        on_frame: &mut dyn FnMut(Frame) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let got = self.chunks.recv_timeout(TICK);
        let now = Instant::now();
        match got {
            Ok(chunk) => {
                let heard = &mut self.heard;
                self.decoder.push(&chunk, |frame| {
                    *heard = now;
                    on_frame(frame)
                })?;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Stop::Failed(self.cause_of_death()));
            }
        }
        if now - self.started > limits.deadline || now - self.heard > limits.stall {
            return Err(Stop::Failed(Error::new(
                ErrorKind::TimedOut,
                "reading took longer than is allowed",
            )));
        }
        Ok(())
    }

    /// Returns why a worker ended without an answer.
    fn cause_of_death(&mut self) -> Error {
        let crashed = |message| Error::new(ErrorKind::ParserCrashed, message);
        let Some(status) = self.await_exit() else {
            return crashed("the parser stopped answering");
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

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // The thread that reads the pipe ends now. If the next one began before
        // that, it would take more memory and never return it.
        while self.chunks.recv_timeout(FAREWELL).is_ok() {}
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

pub(super) fn take(frame: Frame, collector: &mut Collector) -> Result<(), Stop> {
    match frame {
        Frame::Begin(metadata) => collector.begin(metadata.bounded())?,
        Frame::Section(section) => collector.section(section)?,
        Frame::Warning(warning) => collector.warning(warning.bounded())?,
        Frame::End => return Err(Stop::Done),
        Frame::Error(failure) => return Err(Stop::Failed(failure.into())),
        Frame::Member(_) | Frame::Bytes(_) => return Err(Stop::nonsense()),
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

/// Returns whether a worker was ended for a system call that it must not make.
#[cfg(unix)]
fn ended_by_the_filter(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;

    status.signal() == Some(rustix::process::Signal::SYS.as_raw())
}

#[cfg(not(unix))]
fn ended_by_the_filter(_: ExitStatus) -> bool {
    false
}

#[cfg(unix)]
fn limit_of(status: ExitStatus) -> Option<Error> {
    use std::os::unix::process::ExitStatusExt;

    use rustix::process::Signal;

    if ended_by_the_filter(status) {
        return Some(Error::new(
            ErrorKind::ParserCrashed,
            "the parser tried something that it must not do, and the system ended it",
        ));
    }
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
            "the system ended the reading, for lack of memory or time",
        )
    })
}

#[cfg(not(unix))]
fn limit_of(_: ExitStatus) -> Option<Error> {
    None
}
