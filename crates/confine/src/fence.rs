//! The state of a fence.

use serde::{Deserialize, Serialize};

/// Whether the system keeps something from a process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Fence {
    /// The system refuses it, to this process and to every process it starts.
    Up,
    /// This system has no such fence, or only part of it; says what is missing.
    NotOffered(String),
    /// The system has such a fence but did not put it up; says why.
    Failed(String),
}

impl Fence {
    /// Returns whether the system refuses it.
    pub fn is_up(&self) -> bool {
        *self == Self::Up
    }

    /// Returns why the fence is not up; none if it is.
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
    /// Limits on memory, processor time, open files and written files.
    pub bounds: Fence,
    /// No file can be opened by its name.
    pub files: Fence,
    /// Only the system calls that reading needs are answered.
    pub calls: Fence,
}
