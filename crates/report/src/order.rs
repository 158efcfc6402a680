//! The report in the order in which a person reads it.
//!
//! The text and the HTML report show the same groups in the same order: what
//! was found, what deserves a look, what could not be judged, and last the
//! long list of what was not found.

use crate::model::{ManuscriptResult, Record, Report, Skipped, Verdict};
use crate::safe::edition;

/// The manuscripts of a report, by what a reader has to do about them.
pub(crate) struct Groups<'a> {
    /// Found, the strongest verdict first.
    pub(crate) found: Vec<&'a ManuscriptResult>,
    /// Not found as a work, but passages or a catalogue entry need a look.
    pub(crate) look: Vec<&'a ManuscriptResult>,
    /// Not read well enough to say; the skipped paths of the report come on
    /// top.
    pub(crate) unjudged: Vec<&'a ManuscriptResult>,
    /// Read, compared, and nothing found.
    pub(crate) not_found: Vec<&'a ManuscriptResult>,
}

impl<'a> Groups<'a> {
    /// Sorts the results of `report` into groups; each keeps the order of the
    /// report among equal verdicts.
    pub(crate) fn new(report: &'a Report) -> Self {
        let mut groups = Self {
            found: Vec::new(),
            look: Vec::new(),
            unjudged: Vec::new(),
            not_found: Vec::new(),
        };
        for result in &report.results {
            match result.verdict {
                verdict if verdict.is_found() => groups.found.push(result),
                Verdict::Inconclusive => groups.unjudged.push(result),
                Verdict::NotFound => groups.not_found.push(result),
                _ => groups.look.push(result),
            }
        }
        groups.found.sort_by_key(|result| result.verdict);
        groups.look.sort_by_key(|result| result.verdict);
        groups
    }
}

/// How many manuscripts of a report ended in each group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    /// All of them, skipped paths included; of a client list, the titles.
    pub(crate) manuscripts: usize,
    /// Found.
    pub(crate) found: usize,
    /// Not found as a work, but worth a look.
    pub(crate) look: usize,
    /// Not found.
    pub(crate) not_found: usize,
    /// Could not be judged, skipped paths included.
    pub(crate) unjudged: usize,
    /// Files next to a client list that belong to no title and were not read.
    pub(crate) files: usize,
    /// Whether they are titles of a client list.
    pub(crate) titles: bool,
}

impl Counts {
    /// Counts the groups of `report`, which is of a client list when `titles`.
    pub(crate) fn new(report: &Report, groups: &Groups<'_>, titles: bool) -> Self {
        let is_file = |skipped: &&Skipped| titles && skipped.row.is_none();
        let files = report.skipped.iter().filter(is_file).count();
        let skipped = report.skipped.len() - files;
        Self {
            manuscripts: report.results.len() + skipped,
            found: groups.found.len(),
            look: groups.look.len(),
            not_found: groups.not_found.len(),
            unjudged: groups.unjudged.len() + skipped,
            files,
            titles,
        }
    }
}

/// Returns the records of a match by edition, in the order of the first of each.
pub(crate) fn by_edition(records: &[Record]) -> Vec<Vec<&Record>> {
    let mut editions: Vec<Vec<&Record>> = Vec::new();
    let key = |record: &Record| (record.title.clone(), record.author.clone(), edition(record));
    for record in records {
        match editions.iter_mut().find(|edition| {
            edition
                .first()
                .is_some_and(|first| key(first) == key(record))
        }) {
            Some(edition) => edition.push(record),
            None => editions.push(vec![record]),
        }
    }
    editions
}

/// Returns whether a report is of a client list.
pub(crate) fn is_of_clients(report: &Report) -> bool {
    let rows = report.results.iter().map(|result| result.row);
    rows.chain(report.skipped.iter().map(|skipped| skipped.row))
        .any(|row| row.is_some())
}

/// Returns whether every index that was searched is a demonstration; then the
/// report says nothing about any collection.
pub(crate) fn only_demonstration(report: &Report) -> bool {
    !report.indexes.is_empty() && report.indexes.iter().all(|index| index.demonstration)
}
