//! Asks the system to refuse this program what it never needs, and proves it.
//!
//! [`forbid_network`] is for the process that people start: from then on
//! neither it nor anything that it starts can make a socket that leaves the
//! machine. Promises about what code does can be broken by a fault in the
//! code; a promise that the kernel keeps cannot.
//!
//! Where a system does not offer a fence, [`Fence`] says so: nothing here
//! claims more than what was put up. Nothing here is undone again, looks at a
//! document, or prints.

mod fence;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod filter;
mod network;
mod plant;

pub use fence::Fence;
pub use network::{forbid_network, network};
