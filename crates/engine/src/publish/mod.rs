//! Publishing an index: a folder that any host can carry, signed.
//!
//! ```text
//! index -> look (titles, ids) -> verify -> cut into parts -> index.json -> targets -> snapshot -> timestamp
//! ```
//!
//! The folder is a TUF repository (crate `supply`). Its files never change but
//! `timestamp.json`, which is written last, and what only people read. So a folder is
//! one state or the next at any moment, whenever the program is killed. Each state is
//! read as a reader would read it before it is written.

mod add;
mod assemble;
mod base;
mod clock;
mod cut;
mod effect;
mod failure;
mod init;
mod junk;
mod keyfile;
mod keyring;
mod look;
mod notes;
mod pages;
mod place;
mod prune;
mod public;
mod remove;
mod renew;
mod rotate;
mod sign;
pub(crate) mod single;
mod source;
mod staged;
mod state;
mod status;
mod who;
mod words;
mod write;

pub use add::{AddRequest, Published, Said, add};
pub use base::{BaseRequest, Rebased, base};
pub use colophon_supply::Every;
pub use cut::PART_BYTES;
pub use effect::{Missing, Turned};
pub use init::{Begun, InitRequest, init};
pub use junk::Flaw;
pub use keyring::{Ask, PaperKey, Show, Signing, Wanted, Warn};
pub use look::{Flawed, Preview, Shown, look};
pub use place::check_folder;
pub use prune::prune;
pub use remove::{Found, RemoveRequest, TakenOut, remove};
pub use renew::{RenewRequest, Renewed, renew};
pub use rotate::{RotateRequest, Rotated, rotate};
pub use sign::{SignRequest, sign};
pub use source::{Addresses, Handed, source};
pub use staged::Upload;
pub use status::{
    FileStatus, KeyStatus, Next, PendingStatus, Rhythm, RoleStatus, SignedStatus, Status, status,
};
pub use who::KeyKind;
pub use words::{WORDS, is_key, is_key_word};
