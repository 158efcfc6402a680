//! Sets: a folder whose files answer as one index.
//!
//! ```text
//! index.json -> files of one way -> (roll instead of deltas) -> Set
//! ```
//!
//! A publisher updates an index by a delta and a list of what was taken out; the files
//! that are there never change. `index.json` says which of them belong together. On
//! the reader's computer, deltas are merged into one file, the roll, so that a search
//! never reads more than a few.

mod made;
mod manifest;
mod merge;
mod open;
mod roll;

pub(crate) use made::PREFIX as ROLL_PREFIX;
pub use manifest::{MANIFEST, Manifest, Mirror, Removed, Role, SetFile};
pub use merge::{MergeRequest, MergeSummary, merge_indexes};
pub(crate) use open::{Located, Plan, locate};
pub use roll::{Rolled, roll};
