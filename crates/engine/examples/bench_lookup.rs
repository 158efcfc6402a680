//! Measures look-ups by name in a catalogue of made-up records.
//!
//! `bench_lookup [--rows N] [--out FILE]` builds an index of `N` records (7.5 million
//! by default) unless `FILE` exists, with a name that has 400 works among 75,000
//! records of that surname, and prints how long look-ups take: until the first rows are
//! there, and until all are. Each is asked five times; the first is with cold pages of
//! this process.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measuring program prints, and stops where something fails"
)]

mod made;

use std::path::{Path, PathBuf};
use std::time::Instant;

use colophon_engine::{Job, LookupRequest, Narrow, Order, lookup, narrowed};

const ROUNDS: usize = 5;

fn main() {
    let mut n_rows = 7_500_000;
    let mut out = std::env::temp_dir().join("bench-lookup.colophon");
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap();
        match argument.as_str() {
            "--rows" => n_rows = value().parse().unwrap(),
            "--out" => out = PathBuf::from(value()),
            other => panic!("{other}"),
        }
    }
    if !out.is_file() {
        let start = Instant::now();
        made::build(0..n_rows, &out);
        println!(
            "built {n_rows} records in {:.1} s",
            start.elapsed().as_secs_f64()
        );
    }
    for question in [
        "Jane Weller",
        "J. Weller",
        "Bob Weller",
        "Weller",
        "The Salt Road",
        "Nobody Atall",
        "978-0-306-40615-7",
    ] {
        ask(question, &out);
    }
}

fn ask(question: &str, index: &Path) {
    let request = LookupRequest {
        question: Some(question.to_owned()),
        indexes: vec![index.to_owned()],
        ..LookupRequest::default()
    };
    let mut times = Vec::new();
    let mut counts = (0, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let found = lookup(&request, &Job::default()).unwrap();
        let whole = start.elapsed();
        let order = (Order::Title, false);
        let page = narrowed(&found, &Narrow::default(), order, 0, 100);
        times.push((whole, start.elapsed()));
        counts = (page.total_works, page.total_records);
    }
    let ms = |time: std::time::Duration| time.as_secs_f64() * 1_000.0;
    let first = times[0];
    times.sort_unstable();
    let median = times[ROUNDS / 2];
    println!(
        "{question:<20} {:>6} works {:>6} records: first time {:>7.1} ms, median {:>7.1} ms, sorted and a page of it {:>7.1} ms",
        counts.0,
        counts.1,
        ms(first.0),
        ms(median.0),
        ms(median.1)
    );
}
