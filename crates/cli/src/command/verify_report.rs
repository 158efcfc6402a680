//! `colophon verify-report`: whether a report is as it was sealed, and keys to sign
//! reports with.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use colophon_engine::publish::Wanted;
use colophon_engine::report::{Language, harmless, seal_to_json, seal_to_text};
use colophon_engine::sealed::{make_key, read_public_key, verify_report};

use super::check::ReportLanguage;
use crate::exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::secret::Secrets;
use crate::stop::Stop;
use crate::terminal;

/// Check that a report is as it was when it was written
///
/// A report that `colophon check --clients` writes into a folder is sealed, and so are
/// the files of each client. This compares every file with the seal, and names each that
/// was changed, is missing, or does not belong to the report. Nothing is written.
///
/// A seal alone shows changes that happened by accident. If the report is signed, and
/// you have the public key from the sender, it also shows that nobody else made it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Exit code:
  0  everything is as it was sealed
  2  it is not, or there is no seal

Examples:
  colophon verify-report Reports
  colophon verify-report Downloads/Jane-Writer.seal
  colophon verify-report Reports --key agency.key.pub
  colophon verify-report --new-key agency.key")]
pub(crate) struct Args {
    /// The folder of the report, or the seal of the files to look at
    #[arg(
        required_unless_present = "new_key",
        conflicts_with = "new_key",
        value_name = "DIR|FILE.seal"
    )]
    place: Option<PathBuf>,

    /// The public key that the report has to be signed with: its text, or a file that holds it
    ///
    /// Get it from the sender by another way than the report.
    #[arg(long, value_name = "PUBLIC", conflicts_with = "new_key")]
    key: Option<OsString>,

    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    /// The language of the answer [default: the language of your locale, else English]
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<ReportLanguage>,

    /// Make a key to sign reports with, in this file, and its public half in FILE.pub
    #[arg(long, value_name = "FILE")]
    new_key: Option<PathBuf>,

    /// A file whose first line is the passphrase of the new key; without it, Colophon asks
    #[arg(
        long,
        value_name = "FILE",
        requires = "new_key",
        conflicts_with_all = ["place", "key"]
    )]
    passphrase_file: Option<PathBuf>,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading on a terminal
    Text,
    /// For programs
    Json,
}

pub(crate) fn run(args: &Args, stop: &Stop) -> Result<u8, Failure> {
    match (&args.new_key, &args.place) {
        (Some(file), _) => new_key(file, args, stop),
        (None, Some(place)) => verify(place, args, stop),
        // The arguments are read so that one of them is there.
        (None, None) => Ok(exit::NOT_DONE),
    }
}

fn verify(place: &Path, args: &Args, stop: &Stop) -> Result<u8, Failure> {
    let key = args.key.as_deref().map(read_public_key).transpose()?;
    let check = verify_report(place, key.as_ref(), stop.job())?;
    let language = args
        .language
        .map_or_else(terminal::language, ReportLanguage::language);
    let written = match args.format {
        Format::Text => seal_to_text(&check, language),
        Format::Json => seal_to_json(&check),
    };
    Output::new(None).write(written.as_bytes(), stop)?;
    let Some(code) = check.code() else {
        return Ok(exit::DONE);
    };
    let sentence = code.sentence().say(Language::English);
    let message = format!("{}: {sentence}", place.display());
    Err(Failure::new(code, message, code.hint(Language::English)))
}

fn new_key(file: &Path, args: &Args, stop: &Stop) -> Result<u8, Failure> {
    let secrets = Secrets {
        passphrase_file: args.passphrase_file.clone(),
        stop,
    };
    let ask = |wanted: Wanted<'_>| secrets.passphrase(wanted);
    let (key, public) = make_key(file, &ask)?;
    let shown = |path: &Path| harmless(&path.display().to_string()).into_owned();
    let written = format!(
        "Made:       {} (secret: keep a copy in a safe place)\n\
         Public key: {}\n            \
         {}\n\
         Sign with:  colophon check --clients LIST --out DIR --sign {}\n\
         Give the public key to those who get your reports, by another way than the reports.\n",
        shown(file),
        shown(&public),
        key.to_text(),
        shown(file),
    );
    Output::new(None).write(written.as_bytes(), stop)?;
    Ok(exit::DONE)
}
