//! `colophon publish prune`: removes what no reader needs any more.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use colophon_engine::publish;

use super::shared::size;
use crate::failure::Failure;

/// Remove files of former states from the folder
///
/// Readers who are in the middle of a download still need what was replaced lately, so
/// say how long to keep it. Roots are never removed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:\n  colophon publish prune /srv/books --keep 6m --dry-run")]
pub(crate) struct Args {
    /// The folder that `publish init` made
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// How long files stay after they were written: days, months or years, such as 30d, 6m or 2y
    #[arg(long, value_name = "TIME", value_parser = time)]
    keep: Duration,

    /// Name the files, and remove none
    #[arg(long)]
    dry_run: bool,
}

/// Reads a number of days, months or years.
fn time(text: &str) -> Result<Duration, String> {
    let wrong = || "write a number and d, m or y, such as 30d, 6m or 2y".to_owned();
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let days: u64 = match unit {
        'd' => 1,
        'm' => 30,
        'y' => 365,
        _ => return Err(wrong()),
    };
    let n: u64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    let seconds = n.checked_mul(days * 86_400).ok_or_else(wrong)?;
    Ok(Duration::from_secs(seconds))
}

pub(super) fn run(args: &Args) -> Result<String, Failure> {
    let files = publish::prune(&args.dir, args.keep, args.dry_run)?;
    let mut text = String::new();
    for file in &files {
        let _ = writeln!(text, "  {}", file.name);
    }
    let bytes = size(files.iter().map(|file| file.size_bytes).sum());
    let done = if args.dry_run {
        "Not needed"
    } else {
        "Removed"
    };
    let _ = writeln!(text, "{done}: {} files, {bytes}", files.len());
    if !args.dry_run && !files.is_empty() {
        text.push_str("Remove the same files from the hosts that carry the folder.\n");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::time;

    #[test]
    fn a_time_has_a_unit() {
        let days = |n: u64| Ok(Duration::from_secs(n * 86_400));
        assert_eq!(time("30d"), days(30));
        assert_eq!(time("6m"), days(180));
        assert_eq!(time("2y"), days(730));
        for bad in [
            "",
            "d",
            "2",
            "2 y",
            "-1d",
            "1w",
            "2ä",
            "99999999999999999999y",
            "999999999999999999y",
        ] {
            assert!(time(bad).is_err(), "{bad}");
        }
    }
}
