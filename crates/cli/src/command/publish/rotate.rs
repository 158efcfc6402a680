//! `colophon publish rotate`: replaces keys.

use std::fmt::Write as _;
use std::path::PathBuf;

use colophon_engine::publish::{self, RotateRequest, Turned};

use super::shared::{Keys, Words, short, shown, uploads};
use crate::failure::Failure;
use crate::stop::Stop;

/// Replace keys
///
/// Without --role and --drop, a new everyday key takes the place of the old one, which
/// signs that. --drop is for a key that is lost or stolen: another key has to sign, such
/// as that on paper. If too few keys are at hand, nothing is changed; with --pending, the
/// change waits in a folder next to DIR, which you carry to the others: each runs
/// `publish sign`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  colophon publish rotate /srv/books --drop 3f9a01c2 --paper    (everyday key lost or stolen)
  colophon publish rotate /srv/books --role root                (paper lost or seen)")]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// Give this role a key of its own; for root, a new paper key in place of the old one
    #[arg(long, value_name = "ROLE", value_parser = ["root", "timestamp", "snapshot", "targets"])]
    role: Option<String>,

    /// A key that is lost or stolen: its id, or the first eight digits; may be given several times
    ///
    /// It signs nothing more, and proves nothing. The everyday key is replaced by a new one, and
    /// so is a paper key with --role root. `publish status` lists the keys.
    #[arg(long, value_name = "KEYID")]
    drop: Vec<String>,

    /// Keep the new key of the timestamp without a passphrase, for a cron job
    ///
    /// It can say only that nothing is newer. It is written to the folder's name with
    /// .renew.keys at the end. The everyday key can still say the same.
    #[arg(long, requires = "role")]
    no_passphrase: bool,

    /// Let the change wait for the signatures of others if too few keys are at hand
    #[arg(long)]
    pending: bool,

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
        may_wait: args.pending,
    };
    let done = args
        .signing
        .with(stop, |signing| publish::rotate(&request, signing))?;
    let mut text = turned(&done.turned, &request.dir);
    let dropped = match done.turned.pending {
        Some(_) => "Will go:  ",
        None => "Dropped:  ",
    };
    for id in &done.dropped {
        let _ = writeln!(text, "{dropped} {}", short(id));
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
    text.push_str("  Nothing has changed yet: the present keys count, and no new one does.\n");
    for missing in &turned.missing {
        let whose = if missing.of_old_keys {
            "present"
        } else {
            "next"
        };
        let _ = writeln!(text, "  {} more of the {whose} keys must sign:", missing.n);
        for id in &missing.keys {
            let _ = writeln!(text, "    {}", short(id));
        }
    }
    for role in &turned.roles_without_keys {
        let _ = writeln!(
            text,
            "  {role}.json must be signed on the computer that has the file of keys"
        );
    }
    let _ = writeln!(
        text,
        "Next: take both folders to the next person, who runs\n  \
         colophon publish sign {}\n\
         To give the change up, delete {}, and nothing else.",
        shown(dir),
        shown(pending)
    );
    text
}
