//! Reads a dump and says what is in it, and how fast: `read_dump KIND PATH [N]`
//! prints the first N records; PATH is `-` for standard input. Paths after N are those
//! of the files that name writers.
#![expect(clippy::print_stdout, reason = "an example talks")]

use std::ops::ControlFlow;
use std::time::Instant;

use colophon_catalogue::{Input, Item};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1);
    let kind = args.next().unwrap_or_default();
    let kind = kind.to_string_lossy().parse()?;
    let path = args.next().filter(|path| path != "-").map(Into::into);
    let n_shown: usize = match args.next() {
        Some(n) => n.to_string_lossy().parse()?,
        None => 0,
    };
    let crew = args.map(Into::into).collect();
    let start = Instant::now();
    let mut n_seen = 0;
    let mut bytes = 0;
    let summary = colophon_catalogue::read(
        &Input { kind, path, crew },
        &std::env::temp_dir(),
        64 << 20,
        &mut |item| {
            n_seen += 1;
            if n_seen <= n_shown {
                println!("{item:#?}");
            }
            if let Item::Record(record) = item {
                bytes += record.title.len() + record.author.len();
            }
            ControlFlow::Continue(())
        },
        &mut |_| ControlFlow::Continue(()),
    )?;
    println!(
        "{summary:#?}\n{bytes} bytes of titles and names, {:.3?}",
        start.elapsed()
    );
    Ok(())
}
