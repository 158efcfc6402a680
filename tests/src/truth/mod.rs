//! Pairs with a known answer, and what the program says about them.
//!
//! The pairs are in `tests/truth`, with a page that says how they are written.
//! Everything they need is in the repository: records and titles are in the
//! tables, texts are made from a seed or are the sample stories. Each pair is
//! alone in its index, and the real program gives the answer.
//!
//! The expected answer is what the documentation promises, not what the program
//! happens to say. If the program is known to answer a pair wrongly, the pair
//! stays, with the reason; it fails as soon as the answer is right.

mod listings;
mod texts;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::thread;

use crate::root;

/// Where the program and its samples are.
#[derive(Debug, Clone, Copy)]
pub struct Setup<'a> {
    /// The `colophon` command.
    pub colophon: &'a Path,
    /// The folder of the sample manuscripts.
    pub samples: &'a Path,
}

/// One pair, with the right answer and the program's.
#[derive(Debug)]
pub struct Pair {
    /// The heading above it in its table.
    pub group: String,
    /// What is compared, in a line.
    pub what: String,
    /// The right answer.
    pub expected: String,
    /// Why the program is known to answer something else.
    pub known_wrong: Option<String>,
    /// What the program answered.
    pub answer: String,
}

impl Pair {
    /// Returns whether the answer is right.
    pub fn is_right(&self) -> bool {
        self.answer == self.expected
    }

    /// Returns whether the answer is as recorded: right, or wrong where the
    /// table says so.
    pub fn is_as_recorded(&self) -> bool {
        self.is_right() == self.known_wrong.is_none()
    }
}

/// Has the program answer every pair.
///
/// # Panics
///
/// When a table cannot be read or the program gives no answer.
pub fn ask(setup: Setup) -> Vec<Pair> {
    let mut pairs = all(setup, &table("listings.tsv"), listings::ask);
    pairs.extend(all(setup, &table("texts.tsv"), texts::ask));
    pairs
}

/// A line of a table: the heading above it, and its cells by name.
#[derive(Debug)]
struct Row {
    group: String,
    cells: Vec<(String, String)>,
}

impl Row {
    /// Returns a cell; it is empty if the line ends before it.
    fn cell(&self, name: &str) -> &str {
        let cell = self.cells.iter().find(|(own, _)| own == name);
        cell.map_or_else(|| panic!("no column {name}"), |(_, cell)| cell)
    }
}

/// Reads a table: names of columns, then headings (`# …`) and lines of cells,
/// with tabs between.
fn table(name: &str) -> Vec<Row> {
    let text = fs::read_to_string(root().join("tests/truth").join(name)).unwrap();
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let mut group = String::new();
    let mut rows = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        if let Some(heading) = line.strip_prefix("# ") {
            heading.clone_into(&mut group);
            continue;
        }
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        assert!(cells.len() <= columns.len(), "too many cells: {line}");
        let cells = columns.iter().enumerate().map(|(i, column)| {
            let cell = cells.get(i).copied().unwrap_or_default();
            ((*column).to_owned(), cell.to_owned())
        });
        rows.push(Row {
            group: group.clone(),
            cells: cells.collect(),
        });
    }
    rows
}

/// Has all rows answered, a few at a time, and returns the pairs in order.
fn all(setup: Setup, rows: &[Row], ask: fn(Setup, &Row, &Path) -> (String, String)) -> Vec<Pair> {
    let n_threads = thread::available_parallelism().map_or(2, usize::from);
    let share = rows.len().div_ceil(n_threads).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = rows
            .chunks(share)
            .map(|part| {
                scope.spawn(move || {
                    let folder = tempfile::tempdir().unwrap();
                    let pair = |row: &Row| {
                        let (what, answer) = ask(setup, row, folder.path());
                        let known_wrong = row.cell("known wrong");
                        Pair {
                            group: row.group.clone(),
                            what,
                            expected: row.cell("expected").to_owned(),
                            known_wrong: (!known_wrong.is_empty()).then(|| known_wrong.to_owned()),
                            answer,
                        }
                    };
                    part.iter().map(pair).collect::<Vec<_>>()
                })
            })
            .collect();
        let parts = parts.into_iter().map(|part| part.join().unwrap());
        parts.flatten().collect()
    })
}

/// Returns a table of how many answers are right, and a line for each that is
/// not.
pub fn describe(pairs: &[Pair]) -> String {
    let mut text = format!("{:<64} {:>5} {:>5}\n", "", "pairs", "right");
    for of_group in pairs.chunk_by(|one, other| one.group == other.group) {
        let n_right = of_group.iter().filter(|pair| pair.is_right()).count();
        let group = &of_group[0].group;
        let _ = writeln!(text, "{group:<64} {:>5} {n_right:>5}", of_group.len());
    }
    for pair in pairs {
        let Pair {
            what,
            expected,
            answer,
            ..
        } = pair;
        let _ = match (&pair.known_wrong, pair.is_right()) {
            (None, true) => Ok(()),
            (None, false) => writeln!(text, "WRONG: {what}: {answer}, should be {expected}"),
            (Some(why), false) => writeln!(
                text,
                "KNOWN WRONG: {what}: {answer}, should be {expected}\n  {why}"
            ),
            (Some(_), true) => writeln!(
                text,
                "RIGHT NOW: {what}: {answer}; remove the words under \"known wrong\""
            ),
        };
    }
    let n_right = pairs.iter().filter(|pair| pair.is_right()).count();
    let _ = writeln!(text, "{n_right} of {} are right", pairs.len());
    text
}

#[cfg(test)]
mod tests {
    use super::{Pair, describe};

    #[test]
    fn what_is_wrong_is_said_loudly() {
        let pair = |answer: &str, known_wrong: Option<&str>| Pair {
            group: "A group".to_owned(),
            what: "a | b".to_owned(),
            expected: "strong".to_owned(),
            known_wrong: known_wrong.map(str::to_owned),
            answer: answer.to_owned(),
        };
        for (pair, is_as_recorded, said) in [
            (pair("strong", None), true, "1 of 1 are right"),
            (
                pair("review", None),
                false,
                "WRONG: a | b: review, should be strong",
            ),
            (
                pair("review", Some("why")),
                true,
                "KNOWN WRONG: a | b: review, should be strong\n  why",
            ),
            (
                pair("strong", Some("why")),
                false,
                "RIGHT NOW: a | b: strong",
            ),
        ] {
            assert_eq!(pair.is_as_recorded(), is_as_recorded, "{pair:?}");
            let text = describe(&[pair]);
            assert!(text.contains(said), "{text}");
        }
    }
}
