//! Reads a dump and says how long that took, for measurements.
//!
//! `cargo run --release -p colophon-catalogue --example read KIND FILE`
#![expect(clippy::print_stdout, reason = "an example says what it measured")]

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use colophon_catalogue::{Input, Kind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (kind, path) = args.next().zip(args.next()).ok_or("KIND FILE")?;
    let input = Input {
        kind: kind.parse::<Kind>()?,
        path: Some(PathBuf::from(&path)),
        crew: Vec::new(),
    };
    let n_bytes = std::fs::metadata(&path)?.len();
    let start = Instant::now();
    let summary = colophon_catalogue::read(
        &input,
        &std::env::temp_dir(),
        256 << 20,
        &mut |_| ControlFlow::Continue(()),
        &mut |_| ControlFlow::Continue(()),
    )?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{seconds:.2} s, {:.0} MB/s, {:.0} records/s; {summary:?}",
        n_bytes as f64 / 1e6 / seconds,
        summary.n_records as f64 / seconds
    );
    Ok(())
}
