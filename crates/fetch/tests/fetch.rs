//! Servers that are in the way of `fetch`, and folders that are.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use support::broker::{Answered, Broker, command};
use support::source::{Home, ID, Offered, index, published};
use support::{Asked, Reply, Server, answer, head};

type Files = BTreeMap<String, Vec<u8>>;

const PART: usize = 40_000;

fn base() -> Offered {
    Offered::random("base", 3 * PART + 7, PART)
}

/// Starts a server that answers this way where it does not answer properly. It
/// learns how often it was asked for a part.
fn serve(trap: impl Fn(&Asked, usize, &Files) -> Option<Reply> + Send + Sync + 'static) -> Server {
    let files = vec![base()];
    let files = published(1, &index(&files), &files);
    let counts: Mutex<BTreeMap<String, usize>> = Mutex::default();
    Server::start(move |asked| {
        let n = {
            let mut counts = counts.lock().unwrap();
            let count = counts.entry(asked.path.clone()).or_default();
            *count += 1;
            *count
        };
        trap(asked, n, &files).unwrap_or_else(|| answer(&files, asked))
    })
}

/// Returns a home that knows these servers and has looked at the source.
fn home(urls: &[&str]) -> Home {
    let home = Home::knowing(urls);
    let files = vec![base()];
    home.has_looked(&published(1, &index(&files), &files));
    home
}

fn has_arrived(home: &Home) {
    assert!(fs::read(home.incoming("base.partial")).unwrap() == base().bytes);
    let journal = fs::read(home.incoming("base.journal")).unwrap();
    let mut parts: Vec<u8> = journal.chunks(4).map(|number| number[0]).collect();
    parts.sort_unstable();
    parts.dedup();
    assert_eq!(parts, [0, 1, 2, 3]);
}

fn fetch(home: &Home) -> Answered {
    Broker::start(home).ask(&format!("fetch {ID} 0 1"))
}

fn body<'a>(asked: &Asked, files: &'a Files) -> &'a [u8] {
    &files[&asked.path[1..]]
}

/// Returns an answer that breaks off in the middle.
fn half(asked: &Asked, files: &Files) -> Reply {
    let body = body(asked, files);
    Reply::Raw([head(200, body.len()), body[..body.len() / 2].to_vec()].concat())
}

#[test]
fn a_part_that_breaks_off_is_resumed_within() {
    let server = serve(|asked, n, files| (n == 1).then(|| half(asked, files)));
    let home = home(&[&server.url()]);
    let fetched = fetch(&home);
    assert!(fetched.is_done(), "{fetched:?}");
    has_arrived(&home);
    let from = server
        .asked()
        .iter()
        .filter(|asked| asked.from.is_some())
        .count();
    assert_eq!(from, 4);
    let most = base().bytes.len() as u64 + 4000;
    assert!(fetched.received() <= most, "{fetched:?}");
}

#[test]
fn no_lie_about_a_range_is_believed() {
    let lies: [fn(&Asked, &Files) -> Reply; 8] = [
        |asked, files| {
            Reply::Body(
                206,
                vec![("Content-Range", "bytes 0-9/10".to_owned())],
                body(asked, files).to_vec(),
            )
        },
        |asked, files| Reply::Body(206, vec![], body(asked, files)[1..].to_vec()),
        |asked, files| {
            let all = body(asked, files);
            let from = usize::try_from(asked.from.unwrap()).unwrap();
            let range = format!("bytes {from}-{}/*", all.len() - 1);
            Reply::Body(206, vec![("Content-Range", range)], all[from..].to_vec())
        },
        // The right words and the wrong bytes.
        |asked, files| {
            let all = body(asked, files);
            let from = usize::try_from(asked.from.unwrap()).unwrap();
            let range = format!("bytes {from}-{}/{}", all.len() - 1, all.len());
            Reply::Body(
                206,
                vec![("Content-Range", range)],
                vec![0; all.len() - from],
            )
        },
        |asked, files| Reply::ok(body(asked, files)),
        |_, _| Reply::status(416),
        |_, _| Reply::status(204),
        |asked, files| {
            let all = body(asked, files);
            let from = usize::try_from(asked.from.unwrap()).unwrap();
            let range = format!("bytes {from}-{}/{}", all.len() - 1, all.len());
            Reply::Body(
                206,
                vec![
                    ("Content-Range", range),
                    ("Content-Encoding", "gzip".to_owned()),
                ],
                all[from..].to_vec(),
            )
        },
    ];
    for (i, lie) in lies.into_iter().enumerate() {
        let server = serve(move |asked, n, files| match (n, asked.from) {
            (1, _) => Some(half(asked, files)),
            (_, Some(_)) if n < 4 => Some(lie(asked, files)),
            _ => None,
        });
        let home = home(&[&server.url()]);
        let fetched = fetch(&home);
        assert!(fetched.is_done(), "{i}: {fetched:?}");
        has_arrived(&home);
    }
}

#[test]
fn an_answer_to_a_range_is_not_taken_where_none_was_asked_for() {
    let server = serve(|asked, n, files| {
        let all = body(asked, files);
        let range = format!("bytes 0-{}/{}", all.len() - 1, all.len());
        (n == 1).then(|| Reply::Body(206, vec![("Content-Range", range)], all.to_vec()))
    });
    let home = home(&[&server.url()]);
    assert!(fetch(&home).is_done());
    has_arrived(&home);
}

#[test]
fn a_wrong_length_does_not_matter_where_the_bytes_are_right() {
    let lengths: [fn(usize) -> usize; 3] = [|n| n + 99, |n| n.saturating_sub(99), |_| 0];
    for length in lengths {
        let server = serve(move |asked, n, files| {
            let all = body(asked, files);
            let reply = [head(200, length(all.len())), all.to_vec()].concat();
            (n == 1).then_some(Reply::Raw(reply))
        });
        let home = home(&[&server.url()]);
        let fetched = fetch(&home);
        assert!(fetched.is_done(), "{fetched:?}");
        has_arrived(&home);
    }
    let server = serve(|asked, _, files| {
        let all = body(asked, files);
        let mut reply = b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        for piece in all.chunks(777) {
            reply.extend(format!("{:x}\r\n", piece.len()).bytes());
            reply.extend(piece);
            reply.extend(b"\r\n");
        }
        reply.extend(b"0\r\n\r\n");
        Some(Reply::Raw(reply))
    });
    let home = home(&[&server.url()]);
    assert!(fetch(&home).is_done());
    has_arrived(&home);
}

#[test]
fn a_part_without_end_is_cut_off() {
    let server = serve(|asked, n, files| {
        let all = body(asked, files);
        let start = b"HTTP/1.1 200 x\r\nConnection: close\r\n\r\n".to_vec();
        let piece = if n == 1 { vec![0; 4096] } else { all.to_vec() };
        Some(Reply::Endless(start, piece))
    });
    let home = home(&[&server.url()]);
    let fetched = fetch(&home);
    assert!(fetched.is_done(), "{fetched:?}");
    has_arrived(&home);
    assert!(fetched.received() <= 2 * base().bytes.len() as u64 + (1 << 20));
}

#[test]
fn a_damaged_part_comes_from_the_next_mirror() {
    let wrong = |asked: &Asked, _: usize, files: &Files| {
        let mut bytes = body(asked, files).to_vec();
        bytes[1] ^= 1;
        Some(Reply::ok(bytes))
    };
    let (bad, good) = (serve(wrong), serve(|_, _, _| None));
    let first = home(&[&bad.url(), &good.url()]);
    let fetched = fetch(&first);
    assert!(fetched.is_done(), "{fetched:?}");
    has_arrived(&first);
    // The mirror that served is asked first from then on.
    assert!(bad.paths().len() <= 3, "{:?}", bad.paths());

    let home = home(&[&bad.url()]);
    let fetched = fetch(&home);
    assert_eq!(fetched.code(), "part-damaged");
    let asked = bad.paths();
    for path in &asked {
        assert!(asked.iter().filter(|other| *other == path).count() <= 5);
    }
    assert!(fs::read(home.incoming("base.journal")).unwrap().is_empty());
}

#[test]
fn a_mirror_that_fails_is_left_for_the_next() {
    type Trap = fn(&Asked) -> Reply;
    let traps: [(&str, Trap); 8] = [
        ("too-slow", |_| Reply::Silence(head(200, 1000))),
        ("too-slow", |_| {
            Reply::Slowly(head(200, 1000), 1, Duration::from_millis(20))
        }),
        ("unreachable", |_| Reply::Raw(Vec::new())),
        ("unreachable", |_| Reply::status(500)),
        ("source-incomplete", |_| Reply::status(404)),
        // A file that ends too early each time is missing as a whole.
        ("source-incomplete", |_| Reply::ok("")),
        ("not-a-source", |_| {
            Reply::ok("x").with("Content-Encoding", "gzip")
        }),
        ("redirect-refused", |_| {
            Reply::redirect("http://index.example/")
        }),
    ];
    for (code, trap) in traps {
        let bad = serve(move |asked, _, _| Some(trap(asked)));
        let good = serve(|_, _, _| None);
        let first = home(&[&bad.url(), "https://nowhere.invalid/?", &good.url()]);
        let mut broker = Broker::start_with(&first, "0.2", &[]);
        let fetched = broker.ask(&format!("fetch {ID} 0 1"));
        assert!(fetched.is_done(), "{code}: {fetched:?}");
        has_arrived(&first);
        let alone = home(&[&bad.url()]);
        let mut broker = Broker::start_with(&alone, "0.2", &[]);
        assert_eq!(broker.ask(&format!("fetch {ID} 0 1")).code(), code);
    }
}

#[test]
fn a_mirror_that_refuses_is_left_alone() {
    let bad = serve(|_, _, _| Some(Reply::status(429).with("Retry-After", "100")));
    let good = serve(|_, _, _| None);
    let alone = home(&[&bad.url()]);
    let fetched = fetch(&alone);
    assert_eq!(fetched.code(), "server-refused");
    assert!(bad.paths().len() <= 2);
    assert_eq!(fetch(&alone).end(), fetched.end());
    assert!(bad.paths().is_empty());
    // Both servers have one name here, and it is the name that is left alone.
    let both = home(&[&bad.url(), &good.url().replace("127.0.0.1", "localhost")]);
    assert!(fetch(&both).is_done());
    has_arrived(&both);
}

#[test]
fn parts_may_be_elsewhere() {
    let files = vec![base()];
    let all = published(1, &index(&files), &files);
    let flat: Files = all
        .into_iter()
        .filter_map(|(name, bytes)| Some((format!("x/{}", name.strip_prefix("parts/")?), bytes)))
        .collect();
    let parts = Server::of(flat);
    let nothing = Server::of(Files::new());
    let home = home(&[&nothing.url()]);
    home.has_parts_at(&format!("{}/x/", parts.url()));
    assert!(fetch(&home).is_done());
    has_arrived(&home);
    assert_eq!(parts.paths().len(), 4);
    assert_eq!(nothing.paths().len(), 0);
    home.has_parts_at("");

    // The index may say so of an address that the source file has as well.
    fs::remove_file(home.incoming("base.partial")).unwrap();
    let elsewhere = format!("{}/x", parts.url());
    home.mirrors(&json!({"mirrors": [{"url": nothing.url(), "parts_url": elsewhere}]}));
    assert!(fetch(&home).is_done());
    has_arrived(&home);
    assert_eq!(parts.paths().len(), 4);
    assert_eq!(nothing.paths().len(), 0);

    fs::remove_file(home.incoming("base.partial")).unwrap();
    home.mirrors(&json!({"mirrors": [
        {"url": nothing.url(), "parts_url": ""},
        {"url": format!("{}/y", nothing.url()), "parts_url": format!("{}/x", parts.url())},
    ]}));
    let fetched = fetch(&home);
    assert!(fetched.is_done(), "{fetched:?}");
    has_arrived(&home);
    let answered = Broker::start(&home).ask(&format!("fetch {ID} 2 1"));
    assert_eq!(answered.code(), "refused", "the list has no address twice");
}

#[test]
fn a_publisher_does_not_lead_into_this_machine() {
    let server = serve(|_, _, _| None);
    let home = home(&["https://nowhere.invalid"]);
    home.mirrors(&json!({"mirrors": [{"url": server.url()}]}));
    let answered = Broker::start(&home).ask(&format!("look {ID} 1"));
    assert_eq!(answered.code(), "refused");
    assert!(server.paths().is_empty());
}

#[test]
fn no_journal_is_trusted() {
    let bytes = base().bytes;
    let number = |n: u32| n.to_le_bytes().to_vec();
    let mut stale = bytes.clone();
    stale[PART + 1] ^= 1;
    let all = [number(0), number(1), number(2), number(3)].concat();
    // The file, its journal, and how many parts have to come.
    let cases: Vec<(Option<Vec<u8>>, Vec<u8>, usize)> = vec![
        (Some(bytes.clone()), all.clone(), 0),
        (
            Some(bytes.clone()),
            [number(3), number(0), number(3)].concat(),
            2,
        ),
        // A torn end, and numbers of no part.
        (Some(bytes.clone()), [number(0), vec![1, 0]].concat(), 3),
        (
            Some(bytes.clone()),
            [number(4), number(u32::MAX), number(2)].concat(),
            3,
        ),
        (Some(bytes.clone()), vec![0xff; 999], 4),
        (Some(bytes.clone()), vec![0; 1 << 20], 3),
        // A part that is not what the journal says.
        (Some(stale), all.clone(), 1),
        (Some(vec![0; bytes.len()]), all.clone(), 4),
        // Another length.
        (Some(bytes[..PART].to_vec()), all.clone(), 4),
        (Some([bytes.clone(), vec![0]].concat()), all.clone(), 4),
        (None, all.clone(), 4),
    ];
    for (i, (file, journal, missing)) in cases.into_iter().enumerate() {
        let server = serve(|_, _, _| None);
        let home = home(&[&server.url()]);
        if let Some(file) = file {
            fs::write(home.incoming("base.partial"), file).unwrap();
        }
        fs::write(home.incoming("base.journal"), journal).unwrap();
        let fetched = fetch(&home);
        assert!(fetched.is_done(), "{i}: {fetched:?}");
        has_arrived(&home);
        assert_eq!(server.paths().len(), missing, "{i}");
        let total = fetched.all("total").last().unwrap().parse::<u64>().unwrap();
        assert!(
            fetched
                .all("bytes")
                .last()
                .unwrap()
                .starts_with(&format!("{total} "))
        );
        // The order that it was brought into holds.
        assert!(fetch(&home).is_done());
        assert!(server.paths().is_empty(), "{i}");
    }
}

#[test]
fn only_the_files_that_were_named_are_fetched() {
    let files = vec![
        base(),
        Offered::random("delta-1", 10, 10),
        Offered::random("gone", 20, 7),
    ];
    let all = published(1, &index(&files), &files);
    let server = Server::of(all.clone());
    let home = Home::knowing(&[&server.url()]);
    assert_eq!(fetch(&home).code(), "source-incomplete");
    home.has_looked(&all);
    let mut broker = Broker::start(&home);
    assert!(broker.ask(&format!("fetch {ID} 0 6")).is_done());
    assert!(!home.incoming("base.partial").exists());
    assert_eq!(
        fs::read(home.incoming("gone.partial")).unwrap(),
        files[2].bytes
    );
    assert!(broker.ask(&format!("fetch {ID} 0 0")).is_done());
    for mask in ["8", "ffffffffffffffff"] {
        assert_eq!(
            broker.ask(&format!("fetch {ID} 0 {mask}")).code(),
            "refused"
        );
    }
}

#[test]
fn an_index_outside_its_bounds_is_no_source() {
    let hash = "0".repeat(64);
    let file = |change: Value| {
        let mut file = json!({"name": "a", "role": "base", "size_bytes": 10, "part_bytes": 5,
            "parts": [hash, hash]});
        let changed = change.as_object().unwrap().clone();
        file.as_object_mut().unwrap().extend(changed);
        file
    };
    let many: Vec<Value> = (0..65)
        .map(|n| file(json!({"name": format!("a{n}")})))
        .collect();
    for bad in [
        json!([file(json!({"name": "../a"}))]),
        json!([file(json!({"name": "A"}))]),
        json!([file(json!({"name": ""}))]),
        json!([file(json!({"name": "a".repeat(65)}))]),
        json!([file(json!({"part_bytes": 0}))]),
        json!([file(
            json!({"part_bytes": (64 << 20) + 1, "size_bytes": 70 << 20})
        )]),
        json!([file(json!({"size_bytes": 11}))]),
        json!([file(json!({"size_bytes": 0}))]),
        json!([file(json!({"size_bytes": -1}))]),
        json!([file(json!({"size_bytes": u64::MAX, "part_bytes": 1 << 26}))]),
        json!([file(json!({"parts": [hash]}))]),
        json!([file(json!({"parts": [hash, "x"]}))]),
        json!([file(json!({"parts": [hash, "F".repeat(64)]}))]),
        json!([file(json!({})), file(json!({}))]),
        json!(many),
        json!({}),
    ] {
        let home = Home::knowing(&["https://nowhere.invalid"]);
        home.has_looked(&published(1, &json!({"files": bad}), &[]));
        assert_eq!(fetch(&home).code(), "not-a-source", "{bad}");
    }
    let home = home(&["https://nowhere.invalid"]);
    for entry in fs::read_dir(home.incoming("")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_str().unwrap().ends_with("index.json") {
            fs::write(path, "{}").unwrap();
        }
    }
    assert_eq!(fetch(&home).code(), "source-incomplete");
}

/// The limit on files stands for a disk: both are reported before the first byte.
#[cfg(target_os = "linux")]
#[test]
fn room_is_made_before_the_first_byte() {
    let server = serve(|_, _, _| None);
    let home = home(&[&server.url()]);
    let broker = command(&home);
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", "ulimit -f 64; exec \"$0\" --broker"])
        .arg(broker.get_program());
    shell.env_clear().envs(
        broker
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let fetched = Broker::from(shell).ask(&format!("fetch {ID} 0 1"));
    assert_eq!(fetched.code(), "disk-full", "{fetched:?}");
    assert!(server.paths().is_empty());
    assert!(fetch(&home).is_done());
    has_arrived(&home);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_reported() {
    let server = serve(|_, _, _| None);
    let home = home(&[&server.url()]);
    fs::create_dir(home.incoming("base.partial")).unwrap();
    assert_eq!(fetch(&home).code(), "read-only");
    assert!(server.paths().is_empty());
}

#[test]
fn no_more_than_two_connections_are_open() {
    let (open, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let seen = Arc::clone(&most);
    let server = serve(move |_, _, _| {
        let n = open.fetch_add(1, Ordering::SeqCst) + 1;
        seen.fetch_max(n, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(50));
        open.fetch_sub(1, Ordering::SeqCst);
        None
    });
    let home = home(&[&server.url()]);
    assert!(fetch(&home).is_done());
    assert_eq!(most.load(Ordering::SeqCst), 2);
    assert_eq!(server.n_connections(), 2, "they are used again");
}
