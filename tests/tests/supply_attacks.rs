//! Attacks on those who get an index, from the command on: each is refused with a code
//! of its own, the old index can be used after it, and the true one is got next.
//!
//! What a host can do without a key is in `supply.rs` and in the tests of `crates/fetch`;
//! what a client makes of signatures is in `crates/supply/tests/attacks.rs`. Here are the
//! attacks of somebody who has the key, of hosts that are stale or incomplete, and what
//! the mirrors of virus scanners taught.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod supplied;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use colophon_fingerprint::{hex, sha256};
use colophon_supply::{Root, SecretKey, Target, part_name};
use colophon_tests::publishing::{Publisher, paper_words};
use colophon_tests::{Ran, names};
use jiff::Timestamp;
use serde_json::{Value, json};
use supplied::server::{Reply, Server};
use supplied::{Home, Published, Shelf};

const PART: usize = 5000;

/// Somebody who has a publisher's key and signs anything.
struct Forger {
    /// A copy of the publisher's folder.
    folder: tempfile::TempDir,
    key: SecretKey,
    /// What `index.json` says.
    manifest: Value,
    /// The description whose parts are vouched for, if it is not the manifest's.
    vouched: Option<Value>,
    /// Until when targets, snapshot and timestamp hold.
    expires: [Timestamp; 3],
    /// An index that is not published.
    other: PathBuf,
}

fn later() -> Timestamp {
    "2099-01-01T00:00:00Z".parse().unwrap()
}

fn long_ago() -> Timestamp {
    "2001-01-01T00:00:00Z".parse().unwrap()
}

impl Forger {
    fn of(publisher: &Publisher) -> Self {
        let folder = tempfile::tempdir().unwrap();
        colophon_tests::copy(&publisher.dir, folder.path());
        let keys = fs::read_to_string(publisher.path("idx.keys")).unwrap();
        let (_, block) = keys.split_once('\n').unwrap();
        let manifests = names(folder.path()).into_iter().filter_map(|name| {
            let is_one = name.ends_with(".index.json");
            let bytes = is_one.then(|| fs::read(folder.path().join(name)).unwrap())?;
            Some(serde_json::from_slice::<Value>(&bytes).unwrap())
        });
        let manifest = manifests.max_by_key(|manifest| manifest["set"].as_u64());
        Self {
            key: SecretKey::from_pem(block, Some("four words of mine")).unwrap(),
            manifest: manifest.unwrap(),
            vouched: None,
            expires: [later(); 3],
            other: publisher.path("other.colophon"),
            folder,
        }
    }

    /// Has these bytes be those of a file of the index.
    fn put(&mut self, file: usize, bytes: &[u8]) {
        let listed = &mut self.manifest["files"][file];
        let name = listed["name"].as_str().unwrap().to_owned();
        let mut parts = Vec::new();
        for (n, part) in bytes.chunks(PART).enumerate() {
            let hash = hex(&sha256(part));
            let named = format!("{hash}.{}", part_name(&name, n));
            fs::write(self.folder.path().join("parts").join(named), part).unwrap();
            parts.push(hash);
        }
        listed["size_bytes"] = bytes.len().into();
        listed["part_bytes"] = PART.into();
        listed["parts"] = parts.into();
    }

    /// Has a changed index be the second file.
    fn change_index(&mut self, change: impl Fn(&Path)) {
        let path = self.folder.path().join("changed");
        fs::copy(&self.other, &path).unwrap();
        change(&path);
        let bytes = fs::read(&path).unwrap();
        self.put(1, &bytes);
    }

    /// Signs the description as this version of everything.
    fn sign(&self, version: u64) {
        let index = self.manifest.to_string();
        let hash = hex(&sha256(index.as_bytes()));
        self.write(&format!("{hash}.index.json"), index.as_bytes());
        let target = |length: u64, sha256: &str| Target {
            length,
            sha256: sha256.to_owned(),
        };
        let mut listed = BTreeMap::new();
        listed.insert("index.json".to_owned(), target(index.len() as u64, &hash));
        let vouched = self.vouched.as_ref().unwrap_or(&self.manifest);
        for file in vouched["files"].as_array().unwrap() {
            let number = |name: &str| file[name].as_u64().unwrap();
            let mut left = number("size_bytes");
            for (n, part) in file["parts"].as_array().unwrap().iter().enumerate() {
                let length = left.min(number("part_bytes"));
                left -= length;
                let path = format!("parts/{}", part_name(file["name"].as_str().unwrap(), n));
                listed.insert(path, target(length, part.as_str().unwrap()));
            }
        }
        let [of_targets, of_snapshot, of_timestamp] = self.expires;
        let keys = [&self.key];
        let list = colophon_supply::targets(version, of_targets, &listed);
        let list = list.to_bytes(&keys).unwrap();
        let shot = colophon_supply::snapshot(version, of_snapshot, version, &list);
        let shot = shot.to_bytes(&keys).unwrap();
        let published: Timestamp = self.manifest["published"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        let stamp = colophon_supply::timestamp(version, of_timestamp, published, version, &shot);
        self.write(&format!("{version}.targets.json"), &list);
        self.write(&format!("{version}.snapshot.json"), &shot);
        self.write("timestamp.json", &stamp.to_bytes(&keys).unwrap());
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.path().join(name), bytes).unwrap();
    }
}

/// Asserts this code, and that the index with this many works can be used.
#[track_caller]
fn refused(ran: Ran, code: &str, home: &Home, works: u64) {
    assert_eq!(ran.stdout, "", "{ran:#?}");
    ran.refused(code);
    home.has(works);
}

#[test]
fn what_is_signed_is_not_believed_beyond_what_it_can_be() {
    type Change = fn(&mut Forger);
    let changes: [(&str, &str, Change); 16] = [
        ("another set", "mixed-versions", |forger| {
            forger.manifest["id"] = "0".repeat(32).into();
        }),
        ("another recipe", "index-incompatible", |forger| {
            forger.manifest["recipe"] = "another".into();
        }),
        ("an older format", "index-incompatible", |forger| {
            forger.manifest["format"] = 0.into();
        }),
        ("a newer format", "newer-format", |forger| {
            forger.manifest["format"] = 99.into();
        }),
        ("a newer description", "newer-format", |forger| {
            forger.manifest["colophon_set"] = 2.into();
        }),
        ("a name that leads elsewhere", "index-damaged", |forger| {
            forger.vouched = Some(forger.manifest.clone());
            forger.manifest["files"][0]["name"] = "../../base".into();
        }),
        ("a name twice", "index-damaged", |forger| {
            forger.vouched = Some(forger.manifest.clone());
            forger.manifest["files"][1]["name"] = forger.manifest["files"][0]["name"].clone();
        }),
        ("parts of another file", "mixed-versions", |forger| {
            forger.vouched = Some(forger.manifest.clone());
            let of_other = forger.manifest["files"][0]["parts"][0].clone();
            forger.manifest["files"][1]["parts"][0] = of_other;
        }),
        ("a part that is not listed", "mixed-versions", |forger| {
            let mut vouched = forger.manifest.clone();
            vouched["files"].as_array_mut().unwrap().pop();
            forger.vouched = Some(vouched);
        }),
        ("2^31 parts", "mixed-versions", |forger| {
            forger.vouched = Some(forger.manifest.clone());
            forger.manifest["files"][1]["part_bytes"] = 1.into();
            forger.manifest["files"][1]["size_bytes"] = (1_u64 << 31).into();
        }),
        ("a part that is too long", "mixed-versions", |forger| {
            forger.vouched = Some(forger.manifest.clone());
            forger.manifest["files"][1]["part_bytes"] = (1_u64 << 40).into();
        }),
        ("no database", "index-incompatible", |forger| {
            forger.put(1, b"a novel and no index");
        }),
        (
            "a database of another program",
            "index-incompatible",
            |forger| {
                forger.change_index(|path| {
                    let mut bytes = fs::read(path).unwrap();
                    bytes[68..72].copy_from_slice(&[0; 4]);
                    fs::write(path, bytes).unwrap();
                });
            },
        ),
        ("a database with a trigger", "index-damaged", |forger| {
            forger.change_index(|path| {
                let database = rusqlite::Connection::open(path).unwrap();
                database
                    .execute_batch(
                        "CREATE TABLE t(a); CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;",
                    )
                    .unwrap();
            });
        }),
        ("half an index", "index-damaged", |forger| {
            forger.change_index(|path| {
                let bytes = fs::read(path).unwrap();
                fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
            });
        }),
        ("another index", "mixed-versions", |forger| {
            let bytes = fs::read(&forger.other).unwrap();
            forger.put(1, &bytes);
        }),
    ];
    let published = Published::new();
    published.publisher.index("other.colophon", 3..9, 3..9);
    let old = published.advance();
    for (what, code, change) in changes {
        let home = Home::new();
        let _ = home.get(old.path()).ending(0);
        let mut forger = Forger::of(&published.publisher);
        change(&mut forger);
        forger.sign(50);
        let folder = forger.folder.path();
        let ran = home.get(folder);
        assert_eq!(ran.code, Some(2), "{what}: {ran:#?}");
        refused(ran, code, &home, 20);
        // Somebody who has nothing yet gets nothing.
        let new = Home::new();
        new.get(folder).refused(code);
        assert!(new.sources().as_array().unwrap().is_empty(), "{what}");
        // The publisher's next word counts again.
        let honest = Forger::of(&published.publisher);
        honest.sign(51);
        let _ = home.get(honest.folder.path()).ending(0);
        home.has(28);
    }
}

#[test]
fn a_state_with_a_smaller_number_is_older_however_new_its_signature_is() {
    let published = Published::new();
    let _old = published.advance();
    let home = Home::new();
    let _ = home.get(&published.publisher.dir).ending(0);
    let mut forger = Forger::of(&published.publisher);
    forger.manifest["set"] = 1.into();
    forger.sign(50);
    refused(home.get(forger.folder.path()), "rolled-back", &home, 28);
}

/// TUF's recovery from a fast-forward, for the number of the state as well.
#[test]
fn what_a_thief_published_does_not_outlive_the_stolen_key() {
    let huge = 1_u64 << 50;
    for (set, forgets) in [(1, false), (huge, false), (huge, true)] {
        let offered = Published::new();
        let publisher = &offered.publisher;
        let home = Home::new();
        let update = ["index", "update"];
        let _ = home.get(&offered.link).ending(0);
        // With the version that the publisher's next files have, and other bytes.
        let mut thief = Forger::of(publisher);
        thief.manifest["set"] = set.into();
        thief.manifest["name"] = "Stolen".into();
        thief.sign(2);
        offered.shelf.fill(thief.folder.path());
        let _ = home.run(&update).ending(0);
        let known = home.sources();
        assert_eq!(
            (&known[0]["name"], &known[0]["set"]),
            (&"Stolen".into(), &set.into())
        );
        // While the key holds, the publisher's own files are older.
        offered.upload();
        home.run(&update).refused("rolled-back");
        if forgets {
            let _ = home.run(&["index", "forget", "Stolen"]).ending(0);
            home.get(&offered.link).refused("rolled-back");
        }
        offered.shelf.fill(thief.folder.path());
        if !forgets {
            let _ = home.run(&update).ending(0);
        }
        let words = publisher.path("paper.txt");
        fs::write(&words, paper_words(&offered.made).remove(0)).unwrap();
        let stolen = thief.key.id();
        let more = ["--drop", &stolen, "--words-file", words.to_str().unwrap()];
        let _ = publisher.run("rotate", &more).ending(0);
        offered.upload();
        let _ = home.get(&offered.link).ending(0);
        let known = home.sources();
        assert_eq!(
            (&known[0]["name"], &known[0]["set"]),
            (&"Our books".into(), &1.into())
        );
        home.has(20);
        // From here on, nothing older is accepted again.
        let old = offered.advance();
        let _ = home.run(&update).ending(0);
        home.has(28);
        offered.shelf.fill(old.path());
        refused(home.run(&update), "rolled-back", &home, 28);
        offered.shelf.fill(thief.folder.path());
        assert_eq!(home.run(&update).code, Some(2));
        home.has(28);
    }
}

#[test]
fn a_word_that_held_until_then_is_not_taken_silently_whichever_file_says_it() {
    let published = Published::new();
    let old = published.advance();
    for file in ["targets", "snapshot", "timestamp", "root"] {
        let mut forger = Forger::of(&published.publisher);
        let at = ["targets", "snapshot", "timestamp"]
            .iter()
            .position(|it| *it == file);
        if let Some(at) = at {
            forger.expires[at] = long_ago();
        } else {
            let mut root = Root::parse(&published.publisher.root()).unwrap();
            root.version += 1;
            root.expires = long_ago();
            let bytes = root.to_signed().to_bytes(&[&forger.key]).unwrap();
            forger.write("2.root.json", &bytes);
        }
        forger.sign(50);
        let folder = forger.folder.path();
        let home = Home::new();
        let _ = home.get(old.path()).ending(0);
        refused(home.get(folder), "index-expired", &home, 20);
        Home::new().get(folder).refused("index-expired");
        let yes = ["index", "get", folder.to_str().unwrap(), "--accept-expired"];
        let _ = home.run(&yes).ending(0);
        home.has(28);
    }
}

#[test]
fn a_part_with_a_flipped_bit_is_found_in_a_folder_and_on_a_host() {
    let published = Published::new();
    let old = published.advance();
    let folder = tempfile::tempdir().unwrap();
    colophon_tests::copy(&published.publisher.dir, folder.path());
    let parts = folder.path().join("parts");
    let part = names(&parts)
        .into_iter()
        .find(|name| name.contains("delta-2.0001"));
    let path = parts.join(part.unwrap());
    let mut bytes = fs::read(&path).unwrap();
    bytes[100] ^= 1;
    fs::write(&path, bytes).unwrap();
    let home = Home::new();
    let _ = home.get(old.path()).ending(0);
    refused(home.get(folder.path()), "part-damaged", &home, 20);
    // What came before it stays, and what is missing comes from the next.
    let bad = Shelf::of(folder.path()).serve(Duration::ZERO);
    home.asks(&[&bad.url()]);
    refused(home.run(&["index", "update"]), "part-damaged", &home, 20);
    home.asks(&[&bad.url(), &published.server.url()]);
    published.server.paths();
    let _ = home.run(&["index", "update"]).ending(0);
    home.has(28);
    let asked = published.server.paths();
    let parts = asked.iter().filter(|path| path.starts_with("/parts/"));
    assert_eq!(parts.count(), 1, "{asked:?}");
}

#[test]
fn a_mirror_that_stayed_behind_is_passed_over_and_keeps_nobody_back() {
    let published = Published::new();
    let old = published.advance();
    let stale = Shelf::of(old.path()).serve(Duration::ZERO);
    let mut expired = Forger::of(&published.publisher);
    expired.expires[2] = long_ago();
    expired.sign(2);
    let expired = Shelf::of(expired.folder.path()).serve(Duration::ZERO);
    let home = Home::new();
    let _ = home.get(&published.link).ending(0);
    home.has(28);
    let update = ["index", "update"];
    // Alone, what is older than what was trusted is refused.
    home.asks(&[&stale.url()]);
    refused(home.run(&update), "rolled-back", &home, 28);
    for first in [&stale, &expired] {
        home.asks(&[&first.url(), &published.server.url()]);
        let ran = home.run(&update).ending(0);
        assert!(ran.stdout.contains("up to date"), "{ran:#?}");
        assert_eq!(ran.stderr, "");
        assert!(!first.paths().is_empty());
    }
}

#[test]
fn a_mirror_that_anybody_could_read_is_never_asked() {
    let published = Published::new();
    let _old = published.advance();
    let mut forger = Forger::of(&published.publisher);
    forger.manifest["mirrors"] = json!([{"url": "http://index.example/"}]);
    forger.sign(50);
    let host = Shelf::of(forger.folder.path()).serve(Duration::ZERO);
    let home = Home::new();
    let _ = home.get(published.link_to(&host.url())).ending(0);
    // Now that the mirror is known, nobody else answers.
    home.asks(&["http://127.0.0.1:9"]);
    refused(home.run(&["index", "update"]), "unreachable", &home, 28);
    let log = fs::read_to_string(home.data().join("fetches.log")).unwrap();
    assert!(!log.contains("index.example"), "{log}");
}

/// Returns a server that answers some paths in this way, and else as the shelf does.
fn trap(
    shelf: &Shelf,
    of: impl Fn(&str) -> bool + Send + Sync + 'static,
    reply: impl Fn() -> Reply + Send + Sync + 'static,
) -> Server {
    let shelf = shelf.clone();
    Server::start(move |asked| {
        if of(&asked.path) {
            reply()
        } else {
            shelf.answer(asked)
        }
    })
}

/// What the mirrors of freshclam do to its users, one after the other.
#[test]
fn a_host_that_forbids_is_left_alone_and_asked_again_when_it_may_be() {
    type Where = fn(&str) -> bool;
    let published = Published::new();
    let old = published.advance();
    let update = ["index", "update"];
    // For all that is asked for, for one file, and for the parts only.
    let cases: [(u16, Where); 4] = [
        (403, |path| !path.ends_with(".root.json")),
        (429, |_| true),
        (503, |path| path == "/timestamp.json"),
        (403, |path| path.starts_with("/parts/")),
    ];
    for (status, of) in cases {
        let home = Home::new();
        let _ = home.get(old.path()).ending(0);
        let host = trap(&published.shelf, of, move || {
            Reply::status(status).with("Retry-After", "7200")
        });
        home.asks(&[&host.url()]);
        let ran = home.run(&update);
        assert!(ran.stderr.contains("wait until"), "{ran:#?}");
        refused(ran, "server-refused", &home, 20);
        let n = host.n_connections();
        refused(home.run(&update), "server-refused", &home, 20);
        assert_eq!(host.n_connections(), n, "{status}: it was not left alone");
        // Its time is over.
        let waiting = home.incoming().join("waiting.json");
        let text = fs::read_to_string(&waiting).unwrap();
        let year = text.find(":\"20").unwrap() + 2;
        let text = format!("{}2001{}", &text[..year], &text[year + 4..]);
        fs::write(&waiting, text).unwrap();
        home.asks(&[&published.server.url()]);
        let _ = home.run(&update).ending(0);
        home.has(28);
    }
}

/// A host that was not yet given the last files, or the last two.
#[test]
fn an_upload_that_is_under_way_is_incomplete_and_goes_on_later() {
    let published = Published::new();
    let old = published.advance();
    let mut parts: Vec<String> = names(&published.publisher.dir.join("parts"));
    parts.retain(|name| name.contains("delta-2"));
    parts.sort_by_key(|name| name.rsplit('.').next().unwrap().to_owned());
    for n_missing in [1, 2] {
        let home = Home::new();
        let _ = home.get(old.path()).ending(0);
        let missing: Vec<String> = parts[parts.len() - n_missing..].to_vec();
        let own = missing.clone();
        let host = trap(
            &published.shelf,
            move |path| own.iter().any(|name| path.ends_with(name)),
            || Reply::status(404),
        );
        home.asks(&[&host.url()]);
        refused(
            home.run(&["index", "update"]),
            "source-incomplete",
            &home,
            20,
        );
        published.server.paths();
        home.asks(&[&published.server.url()]);
        let _ = home.run(&["index", "update"]).ending(0);
        home.has(28);
        // Of what came, no more than what was under way comes again.
        let asked = published.server.paths();
        let again = asked
            .iter()
            .filter(|path| path.starts_with("/parts/"))
            .count();
        assert!(again <= n_missing + 2, "{again} of {}", parts.len());
    }
}

/// Files that were removed from the host too early: until there is another way, the old
/// index stays; then everything comes that is needed, as freshclam takes the whole
/// database where a difference is missing. Twice is once.
#[test]
fn a_file_that_is_gone_for_good_is_gone_around_by_the_next_base() {
    let published = Published::new();
    let old = published.advance();
    let home = Home::new();
    let _ = home.get(old.path()).ending(0);
    let update = ["index", "update"];
    let host = trap(
        &published.shelf,
        |path| path.contains(".delta-2."),
        || Reply::status(404),
    );
    home.asks(&[&host.url()]);
    for _ in 0..2 {
        refused(home.run(&update), "source-incomplete", &home, 20);
    }
    let _ = published.publisher.run("base", &[]).ending(0);
    published.upload();
    let _ = home.run(&update).ending(0);
    home.has(28);
    let again = home.run(&update).ending(0);
    assert!(again.stdout.contains("up to date"), "{again:#?}");
}

/// A local copy of a folder takes the place of a host, and a host that of a copy.
#[test]
fn a_copy_and_a_host_take_turns() {
    let published = Published::new();
    let home = Home::new();
    let _ = home.get(&published.link).ending(0);
    let _old = published.advance();
    let copy = tempfile::tempdir().unwrap();
    colophon_tests::copy(&published.publisher.dir, copy.path());
    let _ = home.get(copy.path()).ending(0);
    home.has(28);
    drop(copy);
    let again = home.run(&["index", "update"]).ending(0);
    assert!(again.stdout.contains("up to date"), "{again:#?}");
}
