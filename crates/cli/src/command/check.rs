//! `colophon check`: compares manuscripts with indexes and writes a report.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use colophon_engine::{self as engine, CheckRequest, report};

use crate::exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;

/// Check whether manuscripts are in an index
///
/// Every manuscript is read on this computer and compared with the text of
/// every work in the index. The report says what was found, how much is shared
/// and where, and what could not be judged.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Exit code:
  0  nothing was found
  1  something was found
  2  something could not be judged, or an argument is wrong
  130  stopped

Examples:
  colophon check my-novel.docx
  colophon check Manuscripts --index fiction.colophon --out report.html")]
pub(crate) struct Args {
    /// A document, a folder of documents, or a .print file
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// An index to ask; may be given several times
    ///
    /// Without it, every index in your index folder is asked, and the
    /// demonstration index that comes with the program when there is none.
    #[arg(long, value_name = "FILE")]
    pub(crate) index: Vec<PathBuf>,

    /// How the report is written [default: by the ending of --out, else text]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Write the report to this file; it is replaced only once the report is whole
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// How many manuscripts are read at the same time [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading on a terminal
    Text,
    /// For programs
    Json,
    /// For a spreadsheet, a row for each match
    Csv,
    /// A page to read, print and hand on
    Html,
}

impl Format {
    /// Returns the format that the ending of a file asks for; text otherwise.
    fn of_ending(out: Option<&Path>) -> Self {
        let ending = out
            .and_then(Path::extension)
            .and_then(|ending| ending.to_str());
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("json") => Self::Json,
            Some("csv") => Self::Csv,
            Some("html" | "htm") => Self::Html,
            _ => Self::Text,
        }
    }
}

pub(crate) fn run(args: Args, stop: &Stop) -> Result<u8, Failure> {
    let format = args
        .format
        .unwrap_or_else(|| Format::of_ending(args.out.as_deref()));
    let output = Output::new(args.out);
    output.prepare(args.paths.iter().chain(&args.index), stop)?;

    let indexes = if args.index.is_empty() {
        engine::default_indexes()
    } else {
        args.index
    };
    let mut request = CheckRequest::new(args.paths, indexes);
    request.jobs = args.jobs.map_or(0, usize::from);
    let progress = Progress::show(stop);
    let report = engine::check(&request, stop.job())?;
    drop(progress);

    let written = match format {
        Format::Text => report::to_text(&report, &terminal::style(output.is_stdout())),
        Format::Json => report::to_json(&report),
        Format::Csv => report::to_csv(&report),
        Format::Html => report::to_html(&report),
    };
    output.write(written.as_bytes(), stop)?;
    Ok(exit::of_report(&report))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Format;

    #[test]
    fn the_ending_of_the_file_gives_the_format() {
        let of = |name| Format::of_ending(Some(Path::new(name)));
        assert_eq!(of("a/report.HTML"), Format::Html);
        assert_eq!(of("report.json"), Format::Json);
        assert_eq!(of("report.csv"), Format::Csv);
        assert_eq!(of("report.txt"), Format::Text);
        assert_eq!(of("json"), Format::Text);
        assert_eq!(Format::of_ending(None), Format::Text);
    }
}
