//! A process becomes a worker once: what it opens afterwards stays open.
//!
//! A separate program with one test, since what it does cannot be undone.
#![cfg(unix)]
#![expect(unsafe_code, reason = "the test opens everything itself")]

use std::fs::File;
use std::io::Read;

use colophon_confine::{ErrorKind, Worker};

#[test]
fn files_that_were_left_open_are_closed_once() {
    use std::os::fd::{AsRawFd, IntoRawFd};

    // Owned by nothing, as the starting program would leave it.
    let left_open = File::open("/dev/zero").unwrap().into_raw_fd();
    let place = |fd: i32| std::path::PathBuf::from(format!("/dev/fd/{fd}"));
    assert!(place(left_open).symlink_metadata().is_ok());
    // SAFETY: nothing in this process owns a descriptor above the standard
    // streams, and no other thread opens one.
    let worker = unsafe { Worker::enter() };
    assert!(worker.is_ok());
    assert!(place(left_open).symlink_metadata().is_err());

    let mut own = File::open("/dev/zero").unwrap();
    assert!(own.as_raw_fd() > 2);
    // SAFETY: a second call closes nothing, whatever is open.
    let again = unsafe { Worker::enter() };
    assert_eq!(again.unwrap_err().kind(), ErrorKind::Entered);
    own.read_exact(&mut [0; 8]).unwrap();
}
