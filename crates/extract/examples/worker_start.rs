//! Measures how long a worker takes to start, give up its rights and answer.
//!
//! ```text
//! worker_start [N]
//! ```

#![expect(clippy::print_stdout, reason = "printing is its job")]
#![expect(clippy::unwrap_used, reason = "an example may end by failing")]

use std::time::Instant;

use colophon_extract::worker;

fn main() {
    if worker::serve_if_asked() {
        return;
    }
    let n = std::env::args().nth(1).map_or(500, |n| n.parse().unwrap());
    let mut times: Vec<_> = (0..n)
        .map(|_| {
            let started = Instant::now();
            worker::fences().unwrap();
            started.elapsed()
        })
        .collect();
    times.sort();
    let at = |share: usize| times[(n - 1) * share / 100];
    println!(
        "{n} workers: median {:?}, 95 % {:?}, longest {:?}; {:?}",
        at(50),
        at(95),
        at(100),
        worker::fences().unwrap()
    );
}
