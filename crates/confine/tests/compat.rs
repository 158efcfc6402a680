//! The calls of 32-bit programs, which have other numbers, are not a way around
//! the filter.
//!
//! A separate program, since the call ends the process that makes it.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![expect(unsafe_code, reason = "there is no safe way to make such a call")]

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};

const ASKED: &str = "COLOPHON_TEST_COMPAT";

/// Makes the call that returns the process id to 32-bit programs.
fn call_as_32_bit_program() -> u32 {
    let answer: u32;
    // SAFETY: the call takes no arguments and does not touch memory.
    unsafe {
        std::arch::asm!("int 0x80", inlateout("eax") 20_u32 => answer, out("r8") _,
            out("r9") _, out("r10") _, out("r11") _);
    }
    answer
}

fn made_by_child(asked: &str) -> ExitStatus {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", "calls_of_32_bit_programs_are_closed"])
        .env(ASKED, asked);
    child.output().unwrap().status
}

#[test]
fn calls_of_32_bit_programs_are_closed() {
    if let Some(asked) = std::env::var_os(ASKED) {
        if asked == "confined" {
            assert!(colophon_confine::forbid_network().is_up());
        }
        assert_eq!(call_as_32_bit_program(), std::process::id());
        return;
    }
    if !made_by_child("free").success() {
        // This kernel runs no 32-bit programs: nothing is open.
        return;
    }
    assert_eq!(made_by_child("confined").signal(), Some(31), "SIGSYS");
}
