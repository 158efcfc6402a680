//! The claim sheet of a client, of which each view is made.

use super::kept::KeptClaim;
use super::work::Work;
use crate::model::Report;
use crate::phrases::claims;
use crate::words::Words;

/// What the names of claim sheets have before their extension; no client's name has a
/// full stop in a file name.
pub(super) const MARK: &str = ".claims";

/// The claim sheet of a client.
pub(super) struct Sheet<'a> {
    /// The report of this client alone.
    pub(super) report: &'a Report,
    /// The client, as the tables name it; empty if nobody is named.
    pub(super) client: &'a str,
    /// What the client is called.
    pub(super) shown: &'a str,
    /// The name of the client's files.
    pub(super) file: &'a str,
    pub(super) works: Vec<Work<'a>>,
    /// The works of earlier sheets that are not in the list.
    pub(super) gone: Vec<&'a KeptClaim>,
    /// The headings of the user's own columns.
    pub(super) columns: &'a [String],
    pub(super) has_book: bool,
}

impl Sheet<'_> {
    /// Returns what the sheet is, and where a user writes the state of the claims.
    pub(super) fn lead(&self, words: Words) -> String {
        let [book, table] = ["xlsx", "csv"].map(|it| format!("{}{MARK}.{it}", self.file));
        if self.has_book {
            words.fill(&claims::LEAD, &[("book", &book), ("table", &table)])
        } else {
            words.fill(&claims::LEAD_TABLE, &[("table", &table)])
        }
    }

    /// Returns whether the sheet has registrations, of a register or of the list.
    pub(super) fn has_registrations(&self) -> bool {
        let mut works = self.works.iter();
        works.any(Work::has_registrations)
    }
}
