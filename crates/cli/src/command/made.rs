//! What is told about an index that was written.

use std::path::Path;

use colophon_engine::report::harmless;

/// An index that was written.
pub(super) struct Made<'a> {
    pub(super) out: &'a Path,
    pub(super) works: u64,
    pub(super) records: u64,
    /// A line that says what is not in it, or nothing.
    pub(super) left_out: String,
    pub(super) size_bytes: u64,
    pub(super) sha256: &'a str,
}

impl Made<'_> {
    /// Describes it, a line for each fact.
    pub(super) fn describe(&self) -> String {
        let out = self.out.display().to_string();
        format!(
            "Made:      {}\nWorks:     {}\nEntries:   {}\n{}Size:      {} bytes\nContents:  SHA-256 {}\n",
            harmless(&out),
            self.works,
            self.records,
            self.left_out,
            self.size_bytes,
            self.sha256,
        )
    }
}
