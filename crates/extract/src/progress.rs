//! The progress of a reading.

/// How far the reading of one document has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of sections read so far.
    pub sections: u32,
    /// The number of sections in all, if the format says beforehand.
    pub expected: Option<u32>,
    /// The amount of text read so far, in bytes.
    pub text_bytes: u64,
}
