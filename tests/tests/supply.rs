//! Getting an index: from a folder, over a network, again, and against those who
//! would not have it.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod supplied;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use colophon_supply::{Fingerprint, PUBLISHED_SOURCE};
use colophon_tests::publishing::Publisher;
use colophon_tests::{copy, finish, names};
use supplied::server::{Reply, Server};
use supplied::{Answer, Home, Published, Shelf, around, instead};

#[test]
fn an_index_is_got_from_a_folder_and_used() {
    let published = Published::new();
    let dir = &published.publisher.dir;
    let home = Home::new();
    let planned = home.run(&["index", "get", dir.to_str().unwrap(), "--dry-run"]);
    let planned = planned.ending(0);
    assert!(planned.stdout.contains("would get"), "{}", planned.stdout);
    assert!(home.sources().as_array().unwrap().is_empty());
    let got = home.get(dir).ending(0);
    assert!(got.stdout.contains("Our books"), "{}", got.stdout);
    let info = home.info();
    assert_eq!((&info["works"], &info["records"]), (&20.into(), &30.into()));
    // Nothing is left of the way there.
    let id = home.sources()[0]["id"].as_str().unwrap().to_owned();
    let left = names(&home.data().join("incoming").join(&id));
    assert!(
        left.iter().all(|name| !name.contains("partial")),
        "{left:?}"
    );
    // It is searched without being named, and again is nothing new.
    let title = &published.publisher.world.records[3].title;
    let found = home.run(&["lookup", "--title", title]);
    assert_ne!(found.code, Some(2), "{}", found.stderr);
    let again = home.get(dir).ending(0);
    assert!(again.stdout.contains("up to date"), "{}", again.stdout);
    // No host was asked.
    assert!(!home.data().join("fetches.log").exists());
    let _ = home.run(&["index", "forget", "Our books"]).ending(0);
    assert!(home.sources().as_array().unwrap().is_empty());
    assert!(!home.data().join("indexes").join(&id).exists());
    // What was trusted is remembered.
    assert!(
        home.data()
            .join("sources")
            .join(&id)
            .join("trusted/timestamp.json")
            .is_file()
    );
}

#[test]
fn an_index_is_got_over_a_network_and_kept_up_to_date() {
    let published = Published::new();
    let home = Home::new();
    let got = home.get(&published.link).ending(0);
    assert!(got.stdout.contains("127.0.0.1"), "{}", got.stdout);
    assert_eq!(home.info()["works"], 20);
    let asked = published.server.paths();
    // Nothing new: two requests.
    let again = home.run(&["index", "update"]).ending(0);
    assert!(again.stdout.contains("up to date"), "{}", again.stdout);
    let asked_again = published.server.paths();
    assert_eq!(
        asked_again,
        ["/2.root.json", "/timestamp.json"],
        "{asked:?}"
    );
    // What is new, and nothing else.
    let _ = published
        .publisher
        .add("b.colophon", 20..28, 30..45)
        .ending(0);
    let _ = published
        .publisher
        .run("remove", &["--work", "w3"])
        .ending(0);
    published.upload();
    let checked = home.run(&["index", "update", "--check"]).ending(0);
    assert!(checked.stdout.contains("8 works"), "{}", checked.stdout);
    assert_eq!(home.info()["works"], 20);
    published.server.paths();
    let _ = home.run(&["index", "update"]).ending(0);
    assert_eq!(home.info()["works"], 27);
    let asked = published.server.paths();
    assert!(
        asked.iter().all(|path| !path.contains("base-1")),
        "{asked:?}"
    );
    // What left the computer can be read.
    let log = fs::read_to_string(home.data().join("fetches.log")).unwrap();
    assert!(log.lines().all(|line| line.contains("127.0.0.1")), "{log}");
}

#[test]
fn an_address_alone_is_compared_once() {
    let published = Published::new();
    let home = Home::new();
    let url = published.server.url();
    let ran = home.get(&url).ending(2);
    assert!(
        ran.stderr.contains("error[fingerprint-unknown]"),
        "{}",
        ran.stderr
    );
    assert!(home.sources().as_array().unwrap().is_empty());
    // The command that goes on is said as a whole.
    let next = format!("colophon index get '{}'", published.link);
    assert!(ran.stderr.contains(&next), "{}", ran.stderr);
    let wrong = format!("{url}/#colophon:{}", "A".repeat(32));
    let ran = home.get(&wrong).ending(2);
    assert!(
        ran.stderr.contains("error[fingerprint-differs]"),
        "{}",
        ran.stderr
    );
    assert!(home.sources().as_array().unwrap().is_empty());
}

#[test]
fn a_lying_host_is_refused_and_the_old_index_stays() {
    let flip = |body: &[u8]| {
        let mut body = body.to_vec();
        let at = body.len() / 2;
        body[at] ^= 1;
        Reply::ok(body)
    };
    let html = |_: &[u8]| Reply::ok("<html>sign in</html>").with("Content-Type", "text/html");
    let endless =
        |_: &[u8]| Reply::Endless(b"HTTP/1.1 200 x\r\n\r\n".to_vec(), vec![b' '; 1 << 16]);
    let cases: Vec<(&'static str, Answer, &[&str])> = vec![
        (
            "timestamp.json",
            Box::new(flip),
            &["threshold-not-met", "not-a-source"],
        ),
        (
            "snapshot.json",
            Box::new(flip),
            &["mixed-versions", "not-a-source", "threshold-not-met"],
        ),
        (
            "targets.json",
            Box::new(flip),
            &["mixed-versions", "not-a-source", "threshold-not-met"],
        ),
        (
            "index.json",
            Box::new(flip),
            &[
                "signature-invalid",
                "not-a-source",
                "part-damaged",
                "mixed-versions",
            ],
        ),
        ("timestamp.json", Box::new(html), &["captive-portal"]),
        ("timestamp.json", Box::new(endless), &["too-large"]),
        (
            "targets.json",
            Box::new(|_: &[u8]| Reply::status(404)),
            &["source-incomplete"],
        ),
        (
            "timestamp.json",
            Box::new(|_: &[u8]| Reply::status(429).with("Retry-After", "3600")),
            &["server-refused"],
        ),
        (
            "timestamp.json",
            Box::new(|_: &[u8]| Reply::redirect("http://example.org/")),
            &["redirect-refused", "insecure-address"],
        ),
    ];
    let published = Published::new();
    let old = tempfile::tempdir().unwrap();
    copy(&published.publisher.dir, old.path());
    let _ = published
        .publisher
        .add("b.colophon", 20..28, 30..45)
        .ending(0);
    published.upload();
    for (path, answer, codes) in cases {
        let home = Home::new();
        let _ = home.get(old.path()).ending(0);
        let server = instead(&published.shelf, path, answer);
        home.asks(&[&server.url()]);
        let ran = home.run(&["index", "update"]).ending(2);
        let is_named = codes
            .iter()
            .any(|code| ran.stderr.contains(&format!("error[{code}]")));
        assert!(is_named, "{path}: {}", ran.stderr);
        assert_eq!(home.info()["works"], 20, "{path}");
        // The honest host is believed again.
        home.asks(&[&published.server.url()]);
        let _ = home.run(&["index", "update"]).ending(0);
        assert_eq!(home.info()["works"], 28, "{path}");
    }
}

#[test]
fn an_older_state_and_somebody_elses_are_refused() {
    let published = Published::new();
    let old = published.shelf.0.lock().unwrap().clone();
    let _ = published
        .publisher
        .add("b.colophon", 20..28, 30..45)
        .ending(0);
    published.upload();
    let home = Home::new();
    let _ = home.get(&published.link).ending(0);
    *published.shelf.0.lock().unwrap() = old.clone();
    let ran = home.run(&["index", "update"]).ending(2);
    assert!(ran.stderr.contains("error[rolled-back]"), "{}", ran.stderr);
    // Also after it was removed and added again.
    let _ = home.run(&["index", "forget", "Our books"]).ending(0);
    let ran = home.get(&published.link).ending(2);
    assert!(ran.stderr.contains("error[rolled-back]"), "{}", ran.stderr);
    // Another publisher's files at this address.
    let other = Published::new();
    *published.shelf.0.lock().unwrap() = other.shelf.0.lock().unwrap().clone();
    let home = Home::new();
    let ran = home.get(&published.link).ending(2);
    assert!(
        ran.stderr.contains("error[fingerprint-differs]"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_download_that_was_ended_goes_on() {
    let published = Published::new();
    let shelf = published.shelf.clone();
    let n_parts = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&n_parts);
    // After three parts, the host is silent.
    let server = Server::start(move |asked| {
        if asked.path.contains("parts/") {
            let mut n = counted.lock().unwrap();
            *n += 1;
            if *n > 3 {
                return Reply::Silence(b"HTTP/1.1 200 x\r\nContent-Length: 99999\r\n\r\n".to_vec());
            }
        }
        shelf.answer(asked)
    });
    let home = Home::new();
    let fingerprint = published.link.split('#').nth(1).unwrap();
    let link = format!("{}/#{fingerprint}", server.url());
    let mut child = home
        .command(&["index", "get", &link])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let since = std::time::Instant::now();
    while *n_parts.lock().unwrap() < 5 && since.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    drop(server);
    // The source is known; the same host is elsewhere now.
    let got = home.get(&published.link).ending(0);
    assert!(got.stdout.contains("got"), "{}", got.stdout);
    assert_eq!(home.info()["works"], 20);
    let asked: Vec<String> = published
        .server
        .paths()
        .into_iter()
        .filter(|path| path.contains("parts/"))
        .collect();
    let n_all = names(&published.publisher.dir.join("parts")).len();
    assert!(asked.len() < n_all, "{} of {n_all}", asked.len());
}

#[test]
fn what_expired_is_taken_after_a_yes_only() {
    let published = Published::new();
    let home = Home::new();
    // Ten years later.
    let later = |words: &[&str]| {
        let plain = home.command(words);
        finish(&mut around(&["faketime", "-f", "+10y"], &plain))
    };
    if Command::new("faketime").arg("--version").output().is_err() {
        colophon_tests::skip(
            "what_expired_is_taken_after_a_yes_only",
            "faketime is not installed",
        );
        return;
    }
    let dir = published.publisher.dir.to_str().unwrap();
    let ran = later(&["index", "get", dir]).ending(2);
    assert!(
        ran.stderr.contains("error[index-expired]"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("add --accept-expired"),
        "{}",
        ran.stderr
    );
    // The publisher has something else to do.
    let ran = later(&["publish", "check", dir]).ending(2);
    assert!(
        ran.stderr.contains("hint: Renew the index"),
        "{}",
        ran.stderr
    );
    let _ = later(&["index", "get", dir, "--accept-expired"]).ending(0);
    let again = later(&["index", "get", dir]).ending(0);
    assert!(
        again.stderr.contains("warning[index-expired]"),
        "{}",
        again.stderr
    );
    assert!(!again.stdout.contains("up to date"), "{}", again.stdout);
    // Reports say so too.
    let text = home.path.join("a.txt");
    fs::write(
        &text,
        "A few words of a manuscript that nobody has. ".repeat(400),
    )
    .unwrap();
    let report = later(&["check", text.to_str().unwrap(), "--format", "json"]);
    assert!(report.stdout.contains("index-expired"), "{}", report.stdout);
}

#[test]
fn two_at_once_and_a_folder_that_cannot_be_written_to_are_named() {
    let published = Published::new();
    let home = Home::new();
    let dir = published.publisher.dir.to_str().unwrap();
    let _ = home.get(dir).ending(0);
    let id = home.sources()[0]["id"].as_str().unwrap().to_owned();
    let lock = home.data().join("sources").join(&id).join("lock");
    let held = fs::File::open(&lock).unwrap();
    held.lock().unwrap();
    let ran = home.run(&["index", "update"]).ending(2);
    assert!(ran.stderr.contains("error[busy]"), "{}", ran.stderr);
    drop(held);
    let _ = home.run(&["index", "update"]).ending(0);
    // A file where the folder has to be.
    let odd = Home::new();
    fs::create_dir(odd.data()).unwrap();
    fs::write(odd.data().join("sources"), "").unwrap();
    let ran = odd.get(dir).ending(2);
    assert!(ran.stderr.contains("error[read-only]"), "{}", ran.stderr);
}

#[test]
fn what_is_not_a_source_is_named() {
    let home = Home::new();
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("a.colophon-source");
    fs::write(&odd, "{}").unwrap();
    for named in [
        odd.to_str().unwrap(),
        folder.path().to_str().unwrap(),
        "http://example.org/",
        "https://user@example.org/",
        "nothing-of-this-name",
    ] {
        let ran = home.get(named).ending(2);
        assert!(
            ran.stderr.contains("error[not-a-source]"),
            "{named}: {}",
            ran.stderr
        );
    }
    let long = folder.path().join("novel.txt");
    fs::write(&long, "a".repeat(100_000)).unwrap();
    home.get(&long).refused("not-a-source");
    // An index is recognised by its name, and by how it begins.
    let published = Published::new();
    let index = published.publisher.path("a.colophon");
    let renamed = folder.path().join("index.bin");
    fs::copy(&index, &renamed).unwrap();
    for index in [index, renamed] {
        let ran = home.get(&index);
        assert!(
            ran.stderr.contains("this is an index, not the source"),
            "{ran:#?}"
        );
        assert!(ran.stderr.contains("Name it with --index"), "{ran:#?}");
        ran.refused("not-a-source");
    }
    let ran = home.run(&["index", "forget", "nobody"]).ending(2);
    assert!(
        ran.stderr.contains("error[source-unknown]"),
        "{}",
        ran.stderr
    );
    let ran = home.get("http://127.0.0.1:9/").ending(2);
    assert!(ran.stderr.contains("error[unreachable]"), "{}", ran.stderr);
}

/// Moves the parts of a shelf to another, where they have no folder of their own.
fn part_from(shelf: &Shelf, parts: &Shelf) {
    let mut files = shelf.0.lock().unwrap();
    let mut apart = parts.0.lock().unwrap();
    for name in files.keys().cloned().collect::<Vec<_>>() {
        if let Some(own) = name.strip_prefix("parts/") {
            apart.insert(format!("x/{own}"), files.remove(&name).unwrap());
        }
    }
}

#[test]
fn parts_may_be_at_a_host_of_their_own() {
    let (shelf, apart) = (Shelf::default(), Shelf::default());
    let (host, other) = (shelf.serve(Duration::ZERO), apart.serve(Duration::ZERO));
    let (url, parts_url) = (format!("{}/", host.url()), format!("{}/x/", other.url()));
    let named = ["--url", &url, "--parts-url", &parts_url];
    let mirror = format!("{url},{parts_url}");
    // Said by the source file, and by the signed description of the index alone.
    for (init, add) in [(&named[..], None), (&[][..], Some(mirror))] {
        let (publisher, made) = Publisher::begin(init);
        let _ = made.ending(0);
        let is_named = add.is_none();
        let mirror = add.map_or(Vec::new(), |mirror| vec!["--mirror".to_owned(), mirror]);
        let add = |file: &str, works, records| {
            let path = publisher.index(file, works, records);
            let mut more = vec![path.to_str().unwrap(), "--yes", "--part-bytes", "5000"];
            more.extend(mirror.iter().map(String::as_str));
            let _ = publisher.run("add", &more).ending(0);
            shelf.fill(&publisher.dir);
            part_from(&shelf, &apart);
        };
        add("a.colophon", 0..20, 0..30);
        let source = publisher.path("elsewhere.colophon-source");
        fs::copy(publisher.dir.join(PUBLISHED_SOURCE), &source).unwrap();
        let fingerprint = Fingerprint::of(&publisher.root());
        let link = PathBuf::from(format!("{url}#colophon:{fingerprint}"));
        let ways = if is_named {
            vec![source, link]
        } else {
            vec![link]
        };
        let homes: Vec<Home> = ways
            .iter()
            .map(|way| {
                let home = Home::new();
                let _ = home.get(way).ending(0);
                home.has(20);
                home
            })
            .collect();
        assert!(host.paths().contains(&format!("/{PUBLISHED_SOURCE}")));
        add("b.colophon", 20..28, 30..45);
        for home in homes {
            let _ = home.run(&["index", "update"]).ending(0);
            home.has(28);
        }
        let asked = host.paths();
        assert!(
            asked.iter().all(|path| !path.starts_with("/parts/")),
            "{asked:?}"
        );
        let asked = other.paths();
        assert!(
            asked.iter().all(|path| path.starts_with("/x/")),
            "{asked:?}"
        );
        assert!(
            asked.iter().any(|path| path.contains(".delta-")),
            "{asked:?}"
        );
    }
}

#[test]
fn a_file_that_a_host_does_not_have_is_named_to_those_who_can_do_something() {
    let published = Published::new();
    let parts = names(&published.publisher.dir.join("parts"));
    let missing = &parts[1];
    let path: &'static str = format!("/parts/{missing}").leak();
    let host = instead(&published.shelf, path, |_| Reply::status(404));
    let link = published.link_to(&host.url());
    let ran = Home::new().get(&link);
    for said in [
        &format!("127.0.0.1 does not have {missing} (publisher: books@example.org)"),
        "hint: The publisher may be uploading just now",
    ] {
        assert!(ran.stderr.contains(said), "{ran:#?}");
    }
    ran.refused("source-incomplete");
    let ran = Home::new().run(&["publish", "check", &link]);
    assert!(ran.stderr.contains(missing.as_str()), "{ran:#?}");
    assert!(
        ran.stderr.contains("hint: Upload this file again"),
        "{ran:#?}"
    );
    assert!(!ran.stderr.contains("(publisher"), "{ran:#?}");
    // Half of it is not all of it.
    let host = instead(&published.shelf, path, |body| {
        Reply::ok(&body[..body.len() / 2])
    });
    let ran = Home::new().get(published.link_to(&host.url()));
    let said = format!("{missing} on 127.0.0.1 is not complete");
    assert!(ran.stderr.contains(&said), "{ran:#?}");
    ran.refused("source-incomplete");
}
