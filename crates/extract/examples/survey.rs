//! Reads every document in a folder, each in a worker, and reports the results.
//!
//! ```text
//! survey [--reference DIR] [--truth DIR] [--text DIR | --texts DIR] [--verbose] PATH...
//! ```
//!
//! `--reference` names a folder of other readers' texts (`NAME.txt`, where NAME
//! is the file name of the document) and `--truth` one of true texts
//! (`STEM.txt`). Recall is the share of the reference's runs of four words that
//! the document has as well, for references with at least 20 of them; containment
//! is the same for the truth's runs of 24 letters. `--text` writes what was read
//! to a folder. `--texts` names a folder with what another reader read
//! (`NAME.txt`), which is judged instead of what this one would read.
//!
//! Recall is reported twice: for the texts as they are, and for both made alike
//! where readers differ by convention, so that only what is read counts. For the
//! second, the pages of a PDF reference are tidied like those of this reader:
//! running heads and folios are removed, and words broken at line ends are joined.
//! In both texts, a page with each character on its own line, which some readers
//! make of vertical writing, is put together; letter forms that Unicode considers
//! equal are the same, combining marks do not count, and each Chinese or Japanese
//! character is a word, since there are no spaces between them.

#![expect(clippy::print_stdout, reason = "printing is its job")]
#![expect(clippy::cast_precision_loss, reason = "shares are shown to people")]

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use colophon_extract::{Document, Error, Limits, Section, Source, read, worker};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

#[path = "../src/format/pdf/tidy.rs"]
mod tidy;

#[derive(Default)]
struct Options {
    reference: Option<PathBuf>,
    truth: Option<PathBuf>,
    text: Option<PathBuf>,
    texts: Option<PathBuf>,
    verbose: bool,
}

fn main() {
    if worker::serve_if_asked() {
        return;
    }
    let mut options = Options::default();
    let mut files = Vec::new();
    let mut args = std::env::args_os().skip(1);
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--reference") => options.reference = args.next().map(PathBuf::from),
            Some("--truth") => options.truth = args.next().map(PathBuf::from),
            Some("--text") => options.text = args.next().map(PathBuf::from),
            Some("--texts") => options.texts = args.next().map(PathBuf::from),
            Some("--verbose") => options.verbose = true,
            _ => gather(Path::new(&arg), &mut files),
        }
    }
    files.sort();
    match &options.texts {
        Some(folder) => survey_texts(&files, folder, &options),
        None => survey(&files, &options),
    }
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => files.extend(entries.flatten().map(|e| e.path())),
        Err(_) => files.push(path.to_owned()),
    }
}

fn survey(files: &[PathBuf], options: &Options) {
    let mut codes: BTreeMap<String, u32> = BTreeMap::new();
    let mut slow = Vec::new();
    let mut scores = Scores::default();
    let started = Instant::now();
    for path in files {
        let began = Instant::now();
        let document = read_one(path);
        let took = began.elapsed();
        let word = match &document {
            Ok(document) => {
                let codes = document.warnings.iter().map(|w| w.code.as_str());
                let codes: std::collections::BTreeSet<&str> = codes.collect();
                let codes: Vec<&str> = codes.into_iter().collect();
                format!("ok {} {}", document.format.as_str(), codes.join("+"))
            }
            Err(error) => format!("error {}", error.kind()),
        };
        if options.verbose {
            let why = document.as_ref().map_or_else(Error::message, |_| "");
            println!("{:>8.1} ms  {word:<28} {} {why}", ms(took), path.display());
            for warning in document.iter().flat_map(|d| &d.warnings) {
                println!("                 {}", warning.message);
            }
        }
        *codes.entry(word.trim().to_owned()).or_default() += 1;
        slow.push((took, path));
        let pages: Vec<&str> = document
            .iter()
            .flat_map(|d| &d.sections)
            .map(|s| s.text.as_str())
            .collect();
        let text = pages.join("\n");
        if let Some(folder) = &options.text {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let _ = std::fs::write(folder.join(format!("{name}.txt")), &text);
        }
        scores.add(path, &pages, &alike(&put_together(&pages)), options);
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{} files, {:.1} files/s",
        files.len(),
        files.len() as f64 / seconds
    );
    for (word, count) in codes {
        println!("{count:>6}  {word}");
    }
    slow.sort_by_key(|(took, _)| std::cmp::Reverse(*took));
    if let Some((took, _)) = slow.get(slow.len() / 2) {
        println!("median {:.2} ms a file", ms(*took));
    }
    for (took, path) in slow.iter().take(8) {
        println!("slow {:>8.1} ms  {}", ms(*took), path.display());
    }
    scores.print();
}

/// Judges what another reader read.
fn survey_texts(files: &[PathBuf], folder: &Path, options: &Options) {
    let mut scores = Scores::default();
    for path in files {
        let text = text_named(path.file_name(), Some(folder)).unwrap_or_default();
        scores.add(path, &[&text], &alike(&made_tidy(path, &text)), options);
    }
    scores.print();
}

/// How much of the references and of the truth was read, for each file.
#[derive(Default)]
struct Scores<'a> {
    recalls: Vec<(f64, &'a PathBuf)>,
    alike: Vec<(f64, &'a PathBuf)>,
    containments: Vec<(f64, &'a PathBuf)>,
}

impl<'a> Scores<'a> {
    /// Adds a file, as it was read and made alike.
    fn add(&mut self, path: &'a PathBuf, pages: &[&str], made_alike: &str, options: &Options) {
        let text = pages.join("\n");
        if let Some(wanted) = text_named(path.file_name(), options.reference.as_deref()) {
            let plain = share(&wanted, &text, word_runs);
            self.recalls.extend(plain.map(|r| (r, path)));
            let wanted = alike(&made_tidy(path, &in_utf8(&wanted)));
            let alike = share(&wanted, made_alike, word_runs);
            self.alike.extend(alike.map(|r| (r, path)));
        }
        if let Some(wanted) = text_named(path.file_stem(), options.truth.as_deref()) {
            let held = share(&wanted, &text, letter_runs);
            self.containments.extend(held.map(|r| (r, path)));
        }
    }

    fn print(self) {
        report("recall of 4-word runs", self.recalls);
        report("recall of 4-word runs, made alike", self.alike);
        report("containment of 24-letter runs", self.containments);
    }
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

fn read_one(path: &Path) -> Result<Document, Error> {
    let source = Source::open(path)?;
    read(&source, &Limits::default(), &mut |_| {
        ControlFlow::Continue(())
    })
}

fn text_named(name: Option<&OsStr>, folder: Option<&Path>) -> Option<String> {
    std::fs::read_to_string(folder?.join(format!("{}.txt", name?.to_str()?))).ok()
}

fn share(wanted: &str, text: &str, runs: fn(&str) -> HashSet<u64>) -> Option<f64> {
    let (wanted, got) = (runs(wanted), runs(text));
    let found = wanted.intersection(&got).count();
    (wanted.len() >= 20).then(|| found as f64 / wanted.len() as f64)
}

/// Tidies what another reader made of a PDF, with form feeds between pages, like
/// this reader tidies its pages. Only a PDF has running heads and broken lines.
fn made_tidy(path: &Path, text: &str) -> String {
    if path.extension().is_none_or(|ending| ending != "pdf") {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n");
    let section = |page| Section {
        title: None,
        text: put_together(&[page]),
    };
    let mut sections: Vec<Section> = text.split('\u{c}').map(section).collect();
    tidy::finish(&mut sections);
    let pages: Vec<&str> = sections.iter().map(|s| s.text.as_str()).collect();
    pages.join("\n")
}

/// Puts together each page that has more lines of one character, which may be a
/// space, than others. Empty lines separate such characters.
fn put_together(pages: &[&str]) -> String {
    let page = |page: &&str| {
        let is_single = |line: &str| line.chars().count() == 1;
        let lines = page.lines().filter(|line| !line.is_empty());
        let (singles, others): (Vec<&str>, Vec<&str>) = lines.partition(|line| is_single(line));
        if singles.len() <= others.len() {
            return (*page).to_owned();
        }
        let mut out = String::new();
        let mut was_single = false;
        for line in page.lines() {
            if !(was_single && is_single(line)) {
                out.push('\n');
            }
            was_single = is_single(line);
            out.push_str(line);
        }
        out
    };
    let pages: Vec<String> = pages.iter().map(page).collect();
    pages.join("\n")
}

/// Spells a text in a form that is the same for all spellings of it.
fn alike(text: &str) -> String {
    let mut out = String::new();
    for c in text.replace("-\n", "").replace('\u{ad}', "").nfkc() {
        if is_combining_mark(c) {
            continue;
        }
        if is_word(c) {
            out.extend([' ', c, ' ']);
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns whether a character is Chinese, kana, or repeats or lengthens one.
fn is_word(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Repairs UTF-8 that the reader of a reference took for Latin-1.
fn in_utf8(text: &str) -> String {
    let mut out = String::new();
    for run in text.split_inclusive(|c: char| c.is_ascii()) {
        let bytes: Option<Vec<u8>> = run
            .chars()
            .map(|c| u8::try_from(u32::from(c)).ok())
            .collect();
        let mended = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        out.push_str(mended.as_deref().unwrap_or(run));
    }
    out
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn word_runs(text: &str) -> HashSet<u64> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|w| !w.is_empty()).collect();
    words.windows(4).map(|w| hash(&w)).collect()
}

fn letter_runs(text: &str) -> HashSet<u64> {
    let text = text.to_lowercase();
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.windows(24).map(|w| hash(&w)).collect()
}

fn report(what: &str, mut shares: Vec<(f64, &PathBuf)>) {
    if shares.is_empty() {
        return;
    }
    shares.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = |good: &dyn Fn(f64) -> bool| shares.iter().filter(|(s, _)| good(*s)).count();
    let mean = shares.iter().map(|(s, _)| s).sum::<f64>() / shares.len() as f64;
    println!(
        "{what}: mean {mean:.4} of {} files; {} at .9 or more, {} below .5",
        shares.len(),
        count(&|s| s >= 0.9),
        count(&|s| s < 0.5)
    );
    for (share, path) in shares.iter().take(40).filter(|(s, _)| *s < 0.998) {
        println!("  {share:.3}  {}", path.display());
    }
}
