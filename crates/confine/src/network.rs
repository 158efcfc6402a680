//! The fence between this program and every network.
//!
//! The kernel answers each attempt to make a socket of another family than
//! `AF_UNIX` with "permission denied". Sockets of that family stay: a window,
//! and the starting of processes, need them, and they end on this machine.
//! `io_uring`, which makes sockets without the call that makes sockets, is
//! answered as if the kernel did not have it, so that whoever asks goes on
//! without it.

use std::sync::OnceLock;

use crate::Fence;

static NETWORK: OnceLock<Fence> = OnceLock::new();

/// Forbids the network to this process, all its threads and all that it starts.
///
/// It cannot be undone. The first thing a front end does; what must keep a
/// network has to be started before. Later calls change nothing and return
/// what the first one did.
pub fn forbid_network() -> Fence {
    NETWORK.get_or_init(put_up).clone()
}

/// Returns how the fence stands; none before [`forbid_network`].
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
            // Nobody needs the other numbering, not even for AF_UNIX.
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
    Fence::NotOffered("this system has no filter of system calls that Colophon can use".to_owned())
}
