//! What the tests of dumps share.
#![allow(dead_code, reason = "not every test uses all of it")]

pub(crate) mod registrations;

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use colophon_catalogue::{Error, Input, Item, Kind, Record, Summary};

/// Everything that a dump says.
#[derive(Debug, PartialEq)]
pub(crate) struct Contents {
    pub(crate) records: Vec<Record>,
    pub(crate) digests: Vec<Item>,
    pub(crate) summary: Summary,
}

impl Contents {
    /// Returns how often something was skipped for a reason with these words.
    pub(crate) fn n_skipped(&self, word: &str) -> u64 {
        let skipped = self.summary.skipped.iter();
        skipped
            .filter(|skipped| skipped.reason.contains(word))
            .map(|skipped| skipped.n)
            .sum()
    }
}

/// Reads a file.
pub(crate) fn read_file(kind: Kind, path: &Path) -> Result<Contents, Error> {
    let scratch = tempfile::tempdir().unwrap();
    let (mut records, mut digests) = (Vec::new(), Vec::new());
    let summary = colophon_catalogue::read(
        &Input {
            kind,
            path: Some(path.to_owned()),
            crew: Vec::new(),
        },
        scratch.path(),
        1 << 20,
        &mut |item| {
            match item {
                Item::Record(record) => records.push(record),
                digest @ Item::Digests { .. } => digests.push(digest),
            }
            ControlFlow::Continue(())
        },
        &mut |_| ControlFlow::Continue(()),
    );
    let left = fs::read_dir(scratch.path()).unwrap().count();
    assert_eq!(left, 0, "temporary files are left behind");
    Ok(Contents {
        records,
        digests,
        summary: summary?,
    })
}

/// Reads bytes as the file `name`.
pub(crate) fn read_named(kind: Kind, name: &str, bytes: &[u8]) -> Result<Contents, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read_file(kind, &path)
}

/// Reads bytes as a file whose name says nothing.
pub(crate) fn read(kind: Kind, bytes: impl AsRef<[u8]>) -> Result<Contents, Error> {
    read_named(kind, "input", bytes.as_ref())
}

/// The columns of `updated` that are read, in an order of our own.
pub(crate) const UPDATED: [&str; 17] = [
    "ID",
    "Title",
    "VolumeInfo",
    "Series",
    "Author",
    "Year",
    "Edition",
    "Publisher",
    "Language",
    "Identifier",
    "ASIN",
    "Filesize",
    "Extension",
    "MD5",
    "Visible",
    "TimeAdded",
    "IdentifierWODash",
];

/// Returns a CREATE TABLE of these columns.
pub(crate) fn create(table: &str, columns: &[&str]) -> String {
    let columns: Vec<String> = columns
        .iter()
        .map(|column| format!("  `{column}` varchar(200) NOT NULL DEFAULT '' COMMENT 'a (b), c'"))
        .collect();
    format!(
        "CREATE TABLE `{table}` (\n{},\n  KEY `k` (`x`(3),`y`)\n) ENGINE=MyISAM;\n",
        columns.join(",\n")
    )
}

/// Returns the values of a row of [`UPDATED`], with these set and others empty.
pub(crate) fn row(values: &[(&str, &str)]) -> String {
    let all: Vec<&str> = UPDATED
        .iter()
        .map(|column| {
            let own = values.iter().find(|(name, _)| name == column);
            own.map_or("''", |(_, value)| value)
        })
        .collect();
    format!("({})", all.join(","))
}
