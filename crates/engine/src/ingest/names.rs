//! What the `works.tsv` files say of the books next to them.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_index::{Digest, DigestKind, NewWork};

use crate::manuscript::Manuscript;
use crate::one_book::Whole;

/// The file with the titles and authors of a folder's books.
const WORKS_FILE: &str = "works.tsv";

/// A row of a `works.tsv`.
#[derive(Debug, Clone, Default)]
struct Row {
    title: String,
    author: String,
    language: Option<String>,
}

/// What the `works.tsv` files say, by folder.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<PathBuf, Option<Table>>);

/// What one `works.tsv` says.
#[derive(Debug, Default)]
struct Table {
    /// What it says of each file, by the stem of its name.
    rows: HashMap<String, Row>,
    /// What is wrong with it.
    remarks: Vec<&'static str>,
    /// Whether a book was found in it.
    is_used: bool,
}

impl Names {
    /// Describes the work of a book: by a `works.tsv` in its folder or the folder
    /// above, else by the book's own metadata.
    pub(super) fn work(&mut self, whole: &Whole, book: &Manuscript) -> NewWork {
        let id = whole.name();
        let folders = whole.folders().take(2);
        let row = folders.into_iter().find_map(|folder| {
            let table = self.table(folder)?;
            let row = table.rows.get(&id).cloned();
            table.is_used |= row.is_some();
            row
        });
        let is_id_of_file = row.is_none();
        let row = row.unwrap_or_else(|| Row {
            title: book.title.clone().unwrap_or_else(|| id.clone()),
            author: book.author.clone().unwrap_or_default(),
            language: None,
        });
        let mut digests = vec![Digest {
            kind: DigestKind::TextSha256,
            bytes: book.fingerprint.text_sha256.to_vec(),
        }];
        if let Some(file) = &book.digests {
            digests.push(Digest {
                kind: DigestKind::Md5,
                bytes: file.md5.to_vec(),
            });
            digests.push(Digest {
                kind: DigestKind::Sha1,
                bytes: file.sha1.to_vec(),
            });
            digests.push(Digest {
                kind: DigestKind::Sha256,
                bytes: file.sha256.to_vec(),
            });
        }
        NewWork {
            id,
            is_id_of_file,
            title: row.title,
            author: row.author,
            language: row.language.or_else(|| book.language.clone()),
            n_letters: book.fingerprint.n_letters,
            digests,
        }
    }

    fn table(&mut self, folder: &Path) -> Option<&mut Table> {
        let table = self
            .0
            .entry(folder.to_owned())
            .or_insert_with(|| read_table(&folder.join(WORKS_FILE)));
        table.as_mut()
    }

    /// Returns what the maker of each table should know about it, in order.
    pub(super) fn remarks(self) -> Vec<String> {
        let mut remarks = Vec::new();
        for (folder, table) in self.0 {
            let Some(table) = table else { continue };
            let mut of_table = table.remarks;
            if !table.is_used && of_table.is_empty() {
                of_table.push("none of its ids is the name of a book’s file without its extension");
            }
            let path = folder.join(WORKS_FILE);
            remarks.extend(
                of_table
                    .iter()
                    .map(|it| format!("{}: {it}", path.display())),
            );
        }
        remarks.sort();
        remarks
    }
}

/// Returns whether a file is a table of works.
pub(super) fn is_table(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == WORKS_FILE)
}

/// Reads a `works.tsv`: a header, then rows; columns are found by their names.
fn read_table(path: &Path) -> Option<Table> {
    let text = fs::read(path).ok()?;
    let text = String::from_utf8_lossy(&text);
    let mut table = Table::default();
    if text.contains(char::REPLACEMENT_CHARACTER) {
        table
            .remarks
            .push("it is not UTF-8, so some letters are lost");
    }
    let mut lines = text
        .trim_start_matches('\u{FEFF}')
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let column = |name: &str| {
        header
            .iter()
            .position(|title| title.trim().eq_ignore_ascii_case(name))
    };
    let Some(id) = column("id") else {
        let remark = "it has no column “id”, so it names no book; columns are separated by tabs";
        table.remarks.push(remark);
        return Some(table);
    };
    let (title, author, language) = (column("title"), column("author"), column("language"));
    let mut is_twice = false;
    for line in lines {
        let cell = |column: Option<usize>| {
            column
                .and_then(|i| line.get(i))
                .map(|cell| cell.trim().to_owned())
        };
        let Some(id) = cell(Some(id)).filter(|id| !id.is_empty()) else {
            continue;
        };
        let row = Row {
            title: cell(title).unwrap_or_default(),
            author: cell(author).unwrap_or_default(),
            language: cell(language).filter(|language| !language.is_empty()),
        };
        is_twice |= table.rows.insert(id, row).is_some();
    }
    if is_twice {
        table
            .remarks
            .push("an id occurs twice; the last row counts");
    }
    Some(table)
}
