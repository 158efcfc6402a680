//! `colophon publish check`: what a reader would get.

use std::ffi::OsString;

use colophon_engine as engine;
use colophon_engine::report::{Code, Language, harmless, number};

use crate::exit;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;

/// Check what readers would get
///
/// Does what a reader's Colophon does: verifies every signature and every part, puts the
/// index together, and reads all of it. Nothing is kept. Check the folder before you
/// upload it, and the address afterwards.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Exit code:
  0  readers can get it
  2  they cannot, or what they get has expired

Example:
  colophon publish check /srv/books
  colophon publish check https://example.org/books/")]
pub(crate) struct Args {
    /// The folder, or the address or link that readers use
    #[arg(value_name = "DIR|URL")]
    source: OsString,

    /// Go through this proxy
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
}

pub(super) fn run(args: &Args, stop: &Stop) -> Result<(String, u8), Failure> {
    // It was read when the fetcher was started.
    let _ = &args.proxy;
    let folder = std::path::Path::new(&args.source);
    if folder.join("1.root.json").is_file() && !folder.join("timestamp.json").exists() {
        let message = format!(
            "{}: nothing was published in this folder yet",
            folder.display()
        );
        let hint = "Publish an index first: `colophon publish add DIR FILE.colophon`.";
        return Err(Failure::new(Code::NoIndex, message, hint));
    }
    let from = engine::what_is_source(&args.source)?;
    let progress = Progress::show(stop);
    let rehearsed = engine::rehearse_index(&from, stop.job());
    drop(progress);
    let rehearsed = rehearsed?;
    let got = &rehearsed.got;
    for warned in &got.warnings {
        terminal::warn(warned.code, format_args!("{}", warned.message));
    }
    let n = |n: u64| number(Language::English, n);
    let update = match rehearsed.update {
        Some((set, bytes)) => format!(
            "Update:      {} bytes for readers of state {set}\n",
            n(bytes)
        ),
        None => String::new(),
    };
    let hosts = if got.hosts.is_empty() {
        String::new()
    } else {
        format!("Hosts asked: {}\n", harmless(&got.hosts.join(", ")))
    };
    let written = format!(
        "Index:       {}\n\
         State:       {} of {}\n\
         Fingerprint: {}\n\
         Works:       {}\n\
         Entries:     {}\n\
         Good until:  {}\n\
         Download:    {} bytes for new readers\n\
         {update}{hosts}",
        harmless(&got.name),
        got.set,
        harmless(&got.published),
        got.fingerprint,
        n(got.works),
        n(got.records),
        harmless(&got.expires),
        n(got.bytes),
    );
    let code = if got.warnings.is_empty() {
        exit::DONE
    } else {
        exit::NOT_DONE
    };
    Ok((written, code))
}
