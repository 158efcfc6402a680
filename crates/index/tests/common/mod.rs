//! What the tests of the index share: pseudo-random works and records.
#![expect(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "every suite uses some of it, and a failing helper fails the test"
)]

pub mod catalogue;
pub mod hostile;
pub mod plain;

use std::ops::ControlFlow;
use std::path::Path;

use colophon_index::{BuildOptions, Builder, Digest, DigestKind, Index, NewWork, Summary, WorkId};

/// Returns a number that looks random, always the same for the same `n` (the
/// finaliser of splitmix64).
pub fn scramble(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A work to index, with its sketch.
#[derive(Clone, Debug)]
pub struct Sample {
    pub work: NewWork,
    pub hashes: Vec<u64>,
    pub threshold: u64,
}

/// Makes the sketch of a text of `n` shingles, with hashes from `seed`.
pub fn sketch(seed: u64, n: u64, threshold: u64) -> Vec<u64> {
    let mut hashes: Vec<u64> = (0..n)
        .map(|i| scramble(scramble(seed).wrapping_add(i)))
        .filter(|&hash| hash < threshold)
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Makes `n` works from short to long, a fifth of which share a part with the one
/// before.
pub fn samples(n: u64, finest: u32) -> Vec<Sample> {
    let finest = u64::MAX / u64::from(finest) + 1;
    (0..n)
        .map(|i| {
            let length = 1 << (i % 18);
            let is_short = length < 2_048;
            let threshold = if is_short { u64::MAX } else { finest };
            let mut hashes = sketch(i, length + i, threshold);
            if i % 5 == 4 {
                let other = sketch(i - 1, (1 << ((i - 1) % 18)) + i - 1, threshold);
                hashes.extend(other.iter().step_by(2).filter(|&&hash| hash < threshold));
                hashes.sort_unstable();
                hashes.dedup();
            }
            let text = |what: &str| {
                if i % 7 == 0 {
                    String::new()
                } else {
                    format!("{what} {i}")
                }
            };
            let digests = (0..i % 4)
                .map(|kind| {
                    let (kind, n) = match kind {
                        0 => (DigestKind::Md5, 16),
                        1 => (DigestKind::Sha1, 20),
                        2 => (DigestKind::Sha256, 32),
                        _ => (DigestKind::TextSha256, 32),
                    };
                    let bytes = (0..n).map(|byte| scramble(i * 100 + byte).to_le_bytes()[0]);
                    Digest {
                        kind,
                        bytes: bytes.collect(),
                    }
                })
                .collect();
            Sample {
                work: NewWork {
                    is_id_of_file: i % 4 == 1 && i % 7 != 0,
                    id: text("id"),
                    title: text("Títle"),
                    author: text("Author"),
                    language: (i % 3 == 0).then(|| "en".to_owned()),
                    n_letters: length + i,
                    digests,
                },
                hashes,
                threshold,
            }
        })
        .collect()
}

pub fn options(scale: u32) -> BuildOptions {
    BuildOptions {
        name: "Test".to_owned(),
        scale,
        created: "2026-01-02T03:04:05Z".to_owned(),
        ..BuildOptions::default()
    }
}

pub fn build(out: &Path, options: BuildOptions, samples: &[Sample]) -> Summary {
    let mut builder = Builder::create(out, options).unwrap();
    for sample in samples {
        builder
            .add(&sample.work, &sample.hashes, sample.threshold)
            .unwrap();
    }
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap()
}

/// Returns all hits of a lookup.
pub fn hits(index: &Index, hashes: &[u64]) -> Vec<(usize, u32)> {
    let mut hits = Vec::new();
    index
        .lookup(hashes, &mut |n, work: WorkId| hits.push((n, work.get())))
        .unwrap();
    hits
}

pub fn verify(index: &Index) -> colophon_index::VerifyReport {
    index.verify(&mut |_| ControlFlow::Continue(())).unwrap()
}
