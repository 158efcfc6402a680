//! `colophon index merge`: makes one index of several.

use std::path::PathBuf;

use colophon_engine::{self as engine, MergeRequest, MergeSummary};

use super::made::Made;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::stop::Stop;

/// Merge indexes into one that answers as all of them together
///
/// The indexes need the same recipe and scale. The merged index is the one that a
/// build from the same works and records would make, byte for byte. The indexes
/// themselves are not changed.
#[derive(Debug, clap::Args)]
#[command(
    name = "merge",
    after_long_help = "\
Example:
  colophon index merge library.colophon 2026-05.colophon --out library-new.colophon"
)]
pub(crate) struct Args {
    /// The indexes, files or folders of sets, in the order in which their works are numbered
    #[arg(value_name = "INDEX", required = true)]
    pub(crate) indexes: Vec<PathBuf>,

    /// The index to write; an older one is replaced only once the new one is complete
    #[arg(long, value_name = "FILE.colophon")]
    pub(crate) out: PathBuf,

    /// A list of works and records to leave out; may be given several times
    #[arg(long, value_name = "FILE.removed")]
    pub(crate) removed: Vec<PathBuf>,

    /// The name of the index, to show to people [default: that of the first one]
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) name: String,

    /// What people should know about the index: a JSON file [default: what the first one says]
    #[arg(long, value_name = "FILE")]
    pub(crate) about: Option<PathBuf>,
}

pub(crate) fn run(args: Args, stop: &Stop) -> Result<String, Failure> {
    let request = MergeRequest {
        about: args.about.as_deref().map(engine::read_about).transpose()?,
        indexes: args.indexes,
        removed: args.removed,
        out: args.out,
        name: args.name,
        hides_id: None,
    };
    let progress = Progress::show(stop);
    let summary = engine::merge_indexes(&request, stop.job())?;
    drop(progress);
    Ok(merged(&request, &summary))
}

fn merged(request: &MergeRequest, summary: &MergeSummary) -> String {
    let left_out = match summary.removed {
        0 => String::new(),
        n => format!("Left out:  {n}\n"),
    };
    Made {
        out: &request.out,
        works: summary.works,
        records: summary.records,
        left_out,
        size_bytes: summary.size_bytes,
        sha256: &summary.sha256,
    }
    .describe()
}
