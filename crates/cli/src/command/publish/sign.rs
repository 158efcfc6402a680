//! `colophon publish sign`: adds a signature to a change of keys.

use std::path::PathBuf;

use colophon_engine::publish::{self, SignRequest};

use super::rotate::turned;
use super::shared::{Keys, Words};
use crate::failure::Failure;
use crate::stop::Stop;

/// Sign a change of keys that waits for signatures
///
/// The change takes effect once enough keys signed it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:\n  colophon publish sign /srv/books --paper")]
pub(crate) struct Args {
    /// The folder; the change waits in the folder next to it that ends in .pending
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    #[command(flatten)]
    words: Words,

    #[command(flatten)]
    signing: Keys,
}

pub(super) fn run(args: Args, stop: &Stop) -> Result<String, Failure> {
    let request = SignRequest {
        dir: args.dir,
        words: args.words.read(stop)?,
    };
    let done = args
        .signing
        .with(stop, |signing| publish::sign(&request, signing))?;
    Ok(turned(&done, &request.dir))
}
