//! Claim sheets: for each client, what a claim asks for, one row a work, and the state of
//! the claims, which the user keeps in them.
//!
//! ```text
//! result ──> work ──┬──> table (CSV) ──> book (workbook)
//!   key, differ ──┘ └──> page
//! sheet of an earlier report ──> kept ──> state of the results, own columns, works gone
//! ```
//!
//! A sheet is read back before it is written again, so no entry of a user is lost: see
//! `kept`.

mod book;
mod columns;
mod differ;
mod kept;
mod key;
mod page;
mod people;
mod sheet;
mod table;
mod values;
mod work;

#[cfg(test)]
mod tests;

use self::sheet::{MARK, Sheet};
use self::work::Work;
use crate::csv::Delimiter;
use crate::language::Language;
use crate::model::{ManuscriptResult, Report};

pub(crate) use self::kept::folded_client;
pub use self::kept::{KeptClaim, KeptClaims, KeptFile, NotKept, SheetRow, read_claims};

/// The extensions of the sheets that can be read back.
const READABLE: [&str; 2] = ["csv", "xlsx"];

/// Returns whether a file in a folder is named like a claim sheet.
pub(crate) fn is_claim_sheet(name: &str) -> bool {
    let lower = name.to_lowercase();
    let stem = lower.rsplit_once('.').map(|(stem, _)| stem);
    stem.is_some_and(|stem| stem.ends_with(MARK))
}

/// Returns the client's part of the name of a claim sheet that can be read back, and its
/// extension; `None` for any other file, and for the lock of one that is open.
#[must_use]
pub fn claim_sheet_of(name: &str) -> Option<(&str, &str)> {
    let (stem, extension) = name.rsplit_once('.')?;
    let client = stem.strip_suffix(MARK)?;
    let is_lock = name.starts_with("~$") || name.starts_with('.');
    (READABLE.contains(&extension) && !is_lock).then_some((client, extension))
}

/// How claim sheets are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) language: Language,
    pub(crate) delimiter: Delimiter,
    /// Whether there is a workbook.
    pub(crate) has_book: bool,
    /// What earlier sheets say.
    pub(crate) kept: &'a KeptClaims,
}

/// Returns the endings and the contents of a client's claim sheets; `report` is what the
/// client is handed, `client` the name in the sheets, `shown` what the client is called,
/// and `file` the name of the client's files.
pub(crate) fn sheets(
    report: &Report,
    (client, shown): (&str, &str),
    file: &str,
    look: Look<'_>,
) -> Vec<(String, &'static str, Vec<u8>)> {
    let results: Vec<&ManuscriptResult> = report.results.iter().collect();
    let assigned = look.kept.assign(client, &results);
    let rows = results.into_iter().zip(assigned.rows);
    let works: Vec<Work<'_>> = rows
        .map(|(result, (key, kept))| Work::of(report, result, key, kept))
        .collect();
    let sheet = Sheet {
        report,
        client,
        shown,
        file,
        works,
        gone: assigned.gone,
        columns: look.kept.columns_of(client),
        has_book: look.has_book,
    };
    let stem = format!("{file}{MARK}");
    let page = page::of(&sheet, look.language);
    let table = table::csv(&sheet, look.language, look.delimiter);
    let mut sheets = vec![
        (stem.clone(), "html", page.into_bytes()),
        (stem.clone(), "csv", table.into_bytes()),
    ];
    if look.has_book {
        sheets.push((stem, "xlsx", book::of(&sheet, look.language)));
    }
    sheets
}

/// Returns the name of a client's claim sheet as a page.
pub(crate) fn page_of(file: &str) -> String {
    format!("{file}{MARK}.html")
}
