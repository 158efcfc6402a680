//! `colophon extract`: shows the text of a document as Colophon read it.

use std::path::PathBuf;

use colophon_engine::{self as engine, report};

use crate::exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;

/// Show the text of a document as Colophon reads it
///
/// Use it to see why a manuscript could not be judged. The text goes to
/// standard output and nowhere else.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:\n  colophon extract scan.pdf | less")]
pub(crate) struct Args {
    /// The document to read
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,
}

pub(crate) fn run(args: &Args, stop: &Stop) -> Result<u8, Failure> {
    let progress = Progress::show(stop);
    let document = engine::extract_text(&args.path, stop.job())?;
    drop(progress);

    let mut text = String::new();
    for section in &document.sections {
        let section = section.text.trim_end_matches('\n');
        if section.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        if terminal::is_stdout_terminal() {
            // A document must not be able to control the terminal.
            for line in section.lines() {
                text.push_str(&report::harmless(line));
                text.push('\n');
            }
        } else {
            text.push_str(section);
            text.push('\n');
        }
    }
    Output::new(None).write(text.as_bytes(), stop)?;
    for warning in &document.warnings {
        terminal::warn(engine::code_of(warning), &warning.message);
    }
    Ok(exit::DONE)
}
