//! Asks the system to refuse this program what it never needs, and proves it.
//!
//! [`forbid_network`] is for the process that people start: from then on,
//! neither it nor any process it starts can open a socket that leaves the
//! machine; [`forbid_core_files`] keeps its memory off the disk. [`Worker`] is for a process that reads what strangers made: it keeps
//! what it was given and can ask for nothing else. A fault in the code can break
//! a promise about what the code does, but not one that the kernel keeps.
//! [`prove`] and [`Attempt`] try what must not be possible and report what the
//! system answered.
//!
//! If a system does not offer a fence, [`Fence`] says so: nothing here claims
//! more than what was put up. No fence can be taken down again, and nothing here
//! reads a document or prints.

mod attempt;
mod error;
mod fence;
mod fetcher;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod filter;
mod memory;
mod mischief;
mod network;
mod plant;
mod proof;
#[cfg(target_os = "linux")]
mod reach;
mod worker;

pub use attempt::{Answer, Attempt};
pub use error::{Error, ErrorKind};
pub use fence::{Confined, Fence};
#[cfg(target_os = "linux")]
pub use fetcher::tie_to;
pub use fetcher::{
    FetcherFences, FetcherLimits, close_to_others, enter_broker, fence_fetcher, limit_file_size,
};
pub use memory::{core_files, forbid_core_files};
#[doc(hidden)]
pub use mischief::{Excess, Misbehaviour, misbehaviour};
pub use network::{forbid_network, network};
#[doc(hidden)]
pub use plant::passed_on;
pub use proof::{Probe, Process, prove, prove_broker};
pub use worker::{Unsealed, Worker, WorkerLimits};
