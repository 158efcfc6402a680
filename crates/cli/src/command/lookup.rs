//! `colophon lookup`: searches the catalogue of an index by title, author, ISBN
//! or digest.

use std::path::PathBuf;

use clap::ValueEnum;
use colophon_engine::{self as engine, Cutoff, LookupRequest, report};

use crate::exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;

/// Look up a book in the catalogue of an index
///
/// Title and author together find what is very likely this book. Either of them
/// alone finds entries that a person has to look through, and only the first of
/// these are shown. An ISBN is found in both its forms.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(group = clap::ArgGroup::new("what")
    .args(["title", "author", "isbn", "digest"]).required(true).multiple(true))]
#[command(after_long_help = "\
Exit code:
  0  nothing was found, or only entries that a person must look through
  1  something was found
  2  no index can be read or has a catalogue, or an argument is wrong

Examples:
  colophon lookup --title \"Harbour Lights\" --author \"Jane Writer\"
  colophon lookup --isbn 0-306-40615-2 --index fiction.colophon")]
pub(crate) struct Args {
    /// The title
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,

    /// An author; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Vec<String>,

    /// An ISBN of ten or thirteen digits, or an ASIN
    #[arg(long, value_name = "ISBN")]
    pub(crate) isbn: Option<String>,

    /// The MD5, SHA-1 or SHA-256 of a file, in hexadecimal digits
    #[arg(long, value_name = "DIGEST")]
    pub(crate) digest: Option<String>,

    /// An index to search; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) index: Vec<PathBuf>,

    /// Say for each entry whether it was added by this date; see `colophon check --help`
    #[arg(long, value_name = "DATE", value_parser = super::cutoff::parse)]
    pub(crate) cutoff: Option<Cutoff>,

    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading on a terminal
    Text,
    /// For programs
    Json,
}

pub(crate) fn run(args: Args, stop: &Stop) -> Result<u8, Failure> {
    let indexes = if args.index.is_empty() {
        engine::default_indexes()
    } else {
        args.index
    };
    let request = LookupRequest {
        title: args.title,
        authors: args.author,
        isbn: args.isbn,
        digest: args.digest,
        cutoff: args.cutoff,
        indexes,
    };
    // An index that is new to this computer is verified first, which may take a while.
    let progress = Progress::show(stop);
    let found = engine::lookup(&request, stop.job())?;
    drop(progress);
    let output = Output::new(None);
    let written = match args.format {
        Format::Text => {
            let style = terminal::style(output.is_stdout());
            report::lookup_to_text(&found, terminal::language(), &style)
        }
        Format::Json => report::lookup_to_json(&found, terminal::language()),
    };
    output.write(written.as_bytes(), stop)?;
    Ok(if found.is_found() {
        exit::FOUND
    } else {
        exit::DONE
    })
}
