//! A title and an author, as far as they are known.

use colophon_catalogue::name::{Agreement, People};

/// A title and an author, either of which may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    /// Whether they may be the other way round.
    pub(super) is_open: bool,
}

/// Returns whether two texts name one person.
pub(super) fn same_person(a: &str, b: &str) -> bool {
    People::parse(a).agreement(&People::parse(b)) > Agreement::Part
}
