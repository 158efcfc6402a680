//! The fence between this program and every network.
//!
//! The kernel answers each attempt to make a socket of another family than
//! `AF_UNIX` with "permission denied". Sockets of that family stay: a window,
//! and the starting of processes, need them, and they end on this machine.
//! `io_uring`, which makes sockets without the call that makes sockets, is
//! answered as if the kernel did not have it, so that whoever asks goes on
//! without it. Calls of 32-bit programs, which number theirs differently, end
//! the process that makes them.

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
    use crate::filter::{self, Answer};

    let sockets = filter::of(sockets(), Answer::Denied);
    let rings = filter::of(rings(), Answer::Unknown);
    sockets
        .and_then(|sockets| Ok((sockets, rings?)))
        .and_then(|(sockets, rings)| {
            filter::apply(&sockets)?;
            filter::apply(&rings)
        })
        .map_or_else(filter::Error::into_fence, |()| Fence::Up)
}

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
fn put_up() -> Fence {
    Fence::NotOffered("this system has no filter of system calls that Colophon can use".to_owned())
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn sockets() -> crate::filter::Rules {
    use crate::filter::{Rules, except, x32};

    let mut rules = Rules::new();
    if crate::plant::has("network") {
        return rules;
    }
    for call in [libc::SYS_socket, libc::SYS_socketpair] {
        rules.insert(call, except(0, libc::AF_UNIX));
        // Nobody needs the other numbering, not even for AF_UNIX.
        rules.extend(x32(call).map(|call| (call, Vec::new())));
    }
    rules
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn rings() -> crate::filter::Rules {
    use crate::filter::{Rules, x32};

    let call = libc::SYS_io_uring_setup;
    let mut rules = Rules::from([(call, Vec::new())]);
    rules.extend(x32(call).map(|call| (call, Vec::new())));
    rules
}
