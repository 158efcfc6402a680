//! `colophon publish renew`: says again that nothing is newer.

use std::fmt::Write as _;
use std::path::PathBuf;

use colophon_engine::publish::{self, Every, RenewRequest};

use super::shared::{Keys, Words, rhythm, uploads};
use crate::failure::Failure;
use crate::stop::Stop;

/// Sign again that nothing is newer
///
/// Run it in the rhythm that you chose, and upload timestamp.json. Otherwise readers
/// are warned that the index may be out of date. What is published stays as it is.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  colophon publish renew /srv/books --keys-file /srv/books.renew.keys
  colophon publish renew /srv/books --every once")]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// Choose another rhythm, from this renewal on [default: as before]
    ///
    /// Readers are warned after about three times as long, counted from now; with `once`,
    /// after ten years. Readers who have not updated since keep the date that they know.
    /// A rhythm is signed like a new key: it needs the everyday key, or the words of paper
    /// keys, and all signed files are new.
    #[arg(long, value_name = "RHYTHM", value_parser = rhythm())]
    every: Option<Every>,

    #[command(flatten)]
    words: Words,

    #[command(flatten)]
    signing: Keys,
}

pub(super) fn run(args: Args, stop: &Stop) -> Result<String, Failure> {
    let request = RenewRequest {
        dir: args.dir,
        every: args.every,
        words: args.words.read(stop)?,
    };
    let renewed = args
        .signing
        .with(stop, |signing| publish::renew(&request, signing))?;
    let mut text = format!(
        "Renewed:   good until {}\n",
        renewed.expires.strftime("%Y-%m-%d")
    );
    let next = match renewed.due {
        Some(due) => format!("renew again by {}", due.strftime("%Y-%m-%d")),
        None => "nothing more to renew".to_owned(),
    };
    let _ = writeln!(text, "Rhythm:    {}; {next}", renewed.every.word());
    Ok(text + &uploads(&renewed.uploads, &request.dir))
}
