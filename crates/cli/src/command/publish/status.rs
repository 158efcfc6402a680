//! `colophon publish status`: what a folder says, and what should be done.

use std::fmt::Write as _;
use std::path::PathBuf;

use colophon_engine::publish::{self, Next, Status};
use colophon_engine::report::harmless;

use super::shared::size;
use crate::command::index::InfoFormat;
use crate::failure::Failure;

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
        let soon = match (file.days < 0, file.is_low) {
            (true, _) => "  EXPIRED",
            (false, true) => "  expires soon",
            (false, false) => "",
        };
        let _ = writeln!(
            text,
            "  {:<18} version {:<4} good for {} days{soon}",
            file.file, file.version, file.days
        );
    }
    text.push_str("Keys:\n");
    for role in &status.roles {
        let _ = writeln!(text, "  {} ({} must sign)", role.role, role.threshold);
        for key in &role.keys {
            let _ = writeln!(text, "    {key}");
        }
    }
    if let Some(pending) = &status.pending {
        let _ = writeln!(text, "Waiting:     root {}", pending.version);
    }
    if status.next.is_empty() {
        text.push_str("Next:        nothing is due\n");
    }
    for next in &status.next {
        let _ = writeln!(text, "Next:        {}", advice(*next));
    }
    text
}

fn advice(next: Next) -> &'static str {
    match next {
        Next::Finish => "a change of keys was cut short: run `publish renew`",
        Next::Sign => "a change of keys waits for signatures: run `publish sign`",
        Next::Add => "publish an index: run `publish add`",
        Next::Renew => {
            "readers will soon be warned: run `publish renew`, and upload timestamp.json"
        }
        Next::Rotate => "the root expires soon: run `publish rotate`",
        Next::Publish => "what was published expires soon: run `publish add` or `publish base`",
        Next::Base => "merge the files into one: run `publish base`",
        Next::SecondKey => "only one key can replace keys: keep a copy of it in a safe place",
    }
}
