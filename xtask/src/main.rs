//! Runs the project's own tasks: `cargo xtask TASK`.
//!
//! This is the one door to building, testing and measuring: everything that
//! runs for the project runs through it. Each task prepares what it needs, and
//! works as the only command on a fresh machine.

mod app;
mod bench;
mod collections;
mod conformance;
mod demonstration;
mod dist;
mod eval;
mod fuzz;
mod reference;
mod run;
mod samples;
mod spreadsheets;
mod stage;
mod test;
mod tools;
mod typed;
mod ui;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask TASK

  app [--release]             builds Colophon and opens its window; without a display
                              it checks the sample manuscripts in the terminal
  test                        runs every check and every test
  window [--repeat N]         tests the pages in a browser and the real window
  bindings                    writes the types and sentences that the pages share
  dist [--try]                makes the packages, and tries the .deb in a fresh system
  reference [FOLDER]          writes the man pages and the shell completions
  spreadsheets                opens the tables of a report in LibreOffice
  stage                       makes what the tests need, and prints where it is
  bench [batch [OPTION]...]   measures sketching and the index against their peers,
  bench window [FOLDER]       a thousand documents in one batch, or the window
  bench sets                  several files that answer as one against one index
  bench growth [STEP]...      how the time of each step grows from n to 8n
  eval [OPTION]...            measures the answers on books whose relations are known
  eval --builtin              checks the pairs with known answers in the repository
  fuzz [OPTION]...            feeds corrupted input to every reader of files
  conformance SUITE           runs a checkout of tuf-conformance against our client
  typed                       shows that a code without its sentences does not compile
  collections LIST            packs a list of ISBNs as the list of Books3
  samples [--works] [FOLDER]  makes the sample manuscripts, or the works of the
                              starter index
";

fn main() -> Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let task = arguments.next().unwrap_or_else(|| OsString::from("help"));
    match task.to_str() {
        Some("app") => app::run(arguments),
        Some("test") => test::run(arguments),
        Some("window") => ui::drive(arguments),
        Some("bindings") => ui::bindings(),
        Some("dist") => dist::run(arguments),
        Some("reference") => reference::run(arguments),
        Some("spreadsheets") => spreadsheets::run(),
        Some("stage") => stage::run(),
        Some("bench") => bench::run(arguments),
        Some("eval") => eval::run(arguments),
        Some("fuzz") => fuzz::run(arguments),
        Some("typed") => typed::run(arguments),
        Some("collections") => collections::run(arguments),
        Some("conformance") => conformance::run(arguments),
        Some("samples") => {
            let mut out = std::io::stdout().lock();
            for path in samples::run(arguments)? {
                writeln!(out, "{}", path.display())?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Some("help" | "--help" | "-h") => {
            std::io::stdout().lock().write_all(HELP.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!("there is no task {}\n\n{HELP}", task.display()),
    }
}
