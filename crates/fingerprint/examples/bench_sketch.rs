//! Times sketching against SHA-256 over the same bytes, in the same run.
//!
//! ```text
//! cargo run --release -p colophon-fingerprint --example bench_sketch [FOLDER]
//! ```
//!
//! FOLDER has text files, each of which is sketched alone; without it a text is made
//! up. Rounds alternate between the two, and the median ratio is shown, so a noisy
//! machine disturbs both alike. One thread.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measuring program prints, and stops where something fails"
)]

use std::time::Instant;

use colophon_fingerprint::{FINEST_SCALE, Scale, Sketcher};
use sha2::{Digest, Sha256};

const ROUNDS: usize = 15;

fn main() {
    let groups = match std::env::args_os().nth(1) {
        Some(folder) => by_script(std::path::Path::new(&folder)),
        None => vec![("made", vec![made()])],
    };
    println!(
        "One thread, median of {ROUNDS} rounds; MB/s of text. Ratios are to SHA-256 in the same round."
    );
    println!(
        "{:<12} {:>6} {:>9} {:>10} {:>7} {:>12} {:>7} {:>12} {:>7}",
        "text",
        "MB",
        "SHA-256",
        "sketch/64",
        "ratio",
        "sketch/4096",
        "ratio",
        "with digest",
        "ratio"
    );
    for (name, texts) in &groups {
        let mb = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let sha = seconds(texts, |text| Sha256::digest(text.as_bytes())[0].into());
            let [fine, coarse, digest] = [
                || Sketcher::new(FINEST_SCALE),
                || Sketcher::new(Scale::new(4096).unwrap()),
                || Sketcher::new(FINEST_SCALE).with_digest(),
            ]
            .map(|sketcher: fn() -> Sketcher| {
                seconds(texts, |text| {
                    let mut sketcher = sketcher();
                    sketcher.push(text);
                    sketcher.finish().sketch.hashes().len()
                })
            });
            rounds.push([
                mb / sha,
                mb / fine,
                sha / fine,
                mb / coarse,
                sha / coarse,
                mb / digest,
                sha / digest,
            ]);
        }
        let [
            sha,
            fine,
            fine_ratio,
            coarse,
            coarse_ratio,
            digest,
            digest_ratio,
        ] = std::array::from_fn(|i| {
            rounds.sort_by(|a: &[f64; 7], b| a[i].total_cmp(&b[i]));
            rounds[ROUNDS / 2][i]
        });
        println!(
            "{name:<12} {mb:>6.1} {sha:>9.0} {fine:>10.0} {fine_ratio:>7.3} {coarse:>12.0} {coarse_ratio:>7.3} {digest:>12.0} {digest_ratio:>7.3}"
        );
    }
}

fn seconds(texts: &[String], work: impl Fn(&str) -> usize) -> f64 {
    let start = Instant::now();
    for text in texts {
        std::hint::black_box(work(text));
    }
    start.elapsed().as_secs_f64()
}

/// Reads the texts of a folder and groups them by their script.
fn by_script(folder: &std::path::Path) -> Vec<(&'static str, Vec<String>)> {
    let mut groups = [
        ("all", Vec::new()),
        ("Latin", Vec::new()),
        ("Han, kana", Vec::new()),
        ("other", Vec::new()),
    ];
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
    {
        let text = std::fs::read_to_string(path).unwrap();
        let ascii = text.bytes().filter(u8::is_ascii).count() as f64 / text.len() as f64;
        let group = match ascii {
            _ if text.chars().any(|c| ('\u{3041}'..'\u{A000}').contains(&c)) => 2,
            0.9.. => 1,
            _ => 3,
        };
        groups[group].1.push(text.clone());
        groups[0].1.push(text);
    }
    groups.into()
}

fn made() -> String {
    const WORDS: [&str; 8] = [
        "the ",
        "a ",
        "morning ",
        "letters ",
        "colophon, ",
        "of ",
        "printed ",
        "“and” ",
    ];
    (0..3_000_000_u64)
        .map(|i| WORDS[(i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 61) as usize])
        .collect()
}
