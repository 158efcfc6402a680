//! What is read at most, in bytes and in number.
//!
//! A host is not trusted before it is verified, so nothing is read without a bound.

/// The longest root.
pub const MAX_ROOT_BYTES: u64 = 512_000;

/// The longest timestamp.
pub const MAX_TIMESTAMP_BYTES: u64 = 16_384;

/// The longest snapshot.
pub const MAX_SNAPSHOT_BYTES: u64 = 65_536;

/// The longest list of targets.
pub const MAX_TARGETS_BYTES: u64 = 4 << 20;

/// The longest `index.json`.
pub const MAX_INDEX_BYTES: u64 = 1 << 20;

/// The longest `.colophon-source`.
pub const MAX_SOURCE_BYTES: u64 = 65_536;

/// The most roots that follow one another in a run.
pub const MAX_ROOTS: u32 = 1_024;

/// The most parts of all files.
pub const MAX_PARTS: usize = 1 << 16;

/// The longest part.
pub const MAX_PART_BYTES: u64 = 64 << 20;
