//! Measures the catalogue part of an index.
//!
//! `bench_catalogue DUMP [--kind KIND] [--out FILE] [--memory MIB]` builds an
//! index of a dump (by default of kind `libgen`) and prints what a record costs,
//! part by part, the time of each phase, and the peak of memory; then it writes the
//! same records into a plain `SQLite` table with three indexes, in the same run, and
//! prints both side by side. `bench_catalogue --ask FILE` skips the building. Then
//! the titles of 500 records are looked up by ISBN, title key and all words, and
//! the records found are read, at most a hundred for each query.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measuring program prints, and stops where something fails"
)]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use colophon_catalogue::terms::{self, TermKind};
use colophon_catalogue::{Input, Item, Kind};
use colophon_index::{BuildOptions, BuildPhase, Builder, Index, RecordNumber};
use rusqlite::{Connection, OpenFlags};

const N_TITLES: u64 = 500;
const MAX_READ: usize = 100;

fn main() {
    let mut dump = None;
    let mut ask_only = false;
    let mut kind: Kind = "libgen".parse().unwrap();
    let mut out = std::env::temp_dir().join("bench-catalogue.colophon");
    let mut memory_mib = 256;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap();
        match argument.as_str() {
            "--kind" => kind = value().parse().unwrap(),
            "--out" => out = PathBuf::from(value()),
            "--memory" => memory_mib = value().parse().unwrap(),
            "--ask" => {
                out = PathBuf::from(value());
                ask_only = true;
            }
            path => dump = Some(PathBuf::from(path)),
        }
    }
    if !ask_only {
        let ours = build(kind, dump.clone(), &out, memory_mib << 20);
        let plain = out.with_extension("plain.sqlite");
        let theirs = plain_table(kind, dump, &plain);
        println!("next to a plain table index     table     ratio");
        let row = |name: &str, own: f64, other: f64| {
            println!("  {name:<20}{own:>7.2} {other:>9.2} {:>9.2}", own / other);
        };
        row("seconds", ours, theirs);
        let mib = |path: &Path| fs::metadata(path).unwrap().len() as f64 / f64::from(1 << 20);
        row("MiB", mib(&out), mib(&plain));
        fs::remove_file(plain).unwrap();
    }
    sizes(&out);
    ask(&out);
}

/// Writes the records into a table with the columns that a reader would keep,
/// and indexes of title, identifier and digest; returns the seconds it took.
fn plain_table(kind: Kind, path: Option<PathBuf>, out: &Path) -> f64 {
    let _ = fs::remove_file(out);
    let start = Instant::now();
    let mut db = Connection::open(out).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;
         CREATE TABLE records (id TEXT, title TEXT, author TEXT, volume TEXT, series TEXT, imprint TEXT,
             edition TEXT, year TEXT, language TEXT, identifiers TEXT, md5 BLOB, format TEXT, size INTEGER);",
    )
    .unwrap();
    let all = db.transaction().unwrap();
    {
        let mut insert = all
            .prepare("INSERT INTO records VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)")
            .unwrap();
        colophon_catalogue::read(
            &Input {
                kind,
                path,
                crew: Vec::new(),
            },
            out.parent().unwrap(),
            64 << 20,
            &mut |item| {
                if let Item::Record(r) = item {
                    insert
                        .execute(rusqlite::params![
                            r.id,
                            r.title,
                            r.author,
                            r.volume,
                            r.series,
                            r.imprint,
                            r.edition,
                            r.year,
                            r.language,
                            r.identifiers,
                            r.md5,
                            r.format,
                            r.size_bytes.map(u64::cast_signed),
                        ])
                        .unwrap();
                }
                ControlFlow::Continue(())
            },
            &mut |_| ControlFlow::Continue(()),
        )
        .unwrap();
    }
    all.execute_batch(
        "CREATE INDEX by_title ON records (title);
         CREATE INDEX by_identifier ON records (identifiers);
         CREATE INDEX by_md5 ON records (md5);",
    )
    .unwrap();
    all.commit().unwrap();
    seconds(start)
}

fn build(kind: Kind, path: Option<PathBuf>, out: &Path, memory_bytes: usize) -> f64 {
    let options = BuildOptions {
        created: "2026-01-01T00:00:00Z".to_owned(),
        memory_bytes,
        ..BuildOptions::default()
    };
    let start = Instant::now();
    let mut builder = Builder::create(out, options).unwrap();
    let scratch = out.parent().unwrap();
    let summary = colophon_catalogue::read(
        &Input {
            kind,
            path,
            crew: Vec::new(),
        },
        scratch,
        memory_bytes / 4,
        &mut |item| {
            match item {
                Item::Record(record) => builder.add_record(&record).unwrap(),
                Item::Digests { md5, sha1, sha256 } => {
                    builder.add_digests(md5, sha1, sha256).unwrap();
                }
            }
            ControlFlow::Continue(())
        },
        &mut |_| ControlFlow::Continue(()),
    )
    .unwrap();
    for source in summary.sources {
        builder.add_source(source).unwrap();
    }
    println!("reading and adding    {:>8.2} s", seconds(start));
    let mut phase = (BuildPhase::Postings, Instant::now());
    let mut last_call = Instant::now();
    let mut longest_pause = 0_f64;
    builder
        .finish(&mut |progress| {
            longest_pause = longest_pause.max(seconds(last_call));
            last_call = Instant::now();
            if progress.phase != phase.0 {
                println!(
                    "{:<22}{:>8.2} s",
                    format!("{:?}", phase.0),
                    seconds(phase.1)
                );
                phase = (progress.phase, Instant::now());
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    println!("build in all          {:>8.2} s", seconds(start));
    let took = seconds(start);
    println!("longest without a call{longest_pause:>8.2} s");
    if let Some(peak) = peak_mib() {
        println!("peak memory           {peak:>8} MiB");
    }
    took
}

fn seconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64()
}

/// Returns the most memory that this process has had, if the system reports it.
fn peak_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib >> 10)
}

fn sizes(path: &Path) {
    let index = Index::open(path).unwrap();
    let info = index.info();
    let n_records = info.n_records as f64;
    println!("{} records, {} terms", info.n_records, info.n_terms);
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut statement = db
        .prepare("SELECT name, sum(pgsize), sum(payload), count(*) FROM dbstat GROUP BY name ORDER BY 2 DESC")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    println!("bytes a record            whole   payload   pages");
    while let Some(row) = rows.next().unwrap() {
        let name: String = row.get(0).unwrap();
        let [size, payload, n] = [1, 2, 3].map(|n| row.get::<_, f64>(n).unwrap());
        if n > 1.0 {
            println!(
                "  {name:<20}{:>9.2} {:>9.2} {n:>7}",
                size / n_records,
                payload / n_records
            );
        }
    }
    println!(
        "  {:<20}{:>9.2}",
        "file",
        info.size_bytes as f64 / n_records
    );
}

/// Looks for titles, first of a file whose pages may have to be read from disk,
/// then again.
fn ask(path: &Path) {
    let index = Index::open(path).unwrap();
    let n_records = index.info().n_records;
    let step = (n_records / N_TITLES).max(1);
    let numbers: Vec<RecordNumber> = (0..N_TITLES.min(n_records))
        .map(|n| RecordNumber::new(u32::try_from(n * step).unwrap()))
        .collect();
    let records = index.records(&numbers).unwrap();
    for round in ["first", "again"] {
        let mut totals: BTreeMap<&str, (f64, f64, usize)> = BTreeMap::new();
        let start = Instant::now();
        for record in &records {
            let mut question = |name, terms: &[(TermKind, &[u8])]| {
                let start = Instant::now();
                let found = index.find_all(terms, MAX_READ).unwrap();
                index.records(&found).unwrap();
                let ms = seconds(start) * 1e3;
                let (sum, slowest, n) = totals.entry(name).or_default();
                *sum += ms;
                *slowest = slowest.max(ms);
                *n += found.len();
            };
            if let Some(md5) = record.md5 {
                question("md5", &[(TermKind::Md5, &md5)]);
            }
            for isbn in record.isbns() {
                question("isbn", &[(TermKind::Isbn, isbn.to_string().as_bytes())]);
            }
            let key = terms::title_key(&record.title);
            question("title key", &[(TermKind::TitleKey, key.as_bytes())]);
            let title = terms::words(&record.title);
            let author = terms::words(&record.author);
            let mut all: Vec<(TermKind, &[u8])> = Vec::new();
            all.extend(
                title
                    .iter()
                    .map(|word| (TermKind::TitleWord, word.as_bytes())),
            );
            question("title words", &all);
            all.extend(
                author
                    .iter()
                    .map(|word| (TermKind::AuthorWord, word.as_bytes())),
            );
            question("all words", &all);
            let common = title.iter().filter(|word| word.len() < 4);
            let common: Vec<(TermKind, &[u8])> = common
                .map(|word| (TermKind::TitleWord, word.as_bytes()))
                .collect();
            question("short words alone", &common);
        }
        println!("{} titles, {round}: {:.3} s", records.len(), seconds(start));
        for (name, (sum, slowest, n)) in totals {
            println!(
                "  {name:<20}{:>9.3} ms each, slowest {slowest:>8.3} ms, {:>6.1} records each",
                sum / records.len() as f64,
                n as f64 / records.len() as f64
            );
        }
    }
    let start = Instant::now();
    let words = ["the", "of", "and", "a", "de", "in"];
    let all: Vec<(TermKind, &[u8])> = words
        .iter()
        .map(|word| (TermKind::TitleWord, word.as_bytes()))
        .collect();
    let found = index.find_all(&all[..4], usize::MAX).unwrap();
    println!(
        "the, of, and, a: {} records of {:?} in {:.1} ms",
        found.len(),
        words.map(|word| index.count(TermKind::TitleWord, word.as_bytes()).unwrap()),
        seconds(start) * 1e3
    );
}
