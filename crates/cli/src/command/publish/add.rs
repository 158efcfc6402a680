//! `colophon publish add`: shows an index, asks, and publishes it.

use std::fmt::Write as _;
use std::path::PathBuf;

use colophon_engine::Mirror;
use colophon_engine::publish::{self, AddRequest, Flaw, PART_BYTES, Preview, Said};
use colophon_engine::report::{Code, harmless};

use super::shared::{Keys, mirror, published};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;
use crate::terminal::count;

/// How many works are shown.
const SHOWN: usize = 20;

/// Publish an index, the first one or an update
///
/// Colophon shows the titles, authors and ids as readers will see them, and asks. It
/// reads and checks the whole index, cuts it into parts, and signs what belongs
/// together. Files that were published before stay as they are.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:\n  colophon publish add /srv/books 2026-06.colophon")]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    pub(super) dir: PathBuf,

    /// The index to add
    #[arg(value_name = "FILE.colophon")]
    pub(super) file: PathBuf,

    #[command(flatten)]
    pub(super) confirm: Confirm,

    #[command(flatten)]
    pub(super) said: SaidArgs,

    #[command(flatten)]
    pub(super) signing: Keys,
}

/// What is asked before an index is published
#[derive(Debug, clap::Args)]
pub(super) struct Confirm {
    /// Publish without a question
    #[arg(long)]
    pub(super) yes: bool,

    /// Publish titles, authors and ids although they look wrong
    #[arg(long)]
    pub(super) as_is: bool,

    /// Show all works, and not the first twenty
    #[arg(long)]
    pub(super) all: bool,

    /// The length of the parts in bytes
    #[arg(long, value_name = "N", default_value_t = PART_BYTES, hide = true)]
    pub(super) part_bytes: u64,
}

/// What is said about the set
#[derive(Debug, clap::Args)]
pub(super) struct SaidArgs {
    /// What the index holds and where it is from [default: as before]
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Under which terms the index may be used [default: as before]
    #[arg(long, value_name = "TEXT")]
    licence: Option<String>,

    /// Another place that carries the folder, and its parts if they are elsewhere; may be given several times
    #[arg(long, value_name = "URL[,PARTS_URL]", value_parser = mirror)]
    mirror: Vec<Mirror>,
}

impl From<SaidArgs> for Said {
    fn from(args: SaidArgs) -> Self {
        Self {
            description: args.description,
            licence: args.licence,
            mirrors: Some(args.mirror).filter(|mirrors| !mirrors.is_empty()),
        }
    }
}

pub(super) fn run(args: Args, stop: &Stop) -> Result<String, Failure> {
    publish::check_folder(&args.dir)?;
    confirm(&args.confirm, &args.file, stop)?;
    let request = AddRequest {
        dir: args.dir,
        file: args.file,
        said: args.said.into(),
        as_is: args.confirm.as_is,
        part_bytes: args.confirm.part_bytes,
    };
    let done = args.signing.with(stop, |signing| {
        let _progress = Progress::show(stop);
        publish::add(&request, signing, stop.job())
    })?;
    if done.again > 0 {
        terminal::say(&format!(
            "note: the set has {} of the new file already; readers will see them twice.",
            count(done.again, "text", "texts")
        ));
    }
    Ok(published(&done, &request.dir))
}

/// Shows what is about to be published, and asks.
pub(super) fn confirm(
    confirm: &Confirm,
    file: &std::path::Path,
    stop: &Stop,
) -> Result<(), Failure> {
    let most = if confirm.all { usize::MAX } else { SHOWN };
    let preview = publish::look(file, most, stop.job())?;
    for line in describe(&preview).lines() {
        terminal::say(line);
    }
    if preview.n_flawed > 0 && !confirm.as_is {
        let message = format!(
            "{}: {} should not be published",
            file.display(),
            count(preview.n_flawed, "title or author", "titles or authors")
        );
        let hint = "Correct them and build the index again, or add --as-is if they are meant.";
        return Err(Failure::new(Code::InvalidArgument, message, hint));
    }
    if confirm.yes {
        return Ok(());
    }
    if !terminal::can_ask() {
        let message = "nobody is there to confirm that this becomes public";
        let hint = "Look at the list above, and add --yes.";
        return Err(Failure::new(Code::InvalidArgument, message, hint));
    }
    if terminal::ask("Publish this? [y/N] ") {
        return Ok(());
    }
    let message = "nothing was published";
    Err(Failure::new(Code::Cancelled, message, ""))
}

/// Describes an index as readers will see it.
fn describe(preview: &Preview) -> String {
    let mut text = format!(
        "Readers will see the index “{}”: {}, {}.\n",
        harmless(&preview.name),
        count(preview.n_works, "work", "works"),
        count(preview.n_records, "entry", "entries")
    );
    for source in &preview.sources {
        let _ = writeln!(text, "  of:  {}", harmless(source));
    }
    for work in &preview.works {
        let _ = writeln!(
            text,
            "  {} | {} | {}",
            harmless(&work.id),
            harmless(&work.title),
            harmless(&work.author)
        );
    }
    let more = preview.n_works.saturating_sub(preview.works.len() as u64);
    if more > 0 {
        let more = count(more, "more work", "more works");
        let _ = writeln!(text, "  and {more} (--all shows them)");
    }
    if preview.n_flawed > 0 {
        let _ = writeln!(text, "These should not be published:");
        for flawed in &preview.flawed {
            let _ = writeln!(
                text,
                "  “{}” {} (work {})",
                harmless(&flawed.value),
                why(flawed.flaw),
                harmless(&flawed.work.id)
            );
        }
        let more = preview.n_flawed.saturating_sub(preview.flawed.len() as u64);
        if more > 0 {
            let _ = writeln!(text, "  and {more} more");
        }
    }
    text
}

fn why(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::FileName => "is the name of a file",
        Flaw::Default => "is what a program wrote because nobody said otherwise",
        Flaw::EmailAddress => "holds a mail address",
    }
}
