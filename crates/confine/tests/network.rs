//! The network is gone for good, for every thread and every child process, but
//! local sockets are not.
//!
//! One test, since what it does to its process cannot be undone.
#![cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]

use std::io::ErrorKind::PermissionDenied;
use std::net::{TcpListener, UdpSocket};
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::sync::mpsc::channel;

use colophon_confine::{Fence, forbid_network, network};

#[test]
fn no_thread_and_no_child_has_a_network() {
    // Both work without the filter, so their failure means something.
    assert!(TcpListener::bind("127.0.0.1:0").is_ok());
    let mut child = Command::new("bash");
    child.args(["-c", "exec 3<>/dev/udp/127.0.0.1/9"]);
    let has_bash = child.status().is_ok_and(|status| status.success());
    let (go, wait) = channel::<()>();
    let elder = std::thread::spawn(move || {
        wait.recv().unwrap();
        TcpListener::bind("127.0.0.1:0").err().map(|e| e.kind())
    });

    assert_eq!(network(), None);
    assert_eq!(forbid_network(), Fence::Up);
    assert_eq!(network(), Some(Fence::Up));
    assert_eq!(forbid_network(), Fence::Up);

    go.send(()).unwrap();
    assert_eq!(elder.join().unwrap(), Some(PermissionDenied));
    let refused = |kind| kind == PermissionDenied;
    assert!(refused(
        TcpListener::bind("127.0.0.1:0").unwrap_err().kind()
    ));
    assert!(refused(UdpSocket::bind("[::1]:0").unwrap_err().kind()));
    if has_bash {
        assert!(!child.status().unwrap().success());
    }
    assert!(UnixStream::pair().is_ok());
    // A command uses such a pair to report that it could not start.
    assert!(Command::new("/nonexistent").output().is_err());
}
