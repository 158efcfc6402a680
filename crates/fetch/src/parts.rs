//! Brings the parts of an index's files over two connections.
//!
//! Every part is checked by its hash, so that any mirror may send any byte of it.
//! While two threads fetch what is missing, this one hashes what the journals say
//! is there.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ring::digest::{Context, SHA256};

use crate::address::Address;
use crate::code::{Code, Failure, Result};
use crate::http::{Answer, Client};
use crate::meta;
use crate::partial::Partial;

const N_CONNECTIONS: usize = 2;
/// How often a part is asked of one folder.
const TRIES: u32 = 5;
/// A connection that brought this much before it broke does not count as a failed try.
const PROGRESS: u64 = 16 << 10;
const BUFFER: usize = 64 << 10;
const LONGEST_PAUSE: u32 = 60;

struct Job {
    file: usize,
    part: usize,
}

struct State {
    todo: VecDeque<Job>,
    /// Whether parts may still turn out to be missing.
    is_checking: bool,
    failed: Option<Failure>,
}

struct Course<'a> {
    client: &'a Client,
    /// Where the parts are.
    folders: &'a [Address],
    files: Vec<Partial>,
    state: Mutex<State>,
    changed: Condvar,
    /// The folder that served last.
    current: AtomicUsize,
}

/// Brings all parts of these files, from the folder `first` on.
pub(crate) fn bring(
    client: &Client,
    folders: &[Address],
    first: usize,
    opened: Vec<(Partial, Vec<usize>)>,
) -> Result<()> {
    let mut todo = VecDeque::new();
    let mut named = Vec::new();
    let mut missing = 0;
    let mut files = Vec::new();
    for (file, (partial, there)) in opened.into_iter().enumerate() {
        let mut there_too = there.iter().copied().peekable();
        for part in 0..partial.listed.parts.len() {
            if there_too.next_if_eq(&part).is_some() {
                named.push(Job { file, part });
            } else {
                missing += partial.listed.place(part).1;
                todo.push_back(Job { file, part });
            }
        }
        files.push(partial);
    }
    client.report.add_to_total(missing);
    let course = Course {
        client,
        folders,
        files,
        state: Mutex::new(State {
            todo,
            is_checking: true,
            failed: None,
        }),
        changed: Condvar::new(),
        current: AtomicUsize::new(first),
    };
    std::thread::scope(|scope| {
        for n in 0..N_CONNECTIONS {
            let course = &course;
            let name = format!("part {n}");
            let begun = std::thread::Builder::new()
                .name(name)
                .stack_size(512 << 10)
                .spawn_scoped(scope, move || course.work());
            if let Err(error) = begun {
                course.fail(Failure::new(Code::Unreachable, error.to_string()));
            }
        }
        course.check(named);
    });
    let state = course.state.into_inner();
    match state.unwrap_or_else(PoisonError::into_inner).failed {
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

impl Course<'_> {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fail(&self, failure: Failure) {
        self.state().failed.get_or_insert(failure);
        self.changed.notify_all();
    }

    fn has_failed(&self) -> bool {
        self.state().failed.is_some()
    }

    /// Hashes the parts that the journals name, and has those that are wrong
    /// fetched.
    fn check(&self, named: Vec<Job>) {
        let mut buffer = vec![0; 256 << 10];
        for job in named {
            if self.has_failed() {
                break;
            }
            let partial = &self.files[job.file];
            if !partial.holds(job.part, &mut buffer) {
                self.client
                    .report
                    .add_to_total(partial.listed.place(job.part).1);
                self.state().todo.push_back(job);
                self.changed.notify_all();
            }
        }
        self.state().is_checking = false;
        self.changed.notify_all();
    }

    fn next(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            if state.failed.is_some() {
                return None;
            }
            if let Some(job) = state.todo.pop_front() {
                return Some(job);
            }
            if !state.is_checking {
                return None;
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn work(&self) {
        let mut buffer = vec![0; BUFFER];
        while let Some(job) = self.next() {
            if let Err(failure) = self.bring(&job, &mut buffer) {
                self.fail(failure);
            }
        }
    }

    /// Brings one part, from as many folders and as often as it takes.
    fn bring(&self, job: &Job, buffer: &mut [u8]) -> Result<()> {
        let mut part = Part::new(&self.files[job.file], job.part);
        let mut tries = vec![0; self.folders.len()];
        let mut last = Failure::from(Code::Unreachable);
        let mut n_pauses = 0;
        let mut folder = self.current.load(Ordering::Relaxed) % self.folders.len();
        loop {
            if self.has_failed() {
                return Err(Code::Cancelled.into());
            }
            let before = part.done;
            let outcome = self.attempt(&mut part, folder, buffer);
            let failure = match outcome {
                Ok(()) => {
                    self.current.store(folder, Ordering::Relaxed);
                    return part.partial.note(job.part);
                }
                Err(failure) => failure,
            };
            match failure.code {
                // No other folder helps against these.
                Code::DiskFull | Code::ReadOnly => return Err(failure),
                Code::Unreachable | Code::FileShort if part.done >= before + PROGRESS => continue,
                // To ask again here would change nothing.
                Code::ServerRefused
                | Code::SourceIncomplete
                | Code::RedirectRefused
                | Code::InsecureAddress
                | Code::TlsUntrusted => tries[folder] = TRIES,
                _ => tries[folder] += 1,
            }
            // What says when to come back is of most use. Of several folders without the
            // file, the first is the one where it should be.
            let is_told = last.code == Code::ServerRefused
                || (last.code, failure.code) == (Code::SourceIncomplete, Code::SourceIncomplete);
            if !is_told {
                last = failure;
            }
            let n_folders = self.folders.len();
            let others = (1..=n_folders).map(|n| (folder + n) % n_folders);
            let Some(next) = others.into_iter().find(|next| tries[*next] < TRIES) else {
                return Err(last);
            };
            if tries[next] > 0 {
                self.pause(&mut n_pauses);
            }
            if next != folder {
                self.current.store(next, Ordering::Relaxed);
            }
            folder = next;
        }
    }

    /// Waits before a folder is asked again: not at all the first time, then twice
    /// as long each time.
    fn pause(&self, n_pauses: &mut u32) {
        let seconds = match *n_pauses {
            0 => 0,
            n => 1_u32
                .checked_shl(n - 1)
                .unwrap_or(LONGEST_PAUSE)
                .min(LONGEST_PAUSE),
        };
        *n_pauses += 1;
        if seconds == 0 {
            return;
        }
        // Tests have less patience.
        let scale = self.client.patience().as_secs_f64() / 60.0;
        let pause = Duration::from_secs_f64(f64::from(seconds) * scale * (0.75 + jitter() / 2.0));
        let state = self.state();
        let waited = self
            .changed
            .wait_timeout_while(state, pause, |state| state.failed.is_none());
        drop(waited);
    }

    /// Asks one folder for what is missing of a part.
    fn attempt(&self, part: &mut Part, folder: usize, buffer: &mut [u8]) -> Result<()> {
        let address = self.folders[folder].join(&part.name);
        loop {
            let from = part.done;
            let mut answer = self.client.get(&address, from)?;
            let whole = part.length - from;
            match answer.status {
                206 if from > 0 && part.continues(&answer) => {}
                // The server does not know ranges: the part begins here.
                200 => part.begin_again(&self.client.report),
                206 | 416 if from > 0 => {
                    part.begin_again(&self.client.report);
                    continue;
                }
                206 | 416 => {
                    let detail = format!("{} answered {}", answer.host, answer.status);
                    return Err(Failure::new(Code::PartDamaged, detail));
                }
                _ => return Err(self.client.refusal(&answer, &part.name)),
            }
            let is_exact = answer.length
                == Some(if answer.status == 206 {
                    whole
                } else {
                    part.length
                });
            self.receive(part, &mut answer, buffer)?;
            if is_exact {
                // So that the connection can be used again.
                let _end = answer.read(&mut buffer[..1]);
            }
            return if part.is_right() {
                Ok(())
            } else {
                part.begin_again(&self.client.report);
                let detail = format!("{} sent {} with other bytes", answer.host, part.name);
                Err(Failure::new(Code::PartDamaged, detail))
            };
        }
    }

    fn receive(&self, part: &mut Part, answer: &mut Answer, buffer: &mut [u8]) -> Result<()> {
        while part.done < part.length {
            if self.has_failed() {
                return Err(Code::Cancelled.into());
            }
            let left = usize::try_from(part.length - part.done).unwrap_or(usize::MAX);
            let room = left.min(buffer.len());
            let n = answer.read(&mut buffer[..room])?;
            if n == 0 {
                let detail = format!("{} on {} is not complete", part.name, answer.host);
                return Err(Failure::new(Code::FileShort, detail));
            }
            part.take(&buffer[..n])?;
            self.client.report.gained(n as u64);
        }
        Ok(())
    }
}

/// A part on its way: what of it is there, and its hash so far.
struct Part<'a> {
    partial: &'a Partial,
    name: String,
    offset: u64,
    length: u64,
    done: u64,
    hash: [u8; 32],
    digest: Context,
}

impl<'a> Part<'a> {
    fn new(partial: &'a Partial, part: usize) -> Self {
        let meta::File { name, parts, .. } = &partial.listed;
        let hash = parts[part];
        let hex = meta::hex(&hash);
        let (offset, length) = partial.listed.place(part);
        Self {
            partial,
            name: format!("{hex}.{name}.{part:04}"),
            offset,
            length,
            done: 0,
            hash,
            digest: Context::new(&SHA256),
        }
    }

    fn begin_again(&mut self, report: &crate::report::Report) {
        report.lost(self.done);
        self.done = 0;
        self.digest = Context::new(&SHA256);
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.partial.write(bytes, self.offset + self.done)?;
        self.digest.update(bytes);
        self.done += bytes.len() as u64;
        Ok(())
    }

    fn is_right(&self) -> bool {
        self.digest.clone().finish().as_ref() == self.hash
    }

    /// Returns whether an answer brings exactly what is missing.
    fn continues(&self, answer: &Answer) -> bool {
        let (from, last, length) = (self.done, self.length - 1, self.length);
        answer.content_range.as_deref() == Some(&format!("bytes {from}-{last}/{length}"))
    }
}

/// Returns a number between 0 and 1, so that those who wait do not come back all
/// at once.
fn jitter() -> f64 {
    let mut byte = [128];
    let random = ring::rand::SystemRandom::new();
    // Without one, everyone waits as long.
    let _none = ring::rand::SecureRandom::fill(&random, &mut byte);
    f64::from(byte[0]) / 255.0
}
