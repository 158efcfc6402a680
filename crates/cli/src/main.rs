//! The `colophon` command: checks manuscripts, makes and inspects indexes.
//!
//! Arguments go in, the engine does the work, and what comes back is written:
//! results to standard output or `--out`, all else to standard error. This
//! program decides no verdict and words no report; it adds progress, signals
//! and exit codes, and the words of its own help.

mod args;
mod command;
mod exit;
mod failure;
mod output;
mod progress;
#[cfg(test)]
mod reference;
mod stop;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;
use colophon_engine::report::Code;

fn main() -> ExitCode {
    // The program starts itself again to read each document in a process of
    // its own. That process must do nothing else, not even parse arguments.
    colophon_engine::serve_if_asked();
    // Before any other code runs: no thread, no library and no argument comes
    // first. Only a worker does, which forbids itself far more.
    let network = colophon_engine::forbid_network();

    let cli = args::Cli::parse();
    // Other systems have no such fence at all, which `doctor` says.
    if let Some(why) = network.why_not().filter(|_| cfg!(target_os = "linux")) {
        terminal::warn(
            Code::NotConfined,
            format_args!("the system does not keep this program from the network: {why}"),
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
