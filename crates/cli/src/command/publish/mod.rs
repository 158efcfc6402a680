//! `colophon publish`: signs an index, and keeps the folder that hosts carry.

mod add;
mod base;
mod check;
mod init;
mod prune;
mod remove;
mod renew;
mod rotate;
mod shared;
mod sign;
mod source;
mod status;

use clap::Subcommand;

use crate::exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::stop::Stop;

/// Publish an index: sign it, update it, and keep its keys
///
/// Colophon makes a folder of signed files. Any web space, a release page or a USB
/// stick can carry it. Colophon itself uploads nothing.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "\
Example:
  colophon publish init /srv/books --name \"Our books\" --contact books@example.org --every month
  colophon publish add /srv/books books.colophon
  colophon publish renew /srv/books")]
pub(crate) enum Command {
    Init(init::Args),
    Add(add::Args),
    Remove(remove::Args),
    Base(base::Args),
    Renew(renew::Args),
    Rotate(rotate::Args),
    Sign(sign::Args),
    Check(check::Args),
    Status(status::Args),
    Prune(prune::Args),
    Source(source::Args),
}

pub(crate) fn run(command: Command, stop: &Stop) -> Result<u8, Failure> {
    let written = match command {
        Command::Init(args) => init::run(args, stop)?,
        Command::Add(args) => add::run(args, stop)?,
        Command::Remove(args) => remove::run(args, stop)?,
        Command::Base(args) => base::run(args, stop)?,
        Command::Renew(args) => renew::run(args, stop)?,
        Command::Rotate(args) => rotate::run(args, stop)?,
        Command::Sign(args) => sign::run(args, stop)?,
        Command::Check(args) => {
            let (written, code) = check::run(&args, stop)?;
            Output::new(None).write(written.as_bytes(), stop)?;
            return Ok(code);
        }
        Command::Status(args) => status::run(&args)?,
        Command::Prune(args) => prune::run(&args)?,
        Command::Source(args) => source::run(&args)?,
    };
    Output::new(None).write(written.as_bytes(), stop)?;
    Ok(exit::DONE)
}
