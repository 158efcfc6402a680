//! `colophon publish remove`: takes works and records out.

use std::fmt::Write as _;
use std::path::PathBuf;

use colophon_engine::publish::{self, PART_BYTES, RemoveRequest};
use colophon_engine::report::harmless;

use super::shared::{Keys, published};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::stop::Stop;

/// Take works or entries out of the index
///
/// From their next update on, no reader matches them. The bytes stay in the files
/// until the next `publish base`, and copies that people have stay as they are.
#[derive(Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("what").required(true).multiple(true),
    after_long_help = "Example:\n  colophon publish remove /srv/books --work w17"
)]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// The id of a work; may be given several times
    #[arg(long, value_name = "ID", group = "what")]
    work: Vec<String>,

    /// An entry of a catalogue; may be given several times
    #[arg(long, value_name = "SOURCE:ID", group = "what")]
    record: Vec<String>,

    /// The MD5, SHA-1 or SHA-256 of a file, or the SHA-256 of a text; may be given several times
    #[arg(long, value_name = "DIGEST", group = "what")]
    digest: Vec<String>,

    #[arg(long, value_name = "N", default_value_t = PART_BYTES, hide = true)]
    part_bytes: u64,

    #[command(flatten)]
    signing: Keys,
}

pub(super) fn run(args: Args, stop: &Stop) -> Result<String, Failure> {
    let request = RemoveRequest {
        dir: args.dir,
        works: args.work,
        records: args.record,
        digests: args.digest,
        part_bytes: args.part_bytes,
    };
    let done = args.signing.with(stop, |signing| {
        let _progress = Progress::show(stop);
        publish::remove(&request, signing, stop.job())
    })?;
    let mut text = String::new();
    for found in &done.found {
        let _ = writeln!(
            text,
            "Removed:   {}: works {}, entries {}",
            harmless(&found.asked),
            found.n_works,
            found.n_records
        );
    }
    text.push_str(&published(&done.published, &request.dir));
    text.push_str(
        "From their next update on, no reader matches what was removed. It stays in the files\n\
         until `colophon publish base --erase`. Copies that people have stay as they are.\n",
    );
    Ok(text)
}
