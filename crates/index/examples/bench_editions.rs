//! Measures what works that share hashes cost an index: none, and the editions and
//! conversions that collections of books have.
//!
//! `bench_editions [WORKS] [HASHES] [--folder DIR] [--keep]` builds an index of WORKS
//! works with HASHES random hashes each (by default 1,000,000 and 100) for each of the
//! collections, and prints its bytes a posting, and the processor time of new queries
//! that hold all hashes of a work.
//!
//! In the second collection a book has from 1 to 12 files, 2.7 on average. A file has 98
//! of 100 hashes of its edition, and an edition 85 of 100 of its book. Files are added in
//! no order.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measuring program prints, and stops where something fails"
)]

#[allow(dead_code, reason = "each benchmark needs other parts of it")]
mod random;

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use colophon_index::{BuildOptions, Builder, Index, NewWork, Set};

use random::{Arguments, SCALE, THRESHOLD, cpu_ms, hashes, put_in_cache, scramble};

const N_QUERIES: u64 = 1_000;
const MOST_FILES: u64 = 12;

/// A file of a book: its place among those of the book decides on its edition.
#[derive(Clone, Copy)]
struct Made {
    book: u64,
    edition: u64,
    number: u64,
}

fn main() {
    let arguments = Arguments::read("colophon-bench-editions");
    let (n_works, n_hashes) = (arguments.number(0, 1_000_000), arguments.number(1, 100));
    let folder = &arguments.folder;
    println!("{n_works} works, {n_hashes} hashes each");
    println!(
        "{:<12}{:>18}{:>10}{:>24}{:>24}",
        "collection", "bytes a posting", "build, s", "ms CPU, 104 hashes", "ms CPU, 1,664 hashes"
    );
    for (name, has_editions) in [("no editions", false), ("editions", true)] {
        let path = folder.join(format!("{has_editions}.colophon"));
        let files = files(n_works, has_editions);
        let start = Instant::now();
        if !path.exists() {
            build(&path, &files, n_hashes);
        }
        let build_s = start.elapsed().as_secs_f64();
        let set = Set::of(Index::open(&path).unwrap()).unwrap();
        let info = set.files().next().unwrap().info();
        let bytes = info.size_bytes as f64 / info.n_postings as f64;
        put_in_cache(&path);
        let times = [104, 1_664].map(|size| ask(&set, &files, n_hashes, size));
        println!(
            "{name:<12}{bytes:>18.3}{build_s:>10.1}{:>24.3}{:>24.3}",
            times[0], times[1]
        );
    }
    arguments.clear();
}

/// Returns the files in the order in which they are added.
fn files(n: u64, has_editions: bool) -> Vec<Made> {
    let mut files = Vec::new();
    let mut book = 0;
    while (files.len() as u64) < n {
        book += 1;
        // As many more with a chance of 0.64 each.
        let more = (1..MOST_FILES).take_while(|file| scramble(book ^ file << 40) % 100 < 64);
        let n_files = if has_editions {
            1 + more.count() as u64
        } else {
            1
        };
        files.extend((0..n_files).map(|number| Made {
            book,
            edition: number / 2,
            number,
        }));
    }
    files.truncate(usize::try_from(n).unwrap());
    files.sort_by_key(|it| scramble(it.book << 8 | it.number));
    files
}

fn hashes_of(file: Made, n: u64) -> Vec<u64> {
    let Made {
        book,
        edition,
        number,
    } = file;
    let of_book = hashes(book, n);
    let own = |seed: u64| hashes(scramble(seed) | 1 << 63, n);
    let (of_edition, of_file) = (own(book << 8 | edition), own(book << 8 | number | 1 << 60));
    let mut all: Vec<u64> = of_book
        .iter()
        .zip(of_edition.iter().zip(&of_file))
        .map(|(&by_book, (&by_edition, &by_file))| {
            let chance = |seed: u64| scramble(by_book ^ scramble(seed)) % 100;
            if chance(number | 1 << 50) >= 98 {
                by_file
            } else if edition > 0 && chance(edition) >= 85 {
                by_edition
            } else {
                by_book
            }
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn build(path: &Path, files: &[Made], n_hashes: u64) {
    let options = BuildOptions {
        scale: SCALE,
        created: "2026-01-01T00:00:00Z".to_owned(),
        ..BuildOptions::default()
    };
    let mut builder = Builder::create(path, options).unwrap();
    for &file in files {
        let work = NewWork {
            n_letters: n_hashes * u64::from(SCALE),
            ..NewWork::default()
        };
        builder
            .add(&work, &hashes_of(file, n_hashes), THRESHOLD)
            .unwrap();
    }
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
}

/// Returns the processor time of a new query in milliseconds, on average.
fn ask(set: &Set, files: &[Made], n_hashes: u64, size: u64) -> f64 {
    let queries: Vec<(u64, Vec<u64>)> = (0..N_QUERIES)
        .map(|n| {
            let at = scramble(n ^ size << 32) % files.len() as u64;
            let mut query = hashes_of(files[usize::try_from(at).unwrap()], n_hashes);
            query.extend(hashes(u64::MAX - n - (size << 20), size - n_hashes));
            query.sort_unstable();
            query.dedup();
            (at, query)
        })
        .collect();
    let all = cpu_ms(|| {
        for (at, query) in &queries {
            let holders = set.holders(query, 3, 1_000).unwrap();
            let mut found = holders.works.iter().map(|(id, _)| u64::from(id.get()));
            assert!(found.any(|id| id == *at));
            for (id, _) in &holders.works {
                set.work(*id).unwrap();
            }
        }
    });
    all / N_QUERIES as f64
}
