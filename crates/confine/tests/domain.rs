//! A worker of a program that closed itself to others is confined as before, and
//! the proof still finds the gaps in its fences.
//!
//! Each case is a process of its own, since what it does cannot be undone.
#![cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![expect(unsafe_code, reason = "the test opens everything itself")]

use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Command;

use colophon_confine::{Answer, Attempt, Worker, WorkerLimits, close_to_others, forbid_network};

const ASKED: &str = "COLOPHON_TEST_DOMAIN";

/// Becomes a worker of such a program, makes an attempt and reports the answer.
fn attempt_as_worker(word: &str) -> ! {
    assert!(forbid_network().is_up());
    close_to_others();
    let parent = std::os::unix::process::parent_id().cast_signed();
    // SAFETY: nothing in this process owns a descriptor above the standard
    // streams that is used afterwards.
    let worker = unsafe { Worker::enter() }.unwrap();
    let limits = WorkerLimits::new(64 << 20, 10, parent);
    worker.confine(&limits).unwrap().seal().unwrap();
    let answer = match Attempt::named(word).unwrap().make() {
        Answer::Refused(_) => "refused",
        Answer::LetThrough(_) => "open",
    };
    let mut out = std::io::stdout();
    writeln!(out, "\nanswer:{answer}").unwrap();
    std::process::exit(0);
}

#[test]
fn a_worker_inside_the_domain_is_confined_as_before() {
    if let Ok(word) = std::env::var(ASKED) {
        attempt_as_worker(&word);
    }
    for (word, planted, expected) in [
        ("open", false, Some("refused")),
        ("open", true, Some("open")),
        // Without a gap, these end the process.
        ("trace", false, None),
        ("trace", true, Some("open")),
        ("read-memory", false, None),
        ("read-memory", true, Some("open")),
    ] {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args([
            "--exact",
            "a_worker_inside_the_domain_is_confined_as_before",
            "--nocapture",
        ]);
        child.env(ASKED, word).env_remove("COLOPHON_PLANT");
        if planted {
            child.env("COLOPHON_PLANT", word);
        }
        let output = child.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let answer = text.lines().find_map(|line| line.strip_prefix("answer:"));
        assert_eq!(answer, expected, "{word} {planted}: {text}");
        let killed = (expected.is_none()).then_some(31);
        assert_eq!(output.status.signal(), killed, "{word} {planted}");
    }
}
