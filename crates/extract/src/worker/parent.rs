//! The caller's side: starts a worker, listens, and ends it.
//!
//! Whatever happens, the child is killed and reaped before this returns.

use std::ffi::OsString;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Component, Path};
use std::process::Stdio;

use colophon_confine::{Answer, Attempt, Confined, Probe, Process};
use colophon_worker::{Death, Garbage, Running};

use super::WORD;
use super::frame::{Decoder, Failure, Frame};
use super::task::Task;
use crate::format::{self, NameHint};
use crate::sink::{Collector, Sink};
use crate::{Document, Error, ErrorKind, Limits, Progress, Source};

/// What the names of an archive's members may take together, in bytes.
const MAX_NAMES: usize = 24 << 20;

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
/// [`ErrorKind::NotStarted`] and [`ErrorKind::MachineShort`] if no worker can be
/// started.
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
/// [`ErrorKind::NotStarted`] and [`ErrorKind::MachineShort`] if no worker can be
/// started, and if a fence that the system has could not be put up;
/// [`ErrorKind::ParserCrashed`] if it does not answer.
pub fn fences() -> Result<Confined, Error> {
    Worker::start_idle(Task::Fences)?.answer()
}

fn attempt_in_worker(attempt: Attempt) -> Result<Answer, Error> {
    let mut worker = Worker::start_idle(Task::Attempt(attempt))?;
    Ok(match worker.answer() {
        Ok(answer) => answer,
        Err(_) if worker.running.was_forbidden() => {
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
    let mut n_bytes = 0;
    worker.listen(limits, &mut |frame| {
        match frame {
            None => return Ok(on_progress(Progress::default())),
            Some(Frame::Member(name)) => {
                n_bytes += name.len();
                let is_too_much = names.len() as u64 >= limits.max_entries || n_bytes > MAX_NAMES;
                // A worker that was taken over must not choose what is opened.
                if is_too_much || !stays_inside(&name) {
                    return Err(Stop::nonsense());
                }
                names.push(name);
            }
            Some(Frame::End) => return Err(Stop::Done),
            Some(Frame::Error(failure)) => return Err(Stop::Failed(failure.into())),
            Some(_) => return Err(Stop::nonsense()),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok((!names.is_empty()).then_some(names))
}

/// Returns whether the name of a member, joined to the path of its archive, leads
/// nowhere else, on any system.
fn stays_inside(name: &str) -> bool {
    let is_plain = |part| matches!(part, Component::Normal(_));
    !name.is_empty()
        && !name.contains(['\0', '\\', ':'])
        && Path::new(name).components().all(is_plain)
        && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
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

fn not_started((death, e): (Death, std::io::Error)) -> Error {
    let reason = of_death(death);
    Error::from_io(reason.kind(), reason.message(), e)
}

/// Returns the error of a worker that gave no answer.
fn of_death(death: Death) -> Error {
    let (kind, message) = match death {
        Death::NotStarted => (
            ErrorKind::NotStarted,
            "the process that reads documents cannot be started",
        ),
        Death::MachineShort => (
            ErrorKind::MachineShort,
            "this computer is short of memory, processes or open files",
        ),
        Death::Forbidden => (
            ErrorKind::ParserCrashed,
            "the parser tried something that it must not do, and the system ended it",
        ),
        Death::CpuTime => (
            ErrorKind::TimedOut,
            "reading took more processor time than is allowed",
        ),
        Death::Memory => (
            ErrorKind::LimitExceeded,
            "reading needed more memory than is allowed",
        ),
        Death::Crashed => (ErrorKind::ParserCrashed, "the parser crashed"),
        Death::Silent => (ErrorKind::ParserCrashed, "the parser stopped answering"),
    };
    Error::new(kind, message)
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
    running: Running,
    decoder: Decoder,
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
        if let Some(bytes) = source.packed() {
            let fed = worker.running.feed(Cursor::new(bytes));
            fed.map_err(not_started)?;
        }
        Ok(worker)
    }

    /// Starts a worker without a document.
    fn start_idle(task: Task) -> Result<Self, Error> {
        Self::spawn(Stdio::null(), NameHint::None, &Limits::default(), task)
    }

    fn spawn(document: Stdio, hint: NameHint, limits: &Limits, task: Task) -> Result<Self, Error> {
        let orders = serde_json::to_string(limits)
            .map_err(|e| not_started((Death::NotStarted, e.into())))?;
        let arguments: [OsString; 5] = [
            WORD.into(),
            orders.into(),
            hint.as_str().into(),
            std::process::id().to_string().into(),
            task.to_word().into(),
        ];
        let most = usize::try_from(limits.max_text_bytes).unwrap_or(usize::MAX);
        Ok(Self {
            running: Running::start(&arguments, &[], document).map_err(not_started)?,
            decoder: Decoder::new(most.saturating_add(4)),
        })
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
        match self.running.listen() {
            Ok(Some(chunk)) => {
                let running = &mut self.running;
                self.decoder.push(&chunk, |frame| {
                    running.heard();
                    match frame {
                        Frame::Ready(is_short) => {
                            running.ready(is_short);
                            Ok(())
                        }
                        frame => on_frame(frame),
                    }
                })?;
            }
            Ok(None) => {}
            Err(death) => return Err(Stop::Failed(of_death(death))),
        }
        if self.running.is_over(limits.deadline, limits.stall) {
            return Err(Stop::Failed(Error::new(
                ErrorKind::TimedOut,
                "reading took longer than is allowed",
            )));
        }
        Ok(())
    }
}

pub(super) fn take(frame: Frame, collector: &mut Collector) -> Result<(), Stop> {
    match frame {
        Frame::Begin(metadata) => collector.begin(metadata.bounded())?,
        Frame::Section(section) => collector.section(section)?,
        Frame::Warning(warning) => collector.warning(warning.bounded())?,
        Frame::End => return Err(Stop::Done),
        Frame::Error(failure) => return Err(Stop::Failed(failure.into())),
        Frame::Ready(_) | Frame::Member(_) | Frame::Bytes(_) => return Err(Stop::nonsense()),
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

#[cfg(test)]
mod tests {
    use super::stays_inside;

    #[test]
    fn a_member_cannot_lead_out_of_its_archive() {
        for name in [
            "a.txt",
            "a/b c.epub",
            "..a/b..",
            "…/ü.txt",
            "a (2).txt",
            ".a",
        ] {
            assert!(stays_inside(name), "{name}");
        }
        for name in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "c:a",
            "a\\..\\b",
            "a\0b",
        ] {
            assert!(!stays_inside(name), "{name}");
        }
    }
}
