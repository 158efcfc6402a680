//! Compares a manuscript with a work by their texts.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Row, Setup};
use crate::program::{alone, finish};
use crate::text::made;

/// The scale of an index if the table does not give one.
const SCALE: &str = "64";

/// Returns what a row compares, and the program's verdict.
pub(super) fn ask(setup: Setup, row: &Row, folder: &Path) -> (String, String) {
    let put = |name: &str, described: &str| -> PathBuf {
        if let Some(name) = described.strip_prefix("file ") {
            return setup.samples.join(name);
        }
        let path = folder.join(name);
        fs::write(&path, text(setup, described)).unwrap();
        path
    };
    let manuscript = put("manuscript.txt", row.cell("manuscript"));
    let work = put("work.txt", row.cell("work"));
    let index = folder.join("works.colophon");
    let scale = Some(row.cell("scale")).filter(|scale| !scale.is_empty());
    let mut build = alone(setup.colophon);
    build.args([
        "index",
        "build",
        "--scale",
        scale.unwrap_or(SCALE),
        "--books",
    ]);
    let _ = finish(build.arg(work).arg("--out").arg(&index)).ending(0);
    let mut check = alone(setup.colophon);
    check.args(["check", "--format", "json"]).arg(manuscript);
    let ran = finish(check.arg("--index").arg(&index));
    let report = ran.json();
    let results = report["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{row:?}: {ran:#?}");
    let verdict = results[0]["verdict"].as_str().unwrap();
    (row.cell("name").to_owned(), verdict.to_owned())
}

/// Returns the text that a cell describes: pieces with ` + ` between, each a
/// source and what is done to it, with commas between.
fn text(setup: Setup, described: &str) -> String {
    let pieces = described.split(" + ").map(|piece| {
        let mut steps = piece.split(", ");
        let source = words(steps.next().unwrap());
        let mut text = match source[..] {
            ["made", seed, n] => made(number(seed), usize::try_from(number(n)).unwrap()),
            ["story", name] => {
                let path = setup.samples.join(format!("{name}.txt"));
                fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
            }
            _ => panic!("not a source of text: {piece}"),
        };
        for step in steps {
            text = match words(step)[..] {
                ["misread", percent] => misread(&text, number(percent)),
                ["new", n] => with_new(&text, usize::try_from(number(n)).unwrap()),
                ["reset"] => reset(&text),
                ["words", range] => {
                    let (from, to) = range.split_once('-').unwrap();
                    let n = usize::try_from(number(to) - number(from)).unwrap();
                    let from = usize::try_from(number(from)).unwrap();
                    let all: Vec<&str> = text.split_whitespace().collect();
                    all[from..from + n].join(" ")
                }
                _ => panic!("not a step: {step}"),
            };
        }
        text
    });
    pieces.collect::<Vec<_>>().join("\n\n")
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn number(text: &str) -> u64 {
    text.parse()
        .unwrap_or_else(|_| panic!("not a number: {text}"))
}

/// Returns the text with `percent` of its letters replaced, at places that look
/// random.
fn misread(text: &str, percent: u64) -> String {
    let mut state = 1_u64;
    text.chars()
        .map(|c| {
            state = state.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
            match c {
                'a'..='y' | 'A'..='Y' if (state >> 33) % 100 < percent => {
                    char::from_u32(u32::from(c) + 1).unwrap_or(c)
                }
                _ => c,
            }
        })
        .collect()
}

/// Returns the text with every `n`-th paragraph replaced by another.
fn with_new(text: &str, n: usize) -> String {
    let paragraphs = text.split("\n\n").enumerate().map(|(i, paragraph)| {
        if i % n == n - 1 {
            made(1_000_000 + i as u64, words(paragraph).len())
        } else {
            paragraph.to_owned()
        }
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Returns the text as another house might set it: in capitals, without
/// punctuation, on lines of other lengths.
fn reset(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !".,".contains(*c)).collect();
    let plain = plain.to_uppercase();
    let lines: Vec<String> = words(&plain).chunks(7).map(|line| line.join(" ")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Setup;
    use super::{made, text};

    #[test]
    fn texts_are_made_as_they_are_described() {
        let setup = Setup {
            colophon: Path::new("none"),
            samples: Path::new("none"),
        };
        let text = |described| text(setup, described);
        let whole = made(1, 500);
        assert_eq!(text("made 1 500"), whole);
        assert_eq!(
            text("made 1 500 + made 2 9"),
            format!("{whole}\n\n{}", made(2, 9))
        );
        let n_words = |text: &str| text.split_whitespace().count();
        assert_eq!(n_words(&text("made 1 500, words 100-300")), 200);
        let differing = |other: &str| {
            whole
                .chars()
                .zip(other.chars())
                .filter(|(a, b)| a != b)
                .count()
        };
        let n = differing(&text("made 1 500, misread 3"));
        assert!((40..110).contains(&n), "{n}");
        let new = text("made 1 500, new 3");
        let old: Vec<&str> = whole.split("\n\n").collect();
        let kept = new
            .split("\n\n")
            .filter(|paragraph| old.contains(paragraph));
        assert_eq!((old.len(), kept.count()), (5, 4));
        let letters = |text: &str| {
            text.to_lowercase()
                .replace(|c: char| !c.is_alphabetic(), "")
        };
        let reset = text("made 1 500, reset");
        assert_eq!(letters(&reset), letters(&whole));
        assert_ne!(reset, whole);
    }
}
