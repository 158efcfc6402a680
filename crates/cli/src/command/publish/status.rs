//! `colophon publish status`: what a folder says, and what should be done.

use std::fmt::Write as _;
use std::path::PathBuf;

use colophon_engine::publish::{self, KeyKind, KeyStatus, Next, SignedStatus, Status};
use colophon_engine::report::harmless;

use super::shared::{short, shown, size};
use crate::command::index::InfoFormat;
use crate::failure::Failure;
use crate::terminal::count;

/// Show what is published, what expires when, and what to do next
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:\n  colophon publish status /srv/books")]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: InfoFormat,
}

pub(super) fn run(args: &Args) -> Result<String, Failure> {
    let status = publish::status(&args.dir)?;
    Ok(match args.format {
        InfoFormat::Text => describe(&status),
        InfoFormat::Json => {
            let mut text = serde_json::to_string_pretty(&status).unwrap_or_default();
            text.push('\n');
            text
        }
    })
}

fn describe(status: &Status) -> String {
    let mut text = format!(
        "Name:        {}\nId:          {}\nFingerprint: {}\n",
        harmless(&status.name),
        status.id,
        status.fingerprint
    );
    if let Some(link) = &status.link {
        let _ = writeln!(text, "Link:        {}", harmless(link));
    }
    if let (Some(set), Some(published)) = (status.set, &status.published) {
        let _ = writeln!(
            text,
            "Published:   state {set}, {}\nWorks:       {}\nEntries:     {}\nRemoved:     works {}, entries {}",
            harmless(published),
            status.works,
            status.records,
            status.removed.works,
            status.removed.records
        );
    }
    for file in &status.files {
        let _ = writeln!(
            text,
            "  file:      {} ({}), works {}, entries {}",
            harmless(&file.name),
            size(file.size_bytes),
            file.works,
            file.records
        );
    }
    for (n, way) in status.ways.iter().enumerate() {
        let _ = writeln!(text, "  way {}:     {}", n + 1, harmless(&way.join(", ")));
    }
    text.push_str("Signed:\n");
    for file in &status.signed {
        let _ = writeln!(
            text,
            "  {:<18} version {:<4} {}",
            file.file,
            file.version,
            how_long(file)
        );
    }
    let _ = writeln!(text, "Rhythm:      {}", rhythm(status));
    text.push_str("Keys:\n");
    for key in &status.keys {
        let _ = writeln!(
            text,
            "  {}  {}, {}\n            signs {}",
            short(&key.id),
            kind(key.kind),
            place(key),
            key.roles.join(", ")
        );
    }
    let several = status.roles.iter().filter(|role| role.threshold > 1);
    for role in several {
        let _ = writeln!(
            text,
            "  {} of the {} keys must sign {}",
            role.threshold,
            role.keys.len(),
            role.role
        );
    }
    if let Some(pending) = &status.pending {
        let _ = writeln!(
            text,
            "Waiting:     a change of keys in {} (root {}); to give it up, delete that folder, and nothing else",
            shown(&pending.folder),
            pending.version
        );
    }
    if status.next.is_empty() {
        text.push_str("Next:        nothing is due\n");
    }
    for next in &status.next {
        let _ = writeln!(text, "Next:        {}", advice(*next, status));
    }
    text
}

/// Says what a key is for.
fn kind(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Everyday => "everyday key",
        KeyKind::Paper => "paper key",
        KeyKind::Renewing => "key for renewing",
        KeyKind::OfRole => "key of its own",
    }
}

/// Says where a key is.
fn place(key: &KeyStatus) -> String {
    match (&key.file, &key.missing) {
        (Some(file), _) => format!("this computer has it: {}", shown(file)),
        (None, Some(file)) => format!("not here: {} is missing", shown(file)),
        (None, None) => "on paper or elsewhere".to_owned(),
    }
}

/// Says for how long a signed file is good, or since when it is not.
fn how_long(file: &SignedStatus) -> String {
    let days = |n: i64| count(n.unsigned_abs(), "day", "days");
    match file.days {
        // An hour too late is the first day that is not over.
        -1 => "expired today".to_owned(),
        n if n < 0 => format!("expired {} ago", days(n + 1)),
        n if file.is_low => format!("good for {}, expires soon", days(n)),
        n => format!("good for {}", days(n)),
    }
}

/// Says how often the index is renewed, and when that was and will be.
fn rhythm(status: &Status) -> String {
    let rhythm = &status.rhythm;
    let day = |time: &str| time.get(..10).unwrap_or(time).to_owned();
    let mut text = rhythm.every.to_owned();
    if let Some(renewed) = &rhythm.renewed {
        let _ = write!(text, ", renewed on {}", day(renewed));
        match &rhythm.due {
            Some(due) => {
                let _ = write!(text, ", due on {}", day(due));
            }
            None => text.push_str(", never due"),
        }
    }
    if let Some(file) = timestamp(status) {
        let _ = write!(text, "; readers are warned from {} on", day(&file.expires));
    }
    text
}

fn timestamp(status: &Status) -> Option<&SignedStatus> {
    let mut files = status.signed.iter();
    files.find(|file| file.file == "timestamp.json")
}

fn advice(next: Next, status: &Status) -> String {
    let text = match next {
        Next::Finish => "a change of keys was cut short: run `publish renew`",
        Next::Sign => "a change of keys waits for signatures: run `publish sign`",
        Next::Add => "publish an index: run `publish add`",
        Next::Renew => return renew(status),
        Next::Rotate => "the root expires soon: run `publish rotate`",
        Next::Publish => "what was published expires soon: run `publish add` or `publish base`",
        Next::Base => "merge the files into one: run `publish base`",
        Next::SecondKey => {
            "only one key can replace keys: run `publish rotate --role root` for one more, on paper"
        }
    };
    text.to_owned()
}

fn renew(status: &Status) -> String {
    let what = "run `publish renew`, and upload timestamp.json";
    match timestamp(status) {
        Some(file) if file.days < 0 => format!("readers are warned now: {what}"),
        Some(file) => {
            let days = count(file.days.unsigned_abs(), "day", "days");
            format!("the rhythm is over, and readers are warned in {days}: {what}")
        }
        None => what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use colophon_engine::publish::SignedStatus;

    use super::how_long;

    #[test]
    fn what_is_over_is_said_to_be_over() {
        let of = |days, is_low| {
            how_long(&SignedStatus {
                file: "timestamp.json".to_owned(),
                version: 1,
                expires: String::new(),
                days,
                is_low,
            })
        };
        assert_eq!(of(-7, true), "expired 6 days ago");
        assert_eq!(of(-2, true), "expired 1 day ago");
        assert_eq!(of(-1, true), "expired today");
        assert_eq!(of(0, true), "good for 0 days, expires soon");
        assert_eq!(of(1, false), "good for 1 day");
    }
}
