//! The parent: starts children, listens to them, and keeps what they died of.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::mutate::{self, Seed};
use crate::target::Target;
use crate::{Options, seeds};

/// How long a mutant may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long one may take that is read in workers, which have their own limits.
const PATIENCE_WITH_WORKERS: Duration = Duration::from_secs(90);
/// After this many findings of a target, it stops.
const ENOUGH: u64 = 25;

/// What became of a target.
#[derive(Default)]
struct Tally {
    read: u64,
    found: u64,
    short_of_memory: u64,
    /// How many workers were ended, by the code.
    held: BTreeMap<String, u64>,
}

/// Reads the mutants of a target and returns the number of findings.
///
/// # Errors
///
/// When a child cannot be started, or a finding cannot be kept.
pub(crate) fn run(target: Target, options: &Options) -> Result<u64> {
    let corpus = seeds::corpus(target, options.corpus.as_deref())?;
    let began = Instant::now();
    let mut tally = Tally::default();
    let mut next = options.only.unwrap_or(0);
    let upto = options.only.map_or(options.mutants, |number| number + 1);
    while next < upto && tally.found < ENOUGH {
        let left = options
            .seconds
            .map(|seconds| Duration::from_secs(seconds).saturating_sub(began.elapsed()));
        if left.is_some_and(|left| left < Duration::from_secs(1)) {
            break;
        }
        let Some(behind) = listen(target, next, left, options, &corpus, &mut tally)? else {
            break;
        };
        next = behind;
    }
    println!(
        "{:<14} {:>7} mutants of {:>3} seeds, {:>6.0} a second; {} out of memory; {} findings",
        target.name(),
        tally.read,
        corpus.len(),
        tally.read as f64 / began.elapsed().as_secs_f64(),
        tally.short_of_memory,
        tally.found,
    );
    for (code, n) in &tally.held {
        println!("{:<14} {n:>7} ended with {code}", "");
    }
    Ok(tally.found)
}

/// Listens to one child; returns the number to continue with, or `None` at the
/// end.
fn listen(
    target: Target,
    from: u64,
    left: Option<Duration>,
    options: &Options,
    corpus: &[Seed],
    tally: &mut Tally,
) -> Result<Option<u64>> {
    let (mut child, lines) = start(target, from, left, options)?;
    let mut at = from;
    let mut is_done = false;
    let mut is_silent = false;
    let patience = if options.fenced {
        PATIENCE_WITH_WORKERS
    } else {
        PATIENCE
    };
    loop {
        match lines.recv_timeout(patience) {
            Ok(line) => {
                let mut words = line.splitn(3, ' ');
                let (word, number) = (words.next(), words.next());
                let number = number.and_then(|number| number.parse().ok());
                match (word, number) {
                    (Some("at"), Some(number)) => {
                        at = number;
                        tally.read += 1;
                    }
                    (Some("bad"), Some(number)) => {
                        let why = words.next().unwrap_or_default();
                        keep(target, number, why, options, corpus)?;
                        tally.found += 1;
                        if tally.found >= ENOUGH {
                            let _ = child.kill();
                            let _ = child.wait();
                            return Ok(None);
                        }
                    }
                    (Some("held"), Some(_)) => {
                        let code = words.next().unwrap_or_default().to_owned();
                        *tally.held.entry(code).or_default() += 1;
                    }
                    (Some("done"), _) => is_done = true,
                    _ => {}
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                is_silent = true;
                let _ = child.kill();
                break;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait()?;
    if is_done {
        return Ok(None);
    }
    let mut said = String::new();
    if let Some(pipe) = child.stderr.take() {
        let mut bytes = Vec::new();
        let _ = pipe.take(1 << 16).read_to_end(&mut bytes);
        said = String::from_utf8_lossy(&bytes).replace('\n', " ");
    }
    if said.contains("memory allocation of") {
        tally.short_of_memory += 1;
        if target.is_read_by_workers() {
            return Ok(Some(at + 1));
        }
    }
    let why = if is_silent {
        "takes more than ten seconds".to_owned()
    } else {
        format!("ends the process: {status}: {said}")
    };
    keep(target, at, &why, options, corpus)?;
    tally.found += 1;
    Ok(Some(at + 1))
}

fn start(
    target: Target,
    from: u64,
    left: Option<Duration>,
    options: &Options,
) -> Result<(Child, Receiver<String>)> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--target", target.name()]);
    command.arg("--from").arg(from.to_string());
    command.arg("--seed").arg(options.seed.to_string());
    command.arg("--mutants").arg(options.mutants.to_string());
    if let Some(number) = options.only {
        command.arg("--only").arg(number.to_string());
    }
    if options.fenced {
        command.arg("--fenced");
    }
    if let Some(left) = left {
        command.arg("--seconds").arg(left.as_secs().to_string());
    }
    if let Some(corpus) = &options.corpus {
        command.arg("--corpus").arg(corpus);
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("the child cannot be started")?;
    let pipe = child.stdout.take().context("the child has no output")?;
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    Ok((child, lines))
}

/// Keeps a mutant that did harm, and prints how to reproduce it.
fn keep(target: Target, number: u64, why: &str, options: &Options, corpus: &[Seed]) -> Result<()> {
    std::fs::create_dir_all(&options.out)?;
    let name = format!("{}-{}-{number}", target.name(), options.seed);
    let path = options.out.join(name);
    std::fs::write(&path, mutate::mutant(target, corpus, options.seed, number))?;
    println!("FOUND {} {number}: {why}", target.name());
    println!("      {}", path.display());
    let more = options
        .corpus
        .as_ref()
        .map(|corpus| format!(" --corpus {}", corpus.display()))
        .unwrap_or_default();
    println!(
        "      cargo xtask fuzz --target {} --seed {} --only {number}{more}",
        target.name(),
        options.seed
    );
    Ok(())
}
