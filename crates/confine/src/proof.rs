//! Tries what must not be possible.

use serde::{Deserialize, Serialize};

use crate::{Answer, Attempt};

/// One attempt, and what the system answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Probe {
    /// Who tried it.
    pub process: Process,
    /// What was tried.
    pub attempt: Attempt,
    /// The same in plain words, to follow "it tried to".
    pub what: String,
    /// Whether the system refused it by the fence put up for that purpose.
    pub refused: bool,
    /// The system's answer, in words.
    pub answer: String,
}

/// A kind of process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Process {
    /// The program that people start.
    App,
    /// A process that reads one document.
    Worker,
    /// A process that fetches what a source of indexes offers.
    Fetcher,
}

impl Probe {
    /// Makes a probe of an attempt and its answer.
    pub fn new(process: Process, attempt: Attempt, answer: Answer) -> Self {
        let (refused, answer) = match answer {
            Answer::Refused(how) => (true, how),
            Answer::LetThrough(what) => (false, what),
        };
        Self {
            process,
            attempt,
            what: attempt.what().to_owned(),
            refused,
            answer,
        }
    }
}

/// Tries in this process what [`forbid_network`](crate::forbid_network)
/// forbids, and returns the system's answers, one probe for each attempt.
pub fn prove() -> Vec<Probe> {
    let try_one = |attempt: &Attempt| Probe::new(Process::App, *attempt, attempt.make());
    Attempt::APP.iter().map(try_one).collect()
}

/// Tries in this process what [`close_to_others`](crate::close_to_others) forbids,
/// on the broker with this process id, and returns the system's answers.
pub fn prove_broker(broker: i32) -> Vec<Probe> {
    let try_one = |attempt: &Attempt| {
        let answer = attempt.make_on(broker);
        Probe::new(Process::App, *attempt, answer)
    };
    Attempt::BROKER.iter().map(try_one).collect()
}
