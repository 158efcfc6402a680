//! Measures an index against the naive table, in one run.
//!
//! `bench_postings [WORKS] [HASHES] [--no-naive] [--folder DIR] [--keep]`
//! builds an index of
//! WORKS works with HASHES random hashes each (by default 1,000,000 and 100), and
//! the table `(hash, work) WITHOUT ROWID` of the same pairs, and prints sizes,
//! times and their ratios. Works have no titles, so the size is that of the
//! postings and all that they need.
//!
//! *Cold* is a first query after the system dropped the file from its cache;
//! *warm* is a query that was not made before, over a file that the system has in
//! its cache; *again* is the same query once more. `--keep` keeps the files, and
//! queries those of an earlier run instead of building them.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measuring program prints, and stops where something fails"
)]

#[allow(dead_code, reason = "each benchmark needs other parts of it")]
mod random;

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::Path;
use std::time::Instant;

use colophon_index::Index;
use rusqlite::{Connection, OpenFlags, params};

use random::{
    Arguments, SCALE, build, drop_from_cache, hashes, median, peak_mib, put_in_cache, query,
};

const N_QUERIES: u64 = 31;

fn main() {
    let arguments = Arguments::read("colophon-bench");
    let (n_works, n_hashes) = (arguments.number(0, 1_000_000), arguments.number(1, 100));
    let folder = &arguments.folder;
    println!("{n_works} works x {n_hashes} hashes");

    let ours = measure_index(&folder.join("bench.colophon"), n_works, n_hashes);
    ours.print("index");
    if !arguments.has("--no-naive") {
        let naive = measure_naive(&folder.join("naive.sqlite"), n_works, n_hashes);
        naive.print("naive table");
        ours.print_ratio(&naive);
    }
    arguments.clear();
}

/// The figures of one way to keep postings.
struct Figures {
    bytes_per_posting: f64,
    build_s: f64,
    peak_mib: Option<u64>,
    queries: Vec<(String, f64)>,
}

impl Figures {
    fn print(&self, what: &str) {
        println!("{what}");
        println!(
            "  {:<28}{:>12.3}",
            "bytes a posting", self.bytes_per_posting
        );
        println!("  {:<28}{:>12.1}", "build, s", self.build_s);
        if let Some(peak) = self.peak_mib {
            println!("  {:<28}{peak:>12}", "peak memory of the build, MiB");
        }
        for (name, ms) in &self.queries {
            println!("  {name:<28}{ms:>12.3}");
        }
    }

    fn print_ratio(&self, naive: &Self) {
        println!("index / naive table (below 1 is better)");
        let ratio = |name: &str, a: f64, b: f64| println!("  {name:<28}{:>12.3}", a / b);
        ratio(
            "bytes a posting",
            self.bytes_per_posting,
            naive.bytes_per_posting,
        );
        ratio("build", self.build_s, naive.build_s);
        for ((name, ours), (_, theirs)) in self.queries.iter().zip(&naive.queries) {
            ratio(name.trim_end_matches(", ms"), *ours, *theirs);
        }
    }
}

fn measure_index(path: &Path, n_works: u64, n_hashes: u64) -> Figures {
    let start = Instant::now();
    if !path.exists() {
        build(path, 0..n_works, n_hashes);
    }
    let build_s = start.elapsed().as_secs_f64();
    let peak_mib = peak_mib();
    let mut index = Index::open(path).unwrap();
    let queries = ask(path, n_works, n_hashes, &mut |reopen, query| {
        if reopen {
            index = Index::open(path).unwrap();
        }
        let start = Instant::now();
        let mut hits = HashMap::new();
        index
            .lookup(query, &mut |_, work| {
                *hits.entry(work.get()).or_insert(0) += 1;
            })
            .unwrap();
        (start.elapsed().as_secs_f64() * 1e3, hits)
    });
    let info = index.info();
    Figures {
        bytes_per_posting: info.size_bytes as f64 / info.n_postings as f64,
        build_s,
        peak_mib,
        queries,
    }
}

fn measure_naive(path: &Path, n_works: u64, n_hashes: u64) -> Figures {
    let start = Instant::now();
    if !path.exists() {
        build_naive(path, n_works, n_hashes);
    }
    let build_s = start.elapsed().as_secs_f64();

    let open = || Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut db = open();
    let queries = ask(path, n_works, n_hashes, &mut |reopen, query| {
        if reopen {
            db = open();
            db.prepare_cached("SELECT w FROM p WHERE h = ?1").unwrap();
        }
        let start = Instant::now();
        let mut hits = HashMap::new();
        let mut statement = db.prepare_cached("SELECT w FROM p WHERE h = ?1").unwrap();
        for hash in query {
            let mut rows = statement.query([top_bits(*hash)]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                *hits.entry(row.get::<_, u32>(0).unwrap()).or_insert(0) += 1;
            }
        }
        (start.elapsed().as_secs_f64() * 1e3, hits)
    });
    let size_bytes = fs::metadata(path).unwrap().len();
    Figures {
        // The table has slightly fewer pairs, as some hashes agree in 32 bits.
        bytes_per_posting: size_bytes as f64 / (n_works * n_hashes) as f64,
        build_s,
        peak_mib: None,
        queries,
    }
}

fn build_naive(path: &Path, n_works: u64, n_hashes: u64) {
    let mut pairs: Vec<u64> = (0..n_works)
        .flat_map(|work| {
            hashes(work, n_hashes)
                .into_iter()
                .map(move |hash| u64::from(top_bits(hash)) << 32 | work)
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut db = Connection::open(path).unwrap();
    db.execute_batch(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
         CREATE TABLE p(h INTEGER, w INTEGER, PRIMARY KEY(h, w)) WITHOUT ROWID;",
    )
    .unwrap();
    let transaction = db.transaction().unwrap();
    let mut insert = transaction
        .prepare("INSERT INTO p VALUES (?1, ?2)")
        .unwrap();
    for pair in &pairs {
        insert
            .execute(params![
                (pair >> 32).cast_signed(),
                (pair & 0xffff_ffff).cast_signed()
            ])
            .unwrap();
    }
    drop(insert);
    transaction.commit().unwrap();
    drop(db);
    File::open(path).unwrap().sync_all().unwrap();
}

/// Answers a query, over a fresh connection if the first argument is true, and
/// returns the milliseconds it took and the number of hits of each work.
type Lookup<'a> = dyn FnMut(bool, &[u64]) -> (f64, HashMap<u32, u32>) + 'a;

/// Returns the medians of queries of several kinds.
fn ask(path: &Path, n_works: u64, n_hashes: u64, lookup: &mut Lookup<'_>) -> Vec<(String, f64)> {
    let mut medians = Vec::new();
    for size in [n_hashes, 16 * n_hashes] {
        let (mut cold, mut warm, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for n in 0..N_QUERIES {
            let (_, query) = query(n, n_works, n_hashes, size);
            lookup(true, &query[..0]);
            drop_from_cache(path);
            cold.push(lookup(false, &query).0);
        }
        put_in_cache(path);
        for n in 0..N_QUERIES {
            let (work, query) = query(1000 + n, n_works, n_hashes, size);
            let (ms, hits) = lookup(n == 0, &query);
            assert!(u64::from(hits[&work]) >= n_hashes, "the work was not found");
            warm.push(ms);
            again.push(lookup(false, &query).0);
        }
        for (name, times) in [("cold", cold), ("warm", warm), ("again", again)] {
            medians.push((format!("{size} hashes {name}, ms"), median(times)));
        }
    }
    medians
}

/// Returns the 32 bits after the zero bits of the scale, which the index keeps.
fn top_bits(hash: u64) -> u32 {
    u32::try_from(hash << SCALE.trailing_zeros() >> 32).unwrap()
}
