//! `colophon publish source`: other addresses for what is handed out.

use std::path::PathBuf;

use colophon_engine::publish::{self, Addresses};

use super::shared::uploads;
use crate::failure::Failure;

/// Write the source file, the link and README.txt again, with other addresses
///
/// The fingerprint stays the same, so links that were handed out still work where the
/// folder is. Readers who have the index learn of another place by --mirror at the next
/// `publish add`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  colophon publish source /srv/books --url https://example.org/books/ --url https://example.net/books/")]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// Where the folder is on the web [default: as before]; may be given several times, the first is in the link
    #[arg(long, value_name = "URL")]
    url: Vec<String>,

    /// Where the files of parts/ are, if that is somewhere else [default: as before]
    #[arg(long, value_name = "URL")]
    parts_url: Option<String>,

    /// Forget the addresses that are not given here
    #[arg(long)]
    forget: bool,
}

pub(super) fn run(args: &Args) -> Result<String, Failure> {
    let addresses = Addresses {
        urls: args.url.clone(),
        parts_url: args.parts_url.clone(),
        forget: args.forget,
    };
    let handed = publish::source(&args.dir, &addresses)?;
    let link = match &handed.link {
        Some(link) => format!("Link:        {link}\n"),
        None => String::new(),
    };
    Ok(format!(
        "Fingerprint: {}\n{link}{}",
        handed.fingerprint,
        uploads(&handed.uploads, &args.dir)
    ))
}
