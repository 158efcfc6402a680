//! Publishing: every command, and a reader who follows.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::process::{Command, Stdio};

use colophon_engine::Role;
use colophon_tests::publishing::{Publisher, Reader, paper_words};
use colophon_tests::{colophon, names, skip};
use serde_json::Value;

fn status(publisher: &Publisher) -> Value {
    publisher
        .run("status", &["--format", "json"])
        .ending(0)
        .json()
}

#[test]
fn an_index_is_published_updated_and_merged() {
    let url = "https://example.org/books/";
    let (publisher, made) = Publisher::begin(&["--url", url, "--url", "https://example.net/b"]);
    let made = made.ending(0);
    assert_eq!(paper_words(&made.stdout).len(), 1, "{}", made.stdout);
    let fingerprint = made
        .stdout
        .lines()
        .find_map(|line| line.strip_prefix("Fingerprint: "))
        .unwrap();
    assert!(
        made.stdout
            .contains(&format!("{url}#colophon:{fingerprint}")),
        "{}",
        made.stdout
    );
    let found = names(&publisher.dir);
    let expected = [
        ".nojekyll",
        "1.root.json",
        "404.html",
        "README.txt",
        "SHA256SUMS",
        "index.colophon-source",
        "link.svg",
        "parts",
    ];
    assert_eq!(found, expected);
    assert!(
        fs::read_to_string(publisher.dir.join("404.html"))
            .unwrap()
            .starts_with('<')
    );
    assert!(
        fs::read_to_string(publisher.dir.join("README.txt"))
            .unwrap()
            .contains(fingerprint)
    );
    assert_eq!(status(&publisher)["next"][0], "add");

    let (reader, root) = (Reader::default(), publisher.root());
    let added = publisher.add("a.colophon", 0..20, 0..30).ending(0);
    assert!(
        added
            .stdout
            .trim_end()
            .lines()
            .any(|line| line == "  timestamp.json"),
        "{}",
        added.stdout
    );
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records), (20, 30));
    assert_eq!(manifest.files[0].name, "base-1");
    assert_eq!(manifest.mirrors[0].url, "https://example.net/b");
    assert_eq!(info.set.unwrap().id, status(&publisher)["id"]);
    let sums = Command::new("sha256sum")
        .args(["-c", "--quiet", "SHA256SUMS"])
        .current_dir(&publisher.dir)
        .status();
    assert!(sums.unwrap().success());

    let _ = publisher.add("b.colophon", 20..28, 30..45).ending(0);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records), (28, 45));
    assert_eq!((manifest.set, manifest.files[1].role), (2, Role::Delta));

    let removed = publisher
        .run(
            "remove",
            &[
                "--work",
                "w3",
                "--record",
                "fiction:4",
                "--part-bytes",
                "100",
            ],
        )
        .ending(0);
    assert!(
        removed.stdout.contains("w3: works 1, entries 0"),
        "{}",
        removed.stdout
    );
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records), (27, 44));
    assert_eq!((manifest.removed.works, manifest.removed.records), (1, 1));
    let _ = publisher.run("remove", &["--work", "w21"]).ending(0);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, manifest.files.len()), (26, 3));

    let based = publisher.run("base", &["--part-bytes", "5000"]).ending(0);
    assert!(
        based.stdout.contains("the 3 files from before"),
        "{}",
        based.stdout
    );
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records, manifest.ways.len()), (26, 44, 2));
    let _ = publisher.add("c.colophon", 28..30, 45..50).ending(0);
    let _ = publisher
        .run("remove", &["--work", "w5", "--work", "w29"])
        .ending(0);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records), (26, 49));
    assert_eq!(manifest.ways[0].len(), 3);
    // The way from before the first base leaves.
    let _ = publisher.run("base", &[]).ending(0);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records), (26, 49));
    assert_eq!(
        (
            manifest.ways.len(),
            manifest.ways[1].len(),
            manifest.files.len()
        ),
        (2, 3, 4)
    );

    let before = fs::read(publisher.dir.join("timestamp.json")).unwrap();
    let _ = publisher.run("renew", &[]).ending(0);
    assert_ne!(
        fs::read(publisher.dir.join("timestamp.json")).unwrap(),
        before
    );
    let (again, _) = reader.get(&root, &publisher.dir);
    assert_eq!(again, manifest);

    // Another base is for everybody.
    let whole = publisher.index("whole.colophon", 6..20, 0..10);
    let whole = whole.to_str().unwrap();
    let based = publisher.run("base", &[whole, "--yes"]).ending(0);
    assert!(
        based.stderr.contains("readers saw 26 before"),
        "{}",
        based.stderr
    );
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!(
        (info.works, info.records, manifest.files.len()),
        (14, 10, 1)
    );

    let n_before = names(&publisher.dir.join("parts")).len();
    let kept = publisher.run("prune", &["--keep", "30d"]).ending(0);
    assert!(kept.stdout.contains("Removed: 0 files"), "{}", kept.stdout);
    let _ = publisher
        .run("prune", &["--keep", "0d", "--dry-run"])
        .ending(0);
    assert_eq!(names(&publisher.dir.join("parts")).len(), n_before);
    let _ = publisher.run("prune", &["--keep", "0d"]).ending(0);
    assert_eq!(
        names(&publisher.dir.join("parts")).len(),
        manifest.files[0].parts.len()
    );
    let (again, _) = reader.get(&root, &publisher.dir);
    assert_eq!(again, manifest);
    let _ = publisher
        .run("source", &["--url", "https://example.com/x"])
        .ending(0);
    assert_eq!(
        status(&publisher)["link"],
        format!("https://example.com/x/#colophon:{fingerprint}")
    );
    assert_eq!(status(&publisher)["next"].as_array().unwrap().len(), 0);
    let _ = publisher.run("status", &[]).ending(0);
}

#[test]
fn what_cannot_be_published_is_refused() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    publisher.init(&[]).refused("invalid-argument");
    publisher.run("renew", &[]).refused("no-index");
    publisher
        .run("remove", &["--work", "w1"])
        .refused("no-index");
    let index = publisher.index("a.colophon", 0..10, 0..10);
    let index = index.to_str().unwrap();
    publisher.run("add", &[index]).refused("invalid-argument");
    // Nobody can be asked for a passphrase.
    let mut without = colophon_tests::isolated();
    without
        .args(["publish", "add"])
        .arg(&publisher.dir)
        .args([index, "--yes"])
        .stdin(Stdio::null());
    colophon_tests::finish(&mut without).refused("key-missing");
    fs::write(publisher.path("passphrase"), "another one of mine\n").unwrap();
    publisher
        .run("add", &[index, "--yes"])
        .refused("passphrase-wrong");
    fs::write(publisher.path("passphrase"), "four words of mine\n").unwrap();
    let _ = publisher.run("add", &[index, "--yes"]).ending(0);
    let before = names(&publisher.dir);
    publisher
        .run("add", &[index, "--yes"])
        .refused("invalid-argument");
    publisher.run("base", &[]).refused("invalid-argument");
    publisher
        .run("remove", &["--work", "nobody"])
        .refused("not-found-in-index");
    publisher
        .run("remove", &["--work", "w1", "--record", "fiction:none"])
        .refused("not-found-in-index");
    publisher
        .run("remove", &["--digest", "xyz"])
        .refused("invalid-argument");
    let empty = publisher.index("empty.colophon", 0..0, 0..0);
    publisher
        .run("add", &[empty.to_str().unwrap(), "--yes"])
        .refused("invalid-argument");
    let inside = publisher.dir.join("x.keys");
    publisher
        .run("renew", &["--keys-file", inside.to_str().unwrap()])
        .refused("invalid-argument");
    let gone = publisher.path("gone.keys");
    publisher
        .run("renew", &["--keys-file", gone.to_str().unwrap()])
        .refused("key-missing");
    publisher
        .run("rotate", &["--drop", "0000000000"])
        .refused("key-missing");
    publisher
        .run("rotate", &["--role", "root", "--no-passphrase"])
        .refused("invalid-argument");
    publisher.run("sign", &[]).refused("invalid-argument");
    publisher
        .run("source", &["--url", "http://example.org/"])
        .refused("invalid-argument");
    assert_eq!(names(&publisher.dir), before);

    // Another scale.
    let book = publisher.path("book.txt");
    fs::write(&book, colophon_tests::text::made(77, 4_000)).unwrap();
    let coarse = publisher.path("coarse.colophon");
    let _ = colophon([
        "index",
        "build",
        "--scale",
        "1024",
        "--books",
        book.to_str().unwrap(),
        "--out",
        coarse.to_str().unwrap(),
    ])
    .ending(0);
    publisher
        .run("add", &[coarse.to_str().unwrap(), "--yes"])
        .refused("index-incompatible");

    // A title that a folder gave.
    let (other, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let junk = other.path("My Novel_v2_final.txt");
    fs::write(&junk, colophon_tests::text::made(78, 4_000)).unwrap();
    let out = other.path("junk.colophon");
    let out = out.to_str().unwrap();
    let _ = colophon([
        "index",
        "build",
        "--books",
        junk.to_str().unwrap(),
        "--out",
        out,
    ])
    .ending(0);
    other
        .run("add", &[out, "--yes"])
        .refused("invalid-argument");
    let _ = other.run("add", &[out, "--yes", "--as-is"]).ending(0);

    // A folder that somebody changed is not signed again.
    let part = names(&publisher.dir.join("parts")).remove(0);
    fs::write(publisher.dir.join("parts").join(part), b"x").unwrap();
    publisher.run("renew", &[]).refused("source-incomplete");
    let list = publisher.dir.join("1.targets.json");
    let text = fs::read_to_string(&list)
        .unwrap()
        .replacen("base-1.0000", "base-2.0000", 1);
    fs::write(&list, text).unwrap();
    let ran = publisher.run("renew", &[]);
    assert!(ran.stderr.contains("error["), "{ran:?}");
    let _ = ran.ending(2);
    let nothing = publisher.path("nothing");
    colophon(["publish", "status", nothing.to_str().unwrap()]).refused("not-a-source");
}

#[test]
fn keys_are_secret_and_openssl_reads_them() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let keys = publisher.path("idx.keys");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&keys) & 0o777, 0o600);
        assert_ne!(mode(&publisher.dir.join("1.root.json")) & 0o044, 0);
    }
    let openssl = |passphrase: &str| {
        Command::new("openssl")
            .args(["pkey", "-noout", "-text", "-in"])
            .arg(&keys)
            .args(["-passin", &format!("pass:{passphrase}")])
            .output()
    };
    let Ok(read) = openssl("four words of mine") else {
        skip(
            "keys_are_secret_and_openssl_reads_them",
            "there is no openssl",
        );
        return;
    };
    let text = String::from_utf8_lossy(&read.stdout);
    assert!(
        read.status.success() && text.contains("ED25519"),
        "{read:?}"
    );
    assert!(!openssl("another").unwrap().status.success());
}

#[test]
fn only_one_command_changes_a_folder() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let lock = fs::File::create(publisher.path("idx.lock")).unwrap();
    lock.lock().unwrap();
    let index = publisher.index("a.colophon", 0..4, 0..4);
    publisher
        .run("add", &[index.to_str().unwrap(), "--yes"])
        .refused("in-use");
}
