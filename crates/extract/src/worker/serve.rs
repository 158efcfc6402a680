//! The worker's side: gives up its rights, parses, answers.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use colophon_confine::{Confined, Excess, WorkerLimits};
use colophon_worker::{Desk, Entered};

use super::WORD;
use super::frame::{Failure, Frame, MAX_BYTES};
use super::task::Task;
use crate::format::{self, NameHint};
use crate::sink::{Budget, Metadata, Sink};
use crate::source::AtOffset;
use crate::{Error, ErrorKind, Format, Limits, Section, Warning, bundle};

/// Reads a document into a sink.
#[doc(hidden)]
pub type Parse = fn(&[u8], NameHint, &Limits, &mut dyn Sink) -> Result<(), Error>;

/// Becomes a worker if the program was started as one.
///
/// Otherwise it returns false at once. In a worker it closes every open file and
/// never returns, so call it first in `main`, before the program opens anything
/// or starts a thread.
pub fn serve_if_asked() -> bool {
    serve_if_asked_with(format::parse)
}

/// Becomes a worker with another parser, for tests of containment.
#[doc(hidden)]
pub fn serve_if_asked_with(parse: Parse) -> bool {
    // SAFETY: a front end calls this first in its `main`, when only what the
    // starting program left open is open, and `serve` never returns.
    #[expect(unsafe_code, reason = "only its caller knows that nothing is open")]
    let asked = unsafe { Entered::if_asked(WORD) };
    let Some((worker, arguments)) = asked else {
        return false;
    };
    serve(worker, arguments, parse)
}

fn serve(worker: Entered, mut args: impl Iterator<Item = OsString>, parse: Parse) -> ! {
    let mut next = || args.next().and_then(|a| a.into_string().ok());
    let limits = next().and_then(|json| serde_json::from_str::<Limits>(&json).ok());
    let hint = next().map_or(NameHint::None, |word| NameHint::named(&word));
    let parent = next().and_then(|id| id.parse().ok());
    let task = next().and_then(|word| Task::of_word(&word));
    let (Some(limits), Some(parent), Some(task)) = (limits, parent, task) else {
        Entered::refuse();
    };
    let bounds = WorkerLimits::new(limits.memory_bytes, limits.cpu_seconds, parent);
    worker.work(bounds, move |mut desk: Desk| {
        let Some(out) = desk.out.take() else {
            return;
        };
        let mut sink = PipeSink {
            out,
            budget: Budget::new(&limits),
        };
        if sink.send(&Frame::Ready(desk.is_short)).is_err() {
            return;
        }
        answer(&desk.input, &mut sink, |document, sink| match task {
            Task::Attempt(attempt) => send_json(&attempt.make(), sink),
            Task::Excess(Excess::Flood) => flood(sink),
            Task::Excess(excess) => excess.commit(),
            Task::Fences => send_json::<Confined>(&desk.confined, sink),
            task => do_task(document, sink, task, hint, &limits, parse),
        });
    })
}

fn answer(
    document: &File,
    sink: &mut PipeSink,
    task: impl FnOnce(&File, &mut PipeSink) -> Result<(), Error>,
) {
    let parsed = catch_unwind(AssertUnwindSafe(|| task(document, sink)));
    let last = match parsed {
        Ok(Ok(())) => Frame::End,
        Ok(Err(error)) => Frame::Error(Failure {
            kind: error.kind(),
            message: crate::sink::cut(error.message().to_owned()),
        }),
        Err(_) => Frame::Error(Failure {
            kind: ErrorKind::ParserCrashed,
            message: "the parser crashed".into(),
        }),
    };
    let _ = sink.send(&last);
}

fn do_task(
    document: &File,
    sink: &mut PipeSink,
    task: Task,
    hint: NameHint,
    limits: &Limits,
    parse: Parse,
) -> Result<(), Error> {
    let member = |key| bundle::unpack(AtOffset::new(document), key, limits);
    match task {
        Task::Read(None) => parse(&load(document, limits)?, hint, limits, sink),
        Task::Read(Some(key)) => {
            let bytes = member(key)?;
            limits.check_size(bytes.len() as u64)?;
            parse(&bytes, hint, limits, sink)
        }
        Task::Unpack(key) => member(key)?
            .chunks(MAX_BYTES)
            .try_for_each(|bytes| sink.send(&Frame::Bytes(bytes.to_vec()))),
        Task::List => bundle::list(AtOffset::new(document), limits)?
            .into_iter()
            .flatten()
            .try_for_each(|name| sink.send(&Frame::Member(name))),
        Task::Attempt(_) | Task::Excess(_) | Task::Fences => Ok(()),
    }
}

/// Answers until the budget is spent.
fn flood(sink: &mut PipeSink) -> Result<(), Error> {
    sink.begin(Metadata::new(Format::Text))?;
    loop {
        sink.section(Section {
            title: None,
            text: "x".repeat(1 << 20),
        })?;
    }
}

/// Answers with one section, the JSON of `value`.
fn send_json<T: serde::Serialize>(value: &T, sink: &mut PipeSink) -> Result<(), Error> {
    let text = serde_json::to_string(value).map_err(|e| {
        Error::from_io(
            ErrorKind::ParserCrashed,
            "the answer cannot be encoded",
            e.into(),
        )
    })?;
    sink.begin(Metadata::new(Format::Text))?;
    sink.section(Section { title: None, text })
}

/// Reads the whole document. Its size is checked again, since it may have grown.
fn load(document: &File, limits: &Limits) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let unreadable = |e| Error::from_io(ErrorKind::Unreadable, "the file cannot be read", e);
    let Some(len) = len_of(document).map_err(unreadable)? else {
        // The files of a project, packed by the caller, come through a pipe.
        document
            .take(limits.max_file_bytes + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        limits.check_size(bytes.len() as u64)?;
        return Ok(bytes);
    };
    limits.check_size(len)?;
    let len = usize::try_from(len).unwrap_or(usize::MAX);
    bytes.try_reserve_exact(len).map_err(|_| {
        Error::new(
            ErrorKind::LimitExceeded,
            "the file is larger than the memory allowed",
        )
    })?;
    AtOffset::new(document)
        .take(limits.max_file_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    limits.check_size(bytes.len() as u64)?;
    Ok(bytes)
}

/// Returns the length of a regular file, in bytes; none for a pipe. The standard
/// library uses a call that also takes file names, which a worker may not make.
#[cfg(unix)]
fn len_of(file: &File) -> std::io::Result<Option<u64>> {
    let about = rustix::fs::fstat(file)?;
    let is_file = rustix::fs::FileType::from_raw_mode(about.st_mode).is_file();
    Ok(is_file.then(|| u64::try_from(about.st_size).unwrap_or(0)))
}

#[cfg(not(unix))]
fn len_of(file: &File) -> std::io::Result<Option<u64>> {
    let about = file.metadata()?;
    Ok(about.is_file().then(|| about.len()))
}

struct PipeSink {
    out: File,
    budget: Budget,
}

impl PipeSink {
    fn send(&mut self, frame: &Frame) -> Result<(), Error> {
        let bytes = frame.encode().ok_or_else(|| {
            Error::new(
                ErrorKind::LimitExceeded,
                "a part of the document is too long",
            )
        })?;
        // If this fails, nobody is listening any more; the error ends the parser.
        self.out
            .write_all(&bytes)
            .map_err(|e| Error::from_io(ErrorKind::Cancelled, "nobody is listening", e))
    }
}

impl Sink for PipeSink {
    fn begin(&mut self, metadata: Metadata) -> Result<(), Error> {
        self.send(&Frame::Begin(metadata.bounded()))
    }

    fn section(&mut self, section: Section) -> Result<(), Error> {
        self.budget.spend(&section)?;
        self.send(&Frame::Section(section))
    }

    fn warning(&mut self, warning: Warning) -> Result<(), Error> {
        self.send(&Frame::Warning(warning.bounded()))
    }
}
