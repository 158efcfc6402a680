//! The commands, one file each: from arguments to an engine call to output.

pub(crate) mod check;
mod coverage;
mod cutoff;
pub(crate) mod doctor;
pub(crate) mod extract;
pub(crate) mod fingerprint;
pub(crate) mod index;
pub(crate) mod lookup;
mod made;
mod merge;
pub(crate) mod publish;
pub(crate) mod supply;
pub(crate) mod verify_report;

use crate::args::Command;
use crate::failure::Failure;
use crate::stop::Stop;

/// Runs a command and returns the exit code.
pub(crate) fn run(command: Command, stop: &Stop) -> Result<u8, Failure> {
    match command {
        Command::Check(args) => check::run(args, stop),
        Command::Lookup(args) => lookup::run(args, stop),
        Command::Fingerprint(args) => fingerprint::run(&args, stop),
        Command::Extract(args) => extract::run(&args, stop),
        Command::VerifyReport(args) => verify_report::run(&args, stop),
        Command::Doctor(args) => doctor::run(&args, stop),
        Command::Index(command) => index::run(command, stop),
        Command::Publish(command) => publish::run(command, stop),
    }
}
