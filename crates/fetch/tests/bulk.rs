//! A large file over a bad line, and a broker that is killed again and again.
//!
//! `COLOPHON_KILLS` says how often; `COLOPHON_BULK` how many parts of 4 MiB the
//! file has.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![expect(clippy::print_stdout, reason = "the figures are the point")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::broker::{Broker, gone};
use support::source::{Home, ID, Offered, index, published};
use support::{Dice, Reply, Server, answer, head};

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |number| number.parse().unwrap())
}

/// Returns the peak of memory that a process used, in KiB.
#[cfg(target_os = "linux")]
fn peak(pid: i32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or(0, |line| {
        line.trim().trim_end_matches(" kB").parse().unwrap()
    })
}

/// Fetches over a server that corrupts 3 % of the answers, cuts 3 % and, of those
/// that resume, ignores the range of 2 %, or of all. Returns the share of what was
/// received in what was needed.
fn received_over_a_bad_line(knows_ranges: bool) -> f64 {
    const PART: usize = 4 << 20;
    let files = vec![Offered::random(
        "base",
        number("COLOPHON_BULK", 64) * PART,
        PART,
    )];
    let all = published(1, &index(&files), &files);
    let home = Home::knowing(&[]);
    home.has_looked(&all);
    let dice = Mutex::new(Dice(0x5eed_0000_0001));
    let server = Server::start(move |asked| {
        let (kind, place) = {
            let mut dice = dice.lock().unwrap();
            (dice.below(100), dice.next())
        };
        let mut asked = asked.clone();
        if !knows_ranges || kind >= 98 {
            asked.from = None;
        }
        let Reply::Body(status, headers, mut body) = answer(&all, &asked) else {
            return Reply::status(500);
        };
        let at = usize::try_from(place).unwrap() % body.len();
        match kind {
            0..3 => body[at] ^= 1,
            3..6 if status == 200 => {
                let start = head(200, body.len());
                return Reply::Raw([start, body[..at].to_vec()].concat());
            }
            _ => {}
        }
        Reply::Body(status, headers, body)
    });
    home.knows(&[&server.url()]);
    let mut broker = Broker::start(&home);
    let started = Instant::now();
    broker.begin(&format!("fetch {ID} 0 1"));
    broker.wait_for("bytes");
    let child = support::broker::children_of(broker.pid());
    let mut memory = 0;
    let (mut received, mut last): (usize, usize) = (0, 0);
    loop {
        let line = broker.line().unwrap();
        if let Some(bytes) = line.strip_prefix("bytes ") {
            let (done, all) = bytes.split_once(' ').unwrap();
            received = all.parse().unwrap();
            last = done.parse().unwrap();
            memory = memory.max(child.first().map_or(0, |pid| peak(*pid)));
        } else {
            assert_eq!(line, "done");
            break;
        }
    }
    let size = files[0].bytes.len();
    assert_eq!(last, size);
    assert!(fs::read(home.incoming("base.partial")).unwrap() == files[0].bytes);
    let share = received as f64 / size as f64;
    println!(
        "ranges {knows_ranges}: {received} bytes for {size}: {share:.4} times, {:.2} s, fetcher {memory} KiB",
        started.elapsed().as_secs_f64()
    );
    assert!(memory <= 32 << 10, "{memory} KiB");
    share
}

#[test]
fn little_is_received_twice_over_a_bad_line() {
    assert!(received_over_a_bad_line(true) <= 1.05);
    assert!(received_over_a_bad_line(false) <= 1.10);
}

#[test]
fn a_broker_that_is_killed_loses_at_most_one_part_a_connection() {
    const PART: usize = 64 << 10;
    let n_kills = number("COLOPHON_KILLS", 50);
    let files = vec![
        Offered::random("base", 40 * PART + 99, PART),
        Offered::random("delta-1", 9 * PART, PART),
    ];
    let all = published(1, &index(&files), &files);
    let counts: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
    let counting = Arc::clone(&counts);
    let own = all.clone();
    let server = Server::start(move |asked| {
        *counting
            .lock()
            .unwrap()
            .entry(asked.path.clone())
            .or_default() += 1;
        // A line that takes its time, so that there is something to interrupt.
        let Reply::Body(status, _, body) = answer(&own, asked) else {
            return Reply::status(404);
        };
        let bytes = [head(status, body.len()), body].concat();
        Reply::Slowly(bytes, 16 << 10, Duration::from_micros(300))
    });
    let mut dice = Dice(0x5eed_0000_0002);
    let mut n_rounds = 0;
    let mut kills = 0;
    let (mut longest, mut after_broker) = (Duration::ZERO, Duration::ZERO);
    let mut n_late = 0;
    while kills < n_kills {
        let home = Home::knowing(&[&server.url()]);
        home.has_looked(&all);
        counts.lock().unwrap().clear();
        n_rounds += 1;
        let mut kills_here = 0;
        loop {
            let mut broker = Broker::start(&home);
            broker.begin(&format!("fetch {ID} 0 3"));
            let children = support::broker::children_of(broker.pid());
            std::thread::sleep(Duration::from_micros(dice.below(60_000)));
            if kills < n_kills {
                broker.child.kill().unwrap();
                let killed = Instant::now();
                broker.child.wait().unwrap();
                after_broker = after_broker.max(gone(&children));
                longest = longest.max(killed.elapsed());
                n_late += usize::from(killed.elapsed() > Duration::from_millis(100));
                kills += 1;
                kills_here += 1;
                if broker.answers_so_far().iter().any(|line| line == "done") {
                    break;
                }
            } else {
                let fetched = broker.finish();
                assert!(fetched.is_done(), "{fetched:?}");
                break;
            }
        }
        let mut broker = Broker::start(&home);
        assert!(broker.ask(&format!("fetch {ID} 0 3")).is_done());
        for file in &files {
            let path = home.incoming(&format!("{}.partial", file.name));
            assert!(fs::read(path).unwrap() == file.bytes, "{}", file.name);
        }
        // Of what was under way at a kill, two parts at most, nothing was kept.
        let counts = counts.lock().unwrap();
        let names: BTreeSet<_> = counts.keys().collect();
        assert_eq!(names.len(), 50);
        let twice: usize = counts.values().map(|n| n - 1).sum();
        assert!(twice <= 2 * kills_here, "{twice} of {kills_here} kills");
    }
    println!(
        "{kills} kills in {n_rounds} downloads; the fetcher was gone {after_broker:?} after the \
         broker, {longest:?} after the kill, which is over 100 ms {n_late} times"
    );
    // How long a busy system takes to end the broker itself is not ours to say.
    assert!(
        after_broker <= Duration::from_millis(100),
        "{after_broker:?}"
    );
}

/// What is there is hashed while the rest already arrives.
#[test]
fn a_long_download_is_resumed_at_once() {
    const PART: usize = 4 << 20;
    let n_parts = number("COLOPHON_BULK", 64);
    let files = vec![Offered::random("base", n_parts * PART, PART)];
    let all = published(1, &index(&files), &files);
    let home = Home::knowing(&[]);
    home.has_looked(&all);
    let last = files[0].part_names().pop().unwrap();
    let missing = all[&format!("parts/{last}")].clone();
    drop(all);
    let server = Server::start(move |asked| {
        assert!(asked.path.ends_with(&last));
        Reply::ok(missing.clone())
    });
    home.knows(&[&server.url()]);
    let mut bytes = files[0].bytes[..(n_parts - 1) * PART].to_vec();
    bytes.resize(n_parts * PART, 0);
    fs::write(home.incoming("base.partial"), bytes).unwrap();
    let journal: Vec<u8> = (0..u32::try_from(n_parts).unwrap() - 1)
        .flat_map(u32::to_le_bytes)
        .collect();
    fs::write(home.incoming("base.journal"), journal).unwrap();
    let mut broker = Broker::start(&home);
    let started = Instant::now();
    broker.begin(&format!("fetch {ID} 0 1"));
    broker.wait_for("bytes");
    let began = started.elapsed();
    let fetched = broker.finish();
    assert!(fetched.is_done(), "{fetched:?}");
    println!(
        "{n_parts} parts of 4 MiB: bytes arrive after {began:?}, all is there after {:?}",
        started.elapsed()
    );
    assert!(began <= Duration::from_secs(5));
    assert!(fs::read(home.incoming("base.partial")).unwrap() == files[0].bytes);
}
