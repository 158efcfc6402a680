//! `colophon publish base`: the set in one file again.

use std::path::PathBuf;

use colophon_engine::publish::{self, BaseRequest};

use super::add::{Confirm, SaidArgs, confirm};
use super::shared::{Keys, published};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;

/// Publish a new base: the files of the set in one
///
/// Without FILE, Colophon merges the files; what was removed is left out for good.
/// Readers who have the old files keep them. With FILE, that index takes the place of
/// all files, and every reader gets it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:\n  colophon publish base /srv/books")]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// The index that takes the place of all files
    #[arg(value_name = "FILE.colophon")]
    file: Option<PathBuf>,

    /// Offer the new file alone: every reader downloads it, and nothing that was taken
    /// out stays in the folder once `publish prune --keep 0d` has deleted the old files
    #[arg(long)]
    erase: bool,

    #[command(flatten)]
    confirm: Confirm,

    #[command(flatten)]
    said: SaidArgs,

    #[command(flatten)]
    signing: Keys,
}

pub(super) fn run(args: Args, stop: &Stop) -> Result<String, Failure> {
    publish::check_folder(&args.dir)?;
    if let Some(file) = &args.file {
        confirm(&args.confirm, file, stop)?;
    }
    let request = BaseRequest {
        dir: args.dir,
        file: args.file,
        said: args.said.into(),
        as_is: args.confirm.as_is,
        erase: args.erase,
        part_bytes: args.confirm.part_bytes,
    };
    let done = args.signing.with(stop, |signing| {
        let _progress = Progress::show(stop);
        publish::base(&request, signing, stop.job())
    })?;
    let before = done.n_works_before;
    if done.published.n_works < before {
        terminal::say(&format!(
            "note: the new base has {}, and readers saw {before} before.",
            terminal::count(done.published.n_works, "work", "works")
        ));
    }
    let mut way = match done.n_files_of_old_way {
        0 => "Readers get the new base, whatever they have.\n".to_owned(),
        n => format!("Readers who have the {n} files from before keep them.\n"),
    };
    if done.holds_removed {
        way += "The files from before still hold what was taken out; --erase leaves them out.\n";
    }
    Ok(published(&done.published, &request.dir) + &way)
}
