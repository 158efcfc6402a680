//! The child: reads one mutant after the other and reports where it is.
//!
//! It does not catch what ends a process; the parent notices that.

use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::bench::Bench;
use crate::target::Target;
use crate::{Options, mutate, seeds};

/// The stack of the thread that parses in a worker.
const STACK: usize = 64 << 20;
/// The memory that a worker may have, and room for this program.
#[cfg(unix)]
const MEMORY: u64 = 3 << 29;

/// Where the last panic was, and its message.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// Reads mutants from number `from` on.
///
/// # Errors
///
/// When there is no corpus, or the parent is gone.
pub(crate) fn run(target: Target, from: u64, options: &Options) -> Result<ExitCode> {
    bound();
    std::panic::set_hook(Box::new(|info| {
        let mut words = LAST_PANIC.lock().unwrap();
        words.clear();
        let place = info.location().map(ToString::to_string);
        let what = info.payload_as_str().unwrap_or("no words");
        let what: String = what.chars().take(120).collect();
        let _ = write!(words, "{}: {what}", place.unwrap_or_default());
    }));
    let corpus = seeds::corpus(target, options.corpus.as_deref())?;
    let bench = Bench::new(target, options.fenced)?;
    let (seed, upto) = (
        options.seed,
        options.only.map_or(options.mutants, |n| n + 1),
    );
    let until = options
        .seconds
        .map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let loop_ = move || -> Result<()> {
        let mut out = std::io::stdout().lock();
        for number in from..upto {
            if until.is_some_and(|until| Instant::now() > until) {
                break;
            }
            let bytes = mutate::mutant(target, &corpus, seed, number);
            writeln!(out, "at {number}")?;
            let read = catch_unwind(AssertUnwindSafe(|| bench.read(&bytes)));
            match read {
                Ok(Ok(None)) => {}
                Ok(Ok(Some(code))) => writeln!(out, "held {number} {code}")?,
                Ok(Err(why)) => writeln!(out, "bad {number} {}", why.replace('\n', " "))?,
                Err(_) => {
                    let words = LAST_PANIC.lock().unwrap().replace('\n', " ");
                    writeln!(out, "bad {number} panic {words}")?;
                }
            }
        }
        writeln!(out, "done")?;
        Ok(())
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(loop_)?;
    match thread.join() {
        Ok(ended) => ended.map(|()| ExitCode::SUCCESS),
        Err(_) => Ok(ExitCode::FAILURE),
    }
}

/// Limits this process as a worker is limited.
#[cfg(unix)]
fn bound() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Core, 0)] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit).unwrap();
    }
}

#[cfg(not(unix))]
fn bound() {}
