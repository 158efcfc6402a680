//! `colophon index get`, `update`, `sources` and `forget`: an index from its publisher.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;

use clap::ValueEnum;
use colophon_engine::report::{Code, Language, escaped, harmless, number};
use colophon_engine::{self as engine, GetOptions, Got, Outcome, SourceFrom, SourceInfo};

use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;

/// Get an index from its publisher
///
/// A publisher hands out a file that ends in .colophon-source, or a link. A folder,
/// such as one on a USB stick, is read without any network. Every part is verified by
/// the publisher's signature before it is used. If it is interrupted, run the command
/// again: it goes on where it was.
#[derive(Debug, clap::Args)]
#[command(
    name = "get",
    after_long_help = "\
Example:
  colophon index get authors.colophon-source
  colophon index get 'https://example.org/index/#colophon:ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567'
  colophon index get /media/usb/index"
)]
pub(crate) struct Get {
    /// The source: a file, a link in quotation marks, or a folder
    #[arg(value_name = "SOURCE|LINK|FOLDER")]
    source: OsString,

    #[command(flatten)]
    how: How,
}

/// Bring indexes from publishers up to date
///
/// Asks the publisher of each index for what is new, and gets only that.
#[derive(Debug, clap::Args)]
#[command(
    name = "update",
    after_long_help = "Example:\n  colophon index update --check"
)]
pub(crate) struct Update {
    /// The id or name of a source [default: all of them]
    #[arg(value_name = "ID")]
    id: Option<String>,

    /// Only say what is new
    #[arg(long)]
    check: bool,

    #[command(flatten)]
    how: How,
}

/// What both have.
#[derive(Debug, clap::Args)]
struct How {
    #[arg(
        long,
        value_name = "URL",
        help = "Go through this proxy, such as socks5h://127.0.0.1:9050 for Tor",
        long_help = "Go through this proxy, such as socks5h://127.0.0.1:9050 for Tor\n\nWithout it, the environment variables HTTPS_PROXY, ALL_PROXY and NO_PROXY count. A password belongs in one of these, not on the command line."
    )]
    proxy: Option<String>,

    /// Take an index although its publisher has not confirmed it for some time
    #[arg(long)]
    accept_expired: bool,

    /// Say what would be got and how many bytes, and get nothing
    #[arg(long)]
    dry_run: bool,
}

/// List the sources of indexes
#[derive(Debug, clap::Args)]
#[command(
    name = "sources",
    after_long_help = "Example:\n  colophon index sources"
)]
pub(crate) struct Sources {
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Remove a source and its index
///
/// What was trusted last is remembered (about a kilobyte), so that adding the source
/// again accepts nothing older.
#[derive(Debug, clap::Args)]
#[command(
    name = "forget",
    after_long_help = "Example:\n  colophon index forget \"Authors' index\""
)]
pub(crate) struct Forget {
    /// The id or name of the source
    #[arg(value_name = "ID")]
    id: String,
}

/// How sources are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading on a terminal
    Text,
    /// For programs
    Json,
}

/// What a command that fetches says about the way.
pub(crate) struct Fetching {
    /// The proxy to go through, in place of what the environment says.
    pub(crate) proxy: Option<String>,
}

/// Returns whether these arguments are of a command that keeps nothing.
pub(crate) fn keeps_nothing(arguments: &[OsString]) -> bool {
    arguments.first().is_some_and(|it| it == "publish")
        && arguments.get(1).is_some_and(|it| it == "check")
}

/// Returns the proxy if these arguments are of a command that fetches; the arguments
/// are not parsed yet.
///
/// The fetcher has to be started before this program forbids itself the network, and
/// that is before anything is parsed.
pub(crate) fn fetches(arguments: &[OsString]) -> Option<Fetching> {
    let words: Vec<&str> = arguments
        .iter()
        .map(|it| it.to_str().unwrap_or(""))
        .collect();
    let named = match words.as_slice() {
        ["index", "get", rest @ ..] | ["publish", "check", rest @ ..] => rest,
        ["index", "update", rest @ ..] => {
            return Some(Fetching { proxy: proxy(rest) });
        }
        // It tries what the fetcher must not be able to do.
        ["doctor", ..] => return Some(Fetching { proxy: None }),
        _ => return None,
    };
    // What is on a disk needs no fetcher.
    let is_folder = named
        .iter()
        .any(|word| !word.is_empty() && Path::new(word).is_dir());
    (!is_folder).then(|| Fetching {
        proxy: proxy(named),
    })
}

fn proxy(words: &[&str]) -> Option<String> {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if *word == "--proxy" {
            return words.next().map(|word| (*word).to_owned());
        }
        if let Some(proxy) = word.strip_prefix("--proxy=") {
            return Some(proxy.to_owned());
        }
    }
    None
}

pub(crate) fn get(args: &Get, stop: &Stop) -> Result<String, Failure> {
    let from = engine::what_is_source(&args.source)?;
    let mut options = options(&args.how);
    let progress = Progress::show(stop);
    let mut done = engine::get_index(&from, &options, stop.job());
    drop(progress);
    let is_unknown = done
        .as_ref()
        .is_err_and(|error| error.code() == Code::FingerprintUnknown);
    if is_unknown && terminal::can_ask() {
        let planned = engine::get_index(
            &from,
            &GetOptions {
                dry_run: true,
                ..options.clone()
            },
            stop.job(),
        )?;
        terminal::say(&format!(
            "{}\nFingerprint: {}\nCompare it with the one that the publisher gives.",
            harmless(&planned.name),
            planned.fingerprint
        ));
        if terminal::ask("Is it the same? [y/N] ") {
            options.confirmed = Some(planned.fingerprint);
            let progress = Progress::show(stop);
            done = engine::get_index(&from, &options, stop.job());
            drop(progress);
        }
    }
    let got = done.map_err(|error| match error.code() {
        Code::FingerprintUnknown => with_link(error, &from, &options, stop),
        _ => error.into(),
    })?;
    warn(&got);
    Ok(describe(&got))
}

/// Returns the failure of an address without a fingerprint, with the command that gets
/// the index once somebody has compared it.
fn with_link(
    error: engine::Error,
    from: &SourceFrom,
    options: &GetOptions,
    stop: &Stop,
) -> Failure {
    let options = GetOptions {
        dry_run: true,
        ..options.clone()
    };
    let planned = engine::get_index(from, &options, stop.job()).ok();
    let link = planned.and_then(|planned| {
        let url = planned.urls.first()?;
        Some(format!("{url}#colophon:{}", planned.fingerprint))
    });
    let Some(link) = link else {
        return error.into();
    };
    let hint = format!(
        "Compare it with the one that the publisher printed or announced. If it is the same: \
         colophon index get '{link}'"
    );
    Failure::new(Code::FingerprintUnknown, error.message(), &hint)
}

pub(crate) fn update(args: &Update, stop: &Stop) -> Result<String, Failure> {
    let mut options = options(&args.how);
    options.dry_run |= args.check;
    let sources = match &args.id {
        Some(id) => vec![engine::find_source(id)?],
        None => engine::sources()?,
    };
    if sources.is_empty() {
        return Ok("No source was added yet: colophon index get SOURCE adds one.\n".to_owned());
    }
    let mut written = String::new();
    let mut failed = None;
    for source in &sources {
        let progress = Progress::show(stop);
        let done = engine::update_index(&source.id, &options, stop.job());
        drop(progress);
        match done {
            Ok(got) => {
                warn(&got);
                written.push_str(&describe(&got));
            }
            // One publisher that is away keeps nobody from the others.
            Err(error) if sources.len() > 1 && !error.is_cancelled() => {
                terminal::warn(
                    error.code(),
                    format_args!("{}: {error}", harmless(&source.name)),
                );
                failed.get_or_insert(error);
            }
            Err(error) => return Err(error.into()),
        }
    }
    match failed {
        Some(error) => {
            Output::new(None).write(written.as_bytes(), stop)?;
            Err(error.into())
        }
        None => Ok(written),
    }
}

pub(crate) fn sources(args: &Sources) -> Result<String, Failure> {
    let sources = engine::sources()?;
    Ok(match args.format {
        Format::Json => escaped(serde_json::to_string_pretty(&sources).unwrap_or_default()) + "\n",
        Format::Text if sources.is_empty() => {
            "No source was added yet: colophon index get SOURCE adds one.\n".to_owned()
        }
        Format::Text => sources.iter().map(line_of).collect(),
    })
}

pub(crate) fn forget(args: &Forget) -> Result<String, Failure> {
    let source = engine::forget_source(&args.id)?;
    Ok(format!(
        "Removed {} and its index. What was trusted last is remembered.\n",
        harmless(&source.name)
    ))
}

fn options(how: &How) -> GetOptions {
    GetOptions {
        dry_run: how.dry_run,
        accept_expired: how.accept_expired,
        confirmed: None,
    }
}

fn warn(got: &Got) {
    for warned in &got.warnings {
        terminal::warn(warned.code, format_args!("{}", warned.message));
    }
}

/// Describes what was got, a line for each fact.
fn describe(got: &Got) -> String {
    let n = |n: u64| number(Language::English, n);
    let outcome = match got.outcome {
        Outcome::Nothing if got.warnings.is_empty() => "up to date".to_owned(),
        Outcome::Nothing => "nothing newer is offered".to_owned(),
        Outcome::Planned => format!("would get {} bytes", n(got.bytes)),
        Outcome::Installed => format!("got {} bytes", n(got.bytes)),
    };
    let mut lines = format!(
        "Index:       {}\n\
         State:       {} of {}, {outcome}\n\
         Fingerprint: {}\n\
         Works:       {}\n\
         Entries:     {}\n",
        harmless(&got.name),
        got.set,
        harmless(&got.published),
        got.fingerprint,
        n(got.works),
        n(got.records),
    );
    if got.outcome != Outcome::Nothing && !got.added {
        let _ = writeln!(
            lines,
            "New:         {}, {}; taken out: {}",
            terminal::count(got.new_works, "work", "works"),
            terminal::count(got.new_records, "entry", "entries"),
            n(got.gone)
        );
    }
    if got.outcome == Outcome::Planned {
        let free = got
            .free
            .map_or(String::new(), |free| format!(", {} are", n(free)));
        let _ = writeln!(
            lines,
            "Disk:        {} bytes have to be free{free}",
            n(got.needs)
        );
    }
    if !got.hosts.is_empty() {
        let _ = writeln!(
            lines,
            "Hosts asked: {} ({} bytes came)",
            harmless(&got.hosts.join(", ")),
            n(got.received)
        );
    }
    if !got.contact.is_empty() {
        let _ = writeln!(lines, "Publisher:   {}", harmless(&got.contact));
    }
    if got.outcome == Outcome::Installed
        && let Some(file) = &got.file
    {
        let _ = writeln!(lines, "File:        {}", harmless(file));
    }
    lines
}

/// Describes a source in a few lines.
fn line_of(source: &SourceInfo) -> String {
    let state = match (&source.set, &source.published) {
        (Some(set), Some(published)) => format!("state {set}, confirmed {published}"),
        (Some(set), None) => format!("state {set}"),
        _ => "not got yet".to_owned(),
    };
    let expired = match (&source.expires, source.expired) {
        (Some(expires), true) => format!(" (that held until {expires})"),
        _ => String::new(),
    };
    let from = if source.urls.is_empty() {
        source.folder.clone().unwrap_or_default()
    } else {
        source.urls.join(", ")
    };
    format!(
        "{}\n  {}\n  {state}{expired}\n  {} bytes, from {}\n",
        harmless(&source.name),
        source.id,
        number(Language::English, source.size_bytes),
        harmless(&from)
    )
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::fetches;

    /// The proxy, or `-` for none, if they fetch.
    fn of(words: &[&str]) -> Option<String> {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        let fetching = fetches(&words)?;
        Some(fetching.proxy.unwrap_or_else(|| "-".to_owned()))
    }

    #[test]
    fn only_what_fetches_has_a_fetcher() {
        assert_eq!(
            of(&["index", "get", "https://example.org/"]),
            Some("-".to_owned())
        );
        assert_eq!(of(&["index", "update"]), Some("-".to_owned()));
        let proxy = Some("socks5h://127.0.0.1:9050".to_owned());
        let named = "socks5h://127.0.0.1:9050";
        assert_eq!(of(&["index", "get", "--proxy", named, "x"]), proxy);
        assert_eq!(of(&["index", "update", &format!("--proxy={named}")]), proxy);
        assert_eq!(of(&["index", "get", "/"]), None);
        assert_eq!(of(&["doctor"]), Some("-".to_owned()));
        assert_eq!(of(&["index", "info", "x"]), None);
        assert_eq!(of(&["check", "index", "get"]), None);
        assert_eq!(of(&[]), None);
    }
}
