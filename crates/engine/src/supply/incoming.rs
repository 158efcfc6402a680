//! The fetcher's folder: what is in it, what it may need, and what it knows.

use std::fs;

use colophon_supply::SourceFile;

use super::offer::{Offer, Planned};
use super::parts::partial_of;
use super::place::Place;
use crate::durable;
use crate::sets::{MANIFEST, Mirror};

/// What is left free on a disk.
const SPARE: u64 = 64 << 20;

/// Returns how much of the disk has to be free.
pub(super) fn needs_of(place: &Place, planned: &Planned) -> u64 {
    let incoming = place.incoming();
    let allocated: u64 = planned
        .missing
        .iter()
        .filter_map(|file| fs::metadata(partial_of(&incoming, file)).ok())
        .map(|metadata| allocated_of(&metadata))
        .sum();
    let deltas = planned.there.iter().chain(&planned.missing);
    let roll: u64 = deltas
        .filter(|file| file.role == crate::sets::Role::Delta)
        .map(|file| file.size_bytes)
        .sum();
    planned.bytes.saturating_sub(allocated) + roll + SPARE
}

#[cfg(unix)]
fn allocated_of(metadata: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.blocks().saturating_mul(512)
}

#[cfg(not(unix))]
fn allocated_of(metadata: &fs::Metadata) -> u64 {
    metadata.len()
}

/// Returns how much of the disk is free; none where the file system does not say: one
/// without a size reports nothing as free.
pub(super) fn free_of(place: &Place) -> Option<u64> {
    let disk = fs4::statvfs(place.sets()).ok()?;
    (disk.total_space() > 0).then(|| disk.available_space())
}

/// Returns how many hosts the fetcher knows of a source, in its order.
pub(super) fn n_mirrors(place: &Place, source: &SourceFile) -> usize {
    #[derive(serde::Deserialize)]
    struct File {
        mirrors: Vec<Mirror>,
    }
    let bytes = durable::read_short(&place.mirrors_file(), 1 << 20).unwrap_or_default();
    let mirrors = serde_json::from_slice::<File>(&bytes).map_or(Vec::new(), |file| file.mirrors);
    let mut urls: Vec<&str> = source
        .urls
        .iter()
        .map(|url| url.trim_end_matches('/'))
        .collect();
    for mirror in &mirrors {
        let url = mirror.url.trim_end_matches('/');
        if !urls.contains(&url) {
            urls.push(url);
        }
    }
    urls.len()
}

/// Removes the signed files that the newest state does not have.
pub(super) fn remove_stale(place: &Place, offer: &Offer) {
    let index = offer.verified.targets.get(MANIFEST);
    let index = index.map(|target| target.name_on_host(MANIFEST));
    remove_signed_files(place, |name| {
        name.ends_with(".index.json") && index.as_deref() != Some(name)
    });
}

/// Removes signed files from the fetcher's folder.
pub(super) fn remove_signed_files(place: &Place, is_one: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(place.incoming())
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".json") && name != "waiting.json" && is_one(&name) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
