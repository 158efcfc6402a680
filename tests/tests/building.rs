//! Building an index: the same input makes the same index, whole or not at all.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use colophon_tests::{bin, colophon, dumps, finish, isolated, names, skip, text};

fn build(books: &Path, out: &Path) -> Command {
    let mut command = isolated();
    command
        .args([
            "index", "build", "--scale", "64", "--name", "Made", "--books",
        ])
        .arg(books)
        .arg("--out")
        .arg(out);
    command
}

/// Returns the bytes of an index without the time when it was made, the digest that
/// covers the time, and what rests on the digest: the mark in the header and each
/// page's checksum.
fn without_time(index: &Path) -> Vec<u8> {
    let info = colophon([
        Path::new("index"),
        Path::new("info"),
        index,
        "--format=json".as_ref(),
    ])
    .ending(0)
    .json();
    let mut bytes = fs::read(index).unwrap();
    for key in ["created", "sha256"] {
        let value = info[key].as_str().unwrap().as_bytes();
        let place = bytes
            .windows(value.len())
            .position(|window| window == value);
        let place = place.unwrap_or_else(|| panic!("{key} is in the file"));
        bytes[place..place + value.len()].fill(b'_');
    }
    bytes[40..44].fill(b'_');
    for page in bytes.chunks_exact_mut(4096) {
        page[4092..].fill(b'_');
    }
    bytes
}

#[test]
fn what_is_wrong_with_a_table_of_works_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 2, 2_000);
    for (table, said) in [
        (&b"name\ttitle\nx\tX\n"[..], "has no column"),
        (b"id\ttitle\nno-such-book\tX\n", "none of its ids"),
        (b"id\ttitle\nx\tX\nx\tY\n", "occurs twice"),
        (b"id\ttitle\nx\tCaf\xe9\n", "not UTF-8"),
    ] {
        fs::write(books.join("works.tsv"), table).unwrap();
        let mut command = isolated();
        command.args(["index", "build", "--books"]).arg(&books);
        let out = folder.path().join("made.colophon");
        let ran = finish(command.arg("--out").arg(out)).ending(0);
        assert!(ran.stderr.contains(said), "{ran:#?}");
    }
}

#[test]
fn an_index_needs_a_folder_to_be_in() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 1, 1500);
    let ran = finish(&mut build(
        &books,
        &folder.path().join("missing/x.colophon"),
    ));
    assert!(
        ran.stderr.contains("hint: Create the folder first"),
        "{ran:#?}"
    );
    ran.refused("unwritable");
    assert_eq!(names(folder.path()), ["books"]);
}

#[test]
fn the_same_books_give_the_same_index() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 40, 1500);
    let out = |name: &str| folder.path().join(name).with_extension("colophon");
    let _ = finish(&mut build(&books, &out("first"))).ending(0);
    // The time is part of an index: in another second, it is another index.
    std::thread::sleep(Duration::from_millis(1100));
    let _ = finish(&mut build(&books, &out("second"))).ending(0);
    let first = without_time(&out("first"));
    assert!(first == without_time(&out("second")), "two builds differ");
    assert_ne!(
        fs::read(out("first")).unwrap(),
        fs::read(out("second")).unwrap()
    );

    let plain = build(&books, &out("third"));
    let mut one_thread = Command::new("taskset");
    one_thread
        .args(["-c", "0"])
        .arg(bin())
        .args(plain.get_args());
    if Command::new("taskset").arg("--version").output().is_err() {
        return skip(
            "the_same_books_give_the_same_index",
            "taskset is missing; one thread was not tried",
        );
    }
    let _ = finish(&mut one_thread).ending(0);
    assert!(
        first == without_time(&out("third")),
        "one thread builds another index"
    );

    fs::write(books.join("work-0001.txt"), text::made(99, 1500)).unwrap();
    let _ = finish(&mut build(&books, &out("other"))).ending(0);
    assert!(
        first != without_time(&out("other")),
        "another book must show"
    );
}

#[test]
fn bad_books_are_named_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 3, 1500);
    fs::write(books.join("empty.epub"), "").unwrap();
    fs::write(books.join("short.txt"), "Hm.").unwrap();
    let out = folder.path().join("made.colophon");
    let ran = finish(&mut build(&books, &out)).ending(0);
    for (code, name) in [("empty", "empty.epub"), ("too-short", "short.txt")] {
        let told = ran
            .stderr
            .lines()
            .any(|line| line.starts_with(&format!("warning[{code}]")) && line.contains(name));
        assert!(told, "{ran:#?}");
    }
    assert!(ran.stdout.contains("Works:     3"), "{}", ran.stdout);
    let _ = colophon([Path::new("index"), Path::new("verify"), &out]).ending(0);
}

#[test]
fn an_index_never_replaces_a_book() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 3, 1500);
    let notes = folder.path().join("notes.txt");
    fs::write(&notes, "Not to be lost.").unwrap();
    for out in [books.join("work-0001.txt"), notes] {
        let before = fs::read(&out).unwrap();
        finish(&mut build(&books, &out)).refused("invalid-argument");
        assert!(before == fs::read(&out).unwrap(), "{}", out.display());
    }
}

#[test]
fn no_index_is_made_of_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("made.colophon");
    let books = folder.path().join("books");
    fs::create_dir(&books).unwrap();
    finish(&mut build(&books, &out)).refused("unreadable");
    let ran = finish(&mut build(&folder.path().join("missing"), &out));
    assert!(ran.stderr.contains("missing: cannot be opened"), "{ran:#?}");
    ran.refused("unreadable");
    fs::write(books.join("empty.txt"), "").unwrap();
    finish(&mut build(&books, &out)).refused("unreadable");
    text::library(&books, 1, 500);
    let mut odd = isolated();
    odd.args(["index", "build", "--scale", "100", "--books"])
        .arg(&books)
        .arg("--out")
        .arg(&out);
    let _ = finish(&mut odd).ending(2);
    finish(&mut build(&books, folder.path())).refused("invalid-argument");
    finish(&mut build(&books, Path::new("/nonexistent/x.colophon"))).refused("unwritable");
    assert_eq!(names(folder.path()), ["books"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_index_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (books, small) = (folder.path().join("books"), folder.path().join("small"));
    fs::create_dir(&small).unwrap();
    text::library(&books, 20, 500);
    let old = folder.path().join("old.colophon");
    let _ = finish(&mut build(&books, &old)).ending(0);
    text::library(&books, 200, 5000);
    let dump = folder.path().join("updated.sql");
    fs::write(&dump, dumps::updated(&dumps::many(20_000))).unwrap();
    // The small disk is in its own namespace, and goes with it.
    let script = "mount -t tmpfs -o size=$1 tmpfs \"$2\" || exit 77; cp \"$3\" \"$2/made.colophon\" && shift 3 && \
                  \"$@\" ; code=$?; ls -A small; cmp old.colophon small/made.colophon && exit $code";
    let made = small.join("made.colophon");
    for (kilobytes, of_books) in [
        (0, true),
        (64, true),
        (256, true),
        (0, false),
        (256, false),
        (700, false),
    ] {
        let size = fs::metadata(&old).unwrap().len().next_multiple_of(4096) + kilobytes * 1024;
        let build = if of_books {
            build(&books, &made)
        } else {
            let mut import = isolated();
            import.args(["index", "build", "--catalogue"]);
            import.arg(format!("libgen:{}", dump.display()));
            import.arg("--out").arg(&made);
            import
        };
        let mut command = Command::new("unshare");
        command.args(if is_root() { &["-m"][..] } else { &["-rm"] });
        command
            .args(["sh", "-c", script, "sh"])
            .arg(size.to_string())
            .arg(&small)
            .arg(&old);
        command
            .arg(bin())
            .args(build.get_args())
            .current_dir(folder.path());
        let ran = finish(&mut command);
        if ran.code == Some(77) || ran.stderr.contains("unshare") {
            return skip(
                "a_full_disk_leaves_the_old_index_alone",
                "no small file system can be mounted here",
            );
        }
        assert_eq!(ran.stdout, "made.colophon\n", "{kilobytes}: {ran:#?}");
        ran.refused("disk-full");
    }
}

#[cfg(target_os = "linux")]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Starts a build and waits until its scratch folder is there.
#[cfg(unix)]
fn begun(books: &Path, out: &Path) -> Child {
    let mut child = build(books, out)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while !names(out.parent().unwrap())
        .iter()
        .any(|name| name.starts_with(".colophon-building-"))
    {
        assert!(
            child.try_wait().unwrap().is_none(),
            "the build ended too soon"
        );
        assert!(
            started.elapsed() < Duration::from_mins(1),
            "the build does not begin"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    child
}

#[cfg(unix)]
#[test]
fn a_killed_build_leaves_nothing_but_what_the_next_one_clears_away() {
    let folder = tempfile::tempdir().unwrap();
    let (books, place) = (folder.path().join("books"), folder.path().join("place"));
    text::library(&books, 1000, 3000);
    fs::create_dir(&place).unwrap();
    let out = place.join("made.colophon");
    let kill = |after_ms: u64| {
        let mut child = begun(&books, &out);
        std::thread::sleep(Duration::from_millis(after_ms));
        assert!(
            child.try_wait().unwrap().is_none(),
            "the build ended before it was killed"
        );
        child.kill().unwrap();
        child.wait().unwrap();
        // A reader that was just being started holds the lock until it has begun,
        // and ends then.
        std::thread::sleep(Duration::from_millis(500));
    };
    kill(0);
    kill(60);
    assert!(!out.exists(), "nothing half-written has the name");
    assert!(
        !names(&place).is_empty(),
        "a killed program cannot clean up"
    );

    let few = folder.path().join("few");
    text::library(&few, 5, 500);
    let _ = finish(&mut build(&few, &out)).ending(0);
    assert_eq!(names(&place), ["made.colophon"], "the next build cleans up");
    let before = fs::read(&out).unwrap();
    kill(30);
    assert_eq!(
        fs::read(&out).unwrap(),
        before,
        "the old index is untouched"
    );
    let _ = finish(&mut build(&few, &out)).ending(0);
    assert_eq!(names(&place), ["made.colophon"]);
    let _ = colophon([Path::new("index"), Path::new("verify"), &out]).ending(0);
}

#[cfg(unix)]
#[test]
fn an_interrupted_build_clears_away_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (books, place) = (folder.path().join("books"), folder.path().join("place"));
    text::library(&books, 1000, 3000);
    fs::create_dir(&place).unwrap();
    let child = begun(&books, &place.join("made.colophon"));
    let asked = Instant::now();
    assert!(
        Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .unwrap()
            .success()
    );
    let ran = colophon_tests::Ran::from(child.wait_with_output().unwrap());
    assert!(asked.elapsed() < Duration::from_secs(5), "it stops soon");
    assert!(ran.stderr.contains("Stopped"), "{ran:#?}");
    let _ = ran.ending(130);
    assert!(names(&place).is_empty());
}
