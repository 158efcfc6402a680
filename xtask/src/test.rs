//! `cargo xtask test`: runs every check and every test, and reports on each.
//!
//! A step that fails does not keep the others from running. The summary at the
//! end says what ran, how long it took, and what had to be left out.

use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::stage::{self, Stage};
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
    /// The lines that name what failed.
    failures: Vec<String>,
}

impl Step {
    /// A step for which nothing was run.
    fn without(name: &'static str, outcome: Outcome) -> Self {
        Self {
            name,
            outcome,
            took: Duration::ZERO,
            failures: Vec::new(),
        }
    }
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
    tools::webview()?;

    run::build_tests_as_well();
    let started = Instant::now();
    // The window's program holds its pages.
    ui::pages()?;
    let stage = stage::prepare(false)?;
    let trials = ui::trials(&stage, Vec::new())?;
    let mut steps = vec![Step {
        name: "build, samples, index, window",
        outcome: Outcome::Passed,
        took: started.elapsed(),
        failures: Vec::new(),
    }];
    let skips = run::target()?.join("skipped-tests.txt");
    fs::write(&skips, "")?;
    for (name, mut command) in commands(&stage) {
        steps.push(step(name, command.env("COLOPHON_SKIPS", &skips))?);
    }
    let typed = || step("typed words", &mut run::xtask(&["typed"])?);
    steps.push(typed()?);
    for (name, script) in [("ui: types", "check"), ("ui: units", "test")] {
        steps.push(step(name, &mut run::npm(&["run", script]))?);
    }
    for trial in trials {
        steps.push(match trial.command {
            Some(mut command) => step(trial.name, &mut command)?,
            // On an unattended run, silence would pass for success.
            None if std::env::var_os("CI").is_some() => {
                run::tell(trial.wanting)?;
                Step::without(trial.name, Outcome::Failed)
            }
            None => Step::without(trial.name, Outcome::LeftOut(trial.wanting)),
        });
    }
    steps.push(deny()?);
    tell(&steps, &fs::read_to_string(&skips)?)
}

fn commands(stage: &Stage) -> Vec<(&'static str, Command)> {
    let mut test = run::cargo(&["test", "--no-fail-fast"]);
    stage.lend(test.args(run::WORKSPACE));
    let mut doc = run::cargo(&["doc", "--no-deps"]);
    doc.args(run::WORKSPACE).env("RUSTDOCFLAGS", "-D warnings");
    let mut clippy = run::cargo(&["clippy", "--all-targets"]);
    clippy.args(run::WORKSPACE).args(["--", "-D", "warnings"]);
    vec![
        ("cargo fmt", run::cargo(&["fmt", "--all", "--check"])),
        ("cargo clippy", clippy),
        ("cargo test", test),
        ("cargo doc", doc),
    ]
}

/// Runs a step and returns how it ended.
fn step(name: &'static str, command: &mut Command) -> Result<Step> {
    let started = Instant::now();
    let (code, failures) = run::code_and_failures(command)?;
    let (outcome, failures) = if code == 0 {
        (Outcome::Passed, Vec::new())
    } else {
        (Outcome::Failed, failures)
    };
    Ok(Step {
        name,
        outcome,
        took: started.elapsed(),
        failures,
    })
}

/// Runs cargo-deny if it is installed; one of our tests holds the same rules.
fn deny() -> Result<Step> {
    const NAME: &str = "cargo deny";
    if !run::works(&mut run::cargo(&["deny", "--version"])) {
        let why = "not installed; tests/tests/invariants.rs holds the same rules";
        return Ok(Step::without(NAME, Outcome::LeftOut(why)));
    }
    step(
        NAME,
        &mut run::cargo(&["deny", "check", "bans", "licenses", "sources"]),
    )
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
        for failure in &step.failures {
            run::tell(&format!("              {failure}"))?;
        }
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
