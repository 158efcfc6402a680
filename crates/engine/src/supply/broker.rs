//! The program that fetches, seen from this one, which has no network.
//!
//! `colophon-fetch` is started before this program forbids itself the network. It
//! takes the id of a source or an address, and nothing else.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use colophon_confine::{Answer, Attempt, Probe, Process};
use serde::{Deserialize, Serialize};

use super::place::log_file;
use crate::durable;
use crate::error::Error;
use crate::folder::scratch;
use crate::job::{Job, Phase};
use crate::report::{Advice, Code};

/// The name of the program.
const PROGRAM: &str = "colophon-fetch";

/// How long a request that was stopped may take to end.
const GRACE: Duration = Duration::from_secs(2);

/// The longest log that is read, in bytes.
const LONGEST_LOG: u64 = 1 << 20;

/// The fetcher of this process, once it was started.
static FETCHER: Mutex<Option<Broker>> = Mutex::new(None);

/// The id of its process; 0 without one. It can be read while a request, which may take
/// hours, holds the lock.
static PID: AtomicI32 = AtomicI32::new(0);

/// Starts the program that fetches. A front end calls this before it forbids itself
/// the network; later it is too late. If it does not start, getting says so.
///
/// `proxy` is used in place of what the environment says.
pub fn start_fetcher(proxy: Option<&str>) {
    let broker = Broker::start(proxy);
    let pid = broker.as_ref().map(|broker| broker.child.id());
    let pid = pid.and_then(|pid| i32::try_from(pid).ok()).unwrap_or(0);
    PID.store(pid, Ordering::Relaxed);
    *FETCHER.lock().unwrap_or_else(PoisonError::into_inner) = broker;
}

/// Returns whether this process has a fetcher.
pub fn has_fetcher() -> bool {
    PID.load(Ordering::Relaxed) != 0
}

/// Ends the fetcher of this process, for good.
pub fn end_fetcher() {
    PID.store(0, Ordering::Relaxed);
    // Dropping it ends it.
    *FETCHER.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// What the fetcher did at a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fetch {
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The id of the source; none for an address that was not known yet.
    #[serde(default)]
    pub id: Option<String>,
    /// The host.
    pub host: String,
    /// How many requests were made.
    #[serde(default)]
    pub requests: u64,
    /// How many bytes came.
    #[serde(default)]
    pub received: u64,
}

/// Returns what the fetcher did, the newest first.
pub fn fetches() -> Vec<Fetch> {
    let bytes = log_file().and_then(|path| durable::read_short(&path, LONGEST_LOG));
    let text = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
    let lines = text.lines().rev();
    lines
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// Sends a request to the fetcher of this process.
///
/// `tell` gets the hosts that are asked.
pub(super) fn ask(request: &str, job: &Job, tell: &mut dyn FnMut(Said)) -> Result<(), Error> {
    let mut fetcher = FETCHER.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(broker) = fetcher.as_mut() else {
        let message = "the program that downloads indexes was not started";
        return Err(Error::new(Code::FetcherMissing, message));
    };
    let done = broker.ask(request, job, tell);
    if done
        .as_ref()
        .is_err_and(|error| error.code() == Code::FetcherMissing)
    {
        PID.store(0, Ordering::Relaxed);
        *fetcher = None;
        // It did not stop in time, so it was ended.
        if job.is_cancelled() {
            return Err(Error::cancelled());
        }
    }
    done
}

/// Has the fetcher try what its fences forbid.
pub(crate) fn prove_fetcher() -> Vec<Probe> {
    // While it works it is not asked; what cannot be done to it can be tried all the same.
    let pid = PID.load(Ordering::Relaxed);
    if pid == 0 {
        return Vec::new();
    }
    let mut probes = colophon_confine::prove_broker(pid);
    if FETCHER.try_lock().is_err() {
        return probes;
    }
    let _ = ask("prove", &Job::default(), &mut |said| {
        if let Said::Proof(attempt, answer) = said {
            probes.push(Probe::new(Process::Fetcher, attempt, answer));
        }
    });
    probes
}

/// What the fetcher says while it works.
#[derive(Debug)]
pub(super) enum Said {
    /// It asks this host.
    Host(String),
    /// How many bytes it has read from sockets.
    Received(u64),
    /// The system does not restrict it in this.
    Unfenced(String),
    /// What the system answered to an attempt.
    Proof(Attempt, Answer),
}

/// The running program.
struct Broker {
    child: Child,
    input: Option<ChildStdin>,
    output: Option<ChildStdout>,
    lines: Option<Receiver<String>>,
}

impl Broker {
    fn start(proxy: Option<&str>) -> Option<Self> {
        let mut command = Command::new(program()?);
        // It keeps of the environment what says how to reach a network, and clears the rest.
        command
            .arg("--broker")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(scratch) = scratch() {
            command.env("XDG_DATA_HOME", scratch);
        }
        if let Some(proxy) = proxy {
            for name in ["HTTPS_PROXY", "https_proxy", "all_proxy"] {
                command.env_remove(name);
            }
            command.env("ALL_PROXY", proxy);
        }
        let mut child = command.spawn().ok()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        Some(Self {
            child,
            input,
            output,
            lines: None,
        })
    }

    /// Returns the next line, if one comes in time.
    fn listen(&mut self, patience: Duration) -> Result<Option<String>, Error> {
        if let Some(output) = self.output.take() {
            // Begun only now: before the network is forbidden, the program has one thread.
            let (sender, lines) = channel();
            let reader = move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            };
            let thread = std::thread::Builder::new().name("fetcher".to_owned());
            thread.spawn(reader).map_err(|_| gone())?;
            self.lines = Some(lines);
        }
        let lines = self.lines.as_ref().ok_or_else(gone)?;
        match lines.recv_timeout(patience) {
            Ok(line) => Ok(Some(line)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(gone()),
        }
    }

    fn send(&mut self, line: &str) -> Result<(), Error> {
        let input = self.input.as_mut().ok_or_else(gone)?;
        writeln!(input, "{line}")
            .and_then(|()| input.flush())
            .map_err(|_| gone())
    }

    fn ask(&mut self, request: &str, job: &Job, tell: &mut dyn FnMut(Said)) -> Result<(), Error> {
        self.send(request)?;
        let mut stopped: Option<Instant> = None;
        let mut shown = 0_u64;
        loop {
            if job.is_cancelled() && stopped.is_none() {
                self.send("stop")?;
                stopped = Some(Instant::now());
            }
            if stopped.is_some_and(|since| since.elapsed() > GRACE) {
                return Err(gone());
            }
            let Some(line) = self.listen(Duration::from_millis(50))? else {
                continue;
            };
            let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match word {
                "done" => return Ok(()),
                "error" if stopped.is_some() => return Err(Error::cancelled()),
                "error" => return Err(refused(rest)),
                "host" => tell(Said::Host(rest.to_owned())),
                "unfenced" => tell(Said::Unfenced(rest.to_owned())),
                "total" => {
                    job.begin(Phase::Fetching, rest.parse().unwrap_or(0));
                    shown = 0;
                }
                "bytes" => {
                    let mut numbers = rest.split(' ').map(|it| it.parse::<u64>().unwrap_or(0));
                    let done = numbers.next().unwrap_or(0);
                    job.advance(done.saturating_sub(shown));
                    shown = shown.max(done);
                    tell(Said::Received(numbers.next().unwrap_or(0)));
                }
                "proof" => {
                    if let Some((attempt, answer)) = proof(rest) {
                        tell(Said::Proof(attempt, answer));
                    }
                }
                // `ready`, and what a newer fetcher may say.
                _ => {}
            }
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        // The end of its input ends it.
        drop(self.input.take());
        let since = Instant::now();
        while since.elapsed() < GRACE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns where the program is: next to this one, or where packages put it.
fn program() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let folder = own.parent()?;
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let places = [
        folder.join(&name),
        folder.join("../lib/colophon").join(&name),
    ];
    places
        .into_iter()
        .find(|place| fs::metadata(place).is_ok_and(|it| it.is_file()))
}

fn gone() -> Error {
    let message = "the program that downloads indexes does not answer";
    Error::new(Code::FetcherMissing, message)
}

/// Returns the error that the fetcher named.
fn refused(said: &str) -> Error {
    let (word, detail) = said.split_once(' ').unwrap_or((said, ""));
    let code = match word {
        "refused" => Code::NotASource,
        word => word.parse().unwrap_or(Code::Unreachable),
    };
    let detail = if detail.is_empty() {
        code.sentence()
            .say(crate::report::Language::English)
            .trim_end_matches('.')
            .to_owned()
    } else if code == Code::ServerRefused {
        format!("the host asks to wait until {detail}")
    } else {
        detail.to_owned()
    };
    let error = Error::new(code, detail);
    match code {
        Code::SourceIncomplete => error.advise(Advice::UploadUnderWay),
        _ => error,
    }
}

/// Reads what the fetcher says about an attempt.
fn proof(said: &str) -> Option<(Attempt, Answer)> {
    let mut words = said.splitn(3, ' ');
    let attempt = Attempt::named(words.next()?)?;
    let is_refused = words.next()? == "refused";
    let answer = words.next().unwrap_or_default().to_owned();
    Some((
        attempt,
        if is_refused {
            Answer::Refused(answer)
        } else {
            Answer::LetThrough(answer)
        },
    ))
}
