//! The attacks that the specification of TUF names, and some more, against the client.
//!
//! Each test changes a publisher's folder in one way and expects one kind of error. A
//! client that was refused keeps what it trusted, and accepts the true folder next.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use colophon_supply::{
    ErrorKind, Every, Host, HostError, Memory, Role, Root, SecretKey, Target, Verified,
    add_signature, check_first_root, refresh, snapshot, targets, timestamp,
};
use jiff::Timestamp;

type Files = BTreeMap<String, Vec<u8>>;

/// A publisher's folder in memory, and the keys that sign it.
struct Publisher {
    files: Files,
    everyday: SecretKey,
    paper: SecretKey,
    root: Root,
    version: u64,
    listed: BTreeMap<String, Target>,
    expires: Timestamp,
}

impl Publisher {
    fn new() -> Self {
        let everyday = SecretKey::generate().unwrap();
        let paper = SecretKey::generate().unwrap();
        let expires: Timestamp = "2099-01-01T00:00:00Z".parse().unwrap();
        let root = Root::first(
            &[everyday.public(), paper.public()],
            1,
            Every::Week,
            expires,
        );
        let bytes = root.to_signed().to_bytes(&[&everyday, &paper]).unwrap();
        let mut publisher = Self {
            files: Files::from([("1.root.json".to_owned(), bytes)]),
            everyday,
            paper,
            root,
            version: 0,
            listed: BTreeMap::from([("index.json".to_owned(), target(1))]),
            expires,
        };
        publisher.publish();
        publisher
    }

    fn first_root(&self) -> Vec<u8> {
        self.files["1.root.json"].clone()
    }

    /// Signs the next version of everything.
    fn publish(&mut self) {
        self.version += 1;
        self.publish_as(self.version);
    }

    fn publish_as(&mut self, version: u64) {
        let key = &self.everyday;
        let list = targets(version, self.expires, &self.listed);
        let list = list.to_bytes(&[key]).unwrap();
        let shot = snapshot(version, self.expires, version, &list);
        let shot = shot.to_bytes(&[key]).unwrap();
        let stamp = timestamp(version, self.expires, now(), version, &shot);
        let stamp = stamp.to_bytes(&[key]).unwrap();
        self.put(&format!("{version}.targets.json"), list);
        self.put(&format!("{version}.snapshot.json"), shot);
        self.put("timestamp.json", stamp);
    }

    /// Signs the next root with these keys.
    fn rotate(&mut self, keys: &[&SecretKey]) {
        self.root.version += 1;
        let name = format!("{}.root.json", self.root.version);
        let bytes = self.root.to_signed().to_bytes(keys).unwrap();
        self.put(&name, bytes);
    }

    fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), bytes);
    }
}

/// A host that is in memory.
struct Shelf(Files);

impl Host for Shelf {
    fn get(&self, name: &str, max: u64) -> Result<Option<Vec<u8>>, HostError> {
        let file = self.0.get(name).cloned();
        Ok(file.map(|mut bytes| {
            bytes.truncate(usize::try_from(max).unwrap() + 1);
            bytes
        }))
    }
}

#[derive(Default)]
struct Head(Mutex<Files>);

impl Memory for Head {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(name).cloned()
    }

    fn store(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let mut files = self.0.lock().unwrap();
        files.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }
}

/// A reader of an index.
struct Reader {
    root: Vec<u8>,
    memory: Arc<Head>,
}

impl Reader {
    fn of(publisher: &Publisher) -> Self {
        Self {
            root: publisher.first_root(),
            memory: Arc::default(),
        }
    }

    fn look(&self, files: &Files) -> Result<Verified, ErrorKind> {
        let memory: Arc<dyn Memory> = self.memory.clone();
        let host = Arc::new(Shelf(files.clone()));
        refresh(&self.root, host, memory).map_err(|error| error.kind())
    }

    fn expect(&self, files: &Files, kind: ErrorKind) {
        assert_eq!(self.look(files).unwrap_err(), kind);
    }
}

fn target(n: u64) -> Target {
    Target {
        length: n,
        sha256: format!("{n:064x}"),
    }
}

fn now() -> Timestamp {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

/// Changes a byte of a file in a way that leaves it JSON.
fn forge(files: &mut Files, name: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[name].clone()).unwrap();
    assert!(text.contains(from), "{name} has {from}");
    files.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
}

#[test]
fn what_was_signed_is_verified() {
    let publisher = Publisher::new();
    let reader = Reader::of(&publisher);
    let verified = reader.look(&publisher.files).unwrap();
    assert_eq!(verified.targets["index.json"], target(1));
    assert_eq!(verified.published, Some(now()));
    assert_eq!(verified.expires, publisher.expires);
    assert!(check_first_root(&publisher.first_root()).is_ok());
    // Again, from what is remembered.
    assert_eq!(reader.look(&publisher.files).unwrap().timestamp_version, 1);
}

#[test]
fn a_changed_byte_is_noticed_in_each_file() {
    let mut publisher = Publisher::new();
    let paper = SecretKey::from_words(&publisher.paper.to_words().unwrap()).unwrap();
    publisher.rotate(&[&paper]);
    for (name, from, to, kind) in [
        (
            "2.root.json",
            "\"week\"",
            "\"once\"",
            ErrorKind::ThresholdNotMet,
        ),
        (
            "timestamp.json",
            "2026-06-01",
            "2026-06-02",
            ErrorKind::ThresholdNotMet,
        ),
        ("1.snapshot.json", "2099", "2098", ErrorKind::MixedVersions),
        ("1.targets.json", "2099", "2098", ErrorKind::MixedVersions),
    ] {
        let reader = Reader::of(&publisher);
        let mut files = publisher.files.clone();
        forge(&mut files, name, from, to);
        reader.expect(&files, kind);
        assert!(reader.look(&publisher.files).is_ok(), "{name}");
    }
}

#[test]
fn a_strangers_key_signs_nothing() {
    let mut publisher = Publisher::new();
    let reader = Reader::of(&publisher);
    let stranger = SecretKey::generate().unwrap();
    let own = std::mem::replace(&mut publisher.everyday, stranger);
    publisher.publish();
    reader.expect(&publisher.files, ErrorKind::ThresholdNotMet);
    publisher.everyday = own;
    publisher.publish();
    assert_eq!(reader.look(&publisher.files).unwrap().timestamp_version, 3);
}

#[test]
fn one_key_is_never_two() {
    // The same key under two names in the root.
    let publisher = Publisher::new();
    let mut files = publisher.files.clone();
    let id = publisher.everyday.id();
    let text = String::from_utf8(files["1.root.json"].clone()).unwrap();
    let signed: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut root = signed["signed"].clone();
    root["keys"]["0".repeat(64)] = root["keys"][&id].clone();
    root["roles"]["root"]["keyids"] = serde_json::json!([id, "0".repeat(64)]);
    root["roles"]["root"]["threshold"] = serde_json::json!(2);
    let unsigned = serde_json::json!({"signatures": [], "signed": root});
    let one = add_signature(unsigned.to_string().as_bytes(), &publisher.everyday).unwrap();
    let mut both: serde_json::Value = serde_json::from_slice(&one).unwrap();
    let mut again = both["signatures"][0].clone();
    again["keyid"] = serde_json::json!("0".repeat(64));
    both["signatures"].as_array_mut().unwrap().push(again);
    files.insert("1.root.json".to_owned(), both.to_string().into_bytes());
    let error = check_first_root(&files["1.root.json"]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotASource);

    // Two signatures of one key.
    let reader = Reader::of(&publisher);
    let mut files = publisher.files.clone();
    let mut stamp: serde_json::Value = serde_json::from_slice(&files["timestamp.json"]).unwrap();
    let again = stamp["signatures"][0].clone();
    stamp["signatures"].as_array_mut().unwrap().push(again);
    files.insert("timestamp.json".to_owned(), stamp.to_string().into_bytes());
    reader.expect(&files, ErrorKind::SignatureInvalid);
}

#[test]
fn what_readers_would_read_differently_is_not_read() {
    let publisher = Publisher::new();
    for (from, to) in [
        ("\"version\":1", "\"version\":1,\"version\":1"),
        ("\"version\":1", "\"version\":1.0"),
        ("\"version\":1", "\"version\":1,\"x\":\"a\\nb\""),
    ] {
        let reader = Reader::of(&publisher);
        let mut files = publisher.files.clone();
        forge(&mut files, "timestamp.json", from, to);
        reader.expect(&files, ErrorKind::NotASource);
    }
    let reader = Reader::of(&publisher);
    let mut files = publisher.files.clone();
    for body in [
        &b"<html>sign in</html>"[..],
        b"",
        b"[]",
        b"null",
        b"{\"signed\":{}}",
    ] {
        files.insert("timestamp.json".to_owned(), body.to_vec());
        reader.expect(&files, ErrorKind::NotASource);
    }
}

#[test]
fn nothing_older_is_accepted() {
    let mut publisher = Publisher::new();
    let old = publisher.files.clone();
    publisher.publish();
    publisher.publish();
    let reader = Reader::of(&publisher);
    assert_eq!(reader.look(&publisher.files).unwrap().timestamp_version, 3);
    // The whole folder of before, and each file of before.
    reader.expect(&old, ErrorKind::RolledBack);
    let mut files = publisher.files.clone();
    files.insert("timestamp.json".to_owned(), old["timestamp.json"].clone());
    reader.expect(&files, ErrorKind::RolledBack);
    // A new timestamp that names an older snapshot, and a new snapshot that names an
    // older list.
    let key = &publisher.everyday;
    let shot = &publisher.files["1.snapshot.json"];
    let stamp = timestamp(4, publisher.expires, now(), 1, shot);
    let mut files = publisher.files.clone();
    files.insert("timestamp.json".to_owned(), stamp.to_bytes(&[key]).unwrap());
    reader.expect(&files, ErrorKind::RolledBack);
    let shot = snapshot(4, publisher.expires, 1, &publisher.files["1.targets.json"]);
    let shot = shot.to_bytes(&[key]).unwrap();
    let stamp = timestamp(4, publisher.expires, now(), 4, &shot);
    files.insert("4.snapshot.json".to_owned(), shot);
    files.insert("timestamp.json".to_owned(), stamp.to_bytes(&[key]).unwrap());
    reader.expect(&files, ErrorKind::RolledBack);
    // Somebody who never saw the new one cannot know.
    assert_eq!(
        Reader::of(&publisher).look(&old).unwrap().timestamp_version,
        1
    );
}

#[test]
fn files_of_two_states_do_not_mix() {
    let mut publisher = Publisher::new();
    let old = publisher.files.clone();
    publisher.listed.insert("index.json".to_owned(), target(2));
    publisher.publish();
    for (name, from) in [
        ("2.targets.json", "1.targets.json"),
        ("2.snapshot.json", "1.snapshot.json"),
    ] {
        let reader = Reader::of(&publisher);
        let mut files = publisher.files.clone();
        files.insert(name.to_owned(), old[from].clone());
        reader.expect(&files, ErrorKind::MixedVersions);
    }
    let reader = Reader::of(&publisher);
    let mut files = publisher.files.clone();
    files.remove("2.targets.json");
    reader.expect(&files, ErrorKind::Incomplete);
    assert!(reader.look(&publisher.files).is_ok());
}

#[test]
fn each_file_has_a_bound() {
    let publisher = Publisher::new();
    for (name, bound) in [
        ("2.root.json", 512_000),
        ("timestamp.json", 16_384),
        ("1.snapshot.json", 65_536),
        ("1.targets.json", 4 << 20),
    ] {
        let reader = Reader::of(&publisher);
        let mut files = publisher.files.clone();
        files.insert(name.to_owned(), vec![b' '; bound + 1]);
        reader.expect(&files, ErrorKind::TooLarge);
    }
}

#[test]
fn names_and_numbers_that_cannot_be_are_refused() {
    for (name, length, kind) in [
        ("../index.json", 1, ErrorKind::NotASource),
        ("parts/../../x", 1, ErrorKind::NotASource),
        ("/etc/passwd", 1, ErrorKind::NotASource),
        ("parts/a", (64 << 20) + 1, ErrorKind::TooLarge),
        ("index.json", (1 << 20) + 1, ErrorKind::TooLarge),
    ] {
        let mut publisher = Publisher::new();
        let reader = Reader::of(&publisher);
        let listed = Target {
            length,
            ..target(1)
        };
        publisher.listed.insert(name.to_owned(), listed);
        publisher.publish();
        reader.expect(&publisher.files, kind);
    }
    let mut publisher = Publisher::new();
    for n in 0..=65_536 {
        publisher
            .listed
            .insert(format!("parts/a.{n:04}"), target(1));
    }
    publisher.publish();
    let kind = Reader::of(&publisher).look(&publisher.files).unwrap_err();
    assert_eq!(kind, ErrorKind::TooLarge);
}

#[test]
fn a_stolen_everyday_key_is_replaced_by_the_one_on_paper() {
    let mut publisher = Publisher::new();
    let reader = Reader::of(&publisher);
    // The thief goes far ahead, so that nothing of the publisher's is newer.
    let stolen = SecretKey::from_words(&publisher.everyday.to_words().unwrap()).unwrap();
    publisher.publish_as(1_000_000);
    assert_eq!(
        reader.look(&publisher.files).unwrap().timestamp_version,
        1_000_000
    );
    let new = SecretKey::generate().unwrap();
    for role in Role::ALL {
        publisher.root.add(&new.public(), &[role]);
        publisher.root.drop(&stolen.id(), role);
    }
    assert_eq!(publisher.root.flaw(), None);
    let paper = SecretKey::from_words(&publisher.paper.to_words().unwrap()).unwrap();
    publisher.rotate(&[&paper]);
    publisher.everyday = new;
    publisher.publish();
    // Versions begin anywhere again, because the keys are new.
    assert_eq!(reader.look(&publisher.files).unwrap().timestamp_version, 2);
    // The thief's files count for nothing now.
    let own = std::mem::replace(&mut publisher.everyday, stolen);
    let good = publisher.files.clone();
    publisher.publish_as(2_000_000);
    reader.expect(&publisher.files, ErrorKind::ThresholdNotMet);
    publisher.everyday = own;
    assert!(reader.look(&good).is_ok());
}

#[test]
fn a_root_needs_the_old_and_the_new_keys() {
    let mut publisher = Publisher::new();
    let reader = Reader::of(&publisher);
    let [a, b] = [
        SecretKey::generate().unwrap(),
        SecretKey::generate().unwrap(),
    ];
    let everyday = publisher.everyday.id();
    let paper = publisher.paper.id();
    publisher.root.add(&a.public(), &[Role::Root]);
    publisher.root.add(&b.public(), &[Role::Root]);
    publisher.root.drop(&everyday, Role::Root);
    publisher.root.drop(&paper, Role::Root);
    let before = publisher.files.clone();
    // Signed by the new ones alone, then by the old ones alone.
    publisher.rotate(&[&a, &b]);
    reader.expect(&publisher.files, ErrorKind::ThresholdNotMet);
    publisher.files = before.clone();
    publisher.root.version = 1;
    let old = SecretKey::from_words(&publisher.paper.to_words().unwrap()).unwrap();
    publisher.rotate(&[&old]);
    reader.expect(&publisher.files, ErrorKind::ThresholdNotMet);
    publisher.files = before;
    publisher.root.version = 1;
    publisher.rotate(&[&old, &a]);
    assert_eq!(reader.look(&publisher.files).unwrap().root_version, 2);
    // The key that was rotated out signs no further root.
    publisher.rotate(&[&old]);
    reader.expect(&publisher.files, ErrorKind::ThresholdNotMet);
}

#[test]
fn a_root_that_is_left_out_is_not_jumped_over() {
    let mut publisher = Publisher::new();
    let reader = Reader::of(&publisher);
    let paper = SecretKey::from_words(&publisher.paper.to_words().unwrap()).unwrap();
    publisher.rotate(&[&paper]);
    publisher.rotate(&[&paper]);
    let mut files = publisher.files.clone();
    let third = files.remove("3.root.json").unwrap();
    files.insert("2.root.json".to_owned(), third);
    reader.expect(&files, ErrorKind::RolledBack);
    assert_eq!(reader.look(&publisher.files).unwrap().root_version, 3);
    // What was trusted is remembered even if the host has lost it.
    let mut files = publisher.files.clone();
    files.remove("2.root.json");
    files.remove("3.root.json");
    assert_eq!(reader.look(&files).unwrap().root_version, 3);
}

#[test]
fn two_of_three_have_to_sign() {
    let keys: Vec<SecretKey> = (0..3).map(|_| SecretKey::generate().unwrap()).collect();
    let public: Vec<_> = keys.iter().map(SecretKey::public).collect();
    let expires = "2099-01-01T00:00:00Z".parse().unwrap();
    let root = Root::first(&public, 2, Every::Month, expires);
    let one = root.to_signed().to_bytes(&[&keys[1]]).unwrap();
    let error = check_first_root(&one).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ThresholdNotMet);
    let two = add_signature(&one, &keys[2]).unwrap();
    assert!(check_first_root(&two).is_ok());
    // The same key twice is one.
    assert!(check_first_root(&add_signature(&one, &keys[1]).unwrap()).is_err());
    // What was read is what was written.
    assert_eq!(Root::parse(&two).unwrap(), root);
}

#[test]
fn a_key_for_the_timestamp_alone_adds_no_byte() {
    let mut publisher = Publisher::new();
    let reader = Reader::of(&publisher);
    let cron = SecretKey::generate().unwrap();
    let everyday = publisher.everyday.id();
    publisher.root.add(&cron.public(), &[Role::Timestamp]);
    publisher.root.drop(&everyday, Role::Timestamp);
    let paper = SecretKey::from_words(&publisher.paper.to_words().unwrap()).unwrap();
    publisher.rotate(&[&paper]);
    let shot = publisher.files["1.snapshot.json"].clone();
    let stamp = timestamp(2, publisher.expires, now(), 1, &shot);
    publisher.put("timestamp.json", stamp.to_bytes(&[&cron]).unwrap());
    assert_eq!(reader.look(&publisher.files).unwrap().timestamp_version, 2);
    // A thief who has it tries another list.
    publisher.everyday = cron;
    publisher
        .listed
        .insert("parts/bad.0000".to_owned(), target(9));
    publisher.publish_as(3);
    reader.expect(&publisher.files, ErrorKind::ThresholdNotMet);
}

#[test]
fn a_thousand_roots_are_followed_and_no_more() {
    let mut publisher = Publisher::new();
    let paper = SecretKey::from_words(&publisher.paper.to_words().unwrap()).unwrap();
    for _ in 0..40 {
        publisher.rotate(&[&paper]);
    }
    let reader = Reader::of(&publisher);
    assert_eq!(reader.look(&publisher.files).unwrap().root_version, 41);
    for _ in 40..1_030 {
        publisher.rotate(&[&paper]);
    }
    let reader = Reader::of(&publisher);
    reader.expect(&publisher.files, ErrorKind::TooLarge);
}

#[test]
fn an_expiry_is_told_and_refuses_nothing() {
    let mut publisher = Publisher::new();
    publisher.expires = "2001-01-01T00:00:00Z".parse().unwrap();
    publisher.publish();
    let verified = Reader::of(&publisher).look(&publisher.files).unwrap();
    assert_eq!(verified.expires, publisher.expires);
    assert_eq!(verified.expires_first, "timestamp");
}

#[test]
fn a_memory_that_cannot_be_written_is_an_error() {
    struct Full;
    impl Memory for Full {
        fn load(&self, _: &str) -> Option<Vec<u8>> {
            None
        }
        fn store(&self, _: &str, _: &[u8]) -> std::io::Result<()> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
    }
    let publisher = Publisher::new();
    let host = Arc::new(Shelf(publisher.files.clone()));
    let error = refresh(&publisher.first_root(), host, Arc::new(Full)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Memory);
}

#[test]
fn a_memory_that_was_damaged_opens_no_door() {
    let mut publisher = Publisher::new();
    publisher.publish();
    let reader = Reader::of(&publisher);
    reader.look(&publisher.files).unwrap();
    for (_, bytes) in reader.memory.0.lock().unwrap().iter_mut() {
        bytes.truncate(bytes.len() / 2);
    }
    // It is as if nothing was remembered; what is verified is still what was signed.
    assert_eq!(reader.look(&publisher.files).unwrap().timestamp_version, 2);
}
