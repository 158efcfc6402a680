//! `colophon publish init`: makes keys and a folder.

use std::path::PathBuf;

use colophon_engine::publish::{self, Every, InitRequest};

use super::shared::{Keys, rhythm, shown};
use crate::failure::Failure;
use crate::stop::Stop;

/// Make the keys and the folder of a new index
///
/// The everyday key signs each change. It is kept in a file under a passphrase, next
/// to the folder and never in it. The other keys are words to write on paper; each can
/// replace the everyday key if it is lost or stolen.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  colophon publish init /srv/books --name \"Our books\" --contact books@example.org --every month \\
      --url https://example.org/books/")]
pub(crate) struct Args {
    /// The folder to make; it becomes public
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// The name of the index, to show to people
    #[arg(long, value_name = "NAME")]
    name: String,

    /// How you can be reached: a mail address, a web page
    #[arg(long, value_name = "CONTACT")]
    contact: String,

    /// How often you will run `publish renew`; readers are warned after about three times as long
    #[arg(long, value_name = "RHYTHM", value_parser = rhythm())]
    every: Every,

    /// Where the folder will be on the web; may be given several times, the first is in the link
    #[arg(long, value_name = "URL")]
    url: Vec<String>,

    /// Where the files of parts/ will be, if that is somewhere else
    #[arg(
        long,
        value_name = "URL",
        default_value = "",
        hide_default_value = true
    )]
    parts_url: String,

    /// Under which terms the index may be used
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    licence: String,

    /// What the index holds and where it is from
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    description: String,

    /// How many keys can replace other keys: the everyday key and those on paper
    #[arg(long, value_name = "N", default_value_t = 2)]
    keys: usize,

    /// How many of these keys have to sign when a key is replaced
    #[arg(long, value_name = "N", default_value_t = 1)]
    threshold: usize,

    #[command(flatten)]
    signing: Keys,
}

pub(super) fn run(args: Args, stop: &Stop) -> Result<String, Failure> {
    let request = InitRequest {
        dir: args.dir,
        name: args.name,
        contact: args.contact,
        description: args.description,
        licence: args.licence,
        every: args.every,
        urls: args.url,
        parts_url: args.parts_url,
        keys: args.keys,
        threshold: args.threshold,
    };
    let begun = args
        .signing
        .with(stop, |signing| publish::init(&request, signing))?;
    let link = match &begun.link {
        Some(link) => format!("Link:        {link}\n"),
        None => String::new(),
    };
    Ok(format!(
        "Made:        {}\n\
         Fingerprint: {}\n\
         {link}\
         Source file: {}\n\
         Keys:        {} (secret: keep a copy in a safe place)\n\
         Next: colophon publish add {} FILE.colophon\n",
        shown(&request.dir),
        begun.fingerprint,
        shown(&begun.source),
        shown(&begun.keys_file),
        shown(&request.dir),
    ))
}
