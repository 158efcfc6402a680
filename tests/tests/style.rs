//! The words that docs/STYLE.md rules out appear nowhere.
//!
//! STYLE.md holds the phrases and their exceptions; this file only looks for
//! them: in the strings and comments of Rust, TypeScript and Svelte files, in
//! the text of Svelte markup, and in the Markdown pages. Code is not searched,
//! so an identifier may have any name.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_tests::prose::read;
use colophon_tests::root;

/// The folders and files to search, from the root of the repository.
const SEARCHED: [&str; 10] = [
    "crates",
    "src-tauri",
    "tests",
    "xtask",
    "ui",
    "docs",
    "assets/samples/README.md",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
];

/// The page that names the phrases, and therefore uses them.
const STYLE: &str = "docs/STYLE.md";

/// A word of a text.
#[derive(Debug)]
struct Word {
    /// In lower case, with its inner hyphens and apostrophes.
    text: String,
    /// The line it is on, from 1.
    line: usize,
    /// Whether only blanks, quotes or one line end separate it from the word
    /// before; a phrase does not run across anything else.
    is_joined: bool,
}

/// A part of a phrase.
#[derive(Debug, Clone)]
enum Part {
    /// One of these words.
    OneOf(Vec<String>),
    /// Any one word.
    Any,
    /// Up to three words.
    Gap,
}

/// A phrase that STYLE.md names.
#[derive(Debug, Clone)]
struct Phrase {
    /// As STYLE.md writes it.
    name: String,
    parts: Vec<Part>,
}

impl Phrase {
    fn new(name: &str) -> Self {
        let parts = name.split_whitespace().map(|part| match part {
            "X" => Part::Any,
            "…" => Part::Gap,
            words => Part::OneOf(words.split('/').map(str::to_lowercase).collect()),
        });
        Self {
            name: name.to_owned(),
            parts: parts.collect(),
        }
    }

    /// Returns the end of the longest match that begins at `from`.
    fn end(&self, words: &[Word], from: usize) -> Option<usize> {
        end_of(&self.parts, words, from, from)
    }

    /// Returns a text that this phrase matches.
    fn example(&self) -> String {
        let words = self.parts.iter().map(|part| match part {
            Part::OneOf(words) => words[0].as_str(),
            Part::Any => "thing",
            Part::Gap => "some thing",
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

fn end_of(parts: &[Part], words: &[Word], from: usize, at: usize) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else {
        return Some(at);
    };
    let fits = |at: usize| words.get(at).is_some_and(|it| at == from || it.is_joined);
    match part {
        Part::Gap => (0..=3)
            .rev()
            .filter(|n| (at..at + n).all(fits))
            .find_map(|n| end_of(rest, words, from, at + n)),
        Part::Any => fits(at).then(|| end_of(rest, words, from, at + 1))?,
        Part::OneOf(choice) => {
            let fits = fits(at) && choice.contains(&words[at].text);
            fits.then(|| end_of(rest, words, from, at + 1))?
        }
    }
}

/// What STYLE.md rules out, and what it allows although it looks like that.
#[derive(Debug)]
struct Rules {
    avoided: Vec<Phrase>,
    fine: Vec<Phrase>,
}

impl Rules {
    /// Reads the tables of STYLE.md.
    fn read() -> Self {
        let page = fs::read_to_string(root().join(STYLE)).unwrap();
        Self {
            avoided: phrases(&page, "| Do not write |"),
            fine: phrases(&page, "| Fine |"),
        }
    }

    /// Returns the phrase and the line of each hit in `text`.
    fn hits<'a>(&'a self, text: &str, line: usize) -> Vec<(&'a str, usize)> {
        let words = words(text, line);
        let ends = |phrases: &'a [Phrase], at: usize| {
            phrases
                .iter()
                .filter_map(|it| Some((it, it.end(&words, at)?)))
                .collect::<Vec<_>>()
        };
        let fine: Vec<_> = (0..words.len())
            .flat_map(|at| ends(&self.fine, at).into_iter().map(move |it| (at, it.1)))
            .collect();
        (0..words.len())
            .flat_map(|at| ends(&self.avoided, at).into_iter().map(move |it| (at, it)))
            .filter(|(at, (_, end))| !fine.iter().any(|(from, to)| from <= at && end <= to))
            .map(|(at, (phrase, _))| (phrase.name.as_str(), words[at].line))
            .collect()
    }
}

/// Returns the phrases in the first column of the table that begins with `head`.
fn phrases(page: &str, head: &str) -> Vec<Phrase> {
    let table = page.lines().skip_while(|line| !line.starts_with(head));
    let cells = table
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|row| row.split('|').nth(1).unwrap());
    cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(Phrase::new)
        .collect()
}

/// Splits a text that begins on `line` into words.
fn words(text: &str, mut line: usize) -> Vec<Word> {
    let chars: Vec<char> = text.chars().collect();
    let mut words: Vec<Word> = Vec::new();
    let (mut at, mut n_ends, mut is_joined) = (0, 0, false);
    while at < chars.len() {
        let letter = chars[at];
        if is_in_word(letter) {
            let start = at;
            while at < chars.len() && (is_in_word(chars[at]) || is_inner(&chars, at)) {
                at += 1;
            }
            words.push(Word {
                text: chars[start..at].iter().collect::<String>().to_lowercase(),
                line,
                is_joined,
            });
            (n_ends, is_joined) = (0, true);
            continue;
        }
        if letter == '\n' {
            line += 1;
            n_ends += 1;
        }
        // A blank line ends a paragraph.
        is_joined &= (letter.is_whitespace() || "`*\"“”„".contains(letter)) && n_ends < 2;
        at += 1;
    }
    words
}

fn is_in_word(letter: char) -> bool {
    // Braces hold a placeholder, which is as good as a word.
    letter.is_alphanumeric() || "_{}".contains(letter)
}

/// Whether a hyphen or an apostrophe joins two letters of one word.
fn is_inner(chars: &[char], at: usize) -> bool {
    "-'’".contains(chars[at]) && chars.get(at + 1).is_some_and(|it| it.is_alphanumeric())
}

/// Adds the files below `path` to `files`, in order.
fn list(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
        return;
    }
    let mut names: Vec<_> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    for name in names {
        let skipped = ["node_modules", "target", "dist", "gen"];
        if !skipped.iter().any(|it| name.ends_with(it)) {
            list(&name, files);
        }
    }
}

#[test]
fn no_phrase_that_the_style_rules_out_is_used() {
    let rules = Rules::read();
    assert!(rules.avoided.len() > 20 && !rules.fine.is_empty());
    let mut files = Vec::new();
    for path in SEARCHED {
        list(&root().join(path), &mut files);
    }
    let mut report = String::new();
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let (mut n_files, mut n_hits) = (0, 0);
    for path in files.iter().filter(|it| **it != root().join(STYLE)) {
        let stretches = read(path);
        n_files += usize::from(!stretches.is_empty());
        for (text, line) in stretches {
            for (phrase, at) in rules.hits(&text, line) {
                let path = path.strip_prefix(root()).unwrap().display();
                let shown = text.lines().nth(at - line).unwrap_or_default().trim();
                writeln!(report, "{path}:{at}: {phrase}: {shown}").unwrap();
                let kind = path.to_string();
                let kind = kind.rsplit('.').next().unwrap();
                *counts.entry((phrase, kind.to_owned())).or_default() += 1;
                n_hits += 1;
            }
        }
    }
    for ((phrase, kind), n) in counts {
        writeln!(report, "{n:5} {kind:6} {phrase}").unwrap();
    }
    assert!(n_files > 300, "{n_files} files");
    assert!(
        n_hits == 0,
        "{report}{n_hits} hits; {STYLE} says what to write"
    );
}

#[test]
fn a_planted_phrase_is_found_where_people_read_and_nowhere_else() {
    let rules = Rules::read();
    let found = |name: &str, text: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let hits = read(&path).into_iter();
        let hits = hits.flat_map(|(text, line)| {
            let hits = rules.hits(&text, line).into_iter();
            hits.map(|it| it.1).collect::<Vec<_>>()
        });
        hits.collect::<Vec<_>>()
    };
    // Put together here, so that this file does not use them.
    let [one, two, no] = [["an", "ew"], ["up", "on"], ["n", "o"]].map(|it| it.concat());
    let rust = format!("fn f<'a>({one}: &'a str) {{\n  let {two} = '\"';\n  g(\"is {no} x\");\n}}");
    assert_eq!(found("a.rs", &rust), [3]);
    assert_eq!(found("b.rs", &format!("/// It is\n/// {no} index.\n")), [1]);
    assert!(found("c.rs", &format!("// is\n\n// {no} index\n")).is_empty());
    let rust = format!("let x = r#\"a \" {one}\"#; // {two}\n");
    assert_eq!(found("d.rs", &rust), [1, 1]);
    let rust = format!("f(\"\\\n  it is \\\n  {no} index\");");
    assert_eq!(found("e.rs", &rust), [2]);
    let rust = format!("/* \n {one} */ f(b\"{two}\")");
    assert_eq!(found("f.rs", &rust), [2, 2]);
    let rust = format!("f('\\'', '\\u{{41}}', \"{one}\")");
    assert_eq!(found("g.rs", &rust), [1]);
    let ts = format!("const {one} = /\"/;\nf(`a ${{g(\"x\")}} {one}`, '{two}'); // {one}\n");
    assert_eq!(found("a.ts", &ts), [2, 2, 2]);
    let page = format!(
        "<script lang=\"ts\">\n let {one} = \"{two}\";\n</script>\n\n\
         <p onclick={{() => {one}()}}>{{t(\"{two}\")}}\n{one}</p>\n"
    );
    assert_eq!(found("a.svelte", &page), [2, 5, 6]);
    let page = format!("An {one}.\n\nIt is *{no}\nindex*. It is. No `{one}_{two}`.\n");
    assert_eq!(found("a.md", &page), [1, 3]);
}

#[test]
fn what_the_style_allows_is_not_found() {
    let rules = Rules::read();
    for text in [
        "there is no network",
        "it is no longer there",
        "a number that stands for one shingle",
        "a stand-in, and encoding-mended",
        "so many works hold that it is left out",
        "what it is. No, not that",
    ] {
        assert_eq!(rules.hits(text, 1), [], "{text}");
    }
    for phrase in &rules.fine {
        assert_eq!(rules.hits(&phrase.example(), 1), [], "{}", phrase.name);
    }
}

#[test]
fn every_row_of_the_table_is_guarded() {
    let rules = Rules::read();
    for phrase in &rules.avoided {
        let text = format!("Here {} it.", phrase.example());
        let hits = rules.hits(&text, 1);
        assert!(
            hits.iter().any(|hit| hit.0 == phrase.name),
            "{}: {text}",
            phrase.name
        );
    }
    // An exception from nothing would only puzzle.
    let bare = Rules {
        fine: Vec::new(),
        ..rules
    };
    for phrase in &Rules::read().fine {
        let hits = bare.hits(&phrase.example(), 1);
        assert!(!hits.is_empty(), "{} excepts nothing", phrase.name);
    }
}
