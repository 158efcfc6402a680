//! No word of a manuscript is kept or shown, and nothing leaves the computer.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::Path;
use std::process::Command;

use colophon_tests::{NOWHERE, bin, files, finish, isolated, names, pdf, skip, starter, text};

/// Words that are in the manuscript and nowhere else in the world.
const CANARY: &str = "Zyxquorvat pellimbra gostrefel undecane wirthomy";

/// Returns whether bytes hold a word of the canary, in upper or lower case or as
/// normalised, in UTF-8 or UTF-16.
fn holds_canary(bytes: &[u8]) -> bool {
    let plain: Vec<u8> = bytes
        .iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .map(u8::to_ascii_lowercase)
        .collect();
    CANARY.to_lowercase().split(' ').any(|word| {
        plain
            .windows(word.len())
            .any(|window| window == word.as_bytes())
    })
}

fn manuscript() -> String {
    let text = text::made(5, 3000);
    let middle = text.find("\n\n").unwrap();
    format!("{}\n\n{CANARY}.{}", &text[..middle], &text[middle..])
}

/// Puts the manuscript into a folder in several formats, one of them broken off.
fn put_manuscripts(folder: &Path) {
    let text = manuscript();
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("a.txt"), &text).unwrap();
    fs::write(folder.join("b.md"), &text).unwrap();
    let epub = files::epub(&text, &[]);
    fs::write(folder.join("c.epub"), &epub).unwrap();
    fs::write(folder.join("d.epub"), &epub[..epub.len() - 300]).unwrap();
    // The first lines may be repeated, as a guess at the title.
    let page = format!(
        "The rain had not stopped since noon.\nNobody came, and he wrote\n{CANARY}\nand went to bed."
    );
    let broken = pdf::lines(&page) + "\nBT /Nothing 8 Tf (x) Tj [[[ <";
    fs::write(folder.join("e.pdf"), pdf::page(pdf::FONT, &broken, &[])).unwrap();
    fs::write(
        folder.join("f.html"),
        format!("<p>{}<table><p", text.replace("\n\n", "<p>")),
    )
    .unwrap();
}

#[test]
fn the_canary_is_found_where_it_is() {
    assert!(holds_canary(manuscript().as_bytes()));
    assert!(holds_canary(b"... zyxquor\0vat ..."));
    assert!(!holds_canary(text::made(5, 3000).as_bytes()));
}

#[test]
fn no_word_of_a_manuscript_is_kept_or_told() {
    let folder = tempfile::tempdir().unwrap();
    let (manuscripts, out) = (folder.path().join("manuscripts"), folder.path().join("out"));
    let (temporary, home) = (folder.path().join("temporary"), folder.path().join("home"));
    put_manuscripts(&manuscripts);
    for made in [&out, &temporary, &home] {
        fs::create_dir(made).unwrap();
    }
    let run = |arguments: &[&Path]| {
        let mut command = isolated();
        for name in [
            "HOME",
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_STATE_HOME",
            "LOCALAPPDATA",
        ] {
            command.env(name, &home);
        }
        for name in ["TMPDIR", "TMP", "TEMP"] {
            command.env(name, &temporary);
        }
        let ran = finish(command.args(arguments).current_dir(&out));
        assert!(matches!(ran.code, Some(0..=2)), "{ran:#?}");
        for told in [&ran.stdout, &ran.stderr] {
            assert!(!holds_canary(told.as_bytes()), "{arguments:?}: {told}");
        }
    };
    let path = Path::new;
    let index = out.join("own.colophon");
    let build = ["index", "build", "--scale", "64", "--books"].map(path);
    run(&[&build[..], &[&manuscripts, path("--out"), &index]].concat());
    run(&[
        path("fingerprint"),
        &manuscripts.join("a.txt"),
        path("--out"),
        path("a.print"),
    ]);
    run(&[path("fingerprint"), &manuscripts]);
    for format in ["text", "json", "csv", "html"] {
        let report = out.join(format!("report.{format}"));
        let check = [
            path("check"),
            &manuscripts,
            path("--index"),
            &index,
            path("--format"),
            path(format),
        ];
        run(&check);
        run(&[&check[..], &[path("--out"), &report]].concat());
        assert!(
            fs::read_to_string(&report).unwrap().contains("a.txt"),
            "the report is about it"
        );
    }
    assert_eq!(names(&out).len(), 6, "{:?}", names(&out));
    for name in names(&out) {
        assert!(!holds_canary(&fs::read(out.join(&name)).unwrap()), "{name}");
    }
    // Which indexes are verified is all that is noted elsewhere, and not where they are.
    assert!(names(&temporary).is_empty(), "{:?}", names(&temporary));
    assert_eq!(names(&home), ["colophon"]);
    let kept = home.join("colophon");
    assert_eq!(names(&kept), ["verified-indexes.txt"]);
    let notes = fs::read_to_string(kept.join("verified-indexes.txt")).unwrap();
    assert_eq!(notes.lines().count(), 2, "{notes}");
    assert!(
        !holds_canary(notes.as_bytes()) && !notes.contains("own"),
        "{notes}"
    );
}

/// Returns the ids of the processes that a process has started.
#[cfg(target_os = "linux")]
fn started_by(id: u32) -> Vec<String> {
    let threads = fs::read_dir(format!("/proc/{id}/task"))
        .into_iter()
        .flatten();
    let ids = |thread: fs::DirEntry| fs::read_to_string(thread.path().join("children"));
    let lists = threads.flatten().filter_map(|thread| ids(thread).ok());
    let list: String = lists.collect();
    list.split_whitespace().map(str::to_owned).collect()
}

/// Checks a long manuscript in a folder where core files would be left, ends the
/// program or the process that reads for it by a signal, and returns whether the
/// manuscript is in what is left there.
#[cfg(target_os = "linux")]
fn core_holds_canary(signal: &str, is_for_worker: bool, plant: Option<&str>) -> bool {
    use std::time::{Duration, Instant};

    let folder = tempfile::tempdir().unwrap();
    let words = text::made(7, 3000);
    let long = format!("{CANARY}.\n\n{words}\n\n").repeat(800);
    fs::write(folder.path().join("long.txt"), long).unwrap();
    let mut check = Command::new("bash");
    // The one who starts the program wants core files.
    check
        .args(["-c", "ulimit -c unlimited; exec \"$@\"", "-"])
        .arg(bin())
        .args(["check", "long.txt", "--index"])
        .arg(starter())
        .current_dir(folder.path())
        .env("HOME", NOWHERE)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    if let Some(plant) = plant {
        check.env("COLOPHON_PLANT", plant);
    }
    let mut child = check.spawn().unwrap();
    let until = Instant::now() + Duration::from_mins(1);
    let reader = loop {
        assert!(Instant::now() < until, "nothing reads");
        // The first process tries the index, and has no document.
        let reads = |id: &String| {
            let name = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            name.windows(7).any(|window| window == b"extract")
        };
        if let Some(id) = started_by(child.id()).into_iter().find(reads) {
            break id;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let id = if is_for_worker {
        reader
    } else {
        child.id().to_string()
    };
    // The text is there when the process has grown by it.
    let has_text = || {
        let statm = fs::read_to_string(format!("/proc/{id}/statm")).unwrap_or_default();
        let pages = statm.split(' ').nth(1).and_then(|n| n.parse().ok());
        pages.is_none_or(|pages: usize| pages > 6_000)
    };
    while !has_text() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(1));
    }
    Command::new("kill").args([signal, &id]).output().unwrap();
    child.wait().unwrap();
    let left = names(folder.path());
    left.iter().filter(|name| *name != "long.txt").any(|name| {
        let bytes = fs::read(folder.path().join(name)).unwrap();
        let word = &CANARY.as_bytes()[..12];
        let begins = |at: &usize| bytes[*at] == word[0];
        let mut begins = (0..bytes.len()).filter(begins);
        begins.any(|at| bytes[at..].starts_with(word))
    })
}

#[cfg(target_os = "linux")]
#[test]
fn no_core_file_holds_a_manuscript_whatever_ends_the_program() {
    const NAME: &str = "no_core_file_holds_a_manuscript_whatever_ends_the_program";
    // A program without the fence leaves one, unless the system keeps it elsewhere.
    if !core_holds_canary("-QUIT", false, Some("core-file")) {
        return skip(NAME, "this system leaves no core file next to a program");
    }
    for signal in ["-QUIT", "-ABRT", "-SEGV", "-BUS", "-SYS", "-XCPU"] {
        assert!(!core_holds_canary(signal, false, None), "{signal}");
    }
    for signal in ["-QUIT", "-ABRT", "-SEGV"] {
        assert!(
            !core_holds_canary(signal, true, None),
            "{signal} to the worker"
        );
    }
    assert!(!core_holds_canary(
        "-CONT",
        false,
        Some("misbehave-stack-overflow")
    ));
}

/// Runs a command and returns the calls that make or use sockets, its own and
/// those of everything it starts; `None` if they cannot be watched.
fn socket_calls(command: &Command) -> Option<String> {
    let list = tempfile::NamedTempFile::new().unwrap();
    let mut watched = Command::new("strace");
    watched.args([
        "-f",
        "-qq",
        "-e",
        "trace=socket,connect,bind,sendto,sendmsg,io_uring_setup,execve",
        "-o",
    ]);
    watched
        .arg(list.path())
        .arg(command.get_program())
        .args(command.get_args());
    watched.output().ok()?;
    let calls = fs::read_to_string(list.path()).unwrap();
    calls.contains("execve").then_some(calls)
}

#[test]
fn no_socket_to_the_network_is_opened() {
    const NAME: &str = "no_socket_to_the_network_is_opened";
    if !cfg!(target_os = "linux") {
        return skip(NAME, "calls are watched on Linux only");
    }
    // The watch would see such a socket.
    let mut caller = Command::new("bash");
    caller.args(["-c", "exec 3<>/dev/tcp/127.0.0.1/9"]);
    match socket_calls(&caller) {
        None => return skip(NAME, "strace is missing or may not watch"),
        Some(calls) => assert!(calls.contains("AF_INET"), "{calls}"),
    }
    let folder = tempfile::tempdir().unwrap();
    put_manuscripts(folder.path());
    let mut check = Command::new(bin());
    check
        .arg("check")
        .arg(folder.path())
        .arg("--index")
        .arg(starter());
    let mut build = Command::new(bin());
    build
        .args(["index", "build", "--books"])
        .arg(folder.path())
        .arg("--out")
        .arg(folder.path().join("x.colophon"));
    for command in [check, build] {
        let calls = socket_calls(&command).unwrap();
        assert!(
            calls.matches("execve(").count() > 4,
            "the workers are watched too: {calls}"
        );
        for line in calls.lines().filter(|line| !line.contains("execve(")) {
            let to_the_network = ["AF_INET", "AF_NETLINK", "AF_PACKET", "io_uring"];
            assert!(
                !to_the_network.iter().any(|call| line.contains(call)),
                "{line}"
            );
        }
    }
}
