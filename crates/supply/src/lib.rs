//! Who signs an index, and which files belong to it.
//!
//! A publisher's folder is a TUF 1.0 repository without delegations: four signed files
//! (root, timestamp, snapshot, targets) say which parts there are, and any host can
//! carry them. This crate verifies them and makes them. It performs no I/O: a [`Host`]
//! brings bytes, and a [`Memory`] keeps what was trusted last.
//!
//! ```text
//! source, link -> first root -> refresh(host, memory) -> Verified -> index.json, parts
//! SecretKey -> Root, timestamp, snapshot, targets -> bytes to publish
//! ```
//!
//! The client workflow is that of the crate `sigstore-tuf`; what Colophon asks for
//! beyond it (bounds, plain JSON, expiry that takes nothing away) is here.

mod address;
mod client;
mod crypto;
mod error;
mod key;
mod limits;
mod plain;
mod report;
mod sign;
mod source;

pub use address::{is_address, part_name};
pub use client::{
    Host, HostError, Memory, Rules, Target, Verified, check_first_root, refresh, refresh_by,
};
pub use error::{Error, ErrorKind};
pub use key::{KeyId, PublicKey, SecretKey, is_key_word};
pub use limits::{
    MAX_INDEX_BYTES, MAX_PART_BYTES, MAX_PARTS, MAX_ROOT_BYTES, MAX_ROOTS, MAX_SNAPSHOT_BYTES,
    MAX_SOURCE_BYTES, MAX_TARGETS_BYTES, MAX_TIMESTAMP_BYTES,
};
pub use sign::{Every, Role, Root, Signed, add_signature, signers, snapshot, targets, timestamp};
pub use source::{Fingerprint, Link, PUBLISHED_SOURCE, SOURCE_ENDING, SourceFile, SourceId};
