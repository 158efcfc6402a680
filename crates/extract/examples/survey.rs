//! Reads every document in a folder, each in a worker, and tells how it went.
//!
//! ```text
//! survey [--reference DIR] [--truth DIR] [--text DIR] [--verbose] PATH...
//! ```
//!
//! `--reference` names a folder of other readers' texts (`NAME.txt`, where
//! NAME is the document's file name) and `--truth` one of true texts
//! (`STEM.txt`). Recall is the share of the reference's runs of four words
//! that the document has as well, of references with at least 20 of them;
//! containment that of the truth's runs of 24 letters. Recall is told twice:
//! of the texts as they are, and of both with words joined that the ends of
//! lines break, since some readers leave that to others. `--text` writes what
//! was read into a folder.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss
)]

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use colophon_extract::{Document, Error, Limits, Source, read, worker};

#[derive(Default)]
struct Options {
    reference: Option<PathBuf>,
    truth: Option<PathBuf>,
    text: Option<PathBuf>,
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
            Some("--verbose") => options.verbose = true,
            _ => gather(Path::new(&arg), &mut files),
        }
    }
    files.sort();
    survey(&files, &options);
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
    let mut recalls = Vec::new();
    let mut joint = Vec::new();
    let mut containments = Vec::new();
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
        let text = document.map(|d| all_text(&d)).unwrap_or_default();
        if let Some(folder) = &options.text {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let _ = std::fs::write(folder.join(format!("{name}.txt")), &text);
        }
        let name = path.file_name();
        if let Some(wanted) = beside(name, options.reference.as_deref()) {
            recalls.extend(share(&wanted, &text, word_runs).map(|r| (r, path)));
            let (wanted, text) = (joined(&in_utf8(&wanted)), joined(&text));
            joint.extend(share(&wanted, &text, word_runs).map(|r| (r, path)));
        }
        if let Some(wanted) = beside(path.file_stem(), options.truth.as_deref()) {
            containments.extend(share(&wanted, &text, letter_runs).map(|r| (r, path)));
        }
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
    report("recall of 4-word runs", recalls);
    report("recall of 4-word runs, words joined", joint);
    report("containment of 24-letter runs", containments);
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

fn all_text(document: &Document) -> String {
    let texts: Vec<&str> = document.sections.iter().map(|s| s.text.as_str()).collect();
    texts.join("\n")
}

fn beside(name: Option<&OsStr>, folder: Option<&Path>) -> Option<String> {
    std::fs::read_to_string(folder?.join(format!("{}.txt", name?.to_str()?))).ok()
}

fn share(wanted: &str, text: &str, runs: fn(&str) -> HashSet<u64>) -> Option<f64> {
    let (wanted, got) = (runs(wanted), runs(text));
    let found = wanted.intersection(&got).count();
    (wanted.len() >= 20).then(|| found as f64 / wanted.len() as f64)
}

/// Joins the words that ends of lines break, and spells ligatures out, so that
/// readers are compared by what they read and not by what they leave to others.
fn joined(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace("-\n", "")
        .replace('\u{ad}', "");
    let ligatures = [
        ('ﬀ', "ff"),
        ('ﬁ', "fi"),
        ('ﬂ', "fl"),
        ('ﬃ', "ffi"),
        ('ﬄ', "ffl"),
    ];
    let spell = |text: String, (ligature, letters): (char, &str)| text.replace(ligature, letters);
    ligatures.into_iter().fold(text, spell)
}

/// Puts UTF-8 right that a reference's reader took for Latin-1.
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
