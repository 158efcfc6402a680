//! The use cases of Colophon: check manuscripts, build and inspect indexes.
//!
//! Front ends parse, call this crate, and show what comes back.

pub mod job;
pub mod report;

pub use job::{Job, Phase, Snapshot};
