//! `cargo xtask test`: every check and every test, and what came of each.
//!
//! A step that fails does not keep the others from running; what ran, how long
//! it took and what had to be left out stands at the end.

use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::app::{self, Stage};
use crate::{run, tools, ui};

/// How a step ended.
#[derive(Debug)]
enum Outcome {
    Passed,
    Failed,
    LeftOut(&'static str),
}

#[derive(Debug)]
struct Step {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

/// Runs `xtask test`.
///
/// # Errors
///
/// When an argument is not known, or what the tests need cannot be built.
pub(crate) fn run(mut arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let extra = arguments.next();
    ensure!(extra.is_none(), "test takes no arguments");
    tools::component("fmt", "rustfmt")?;
    tools::component("clippy", "clippy")?;
    tools::strace();

    let started = Instant::now();
    let stage = app::prepare(false)?;
    ui::program(false)?;
    let mut steps = vec![Step {
        name: "build, samples, index, window",
        outcome: Outcome::Passed,
        took: started.elapsed(),
    }];
    let skips = run::target()?.join("skipped-tests.txt");
    fs::write(&skips, "")?;
    for (name, mut command) in commands(&stage) {
        let started = Instant::now();
        let passed = run::code(command.env("COLOPHON_SKIPS", &skips))? == 0;
        let outcome = if passed {
            Outcome::Passed
        } else {
            Outcome::Failed
        };
        steps.push(Step {
            name,
            outcome,
            took: started.elapsed(),
        });
    }
    steps.extend(pages()?);
    steps.push(deny()?);
    tell(&steps, &fs::read_to_string(&skips)?)
}

fn commands(stage: &Stage) -> Vec<(&'static str, Command)> {
    let mut test = run::cargo(&["test", "--workspace", "--no-fail-fast"]);
    test.env("COLOPHON_BIN", &stage.colophon)
        .env("COLOPHON_SAMPLES", &stage.manuscripts)
        .env("COLOPHON_STARTER", &stage.starter);
    let mut doc = run::cargo(&["doc", "--workspace", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    let clippy = run::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    vec![
        ("cargo fmt", run::cargo(&["fmt", "--all", "--check"])),
        ("cargo clippy", clippy),
        ("cargo test", test),
        ("cargo doc", doc),
    ]
}

/// Checks the window's pages.
fn pages() -> Result<Vec<Step>> {
    let run = |(name, script)| {
        let started = Instant::now();
        let outcome = if run::code(&mut ui::npm(&["run", script]))? == 0 {
            Outcome::Passed
        } else {
            Outcome::Failed
        };
        let took = started.elapsed();
        Ok(Step {
            name,
            outcome,
            took,
        })
    };
    [("ui: types", "check"), ("ui: units", "test")]
        .into_iter()
        .map(run)
        .collect()
}

/// Runs cargo-deny where it is; a test of ours holds the same rules.
fn deny() -> Result<Step> {
    let started = Instant::now();
    let outcome = if !run::works(&mut run::cargo(&["deny", "--version"])) {
        Outcome::LeftOut("not installed; tests/tests/invariants.rs holds the same rules")
    } else if run::code(&mut run::cargo(&[
        "deny", "check", "bans", "licenses", "sources",
    ]))? == 0
    {
        Outcome::Passed
    } else {
        Outcome::Failed
    };
    Ok(Step {
        name: "cargo deny",
        outcome,
        took: started.elapsed(),
    })
}

fn tell(steps: &[Step], skips: &str) -> Result<ExitCode> {
    run::tell("\nWhat ran:")?;
    for step in steps {
        let took = step.took.as_secs();
        run::tell(&match step.outcome {
            Outcome::Passed => format!("  passed    {:<30} {took:>5} s", step.name),
            Outcome::Failed => format!("  FAILED    {:<30} {took:>5} s", step.name),
            Outcome::LeftOut(why) => format!("  left out  {:<30} {why}", step.name),
        })?;
    }
    for skip in skips.lines() {
        run::tell(&format!("  SKIPPED   {skip}"))?;
    }
    let failed = steps
        .iter()
        .any(|step| matches!(step.outcome, Outcome::Failed));
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
