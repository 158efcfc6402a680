//! If an attempt to start another process succeeds, the new process ends without
//! running the exit handlers of its parent.
//!
//! A separate program, since the attempt copies the whole process.
#![cfg(target_os = "linux")]
#![expect(
    unsafe_code,
    reason = "there is no safe way to register an exit handler"
)]

use std::process::Command;

use colophon_confine::{Answer, Attempt};

const ASKED: &str = "COLOPHON_TEST_FORK";
const AT_THE_END: &str = "this runs at the end\n";

extern "C" fn at_the_end() {
    let words = AT_THE_END.as_bytes();
    // SAFETY: the bytes live as long as the program.
    unsafe { libc::write(1, words.as_ptr().cast(), words.len()) };
}

#[test]
fn a_process_that_could_be_started_ends_without_exit_handlers() {
    if std::env::var_os(ASKED).is_some() {
        // SAFETY: the handler only writes.
        assert_eq!(unsafe { libc::atexit(at_the_end) }, 0);
        assert!(matches!(Attempt::Fork.make(), Answer::LetThrough(_)));
        std::process::exit(0);
    }
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args([
            "--exact",
            "a_process_that_could_be_started_ends_without_exit_handlers",
        ])
        .env(ASKED, "1");
    let output = child.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(out.matches(AT_THE_END).count(), 1, "{out}");
}
