//! Works with random hashes, queries for them, and what the benchmarks of both measure.
#![expect(
    clippy::unwrap_used,
    reason = "a measuring program stops where something fails"
)]

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use colophon_index::{BuildOptions, Builder, NewWork};

/// What a benchmark was started with: numbers, `--folder DIR`, and flags.
pub(crate) struct Arguments {
    numbers: Vec<u64>,
    flags: Vec<String>,
    /// Where files are made.
    pub(crate) folder: PathBuf,
}

impl Arguments {
    /// Reads them, and makes the folder; without `--folder` it is a temporary one with
    /// this name.
    pub(crate) fn read(name: &str) -> Self {
        let mut read = Self {
            numbers: Vec::new(),
            flags: Vec::new(),
            folder: std::env::temp_dir().join(name),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--folder" => read.folder = PathBuf::from(arguments.next().unwrap()),
                flag if flag.starts_with("--") => read.flags.push(argument),
                number => read.numbers.push(number.parse().unwrap()),
            }
        }
        fs::create_dir_all(&read.folder).unwrap();
        read
    }

    /// Returns a number by its place.
    pub(crate) fn number(&self, at: usize, otherwise: u64) -> u64 {
        self.numbers.get(at).copied().unwrap_or(otherwise)
    }

    pub(crate) fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|own| own == flag)
    }

    /// Removes the folder, unless it is to be kept.
    pub(crate) fn clear(&self) {
        if !self.has("--keep") {
            fs::remove_dir_all(&self.folder).unwrap();
        }
    }
}

/// The scale of the indexes.
pub(crate) const SCALE: u32 = 4096;

/// Hashes below this one are kept.
pub(crate) const THRESHOLD: u64 = u64::MAX / SCALE as u64 + 1;

/// Builds an index of these works, with `n_hashes` hashes each.
pub(crate) fn build(path: &Path, works: std::ops::Range<u64>, n_hashes: u64) {
    let options = BuildOptions {
        scale: SCALE,
        created: "2026-01-01T00:00:00Z".to_owned(),
        ..BuildOptions::default()
    };
    let mut builder = Builder::create(path, options).unwrap();
    for work in works {
        let new = NewWork {
            // About the number of letters that this many hashes are sampled from.
            n_letters: n_hashes * u64::from(SCALE) + scramble(work) % 100_000,
            ..NewWork::default()
        };
        builder
            .add(&new, &hashes(work, n_hashes), THRESHOLD)
            .unwrap();
    }
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
}

/// Returns a work and a query of `size` hashes that includes all of its own.
pub(crate) fn query(n: u64, n_works: u64, n_hashes: u64, size: u64) -> (u32, Vec<u64>) {
    let work = scramble(n ^ 0xbeef) % n_works;
    let mut query = hashes(work, n_hashes);
    query.extend(hashes(u64::MAX - n, size - n_hashes));
    query.sort_unstable();
    (u32::try_from(work).unwrap(), query)
}

/// Returns the sketch of a work: sorted random hashes below the threshold.
pub(crate) fn hashes(work: u64, n: u64) -> Vec<u64> {
    let seed = scramble(work);
    let mut hashes: Vec<u64> = (0..n)
        .map(|i| scramble(seed.wrapping_add(i)) % THRESHOLD)
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

pub(crate) fn scramble(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Returns the one in the middle.
pub(crate) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Returns the most memory that this process has had, if the system reports it.
pub(crate) fn peak_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}

/// Asks the system to forget the file's pages.
#[cfg(target_os = "linux")]
pub(crate) fn drop_from_cache(path: &Path) {
    let file = File::open(path).unwrap();
    file.sync_all().unwrap();
    rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).unwrap();
}

/// Other systems offer no such call; cold then means only a fresh connection.
#[cfg(not(target_os = "linux"))]
pub(crate) fn drop_from_cache(_path: &Path) {}

/// Reads a file, so that the system has it in its cache.
pub(crate) fn put_in_cache(path: &Path) {
    std::io::copy(&mut File::open(path).unwrap(), &mut std::io::sink()).unwrap();
}

/// Returns the processor time that something takes in this thread, in milliseconds;
/// where the system does not tell, the time of the clock.
pub(crate) fn cpu_ms(work: impl FnOnce()) -> f64 {
    let now = || {
        let line = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    let (start, before) = (Instant::now(), now());
    work();
    let wall = start.elapsed().as_secs_f64() * 1e3;
    match (before, now()) {
        (Some(before), Some(after)) => (after - before) / 1e6,
        _ => wall,
    }
}
