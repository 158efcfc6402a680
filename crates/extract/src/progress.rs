//! How far a reading has come.

/// Tells how far the reading of one document has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The sections read so far.
    pub sections: u32,
    /// The sections that there will be, where the format tells beforehand.
    pub expected: Option<u32>,
    /// The text read so far, in bytes.
    pub text_bytes: u64,
}
