//! The proof that the system keeps this program in bounds.
//!
//! It is tried, not looked up: the program and its workers attempt what they
//! must not be able to do, and what the system answered is handed on.

use serde::{Deserialize, Serialize};

pub use colophon_confine::{Attempt, Confined, Fence, Probe, Process};

use crate::Error;

/// What was tried, and what the system answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Proof {
    /// How the fence between the program and every network stands.
    pub network: Fence,
    /// The fences around the process that reads a document.
    pub worker: Confined,
    /// Every attempt: those of the program first, then those of a worker.
    pub probes: Vec<Probe>,
}

impl Proof {
    /// Whether the network is forbidden and every attempt was refused.
    pub fn holds(&self) -> bool {
        self.network.is_up() && self.n_refused() == self.probes.len() && !self.probes.is_empty()
    }

    /// Returns how many attempts were refused.
    pub fn n_refused(&self) -> usize {
        self.probes.iter().filter(|probe| probe.refused).count()
    }
}

/// Tries what this program and its workers must not be able to do.
///
/// It takes a process for each attempt of a worker; together less than a
/// second. A front end that has not called `forbid_network` sees it fail.
///
/// # Errors
///
/// `unreadable` and `parser-crashed` when no worker can be started.
pub fn prove() -> Result<Proof, Error> {
    let network = colophon_confine::network()
        .unwrap_or_else(|| Fence::Failed("the program did not ask for it".to_owned()));
    let worker = colophon_extract::worker::fences()?;
    let mut probes = colophon_confine::prove();
    probes.extend(colophon_extract::worker::prove()?);
    Ok(Proof {
        network,
        worker,
        probes,
    })
}
