//! The `colophon` command: checks manuscripts, makes and inspects indexes.
//!
//! It reads arguments, lets the engine do the work, and writes the outcome:
//! results to standard output or `--out`, everything else to standard error. It
//! decides no verdict and words no report; it adds progress, signals and exit
//! codes, and the words of its own help.

mod args;
mod bar;
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
    // The program that fetches keeps the network that this one gives up, so it is
    // started first, if the command is one of the few that fetch.
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().skip(1).collect();
    // What is only tried out is kept in a folder that goes with the program.
    let scratch = command::supply::keeps_nothing(&arguments)
        .then(|| tempfile::Builder::new().prefix("colophon-check-").tempdir());
    match &scratch {
        None => {}
        Some(Ok(scratch)) => colophon_engine::keep_files_in(scratch.path().to_owned()),
        Some(Err(error)) => {
            let code = Code::Unwritable;
            terminal::say(&format!(
                "error[{code}]: no temporary folder can be made: {error}"
            ));
            return ExitCode::from(exit::NOT_DONE);
        }
    }
    if let Some(fetching) = command::supply::fetches(&arguments) {
        colophon_engine::start_fetcher(fetching.proxy.as_deref());
    }
    // Before any other code runs: no thread and no library comes first, only a
    // worker, which forbids itself far more, and the fetcher.
    let network = colophon_engine::forbid_network();
    let core_files = colophon_engine::forbid_core_files();
    if colophon_engine::has_fetcher() {
        // Nothing that this program becomes can take the fetcher over; `doctor` shows it.
        let _ = colophon_engine::close_to_others();
    }

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
