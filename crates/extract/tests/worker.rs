//! What a worker may do to its caller: nothing.
//!
//! The tests start this same program as a worker. Its parser misbehaves as the
//! document says. A document that begins with `RAW` makes it misbehave before it
//! has given up any right, like a worker that was taken over.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![expect(
    clippy::print_stdout,
    reason = "a test without a harness reports its own results"
)]

use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use colophon_extract::worker::{self, Parse};
use colophon_extract::{
    Document, Error, ErrorKind, Format, Limits, Metadata, Section, Sink, Source, WarningCode,
    members, read,
};

fn main() {
    misbehave_raw();
    let parse: Parse = |bytes, _, _, sink| {
        if bytes.starts_with(b"PK") {
            sink.begin(metadata())?;
            return sink.section(section(&String::from_utf8_lossy(bytes)));
        }
        abuse(std::str::from_utf8(bytes).unwrap(), sink)
    };
    if worker::serve_if_asked_with(parse) {
        return;
    }
    let tests: [(&str, fn()); 20] = [
        ("a_document_arrives_whole", a_document_arrives_whole),
        ("a_panic_is_a_crash", a_panic_is_a_crash),
        ("a_stack_overflow_is_a_crash", a_stack_overflow_is_a_crash),
        ("an_abort_is_a_crash", an_abort_is_a_crash),
        ("too_much_memory_is_a_limit", too_much_memory_is_a_limit),
        ("an_endless_loop_times_out", an_endless_loop_times_out),
        ("processor_time_is_bounded", processor_time_is_bounded),
        ("a_flood_of_text_is_a_limit", a_flood_of_text_is_a_limit),
        (
            "a_flood_of_sections_is_a_limit",
            a_flood_of_sections_is_a_limit,
        ),
        (
            "it_is_the_limit_that_ends_an_excess",
            it_is_the_limit_that_ends_an_excess,
        ),
        ("garbage_is_a_crash", garbage_is_a_crash),
        ("printing_does_no_harm", printing_does_no_harm),
        ("a_break_cancels_soon", a_break_cancels_soon),
        ("nothing_can_be_written", nothing_can_be_written),
        ("the_environment_is_empty", the_environment_is_empty),
        (
            "readers_do_not_disturb_the_worker",
            readers_do_not_disturb_the_worker,
        ),
        (
            "an_archives_members_are_documents",
            an_archives_members_are_documents,
        ),
        ("a_members_crash_is_its_own", a_members_crash_is_its_own),
        (
            "a_worker_does_not_choose_what_is_opened",
            a_worker_does_not_choose_what_is_opened,
        ),
        ("a_project_is_one_document", a_project_is_one_document),
    ];
    let wanted = std::env::args().nth(1).filter(|a| !a.starts_with('-'));
    if std::env::args().any(|a| a == "--list") {
        for (name, _) in tests {
            println!("{name}: test");
        }
        return;
    }
    for (name, test) in tests {
        if wanted.as_ref().is_none_or(|w| name.contains(w.as_str())) {
            println!("test {name} ...");
            test();
        }
    }
    println!("worker: all passed");
}

/// Behaves like a worker that has been taken over.
fn misbehave_raw() {
    if std::env::args().nth(1).as_deref() != Some(worker::WORD) {
        return;
    }
    // What is read from a pipe is gone.
    if !std::fs::metadata("/dev/stdin").is_ok_and(|about| about.is_file()) {
        return;
    }
    let mut head = [0; 16];
    let mut stdin = std::io::stdin();
    let n = stdin.read(&mut head).unwrap();
    let mut out = std::io::stdout();
    match &head[..n] {
        b"RAW noise" => {
            let _ = out.write_all(&vec![0xa5; 100_000]);
        }
        b"RAW long" => {
            let _ = out.write_all(&[2, 0xff, 0xff, 0xff, 0xff, 0]);
            let _ = out.flush();
            std::thread::sleep(Duration::from_mins(1));
        }
        b"RAW early" => {
            // A section before the beginning.
            let _ = out.write_all(&[2, 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, b'x']);
        }
        b"RAW silent" => {}
        b"RAW passwd" => member(&mut out, b"/etc/passwd"),
        b"RAW above" => member(&mut out, b"a/../../../../etc/hostname"),
        b"RAW device" => member(&mut out, b"c:/dev/zero"),
        b"RAW nameless" => member(&mut out, b""),
        b"RAW name" => member(&mut out, &vec![b'a'; 262_144]),
        b"RAW names" => {
            for n in 0..20_000 {
                member(&mut out, format!("{n}{}", "a".repeat(4_000)).as_bytes());
            }
        }
        b"RAW sound" => {
            member(&mut out, b"a/b.txt");
            let _ = out.write_all(&[4, 0, 0, 0, 0]);
        }
        _ => return,
    }
    let _ = out.flush();
    std::process::exit(0);
}

/// Says that an archive has a member with this name.
fn member(out: &mut impl Write, name: &[u8]) {
    let len = u32::try_from(name.len()).unwrap().to_le_bytes();
    let _ = out.write_all(&[&[6], &len[..], name].concat());
}

fn abuse(what: &str, sink: &mut dyn Sink) -> Result<(), Error> {
    let (first, then) = what.split_once(' ').unwrap_or(("", what));
    if first == "page" {
        sink.begin(metadata())?;
        sink.section(section("the first page"))?;
    }
    match then {
        "panic" => panic!("secret text of the manuscript"),
        "overflow" => {
            std::hint::black_box(recurse(0));
        }
        "abort" => std::process::abort(),
        "memory" => {
            let mut hoard = Vec::new();
            loop {
                hoard.push(std::hint::black_box(vec![1_u8; 8 << 20]));
            }
        }
        "loop" => loop {
            std::hint::black_box(0);
        },
        "sleep" => std::thread::sleep(Duration::from_mins(1)),
        "some memory" => {
            let hoard: Vec<_> = (0..40).map(|_| vec![1_u8; 8 << 20]).collect();
            drop(std::hint::black_box(hoard));
        }
        "some spinning" => {
            // By its work, not by the clock: some seconds of a processor.
            for _ in 0..16_000_000_000_u64 {
                std::hint::black_box(0);
            }
        }
        "some sleep" => std::thread::sleep(Duration::from_secs(2)),
        "some flood" => sink.section(section(&"x".repeat(3 << 20)))?,
        "flood" => loop {
            sink.section(section(&"x".repeat(1 << 20)))?;
        },
        "crumbs" => loop {
            sink.section(section("x"))?;
        },
        "print" => {
            for _ in 0..50_000 {
                println!("secret text of the manuscript");
            }
            sink.begin(metadata())?;
            sink.section(section("printed"))?;
        }
        "environment" => {
            let count = std::env::vars_os().count();
            sink.begin(metadata())?;
            sink.section(section(&format!("{count} variables")))?;
        }
        "nothing" => {}
        path => {
            let _ = std::fs::write(path, "escaped");
            sink.begin(metadata())?;
            sink.section(section("still alive"))?;
        }
    }
    Ok(())
}

#[expect(unconditional_recursion, reason = "the stack must overflow")]
fn recurse(n: u64) -> u64 {
    let ballast = std::hint::black_box([n; 64]);
    1 + recurse(n + 1) + ballast[3] % 2
}

fn metadata() -> Metadata {
    serde_json::from_str(r#"{"format":"text","title":"T","identifiers":[],"expected":3}"#).unwrap()
}

fn section(text: &str) -> Section {
    Section {
        title: None,
        text: text.to_owned(),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.deadline = Duration::from_secs(20);
    limits.stall = Duration::from_secs(10);
    limits
}

fn run_with(what: &str, limits: &Limits) -> Result<Document, Error> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(what.as_bytes()).unwrap();
    let source = Source::open(file.path())?;
    read(&source, limits, &mut |_| ControlFlow::Continue(()))
}

fn run(what: &str) -> Result<Document, Error> {
    run_with(what, &limits())
}

fn fails(what: &str, kind: ErrorKind) {
    let error = run(what).unwrap_err();
    assert_eq!(error.kind(), kind, "{what}: {error}");
    assert!(!error.to_string().contains("secret"), "{error}");
    assert!(error.path().is_some());
}

fn keeps_the_page(what: &str, code: WarningCode) {
    let document = run(what).unwrap();
    assert_eq!(document.sections, [section("the first page")], "{what}");
    let codes: Vec<_> = document.warnings.iter().map(|w| w.code).collect();
    assert_eq!(codes, [code], "{what}");
}

fn a_document_arrives_whole() {
    let document = run("page nothing").unwrap();
    assert_eq!(document.format, Format::Text);
    assert_eq!(document.title.as_deref(), Some("T"));
    assert_eq!(document.sections, [section("the first page")]);
    assert!(document.warnings.is_empty());
}

fn a_panic_is_a_crash() {
    fails("panic", ErrorKind::ParserCrashed);
    keeps_the_page("page panic", WarningCode::ParserCrashed);
}

fn a_stack_overflow_is_a_crash() {
    fails("overflow", ErrorKind::ParserCrashed);
    keeps_the_page("page overflow", WarningCode::ParserCrashed);
}

fn an_abort_is_a_crash() {
    fails("abort", ErrorKind::ParserCrashed);
    keeps_the_page("page abort", WarningCode::ParserCrashed);
}

fn too_much_memory_is_a_limit() {
    if !cfg!(target_os = "linux") {
        return;
    }
    fails("memory", ErrorKind::LimitExceeded);
    keeps_the_page("page memory", WarningCode::LimitExceeded);
}

fn an_endless_loop_times_out() {
    let mut limits = limits();
    limits.deadline = Duration::from_millis(500);
    for what in ["loop", "sleep"] {
        let started = Instant::now();
        let error = run_with(what, &limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        assert!(started.elapsed() < Duration::from_secs(10));
    }
    let mut limits = self::limits();
    limits.stall = Duration::from_millis(500);
    let document = run_with("page loop", &limits).unwrap();
    assert_eq!(document.warnings[0].code, WarningCode::TimedOut);
}

fn processor_time_is_bounded() {
    let mut limits = limits();
    limits.cpu_seconds = 1;
    let error = run_with("loop", &limits).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

fn a_flood_of_text_is_a_limit() {
    let document = run("page flood").unwrap();
    assert_eq!(document.warnings[0].code, WarningCode::LimitExceeded);
    let bytes: usize = document.sections.iter().map(|s| s.text.len()).sum();
    assert!(bytes as u64 <= limits().max_text_bytes);
}

fn a_flood_of_sections_is_a_limit() {
    let mut limits = limits();
    limits.max_pages = 1000;
    let document = run_with("page crumbs", &limits).unwrap();
    assert_eq!(document.sections.len(), 1000);
    assert_eq!(document.warnings[0].code, WarningCode::LimitExceeded);
}

/// If a limit is lifted, the same excess is let through: what ended it was the
/// limit.
fn it_is_the_limit_that_ends_an_excess() {
    type Set = fn(&mut Limits);
    let cases: [(&str, Set, WarningCode); 4] = [
        (
            "page some memory",
            |limits| limits.memory_bytes = 64 << 20,
            WarningCode::LimitExceeded,
        ),
        (
            "page some spinning",
            |limits| limits.cpu_seconds = 1,
            WarningCode::TimedOut,
        ),
        (
            "page some sleep",
            |limits| limits.stall = Duration::from_millis(500),
            WarningCode::TimedOut,
        ),
        (
            "page some flood",
            |limits| limits.max_text_bytes = 1 << 20,
            WarningCode::LimitExceeded,
        ),
    ];
    for (what, tighten, code) in cases {
        if !cfg!(target_os = "linux") && code == WarningCode::LimitExceeded {
            continue;
        }
        let mut limits = limits();
        // The machine may be busy.
        limits.deadline = Duration::from_mins(5);
        limits.stall = limits.deadline;
        let lifted = run_with(what, &limits).unwrap();
        assert!(lifted.warnings.is_empty(), "{what}: {lifted:?}");
        tighten(&mut limits);
        let codes: Vec<_> = run_with(what, &limits).unwrap().warnings;
        assert!(codes.iter().any(|w| w.code == code), "{what}: {codes:?}");
    }
}

fn garbage_is_a_crash() {
    for what in ["RAW noise", "RAW long", "RAW silent"] {
        fails(what, ErrorKind::ParserCrashed);
    }
    fails("RAW early", ErrorKind::Damaged);
}

fn printing_does_no_harm() {
    assert_eq!(run("print").unwrap().sections, [section("printed")]);
}

fn a_break_cancels_soon() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"page sleep").unwrap();
    let source = Source::open(file.path()).unwrap();
    let mut calls = 0;
    let mut asked = Instant::now();
    let error = read(&source, &limits(), &mut |progress| {
        calls += 1;
        asked = Instant::now();
        if calls >= 4 {
            assert_eq!((progress.sections, progress.expected), (1, Some(3)));
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Cancelled);
    // A sleeping worker would take a minute.
    assert!(asked.elapsed() < Duration::from_secs(5));
}

fn nothing_can_be_written() {
    if !cfg!(unix) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("target");
    let outcome = run(&format!("write {}", target.display()));
    if cfg!(target_os = "linux") {
        // The file cannot even be made, which does the worker no harm.
        assert_eq!(outcome.unwrap().sections, [section("still alive")]);
        assert!(!target.exists());
    } else {
        // The system ends a process that writes beyond its limit.
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::ParserCrashed);
        assert!(std::fs::read(&target).unwrap_or_default().is_empty());
    }
}

fn the_environment_is_empty() {
    if !cfg!(unix) {
        return;
    }
    assert_eq!(
        run("environment").unwrap().sections,
        [section("0 variables")]
    );
}

fn readers_do_not_disturb_the_worker() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"page nothing").unwrap();
    let source = Source::open(file.path()).unwrap();
    let mut text = String::new();
    source.reader().unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "page nothing");
    for _ in 0..2 {
        assert!(read(&source, &limits(), &mut |_| ControlFlow::Continue(())).is_ok());
        text.clear();
        source.reader().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "page nothing");
    }
}

/// Packs files into an archive in a new folder.
fn archive(files: &[(&str, &[u8])]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    (folder, path)
}

fn read_path(path: &std::path::Path) -> Result<Document, Error> {
    let source = Source::open(path)?;
    read(&source, &limits(), &mut |_| ControlFlow::Continue(()))
}

fn members_of(path: &std::path::Path) -> Result<Option<Vec<String>>, Error> {
    let source = Source::open(path).unwrap();
    members(&source, &limits(), &mut |_| ControlFlow::Continue(()))
}

fn an_archives_members_are_documents() {
    let long = vec![b'x'; 200_000];
    let (folder, path) = archive(&[("sub/a.txt", b"page nothing"), ("../b.txt", &long)]);
    let names = members_of(&path).unwrap().unwrap();
    assert_eq!(names, ["sub/a.txt", "b.txt"]);
    let document = read_path(&path.join("sub/a.txt")).unwrap();
    assert_eq!(document.sections[0].text, "the first page");
    // The bytes are those that were packed, for their digests.
    let source = Source::open(&path.join("b.txt")).unwrap();
    assert!(source.is_file());
    let mut bytes = Vec::new();
    source.reader().unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, long);
    let gone = read_path(&path.join("c.txt")).unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::Unreadable);
    let file = folder.path().join("plain.txt");
    std::fs::write(&file, "page nothing").unwrap();
    assert_eq!(members_of(&file).unwrap(), None);
    // A file that is not an archive has nothing in it.
    assert!(read_path(&file.join("a.txt")).is_err());
}

fn a_worker_does_not_choose_what_is_opened() {
    let listed = |what: &str| {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), what).unwrap();
        let source = Source::open(file.path()).unwrap();
        members(&source, &limits(), &mut |_| ControlFlow::Continue(()))
    };
    assert_eq!(listed("RAW sound").unwrap().unwrap(), ["a/b.txt"]);
    for lie in ["passwd", "above", "device", "nameless", "name", "names"] {
        let error = listed(&format!("RAW {lie}")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ParserCrashed, "{lie}");
    }
}

fn a_members_crash_is_its_own() {
    let (_folder, path) = archive(&[("a.txt", b"page panic"), ("b.txt", b"page nothing")]);
    let document = read_path(&path.join("a.txt")).unwrap();
    assert_eq!(document.warnings[0].code, WarningCode::ParserCrashed);
    let document = read_path(&path.join("b.txt")).unwrap();
    let crashed = |w: &colophon_extract::Warning| w.code == WarningCode::ParserCrashed;
    assert!(!document.warnings.iter().any(crashed));
    // An archive that is damaged where a member's bytes are.
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[36] ^= 0xff;
    std::fs::write(&path, bytes).unwrap();
    let source = Source::open(&path.join("a.txt")).unwrap();
    let read = source.reader().unwrap().read_to_end(&mut Vec::new());
    assert!(read.is_err(), "{read:?}");
}

fn a_project_is_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("Novel.scriv");
    let data = project.join("Files/Data/A");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(project.join("Novel.scrivx"), "binder").unwrap();
    std::fs::write(data.join("content.rtf"), "{\\rtf1 scene}").unwrap();
    std::fs::write(data.join("photo.jpg"), "picture").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", data.join("link.txt")).unwrap();
    let source = Source::open(&project).unwrap();
    assert!(!source.is_file());
    let document = read_path(&project).unwrap();
    let packed = &document.sections[0].text;
    assert!(packed.contains("Files/Data/A/content.rtf"));
    assert!(packed.contains("{\\rtf1 scene}"));
    assert!(!packed.contains("photo") && !packed.contains("link.txt"));
}
