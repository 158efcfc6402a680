//! Odd circumstances while an index is got, brought up to date or published: each has an
//! outcome with a name, and nothing is lost.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod supplied;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use colophon_tests::publishing::{Publisher, Reader};
use colophon_tests::{Ran, finish, skip};
use supplied::server::Server;
use supplied::{Home, Published, Shelf, around};

/// Longer than anything here takes that does not hang.
const LONG: Duration = Duration::from_secs(10);

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// Asserts that an error with this code was reported, and no other outcome.
#[track_caller]
fn refused(ran: Ran, code: &str) {
    assert_eq!(ran.stdout, "", "{ran:#?}");
    ran.refused(code);
}

/// Returns whether the clock can be set for a command; else the test is left out.
fn has_faketime(test: &str) -> bool {
    let has = is_there("faketime");
    if !has {
        skip(test, "faketime is not installed");
    }
    has
}

#[test]
fn a_clock_that_is_ten_years_slow_is_reported_and_stops_nothing() {
    if !has_faketime("a_clock_that_is_ten_years_slow_is_reported_and_stops_nothing") {
        return;
    }
    let published = Published::new();
    let home = Home::new();
    let early = |words: &[&str]| {
        let plain = home.command(words);
        let ran = finish(&mut around(&["faketime", "-f", "-10y"], &plain)).ending(0);
        assert!(ran.stderr.contains("warning[clock-wrong]"), "{ran:#?}");
        assert!(!ran.stdout.contains("up to date"), "{ran:#?}");
    };
    early(&["index", "get", &published.link]);
    home.has(20);
    published.advance();
    early(&["index", "update"]);
    home.has(28);
    early(&["index", "update"]);
    // Once the clock is right, nothing of it is left.
    let ran = home.run(&["index", "update"]).ending(0);
    assert!(ran.stdout.contains("up to date"), "{ran:#?}");
    assert_eq!(ran.stderr, "");
}

#[test]
fn a_clock_that_is_ten_years_fast_takes_no_index_away() {
    if !has_faketime("a_clock_that_is_ten_years_fast_takes_no_index_away") {
        return;
    }
    let published = Published::new();
    let late = |home: &Home, words: &[&str]| {
        let plain = home.command(words);
        finish(&mut around(&["faketime", "-f", "+10y"], &plain))
    };
    let new = Home::new();
    refused(
        late(&new, &["index", "get", &published.link]),
        "index-expired",
    );
    assert!(new.sources().as_array().unwrap().is_empty());
    let home = Home::new();
    let _ = home.get(&published.link).ending(0);
    published.advance();
    let ran = late(&home, &["index", "update"]);
    assert!(ran.stderr.contains("this computer’s date"), "{ran:#?}");
    refused(ran, "index-expired");
    home.has(20);
    let _ = late(&home, &["index", "update", "--accept-expired"]).ending(0);
    home.has(28);
    // The days that were not yet count for nothing when the clock is right again.
    let ran = home.run(&["index", "update"]).ending(0);
    assert!(ran.stdout.contains("up to date"), "{ran:#?}");
    assert_eq!(ran.stderr, "");
}

#[test]
fn the_language_of_the_system_changes_nothing() {
    let published = Published::new();
    let index = published.publisher.index("b.colophon", 20..28, 30..45);
    let mut all = Vec::new();
    for locale in ["C", "tr_TR.UTF-8", "ar", "ar_EG.UTF-8"] {
        let run = |mut command: Command| {
            for name in ["LC_ALL", "LANG", "LANGUAGE"] {
                command.env(name, locale);
            }
            finish(&mut command).ending(0)
        };
        // Each publishes the same second state in a copy of the same folder.
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("idx");
        colophon_tests::copy(&published.publisher.dir, &dir);
        fs::copy(
            published.publisher.path("idx.keys"),
            folder.path().join("idx.keys"),
        )
        .unwrap();
        let publish = |word: &str, more: &[&str]| {
            let mut command = colophon_tests::isolated();
            command.args(["publish", word]).arg(&dir).args(more);
            run(command)
        };
        let shelf = Shelf::of(&dir);
        let server = shelf.serve(Duration::ZERO);
        let home = Home::new();
        let got = run(home.command(&["index", "get", &published.link_to(&server.url())]));
        let pass = published.publisher.path("passphrase");
        let more = ["--passphrase-file", pass.to_str().unwrap()];
        let index = index.to_str().unwrap();
        let parts = [index, "--yes", "--part-bytes", "5000"];
        let added = publish("add", &[&parts[..], &more].concat());
        let status = publish("status", &[]);
        shelf.fill(&dir);
        // A name is found whatever the system takes for the capital of i.
        let updated = run(home.command(&["index", "update", "OUR BOOKS"]));
        home.has(28);
        let said = [got, added, status, updated].map(|ran| ran.stdout);
        all.push(said.map(|text| without_what_differs(&text, folder.path(), &home)));
    }
    for other in &all[1..] {
        assert_eq!(&all[0], other);
    }
}

/// Returns a text without the paths, times and digests that differ from run to run.
fn without_what_differs(text: &str, folder: &Path, home: &Home) -> String {
    let text = text
        .replace(folder.to_str().unwrap(), "FOLDER")
        .replace(home.path.to_str().unwrap(), "HOME");
    let mut last = "";
    let words = text.split_whitespace().map(|word| {
        let is_time = word.trim_end_matches(',').ends_with('Z') && word.matches(':').count() == 2;
        // An index is named by its digest, and a second may be the last of a day.
        let differs = is_time || word.ends_with(".index.json") || last == "for";
        last = word;
        if differs { "…" } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Says which address the machine has, in a run of this test on a network of its own.
const ADDRESS: &str = "COLOPHON_TEST_ADDRESS";

/// Each kind is tried on a network of its own, which has no other; there, the name
/// `localhost` has both.
#[test]
fn one_kind_of_address_is_enough() {
    const NAME: &str = "one_kind_of_address_is_enough";
    const SCRIPT: &str = "ip link set lo up && mount --bind \"$1\" /etc/hosts || exit 77
        ip addr show lo | grep -q 'inet6 ::1' || exit 77
        shift; exec \"$@\"";
    if let Ok(at) = std::env::var(ADDRESS) {
        return use_one_kind_of_address(&at);
    }
    let folder = tempfile::tempdir().unwrap();
    let hosts = folder.path().join("hosts");
    fs::write(&hosts, "127.0.0.1 localhost\n::1 localhost\n").unwrap();
    let flags = if supplied::is_root() { "-mn" } else { "-rmn" };
    for at in ["127.0.0.1", "[::1]"] {
        let mut again = Command::new("unshare");
        again.args([flags, "sh", "-c", SCRIPT, "sh"]).arg(&hosts);
        again.arg(std::env::current_exe().unwrap());
        again.args(["--exact", NAME, "--nocapture"]);
        let ran = finish(again.env(ADDRESS, at));
        if ran.code == Some(77) || ran.stderr.contains("unshare") {
            return skip(NAME, "no network can be set up here");
        }
        assert!(ran.stdout.contains("1 passed"), "{at}: {ran:#?}");
    }
}

fn use_one_kind_of_address(at: &str) {
    let published = Published::new();
    let shelf = published.shelf.clone();
    let server = Server::start_at(&format!("{at}:0"), move |asked| shelf.answer(asked));
    let (other, prefix) = match at {
        "[::1]" => ("127.0.0.1", "127.0.0.1/8"),
        _ => ("[::1]", "::1/128"),
    };
    let mut removing = Command::new("ip");
    let _ = finish(removing.args(["addr", "del", prefix, "dev", "lo"])).ending(0);
    let url = |host: &str| format!("http://{host}:{}", server.address.port());
    // Where only the other kind is named, nobody answers.
    let ran = Home::new().get(published.link_to(&url(other)));
    refused(ran, "unreachable");
    let homes = [at, "localhost"].map(|host| {
        let home = Home::new();
        let _ = home.get(published.link_to(&url(host))).ending(0);
        home.has(20);
        home
    });
    let _old = published.advance();
    for (home, host) in homes.iter().zip([at, "localhost"]) {
        home.asks(&[&url(other)]);
        refused(home.run(&["index", "update"]), "unreachable");
        home.has(20);
        home.asks(&[&url(host)]);
        let _ = home.run(&["index", "update"]).ending(0);
        home.has(28);
    }
}

const PASSWORD: &str = "s3cret-w0rd";
/// "jane:s3cret-w0rd".
const IN_BASE64: &str = "amFuZTpzM2NyZXQtdzByZA==";

/// Starts a proxy that wants the password. It answers once it has seen what every process
/// of the machine was started with. Returns its address, and the lines that it saw.
fn proxy() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let own = Arc::clone(&seen);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream: TcpStream = stream.unwrap();
            stream.set_read_timeout(Some(LONG)).unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
                head.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let mut seen = own.lock().unwrap();
            for entry in fs::read_dir("/proc").unwrap().flatten() {
                let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
                seen.push(String::from_utf8_lossy(&line).into_owned());
            }
            let answer: &[u8] = if head.contains(&format!("Basic {IN_BASE64}\r\n")) {
                b"HTTP/1.1 200 x\r\n\r\n"
            } else {
                b"HTTP/1.1 407 x\r\nContent-Length: 0\r\n\r\n"
            };
            let _gone = stream.write_all(answer);
        }
    });
    (address, seen)
}

/// That the right password leads to the source is shown where there is a server that
/// speaks TLS: `crates/fetch/tests/way.rs`.
#[test]
fn the_password_of_a_proxy_is_passed_to_it_and_to_nobody_else() {
    let published = Published::new();
    let home = Home::new();
    let _ = home.get(&published.publisher.dir).ending(0);
    home.asks(&["https://index.example"]);
    let link = published.link_to("https://index.example");
    let (proxy, seen) = proxy();
    let odd = format!("http://jane:{PASSWORD}@[nowhere");
    let set = |password: &str| format!("http://jane:{password}@{proxy}");
    for (value, code) in [
        // The proxy lets it through, and there is no such host behind it.
        (set(PASSWORD), "unreachable"),
        (set(&format!("{PASSWORD}-of-another")), "proxy-failed"),
        (format!("http://{proxy}"), "proxy-failed"),
        (odd, "proxy-failed"),
    ] {
        let new = Home::new();
        for (home, words) in [
            (&home, vec!["index", "update"]),
            (&new, vec!["index", "get", &link]),
        ] {
            let mut command = home.command(&words);
            command.env("HTTPS_PROXY", &value);
            let ran = finish(&mut command);
            let said = format!("{ran:?}");
            refused(ran, code);
            assert!(!said.contains(PASSWORD), "{said}");
        }
        home.has(20);
        for folder in [&home, &new] {
            let mut grep = Command::new("grep");
            grep.args(["-r", "-F", "-e", PASSWORD, "-e", IN_BASE64, "--"]);
            let found = finish(grep.arg(&folder.path));
            assert_eq!(found.code, Some(1), "{found:#?}");
        }
    }
    let seen = seen.lock().unwrap();
    assert!(seen.iter().any(|line| line.contains("--broker")));
    assert!(seen.iter().any(|line| line.contains("index\0update")));
    let told: Vec<_> = seen.iter().filter(|line| line.contains(PASSWORD)).collect();
    assert!(told.is_empty(), "{told:?}");
}

/// A door that a server waits at.
#[derive(Clone, Default)]
struct Door(Arc<(Mutex<(bool, bool)>, Condvar)>);

impl Door {
    /// Says that somebody is at the door, and waits until it is open.
    fn wait(&self) {
        let (lock, changed) = &*self.0;
        let mut state = lock.lock().unwrap();
        state.0 = true;
        changed.notify_all();
        let open = changed.wait_timeout_while(state, LONG, |state| !state.1);
        assert!(!open.unwrap().1.timed_out(), "nobody opened the door");
    }

    /// Waits until somebody is at the door.
    fn somebody(&self) {
        let (lock, changed) = &*self.0;
        let state = lock.lock().unwrap();
        let there = changed.wait_timeout_while(state, LONG, |state| !state.0);
        assert!(!there.unwrap().1.timed_out(), "nobody came to the door");
    }

    fn open(&self) {
        let (lock, changed) = &*self.0;
        lock.lock().unwrap().1 = true;
        changed.notify_all();
    }
}

fn begin(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn end(child: Child) -> Ran {
    child.wait_with_output().unwrap().into()
}

#[test]
fn of_two_readers_at_once_one_is_busy_and_the_other_done() {
    let published = Published::new();
    let door = Door::default();
    let (shelf, waits) = (published.shelf.clone(), door.clone());
    let slow = Server::start(move |asked| {
        if asked.path.contains("/parts/") {
            waits.wait();
        }
        shelf.answer(asked)
    });
    // Two that get it for the first time.
    let home = Home::new();
    let link = published.link_to(&slow.url());
    let first = begin(&mut home.command(&["index", "get", &link]));
    door.somebody();
    refused(home.get(&link), "busy");
    refused(home.get(&published.publisher.dir), "busy");
    refused(home.run(&["index", "update"]), "busy");
    refused(home.run(&["index", "forget", "Our books"]), "busy");
    door.open();
    let _ = end(first).ending(0);
    home.has(20);
    // Two updates, while the old index can be used.
    published.advance();
    let door = Door::default();
    let (shelf, waits) = (published.shelf.clone(), door.clone());
    let slow = Server::start(move |asked| {
        if asked.path.contains("/parts/") {
            waits.wait();
        }
        shelf.answer(asked)
    });
    home.asks(&[&slow.url()]);
    let first = begin(&mut home.command(&["index", "update"]));
    door.somebody();
    refused(home.run(&["index", "update"]), "busy");
    refused(home.get(published.link_to(&slow.url())), "busy");
    home.has(20);
    door.open();
    let _ = end(first).ending(0);
    home.has(28);
}

#[test]
fn of_two_publishers_at_once_none_undoes_the_work_of_the_other() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let _ = publisher.add("a.colophon", 0..6, 0..6).ending(0);
    let readers = Reader::default();
    readers.verify(&publisher.root(), &publisher.dir).unwrap();
    let indexes = [
        publisher.index("b.colophon", 6..8, 6..8),
        publisher.index("c.colophon", 8..11, 8..11),
    ];
    let both = indexes.each_ref().map(|index| {
        let mut add = publisher.command("add");
        begin(add.arg(index).arg("--yes"))
    });
    let mut works = 6;
    for (ran, more) in both.map(end).into_iter().zip([2, 3]) {
        if ran.code == Some(0) {
            works += more;
        } else {
            ran.refused("in-use");
        }
    }
    assert!(works > 6, "both were refused");
    let (_, info) = readers.get(&publisher.root(), &publisher.dir);
    assert_eq!(info.works, works);
    // Who was refused tries again.
    for (index, had) in indexes.iter().zip([works != 9, works != 8]) {
        if !had {
            let add = [index.to_str().unwrap(), "--yes"];
            let _ = publisher.run("add", &add).ending(0);
        }
    }
    let (_, info) = readers.get(&publisher.root(), &publisher.dir);
    assert_eq!(info.works, 11);
}
