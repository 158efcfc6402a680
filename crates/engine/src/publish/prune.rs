//! Removing what no reader needs any more.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::failure::unwritable;
use super::place::{PARTS, Place};
use super::staged::Upload;
use super::state::State;
use crate::error::Error;

/// Removes files of former states that are older than `keep`, or names them only if
/// `is_trial` says so. Roots stay: each vouches for the next one.
///
/// # Errors
///
/// `no-index` before the first index; those of a folder that somebody changed;
/// `in-use`, `unwritable`.
pub fn prune(dir: &Path, keep: Duration, is_trial: bool) -> Result<Vec<Upload>, Error> {
    let place = Place::of(dir)?;
    let _locked = place.lock_made()?;
    let state = State::load(&place)?;
    let content = state.content(&place)?;
    let mut needed: BTreeSet<String> = content
        .targets
        .iter()
        .map(|(path, target)| target.name_on_host(path))
        .collect();
    needed.insert(format!("{}.targets.json", content.targets_file.version));
    needed.insert(format!("{}.snapshot.json", content.snapshot_file.version));
    let parts = place
        .names(PARTS)
        .into_iter()
        .filter(|name| is_of_digest(name));
    let parts = parts.map(|name| format!("{PARTS}/{name}"));
    let lists = place.names("").into_iter().filter(|name| is_list(name));
    let mut old: Vec<Upload> = Vec::new();
    for name in parts.chain(lists).filter(|name| !needed.contains(name)) {
        let path = place.file(&name);
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        let age = metadata
            .modified()
            .ok()
            .and_then(|it| SystemTime::now().duration_since(it).ok());
        if !metadata.is_file() || age.is_none_or(|age| age < keep) {
            continue;
        }
        old.push(Upload {
            name,
            size_bytes: metadata.len(),
        });
    }
    old.sort_by(|a, b| a.name.cmp(&b.name));
    if !is_trial {
        for file in &old {
            let path = place.file(&file.name);
            fs::remove_file(&path).map_err(|e| unwritable(e, &path))?;
        }
    }
    Ok(old)
}

/// Returns whether a name begins with a digest, as those of parts do.
fn is_of_digest(name: &str) -> bool {
    let digest = name.split('.').next().unwrap_or_default();
    digest.len() == 64 && digest.chars().all(|c| c.is_ascii_hexdigit())
}

/// Returns whether a file is an `index.json`, a list of targets or a snapshot.
fn is_list(name: &str) -> bool {
    let is_of_number = |end: &str| {
        name.strip_suffix(end)
            .is_some_and(|n| n.parse::<u64>().is_ok())
    };
    is_of_number(".targets.json")
        || is_of_number(".snapshot.json")
        || is_of_digest(name) && name.ends_with(".index.json")
}
