//! How a fence stands.

use serde::{Deserialize, Serialize};

/// Tells whether the system keeps something from a process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Fence {
    /// The system refuses it, to this process and to all that it starts.
    Up,
    /// This system has no such fence, or part of it only; says what is missing.
    NotOffered(String),
    /// The system has such a fence and did not put it up; says why.
    Failed(String),
}

impl Fence {
    /// Whether the system refuses it.
    pub fn is_up(&self) -> bool {
        *self == Self::Up
    }

    /// Returns why it does not stand; none when it does.
    pub fn why_not(&self) -> Option<&str> {
        match self {
            Self::Up => None,
            Self::NotOffered(why) | Self::Failed(why) => Some(why),
        }
    }
}

/// The fences around a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Confined {
    /// Bounds on memory, processor time, open and written files.
    pub bounds: Fence,
    /// No file can be reached by its name.
    pub files: Fence,
    /// Only the system calls that reading needs are answered.
    pub calls: Fence,
}
