//! The `colophon` command: checks manuscripts, makes and inspects indexes.
//!
//! It reads arguments, lets the engine do the work, and writes the outcome:
//! results to standard output or `--out`, everything else to standard error. It
//! decides no verdict and words no report; it adds progress, signals and exit
//! codes, and the words of its own help.

mod args;
mod command;
mod exit;
mod failure;
mod output;
mod progress;
#[cfg(test)]
mod reference;
mod secret;
mod stop;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;
use colophon_engine::report::Code;

fn main() -> ExitCode {
    // The program starts itself again to read each document in a separate
    // process. That process must do nothing else, not even parse arguments.
    colophon_engine::serve_if_asked();
    // Before any other code runs: no thread, library or argument comes first,
    // only a worker, which forbids itself far more.
    let network = colophon_engine::forbid_network();
    let core_files = colophon_engine::forbid_core_files();

    let cli = args::Cli::parse();
    // Other systems have no such fence at all; `doctor` says so.
    if let Some(why) = network.why_not().filter(|_| cfg!(target_os = "linux")) {
        terminal::warn(
            Code::NotConfined,
            format_args!("the system does not prevent this program from using the network: {why}"),
        );
    }
    if let Some(why) = core_files.why_not().filter(|_| cfg!(target_os = "linux")) {
        terminal::warn(
            Code::NotConfined,
            format_args!(
                "the system may keep a copy of this program's memory if it crashes: {why}"
            ),
        );
    }
    let stop = stop::Stop::listen(cli.command.has_own_files());
    let done = command::run(cli.command, &stop);
    stop.finish();
    match done {
        Ok(code) => ExitCode::from(code),
        Err(failure) => failure.tell(&stop),
    }
}
