//! What a fetcher reports to the broker, line by line.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::code::Result;

/// No more lines about progress than ten a second.
const PAUSE: Duration = Duration::from_millis(100);

/// What one host was asked for and sent.
#[derive(Debug)]
struct Host {
    name: String,
    n_requests: u64,
    received: Arc<AtomicU64>,
}

/// The way to the broker. It may be shared between threads.
pub(crate) struct Report {
    out: Mutex<Box<dyn Write + Send>>,
    hosts: Mutex<Vec<Host>>,
    /// Bytes that are to arrive, and those that have.
    total: AtomicU64,
    done: AtomicU64,
    shown: Mutex<Option<Instant>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Report {
    pub(crate) fn new(out: Box<dyn Write + Send>) -> Self {
        Self {
            out: Mutex::new(out),
            hosts: Mutex::default(),
            total: AtomicU64::new(0),
            done: AtomicU64::new(0),
            shown: Mutex::new(None),
        }
    }

    /// Writes one line. The broker ends a fetcher whose lines it does not want.
    pub(crate) fn line(&self, line: &str) {
        let mut out = locked(&self.out);
        let written = out.write_all(format!("{line}\n").as_bytes());
        // Without a broker nobody wants what is fetched.
        if written.and_then(|()| out.flush()).is_err() {
            std::process::exit(1);
        }
    }

    /// Says that a request to a host begins.
    pub(crate) fn host(&self, name: &str) {
        let mut hosts = locked(&self.hosts);
        if let Some(host) = hosts.iter_mut().find(|host| host.name == name) {
            host.n_requests += 1;
            return;
        }
        hosts.push(Host {
            name: name.to_owned(),
            n_requests: 1,
            received: Arc::default(),
        });
        // At once: anyone who sees that a host is asked finds it in the log as well.
        self.line(&format!("tally {name} 1 0\nhost {name}"));
    }

    /// Returns the counter of what a host sends.
    pub(crate) fn counter(&self, name: &str) -> Arc<AtomicU64> {
        let hosts = locked(&self.hosts);
        let host = hosts.iter().find(|host| host.name == name);
        host.map(|host| Arc::clone(&host.received))
            .unwrap_or_default()
    }

    pub(crate) fn add_to_total(&self, bytes: u64) {
        let total = self.total.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.line(&format!("total {total}"));
    }

    /// Counts bytes of the total that are there.
    pub(crate) fn gained(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
        self.tick();
    }

    /// Takes back bytes that turned out to be of no use.
    pub(crate) fn lost(&self, bytes: u64) {
        self.done.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Shows the progress if it was not shown a moment ago.
    pub(crate) fn tick(&self) {
        let mut shown = locked(&self.shown);
        if shown.is_none_or(|at| at.elapsed() >= PAUSE) {
            *shown = Some(Instant::now());
            drop(shown);
            self.show();
        }
    }

    fn show(&self) {
        let mut received = 0;
        for host in locked(&self.hosts).iter() {
            let bytes = host.received.load(Ordering::Relaxed);
            received += bytes;
            let (name, n) = (&host.name, host.n_requests);
            self.line(&format!("tally {name} {n} {bytes}"));
        }
        let done = self.done.load(Ordering::Relaxed);
        self.line(&format!("bytes {done} {received}"));
    }

    /// Says how the request ended.
    pub(crate) fn end(&self, outcome: Result<()>) {
        self.show();
        self.line(&match outcome {
            Ok(()) => "done".to_owned(),
            Err(failure) => format!("error {failure}"),
        });
    }
}
