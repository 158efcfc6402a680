//! Reading the lists and the dumps of strangers in a process that can do nothing
//! else.
//!
//! As for a document, the program starts itself again with a hidden first
//! argument. The new process opens the one file that its orders name, or is given it
//! open, gives up everything else, and only then looks at the content. What
//! it sends back is checked frame by frame against a budget of bytes and items;
//! its memory and its time are bounded by the size of the file. If it dies, that
//! costs one list or one dump, and has a name.
//!
//! Its orders are in its environment, which other users of the machine cannot
//! see, and not among its arguments, which they can.

mod dump;
mod list;
#[cfg(test)]
mod tests;
mod wire;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use colophon_catalogue as catalogue;
use colophon_confine::{Excess, Misbehaviour, WorkerLimits};
use colophon_worker::{Death, Desk, Entered, Frames, Garbage, Running};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::job::Job;
use crate::report::Code;

pub(crate) use dump::Unpacking;
pub(crate) use list::{columns, lines, read};

/// The first argument that makes the program read a list or a dump.
const WORD: &str = "--colophon-read-fenced";
/// The variable with the orders, as JSON.
const ORDER: &str = "COLOPHON_ORDER";
/// The variable with the path of the file.
const FILE: &str = "COLOPHON_FILE";

/// What a worker may use however small its file is: memory in bytes, and seconds.
const LEAST: Bounds = Bounds {
    memory_bytes: 320 << 20,
    cpu_seconds: 3,
};
/// The most that it may use.
const MOST: Bounds = Bounds {
    memory_bytes: 3 << 29,
    cpu_seconds: 120,
};
/// How many bytes of memory it may use for each byte of the file.
const MEMORY_PER_BYTE: u64 = 8;
/// For how many bytes of the file it may have a second more.
const BYTES_PER_SECOND: u64 = 1 << 20;
/// The longest message of a worker that is believed, in characters.
const LONGEST_MESSAGE: usize = 2_000;
/// How much longer than its processor time it may take by the clock.
const WAITING: Duration = Duration::from_secs(10);

/// Whether this program would answer if it were started again.
static SERVES: AtomicBool = AtomicBool::new(false);

/// What a worker may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Bounds {
    memory_bytes: u64,
    cpu_seconds: u64,
}

impl Bounds {
    /// Returns what a worker may use for a file of this many bytes.
    fn of(n_bytes: u64) -> Self {
        let memory = n_bytes.saturating_mul(MEMORY_PER_BYTE);
        let memory = memory.saturating_add(LEAST.memory_bytes);
        let seconds = LEAST.cpu_seconds + n_bytes / BYTES_PER_SECOND;
        Self {
            memory_bytes: memory.min(MOST.memory_bytes),
            cpu_seconds: seconds.min(MOST.cpu_seconds),
        }
    }

    /// Returns how long it may take, and how long it may say nothing.
    fn patience(self) -> (Duration, Duration) {
        let all = Duration::from_secs(self.cpu_seconds) + WAITING;
        (all, all)
    }
}

/// What a worker is to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Order {
    /// Read a list, with what its columns hold.
    Read(Vec<String>),
    /// Find out what the columns of a list hold.
    Columns(Vec<String>),
    /// Read the rows of a table as they are.
    Lines,
    /// Unpack a dump of the kind with this name, which is the standard input: a file
    /// of this many bytes, or a stream.
    Unpack(String, Option<u64>),
}

/// Becomes a worker if the program was started as one.
///
/// Otherwise it returns false at once, and from then on lists and dumps are read
/// in workers.
pub(crate) fn serve_if_asked() -> bool {
    // SAFETY: a front end calls this first in its `main`, when only what the
    // starting program left open is open, and `serve` never returns.
    #[expect(unsafe_code, reason = "only its caller knows that nothing is open")]
    let asked = unsafe { Entered::if_asked(WORD) };
    if let Some((worker, arguments)) = asked {
        serve(worker, arguments);
    }
    SERVES.store(true, Ordering::Relaxed);
    false
}

/// Has lists and dumps be read in workers from now on.
pub(crate) fn serve_elsewhere() {
    SERVES.store(true, Ordering::Relaxed);
}

/// Returns whether lists and dumps are read in workers. A program that does not
/// serve, such as a test, reads them itself.
pub(crate) fn is_served() -> bool {
    SERVES.load(Ordering::Relaxed)
}

fn serve(worker: Entered, mut arguments: impl Iterator<Item = OsString>) -> ! {
    let parent = arguments.next().and_then(|id| id.to_str()?.parse().ok());
    let orders = std::env::var(ORDER).ok();
    let orders = orders.and_then(|json| serde_json::from_str::<(Bounds, Order)>(&json).ok());
    let (Some(parent), Some((bounds, order))) = (parent, orders) else {
        Entered::refuse();
    };
    let limits = WorkerLimits::new(bounds.memory_bytes, bounds.cpu_seconds, parent);
    let path = std::env::var_os(FILE).map(PathBuf::from);
    match (order, path) {
        (Order::Read(mapping), Some(path)) => {
            let unread = list::open(&path);
            worker.work(limits, move |desk| list::serve(desk, unread, &mapping))
        }
        (Order::Columns(mapping), Some(path)) => {
            let unread = list::open(&path);
            worker.work(limits, move |desk| {
                list::serve_columns(desk, unread, &mapping);
            })
        }
        (Order::Lines, Some(path)) => {
            let unread = list::open(&path);
            worker.work(limits, move |desk| list::serve_lines(desk, unread))
        }
        (Order::Unpack(kind, len), None) => {
            let Ok(kind) = kind.parse() else {
                Entered::refuse();
            };
            worker.work(limits, move |desk| dump::serve(desk, kind, len))
        }
        _ => Entered::refuse(),
    }
}

/// The worker's end of the pipe.
struct Sender(File);

impl Sender {
    /// Takes the pipe, and says that nothing was looked at yet.
    fn new(desk: &mut Desk) -> Option<Self> {
        let mut sender = Self(desk.out.take()?);
        let said = sender.send(wire::READY, &[u8::from(desk.is_short)]);
        if let Some(misbehaviour) = colophon_confine::misbehaviour() {
            sender.misbehave(misbehaviour);
        }
        said.is_ok().then_some(sender)
    }

    /// Does what a test asks for instead of reading, and then reads.
    fn misbehave(&mut self, how: Misbehaviour) {
        match how {
            Misbehaviour::Attempt(attempt) => _ = attempt.make(),
            Misbehaviour::Excess(Excess::Flood) => {
                let row = vec![b' '; 1 << 16];
                while self
                    .send(wire::ROWS, &[b"[", row.as_slice(), b"]"].concat())
                    .is_ok()
                {}
            }
            Misbehaviour::Excess(excess) => excess.commit(),
        }
    }

    /// Sends a frame.
    ///
    /// # Errors
    ///
    /// If it is too long, or nobody listens any more.
    fn send(&mut self, kind: u8, payload: &[u8]) -> std::io::Result<()> {
        let is_allowed = wire::most(kind).is_some_and(|most| payload.len() <= most);
        let frame = Frames::encode(kind, payload).filter(|_| is_allowed);
        let frame = frame.ok_or(std::io::ErrorKind::FileTooLarge)?;
        self.0.write_all(&frame)
    }

    fn send_json(&mut self, kind: u8, value: &impl Serialize) -> std::io::Result<()> {
        self.send(kind, &serde_json::to_vec(value)?)
    }
}

/// A worker that runs, and what has arrived of its answer.
struct Fenced {
    running: Running,
    frames: Frames,
    /// How long it may take, and how long it may say nothing.
    patience: (Duration, Duration),
    /// How many bytes more it may answer.
    left: u64,
}

/// Why listening ended early.
enum Stop {
    /// The answer is complete.
    Done,
    Died(Death),
    /// It has had all the time that it may have.
    Late,
    /// The answer is longer than is allowed.
    TooMuch,
    /// The answer makes no sense.
    Nonsense,
    Failed(Error),
    /// The worker has said what is wrong with the dump.
    Dump(catalogue::Error),
}

impl From<Garbage> for Stop {
    fn from(_: Garbage) -> Self {
        Self::Nonsense
    }
}

/// Called with the type and the payload of each frame.
type OnFrame<'f> = &'f mut dyn FnMut(u8, &[u8]) -> Result<(), Stop>;

impl Fenced {
    /// Starts a worker, for the file at `path` if it is to open one, which may
    /// answer `most` bytes.
    fn start(
        order: &Order,
        path: Option<&Path>,
        bounds: Bounds,
        input: Stdio,
        most: u64,
    ) -> Result<Self, Stop> {
        let failed = |(death, _)| Stop::Died(death);
        let orders = serde_json::to_string(&(bounds, order));
        let orders = orders.map_err(|_| Stop::Died(Death::NotStarted))?;
        let path = path.map(std::path::absolute).transpose();
        let path = path.map_err(|_| Stop::Died(Death::NotStarted))?;
        let arguments = [WORD.into(), std::process::id().to_string().into()];
        let mut orders = vec![(ORDER, OsStr::new(&orders))];
        orders.extend(path.iter().map(|path| (FILE, path.as_os_str())));
        Ok(Self {
            running: Running::start(&arguments, &orders, input).map_err(failed)?,
            frames: Frames::default(),
            patience: bounds.patience(),
            left: most,
        })
    }

    /// Listens for a moment, and hands on the frames that arrive.
    fn next(&mut self, on_frame: OnFrame<'_>) -> Result<(), Stop> {
        if let Some(chunk) = self.running.listen().map_err(Stop::Died)? {
            let left = self.left.checked_sub(chunk.len() as u64);
            self.left = left.ok_or(Stop::TooMuch)?;
            let running = &mut self.running;
            self.frames.push(&chunk, wire::most, |kind, payload| {
                running.heard();
                if kind == wire::READY {
                    running.ready(payload == [1]);
                    return Ok(());
                }
                on_frame(kind, payload)
            })?;
        }
        if self.running.is_over(self.patience.0, self.patience.1) {
            return Err(Stop::Late);
        }
        Ok(())
    }

    /// Listens to the end of the answer.
    ///
    /// # Errors
    ///
    /// Why there is no end, and a failure named `cancelled` as soon as the job is.
    fn listen(mut self, job: &Job, on_frame: OnFrame<'_>) -> Result<(), Stop> {
        loop {
            match self.next(on_frame) {
                Ok(()) if job.is_cancelled() => return Err(Stop::Failed(Error::cancelled())),
                Ok(()) => {}
                Err(Stop::Done) => return Ok(()),
                Err(stop) => return Err(stop),
            }
        }
    }
}

/// Returns the error for what says nothing about the file, if that is why there
/// is no answer.
pub(crate) fn of_machine(death: Death) -> Option<Error> {
    Some(match death {
        Death::NotStarted => Error::new(
            Code::NotStarted,
            "the process that reads files cannot be started",
        ),
        Death::MachineShort => Error::new(
            Code::MachineShort,
            "this computer is short of memory, processes or open files",
        ),
        _ => return None,
    })
}
