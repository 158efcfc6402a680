//! Ctrl-C: the program stops soon and leaves nothing half-written.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![cfg(unix)]

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use colophon_tests::{Ran, isolated, names, starter, text};

/// Checks many manuscripts, sends a signal in the middle, and returns how the
/// check ended.
fn interrupted(folder: &std::path::Path, signal: &str) -> Ran {
    let mut command = isolated();
    command
        .arg("check")
        .arg(folder.join("books"))
        .arg("--index")
        .arg(starter());
    command
        .args(["--jobs", "1"])
        .arg("--out")
        .arg(folder.join("out").join("report.json"));
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let asked = Instant::now();
    assert!(
        Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap()
            .success()
    );
    let ran = Ran::from(child.wait_with_output().unwrap());
    // It must stop within 200 ms; the books would take far longer.
    assert!(
        asked.elapsed() < Duration::from_secs(2),
        "{:?}",
        asked.elapsed()
    );
    ran
}

#[test]
fn a_check_stops_and_writes_no_report() {
    let folder = tempfile::tempdir().unwrap();
    text::library(&folder.path().join("books"), 1500, 3000);
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    for signal in ["-INT", "-TERM"] {
        let ran = interrupted(folder.path(), signal);
        assert_eq!(ran.code, Some(130), "{ran:#?}");
        assert!(
            ran.stderr.contains("Stopped") && ran.stdout.is_empty(),
            "{ran:#?}"
        );
        assert!(names(&out).is_empty(), "{signal}: {:?}", names(&out));
    }
    // A report of an earlier run stays as it was.
    let earlier = "{\n  \"report_version\": 1\n}";
    fs::write(out.join("report.json"), earlier).unwrap();
    assert_eq!(interrupted(folder.path(), "-INT").code, Some(130));
    assert_eq!(names(&out), ["report.json"]);
    assert_eq!(
        fs::read_to_string(out.join("report.json")).unwrap(),
        earlier
    );
}
