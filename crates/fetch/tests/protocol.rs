//! What the program and the broker say to each other.

mod support;

use std::fs;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use support::broker::{Broker, children_of, command, gone};
use support::source::{Home, ID, Offered, index, published};
use support::{Reply, Server};

fn offered() -> Vec<Offered> {
    vec![
        Offered::random("base", 300_000, 65_536),
        Offered::random("delta-1", 1000, 65_536),
        Offered::random("empty", 0, 65_536),
    ]
}

#[test]
fn a_source_is_added_looked_at_and_fetched() {
    let files = offered();
    let all = published(3, &index(&files), &files);
    let server = Server::of(all.clone());
    let home = Home::knowing(&[&server.url()]);
    let mut broker = Broker::start(&home);
    assert_eq!(broker.version, env!("CARGO_PKG_VERSION"));

    let added = broker.ask(&format!("add {}", server.url()));
    assert!(added.is_done(), "{added:?}");
    assert_eq!(added.all("host"), ["127.0.0.1"]);
    assert_eq!(added.all("unfenced"), [""; 0]);
    let new = home.data().join("incoming/new");
    assert_eq!(
        fs::read(new.join("1.root.json")).unwrap(),
        all["1.root.json"]
    );
    assert!(!new.join("index.colophon-source").exists());
    assert_eq!(server.paths(), ["/1.root.json", "/index.colophon-source"]);

    let looked = broker.ask(&format!("look {ID} 0"));
    assert!(looked.is_done(), "{looked:?}");
    for (name, bytes) in all.iter().filter(|(name, _)| !name.contains('/')) {
        if name != "1.root.json" {
            assert_eq!(&fs::read(home.incoming(name)).unwrap(), bytes, "{name}");
        }
    }
    assert_eq!(server.paths().len(), 5);

    let again = broker.ask(&format!("look {ID} 0"));
    assert!(again.is_done(), "{again:?}");
    assert_eq!(server.paths(), ["/2.root.json", "/timestamp.json"]);
    assert!(again.received() < 4096, "{again:?}");

    let fetched = broker.ask(&format!("fetch {ID} 0 7"));
    assert!(fetched.is_done(), "{fetched:?}");
    assert_eq!(fetched.all("total"), ["301000"]);
    assert!(
        fetched
            .all("bytes")
            .last()
            .unwrap()
            .starts_with("301000 30")
    );
    for file in &files {
        let path = home.incoming(&format!("{}.partial", file.name));
        assert_eq!(fs::read(path).unwrap(), file.bytes);
    }
    assert_eq!(server.paths().len(), 6);

    let nothing = broker.ask(&format!("fetch {ID} 0 7"));
    assert!(nothing.is_done(), "{nothing:?}");
    assert_eq!(nothing.all("total"), ["0"]);
    assert!(server.paths().is_empty());

    let log = home.log();
    assert_eq!(log.len(), 4, "{log:?}");
    assert_eq!(log[0]["id"], serde_json::Value::Null);
    assert_eq!(log[3]["id"], ID);
    assert_eq!(log[3]["host"], "127.0.0.1");
    assert_eq!(log[3]["requests"], 6);
    assert!(log[3]["received"].as_u64().unwrap() > 301_000);
}

#[test]
fn the_same_without_copies_of_a_process() {
    let files = offered();
    let all = published(1, &index(&files), &files);
    let server = Server::of(all);
    let home = Home::knowing(&[&server.url()]);
    let mut command = command(&home);
    command.arg("--without-fork");
    let mut broker = Broker::from(command);
    assert!(broker.ask(&format!("look {ID} 0")).is_done());
    let fetched = broker.ask(&format!("fetch {ID} 0 1"));
    assert!(fetched.is_done(), "{fetched:?}");
    assert_eq!(
        fs::read(home.incoming("base.partial")).unwrap(),
        files[0].bytes
    );
    assert_eq!(broker.ask("nonsense").end(), "error refused");
    assert_eq!(home.log().len(), 2);
}

#[test]
fn what_is_not_a_request_is_refused() {
    let home = Home::knowing(&["https://index.example"]);
    let mut broker = Broker::start(&home);
    for line in [
        "",
        "get https://index.example",
        "look",
        "look ../../../../../../../../etc/pass 0",
        &format!("fetch {ID} 0"),
        &format!("fetch {ID} 0 x"),
        &format!("look {ID} 0 "),
    ] {
        assert_eq!(broker.ask(line).end(), "error refused", "{line}");
    }
    let long = format!("add https://index.example/{}", "a".repeat(600));
    assert_eq!(broker.ask(&long).end(), "error refused");
    broker.write(b"\xff\xfe\n");
    assert_eq!(broker.finish().end(), "error refused");
    let unknown = "f".repeat(32);
    assert_eq!(broker.ask(&format!("look {unknown} 0")).code(), "refused");
    assert_eq!(broker.ask(&format!("look {ID} 7")).code(), "refused");
    assert_eq!(broker.ask(&format!("fetch {ID} 7 1")).code(), "refused");
}

#[test]
fn few_new_addresses_are_taken() {
    let home = Home::knowing(&["https://index.example"]);
    let mut broker = Broker::start(&home);
    for _ in 0..8 {
        assert_eq!(
            broker.ask("add http://index.example").code(),
            "insecure-address"
        );
    }
    assert_eq!(
        broker.ask("add http://index.example").end(),
        "error refused"
    );
}

#[test]
fn one_request_runs_at_a_time_and_can_be_stopped() {
    let server = Server::start(|_| Reply::Silence(Vec::new()));
    let home = Home::knowing(&[&server.url()]);
    let mut broker = Broker::start_with(&home, "60", &[]);
    // Without a running request there is nothing to stop, and nothing to say.
    broker.begin("stop");
    broker.begin(&format!("look {ID} 0"));
    assert_eq!(broker.line().unwrap(), "host 127.0.0.1");
    assert_eq!(broker.ask(&format!("look {ID} 0")).end(), "error busy");
    let fetcher = children_of(broker.pid());
    assert_eq!(fetcher.len(), 1);
    assert_eq!(broker.ask("stop").end(), "error cancelled");
    assert!(gone(&fetcher).as_millis() <= 100);
    assert_eq!(
        broker.ask(&format!("look {} 0", "0".repeat(32))).code(),
        "refused"
    );
    // What was begun is written down all the same.
    let log = home.log();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["requests"], 1);
}

#[test]
fn two_brokers_do_not_write_to_one_folder() {
    let server = Server::start(|_| Reply::Silence(Vec::new()));
    let home = Home::knowing(&[&server.url()]);
    let mut first = Broker::start_with(&home, "60", &[]);
    first.begin(&format!("look {ID} 0"));
    assert_eq!(first.line().unwrap(), "host 127.0.0.1");
    let mut second = Broker::start(&home);
    assert_eq!(second.ask(&format!("look {ID} 0")).code(), "busy");
    drop(first);
    server.paths();
}

#[test]
fn the_end_of_the_program_ends_the_broker_and_its_fetcher() {
    let server = Server::start(|_| Reply::Silence(Vec::new()));
    let home = Home::knowing(&[&server.url()]);
    for begins in [false, true] {
        let mut broker = Broker::start_with(&home, "60", &[]);
        let mut all = vec![broker.pid()];
        if begins {
            broker.begin(&format!("look {ID} 0"));
            assert_eq!(broker.line().unwrap(), "host 127.0.0.1");
            all.extend(children_of(broker.pid()));
            assert_eq!(all.len(), 2);
        }
        broker.hang_up();
        let took = gone(&all);
        assert!(took.as_millis() <= 100, "{took:?}");
    }
    // A broker that is killed takes its fetcher along.
    let mut broker = Broker::start_with(&home, "60", &[]);
    broker.begin(&format!("look {ID} 0"));
    assert_eq!(broker.line().unwrap(), "host 127.0.0.1");
    let all = children_of(broker.pid());
    broker.child.kill().unwrap();
    assert!(gone(&all).as_millis() <= 100);
}

const STARTED: &str = "COLOPHON_TEST_STARTER";

#[test]
fn the_end_of_a_program_that_is_killed_is_noticed() {
    if let Ok(url) = std::env::var(STARTED) {
        let home = Home::knowing(&[&url]);
        let mut broker = Broker::start_with(&home, "60", &[]);
        broker.begin(&format!("look {ID} 0"));
        broker.wait_for("host");
        let fetcher = children_of(broker.pid());
        println!("\npids:{} {}", broker.pid(), fetcher[0]);
        std::thread::sleep(std::time::Duration::from_mins(1));
        return;
    }
    let server = Server::start(|_| Reply::Silence(Vec::new()));
    let mut starter = Command::new(std::env::current_exe().unwrap());
    starter.args([
        "--exact",
        "the_end_of_a_program_that_is_killed_is_noticed",
        "--nocapture",
    ]);
    starter.env(STARTED, server.url()).stdout(Stdio::piped());
    let mut starter = starter.spawn().unwrap();
    let lines = BufReader::new(starter.stdout.take().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok);
    let pids = lines.find_map(|line| Some(line.strip_prefix("pids:")?.to_owned()));
    let pids = pids.unwrap();
    let pids: Vec<i32> = pids.split(' ').map(|pid| pid.parse().unwrap()).collect();
    starter.kill().unwrap();
    let took = gone(&pids);
    starter.wait().unwrap();
    assert!(took.as_millis() <= 100, "{took:?}");
}
