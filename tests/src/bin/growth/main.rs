//! How the time of each step grows from n to 8n, with the release build of the
//! command next to this program.
//!
//! ```text
//! cargo xtask bench growth [--limit SECONDS] [STEP]...
//! ```
//!
//! Each step gives the real command a list, a dump or a document that has n of
//! something, where n is large enough to be measured, and then one that has 8n.
//! What the command needs for next to nothing is taken off. The time is that of
//! the processor, workers included. A step whose time grows by more than n log n
//! allows, and half as much again for what a machine does besides, is marked; so
//! is one that does not end within the limit. If any is marked, the exit code
//! is 1. With names, or parts of names, only those steps are measured.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a tool of the tests: it prints what it measures, and ends at what it does not expect"
)]

mod steps;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use steps::{Given, Step};

/// Less than this cannot be told from chance: the clock ticks a hundred times a
/// second.
const MEASURABLE: Duration = Duration::from_millis(150);

/// How much more than n log n is put down to the machine.
const TOLERANCE: f64 = 1.5;

/// What a run cost.
#[derive(Debug, Clone, Copy)]
enum Cost {
    Took(Duration),
    /// It was stopped at the limit.
    Over,
}

fn main() -> Result<ExitCode> {
    let mut limit = Duration::from_mins(1);
    let mut wanted = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--limit" {
            let seconds = arguments.next().context("--limit lacks its value")?;
            limit = Duration::from_secs(seconds.parse()?);
        } else {
            wanted.push(argument);
        }
    }
    let command = std::env::current_exe()?.with_file_name("colophon");
    let folder = tempfile::tempdir()?;
    let given = Given::make(&command, folder.path())?;
    println!(
        "  {:<40} {:>8} {:>8} {:>8} {:>7} {:>9}",
        "step", "n", "at n", "at 8n", "ratio", "n log n"
    );
    let mut n_marked = 0;
    for step in steps::all() {
        if !wanted.is_empty() && !wanted.iter().any(|part| step.name.contains(part.as_str())) {
            continue;
        }
        n_marked += usize::from(measure(&step, &given, &command, limit)?);
    }
    println!("\n  steps that are marked: {n_marked}");
    Ok(ExitCode::from(u8::from(n_marked > 0)))
}

/// Measures a step, prints its line, and returns whether it is marked.
fn measure(step: &Step, given: &Given, command: &Path, limit: Duration) -> Result<bool> {
    let run = |n: usize| -> Result<Cost> {
        let folder = tempfile::tempdir()?;
        let arguments = (step.make)(given, folder.path(), n);
        cost(command, &arguments, limit)
    };
    let Cost::Took(least) = run(1)? else {
        return Ok(told(step, 1, "over the limit"));
    };
    let mut n = step.first;
    let small = loop {
        let Cost::Took(took) = run(n)? else {
            return Ok(told(step, n, "over the limit"));
        };
        let took = took.saturating_sub(least);
        if took >= MEASURABLE || 2 * n > step.most {
            break took;
        }
        n *= 2;
    };
    let Cost::Took(large) = run(8 * n)? else {
        return Ok(told(step, 8 * n, "over the limit"));
    };
    let large = large.saturating_sub(least);
    let allowed = 8.0 * (8.0 * n as f64).ln() / (n as f64).ln();
    let ratio = large.as_secs_f64() / small.as_secs_f64().max(0.01);
    // What is quick at both ends is not a step that could be slow.
    let is_marked = ratio > TOLERANCE * allowed && large >= 2 * MEASURABLE;
    println!(
        "  {:<40} {n:>8} {:>6.2} s {:>6.2} s {ratio:>7.1} {allowed:>9.1}{}",
        step.name,
        small.as_secs_f64(),
        large.as_secs_f64(),
        if is_marked { "  <--" } else { "" }
    );
    Ok(is_marked)
}

fn told(step: &Step, n: usize, what: &str) -> bool {
    println!("  {:<40} {n:>8} {what}  <--", step.name);
    true
}

/// Runs the command, whatever it answers, and returns the processor time of it
/// and of its workers.
fn cost(command: &Path, arguments: &[OsString], limit: Duration) -> Result<Cost> {
    let before = time_of_children()?;
    let mut child = Command::new(command)
        .args(arguments)
        .envs(["HOME", "XDG_DATA_HOME", "LOCALAPPDATA"].map(|name| (name, colophon_tests::NOWHERE)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("the release build of the command is needed")?;
    let began = Instant::now();
    if !ends(&mut child, limit)? {
        child.kill()?;
        child.wait()?;
        return Ok(Cost::Over);
    }
    let took = match (before, time_of_children()?) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => began.elapsed(),
    };
    Ok(Cost::Took(took))
}

/// Waits until the child ends; returns whether it did within the limit.
fn ends(child: &mut Child, limit: Duration) -> Result<bool> {
    let began = Instant::now();
    while child.try_wait()?.is_none() {
        if began.elapsed() > limit {
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(true)
}

/// Returns the processor time of the children that have ended, and of theirs;
/// `None` where the system does not say so.
fn time_of_children() -> Result<Option<Duration>> {
    let Ok(stat) = fs::read_to_string("/proc/self/stat") else {
        return Ok(None);
    };
    // The name of the program is in brackets, and may hold spaces.
    let (_, fields) = stat.rsplit_once(')').context("/proc/self/stat is odd")?;
    let ticks: u64 = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Ok(Some(Duration::from_millis(10 * ticks)))
}
