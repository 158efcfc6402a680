//! Publishing: every command, and a reader who follows.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use colophon_engine::Role;
use colophon_tests::publishing::{Publisher, Reader, paper_words};
use colophon_tests::{colophon, finish, names, skip};
use serde_json::Value;

fn status(publisher: &Publisher) -> Value {
    publisher
        .run("status", &["--format", "json"])
        .ending(0)
        .json()
}

#[test]
fn a_folder_begins_with_all_that_is_handed_out() {
    let url = "https://example.org/books/";
    let (publisher, made) = Publisher::begin(&["--url", url, "--url", "https://example.net/b"]);
    let made = made.ending(0);
    assert_eq!(paper_words(&made.stdout).len(), 1, "{}", made.stdout);
    let mut lines = made.stdout.lines();
    let fingerprint = lines
        .find_map(|line| line.strip_prefix("Fingerprint: "))
        .unwrap();
    let link = format!("{url}#colophon:{fingerprint}");
    assert!(made.stdout.contains(&link), "{}", made.stdout);
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
    assert_eq!(names(&publisher.dir), expected);
    let text = |name| fs::read_to_string(publisher.dir.join(name)).unwrap();
    assert!(text("404.html").starts_with('<') && text("README.txt").contains(fingerprint));
    assert_eq!(status(&publisher)["next"][0], "add");
    assert_eq!(status(&publisher)["link"], link);
    let _ = publisher.add("a.colophon", 0..4, 0..4).ending(0);
    let (manifest, info) = Reader::default().get(&publisher.root(), &publisher.dir);
    assert_eq!(manifest.mirrors[0].url, "https://example.net/b");
    assert_eq!(info.set.unwrap().id, status(&publisher)["id"]);

    let other = ["--url", "https://example.com/x"];
    let _ = publisher.run("source", &other).ending(0);
    let link = format!("https://example.com/x/#colophon:{fingerprint}");
    assert_eq!(status(&publisher)["link"], link);
    // What is not named stays.
    let parts = ["--parts-url", "https://example.com/parts"];
    let _ = publisher.run("source", &parts).ending(0);
    assert_eq!(status(&publisher)["link"], link);
    let source = || text("index.colophon-source");
    assert!(
        source().contains("https://example.com/parts"),
        "{}",
        source()
    );
    publisher
        .run("source", &["--url", "https://example.com/x/index.html"])
        .refused("invalid-argument");
    let _ = publisher.run("source", &["--forget"]).ending(0);
    assert!(!source().contains("example.com"), "{}", source());
    assert!(!publisher.dir.join("link.svg").exists());
    assert_eq!(status(&publisher)["link"], Value::Null);
    assert_eq!(status(&publisher)["next"].as_array().unwrap().len(), 0);
    let _ = publisher.run("status", &[]).ending(0);
}

/// Returns a folder with a base and a delta, and a reader of it.
fn updated() -> (Publisher, Reader) {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let reader = Reader::default();
    let added = publisher.add("a.colophon", 0..20, 0..30).ending(0);
    // All that a new place on the web needs, what switches readers over last.
    let lines: Vec<&str> = added.stdout.lines().collect();
    for file in names(&publisher.dir).iter().filter(|it| *it != "parts") {
        let line = format!("  {file}");
        assert!(lines.contains(&line.as_str()), "{file}: {}", added.stdout);
    }
    let listed: Vec<&&str> = lines.iter().filter(|it| it.starts_with("  ")).collect();
    assert_eq!(listed.last(), Some(&&"  timestamp.json"));
    let (manifest, info) = reader.get(&publisher.root(), &publisher.dir);
    assert_eq!((info.works, info.records), (20, 30));
    assert_eq!(manifest.files[0].name, "base-1");
    let _ = publisher.add("b.colophon", 20..28, 30..45).ending(0);
    let (manifest, info) = reader.get(&publisher.root(), &publisher.dir);
    assert_eq!((info.works, info.records), (28, 45));
    assert_eq!((manifest.set, manifest.files[1].role), (2, Role::Delta));
    (publisher, reader)
}

#[test]
fn an_index_is_published_updated_and_renewed() {
    let (publisher, reader) = updated();
    let root = publisher.root();
    let mut sums = Command::new("sha256sum");
    sums.args(["-c", "--quiet", "SHA256SUMS"]);
    assert!(sums.current_dir(&publisher.dir).status().unwrap().success());
    let before = fs::read(publisher.dir.join("timestamp.json")).unwrap();
    let (manifest, _) = reader.get(&root, &publisher.dir);
    let _ = publisher.run("renew", &[]).ending(0);
    let after = fs::read(publisher.dir.join("timestamp.json")).unwrap();
    assert_ne!(after, before);
    let (again, _) = reader.get(&root, &publisher.dir);
    assert_eq!(again, manifest);
    let said = [
        "--description",
        "New words",
        "--mirror",
        "https://m.example/a,https://p.example/",
    ];
    let index = publisher.index("c.colophon", 28..30, 45..47);
    let _ = publisher
        .run(
            "add",
            &[&[index.to_str().unwrap(), "--yes"], &said[..]].concat(),
        )
        .ending(0);
    let (manifest, _) = reader.get(&root, &publisher.dir);
    assert_eq!(manifest.description, "New words");
    assert_eq!(manifest.mirrors[0].parts_url, "https://p.example/");
}

#[test]
fn works_and_entries_are_taken_out() {
    let (publisher, reader) = updated();
    let root = publisher.root();
    let both = [
        "--work",
        "w3",
        "--record",
        "fiction:4",
        "--part-bytes",
        "100",
    ];
    let removed = publisher.run("remove", &both).ending(0);
    let said = "w3: works 1, entries 0";
    assert!(removed.stdout.contains(said), "{}", removed.stdout);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records), (27, 44));
    assert_eq!((manifest.removed.works, manifest.removed.records), (1, 1));
    publisher
        .run("remove", &["--work", "w3"])
        .refused("not-found-in-index");
    // A later list takes the place of the one before.
    let _ = publisher.run("remove", &["--work", "w21"]).ending(0);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, manifest.files.len()), (26, 3));
    // A text and a file are found by their digests.
    let text = colophon_fingerprint::hex(&publisher.world.works[5].print.text_sha256);
    let removed = publisher.run("remove", &["--digest", &text]).ending(0);
    assert!(
        removed.stdout.contains("works 1, entries 0"),
        "{}",
        removed.stdout
    );
    let md5 = "08".repeat(16);
    let removed = publisher.run("remove", &["--digest", &md5]).ending(0);
    let (_, info) = reader.get(&root, &publisher.dir);
    let n = 44 - info.records;
    assert!(
        n > 0 && removed.stdout.contains(&format!("works 0, entries {n}")),
        "{}",
        removed.stdout
    );
    // Works that share an id go together.
    let _ = publisher.add("c.colophon", 7..9, 50..52).ending(0);
    let removed = publisher.run("remove", &["--work", "w8"]).ending(0);
    assert!(removed.stdout.contains("w8: works 2"), "{}", removed.stdout);
    reader.get(&root, &publisher.dir);
    assert_eq!(status(&publisher)["next"][0], "base");
}

#[test]
fn a_new_base_merges_the_files_and_keeps_the_old_way() {
    let (publisher, reader) = updated();
    let root = publisher.root();
    let _ = publisher
        .run("remove", &["--work", "w3", "--work", "w21"])
        .ending(0);
    let based = publisher.run("base", &["--part-bytes", "5000"]).ending(0);
    let said = "the 3 files from before";
    assert!(based.stdout.contains(said), "{}", based.stdout);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records, manifest.ways.len()), (26, 45, 2));
    let _ = publisher.add("c.colophon", 28..30, 45..50).ending(0);
    let _ = publisher
        .run("remove", &["--work", "w5", "--work", "w29"])
        .ending(0);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records), (26, 50));
    assert_eq!((manifest.ways[0].len(), manifest.ways[1].len()), (3, 4));
    // The way from before the first base leaves.
    let _ = publisher.run("base", &[]).ending(0);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!((info.works, info.records), (26, 50));
    assert_eq!((manifest.ways[1].len(), manifest.files.len()), (3, 4));
}

#[test]
fn what_was_taken_out_can_be_erased() {
    let (publisher, reader) = updated();
    let _ = publisher.run("remove", &["--work", "w3"]).ending(0);
    let parts = publisher.dir.join("parts");
    let holds = |name: &String| {
        let bytes = fs::read(parts.join(name)).unwrap();
        // The id of a work is written as it is.
        bytes.windows(3).any(|it| it == b"\x02w3")
    };
    let based = publisher.run("base", &[]).ending(0);
    assert!(based.stdout.contains("--erase"), "{}", based.stdout);
    let _ = publisher.run("prune", &["--keep", "0d"]).ending(0);
    assert!(names(&parts).iter().any(holds));
    let erased = publisher.run("base", &["--erase"]).ending(0);
    assert!(!erased.stdout.contains("--erase"), "{}", erased.stdout);
    let _ = publisher.run("prune", &["--keep", "0d"]).ending(0);
    assert!(!names(&parts).iter().any(holds));
    let (manifest, info) = reader.get(&publisher.root(), &publisher.dir);
    assert_eq!((manifest.files.len(), manifest.ways.len()), (1, 1));
    assert_eq!((info.works, info.records), (27, 45));
    publisher
        .run("base", &["--erase"])
        .refused("invalid-argument");
    // At once, without a way for those who have the files.
    let (publisher, reader) = updated();
    let _ = publisher.run("remove", &["--work", "w3"]).ending(0);
    let _ = publisher.run("base", &["--erase"]).ending(0);
    let (manifest, info) = reader.get(&publisher.root(), &publisher.dir);
    assert_eq!((manifest.files.len(), info.works), (1, 27));
}

#[test]
fn a_base_from_elsewhere_is_for_everybody() {
    let (publisher, reader) = updated();
    let root = publisher.root();
    let _ = publisher.run("remove", &["--work", "w3"]).ending(0);
    // It must not bring back what was taken out.
    let whole = publisher.index("whole.colophon", 0..20, 0..10);
    let whole = whole.to_str().unwrap();
    publisher
        .run("base", &[whole, "--yes"])
        .refused("invalid-argument");
    let other = publisher.index("other.colophon", 6..20, 0..10);
    let other = other.to_str().unwrap();
    let based = publisher.run("base", &[other, "--yes"]).ending(0);
    let said = "readers saw 27 before";
    assert!(based.stderr.contains(said), "{}", based.stderr);
    let (manifest, info) = reader.get(&root, &publisher.dir);
    assert_eq!(
        (info.works, info.records, manifest.files.len()),
        (14, 10, 1)
    );

    let parts = publisher.dir.join("parts");
    let n_before = names(&parts).len();
    let kept = publisher.run("prune", &["--keep", "30d"]).ending(0);
    assert!(kept.stdout.contains("Removed: 0 files"), "{}", kept.stdout);
    let _ = publisher
        .run("prune", &["--keep", "0d", "--dry-run"])
        .ending(0);
    assert_eq!(names(&parts).len(), n_before);
    let _ = publisher.run("prune", &["--keep", "0d"]).ending(0);
    assert_eq!(names(&parts).len(), manifest.files[0].parts.len());
    let (again, _) = reader.get(&root, &publisher.dir);
    assert_eq!(again, manifest);
    Reader::default().get(&root, &publisher.dir);
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
}

#[test]
fn an_index_of_another_kind_and_names_of_files_are_refused() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let _ = publisher.add("a.colophon", 0..4, 0..4).ending(0);
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
        .run("add", &[coarse.to_str().unwrap(), "--yes", "--as-is"])
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
}

#[test]
fn names_of_files_are_not_published_as_ids() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let books = publisher.path("books");
    fs::create_dir(&books).unwrap();
    let text = |seed| colophon_tests::text::made(seed, 4_000);
    let page = format!(
        "<html><head><title>The Winter Road</title></head><body><p>{}</p></body></html>",
        text(80)
    );
    fs::write(books.join("manuscript of jane.html"), &page).unwrap();
    fs::write(books.join("kim-1901.txt"), text(81)).unwrap();
    fs::write(books.join("novel_final_v2.txt"), text(83)).unwrap();
    let table = "id\ttitle\nkim-1901\tKim\nnovel_final_v2\tThe Lake\n";
    fs::write(books.join("works.tsv"), table).unwrap();
    let out = publisher.path("books.colophon");
    let (books, file) = (books.to_str().unwrap(), out.to_str().unwrap());
    let _ = colophon(["index", "build", "--books", books, "--out", file]).ending(0);
    let added = publisher.run("add", &[file, "--yes"]).ending(0);
    let holds = |path: &Path, what: &str| {
        let bytes = fs::read(path).unwrap();
        bytes.windows(what.len()).any(|it| it == what.as_bytes())
    };
    let parts = publisher.dir.join("parts");
    let part = parts.join(&names(&parts)[0]);
    assert!(holds(&out, "manuscript of jane") && !holds(&part, "manuscript of jane"));
    assert!(holds(&part, "The Winter Road") && holds(&part, "kim-1901"));
    // A name that a person would not give is not published even if it is listed.
    assert!(holds(&part, "The Lake") && !holds(&part, "novel_final_v2"));
    assert!(
        !added.stdout.contains("manuscript of jane"),
        "{}",
        added.stdout
    );
    let (_, info) = Reader::default().get(&publisher.root(), &publisher.dir);
    assert_eq!(info.works, 3);
    publisher
        .run("add", &[file, "--yes"])
        .refused("invalid-argument");
    // The same books and one more, as an update: they would be there twice.
    fs::write(
        Path::new(books).join("late.html"),
        page.replace("Winter", "Late"),
    )
    .unwrap();
    let more = publisher.path("more.colophon");
    let more = more.to_str().unwrap();
    let _ = colophon(["index", "build", "--books", books, "--out", more]).ending(0);
    let added = publisher.run("add", &[more, "--yes"]).ending(0);
    assert!(
        added.stderr.contains("the set has 4 texts of the new file"),
        "{added:?}"
    );

    // The only title is the name of a file: a person has to say that it is meant.
    let (other, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let book = other.path("the road north.txt");
    fs::write(&book, text(82)).unwrap();
    let out = other.path("one.colophon");
    let (book, file) = (book.to_str().unwrap(), out.to_str().unwrap());
    let _ = colophon(["index", "build", "--books", book, "--out", file]).ending(0);
    other
        .run("add", &[file, "--yes"])
        .refused("invalid-argument");
    // A folder that is not one is named before anything is asked.
    let nowhere = finish(
        colophon_tests::isolated()
            .args(["publish", "add", "/dev/null/nowhere", file])
            .stdin(Stdio::null()),
    );
    assert!(!nowhere.stderr.contains("Readers will see"), "{nowhere:?}");
    nowhere.refused("not-a-source");
}

#[test]
fn a_folder_that_somebody_changed_is_not_signed_again() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let _ = publisher.add("a.colophon", 0..4, 0..4).ending(0);
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
        let rights = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(rights(&keys) & 0o777, 0o600);
        assert_ne!(rights(&publisher.dir.join("1.root.json")) & 0o044, 0);
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
