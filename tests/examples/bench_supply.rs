//! Publishes a made-up index, serves it over a bad line, gets it, and keeps it up to
//! date for a year.
//!
//! ```text
//! bench_supply COLOPHON [--gigabytes N]
//! ```
//!
//! The server is on this machine: of its answers it alters 3 %, cuts 3 % short, and in
//! 2 % passes over what part was asked for. Bytes are those that the server wrote, with
//! the lines above each body; processor time is that of the commands and the processes
//! that they start. There is no TLS on the way.
#![expect(clippy::print_stdout, reason = "the figures are the point")]

#[path = "../../crates/fetch/tests/support/server.rs"]
mod support;

use std::fs;
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use colophon_engine::serve_if_asked;
use colophon_fingerprint::sha256;
use colophon_index::{BuildOptions, Builder, Digest, DigestKind, NewWork};
use support::{Asked, Dice, Reply, Server, head};

/// The scale of the index, and how many hashes a work has: those of a novel.
const SCALE: u32 = 1024;
const N_HASHES: u64 = 400;

/// Works for a base of a gigabyte, about.
const WORKS_OF_GIGABYTE: u64 = 690_000;

/// Works of a weekly delta: some 7.3 MB.
const WORKS_OF_WEEK: u64 = 5_000;

fn main() -> Result<()> {
    serve_if_asked();
    run()
}

fn run() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let colophon = arguments
        .next()
        .context("bench_supply COLOPHON [--gigabytes N]")?;
    let colophon = PathBuf::from(colophon);
    let mut gigabytes = 0.1;
    if let Some(name) = arguments.next() {
        ensure!(
            name == "--gigabytes",
            "bench_supply COLOPHON [--gigabytes N]"
        );
        let n = arguments.next().context("--gigabytes needs a number")?;
        gigabytes = n.to_string_lossy().parse()?;
    }
    let folder = tempfile::tempdir_in(colophon.parent().context("a path in a folder")?)?;
    let bench = Bench {
        colophon,
        folder: folder.path().to_owned(),
    };
    fs::write(bench.path("passphrase"), "four words of mine\n")?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size"
    )]
    let n_works = (gigabytes * WORKS_OF_GIGABYTE as f64) as u64;
    bench.base(n_works)?;
    bench.updates(n_works)
}

struct Bench {
    colophon: PathBuf,
    folder: PathBuf,
}

/// What a command cost.
struct Cost {
    seconds: f64,
    /// Processor time of it and its children.
    processor: f64,
    /// The most memory of a process that fetched, in KiB.
    fetcher: u64,
}

impl Cost {
    fn said(&self) -> String {
        let Self {
            seconds, processor, ..
        } = self;
        format!("{seconds:.2} s, {processor:.2} s of processor time")
    }
}

impl Bench {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn published(&self) -> PathBuf {
        self.path("published")
    }

    fn run(&self, words: &[&str]) -> Result<Cost> {
        let watch = Watch::start();
        let before = processor()?;
        let started = Instant::now();
        let ran = Command::new(&self.colophon)
            .args(words)
            .env_clear()
            .env("XDG_DATA_HOME", self.path("home"))
            .env("XDG_CACHE_HOME", self.path("home"))
            .env("HOME", self.path("home"))
            .env("NO_PROXY", "127.0.0.1")
            .stdin(Stdio::null())
            .output()?;
        let seconds = started.elapsed().as_secs_f64();
        if !ran.status.success() {
            bail!("{words:?}: {}", String::from_utf8_lossy(&ran.stderr));
        }
        Ok(Cost {
            seconds,
            processor: processor()? - before,
            fetcher: watch.stop(),
        })
    }

    fn publish(&self, command: &str, more: &[&str]) -> Result<Cost> {
        let (dir, passphrase) = (self.published(), self.path("passphrase"));
        let mut words = vec!["publish", command, text(&dir)];
        words.extend(more);
        words.extend(["--passphrase-file", text(&passphrase)]);
        self.run(&words)
    }

    /// Builds an index of some works.
    fn index(&self, name: &str, works: Range<u64>) -> Result<(PathBuf, u64)> {
        let path = self.path(&format!("{name}.colophon"));
        let options = BuildOptions {
            name: "Made up".to_owned(),
            scale: SCALE,
            created: "2026-01-01T00:00:00Z".to_owned(),
            ..BuildOptions::default()
        };
        let mut builder = Builder::create(&path, options)?;
        let threshold = u64::MAX / u64::from(SCALE) + 1;
        for n in works {
            let mut dice = Dice(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
            for _ in 0..4 {
                dice.next();
            }
            let mut hashes: Vec<u64> = (0..N_HASHES).map(|_| dice.below(threshold)).collect();
            hashes.sort_unstable();
            hashes.dedup();
            let work = NewWork {
                id: format!("w{n}"),
                title: format!("The road of q{n:x} and others"),
                author: format!("Ada Quill-{:x}", n / 7),
                n_letters: N_HASHES * u64::from(SCALE),
                digests: vec![Digest {
                    kind: DigestKind::TextSha256,
                    bytes: sha256(&n.to_le_bytes()).to_vec(),
                }],
                ..NewWork::default()
            };
            builder.add(&work, &hashes, threshold)?;
        }
        builder.finish(&mut |_| ControlFlow::Continue(()))?;
        let size = fs::metadata(&path)?.len();
        Ok((path, size))
    }

    fn base(&self, n_works: u64) -> Result<()> {
        let started = Instant::now();
        let (base, size) = self.index("base", 0..n_works)?;
        println!(
            "base: {n_works} works, {size} bytes, made in {:.0} s",
            started.elapsed().as_secs_f64()
        );
        self.publish(
            "init",
            &[
                "--name",
                "Made up",
                "--contact",
                "x@example.org",
                "--every",
                "week",
            ],
        )?;
        let added = self.publish("add", &[text(&base), "--yes"])?;
        println!("publish add: {}", added.said());
        fs::remove_file(&base)?;
        for knows_ranges in [true, false] {
            let host = Host::start(&self.published(), Some(knows_ranges));
            let got = self.run(&["index", "get", &self.link(&host)?])?;
            let sent = host.sent();
            println!(
                "index get, 3 % altered, 3 % cut, {}: {sent} bytes, {:.4} times; {}; fetcher {} KiB",
                if knows_ranges {
                    "no Range in 2 %"
                } else {
                    "no Range at all"
                },
                ratio(sent, size),
                got.said(),
                got.fetcher
            );
            let installed = self.installed()?;
            let verified = self.run(&["index", "verify", text(&installed)])?;
            println!("index verify of what was installed: {}", verified.said());
            self.run(&["index", "forget", "Made up"])?;
        }
        let got = self.run(&["index", "get", text(&self.published())])?;
        println!("index get from the folder: {}", got.said());
        self.run(&["index", "forget", "Made up"])?;
        Ok(())
    }

    fn updates(&self, n_works: u64) -> Result<()> {
        let host = Host::start(&self.published(), None);
        self.run(&["index", "get", &self.link(&host)?])?;
        host.sent();
        let cost = self.run(&["index", "update"])?;
        let (n, sent) = (host.n_asked(), host.sent());
        println!("nothing new: {n} requests, {sent} bytes; {}", cost.said());
        let mut next = n_works;
        for n in [1, 10, 100, 1_000, WORKS_OF_WEEK] {
            let size = self.week(&mut next, n)?;
            host.sent();
            let cost = self.run(&["index", "update"])?;
            let sent = host.sent();
            let over = sent as f64 - 1.2 * size as f64;
            println!(
                "delta of {size} bytes: {sent} bytes, {:.4} times, {:.0} bytes beyond 1.2 times; {}",
                ratio(sent, size),
                over,
                cost.said()
            );
        }
        let (mut new, mut sent) = (0, 0);
        let mut slowest: f64 = 0.0;
        for _ in 0..52 {
            new += self.week(&mut next, WORKS_OF_WEEK)?;
            host.sent();
            let cost = self.run(&["index", "update"])?;
            slowest = slowest.max(cost.seconds);
            sent += host.sent();
        }
        println!(
            "52 weekly deltas of {new} bytes: {sent} bytes, {:.4} times; the slowest update took {slowest:.2} s",
            ratio(sent, new)
        );
        Ok(())
    }

    /// Publishes a delta, and returns its size.
    fn week(&self, next: &mut u64, n: u64) -> Result<u64> {
        let (path, size) = self.index("delta", *next..*next + n)?;
        *next += n;
        self.publish("add", &[text(&path), "--yes"])?;
        fs::remove_file(&path)?;
        Ok(size)
    }

    fn link(&self, host: &Host) -> Result<String> {
        let path = self.published().join("index.colophon-source");
        let source: serde_json::Value = serde_json::from_slice(&fs::read(path)?)?;
        let fingerprint = source["fingerprint"].as_str().context("a fingerprint")?;
        Ok(format!("{}/#colophon:{fingerprint}", host.server.url()))
    }

    fn installed(&self) -> Result<PathBuf> {
        let indexes = self.path("home").join("colophon/indexes");
        let source = fs::read_dir(&indexes)?.next().context("an index")??;
        let current = fs::read_to_string(source.path().join("current"))?;
        Ok(source.path().join(current.trim()))
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

fn ratio(sent: u64, size: u64) -> f64 {
    sent as f64 / size as f64
}

/// Returns the processor time of all children that have ended, in seconds.
fn processor() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, rest) = stat.rsplit_once(')').context("a process")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|it| it.parse::<f64>().ok());
    let (user, system) = (ticks(13), ticks(14));
    Ok((user.context("cutime")? + system.context("cstime")?) / 100.0)
}

/// Notes the most memory of every process that fetches.
struct Watch {
    is_over: Arc<AtomicBool>,
    most: Arc<AtomicU64>,
    thread: std::thread::JoinHandle<()>,
}

impl Watch {
    fn start() -> Self {
        let (is_over, most) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicU64::new(0)),
        );
        let (own_over, own_most) = (Arc::clone(&is_over), Arc::clone(&most));
        let thread = std::thread::spawn(move || {
            while !own_over.load(Ordering::Relaxed) {
                own_most.fetch_max(memory_of_fetchers(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        Self {
            is_over,
            most,
            thread,
        }
    }

    fn stop(self) -> u64 {
        self.is_over.store(true, Ordering::Relaxed);
        let _ended = self.thread.join();
        self.most.load(Ordering::Relaxed)
    }
}

fn memory_of_fetchers() -> u64 {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let of = |path: PathBuf| {
        let status = fs::read_to_string(path.join("status")).ok()?;
        if !status.starts_with("Name:\tcolophon-fetch") {
            return None;
        }
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    };
    processes
        .filter_map(|entry| of(entry.path()))
        .max()
        .unwrap_or(0)
}

/// A web space with the folder of a publisher.
struct Host {
    server: Server,
    bytes: Arc<AtomicU64>,
}

impl Host {
    /// Starts one; `line` is whether it knows ranges, for a line that is not a good one.
    fn start(folder: &Path, line: Option<bool>) -> Self {
        let folder = folder.to_owned();
        let bytes = Arc::new(AtomicU64::new(0));
        let (own, dice) = (Arc::clone(&bytes), Mutex::new(Dice(0x5eed_0000_0003)));
        let server = Server::start(move |asked| {
            let (kind, place) = {
                let mut dice = dice
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                (dice.below(100), dice.next())
            };
            let reply = reply(&folder, asked, line.map(|knows| (knows, kind, place)));
            let n = match &reply {
                Reply::Body(_, headers, body) => {
                    let lines = headers
                        .iter()
                        .map(|(name, value)| name.len() + value.len() + 4);
                    head(200, body.len()).len() + lines.sum::<usize>() + body.len()
                }
                Reply::Raw(bytes) => bytes.len(),
                _ => 0,
            };
            own.fetch_add(n as u64, Ordering::Relaxed);
            reply
        });
        Self { server, bytes }
    }

    /// Returns how many bytes were sent since the last call, and forgets the requests.
    fn sent(&self) -> u64 {
        self.server.paths();
        self.bytes.swap(0, Ordering::Relaxed)
    }

    fn n_asked(&self) -> usize {
        self.server.asked().len()
    }
}

fn reply(folder: &Path, asked: &Asked, line: Option<(bool, u64, u64)>) -> Reply {
    let Ok(mut body) = fs::read(folder.join(asked.path.trim_start_matches('/'))) else {
        return Reply::status(404);
    };
    let (knows_ranges, kind, place) = line.unwrap_or((true, 50, 0));
    let size = body.len();
    let from = asked.from.and_then(|from| usize::try_from(from).ok());
    let from = from.filter(|from| *from < size && knows_ranges && kind < 98);
    if let Some(from) = from {
        body.drain(..from);
    }
    let at = usize::try_from(place).unwrap_or(0) % body.len().max(1);
    match kind {
        0..3 if line.is_some() => {
            if let Some(byte) = body.get_mut(at) {
                *byte ^= 1;
            }
        }
        3..6 if line.is_some() && from.is_none() => {
            body.truncate(at);
            return Reply::Raw([head(200, size), body].concat());
        }
        _ => {}
    }
    match from {
        Some(from) => {
            let range = format!("bytes {from}-{}/{size}", size - 1);
            Reply::Body(206, vec![("Content-Range", range)], body)
        }
        None => Reply::ok(body),
    }
}
