//! The log of what was fetched from where, which the program shows its user.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;

use crate::folder::open_private;
use crate::when;

const MAX_LOG: u64 = 256 << 10;

#[derive(Serialize)]
struct Line<'a> {
    at: String,
    id: Option<&'a str>,
    host: &'a str,
    requests: u64,
    received: u64,
}

/// What one host was asked for and sent.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    pub(crate) host: String,
    pub(crate) requests: u64,
    pub(crate) received: u64,
}

fn open(path: &Path) -> io::Result<File> {
    open_private(path, OpenOptions::new().create(true).append(true))
}

/// Makes the log if it is not there.
pub(crate) fn make(path: &Path) -> io::Result<()> {
    open(path).map(drop)
}

/// Appends one line for each host.
pub(crate) fn append(path: &Path, id: Option<&str>, tallies: &[Tally]) -> io::Result<()> {
    let at = when::rfc3339(when::now());
    let mut lines = Vec::new();
    for tally in tallies {
        let line = Line {
            at: at.clone(),
            id,
            host: &tally.host,
            requests: tally.requests,
            received: tally.received,
        };
        serde_json::to_writer(&mut lines, &line)?;
        lines.push(b'\n');
    }
    let mut log = open(path)?;
    log.write_all(&lines)?;
    if log.metadata()?.len() > MAX_LOG {
        shorten(path)?;
    }
    Ok(())
}

/// Drops the older half of the log.
fn shorten(path: &Path) -> io::Result<()> {
    let old = fs::read(path)?;
    let half = &old[old.len() / 2..];
    let line = half
        .iter()
        .position(|b| *b == b'\n')
        .map_or(0, |end| end + 1);
    let new = path.with_extension("log.new");
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true);
    open_private(&new, &mut options)?.write_all(&half[line..])?;
    fs::rename(new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_stays_small_and_its_lines_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fetches.log");
        let tally = Tally {
            host: "a".repeat(200),
            requests: 1,
            received: 2,
        };
        for _ in 0..30 {
            append(&path, None, &vec![tally.clone(); 100]).unwrap();
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.len() as u64 <= MAX_LOG);
            for line in text.lines() {
                let line: serde_json::Value = serde_json::from_str(line).unwrap();
                assert_eq!(line["received"], 2);
                assert_eq!(line["id"], serde_json::Value::Null);
            }
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
