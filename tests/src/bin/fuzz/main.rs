//! Feeds corrupted input to everything that reads files from strangers.
//!
//! ```text
//! cargo xtask fuzz [--target NAME]... [--mutants N] [--seconds N] [--seed N] [--corpus DIR] [--out DIR]
//! cargo xtask fuzz --fenced [--target NAME]... [--mutants N] [--seconds N] [--seed N]
//! cargo xtask fuzz --target NAME --seed N --only NUMBER
//! ```
//!
//! Each target has a corpus made here. A folder can add more: each of its files
//! is tried with all targets that fit its name. A mutant follows from the
//! target, the seed and its number, so every finding can be reproduced. Mutants
//! are read in a child process, which catches and reports a panic. When the
//! child dies or falls silent for ten seconds, its current mutant is to blame,
//! and another child continues after it. Findings are put in the folder `--out`,
//! and a command that repeats each is printed. Where a worker reads, running out
//! of memory is counted but is not a finding: a worker's caller can distinguish
//! that from a crash.
//!
//! With `--fenced`, client lists are read as the program reads them: each in a
//! worker of its own. A crash of a parser, too much memory or too much time is
//! then not a finding but one list with a named error, and is counted by its code;
//! what harms the program that started the worker is a finding.
//!
//! The program ends with 1 if anything was found.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool of the tests: it prints what it finds, and ends at what it does not expect"
)]

mod answers;
mod bench;
mod child;
mod dice;
mod mutate;
mod parent;
mod seeds;
mod small_dumps;
mod target;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use target::Target;

/// The options.
pub(crate) struct Options {
    targets: Vec<Target>,
    /// Whether lists are read in workers.
    fenced: bool,
    mutants: u64,
    seconds: Option<u64>,
    seed: u64,
    only: Option<u64>,
    corpus: Option<PathBuf>,
    out: PathBuf,
    /// In a child: the first mutant.
    from: Option<u64>,
}

impl Options {
    fn parse() -> Result<Self> {
        let mut options = Self {
            targets: Vec::new(),
            fenced: false,
            mutants: 2_000,
            seconds: None,
            seed: 1,
            only: None,
            corpus: None,
            out: std::env::temp_dir().join("colophon-fuzz"),
            from: None,
        };
        let mut args = std::env::args_os().skip(1);
        while let Some(arg) = args.next() {
            let mut value = || args.next().context("an option lacks its value");
            let number = |value: Result<std::ffi::OsString>| -> Result<u64> {
                let value = value?;
                let number = value.to_str().and_then(|value| value.parse().ok());
                number.with_context(|| format!("{} is not a number", value.display()))
            };
            match arg.to_str() {
                Some("--target") => {
                    let name = value()?;
                    let target = Target::ALL.iter().find(|t| name == t.name());
                    let names = Target::ALL.map(Target::name).join(", ");
                    options
                        .targets
                        .push(*target.with_context(|| format!("the targets are {names}"))?);
                }
                Some("--fenced") => options.fenced = true,
                Some("--mutants") => options.mutants = number(value())?,
                Some("--seconds") => options.seconds = Some(number(value())?),
                Some("--seed") => options.seed = number(value())?,
                Some("--only") => options.only = Some(number(value())?),
                Some("--from") => options.from = Some(number(value())?),
                Some("--corpus") => options.corpus = Some(value()?.into()),
                Some("--out") => options.out = value()?.into(),
                _ => bail!("there is no option {}", arg.display()),
            }
        }
        if options.targets.is_empty() {
            options.targets = Target::ALL.to_vec();
            options.targets.retain(|it| !options.fenced || it.is_list());
        }
        if options.fenced && !options.targets.iter().all(|it| it.is_list()) {
            bail!("only client lists are read in workers here");
        }
        if options.seconds.is_some() {
            options.mutants = u64::MAX;
        }
        Ok(options)
    }
}

fn main() -> Result<ExitCode> {
    // This program is the worker as well.
    colophon_engine::serve_if_asked();
    let options = Options::parse()?;
    if let [target] = options.targets[..]
        && let Some(from) = options.from
    {
        return child::run(target, from, &options);
    }
    let mut found = 0;
    for target in &options.targets {
        if let Some(number) = options.only {
            let corpus = seeds::corpus(*target, options.corpus.as_deref())?;
            let bytes = mutate::mutant(*target, &corpus, options.seed, number);
            std::fs::create_dir_all(&options.out)?;
            let path = options.out.join(format!("{}-{number}", target.name()));
            std::fs::write(&path, bytes)?;
            println!("{}", path.display());
        }
        found += parent::run(*target, &options)?;
    }
    Ok(ExitCode::from(u8::from(found > 0)))
}
