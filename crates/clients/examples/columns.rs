//! Shows how a list is read: its columns, its first titles, its problems.
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use colophon_clients::{Field, Mapping, read};

fn main() {
    for path in std::env::args_os().skip(1) {
        let start = Instant::now();
        let list = read(Path::new(&path), &Mapping::default(), &mut |_| {
            ControlFlow::Continue(())
        });
        let took = start.elapsed();
        let list = match list {
            Ok(list) => list,
            Err(error) => {
                println!("{} ({})\n", error, error.kind().as_str());
                continue;
            }
        };
        println!(
            "{}: {}, {} titles, {} problems in {took:.1?}",
            Path::new(&path).display(),
            list.format.as_str(),
            list.titles.len(),
            list.problems.len()
        );
        for column in &list.columns {
            println!(
                "  column {:30} {}",
                column.header,
                column.field.map_or("-", Field::as_str)
            );
        }
        let mut counts: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        let notes = list.titles.iter().flat_map(|title| &title.notes);
        for (code, message) in notes
            .map(|note| (note.code, note.message.as_str()))
            .chain(list.problems.iter().map(|p| (p.code, p.message.as_str())))
        {
            counts.entry(code).or_insert((0, message)).0 += 1;
        }
        for (code, (n, message)) in counts {
            println!("  {n:6} {code}: {message}");
        }
        for title in list.titles.iter().take(4) {
            println!("  {title:?}");
        }
        for problem in list.problems.iter().take(4) {
            println!("  {problem:?}");
        }
        println!();
    }
}
