//! Measures a set against one index of the same works, in one run.
//!
//! `bench_sets [BASE] [MORE] [HASHES] [--folder DIR] [--keep]` builds a base of BASE
//! works, twelve deltas that have MORE works together, and one index of all of them, with
//! HASHES random hashes a work (by default 2,000,000, 1,000,000 and 100). It merges the
//! deltas into a roll, and prints the processor time of a query over one index, over base
//! and roll, and over base and deltas, with their ratios; how long opening takes; and how
//! fast a roll is made.
//!
//! *Cold* is a query after the system dropped the files from its cache, in wall time. Each
//! query is new. `--keep` keeps the files for another run.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measuring program prints, and stops where something fails"
)]

#[allow(dead_code, reason = "each benchmark needs other parts of it")]
mod random;

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use colophon_index::{About, Index, MergeOptions, Removals, Set, WorkId};

use random::{Arguments, build, cpu_ms, drop_from_cache, median, peak_mib, put_in_cache, query};

const N_DELTAS: u64 = 12;
const N_QUERIES: u64 = 301;
const N_OPENED: u32 = 300;
const N_COLD: u64 = 9;
const SIZES: [u64; 3] = [104, 416, 1_664];

fn main() {
    let arguments = Arguments::read("colophon-bench-sets");
    let (n_base, n_more, n_hashes) = (
        arguments.number(0, 2_000_000),
        arguments.number(1, 1_000_000),
        arguments.number(2, 100),
    );
    let folder = &arguments.folder;
    println!("{n_base} works and {n_more} more in {N_DELTAS} deltas, {n_hashes} hashes each");

    let at = |name: &str| folder.join(format!("{name}.colophon"));
    let made = |path: PathBuf, works: std::ops::Range<u64>| {
        if !path.exists() {
            build(&path, works, n_hashes);
        }
        path
    };
    let end = n_base + n_more;
    let one = made(at("one"), 0..end);
    let base = made(at("base"), 0..n_base);
    let deltas: Vec<PathBuf> = (0..N_DELTAS)
        .map(|n| {
            let from = n_base + n_more * n / N_DELTAS;
            made(
                at(&format!("delta-{n}")),
                from..n_base + n_more * (n + 1) / N_DELTAS,
            )
        })
        .collect();
    let roll = at("roll");
    let _ = fs::remove_file(&roll);
    make_roll(&deltas, &roll);

    let all: Vec<PathBuf> = std::iter::once(base.clone()).chain(deltas).collect();
    let ways = [
        ("one", vec![one]),
        ("base + roll", vec![base, roll]),
        ("base + deltas", all),
    ];
    println!("{:<16}{:>12}{:>12}", "opening", "ms CPU", "files");
    for (name, files) in &ways {
        let all = cpu_ms(|| (0..N_OPENED).for_each(|_| drop(open(files))));
        println!(
            "{name:<16}{:>12.3}{:>12}",
            all / f64::from(N_OPENED),
            files.len()
        );
    }
    for size in SIZES {
        println!(
            "{size} hashes{:>18}{:>12}{:>12}",
            "ms CPU, warm", "ratio", "ms, cold"
        );
        let mut first = None;
        for (name, files) in &ways {
            let (warm, cold) = ask(files, end, n_hashes, size);
            let one = *first.get_or_insert(warm);
            println!("  {name:<16}{warm:>12.3}{:>14.2}{cold:>12.2}", warm / one);
        }
    }
    arguments.clear();
}

fn open(files: &[PathBuf]) -> Set {
    let files = files.iter().map(|path| Index::open(path).unwrap());
    Set::join_rolled(files.collect(), &[1], &Removals::default()).unwrap()
}

fn make_roll(deltas: &[PathBuf], out: &Path) {
    let options = MergeOptions {
        name: "roll".to_owned(),
        about: About::default(),
        created: "2026-01-01T00:00:00Z".to_owned(),
        memory_bytes: 256 << 20,
        numbers: None,
        is_roll: true,
        hides_id: None,
    };
    let set = open(deltas);
    let before = peak_mib();
    let start = Instant::now();
    let cpu = cpu_s();
    let merged = set
        .merge(out, options, &mut |_| ControlFlow::Continue(()))
        .unwrap();
    let wall = start.elapsed().as_secs_f64();
    let cpu = cpu_s()
        .zip(cpu)
        .map_or(wall, |(after, before)| after - before);
    let n = (merged.info.n_postings + merged.info.n_short_postings) as f64 / 1e6;
    println!(
        "roll: {n:.1} million postings, {:.2} million a second of processor time, {:.2} of the clock; peak {:?} MiB, before {before:?}",
        n / cpu,
        n / wall,
        peak_mib(),
    );
}

/// Returns the mean processor time of warm queries, and the median of the wall time of
/// cold ones.
fn ask(files: &[PathBuf], n_works: u64, n_hashes: u64, size: u64) -> (f64, f64) {
    let mut cold = Vec::new();
    for n in 0..N_COLD {
        let set = open(files);
        let (_, query) = query(n, n_works, n_hashes, size);
        for path in files {
            drop_from_cache(path);
        }
        let start = Instant::now();
        set.holders(&query, 3, 1_000).unwrap();
        cold.push(start.elapsed().as_secs_f64() * 1e3);
    }
    for path in files {
        put_in_cache(path);
    }
    let set = open(files);
    let queries: Vec<(u32, Vec<u64>)> = (0..N_QUERIES)
        .map(|n| query(1_000 + n, n_works, n_hashes, size))
        .collect();
    let ask = |(work, query): &(u32, Vec<u64>)| {
        let holders = set.holders(query, 3, 1_000).unwrap();
        let own = holders.works.iter().find(|(id, _)| id.get() == *work);
        assert!(
            own.is_some_and(|(_, hits)| hits.len() as u64 >= n_hashes),
            "the work was not found"
        );
        // As a comparison does: what is known about the work that was found.
        set.work(WorkId::new(*work)).unwrap();
    };
    // The first one reads what a set keeps.
    ask(&queries[0]);
    let all = cpu_ms(|| queries[1..].iter().for_each(ask));
    (all / (N_QUERIES - 1) as f64, median(cold))
}

/// Returns the processor time of all threads so far in seconds, if the system tells.
fn cpu_s() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    let ticks = |n| rest.split_whitespace().nth(n)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}
