//! Sealed reports: whether a folder is as it was sealed, and keys to sign seals with.
//!
//! ```text
//! seal (report.seal, NAME.seal) -> list -> each file: regular, length, digest -> SealCheck
//! ```
//!
//! Anyone may have made the folder. Its files are read in pieces, no link is followed,
//! and nothing is opened that is not in the folder.

mod key;
mod list;
mod verify;

pub use colophon_supply::PublicKey;
pub use key::{ReportKey, make_key, read_public_key, read_signing_key};
pub use verify::verify_report;

#[cfg(test)]
mod tests;
