//! `colophon fingerprint`: writes a file to hand on instead of a text.

use std::path::PathBuf;

use colophon_engine as engine;
use colophon_engine::report::{Code, escaped};

use crate::exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;

/// Make a fingerprint to give to somebody instead of the manuscript
///
/// A .print file holds figures computed from the text, with its title and author,
/// but not a word of the text. Anyone who has it can check it like the
/// manuscript, and can find out whether a text they have is the same.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  colophon fingerprint my-novel.docx --out my-novel.print")]
pub(crate) struct Args {
    /// A document or a folder of documents
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Write the fingerprint of one manuscript to this file
    #[arg(long, value_name = "FILE.print")]
    pub(crate) out: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, stop: &Stop) -> Result<u8, Failure> {
    let output = Output::new(args.out.clone());
    output.prepare(&args.paths, stop)?;

    let progress = Progress::show(stop);
    let outcomes = engine::fingerprint(&args.paths, stop.job())?;
    drop(progress);

    if !output.is_stdout() && outcomes.len() > 1 {
        let message = format!(
            "--out names one file, but there are {} manuscripts",
            outcomes.len()
        );
        let hint = "Name one manuscript at a time, or leave out --out: standard output gets a line \
                    for each fingerprint.";
        return Err(Failure::new(Code::InvalidArgument, message, hint));
    }
    let mut code = exit::DONE;
    let mut lines = String::new();
    for (path, outcome) in outcomes {
        match outcome {
            Ok(print) => {
                if print.n_hashes() == 0 {
                    terminal::warn(
                        Code::TooShort,
                        format_args!("{}: has too little text to compare", path.display()),
                    );
                }
                lines.push_str(&escaped(print.to_json()));
            }
            Err(error) => {
                Failure::at(&path, error).tell(stop);
                code = exit::NOT_DONE;
            }
        }
    }
    if !lines.is_empty() {
        output.write(lines.as_bytes(), stop)?;
    }
    Ok(code)
}
