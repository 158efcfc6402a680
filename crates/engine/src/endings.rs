//! Endings of file names: what a file is by its name, before anybody opens it.
//!
//! For dialogs that choose files, and for files that are dropped. What a file is
//! in truth, its content says.

use std::path::Path;

use colophon_extract::DOCUMENT_ENDINGS;
use colophon_supply::SOURCE_ENDING;

/// The ending of an index.
pub const INDEX_ENDING: &str = "colophon";

/// Endings of client lists.
const LISTS: [&str; 11] = [
    "csv", "tsv", "tab", "xlsx", "xls", "xlsb", "ods", "onix", "bib", "ris", "db",
];

/// Endings that a client list can have, and other files as well.
const LISTS_TOO: [&str; 2] = ["xml", "txt"];

/// Endings of catalogue dumps.
const DUMPS: [&str; 3] = ["sql", "gz", "zst"];

/// Endings that a catalogue dump can have, and other files as well.
const DUMPS_TOO: [&str; 4] = ["zip", "csv", "tsv", "txt"];

/// Endings of what gets an answer besides documents: archives and projects of
/// them, and fingerprints.
const DOCUMENTS_TOO: [&str; 3] = ["zip", "scriv", "print"];

/// What a file is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A manuscript or a book; also every name that says nothing else.
    Document,
    /// A list of titles.
    List,
    /// An index.
    Index,
    /// A source of an index.
    Source,
    /// A dump of a catalogue.
    Dump,
}

impl FileKind {
    /// Returns what a file is, by its name.
    pub fn of(path: &Path) -> Self {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let is = |known: &str| known.eq_ignore_ascii_case(&ending);
        if is(INDEX_ENDING) {
            Self::Index
        } else if is(SOURCE_ENDING) {
            Self::Source
        } else if LISTS.into_iter().any(is) {
            Self::List
        } else if DUMPS.into_iter().any(is) {
            Self::Dump
        } else {
            Self::Document
        }
    }

    /// Returns the endings of files that may be of this kind: those that are read,
    /// and those that are known and refused by name.
    pub fn endings(self) -> Vec<&'static str> {
        match self {
            Self::Document => [&DOCUMENT_ENDINGS[..], &DOCUMENTS_TOO].concat(),
            Self::List => [&LISTS[..], &LISTS_TOO].concat(),
            Self::Index => vec![INDEX_ENDING],
            Self::Source => vec![SOURCE_ENDING],
            Self::Dump => [&DUMPS[..], &DUMPS_TOO].concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_go_by_the_name() {
        for (name, kind) in [
            ("a/Clients.XLSX", FileKind::List),
            ("books3.colophon", FileKind::Index),
            ("authors.colophon-source", FileKind::Source),
            ("novel.epub", FileKind::Document),
            ("old.doc", FileKind::Document),
            ("no ending", FileKind::Document),
            ("dump.sql.gz", FileKind::Dump),
        ] {
            assert_eq!(FileKind::of(Path::new(name)), kind, "{name}");
        }
    }

    #[test]
    fn every_document_that_a_folder_is_searched_for_can_be_chosen() {
        let endings = FileKind::Document.endings();
        for ending in DOCUMENT_ENDINGS {
            assert!(endings.contains(&ending), "{ending}");
            let name = format!("a.{ending}");
            assert_eq!(FileKind::of(Path::new(&name)), FileKind::Document);
        }
        for ending in ["doc", "pages", "zip", "print"] {
            assert!(endings.contains(&ending), "{ending}");
        }
    }
}
