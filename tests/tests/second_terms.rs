//! The terms that docs/TERMS.md describes are those that the catalogue makes.
//!
//! `colophon_tests::second` was written from that document alone. Here it is
//! compared with `colophon_catalogue::terms`: on the document's worked examples,
//! on every character, on texts put together at random, on every string of the
//! catalogue's source, and on real titles and authors.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_catalogue::{Input, Item, Record, terms};
use colophon_tests::second::terms::{hash, of, title_key, transliterated};
use colophon_tests::second::{document, fold};
use colophon_tests::{files_below, prose, root, skip};
use sha2::{Digest as _, Sha256};

/// How many texts are put together at random.
const N_MADE: usize = 40_000;

/// Compares the two on one text after another.
#[derive(Default)]
struct Comparison {
    n: usize,
    n_differences: usize,
    shown: String,
}

impl Comparison {
    /// Compares the terms of a title and an author.
    fn compare(&mut self, title: &str, author: &str) {
        self.compare_all(&[title], author);
    }

    /// Compares the terms of a record with several titles.
    fn compare_all(&mut self, titles: &[&str], author: &str) {
        self.n += 1;
        let record = Record {
            title: titles[0].to_owned(),
            other_titles: titles[1..].iter().map(|&title| title.to_owned()).collect(),
            author: author.to_owned(),
            ..Record::default()
        };
        let first = of_catalogue(&record);
        let second = of(titles, author);
        let mut hashes = BTreeSet::new();
        terms::of_texts(&(&record).into(), &mut |hash| {
            assert!(hashes.insert(hash), "{titles:?} {author:?}");
        });
        let is_key = |title: &&str| terms::title_key(title) == title_key(title);
        let second_hashes = second.iter().map(|(kind, term)| hash(*kind, term));
        let is_same = first.len() == second.len()
            && first.iter().collect::<BTreeSet<_>>() == second.iter().collect()
            && second_hashes.collect::<BTreeSet<_>>() == hashes
            && titles.iter().all(is_key);
        if !is_same {
            self.n_differences += 1;
            if self.n_differences <= 10 {
                writeln!(
                    self.shown,
                    "{titles:?} {author:?}\n  catalogue {first:?}\n  document  {second:?}"
                )
                .unwrap();
            }
        }
    }

    /// Fails if there was a difference, or fewer comparisons than there should be.
    fn finish(self, at_least: usize) {
        assert_eq!(self.n_differences, 0, "of {}:\n{}", self.n, self.shown);
        assert!(self.n >= at_least, "{}", self.n);
    }
}

/// Returns the terms of kinds 6, 7 and 8 that the catalogue makes.
fn of_catalogue(record: &Record) -> Vec<(u8, String)> {
    let mut all = Vec::new();
    terms::of_record(record, &mut |kind, bytes| {
        if kind.code() >= 6 {
            all.push((kind.code(), String::from_utf8(bytes.to_vec()).unwrap()));
        }
    });
    all
}

/// Returns the terms of a kind with a space between them.
fn listed(terms: &[(u8, String)], kind: u8) -> String {
    let own = terms.iter().filter(|(own, _)| *own == kind);
    own.map(|(_, term)| term.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Makes numbers that look random, the same every time.
struct Chance(u64);

impl Chance {
    /// Returns a number below `n`.
    fn below(&mut self, n: usize) -> usize {
        // Steele and Vigna, "Computationally easy, spectrally good multipliers".
        self.0 = self.0.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn one<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// Returns the SHA-256 of a text in hexadecimal.
fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

fn all_characters() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

#[test]
fn the_worked_examples_are_right() {
    let mut comparison = Comparison::default();
    let titles = document::rows("| title | title key |");
    for row in &titles {
        let [title, key, filed, words] = row.as_slice() else {
            panic!("{row:?}");
        };
        let second = of(&[title], "x");
        assert_eq!(title_key(title), *key, "{title}");
        assert_eq!(listed(&second, 6), *filed, "{title}");
        assert_eq!(listed(&second, 7), *words, "{title}");
        comparison.compare(title, "x");
    }
    let authors = document::rows("| author | kind 8 |");
    for row in &authors {
        let [author, names] = row.as_slice() else {
            panic!("{row:?}");
        };
        assert_eq!(listed(&of(&["x"], author), 8), *names, "{author}");
        comparison.compare("x", author);
    }
    assert!(titles.len() > 60 && authors.len() > 40);
    let hashes = document::rows("| kind | term | hash |");
    for row in &hashes {
        let kind = row[0].parse().unwrap();
        assert_eq!(format!("{:016x}", hash(kind, &row[1])), row[2], "{row:?}");
    }
    assert!(hashes.len() > 5);
    comparison.finish(100);
}

#[test]
fn what_is_at_an_edge_has_the_same_terms() {
    let mut comparison = Comparison::default();
    for title in [
        "Hundertundundacht Trentacht einsundzwanzig",
        "zehnhundert tausendhundert hunderttausend achttausendtausend",
        "zweihundertzwanzigtausendundeins trentuno trentauno ventidue",
        "Haemohaemo colourise",
        "020 Thousand 20 hundredth 20 Hundred",
        "1000 hundred 999 thousand and one",
        "two hundred and zero one",
        "million and one",
        "sixty ten sixty nineteen seventy ten quatre vingts dix",
        ", The (x)",
        "Foo, The Bar, L",
        "Hobbit, The -",
        "Foo ---",
        "(_L'Eau_)",
        ")Foo (Bar",
        "I`ve C##",
        "C#+ c+#x 1#2 a#2 C+++ C++ +",
        "\u{309F}\u{30FC}x\u{FF70}y",
        "Le",
        "V v. N",
    ] {
        comparison.compare(title, title);
    }
    for n in 190..210 {
        let author = format!("Verlag {}", "x".repeat(n - "verlag ".len()));
        comparison.compare("", &author);
    }
    for author in [
        "site.\u{212A}Z",
        "site.KZ",
        "www.x",
        "(www.x)",
        "x.www.y",
        "http.x",
        "http:x.y://z",
        "a b.com",
        "  ab.com  ",
        "ab.com.",
        "ab..com",
        ".com",
    ] {
        comparison.compare("", author);
    }
    comparison.finish(50);
}

#[test]
fn the_character_data_are_those_of_the_document() {
    let code = |c: char| format!("{:X}", u32::from(c));
    let lines = |is_it: fn(&char) -> bool| {
        let own = all_characters().filter(is_it);
        own.map(code).collect::<Vec<_>>()
    };
    let latin = all_characters().filter(|c| !c.is_ascii());
    let latin = latin.map(|c| (c, transliterated(c)));
    let latin = latin.filter(|(_, latin)| !latin.is_empty());
    let latin: Vec<String> = latin.map(|(c, own)| format!("{} {own}", code(c))).collect();
    let rows = document::rows("| lines | number |");
    let dumps = [
        lines(|c| c.is_alphabetic()),
        lines(|c| c.is_alphanumeric()),
        latin,
    ];
    for (row, lines) in rows.iter().zip(&dumps) {
        assert_eq!(lines.len().to_string(), row[1], "{row:?}");
        assert_eq!(sha256(&(lines.join("\n") + "\n")), row[2], "{row:?}");
    }
    assert_eq!(rows.len(), dumps.len());
}

#[test]
fn folding_is_that_of_the_recipe() {
    let mut dump = String::new();
    for c in all_characters() {
        let mut folded = String::new();
        fold::fold(c, &mut folded);
        if !folded.chars().eq([c]) {
            writeln!(dump, "{:X} {folded}", u32::from(c)).unwrap();
        }
    }
    // In docs/FORMAT.md.
    let digest = "ea8380e762f93774c6e53e1703f5e04d19b5a24a9e58b6717b3e6aed9a28eee7";
    assert_eq!(sha256(&dump), digest);
}

#[test]
fn every_character_makes_the_same_terms() {
    let mut comparison = Comparison::default();
    // Of the planes without characters, a few.
    let all = all_characters().filter(|c| {
        let code = u32::from(*c);
        matches!(code, 0..0x4_0000 | 0xE_0000..0xE_1000) || code % 251 == 0
    });
    let all: Vec<char> = all.collect();
    for few in all.chunks(24) {
        let mut text = String::new();
        for c in few {
            write!(text, "{c} a{c}b{c} c{c}").unwrap();
        }
        comparison.compare(&text, &text);
    }
    // Those that may separate titles, names or words, in each place.
    let special = all.iter().filter(|c| {
        let c = **c;
        let is_rare = u32::from(c) > 0x3100 && !(0xFE00..0xFFFF).contains(&u32::from(c));
        !is_rare && !c.is_alphabetic()
    });
    for c in special {
        for text in [
            format!("{c}The Word{c} Other, The{c}"),
            format!("Le{c}Word {c}Der{c} (Other{c} l{c}More"),
            format!("L{c}Word {c} the {c}{c} end"),
            format!("1{c}2{c}{c}a"),
            format!("{c}www.b{c}"),
        ] {
            comparison.compare(&text, &text);
        }
    }
    comparison.finish(20_000);
}

/// Returns the words of all tables of the document.
fn vocabulary() -> Vec<&'static str> {
    let blocks = document::PAGE.split("```text\n").skip(1);
    let blocks = blocks.map(|block| block.split("\n```").next().unwrap());
    let words = blocks
        .flat_map(|block| block.split(|c: char| c.is_whitespace() || matches!(c, '|' | '=' | ':')));
    words.filter(|word| !word.is_empty()).collect()
}

/// Returns a word as a title may write it.
fn made_word(chance: &mut Chance, vocabulary: &[&str]) -> String {
    const LETTERS: [&str; 60] = [
        "a", "e", "i", "o", "u", "y", "j", "s", "sh", "ch", "tsch", "k", "th", "ff", "ie", "ß",
        "é", "ø", "œ", "ﬁ", "ı", "İ", "w", "x", "z", "ж", "щ", "й", "ё", "я", "ь", "ы", "ц", "α",
        "ς", "ω", "ψ", "א", "ש", "ם", "ك", "ة", "ى", "ا", "ش", "क", "ि", "्", "ष", "ท", "ี", "가",
        "함", "ა", "ɣ", "ŋ", "ʼ", "\u{301}", "\u{200D}", "\u{AD}",
    ];
    const ENDINGS: [&str; 22] = [
        "ise", "ised", "ising", "isation", "ises", "iser", "our", "oured", "ae", "s", "th", "st",
        "ste", "sten", "und", "en", "zig", "hundert", "tausend", "'s", "’", "ern",
    ];
    match chance.below(14) {
        0..6 => chance.one(vocabulary).to_owned(),
        6 => {
            let mut word = chance.one(vocabulary).to_owned();
            for _ in 0..=chance.below(3) {
                word += chance.one(vocabulary);
            }
            word
        }
        7 => chance.one(vocabulary).to_owned() + chance.one(&ENDINGS),
        8 => chance.below(2500).to_string(),
        9 => format!("{}{}", chance.below(130), chance.one(&ENDINGS)),
        10 => {
            let han = u32::try_from(0x4E00 + chance.below(0x5000)).unwrap();
            char::from_u32(han).unwrap().to_string()
        }
        11 => {
            let any = u32::try_from(chance.below(0x2_FFFF)).unwrap();
            char::from_u32(any).unwrap_or('—').to_string()
        }
        _ => {
            let n = 1 + chance.below(6);
            (0..n).map(|_| chance.one(&LETTERS)).collect()
        }
    }
}

/// Returns a title or an author put together at random.
fn made(chance: &mut Chance, vocabulary: &[&str]) -> String {
    const SEPARATORS: [&str; 44] = [
        ", ", ",", ": ", ":", "; ", ";", " - ", " -- ", "-", " – ", "—", " / ", "/", "_", " _ ",
        "_-_", " (", ") ", " [", "] ", "(", ")", "{", "}", "<", ">", "（", "）", "：", "；", "|",
        "+", "++", "+++", "#", " #", ".", ". ", "'", "’", " & ", "\u{3000}", "½", "„",
    ];
    let mut text = String::new();
    let n = 1 + chance.below(7);
    for place in 0..n {
        if place > 0 || chance.below(12) == 0 {
            // Mostly spaces: numbers and names have several words.
            match chance.below(3) {
                0 => text += chance.one(&SEPARATORS),
                _ => text.push(' '),
            }
        }
        let word = made_word(chance, vocabulary);
        match chance.below(8) {
            0 => text += &word.to_uppercase(),
            1 | 2 => {
                let mut letters = word.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                text += letters.as_str();
            }
            _ => text += &word,
        }
    }
    if chance.below(8) == 0 {
        text += chance.one(&SEPARATORS);
    }
    text
}

#[test]
fn texts_made_at_random_have_the_same_terms() {
    let vocabulary = vocabulary();
    let mut chance = Chance(1);
    let mut comparison = Comparison::default();
    for _ in 0..N_MADE {
        let title = made(&mut chance, &vocabulary);
        let author = made(&mut chance, &vocabulary);
        if chance.below(4) == 0 {
            let other = made(&mut chance, &vocabulary);
            comparison.compare_all(&[&title, &other, &author], &author);
        } else {
            comparison.compare(&title, &author);
        }
    }
    // Numbers need luck, so there are more of them.
    let tables = ["cardinals", "ordinals", "roman", "tens"];
    let values = tables.into_iter().flat_map(document::values);
    let mut numbers: Vec<&str> = values.map(|(word, _)| word).collect();
    numbers.sort_unstable();
    let joints = ["and", "y", "et", "e", "und", "и", "no", "v", "n", "number"];
    for place in 0..N_MADE {
        let mut title = String::new();
        for _ in 0..=chance.below(5) {
            match chance.below(8) {
                0 | 1 => title += chance.one(&joints),
                2 => write!(title, "{}", chance.below(1100)).unwrap(),
                _ => title += chance.one(&numbers),
            }
            // Every other one is a compound.
            if place % 2 == 0 || chance.below(3) == 0 {
                title.push(' ');
            }
        }
        comparison.compare(&title, "");
    }
    comparison.finish(2 * N_MADE);
}

#[test]
fn every_string_of_the_source_has_the_same_terms() {
    let mut comparison = Comparison::default();
    for path in files_below(&root().join("crates/catalogue/src"), "rs") {
        for (text, _) in prose::read(&path) {
            // A table of phrases is a string; line ends in it are escaped.
            let text = text.replace("\\\n", "").replace('\\', "");
            for part in text.split(['|', '\n']).chain([text.as_str()]) {
                comparison.compare(part, part);
                for word in part.split_whitespace() {
                    comparison.compare(word, word);
                    comparison.compare("", &format!("{word} Weller"));
                }
            }
        }
    }
    comparison.finish(10_000);
}

/// Returns a folder with real data, or reports that it is missing.
fn real(test: &str) -> Option<PathBuf> {
    let folder = root().join("../shared/data/catalogue");
    if folder.is_dir() {
        return Some(folder);
    }
    skip(test, &format!("{} is missing", folder.display()));
    None
}

/// Compares the titles and authors in a table.
fn compare_table(path: &Path, delimiter: u8, comparison: &mut Comparison) {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(delimiter).flexible(true);
    if delimiter == b'\t' {
        reader = reader.quoting(false);
    }
    let mut reader = reader.from_path(path).unwrap();
    let heads = reader.byte_headers().unwrap().clone();
    let columns = |names: &[&str]| {
        let own = heads.iter().enumerate().filter(|(_, head)| {
            let head = String::from_utf8_lossy(head);
            names.contains(&&*head)
        });
        own.map(|(place, _)| place).collect::<Vec<_>>()
    };
    let titles = columns(&[
        "title",
        "original_title",
        "shorttitle",
        "parttitle",
        "fname",
    ]);
    let authors = columns(&["author", "authors", "oldauthor", "realname", "pseudonym"]);
    assert!(!titles.is_empty(), "{}", path.display());
    for row in reader.byte_records() {
        let row = row.unwrap();
        let text = |place: usize| String::from_utf8_lossy(row.get(place).unwrap_or_default());
        let titles: Vec<_> = titles.iter().map(|&place| text(place)).collect();
        let titles: Vec<&str> = titles.iter().map(|title| &**title).collect();
        comparison.compare_all(
            &titles,
            authors.first().map_or("".into(), |&at| text(at)).as_ref(),
        );
        for &place in authors.iter().skip(1) {
            comparison.compare("", &text(place));
        }
    }
}

#[test]
fn real_titles_and_authors_have_the_same_terms() {
    let test = "real_titles_and_authors_have_the_same_terms";
    let Some(folder) = real(test) else { return };
    let mut comparison = Comparison::default();
    for (kind, name) in [
        ("libgen", "libgen/libgen_rs_nonfiction.sql"),
        ("libgen", "libgen/libgen_rs_fiction.sql"),
        ("libgen", "libgen/libgen_rs_fiction.mydumper.sql"),
        ("libgen-li", "libgen/libgen_li.sql"),
        ("pilimi", "libgen/pilimi_zlib2.sql"),
    ] {
        let input = Input {
            kind: kind.parse().unwrap(),
            path: Some(folder.join(name)),
            crew: Vec::new(),
        };
        let scratch = tempfile::tempdir().unwrap();
        colophon_catalogue::read(
            &input,
            scratch.path(),
            1 << 20,
            &mut |item| {
                if let Item::Record(record) = item {
                    let titles = std::iter::once(&record.title).chain(&record.other_titles);
                    let titles: Vec<&str> = titles.map(String::as_str).collect();
                    comparison.compare_all(&titles, &record.author);
                }
                ControlFlow::Continue(())
            },
            &mut |_| ControlFlow::Continue(()),
        )
        .unwrap();
    }
    for path in files_below(&folder.join("lists"), "csv") {
        compare_table(&path, b',', &mut comparison);
    }
    for path in files_below(&folder.join("lists"), "tsv") {
        compare_table(&path, b'\t', &mut comparison);
    }
    for path in files_below(&folder.join("onix"), "xml") {
        let page = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        for text in page.split('>').filter_map(|part| part.split('<').next()) {
            comparison.compare(text.trim(), text.trim());
        }
    }
    comparison.finish(25_000);
}

/// The compiler brings what it knows of letters and digits. A newer one may call more
/// characters letters: then terms of old and new indexes differ, and the table of the
/// document has to be decided on again, not only edited.
#[test]
fn the_compiler_knows_the_characters_of_the_document() {
    let (major, minor, _) = char::UNICODE_VERSION;
    let document = fs::read_to_string(root().join("docs/TERMS.md")).unwrap();
    for property in ["alphabetic:", "alphanumeric:"] {
        let line = document.lines().find(|line| {
            line.strip_prefix("| ")
                .is_some_and(|line| line.starts_with(property))
        });
        let version = format!("| Unicode {major}.{minor} |");
        assert!(line.unwrap().ends_with(&version), "{property} {version}");
    }
}
