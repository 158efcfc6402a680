//! `colophon publish rotate`: replaces keys.

use std::fmt::Write as _;
use std::path::PathBuf;

use colophon_engine::publish::{self, RotateRequest, Turned};

use super::shared::{Keys, Words, shown, uploads};
use crate::failure::Failure;
use crate::stop::Stop;

/// Replace keys
///
/// Without --role and --drop, a new everyday key takes the place of the old one. If
/// too few keys are at hand to sign that, the change waits in a folder next to DIR,
/// which you carry to the others: each runs `publish sign`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  colophon publish rotate /srv/books --drop 3f9a01c2 --paper")]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// Give this role a key of its own; for root, a new paper key
    #[arg(long, value_name = "ROLE", value_parser = ["root", "timestamp", "snapshot", "targets"])]
    role: Option<String>,

    /// A key that is lost or stolen: its id, or the first eight digits
    #[arg(long, value_name = "KEYID")]
    drop: Option<String>,

    /// Keep the new key of the timestamp without a passphrase, for a cron job
    ///
    /// It can say only that nothing is newer. It is written to the folder's name with
    /// .renew.keys at the end.
    #[arg(long, requires = "role")]
    no_passphrase: bool,

    #[command(flatten)]
    words: Words,

    #[command(flatten)]
    signing: Keys,
}

pub(super) fn run(args: Args, stop: &Stop) -> Result<String, Failure> {
    let request = RotateRequest {
        dir: args.dir,
        role: args.role,
        drop: args.drop,
        no_passphrase: args.no_passphrase,
        words: args.words.read(stop)?,
    };
    let done = args
        .signing
        .with(stop, |signing| publish::rotate(&request, signing))?;
    let mut text = turned(&done.turned, &request.dir);
    for id in &done.dropped {
        let _ = writeln!(text, "Dropped:   {id}");
    }
    for file in &done.files {
        let _ = writeln!(text, "Keys:      {}", shown(file));
    }
    Ok(text)
}

/// Describes how far a change of keys is.
pub(super) fn turned(turned: &Turned, dir: &std::path::Path) -> String {
    let Some(pending) = &turned.pending else {
        return format!(
            "In effect: root {}\n{}",
            turned.version,
            uploads(&turned.uploads, dir)
        );
    };
    let mut text = format!("Waiting:   root {} in {}\n", turned.version, shown(pending));
    for missing in &turned.missing {
        let whose = if missing.of_old_keys {
            "present"
        } else {
            "next"
        };
        let _ = writeln!(text, "  {} more of the {whose} keys must sign:", missing.n);
        for id in &missing.keys {
            let _ = writeln!(text, "    {id}");
        }
    }
    for role in &turned.roles_without_keys {
        let _ = writeln!(text, "  the key that signs {role}.json is needed");
    }
    let _ = writeln!(text, "Next: colophon publish sign {}", shown(dir));
    text
}
