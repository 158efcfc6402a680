//! Replacing keys: lost, stolen, shared between people.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::Path;

use colophon_supply::{Root, SecretKey};
use colophon_tests::names;
use colophon_tests::publishing::{Publisher, Reader, paper_words};
use serde_json::Value;

fn begin(more: &[&str]) -> (Publisher, Vec<String>, Reader, Vec<u8>) {
    let (publisher, made) = Publisher::begin(more);
    let paper = paper_words(&made.ending(0).stdout);
    let _ = publisher.add("a.colophon", 0..6, 0..6).ending(0);
    let (reader, root) = (Reader::default(), publisher.root());
    reader.verify(&root, &publisher.dir).unwrap();
    (publisher, paper, reader, root)
}

#[test]
fn a_new_everyday_key_takes_the_place_of_the_old_one() {
    let (publisher, _, reader, root) = begin(&[]);
    let before = publisher.keys("targets");
    let _ = publisher.run("rotate", &[]).ending(0);
    let after = publisher.keys("targets");
    assert_ne!(before, after);
    assert!(!publisher.keys("root").contains(&before[0]));
    let verified = reader.verify(&root, &publisher.dir).unwrap();
    assert_eq!((verified.root_version, verified.timestamp_version), (2, 2));
    let text = fs::read_to_string(publisher.path("idx.keys")).unwrap();
    assert!(text.contains(&after[0]) && !text.contains(&before[0]));
    let _ = publisher.add("b.colophon", 6..9, 6..9).ending(0);
    let (manifest, _) = reader.get(&root, &publisher.dir);
    assert_eq!(manifest.set, 2);
    // A reader who begins now gets there too.
    Reader::default().verify(&root, &publisher.dir).unwrap();
}

#[test]
fn before_anything_is_published_keys_can_be_replaced() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let _ = publisher.run("rotate", &[]).ending(0);
    let _ = publisher.run("rotate", &["--role", "root"]).ending(0);
    let _ = publisher.add("a.colophon", 0..3, 0..3).ending(0);
    Reader::default().get(&publisher.root(), &publisher.dir);
}

#[test]
fn paper_replaces_a_stolen_everyday_key_that_is_gone() {
    let (publisher, paper, reader, root) = begin(&[]);
    let stolen = publisher.keys("targets").remove(0);
    fs::rename(publisher.path("idx.keys"), publisher.path("stolen.keys")).unwrap();
    let thief = publisher.path("stolen.keys");
    let file = publisher.words_file("paper.txt", &[&paper[0]]);
    let done = publisher
        .run("rotate", &["--drop", &stolen[..8], "--words-file", &file])
        .ending(0);
    assert!(done.stdout.contains("In effect: root 2"), "{}", done.stdout);
    for role in ["root", "targets", "snapshot", "timestamp"] {
        assert!(!publisher.keys(role).contains(&stolen), "{role}");
    }
    reader.get(&root, &publisher.dir);
    Reader::default().get(&root, &publisher.dir);
    // Nothing that the thief signs counts.
    let thief = thief.to_str().unwrap();
    publisher
        .run("renew", &["--keys-file", thief])
        .refused("key-missing");
    let _ = publisher.run("renew", &[]).ending(0);
    reader.get(&root, &publisher.dir);
}

#[test]
fn a_change_of_keys_that_was_cut_short_is_finished() {
    let (publisher, paper, reader, root) = begin(&[]);
    let old = fs::read(publisher.dir.join("timestamp.json")).unwrap();
    let lost = publisher.keys("targets").remove(0);
    fs::remove_file(publisher.path("idx.keys")).unwrap();
    let file = publisher.words_file("paper.txt", &[&paper[0]]);
    let _ = publisher
        .run("rotate", &["--drop", &lost, "--words-file", &file])
        .ending(0);
    // As if the run had been killed when the root was there and nothing else.
    fs::write(publisher.dir.join("timestamp.json"), &old).unwrap();
    publisher.run("renew", &[]).refused("threshold-not-met");
    let pending = publisher.path("idx.pending");
    fs::create_dir(&pending).unwrap();
    fs::copy(
        publisher.dir.join("2.root.json"),
        pending.join("2.root.json"),
    )
    .unwrap();
    let status = publisher
        .run("status", &["--format", "json"])
        .ending(0)
        .json();
    assert_eq!(status["next"][0], "finish");
    let _ = publisher.run("renew", &[]).ending(0);
    assert!(!pending.exists());
    reader.get(&root, &publisher.dir);
    Reader::default().get(&root, &publisher.dir);
}

#[test]
fn two_of_three_people_replace_a_key() {
    let (publisher, paper, reader, root) = begin(&["--keys", "3", "--threshold", "2"]);
    let lost = publisher.keys("root").remove(2);
    let waiting = publisher
        .run("rotate", &["--drop", &lost, "--pending"])
        .ending(0);
    assert!(
        waiting.stdout.contains("Waiting:   root 2"),
        "{}",
        waiting.stdout
    );
    assert!(
        waiting.stdout.contains("1 more of the present keys"),
        "{}",
        waiting.stdout
    );
    publisher.run("rotate", &[]).refused("invalid-argument");
    // Nothing changed for readers, and publishing goes on.
    assert_eq!(
        reader.verify(&root, &publisher.dir).unwrap().root_version,
        1
    );
    let _ = publisher.add("b.colophon", 6..9, 6..9).ending(0);
    let status = publisher
        .run("status", &["--format", "json"])
        .ending(0)
        .json();
    assert_eq!(status["pending"]["version"], 2);
    assert_eq!(status["next"][0], "sign");
    let stranger = SecretKey::generate()
        .unwrap()
        .to_words()
        .unwrap()
        .to_string();
    let file = publisher.words_file("stranger.txt", &[&stranger]);
    publisher
        .run("sign", &["--words-file", &file])
        .refused("key-missing");
    let file = publisher.words_file("paper.txt", &[&paper[0]]);
    let done = publisher.run("sign", &["--words-file", &file]).ending(0);
    assert!(done.stdout.contains("In effect: root 2"), "{}", done.stdout);
    assert!(!publisher.path("idx.pending").exists());
    assert_eq!(
        reader.verify(&root, &publisher.dir).unwrap().root_version,
        2
    );
    assert_eq!(publisher.keys("root").len(), 2);
    // One more cannot go: two have to sign.
    let next = publisher.keys("root").remove(1);
    publisher
        .run("rotate", &["--drop", &next])
        .refused("invalid-argument");
    // The only paper key left would have to sign that it goes.
    publisher
        .run("rotate", &["--role", "root"])
        .refused("key-missing");
    // On its own word, a new one on paper takes its place.
    let file = publisher.words_file("both.txt", &[&paper[0]]);
    let done = publisher
        .run("rotate", &["--role", "root", "--words-file", &file])
        .ending(0);
    assert_eq!(paper_words(&done.stdout).len(), 1);
    assert!(done.stdout.contains("In effect: root 3"), "{}", done.stdout);
    reader.get(&root, &publisher.dir);
}

#[test]
fn a_role_gets_a_key_of_its_own() {
    let (publisher, _, reader, root) = begin(&[]);
    for role in ["targets", "snapshot", "timestamp"] {
        let before = publisher.keys(role);
        let _ = publisher.run("rotate", &["--role", role]).ending(0);
        let after = publisher.keys(role);
        assert!(after.len() == 1 && after != before, "{role}");
        reader.get(&root, &publisher.dir);
    }
    let before = publisher.keys("root");
    let done = publisher.run("rotate", &["--role", "root"]).ending(0);
    assert_eq!(paper_words(&done.stdout).len(), 1);
    let after = publisher.keys("root");
    assert!(after.len() == 2 && after[0] == before[0] && after[1] != before[1]);
    reader.get(&root, &publisher.dir);
    let _ = publisher.add("b.colophon", 6..9, 6..9).ending(0);
    let _ = publisher.run("rotate", &["--role", "targets"]).ending(0);
    reader.get(&root, &publisher.dir);
}

#[test]
fn the_key_of_the_timestamp_alone_adds_no_byte() {
    let (publisher, _, reader, root) = begin(&[]);
    let _ = publisher
        .run("rotate", &["--role", "timestamp", "--no-passphrase"])
        .ending(0);
    let renew = publisher.path("idx.renew.keys");
    let cron = renew.to_str().unwrap();
    // A cron job has no passphrase.
    let mut job = colophon_tests::isolated();
    job.args(["publish", "renew"])
        .arg(&publisher.dir)
        .args(["--keys-file", cron]);
    job.stdin(std::process::Stdio::null());
    let _ = colophon_tests::finish(&mut job).ending(0);
    reader.get(&root, &publisher.dir);
    let index = publisher.index("b.colophon", 6..9, 6..9);
    let index = index.to_str().unwrap();
    let before = names(&publisher.dir);
    publisher
        .run("add", &[index, "--yes", "--keys-file", cron])
        .refused("key-missing");
    assert_eq!(names(&publisher.dir), before);
    // Even by hand: a snapshot that this key signs counts for nothing.
    let snapshot = names(&publisher.dir)
        .into_iter()
        .find(|name| name.ends_with(".snapshot.json"))
        .unwrap();
    let path = publisher.dir.join(&snapshot);
    let text = fs::read(&path).unwrap();
    let key = only_key(&renew);
    let mut changed: Value = serde_json::from_slice(&text).unwrap();
    changed["signed"]["version"] = 9.into();
    changed["signatures"] = Value::Array(Vec::new());
    let forged = colophon_supply::add_signature(changed.to_string().as_bytes(), &key).unwrap();
    fs::write(publisher.dir.join("9.snapshot.json"), &forged).unwrap();
    let now = jiff_now(&publisher);
    let stamp = colophon_supply::timestamp(99, now, now, 9, &forged)
        .to_bytes(&[&key])
        .unwrap();
    let own = fs::read(publisher.dir.join("timestamp.json")).unwrap();
    fs::write(publisher.dir.join("timestamp.json"), stamp).unwrap();
    let error = Reader::default().verify(&root, &publisher.dir).unwrap_err();
    assert_eq!(error.kind(), colophon_supply::ErrorKind::ThresholdNotMet);
    publisher
        .run("renew", &["--keys-file", cron])
        .refused("threshold-not-met");
    fs::write(publisher.dir.join("timestamp.json"), own).unwrap();
    fs::remove_file(publisher.dir.join("9.snapshot.json")).unwrap();
    // With the everyday key next to it, publishing goes on.
    let _ = publisher.run("add", &[index, "--yes"]).ending(0);
    reader.get(&root, &publisher.dir);
}

fn only_key(file: &Path) -> SecretKey {
    let text = fs::read_to_string(file).unwrap();
    let (_, block) = text.split_once('\n').unwrap();
    SecretKey::from_pem(block, None).unwrap()
}

/// Returns a date in the future: that of the root.
fn jiff_now(publisher: &Publisher) -> jiff::Timestamp {
    Root::parse(&publisher.root()).unwrap().expires
}
