//! How a fence stands.

/// Tells whether the system keeps something from this process.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fence {
    /// The system refuses it, to this process and to all that it starts.
    Up,
    /// This system has no such fence; says what is missing.
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
