//! Shows how a list is read: its columns, its first titles, its problems.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

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
                println!("{error} ({:?})\n", error.kind());
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
        let mut counts: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        let notes = list.titles.iter().flat_map(|title| &title.notes);
        for (kind, message) in notes
            .map(|note| (format!("{:?}", note.kind), note.message.as_str()))
            .chain(
                list.problems
                    .iter()
                    .map(|problem| (format!("{:?}", problem.kind), problem.message.as_str())),
            )
        {
            counts.entry(kind).or_insert((0, message)).0 += 1;
        }
        for (kind, (n, message)) in counts {
            println!("  {n:6} {kind}: {message}");
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
