//! The fence between this program and every network.
//!
//! The kernel answers each attempt to open a socket of any family but
//! `AF_UNIX` with "permission denied". Sockets of that family remain: a window
//! and starting a process need them, and they end on this machine. `io_uring`
//! opens sockets without the system call for that; it is answered as if the
//! kernel did not have it, and programs go on without it.

use std::sync::OnceLock;

use crate::Fence;

static NETWORK: OnceLock<Fence> = OnceLock::new();

/// Forbids the network to this process, its threads and every process it starts.
///
/// This cannot be undone. A front end calls it first; a process that must keep
/// the network has to be started before. Later calls change nothing and return
/// what the first one did.
pub fn forbid_network() -> Fence {
    NETWORK.get_or_init(put_up).clone()
}

/// Returns the state of the fence; none before [`forbid_network`].
pub fn network() -> Option<Fence> {
    NETWORK.get().cloned()
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn put_up() -> Fence {
    use crate::filter::{self, Answer, Rules, where_is_not, x32};

    let every = |call| std::iter::once(call).chain(x32(call));
    let filters = || {
        let mut sockets = Rules::new();
        for call in [libc::SYS_socket, libc::SYS_socketpair] {
            // Nothing needs the other numbering, not even for AF_UNIX.
            sockets.extend(x32(call).map(|call| (call, Vec::new())));
            sockets.insert(call, where_is_not(0, libc::AF_UNIX)?);
        }
        if crate::plant::has("network") {
            sockets.clear();
        }
        let mut rings = Rules::new();
        if !crate::plant::has("io-uring") {
            rings.extend(every(libc::SYS_io_uring_setup).map(|call| (call, Vec::new())));
        }
        filter::apply(&filter::answering(sockets, Answer::Denied)?)?;
        filter::apply(&filter::answering(rings, Answer::Unknown)?)
    };
    filters().map_or_else(filter::Error::into_fence, |()| Fence::Up)
}

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
fn put_up() -> Fence {
    Fence::NotOffered("this system has no system call filter that Colophon can use".to_owned())
}
