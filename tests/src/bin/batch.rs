//! Checks a thousand documents of all kinds in one batch, every twentieth of
//! them hostile, with the release build of the command next to this program.
//!
//! ```text
//! cargo xtask bench batch [--count N] [--jobs N] [--corpus DIR] [--hostile DIR]
//! ```
//!
//! The documents are made here; those of `--corpus` are mixed in, and `--hostile`
//! adds hostile ones. Two things must hold: every file has a result or a named
//! reason, and after a tenth of the batch the main process grows by less than
//! 5 %. Its own memory, without the pages of the program and of libraries, is
//! shown too, and its peak.
#![expect(clippy::print_stdout, reason = "what it measures is its output")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use colophon_tests::{files, pdf, text};
use serde_json::Value;

fn main() -> Result<ExitCode> {
    let (mut count, mut jobs) = (1_000, None);
    let (mut corpus, mut hostile) = (Vec::new(), Vec::new());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next().context("an option lacks its value")?;
        match arg.as_str() {
            "--count" => count = value.parse()?,
            "--jobs" => jobs = Some(value),
            "--corpus" => gather(Path::new(&value), &mut corpus)?,
            "--hostile" => gather(Path::new(&value), &mut hostile)?,
            _ => bail!("there is no option {arg}"),
        }
    }
    let folder = tempfile::tempdir()?;
    let documents = folder.path().join("documents");
    fs::create_dir(&documents)?;
    let n_hostile = fill(&documents, count, &corpus, &hostile)?;
    let command = std::env::current_exe()?.with_file_name("colophon");
    let index = index(&command, folder.path())?;
    let out = folder.path().join("report.json");
    let mut check = Command::new(&command);
    check
        .arg("check")
        .arg(&documents)
        .arg("--index")
        .arg(&index);
    check.args(["--format", "json"]).arg("--out").arg(&out);
    if let Some(jobs) = &jobs {
        check.args(["--jobs", jobs]);
    }
    let began = Instant::now();
    let sizes = watched(&mut check)?;
    let took = began.elapsed();
    let report: Value = serde_json::from_slice(&fs::read(&out)?)?;
    let missing = tell(&report, &documents)?;
    println!(
        "{count} files, {n_hostile} of them hostile, in {:.1} s: {:.0} files a minute",
        took.as_secs_f64(),
        f64::from(count) * 60.0 / took.as_secs_f64()
    );
    let growth = tell_growth("main process", &sizes, |size| size.resident)?;
    tell_growth("of that, its own", &sizes, |size| size.own)?;
    let peak = sizes.iter().map(|(_, size)| size.peak).max();
    println!("at its peak: {} KiB", peak.unwrap_or_default());
    println!("files without a result or a reason: {missing}");
    Ok(ExitCode::from(u8::from(missing > 0 || growth >= 0.05)))
}

/// Lists the regular files in a folder and the folders in it.
fn gather(folder: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    entries.sort();
    for path in entries {
        let about = path.symlink_metadata()?;
        if about.is_dir() {
            gather(&path, into)?;
        } else if about.is_file() && path.extension().is_some_and(|e| e != "tsv") {
            into.push(path);
        }
    }
    Ok(())
}

/// Puts `count` documents into a folder and returns how many are hostile.
fn fill(folder: &Path, count: u32, corpus: &[PathBuf], hostile: &[PathBuf]) -> Result<u32> {
    let mut n_hostile = 0;
    for n in 0..count {
        let (name, bytes) = if n % 20 == 7 {
            n_hostile += 1;
            match hostile.get(n as usize / 20) {
                Some(path) => given(path)?,
                None => broken(n),
            }
        } else {
            match corpus.get(n as usize / 2) {
                Some(path) if n % 2 == 0 => given(path)?,
                _ => sound(n),
            }
        };
        fs::write(folder.join(format!("{n:05}-{name}")), bytes)?;
    }
    Ok(n_hostile)
}

fn given(path: &Path) -> Result<(String, Vec<u8>)> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    Ok((format!("given.{ending}"), fs::read(path)?))
}

/// Makes a sound document: one of nine kinds, from a story to a novel.
fn sound(n: u32) -> (String, Vec<u8>) {
    let words = [2_000, 9_000, 30_000, 80_000][n as usize / 9 % 4];
    let text = text::made(u64::from(n), words);
    let paragraphs = |before: &str, after: &str| -> String {
        text.split("\n\n").fold(String::new(), |whole, paragraph| {
            whole + before + paragraph.trim() + after
        })
    };
    let (ending, bytes) = match n % 9 {
        0 => ("txt", text.into_bytes()),
        1 => ("md", format!("# One\n\n{text}").into_bytes()),
        2 => (
            "html",
            format!("<!DOCTYPE html><html><body>{}</body></html>", paragraphs("<p>", "</p>")).into_bytes(),
        ),
        3 => ("epub", files::epub(&text, &[])),
        4 => (
            "rtf",
            format!(r"{{\rtf1\ansi {}}}", paragraphs("", r"\par ")).into_bytes(),
        ),
        5 => (
            "fb2",
            format!(
                "<FictionBook xmlns='http://www.gribuser.ru/xml/fictionbook/2.0'><body><section>{}</section></body></FictionBook>",
                paragraphs("<p>", "</p>")
            )
            .into_bytes(),
        ),
        6 => {
            let body = paragraphs("<w:p><w:r><w:t>", "</w:t></w:r></w:p>");
            let main = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
            let types = b"<Types><Override ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
            ("docx", files::archive(&[("[Content_Types].xml", types), ("word/document.xml", main.as_bytes())]))
        }
        7 => {
            let body = paragraphs("<text:p>", "</text:p>");
            let main = format!(
                "<office:document-content xmlns:office='o' xmlns:text='t'><office:body><office:text>{body}</office:text></office:body></office:document-content>"
            );
            ("odt", files::archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", main.as_bytes())]))
        }
        _ => ("pdf", printed(&text)),
    };
    (format!("sound.{ending}"), bytes)
}

/// Prints a text on pages of fifty lines.
fn printed(text: &str) -> Vec<u8> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lines: Vec<String> = words.chunks(11).map(|line| line.join(" ")).collect();
    let pages: Vec<&[String]> = lines.chunks(50).collect();
    let kids: Vec<String> = (0..pages.len())
        .map(|n| format!("{} 0 R", 3 + 2 * n))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {}>>",
            kids.join(" "),
            pages.len()
        ),
    ];
    for (n, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{}>>/Contents {} 0 R>>",
            pdf::FONT,
            4 + 2 * n
        ));
        objects.push(pdf::stream("", &pdf::lines(&page.join("\n"))));
    }
    pdf::of(&objects)
}

/// Makes a hostile document: cut, noise, bombs, depth, cycles, locks.
fn broken(n: u32) -> (String, Vec<u8>) {
    let text = text::made(u64::from(n), 3_000);
    let (ending, bytes) = match n / 20 % 10 {
        0 => ("epub", Vec::new()),
        1 => ("epub", {
            let whole = files::epub(&text, &[]);
            whole[..whole.len() / 2].to_vec()
        }),
        2 => ("docx", [b"PK\x03\x04", &printed(&text)[9..]].concat()),
        3 => (
            "html",
            format!("<html><body>{}", "<div>".repeat(300_000)).into_bytes(),
        ),
        4 => ("epub", {
            let spaces = vec![b' '; 100 << 20];
            files::archive(&[
                ("mimetype", b"application/epub+zip"),
                ("chapter.xhtml", &spaces),
            ])
        }),
        5 => (
            "pdf",
            pdf::page(
                "/XObject<</X 5 0 R>>",
                "/X Do",
                &[pdf::stream(
                    "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 5 0 R>>>>",
                    "/X Do /X Do",
                )],
            ),
        ),
        6 => ("pdf", {
            let whole = printed(&text);
            whole[..whole.len() / 3].to_vec()
        }),
        7 => (
            "epub",
            files::epub(
                &text,
                &[("META-INF/encryption.xml", files::LOCK.as_bytes())],
            ),
        ),
        8 => (
            "rtf",
            br"{\rtf1 "
                .iter()
                .copied()
                .chain(b"{\\b ".repeat(200_000))
                .collect(),
        ),
        _ => (
            "txt",
            (0..200_000_u32)
                .map(|i| (i.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0])
                .collect(),
        ),
    };
    (format!("hostile.{ending}"), bytes)
}

fn index(command: &Path, folder: &Path) -> Result<PathBuf> {
    let books = folder.join("books");
    fs::create_dir(&books)?;
    text::library(&books, 40, 5_000);
    let index = folder.join("own.colophon");
    let built = Command::new(command)
        .args(["index", "build", "--books"])
        .arg(&books)
        .arg("--out")
        .arg(&index)
        .output()
        .with_context(|| format!("cannot start {}", command.display()))?;
    let said = String::from_utf8_lossy(&built.stderr);
    ensure!(built.status.success(), "the index was not built: {said}");
    Ok(index)
}

/// How large a process is, in KiB.
#[derive(Clone, Copy)]
struct Size {
    /// All of its pages that are in memory.
    resident: u64,
    /// Those that are not pages of a file.
    own: u64,
    /// The most that was ever in memory.
    peak: u64,
}

impl Size {
    /// Reads the status of a process; returns `None` once it has ended.
    fn of(status: &str) -> Option<Self> {
        let field = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        Some(Self {
            resident: field("VmRSS:")?,
            own: field("RssAnon:")?,
            peak: field("VmHWM:")?,
        })
    }
}

/// Runs the check and returns the sizes of the main process over time.
fn watched(check: &mut Command) -> Result<Vec<(Duration, Size)>> {
    let began = Instant::now();
    let mut child = check.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut sizes = Vec::new();
    while child.try_wait()?.is_none() {
        let size = fs::read_to_string(&status).ok();
        let size = size.as_deref().and_then(Size::of);
        sizes.extend(size.map(|size| (began.elapsed(), size)));
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(sizes)
}

/// Prints how a size grows from the second tenth of the time to the last, and
/// returns the growth as a share.
fn tell_growth(what: &str, sizes: &[(Duration, Size)], size: fn(&Size) -> u64) -> Result<f64> {
    let (early, late) = (usual(sizes, 1, size)?, usual(sizes, 9, size)?);
    let growth = late as f64 / early as f64 - 1.0;
    println!(
        "{what}: {early} KiB at a tenth of the batch, {late} KiB at its end: {:+.1} %",
        growth * 100.0
    );
    Ok(growth)
}

/// Returns the usual size in the tenth of the time that follows `tenth` tenths:
/// the median, because a long book takes more memory while it is being read.
fn usual(sizes: &[(Duration, Size)], tenth: u32, size: fn(&Size) -> u64) -> Result<u64> {
    let end = sizes.last().context("the check was too short")?.0;
    let mut among: Vec<u64> = sizes
        .iter()
        .filter(|(at, _)| *at >= end * tenth / 10 && *at <= end * (tenth + 1) / 10)
        .map(|(_, all)| size(all))
        .collect();
    among.sort_unstable();
    let middle = among.get(among.len() / 2).copied();
    middle.context("nothing was measured")
}

/// Prints what became of the files; returns how many are not mentioned.
fn tell(report: &Value, folder: &Path) -> Result<usize> {
    let mut outcomes: BTreeMap<String, u32> = BTreeMap::new();
    let mut said = std::collections::BTreeSet::new();
    for (part, field) in [("results", "verdict"), ("skipped", "code")] {
        for entry in report[part].as_array().context("a part is missing")? {
            let word = entry[field].as_str().context("an entry has no word")?;
            *outcomes.entry(format!("{part}: {word}")).or_default() += 1;
            let path = entry["path"].as_str().context("an entry has no path")?;
            if word == "timed-out" {
                println!("took too long: {path}");
            }
            said.insert(path.to_owned());
        }
    }
    for (outcome, n) in outcomes {
        println!("{n:>6}  {outcome}");
    }
    let mut missing = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path().to_string_lossy().into_owned();
        // An archive is mentioned by its members.
        let is_there = said.iter().any(|known| known.starts_with(&path));
        if !is_there {
            println!("the report does not mention {path}");
            missing += 1;
        }
    }
    Ok(missing)
}
