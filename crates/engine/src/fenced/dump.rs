//! A metadata dump, unpacked in a worker.
//!
//! What unpacks is foreign code, in part not even Rust; it sees bytes that nobody
//! has checked, and may unpack a few of them to more than any disk holds. The
//! parsers of what comes out are ours, and read it in bounded memory.

use std::collections::VecDeque;
use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use colophon_catalogue::{self as catalogue, ErrorKind, Kind, Packed, Parts, Piece, Unpacker};
use colophon_worker::{Death, Desk};

use super::{Bounds, Fenced, Order, Sender, Stop, of_machine, wire};
use crate::error::Error;
use crate::job::Job;
use crate::report::{Advice, Code};

/// The memory for unpacking, in bytes: Zstandard looks back up to 128 MiB.
const MEMORY: u64 = 384 << 20;
/// The processor time for unpacking a dump however small, in seconds; a larger one
/// has a second more for each MiB.
const CPU_SECONDS: u64 = 60;
/// The processor time for a stream, whose length nobody knows: a day.
const CPU_SECONDS_OF_STREAM: u64 = 24 * 60 * 60;
/// How long a worker may unpack nothing.
const SILENCE: Duration = Duration::from_mins(1);
/// How much a dump may unpack to however small it is, in bytes.
const LEAST_UNPACKED: u64 = 1 << 30;
/// How many bytes a packed byte may become: dumps become ten or twenty.
const RATIO: u64 = 300;
/// Beyond what a worker may unpack, what its answer takes for itself, in bytes.
const FRAMES: u64 = 64 << 20;

/// Has dumps be unpacked in workers while a job runs.
pub(crate) struct Unpacking<'j> {
    job: &'j Job,
    failure: Option<Error>,
}

impl<'j> Unpacking<'j> {
    /// Unpacks for a job.
    pub(crate) fn new(job: &'j Job) -> Self {
        Self { job, failure: None }
    }

    /// Returns why unpacking failed, where the reader of the dump knows no word for
    /// it.
    pub(crate) fn failure(self) -> Option<Error> {
        self.failure
    }
}

impl Unpacker for Unpacking<'_> {
    fn start(
        &mut self,
        kind: Kind,
        packed: Packed,
    ) -> Result<Box<dyn Parts + '_>, catalogue::Error> {
        let started = start(kind, packed);
        let mut arriving = Arriving {
            fenced: None,
            job: self.job,
            failure: &mut self.failure,
            events: VecDeque::new(),
            at: 0,
            is_over: false,
            n_bytes: 0,
        };
        match started {
            Ok(fenced) => arriving.fenced = Some(fenced),
            Err(stop) => return Err(arriving.fail(stop)),
        }
        Ok(Box::new(arriving))
    }
}

fn start(kind: Kind, packed: Packed) -> Result<Fenced, Stop> {
    let (len, input, stream) = match packed {
        Packed::File(file, len) => (Some(len), Stdio::from(file), None),
        Packed::Stream(stream) => (None, Stdio::piped(), Some(stream)),
    };
    let bounds = Bounds {
        memory_bytes: MEMORY,
        cpu_seconds: len.map_or(CPU_SECONDS_OF_STREAM, |len| CPU_SECONDS + (len >> 20)),
    };
    let most = len.map_or(u64::MAX, |len| {
        LEAST_UNPACKED
            .saturating_add(FRAMES)
            .saturating_add(len.saturating_mul(RATIO + 1))
    });
    let order = Order::Unpack(kind.name().to_owned(), len);
    let mut fenced = Fenced::start(&order, None, bounds, input, most)?;
    // The reader may be busy with what arrived, for as long as it likes.
    fenced.patience = (Duration::MAX, SILENCE);
    if let Some(stream) = stream {
        let fed = fenced.running.feed(stream);
        fed.map_err(|(death, _)| Stop::Died(death))?;
    }
    Ok(fenced)
}

/// What has arrived of a dump.
enum Event {
    Part,
    Bytes(Vec<u8>),
}

/// A dump that is being unpacked.
struct Arriving<'u> {
    fenced: Option<Fenced>,
    job: &'u Job,
    failure: &'u mut Option<Error>,
    events: VecDeque<Event>,
    /// How much of the first event was read.
    at: usize,
    is_over: bool,
    n_bytes: u64,
}

impl Arriving<'_> {
    /// Waits until there is an event, or the end.
    fn wait(&mut self) -> Result<(), catalogue::Error> {
        while self.events.is_empty() && !self.is_over {
            if self.job.is_cancelled() {
                return Err(self.fail(Stop::Failed(Error::cancelled())));
            }
            let Some(fenced) = &mut self.fenced else {
                return Err(self.fail(Stop::Nonsense));
            };
            let (events, n_bytes) = (&mut self.events, &mut self.n_bytes);
            let next = fenced.next(&mut |kind, payload| match kind {
                wire::PART => {
                    events.push_back(Event::Part);
                    Ok(())
                }
                wire::BYTES => {
                    let (n, bytes) = payload.split_first_chunk().ok_or(Stop::Nonsense)?;
                    *n_bytes = u64::from_le_bytes(*n);
                    events.push_back(Event::Bytes(bytes.to_vec()));
                    Ok(())
                }
                wire::END => Err(Stop::Done),
                wire::ERROR => Err(Stop::Dump(told(payload)?)),
                _ => Err(Stop::Nonsense),
            });
            match next {
                Ok(()) => {}
                Err(Stop::Done) => {
                    self.is_over = true;
                    self.fenced = None;
                }
                Err(stop) => return Err(self.fail(stop)),
            }
        }
        Ok(())
    }

    /// Ends the worker, keeps the reason, and returns an error that ends the
    /// reading.
    fn fail(&mut self, stop: Stop) -> catalogue::Error {
        self.fenced = None;
        let about = |code, message: &str| Error::new(code, message);
        let of_machine = match stop {
            Stop::Died(death) => of_machine(death),
            _ => None,
        };
        let error = match stop {
            Stop::Dump(error) => return error,
            _ if of_machine.is_some() => return self.keep(of_machine),
            Stop::Failed(error) => error,
            Stop::Died(Death::CpuTime) | Stop::Late => about(
                Code::TimedOut,
                "unpacking the dump took longer than is allowed",
            )
            .advise(Advice::UnpackDump),
            Stop::Died(Death::Memory) => about(
                Code::LimitExceeded,
                "unpacking the dump needed more memory than is allowed",
            )
            .advise(Advice::UnpackDump),
            Stop::TooMuch => about(
                Code::LimitExceeded,
                "the dump unpacks to more than is allowed",
            )
            .advise(Advice::UnpackDump),
            Stop::Died(_) | Stop::Nonsense | Stop::Done => {
                about(Code::DumpDamaged, "unpacking the dump stopped unexpectedly")
            }
        };
        self.keep(Some(error))
    }

    /// Keeps a failure, and returns an error that ends the reading.
    fn keep(&mut self, failure: Option<Error>) -> catalogue::Error {
        *self.failure = failure;
        catalogue::Error::told(ErrorKind::Cancelled, "unpacking failed")
    }
}

impl Parts for Arriving<'_> {
    fn next_part(&mut self) -> Result<bool, catalogue::Error> {
        loop {
            self.wait()?;
            self.at = 0;
            match self.events.pop_front() {
                Some(Event::Part) => return Ok(true),
                Some(Event::Bytes(_)) => {}
                None => return Ok(false),
            }
        }
    }

    fn read(&mut self, room: &mut [u8]) -> Result<usize, catalogue::Error> {
        loop {
            self.wait()?;
            let Some(Event::Bytes(bytes)) = self.events.front() else {
                return Ok(0);
            };
            let left = &bytes[self.at..];
            if left.is_empty() {
                self.events.pop_front();
                self.at = 0;
                continue;
            }
            let n = left.len().min(room.len());
            room[..n].copy_from_slice(&left[..n]);
            self.at += n;
            return Ok(n);
        }
    }

    fn n_bytes(&self) -> u64 {
        self.n_bytes
    }
}

fn told(payload: &[u8]) -> Result<catalogue::Error, Stop> {
    let (kind, message): (ErrorKind, String) =
        serde_json::from_slice(payload).map_err(|_| Stop::Nonsense)?;
    if kind == ErrorKind::Cancelled {
        return Err(Stop::Nonsense);
    }
    let message: String = message.chars().take(super::LONGEST_MESSAGE).collect();
    Ok(catalogue::Error::told(kind, message))
}

/// The worker's side: unpacks what it was given.
pub(super) fn serve(mut desk: Desk, kind: Kind, len: Option<u64>) {
    let Some(mut sender) = Sender::new(&mut desk) else {
        return;
    };
    let packed = match len {
        Some(len) => Packed::File(desk.input, len),
        None => Packed::Stream(Box::new(desk.input)),
    };
    let work = std::panic::AssertUnwindSafe(|| unpack(&mut sender, kind, packed));
    let done = std::panic::catch_unwind(work).unwrap_or_else(|_| {
        let message = "unpacking stopped unexpectedly";
        Err(catalogue::Error::told(ErrorKind::Damaged, message))
    });
    // If this fails, nobody listens any more.
    let _ = match done {
        Ok(()) => sender.send(wire::END, &[]),
        Err(error) => sender.send_json(wire::ERROR, &(error.kind(), error.message())),
    };
}

fn unpack(sender: &mut Sender, kind: Kind, packed: Packed) -> Result<(), catalogue::Error> {
    use std::ops::ControlFlow;

    let mut n_unpacked = 0_u64;
    let mut is_too_much = false;
    let mut payload = Vec::new();
    let unpacked = catalogue::unpack(kind, packed, &mut |piece| {
        let sent = match piece {
            Piece::Part => sender.send(wire::PART, &[]),
            Piece::Bytes { bytes, n_bytes } => {
                n_unpacked += bytes.len() as u64;
                is_too_much = n_unpacked > LEAST_UNPACKED + n_bytes.saturating_mul(RATIO);
                payload.clear();
                payload.extend_from_slice(&n_bytes.to_le_bytes());
                // Writing to a vector does not fail.
                let _ = payload.write_all(bytes);
                sender.send(wire::BYTES, &payload)
            }
        };
        if sent.is_err() || is_too_much {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    if is_too_much {
        let message = "the dump unpacks to more than is allowed";
        return Err(catalogue::Error::told(ErrorKind::LimitExceeded, message));
    }
    unpacked
}
