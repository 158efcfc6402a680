//! `colophon publish renew`: says again that nothing is newer.

use std::path::PathBuf;

use colophon_engine::publish;

use super::shared::{Keys, uploads};
use crate::failure::Failure;
use crate::stop::Stop;

/// Sign again that nothing is newer
///
/// Run it in the rhythm that you chose, and upload timestamp.json. Otherwise readers
/// are warned that the index may be out of date. Nothing else changes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  colophon publish renew /srv/books --keys-file /srv/books.renew.keys")]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    #[command(flatten)]
    signing: Keys,
}

pub(super) fn run(args: Args, stop: &Stop) -> Result<String, Failure> {
    let renewed = args
        .signing
        .with(stop, |signing| publish::renew(&args.dir, signing))?;
    Ok(format!(
        "Renewed:   good until {}\n{}",
        renewed.expires.strftime("%Y-%m-%d"),
        uploads(&renewed.uploads, &args.dir)
    ))
}
