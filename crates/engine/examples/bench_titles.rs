//! Measures a client list against a set of two catalogues, and against one of all records.
//!
//! `bench_titles [--rows N] [--folder DIR] [--keep]` builds a base of `N` records (7.5
//! million by default), a delta of a tenth as many, and one index of all; checks 500
//! titles, half of which are listed, and prints the processor time of each and the
//! ratio.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measuring program prints, and stops where something fails"
)]

mod made;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_engine::{ClientsRequest, Job, Manifest, Role, SetFile, check_clients};
use colophon_index::Index;

const N_TITLES: u64 = 500;
const ROUNDS: usize = 5;

fn main() {
    let mut n_rows = 7_500_000;
    let mut folder = std::env::temp_dir().join("colophon-bench-titles");
    let mut keep = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap();
        match argument.as_str() {
            "--rows" => n_rows = value().parse().unwrap(),
            "--folder" => folder = PathBuf::from(value()),
            "--keep" => keep = true,
            other => panic!("{other}"),
        }
    }
    fs::create_dir_all(&folder).unwrap();
    let all = n_rows + n_rows / 10;
    let built = |name: &str, rows: std::ops::Range<u64>| {
        let path = folder.join(format!("{name}.colophon"));
        if !path.is_file() {
            made::build(rows, &path);
        }
        path
    };
    let one = built("one", 0..all);
    let files = [
        (built("base", 0..n_rows), "base", Role::Base),
        (built("delta", n_rows..all), "delta", Role::Delta),
    ];
    describe(&folder, &files);
    let list = folder.join("titles.csv");
    let mut rows = String::from("Title,Author\n");
    for n in 0..N_TITLES {
        let record = made::record(made::scramble(n) % all);
        // Every other title is not listed.
        let title = if n % 2 == 0 {
            record.title
        } else {
            format!("{} zzyx{n}", record.title)
        };
        writeln!(rows, "{title},{}", record.author).unwrap();
    }
    fs::write(&list, rows).unwrap();
    let (one_s, n_one) = ask(&list, &one);
    let (set_s, n_set) = ask(&list, &folder);
    assert_eq!(n_one, n_set, "the set found something else");
    println!(
        "{N_TITLES} titles, {n_one} found; one index of {all} records: {one_s:.3} s of processor time"
    );
    println!("base and delta: {set_s:.3} s, ratio {:.2}", set_s / one_s);
    if !keep {
        fs::remove_dir_all(&folder).unwrap();
    }
}

fn describe(folder: &Path, files: &[(PathBuf, &str, Role)]) {
    let files = files
        .iter()
        .map(|(path, name, role)| SetFile::of_index(name, *role, &Index::open(path).unwrap()));
    let manifest = Manifest::new(
        &"0".repeat(32),
        1,
        "Titles",
        "2026-01-01T00:00:00Z",
        1024,
        files.collect(),
    );
    fs::write(folder.join("index.json"), manifest.to_json()).unwrap();
}

/// Returns the median processor time of a check without opening and verifying, and how
/// many titles were found.
fn ask(list: &Path, index: &Path) -> (f64, usize) {
    let mut times = Vec::new();
    let mut n_found = 0;
    for round in 0..=ROUNDS {
        let opened = cpu_s();
        let mut request = ClientsRequest::new(list.to_owned(), vec![index.to_owned()]);
        request.jobs = 1;
        let report = check_clients(&request, &Job::default()).unwrap().report;
        n_found = report
            .results
            .iter()
            .filter(|it| it.verdict.is_found())
            .count();
        // The first one verifies the files.
        if round > 0 {
            times.push(cpu_s() - opened);
        }
    }
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], n_found)
}

/// Returns the processor time of this process so far, in seconds; where the system does
/// not tell, that of the clock.
fn cpu_s() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit_once(')').and_then(|(_, rest)| {
        let mut words = rest.split_whitespace().skip(11);
        Some(words.next()?.parse::<f64>().ok()? + words.next()?.parse::<f64>().ok()?)
    });
    ticks.map_or_else(
        || {
            std::time::SystemTime::UNIX_EPOCH
                .elapsed()
                .unwrap()
                .as_secs_f64()
        },
        |ticks| ticks / 100.0,
    )
}
