//! The proof that the system keeps this program in bounds.
//!
//! The program and its workers attempt what they must not be able to do, and
//! the proof records how the system answered.

use serde::{Deserialize, Serialize};

pub use colophon_confine::{Attempt, Confined, Fence, Probe, Process};

use crate::Error;

/// What was tried, and what the system answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Proof {
    /// The state of the fence between the program and every network.
    pub network: Fence,
    /// The fences around the process that reads a document.
    pub worker: Confined,
    /// Every attempt: first those of the program, then those of a worker, then those
    /// on and by the fetcher.
    pub probes: Vec<Probe>,
}

impl Proof {
    /// Returns whether the network is forbidden and every attempt was refused.
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
/// Each attempt of a worker takes a process; all together they take less than a
/// second. For a front end that has not called `forbid_network`, the proof
/// fails.
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
    // Of a program that has a fetcher.
    probes.extend(crate::supply::prove_fetcher());
    Ok(Proof {
        network,
        worker,
        probes,
    })
}
