//! The report in the order in which a person reads it.
//!
//! The text and the HTML report show the same groups in the same order: what
//! was found, what deserves a look, what could not be judged, and last the
//! long list of what was not found.

use std::collections::BTreeSet;
use std::ops::Deref;

use serde::Serialize;

use crate::books::{BookKeys, count_books};
use crate::model::{ManuscriptResult, Match, Record, Report, Skipped, Verdict};
use crate::safe::edition;

/// A result, and its place in the report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    /// Its place among the results of the report.
    pub(crate) place: usize,
    result: &'a ManuscriptResult,
}

impl Deref for Placed<'_> {
    type Target = ManuscriptResult;

    fn deref(&self) -> &ManuscriptResult {
        self.result
    }
}

/// The manuscripts of a report, by what a reader has to do about them.
pub(crate) struct Groups<'a> {
    /// Found, the strongest verdict first.
    pub(crate) found: Vec<Placed<'a>>,
    /// Not found as a work, but passages or a catalogue entry need a look.
    pub(crate) look: Vec<Placed<'a>>,
    /// Not read well enough to say; the skipped paths of the report come on
    /// top.
    pub(crate) unjudged: Vec<Placed<'a>>,
    /// Read, compared, and nothing found.
    pub(crate) not_found: Vec<Placed<'a>>,
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
        for (place, result) in report.results.iter().enumerate() {
            let result = Placed { place, result };
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

/// The figures of a report, the same in every view and in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The manuscripts, skipped paths included; of a client list, the titles.
    pub checked: usize,
    /// How many clients they belong to: those that have a page.
    pub clients: usize,
    /// Found.
    pub found: usize,
    /// How many books those are: several files can hold one book.
    pub books_found: usize,
    /// Not found as a work, but worth a look.
    pub worth_a_look: usize,
    /// Not found.
    pub not_found: usize,
    /// Could not be judged, skipped paths included.
    pub not_judged: usize,
    /// Files next to a client list that belong to no title and were not read.
    pub files_not_read: usize,
    /// Rows and sheets of a client list that are not titles.
    pub left_out: usize,
    /// Whether they are titles of a client list.
    #[serde(skip)]
    pub titles: bool,
}

impl Counts {
    /// Counts what is in a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self::new(report, &Groups::new(report), is_of_clients(report))
    }

    /// Counts the groups of `report`, which is of a client list when `titles`.
    pub(crate) fn new(report: &Report, groups: &Groups<'_>, titles: bool) -> Self {
        let is_file = |skipped: &&Skipped| titles && skipped.row.is_none();
        let files = report.skipped.iter().filter(is_file).count();
        let skipped = report.skipped.len() - files;
        let books: Vec<BookKeys> = groups.found.iter().map(|it| BookKeys::of(it)).collect();
        let clients: BTreeSet<&str> = report
            .results
            .iter()
            .filter_map(|result| client_of(result))
            .chain(report.skipped.iter().filter_map(client_of_row))
            .collect();
        Self {
            checked: report.results.len() + skipped,
            clients: if titles { clients.len() } else { 0 },
            found: groups.found.len(),
            books_found: count_books(&books),
            worth_a_look: groups.look.len(),
            not_found: groups.not_found.len(),
            not_judged: groups.unjudged.len() + skipped,
            files_not_read: files,
            left_out: report.left_out.len(),
            titles,
        }
    }
}

/// Returns the client to whose page a title belongs: the author where the list
/// names no client.
#[must_use]
pub fn client_of(result: &ManuscriptResult) -> Option<&str> {
    let names = [&result.client, &result.author].into_iter().flatten();
    names.map(|name| name.trim()).find(|name| !name.is_empty())
}

/// Returns the client to whose page a row that could not be read belongs.
pub(crate) fn client_of_row(skipped: &Skipped) -> Option<&str> {
    let name = skipped.client.as_deref().map(str::trim);
    name.filter(|name| !name.is_empty())
}

/// A match and the further editions of its work.
pub(crate) struct Work<'a> {
    /// The match that is shown in full.
    pub(crate) first: &'a Match,
    /// The others, in the order of the matches.
    pub(crate) editions: Vec<&'a Match>,
}

/// Returns the matches by work, in the order of the first of each.
pub(crate) fn by_work(matches: &[Match]) -> Vec<Work<'_>> {
    let mut works: Vec<(usize, Work<'_>)> = Vec::new();
    for (place, first) in matches.iter().enumerate() {
        let of = works
            .iter_mut()
            .find(|(own, _)| first.edition_of == Some(*own));
        match of {
            Some((_, work)) => work.editions.push(first),
            None => works.push((
                place,
                Work {
                    first,
                    editions: Vec::new(),
                },
            )),
        }
    }
    works.into_iter().map(|(_, work)| work).collect()
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
    !report.left_out.is_empty()
        || rows
            .chain(report.skipped.iter().map(|skipped| skipped.row))
            .any(|row| row.is_some())
}

/// Returns whether a report is of more than one manuscript; then an overview
/// comes first.
pub(crate) fn has_overview(report: &Report) -> bool {
    report.results.len() + report.skipped.len() > 1
}

/// Returns whether every index that was searched is a demonstration; then the
/// report says nothing about any collection.
pub(crate) fn only_demonstration(report: &Report) -> bool {
    !report.indexes.is_empty() && report.indexes.iter().all(|index| index.demonstration)
}

/// Returns whether something counts as found that is in a demonstration only.
pub(crate) fn finds_demonstration(report: &Report) -> bool {
    let is_one = |found: &Match| {
        let index = report.indexes.get(found.index);
        index.is_some_and(|index| index.demonstration)
    };
    report.results.iter().any(|result| {
        let mut found = result.matches.iter().filter(|it| it.verdict.is_found());
        found.clone().next().is_some() && found.all(is_one)
    })
}
